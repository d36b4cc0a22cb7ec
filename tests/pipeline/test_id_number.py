from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import id_number

AREAS = st.sampled_from(["110101", "330106", "510113", "441881", "232303", "460400", "500101", "810000"])
DAYS = st.dates(date(1900, 1, 1), date(2018, 12, 31))
BODIES = st.builds(lambda a, d, n: f"{a}{d:%Y%m%d}{n:03d}", AREAS, DAYS, st.integers(0, 999))


def _number(body: str) -> str:
    return body + id_number.check_digit(body)


def test_numbers_printed_in_the_standard() -> None:
    assert id_number.is_valid("11010519491231002X")
    assert id_number.is_valid("440524188001010014") is False  # the standard's second example: born before 1900
    assert id_number.check_digit("44052418800101001") == "4"


@given(BODIES)
def test_a_number_made_by_the_rules_is_valid_and_tells_birth_and_sex(body: str) -> None:
    number = _number(body)
    assert id_number.flaws(number) == ()
    assert f"{id_number.birth_date(number):%Y%m%d}" == body[6:14]
    assert id_number.sex(number) == ("男" if int(body[16]) % 2 else "女")


@given(BODIES, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(body: str, place: int, off: int) -> None:
    number = _number(body)
    wrong = number[:place] + str((int(number[place]) + off) % 10) + number[place + 1 :]
    assert id_number.flaws(wrong) != ()


@given(BODIES, st.integers(0, 15))
def test_two_neighbours_exchanged_are_always_caught(body: str, place: int) -> None:
    number = _number(body)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or id_number.flaws(swapped) != ()


@pytest.mark.parametrize(
    ("number", "flaw"),
    [
        ("", "form"), ("33010619900307001", "form"), ("33010619900307001x", "form"), ("０30106199003070013", "form"),
        (_number("99010119900307001"), "area"), (_number("33019919900307001"), "area"),
        (_number("33010619900231001"), "birth_date"), (_number("33010618990307001"), "birth_date"),
    ],
)  # fmt: skip
def test_what_can_be_no_number(number: str, flaw: str) -> None:
    assert flaw in id_number.flaws(number)


def test_a_birth_that_has_not_happened_is_a_flaw_where_the_day_is_given() -> None:
    number = _number("33010620180307001")
    assert id_number.flaws(number) == ()
    assert id_number.flaws(number, date(2018, 3, 7)) == ("birth_date",)


def test_a_child_may_have_a_code_newer_than_our_lists() -> None:
    assert id_number.is_valid(_number("33019920230307001"))
    assert not id_number.is_valid(_number("99019920230307001"))
