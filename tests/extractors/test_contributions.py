"""Proofs of social insurance and the housing fund as lines and cells, one layout after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from leaves import opened, screen, sheet

from extractors import housing_fund, social_insurance
from pipeline.model import Contribution, Leaf, Reading, Region

NUMBER = "330106199003070014"
HEAD = (
    [(40, "姓名：王建国"), (500, f"社会保障号：{NUMBER}")],
    [(40, "参保单位：杭州青禾网络科技有限公司"), (600, "授权码：98765432109876543210")],
)


def read(leaf: Leaf, module: Any = social_insurance) -> Reading:
    assert module.READER.claims(leaf)
    return module.READER.read([leaf], opened(leaf))  # type: ignore[no-any-return]


def told(rows: Sequence[Any], scheme: str | None = None) -> list[tuple[Any, ...]]:
    assert all(isinstance(row, Contribution) for row in rows)
    return [(r.month, r.base, r.personal, r.paid, r.backpaid) for r in rows if scheme is None or r.scheme == scheme]


def wide(*rows: Sequence[tuple[float, str]]) -> Region:
    """A page of lines whose words stand well apart."""
    return screen(*([(3 * x, text) for x, text in row] for row in rows), method="text")


GROUPED = wide(
    [(300, "浙江省社会保险参保证明（个人专用）")],
    *HEAD,
    [(420, "养老"), (780, "失业")],
    [(40, "年月"), (180, "单位编号"), (940, "备注")],
    [(340, "缴费基数"), (420, "个人缴费"), (520, "到账情况"), (680, "缴费基数"), (780, "个人缴费"), (860, "到账情况")],
    [(40, "202608"), (180, "3301"), (340, "5000.00"), (430, "400.00"), (520, "已到账"), (680, "5000.00"), (790, "25.00"), (860, "已到账")],
    [(40, "202607"), (180, "3301"), (340, "5000.00"), (430, "400.00"), (520, "已到账"), (680, "5000.00"), (790, "25.00"), (860, "已到账"), (950, "补缴")],
    [(40, "202606"), (180, "3301"), (520, "未到账")],
    [(40, "打印时间：2026-09-05")],
    [(40, "本证明3个月内可在浙江政务服务网验证真伪")],
)  # fmt: skip


def test_schemes_as_groups_of_columns() -> None:
    rows = read(GROUPED).rows
    base, whole, part = Decimal("5000.00"), Decimal("400.00"), Decimal("25.00")
    assert told(rows, "pension") == [
        ("2026-08", base, whole, True, None),
        ("2026-07", base, whole, True, True),
        ("2026-06", None, None, False, None),
    ]
    assert [r[2] for r in told(rows, "unemployment")] == [part, part, None]


def test_fields_around_the_table() -> None:
    fields = {name: field.value for name, field in read(GROUPED).fields.items()}
    assert fields == {
        "holder": "王建国",
        "id_number": NUMBER,
        "employer": "杭州青禾网络科技有限公司",
        "region": "浙江省",
        "verification_code": "98765432109876543210",
        "issued_on": date(2026, 9, 5),
        "validity_months": 3,
    }


def test_year_and_month_apart_a_star_and_an_empty_row() -> None:
    leaf = wide(
        [(300, "深圳市社会保险历年参保缴费明细表（个人）")],
        [(40, "姓名：王建国")],
        [(420, "养老保险"), (800, "医疗保险")],
        [(40, "缴费年"), (140, "月"), (350, "基数"), (460, "单位交"), (570, "个人交"), (720, "基数"), (820, "单位交"), (920, "个人交")],
        [(40, "2026"), (140, "01"), (340, "5000.00*"), (460, "750.00"), (570, "400.00"), (710, "5000.00*"), (820, "250.00"), (920, "100.00")],
        [(40, "2026"), (140, "02")],
        [(40, "2026"), (140, "03"), (340, "6000.00"), (460, "900.00"), (570, "480.00"), (710, "6000.00"), (820, "300.00"), (920, "120.00")],
    )  # fmt: skip
    rows = read(leaf).rows
    assert told(rows, "medical") == [
        ("2026-01", Decimal("5000.00"), Decimal("100.00"), True, True),
        ("2026-02", None, None, False, None),
        ("2026-03", Decimal("6000.00"), Decimal("120.00"), True, None),
    ]


def test_two_tables_side_by_side_with_the_scheme_above() -> None:
    leaf = wide(
        [(300, "湖北省社会保险参保证明（个人专用）")],
        [(40, "姓名：王建国"), (500, "参保险种：企业职工基本养老保险")],
        [(40, "记录月份"), (200, "缴费基数(元)"), (400, "缴费类型"), (600, "记录月份"), (760, "缴费基数(元)"), (940, "缴费类型")],
        [(40, "202610"), (200, "5000.00"), (400, "正常"), (600, "202608"), (760, "4800.00"), (940, "补缴")],
        [(40, "202609"), (200, "5000.00"), (400, "正常"), (600, "202607"), (760, "4800.00"), (940, "正常")],
    )  # fmt: skip
    rows = read(leaf).rows
    assert [(r.month, r.scheme, r.backpaid) for r in rows] == [  # type: ignore[union-attr]
        ("2026-10", "pension", None), ("2026-09", "pension", None), ("2026-08", "pension", True), ("2026-07", "pension", None),
    ]  # fmt: skip


def test_a_scheme_in_every_row_of_a_sheet_and_a_span_of_months() -> None:
    leaf = sheet(
        ("个人社会保险参保缴费明细",),
        ("姓名：", "王建国"),
        ("起止年月", "险种类型", "缴费基数", "个人缴费", "缴费状态"),
        ("202601-202603", "企业职工基本养老保险", "5000", "400", "已缴费"),
        ("202601-202603", "失业保险", "5000", "25", "已缴费"),
        ("202604", "企业职工基本养老保险", "", "", "未缴费"),
    )
    rows = read(leaf).rows
    assert [r[0] for r in told(rows, "pension")] == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert [r[3] for r in told(rows, "pension")] == [True, True, True, False]
    assert [r[2] for r in told(rows, "unemployment")] == [Decimal("25.00")] * 3


def test_a_recognised_figure_that_the_others_contradict_is_not_believed() -> None:
    lines = [[(40, f"20260{n}"), (200, "5000.00"), (400, "400.00"), (600, "已缴费")] for n in range(1, 7)]
    lines[2][1] = (200, "6000.00")
    leaf = screen(
        [(300, "合肥市社会保险个人参保缴费证明")],
        [(40, "姓名：王建国"), (400, "险种：企业职工基本养老保险")],
        [(40, "缴费年月"), (200, "缴费基数"), (400, "个人缴费"), (600, "缴费状态")],
        *lines,
    )
    rows = read(leaf).rows
    assert [(r.base, r.personal) for r in rows][2] == (None, None)  # type: ignore[union-attr]
    assert {"base", "personal"} <= rows[2].unread
    assert [r.paid for r in rows] == [True] * 6  # type: ignore[union-attr]


def test_a_month_of_payment_beside_the_month_paid_for_is_no_second_table() -> None:
    leaf = sheet(
        ("社会保险参保缴费证明",),
        ("姓名：", "王建国"),
        ("费款所属期", "险种", "缴费基数", "个人缴费", "到账年月"),
        ("202601", "养老保险", "5000", "400", "202602"),
        ("202602", "养老保险", "5000", "400", "202603"),
    )
    assert [r.month for r in read(leaf).rows] == ["2026-01", "2026-02"]  # type: ignore[union-attr]


def test_the_funds_months() -> None:
    leaf = sheet(
        ("住房公积金缴存证明",),
        ("姓名：", "王建国", "个人公积金账号：", "330100998877"),
        ("缴存年月", "缴存基数", "单位缴存额", "个人缴存额", "月缴存额"),
        ("2026-01", "5000", "600", "600", "1200"),
        ("2026-02", "", "", "", ""),
        ("2026-03", "5000", "600", "600", "1200"),
    )
    found = read(leaf, housing_fund)
    assert [(r.month, r.amount, r.paid) for r in found.rows] == [  # type: ignore[union-attr]
        ("2026-01", Decimal("1200.00"), True), ("2026-02", None, False), ("2026-03", Decimal("1200.00"), True),
    ]  # fmt: skip
    assert found.fields["account"].value == "330100998877"


def test_the_funds_payments_day_by_day() -> None:
    leaf = sheet(
        ("个人住房公积金明细账",),
        ("姓名：", "王建国"),
        ("交易日期", "业务类型", "发生额", "账户余额"),
        ("2026-02-15", "汇缴[202601]", "1200", "13200"),
        ("2026-03-15", "汇缴[202602]", "1200", "14400"),
        ("2026-06-30", "年度结息", "88.2", "14488.2"),
        ("2026-07-02", "提取", "-5000", "9488.2"),
    )
    rows = read(leaf, housing_fund).rows
    assert [(r.month, r.amount) for r in rows] == [("2026-01", Decimal("1200.00")), ("2026-02", Decimal("1200.00"))]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "lines",
    [
        ("南宁市社会保险参保缴费证明（单位专用）", "参保人数(共9人)", "缴费基数"),
        ("银行交易明细", "交易日期 摘要 社会保险", "缴费"),
        ("关于缴纳社会保险的通知", "各单位：请按时缴费"),
    ],
)
def test_other_papers_are_no_proof(lines: tuple[str, ...]) -> None:
    leaf = screen(*([(40, line)] for line in lines), method="text")
    assert social_insurance.READER.claims(leaf) is None


def test_a_proof_without_months_says_so() -> None:
    leaf = screen(
        [(300, "浙江省社会保险参保证明")], [(40, "姓名：王建国")], [(40, "参保状态：正常参保")], method="text"
    )
    found = read(leaf)
    assert found.rows == ()
    assert found.notes


@pytest.mark.parametrize(("printed", "paid"), [(True, None), (False, False)])
def test_a_recognised_row_without_cells_is_a_gap_only_where_nothing_is_printed(
    printed: bool, paid: bool | None
) -> None:
    lines = [[(40, f"20260{n}"), (300, "5000.00"), (600, "已缴费")] for n in range(1, 5)]
    lines[2] = lines[2][:1]
    leaf = screen(
        [(300, "合肥市社会保险个人参保缴费证明")],
        [(40, "险种：企业职工基本养老保险")],
        [(40, "缴费年月"), (300, "缴费基数"), (600, "缴费状态")],
        *lines,
    )
    pixels = np.full((round(leaf.height), round(leaf.width), 3), 240, np.uint8)
    if printed:
        middle = 60 + 100 * 5
        pixels[middle - 12 : middle + 12, 310:420:6] = 30
        pixels[middle - 10 : middle - 7, 310:420] = 30
    found = read(replace(leaf, pixels=lambda: pixels))
    assert [r.paid for r in found.rows] == [True, True, paid, True]  # type: ignore[union-attr]


def recognised(*months: str) -> Region:
    lines = [[(40, month), (300, "5000.00"), (600, "已缴费")] for month in months]
    leaf = screen(
        [(300, "合肥市社会保险个人参保缴费证明")],
        [(40, "险种：企业职工基本养老保险")],
        [(40, "缴费年月"), (300, "缴费基数"), (600, "缴费状态")],
        *lines,
    )
    return replace(leaf, words=tuple(replace(word, sure=(0.98,) * len(word.text)) for word in leaf.words))


def test_a_misread_month_is_the_one_between_its_neighbours() -> None:
    found = read(recognised("202601", "202602", "202608", "202604", "202605"))
    assert [r.month for r in found.rows] == [f"2026-0{n}" for n in range(1, 6)]  # type: ignore[union-attr]
    assert [r.method for r in found.rows] == ["ocr", "ocr", "repaired", "ocr", "ocr"]
    assert found.notes == ()


def test_a_month_out_of_order_that_could_be_several_is_told_and_not_given() -> None:
    found = read(recognised("202601", "202602", "202608", "202605", "202606"))
    assert [r.month for r in found.rows] == ["2026-01", "2026-02", "2026-05", "2026-06"]  # type: ignore[union-attr]
    assert found.notes == ("第1页有一行的月份看不清，请人工核对",)


def test_a_gap_between_months_is_no_misreading() -> None:
    found = read(recognised("202601", "202602", "202606", "202607"))
    assert [r.month for r in found.rows] == ["2026-01", "2026-02", "2026-06", "2026-07"]  # type: ignore[union-attr]


def test_a_row_whose_month_cannot_be_read_is_told() -> None:
    found = read(recognised("202601", "20260l", "202603", "202604"))
    assert [r.month for r in found.rows] == ["2026-01", "2026-03", "2026-04"]  # type: ignore[union-attr]
    assert found.notes == ("第1页有一行的月份看不清，请人工核对",)
