"""The holdout: its truths fit its files, its people are in agreement, and it shares no code with what it judges."""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

HOLDOUT = Path(__file__).parents[2] / "samples" / "holdout"
sys.path.insert(0, str(HOLDOUT))

from other_hand import ledger, people  # noqa: E402

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
