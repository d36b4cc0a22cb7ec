"""The holdout: its truths fit its files, its people are in agreement, and it shares no code with what it judges."""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

HOLDOUT = Path(__file__).parents[2] / "samples" / "holdout"
sys.path.insert(0, str(HOLDOUT))

from other_hand import cards, faults, flat, ledger, others, people, scene, scripts, tables  # noqa: E402

TRUTHS = sorted((HOLDOUT / "committed").glob("*/truth.json"))
SCRIPTS = sorted(HOLDOUT.rglob("*.py"))
JUDGED = {"pipeline", "extractors", "checks", "flows", "samples"}


def truth_of(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8"))


def test_git_keeps_a_few_small_applications() -> None:
    files = [p for p in (HOLDOUT / "committed").rglob("*") if p.is_file()]
    assert len(TRUTHS) >= 6
    assert sum(p.stat().st_size for p in files) < 4_000_000


@pytest.mark.parametrize("path", TRUTHS, ids=lambda p: p.parent.name)
def test_every_file_of_a_truth_is_there_unchanged(path: Path) -> None:
    for document in truth_of(path)["documents"]:
        for part in document["parts"]:
            assert hashlib.sha256((path.parent / part["file"]).read_bytes()).hexdigest() == part["sha256"]


@pytest.mark.parametrize("path", TRUTHS, ids=lambda p: p.parent.name)
def test_a_truth_has_the_shape_of_a_review(path: Path) -> None:
    truth = truth_of(path)
    assert truth["schema"] == "prereview/1"
    assert truth["application"] == path.parent.name
    assert {d["id"] for d in truth["documents"]} >= {i for f in truth["findings"] for i in f["documents"]}
    severities = {f["severity"] for f in truth["findings"]}
    waiting = "review" in severities or bool(truth["unanswered"])
    assert truth["status"] == ("supplement" if "required" in severities else "review" if waiting else "complete")


@pytest.mark.parametrize("path", TRUTHS, ids=lambda p: p.parent.name)
def test_every_box_lies_on_its_page(path: Path) -> None:
    for document in truth_of(path)["documents"]:
        sizes = {
            (p["file"], n): s
            for p in document["parts"]
            for n, s in zip(p.get("pages", ()), p.get("size", ()), strict=True)
        }
        for field in document["fields"].values():
            if "box" in field and not document["type"].startswith("unknown"):
                width, height = sizes[field["file"], field["page"]]
                left, top, right, bottom = field["box"]
                assert left < right
                assert top < bottom
                assert right > 0
                assert bottom > 0
                assert left < width
                assert top < height


@pytest.mark.parametrize("path", TRUTHS, ids=lambda p: p.parent.name)
def test_every_balance_of_a_truth_follows_from_the_one_before(path: Path) -> None:
    for document in truth_of(path)["documents"]:
        rows = [r for r in document.get("rows", ()) if "balance" in r]
        if rows and rows[0]["date"] > rows[-1]["date"]:
            rows.reverse()
        cents = [(round(float(r["amount"]) * 100), round(float(r["balance"]) * 100)) for r in rows]
        assert all(before + amount == after for (_, before), (amount, after) in pairwise(cents))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_the_drawing_imports_nothing_that_it_judges(script: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(script.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            imported.add(str(node.module).split(".")[0])
    assert not imported & JUDGED
    assert not any(name.startswith("_") and name != "__future__" for name in imported)


def test_the_check_digit_is_that_of_the_standards_own_examples() -> None:
    assert people.check_digit("11010519491231002") == "X"
    assert people.check_digit("44052418800101001") == "4"


@pytest.mark.parametrize("seed", range(60))
def test_a_persons_papers_agree(seed: int) -> None:
    someone = people.person(Random(seed), expired=seed % 5 == 0)
    assert someone.id_number[6:14] == f"{someone.birth:%Y%m%d}"
    assert (int(someone.id_number[16]) % 2 == 1) == (someone.sex == "男")
    assert (someone.valid_until is not None and someone.valid_until < people.AS_OF) == (seed % 5 == 0)


def test_a_month_is_full_only_where_the_period_holds_all_of_it() -> None:
    months = ledger.coverage([], date(2026, 5, 2), date(2026, 7, 9), date(2026, 7, 10))
    assert [m["coverage"] for m in months] == ["partial", "full", "full"]
    assert [m["coverage"] for m in ledger.coverage([], date(2026, 7, 1), date(2026, 7, 9), date(2026, 8, 1))] == [
        "partial"
    ]


# ---------------------------------------------------------------- the line between a good picture and a bad one

# Where the values stand on a card, in the pixels of a flat one (left, top, right, bottom): as wide as they may get.
FRONT = {"name": (280, 100, 900, 190), "address": (280, 510, 960, 780), "id_number": (540, 880, 1620, 980)}
BACK = {
    "issuing_authority": (640, 770, 1400, 850),
    "valid_from": (640, 890, 960, 970),
    "valid_until": (980, 890, 1320, 970),
}
TOPS = {kind: [np.full((1125, 1500, 3), 120, np.uint8)] for kind in tables.KINDS}


def blank(side: str) -> flat.Flat:
    return flat.Flat(side, np.full((1080, 1712, 3), 230, np.uint8), FRONT if side == "front" else BACK)


def corners_of(shot: scene.Shot) -> np.ndarray:
    return np.concatenate([card.corners for card in shot.cards])


def test_a_letter_is_as_tall_as_the_card_is_large() -> None:
    straight = np.array([[0, 0], [856, 0], [856, 540], [0, 540]], float)
    _, card = scene.lay(np.zeros((540, 856, 3), np.uint8), blank("front"), straight, Random(1), shadow=0)
    assert card.letter() == pytest.approx(30.0)  # 3 mm of 85.6 mm, ten pixels to the millimetre


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("take", [scene.photo, scene.hard], ids=["photo", "hard"])
def test_a_good_picture_shows_the_whole_card_large_enough_to_read(take: Callable[..., scene.Shot], seed: int) -> None:
    shot = take((blank("front" if seed % 2 else "back"),), TOPS, Random(seed))
    height, width = shot.pixels.shape[:2]
    assert (corners_of(shot) >= 0).all()
    assert (corners_of(shot) <= (width, height)).all()
    assert min(card.letter() for card in shot.cards) >= scene.LEAST_LETTER


def test_a_chat_app_sends_no_more_than_960_pixels() -> None:
    shot = scene.hard((blank("front"),), TOPS, Random(3), chat=True)
    assert shot.pixels.shape[1] == scene.CHAT_WIDTH
    assert shot.cards[0].letter() >= scene.LEAST_LETTER
    assert "chat" in shot.traits


@pytest.mark.parametrize("seed", range(6))
def test_a_small_card_has_letters_that_nobody_reads(seed: int) -> None:
    assert faults.small(blank("front"), TOPS, Random(seed)).cards[0].letter() <= 7.3


@pytest.mark.parametrize("side", ["front", "back"])
def test_fingers_touch_no_value(side: str) -> None:
    straight = np.array([[100, 100], [956, 100], [956, 640], [100, 640]], float)
    white, card = scene.lay(np.full((740, 1056, 3), 255, np.uint8), blank(side), straight, Random(1), shadow=0)
    for seed in range(12):
        held = scene.fingers(white, card, Random(seed))
        assert (held != white).any()
        for name in card.flat.boxes:
            left, top, right, bottom = map(int, card.box(name))
            assert (held[top:bottom, left:right] == white[top:bottom, left:right]).all()


def test_a_dark_picture_has_next_to_no_light() -> None:
    assert all(np.percentile(faults.dark(blank("back"), TOPS, Random(seed)).pixels, 95) < 60 for seed in range(3))


# ---------------------------------------------------------------- the cards of the autonomous regions, temporary cards, what is no card


def test_every_bilingual_region_has_a_script_with_a_word_for_every_label() -> None:
    used = {scripts.of_region(code) for code, *_ in people.BILINGUAL}
    assert used == set(scripts.SCRIPTS)
    labels = {"name", "sex", "ethnicity", "birth", "address", "number", "authority", "term"}
    assert all(set(script.words) == labels and all(script.words.values()) for script in scripts.SCRIPTS.values())
    assert scripts.of_region("110105") is None


def test_a_temporary_card_holds_three_months_and_is_found_to_be_one() -> None:
    for seed in range(20):
        holder = cards._holder("temporary", seed % 2 == 0, Random(seed))
        assert holder.valid_until is not None
        assert 85 <= (holder.valid_until - holder.valid_from).days <= 92
        assert (holder.valid_until < people.AS_OF) == (seed % 2 == 0)
    values = cards.values(holder, "temporary")
    assert set(values) == {*cards.values(holder, "front"), *cards.values(holder, "back")}


def test_the_conditions_of_the_cards_are_in_the_proportions_of_the_readme() -> None:
    count = Counter(cards.CONDITIONS)
    assert {count[one] for one in ("scan", "photo", "hard", "turned")} == {5}
    assert set(count) == {"scan", "photo", "hard", "turned", "bilingual", "temporary", "pair", "heic"}


def test_papers_that_are_no_id_card_are_of_the_contracts_kinds() -> None:
    allowed = {"driving_license", "residence_permit", "passport", "bank_card", ""}
    assert {kind for _, kind, _ in others.CARDS.values()} == allowed
    for page, *_ in others.CARDS.values():
        html, height = page(people.person(Random(1)), Random(1))
        assert height >= 540
        assert "居民身份证" not in html
