"""Numbers and days written in Chinese characters: 捌仟伍佰元整, 二〇二六年十月二十日."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
NUMERAL = "[" + "".join([*_DIGITS, *_UNITS, *_LARGE]) + "]"
_MONEY = re.compile(
    rf"(?P<yuan>{NUMERAL}+)[元圆](?:(?P<jiao>{NUMERAL})角)?零?(?:(?P<fen>{NUMERAL})分)?[整正]?|(?P<only>{NUMERAL}+)[整正]"
)
_DAY = re.compile(
    r"(?P<y>[零〇○一二三四五六七八九\d]{4})年(?P<m>[一二三四五六七八九十元\d]{1,2})月(?P<d>[一二三四五六七八九十\d]{1,3})日"
)


def whole(text: str) -> int | None:
    """A whole number in characters: "八千五百", "捌仟伍佰零叁", "十二", "一万二"; None for anything else."""
    total = section = digit = 0
    smallest = 10**9
    for char in text:
        if char in _DIGITS:
            if digit and _DIGITS[char]:
                return None
            digit = _DIGITS[char] or digit
        elif char in _UNITS:
            if _UNITS[char] >= smallest:
                return None
            smallest = _UNITS[char]
            section, digit = section + (digit or 1) * smallest, 0
        elif char in _LARGE:
            total = (
                (total + section + digit) * _LARGE[char]
                if _LARGE[char] > total > 0
                else total + (section + digit) * _LARGE[char]
            )
            section, digit, smallest = 0, 0, 10**9
        else:
            return None
    return total + section + _tail(text, digit) if text else None


def _tail(text: str, digit: int) -> int:
    """A last digit right behind a unit stands for the unit below: 一万二 is 12,000; behind a zero it is itself."""
    if digit and len(text) > 1:
        before = text[-2]
        size = _UNITS.get(before, _LARGE.get(before, 0))
        return digit * size // 10 if size > 10 else digit
    return digit


def yuan(text: str) -> Decimal | None:
    """An amount in characters: "捌仟伍佰元整", "壹万贰仟叁佰元伍角"; None for anything else."""
    found = _MONEY.fullmatch(text)
    value = whole(found["yuan"] or found["only"]) if found else None
    if found is None or value is None:
        return None
    cents = 10 * _DIGITS.get(found["jiao"] or "零", 0) + _DIGITS.get(found["fen"] or "零", 0)
    return Decimal(value) + Decimal(cents) / 100


def days(text: str) -> list[date]:
    """Every real day that a text without spaces holds in characters, in order."""
    return [found for match in _DAY.finditer(text) if (found := _day(match["y"], match["m"], match["d"]))]


def _day(year: str, month: str, day: str) -> date | None:
    figures = "".join(str(_DIGITS.get(char, char)) for char in year)
    numbers = 1 if month == "元" else _small(month), _small(day)
    if not figures.isdigit() or numbers[0] is None or numbers[1] is None:
        return None
    try:
        return date(int(figures), numbers[0], numbers[1])
    except ValueError:
        return None


def _small(text: str) -> int | None:
    return int(text) if text.isdigit() else whole(text)
