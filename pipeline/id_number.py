"""The citizen's identity number of GB 11643: what it says, and whether it can be one.

Six digits of area (GB/T 2260, of the place and day of first issue), eight of birth, three of sequence (the last odd for men), and a
check digit by ISO 7064 MOD 11-2. Pure functions on text; a number is eighteen characters, its X upper case.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Literal

from pipeline.areas import CODES, LAST_YEAR

Sex = Literal["男", "女"]
Flaw = Literal["form", "check_digit", "birth_date", "area"]

_FORM = re.compile(r"[1-9]\d{16}[\dX]")
_CHECK = "10X98765432"


def check_digit(body: str) -> str:
    """The eighteenth character for the first seventeen digits."""
    return _CHECK[sum(int(digit) * 2 ** (17 - i) for i, digit in enumerate(body)) % 11]


def flaws(number: str, born_before: date | None = None) -> tuple[Flaw, ...]:
    """Why a number can be nobody's; empty where it can be somebody's. `born_before`, where given, is the first day that is too late."""
    if not _FORM.fullmatch(number):
        return ("form",)
    found: list[Flaw] = []
    if number[17] != check_digit(number[:17]):
        found.append("check_digit")
    born = birth_date(number)
    if born is None or (born_before is not None and born >= born_before):
        found.append("birth_date")
    if not area_known(number):
        found.append("area")
    return tuple(found)


def is_valid(number: str) -> bool:
    """Whether it has the form, the check digit, a real birth date and a known area code."""
    return not flaws(number)


def birth_date(number: str) -> date | None:
    """The day of birth that a number holds; None where that is no day from 1900 on."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= 1900 else None


def sex(number: str) -> Sex | None:
    """The sex that a number holds; None where its seventeenth character is no digit."""
    digit = number[16:17]
    return None if not digit.isdigit() else "男" if int(digit) % 2 else "女"


def area_known(number: str) -> bool:
    """Whether GB/T 2260 has, or had, the area; of somebody born after our lists end, its prefecture."""
    counties = _areas().get(number[:4])
    if counties is None:
        return False
    return number[4:6] in counties or number[6:10] >= str(LAST_YEAR)


@cache
def _areas() -> dict[str, frozenset[str]]:
    found = {}
    for entry in CODES.split():
        prefecture, _, ranges = entry.partition(":")
        bounds = [part.split("-") for part in ranges.split(",")]
        found[prefecture] = frozenset(f"{n:02d}" for b in bounds for n in range(int(b[0]), int(b[-1]) + 1))
    return found
