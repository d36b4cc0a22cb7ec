"""The layouts of further banks: PSBC, CITIC, CEB, SPDB, CIB, PAB and CMBC."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from _banking import NIGHT, WORDS, Lines, Order, flow, grouped, mark, name_bank, row, sums
from _ledger import Move
from _paper import A4, A4_LANDSCAPE, Line, Paper, Table, columns, seal

Rows = list[dict[str, Any]]
Foot = Callable[[Paper, int, int, float], None]


@dataclass(frozen=True)
class Form:
    """A layout: paper, table, one line of it, what stands above the first table and below each."""

    code: str
    name: str
    rest: str
    size: tuple[float, float]
    producer: str
    table: Table
    line: Callable[[Move, int], Line]
    head: Callable[[Paper, Order], None]
    foot: Callable[[Paper, Order, Lines, int, int, float], None]
    newest_first: bool = False
    on_each_page: bool = False  # the head, too
    title_top: float = 26.0


def _print(form: Form, order: Order) -> tuple[Paper, Rows]:
    paper = Paper(form.size, order.face, order.issued, title=form.name + form.rest, producer=form.producer)
    moves = list(reversed(order.moves)) if form.newest_first else list(order.moves)
    lines = [form.line(move, n) for n, move in enumerate(moves, 1)]

    def head(number: int, pages: list[list[Line]]) -> None:
        if number == 1 or form.on_each_page:
            mark(paper, 26, 10)
            middle = form.size[0] / 2
            name_bank(paper, form.code, form.name, form.rest, middle, form.title_top, 15, align="centre", bold=True)
            form.head(paper, order)

    def foot(number: int, pages: list[list[Line]], bottom: float) -> None:
        form.foot(paper, order, lines, number, len(pages), bottom)
        if number == len(pages):
            paper.picture(seal(f"{form.name}示意"[-10:]), form.size[0] - 130, form.size[1] - 78, 60, 60)

    return paper, flow(paper, form.table, lines, head, foot)


def _day(value: Any, pattern: str, name: str) -> tuple[str, str, str]:
    return f"{value:{pattern}}", name, f"{value:%Y-%m-%d}"


# ---------------------------------------------------------------- PSBC


def _psbc_line(move: Move, n: int) -> Line:
    cells = (
        f"{move.day}\n{move.time or NIGHT}", "0001", "活期", "人民币", "钞", grouped(move.amount), grouped(move.balance), move.party,
        move.account, WORDS["icbc"][move.kind], "手机银行", f"{7300000000 + n * 7919}",
    )  # fmt: skip
    return Line(cells, row("icbc", move))


def _psbc_head(paper: Paper, order: Order) -> None:
    paper.pieces(
        24, 58, 8.5,
        ["卡号/账号：", (order.account.number, "account"), "   开户行名称：", order.account.branch, "   户名：",
         (order.account.holder, "holder"), "   起止日期：", _day(order.first, "%Y年%m月%d日", "period_start"), "-",
         _day(order.last, "%Y年%m月%d日", "period_end")],
    )  # fmt: skip


def _psbc_foot(paper: Paper, order: Order, lines: Lines, number: int, count: int, bottom: float) -> None:
    paper.put(24, 556, "温馨提示：本明细因不可预测的非人控技术原因可能导致数据缺失，仅供参考。", 7.5)
    paper.put(818, 568, f"第 {number} 页 / 共 {count} 页", 7.5, align="right")


PSBC = Form(
    "psbc", "中国邮政储蓄银行", "借记账户历史明细", A4_LANDSCAPE, "iText 2.1.7 by 1T3XT",
    Table(
        columns(20, ("交易时间", 60, "centre"), ("子账号", 40, "centre"), ("储种", 32, "centre"), ("币种", 40, "centre"), ("钞汇", 28, "centre"),
                ("交易金额", 66, "right"), ("交易余额", 70, "right"), ("  对方户名", 124), ("对方账号", 106), ("摘要", 58), ("交易渠道", 58),
                ("外部系统流水", 92)),
        7.2, lambda page: (80.0 if page == 1 else 36.0, 546.0), rules=True, pad=2.4, currency=3,
    ),
    _psbc_line, _psbc_head, _psbc_foot,
)  # fmt: skip

# ---------------------------------------------------------------- CITIC


def _citic_line(move: Move, n: int) -> Line:
    gained, spent = (f"RMB {grouped(move.amount)}", "") if move.amount > 0 else ("", f"RMB {grouped(-move.amount)}")
    cells = (
        f"{move.day:%Y%m%d}", gained, spent, f"RMB {grouped(move.balance)}", WORDS["bocom"][move.kind], move.account, move.party
    )  # fmt: skip
    return Line(cells, row("bocom", move, time=False))


def _citic_head(paper: Paper, order: Order) -> None:
    code = "".join(order.rng.choice("0123456789") for _ in range(12))
    paper.put(297, 48, "Transaction details", 10, align="centre")
    paper.pieces(
        30, 72, 8.5,
        ["户名：", (order.account.holder, "holder"), "   证件类型：居民身份证   证件号码：", order.account.id_number],
    )  # fmt: skip
    paper.pieces(
        30, 88, 8.5,
        ["账号：", (order.account.number, "account"), "   时间段：", _day(order.first, "%Y%m%d", "period_start"), "-",
         _day(order.last, "%Y%m%d", "period_end"), "   开立日期：", _day(order.issued, "%Y-%m-%d", "issued_on")],
    )  # fmt: skip
    paper.pieces(30, 104, 8.5, ["查询最低限额：0   币种：全部   验证码：", (code, "verification_code")])
    paper.fields["currency"] = {"value": "RMB", "page": 1, "method": "text"}  # beside every amount


def _citic_foot(paper: Paper, order: Order, lines: Lines, number: int, count: int, bottom: float) -> None:
    paper.put(30, 796, "声明：本明细可登录中信银行官方网站，凭验证码核验。", 7.5)
    paper.put(565, 812, f"{number}/{count}", 8, align="right")


CITIC = Form(
    "citic", "中信银行", "账户交易明细", A4, "iText Core 7.2.5; modified using iText 5.5.13.1; modified using ESS-PDF 2.1.0",
    Table(
        columns(26, ("交易日期\ndate", 52, "centre"), ("收入金额\nreceivable", 82, "right"), ("支出金额\npayment", 82, "right"),
                ("账户余额\nbalance", 88, "right"), ("交易摘要\nsummary", 68, "centre"), ("对方账号\naccount", 96, "centre"),
                ("对方户名\nRecipient", 80, "centre")),
        7.4, lambda page: (126.0 if page == 1 else 36.0, 784.0), pad=3.0,
    ),
    _citic_line, _citic_head, _citic_foot,
)  # fmt: skip

# ---------------------------------------------------------------- CEB


def _ceb_line(move: Move, n: int) -> Line:
    spent, gained = (grouped(-move.amount), "") if move.amount < 0 else ("", grouped(move.amount))
    cells = (
        f"{move.day}",
        spent,
        gained,
        grouped(move.balance),
        f"{move.party}{move.account}",
        WORDS["boc"][move.kind],
    )
    return Line(cells, row("boc", move, time=False))


def _ceb_head(paper: Paper, order: Order) -> None:
    paper.put(297, 48, "Transaction Statement of China Everbright Bank", 9, align="centre")
    paper.pieces(32, 70, 8.5, ["客户姓名：", (order.account.holder, "holder")])
    paper.pieces(32, 86, 8.5, [f"发卡/折机构：{order.account.branch}   客户账号：", (order.account.number, "account")])
    paper.pieces(
        32, 102, 8.5,
        ["下载日期：", _day(order.issued, "%Y%m%d %H:%M:%S", "issued_on"), "   对账日期：", _day(order.first, "%Y%m%d", "period_start"), "-",
         _day(order.last, "%Y%m%d", "period_end")],
    )  # fmt: skip
    paper.pieces(32, 118, 8.5, ["币种：", ("人民币", "currency"), "   钞汇：钞"])


def _ceb_foot(paper: Paper, order: Order, lines: Lines, number: int, count: int, bottom: float) -> None:
    paper.put(297, 814, f"第{number}页 共{count}页", 8, align="centre")


CEB = Form(
    "ceb", "中国光大银行", "账户明细查询清单", A4, "iText 5.5.13.1",
    Table(
        columns(30, ("交易日期\nTrans Date", 64), ("支出金额\nTrans Amt Dr", 78, "right"), ("存入金额\nTrans Amt Cr", 78, "right"),
                ("账户余额\nAccount Balance", 86, "right"), ("  对手信息\n  Payment Receipt Account Information", 150), ("摘要\nAbstract", 76)),
        7.6, lambda page: (138.0 if page == 1 else 36.0, 796.0), pad=3.0,
    ),
    _ceb_line, _ceb_head, _ceb_foot, newest_first=True,
)  # fmt: skip

# ---------------------------------------------------------------- SPDB


def _spdb_line(move: Move, n: int) -> Line:
    masked = f"*{move.party[-1]}" if move.party and len(move.party) < 4 else move.party
    said = row("boc", move)
    if masked:
        said["counterparty"] = masked
    cells = (
        f"{move.day:%Y%m%d}", (move.time or NIGHT).replace(":", ""), "9100", WORDS["boc"][move.kind], f"{move.amount:.2f}", f"{move.balance:.2f}",
        masked, move.account, {"salary": "工资"}.get(move.kind, ""),
    )  # fmt: skip
    return Line(cells, said)


def _spdb_head(paper: Paper, order: Order) -> None:
    paper.put(297, 46, "Transaction Statement of Shanghai Pudong Development Bank", 8.5, align="centre")
    paper.pieces(
        30, 68, 8,
        ["户名: ", (order.account.holder, "holder"), "   账号: ", (order.account.number, "account"), "   起止日期: ",
         _day(order.first, "%Y%m%d", "period_start"), "-", _day(order.last, "%Y%m%d", "period_end")],
    )  # fmt: skip
    paper.put(30, 82, "Name", 7)
    paper.pieces(30, 96, 8, ["币种: ", ("人民币", "currency"), "   钞汇标志: 现钞   交易类型: 全部"])
    paper.put(30, 110, "Currency:CNY", 7)


def _spdb_foot(paper: Paper, order: Order, lines: Lines, number: int, count: int, bottom: float) -> None:
    paper.put(297, 812, f"第{number}页/共{count}页，Page {number} of {count}", 8, align="centre")


SPDB = Form(
    "spdb", "上海浦东发展银行", "个人客户交易流水专用回单", A4, "JasperReports 6.12.2",
    Table(
        columns(24, ("交易日期\nDate", 48), ("交易时间\nTime", 40), ("交易账号", 36), ("交易名称", 62), ("交易金额\nAmount", 46),
                ("账户余额\nBalance", 38), ("对手姓名\nCounter Party", 92), ("对手账号\nOpponent Account", 52), ("交易摘要\nSummary", 60)),
        7.2, lambda page: (128.0 if page == 1 else 34.0, 796.0), pad=2.6,
    ),
    _spdb_line, _spdb_head, _spdb_foot,
)  # fmt: skip

# ---------------------------------------------------------------- CIB


def _cib_line(move: Move, n: int) -> Line:
    whom = f"{move.account}\n某某银行" if move.account else ""
    cells = (
        f"{move.day} {move.time or NIGHT}", f"{move.day:%Y%m%d}", WORDS["bocom"][move.kind], "收" if move.amount > 0 else "支",
        grouped(abs(move.amount)), grouped(move.balance), "无", move.party, whom,
    )  # fmt: skip
    return Line(cells, row("bocom", move))


def _cib_head(paper: Paper, order: Order) -> None:
    paper.qr("SAMPLE", 26, 24, 40)
    paper.put(70, 40, "微信扫码验证", 6.5)
    paper.put(421, 46, "Industrial Bank Transaction Details", 9, align="centre")
    paper.pieces(421, 62, 9, [(f"{order.first}", "period_start"), "-", (f"{order.last}", "period_end")], align="centre")
    paper.pieces(26, 82, 8.5, ["户  名：", (order.account.holder, "holder")])
    paper.pieces(250, 82, 8.5, ["账号：", (order.account.number, "account")])
    paper.pieces(480, 82, 8.5, ["币  种：", ("人民币", "currency")])
    paper.put(650, 82, "账户类型：活期储蓄存款", 8.5)
    paper.put(26, 98, "收支类别：全部", 8.5)
    paper.put(250, 98, "转账金额区间：不限", 8.5)
    paper.pieces(650, 98, 8.5, ["打印日期：", (f"{order.issued:%Y-%m-%d}", "issued_on")])


def _cib_foot(paper: Paper, order: Order, lines: Lines, number: int, count: int, bottom: float) -> None:
    paper.put(26, 560, "说明：交易明细涉及您的个人隐私，请妥善保管；交易明细内容仅供个人参考。", 7.5)
    paper.put(818, 572, f"{number}/{count}", 8, align="right")
    for n in range(8):
        paper.turned(80 + (n % 4) * 200, 230 + (n // 4) * 200, f"兴业银行 {order.issued:%Y-%m-%d}", 12, 28, 0.86)


CIB = Form(
    "cib", "兴业银行", "交易流水", A4_LANDSCAPE, "iText 5.5.13.1",
    Table(
        columns(22, ("交易时间\nTransaction Time", 104), ("记账日期\nAccounting Date", 66), ("摘要\nTransaction Type", 78),
                ("支/收\nExpenditure\n/Income", 54, "centre"), ("交易金额", 72, "right"), ("账户余额", 76, "right"), ("  交易用途", 60),
                ("对方户名", 140), ("对方账户/对方银行", 140)),
        7.4, lambda page: (118.0 if page == 1 else 34.0, 550.0), pad=2.8,
    ),
    _cib_line, _cib_head, _cib_foot,
)  # fmt: skip

# ---------------------------------------------------------------- PAB


def _pab_line(move: Move, n: int) -> Line:
    whom = f"{move.party}\n{move.account}" if move.party else ""
    cells = (str(n), f"{move.day}", f"{move.amount:.2f}", f"{move.balance:.2f}", "", WORDS["icbc"][move.kind], "", whom)
    return Line(cells, row("icbc", move, time=False))


def _pab_head(paper: Paper, order: Order) -> None:
    paper.put(297, 46, "Transaction Details List of Personal Account of Pingan Bank", 8.5, align="centre")
    paper.put(
        30,
        64,
        f"清单编号 List Number JYLS{order.rng.randint(10**11, 10**12 - 1)}   {order.issued:%Y-%m-%d %H:%M:%S}",
        8,
    )
    paper.pieces(
        30,
        80,
        8.5,
        [
            "户名：",
            (order.account.holder, "holder"),
            "   卡号：",
            (order.account.number, "account"),
            "   存款类型：活期",
        ],
    )
    paper.pieces(30, 96, 8.5, ["币种：", ("RMB", "currency"), f"   开户行：{order.account.branch}   受理行：口袋银行"])
    paper.pieces(
        30, 112, 8.5,
        ["交易起止日期：", _day(order.first, "%Y%m%d", "period_start"), " - ", _day(order.last, "%Y%m%d", "period_end"), "   明细范围：全部交易"],
    )  # fmt: skip


def _pab_foot(paper: Paper, order: Order, lines: Lines, number: int, count: int, bottom: float) -> None:
    paper.put(297, 814, f"第{number}页 共{count}页", 8, align="centre")
    for n in range(6):
        paper.turned(90 + (n % 2) * 260, 260 + (n // 2) * 190, "PAB *", 20, 40, 0.88)


PAB = Form(
    "pab", "平安银行", "个人账户交易明细清单", A4, "SealSADK 3.1.4.6; modified using SealSADK 3.1.4.6",
    Table(
        columns(26, ("序号", 30, "centre"), ("交易日期", 62, "centre"), ("交易金额", 70, "right"), ("余额", 74, "right"), ("  交易地点", 58),
                ("摘要", 64), ("备注", 40), ("交易对手信息\nCounterparty Information", 148)),
        7.8, lambda page: (132.0 if page == 1 else 36.0, 796.0), pad=2.8, head_bold=True,
    ),
    _pab_line, _pab_head, _pab_foot,
)  # fmt: skip

# ---------------------------------------------------------------- CMBC


def _cmbc_line(move: Move, n: int) -> Line:
    quiet = move.kind == "interest"
    day = f"{move.day:%Y/%m/%d} {move.time or NIGHT}"
    whom = f"{move.party}/{move.account}" if move.party else ""
    cells: tuple[str, ...] = (
        "" if quiet else "卡", "" if quiet else "6226190302659135", day, WORDS["icbc"][move.kind], grouped(move.amount), grouped(move.balance),
        "转", "" if quiet else "手机银行", "" if quiet else "0902", whom, "",
    )  # fmt: skip
    return Line(cells, row("icbc", move))


def _cmbc_head(paper: Paper, order: Order) -> None:
    paper.pieces(
        24, 56, 8.5,
        ["客户姓名:", (order.account.holder, "holder"), "   客户账号:", (order.account.number, "account"), "   产品名称:活期   币    种:",
         ("人民币", "currency"), "   钞汇标志:钞"],
    )  # fmt: skip
    paper.pieces(
        24, 72, 8.5,
        [f"开户机构:{order.account.branch}   账户账号:699000123   起止日期:", _day(order.first, "%Y/%m/%d", "period_start"), "-",
         _day(order.last, "%Y/%m/%d", "period_end"), f"   筛选条件:全部   证件号码:{order.account.id_number}"],
    )  # fmt: skip


def _cmbc_foot(paper: Paper, order: Order, lines: Lines, number: int, count: int, bottom: float) -> None:
    paper.put(24, 548, "_" * 150, 7)
    gained, spent = sums(lines)
    paper.put(24, 558, f"交易总额  支出：{grouped(spent)}  收入：{grouped(gained)}", 7.5)
    paper.pieces(
        24, 570, 7.5,
        ["打印渠道:手机银行 打印柜员:99999 打印时间:", _day(order.issued, "%Y-%m-%d %H:%M:%S", "issued_on"), f"   第 {number} 页 / 共 {count} 页"],
    )  # fmt: skip


CMBC = Form(
    "cmbc", "中国民生银行", "个人账户对账单", A4_LANDSCAPE, "iText 2.1.7 by 1T3XT",
    Table(
        columns(22, ("凭证类型", 34), ("凭证号码", 41), ("交易时间", 76), ("摘要", 100), ("交易金额", 78), ("账户余额", 78), ("现转\n标志", 35),
                ("交易\n渠道", 34), ("交易\n机构", 40), ("对方户名/账号", 168), ("对方行名", 90)),
        7.2, lambda page: (90.0 if page == 1 else 34.0, 540.0), pad=2.8,
    ),
    _cmbc_line, _cmbc_head, _cmbc_foot,
)  # fmt: skip


def _prints(form: Form) -> Callable[[Order], tuple[Paper, Rows]]:
    return lambda order: _print(form, order)


FORMS: Sequence[Form] = (PSBC, CITIC, CEB, SPDB, CIB, PAB, CMBC)
MORE = {form.code: _prints(form) for form in FORMS}
