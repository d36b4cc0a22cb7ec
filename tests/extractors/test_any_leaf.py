"""Whatever stands on a page or in a sheet, the readers of earnings and other papers answer; they never fail."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from leaves import opened, screen, sheet

import extractors
from extractors._earnings_list import read_list
from pipeline.layout import lines
from pipeline.model import Earning, Grid, Region
from pipeline.readers import discover

READERS = [r for r in discover(extractors) if r.type in ("gig_earnings", "unknown", "other_document")]

WORDS = (
    "2026年3月 3月12日 12日 2026-03-05 2026-13-45 03-12 2月30日 2026年 今天 12:30:11 2026.03.01-2026.03.31 2026-03-02~2026-03-08 0日 13月 "
    "8,320.00元 ¥8.5 +312.50 -500.00 8.320.00 1,2,3 ¥99999999999999999999999999999999999.00 ¥0 412单 完成32单 收入 本月收入(元) 总收入 合计 小计 "
    "奖励 配送费 提现 已取消 美团骑手 滴滴车主 姓名 张三 身份证号 3301**********001X 统计周期 日期 月份 单量 金额 营业执照 结婚证 我的订单 待付款 "
    "待收货 兹证明 系 累计收入 出具日期 · 元 单 -- ¥ + 〇"
)  # fmt: skip
PIECES = st.sampled_from(WORDS.split()) | st.text(max_size=12)
LINES = st.lists(st.lists(PIECES, min_size=1, max_size=5), max_size=10)


def region(texts: list[list[str]], method: str) -> Region:
    pieces = [[(60 + 220 * n, text) for n, text in enumerate(row) if text] for row in texts]
    return screen(*pieces, method=method)  # type: ignore[arg-type]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES, st.sampled_from(["ocr", "text"]))
def test_a_page(texts: list[list[str]], method: str) -> None:
    answer(region(texts, method))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES)
def test_a_sheet(texts: list[list[str]]) -> None:
    answer(sheet(*texts) if texts else sheet(("",)))


def answer(leaf: Region | Grid) -> None:
    for reader in READERS:
        claim = reader.claims(leaf)
        assert claim is None or 0 < claim.confidence <= 1
        reader.continues(leaf)
        reading = reader.read([leaf], opened(leaf))
        assert all(field.value is not None or field.reason for field in reading.fields.values())
        for row in reading.rows:
            assert isinstance(row, Earning)
            assert (row.amount is None) == ("amount" in row.unread)
            assert (row.date is None and row.month is None) == bool(row.unread & {"date", "month"})


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_every_row_of_a_list_stands_on_the_page(texts: list[list[str]]) -> None:
    leaf = region(texts, "ocr")
    shown = "".join(line.text for line in lines(leaf))
    for entry in read_list([leaf]).entries:
        assert entry.printed.place.page == 1
        assert all(digit in shown for digit in str(entry.when.day or ""))
