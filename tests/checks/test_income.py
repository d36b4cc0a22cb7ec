from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import (
    AS_OF,
    NAME,
    OTHER,
    application,
    back,
    bank,
    conclude,
    contributions,
    front,
    gig,
    letter,
    move,
    paper,
    wallet,
)

import checks
from checks.applicants import holders as holders_of
from checks.applicants import people as people_of
from checks.credits import credits
from checks.income import MonthlyIncome, instalment, summary
from pipeline.coverage import window
from pipeline.model import Earning, Guide, Loan

ID = (front(), back())


def income(*documents, under="gig_worker", **more):
    return conclude(*ID, *documents, under=under, **more).income


def month(told, wanted):
    return next(m for m in told["months"] if m["month"] == wanted)


def credit(summary_: str | None, counterparty: str | None = None, account: str | None = None, **more):
    row = move("2026-03-10", "8012.00", summary=summary_, counterparty=counterparty, counterparty_account=account)
    told = income(bank("2025-11-01", "2026-11-20", (row,)), **more)
    return month(told, "2026-03")["bank"]


def test_the_contracts_example():
    rows = (move("2026-03-05", "8012.00", summary="工资"), move("2026-03-06", "-5120.50"))
    told = income(
        bank("2026-03-01", "2026-11-20", rows), gig("2026-03", "2026-10"), contributions("2026-03", "2026-10")
    )
    assert month(told, "2026-03") == {
        "month": "2026-03",
        "bank": "8012.00",
        "platform": "8000.00",
        "wallet": None,
        "social_insurance_base": "5000.00",
        "counted": "8012.00",
    }
    assert told["evidence"] == ["bank_statement", "gig_earnings", "social_insurance"]


def test_the_months_run_from_the_first_that_anything_covers_to_the_one_before_today():
    told = income(gig("2026-03", "2026-10"), contributions("2025-12", "2026-10"))
    assert [m["month"] for m in told["months"]][:1] == ["2025-12"]
    assert [m["month"] for m in told["months"]][-1:] == ["2026-10"]
    old = income(bank("2020-01-01", "2026-11-20"))
    assert [m["month"] for m in old["months"]] == list(window(AS_OF, 36))


@pytest.mark.parametrize(
    ("said", "counterparty", "counts"),
    [
        ("代发工资", "某某科技有限公司", True),
        ("转账", "云账户（天津）共享经济信息咨询有限公司", True),
        ("结息", None, False),
        ("小额贷记", "某某物流", True),
        ("转账", NAME, False),
        ("零钱提现", "财付通支付科技有限公司", False),
        ("提现", "支付宝（中国）网络技术有限公司", False),
        ("美团众包提现", "某某支付", True),
        ("贷款发放", None, False),
        ("放款", "某某小额贷款有限公司", False),
        ("退款", "某某商城", False),
        ("冲正", None, False),
        ("基金赎回", None, False),
        ("理财到期", None, False),
        ("余额宝转出", None, False),
        (None, OTHER, True),
        (None, "王**", True),
    ],
)
def test_which_credits_are_income(said, counterparty, counts):
    assert credit(said, counterparty) == ("8012.00" if counts else "0.00")


def test_a_transfer_between_ones_own_accounts_is_none():
    rows = (move("2026-03-10", "500.00", counterparty_account="6217****4321"),)
    other = bank(
        "2025-11-01", "2026-11-20", file="c.pdf", bank="ccb", bank_name="建设银行", account="6217000010001234321"
    )
    assert month(income(bank("2025-11-01", "2026-11-20", rows), other), "2026-03")["bank"] == "0.00"


def test_a_month_with_an_amount_that_could_not_be_read_is_not_told():
    rows = (move("2026-03-10", "8012.00"), move("2026-03-12", None), move("2026-04-10", "7000.00"))
    told = income(bank("2025-11-01", "2026-11-20", rows), gig("2026-03", "2026-03"))
    march = month(told, "2026-03")
    assert (march["bank"], march["platform"], march["counted"]) == (None, "8000.00", None)
    assert month(told, "2026-04")["counted"] == "7000.00"


def test_a_row_without_its_day_may_belong_to_every_covered_month():
    undated = replace(move("2026-03-12", "500.00"), date=None)
    told = income(bank("2026-03-01", "2026-11-20", (move("2026-03-10", "8012.00"), undated)))
    assert {m["counted"] for m in told["months"]} == {None}
    assert told["monthly_average"] is None


def test_lines_that_were_not_read_at_all_leave_every_covered_month_untold():
    rows = (move("2026-03-10", "8012.00"),)
    lost = replace(bank("2026-03-01", "2026-11-20", rows), notes=("第 2 页有一行交易没有读出，请核对",))
    assert {m["counted"] for m in income(lost)["months"]} == {None}


def test_dollars_are_not_added_as_yuan():
    rows = (move("2026-03-10", "8012.00"),)
    assert income(bank("2026-03-01", "2026-11-20", rows, currency="美元")) is None
    assert month(income(bank("2026-03-01", "2026-11-20", rows, currency="人民币元")), "2026-03")["bank"] == "8012.00"


def test_neutral_rows_are_none():
    told = income(wallet("2025-11-01", "2026-11-20", (move("2026-03-01", "99.00", neutral=True),)))
    assert month(told, "2026-03")["wallet"] == "0.00"


def test_a_payout_that_moves_on_from_wallet_to_bank_counts_once():
    payout = (
        move("2026-03-10", "800.00", counterparty="某平台"),
        move("2026-03-11", "800.00", neutral=True, summary="零钱提现"),
    )
    arrived = (move("2026-03-12", "800.00", summary="跨行转入", counterparty="某某支付"),)
    told = income(wallet("2025-11-01", "2026-11-20", payout), bank("2025-11-01", "2026-11-20", arrived))
    march = month(told, "2026-03")
    assert (march["wallet"], march["bank"], march["counted"]) == ("800.00", "0.00", "800.00")


def test_two_statements_that_overlap_count_a_row_once_and_equal_rows_twice():
    twice = (move("2026-03-10", "100.00", "100.00"), move("2026-03-10", "100.00", "200.00"))
    one = bank("2025-11-01", "2026-04-30", twice)
    other = bank("2026-03-01", "2026-11-20", (*twice, move("2026-05-01", "7.00", "207.00")), file="b.pdf")
    told = income(one, other)
    assert (month(told, "2026-03")["bank"], month(told, "2026-05")["bank"]) == ("200.00", "7.00")


def test_accounts_add_up():
    rows = (move("2026-03-10", "100.00"),)
    other = bank(
        "2025-11-01", "2026-11-20", rows, "c.pdf", bank="ccb", bank_name="建设银行", account="6217000010001234321"
    )
    assert month(income(bank("2025-11-01", "2026-11-20", rows), other), "2026-03")["bank"] == "200.00"


def test_counted_is_the_statement_else_the_platform_else_nothing():
    told = income(bank("2026-05-01", "2026-06-15"), gig("2026-04", "2026-07"), contributions("2026-01", "2026-10"))
    assert [month(told, f"2026-{m:02d}")["counted"] for m in (3, 4, 5, 6, 8)] == [
        None,
        "8000.00",
        "0.00",
        "8000.00",
        None,
    ]
    assert month(told, "2026-03")["bank"] is None


def test_platforms_add_up_and_one_papers_months_count_once():
    second = gig("2026-03", "2026-10", file="mt.pdf", platform="meituan")
    again = gig("2026-03", "2026-10", file="again.pdf")
    assert month(income(gig("2026-03", "2026-10"), second), "2026-03")["platform"] == "16000.00"
    assert month(income(gig("2026-03", "2026-10"), again), "2026-03")["platform"] == "8000.00"


def test_a_months_sum_and_its_days_count_once():
    days = tuple(Earning(Decimal("100.00"), date=date(2026, 3, d)) for d in range(1, 31))
    detail = paper("gig_earnings", "days.xlsx", days, platform="didi", holder=NAME)
    assert month(income(gig("2026-03", "2026-10"), detail), "2026-03")["platform"] == "8000.00"


def test_another_persons_papers_prove_nothing():
    assert income(bank("2025-11-01", "2026-11-20", holder=OTHER)) is None
    assert income(letter()) is None


def test_the_summaries():
    rows = tuple(move(f"2026-{m:02d}-05", a) for m, a in ((5, "100.00"), (6, "200.00"), (7, "300.00"), (8, "400.00")))
    told = income(bank("2026-04-01", "2026-11-20", rows), under="salaried")
    assert (told["monthly_average"], told["monthly_median"]) == ("166.67", "150.00")
    assert told["coefficient_of_variation"] == pytest.approx(0.8944, abs=1e-4)
    assert told["over_36"]["monthly_average"] == "142.86"


def test_the_window_is_the_statements_and_twelve_where_none_is_asked_for():
    rows = (move("2025-10-05", "1200.00"),)
    statement = bank("2025-10-01", "2026-11-20", rows)
    for under in ("gig_worker", "salaried"):
        assert income(statement, under=under)["monthly_average"] == "0.00"
    assert income(statement, under="self_employed")["monthly_average"] == "92.31"


def test_without_a_counted_month_there_is_no_average():
    told = income(contributions("2026-01", "2026-10"))
    assert (told["monthly_average"], told["monthly_median"], told["coefficient_of_variation"]) == (None, None, None)
    assert told["evidence"] == ["social_insurance"]


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=36))
def test_the_median_lies_within_and_a_steady_income_does_not_vary(cents):
    months = [MonthlyIncome("2026-01", counted=Decimal(c) / 100) for c in cents]
    told = summary(months)
    assert min(cents) <= told.monthly_median * 100 <= max(cents)
    assert min(cents) - 1 <= told.monthly_average * 100 <= max(cents) + 1
    steady = summary([MonthlyIncome("2026-01", counted=Decimal("8000.00"))] * len(cents))
    assert steady.coefficient_of_variation == 0


# ---------------------------------------------------------------- advice


def test_a_volatile_income_is_advice():
    rows = (move("2026-03-10", "9000.00"),)
    statement = bank("2026-05-01", "2026-11-20", rows)
    conclusion = checks.conclude(application(*ID, statement), checks.load_profile("salaried"))
    assert "INC101" not in [f.code for f in conclusion.findings]  # the row lies outside the period
    swinging = bank("2026-05-01", "2026-11-20", (move("2026-06-10", "9000.00"),))
    conclusion = checks.conclude(application(*ID, swinging), checks.load_profile("salaried"))
    assert ([f.code for f in conclusion.findings], conclusion.status) == (["INC101"], "complete")


def test_a_payment_that_takes_too_much():
    rows = tuple(move(f"2026-{m:02d}-05", "8000.00") for m in range(5, 11))
    statement = bank("2026-05-01", "2026-11-20", rows)
    heavy = Loan(Decimal("600000.00"), 360, Decimal("0.035"))
    conclusion = conclude(*ID, statement, loan=heavy)
    assert [f.code for f in conclusion.findings] == ["INC102"]
    assert conclusion.income["affordability"] == {
        "equal_instalment": "2694.27",
        "equal_principal_first": "3416.67",
        "share": "0.3368",
        "share_if_rate_rises": "0.3581",
        "share_if_income_falls": "0.4210",
    }
    assert conclude(*ID, statement, loan=Loan(Decimal("100000.00"), 360, Decimal("0.035"))).findings == ()
    assert conclude(*ID, loan=heavy).income is None


def test_a_loan_without_interest():
    assert instalment(Loan(Decimal("1200.00"), 12, Decimal(0))) == 100


# ---------------------------------------------------------------- what a credit is

SAID = [
    ("代发工资", "某某科技有限公司", "salary", "代发工资"),
    ("工资", "某某人力资源有限公司", "salary", "工资"),
    ("年终奖金", None, "salary", "年终奖"),
    ("代发", "某某有限公司", "salary", "代发"),
    ("代发住房公积金", None, None, ""),
    ("转账", "云账户(天津)共享经济信息咨询有限公司", "payout", "云账户"),
    ("代发工资", "某某灵活用工科技有限公司", "payout", "灵活用工"),
    ("劳务费", "某某企业管理有限公司", "payout", "劳务"),
    ("运费", "王五", "payout", "运费"),
    ("现金存款", None, "cash", "现金存"),
    ("ATM存款", None, "cash", "ATM存"),
    ("现存", None, "cash", "现存"),
    ("贷款发放", None, "loan", "贷款"),
    ("退款", "某某商城", "refund", "退款"),
    ("结息", None, "interest", "结息"),
    ("基金赎回", None, "redemption", "基金"),
    ("转账", NAME, "own_transfer", ""),
    ("零钱提现", "财付通支付科技有限公司", "own_transfer", "零钱提现"),
    ("转账", "王五", None, ""),
    ("提现", "某某支付", None, ""),
    (None, None, None, ""),
]


@pytest.mark.parametrize(("said", "counterparty", "kind", "why"), SAID)
def test_what_a_credit_is_and_the_words_that_say_so(said, counterparty, kind, why):
    row = move("2026-03-10", "8012.00", summary=said, counterparty=counterparty)
    (found,) = credits_of(bank("2025-11-01", "2026-11-20", (row,)))
    assert (found.kind, found.why) == (kind, why)
    assert (found.reason is None) == (kind in ("salary", "payout", "cash", None))


def test_the_name_of_a_platform_says_that_it_pays():
    guides = {"meituan": Guide("meituan", "美团", "", ("美团", "北京三快在线"))}
    rows = (
        move("2026-03-10", "80.00", counterparty="北京三快在线科技有限公司"),
        move("2026-03-11", "9.00", summary="退款", counterparty="美团"),
    )
    found = credits_of(bank("2025-11-01", "2026-11-20", rows), guides=guides)
    assert [(one.kind, one.why) for one in found] == [("payout", "北京三快在线"), ("refund", "退款")]


def credits_of(*documents, **more):
    told = application(*ID, *documents, **more)
    people = people_of(told)
    return credits(told, people, holders_of(told, people))
