from datetime import date

import pytest
from papers import OTHER, OTHER_NUMBER, back, conclude, front, letter, profile

from pipeline.model import Part

ID = (front(), back())
ASKING = profile().model_copy(update={"required": ("employment_letter",)})


def outcome(*documents):
    conclusion = conclude(*ID, *documents, under=ASKING)
    return [f.code for f in conclusion.findings], [u.code for u in conclusion.unanswered]


def test_a_good_letter_and_none():
    assert outcome(letter()) == ([], [])
    assert outcome() == (["EMP001"], [])


def test_the_seal():
    assert outcome(letter(sealed=False)) == (["EMP101"], [])
    assert outcome(letter(sealed=None)) == ([], ["EMP101"])
    assert outcome(letter(sealed=...)) == ([], ["EMP101"])


@pytest.mark.parametrize(
    "name", ["id_number", "position", "employed_since", "monthly_income", "issuer", "issuer_contact", "issued_on"]
)
def test_a_required_element(name):
    assert outcome(letter(**{name: ...})) == (["EMP102"], [])
    findings, unanswered = outcome(letter(**{name: None}))
    assert (findings, "EMP102" in unanswered) == ([], True)


def test_a_letter_that_names_nobody():
    assert outcome(letter(holder=..., id_number=...)) == (["EMP102"], ["EMP104"])


@pytest.mark.parametrize(("issued", "expected"), [(date(2026, 10, 25), []), (date(2026, 10, 24), ["EMP103"])])
def test_its_age(issued, expected):
    assert outcome(letter(issued_on=issued)) == (expected, [])


def test_another_persons_is_given_and_counts_for_nothing():
    assert outcome(letter(holder=OTHER, id_number=OTHER_NUMBER, sealed=False)) == (["EMP104"], [])


def test_all_that_is_wrong_is_one_letter_to_get():
    conclusion = conclude(*ID, letter(sealed=False, position=..., issued_on=date(2026, 1, 1)), under=ASKING)
    (item,) = conclusion.items
    assert item.codes == ("EMP101", "EMP102", "EMP103")


def test_the_latest_letter_is_judged():
    from dataclasses import replace

    old = replace(
        letter(issued_on=date(2026, 1, 1), sealed=False), parts=(Part("old.pdf", "o", (1,), ((1.0, 1.0),), "pt"),)
    )
    assert outcome(old, letter()) == ([], [])


def test_a_profile_that_asks_for_none_asks_nothing():
    conclusion = conclude(*ID, letter(sealed=None, holder=None, id_number=None))
    assert {f.code for f in conclusion.findings} == {"BNK001"}
    assert conclusion.unanswered == ()
