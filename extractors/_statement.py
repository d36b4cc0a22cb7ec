"""How a bank's statement is read: one mechanism, of which a bank is a short declaration.

The columns are found by their header words, the labels by theirs. Which way money went is told by a sign, a pair of columns or a flag;
where the amounts carry none of them, by the balances, and where these cannot tell either the amount stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial

from extractors._page_numbers import is_later
from extractors._statement_again import Seen, seen_again
from extractors._statement_apart import accounts_apart, with_shared
from extractors._statement_cells import (
    BLANK,
    amount_of,
    amounts_in,
    filled,
    flag_of,
    is_amount,
    is_moment,
    moment,
    party_of,
    sign_of,
)
from extractors._statement_currency import by_currency, foreign
from extractors._statement_days import day_in, in_order
from extractors._statement_fields import fields_of, find_text
from extractors._statement_links import Take
from extractors._statement_places import at_their_places
from extractors._statement_proof import believable, proven, taken_back
from extractors._statement_signs import COLUMN_NAMES, MONEY, Read, dated, is_descending, settle, with_first
from extractors._statement_words import COLUMNS, LABELS
from extractors._wallet_words import PAPER
from pipeline.joining import said_unread
from pipeline.layout import Line, printed, squeezed
from pipeline.levelling import levelled
from pipeline.model import Field, Guide, Leaf, Opened, Reading, Region, Transaction
from pipeline.readers import Claim, Reader
from pipeline.table import TOTAL, Row, Table, Vocabulary, find_table, header_of
from pipeline.text import clock, squeeze

Marks = tuple[tuple[str, ...], ...]
"""Groups of words without spaces: a leaf is the issuer's where of any group all words stand on it."""


@dataclass(frozen=True)
class Bank:
    """A bank's declaration.

    `columns` and `labels` add the bank's own words to the common ones (`extractors._statement_words`), and overrule these where a word
    means something else there. `signed` says that the one column of amounts carries signs: one without a sign is money in.
    """

    code: str
    name: str  # as an applicant says it
    printed: str  # as the bank writes it on its papers
    how: str  # how to export a statement: "{start}" and "{end}" stand for the first and last day wanted
    marks: Marks
    columns: Vocabulary = field(default_factory=dict)
    labels: Vocabulary = field(default_factory=dict)
    signed: bool = False


def reader(bank: Bank) -> Reader:
    """The reader of one bank's statements, digital, scanned or as a spreadsheet."""
    guide = Guide(bank.code, bank.name, bank.how)
    return Reader(
        name=f"bank_statement_{bank.code}",
        type="bank_statement",
        claims=partial(_claims, bank),
        read=partial(_read, bank, guide),
        continues=continues,
        guide=guide,
    )


def _claims(bank: Bank, leaf: Leaf) -> Claim | None:
    return Claim(0.98) if has_marks(leaf, bank.marks) and not PAPER.search(squeezed(leaf)) else None


def has_marks(leaf: Leaf, marks: Marks) -> bool:
    """Whether all words of any group stand on the leaf (spaces and kinds of punctuation apart)."""
    text = squeezed(leaf)
    return any(all(mark in text for mark in group) for group in marks)


def vocabulary(own: Vocabulary, common: Vocabulary) -> Vocabulary:
    """Words of both; a word of `own` means what it means there, whatever `common` says."""
    taken = {squeeze(word) for words in own.values() for word in words}
    return {
        name: (*own.get(name, ()), *(word for word in common.get(name, ()) if squeeze(word) not in taken))
        for name in {**common, **own}
    }


# ---------------------------------------------------------------- pages of one statement

_ROW = re.compile(r"\d{4}[-/.年]?\d{2}[-/.月]?\d{2}.*\d\.\d\d")


def continues(leaf: Leaf) -> bool:
    """Whether a page goes on with the statement before it: it says so by its number, or holds rows and is no page 1."""
    leaf = levelled(leaf)
    text = squeezed(leaf)
    if (later := is_later(text)) is not None:
        return later
    return bool(_ROW.search(text)) or len(header_of(leaf, COLUMNS)) > 2


# ---------------------------------------------------------------- reading


def _read(bank: Bank, guide: Guide, leaves: Sequence[Leaf], opened: Opened) -> Reading:
    columns, labels = vocabulary(bank.columns, COLUMNS), vocabulary(bank.labels, LABELS)
    known = {"bank": Field(bank.code, 1.0, "derived")}
    name = find_text(leaves[:1], bank.printed)
    if name:
        known = {"bank": name.field(bank.code), "bank_name": name.field(bank.printed)}
    return read_statement(leaves, columns, labels, known, bank.signed, guide)


def read_statement(
    leaves: Sequence[Leaf],
    columns: Vocabulary,
    labels: Vocabulary,
    known: Mapping[str, Field],
    signed: bool,
    guide: Guide | None = None,
) -> Reading:
    """What the leaves of one statement say; `known` are fields that tell the issuer."""
    accounts = accounts_apart([levelled(leaf) for leaf in leaves], columns, labels)
    readings = [
        (reading, account)
        for account in accounts
        for reading in _papers(account, columns, labels, known, signed, guide)
    ]
    return with_shared([reading for reading, _ in readings], [account for _, account in readings])


def _papers(
    leaves: Sequence[Leaf],
    columns: Vocabulary,
    labels: Vocabulary,
    known: Mapping[str, Field],
    signed: bool,
    guide: Guide | None,
) -> Iterator[Reading]:
    """What the leaves of one account say: a paper for each currency that its rows are in."""
    table = find_table(leaves, columns, ANCHORS, figures=FIGURES)
    fields = {**known, **fields_of(leaves, table, labels)}
    if table is None:
        yield Reading("bank_statement", fields, (), guide, notes=(no_table(leaves), *foreign(fields)))
        return
    for part, own in by_currency(table, fields):
        rows, notes = transactions(part, signed, own)
        yield Reading("bank_statement", own, rows, guide, notes=(*notes, *foreign(own)))


def no_table(leaves: Sequence[Leaf]) -> str:
    """That no rows were found, and where (Chinese)."""
    pages = [str(leaf.page.number) for leaf in leaves if isinstance(leaf, Region)]
    return f"第 {'、'.join(pages)} 页没有找到交易明细" if pages else "表格里没有找到交易明细"


# ---------------------------------------------------------------- rows

ANCHORS = dict.fromkeys(("date", "time", "booked"), is_moment)
FIGURES = frozenset((*MONEY, "available"))


def transactions(
    table: Table, signed: bool, fields: Mapping[str, Field]
) -> tuple[tuple[Transaction, ...], tuple[str, ...]]:
    """The rows of a table, as printed from top to bottom, and what of it could not be read; `fields` are those around it."""
    kept = [row for row in table.rows if has_money(row)]
    read = dated([read_row(row, table) for row in kept], [not _days_cell(row) for row in kept])
    read = in_order(read, [_sureness(row) for row in kept], partial(_days_again, kept))
    settled = settle(read, signed)
    settled = at_their_places(settled, kept, is_descending(settled))
    unsigned = [not (one.sign or one.flag) and isinstance(one.amounts.get("amount"), Decimal) for one in read]
    settled = proven(settled, is_descending(settled), unsigned, partial(_again, kept, read))
    settled = with_first(settled, read, fields, is_descending(settled))
    if _balance(table) and not believable(settled):
        settled = [taken_back(row) for row in settled]
    return tuple(settled), tuple(notes_of(settled, table))


def _again(rows: Sequence[Row], read: Sequence[Read], at: int, column: str) -> list[Take]:
    """Further readings of the amount or the balance of a row, with the direction that its column or flag gives."""
    row, one = rows[at], read[at]
    names = [name for name in ("income", "expense") if name in row.cells] if column == "amount" else []
    if column == "balance" and "balance" not in row.cells and "available" in row.cells:
        names = ["available"]
    takes: list[Take] = []
    for name in names or [column]:
        first = [Seen(row.text(name), 0.0)] if row.text(name) and amount_of(row.text(name)) is None else []
        for seen in (*first, *seen_again(row, name, rows)):
            found = amounts_in(seen.text)
            way = -1 if name == "expense" else one.flag if name == "amount" and one.flag else 1
            known = name != "amount" or bool(one.flag or sign_of(seen.text))
            takes.append(
                Take(seen.text, tuple(abs(a) * way if name == "expense" else a * way for a in found), seen.sure, known)
            )
    return takes


def _balance(table: Table) -> str:
    """The column of balances; the available one only where no booked one is printed beside it. "" where there is neither."""
    return next((name for name in ("balance", "available") if name in table.columns), "")


def has_money(row: Row) -> bool:
    """Whether anything stands in a column of money."""
    return any(char.isdigit() for name in MONEY for char in row.text(name))


def notes_of(rows: Sequence[Transaction], table: Table) -> Iterator[str]:
    """What of a table could not be read, in Chinese, with the page."""
    for page in _unaccounted(table):
        yield f"{_where(page)}有一行交易没有读出，请核对"
    for page in sorted(set(table.pages) - {row.page for row in rows}):
        yield f"第 {page} 页有表头而没有读出交易，请核对"
    for row in rows:
        if row.unread:
            yield said_unread(_where(row.page), "、".join(COLUMN_NAMES[name] for name in sorted(row.unread)))


def _unaccounted(table: Table) -> Iterator[int | None]:
    """The page of every line that was seen and is not given: rows seen = rows given + these, whatever the layout."""
    yield from (missed.place.page for missed in table.missed)
    for row in table.rows:
        if not has_money(row) and any(is_amount(cell.text) for cell in row.cells.values()):
            yield row.page
    for line in table.outside:
        if _is_row_like(line):
            yield printed(line.leaf, line.words).place.page


_DAY_LIKE = re.compile(
    r"(?<![\d.*])(?:\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|(?:19|20)\d{6})(?![\d*])"
)
_AMOUNT_LIKE = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d(?![\d.])")
_IS_SAID = re.compile(  # what stands before the value of a label, or before the end of a period
    rf"(?:[:：]|\d ?[~至到—-]{{1,2}}|{'|'.join(re.escape(word) for words in LABELS.values() for word in words)})$"
)


def _is_row_like(line: Line) -> bool:
    """Whether a line of several words holds something like a day, and an amount, that are no values of labels, and is no total or note."""
    text = line.text
    return (
        len(line.words) > 1
        and all(any(_is_bare(found, text) for found in shape.finditer(text)) for shape in (_DAY_LIKE, _AMOUNT_LIKE))
        and not TOTAL.match(squeeze(text))
        and not _NOTE.match(squeeze(text))
    )


_NOTE = re.compile(r"温馨提示|(?:特别)?(?:说明|提示|声明)|备?注[:\d]|以上|打印(?:时间|日期|完毕)")


def _is_bare(found: re.Match[str], text: str) -> bool:
    sign = found.start() and text[found.start() - 1] in "+-"
    return not _IS_SAID.search(text[: found.start() - bool(sign)].rstrip())


def _where(page: int | None) -> str:
    return f"第 {page} 页" if page else "表格中"


def read_row(row: Row, table: Table) -> Read:
    """A row without its amount yet, with all that its cells say."""
    day_, time_ = _when(row)
    amounts = {name: amount_of(row.text(name)) for name in MONEY if name in table.columns}
    if column := _balance(table):
        amounts["balance"] = amount_of(row.text(column))
    name, account = party_of(row)
    unread = {column for column, text in (("date", day_), ("balance", amounts.get("balance", BLANK))) if text is None}
    confidence = min((cell.confidence for key, cell in row.cells.items() if not key.startswith("?")), default=1.0)
    balance = amounts.get("balance")
    return Read(
        Transaction(
            date=day_,
            amount=None,
            time=time_,
            balance=balance if isinstance(balance, Decimal) else None,
            counterparty=name,
            counterparty_account=account,
            summary=_summary(row, table),
            page=row.page,
            place=row.place,
            method=next(iter(row.cells.values())).method,
            confidence=confidence,
            unread=frozenset(unread),
        ),
        amounts,
        flag_of(row.text("direction")),
        sign_of(row.text("amount")),
    )


def _days_cell(row: Row) -> str:
    """What stands where the day should stand."""
    return row.text(_days_column(row))


def _days_column(row: Row) -> str:
    """The column that gives a row its day, else the first that should."""
    filled_ = [name for name in ("date", "booked", "time") if name in row.cells]
    return next((name for name in filled_ if moment(row.text(name))[0]), next(iter(filled_), "date"))


def _sureness(row: Row) -> float:
    """How sure the cell of a row's day is; one that is shorter than a day is not."""
    cell = row.cells.get(_days_column(row))
    return cell.confidence if cell and day_in(cell.text) else 0.0


def _days_again(rows: Sequence[Row], at: int) -> list[Seen]:
    """The first and the further readings of the cell of a row's day."""
    column = _days_column(rows[at])
    return [Seen(rows[at].text(column), 0.0), *seen_again(rows[at], column, rows)]


def _when(row: Row) -> tuple[date | None, str | None]:
    """Day and time of a row. A cell that holds both is the surest; the day of booking is asked last."""
    found = [moment(row.text(name)) for name in ("date", "time", "booked")]
    both = next((pair for pair in found if pair[0] and pair[1]), None)
    day_ = next((pair[0] for pair in found if pair[0]), None)
    return both or (day_, clock(row.text("time")))


def _summary(row: Row, table: Table) -> str | None:
    """The summary, else the kind of transaction; where a layout has neither column, its remark."""
    columns = ("summary", "kind") if "summary" in table.columns or "kind" in table.columns else ("remark",)
    return next((text for name in columns if (text := filled(row.text(name)))), None)
