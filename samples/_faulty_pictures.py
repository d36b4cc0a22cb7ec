"""Conditions with a fault; where the line to a good picture lies stands in `_faults`."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import _faults
import _grounds
import _lens
import _shots
import numpy as np
from _cards import HIGH, WIDE, Card
from _pictures import Made, named, one_side, photographed, scanned
from _shots import Draw, Taken, Taking
from _truth import Expected


def blurred(rng: Random) -> Made:
    """Out of focus, shaken, or both: from what is just not to be read on."""
    sigma = rng.choice((rng.uniform(_faults.LEAST_BLURRED, 1.6), rng.uniform(1.4, 3.2)))
    kind = rng.choice(("focus", "motion", "both"))
    focus, motion = {"focus": (sigma, 0.0), "motion": (0.15, 1.15 * sigma), "both": (0.72 * sigma, 0.72 * sigma)}[kind]
    taking = replace(_shots.good(rng), focus=focus, motion=motion, size=rng.choice(_shots.SIZES), enlarge=1)
    made = photographed(rng, taking, "IMG101")
    made.drawn["kind"] = kind
    return made


def glare(rng: Random) -> Made:
    """A lamp mirrored over a value, from two letters to a third of the card; what it covers is lost."""
    kind, draw = one_side(rng)
    fields = {
        "id_card_front": ("name", "birth_date", "address", "id_number", "id_number"),
        "id_card_back": ("issuing_authority", "valid_from", "valid_until"),
    }
    chosen, size = rng.choice(fields[kind]), rng.choice((rng.uniform(2, 4), rng.uniform(3, 9)))
    base = replace(_shots.good(rng), size=rng.choice(_shots.SIZES), enlarge=1, light=rng.uniform(150, 215), sheen=False)
    key = rng.random()
    for more in range(8):  # the spot grows until it hides a letter
        chance = Random(key)
        taken = _shots.take(draw, replace(base, glare=(chosen, size * 1.25**more)), chance)
        if taken.lost[0]:
            break
    made = Made()
    file = made.add(named(rng, kind), taken)
    made.findings.append(Expected("IMG102", (file,)))
    made.drawn["over"] = sorted(taken.lost[0])
    return made


def cropped(rng: Random) -> Made:
    """Beyond the picture's edge on a side or two, or under a finger."""
    kind, draw = one_side(rng)
    base = replace(_shots.good(rng), size=rng.choice(_shots.SIZES), enlarge=1)
    taken = (_under_a_finger if rng.random() < 0.2 else _beyond_the_edge)(rng, draw, base)
    made = Made()
    file = made.add(named(rng, kind), taken)
    made.findings.append(Expected("IMG103", (file,)))
    return made


def _beyond_the_edge(rng: Random, draw: Draw, base: Taking) -> Taken:
    beyond = rng.choice((rng.uniform(_faults.LEAST_CROPPED, 0.12), rng.uniform(0.1, 0.4)))
    wide, high = base.size
    pose = _shots.pose(base)
    corners = _lens.Lying(Card("", None), _lens.camera(pose, base.size)).corners  # type: ignore[arg-type]
    low, top = corners.min(axis=0), corners.max(axis=0)
    x, y = 0.0, 0.0
    for side in rng.choice((("left",), ("right",), ("top",), ("bottom",), ("left", "top"), ("right", "bottom"))):
        reach = beyond * (top - low)
        x, y = {
            "left": (-low[0] - reach[0], y), "right": (wide - top[0] + reach[0], y),
            "top": (x, -low[1] - reach[1]), "bottom": (x, high - top[1] + reach[1]),
        }[side]  # fmt: skip
    moved = replace(
        base,
        keep_in=False,
        at=(pose.at[0] + x / wide, pose.at[1] + y / high),
        share=pose.across / min(wide, high * WIDE / HIGH),
    )
    return _shots.take(draw, moved, rng)


def _under_a_finger(rng: Random, draw: Draw, base: Taking) -> Taken:
    key, reach = rng.random(), rng.uniform(130, 330)
    for more in range(12):
        taken = _shots.take(draw, replace(base, finger=min(reach + 50 * more, 600)), Random(key + more))
        if taken.lost[0]:
            break
    return taken


def dark(rng: Random) -> Made:
    """Next to no light, with the noise that goes with it."""
    level = rng.choice((rng.uniform(40, _faults.MOST_DARK), rng.uniform(14, 42)))
    taking = replace(
        _shots.good(rng),
        light=level,
        noise=rng.uniform(2, 7),
        shot=rng.uniform(0.3, 1.2),
        sheen=False,
        enlarge=1,
        size=rng.choice(_shots.SIZES),
    )
    return photographed(rng, taking, "IMG104")


def small(rng: Random) -> Made:
    """From too far away, or made small by a program."""
    across = rng.choice((rng.uniform(230, _faults.MOST_SMALL), rng.uniform(130, 240)))
    size = rng.choice(((800, 600), (640, 480), (600, 800), (1280, 960), (400, 300)))
    share = min(across / min(size[0], size[1] * WIDE / HIGH), 0.9)
    taking = replace(
        _shots.good(rng), size=size, share=share, enlarge=1, yaw=rng.gauss(0, 3), pitch=rng.gauss(0, 3), suffix="jpg"
    )
    return photographed(rng, taking, "IMG105")


def recapture(rng: Random) -> Made:
    """A screen photographed, with its dots, its rim and what else it shows."""
    base = replace(
        _shots.good(rng),
        size=rng.choice(_shots.SIZES),
        enlarge=1,
        suffix="jpg",
        hand=0.0,
        focus=rng.uniform(0.05, 0.25),
        motion=0.0,
    )
    taking = replace(
        base, dots=(rng.uniform(0.8, 2.2), rng.uniform(0.3, 0.8)), rounded=rng.choice((0.0, 36.0)), thick=0.0, share=rng.uniform(0.55, 0.9),
        uneven=rng.uniform(0.02, 0.12), light=rng.uniform(190, 235), quality=rng.randint(70, 92),
    )  # fmt: skip
    kind, draw = one_side(rng)
    pose = _shots.pose(taking)
    taken = _shots.shoot([draw], [np.eye(3)], _lens.camera(pose, taking.size), taking, rng, _grounds.screen(rng))
    made = Made()
    file = made.add(named(rng, kind), taken)
    made.findings.append(Expected("IMG201", (file,)))
    return made


def photocopy(rng: Random) -> Made:
    """A black-and-white copy: its scan, or a photo of the paper."""
    kind, draw = one_side(rng)

    def copied(chance: Random, scale: float) -> Card:
        return _faults.toner(draw(chance, scale), chance)

    if rng.random() < 0.4:
        made = scanned(rng, kind, copied)
    else:
        taking = replace(
            _shots.good(rng),
            size=rng.choice(_shots.SIZES),
            enlarge=1,
            ground="white",
            thick=0.0,
            share=rng.uniform(0.5, 0.85),
        )
        if rng.random() < 0.3:
            taking = replace(taking, curl=rng.uniform(-20, 20))
        made = photographed(rng, taking, draw=(kind, copied))
    made.findings.append(Expected("IMG202", tuple(made.files)))
    return made
