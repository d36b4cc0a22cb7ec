"""BNK001 to BNK104, GIG and SSI through the whole of `conclude`."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from papers import (
    NAME,
    NUMBER,
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
    months_named,
    move,
    paper,
    profile,
    wallet,
)

from pipeline.coverage import window
from pipeline.model import Applicant, Earning, Field, Transaction
from pipeline.profiles import Profile

ID = (front(), back())
SIX = list(window(date(2026, 11, 24), 6))
OWN_GIG = profile("gig_worker").model_copy(update={"required": ("gig_earnings",), "evidence": profile().evidence})
OWN_SSI = profile("gig_worker").model_copy(update={"required": ("contributions",), "evidence": profile().evidence})


def named(*documents, under: str | Profile = "salaried", **more):
    return months_named(conclude(*ID, *documents, under=under, **more))


# ---------------------------------------------------------------- bank


def test_no_statement_names_every_month_of_the_window():
    conclusion = conclude(*ID)
    assert months_named(conclusion) == {"BNK001": SIX}
    (item,) = conclusion.items
    assert (item.document, list(item.months), item.codes) == ("bank_statement", SIX, ("BNK001",))
    assert "2026-05-01 至 2026-11-24" in item.how


def test_a_wallet_counts_only_where_the_profile_says_so():
    assert "BNK001" in named(wallet("2026-05-01", "2026-11-20"))
    letting = profile().model_copy(update={"statement": profile().statement.model_copy(update={"wallets_count": True})})
    assert named(wallet("2026-05-01", "2026-11-20"), under=letting) == {}


def test_the_three_rules_and_one_item_for_the_account():
    conclusion = conclude(*ID, bank("2026-06-10", "2026-10-10"))
    assert months_named(conclusion) == {"BNK101": ["2026-05"], "BNK102": ["2026-06"], "BNK103": ["2026-10"]}
    (item,) = conclusion.items
    assert item.title == "补充工商银行流水（尾号4567）"
    assert item.codes == ("BNK101", "BNK102", "BNK103")
    assert item.months == ("2026-05", "2026-06", "2026-10")
    assert "2026-05-01 至 2026-06-30" in item.how
    assert "2026-10-01 至 2026-11-24" in item.how


def test_the_contracts_example():
    rows = (bank("2026-05-01", "2026-06-30"), bank("2026-08-01", "2026-11-20", file="b.pdf"))
    conclusion = conclude(*ID, *rows)
    (item,) = conclusion.items
    assert (item.reason, item.months) == ("缺少 2026年7月 的流水", ("2026-07",))
    assert item.how == "打开工商银行手机银行，进入“明细导出”，日期选 2026-07-01 至 2026-07-31，导出 PDF。"


def test_staleness_without_a_month_gives_the_days_to_today():
    strict = profile().model_copy(update={"statement": profile().statement.model_copy(update={"max_age_days": 10})})
    conclusion = conclude(*ID, bank("2026-05-01", "2026-10-31"), under=strict)
    assert months_named(conclusion) == {"BNK103": []}
    assert "2026-10-31 至 2026-11-24" in conclusion.items[0].how


@pytest.mark.parametrize(("end", "expected"), [("2026-10-25", []), ("2026-10-24", ["BNK103"])])
def test_the_last_fresh_day(end, expected):
    assert codes(*ID, bank("2026-05-01", end)) == expected


def test_a_month_without_a_transaction_inside_the_period_is_covered():
    assert named(bank("2026-05-01", "2026-11-20", (move("2026-05-02", "1.00", "1.00"),))) == {}


def test_the_derived_period_ends_with_the_last_row():
    rows = (move("2026-05-20", "1.00", "1.00"), move("2026-10-10", "1.00", "2.00"))
    assert named(bank(None, None, rows)) == {"BNK103": ["2026-10"]}


def test_the_day_the_account_was_opened_is_told():
    conclusion = conclude(*ID, bank("2026-07-01", "2026-11-20", opened_on=date(2026, 7, 1)))
    assert months_named(conclusion) == {"BNK101": ["2026-05", "2026-06"]}
    (item,) = conclusion.items
    assert "2026-07-01 才开户" in item.reason
    assert item.how.count("\n") == 0
    assert "2026-05-01 至 2026-06-30" in item.how
    assert "其他银行卡" in item.how
    assert "明细导出" not in item.how


def test_what_the_account_can_still_give_is_asked_of_it():
    conclusion = conclude(*ID, bank("2026-09-01", "2026-10-10", opened_on=date(2026, 6, 15)))
    own, other = conclusion.items[0].how.split("\n")
    assert "2026-06-15 至 2026-08-31" in own
    assert "2026-05-01 至 2026-05-31" in other


@pytest.mark.parametrize("opened", [date(2025, 1, 1), date(2026, 8, 1), None])
def test_a_day_of_opening_that_says_nothing_of_the_window(opened):
    """One before the window, one that a row is older than, one that could not be read."""
    paper = bank("2026-07-01", "2026-11-20", (move("2026-07-02", "1.00", "1.00"),), opened_on=opened)
    (item,) = conclude(*ID, paper).items
    assert "开户" not in item.reason + item.how
    assert "2026-05-01 至 2026-06-30" in item.how or "2026-06-30" in item.how


def test_days_that_could_not_be_read_leave_the_rule_unanswered():
    rows = (move("2026-05-20", "1.00", "1.00"), move("2026-11-10", "1.00", "2.00"))
    unread = bank("2026-05-01", "2026-11-20", rows)
    unread = replace(unread, fields={**unread.fields, "period_start": Field(None, 0.2, "ocr")})
    conclusion = conclude(*ID, unread)
    assert conclusion.findings == ()
    assert [u.code for u in conclusion.unanswered] == ["BNK102"]
    assert conclusion.status == "review"


def test_a_hole_is_named_for_certain_whatever_the_unread_day_is():
    unread = bank("2026-05-01", "2026-06-30", (move("2026-05-20", "1.00"),))
    unread = replace(unread, fields={**unread.fields, "period_start": Field(None, 0.2, "ocr")})
    conclusion = conclude(*ID, unread, bank("2026-08-01", "2026-11-20", file="b.pdf"))
    assert months_named(conclusion) == {"BNK102": ["2026-07"]}
    assert "BNK102" in [u.code for u in conclusion.unanswered]


def test_a_statement_of_which_nothing_was_read_is_unanswered_not_short():
    conclusion = conclude(*ID, bank(None, None))
    assert conclusion.findings == ()
    assert "BNK101" in [u.code for u in conclusion.unanswered]


# ---------------------------------------------------------------- several accounts


def test_the_account_that_covers_most_is_judged_and_another_for_its_own_holes():
    second = {"bank": "ccb", "bank_name": "建设银行", "account": "6217000010001234321"}
    documents = (
        bank("2026-05-01", "2026-11-20"),
        bank("2026-06-01", "2026-06-30", file="c1.pdf", **second),
        bank("2026-08-10", "2026-08-31", file="c2.pdf", **second),
    )
    conclusion = conclude(*ID, *documents)
    (finding,) = conclusion.findings
    assert (finding.code, finding.data["months"], finding.documents) == ("BNK102", ["2026-07", "2026-08"], ("d4", "d5"))


def test_on_a_tie_the_later_last_day_wins_then_the_path():
    other = {"bank": "ccb", "bank_name": "建设银行", "account": "6217000010001234321"}
    later = codes(
        *ID, bank("2026-05-01", "2026-11-01", file="z.pdf"), bank("2026-05-01", "2026-11-20", file="a.pdf", **other)
    )
    assert later == []
    tie = conclude(
        *ID, bank("2026-06-01", "2026-11-20", file="z.pdf"), bank("2026-06-01", "2026-11-20", file="a.pdf", **other)
    )
    (finding,) = tie.findings
    assert finding.documents == ("d4",)


def test_files_of_one_account_count_together_whichever_way_it_is_masked():
    first, masked = bank("2026-05-01", "2026-07-31"), "6222****4567"
    assert named(first, bank("2026-08-01", "2026-11-20", file="b.pdf", account=masked)) == {}
    assert named(first, bank("2026-08-01", "2026-11-20", file="b.pdf", account="6222****9999")) != {}
    assert named(first, bank("2026-08-01", "2026-11-20", file="b.pdf", account=None)) == {}


def test_two_banks_are_never_one_account():
    other = bank("2026-08-01", "2026-11-20", file="b.pdf", bank="ccb", bank_name="建设银行")
    assert named(bank("2026-05-01", "2026-07-31"), other) != {}


# ---------------------------------------------------------------- another person's


def test_another_persons_statement_is_no_evidence_and_no_missing_one():
    conclusion = conclude(*ID, bank("2026-07-01", "2026-11-20", holder=OTHER))
    (finding,) = conclusion.findings
    assert finding.code == "BNK104"
    assert OTHER not in finding.message + conclusion.items[0].reason
    assert finding.data["holder"] == "李**"
    assert list(conclusion.items[0].months) == SIX
    assert conclusion.applicants == ({"role": "borrower", "documents": ["d1", "d2"]},)
    assert conclusion.income is None


@pytest.mark.parametrize(
    ("holder", "number", "expected"),
    [
        (NAME, None, []),
        ("王**", None, []),
        ("李**", None, ["BNK104"]),
        (OTHER, NUMBER, []),
        (NAME, OTHER_NUMBER, ["BNK104"]),
        (NAME, "1101**********0038", []),
        (OTHER, "1101**********0038", []),
    ],
)
def test_a_holder_agrees_by_number_else_by_name(holder, number, expected):
    values = {"id_number": number} if number else {}
    assert codes(*ID, bank("2026-05-01", "2026-11-20", holder=holder, **values)) == expected


def test_a_statement_without_a_holder_is_unanswered():
    conclusion = conclude(*ID, bank("2026-05-01", "2026-11-20", holder=None))
    assert ([u.code for u in conclusion.unanswered], conclusion.status) == (["BNK104"], "review")


def test_without_a_readable_card_nobody_can_tell():
    for cards in ((back(),), (front(None, None), back())):
        conclusion = conclude(*cards, bank("2026-05-01", "2026-11-20"))
        assert "BNK104" in [u.code for u in conclusion.unanswered]
        assert [a["role"] for a in conclusion.applicants] == ["borrower"]


def test_two_people_and_no_list_cannot_be_told():
    her = front(OTHER, OTHER_NUMBER, "her.jpg", sex="女", birth_date=date(1985, 5, 5))
    conclusion = conclude(*ID, her, bank("2026-05-01", "2026-11-20"))
    assert "BNK104" in [u.code for u in conclusion.unanswered]
    assert conclusion.applicants == ()


def test_one_applicant_has_every_known_paper_that_is_not_anothers():
    papers = (
        wallet("2026-05-01", "2026-11-20", holder=...),
        paper("unknown", "x.jpg"),
        gig("2026-01", "2026-02", holder=OTHER),
    )
    (borrower,) = conclude(*ID, *papers).applicants
    assert borrower == {"role": "borrower", "documents": ["d1", "d2", "d3"]}


def test_two_pictures_of_one_person_are_one_person():
    assert codes(*ID, front(file="again.jpg", address=None), bank("2026-05-01", "2026-11-20")) == []


def test_a_listed_co_borrowers_statement_is_nobody_elses():
    couple = (Applicant("borrower", NAME, NUMBER), Applicant("co_borrower", OTHER, OTHER_NUMBER))
    conclusion = conclude(*ID, bank("2026-05-01", "2026-11-20", holder=OTHER), listed=couple)
    assert "BNK104" not in [f.code for f in conclusion.findings]
    assert conclusion.applicants[1] == {"role": "co_borrower", "documents": ["d3"]}


# ---------------------------------------------------------------- earnings


def test_earnings_are_judged_by_their_own_months():
    assert named(gig("2025-11", "2026-10"), under=OWN_GIG) == {}
    assert named(gig("2026-01", "2026-10", ("2026-03",)), under=OWN_GIG) == {
        "GIG101": ["2025-11", "2025-12"],
        "GIG102": ["2026-03"],
    }
    assert named(gig("2025-11", "2026-08"), under=OWN_GIG) == {"GIG103": ["2026-09", "2026-10"]}


def test_several_platforms_count_as_one():
    second = gig("2026-03", "2026-10", file="mt.pdf", platform="meituan")
    assert named(gig("2025-11", "2026-02"), second, under=OWN_GIG) == {}


def test_the_days_from_the_last_one_to_its_months_end_are_no_gap():
    cut = gig("2025-11", "2026-10", period_end=date(2026, 10, 15))
    assert named(cut, under=OWN_GIG) == {}
    old = gig("2025-11", "2026-09", period_end=date(2026, 9, 15))
    assert named(old, under=OWN_GIG) == {"GIG103": ["2026-10"]}


def test_no_earnings_and_another_persons():
    assert named(under=OWN_GIG) == {"GIG001": list(window(date(2026, 11, 24), 12))}
    assert codes(*ID, gig("2025-11", "2026-10", holder=OTHER), under=OWN_GIG) == ["GIG104"]


def test_a_row_whose_month_was_lost_leaves_a_gap_unanswered():
    table = gig("2025-11", "2026-10", ("2026-03",))
    lost = replace(table, rows=(*table.rows, Earning(Decimal("8000.00"))))
    conclusion = conclude(*ID, lost, under=OWN_GIG)
    assert ([f.code for f in conclusion.findings], [u.code for u in conclusion.unanswered]) == ([], ["GIG102"])


def test_what_a_reader_could_not_read_is_told():
    noted = replace(gig("2025-11", "2026-10"), notes=("第 2 页有一行没有读出",))
    (told,) = conclude(*ID, noted, under=OWN_GIG).unanswered
    assert (told.code, told.why) == ("GIG102", "didi.pdf：第 2 页有一行没有读出")


# ---------------------------------------------------------------- contributions


def test_contributions_and_their_gaps():
    assert named(contributions("2025-11", "2026-10"), under=OWN_SSI) == {}
    assert named(contributions("2026-01", "2026-10", ("2026-04",)), under=OWN_SSI) == {
        "SSI101": ["2025-11", "2025-12"],
        "SSI102": ["2026-04"],
    }
    assert named(under=OWN_SSI) == {"SSI001": list(window(date(2026, 11, 24), 12))}


def test_either_paper_holds_alone():
    broken = contributions("2025-11", "2026-10", ("2026-04",))
    assert codes(*ID, broken, fund("2025-11", "2026-10"), under=OWN_SSI) == []
    conclusion = conclude(*ID, broken, fund("2026-02", "2026-10"), under=OWN_SSI)
    assert months_named(conclusion) == {"SSI102": ["2026-04"]}
    (finding,) = conclude(*ID, fund("2026-02", "2026-10"), under=OWN_SSI).findings
    assert (finding.code, finding.data["document"]) == ("SSI101", "housing_fund")


@pytest.mark.parametrize(("until", "expected"), [(date(2026, 11, 23), ["SSI103"]), (date(2026, 11, 24), [])])
def test_the_printed_validity(until, expected):
    conclusion = conclude(*ID, contributions("2025-11", "2026-10", verification_until=until), under=OWN_SSI)
    assert [f.code for f in conclusion.findings] == expected
    assert months_named(conclusion) == {code: [] for code in expected}


def test_validity_counted_from_the_day_of_issue():
    old = contributions("2025-11", "2026-10", issued_on=date(2026, 8, 20), validity_months=3)
    assert "SSI103" in codes(*ID, old, under=OWN_SSI)
    assert codes(*ID, contributions("2025-11", "2026-10", validity_months=3), under=OWN_SSI) == []


def test_an_old_last_contribution_names_the_months_after_it():
    assert named(contributions("2025-11", "2026-08"), under=OWN_SSI) == {"SSI103": ["2026-09", "2026-10"]}


def test_an_unread_validity_is_unanswered():
    conclusion = conclude(*ID, contributions("2025-11", "2026-10", verification_until=None), under=OWN_SSI)
    assert [u.code for u in conclusion.unanswered] == ["SSI103"]


def test_an_unread_paid_mark_is_unanswered_not_a_gap():
    proof = contributions("2025-11", "2026-10")
    rows = tuple(replace(r, paid=None, unread=frozenset({"paid"})) if r.month == "2026-04" else r for r in proof.rows)
    conclusion = conclude(*ID, replace(proof, rows=rows), under=OWN_SSI)
    assert ([f.code for f in conclusion.findings], [u.code for u in conclusion.unanswered]) == ([], ["SSI102"])


def test_another_persons_proof():
    assert codes(*ID, contributions("2025-11", "2026-10", holder=OTHER, id_number=OTHER_NUMBER), under=OWN_SSI) == [
        "SSI104"
    ]


def test_types_that_the_profile_does_not_ask_for_raise_nothing():
    assert codes(*ID, bank("2026-05-01", "2026-11-20"), gig("2026-03", "2026-05"), letter(sealed=False)) == []
    foreign = contributions("2026-01", "2026-02", holder=OTHER, id_number=OTHER_NUMBER)
    assert codes(*ID, bank("2026-05-01", "2026-11-20"), foreign) == []


def test_no_name_or_number_stands_in_full_in_what_an_applicant_reads():
    papers = (
        bank("2026-06-01", "2026-09-20", holder=OTHER),
        gig("2026-03", "2026-05", holder=OTHER),
        contributions("2026-01", "2026-02", holder=OTHER, id_number=OTHER_NUMBER),
        letter(holder=OTHER, id_number=OTHER_NUMBER),
    )
    conclusion = conclude(front(), *papers, under="gig_worker")
    read = "".join(f"{i.title}{i.reason}{i.how}" for i in conclusion.items)
    read += "".join(f.message for f in conclusion.findings)
    assert conclusion.items
    assert not any(secret in read for secret in (NAME, OTHER, NUMBER, OTHER_NUMBER))
    assert not any(f.code in read for f in conclusion.findings)


def test_rows_without_dates_are_no_crash():
    rows = (Transaction(None, Decimal("1.00"), unread=frozenset({"date"})),)
    assert conclude(*ID, bank("2026-05-01", "2026-11-20", rows)).status in ("complete", "review")


def test_an_empty_application():
    conclusion = conclude()
    assert [f.code for f in conclusion.findings] == ["BNK001", "IDC001", "IDC002"]
    assert [i.document for i in conclusion.items] == ["id_card_front", "id_card_back", "bank_statement"]
    assert conclusion.income is None


def test_a_card_alone_speaks_for_no_other_paper():
    stray = paper("unknown", "x.pdf")
    assert codes(*ID, bank("2026-05-01", "2026-11-20"), stray) == ["FIL006"]


def test_a_paper_of_which_no_day_could_be_read_is_never_fresh():
    lost = replace(gig("2026-01", "2026-10"), rows=(), fields={}, notes=("第 1 页没有读出收入",))
    codes = {told.code for told in conclude(*ID, lost, under="gig_worker").unanswered}
    assert {"GIG101", "GIG102", "GIG103"} <= codes
