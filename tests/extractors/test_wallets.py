import csv
import io
import random
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statement_pages import Layout, draw

import extractors
from extractors.not_a_statement import export_of
from pipeline import pdf, reading, spreadsheet
from pipeline.model import Box, Grid, Page, Region, Source, Word
from pipeline.readers import discover

READERS = discover(extractors)

ALIPAY = (
    "交易时间", "交易分类", "交易对方", "对方账号", "商品说明", "收/支", "金额", "收/付款方式", "交易状态", "交易订单号", "商家订单号", "备注",
)  # fmt: skip
HEAD = """导出信息：
姓名：李小梅
支付宝账户：138******21
起始时间：[2026-03-01 00:00:00]    终止时间：[2026-03-31 23:59:59]
导出交易类型：[全部]
导出时间：[2026-04-02 10:11:12]
共5笔记录
收入：1笔 300.00元
支出：2笔 62.50元
不计收支：2笔 70.00元
特别提示：
6.因统计逻辑不同，明细金额直接累加后，可能会和下方统计金额不一致，请以实际交易金额为准；
------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------
"""
DEALS = (
    ("2026-03-28 09:00:01", "收入", "北京三快在线科技有限公司", "/", "骑手结算款", "收入", "300.00", "余额", "交易成功"),
    ("2026-03-20 12:30:00", "餐饮", "王小五面馆", "wxw***@163.com", "午饭, \"大碗\"", "支出", "12.50", "花呗&红包", "交易成功"),
    ("2026-03-11 08:00:00", "日用", "某某超市", "", "雨衣", "支出", "50.00", "余额", "交易关闭"),
    ("2026-03-10 08:00:00", "退款", "某某超市", "", "退款-雨鞋", "不计收支", "20.00", "余额", "退款成功"),
    ("2026-03-02 23:59:59", "账户存取", "招商银行", "", "提现-快速提现", "不计收支", "50.00", "余额", "交易成功"),
)  # fmt: skip


def written(heads, rows, head="", encoding="gbk"):
    out = io.StringIO()
    out.write(head)
    writer = csv.writer(out)
    writer.writerows([heads, *rows])
    return out.getvalue().encode(encoding)


def alipay_rows():
    return [(*deal, f"2026{n}22001\t", "T200P1\t", "") for n, deal in enumerate(DEALS)]


def read(data, file="a.csv", kind="csv"):
    source = Source(file, kind, "", data)
    opened = pdf.open_pdf(source, None) if kind == "pdf" else spreadsheet.open_spreadsheet(source)
    (document,) = reading.read(opened, READERS)
    assert document.type == "wallet_statement"
    return document


def said(document):
    return [(row.date, row.time, row.amount, row.neutral) for row in document.rows]


def values(document, *names):
    return {name: document.value(name) for name in names if name in document.fields}


DUE = [
    (date(2026, 3, 28), "09:00:01", Decimal("300.00"), False),
    (date(2026, 3, 20), "12:30:00", Decimal("-12.50"), False),
    (date(2026, 3, 11), "08:00:00", Decimal("-50.00"), False),
    (date(2026, 3, 10), "08:00:00", Decimal("20.00"), True),
    (date(2026, 3, 2), "23:59:59", Decimal("50.00"), True),
]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_alipays_export_with_its_neutral_rows_closed_orders_and_sums(encoding):
    document = read(written(ALIPAY, alipay_rows(), HEAD, encoding))
    assert said(document) == DUE
    assert [row.closed for row in document.rows] == [False, False, True, False, False]
    assert [row.status for row in document.rows][2:4] == ["交易关闭", "退款成功"]
    assert [row.counterparty_account for row in document.rows][:2] == [None, "wxw***@163.com"]
    assert document.rows[1].summary == '午饭, "大碗"'
    assert document.original == "editable"
    names = ("provider", "holder", "account", "period_start", "period_end", "issued_on")
    assert values(document, *names) == {
        "provider": "alipay", "holder": "李小梅", "account": "138******21", "period_start": date(2026, 3, 1),
        "period_end": date(2026, 3, 31), "issued_on": date(2026, 4, 2),
    }  # fmt: skip
    assert values(document, "printed_count", "printed_in", "printed_count_out", "printed_out", "totals_may_differ") == {
        "printed_count": 5, "printed_in": Decimal("300.00"), "printed_count_out": 2, "printed_out": Decimal("62.50"),
        "totals_may_differ": True,
    }  # fmt: skip
    assert document.notes == ()
    (march,) = document.months
    assert (march.coverage, march.inflow, march.outflow, march.rows) == (
        "full", Decimal("300.00"), Decimal("12.50"), 5,
    )  # fmt: skip


@pytest.mark.parametrize("lost", range(0, 13, 3))
def test_lines_lost_from_the_head_lose_no_row(lost):
    head = "".join(HEAD.splitlines(keepends=True)[lost:])
    assert said(read(written(ALIPAY, alipay_rows(), head))) == DUE


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(ALIPAY))), st.sets(st.sampled_from(["对方账号", "交易分类", "商家订单号", "备注"])))
def test_columns_stand_in_any_order_and_some_may_be_left_out(order, without):
    kept = [at for at in order if ALIPAY[at] not in without]
    rows = [[row[at] for at in kept] for row in alipay_rows()]
    assert said(read(written([ALIPAY[at] for at in kept], rows, HEAD))) == DUE


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(("收入", "支出", "不计收支")), st.integers(0, 10**8)), min_size=1, max_size=40)
)
def test_what_is_read_adds_up_to_what_was_written(moves):
    start = datetime(2026, 1, 1, 8)
    rows = [
        (f"{start + timedelta(hours=n)}", "x", "王五", "", "商品", way, f"{cents / 100:.2f}", "余额", "交易成功", f"{n}22", "", "")
        for n, (way, cents) in enumerate(moves)
    ]  # fmt: skip
    document = read(written(ALIPAY, rows, HEAD))
    total = {way: sum(Decimal(cents) / 100 for w, cents in moves if w == way) for way in ("收入", "支出", "不计收支")}
    moved = [row.amount for row in document.rows if not row.neutral]
    assert len(document.rows) == len(moves)
    assert sum(amount for amount in moved if amount > 0) == total["收入"]
    assert -sum(amount for amount in moved if amount < 0) == total["支出"]
    assert sum(row.amount for row in document.rows if row.neutral) == total["不计收支"]
    assert sum(month.inflow for month in document.months) == total["收入"]


def test_the_old_text_of_the_web_leaves_the_direction_of_neutral_rows_empty():
    text = """支付宝交易记录明细查询
账号:[lixiaomei@163.com]
起始日期:[2026-03-01 00:00:00]    终止日期:[2026-03-31 00:00:00]
---------------------------------交易记录明细列表------------------------------------
交易号,商家订单号,交易创建时间,付款时间,最近修改时间,交易来源地,类型,交易对方,商品名称,金额（元）,收/支,交易状态,服务费（元）,成功退款（元）,备注,资金状态,
2026032822001 ,T1 ,2026-03-28 09:00:01 ,2026-03-28 09:00:09 ,,其他,转账,三快在线,结算款 ,300.00 ,收入 ,交易成功 ,0.00 ,0.00 , ,已收入 ,
2026032022002 ,T2 ,2026-03-20 23:59:58 ,2026-03-21 00:00:01 ,,其他,即时到账,面馆,午饭 ,12.50 ,支出 ,交易成功 ,0.00 ,0.00 , ,已支出 ,
2026031122003 ,T3 ,2026-03-11 08:00:00 , ,,其他,即时到账,超市,雨衣 ,50.00 , ,交易关闭 ,0.00 ,0.00 , , ,
2026030222004 , ,2026-03-02 10:00:00 ,2026-03-02 10:00:00 ,,其他,提现,招商银行,提现 ,50.00 , ,交易成功 ,0.10 ,0.00 , ,资金转移 ,
------------------------------------------------------------------------------------
共4笔记录
已收入:1笔,300.00元
待收入:0笔,0.00元
已支出:1笔,12.50元
导出时间:[2026-04-02 10:11:12]    用户:李小梅
"""
    document = read(text.encode("gbk"), "a.txt")
    assert [(row.date.day, row.amount, row.neutral, row.closed) for row in document.rows] == [
        (28, Decimal("300.00"), False, False), (21, Decimal("-12.50"), False, False),
        (11, Decimal("50.00"), True, True), (2, Decimal("50.00"), True, False),
    ]  # fmt: skip
    assert values(document, "holder", "account", "issued_on", "printed_count", "printed_in", "printed_out") == {
        "holder": "李小梅", "account": "lixiaomei@163.com", "issued_on": date(2026, 4, 2), "printed_count": 4,
        "printed_in": Decimal("300.00"), "printed_out": Decimal("12.50"),
    }  # fmt: skip
    assert document.notes == ()


WECHAT = (
    "交易时间",
    "交易类型",
    "交易对方",
    "商品",
    "收/支",
    "金额(元)",
    "支付方式",
    "当前状态",
    "交易单号",
    "商户单号",
    "备注",
)
WECHAT_HEAD = """微信支付账单明细
微信昵称：[小梅🌸]
起始时间：[2026-03-01 00:00:00] 终止时间：[2026-03-31 23:59:59]
导出类型：[全部]
导出时间：[2026-04-02 10:11:12]

共4笔记录
收入：2笔 330.00元
支出：1笔 30.00元
中性交易：1笔 100.00元
注：
1. 充值/提现/理财通购买/零钱通存取/信用卡还款等交易，将计入中性交易
----------------------微信支付账单明细列表--------------------
"""
WECHAT_DEALS = (
    ("2026-03-28 09:00:01", "商户转账", "美团", "/", "收入", "¥300.00", "零钱", "已存入零钱", "1000\t", "/", "/"),
    ("2026-03-20 12:30:00", "商户消费-退款", "超市", "\"雨衣\"\n第二行", "收入", "￥30.00", "零钱", "已全额退款", "1001\t", "/", "/"),
    ("2026-03-20 12:00:00", "商户消费", "超市", "雨衣", "支出", "¥30.00", "零钱", "已全额退款", "1002\t", "/", "/"),
    ("2026-03-02 10:00:00", "零钱提现", "招商银行", "/", "/", "¥100.00", "招商银行(1234)", "提现已到账", "1003\t", "/", "服务费¥0.10"),
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_wechats_export_names_nobody_and_marks_neutral_rows_with_a_slash(encoding):
    document = read(written(WECHAT, WECHAT_DEALS, WECHAT_HEAD, encoding))
    assert [(row.amount, row.neutral, row.summary) for row in document.rows] == [
        (Decimal("300.00"), False, "商户转账"), (Decimal("30.00"), False, "商户消费-退款"), (Decimal("-30.00"), False, "商户消费"),
        (Decimal("100.00"), True, "零钱提现"),
    ]  # fmt: skip
    assert not {"holder", "account", "id_number"} & set(document.fields)
    assert values(document, "provider", "printed_count", "printed_in", "printed_out", "issued_on") == {
        "provider": "wechat", "printed_count": 4, "printed_in": Decimal("330.00"), "printed_out": Decimal("30.00"),
        "issued_on": date(2026, 4, 2),
    }  # fmt: skip
    assert document.notes == ()


# ---------------------------------------------------------------- proofs

FOOT = ("说明：1.本证明仅供证明交易情况", "2026年04月02日")
ALIPAY_PROOF = Layout(
    "支付宝支付科技有限公司 交易流水证明",
    ("编号:1234567890123456789012345678901234567890", "兹证明:李小梅(证件号码:330106199602117574)在其支付宝账号138******21中明细信息如下:",
     "币种：人民币 / 单位：元", "交易时间段：2026-03-01 00:00:00 至 2026-03-31 23:59:59", "交易类型：全部"),
    (30, 80, 220, 380, 490, 570, 680, 770), ("收/支", "交易对方", "商品说明", "收/付款方式", "金额", "交易订单号", "商家订单号", "交易时间"), FOOT,
)  # fmt: skip
WECHAT_PROOF = Layout(
    "微信支付交易明细证明",
    ("编号：12345678901234567890123456789012", "兹证明：李小梅（居民身份证：330106199602117574），在其微信号：wxid_li_03中的交易明细信息如下：",
     "交易明细对应时间段 2026-03-01 至 2026-03-31", "具体交易明细"),
    (30, 170, 260, 370, 440, 540, 620, 720), ("交易单号", "交易时间", "交易类型", "收/支/其他", "交易方式", "金额(元)", "交易对方", "商户单号"), FOOT,
)  # fmt: skip


def deals(count=50, seed=3):
    rng, moment = random.Random(seed), datetime(2026, 3, 31, 20, 0, 7)
    for _ in range(count):
        moment -= timedelta(minutes=rng.randint(30, 800))
        yield moment, rng.choice((1, -1, -1, 0)), Decimal(rng.randint(1, 500000)) / 100


def due_of(moves):
    return [(f"{when:%Y-%m-%d}", f"{when:%H:%M:%S}", amount * (way or 1), way == 0) for when, way, amount in moves]


def shown(document):
    return [(f"{row.date}", row.time, row.amount, row.neutral) for row in document.rows]


@pytest.mark.parametrize("centred", [True, False])
@pytest.mark.parametrize("repeat", [True, False])
def test_alipays_proof_has_its_moments_last_and_wraps_its_neutral_rows(centred, repeat):
    moves = list(deals())
    words = {1: "收入", -1: "支出", 0: "不计\n收支"}
    rows = [
        (words[way], "杭州某某网络\n科技有限公司" if n % 3 == 0 else "王五", "转账\n微信转账\n第三行" if n % 5 == 0 else "收款",
         "微众银行储蓄\n卡(1234)" if n % 4 == 0 else "余额", f"{amount:.2f}", f"{when:%Y%m%d}2200\n14567890123456", "", f"{when:%Y-%m-%d}\n{when:%H:%M:%S}")
        for n, (when, way, amount) in enumerate(moves)
    ]  # fmt: skip
    layout = Layout(**(ALIPAY_PROOF.__dict__ | {"centred": centred, "repeat": repeat, "per": 12}))
    document = read(draw(layout, rows), "a.pdf", "pdf")
    assert shown(document) == due_of(moves)
    assert document.original == "issuer_pdf"
    assert document.rows[0].counterparty == "杭州某某网络科技有限公司"
    assert document.notes == ()
    names = ("provider", "holder", "id_number", "account", "period_start", "period_end", "issued_on")
    assert values(document, *names) == {
        "provider": "alipay", "holder": "李小梅", "id_number": "330106199602117574", "account": "138******21",
        "period_start": date(2026, 3, 1), "period_end": date(2026, 3, 31), "issued_on": date(2026, 4, 2),
    }  # fmt: skip


@pytest.mark.parametrize("centred", [True, False])
def test_wechats_proof_breaks_numbers_and_moments_over_lines(centred):
    moves = list(deals(44, 5))
    words = {1: "收入", -1: "支出", 0: "其他"}
    rows = [
        (f"42000{when:%Y%m%d%H}\n1234567890{n:03d}", f"{when:%Y-%m-%d}\n{when:%H:%M:%S}", "商户消费", words[way], "零钱", f"{amount:,.2f}",
         "阿依古丽·\n买买提" if n % 3 else "7-11", f"{n:020d}")
        for n, (when, way, amount) in enumerate(moves)
    ]  # fmt: skip
    layout = Layout(**(WECHAT_PROOF.__dict__ | {"centred": centred, "per": 15}))
    document = read(draw(layout, rows), "a.pdf", "pdf")
    assert shown(document) == due_of(moves)
    assert values(document, "holder", "id_number", "account", "period_start", "period_end") == {
        "holder": "李小梅", "id_number": "330106199602117574", "account": "wxid_li_03", "period_start": date(2026, 3, 1),
        "period_end": date(2026, 3, 31),
    }  # fmt: skip
    assert document.notes == ()


BALANCE = Layout(
    "支付宝支付科技有限公司 余额收支流水证明",
    ("兹证明:李小梅(证件号码:330106199602117574)在其支付宝账号138******21中余额收支明细如下:", "时间段：2026-03-01 至 2026-03-31"),
    (20, 60, 140, 260, 330, 400, 500, 620, 700, 780),
    ("序号", "入账时间", "支付宝交易号", "商户订单号", "业务类型", "对方账户名称", "对方支付宝账号/\n银行卡号", "收支余额", "账户余额", "备注"),
)  # fmt: skip


@pytest.mark.parametrize("signed", [True, False])
def test_the_proof_of_the_balance_holds_every_amount_to_its_balance(signed):
    balance, due, rows = Decimal("1000.00"), [], []
    for n, (when, way, amount) in enumerate(reversed(list(deals(30)))):
        moved = amount if way == 1 else -amount
        balance += moved
        due.append((f"{when:%Y-%m-%d}", f"{when:%H:%M:%S}", moved, balance))
        figure = f"{moved:+.2f}" if signed else f"{amount:.2f}"
        rows.append((f"{n + 1}", f"{when:%Y-%m-%d}\n{when:%H:%M:%S}", f"{when:%Y%m%d}2200", "", "转账", "王五", "", figure, f"{balance:.2f}", ""))  # fmt: skip
    document = read(draw(BALANCE, rows), "a.pdf", "pdf")
    got = [(f"{row.date}", row.time, row.amount, row.balance) for row in document.rows]
    assert got[1:] == due[1:]
    assert got[0] == (due[0] if signed else (*due[0][:2], None, due[0][3]))  # nothing tells the first one's sign
    assert not any(row.neutral for row in document.rows)


# ---------------------------------------------------------------- what cannot be told


def test_a_layout_without_any_direction_gives_days_and_no_amounts():
    heads = [head for head in ALIPAY if head != "收/支"]
    at = ALIPAY.index("收/支")
    document = read(written(heads, [(*row[:at], *row[at + 1 :]) for row in alipay_rows()], HEAD))
    assert [row.date for row in document.rows] == [row[0] for row in DUE]
    assert {row.amount for row in document.rows} == {None}
    assert len(document.notes) == len(DUE)


@pytest.mark.parametrize(
    ("way", "amount", "read_as"),
    [
        ("收入", "-12.50", None),
        ("支出", "+12.50", None),
        ("支出", "-12.50", "-12.50"),
        ("收入", "+12.50", "12.50"),
        ("", "12.50", None),
        ("收入或支出", "12.50", None),
        ("支出", "12.5o", None),
        ("支出", "12.50(已退款3.00)", None),
    ],
)
def test_a_direction_or_an_amount_that_is_not_certain_is_not_guessed(way, amount, read_as):
    rows = alipay_rows()
    rows[1] = (*rows[1][:5], way, amount, *rows[1][7:])
    document = read(written(ALIPAY, rows, HEAD))
    row = document.rows[1]
    assert row.amount == (Decimal(read_as) if read_as else None)
    assert ("amount" in row.unread) is (read_as is None)
    assert bool(document.notes) is (read_as is None)
    assert [one for one in said(document) if one[0] != DUE[1][0]] == [one for one in DUE if one[0] != DUE[1][0]]


def test_an_export_of_a_part_says_so():
    document = read(written(ALIPAY, alipay_rows(), HEAD.replace("[全部]", "[收入]")))
    assert any("收入" in note for note in document.notes)


def test_a_head_without_rows_says_that_there_are_none():
    document = read(HEAD.encode("gbk"))
    assert document.rows == ()
    assert document.notes
    assert document.value("holder") == "李小梅"


# ---------------------------------------------------------------- what is no statement


def sheet(*rows, name="流水"):
    width = max(map(len, rows))
    return Grid(f"{name}.csv", name, tuple((*row, *[""] * (width - len(row))) for row in rows))


def screen(*texts, method="ocr"):
    words = tuple(Word(text, Box(40, 60 * n, 40 + 30 * len(text), 60 * n + 36)) for n, text in enumerate(texts, 1))
    page = Page("a.png", 1, 1080, 2400, "px")
    return Region(page, 1080, 2400, words, method)


BOOKS = {
    "支付宝记账本": sheet(("记录时间", "分类", "收支类型", "金额", "备注", "账户", "来源", "标签")),
    "随手记": sheet(("交易类型", "日期", "类别", "子类别", "账户1", "账户2", "金额", "成员", "商家", "项目", "备注")),
    "鲨鱼记账": sheet(("日期", "收支类型", "类别", "金额", "备注")),
    "挖财": sheet(("支出大类", "支出小类", "账户", "币种", "项目", "商家", "报销", "消费日期", "消费金额", "成员金额", "备注", "账本")),
    "钱迹": sheet(("时间", "分类", "二级分类", "类型", "金额", "币种", "账户1", "账户2", "备注", "已报销", "手续费", "记账者")),
    "MoneyWiz": sheet(("Account", "Transfers", "Description", "Payee", "Category", "Date", "Time", "Memo", "Amount", "Currency", "Tags")),
}  # fmt: skip
BILL = (
    "招商银行信用卡对账单", "账单日：2026/11/08 到期还款日：2026/11/26", "本期应还金额：¥3,210.00 本期最低还款额：¥321.00", "信用额度：¥50,000.00",
    "11/02 11/03 财付通-美团 35.00 6613",
)  # fmt: skip
NO_STATEMENTS = [
    *((leaf, "支付宝记账本" if name == "支付宝记账本" else "记账软件的导出") for name, leaf in BOOKS.items()),
    (screen(*BILL, method="text"), "信用卡账单"),
    (screen(*BILL), "信用卡账单"),
    (
        sheet(
            ("交易日", "记账日", "交易摘要", "人民币金额", "卡号末四位"), ("11/02", "11/03", "美团", "35.00", "6613")
        ),
        "信用卡账单",
    ),
    (
        sheet(("中国银行信用卡交易明细",), ("交易日期", "交易描述", "金额"), ("2026-11-02", "美团", "35.00")),
        "信用卡账单",
    ),
    (sheet(("美团账单",), ("交易创建时间", "订单标题", "收/支", "订单金额", "实付金额")), "消费订单记录"),
    (
        sheet(("交易时间", "商户名称", "交易说明", "金额", "收/付款方式", "交易状态", "收/支", "交易订单号")),
        "消费订单记录",
    ),
    (sheet(("订单编号", "宝贝标题", "买家实际支付金额", "订单状态")), "消费订单记录"),
    (sheet(("订单编号", "商品名称", "实付款", "收货人")), "消费订单记录"),
    (
        screen("账单", "全部账单", "查找交易", "收支统计", "2026年11月", "支出¥1,203.50 收入¥300.00", "美团 -12.50"),
        "手机账单页面的截图",
    ),
    (screen("账单", "搜索交易记录", "11月", "支出 ¥88.00 收入 ¥9.00"), "手机账单页面的截图"),
]


@pytest.mark.parametrize(
    ("leaf", "name"), NO_STATEMENTS, ids=[f"{n}-{name}" for n, (_, name) in enumerate(NO_STATEMENTS)]
)
def test_what_proves_nothing_is_told_for_what_it_is(leaf, name):
    claims = [reader.name for reader in READERS if not reader.generic and reader.claims(leaf)]
    assert claims == ["not_a_statement"]
    assert export_of(leaf).name == name


DEBIT = ("交易日期", "交易时间", "摘要", "交易金额", "账户余额", "对方户名")
STATEMENTS = [
    sheet(("某银行账户明细",), DEBIT, ("2026-11-02", "10:00", "信用卡账单还款", "-321.00", "9.00", "信用卡中心 最低还款额")),
    sheet(DEBIT, ("2026-11-02", "10:00", "记账本 收支类型 分类", "-321.00", "9.00", "再次购买 实付")),
    screen("招商银行交易流水", "2026-11-02 信用卡还款 -321.00 9.00", "2026-11-03 账单日 到期还款日", "信用卡账单", "实付 查看物流", method="text"),
    sheet(ALIPAY, ("2026-11-02 10:00:00", "日用", "书店", "", "记账本 分类 账本", "支出", "9.00", "信用卡", "交易成功", "1", "2", "")),
    sheet(WECHAT, ("2026-11-02 10:00:00", "信用卡还款", "信用卡账单", "最低还款额 账单日 信用额度", "/", "9.00", "零钱", "支付成功", "1", "2", "")),
    screen("接单收入账单", "骑手 王小五", "支出¥10.00 收入¥300.00"),
]  # fmt: skip


@pytest.mark.parametrize("leaf", STATEMENTS, ids=range(len(STATEMENTS)))
def test_a_statement_that_mentions_such_words_is_not_caught(leaf):
    assert export_of(leaf) is None


def test_the_banks_that_a_wallets_rows_name_do_not_claim_it_nor_the_wallet_a_banks_paper():
    proof = screen("支付宝支付科技有限公司", "交易流水证明", "支出 王五 微众银行储蓄卡 9.00", method="text")
    bank = screen(
        "广发银行",
        "个人账户交易流水证明",
        "2026-11-02 支付宝（中国）网络技术有限公司 -9.00 8.00",
        "本交易流水证明",
        method="text",
    )
    for leaf, name in ((proof, "wallet_statement_alipay"), (bank, "bank_statement_cgb")):
        assert [one.name for one in READERS if not one.generic and one.claims(leaf)] == [name]


def test_both_wallets_say_how_to_export():
    guides = {reader.guide.issuer: reader.guide for reader in READERS if reader.type == "wallet_statement"}
    assert set(guides) == {"alipay", "wechat"}
    assert all("{start}" in guide.how and "{end}" in guide.how and "密码" in guide.how for guide in guides.values())


def test_a_scanned_statement_with_sums_is_no_screen_of_bills():
    sums = "支出：1,203.50 收入：300.00"
    titled = screen("个人账户对账单", sums, "交易时间 摘要 交易金额")
    balanced = screen("电子账单", sums, "日期 摘要 金额 余额")
    app = screen("账单", sums, "余额宝-收益发放 +0.12")
    assert [export_of(leaf) is not None for leaf in (titled, balanced, app)] == [False, False, True]
