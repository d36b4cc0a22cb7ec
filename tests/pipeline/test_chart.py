import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.chart import HEIGHT, WIDTH, income_chart


def month(name, counted, **sources):
    return (
        {"month": name, "bank": None, "platform": None, "wallet": None, "social_insurance_base": None}
        | sources
        | {"counted": counted}
    )


def test_a_bar_is_as_high_as_its_share():
    chart = income_chart([month("2026-01", "5000.00"), month("2026-02", "10000.00")], 7500.0)
    small, large = chart.bars
    assert small.height * 2 == pytest.approx(large.height, abs=0.2)
    assert chart.base - chart.mean == pytest.approx(large.height * 0.75, abs=0.2)
    assert [level.text for level in chart.levels] == ["0", "5,000", "10,000"]


def test_a_month_that_counts_nothing_is_no_bar():
    chart = income_chart([month("2026-01", "5000.00"), month("2026-02", None, platform="1.00")], None)
    assert [bar.counted for bar in chart.bars] == [True, False]
    assert chart.bars[1].tip == "2026年2月：平台收入 1.00"
    assert chart.mean is None


def test_no_chart_of_nothing():
    assert income_chart([month("2026-01", None)], None) is None
    assert income_chart([], None) is None


def test_each_year_is_named_once():
    chart = income_chart([month(m, "1.00") for m in ("2025-11", "2025-12", "2026-01")], 1.0)
    assert [tick.text for tick in chart.years] == ["2025", "2026"]
    assert [tick.text for tick in chart.months] == ["11", "12", "1"]


@given(st.lists(st.integers(0, 10**11), min_size=1, max_size=36).filter(any))
def test_every_bar_stands_inside(cents):
    months = [month(f"{2024 + n // 12}-{n % 12 + 1:02d}", f"{c / 100:.2f}") for n, c in enumerate(cents)]
    chart = income_chart(months, None)
    if chart is None:
        assert all(c < 1 for c in cents)
        return
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
