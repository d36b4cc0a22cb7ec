from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import clock, day, days, money, month, normalise, person, squeeze


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("⼾名", "户名"),  # NFKC would give the traditional 戶
        ("⺠⼀⼈⼦⼼⼾⼿⽀⽇⽌⽔⽹⾏⾔⾦", "民一人子心户手支日止水网行言金"),
        ("⻔⻓⻚⻋⻅⻢⻩", "门长页车见马黄"),
        ("戶長頁", "戶長頁"),  # real traditional characters stay
        ("ＡＢｘ１２\u3000３", "ABx12 3"),
        ("（空）：，", "（空）：，"),
        ("e\u0301", "é"),
    ],
)
def test_normalise(printed: str, read: str) -> None:
    assert normalise(printed) == read


def test_every_radical_becomes_an_ideograph() -> None:
    for code in [*range(0x2E80, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6)]:
        mapped = normalise(chr(code))
        assert len(mapped) == 1
        assert code == 0x2E80 or not 0x2E80 <= ord(mapped) <= 0x2FDF, hex(code)


@given(st.text())
def test_normalise_once_is_enough(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("+4,000.00", "4000.00"),
        ("-5.00", "-5.00"),
        ("－５．００", "-5.00"),
        ("¥ 12.5", "12.50"),
        ("-￥3", "-3.00"),
        ("RMB 2,000.00", "2000.00"),
        ("8,320.00元", "8320.00"),
        ("466", "466.00"),
        ("0.00", "0.00"),
    ],
)
def test_money(printed: str, read: str) -> None:
    assert money(printed) == Decimal(read)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "-",
        "--",
        "1,23.00",
        "12,3456",
        "4000857.",
        "1.234",
        "1.2.3",
        "五元",
        "12 3a",
        "+-5",
        "500 1000",
        "1, 000.00",
    ],
)
def test_money_takes_nothing_half(printed: str) -> None:
    assert money(printed) is None


@given(st.decimals(min_value=-(10**10), max_value=10**10, places=2))
def test_money_reads_what_is_printed(amount: Decimal) -> None:
    assert money(f"{amount:,.2f}") == amount
    assert money(f"{amount:+.2f}") == amount


@pytest.mark.parametrize(
    "printed",
    ["2026-03-01", "2026/3/1", "2026.03.01", "20260301", "2026年3月1日", "2026 年 03 月 01 日", "２０２６－０３－０１"],
)
def test_day(printed: str) -> None:
    assert day(printed) == date(2026, 3, 1)


@pytest.mark.parametrize(
    "printed", ["", "2026-02-30", "2026-3/1", "202603", "3月1日", "2026-03-01x", "0226-03-01", "202603011"]
)
def test_day_takes_nothing_else(printed: str) -> None:
    assert day(printed) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_day_reads_what_is_printed(value: date) -> None:
    assert {day(value.isoformat()), day(f"{value:%Y%m%d}"), day(f"{value.year}年{value.month}月{value.day}日")} == {
        value
    }


def test_days_finds_each_in_order() -> None:
    found = days("起止日期：2026-01-01 — 2026-10-31 打印 20261101，卡号 6222020200112233445")
    assert found == [date(2026, 1, 1), date(2026, 10, 31), date(2026, 11, 1)]


@pytest.mark.parametrize("printed", ["2026-03", "202603", "2026.3", "2026/03", "2026年3月", "2026年03月份"])
def test_month(printed: str) -> None:
    assert month(printed) == "2026-03"


@pytest.mark.parametrize("printed", ["2026", "202613", "2026-00", "3月", "20260301"])
def test_month_takes_nothing_else(printed: str) -> None:
    assert month(printed) is None


def test_clock() -> None:
    assert (clock("053026"), clock("05:30:26"), clock("5:30"), clock("25:00:00"), clock("13:05")) == (
        "05:30:26",
        "05:30:26",
        None,
        None,
        "13:05",
    )


def test_person() -> None:
    assert person("王 建国") == "王建国"
    assert person("阿依古丽•买买提") == "阿依古丽·买买提"
    assert person("阿依古丽 . 买买提") == "阿依古丽·买买提"
    assert person("John  Smith") == "John Smith"
    assert person("张*") == "张*"


def test_squeeze() -> None:
    assert squeeze(" 户 名：（A） — ") == "户名:(A)-"


def test_a_number_longer_than_any_amount_is_none() -> None:
    assert money("9" * 15 + ".00") == Decimal("9" * 15 + ".00")
    assert money("9" * 40) is None
