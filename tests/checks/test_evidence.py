"""The contract's "Which evidence", case by case, and its laws."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import (
    OTHER,
    OTHER_NUMBER,
    back,
    bank,
    codes,
    conclude,
    contributions,
    front,
    fund,
    gig,
    letter,
    paid,
    paper,
    profile,
    wallet,
)

from checks.evidence import Standing, lacking
from pipeline.model import Document, Finding, Remedy, Severity
from pipeline.profiles import KINDS

ID = (front(), back())


def paid_bank(start: str, end: str, **more: Any) -> Document:
    """An account into which the platform pays."""
    return bank(start, end, paid(start, end), **more)


BANK = paid_bank("2025-11-01", "2026-11-20")
GIG = gig("2025-11", "2026-10")
SSI = contributions("2025-11", "2026-10")
LETTER = letter()
BROKEN_BANK = paid_bank("2025-11-01", "2026-08-31")
BROKEN_GIG = gig("2025-11", "2026-10", ("2026-03",))
BROKEN_SSI = contributions("2025-11", "2026-10", ("2026-01", "2026-02"))


def asked(*documents):
    conclusion = conclude(*ID, *documents, under="gig_worker")
    return [f.code for f in conclusion.findings]


@pytest.mark.parametrize(
    "enough",
    [
        (BANK, GIG),
        (BANK, SSI),
        (BANK, LETTER),
        (GIG, SSI),
        (GIG, LETTER),
        (BANK, GIG, SSI, LETTER),
        (wallet("2025-11-01", "2026-11-20", paid("2025-11-01", "2026-11-20")), GIG),
        (GIG, fund("2025-11", "2026-10")),
    ],
)
def test_two_kinds_of_which_one_is_a_statement_or_earnings_are_enough(enough):
    conclusion = conclude(*ID, *enough, under="gig_worker")
    assert (conclusion.status, conclusion.findings) == ("complete", ())


def test_where_enough_hold_the_others_are_not_asked_for():
    assert asked(BANK, GIG, BROKEN_SSI, letter(sealed=False)) == []


def test_two_that_hold_are_not_enough_without_a_statement_or_earnings():
    assert asked(SSI, LETTER) == ["BNK001", "INC001"]
    assert asked(SSI, LETTER, BROKEN_GIG) == ["GIG102", "INC001"]
    assert asked(SSI, LETTER, BROKEN_GIG, BROKEN_BANK) == ["GIG102", "INC001"]


def test_nothing_given_names_two_by_the_order_of_the_profile():
    assert asked() == ["BNK001", "GIG001", "INC001"]


def test_given_comes_before_not_given():
    assert asked(BANK, BROKEN_SSI) == ["INC001", "SSI102"]
    assert asked(BANK, letter(sealed=False)) == ["EMP101", "INC001"]


def test_a_statement_or_earnings_comes_first_where_neither_holds():
    assert asked(letter(sealed=False)) == ["BNK001", "EMP101", "INC001"]
    assert asked(BROKEN_GIG, letter(sealed=False)) == ["EMP101", "GIG102", "INC001"]


def test_then_the_fewest_items_then_the_fewest_months():
    other = bank(
        "2025-12-01", "2026-01-31", file="c1.pdf", bank="ccb", bank_name="建设银行", account="6217000010001234321"
    )
    apart = bank(
        "2026-04-01", "2026-04-30", file="c2.pdf", bank="ccb", bank_name="建设银行", account="6217000010001234321"
    )
    two_items = (paid_bank("2025-11-01", "2026-09-30"), other, apart)
    assert asked(LETTER, *two_items, BROKEN_GIG) == ["GIG102", "INC001"]
    assert asked(LETTER, BROKEN_BANK, BROKEN_GIG) == ["GIG102", "INC001"]
    assert asked(LETTER, paid_bank("2025-12-01", "2026-11-20"), gig("2026-01", "2026-10")) == ["BNK101", "INC001"]


def test_equal_distances_go_by_the_order_of_the_profile():
    assert asked(LETTER, paid_bank("2025-12-01", "2026-11-20"), gig("2025-12", "2026-10")) == ["BNK101", "INC001"]


def test_it_shares_the_items_of_the_kinds_named():
    conclusion = conclude(*ID, BROKEN_BANK, BROKEN_SSI, under="gig_worker")
    assert [(i.document, i.codes) for i in conclusion.items] == [
        ("bank_statement", ("BNK103", "INC001")),
        ("social_insurance", ("INC001", "SSI102")),
    ]
    not_proven = next(f for f in conclusion.findings if f.code == "INC001")
    assert dict(not_proven.data) == {"needed": 2, "holding": [], "lacking": ["statement", "contributions"]}


def test_another_persons_paper_is_given_and_does_not_hold():
    assert asked(BANK, letter(holder=OTHER, id_number=OTHER_NUMBER)) == ["EMP104", "INC001"]
    assert asked(paid_bank("2025-11-01", "2026-11-20", holder=OTHER), GIG) == ["BNK104", "INC001"]


def test_findings_on_other_papers_of_a_kind_do_not_break_it():
    hers = paid_bank("2025-11-01", "2026-11-20", file="hers.pdf", holder=OTHER, account="6217000010001234321")
    assert asked(BANK, hers, GIG) == ["BNK104"]


def test_review_findings_do_not_break_a_kind():
    assert asked(BANK, gig("2025-11", "2026-10"), paper("unknown", "x.pdf")) == ["FIL006"]


def test_an_export_that_proves_nothing_is_not_given():
    ledger = paper("unknown", "记账本.csv", kind="not_a_statement")
    assert asked(ledger, GIG, LETTER) == []
    assert asked(ledger, GIG) == ["BNK001", "BNK301", "INC001"]
    assert asked(ledger, GIG, letter(sealed=False)) == ["EMP101", "INC001"]


def test_a_profile_without_kinds_never_fires():
    assert codes(*ID, paid_bank("2026-05-01", "2026-11-20")) == []
    assert "INC001" not in codes(*ID)


# ---------------------------------------------------------------- laws

GIG_WORKER = profile("gig_worker")


def standing(kind: str, holds: bool, given: bool, count: int) -> Standing:
    findings = tuple(
        Finding("…", remedy=Remedy((kind, str(n)), kind, "", "", ""), code="X101", severity=Severity.REQUIRED)
        for n in range(0 if holds else count)
    )
    return Standing(kind, findings, holds, given)


@pytest.mark.parametrize("holding", list(itertools.product([True, False], repeat=4)))
def test_as_many_are_named_as_are_lacking_and_then_enough_hold(holding):
    standings = [standing(k, h, given=h, count=1) for k, h in zip(KINDS, holding, strict=True)]
    named = lacking(standings, GIG_WORKER)
    held = {s.kind for s in standings if s.holds} | {s.kind for s in named}
    enough = sum(holding) >= 2 and (holding[0] or holding[1])
    assert (not named) == enough
    assert len(held) >= 2
    assert held & {"statement", "gig_earnings"}
    # One fewer would not do.
    for spare in named:
        rest = held - {spare.kind}
        assert len(rest) < 2 or not rest & {"statement", "gig_earnings"}


@given(st.permutations(KINDS), st.lists(st.integers(1, 3), min_size=4, max_size=4))
def test_a_named_kind_is_never_further_than_one_that_is_not(order, counts):
    standings = [standing(k, False, given=True, count=c) for k, c in zip(order, counts, strict=True)]
    named = lacking(standings, GIG_WORKER)
    others = [s for s in standings if s not in named]
    assert len(named) == 2
    assert named[0].kind in ("statement", "gig_earnings")
    assert all(named[1].distance <= s.distance for s in others)
