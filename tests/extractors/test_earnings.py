"""Earnings without a layout: tables and lists of every make, and what is said where they cannot be trusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from leaves import opened, screen, sheet

import checks
import extractors
from checks import conclude
from extractors.gig_earnings import READER as GENERIC
from extractors.platforms.meituan import READER as MEITUAN
from pipeline.model import Applicant, Application, Document, Earning, Grid, Part, Reading, Region
from pipeline.profiles import load_profile
from pipeline.readers import Reader, discover

PROFILES = Path(checks.__file__).parent / "profiles"
READERS = [reader for reader in discover(extractors) if reader.type == "gig_earnings"]


def claimed(leaf: Region | Grid) -> Reader | None:
    """The one reader that claims a leaf, as `pipeline.reading` asks them."""
    for generic in (False, True):
        claims = [reader for reader in READERS if reader.generic is generic and reader.claims(leaf)]
        if claims:
            return claims[0] if len(claims) == 1 else None
    return None


def read(*leaves: Region | Grid) -> Reading:
    reader = claimed(leaves[0])
    assert reader is not None, "nobody claims it"
    return reader.read(leaves, opened(*leaves))


def said(reading: Reading) -> list[tuple[str | None, str | None, int | None]]:
    """Day or month, amount and orders of every row."""
    rows = [row for row in reading.rows if isinstance(row, Earning)]
    return [
        (str(r.date) if r.date else r.month, str(r.amount) if r.amount is not None else None, r.orders) for r in rows
    ]


def value(reading: Reading, name: str) -> object:
    return reading.fields[name].value if name in reading.fields else None


# ---------------------------------------------------------------- lists, as apps show them


def test_a_month_a_line() -> None:
    leaf = screen(
        [(60, "9:41"), (900, "86%")],
        [(400, "我的收入")],
        [(60, "美团骑手"), (800, "张三")],
        [(60, "2026年3月"), (420, "8,320.00元"), (900, "412单")],
        [(60, "2026年2月"), (420, "6,910.50元"), (900, "350单")],
    )
    reading = read(leaf)
    assert value(reading, "platform") == "meituan"
    assert value(reading, "holder") == "张三"
    assert said(reading) == [("2026-03", "8320.00", 412), ("2026-02", "6910.50", 350)]
    assert not reading.notes


@pytest.mark.parametrize(
    "months",
    [
        ("2026.03", "2026.02"),
        ("2026/03", "2026/2"),
        ("26年3月", "26年2月"),
        ("2026 . 03", "2026.02 月"),
        ("2026.3", "2026.2"),
    ],
)
@pytest.mark.parametrize("amounts", [("¥8,320.00", "¥6,910.50"), ("8320.00元", "6910.50元"), ("8,320.00", "6,910.50")])
def test_months_in_every_spelling(months: tuple[str, str], amounts: tuple[str, str]) -> None:
    rows = [[(60, month), (420, amount), (900, "41单")] for month, amount in zip(months, amounts, strict=True)]
    reading = read(screen([(400, "收入统计")], [(60, "小蜂跑腿骑手")], [(60, "累计收入")], [(60, "¥15,230.50")], *rows))
    assert said(reading) == [("2026-03", "8320.00", 41), ("2026-02", "6910.50", 41)]
    assert value(reading, "total") == Decimal("15230.50")
    assert not reading.notes


def test_an_amount_that_looks_like_a_month_is_an_amount() -> None:
    rows = [[(60, "2026.03"), (700, "¥1,000.01")], [(60, "2026.02"), (700, "¥1,026.02")]]
    under = screen([(400, "收入统计")], [(60, "美团骑手")], [(60, "累计收入(元)")], [(60, "2026.03")], *rows)
    assert value(read(under), "total") == Decimal("2026.03")
    assert said(read(under)) == [("2026-03", "1000.01", None), ("2026-02", "1026.02", None)]
    days = screen(
        [(400, "收入明细")], [(60, "美团骑手")], *[[(60, f"2026-03-{d}"), (700, "2026.01")] for d in (11, 12)]
    )
    assert said(read(days)) == [("2026-03-11", "2026.01", None), ("2026-03-12", "2026.01", None)]


def test_no_year_is_no_month_and_says_so() -> None:
    leaf = screen(
        [(400, "我的收入")], [(60, "美团骑手")],
        [(60, "3月"), (420, "8,320.00元"), (900, "412单")],
        [(60, "2月"), (420, "6,910.50元"), (900, "350单")],
    )  # fmt: skip
    reading = read(leaf)
    assert said(reading) == [(None, "8320.00", 412), (None, "6910.50", 350)]
    assert all(row.unread == {"month"} for row in reading.rows)
    assert "年份" in reading.notes[0]


def test_the_printed_period_gives_the_years() -> None:
    leaf = screen(
        [(400, "收入明细")], [(60, "蜂鸟众包")], [(60, "2025.11.01-2026.02.28")],
        [(60, "2月"), (420, "100.00元")], [(60, "1月"), (420, "200.00元")], [(60, "12月"), (420, "300.00元")],
    )  # fmt: skip
    assert [when for when, _, _ in said(read(leaf))] == ["2026-02", "2026-01", "2025-12"]


def test_a_year_heading_ends_where_the_year_turns() -> None:
    rows = [[(60, f"{month}月"), (700, f"¥{month},000.00")] for month in (2, 1, 12, 11)]
    under = screen([(400, "流水账单")], [(60, "曹操司机")], [(60, "2026年")], *rows)
    assert [when for when, _, _ in said(read(under))] == ["2026-02", "2026-01", None, None]
    both = screen([(400, "流水账单")], [(60, "曹操司机")], [(60, "2026年")], *rows[:2], [(60, "2025年")], *rows[2:])
    assert [when for when, _, _ in said(read(both))] == ["2026-02", "2026-01", "2025-12", "2025-11"]


def days_of_march(*amounts: str, total: str, orders: str = "97") -> Region:
    lines = [
        [(60, f"3月{day}日 周三"), (420, f"完成{20 + day}单"), (850, f"+{amount}")]
        for day, amount in zip(range(len(amounts), 0, -1), amounts, strict=True)
    ]
    return screen(
        [(400, "收入明细")], [(60, "蜂鸟众包")], [(60, "2026年3月")],
        [(60, "收入(元)"), (420, "完成单量")], [(60, total), (420, orders)], *lines,
    )  # fmt: skip


def test_days_under_a_month_whose_sum_proves_them() -> None:
    reading = read(days_of_march("300.50", "251.30", "200.00", total="751.80", orders="66"))
    assert said(reading) == [("2026-03-03", "300.50", 23), ("2026-03-02", "251.30", 22), ("2026-03-01", "200.00", 21)]
    assert value(reading, "total") == Decimal("751.80")


def test_one_misread_digit_is_repaired_where_it_alone_makes_the_sum() -> None:
    reading = read(days_of_march("300.50", "257.30", "200.00", total="751.80", orders="66"))
    assert [amount for _, amount, _ in said(reading)] == ["300.50", "251.30", "200.00"]
    assert [row.method for row in reading.rows] == ["ocr", "repaired", "ocr"]


def test_a_repair_that_two_rows_could_take_is_none() -> None:
    reading = read(days_of_march("257.30", "257.30", "200.00", total="708.60", orders="66"))
    assert said(reading) == [("2026-03", None, 66)]
    assert "不一致" in reading.notes[0]


def test_a_month_of_which_the_screen_shows_a_part_is_its_printed_sum() -> None:
    reading = read(days_of_march("300.50", "251.30", total="8320.00", orders="412"))
    assert said(reading) == [("2026-03", "8320.00", 412)]
    assert not reading.notes


def test_what_cannot_be_right_is_no_value() -> None:
    reading = read(days_of_march("300.50", "951.30", "200.00", total="640.12", orders="412"))
    assert said(reading) == [("2026-03", None, 412)]
    assert reading.notes


def test_orders_as_cards_with_the_amount_above_the_time() -> None:
    leaf = screen(
        [(400, "账单明细")], [(60, "闪送员")],
        [(60, "配送费"), (900, "+8.50")], [(60, "2026-03-05 12:30:11")],
        [(60, "奖励"), (900, "+6.00")], [(60, "2026-03-0513:05:40")],
        [(60, "提现"), (900, "-500.00")], [(60, "2026-03-04 10:00:00")],
    )  # fmt: skip
    reading = read(leaf)
    assert said(reading) == [("2026-03-05", "8.50", None), ("2026-03-05", "6.00", None)]
    assert [row.kind for row in reading.rows if isinstance(row, Earning)] == ["配送费", "奖励"]


def test_orders_under_a_day_whose_sum_proves_them() -> None:
    leaf = screen(
        [(400, "账单明细")], [(60, "闪送员")],
        [(60, "2026-03-05"), (700, "收入 ¥14.50")],
        [(60, "12:30"), (300, "配送费"), (900, "+8.50")],
        [(60, "13:05"), (300, "奖励"), (900, "+6.00")],
    )  # fmt: skip
    assert said(read(leaf)) == [("2026-03-05", "8.50", None), ("2026-03-05", "6.00", None)]


def test_columns_of_a_card_by_the_heads_over_them() -> None:
    card = [
        [(60, "总收入(元)"), (400, "完成单量"), (740, "在线时长(h)")],
        [(60, "9,100.00"), (400, "455"), (740, "210.5")],
    ]
    leaf = screen([(400, "收入统计")], [(60, "达达骑士")], [(60, "2026年10月")], *card, [(60, "2026年09月")], *card)
    assert said(read(leaf)) == [("2026-10", "9100.00", 455), ("2026-09", "9100.00", 455)]


@pytest.mark.parametrize(
    ("lines", "amount", "method"),
    [
        (["收入 8,320.00元", "配送费 7,900.00元", "奖励 420.00元"], "8320.00", "ocr"),  # the whole is named
        (["8,320.00元", "奖励 420.00元"], "8320.00", "ocr"),  # the whole alone has no name
        (["配送费 7,900.00元", "奖励 420.00元", "扣款 20.00元"], "8300.00", "derived"),  # nothing but parts
        (["配送费 7,900.00元", "奖励 420.00元", "合计 8,320.00元"], "8320.00", "ocr"),
        (["+8.50", "+9.00"], "17.50", "derived"),  # orders without a time
        (["8,320.00元", "7,900.00元", "奖励 420.00元"], None, "ocr"),  # nobody can tell
        (["奖励 420.00元"], "420.00", "ocr"),
    ],
)
def test_what_a_card_of_several_amounts_earned(lines: list[str], amount: str | None, method: str) -> None:
    head = [[(400, "我的收入账单")], [(60, "美团骑手")], [(60, "2026年2月"), (420, "1.00元")], [(60, "2026年3月")]]
    reading = read(screen(*head, *[[(60, line)] for line in lines]))
    assert said(reading) == [("2026-02", "1.00", None), ("2026-03", amount, None)]
    assert reading.rows[1].method == method


def test_today_is_no_day_that_a_picture_tells() -> None:
    leaf = screen(
        [(400, "收入明细账单")], [(60, "美团骑手")],
        [(60, "2026年3月3日"), (700, "+10.00")], [(60, "今天"), (700, "+99.00")],
    )  # fmt: skip
    assert said(read(leaf)) == [("2026-03-03", "10.00", None), (None, "99.00", None)]
    assert "年份" in read(leaf).notes[0]


def test_weeks_are_their_last_day() -> None:
    leaf = screen(
        [(400, "周账单")], [(60, "顺丰同城骑士 收入账单")],
        [(60, "2026.03.02-2026.03.08"), (700, "1,900.00元")], [(60, "2026.02.23-2026.03.01"), (700, "1,800.00元")],
    )  # fmt: skip
    assert said(read(leaf)) == [("2026-03-08", "1900.00", None), ("2026-03-01", "1800.00", None)]


def test_an_amount_that_cannot_be_read_is_none() -> None:
    leaf = screen(
        [(400, "我的收入")], [(60, "货拉拉司机版")],
        [(60, "2026年3月"), (420, "8.320.00元")], [(60, "2026年2月"), (420, "6,910.50元")],
    )  # fmt: skip
    assert said(read(leaf)) == [("2026-03", None, None), ("2026-02", "6910.50", None)]


def test_what_was_hardly_recognised_counts_only_where_a_sum_bears_it_out() -> None:
    alone = screen(
        [(400, "我的收入")],
        [(60, "美团骑手")],
        [(60, "2026年3月"), (420, "8,320.00元")],
        [(60, "2026年2月"), (420, "10.00元")],
    )
    assert said(read(faint(alone, "8,320.00元"))) == [("2026-03", None, None), ("2026-02", "10.00", None)]
    summed = days_of_march("300.50", "251.30", "200.00", total="751.80", orders="66")
    assert said(read(faint(summed, "+251.30")))[1] == ("2026-03-02", "251.30", 22)


def faint(leaf: Region, text: str) -> Region:
    """The same leaf with one word hardly recognised."""
    return replace(leaf, words=tuple(replace(w, confidence=0.4) if w.text == text else w for w in leaf.words))


# ---------------------------------------------------------------- tables


def table(*rows: tuple[str, ...], title: str = "小蜂跑腿骑手收入明细", method: str = "text") -> Region:
    xs = (40, 310, 470, 680, 880)
    lines = [[(x, cell) for x, cell in zip(xs, row, strict=False) if cell] for row in rows]
    return screen([(300, title)], [(40, "姓名："), (170, "李想")], *lines, method=method)  # type: ignore[arg-type]


HEAD = ("日期", "单量", "配送费", "奖励", "合计")
DAYS = (
    ("2026-09-01", "21", "180.00", "20.00", "200.00"),
    ("2026-09-02", "25", "210.00", "0.00", "210.00"),
    ("2026-09-03", "11", "99.00", "10.00", "109.00"),
)
SUM = ("合计", "57", "489.00", "30.00", "519.00")


@pytest.mark.parametrize("method", ["text", "ocr"])
def test_a_table_of_a_platform_that_nobody_declared(method: str) -> None:
    reading = read(table(HEAD, *DAYS, SUM, method=method))
    assert value(reading, "platform") == "other"
    assert value(reading, "holder") == "李想"
    assert said(reading) == [("2026-09-01", "200.00", 21), ("2026-09-02", "210.00", 25), ("2026-09-03", "109.00", 11)]
    assert value(reading, "total") == Decimal("519.00")


def test_the_head_of_a_column_is_no_total() -> None:
    assert value(read(table(HEAD, *DAYS)), "total") is None


def test_the_printed_total_says_which_column_counts() -> None:
    head = ("日期", "单量", "流水金额", "司机收入", "结算金额")
    rows = [("2026-09-01", "2", "100.00", "90.00", "80.00"), ("2026-09-02", "3", "200.00", "180.00", "160.00")]
    by_name = read(sheet(("车主流水",), head, *rows))
    assert [amount for _, amount, _ in said(by_name)] == ["90.00", "180.00"]
    proven = read(sheet(("车主流水",), ("收入总计", "240.00"), head, *rows))
    assert [amount for _, amount, _ in said(proven)] == ["80.00", "160.00"]


def test_without_a_column_of_sums_the_parts_make_the_amount() -> None:
    head = ("月份", "完单数", "配送费", "补贴", "平台服务费")
    rows = [("2026-09", "2", "100.00", "10.00", "5.00"), ("2026-10", "3", "200.00", "0", "8.00")]
    reading = read(sheet(("骑手收入明细",), head, *rows))
    assert said(reading) == [("2026-09", "105.00", 2), ("2026-10", "192.00", 3)]
    assert {row.method for row in reading.rows} == {"derived"}


def test_a_recognised_table_whose_closing_sum_disagrees_has_no_amounts() -> None:
    wrong = [(*DAYS[0][:4], "200.00"), (*DAYS[1][:4], "777.77"), DAYS[2]]
    reading = read(table(HEAD, *wrong, SUM, method="ocr"))
    assert {amount for _, amount, _ in said(reading)} == {None}
    assert "合计" in reading.notes[0]
    digital = read(table(HEAD, *wrong, SUM, method="text"))
    assert [amount for _, amount, _ in said(digital)] == ["200.00", "777.77", "109.00"]
    assert "合计" in digital.notes[0]


def test_withdrawn_and_cancelled_rows_are_no_earnings() -> None:
    head = ("时间", "类型", "收支", "金额", "状态")
    rows = [
        ("2026-09-01 12:00:00", "配送费", "收入", "8.50", "已完成"),
        ("2026-09-01 13:00:00", "配送费", "收入", "9.50", "已取消"),
        ("2026-09-01 14:00:00", "差评扣款", "支出", "2.00", "已完成"),
        ("2026-09-02 09:00:00", "提现", "支出", "500.00", "已完成"),
    ]
    reading = read(sheet(("美团众包骑手账单",), head, *rows))
    assert said(reading) == [("2026-09-01", "8.50", None), ("2026-09-01", "-2.00", None)]


def test_a_summary_sheet_and_its_details_count_once() -> None:
    months = sheet(("骑手收入汇总",), ("月份", "收入合计"), ("2026-08", "500.00"), ("2026-09", "519.00"), name="汇总")
    days = sheet(("骑手收入明细",), HEAD, *DAYS, name="明细")
    reading = read(months, days)
    assert said(reading) == [
        ("2026-08", "500.00", None), ("2026-09-01", "200.00", 21), ("2026-09-02", "210.00", 25), ("2026-09-03", "109.00", 11),
    ]  # fmt: skip


# ---------------------------------------------------------------- fields


def test_fields_beside_labels() -> None:
    leaf = sheet(
        ("滴滴车主流水证明",),
        ("司机姓名", "王*国", "证件号码", "3301**********001X"),
        ("统计周期", "2026-08-01 至 2026-10-31", "导出时间", "2026-11-06 10:00:00"),
        ("月份", "完单数", "司机收入"), ("2026-08", "1", "10.00"), ("2026-10", "2", "20.00"), ("合计", "3", "30.00"),
    )  # fmt: skip
    reading = read(leaf)
    assert {name: f.value for name, f in reading.fields.items()} == {
        "platform": "didi", "holder": "王*国", "id_number": "3301**********001X", "issued_on": date(2026, 11, 6),
        "period_start": date(2026, 8, 1), "period_end": date(2026, 10, 31), "total": Decimal("30.00"),
    }  # fmt: skip
    assert reading.guide is not None
    assert reading.guide.issuer == "didi"


def test_fields_told_in_a_sentence() -> None:
    leaf = screen(
        [(300, "闪送员收入证明")],
        [(40, "兹证明李想（身份证号：33010619900307001X）自2026年8月1日至2026年10月31日")],
        [(40, "在我平台接单，收入共计人民币30.00元。")],
        [(40, "月份"), (400, "派送单数"), (700, "收入")],
        [(40, "2026年8月"), (400, "1"), (700, "10.00")],
        [(40, "2026年10月"), (400, "2"), (700, "20.00")],
        [(500, "出具日期：2026年11月6日")],
        method="text",
    )
    reading = read(leaf)
    assert value(reading, "holder") == "李想"
    assert value(reading, "id_number") == "33010619900307001X"
    assert value(reading, "period_start") == date(2026, 8, 1)
    assert value(reading, "period_end") == date(2026, 10, 31)
    assert value(reading, "issued_on") == date(2026, 11, 6)
    assert value(reading, "total") == Decimal("30.00")
    assert [when for when, _, _ in said(reading)] == ["2026-08", "2026-10"]


def test_a_date_that_cannot_be_read_has_its_reason() -> None:
    leaf = sheet(("骑手收入明细",), ("导出时间", "2026-13-45"), HEAD, *DAYS)
    issued = read(leaf).fields["issued_on"]
    assert issued.value is None
    assert issued.reason


def test_an_app_without_a_name_names_nobody() -> None:
    leaf = screen([(400, "我的收入")], [(60, "美团骑手"), (800, "杭州")], [(60, "2026年3月"), (420, "8,320.00元")])
    assert "holder" not in read(leaf).fields


def header(*lines: list[tuple[float, str]]) -> Region:
    return screen([(400, "收入统计")], *lines, [(60, "2026年3月"), (420, "8,320.00元"), (900, "412单")])


@pytest.mark.parametrize(
    "lines",
    [
        [[(60, "小蜂跑腿")], [(60, "王*国"), (300, "骑手")]],
        [[(60, "小蜂跑腿")], [(60, "王*国骑手")]],
        [[(60, "美团骑手"), (800, "王*国")]],
        [[(60, "货拉拉司机版")], [(60, "王*国"), (300, "金牌司机")]],
        [[(60, "货拉拉司机版")], [(60, "王*国")], [(60, "138****1234")]],
        [[(60, "货拉拉司机版")], [(60, "王*国"), (400, "138****1234")]],
    ],
)
def test_a_name_without_a_label(lines: list[list[tuple[float, str]]]) -> None:
    assert value(read(header(*lines)), "holder") == "王*国"


@pytest.mark.parametrize(
    "told",
    [
        "王建国（1101**********1234）",
        "姓名：王建国(身份证号1101**********1234)",
        "司机 王建国（身份证号：1101**********1234）",
    ],
)
@pytest.mark.parametrize("method", ["ocr", "text"])
def test_a_name_with_its_id_number_in_brackets(told: str, method: str) -> None:
    lines = [[(60, "货拉拉司机版")], [(60, told)]]
    month = [(60, "2026年3月"), (420, "8,320.00元"), (900, "412单")]
    reading = read(screen([(400, "收入统计")], *lines, month, method=method))
    assert value(reading, "holder") == "王建国"
    assert value(reading, "id_number") == "1101**********1234"


def test_whom_a_parcel_is_for_is_not_the_holder() -> None:
    rows = [[(60, "李想"), (400, "138****1234")], [(60, "配送费"), (900, "+8.50")], [(60, "2026-03-05 12:30:11")]]
    leaf = screen([(400, "收入明细")], [(60, "闪送员")], [(60, "累计收入")], [(60, "¥17.00")], *rows, *rows)
    assert "holder" not in read(leaf).fields


@pytest.mark.parametrize(
    "lines",
    [
        [[(60, "货拉拉"), (800, "王师傅")]],
        [[(60, "货拉拉司机版")], [(60, "王师傅")], [(60, "138****1234")]],
        [[(60, "王师傅"), (800, "司机")]],
        [[(60, "小蜂跑腿")], [(60, "高级骑手")]],
        [[(60, "小蜂跑腿")], [(60, "全职骑手")], [(60, "信用分")], [(60, "138****1234")]],
        [[(60, "小蜂跑腿")], [(60, "王先生"), (400, "骑手")]],
        [[(60, "小蜂跑腿骑手")], [(60, "张伟（1101**********1234）")], [(60, "李想（3301**********4321）")]],
    ],
)
def test_what_is_no_sure_name_names_nobody(lines: list[list[tuple[float, str]]]) -> None:
    assert "holder" not in read(header(*lines)).fields


def test_a_paper_without_rows_says_so_with_its_page() -> None:
    leaf = screen([(400, "我的收入")], [(60, "美团骑手")], [(60, "累计收入")], [(60, "¥8,320.00")])
    reading = MEITUAN.read([leaf], opened(leaf))
    assert not reading.rows
    assert reading.notes == ("第1页：没有找到按日或按月列出的收入，请提供能看到每月收入的页面或文件",)
    empty = sheet(("骑手收入明细",), ("姓名", "李想"))
    assert read_by_meituan(empty).notes[0].startswith(f"工作表“{empty.sheet}”：没有找到")


def read_by_meituan(leaf: Grid) -> Reading:
    return MEITUAN.read([leaf], opened(leaf))


def test_a_paper_without_rows_passes_no_rule(tmp_path: Path) -> None:
    """Asked for nothing else, the application is still no complete one."""
    leaf = screen([(400, "我的收入")], [(60, "美团骑手"), (800, "张三")], [(60, "累计收入")], [(60, "¥8,320.00")])
    reading = MEITUAN.read([leaf], opened(leaf))
    part = Part("a.png", "0" * 64, (1,), ((1080.0, 1920.0),), "px")
    paper = Document("d1", reading.type, (part,), "screenshot", 0.9, reading.fields, reading.rows, notes=reading.notes)
    applicant = Applicant("borrower", "张三", None)
    told = (PROFILES / "gig_worker.toml").read_text("utf-8").replace("id_card = true", "id_card = false")
    told = told.replace("needed = 2", "needed = 1").replace('one_of = ["statement", "gig_earnings"]', "one_of = []")
    (tmp_path / "earnings.toml").write_text(told, "utf-8")
    profile = load_profile("earnings", tmp_path)
    conclusion = conclude(Application("A1", date(2026, 11, 24), None, (applicant,), (paper,), ()), profile)
    assert {"GIG101", "GIG102"} <= {one.code for one in conclusion.unanswered}
    assert conclusion.status == "review"


# ---------------------------------------------------------------- what is no earnings paper

CHAT = screen(
    [(400, "群聊(25)")],
    [(60, "3月12日 14:20")],
    [(60, "我在美团跑单上个月收入8000元")],
    [(60, "我才6000.00元")],
    [(60, "3月13日 9:00")],
)
TRAIN = screen(
    [(60, "G1234 杭州东")],
    [(60, "2026年03月12日 08:30开 05车12A号")],
    [(60, "¥73.00元 二等座")],
    [(60, "检票口A12 候车室")],
)
SHOP = screen(
    [(400, "我的订单")], [(60, "全部 待付款 待发货 待收货")], [(60, "京东自营 2026-03-01")], [(60, "实付款 ¥59.90")]
)
BANK = sheet(
    ("招商银行交易流水",),
    ("交易日期", "交易金额", "账户余额", "对方户名"),
    ("2026-03-01", "+8.00", "9.00", "滴滴出行科技有限公司"),
)
LEDGER = sheet(
    ("招商银行交易记录",),
    ("交易日期", "交易时间", "收入", "支出", "余额", "交易类型", "交易备注"),
    ("20260301", "12:00:00", "8.00", "", "9.00", "转账", "美团骑手结算"),
)
ALIPAY = sheet(
    ("支付宝（中国）网络技术有限公司 电子客户回单",),
    ("交易时间", "交易对方", "收/支", "金额", "交易状态"),
    ("2026-03-01 12:00:00", "美团骑手", "收入", "8.00", "交易成功"),
)
LATER_PAGE = screen(
    [(40, "2026-03-01"), (300, "+8.00"), (500, "19.00"), (700, "北京三快在线科技有限公司")],
    [(40, "2026-03-02"), (300, "+9.00"), (500, "28.00"), (700, "滴滴出行科技有限公司 收入")],
    method="text",
)
BUYER = sheet(
    ("美团账单",),
    ("本账单不具备任何证明效力",),
    ("交易创建时间", "订单标题", "收/支", "实付金额"),
    ("2026-03-01 12:00:00", "外卖", "支出", "20.00"),
)
BLANK = screen([(400, "随便写写")])


@pytest.mark.parametrize(
    "leaf",
    [CHAT, TRAIN, SHOP, BANK, BUYER, BLANK, LEDGER, ALIPAY, LATER_PAGE],
    ids=["chat", "train", "shop", "bank", "buyer", "blank", "ledger", "alipay", "later page"],
)
def test_other_things_are_not_claimed(leaf: Region | Grid) -> None:
    assert claimed(leaf) is None


@pytest.mark.parametrize(("leaf", "is_one"), [(BUYER, True), (SHOP, True), (BANK, False), (TRAIN, False)])
def test_what_proves_no_income_is_told(leaf: Region | Grid, is_one: bool) -> None:
    (reader,) = [r for r in discover(extractors) if r.name == "not_a_statement"]
    assert bool(reader.claims(leaf)) is is_one
    if is_one:
        reading = reader.read([leaf], opened(leaf))
        assert reading.type == "unknown"
        assert reading.fields["kind"].value == "not_a_statement"


@pytest.mark.parametrize("make", [lambda: screen([(0, "")]), lambda: sheet(("",)), lambda: screen()])
def test_nothing_on_a_leaf_is_nothing_read(make: Callable[[], Region | Grid]) -> None:
    leaf = make()
    assert claimed(leaf) is None
    assert MEITUAN.read([leaf], opened(leaf)).notes
    assert GENERIC.read([leaf], opened(leaf)).rows == ()


def test_every_platform_of_the_contract_is_declared_and_says_how() -> None:
    guides = {r.guide.issuer: r.guide for r in READERS if r.guide}
    assert set(guides) == {
        "didi",
        "meituan",
        "eleme",
        "huolala",
        "shansong",
        "dada",
        "jd",
        "sf",
        "caocao",
        "t3",
        "other",
    }
    assert all("{start}" in guide.how and "{end}" in guide.how for guide in guides.values())
