import io
import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statement_pages import Blocked, Layout, draw, draw_aligned, draw_blocked

import extractors
from extractors._statement_cells import amount_of, filled, flag_of, moment, split_party
from extractors._statement_fields import find_text
from pipeline import pdf, reading
from pipeline.model import Box, Grid, Opened, Page, Region, Source, Word
from pipeline.readers import discover

READERS = discover(extractors)
UNKNOWN = Layout(
    "海港城市商业银行账户流水",
    ("户名：李小梅   账号：6230580000123456789", "查询期间：2026-03-01至2026-03-31  打印日期：2026-04-02"),
    (30, 120, 210, 300, 420, 580),
    ("日期", "发生额", "账面余额", "对方名称", "对方账号", "用途"),
)


def moves(count=45, seed=1):
    rng, balance, made = random.Random(seed), Decimal("1000.00"), []
    for n in range(count):
        amount = Decimal(rng.choice((-1, -1, 1)) * rng.randint(1, 300000)) / 100
        balance += amount
        made.append((date(2026, 3, 1) + timedelta(n // 2), amount, balance))
    return made


def read(data, readers=READERS):
    document = reading.read(pdf.open_pdf(Source("a.pdf", "pdf", "", data), None), readers)
    assert [one.type for one in document] == ["bank_statement"]
    return document[0]


def said(document):
    return [(row.date, row.amount, row.balance) for row in document.rows]


def pair(amount):
    return ("" if amount < 0 else f"{amount:,.2f}", f"{-amount:,.2f}" if amount < 0 else "")


def test_the_booked_balance_is_read_and_the_available_one_only_where_it_stands_alone():
    made = moves()
    heads = ("日期", "发生额", "可用余额", "账面余额", "对方名称", "用途")
    rows = [(f"{d}", f"{a:+,.2f}", f"{b - 100:,.2f}", f"{b:,.2f}", "王五", "消费") for d, a, b in made]
    layout = Layout(UNKNOWN.title, UNKNOWN.labels, (30, 120, 210, 300, 420, 520), heads)
    assert said(read(draw(layout, rows))) == made
    alone = Layout(UNKNOWN.title, UNKNOWN.labels, (30, 120, 210, 420, 520), (*heads[:3], *heads[4:]))
    assert said(read(draw(alone, [(*r[:3], *r[4:]) for r in rows]))) == [(d, a, b - 100) for d, a, b in made]


def test_unknown_bank_with_wrapped_cells_in_dense_rows():
    made = moves()
    rows = [
        (f"{day}", f"{amount:+,.2f}", f"{balance:,.2f}", "杭州某某网络科技\n有限公司" if n % 3 == 0 else "王五",
         "622848001\n2345678901" if n % 4 == 0 else "--", "代付货款给\n供应商的第二\n批款项" if n % 5 == 0 else "消费")
        for n, (day, amount, balance) in enumerate(made)
    ]  # fmt: skip
    for centred in (True, False):
        layout = Layout(UNKNOWN.title, UNKNOWN.labels, UNKNOWN.xs, UNKNOWN.heads, ("合计笔数：45",), centred, gap=0.5)
        document = read(draw(layout, rows))
        assert said(document) == made
        assert [row.counterparty for row in document.rows][:2] == ["杭州某某网络科技有限公司", "王五"]
        assert [row.counterparty_account for row in document.rows][:2] == ["6228480012345678901", None]
        assert document.rows[0].summary == "代付货款给供应商的第二批款项"
        assert not document.notes
        assert {name: document.value(name) for name in ("bank", "bank_name", "holder", "account", "period_start")} == {
            "bank": "other", "bank_name": "海港城市商业银行", "holder": "李小梅", "account": "6230580000123456789",
            "period_start": date(2026, 3, 1),
        }  # fmt: skip


def test_unsigned_amounts_take_their_sign_from_the_balance_and_stay_unread_where_it_cannot_tell():
    made = moves()
    rows = [(f"{d}", f"{abs(a):,.2f}", f"{b:,.2f}", "王五", "--", "消费") for d, a, b in made]
    document = read(draw(UNKNOWN, rows))
    assert said(document)[1:] == made[1:]
    assert document.rows[0].amount is None
    assert document.rows[0].unread == {"amount"}
    assert len(document.notes) == 1


def test_an_unsigned_amount_that_the_balance_contradicts_is_not_guessed():
    made = moves(10)
    rows = [[f"{d}", f"{abs(a):,.2f}", f"{b:,.2f}", "王五", "--", "消费"] for d, a, b in made]
    rows[4][1] = "77777.77"
    document = read(draw(UNKNOWN, rows))
    assert [row.amount for row in document.rows][3:6] == [made[3][1], None, made[5][1]]


def test_newest_first_unsigned():
    made = moves(12)[::-1]
    rows = [(f"{d}", f"{abs(a):,.2f}", f"{b:,.2f}", "王五", "--", "消费") for d, a, b in made]
    assert said(read(draw(UNKNOWN, rows)))[:-1] == made[:-1]


def test_two_columns_without_header_on_later_pages():
    made = moves()
    layout = Layout(
        UNKNOWN.title, UNKNOWN.labels, (30, 110, 200, 290, 400, 560), ("交易日", "收方发生额", "付方发生额", "结余", "对方名称", "备注"),
        ("说明：本流水仅供参考",), centred=False, repeat=False, align="lrrrll",
    )  # fmt: skip
    rows = [(f"{d:%Y%m%d}", *pair(a), f"{b:,.2f}", "王五", "消费") for d, a, b in made]
    assert said(read(draw(layout, rows))) == made


def test_watermark_and_doubled_glyphs_leave_no_trace():
    made = moves(30)
    layout = Layout(
        "中国工商银行借记账户历史明细（电子版）", ("卡号 6222020200011223344 户名：王建国 起止日期：2026-03-01 — 2026-03-31",),
        (30, 120, 200, 300, 420, 580), ("交易日期", "摘要", "收入/支出金额", "余额", "对方户名", "对方账号"),
        ("本页支出算术合计：12.00  本页收入算术合计：45.00 本页交易笔数：20",), watermark="A6F8:1234", twice=True, align="llrrll",
    )  # fmt: skip
    rows = [(f"{d}\n10:20:30", "消费", f"{a:+,.2f}", f"{b:,.2f}", "（空）", "（空）") for d, a, b in made]
    document = read(draw(layout, rows))
    assert said(document) == made
    assert {row.time for row in document.rows} == {"10:20:30"}
    assert {row.counterparty for row in document.rows} == {None}
    assert document.value("bank") == "icbc"
    assert document.value("holder") == "王建国"
    assert document.value("printed_in") == Decimal("90.00")
    assert document.value("printed_count") == 40
    assert document.value("page_numbers") == "1,2/2"


def test_flag_and_numbers_broken_over_lines():
    made = [(d, a, b + 4000000) for d, a, b in moves(20)]
    layout = Layout(
        "交通银行个人客户交易清单", ("账号/卡号Account/Card No:6222600110012345678 户名Account Name:王小明",),
        (30, 70, 150, 250, 330, 420, 560), ("序号\nSerial\nNum", "交易日期\nTrans Date", "借贷状态\nDc Flg", "交易金额\nTrans Amt",
        "余额\nBalance", "对方账号\nPayment Receipt\nAccount", "摘要\nAbstract"),
    )  # fmt: skip
    rows = [
        (str(n), f"{d}", "借 Dr" if a < 0 else "贷 Cr", f"{abs(a):.2f}", f"{b:.2f}"[:8] + "\n" + f"{b:.2f}"[8:], "62179211605\n38883", "消费")
        for n, (d, a, b) in enumerate(made, 1)
    ]  # fmt: skip
    document = read(draw(layout, rows))
    assert said(document) == made
    assert document.rows[0].counterparty_account == "6217921160538883"
    assert document.value("holder") == "王小明"


def test_rotated_page_is_read_as_displayed():
    made = moves(10)
    rows = [(f"{d}", f"{a:+,.2f}", f"{b:,.2f}", "王五", "--", "消费") for d, a, b in made]
    document = read(draw(UNKNOWN, rows, rotate=90))
    assert said(document) == made
    box = document.fields["holder"].place.box
    assert 0 <= box.left < box.right <= 595
    assert 0 <= box.top < box.bottom <= 842


def test_a_row_whose_amount_is_no_number_is_given_and_noted():
    made = moves(8)
    rows = [[f"{d}", f"{a:+,.2f}", f"{b:,.2f}", "王五", "--", "消费"] for d, a, b in made]
    rows[3][1] = "-1?.50"
    document = read(draw(UNKNOWN, rows))
    assert len(document.rows) == 8
    assert document.rows[3].amount is None
    assert any("第 1 页" in note for note in document.notes)


@settings(max_examples=12, deadline=None)
@given(st.permutations(range(6)), st.integers(1, 10**6))
def test_columns_may_stand_in_any_order(order, seed):
    made = moves(12, seed)
    heads, widths = UNKNOWN.heads, (80, 90, 90, 120, 160, 80)
    xs, x = [], 30
    for column in order:
        xs.append(x)
        x += widths[column]
    rows = [[(f"{d}", f"{a:+,.2f}", f"{b:,.2f}", "王五", "62284800123", "消费")[c] for c in order] for d, a, b in made]
    layout = Layout(UNKNOWN.title, UNKNOWN.labels, xs, [heads[c] for c in order])
    assert said(read(draw(layout, rows))) == made


SHEETS = {
    "ccb": (
        ("China Construction Bank",), ("开户机构：", "杭州"), ("币　　种：", "人民币"), ("账　　号：", "6217001210088127710"), (),
        ("记账日", "交易日期", "交易时间", "支出", "收入", "账户余额", "币种", "摘要", "对方账号", "对方户名", "交易地点"),
        ("20260302", "20260301", "10:15:00", "12.5", "0", "987.5", "人民币元", "消费", "", "", "***"),
        ("20260303", "20260303", "10:16:00", "0", "300", "1287.5", "人民币元", "工资", "571", "某某公司", ""),
        ("以上数据仅供参考",),
    ),
    "abc": (
        ("账户明细查询",), ("账户：622848****8888 户名：王建国 起始日期：20260301 截止日期：20260331",),
        ("交易日期", "交易时间", "交易金额", "本次余额", "对方户名", "对方账号", "交易行", "交易渠道", "交易类型", "交易用途", "交易摘要"),
        ("2026-03-01", "10:15:00", "-12.50", "987.50", "", "", "", "", "", "", "消费"),
        ("2026-03-03", "10:16:00", "+300.00", "1287.50", "某某公司", "571", "", "", "", "", "工资"),
    ),
    "icbc": (
        ("明细查询文件下载",), ("卡号: 1234****9876", "卡别名: "), ("子账户序号: 00000", "子账户类别: 活期"),
        ("交易日期", "摘要", "交易场所", "交易国家或地区简称", "钞/汇", "交易金额(收入)", "交易金额(支出)", "交易币种", "记账金额(收入)", "记账金额(支出)", "记账币种", "余额", "对方户名"),
        ("2026-03-03", "工资", "", "CHN", "钞", "-", "-", "人民币", "300.00", "", "人民币", "1,287.50", "某某公司"),
        ("2026-03-01", "消费", "", "CHN", "钞", "-", "-", "人民币", "", "12.50", "人民币", "987.50", ""),
        ("人民币合计", "", "", "", "", "", "", "", "300.00", "12.50"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("bank", SHEETS)
def test_the_same_declaration_reads_the_spreadsheet(bank):
    width = max(map(len, SHEETS[bank]))
    grid = Grid("a.xls", "Sheet1", tuple((*row, *[""] * (width - len(row))) for row in SHEETS[bank]))
    documents = reading.read(Opened(Source("a.xls", "spreadsheet", "", b""), (), (grid,)), READERS)
    assert [document.type for document in documents] == ["bank_statement"]
    assert documents[0].value("bank") == bank
    expected = [
        (date(2026, 3, 1), Decimal("-12.50"), Decimal("987.50")),
        (date(2026, 3, 3), Decimal(300), Decimal("1287.50")),
    ]
    assert sorted(said(documents[0])) == expected
    assert not documents[0].notes


def test_every_bank_of_the_contract_has_its_guide():
    codes = [
        "icbc",
        "ccb",
        "abc",
        "boc",
        "bocom",
        "cmb",
        "psbc",
        "citic",
        "ceb",
        "cmbc",
        "spdb",
        "pab",
        "cib",
        "cgb",
        "hxb",
        "webank",
    ]
    guides = {
        reader.guide.issuer: reader.guide for reader in READERS if reader.type == "bank_statement" and reader.guide
    }
    assert sorted(guides) == sorted(codes)
    assert all("{start}" in guide.how and "{end}" in guide.how for guide in guides.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026-03-01", (date(2026, 3, 1), None)), ("20260301 101500", (date(2026, 3, 1), "10:15:00")),
     ("2026-03-0110:15:00", (date(2026, 3, 1), "10:15:00")), ("2026/6/5 10:30:00", (date(2026, 6, 5), "10:30:00")),
     ("2026-13-01", (None, None)), ("消费", (None, None)), ("10:15:00", (None, None))],
)  # fmt: skip
def test_moment(text, expected):
    assert moment(text) == expected


@pytest.mark.parametrize("text", ["--", "-------------------", "***", "/", "（空）", "无", "", " - "])
def test_placeholders_are_empty(text):
    assert filled(text) == ""
    assert not isinstance(amount_of(text), Decimal)


@pytest.mark.parametrize(
    ("text", "flag"), [("借 Dr", -1), ("贷 Cr", 1), ("D", -1), ("C", 1), ("支", -1), ("收", 1), ("转入", 1), ("转出", -1), ("", 0), ("冲正", 0)]
)  # fmt: skip
def test_flag(text, flag):
    assert flag_of(text) == flag


@pytest.mark.parametrize(
    ("text", "expected"),
    [("6217001210088127710/王建国", ("王建国", "6217001210088127710")), ("王建国6217001210088127710", ("王建国", "6217001210088127710")),
     ("Z******0010/*梓聪", ("*梓聪", "Z******0010")), ("6226190302659135", ("", "6226190302659135")), ("财付通", ("财付通", "")),
     ("王建国 6226******5669 招商银行", ("王建国", "6226******5669"))],
)  # fmt: skip
def test_name_and_account_in_one_cell(text, expected):
    assert split_party(text) == expected


# ---------------------------------------------------------------- no row goes without a word


@pytest.mark.parametrize(
    "changed",
    [
        {}, {"ruled": True}, {"wrapped": True, "ruled": True, "pitch": 8}, {"day": "%Y%m%d"}, {"day": "%Y%m%d", "centred": False},
        {"head_size": 9}, {"head_size": 10, "centred": False}, {"colon": ""}, {"colon": " ："}, {"colon": "", "pitch": 9, "per": 3},
    ],
)  # fmt: skip
def test_the_days_are_found_beside_a_column_of_times_and_under_a_block_of_labels(changed):
    made = moves()
    document = read(draw_blocked(Blocked(**{"per": 15} | changed), made))
    assert (said(document), document.notes) == (made, ())


@settings(deadline=None, max_examples=25)
@given(
    st.permutations(range(12)),
    st.sampled_from([6.0, 7.0, 8.0, 10.0]),
    st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%d.%m.%Y"]),
    st.sampled_from(["：", " ：", ""]),
    st.booleans(),
    st.integers(4, 30),
)
def test_rows_seen_are_rows_given_and_rows_reported(order, head_size, day, colon, centred, per):
    """A row whose day is written in no way that we know is reported; no other row is lost."""
    made = moves()
    document = read(draw_blocked(Blocked(order, per, 6, head_size, day, colon, centred=centred), made))
    reported = sum("有一行交易没有读出" in note for note in document.notes)
    assert set(said(document)) <= set(made)
    assert len(document.rows) + reported == len(made)
    assert (len(document.rows) == 0) == (day == "%d.%m.%Y")


def test_the_bank_is_named_where_its_print_is_largest():
    page = Page("a.pdf", 1, 600, 800, "pt")
    words = (
        Word("支持交通银行手机银行扫码验真", Box(400, 20, 540, 28)),
        Word("交通银行个人客户交易清单", Box(200, 40, 368, 54)),
        Word("交通银行股份有限公司", Box(200, 700, 280, 708)),
    )
    found = find_text([Region(page, 600, 800, words, "text")], "交通银行")
    assert found.place.box == Box(200, 40, 256, 54)
    assert find_text([Region(page, 600, 800, words, "text")], "招商银行") is None


@pytest.mark.parametrize("period", ["2026-03-01至2026-03-31", "2026-03-01 至 2026-03-31", "20260301-20260331"])
def test_each_day_of_a_period_has_a_box_of_its_own(period):
    label = f"户名：李小梅   账号：6230580000123456789  查询期间：{period}   币种：人民币"
    layout = Layout(UNKNOWN.title, (label,), UNKNOWN.xs, UNKNOWN.heads)
    rows = [(f"{day}", f"{amount:+,.2f}", f"{balance:,.2f}", "王五", "--", "消费") for day, amount, balance in moves(3)]
    fields = read(draw(layout, rows)).fields
    first, last = fields["period_start"], fields["period_end"]
    assert (first.value, last.value) == (date(2026, 3, 1), date(2026, 3, 31))
    assert first.place.box.right < last.place.box.left
    assert (first.raw, last.raw) == (period[: len(first.raw)], period[-len(first.raw) :])


@pytest.mark.parametrize("strange", ["2026-13-45", "03/28/2026", "2026 - 03 - 28"])
@pytest.mark.parametrize("at", [0, 7, 19])
def test_a_row_with_a_strange_day_is_reported_wherever_it_stands(strange, at):
    rows = [
        (f"{day}", f"{amount:+,.2f}", f"{balance:,.2f}", "王五", "--", "消费") for day, amount, balance in moves(20)
    ]
    rows[at] = (strange, *rows[at][1:])
    document = read(draw(replace(UNKNOWN, gap=12.0), rows))
    assert len(document.rows) == 19
    assert document.notes == ("第 1 页有一行交易没有读出，请核对",)


def test_days_and_amounts_of_labels_and_totals_are_no_rows():
    labels = (
        "户名：李小梅   查询期间：2026-03-01 至 2026-03-31   总收入：1,000.00   总支出 -20.00",
        "打印日期 2026-04-02   总收入 1,000.00",
    )
    rows = [(f"{day}", f"{amount:+,.2f}", f"{balance:,.2f}", "王五", "--", "消费") for day, amount, balance in moves(9)]
    foot = ("", "合计   2026-03-31   1,000.00", "以上截至2026-03-31余额为1,000.00元")
    assert read(draw(replace(UNKNOWN, labels=labels, foot=foot), rows)).notes == ()


SIGNS = {
    "behind": lambda a: f"{abs(a):,.2f}{'-' if a < 0 else ''}",
    "brackets": lambda a: f"({-a:,.2f})" if a < 0 else f"{a:,.2f}",
    "letters": lambda a: f"{abs(a):,.2f} {'DR' if a < 0 else 'CR'}",
    "words": lambda a: f"{'借' if a < 0 else '贷'} {abs(a):,.2f}",
    "currency": lambda a: f"{'-' if a < 0 else '+'}¥{abs(a):,.2f}",
    "code": lambda a: f"RMB {a:,.2f}",
}


@pytest.mark.parametrize("form", sorted(SIGNS))
def test_a_sign_in_every_form(form):
    made = moves()
    rows = [(f"{d}", SIGNS[form](a), f"{b:,.2f}", "王五", "--", "消费") for d, a, b in made]
    document = read(draw(UNKNOWN, rows))
    assert said(document) == made
    assert not document.notes


@pytest.mark.parametrize("descending", [False, True])
def test_a_day_that_is_printed_once_for_its_rows(descending):
    made = moves()[:: -1 if descending else 1]
    days = [None, *(d for d, _, _ in made)]
    rows = [
        ("" if d == days[n] else f"{d}", f"{a:+,.2f}", f"{b:,.2f}", "王五", "--", "消费")
        for n, (d, a, b) in enumerate(made)
    ]
    document = read(draw(UNKNOWN, rows))
    assert said(document) == made
    assert not document.notes


@pytest.mark.parametrize(("heads", "cells"), [("llllll", "lrrlll"), ("llllll", "lrrrll"), ("lrrlll", "llllll")])
@pytest.mark.parametrize("gap", [110, 150])
def test_figures_that_are_aligned_otherwise_than_their_headers(heads, cells, gap):
    made = moves()
    xs = (30, 90, 90 + gap, 90 + 2 * gap, 180 + 2 * gap, 280 + 2 * gap)
    wide = Layout(UNKNOWN.title, UNKNOWN.labels, xs, UNKNOWN.heads)
    rows = [(f"{d}", f"{a:+,.2f}", f"{b:,.2f}", "王五", "6230580000123456789", "消费") for d, a, b in made]
    document = read(draw_aligned(wide, rows, heads, cells, gap - 8))
    assert said(document) == made
    assert not document.notes


def test_a_minus_in_the_other_column_is_a_reversal():
    made = moves()
    back = {5, 17}
    layout = Layout(
        UNKNOWN.title,
        UNKNOWN.labels,
        (30, 110, 200, 290, 400, 560),
        ("交易日", "收入", "支出", "结余", "对方名称", "备注"),
    )
    rows = []
    for n, (d, a, b) in enumerate(made):
        gained, spent = pair(a)
        if n in back:
            gained, spent = (f"{a:,.2f}", "") if a < 0 else ("", f"{-a:,.2f}")
        rows.append((f"{d}", gained, spent, f"{b:,.2f}", "王五", "冲正" if n in back else "消费"))
    assert said(read(draw(layout, rows))) == made


# ---------------------------------------------------------------- the first row, and amounts out of their column


def unsigned(made):
    return [(f"{d}", f"{abs(a):,.2f}", f"{b:,.2f}", "王五", "--", "消费") for d, a, b in made]


def sums(made):
    return sum((a for _, a, _ in made if a > 0), Decimal(0)), -sum((a for _, a, _ in made if a < 0), Decimal(0))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("form", ["totals", "in", "counts", "opening", "carried"])
def test_the_sign_of_the_first_row_is_proved_by_what_is_printed(form, descending, seed):
    made = moves(15, seed)
    gained, spent = sums(made)
    opening = made[0][2] - made[0][1]
    ins = sum(a > 0 for _, a, _ in made)
    line = {
        "totals": f"总收入：{gained:,.2f}   总支出：{spent:,.2f}",
        "in": f"收入合计：{gained:,.2f}",
        "counts": f"收入笔数：{ins}   支出笔数：{15 - ins}",
        "opening": f"期初余额：{opening:,.2f}",
        "carried": f"承前页   {opening:,.2f}",
    }[form]
    layout = replace(UNKNOWN, labels=(*UNKNOWN.labels, line))
    document = read(draw(layout, unsigned(made[:: -1 if descending else 1])))
    assert said(document) == made[:: -1 if descending else 1]
    assert not document.notes


def test_a_total_or_balance_that_does_not_fit_proves_no_sign():
    made = moves(15)
    for line in ("总收入：1.00   总支出：2.00", "期初余额：5.55", f"期初余额：{made[0][2]}"):
        document = read(draw(replace(UNKNOWN, labels=(*UNKNOWN.labels, line)), unsigned(made)))
        assert document.rows[0].amount is None
        assert said(document)[1:] == made[1:]


IN_TWO = Layout(
    UNKNOWN.title, UNKNOWN.labels, (30, 110, 200, 290, 400, 560), ("交易日", "收入", "支出", "结余", "对方名称", "备注"), align="lrrrll", per=60, gap=1
)  # fmt: skip


def drawn_out_of_line(made, shifted, by):
    """Some amounts drawn `by` to the right (left where negative) of their column, as from merged cells."""
    xs = list(IN_TWO.xs)
    plain, moved = [], []
    for n, (d, a, b) in enumerate(made):
        gained, spent = pair(a)
        plain.append(
            (f"{d}", "" if n in shifted else gained, "" if n in shifted else spent, f"{b:,.2f}", "王五", "消费")
        )
        moved.append(("", gained, spent, "", "", "") if n in shifted else ("",) * 6)
    xs[1], xs[2] = xs[1] + by, xs[2] + by
    page = pikepdf.open(io.BytesIO(draw(IN_TWO, plain)))
    bare = replace(IN_TWO, title="", labels=("", ""), heads=("",) * 6, xs=xs, watermark="")
    over = pikepdf.open(io.BytesIO(draw(bare, moved)))
    page.pages[0].add_overlay(over.pages[0])
    buffer = io.BytesIO()
    page.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("by", [45, -45, 60, -60])
def test_an_amount_out_of_line_goes_where_the_balance_says(by, seed):
    made = moves(30, seed)
    right = [n for n, (_, a, _) in enumerate(made) if n and (a > 0) == (by > 0)]
    document = read(drawn_out_of_line(made, set(right[2:8:3]), by))
    for (_, amount, balance), row in zip(made, document.rows, strict=True):
        assert row.balance == balance
        assert row.amount in (amount, None)
    assert said(document) == made


def test_an_amount_in_line_that_its_balance_contradicts_is_left_for_the_checks():
    made = moves(30)
    rows = [(f"{d}", *pair(a if n != 9 else -a), f"{b:,.2f}", "王五", "消费") for n, (d, a, b) in enumerate(made)]
    assert read(draw(IN_TWO, rows)).rows[9].amount == -made[9][1]


def test_an_account_that_is_run_on_to_its_label_and_to_what_follows_is_read():
    """As a recogniser gives the first line of the commonest layout: one word, no colon behind the first label."""
    made = moves(10)
    rows = [(f"{d}", f"{a:+,.2f}", f"{b:,.2f}", "王五", "--", "消费") for d, a, b in made]
    layout = replace(UNKNOWN, labels=("卡号6222020200011223344户名:王建国起止日期:2026-03-01—2026-03-31",))
    opened = pdf.open_pdf(Source("a.pdf", "pdf", "", draw(layout, rows)), None)
    leaves = tuple(replace(leaf, method="ocr") for leaf in opened.leaves)
    (document,) = reading.read(replace(opened, leaves=leaves), READERS)
    assert document.value("account") == "6222020200011223344"
    assert document.value("holder") == "王建国"
