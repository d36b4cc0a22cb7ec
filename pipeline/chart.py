"""The months of an income as the numbers of a bar chart: where each bar, tick and label stands. The template draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.labels import SOURCES, chinese_month

WIDTH, HEIGHT = 720.0, 220.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, 8.0, 14.0, 38.0


_WIDEST_BAR = 44.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A month's bar; `height` is 0 where nothing is counted. `tip` says the month's sums."""

    x: float
    y: float
    width: float
    height: float
    tip: str
    counted: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart, or a label under it, with its text."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart in units of its own `width` x `height`."""

    bars: tuple[Bar, ...]
    levels: tuple[Tick, ...]
    months: tuple[Tick, ...]
    years: tuple[Tick, ...]
    mean: float | None
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    base: float = HEIGHT - _BOTTOM
    width: float = WIDTH
    height: float = HEIGHT


def income_chart(months: Sequence[Mapping[str, Any]], mean: float | None) -> Chart | None:
    """The chart of an `income` object's months (money as decimal text); None where no month counts anything."""
    counted = [float(month["counted"] or 0) for month in months]
    top = _round_up(max(counted, default=0.0))
    if top <= 0:
        return None
    step = (WIDTH - _LEFT - _RIGHT) / len(months)
    lefts = [_LEFT + n * step for n in range(len(months))]
    bars = [_bar(month, x, step, value / top) for month, x, value in zip(months, lefts, counted, strict=True)]
    return Chart(
        bars=tuple(bars),
        levels=tuple(Tick(_y(share), f"{top * share:,.0f}") for share in (0.0, 0.5, 1.0)),
        months=tuple(Tick(x + step / 2, str(int(m["month"][5:]))) for m, x in zip(months, lefts, strict=True)),
        years=_years(months, lefts, step),
        mean=_y(mean / top) if mean else None,
    )


def _y(share: float) -> float:
    return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)


def _bar(month: Mapping[str, Any], x: float, step: float, share: float) -> Bar:
    pad, top = max(step * 0.16, (step - _WIDEST_BAR) / 2), _y(max(share, 0.0))
    return Bar(
        x=round(x + pad, 1),
        y=top,
        width=round(step - 2 * pad, 1),
        height=round(HEIGHT - _BOTTOM - top, 1),
        tip=f"{chinese_month(month['month'])}：{month_tip(month)}",
        counted=month["counted"] is not None,
    )


def month_tip(month: Mapping[str, Any]) -> str:
    """What each source shows for a month: "银行流水 8,012.00，计入 8,012.00"."""
    said = [f"{name} {float(month[key]):,.2f}" for key, name in SOURCES.items() if month.get(key) is not None]
    return "，".join(said) or "没有材料证明"


def _years(months: Sequence[Mapping[str, Any]], lefts: Sequence[float], step: float) -> tuple[Tick, ...]:
    first = [n for n, m in enumerate(months) if n == 0 or m["month"][:4] != months[n - 1]["month"][:4]]
    return tuple(Tick(lefts[n] + step / 2, months[n]["month"][:4]) for n in first)


def _round_up(value: float) -> float:
    """The next round number (1, 2, 2.5, 5 times a power of ten) that is not below."""
    if value <= 0:
        return 0.0
    power = 10.0 ** (len(str(int(value))) - 1)
    return next(
        power * step for step in (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 20.0) if power * step >= value
    )
