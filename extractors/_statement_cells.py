"""What single cells of a statement say: days and times, amounts, flags, the other side's name and account."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from pipeline.currency import SPELLINGS
from pipeline.layout import Printed
from pipeline.table import Row
from pipeline.text import clock, day, money, squeeze


class Blank(Enum):
    """A cell that holds nothing, which is not a cell that cannot be read."""

    BLANK = "blank"


BLANK = Blank.BLANK

_PLACEHOLDER = re.compile(r"[-_/*]*|\(?(?:空|无)\)?|null|None|N/A", re.IGNORECASE)


@lru_cache(maxsize=4096)
def filled(text: str) -> str:
    """The text of a cell, "" where only a placeholder stands there: dashes, "/", "***", （空）, 无."""
    return "" if _PLACEHOLDER.fullmatch(squeeze(text)) else text.strip()


def amount_of(text: str) -> Decimal | Blank | None:
    """An amount with its sign, `BLANK` where the cell is empty, None where something stands there that is no amount.

    The sign may be a minus before or behind, brackets, or a word beside the number: "100.00-", "(100.00)", "100.00 DR", "借 100.00".
    """
    return _figure(text)[0] if filled(text) else BLANK


_SIDE_BY_SIDE = re.compile(r"[\d.,]\s+[\d.,]")
_OUTWARD = "借方?|支出?|取出|转出|付出?|DR|D"
_INWARD = "贷方?|收入?|存入|转入|CR|C"
_FIGURE = re.compile(
    rf"(?P<sign>[+-]?)(?:{SPELLINGS})?(?P<word>{_OUTWARD}|{_INWARD})?:?(?:{SPELLINGS})?(?P<open>\(?)(?P<number>[+-]?[\d,]+(?:\.\d+)?)"
    rf"(?P<close>\)?)(?:元|{SPELLINGS})?(?P<tail>[+-]|{_OUTWARD}|{_INWARD})?",
    re.IGNORECASE,
)
_IS_OUTWARD = re.compile(rf"(?:-|{_OUTWARD})", re.IGNORECASE)


@lru_cache(maxsize=4096)  # a row's amount is asked for several times over
def _figure(text: str) -> tuple[Decimal | None, str]:
    """What an amount says, and the sign that it is marked with ("" for none); a minus beside a word turns it round (a reversal)."""
    found = None if _SIDE_BY_SIDE.search(text) else _FIGURE.fullmatch(squeeze(text))
    read = money(found["sign"] + found["number"].lstrip("+-" if found["sign"] else "")) if found else None
    if found is None or read is None or bool(found["open"]) != bool(found["close"]):
        return None, ""
    marks = [mark for mark in (found["word"], found["tail"]) if mark]
    outward = sum(bool(_IS_OUTWARD.fullmatch(mark)) for mark in marks) + bool(found["open"])
    signed = bool(marks or found["open"] or found["sign"] or found["number"][0] in "+-")
    value = -read if outward and (read > 0 or found["word"]) else read
    return value, ("-" if value < 0 else "+") if signed else ""


_INSIDE = re.compile(r"[+-]?\d[\d,]*\.\d\d")


def amounts_in(text: str) -> list[Decimal]:
    """The amounts of a recognised cell, which may hold a bit of a neighbour or of a watermark too."""
    found = _figure(text)[0]
    inside = (money(one) for one in _INSIDE.findall(squeeze(text)))
    return [one for one in inside if one is not None] if found is None else [found]


def is_amount(text: str) -> bool:
    """Whether a text is nothing but an amount with its cents, which tells it from a number of anything else."""
    return bool(_CENTS.search(text)) and _figure(text)[0] is not None


_CENTS = re.compile(r"\d\.\d\d(?!\d)")


def sign_of(text: str) -> str:
    """The sign that an amount is marked with, "" where it has none."""
    return _figure(text)[1]


# ---------------------------------------------------------------- day and time

_GLUED = re.compile(
    r"(\d{4}-\d{1,2}-\d{2}|\d{4}/\d{1,2}/\d{2}|\d{4}\.\d{1,2}\.\d{2}|\d{8}|\d{4}年\d{1,2}月\d{1,2}日)((?:\d{2}:?\d{2}.*)?)"
)


@lru_cache(maxsize=4096)  # the same day stands in many rows, and is asked for several times of each
def moment(text: str) -> tuple[date | None, str | None]:
    """Day and time of a cell: "2026-03-01", "20260301 101500", "2026/3/1 10:15:00", "2026-03-0110:15:00"."""
    if not text[:4].isdigit():
        return None, None
    first, _, rest = text.strip().partition(" ")
    if found := day(first):
        return found, clock(rest)
    glued = _GLUED.fullmatch(squeeze(text))
    found = day(glued[1]) if glued else None
    return (found, clock(glued[2])) if glued and found else (None, None)


def is_moment(text: str) -> bool:
    """Whether a cell begins with a day."""
    return moment(text)[0] is not None


# ---------------------------------------------------------------- which way

_OUT = re.compile(r"借|支|转出|付|取|往账|d(?:r|ebit)?$", re.IGNORECASE)
_IN = re.compile(r"贷|收|转入|存|来账|c(?:r|redit)?$", re.IGNORECASE)


def flag_of(text: str) -> int:
    """1 for money in, -1 for money out, 0 where the cell tells neither, or both."""
    bare = squeeze(text)
    chinese = re.sub(r"[A-Za-z/().]", "", bare)
    out, into = _OUT.match(chinese or bare), _IN.match(chinese or bare)
    return bool(into) - bool(out)


# ---------------------------------------------------------------- the other side

_ACCOUNT = r"(?:[A-Za-z]?\d[\d*]{4,}[A-Za-z\d*]*|[\d*]{6,}|[A-Za-z]\*{3,}\d+[A-Za-z]?)"
_NAME_FIRST = re.compile(rf"(?P<name>.*?[^\d*/A-Za-z]|[^\d]*?)[/|]?(?P<account>{_ACCOUNT})(?:[/|].*)?")
_ACCOUNT_FIRST = re.compile(rf"(?P<account>{_ACCOUNT})[/|]?(?P<name>.*)")


def party_of(row: Row) -> tuple[str | None, str | None]:
    """Name and account of the other side, from their own columns or from one that holds both; None where empty."""
    other = _other_side(row) if row.cells.keys() & {"payer", "payee"} else ""
    name = filled(row.text("counterparty")) or filled(row.text(other))
    account = filled(row.text("counterparty_account")) or filled(row.text(f"{other}_account"))
    with_bank = re.search(_ACCOUNT, squeeze(row.text("party_account")))
    account = account or (with_bank[0] if with_bank else "")
    both = filled(row.text("party"))
    if both:
        one, other = split_party(both)
        name, account = name or one, account or other
    return name or None, re.sub(r"\s", "", account) or None


def _other_side(row: Row) -> str:
    """Of a layout that names who paid and who was paid, the column of the one who is not the holder; "" where none can tell."""
    into, out = (isinstance(amount_of(row.text(name)), Decimal) for name in ("income", "expense"))
    sign = sign_of(row.text("amount"))
    way = flag_of(row.text("direction")) or into - out or (sign == "+") - (sign == "-")
    return {1: "payer", -1: "payee"}.get(way, "")


def own_side(rows: Sequence[Row]) -> dict[str, Printed]:
    """The holder's name and account of such a layout, where every row has them alike on the holder's side."""
    own = {"payer": "payee", "payee": "payer"}
    sides = [(row, own[other]) for row in rows if (other := _other_side(row))]
    found: dict[str, Printed] = {}
    for name, column in (("holder", ""), ("account", "_account")):
        cells = [row.cells.get(side + column) for row, side in sides]
        if cells and cells[0] and len({cell.text if cell else "" for cell in cells}) == 1:
            found[name] = cells[0]
    return found


def split_party(text: str) -> tuple[str, str]:
    """Name and account that stand in one cell, in either order, with "/" or nothing between: "6217…/王建国", "王建国6217…"."""
    bare = text.strip().strip("/")
    if "/" in bare:
        sides = [side.strip() for side in bare.split("/")]
        numbers = [side for side in sides if re.fullmatch(_ACCOUNT, side)]
        names = [side for side in sides if side and side not in numbers]
        if numbers:
            return (names[0] if names else ""), numbers[0]
    if apart := re.search(rf"(?:^|\s){_ACCOUNT}(?=\s|$)", bare):
        return bare[: apart.start()].strip() or bare[apart.end() :].strip(), apart[0].strip()
    compact = "".join(bare.split())
    for shape in (_ACCOUNT_FIRST, _NAME_FIRST):
        found = shape.fullmatch(compact)
        if found and not re.search(r"\d{5}", found["name"]):
            return found["name"].strip("/"), found["account"]
    return bare, ""
