from decimal import Decimal

import pytest
from papers import NAME, back, bank, conclude, front, gig, move, paid, paper, wallet

ID = (front(), back())
YEAR = ("2025-11-01", "2026-11-20")


def of_month(*documents, month="2026-03"):
    told = conclude(*ID, *documents, under="gig_worker").income
    return next(m for m in told["months"] if m["month"] == month)


def credited(**more):
    row = move("2026-03-10", "800.00", **more)
    return of_month(wallet(*YEAR, (row,)))["wallet"]


@pytest.mark.parametrize(
    ("more", "counted"),
    [
        ({"summary": "商户转账", "counterparty": "美团"}, "800.00"),
        (
            {"summary": "美团众包提现到支付宝", "counterparty": "北京三快在线科技有限公司"},
            "800.00",
        ),  # a platform's word for a payout
        ({"summary": "转账"}, "800.00"),
        ({"summary": "二维码收款", "status": "已退款(￥20.00)"}, "800.00"),  # in part
        ({"summary": "二维码收款", "status": "已全额退款"}, "0.00"),
        ({"summary": "商户消费-退款", "status": "已退款(￥800.00)"}, "0.00"),
        ({"summary": "退款-雨衣", "status": "退款成功"}, "0.00"),
        ({"summary": "押金退还"}, "0.00"),
        ({"summary": "货款", "status": "交易关闭", "closed": True}, "0.00"),
        ({"summary": "充值", "counterparty": "招商银行"}, "0.00"),
        ({"summary": "余额宝-转出到余额"}, "0.00"),
        ({"summary": "余额宝-收益发放"}, "0.00"),
        ({"summary": "转账", "counterparty": NAME}, "0.00"),
        ({"summary": "借呗放款"}, "0.00"),
    ],
)
def test_which_of_a_wallets_credits_are_income(more, counted):
    assert credited(**more) == counted


@pytest.mark.parametrize(
    ("left", "arrives", "counted"),
    [
        ("1000.00", "1000.00", "0.00"),
        ("1000.00", "999.00", "0.00"),  # a fee of a thousandth
        ("50.00", "49.90", "0.00"),  # and of ten cents at the least
        ("1000.00", "998.00", "998.00"),
        ("1000.00", "1000.10", "1000.10"),
    ],
)
def test_what_moves_on_from_a_wallet_to_a_bank_counts_once_whatever_its_fee(left, arrives, counted):
    away = wallet(*YEAR, (move("2026-03-10", left, summary="零钱提现", neutral=True),))
    there = bank(*YEAR, (move("2026-03-11", arrives, summary="跨行转入"),))
    assert of_month(away, there)["bank"] == counted


def test_closed_orders_and_neutral_rows_move_no_money():
    rows = (
        move("2026-03-01", "10.00", neutral=True),
        move("2026-03-02", "-20.00", status="交易关闭", closed=True),
        move("2026-03-03", "-5.00"),
    )
    march = next(m for m in wallet(*YEAR, rows).months if m.month == "2026-03")
    assert (march.inflow, march.outflow, march.rows) == (Decimal("0.00"), Decimal("5.00"), 3)


# ---------------------------------------------------------------- printed sums and balances


ROWS = (
    move("2026-03-01", "100.00"),
    move("2026-03-02", "-40.00"),
    move("2026-03-03", "-20.00", status="交易关闭", closed=True),
    move("2026-03-04", "7.00", status="退款成功", neutral=True),
)


def mismatched(rows=ROWS, **printed):
    return "BNK202" in [f.code for f in conclude(*ID, wallet(*YEAR, rows, **printed), under="gig_worker").findings]


@pytest.mark.parametrize(
    ("printed", "plain", "may_differ"),
    [
        ({"printed_out": Decimal("60.00"), "printed_count_out": 2, "printed_count": 4}, False, False),  # closed orders in them
        ({"printed_out": Decimal("40.00")}, True, False),  # without the closed order
        ({"printed_out": Decimal("33.00")}, True, False),  # and without what was given back
        ({"printed_count_out": 1}, True, False),
        ({"printed_count": 3}, True, False),
        ({"printed_out": Decimal("32.99")}, True, True),
        ({"printed_out": Decimal("60.01")}, True, True),
        ({"printed_in": Decimal("99.00")}, True, True),
        ({"printed_in": Decimal("107.00")}, True, True),
        ({"printed_count": 5}, True, True),
    ],
)  # fmt: skip
def test_sums_hold_closed_orders_unless_the_paper_counts_in_another_way(printed, plain, may_differ):
    assert mismatched(**printed) is plain
    assert mismatched(**printed, totals_may_differ=True) is may_differ


def chained(*balances):
    rows = tuple(move(f"2026-03-{n:02d}", "10.00", balance) for n, balance in enumerate(balances, 1))
    found = conclude(*ID, wallet(*YEAR, rows), under="gig_worker")
    return [f.code for f in found.findings if f.code == "BNK201"], [u.code for u in found.unanswered]


def test_a_wallet_that_prints_balances_is_held_to_them_and_no_other():
    assert chained("10.00", "20.00", "30.00") == ([], [])
    assert chained("10.00", "25.00", "35.00") == (["BNK201"], [])
    assert chained(None, None) == ([], [])


# ---------------------------------------------------------------- which papers count


def test_a_wallet_stands_for_a_bank_where_the_profile_lets_it():
    done = conclude(*ID, wallet(*YEAR, paid(*YEAR)), gig("2025-11", "2026-10"), under="gig_worker")
    assert [f.code for f in done.findings] == []
    assert "BNK001" in [f.code for f in conclude(*ID, wallet(*YEAR), under="salaried").findings]


def test_a_nickname_leaves_it_open_whose_wallet_it_is():
    done = conclude(*ID, wallet(*YEAR, holder=..., account=...), gig("2025-11", "2026-10"), under="gig_worker")
    assert [u.code for u in done.unanswered] == ["BNK104"]


def test_months_that_a_wallet_lacks_are_asked_of_the_wallet():
    done = conclude(*ID, wallet("2026-02-01", "2026-11-20"), gig("2025-11", "2026-10"), under="gig_worker")
    (item,) = done.items
    assert (item.document, item.months) == ("wallet_statement", ("2025-11", "2025-12", "2026-01"))
    late = conclude(*ID, wallet("2025-11-01", "2026-09-30"), gig("2025-11", "2026-10"), under="gig_worker")
    assert [f.data["document"] for f in late.findings if f.code == "BNK103"] == ["wallet_statement"]


@pytest.mark.parametrize(("under", "also"), [("gig_worker", True), ("salaried", False)])
def test_what_an_export_is_and_what_is_asked_instead(under, also):
    bill = paper(
        "unknown", "账单.pdf", kind="not_a_statement", export="信用卡账单", why="它只记录消费和还款，看不出收入"
    )
    (finding,) = (f for f in conclude(*ID, bill, under=under).findings if f.code == "BNK301")
    assert "账单.pdf 是信用卡账单，它只记录消费和还款，看不出收入，不能当作流水" in finding.message
    assert "储蓄卡的银行流水" in finding.message
    assert ("支付宝、微信开具的交易流水证明" in finding.message) is also
