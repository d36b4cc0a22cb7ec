"""Letters as lines of text, and seals as ink on a picture."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import cv2
import numpy as np
import pytest
from leaves import opened, screen, sheet

from extractors._letter import fields_of, letter_of
from extractors._seal import has_colour, seals, without_red
from extractors.employment_letter import READER, is_letter
from pipeline.layout import lines_cut
from pipeline.model import Page, Pixels, Region

NUMBER = "330106199003070014"
COMMUNITY = (
    "稳定就业证明",
    f"兹证明我社区居民王建国，男，身份证号码：{NUMBER}，现住杭州市西湖区文",
    "三路8号。该同志自2019年3月起从事外卖配送工作，月收入约为8500元。",
    "特此证明。",
    "杭州市西湖区文新街道湖畔社区居民委员会（盖章）",
    "联系电话：0571-88886666",
    "2026年11月3日",
)


def told(*lines: str) -> dict[str, Any]:
    leaf = screen(*([(40, line)] for line in lines))
    return {name: field.value for name, field in fields_of(letter_of(lines_cut(leaf))).items()}


def test_reads_a_sentence_that_wraps() -> None:
    assert told(*COMMUNITY) == {
        "holder": "王建国",
        "id_number": NUMBER,
        "issuer": "杭州市西湖区文新街道湖畔社区居民委员会",
        "position": "外卖配送",
        "employed_since": "2019-03",
        "monthly_income": Decimal("8500.00"),
        "issuer_contact": "0571-88886666",
        "issued_on": date(2026, 11, 3),
    }


def test_our_own_employee_is_employed_by_the_issuer() -> None:
    found = told(
        "在职及收入证明",
        f"兹证明阿依古丽·买买提（身份证号：{NUMBER}）系我公司正式员工，自2021年6月1日起",
        "在我公司工作，现担任仓库管理员一职，月均收入人民币捌仟伍佰元整（¥8,500.00）。",
        "特此证明。",
        "单位名称：杭州青禾网络科技有限公司（盖章）",
        "单位地址：杭州市余杭区文一西路1号",
        "二〇二六年十月二十日",
    )
    assert found["holder"] == "阿依古丽·买买提"
    assert found["employer"] == "杭州青禾网络科技有限公司"
    assert found["position"] == "仓库管理员"
    assert found["employed_since"] == date(2021, 6, 1)
    assert found["monthly_income"] == Decimal("8500.00")
    assert found["issuer_contact"] == "杭州市余杭区文一西路1号"
    assert found["issued_on"] == date(2026, 10, 20)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("月收入8000至10000元", None),
        ("月收入人民币捌仟元整（¥8,500.00）", None),
        ("月薪1.2万元", Decimal("12000.00")),
        ("月平均工资：6,300.50元", Decimal("6300.50")),
        ("月收入约8000元，年收入约100000元", Decimal("8000.00")),
    ],
)
def test_an_income_is_one_amount_or_none(said: str, value: Decimal | None) -> None:
    assert told(*COMMUNITY[:2], f"自2019年3月起从事外卖配送工作，{said}。", *COMMUNITY[3:])["monthly_income"] == value


def test_what_is_not_on_it_is_absent() -> None:
    found = told(*COMMUNITY[:2], "该同志工作稳定。", *COMMUNITY[3:5])
    assert {"monthly_income", "employed_since", "issuer_contact", "issued_on", "employer"}.isdisjoint(found)


def test_an_impossible_day_is_no_value() -> None:
    assert told(*COMMUNITY[:6], "2026年13月3日")["issued_on"] is None


def test_tells_a_letter_from_other_papers() -> None:
    assert is_letter(screen(*([(40, line)] for line in COMMUNITY)))
    months = ("2026年8月 8,000.00", "2026年9月 8,100.00", "2026年10月 8,200.00")
    assert not is_letter(screen(*([(40, line)] for line in ("跑单收入证明", "兹证明骑手王建国收入如下", *months))))
    assert not is_letter(screen([(40, "离职证明")], [(40, "兹证明王建国已离职")]))
    assert not is_letter(screen([(40, "完税证明")], [(40, "特此证明")]))
    assert is_letter(sheet(("收入证明",), ("兹证明王建国月收入8000元",)))


def test_a_letter_may_speak_of_insurance_and_end_on_a_page_of_its_own() -> None:
    lines = (*COMMUNITY[:3], "本单位已为其缴纳社会保险和住房公积金，工资见银行流水。")
    assert is_letter(screen(*([(40, line)] for line in (*lines, *COMMUNITY[3:]))))
    assert READER.continues(screen([(40, "特此证明。")], [(40, COMMUNITY[4])]))
    assert not READER.continues(screen([(40, "交易明细")], [(40, "2026-03-01 5.00")]))


def test_a_sheet_bears_no_seal() -> None:
    leaf = sheet(*((line,) for line in COMMUNITY))
    assert READER.read([leaf], opened(leaf)).fields["sealed"].value is False


# ---------------------------------------------------------------- seals


def paper(colour: bool = True) -> Pixels:
    page = np.full((1400, 1000, 3), 245, np.uint8)
    for y in range(100, 900, 60):
        cv2.putText(
            page, "-- text of a letter, line by line --", (120, y), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (30, 30, 30), 3
        )
    if colour:
        page[:, :, 0] -= 12  # a lamp's light
    return page


def ring(
    page: Pixels, centre: tuple[int, int], axes: tuple[int, int], ink: tuple[int, int, int] = (60, 50, 205)
) -> Pixels:
    layer = np.full_like(page, 255)
    cv2.ellipse(layer, centre, axes, 0, 0, 360, ink, 6)
    cv2.circle(layer, centre, 22, ink, -1)
    return (page.astype(np.uint16) * layer // 255).astype(np.uint8)


def region(pixels: Pixels) -> Region:
    high, wide = pixels.shape[:2]
    return Region(Page("letter.jpg", 1, wide, high, "px"), wide, high, (), "ocr", pixels=lambda: pixels)


@pytest.mark.parametrize("axes", [(100, 100), (120, 80)])
def test_finds_a_ring_of_red_ink(axes: tuple[int, int]) -> None:
    found = seals(region(ring(paper(), (700, 1000), axes)))
    assert len(found) == 1
    assert abs(found[0].box.centre[0] - 700) < 12
    assert abs(found[0].box.centre[1] - 1000) < 12


def test_a_red_line_a_spot_and_a_black_ring_are_no_seals() -> None:
    page = paper()
    cv2.rectangle(page, (100, 40), (900, 52), (40, 40, 210), -1)
    cv2.circle(page, (300, 1100), 90, (40, 40, 210), -1)
    cv2.rectangle(page, (600, 1000), (760, 1160), (40, 40, 210), 5)
    cv2.circle(page, (300, 1290), 90, (40, 40, 40), 6)
    assert [seal.box for seal in seals(region(page))] == []


def test_a_grey_copy_does_not_show_whether_ink_was_red() -> None:
    assert has_colour(paper())
    plane = cv2.cvtColor(ring(paper(), (700, 1000), (100, 100)), cv2.COLOR_BGR2GRAY)
    grey = np.asarray(np.repeat(plane[:, :, None], 3, axis=2), dtype=np.uint8)
    assert not has_colour(grey)
    assert READER.read([region(grey)], opened(region(grey))).fields["sealed"].value is None


def test_a_grey_letter_without_any_ring_is_not_sealed() -> None:
    page = np.asarray(np.repeat(paper(colour=False)[:, :, :1], 3, axis=2), dtype=np.uint8)
    assert READER.read([region(page)], opened(region(page))).fields["sealed"].value is False


def test_a_red_filter_takes_the_ink_and_leaves_the_print() -> None:
    page = ring(paper(), (700, 1000), (100, 100))
    seen = without_red(page)
    assert seen[1000, 800, 0] > 250
    assert seen[seen.shape[0] // 10 : 900].min() < 40
