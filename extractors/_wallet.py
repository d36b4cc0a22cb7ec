"""How a wallet's statement is read: one mechanism, of which a wallet is a short declaration.

It is the banks' mechanism but for the direction. A wallet prints it in words, and a third one beside in and out: what moves between the
holder's own pockets, and what was given back, is neutral. Where it prints none, the signs and balances tell, as on a bank's paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial

from extractors import _statement
from extractors._page_numbers import is_later
from extractors._statement import Marks, has_marks, vocabulary
from extractors._statement_cells import filled, is_amount, is_moment
from extractors._statement_fields import find_text
from extractors._statement_proof import believable, proven, taken_back
from extractors._statement_signs import Read, is_descending, settle
from extractors._wallet_fields import fields_of, scope_of
from extractors._wallet_words import COLUMNS
from pipeline.layout import squeezed, words_of
from pipeline.model import Field, Grid, Guide, Leaf, Opened, Reading, Transaction
from pipeline.readers import Claim, Reader
from pipeline.table import Row, Table, Vocabulary, find_table, header_of
from pipeline.text import squeeze


@dataclass(frozen=True)
class Wallet:
    """A wallet's declaration.

    `title` is found in the title of its papers (without spaces, ASCII punctuation, lines apart by newlines); `marks` are groups of words
    that stand on an export whose head is lost. `columns` adds the wallet's own words to the common ones.
    """

    code: str
    name: str  # as an applicant says it
    printed: str  # as it calls itself on its papers
    how: str  # how to export a statement: "{start}" and "{end}" stand for the first and last day wanted
    title: re.Pattern[str]
    marks: Marks
    columns: Vocabulary = field(default_factory=dict)


def reader(wallet: Wallet) -> Reader:
    """The reader of one wallet's statements: exports, proofs, scans of these."""
    guide = Guide(wallet.code, wallet.name, wallet.how)
    columns = vocabulary(wallet.columns, COLUMNS)
    return Reader(
        name=f"wallet_statement_{wallet.code}",
        type="wallet_statement",
        claims=partial(_claims, wallet),
        read=partial(_read, wallet, columns, guide),
        continues=partial(_continues, columns),
        guide=guide,
    )


_HEAD = 60  # lines of a sheet; what stands below them is a row


def _top(leaf: Leaf) -> Leaf:
    return replace(leaf, rows=leaf.rows[:_HEAD]) if isinstance(leaf, Grid) else leaf


def _claims(wallet: Wallet, leaf: Leaf) -> Claim | None:
    top = _top(leaf)
    if wallet.title.search(squeezed(top)) or has_marks(top, wallet.marks):
        return Claim(0.98)
    return None


def _continues(columns: Vocabulary, leaf: Leaf) -> bool:
    """Whether a page goes on with the paper before it: by its number, by a header with the numbers of orders, or by rows without one."""
    if isinstance(leaf, Grid):  # every sheet is a paper of its own
        return False
    text = squeezed(leaf)
    if (later := is_later(text)) is not None:
        return later
    header = header_of(leaf, columns)
    return "order" in header if len(header) > 2 else _has_rows(leaf)


def _has_rows(leaf: Leaf) -> bool:
    texts = [word.text for word in words_of(leaf)]
    return any(map(_is_moment, texts)) and any(map(is_amount, texts))


# ---------------------------------------------------------------- reading


def _read(wallet: Wallet, columns: Vocabulary, guide: Guide, leaves: Sequence[Leaf], opened: Opened) -> Reading:
    name = find_text([_top(leaves[0])], wallet.printed)
    known = {"provider": name.field(wallet.code) if name else Field(wallet.code, 1.0, "derived")}
    table = find_table(leaves, columns, ANCHORS, figures=_statement.FIGURES)
    fields = {**known, **fields_of(leaves, table)}
    if table is None:
        return Reading("wallet_statement", fields, (), guide, notes=(_statement.no_table(leaves),))
    rows, notes = transactions(table)
    return Reading("wallet_statement", fields, rows, guide, notes=notes)


_WRITTEN = re.compile(r"\d{4} ?[-/.]")


def _is_moment(text: str) -> bool:
    """Whether a cell begins with a day that is written with its signs: the number of an order begins with the bare digits of one.

    A day in words ("2026年11月21日") counts with its time alone; without, it is the one under the seal.
    """
    return bool(_WRITTEN.match(text) or ("年" in text[:6] and ":" in text)) and is_moment(text)


ANCHORS = dict.fromkeys(("time", "date", "booked"), _is_moment)


def transactions(table: Table) -> tuple[tuple[Transaction, ...], tuple[str, ...]]:
    """The rows of a table, as printed from top to bottom, and what of it could not be read."""
    kept = [row for row in table.rows if _is_row(row)]
    read = [_statement.read_row(row, table) for row in kept]
    if "direction" in table.columns:
        settled = [_directed(one, way_of(row, table)) for one, row in zip(read, kept, strict=True)]
    else:
        settled = settle(read, signed=False)
        settled = proven(settled, is_descending(settled))
    if "balance" in table.columns and not believable([row for row in settled if not row.neutral]):
        settled = [taken_back(row) for row in settled]
    rows = tuple(_with_status(one, row) for one, row in zip(settled, kept, strict=True))
    return rows, tuple(_notes(rows, table))


_LEAST = 3


def _is_row(row: Row) -> bool:
    """A row without money is one that was not read whole; a day that stands nearly alone, or in a note, is that under the seal."""
    dated = any(_is_moment(row.text(name)) for name in ANCHORS)
    return _statement.has_money(row) or (dated and len(row.cells) >= _LEAST)


def _notes(rows: Sequence[Transaction], table: Table) -> Iterator[str]:
    yield from _statement.notes_of(rows, table)
    if scope := scope_of(table):
        yield f"这份导出只选了“{scope}”，不是全部交易，请重新导出并选“全部”"


# ---------------------------------------------------------------- which way

_WAYS = {
    **dict.fromkeys(("收入", "已收入", "收", "转入", "入账"), 1),
    **dict.fromkeys(("支出", "已支出", "支", "转出", "出账"), -1),
    **dict.fromkeys(("不计收支", "不计", "其他", "其它", "中性", "中性交易", "资金转移", "/", "-", "--"), 0),
}


_NEUTRAL_ALONE = ("不", "其", "中")
"""What a neutral row's word begins with, and no other's, so that the rest of it may be misread."""


def way_of(row: Row, table: Table) -> int | None:
    """1 for money in, -1 for money out, 0 for neutral; None where it cannot be told.

    Old exports leave the direction of a neutral row empty, and have a column for what became of the money.
    """
    said = squeeze(row.text("direction"))
    if not said and "funds" in table.columns:
        return _WAYS.get(squeeze(row.text("funds")), 0 if not filled(row.text("funds")) else None)
    misread = said[:1] in _NEUTRAL_ALONE and row.cells["direction"].method == "ocr"
    return 0 if misread else _WAYS.get(said)


def _directed(one: Read, way: int | None) -> Transaction:
    """The row with its amount; a sign that contradicts the direction leaves it unread."""
    printed = one.amounts.get("amount")
    contradicts = (way == 1 and one.sign == "-") or (way == -1 and one.sign == "+")
    if way is None or contradicts or not isinstance(printed, Decimal):
        return replace(one.row, amount=None, neutral=way == 0, unread=one.row.unread | {"amount"})
    return replace(one.row, amount=abs(printed) * (way or 1), neutral=way == 0)


# ---------------------------------------------------------------- what became of it

_CLOSED = re.compile(r"交易关闭|已关闭|^关闭|已取消|已撤销|失败|(?:等待|待)(?:买家)?付款|未(?:支付|付款)")


def _with_status(row: Transaction, printed: Row) -> Transaction:
    """The row with its state as printed, and whether it is an order that was closed: no money moved."""
    status = filled(printed.text("status"))
    if not status:
        return row
    return replace(row, status=status, closed=bool(_CLOSED.search(squeeze(status))))
