"""The spreadsheets that banks let their customers download, as files, made up of a few moves: name of the file and its content by bank."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from openpyxl import Workbook

HOLDER, ACCOUNT, MASKED = "李小梅", "6217001210088127710", "6217****7710"
FIRST, LAST = date(2026, 3, 1), date(2026, 4, 30)


@dataclass(frozen=True)
class Move:
    at: datetime
    amount: Decimal
    balance: Decimal
    summary: str
    party: str
    account: str


def moves(count: int = 40, seed: int = 1) -> list[Move]:
    rng, balance, made = random.Random(seed), Decimal("9000.00"), []
    for n in range(count):
        amount = Decimal(rng.choice((-1, -1, 1)) * rng.randint(1, 300000)) / 100
        balance += amount
        at = datetime(2026, 3, 1, 8) + timedelta(hours=35 * n, seconds=rng.randint(0, 3000))
        party, account = rng.choice(
            (("王五", "6222021202011112222"), ("杭州某某网络科技有限公司", "571900012310801"), ("", ""))
        )
        made.append(Move(at, amount, balance, rng.choice(("消费", "工资", "跨行转账", "提现")), party, account))
    return made


def gained(move: Move, empty: str = "") -> str:
    return f"{move.amount:.2f}" if move.amount > 0 else empty


def spent(move: Move, empty: str = "") -> str:
    return f"{-move.amount:.2f}" if move.amount < 0 else empty


def csv_bytes(lines: Iterable[str], encoding: str, end: str = "\r\n") -> bytes:
    return (end.join(lines) + end).encode(encoding)


def xlsx(rows: Iterable[Sequence[object]]) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    book.save(buffer)
    return buffer.getvalue()


# ---------------------------------------------------------------- the banks


def icbc(made: Sequence[Move], second: bool) -> bytes:
    """明细查询文件下载; the second version has 交易详情 and 对方账户 beside."""
    more, last = ("交易详情,", ",对方账户") if second else ("", "")
    lines = [
        "明细查询文件下载", "", '卡号: 6217****7710,"卡别名: 我的卡"', "", '子账户序号: 00000,子账户类别: 活期,"子账户别名: "', "",
        f"交易日期,摘要,{more}交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),记账金额(支出),记账币种,余额,对方户名{last},",
    ]  # fmt: skip
    for m in reversed(made):
        cells = [f"{m.at:%Y-%m-%d}", m.summary, *(["无"] if second else []), "网上银行", "CHN", "钞", "-", "-", "人民币", gained(m), spent(m), "人民币", f"{m.balance:,.2f}", m.party, *([m.account] if second else [])]  # fmt: skip
        lines.append(",".join(f'"{cell:<14}\t"' for cell in cells) + ",")
    total = sum(m.amount for m in made if m.amount > 0), -sum(m.amount for m in made if m.amount < 0)
    lines += [" ", f"人民币合计,{',' * second},,,,,,,{total[0]},{total[1]},,,"]
    return csv_bytes(lines, "gbk")


def ccb(made: Sequence[Move], short: bool) -> bytes:
    """The web's: unused side 0.0; the time and the balance may be absent."""
    heads = [
        "记账日",
        "交易日期",
        "交易时间",
        "支出",
        "收入",
        "账户余额",
        "币种",
        "摘要",
        "对方账号",
        "对方户名",
        "交易地点",
    ]
    rows: list[Sequence[object]] = [
        ["China Construction Bank"], ["开户机构：", "杭州分行"], ["币　　种：", "人民币元"], ["账　　号：", ACCOUNT], [],
        [head for head in heads if not (short and head == "交易时间")],
    ]  # fmt: skip
    for m in made:
        row = [f"{m.at:%Y%m%d}", f"{m.at:%Y%m%d}", f"{m.at:%H:%M:%S}", float(spent(m, "0")), float(gained(m, "0")), float(m.balance), "人民币元", m.summary, m.account, m.party, "***"]  # fmt: skip
        rows.append([cell for head, cell in zip(heads, row, strict=True) if not (short and head == "交易时间")])
    return xlsx([*rows, ["以上数据仅供参考|具体内容请以柜台为准"]])


def abc(made: Sequence[Move]) -> bytes:
    head = f"账户：{ACCOUNT} 户名：{HOLDER} 起始日期：20260301 截止日期：20260430"
    heads = [
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
    ]
    rows = [[f"{m.at:%Y-%m-%d}", f"{m.at:%H:%M:%S}", f"{m.amount:+.2f}", f"{m.balance:.2f}", m.party, m.account, "某某支行", "电子商务", "转账", "", m.summary] for m in made]  # fmt: skip
    return xlsx([["账户明细查询"], [head], heads, *rows])


def abc_corporate(made: Sequence[Move]) -> bytes:
    heads = ["交易时间", "收入金额", "支出金额", "账户余额", "对方账号", "对方户名", "对方开户行", "摘要/交易用途"]
    rows = [[f"{m.at:%Y-%m-%d %H:%M:%S}", gained(m), spent(m), f"{m.balance:,.2f}", m.account, m.party, "", m.summary] for m in reversed(made)]  # fmt: skip
    return xlsx(
        [
            ["账户明细"],
            [f"账号：{ACCOUNT}", "", f"户名：{HOLDER}"],
            ["起始日期：20260301", "", "截止日期：20260430"],
            heads,
            *rows,
        ]
    )


def boc(made: Sequence[Move]) -> list[str]:
    heads = "交易时间,业务摘要,对方账户名称,对方账户账号,币种(人民币元),钞/汇,收入金额,支出金额,余额,交易渠道/场所,附言"
    return [heads, *(f"{m.at:%Y/%m/%d %H:%M:%S},{m.summary},{m.party},{m.account},人民币元,钞,{gained(m)},{spent(m)},{m.balance:.2f},手机银行," for m in made)]  # fmt: skip


def bocom(made: Sequence[Move]) -> bytes:
    total = sum(m.amount for m in made if m.amount > 0), -sum(m.amount for m in made if m.amount < 0)
    said = f"本次查询时间段：2026/03/01 至 2026/04/30   总收入：{total[0]}元   总支出：{total[1]}元"
    heads = [
        "记账日期",
        "交易时间",
        "交易地点",
        "交易方式",
        "支出金额",
        "收入金额",
        "余额",
        "对方户名",
        "对方账户",
        "对方开户行",
        "摘要",
    ]
    rows = [[f"{m.at:%Y-%m-%d}", f"{m.at:%Y-%m-%d %H:%M:%S}", "网上银行", "转账", spent(m, "--"), gained(m, "--"), f"{m.balance:.2f}", m.party or "--", m.account or "--", "--", m.summary] for m in made]  # fmt: skip
    return xlsx(
        [
            ["交通银行银行卡交易明细查询表"],
            [f"银行卡号：6217 0012 1008 8127 710 姓名：{HOLDER}", "", "", "", "", said],
            heads,
            *rows,
        ]
    )


def cmb(made: Sequence[Move], encoding: str, quoted: bool) -> bytes:
    head = ["# 招商银行交易记录", "# 导出时间: [ 2026-05-02 10:11:12 ]", "# 账    号: [一卡通:6217****7710   招商银行]", "# 币    种: [ 人民币]",
            "# 起始日期: [20260301]   终止日期: [20260430]", "# 过滤设置:  无"]  # fmt: skip
    total = sum(m.amount for m in made if m.amount > 0), -sum(m.amount for m in made if m.amount < 0)
    foot = [
        f"# 收入合计: {sum(m.amount > 0 for m in made)} 笔，共 {total[0]} 元",
        f"# 支出合计: {sum(m.amount < 0 for m in made)} 笔，共 {total[1]} 元",
    ]
    rows = [",".join(f'"\t{cell}"' for cell in (f"{m.at:%Y%m%d}", f"{m.at:%H:%M:%S}", gained(m), spent(m), f"{m.balance:.2f}", m.summary, m.party)) for m in reversed(made)]  # fmt: skip
    around = [f'"{line}"' for line in head], [f'"{line}"' for line in foot]
    before, after = around if quoted else (head, foot)
    lines = [*before, "", "交易日期,交易时间,收入,支出,余额,交易类型,交易备注", *rows, *after]
    return csv_bytes(lines, encoding)


def spdb(made: Sequence[Move]) -> bytes:
    heads = ["顺序号", "交易日期", "交易类型", "存入金额", "取出金额", "余额", "交易对手名称", "交易对手账号", "附言"]
    rows = [[str(n), f"{m.at:%Y/%m/%d  %H:%M:%S}", m.summary, gained(m), spent(m), f"{m.balance:.2f}", m.party, m.account, ""] for n, m in enumerate(made, 1)]  # fmt: skip
    total = (
        sum((m.amount for m in made if m.amount > 0), Decimal(0)),
        -sum((m.amount for m in made if m.amount < 0), Decimal(0)),
    )
    return xlsx(
        [
            ["账号", ACCOUNT, "账户类型", "借记卡", "日期范围", "20260301-20260430"],
            heads,
            *rows,
            ["合计", "", "", str(total[0]), str(total[1])],
        ]
    )


def pab(made: Sequence[Move]) -> bytes:
    heads = [
        "交易时间",
        "付款方姓名",
        "付款方账号",
        "收款方姓名",
        "收款方账号",
        "交易类型",
        "交易金额",
        "账户余额",
        "摘要",
        "备注",
        "交易流水号",
    ]
    own = (HOLDER, MASKED)
    rows: list[Sequence[object]] = []
    for n, m in enumerate(made):
        other = (m.party, m.account)
        payer, payee = (other, own) if m.amount > 0 else (own, other)
        rows.append([f"{m.at:%Y-%m-%d %H:%M:%S}", *payer, *payee, "转入" if m.amount > 0 else "转出", f"{abs(m.amount):.2f}", f"{m.balance:.2f}", m.summary, "", f"20260301{n:08d}"])  # fmt: skip
    return xlsx([[f"账户流水明细 账号：{MASKED}"], heads, *rows])


def cib(made: Sequence[Move]) -> bytes:
    head = [["兴业银行交易明细"], [], ["账户别名：", "工资卡"], ["账户户名：", HOLDER], ["账户账号：", ACCOUNT], ["卡内账户：", "活期"],
            ["起始日期：", "2026-03-01"], ["截止日期：", "2026-04-30"], ["下载日期：", "2026-05-02"], []]  # fmt: skip
    heads = [
        "交易时间",
        "记账日",
        "支出",
        "收入",
        "账户余额",
        "摘要",
        "对方户名",
        "对方银行",
        "对方账号",
        "用途",
        "交易渠道",
        "备注",
    ]
    rows = [[f"{m.at:%Y-%m-%d %H:%M:%S}", f"{m.at:%Y-%m-%d}", spent(m), gained(m), f"{m.balance:,.2f}", m.summary, m.party, "", m.account, "", "手机银行", ""] for m in made]  # fmt: skip
    return xlsx([*head, heads, *rows, ["说明：交易明细涉及您的个人隐私，请妥善保管，内容仅供个人参考"]])


def ceb(made: Sequence[Move]) -> bytes:
    heads = ["交易日期", "交易时间", "支出金额", "存入金额", "账户余额", "对方账号", "对方户名", "摘要"]
    rows = [[f"{m.at:%Y-%m-%d}", f"{m.at:%H:%M:%S}", spent(m), gained(m), f"{m.balance:,.2f}", m.account, m.party, m.summary] for m in reversed(made)]  # fmt: skip
    return xlsx(
        [
            ["中国光大银行账户明细查询清单"],
            [f"客户姓名：{HOLDER}", "", "", "对账日期：20260301-20260430"],
            ["币种：人民币", "", "", "钞汇：钞"],
            heads,
            *rows,
        ]
    )


@dataclass(frozen=True)
class Sheet:
    """A download: the bank, the file's name, its content, and which of the fields it shows."""

    bank: str
    name: str
    data: Callable[[Sequence[Move]], bytes]
    account: str | None = ACCOUNT
    holder: str | None = HOLDER
    period: bool = True
    time: bool = True
    party: bool = True
    party_account: bool = True


SHEETS: Mapping[str, Sheet] = {
    "icbc v1": Sheet("icbc", "hisdetail.csv", lambda m: icbc(m, False), MASKED, None, False, False, True, False),
    "icbc v2": Sheet("icbc", "hisdetail.csv", lambda m: icbc(m, True), MASKED, None, False, False),
    "ccb": Sheet("ccb", "交易明细_7710_20260301_20260430.xls", lambda m: ccb(m, False), ACCOUNT, None, False),
    "ccb without time": Sheet("ccb", "交易明细_7710.xls", lambda m: ccb(m, True), ACCOUNT, None, False, False),
    "abc": Sheet("abc", "detail20260502.xls", abc),
    "abc corporate": Sheet("abc", "账户明细.xls", abc_corporate),
    "boc": Sheet("boc", "boc.csv", lambda m: csv_bytes(boc(m), "utf-8-sig"), None, None, False),
    "boc utf-16": Sheet("boc", "boc.csv", lambda m: csv_bytes(boc(m), "utf-16"), None, None, False),
    "bocom": Sheet("bocom", "交易明细列表.xls", bocom),
    "cmb gbk": Sheet("cmb", "CMB_6217.csv", lambda m: cmb(m, "gbk", False), MASKED, None, True, True, False, False),
    "cmb utf-8": Sheet(
        "cmb", "CMB_6217.csv", lambda m: cmb(m, "utf-8-sig", True), MASKED, None, True, True, False, False
    ),
    "spdb": Sheet("spdb", "spdb.xls", spdb, ACCOUNT, None),
    "pab": Sheet("pab", "pab.xlsx", pab, MASKED, HOLDER, False),
    "cib": Sheet("cib", "李小梅的交易明细 20260301-20260430.xls", cib),
    "ceb": Sheet("ceb", "ceb.xls", ceb, None),
}
