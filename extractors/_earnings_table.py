"""Earnings in a table: the rows by its column of days or months, the amount by its column's name and by the printed totals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors._earnings_entries import Entry, Listing, Total
from extractors._earnings_text import (
    KEPT_BACK,
    NET,
    PART_LABEL,
    TOTAL_ROW,
    VOID,
    WITHDRAWAL,
    cell_count,
    cell_money,
    cell_when,
    rank,
)
from pipeline.layout import Printed
from pipeline.model import Leaf, Method
from pipeline.table import Anchors, Row, Table, Vocabulary, find_table
from pipeline.text import squeeze

_AMOUNTS = (
    "实收金额", "实收", "实际收入", "实际到账", "到账金额", "入账金额", "实发金额", "净收入", "司机收入", "司机实收", "骑手实收", "实收收入", "实收合计", "骑手收入", "个人收入", "实得收入",
    "收入合计", "合计收入", "合计金额", "合计", "总计", "总收入", "总收益", "总金额", "总额", "小计", "结算金额", "结算收入", "应发金额", "当日收入", "日收入",
    "当月收入", "月收入", "本月收入", "收入", "收益", "收入金额", "订单收入", "报酬", "劳务报酬", "薪酬", "工资", "佣金", "跑单收入", "流水收入",
    "金额", "流水", "流水金额", "订单金额", "交易金额", "车费", "车费流水", "运费", "里程费", "时长费", "起步费", "等候费", "高速费", "停车费", "配送费", "派送费", "跑腿费", "基础配送费", "费用",
    "奖励", "奖励金", "奖金", "活动奖励", "平台奖励", "额外奖励", "冲单奖励", "补贴", "补助", "活动补贴", "小费", "打赏", "乘客打赏", "感谢费", "其他收入", "其他",
    "扣款", "罚款", "扣罚", "平台服务费", "服务费", "信息费", "手续费", "抽成", "个税", "税费", "代扣个税", "调整", "高温补贴", "夜间补贴", "恶劣天气补贴",
)  # fmt: skip

VOCABULARY: Vocabulary = {
    "date": (
        "日期", "完成日期", "结算日期", "统计日期", "业务日期", "账单日期", "入账日期", "到账日期", "收入日期", "出车日期", "接单日期", "订单日期", "交易日期", "配送日期",
        "时间", "完成时间", "订单时间", "完单时间", "送达时间", "下单时间", "接单时间", "结算时间", "入账时间", "到账时间", "交易时间", "行程时间", "创建时间", "结算日", "日", "天",
    ),
    "month": ("月份", "年月", "统计月份", "账单月份", "结算月份", "结算月", "所属月份", "所属期", "收入月份", "账期", "月度", "税款所属期", "月"),
    "span": ("周期", "结算周期", "账单周期", "统计周期", "周", "周次", "期间", "时间段", "收入期间", "结算期间"),
    "orders": (
        "完单数", "完单量", "完成单量", "完成单数", "完成订单", "完成订单数", "订单数", "订单量", "单量", "单数", "有效单", "有效单量", "有效订单数", "派送单数", "配送单量",
        "跑单量", "跑单数", "接单数", "接单量", "运单数", "运单量", "趟数", "行程数", "订单总数", "总单量", "笔数", "次数", "件数", "派件量",
    ),
    "kind": ("类型", "收入类型", "费用类型", "业务类型", "订单类型", "账单类型", "项目", "收入项目", "科目", "收支项目", "摘要", "说明", "事项", "名称", "款项类型"),
    "direction": ("收支", "收/支", "收支类型", "收支方向", "方向"),
    "status": ("状态", "订单状态", "结算状态", "交易状态"),
    "platform": ("平台", "平台名称", "来源平台"),
    "number": ("序号", "编号", "订单号", "订单编号", "运单号", "单号", "流水号"),
    "balance": ("余额", "账户余额"),
} | {f"¥{name}": (name,) for name in _AMOUNTS}  # fmt: skip


def _anchors(column: str) -> bool:
    return cell_when(column) is not None or bool(TOTAL_ROW.match(squeeze(column)))


ANCHORS: Anchors = {"date": _anchors, "month": _anchors, "span": _anchors}


def table_of(leaves: Sequence[Leaf]) -> Table | None:
    """The table of earnings on the leaves; None where they hold none."""
    table = find_table(leaves, VOCABULARY, ANCHORS, least=2)
    return table if table and _anchor(table) and _named(table) else None


def _anchor(table: Table) -> str:
    return next((a for a in ANCHORS if a in table.columns), "")


def read_table(table: Table, total: Decimal | None) -> Listing:
    """What a table lists. `total` is the sum printed outside it, where there is one."""
    anchor = _anchor(table)
    column = _amount_column(table, anchor, total)
    entries = tuple(e for row in _earned(table, anchor) if (e := _entry(row, anchor, column)))
    notes = tuple(f"{_page(line)}有一行无法辨认，请人工核对" for line in table.missed if not _is_total(line.text))
    return Listing(entries, _closing(table, anchor, column), notes)


def _page(line: Printed) -> str:
    return f"第{line.place.page}页" if line.place.page else ""


# ---------------------------------------------------------------- rows


def _is_total(text: str) -> bool:
    return bool(TOTAL_ROW.match(squeeze(text))) or squeeze(text).startswith(("合计", "总计", "共计"))


def _row_is_total(row: Row, anchor: str) -> bool:
    return any(TOTAL_ROW.match(squeeze(row.text(c))) for c in (anchor, "number", "kind", "orders"))


def _earned(table: Table, anchor: str) -> Iterator[Row]:
    """The rows that are earnings: no sums, nothing cancelled, no withdrawal of what was earned before."""
    for row in table.rows:
        withdrawn = WITHDRAWAL.search(row.text("kind")) or WITHDRAWAL.search(row.text("direction"))
        if not (_row_is_total(row, anchor) or VOID.search(row.text("status")) or withdrawn):
            yield row


def _entry(row: Row, anchor: str, column: _Column) -> Entry | None:
    when = cell_when(row.text(anchor))
    amount = column.amount(row)
    if when is None or (amount is None and not column.printed(row)):
        return None
    if re.search("支出|扣", row.text("direction")) and amount is not None and amount > 0:
        amount = -amount
    shown = column.printed(row) or row.cells[anchor]
    place = Printed(shown.text, row.place, min(shown.confidence, row.cells[anchor].confidence), shown.method)
    method: Method | None = "derived" if len(column.names) > 1 else None
    return Entry(when, amount, place, cell_count(row.text("orders")), row.text("kind") or None, method=method)


# ---------------------------------------------------------------- the column of amounts


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the amount of a row stands: one column, or several that make it together (`signs` are 1 or -1)."""

    names: tuple[str, ...]
    signs: tuple[int, ...] = (1,)

    def amount(self, row: Row) -> Decimal | None:
        """The amount of a row; None where a part of it is printed and cannot be read, or nothing is."""
        parts = [_value(row.text(name)) for name in self.names]
        if None in parts or not any(row.text(name) for name in self.names):
            return None
        return sum(
            (sign * _signless(part, sign) for sign, part in zip(self.signs, parts, strict=True) if part is not None),
            Decimal(0),
        )

    def printed(self, row: Row) -> Printed | None:
        """The cell of the first of its columns that is filled."""
        return next((row.cells[name] for name in self.names if row.text(name)), None)


def _value(text: str) -> Decimal | None:
    if text.strip("-—/ ") == "":
        return Decimal(0)
    return cell_money(text)


def _signless(value: Decimal, sign: int) -> Decimal:
    return abs(value) if sign < 0 else value


def _amount_column(table: Table, anchor: str, total: Decimal | None) -> _Column:
    """The column that holds what a row brought in all: proven by a printed total, else the first by its name."""
    named = _named(table)
    ranked = sorted(named, key=lambda name: rank(named[name]))
    rows = list(_earned(table, anchor))
    candidates = [_Column((name,)) for name in ranked]
    parts = _parts(named)
    whole = rank(named[ranked[0]]) < NET
    if not whole and len(parts.names) > 1:
        candidates.insert(0, parts)
    proven = [
        c for c in candidates if _sum(rows, c) is not None and _sum(rows, c) == _sum_printed(table, anchor, c, total)
    ]
    return (proven or candidates)[0]


def _named(table: Table) -> Mapping[str, str]:
    """The columns that hold amounts: concept -> what the header calls it."""
    known = {concept: text for concept, text in table.columns.items() if concept.startswith("¥")}
    unknown = {c: text for c, text in table.columns.items() if c.startswith("?") and rank(squeeze(text)) < 4}
    return {concept: squeeze(text) for concept, text in (known | unknown).items()}


def _parts(named: Mapping[str, str]) -> _Column:
    """All columns of amounts together: pay and bonuses less what is kept back."""
    names = tuple(named)
    return _Column(names, tuple(-1 if KEPT_BACK.search(named[n]) and PART_LABEL.search(named[n]) else 1 for n in names))


def _sum(rows: Sequence[Row], column: _Column) -> Decimal | None:
    amounts = [column.amount(row) for row in rows]
    return None if None in amounts or not amounts else sum((a for a in amounts if a is not None), Decimal(0))


def _sum_printed(table: Table, anchor: str, column: _Column, total: Decimal | None) -> Decimal | None:
    """The total that tells the column: printed outside the table, or the only one of its closing row."""
    if total is not None:
        return total
    filled = [
        [name for name in _named(table) if cell_money(row.text(name)) is not None]
        for row in table.rows
        if _row_is_total(row, anchor)
    ]
    closing = next((row for row in table.rows if _row_is_total(row, anchor)), None)
    return column.amount(closing) if closing and filled[0] == list(column.names) else None


def _closing(table: Table, anchor: str, column: _Column) -> Total | None:
    for row in reversed(table.rows):
        shown = column.printed(row)
        if shown and _row_is_total(row, anchor) and "小计" not in row.text(anchor):
            return Total(column.amount(row), shown, cell_count(row.text("orders")), closing=True)
    return None
