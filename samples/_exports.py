"""Bank statements as spreadsheets: ICBC's CSV, the workbook of CCB's app, the web workbook of ABC."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from _banking import WORDS, Order, grouped, income, row
from _ledger import Move
from _paper import Drawn
from _workbook import Sheet, widths


def icbc_csv(order: Order, sheet: str) -> Drawn:
    """GBK, newest first, padded cells, no holder and no period; `sheet` is the name that the file will have, without its ending."""
    rng, number = order.rng, order.account.number
    masked = f"{number[:4]}****{number[-4:]}"
    lines = [
        "明细查询文件下载", "", f'卡号: {masked},"卡别名: 工资卡"', "", '子账户序号: 00000,子账户类别: 活期,"子账户别名: "', "",
        "交易日期,摘要,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),记账金额(支出),记账币种,余额,对方户名,",
    ]  # fmt: skip
    newest = list(reversed(order.moves))
    lines += [_icbc_row(move, rng.choice(("网上银行", "手机银行", "快捷支付"))) for move in newest]
    gained = sum((m.amount for m in newest if m.amount > 0), Decimal(0))
    spent = -sum((m.amount for m in newest if m.amount < 0), Decimal(0))
    lines += [" ", f"人民币合计,,,,,,,,{grouped(gained).replace(',', '')},{grouped(spent).replace(',', '')},,,,"]
    cell = {"sheet": sheet, "cell": "A3", "method": "cell"}
    fields = {"account": {"value": masked} | cell, "bank": {"value": "icbc", "method": "derived"}}
    fields["currency"] = {"value": "人民币", "sheet": sheet, "method": "cell"}  # two columns print it
    rows = [row("icbc", move, time=False, account=False) for move in newest]
    data = "\r\n".join(lines).encode("gbk")
    return Drawn("bank_statement", data, "csv", "editable", fields, rows, (), None, income(order.moves))


def _icbc_row(move: Move, channel: str) -> str:
    amount = f"{abs(move.amount):.2f}"
    gained, spent = (amount, "") if move.amount > 0 else ("", amount)
    cells = [
        f"{move.day}", WORDS["icbc"][move.kind], channel, "CHN", "钞", "-", "-", "人民币", gained, spent, "人民币", f"{move.balance:.2f}", move.party
    ]  # fmt: skip
    return ",".join(f"{cell:<12}\t" for cell in cells) + ","


def ccb_xlsx(order: Order) -> Drawn:
    """The workbook that the app sends: a title, the account, the totals, then the table from the fourth row on."""
    sheet = Sheet("交易明细", order.issued)
    account = order.account
    sheet.add("中国建设银行个人活期账户全部交易明细")
    sheet.merge(9)
    sheet.note("bank_name", "中国建设银行", 1)
    sheet.note("bank", "ccb", 1)
    sheet.add(
        f"卡号/账号:{account.number}   客户名称:{account.holder}   币别:人民币元   钞汇:钞   "
        f"起始日期:{order.first:%Y%m%d}   结束日期:{order.last:%Y%m%d}"
    )
    sheet.merge(9)
    said = {"account": account.number, "holder": account.holder, "currency": "人民币元", "period_start": f"{order.first}", "period_end": f"{order.last}"}  # fmt: skip
    for name, value in said.items():
        sheet.note(name, value, 1)
    gained = sum((m.amount for m in order.moves if m.amount > 0), Decimal(0))
    spent = -sum((m.amount for m in order.moves if m.amount < 0), Decimal(0))
    sheet.add(f"当前时间段收支金额合计：人民币元； 总支出：{grouped(spent)} 总收入：{grouped(gained)}")
    sheet.merge(9)
    sheet.add("序号", "摘要", "币别", "钞汇", "交易日期", "交易金额", "账户余额", "交易地点/附言", "对方账号与户名")
    for n, move in enumerate(order.moves, 1):
        whom = f"{move.account}/{move.party}" if move.party else ""
        sheet.add(
            n,
            WORDS["ccb"][move.kind],
            "人民币元",
            "钞",
            f"{move.day:%Y%m%d}",
            float(move.amount),
            float(move.balance),
            "***",
            whom,
        )
    sheet.add(f"生成时间：{order.issued:%Y-%m-%d %H:%M:%S}")
    sheet.note("issued_on", f"{order.issued:%Y-%m-%d}", 1)
    widths(sheet, (6, 14, 10, 6, 12, 14, 14, 20, 46))
    rows = [row("ccb", move, time=False) for move in order.moves]
    return Drawn(
        "bank_statement", sheet.finish(), "xlsx", "editable", sheet.fields, rows, (), None, income(order.moves)
    )


def abc_xlsx(order: Order) -> Drawn:
    """The web bank's workbook: everything is text, the number is masked."""
    sheet = Sheet("detail", order.issued)
    number = order.account.number
    masked = f"{number[:6]}****{number[-4:]}"
    sheet.add("账户明细查询")
    sheet.add(
        f"账户：{masked} 户名：{order.account.holder} 起始日期：{order.first:%Y%m%d} 截止日期：{order.last:%Y%m%d}"
    )
    sheet.merge(11)
    said: dict[str, Any] = {"account": masked, "holder": order.account.holder, "period_start": f"{order.first}", "period_end": f"{order.last}"}  # fmt: skip
    for name, value in said.items():
        sheet.note(name, value, 1)
    sheet.add(
        "交易日期",
        "交易时间",
        "交易金额",
        "本次余额",
        "对方户名",
        "对方账号",
        "交易行",
        "交易渠道",
        "交易类型",
        "交易用途",
        "交易摘要",
    )
    sheet.fields["bank"] = {"value": "abc", "method": "derived"}  # told by the form alone
    rows = []
    for move in order.moves:
        said = row("abc", move)
        sheet.add(said["date"], said["time"], f"{move.amount:+.2f}", f"{move.balance:.2f}", move.party, move.account, "浙江", "电子商务", "转账", "", said["summary"])  # fmt: skip
        rows.append(said)
    widths(sheet, (12, 10, 12, 12, 30, 24, 8, 10, 8, 8, 12))
    return Drawn(
        "bank_statement", sheet.finish(), "xlsx", "editable", sheet.fields, rows, (), None, income(order.moves)
    )
