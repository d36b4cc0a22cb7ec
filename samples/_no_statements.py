"""What is handed in for a statement and is none: a book that anybody may edit, and the bill of a credit card."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from _ledger import days, money
from _paper import A4, Drawn, Line, Paper, Table, columns, draw_table, paginate
from _people import Person

_SPENT = (("餐饮", "午饭"), ("交通", "加油"), ("日用", "超市"), ("住房", "房租"), ("通讯", "话费"))


def alipay_book(rng: Random, first: date, last: date) -> Drawn:
    """支付宝记账本: whoever keeps it writes in it what they like."""
    lines = ["记录时间,分类,收支类型,金额,备注,账户,来源,标签"]
    for day in days(first, last):
        if day.day == 15:
            lines.append(f"{day} 09:00:00,工资,收入,{money(rng.uniform(9000, 12000))},跑单收入,默认账户,手动记账,")
        if rng.random() < 0.3:
            kind, note = rng.choice(_SPENT)
            lines.append(
                f"{day} {rng.randint(10, 22)}:{rng.randint(10, 59)}:00,{kind},支出,{money(rng.uniform(8, 300))},{note},支付宝,自动记账,"
            )
    return Drawn("unknown", ("\r\n".join(lines) + "\r\n").encode("gbk"), "csv", "editable", {}, [], (), None)


def credit_card_bill(rng: Random, who: Person, until: date) -> Drawn:
    """A bank's bill: its labels are due amounts and limits, its rows have two days and the card's last digits, and no balance."""
    paper = Paper(
        A4, "sans", datetime(until.year, until.month, until.day, 8), title="信用卡电子账单", producer="iText 7.2.5"
    )
    paper.put(297, 30, "招商银行信用卡对账单", 16, align="centre")
    paper.put(540, 16, "样本", 9, grey=0.72)
    due = money(rng.uniform(2000, 6000))
    labels = (
        f"尊敬的 {who.name} {'先生' if who.sex == '男' else '女士'}，您好！", f"账单日：{until:%Y/%m/%d}    到期还款日：{until + timedelta(days=18):%Y/%m/%d}",
        f"本期应还金额：¥{due:,.2f}    本期最低还款额：¥{due / 10:,.2f}", "信用额度：¥50,000.00    预借现金额度：¥25,000.00",
    )  # fmt: skip
    for n, text in enumerate(labels):
        paper.put(40, 66 + 20 * n, text, 10)
    table = Table(
        columns(40, ("交易日", 60), ("记账日", 60), ("交易摘要", 230), ("人民币金额", 80, "right"), ("  卡号末四位", 80)), 9, lambda page: (160.0, 780.0)
    )  # fmt: skip
    lines = []
    for day in days(until - timedelta(days=30), until):
        if rng.random() < 0.6:
            shop = rng.choice(("财付通-美团", "支付宝-中石化", "工资卡还款", "京东支付-京东商城"))
            amount = money(rng.uniform(10, 500))
            lines.append(
                Line((f"{day:%m/%d}", f"{day + timedelta(days=1):%m/%d}", shop, f"{amount:,.2f}", "  6613"), {})
            )
    pages = paginate(paper, table, lines)
    for n, page in enumerate(pages):
        if n:
            paper.next_page()
        draw_table(paper, table, page)
    return Drawn("unknown", paper.finish(), "pdf", "issuer_pdf", {}, [], (A4,) * len(pages), "pt")
