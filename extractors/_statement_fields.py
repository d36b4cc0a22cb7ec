"""What stands around the table of a statement: whose account it is, the period, the day of issue, printed totals, page numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from extractors._statement_cells import own_side
from extractors._statement_words import STOPS
from pipeline.layout import Line, Printed, cut, labelled, lines, printed
from pipeline.model import Field, Leaf, Region, Word
from pipeline.table import Table, Vocabulary
from pipeline.text import days, money, person, squeeze


def fields_of(leaves: Sequence[Leaf], table: Table | None, labels: Vocabulary) -> dict[str, Field]:
    """The fields of a statement that are printed; one that is there and cannot be read has the value None and a reason."""
    outside = table.outside if table else tuple(line for leaf in leaves for line in lines(leaf))
    found = labelled(outside, labels, STOPS)
    own = own_side(table.rows) if table and {"payer", "payee"} <= table.columns.keys() else {}
    fields = {
        "holder": _holder(found.get("holder")) or _holder(own.get("holder")),
        "account": _account(found.get("account") or _run_on(outside, labels)) or _account(own.get("account")),
        "currency": _currency(found.get("currency")),
        "issued_on": _day(found.get("issued_on")) or _day(found.get("queried")),
        "verification_code": _code(found.get("verification_code")) or _code(found.get("serial_code")),
        "opened_on": _day(found.get("opened_on")),
        "opening_balance": _balance(found.get("opening_balance")),
        "page_numbers": _page_numbers(leaves, outside),
        **_period(found, outside),
        **_totals(outside, labels, found),
    }
    return {name: value for name, value in fields.items() if value}


def find_text(leaves: Sequence[Leaf], text: str) -> Printed | None:
    """The place where a text stands in the largest print (spaces apart), the first of equals: a title, not a note that names it too."""
    found = [at for leaf in leaves for line in lines(leaf) if (at := _in_line(line, text))]
    return max(found, key=lambda at: round(at[0]), default=(0.0, None))[1]


def _in_line(line: Line, text: str) -> tuple[float, Printed] | None:
    """How high the print is, and where, of a text within one word of a line, else over several."""
    for word in line.words:
        at = word.text.find(text)
        if at >= 0:
            return word.box.height, printed(line.leaf, [cut(word, at, at + len(text))], text)
    if text in squeeze(line.text):
        return line.box.height, printed(line.leaf, line.words, text)
    return None


# ---------------------------------------------------------------- single fields


_ALL = ("全部", "不限", "ALL")


def _currency(found: Printed | None) -> Field | None:
    return found.field(found.text) if found and found.text and squeeze(found.text).upper() not in _ALL else None


_NO_NAME = re.compile(r"[\d:：,，。/]")


def _holder(found: Printed | None) -> Field | None:
    if not found or not found.text:
        return None
    name = person(found.text)
    doubtful = not name or _NO_NAME.search(name) or len(name) > 40
    return found.field(None, "户名看不清") if doubtful else found.field(name)


_NUMBER = re.compile(r"[\dXx*•＊-]{6,}")


def _account(found: Printed | None) -> Field | None:
    """The account or card number without its spaces, masks as printed."""
    if not found or not found.text:
        return None
    number = _NUMBER.search("".join(found.text.split()))
    return found.field(number[0].strip("-")) if number else found.field(None, "账号看不清")


@lru_cache(maxsize=32)
def with_number(words: tuple[str, ...]) -> re.Pattern[str]:
    """A label of an account with its number behind it, in a line without spaces."""
    known = "|".join(re.escape(squeeze(word)) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![方手款])(?:{known})(?:\([^)]{{0,12}}\))?[A-Za-z/.]*:?([\d*•＊]{{8,}}[Xx]?)")


def _run_on(outside: Sequence[Line], labels: Vocabulary) -> Printed | None:
    """The number of an account that a recogniser gives as one word with its label, which has no colon, and with what follows."""
    if "account" not in labels:
        return None
    spelling = with_number(tuple(labels["account"]))
    for line in outside:
        for word in line.words if isinstance(line.leaf, Region) and line.leaf.method == "ocr" else ():
            if found := spelling.search(word.text):
                return printed(line.leaf, [cut(word, found.start(1), found.end(1))])
    return None


def _code(found: Printed | None) -> Field | None:
    return found.field("".join(found.text.split())) if found and found.text else None


_RUN_ON = re.compile(r"(\d{4}[-/.]\d{2}[-/.]\d{2})(?=\d{2}:)")  # a time that is run on to its day


def _day(found: Printed | None) -> Field | None:
    if not found or not found.text:
        return None
    read = days(_RUN_ON.sub(r"\1 ", found.text))
    return found.field(read[0]) if read else found.field(None, "日期看不清")


# ---------------------------------------------------------------- the period


def _period(found: Mapping[str, Printed], outside: Sequence[Line]) -> dict[str, Field | None]:
    """First and last day: of one label, of two, or of a line that holds nothing but two days."""
    whole = found.get("period")
    if not (whole and len(days(_dashed(whole.text))) >= 2) and ("start" in found or "end" in found):
        return {"period_start": _day(found.get("start")), "period_end": _day(found.get("end"))}
    whole = whole if whole and whole.text else _unlabelled(outside)
    if whole is None:
        return {}
    read = days(_dashed(whole.text))
    if len(read) < 2 or read[0] > read[1]:
        return {name: whole.field(None, "起止日期看不清") for name in ("period_start", "period_end")}
    first, last = _apart(whole, outside)
    return {"period_start": first.field(read[0]), "period_end": last.field(read[1])}


def _apart(whole: Printed, outside: Sequence[Line]) -> tuple[Printed, Printed]:
    """The two days of a period, each where it stands; the whole for both where they cannot be told apart."""
    line = next((line for line in outside if _holds(line, whole)), None)
    pieces = [piece for word in line.words for piece in _days_in(word)] if line else []
    inside = [piece for piece in pieces if line and _within(printed(line.leaf, [piece]), whole)]
    if (
        line is None
        or len(inside) != 2
        or [days(piece.text) for piece in inside] != [[d] for d in days(_dashed(whole.text))]
    ):
        return whole, whole
    return printed(line.leaf, inside[:1]), printed(line.leaf, inside[1:])


_A_DAY = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)|\d{4}年\d{1,2}月\d{1,2}日|(?<!\d)\d{8}(?!\d)")


def _days_in(word: Word) -> list[Word]:
    return [cut(word, found.start(), found.end()) for found in _A_DAY.finditer(word.text)]


def _holds(line: Line, piece: Printed) -> bool:
    return _within(piece, printed(line.leaf, line.words))


def _within(piece: Printed, whole: Printed) -> bool:
    """Whether a piece stands inside another, on the same page."""
    a, b = piece.place, whole.place
    if a.box is None or b.box is None or (a.file, a.page) != (b.file, b.page):
        return False
    return (
        b.box.left - 1 <= a.box.left and a.box.right <= b.box.right + 1
        and b.box.top - 1 <= a.box.centre[1] <= b.box.bottom + 1
    )  # fmt: skip


_TWO_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})-+(\d{4}-\d{2}-\d{2})|(\d{8})-+(\d{8})")


def _dashed(text: str) -> str:
    """The text with a space for a dash that parts two days, which would else be taken for a part of them, and before a time of day."""
    bare = _RUN_ON.sub(r"\1 ", squeeze(text))
    return _TWO_DAYS.sub(lambda m: f"{m[1] or m[3]} {m[2] or m[4]}", bare)


_ONLY_DAYS = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:-+|至|~|到)\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")


def _unlabelled(outside: Sequence[Line]) -> Printed | None:
    for line in outside:
        if _ONLY_DAYS.fullmatch(squeeze(line.text)):
            return printed(line.leaf, line.words)
    return None


# ---------------------------------------------------------------- printed totals and counts


_TOTALS = (("printed_in", "total_in", "page_in"), ("printed_out", "total_out", "page_out"))
_COUNTS = (
    ("printed_count_in", "total_count_in", ""),
    ("printed_count_out", "total_count_out", ""),
    ("printed_count", "total_count", "page_count"),
)


def _totals(outside: Sequence[Line], labels: Vocabulary, found: Mapping[str, Printed]) -> dict[str, Field | None]:
    """Totals of the whole paper; where it prints them by page, their sum, if every page that has rows prints one."""
    pages = _by_page(outside, labels)
    fields: dict[str, Field | None] = {}
    for name, total, page in _TOTALS:
        values = [_sum_of(one) for one in ([found[total]] if total in found else pages.get(page, []))]
        fields[name] = _added(found.get(total) or next(iter(pages.get(page, [])), None), values)
    for name, total, page in _COUNTS:
        counts = [_count_of(one) for one in ([found[total]] if total in found else pages.get(page, []))]
        fields[name] = _added(found.get(total) or next(iter(pages.get(page, [])), None), counts)
    return fields


def _by_page(outside: Sequence[Line], labels: Vocabulary) -> dict[str, list[Printed]]:
    wanted = {name: labels[name] for name in ("page_in", "page_out", "page_count") if name in labels}
    leaves: dict[int, list[Line]] = {}
    for line in outside:
        leaves.setdefault(id(line.leaf), []).append(line)
    found: dict[str, list[Printed]] = {}
    for page_lines in leaves.values():
        for name, value in labelled(page_lines, wanted, STOPS).items():
            found.setdefault(name, []).append(value)
    return found


_AMOUNT = re.compile(r"(?<![\d.,])[-+]?\d[\d,]*(?:\.\d{2}(?![\d.,])|(?=元))")


def _sum_of(found: Printed) -> Decimal | None:
    amount = _AMOUNT.search(squeeze(found.text))
    read = money(amount[0]) if amount else money(found.text)
    return abs(read) if read is not None else None


def _balance(found: Printed | None) -> Field | None:
    """A balance carried forward, with its sign."""
    amount = _AMOUNT.search(squeeze(found.text)) if found else None
    return found.field(money(amount[0])) if found and amount else None


def _count_of(found: Printed) -> int | None:
    count = re.match(r"(\d{1,6})(?:笔|条|行|$)", squeeze(found.text))
    return int(count[1]) if count else None


def _added(first: Printed | None, values: Sequence[Decimal | int | None]) -> Field | None:
    if first is None or not first.text:
        return None
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return first.field(None, "合计数看不清")
    return replace(first.field(sum(known[1:], known[0])), method="derived" if len(known) > 1 else first.method)


# ---------------------------------------------------------------- page n of m

_PAGE = re.compile(
    r"第(\d{1,4})页[,/]?-?共(\d{1,4})页|第(\d{1,4})/(\d{1,4})页|页数:(\d{1,4})/(\d{1,4})|^(\d{1,4})/(\d{1,4})$|共(\d{1,4})页[,/]?第(\d{1,4})页"
)


def _page_numbers(leaves: Sequence[Leaf], outside: Sequence[Line]) -> Field | None:
    """The printed numbers of the pages given, and of how many: "1,2,4/4"; absent unless every page says so alike."""
    said: dict[int, tuple[int, int]] = {}
    first: Printed | None = None
    for line in outside:
        if id(line.leaf) not in said and (found := _page_of(line.words)):
            said[id(line.leaf)] = found
            first = first or printed(line.leaf, line.words)
    if first is None or len(said) < len(leaves) or len({total for _, total in said.values()}) > 1:
        return None
    numbers = [said[id(leaf)] for leaf in leaves]
    return first.field(f"{','.join(str(number) for number, _ in numbers)}/{numbers[0][1]}")


def _page_of(words: Sequence[Word]) -> tuple[int, int] | None:
    text = squeeze("".join(word.text for word in words))
    found = _PAGE.search(text) or next((m for word in words if (m := _PAGE.fullmatch(squeeze(word.text)))), None)
    if not found:
        return None
    numbers = [int(group) for group in found.groups() if group]
    return (numbers[1], numbers[0]) if found[9] else (numbers[0], numbers[1])
