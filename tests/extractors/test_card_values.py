"""What a line of a card may say, what several looks at it come to, and when a number is believed."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors._card_values import (
    ETHNICITIES,
    as_authority,
    as_ethnicity,
    as_name,
    as_part_of_name,
    as_term,
    begins_address,
    doubts_of_name,
    ends_address,
    is_regular,
)
from extractors._id_number import Printed, settle
from extractors._ink import ink, row_at, rows_between
from extractors._looks import Look, consensus
from extractors._looks import settle as settle_looks
from pipeline import id_number
from pipeline.model import Field, Value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王 建国", "王建国"), ("欧阳翀", "欧阳翀"), ("阿依古丽・买买提", "阿依古丽·买买提"), ("扎西-顿珠", "扎西·顿珠"),
        ("阿不都热合曼·阿不力孜·买合木提", "阿不都热合曼·阿不力孜·买合木提"),
        ("阿不都外力·叶尔肯别克·", None), ("·买买提", None), ("名程桐嘉", None), ("姓名王五", None), ("王y", None), ("王", None), ("", None),
    ],
)  # fmt: skip
def test_a_name(text: str, name: str | None) -> None:
    assert as_name(text) == name


def test_a_line_of_a_long_name_keeps_the_dot_at_its_end() -> None:
    assert as_part_of_name("阿依古丽·阿不都外力•") == "阿依古丽·阿不都外力·"
    assert as_part_of_name("麦麦提图尔荪") == "麦麦提图尔荪"
    assert as_part_of_name("麦麦提图尔荪", dotted=True) is None


def test_a_name_that_may_be_another_is_no_certain_one() -> None:
    assert doubts_of_name("王建国", "汉") == 1.0
    assert doubts_of_name("阿依古丽·买买提", "维吾尔") == 1.0
    assert doubts_of_name("逢雪", "汉") < 0.9
    assert doubts_of_name("姚珍森", "汉") < 0.9
    assert doubts_of_name("砼建国", "汉") < 0.9
    assert doubts_of_name("阿卜杜热依木阿卜杜喀迪尔", "维吾尔") < 0.9


@pytest.mark.parametrize("ethnicity", ETHNICITIES)
def test_every_ethnicity_of_the_list_is_known(ethnicity: str) -> None:
    assert as_ethnicity(ethnicity) == as_ethnicity(f"{ethnicity}族") == ethnicity


@pytest.mark.parametrize(
    ("text", "ethnicity"),
    [
        ("维香尔", "维吾尔"),
        ("线维香尔", "维吾尔"),
        ("哈萨兑", "哈萨克"),
        ("族汉", "汉"),
        ("民族维吾尔族", "维吾尔"),
        ("议", None),
        ("布", None),
        ("伦绝", None),
        ("", None),
    ],
)
def test_the_nearest_ethnicity_only_where_one_is_near(text: str, ethnicity: str | None) -> None:
    assert as_ethnicity(text) == ethnicity


@pytest.mark.parametrize(
    "text", ["潮南省长沙市岳麓区", "1984年2月27日内蒙古", "公民身份号码", "组6号".replace("组", "6"), "号"]
)
def test_what_begins_no_address(text: str) -> None:
    assert begins_address(text) is None


@pytest.mark.parametrize(
    "text", ["湖南省长沙市岳麓区", "广西南宁市青秀区", "北京市海淀区", "内蒙古自治区呼和浩特市", "黑龙江省哈尔滨市"]
)
def test_what_begins_an_address(text: str) -> None:
    assert begins_address(text) == text


@pytest.mark.parametrize(
    "text", ["凯里市公安局", "杭州市公安局西湖分局", "济南市公安局历下区分局", "黔西南布依族苗族自治州公安局兴义分局",
             "新疆生产建设兵团第八师公安局", "沈阳市公安局和平分局第一派出所"]
)  # fmt: skip
def test_an_authority(text: str) -> None:
    assert as_authority(text) == text


@pytest.mark.parametrize("text", ["凯里市公安", "分局", "杭州市", "签发机关", "杭州市公安局西湖", ""])
def test_what_is_no_authority(text: str) -> None:
    assert as_authority(text) is None


@pytest.mark.parametrize(
    ("text", "regular"),
    [
        ("2016.03.01-2026.03.01", True), ("2016.03.01-2036.03.01", True), ("2016.03.01-长期", True), ("2024.02.29-2029.02.28", True),
        ("2026.01.14-2026.04.14", True), ("2016.03.01-2026.08.01", False), ("2016.03.01-2027.03.01", False), ("1996.03.01-2016.03.01", False),
    ],
)  # fmt: skip
def test_a_term_of_a_length_that_cards_have(text: str, regular: bool) -> None:
    term = as_term(text)
    assert term
    assert is_regular(term) is regular


def test_an_address_that_lost_its_end() -> None:
    assert not ends_address("内蒙古自治区呼和浩特")
    assert all(map(ends_address, ("文二路1号", "2单元570室", "大坪村", "B座5-2518", "三组", "4-2")))


# ---------------------------------------------------------------- looks


def _as_text(text: str) -> str | None:
    return text or None


def _look(text: str, sure: float) -> Look:
    return Look(text, sure, (sure,) * len(text))


def test_looks_that_agree_are_believed_as_they_are_sure() -> None:
    assert settle_looks([_look("王建国", 0.99)] * 3, _as_text).confidence >= 0.9
    assert 0.8 <= settle_looks([_look("王建国", 0.88)] * 3, _as_text).confidence < 0.9
    assert settle_looks([_look("王建国", 0.4)] * 3, _as_text).value is None


def test_one_look_alone_is_never_certain() -> None:
    assert settle_looks([_look("王建国", 1.0)], _as_text).confidence < 0.9


def test_looks_that_differ_are_at_most_disputed() -> None:
    told = settle_looks([_look("王建国", 0.99), _look("王建国", 0.99), _look("王建园", 0.6)], _as_text)
    assert told.value == "王建国"
    assert told.confidence < 0.9
    assert settle_looks([_look("王建国", 0.9), _look("王建园", 0.9)], _as_text).value is None


def test_a_form_that_no_card_is_printed_with_weighs_little() -> None:
    assert settle_looks([_look("龔彧", 0.85)] * 3, _as_text).value is None


def test_looks_of_one_length_are_joined_character_by_character() -> None:
    joined = consensus([_look("贾美锦", 0.8), _look("贾英锦", 0.9), _look("贾英铺", 0.6)])
    assert joined
    assert joined.text == "贾英锦"
    assert consensus([_look("贾英锦", 0.8), _look("贾英", 0.9), _look("贾英铺", 0.6)]) is None


# ---------------------------------------------------------------- ink


def _rows_drawn(*boxes: tuple[int, int, int, int], paper: int = 220, drawn: int = 40) -> np.ndarray:
    pixels = np.full((400, 800, 3), paper, np.uint8)
    for left, top, right, bottom in boxes:
        pixels[top:bottom, left:right:6] = drawn
        pixels[top:bottom, left + 1 : right : 6] = drawn
    return pixels


def test_rows_of_print_are_told_from_paler_waves_and_stop_at_a_blank() -> None:
    pixels = _rows_drawn((100, 100, 400, 140), (100, 180, 250, 220), (600, 100, 700, 140))
    pixels[300:306] = 205
    rows = rows_between(ink(pixels), 90, 760, 60, 380, 40)
    assert [round(row.top + row.height / 2) for row in rows] == [120, 200]
    assert [(abs(row.left - 100) < 8, abs(row.right - end) < 8) for row, end in zip(rows, (400, 250), strict=True)] == [
        (True, True)
    ] * 2


def test_no_row_is_found_on_bare_paper() -> None:
    assert row_at(ink(_rows_drawn()), 90, 760, 120, 40) is None


# ---------------------------------------------------------------- the number, with whatever is read


AREAS = st.sampled_from(["110101", "330106", "510113", "441881"])
BODIES = st.builds(
    lambda a, d, n: f"{a}{d:%Y%m%d}{n:03d}", AREAS, st.dates(date(1930, 1, 1), date(2010, 12, 31)), st.integers(0, 999)
)


def _printed(value: Value | None, *again: Value, sure: float = 0.99) -> Printed:
    return Printed(value, str(value or ""), sure, None, lambda: [(v, sure) for v in again])


def _settled(number: Printed, told: str) -> Field:
    sex, birth = id_number.sex(told), id_number.birth_date(told)
    return settle(_printed(sex, *([sex] if sex else [])), _printed(birth, *([birth] if birth else [])), number)[2]


@settings(max_examples=60, deadline=None)
@given(BODIES, st.integers(0, 17), st.integers(1, 9), st.booleans())
def test_a_number_with_a_wrong_digit_is_never_given_as_certain(body: str, place: int, off: int, twice: bool) -> None:
    number = body + id_number.check_digit(body)
    digit = "X" if number[place] == "X" else str((int(number[place]) + off) % 10)
    misread = number[:place] + ("1" if digit == "X" else digit) + number[place + 1 :]
    field = _settled(_printed(misread, *([misread] if twice else [])), number)
    assert field.value in (None, number) or field.confidence < 0.9
    assert field.value != number or field.method == "repaired"


@settings(max_examples=60, deadline=None)
@given(BODIES)
def test_a_number_that_the_card_bears_out_is_certain(body: str) -> None:
    number = body + id_number.check_digit(body)
    field = _settled(_printed(number), number)
    assert (field.value, field.confidence >= 0.99) == (number, True)


@settings(max_examples=60, deadline=None)
@given(BODIES, st.text("0123456789X", max_size=20), st.text("0123456789X", max_size=20))
def test_whatever_is_read_a_certain_number_is_a_valid_one(body: str, first: str, second: str) -> None:
    number = body + id_number.check_digit(body)
    field = _settled(_printed(first, second, sure=0.6), number)
    assert field.value is None or field.confidence < 0.9 or id_number.is_valid(str(field.value))


@settings(max_examples=40, deadline=None)
@given(BODIES, BODIES)
def test_two_valid_readings_that_differ_give_only_the_one_that_the_card_bears_out(body: str, another: str) -> None:
    number, other = (b + id_number.check_digit(b) for b in (body, another))
    field = _settled(_printed(other, number, sure=0.6), number)
    assert field.value in (None, number) or id_number.birth_date(other) == id_number.birth_date(number)
