from datetime import date

from pipeline.model import Finding, Guide, Remedy, Severity
from pipeline.supplement import items, say_months, steps

SPANS = ((date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 8, 1), date(2026, 8, 31)))


def found(code: str, key: str, document: str = "bank_statement", reason: str = "缺", **more: object) -> Finding:
    remedy = Remedy((key,), document, "补充", reason, "导出", tuple(more.pop("months", ())))
    return Finding("…", remedy=remedy, code=code, severity=Severity.REQUIRED, **more)


def test_one_thing_to_do_is_one_item():
    (item,) = items(
        [found("BNK103", "a", reason="太旧", months=("2026-10",)), found("BNK102", "a", months=("2026-03", "2026-10"))]
    )
    assert (item.codes, item.months) == (("BNK102", "BNK103"), ("2026-03", "2026-10"))
    assert (item.reason, item.how) == ("太旧；缺", "导出")


def test_id_cards_come_first_then_the_order_of_the_profile():
    listed = items(
        [found("X", "x", "unknown"), found("G", "g", "gig_earnings"), found("B", "b"), found("I", "i", "id_card_back")],
        ["gig_earnings", "bank_statement"],
    )
    assert [(item.n, item.document) for item in listed] == [
        (1, "id_card_back"),
        (2, "gig_earnings"),
        (3, "bank_statement"),
        (4, "unknown"),
    ]


def test_only_required_findings_are_on_the_list():
    advice = Finding("…", code="INC101", severity=Severity.ADVICE)
    assert items([advice, Finding("…", code="BNK201", severity=Severity.REVIEW)]) == ()


def test_a_finding_may_share_the_items_of_others():
    shared = Finding("不够", code="INC001", severity=Severity.REQUIRED)
    listed = items([found("BNK102", "a"), found("GIG102", "g", "gig_earnings"), shared], also={"INC001": [("a",)]})
    assert [item.codes for item in listed] == [("BNK102", "INC001"), ("GIG102",)]


def test_a_raised_finding_without_a_remedy_says_what_it_found():
    (item,) = items([Finding("余额对不上", ("d3",), code="BNK201", severity=Severity.REQUIRED)])
    assert item.reason == "余额对不上"


def test_the_issuers_own_steps_with_exact_days():
    guide = Guide("icbc", "工商银行", "打开明细，日期选 {start} 至 {end}，导出。")
    assert steps(guide, SPANS[:1], "") == "打开明细，日期选 2026-03-01 至 2026-03-31，导出。"
    assert (
        steps(guide, SPANS, "")
        == "打开明细，日期选 2026-03-01 至 2026-03-31，导出；同样再导出 2026-08-01 至 2026-08-31。"
    )


def test_steps_that_name_no_days_get_them():
    assert (
        steps(Guide("didi", "滴滴", "在钱包里导出。"), SPANS[:1], "")
        == "在钱包里导出，日期选 2026-03-01 至 2026-03-31。"
    )


def test_without_steps_the_general_way_is_told():
    assert steps(None, SPANS, "导出 {spans} 的明细") == "导出 2026-03-01 至 2026-03-31、2026-08-01 至 2026-08-31 的明细"


def test_many_gaps_are_one_export():
    many = tuple((date(2026, m, 1), date(2026, m, 28)) for m in (1, 3, 5, 7))
    assert steps(None, many, "{spans}") == "2026-01-01 至 2026-07-28"


def test_months_in_words():
    assert say_months(["2026-03"]) == "2026年3月"
    assert say_months(["2026-05", "2026-03", "2026-04", "2026-08"]) == "2026年3月至2026年5月、2026年8月"
    assert say_months(["2025-12", "2026-01"]) == "2025年12月至2026年1月"
