"""In which currency the rows of a statement are: by its label, by a column, or by codes that stand beside the amounts.

Amounts of two currencies are never added up, so the rows of each are a paper of their own. Where a paper prints several and a row none,
nobody can say what that row is of, and it is a paper of its own too, with a currency that is unread.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors._statement_signs import MONEY
from pipeline.currency import NAMES, SPELLINGS, YUAN, currency_beside, currency_of
from pipeline.layout import Printed
from pipeline.model import Field
from pipeline.table import Row, Table

_UNREAD = "?"
_OF_ALL = ("printed_in", "printed_out", "printed_count_in", "printed_count_out", "printed_count")

_Told = tuple[str, Printed | None]  # the code of a currency, "" where none is printed, and where it stands


def by_currency(table: Table, fields: Mapping[str, Field]) -> list[tuple[Table, dict[str, Field]]]:
    """The table with its fields, the currency among them; where the rows are in several, those of each with theirs.

    Printed totals are left out then, since nobody knows what they add up; what was missed is reported with the first.
    """
    told = _settled([_told(row) for row in table.rows], fields.get("currency"))
    codes = list(dict.fromkeys(code for code, _ in told)) or [""]
    if len(codes) == 1:
        return [(table, _with_currency(fields, codes[0], told))]
    shared = {name: field for name, field in fields.items() if name not in _OF_ALL}
    papers: list[tuple[Table, dict[str, Field]]] = []
    for code in codes:
        rows = tuple(row for row, (own, _) in zip(table.rows, told, strict=True) if own == code)
        rest = table if not papers else replace(table, missed=(), outside=(), pages=())
        papers.append((replace(rest, rows=rows), _with_currency(shared, code, told)))
    return papers


def _told(row: Row) -> _Told:
    for name in ("currency", "traded_in"):
        if (cell := row.cells.get(name)) and (code := currency_of(cell.text)):
            return code, cell
    for name in MONEY:
        if (cell := row.cells.get(name)) and (code := currency_beside(cell.text)):
            return code, cell
    return "", None


def _settled(told: Sequence[_Told], label: Field | None) -> list[_Told]:
    """The rows' currencies; one that prints none has the label's, else the only one that most rows print."""
    counts = Counter(code for code, _ in told if code)
    blank = len(told) - counts.total()
    own = currency_of(str(label.value)) if label else ""
    if not own and counts:
        most = next(iter(counts)) if len(counts) == 1 else _UNREAD
        own = most if len(counts) > 1 or counts.total() >= blank else ""
    return [one if one[0] else (own, None) for one in told]


def _with_currency(fields: Mapping[str, Field], code: str, told: Sequence[_Told]) -> dict[str, Field]:
    """The fields with the currency as it is printed beside the rows, unless the label says the same."""
    label = fields.get("currency")
    if code == _UNREAD:
        return {**fields, "currency": Field(None, 0.0, "derived", reason="币种看不清")}
    if label and (not code or currency_of(str(label.value)) == code):
        return dict(fields)
    cell = next((cell for own, cell in told if own == code and cell), None)
    return {**fields, "currency": cell.field(_as_printed(cell))} if cell else dict(fields)


def _as_printed(cell: Printed) -> str:
    """The text of a column's cell; of an amount what names the currency alone."""
    named = _NAMED.search(cell.text.upper())
    return named[0] if named and any(map(str.isdigit, cell.text)) else cell.text


_NAMED = re.compile(SPELLINGS)


def foreign(fields: Mapping[str, Field]) -> tuple[str, ...]:
    """What is told of a paper whose money is not counted because it is not in yuan (Chinese)."""
    field = fields.get("currency")
    if field is None:
        return ()
    code = currency_of(str(field.value or ""))
    if field.value is None:
        return ("有几笔交易的币种看不清，没有计入人民币收入，请核对",)
    if code == YUAN:
        return ()
    return (f"这部分流水的币种是{NAMES.get(code, field.value)}，金额没有折算，也没有计入人民币收入，请人工核对",)
