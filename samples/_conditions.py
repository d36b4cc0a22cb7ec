"""The conditions that `cards.py` draws: each makes one application of one picture (or of a pair) from a source of chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import _bilingual
import _both_sides
import _card_people
import _faulty_pictures
import _good_pictures
import _grounds
import _lens
import _other_cards
import _shots
from _cards import Card
from _paper import Drawn
from _pictures import OTHER_NAMES, Made, named, photographed, scanned, sides
from _shots import Draw
from _truth import Expected, Placed


def temporary(rng: Random) -> Made:
    """The temporary card that stands for both sides."""
    both = sides(rng)
    if rng.random() < 0.3:
        made = scanned(rng, "id_card_front", both.temporary, ("临时身份证", *OTHER_NAMES))
    else:
        made = photographed(
            rng, _shots.good(rng) if rng.random() < 0.75 else _shots.hard(rng), draw=("id_card_front", both.temporary)
        )
    made.findings.append(Expected("IDC104", tuple(made.files)))
    return made


def bilingual(rng: Random) -> Made:
    """A side of a card in two scripts; mostly a good photo, else a scan or a hard photo."""
    script = rng.choice(_bilingual.SCRIPTS)
    who = _bilingual.holder(rng, script)
    issued, until = _card_people.issued_for(rng, who)

    def one(chance: Random, scale: float) -> Card:
        return _bilingual.front(script, who, chance, scale)

    def other(chance: Random, scale: float) -> Card:
        return _bilingual.back(script, who, issued, until, chance, scale)

    kind, draw = rng.choice((("id_card_front", one), ("id_card_front", one), ("id_card_back", other)))
    made = _anyhow(rng, kind, draw)
    made.drawn["script"] = script.name
    return made


def _anyhow(rng: Random, kind: str, draw: Draw, names: Sequence[str] = ()) -> Made:
    """Half of them photos, the rest scans, hard photos and photos on paper."""
    way = rng.random()
    if way < 0.25:
        return scanned(rng, kind, draw, names)
    taking = _shots.good(rng) if way < 0.85 else _shots.hard(rng)
    if way > 0.75:
        taking = replace(taking, ground=rng.choice(sorted(_grounds.PAPERS)))
    made = Made()
    made.add(rng.choice(names) if names else named(rng, kind), _shots.take(draw, replace(taking, enlarge=1), rng))
    return made


def others(rng: Random) -> Made:
    """No ID card: another card, or no card at all."""
    kind = rng.choice((*_other_cards.OTHERS, *_other_cards.OTHERS, "nothing"))
    if kind == "nothing":
        return _nothing(rng)
    made = _anyhow(rng, "", _other_cards.OTHERS[kind], OTHER_NAMES)
    made.drawn["kind"] = kind
    return made


def _nothing(rng: Random) -> Made:
    """A table or a paper without any card."""
    taking = replace(_shots.good(rng), enlarge=1, size=rng.choice(_shots.SIZES))
    ground = rng.choice(sorted(_grounds.KINDS))
    scene = _lens.table(_grounds.ground(ground, rng), _lens.camera(_shots.pose(taking), taking.size), taking.size)
    pixels = _lens.sensor(_lens.lamps(scene, rng), rng)
    made = Made(drawn={"kind": "nothing", "ground": ground})
    file = f"{rng.choice(OTHER_NAMES)}.jpg"
    made.files[file] = _lens.encode(pixels, "jpg", taking.quality)
    made.placed.append(Placed(file, Drawn("unknown", b"", "jpg", "photo", {}, sizes=(taking.size,), unit="px")))
    return made


CONDITIONS: dict[str, Callable[[Random], Made]] = {
    "scan": _good_pictures.scan,
    "photo": _good_pictures.photo,
    "turned": _good_pictures.turned,
    "hard": _good_pictures.hard,
    "paper": _good_pictures.paper,
    "formats": _good_pictures.formats,
    "blurred": _faulty_pictures.blurred,
    "glare": _faulty_pictures.glare,
    "cropped": _faulty_pictures.cropped,
    "dark": _faulty_pictures.dark,
    "small": _faulty_pictures.small,
    "recapture": _faulty_pictures.recapture,
    "photocopy": _faulty_pictures.photocopy,
    "pair": _both_sides.pair,
    "a4": _both_sides.a4,
    "temporary": temporary,
    "bilingual": bilingual,
    "others": others,
}
