"""How the banks' papers look: a layout is its columns, its head and its foot, in the browser's own means.

The facts are those of the public descriptions of such papers; the look (fonts, widths, rules, colours) is this drawing's own. Two banks
here do not exist: nobody has a layout for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from html import escape
from typing import Any

from .ledger import Entry


@dataclass(frozen=True)
class Paper:
    """What one statement is about; `n` and `pages` of a foot come from the caller."""

    holder: str
    account: str
    start: Any
    end: Any
    issued: datetime
    code: str
    id_number: str
    entries: Sequence[Entry]

    @property
    def serial(self) -> str:
        """The same code as a number of 20 digits."""
        return f"{int.from_bytes(self.code.encode(), 'big') % 10**20:020d}"

    def total(self, sign: int) -> Decimal:
        """The sum of the movements of one direction, without its sign."""
        return sum((abs(e.amount) for e in self.entries if e.amount * sign > 0), Decimal("0.00"))


@dataclass(frozen=True)
class Column:
    """A column: its head, width in points, what a cell says, which facts that is, and how it is aligned."""

    head: str
    width: float
    cell: Callable[[Entry, int], str]
    fact: str = ""
    align: str = "left"


@dataclass(frozen=True)
class Layout:
    """A bank's paper. `head` and `foot` give HTML; `facts` are the header's facts that it prints."""

    key: str
    bank: str
    bank_name: str
    columns: Sequence[Column]
    head: Callable[[Paper, int, int], str]
    foot: Callable[[Paper, int, int, Sequence[Entry]], str]
    facts: Sequence[str]
    page: tuple[int, int] = (595, 842)
    newest_first: bool = False
    font: str = "'AR PL UMing CN'"
    size: float = 7.5
    middle: bool = True
    head_once: bool = False
    rules: str = ""
    producer: str = "iText 2.1.7 by 1T3XT"
    title: str = ""
    every_page: Callable[[Paper, int], str] = lambda paper, page: ""
    per_page: int = 99
    last: Callable[[Paper], str] = lambda paper: ""
    doubled: bool = False
    spoil: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""  # as its head prints it
    page_totals: bool = False  # whether its head counts and sums what stands on the page
    serial: bool = False  # whether a number of 20 digits stands for the verification code


def grouped(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def plus(amount: Decimal) -> str:
    return f"{amount:+,.2f}"


def _d8(e: Entry, i: int) -> str:
    return f"{e.day:%Y%m%d}"


def _d10(e: Entry, i: int) -> str:
    return f"{e.day:%Y-%m-%d}"


def _slashed(e: Entry, i: int) -> str:
    return f"{e.day:%Y/%m/%d} {e.time}"


def _two_lines(e: Entry, i: int) -> str:
    return f"{e.day:%Y-%m-%d}\n{e.time}"


def _time(e: Entry, i: int) -> str:
    return e.time


def _t6(e: Entry, i: int) -> str:
    return e.time.replace(":", "")


def _plus(e: Entry, i: int) -> str:
    return plus(e.amount)


def _signed(e: Entry, i: int) -> str:
    return grouped(e.amount)


def _bare(e: Entry, i: int) -> str:
    return f"{e.amount:.2f}"


def _bare_plus(e: Entry, i: int) -> str:
    return f"{e.amount:+.2f}"


def _unsigned(e: Entry, i: int) -> str:
    return grouped(abs(e.amount))


def _balance(e: Entry, i: int) -> str:
    return grouped(e.balance)


def _bare_balance(e: Entry, i: int) -> str:
    return f"{e.balance:.2f}"


def _in(e: Entry, i: int) -> str:
    return grouped(e.amount) if e.amount > 0 else ""


def _out(e: Entry, i: int) -> str:
    return grouped(-e.amount) if e.amount < 0 else ""


def _rmb(shown: Callable[[Entry, int], str]) -> Callable[[Entry, int], str]:
    return lambda e, i: f"RMB {text}" if (text := shown(e, i)) else ""


def _who(empty: str = "") -> Callable[[Entry, int], str]:
    return lambda e, i: e.counterparty or empty


def _account(empty: str = "", masked: bool = False) -> Callable[[Entry, int], str]:
    return lambda e, i: (f"{e.account[:4]}******{e.account[-4:]}" if masked and e.account else e.account) or empty


def _joined(between: str) -> Callable[[Entry, int], str]:
    return lambda e, i: f"{e.counterparty}{between}{e.account}" if e.counterparty else ""


def _summary(e: Entry, i: int) -> str:
    return e.summary


def _channel(e: Entry, i: int) -> str:
    return e.channel


def _note(empty: str = "") -> Callable[[Entry, int], str]:
    return lambda e, i: e.note or empty


def _says(text: str) -> Callable[[Entry, int], str]:
    return lambda e, i: text


def _number(e: Entry, i: int) -> str:
    return str(i + 1)


def _starred(e: Entry, i: int) -> str:
    name = e.counterparty
    return "*" + name[-1] if 1 < len(name) <= 4 else name


def _line(*cells: str, size: float = 8.5) -> str:
    """A line of a head, its cells spread evenly."""
    body = "".join(f'<span style="flex:1">{escape(cell)}</span>' for cell in cells)
    return f'<div style="display:flex;font-size:{size}pt;margin:2.5pt 0">{body}</div>'


def _title(text: str, size: float = 14, extra: str = "") -> str:
    return f'<div style="text-align:center;font-size:{size}pt;margin:4pt 0 6pt;{extra}">{escape(text)}</div>'


def _foot(left: str, right: str = "") -> str:
    return f'<div style="display:flex;justify-content:space-between;font-size:7pt"><span>{escape(left)}</span><span>{escape(right)}</span></div>'


# ---------------------------------------------------------------- ICBC


def _icbc_head(p: Paper, page: int, pages: int) -> str:
    squares = "".join(
        f'<rect x="{k % 9 * 4}" y="{k // 9 * 4}" width="4" height="4"/>' for k in range(81) if (k * k + 3 * k) % 5 < 2
    )
    box = f'<svg style="position:absolute;right:26pt;top:14pt" width=36 height=36>{squares}</svg>'
    told = f"卡号 {p.account} 户名：{p.holder} 起止日期：{p.start:%Y-%m-%d} — {p.end:%Y-%m-%d}"
    return (
        box
        + _line("请扫描二维码 识别明细真伪", size=6.5)
        + _title("中国工商银行借记账户历史明细（电子版）")
        + _line(told)
    )


def _icbc_foot(p: Paper, page: int, pages: int, rows: Sequence[Entry]) -> str:
    out, into = (sum((abs(e.amount) for e in rows if e.amount * s > 0), Decimal("0.00")) for s in (-1, 1))
    told = f"本页支出算术合计：{grouped(out)}　本页收入算术合计：{grouped(into)}　本页交易笔数：{len(rows)}　下单时间：{p.issued:%Y-%m-%d %H:%M:%S}"
    return _foot(told, f"第 {page} 页 共 {pages} 页")


def _scattered(p: Paper, page: int) -> str:
    """A code of the download drawn across the page, letter by letter, aslant."""
    letters = (p.code * 4)[:24]
    return "".join(
        f'<span style="position:absolute;left:{40 + 31 * k}pt;top:{150 + (k * 97) % 330}pt;transform:rotate(-32deg);color:#d9d9d9;font-size:13pt">{c}</span>'
        for k, c in enumerate(letters)
    )


_ICBC = [
    Column("交易日期", 54, _two_lines, "date time"), Column("账号", 82, lambda e, i: "1402023409876543210"), Column("储种", 26, _says("活期")),
    Column("序号", 30, _says("00000")), Column("币种", 32, _says("人民币")), Column("钞汇", 24, _says("钞")), Column("摘要", 52, _summary, "summary"),
    Column("地区", 28, _says("1402")), Column("收入/支出金额", 64, _plus, "amount", "right"), Column("余额", 66, _balance, "balance", "right"),
    Column("对方户名", 112, _who("（空）"), "who"), Column("对方账号", 98, _account("（空）"), "account"), Column("渠道", 46, _channel),
]  # fmt: skip


# ---------------------------------------------------------------- the rest, bank by bank


def _ccb_head(p: Paper, page: int, pages: int) -> str:
    told = (
        f"卡号/账号:{p.account}",
        f"客户名称:{p.holder}",
        "币别:人民币元 钞汇:钞",
        f"起止日期:{p.start:%Y%m%d}-{p.end:%Y%m%d}",
    )
    sums = f"当前时间段收支金额合计：人民币元； 总支出：{grouped(p.total(-1))} 总收入：{grouped(p.total(1))}"
    return _title("中国建设银行个人活期账户全部交易明细", 15) + (
        _line(*told, size=7.5) + _line(sums, size=7.5) if page == 1 else ""
    )


def _ccb_foot(p: Paper, page: int, pages: int, rows: Sequence[Entry]) -> str:
    told = f"生成时间：{p.issued:%Y-%m-%d %H:%M:%S}　温馨提示：以上明细为查询周期内全量明细"
    return _foot(told) + f'<div style="text-align:center;font-size:7pt">- 第{page}页/共{pages}页 -</div>'


def _abc_head(p: Paper, page: int, pages: int) -> str:
    if page > 1:
        return ""
    return (
        _title("中国农业银行账户活期交易明细清单")
        + _line(f"户名：{p.holder}", f"账户：{p.account}")
        + _line("币种：人民币", "钞汇标识：本币")
        + _line(f"起止日期：{p.start:%Y%m%d}-{p.end:%Y%m%d}", f"电子流水号：{p.serial}")
    )


def _abc_foot(p: Paper, page: int, pages: int, rows: Sequence[Entry]) -> str:
    return _foot("该交易明细因不可预测的非人控技术原因可能导致数据缺失，明细内容仅供参考。", f"第{page}页，共{pages}页")


def _blank_time(e: Entry, i: int) -> str:
    return "" if e.summary in ("结息", "利息税", "短信费") else _t6(e, i)


def _boc_head(p: Paper, page: int, pages: int) -> str:
    return (
        _title("中国银行交易流水明细清单")
        + _line(
            f"交易区间： {p.start:%Y-%m-%d} 至 {p.end:%Y-%m-%d}",
            f"客户姓名：{p.holder}",
            f"打印时间： {p.issued:%Y/%m/%d %H:%M:%S}",
            f"页数: {page} / {pages}",
        )
        + _line(
            f"借记卡号：{p.account}",
            f"借方发生数：{grouped(p.total(-1))}",
            f"贷方发生数：{grouped(p.total(1))}",
            f"行数: {len(p.entries)}",
        )
        + _line("账号：438900112233", "按收支筛选： 全部", "按币种筛选： 全部", "")
    )


def _boc_foot(p: Paper, page: int, pages: int, rows: Sequence[Entry]) -> str:
    return '<div style="text-align:center;font-size:7pt">--------------------END--------------------</div>' + _foot(
        "温馨提示: 1.记账日期/时间为系统进行记账处理的日期/时间，可能与实际交易时间不一致。",
        f"第 {page} 页/共 {pages} 页",
    )


def _bocom_head(p: Paper, page: int, pages: int) -> str:
    return (
        '<div style="text-align:right;font-size:7pt">支持交通银行手机银行扫码验真</div>'
        + _title("交通银行个人客户交易清单") + _title("Bocom Personal Account Details", 9)
        + _line("部门Department:手机银行", "柜员Search Teller:EBB001", f"打印日期Printing Date:{p.issued:%Y-%m-%d}", f"打印时间Printing Time:{p.issued:%H:%M:%S}", size=7)
        + _line(f"账号/卡号Account/Card No:{p.account}", f"户名Account Name:{p.holder}", size=7)
        + _line(f"查询起日Query Starting Date:{p.start:%Y年%m月%d日}", f"查询止日Query Ending Date:{p.end:%Y年%m月%d日}", "币种Currency:人民币 CNY", size=7)
        + _line("证件种类ID Type:居民身份证", f"证件号码ID Number:{p.id_number}", size=7)
    )  # fmt: skip


def _bocom_last(p: Paper) -> str:
    return (
        _line("打印完毕") + _line("*" * 60)
        + _line(f"借方发生额汇总 : {grouped(p.total(-1))} (Total amount of debit incurred)")
        + _line(f"贷方发生额汇总 : {grouped(p.total(1))} (Total amount of credit incurred)")
    )  # fmt: skip


def _cmb_head(p: Paper, page: int, pages: int) -> str:
    if page > 1:
        return ""
    return (
        _title("招商银行交易流水", 16) + _title("Transaction Statement of China Merchants Bank", 9)
        + _title(f"{p.start:%Y-%m-%d} -- {p.end:%Y-%m-%d}", 9)
        + _line(f"户    名：{p.holder}", f"账号：{p.account}") + _line("Name", "Account No", size=6.5)
        + _line("账户类型：ALL/全币种", "开 户 行：佛山分行营业部") + _line("Account Type", "Sub Branch", size=6.5)
        + _line(f"申请时间：{p.issued:%Y-%m-%d %H:%M:%S}", f"验 证 码：{p.code}") + _line("Date", "Verification Code", size=6.5)
    )  # fmt: skip


def _cmb_last(p: Paper) -> str:
    return (
        _line("—" * 56)
        + _line("温馨提示：", size=7)
        + _line("1.交易流水验真：进入一网通首页，选择个人业务，输入验证码核对。", size=7)
    )


def _psbc_head(p: Paper, page: int, pages: int) -> str:
    told = (
        f"卡号/账号：{p.account}",
        "开户行名称：桂林市分行营业部",
        f"户名：{p.holder}",
        f"起止日期：{p.start:%Y年%m月%d日}-{p.end:%Y年%m月%d日}",
    )
    return _title("中国邮政储蓄银行借记账户历史明细") + _line(*told, size=7.5)


def _citic_head(p: Paper, page: int, pages: int) -> str:
    return (
        _title("账户交易明细 Transaction details", 15, "font-weight:bold")
        + _line(f"户名：{p.holder}", "证件类型：居民身份证", f"证件号码：{p.id_number}")
        + _line(f"账号：{p.account}", f"时间段：{p.start:%Y%m%d}-{p.end:%Y%m%d}", f"开立日期：{p.issued:%Y-%m-%d}")
        + _line("查询最低限额：0", "币种：全部", f"验证码：{p.code}")
    )


def _ceb_head(p: Paper, page: int, pages: int) -> str:
    return (
        _title("中国光大银行账户明细查询清单") + _title("Transaction Statement of China Everbright Bank", 8)
        + _line(f"客户姓名：{p.holder}") + _line("发卡/折机构：石家庄分行", f"客户账号：{p.account}")
        + _line(f"下载日期：{p.issued:%Y%m%d %H:%M:%S}", f"对账日期：{p.start:%Y%m%d}-{p.end:%Y%m%d}") + _line("币种：人民币", "钞汇：钞")
    )  # fmt: skip


def _cmbc_head(p: Paper, page: int, pages: int) -> str:
    return (
        _title("个人账户对账单")
        + _line(f"客户姓名:{p.holder}", f"客户账号:{p.account}", "产品名称:活期", "币 种:人民币", "钞汇标志:钞")
        + _line(
            "开户机构:中国民生银行长沙支行",
            "账户账号:0701013880",
            f"起止日期:{p.start:%Y/%m/%d}-{p.end:%Y/%m/%d}",
            "筛选条件:全部",
            f"证件号码:{p.id_number}",
        )
    )


def _cmbc_foot(p: Paper, page: int, pages: int, rows: Sequence[Entry]) -> str:
    return _foot(
        f"打印渠道:手机银行 打印柜员:EB01 打印时间:{p.issued:%Y-%m-%d %H:%M:%S}", f"第 {page} 页 / 共 {pages} 页"
    )


def _spdb_head(p: Paper, page: int, pages: int) -> str:
    return (
        _title("上海浦东发展银行个人客户交易流水专用回单") + _title("Transaction Statement of Shanghai Pudong Development Bank", 8)
        + _line(f"户名: {p.holder}", f"账号: {p.account}", f"起止日期: {p.start:%Y%m%d}-{p.end:%Y%m%d}") + _line("Name:", "Account No:", "Period:", size=6.5)
        + _line("币种: 人民币", "钞汇标志: 钞", "交易类型: 全部")
    )  # fmt: skip


def _pab_head(p: Paper, page: int, pages: int) -> str:
    number = _line(f"清单编号 List Number：JYLS{p.code}0091", f"打印时间：{p.issued:%Y-%m-%d %H:%M:%S}", size=7)
    if page > 1:
        return number
    return (
        number + _title("平安银行个人账户交易明细清单") + _title("Transaction Details List of Personal Account of Pingan Bank", 8)
        + _line("户名", "卡号", "账号", "存款类型", size=7.5) + _line(p.holder, p.account, "11009988776655", "活期", size=7.5)
        + _line("币种(RMB)：人民币", "开户行：平安银行长春分行", "受理行：线上", size=7.5)
        + _line(f"交易起止日期 {p.start:%Y%m%d} - {p.end:%Y%m%d}", "明细范围 全部交易", size=7.5)
    )  # fmt: skip


def _slanted(text: str) -> Callable[[Paper, int], str]:
    def draw(p: Paper, page: int) -> str:
        shown = text.format(p=p)
        return "".join(
            f'<span style="position:absolute;left:{60 + 190 * (k % 3)}pt;top:{130 + 170 * (k // 3)}pt;transform:rotate(-30deg);color:#e4e4e4;font-size:15pt">{shown}</span>'
            for k in range(9)
        )

    return draw


def _cib_head(p: Paper, page: int, pages: int) -> str:
    return (
        _line("微信扫码验证", size=6.5) + _title("兴业银行交易流水") + _title("Industrial Bank Transaction Details", 8)
        + _title(f"{p.start:%Y-%m-%d}-{p.end:%Y-%m-%d}", 9)
        + _line(f"户 名：{p.holder}", f"账号：{p.account}", "币 种：人民币") + _line("账户类型：活期储蓄存款", "收支类别：全部", "转账金额区间：全部")
        + _line("对方户名：全部", "交易类型：全部", f"打印日期：{p.issued:%Y-%m-%d}")
    )  # fmt: skip


def _cib_last(p: Paper) -> str:
    return (
        _line("说明：交易明细涉及您的个人隐私，请妥善保管。交易明细内容仅供个人参考。", size=7)
        + '<span style="color:#fff;font-size:5pt">sealPos</span>'
    )


def _cgb_head(p: Paper, page: int, pages: int) -> str:
    return _title("广发银行个人账户交易流水证明") + _line(
        f"账号: {p.account}", f"户名: {p.holder}", f"起止日期: {p.start:%Y-%m-%d} 至 {p.end:%Y-%m-%d}"
    )


def _hxb_head(p: Paper, page: int, pages: int) -> str:
    return (
        _title("华夏银行个人账户交易流水(电子版)")
        + _line(f"查询起止日期:{p.start:%Y%m%d}至{p.end:%Y%m%d}", f"户名:{p.holder}", "明细范围:全部")
        + _line(f"账号:{p.account}", f"卡号:{p.account}", f"流水编码:{p.code}")
    )


def _webank_head(p: Paper, page: int, pages: int) -> str:
    return (
        _title("微众银行账户交易流水") + _title("WeBank Account Statement", 8)
        + _line("户名 Account Name：") + _line(p.holder)
        + _line(f"账号/卡号 Account/Card No.：{p.account}") + _line(f"起止日期 Period：{p.start:%Y-%m-%d}至{p.end:%Y-%m-%d}")
    )  # fmt: skip


def _rural_head(p: Paper, page: int, pages: int) -> str:
    return (
        _title("云水农村商业银行股份有限公司") + _title("账户明细信息", 11)
        + _line(f"账号/卡号：{p.account}", f"户名：{p.holder}", "币种：CNY") + _line(f"查询区间：{p.start:%Y-%m-%d} 至 {p.end:%Y-%m-%d}", f"打印日期：{p.issued:%Y-%m-%d}")
    )  # fmt: skip


def _rural_last(p: Paper) -> str:
    into = sum(e.amount > 0 for e in p.entries)
    return _line(
        f"借方总笔数：{len(p.entries) - into}",
        f"借方发生额累计：{grouped(p.total(-1))}",
        f"贷方总笔数：{into}",
        f"贷方发生额累计：{grouped(p.total(1))}",
        size=7.5,
    )


def _harbour_head(p: Paper, page: int, pages: int) -> str:
    return (
        _title("滨海港湾银行 账户流水查询", 13)
        + _line(f"客户名称 {p.holder}", f"客户账号 {p.account}") + _line(f"查询时间段 {p.start:%Y.%m.%d}-{p.end:%Y.%m.%d}", f"出单时间 {p.issued:%Y.%m.%d %H:%M}")
    )  # fmt: skip


def _plain_foot(p: Paper, page: int, pages: int, rows: Sequence[Entry]) -> str:
    return _foot(
        "温馨提示：本流水因不可预测的非人控技术原因可能导致数据缺失，内容仅供参考。", f"第 {page} 页 / 共 {pages} 页"
    )


def _printed_foot(p: Paper, page: int, pages: int, rows: Sequence[Entry]) -> str:
    return _foot(f"打印时间：{p.issued:%Y-%m-%d %H:%M:%S}", f"{page}/{pages}")


def _spdb_foot(p: Paper, page: int, pages: int, rows: Sequence[Entry]) -> str:
    return _foot(f"第{page}页/共{pages}页，Page {page} of {pages}")


_COMMON = ("bank", "bank_name", "holder", "account", "period_start", "period_end")
_ISSUED = (*_COMMON, "issued_on")
_SONG, _HEI, _MICRO, _KAI = "'AR PL UMing CN'", "'WenQuanYi Zen Hei'", "'WenQuanYi Micro Hei'", "'AR PL UKai CN'"
_GRID = "border:.4pt solid #777"
_LINES = "border-bottom:.4pt solid #bbb"

LAYOUTS: tuple[Layout, ...] = (
    Layout("icbc", "icbc", "中国工商银行", _ICBC, _icbc_head, _icbc_foot, _ISSUED, (842, 595), font=_SONG, rules=_GRID, producer="OpenPDF 1.3.27", title="借记卡账户明细清单", every_page=_scattered),
    Layout("icbc-short", "icbc", "中国工商银行", _ICBC[:10] + _ICBC[12:], _icbc_head, _icbc_foot, _ISSUED, (842, 595), font=_HEI, rules=_LINES, producer="OpenPDF 1.3.27", title="借记卡账户明细清单", every_page=_scattered),
    Layout("ccb", "ccb", "中国建设银行", [
        Column("序号", 26, _number), Column("摘要", 74, _summary, "summary"), Column("交易日期", 52, _d8, "date"), Column("交易金额", 66, _signed, "amount", "right"),
        Column("账户余额", 70, _balance, "balance", "right"), Column("交易地点/附言", 80, lambda e, i: e.note or "***"), Column("对方账号与户名", 150, lambda e, i: f"{e.account}/{e.counterparty}" if e.counterparty else "", "who+account"),
    ], _ccb_head, _ccb_foot, _ISSUED, currency="人民币元", font=_HEI, rules=_GRID, producer="iText 2.1.7 by 1T3XT"),
    Layout("abc", "abc", "中国农业银行", [
        Column("交易日期", 48, _d8, "date"), Column("交易时间", 42, _blank_time, "time"), Column("交易摘要", 48, _summary, "summary"), Column("交易金额", 56, _bare_plus, "amount"),
        Column("本次余额", 56, _bare_balance, "balance"), Column("对手信息", 100, _who("--"), "who"), Column("日 志 号", 50, lambda e, i: f"{(i * 7919 + 104729) % 10**9:09d}"), Column("交易渠道", 46, _channel), Column("交易附言", 66, _note()),
    ], _abc_head, _abc_foot, (*_COMMON, "verification_code"), currency="人民币", serial=True, font=_SONG, producer="OpenPDF 1.3.32", spoil={"户": "⼾", "日": "⽇", "民": "⺠", "人": "⼈", "支": "⽀", "月": "⽉", "言": "⾔"}),
    Layout("boc", "boc", "中国银行", [
        Column("记账日期", 52, _d10, "date"), Column("记账时间", 44, _time, "time"), Column("币别", 34, _says("人民币")), Column("金额", 62, _signed, "amount", "right"), Column("余额", 62, _balance, "balance", "right"),
        Column("交易名称", 62, _summary, "summary"), Column("渠道", 52, _channel), Column("网点名称", 84, _says("-------------------")), Column("附言", 66, _note("-------------------")),
        Column("对方账户名", 100, _who("-------------------"), "who"), Column("对方卡号/账号", 84, _account("-------------------", True), "account"), Column("对方开户行", 70, _says("-------------------")),
    ], _boc_head, _boc_foot, _ISSUED, (842, 595), True, _HEI, 7, page_totals=True, middle=False, rules=_GRID),
    Layout("boc-short", "boc", "中国银行", [
        Column("记账日期", 62, _d10, "date"), Column("记账时间", 56, _time, "time"), Column("币别", 44, _says("人民币")), Column("金额", 80, _signed, "amount", "right"), Column("余额", 82, _balance, "balance", "right"),
        Column("交易名称", 92, _summary, "summary"), Column("渠道", 92, _channel), Column("网点名称", 110, _says("-------------------")), Column("附言", 110, _note("-------------------")),
    ], _boc_head, _boc_foot, _ISSUED, (842, 595), True, _SONG, 8, page_totals=True, middle=False, rules=_LINES),
    Layout("bocom", "bocom", "交通银行", [
        Column("序号\nSerial\nNum", 34, _number), Column("交易日期\nTrans Date", 56, _d10, "date"), Column("交易时间\nTrans Time", 50, _time, "time"), Column("交易类型\nTrading Type", 56, _summary),
        Column("借贷\nDc Flg", 36, lambda e, i: "贷 Cr" if e.amount > 0 else "借 Dr"), Column("交易金额\nTrans Amt", 66, _unsigned, "amount", "right"), Column("余额\nBalance", 68, _balance, "balance", "right"),
        Column("对方账号\nPayment Receipt\nAccount", 92, _account(), "account"), Column("对方户名\nPayment Receipt\nAccount Name", 112, _who(), "who"), Column("交易地点\nTrading Place", 70, _says("手机银行")), Column("摘要\nAbstract", 60, lambda e, i: e.note or e.summary, "summary"),
    ], _bocom_head, _plain_foot, _ISSUED, (842, 595), currency="人民币 CNY", font=_SONG, size=7, rules=_LINES, last=_bocom_last),
    Layout("bocom-d", "bocom", "交通银行", [
        Column("Serial Num\n序号", 38, _number), Column("Trans Date\n交易日期", 56, _d10, "date"), Column("Trans Time\n交易时间", 50, _time, "time"), Column("Trading Type\n交易类型", 60, _summary),
        Column("Dc Flg\n借贷状态", 40, lambda e, i: "C" if e.amount > 0 else "D"), Column("Trans Amt\n交易金额", 66, _unsigned, "amount", "right"), Column("Balance\n余额", 68, _balance, "balance", "right"),
        Column("Payment Receipt Account\n对方账号", 98, _account(), "account"), Column("Payment Receipt Account Name\n对方户名", 112, _who(), "who"), Column("Trading Place\n交易地点", 62, _says("网上支付")), Column("Abstract\n摘要", 60, lambda e, i: e.note or e.summary, "summary"),
    ], _bocom_head, _plain_foot, _ISSUED, (842, 595), currency="人民币 CNY", font=_MICRO, size=7, rules=_GRID, last=_bocom_last),
    Layout("cmb", "cmb", "招商银行", [
        Column("记账日期\nDate", 58, _d10, "date"), Column("货币\nCurrency", 42, _says("CNY")), Column("交易金额\nTransaction\nAmount", 66, _signed, "amount", "right"), Column("联机余额\nBalance", 70, _balance, "balance", "right"),
        Column("交易摘要\nTransaction Type", 70, _summary, "summary"), Column("对手信息\nCounter Party", 140, _joined(" "), "who+account"), Column("客户摘要\nCustomer Type", 80, _note()),
    ], _cmb_head, _printed_foot, (*_ISSUED, "verification_code"), font=_MICRO, size=8, rules=_LINES, producer="openhtmltopdf.com", last=_cmb_last),
    Layout("cmb-old", "cmb", "招商银行", [
        Column("记账日期\nDate", 66, _d10, "date"), Column("货币\nCurrency", 50, _says("人民币")), Column("交易金额\nTransaction\nAmount", 80, _signed, "amount", "right"), Column("联机余额\nBalance", 80, _balance, "balance", "right"),
        Column("交易摘要\nTransaction Type", 90, _summary, "summary"), Column("对手信息\nCounter Party", 160, _joined(" "), "who+account"),
    ], _cmb_head, _printed_foot, (*_ISSUED, "verification_code"), font=_SONG, size=8, producer="iText 1.4.6 by 1T3XT", last=_cmb_last),
    Layout("psbc", "psbc", "中国邮政储蓄银行", [
        Column("交易时间", 56, _two_lines, "date time"), Column("子账号", 34, _says("00001")), Column("储种", 28, _says("活期")), Column("币种", 36, _says("人民币")), Column("钞汇", 24, _says("钞")),
        Column("交易金额", 70, _signed, "amount", "right"), Column("交易余额", 72, _balance, "balance", "right"), Column("对方户名", 112, _who(), "who"), Column("对方账号", 98, _account(), "account"), Column("摘要", 56, _summary, "summary"), Column("交易渠道", 54, _channel),
        Column("外部系统流水", 90, lambda e, i: f"{(i * 104729 + 7) * 99991 % 10**16:016d}"),
    ], _psbc_head, _plain_foot, _COMMON, (842, 595), font=_HEI, size=7, rules=_GRID),
    Layout("citic", "citic", "中信银行", [
        Column("交易日期\ndate", 62, _d8, "date"), Column("收入金额\nreceivable", 82, _rmb(_in), "amount", "right"), Column("支出金额\npayment", 82, _rmb(_out), "amount", "right"), Column("账户余额\nbalance", 88, _rmb(_balance), "balance", "right"),
        Column("交易摘要", 62, _summary, "summary"), Column("对方账号", 82, _account(), "account"), Column("对方户名\nRecipient", 88, _who(), "who"),
    ], _citic_head, lambda p, n, m, rows: _foot("声明：本明细仅供参考，可登录中信银行官方网站核验。", f"{n}/{m}"), (*_ISSUED, "verification_code"), font=_SONG, rules=_LINES,
        producer="iText® Core 7.2.5 (production version) ©2000-2023 iText Group NV, pdfHTML 4.0.4"),
    Layout("ceb", "ceb", "中国光大银行", [
        Column("交易日期\nTrans Date", 64, _d10, "date"), Column("支出金额\nTrans Amt Dr", 74, _out, "amount", "right"), Column("存入金额\nTrans Amt Cr", 74, _in, "amount", "right"), Column("账户余额\nAccount Balance", 80, _balance, "balance", "right"),
        Column("对手信息\nPayment Receipt Account Information", 166, _joined(" "), "who+account"), Column("摘要\nAbstract", 80, _summary, "summary"),
    ], _ceb_head, _plain_foot, _ISSUED, newest_first=True, currency="人民币", font=_KAI, size=8, rules=_LINES),
    Layout("cmbc", "cmbc", "中国民生银行", [
        Column("凭证类型", 36, _says("卡")), Column("凭证号码", 56, lambda e, i: "6226190302659135"), Column("交易时间", 88, _slashed, "date time"), Column("摘要", 62, _summary, "summary"), Column("交易金额", 68, _signed, "amount", "right"),
        Column("账户余额", 70, _balance, "balance", "right"), Column("现转标志", 38, _says("转")), Column("交易渠道", 50, _channel), Column("交易机构", 56, _says("手机银行")), Column("对方户名/账号", 160, _joined("/"), "who+account"), Column("对方行名", 76, _says("")),
    ], _cmbc_head, _cmbc_foot, _ISSUED, (842, 595), currency="人民币", font=_SONG, size=7, last=lambda p: _line("_" * 100) + _line(f"交易总额 收入：{grouped(p.total(1))} 支出：{grouped(p.total(-1))}")),
    Layout("spdb", "spdb", "上海浦东发展银行", [
        Column("交易日期\nDate", 48, _d8, "date"), Column("交易时间\nTime", 40, _t6, "time"), Column("交易账号", 52, lambda e, i: "6217921160538883"), Column("交易名称", 56, _summary), Column("交易金额\nAmount", 58, _bare, "amount", "right"),
        Column("账户余额\nBalance", 46, _bare_balance, "balance", "right"), Column("对手姓名\nCounter Party", 72, _starred, "who"), Column("对手账号\nOpponent Account", 56, _account(), "account"), Column("交易摘要\nSummary", 60, _summary, "summary"),
    ], _spdb_head, _spdb_foot, _COMMON, currency="人民币", font=_SONG, size=7.5, rules=_GRID, producer="JasperReports 6.12.2"),
    Layout("pab", "pab", "平安银行", [
        Column("序号", 26, _number), Column("交易日期", 56, _d10, "date"), Column("交易金额", 62, _signed, "amount", "right"), Column("余额", 66, _balance, "balance", "right"), Column("交易地点", 60, _says("手机银行")), Column("摘要", 62, _summary, "summary"),
        Column("备注", 60, _note()), Column("交易对手信息\nCounterparty Information", 150, _joined(" "), "who+account"),
    ], _pab_head, _plain_foot, _ISSUED, currency="人民币", font=_HEI, rules=_LINES, producer="SealSADK 3.1.4.6; modified using SealSADK 3.1.4.6", every_page=_slanted("PAB *"), doubled=True),
    Layout("cib", "cib", "兴业银行", [
        Column("交易时间\nTransaction Time", 62, _two_lines, "date time"), Column("记账日期\nAccounting Date", 50, _d8), Column("摘要\nTransaction Type", 54, _summary, "summary"), Column("支/收", 28, lambda e, i: "收" if e.amount > 0 else "支"), Column("交易金额", 60, _unsigned, "amount", "right"),
        Column("账户余额", 64, _balance, "balance", "right"), Column("交易用途", 54, _note("无")), Column("对方户名", 84, _who("无"), "who"), Column("对方账户/对方银行", 90, lambda e, i: f"{e.account}\n某某银行" if e.account else "无"),
    ], _cib_head, _plain_foot, _ISSUED, currency="人民币", font=_MICRO, size=7, rules=_LINES, every_page=_slanted("兴业银行 {p.issued:%Y-%m-%d}"), last=_cib_last, spoil={"户": "⼾", "日": "⽇", "支": "⽀", "金": "⾦", "用": "⽤", "行": "⾏"}),
    Layout("cgb", "cgb", "广发银行", [
        Column("交易时间", 52, lambda e, i: f"{e.day:%Y-%m-%d}\n{e.time}", "date time"), Column("币种", 36, _says("人民币")), Column("交易金额", 62, _signed, "amount", "right"), Column("账户余额", 66, _balance, "balance", "right"), Column("对手户名", 84, _who(), "who"),
        Column("对手账号", 76, _account(), "account"), Column("商户名称", 60, _says("")), Column("摘要/交易渠道", 60, _summary, "summary"), Column("附言", 50, _note()),
    ], _cgb_head, _plain_foot, _COMMON, font=_SONG, rules=_GRID),
    Layout("hxb", "hxb", "华夏银行", [
        Column("记账日期", 46, _d8, "date"), Column("摘要", 46, _summary, "summary"), Column("交易金额", 56, _signed, "amount"), Column("余额", 60, _balance, "balance"), Column("交易机构", 46, _says("电子银行")), Column("对方姓名", 78, _who(), "who"),
        Column("对方卡/账号", 76, _account(), "account"), Column("对方开户行", 76, _says("")), Column("附言", 60, _note()),
    ], _hxb_head, _plain_foot, (*_COMMON, "verification_code"), font=_HEI, size=7),
    Layout("webank", "webank", "微众银行", [
        Column("记账日期\nDate", 52, _d10, "date"), Column("对方户名\nCounterparty", 84, _who(), "who"), Column("对方账号\nAccount No.", 80, _account(), "account"), Column("对方机构\nInstitution", 60, _says("")), Column("摘要\nSummary", 56, _summary, "summary"),
        Column("备注\nNote", 56, _note()), Column("币种\nCurrency", 40, _says("CNY")), Column("金额\nAmount", 56, _signed, "amount", "right"), Column("余额\nBalance", 58, _balance, "balance", "right"),
    ], _webank_head, _printed_foot, _ISSUED, font=_MICRO, rules=_LINES, last=lambda p: _line("————————————")),
    Layout("unknown-rural", "other", "云水农村商业银行股份有限公司", [
        Column("记账日期", 62, _d10, "date"), Column("摘要", 70, _summary, "summary"), Column("借方发生额", 74, _out, "amount", "right"), Column("贷方发生额", 74, _in, "amount", "right"), Column("余额", 78, _balance, "balance", "right"), Column("对方户名", 100, _who(), "who"), Column("对方账号", 90, _account(), "account"),
    ], _rural_head, _plain_foot, _ISSUED, currency="CNY", font=_SONG, size=8, rules=_GRID, last=_rural_last, producer="FastReport"),
    Layout("unknown-harbour", "other", "滨海港湾银行", [
        Column("流水序号", 44, _number), Column("对方名称", 110, _who("-"), "who"), Column("交易说明", 90, _summary, "summary"), Column("交易后余额", 80, _balance, "balance", "right"), Column("发生额", 80, _plus, "amount", "right"), Column("交易时间", 110, _slashed, "date time"),
    ], _harbour_head, _printed_foot, _ISSUED, newest_first=True, font=_KAI, size=8, rules=_LINES, producer="Oracle BI Publisher 12.2.1"),
)  # fmt: skip
