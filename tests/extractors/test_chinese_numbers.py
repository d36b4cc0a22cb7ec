"""Numbers in characters: every number that is spelt can be read back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors._chinese_numbers import days, whole, yuan

SMALL, LARGE = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"


def spelt(number: int, digits: str, units: tuple[str, str, str]) -> str:
    """Numbers under 100,000,000 as they are written out."""
    if number >= 10000:
        high, low = divmod(number, 10000)
        gap = "零" if 0 < low < 1000 else ""
        return spelt(high, digits, units) + "万" + gap + (spelt(low, digits, units) if low else "")
    text, zero = "", False
    for size, unit in zip((1000, 100, 10, 1), (*reversed(units), ""), strict=True):
        digit = number // size % 10
        if digit:
            text += ("零" if zero else "") + digits[digit] + unit
        zero = (zero or bool(text)) and not digit
    return text


@given(st.integers(min_value=1, max_value=99_999_999))
def test_reads_what_is_spelt(number: int) -> None:
    assert whole(spelt(number, SMALL, ("十", "百", "千"))) == number
    assert whole(spelt(number, LARGE, ("拾", "佰", "仟"))) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("捌仟伍佰元整", "8500"),
        ("壹万贰仟叁佰元伍角", "12300.50"),
        ("八千元", "8000"),
        ("玖拾元零贰分", "90.02"),
        ("捌仟整", "8000"),
    ],
)
def test_reads_amounts(text: str, value: str) -> None:
    assert yuan(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "八千", "千八元八", "元整", "一二元", "8000元"])
def test_refuses_what_is_no_amount(text: str) -> None:
    assert yuan(text) is None


def test_reads_days() -> None:
    assert days("二〇二六年十月二十日") == [date(2026, 10, 20)]
    assert days("二○二六年元月三十一日至2026年2月二十八日") == [date(2026, 1, 31), date(2026, 2, 28)]
    assert days("二〇二六年二月三十日") == []
