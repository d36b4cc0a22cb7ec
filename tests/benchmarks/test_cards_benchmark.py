"""The comparison with plain engines: what it counts, and that a cut run goes on where it was cut."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

import _engines as engines  # noqa: E402
import _runs as runs  # noqa: E402
import cards as benchmark  # noqa: E402

from pipeline.evaluate import Evaluation  # noqa: E402

LINES = [
    ("姓名王建国", (100.0, 50.0, 300.0, 90.0)),
    ("性别男民族汉", (100.0, 110.0, 400.0, 150.0)),
    ("出生1990年3月7日", (100.0, 170.0, 500.0, 210.0)),
    ("住址 北京市朝阳区建设路1号", (100.0, 230.0, 560.0, 270.0)),
    ("2号楼305室", (180.0, 280.0, 400.0, 320.0)),
    ("公民身份号码", (100.0, 450.0, 300.0, 490.0)),
    ("11010519900307001X", (340.0, 450.0, 700.0, 490.0)),
]
VALUES = {
    "name": "王建国", "sex": "男", "ethnicity": "汉", "birth_date": "1990-03-07", "address": "北京市朝阳区建设路1号2号楼305室", "id_number": "11010519900307001X",
}  # fmt: skip


def front(**changed: object) -> benchmark.Picture:
    return benchmark.Picture(Path("front.jpg"), ("all",), True, "id_card_front", VALUES | changed)


def test_label_rules_make_fields_of_a_plain_engines_lines() -> None:
    assert {k: v for k, (v, _) in engines.by_labels(LINES).items()} == VALUES
    assert engines.type_of(LINES) == "id_card_front"
    assert engines.type_of([("签发机关 北京市公安局", (0, 0, 1, 1)), ("有效期限", (0, 0, 1, 1))]) == "id_card_back"
    assert engines.type_of([*LINES, ("签发机关", (0, 0, 1, 1))]) == "temporary_id_card"
    assert engines.type_of([("早餐", (0, 0, 1, 1))]) == ""


def test_a_wrong_value_counts_as_sure_by_its_confidence() -> None:
    given = engines.by_labels(LINES)
    assert benchmark.mark(front(), True, given) == benchmark.Mark(True, 6, 6, "right", 0)
    wrong = {**given, "id_number": ("110105199003070028", 0.95), "name": ("王健国", 0.6), "sex": (None, 0.3)}
    assert benchmark.mark(front(), True, wrong) == benchmark.Mark(True, 3, 6, "wrong and sure", 1)
    assert benchmark.mark(front(), True, {**given, "id_number": ("1", 0.5)}).number == "wrong"
    assert benchmark.mark(front(), True, {}).number == "none"


def test_a_value_that_the_card_does_not_show_is_wrong_too() -> None:
    given = {**engines.by_labels(LINES), "valid_until": ("长期", 0.99)}
    assert benchmark.mark(front(), True, given).sure_wrong == 1


@pytest.mark.parametrize(
    ("drawn", "file", "several", "groups"),
    [
        ({"condition": "turned", "kind": "90"}, "a.jpg", False, ["all", "turned", "turned: 90"]),
        ({"condition": "turned", "kind": "mirrored"}, "a.jpg", False, ["mirrored"]),
        ({"condition": "scan"}, "a.pdf", False, ["PDF with one card"]),
        ({"condition": "scan"}, "a.pdf", True, ["both sides on one picture or page"]),
        ({"condition": "photo", "traits": {"a.jpg": ["on print", "12 MP"]}}, "a.jpg", False, ["all", "photo", "photo: on print"]),
        ({"condition": "hard", "traits": {"a.jpg": ["sleeve"], "b.jpg": ["chat"]}}, "a.jpg", False, ["all", "hard", "hard: sleeve"]),
    ],
)  # fmt: skip
def test_a_picture_counts_in_the_rows_of_how_it_was_drawn(drawn, file, several, groups) -> None:
    assert list(benchmark._groups(drawn, file, several)) == groups


def test_a_cut_run_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    kept, asked = tmp_path / "kept.jsonl", []

    def read(of: str) -> str:
        asked.append(of)
        return of.upper()

    first = runs.Resume(kept)
    assert [first.read("plain", "1", of, lambda of=of: read(of)) for of in "aab"] == ["A", "A", "B"]
    kept.write_text(kept.read_text("utf-8") + '{"engine": "plain", "version": "1", "of": "c", "re', "utf-8")
    second = runs.Resume(kept)
    assert [second.read("plain", "1", of, lambda of=of: read(of)) for of in "abc"] == ["A", "B", "C"]
    assert second.read("plain", "2", "a", lambda: read("a")) == "A"
    assert asked == ["a", "b", "c", "a"]
    third = runs.Resume(kept)
    assert all(third.has("plain", "1", of) for of in "abc")
    assert third.has("plain", "2", "a")


def test_a_reading_belongs_to_the_bytes_that_were_read(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(b"one")
    before = runs.sum_of(file)
    file.write_bytes(b"two")
    assert runs.sum_of(file) != before


def test_what_is_no_card_is_told_by_its_kind() -> None:
    truth = {
        "documents": [{"type": "other_document", "fields": {"kind": {"value": "passport"}}}],
        "drawn": {"kind": "passport"},
    }
    right = {"documents": truth["documents"], "findings": []}
    card = {
        "documents": [{"type": "id_card_front", "fields": {"name": {"value": "王建国"}, "sex": {"value": None}}}],
        "findings": [],
    }
    table = benchmark.others_table([runs.Run(Path("x"), truth, one, Evaluation()) for one in (right, card)])
    assert "| passport | 0.500 (n=2) | 0.500 (n=2) | 1 | id_card_front ×1 |" in table
