"""What several looks at one line of print come to: a value, how far it is believed, or none.

A look is another crop of the same line, or the same with its contrast evened or its edges sharpened. How far a value is believed
was measured on drawn names of common and rare characters under blur, noise and compression (`docs/accuracy.md`): looks that agree are
right as often as their least sure characters say, and a recogniser that does not know a character takes it for one that it knows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractors._card import sure_of
from extractors._standard_forms import STANDARD
from pipeline.landmarks import chars_of
from pipeline.model import Word

SURE = 0.985  # what is read as surely as this, and nothing speaks against, is not read again
_BENT = 0.3  # what a look weighs that holds a form no card is printed with
_MAJORITY = 0.6  # of the weight of all looks
_FAINT = 0.55  # a look less sure than this of its least sure character bears nothing out
_MEASURED = ((0.99, 0.99), (0.97, 0.95), (0.93, 0.91), (0.85, 0.87), (0.72, 0.82))
"""From how sure looks are that agree, on the average of their least sure characters, to how often they are right."""
_DISPUTED = 0.82  # where one look said something else
BELIEVED = 0.8  # a value trusted less is better left out: it would look right


@dataclass(frozen=True)
class Look:
    """What a look at a line said, and how sure the recogniser is of its least sure character; `each`, of every character."""

    text: str
    sure: float
    each: tuple[float, ...] = ()


@dataclass(frozen=True)
class Settled:
    """What looks come to; the value is None where they come to nothing."""

    value: str | None
    confidence: float


NOTHING = Settled(None, 0.0)


def look_of(word: Word) -> Look:
    """A line as a look."""
    chars = chars_of(word)
    each = tuple(map(sure_of, chars))
    return Look("".join(c.text for c in chars), min(each, default=0.0), each)


def settle(looks: Sequence[Look], parse: Callable[[str], str | None], bent: float = _BENT) -> Settled:
    """The value that looks agree on, or most of them; `bent` is what a look weighs that is not in standard characters."""
    votes: dict[str, list[float]] = {}
    for look in looks:
        if (said := parse(look.text)) is not None:
            votes.setdefault(said, []).append(look.sure if is_standard(look.text) else look.sure * bent)
    best = max(votes, key=lambda value: sum(votes[value]), default=None)
    if best is None or max(votes[best]) < _FAINT:
        return NOTHING
    if len(votes) == 1 and len(votes[best]) == len(looks):
        return _believed(best, _measured(sum(votes[best]) / len(looks), len(looks)))
    if sum(votes[best]) < _MAJORITY * sum(look.sure for look in looks) or len(votes[best]) < 2:
        return NOTHING
    return _believed(best, min(_DISPUTED, _measured(max(votes[best]), len(looks))))


def _believed(value: str, confidence: float) -> Settled:
    return Settled(value, confidence) if confidence >= BELIEVED else NOTHING


def _measured(sure: float, looks: int) -> float:
    """How often a value is right that looks as sure as this agree on; one look alone is never certain."""
    found = next((right for least, right in _MEASURED if sure >= least), 0.0)
    return found if looks > 1 else min(found, 0.87)


def is_standard(text: str) -> bool:
    """Whether a text is in the characters that cards are printed with."""
    return text == text.translate(STANDARD)


def consensus(looks: Sequence[Look]) -> Look | None:
    """What looks of one length say character by character, each as sure as the looks that say so are on the average of all."""
    if len(looks) < 3 or len({len(look.text) for look in looks}) != 1 or not looks[0].text:
        return None
    said: list[tuple[str, float]] = []
    for at in range(len(looks[0].text)):
        weight: dict[str, float] = {}
        for look in looks:
            weight[look.text[at]] = weight.get(look.text[at], 0.0) + (look.each[at] if look.each else look.sure)
        best = max(weight, key=lambda char: weight[char])
        said.append((best, weight[best] / len(looks)))
    return Look("".join(c for c, _ in said), min(s for _, s in said), tuple(s for _, s in said))
