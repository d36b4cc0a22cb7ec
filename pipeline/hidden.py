"""Text that a page holds and does not show: under a box, a picture or a note that was put over it, or white on white.

It is no text of the page, so no reader sees it; and it is told, since a figure that was painted over may have been altered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box
from pipeline.text import normalise
from pipeline.text_layer import Characters, Flags

Under: TypeAlias = Literal["box", "picture", "note", "white"]
TRAIT = "hidden"
"""The trait of a file that `told` writes and `read` reads."""

_LONGEST = 60  # characters of a text that are told
_MOST = 40  # places that are told


@dataclass(frozen=True)
class Cover:
    """Something painted over a part of a page, as displayed; `hides` says what part of it nothing shines through."""

    box: Box
    order: int
    kind: Under
    hides: Callable[[Box], Box | None]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text that is not shown: where, what, under what, and whether other text was written over the place."""

    page: int
    box: Box
    text: str
    under: Under
    replaced: bool


def under_covers(
    found: Characters, order: NDArray[np.int64], covers: Sequence[Cover], page: int
) -> tuple[Flags, tuple[Hidden, ...]]:
    """Which characters covers hide, and what these say. `order` is of each character: how many pieces were painted before it."""
    lost = np.zeros(len(found.codes), bool)
    told: list[Hidden] = []
    for cover, candidates in _over_text(found, order, covers):
        whole = _bounds(found, candidates)
        opaque = cover.hides(whole)
        if opaque is None:
            continue
        hidden = candidates & _inside(found, opaque) & found.seen
        if hidden.any():
            written = found.seen & ~lost & (order > cover.order) & _inside(found, opaque) & (found.codes > 0x20)
            told.append(Hidden(page, _bounds(found, hidden), _text(found, hidden), cover.kind, bool(written.any())))
            lost |= hidden
    return lost, tuple(told)


def _over_text(found: Characters, order: NDArray[np.int64], covers: Sequence[Cover]) -> Iterator[tuple[Cover, Flags]]:
    """The covers that were painted over the middle of a character, each with these characters."""
    if not covers or not len(found.codes):
        return
    first = int(order.min())
    late = [cover for cover in covers if cover.order > first]
    if not late:
        return
    bounds, when = _of_runs(found, order)
    boxes = np.array([(c.box.left, c.box.top, c.box.right, c.box.bottom) for c in late])
    since = np.array([c.order for c in late])
    meet = (
        (bounds[None, :, 0] < boxes[:, None, 2])
        & (bounds[None, :, 2] > boxes[:, None, 0])
        & (bounds[None, :, 1] < boxes[:, None, 3])
        & (bounds[None, :, 3] > boxes[:, None, 1])
        & (when[None, :] < since[:, None])
    ).any(axis=1)
    for index in np.flatnonzero(meet).tolist():
        candidates = _inside(found, late[index].box) & (order < late[index].order) & found.seen & (found.codes > 0x20)
        if candidates.any():
            yield late[index], candidates


def _of_runs(found: Characters, order: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The bounds of every run, and when it was painted."""
    count = int(found.run.max()) + 1
    bounds = np.full((count, 4), np.inf)
    bounds[:, 2:] = -np.inf
    for side, widen in enumerate((np.minimum, np.minimum, np.maximum, np.maximum)):
        widen.at(bounds[:, side], found.run, found.boxes[:, side])
    when = np.zeros(count, np.int64)
    when[found.run] = order
    return bounds, when


def on_white(found: Characters, invisible: Flags, page: int) -> tuple[Hidden, ...]:
    """What text in the colour of its ground says, run by run; `invisible` tells its characters."""
    shown = found.seen & ~invisible & (found.codes > 0x20)
    told = []
    for run in np.unique(found.run[invisible]).tolist()[:_MOST]:
        of_it = invisible & (found.run == run)
        box = _bounds(found, of_it)
        told.append(Hidden(page, box, _text(found, of_it), "white", bool((shown & _inside(found, box)).any())))
    return tuple(told)


def without(found: Characters, lost: Flags) -> Characters:
    """The characters, those that are hidden no longer among what is seen."""
    return replace(found, seen=found.seen & ~lost) if lost.any() else found


def _inside(found: Characters, box: Box) -> Flags:
    x, y = (found.boxes[:, 0] + found.boxes[:, 2]) / 2, (found.boxes[:, 1] + found.boxes[:, 3]) / 2
    inside: Flags = (x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)
    return inside


def _bounds(found: Characters, which: Flags) -> Box:
    boxes = found.boxes[which]
    return Box(*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())


def _text(found: Characters, which: Flags) -> str:
    codes = found.codes[which][:_LONGEST].tolist()
    return normalise("".join(chr(c) for c in codes if not 0xD800 <= c < 0xE000 and c <= 0x10FFFF))


# ---------------------------------------------------------------- as a trait of the file


def told(places: Sequence[Hidden]) -> Mapping[str, str]:
    """The trait that carries hidden text with the file; nothing where there is none."""
    rows = [
        [h.page, [round(v, 1) for v in (h.box.left, h.box.top, h.box.right, h.box.bottom)], h.text, h.under, h.replaced]
        for h in places[:_MOST]
    ]
    return {TRAIT: json.dumps(rows, ensure_ascii=False)} if rows else {}


def read(traits: Mapping[str, str]) -> tuple[Hidden, ...]:
    """The hidden text that a file's traits tell."""
    return tuple(
        Hidden(page, Box(*box), text, under, replaced)
        for page, box, text, under, replaced in json.loads(traits.get(TRAIT, "[]"))
    )
