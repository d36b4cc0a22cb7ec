"""Conditions that no officer refuses: scans, photos, hard photos, photos on paper, turned ones, rarer file formats."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import _grounds
import _lens
import _shots
import numpy as np
from _pictures import Made, app_scan, as_pdf, as_tif, flatbed, named, one_side, photographed, scanned, sides
from _truth import Expected

Array = Any


def scan(rng: Random) -> Made:
    """A flatbed's cut-out: flush or with a margin, a little askew, white, grey or black beneath; or what an app cuts out of a photo.

    One in eight comes as a PDF.
    """
    kind, draw = one_side(rng)
    if rng.random() < 0.25:
        made, taken = Made(), app_scan(rng, draw)
        made.add(named(rng, kind), taken)
        made.drawn["by"] = "app"
        return made
    if rng.random() < 0.15:
        made = Made()
        as_pdf(made, [flatbed(rng, draw)], rng.choice((150, 300)))
        return made
    return scanned(rng, kind, draw)


def photo(rng: Random) -> Made:
    """A good photo; one in ten was sent by chat."""
    taking = _shots.good(rng)
    if rng.random() < 0.1:
        taking = _shots.by_chat(replace(taking, size=rng.choice(_shots.SIZES), enlarge=1), rng)
    return photographed(rng, taking)


def hard(rng: Random) -> Made:
    return photographed(rng, _shots.hard(rng))


def paper(rng: Random) -> Made:
    """A good photo of a card that lies on print, a form, a newspaper, handwriting or blank paper."""
    taking = replace(
        _shots.good(rng),
        ground=rng.choice(sorted(_grounds.PAPERS)),
        size=rng.choice(_shots.SIZES),
        share=rng.uniform(0.5, 0.85),
    )
    return photographed(rng, replace(taking, enlarge=1))


TURNS = ("90", "180", "270", "exif 6", "exif 3", "exif 8", "mirrored", "exif 2", "exif wrongly")


def turned(rng: Random) -> Made:
    """Turned by quarters in its pixels or by EXIF, mirrored as front cameras do, or told wrongly by EXIF."""
    kind, draw = one_side(rng)
    taking = replace(_shots.good(rng), size=rng.choice(_shots.SIZES), suffix="jpg", enlarge=1)
    taken = _shots.take(draw, taking, rng)
    how, made = rng.choice(TURNS), Made()
    data, shown = turned_file(taken.pixels, how, taking.quality)
    if how == "mirrored":
        flip = np.array([[-1, 0, taking.size[0]], [0, 1, 0], [0, 0, 1]], float)
        taken = replace(taken, pixels=shown, lying=tuple(replace(one, matrix=flip @ one.matrix) for one in taken.lying))
    made.add(named(rng, kind), taken, data=data)
    made.drawn["turned"] = how
    return made


def turned_file(pixels: Array, how: str, quality: int) -> tuple[bytes, Array]:
    """The file of a picture that is turned in a way of `TURNS`, and its pixels."""
    quarters = {"90": 3, "180": 2, "270": 1, "exif 6": 1, "exif 3": 2, "exif 8": 3}.get(how, 0)
    shown = np.rot90(pixels, quarters) if quarters else pixels
    if how in {"mirrored", "exif 2"}:
        shown = pixels[:, ::-1]
    told = {"exif 6": 6, "exif 3": 3, "exif 8": 8, "exif 2": 2, "exif wrongly": 6}.get(how)
    return _lens.encode(shown, "jpg", quality, exif=told), shown


FORMATS = (*_lens.SPECIAL, "48 megapixels", "pages of a tif", "pages of a pdf")


def formats(rng: Random) -> Made:
    """A good photo in a file of a less common kind, or both sides as the pages of one file."""
    made, how, both = Made(), rng.choice(FORMATS), sides(rng)
    base = replace(_shots.good(rng), size=rng.choice(_shots.SIZES[:4]), enlarge=1, suffix="jpg")
    if how.startswith("pages"):
        shown = [flatbed(rng, one) for one in (both.front, both.back)]
        if how == "pages of a pdf":
            as_pdf(made, shown, 200)
        else:
            as_tif(made, shown)
    elif how == "48 megapixels":
        big = replace(base, size=(4000, 3000), enlarge=2)
        made.add(named(rng, "id_card_front"), _shots.take(both.front, big, rng))
    else:
        taken = _shots.take(both.front, base, rng)
        taken = replace(taken, taking=replace(base, suffix=how.rsplit(".", 1)[1]))
        made.add(named(rng, "id_card_front"), taken, data=_lens.special(taken.pixels, how))
        if how == "grey.jpg":
            made.findings.append(Expected("IMG202", tuple(made.files)))
    made.drawn["format"] = how
    return made
