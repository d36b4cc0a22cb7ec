"""TMP102 to TMP104 with plain values; TMP101 is tested with the statements."""

from __future__ import annotations

from datetime import date

import pytest
from papers import bank

from checks.altered import changed, covered, signature_invalid
from pipeline.hidden import Hidden, told
from pipeline.model import Application, Box, Finding, Outcome, Unanswered


def judged(rule, **traits: str) -> list[Outcome]:
    paper = bank("2026-05-01", "2026-10-31", traits=traits)
    return list(rule(Application("A", date(2026, 11, 24), None, (), (paper,), ())))


def test_pages_changed_after_signing_are_named() -> None:
    (found,) = judged(changed, signed="yes", changed_pages="[1, 3]")
    assert isinstance(found, Finding)
    assert "第 1、3 页" in found.message
    assert [e.place.page for e in found.evidence] == [1, 3]
    assert judged(changed, signed="yes") == []


@pytest.mark.parametrize(("verdict", "kinds"), [("invalid", [Finding]), ("unknown", [Unanswered]), ("intact", [])])
def test_a_signature_that_cannot_be_told_is_not_invalid(verdict: str, kinds: list[type]) -> None:
    assert [type(o) for o in judged(signature_invalid, signed="yes", signature=verdict)] == kinds
    assert judged(signature_invalid) == []


@pytest.mark.parametrize(
    ("text", "under", "replaced", "fires"),
    [
        ("余额100.00", "box", True, True),
        ("100.00", "box", False, True),
        ("----", "box", True, False),
        ("100.00", "picture", True, True),
        ("（盖章）", "picture", False, False),
        ("sealPos", "white", False, False),
        ("2026年", "white", False, False),
        ("100.00", "white", True, True),
    ],
)
def test_what_is_covered_is_a_sign_where_it_says_something(text, under, replaced, fires) -> None:
    places = told([Hidden(1, Box(10, 20, 30, 40), text, under, replaced)])
    found = judged(covered, **places)
    assert bool(found) is fires
    if fires:
        (one,) = found
        assert isinstance(one, Finding)
        assert text in one.message
        assert one.evidence[0].place.box == Box(10, 20, 30, 40)


def test_a_page_of_another_document_is_not_its_own() -> None:
    assert judged(covered, **told([Hidden(2, Box(10, 20, 30, 40), "100.00", "box", True)])) == []
