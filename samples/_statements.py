"""Bank statements as the issuers' PDFs print them: one function a layout, each with the habits of its bank."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from _banking import (
    CHANNELS,
    NIGHT,
    WHOM,
    WORDS,
    Lines,
    Order,
    flow,
    grouped,
    income,
    lock,
    mark,
    name_bank,
    row,
    sums,
    without,
)
from _ledger import Move
from _more_statements import MORE
from _paper import A4, A4_LANDSCAPE, Column, Drawn, Line, Paper, Table, columns, seal


def draw(bank: str, order: Order) -> Drawn:
    """The statement of `order` in the layout of a bank."""
    paper, rows = LAYOUTS[bank](order)
    pages = max(one["page"] for one in rows)
    return Drawn(
        "bank_statement", paper.finish(), "pdf", "issuer_pdf", paper.fields, rows, (paper.size,) * pages, "pt", income(order.moves)
    )  # fmt: skip


# ---------------------------------------------------------------- ICBC


def _icbc(order: Order) -> tuple[Paper, list[dict[str, Any]]]:
    table = Table(
        columns(20, ("交易日期", 58), ("账号", 84), ("储种", 30), ("序号", 32), ("币种", 36), ("钞汇", 26), ("摘要", 50),
                ("地区", 30), ("收入/支出金额", 70, "right"), ("余额", 66, "right"), ("对方户名", 120), ("对方账号", 106), ("渠道", 56)),
        7.0, lambda page: (92.0, 528.0), rules=True, pad=2.5, currency=4,
    )  # fmt: skip
    return _icbc_pages(order, table, [Line(cells, said) for cells, said in _icbc_lines(order)])


def _icbc_short(order: Order) -> tuple[Paper, list[dict[str, Any]]]:
    """Eleven columns, without the other side, and 帐号 for 账号."""
    table = Table(
        columns(20, ("交易日期", 70), ("帐号", 110), ("储种", 48), ("序号", 48), ("币种", 56), ("钞汇", 44), ("摘要", 90),
                ("地区", 50), ("收入/支出金额", 100, "right"), ("余额", 96, "right"), ("  渠道", 80)),
        7.5, lambda page: (92.0, 528.0), rules=True, pad=2.5, currency=4,
    )  # fmt: skip
    lines = [Line((*cells[:10], "  " + cells[12]), without(said, *WHOM)) for cells, said in _icbc_lines(order)]
    return _icbc_pages(order, table, lines)


def _icbc_pages(order: Order, table: Table, lines: Lines) -> tuple[Paper, list[dict[str, Any]]]:
    paper = Paper(A4_LANDSCAPE, order.face, order.issued, title="借记卡账户明细清单", producer="OpenPDF 1.3.27")
    code = "".join(order.rng.choice("0123456789ABCDEF") for _ in range(14))

    def tail(number: int, pages: list[list[Line]], bottom: float) -> None:
        _icbc_foot(paper, order, pages[number - 1], number, len(pages))
        _icbc_watermark(paper, f"{code[:6]}:{code[6:]}")

    return paper, flow(paper, table, lines, lambda number, pages: _icbc_head(paper, order), tail)


def _icbc_lines(order: Order) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    inner, region = f"12020{order.rng.randint(10**13, 10**14 - 1)}", f"{order.rng.randint(1000, 4999)}"
    return [(_icbc_cells(move, inner, region), row("icbc", move)) for move in order.moves]


def _icbc_cells(move: Move, inner: str, region: str) -> tuple[str, ...]:
    return (
        f"{move.day}\n{move.time or NIGHT}", inner, "活期", "00000", "人民币", "钞", WORDS["icbc"][move.kind], region,
        grouped(move.amount, plus=True), grouped(move.balance), move.party or "（空）", move.account or "（空）", CHANNELS[move.kind],
    )  # fmt: skip


def _icbc_head(paper: Paper, order: Order) -> None:
    mark(paper, 24, 14)
    name_bank(paper, "icbc", "中国工商银行", "借记账户历史明细（电子版）", 421, 26, 15, align="centre", bold=True)
    paper.qr("SAMPLE", 752, 18, 46)
    paper.put(700, 30, "请扫描二维码", 6)
    paper.put(700, 40, "识别明细真伪", 6)
    paper.pieces(
        24, 70, 9,
        ["卡号 ", (order.account.number, "account"), "  户名：", (order.account.holder, "holder"), "  起止日期：",
         (f"{order.first}", "period_start"), " — ", (f"{order.last}", "period_end")],
    )  # fmt: skip


def _icbc_foot(paper: Paper, order: Order, page: Lines, number: int, count: int) -> None:
    gained, spent = sums(page)
    paper.put(24, 536, f"本页支出算术合计：{grouped(spent)}", 7.5)
    paper.put(200, 536, f"本页收入算术合计：{grouped(gained)}", 7.5)
    paper.put(376, 536, f"本页交易笔数：{len(page)}", 7.5)
    paper.pieces(
        490, 536, 7.5, ["下单时间：", (f"{order.issued:%Y-%m-%d %H:%M:%S}", "issued_on", f"{order.issued:%Y-%m-%d}")]
    )
    paper.put(730, 536, f"第 {number} 页", 7.5)
    paper.put(775, 536, f"共 {count} 页", 7.5)
    paper.picture(seal("工商银行电子回单示意"), 640, 505, 66, 66)


def _icbc_watermark(paper: Paper, code: str) -> None:
    for n in range(24):
        x, y = 60 + (n % 8) * 98, 150 + (n // 8) * 130 + (n % 3) * 17
        paper.turned(x, y, code[n % len(code)], 13, 35, 0.8)


# ---------------------------------------------------------------- CCB


def _ccb(order: Order) -> tuple[Paper, list[dict[str, Any]]]:
    table = Table(
        columns(24, ("序号", 28, "centre"), ("摘要", 58), ("币别", 38), ("钞汇", 26), ("交易日期", 50), ("交易金额", 66, "right"),
                ("账户余额", 66, "right"), ("交易地点/附言", 92), ("对方账号与户名", 124)),
        7.5, lambda page: (104.0 if page == 1 else 48.0, 762.0), pad=2.2,
    )  # fmt: skip
    lines = [_ccb_line(n, move, order.rng) for n, move in enumerate(order.moves, 1)]
    return _ccb_pages(order, table, lines, "个人活期账户全部交易明细")


def _ccb_older(order: Order) -> tuple[Paper, list[dict[str, Any]]]:
    """Without currency columns, income with a plus, long summaries that wrap around their line, columns of other widths."""
    table = Table(
        columns(24, ("序号", 30, "centre"), ("摘要", 84, "centre"), ("交易日期", 62, "centre"), ("交易金额", 74, "centre"),
                ("账户余额", 76, "centre"), ("交易地点/附言", 96, "centre"), ("对方账号与户名", 124, "centre")),
        8.0, lambda page: (104.0 if page == 1 else 48.0, 762.0), pad=2.6, rules=True,
    )  # fmt: skip
    lines = []
    for n, move in enumerate(order.moves, 1):
        cells, said = (line := _ccb_line(n, move, order.rng)).cells, line.truth
        summary = {"purchase": "人民币卡跨行快捷支付消费款"}.get(move.kind, cells[1])
        amount = grouped(move.amount, plus=True)
        lines.append(Line((cells[0], summary, cells[4], amount, *cells[6:]), said | {"summary": summary}))
    return _ccb_pages(order, table, lines, "个人活期账户交易明细")


def _ccb_pages(order: Order, table: Table, lines: Lines, title: str) -> tuple[Paper, list[dict[str, Any]]]:
    paper = Paper(A4, order.face, order.issued, title="中国建设银行" + title, producer="iText 2.1.7 by 1T3XT")

    def head(number: int, pages: list[list[Line]]) -> None:
        if number == 1:
            _ccb_head(paper, order, lines, title)

    rows = flow(
        paper, table, lines, head, lambda number, pages, bottom: _ccb_foot(paper, order, number, len(pages))
    )  # fmt: skip
    return paper, rows


def _ccb_line(n: int, move: Move, rng: Random) -> Line:
    place = {
        "purchase": rng.choice(("***", "支付宝-消费-生活缴费", "财付通-微信支付-扫二维码付款")),
        "cash": "330100ATM",
    }
    whom = f"{move.account}/{move.party}" if move.party else ""
    cells = (
        str(n), WORDS["ccb"][move.kind], "人民币元", "钞", f"{move.day:%Y%m%d}", grouped(move.amount), grouped(move.balance),
        place.get(move.kind, "***"), whom,
    )  # fmt: skip
    return Line(cells, row("ccb", move, time=False))


def _ccb_head(paper: Paper, order: Order, lines: Lines, title: str) -> None:
    mark(paper, 28, 12)
    name_bank(paper, "ccb", "中国建设银行", title, 297, 22, 15, align="centre")
    paper.pieces(
        28, 54, 8,
        ["卡号/账号:", (order.account.number, "account"), "   客户名称:", (order.account.holder, "holder"), "   币别:",
         ("人民币元", "currency"), "   钞汇:钞   起止日期:", (f"{order.first:%Y%m%d}", "period_start", f"{order.first}"), "-",
         (f"{order.last:%Y%m%d}", "period_end", f"{order.last}")],
    )  # fmt: skip
    gained, spent = sums(lines)
    paper.put(28, 72, f"当前时间段收支金额合计：人民币元； 总支出：{grouped(spent)} 总收入：{grouped(gained)}", 8)


def _ccb_foot(paper: Paper, order: Order, number: int, count: int) -> None:
    paper.line(24, 772, 571, 772, 0.6)
    paper.pieces(
        28, 778, 7.5, ["生成时间：", (f"{order.issued:%Y-%m-%d %H:%M:%S}", "issued_on", f"{order.issued:%Y-%m-%d}")]
    )
    paper.put(28, 792, "温馨提示：以上明细为查询周期内全量明细", 7.5)
    paper.put(297, 808, f"- 第{number}页/共{count}页 -", 8, align="centre")
    if number == count:
        paper.picture(seal("建设银行电子回单示意"), 480, 768, 64, 64)


# ---------------------------------------------------------------- CMB


def _cmb(order: Order) -> tuple[Paper, list[dict[str, Any]]]:
    table = Table(
        columns(36, ("记账日期\nDate", 62), ("货币\nCurrency", 46), ("交易金额\nTransaction Amount", 82, "right"),
                ("联机余额\nBalance", 78, "right"), ("  交易摘要\n  Transaction Type", 92), ("对手信息\nCounter Party", 162)),
        8.0, lambda page: (190.0 if page == 1 else 50.0, 778.0), pad=3.2, head_size=8.0, currency=1,
    )  # fmt: skip
    return _cmb_pages(order, table, [_cmb_line(move) for move in order.moves])


def _cmb_wide(order: Order) -> tuple[Paper, list[dict[str, Any]]]:
    """Seven columns, as narrow as they get when the holder ticks all options: the other side wraps over many lines."""
    table = Table(
        columns(30, ("记账日期\nDate", 58), ("货币\nCurrency", 44), ("交易金额\nTransaction\nAmount", 72, "right"),
                ("联机余额\nBalance", 74, "right"), ("  交易摘要\n  Transaction Type", 86), ("对手信息\nCounter Party", 96),
                ("客户摘要\nCustomer Type", 90)),
        8.0, lambda page: (190.0 if page == 1 else 50.0, 778.0), pad=3.2, currency=1,
    )  # fmt: skip
    notes = {"salary": "工资", "purchase": "订单消费-网上商城购物", "transfer": "转账"}
    lines = [Line((*(line := _cmb_line(move)).cells, notes.get(move.kind, "")), line.truth) for move in order.moves]
    return _cmb_pages(order, table, lines)


def _cmb_pages(order: Order, table: Table, lines: Lines) -> tuple[Paper, list[dict[str, Any]]]:
    paper = Paper(A4, order.face, order.issued, title="招商银行交易流水", producer="openhtmltopdf.com")

    def head(number: int, pages: list[list[Line]]) -> None:
        if number == 1:
            _cmb_head(paper, order)

    def tail(number: int, pages: list[list[Line]], bottom: float) -> None:
        paper.put(560, 812, f"{number}/{len(pages)}", 8, align="right")
        if number == len(pages):
            _cmb_end(paper, bottom)

    return paper, flow(paper, table, lines, head, tail)


def _cmb_line(move: Move) -> Line:
    cells = (
        f"{move.day}", "CNY", grouped(move.amount), grouped(move.balance), "  " + WORDS["cmb"][move.kind], f"{move.party}{move.account}"
    )  # fmt: skip
    return Line(cells, row("cmb", move, time=False))


def _cmb_head(paper: Paper, order: Order) -> None:
    mark(paper, 40, 16)
    name_bank(paper, "cmb", "招商银行", "交易流水", 297, 34, 16, align="centre", bold=True)
    paper.put(297, 58, "Transaction Statement of China Merchants Bank", 9, align="centre")
    paper.pieces(
        297, 76, 9, [(f"{order.first}", "period_start"), " -- ", (f"{order.last}", "period_end")], align="centre"
    )
    code = "".join(order.rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(8))
    issued = (f"{order.issued:%Y-%m-%d %H:%M:%S}", "issued_on", f"{order.issued:%Y-%m-%d}")
    pairs: list[tuple[list[Any], str, list[Any], str]] = [
        (
            ["户    名：", (order.account.holder, "holder")],
            "Name",
            ["账号：", (order.account.number, "account")],
            "Account No",
        ),
        (["账户类型：ALL/全币种"], "Account Type", ["开 户 行：", order.account.branch], "Sub Branch"),
        (["申请时间：", issued], "Date", ["验 证 码：", (code, "verification_code")], "Verification Code"),
    ]
    for n, (left, left_label, right, right_label) in enumerate(pairs):
        top = 98 + n * 28
        paper.pieces(48, top, 9, left)
        paper.put(48, top + 12, left_label, 7, grey=0.3)
        paper.pieces(320, top, 9, right)
        paper.put(320, top + 12, right_label, 7, grey=0.3)


def _cmb_end(paper: Paper, bottom: float) -> None:
    if bottom > 740:
        return
    paper.put(36, bottom + 8, "—" * 62, 8)
    paper.put(36, bottom + 22, "温馨提示：", 7.5)
    paper.put(36, bottom + 34, "1.交易流水验真：进入一网通首页，选择交易流水验真，输入验证码核对。", 7.5)
    paper.picture(seal("招商银行电子回单示意"), 450, bottom + 2, 70, 70)


# ---------------------------------------------------------------- ABC

RADICALS = str.maketrans("民一人子心户手支日止水网行言金", "⺠⼀⼈⼦⼼⼾⼿⽀⽇⽌⽔⽹⾏⾔⾦")


def _abc(order: Order) -> tuple[Paper, list[dict[str, Any]]]:
    paper = Paper(A4, order.face, order.issued, title="中国农业银行账户活期交易明细清单", producer="OpenPDF 1.3.32")
    edges = (48, 94, 135, 177, 222, 268, 330, 380, 430, 560)
    heads = ("交易日期", "交易时间", "交易摘要", "交易金额", "本次余额", "对手信息", "日 志 号", "交易渠道", "交易附言")
    table = Table(
        tuple(Column(_radical(head), left, right - left) for head, left, right in zip(heads, edges, edges[1:], strict=False)),
        7.2, lambda page: (118.0 if page == 1 else 44.0, 772.0), pad=2.4,
    )  # fmt: skip

    def tail(number: int, pages: list[list[Line]], bottom: float) -> None:
        if number == 1:  # the title comes last in the file
            _abc_head(paper, order)
        _abc_foot(paper, number, len(pages))

    lines = [_abc_line(move, order.rng) for move in order.moves]
    return paper, flow(paper, table, lines, lambda number, pages: None, tail)


def _radical(text: str) -> str:
    return text.translate(RADICALS)


def _abc_line(move: Move, rng: Random) -> Line:
    quiet = move.kind == "interest"
    whom = "--" if not move.party else move.account if move.kind == "transfer" else move.party
    note = {"salary": "工资", "payout": "服务费", "transfer": "转账"}.get(move.kind, "")
    cells = (
        f"{move.day:%Y%m%d}", "" if quiet else (move.time or NIGHT).replace(":", ""), WORDS["abc"][move.kind], f"{move.amount:+.2f}",
        f"{move.balance:.2f}", _radical(whom), str(rng.randint(10**8, 10**9 - 1)), "批量" if quiet else "电子商务", _radical(note),
    )  # fmt: skip
    said = row("abc", move, time=not quiet, account=move.kind == "transfer", party=move.kind != "transfer")
    return Line((*cells[:7], "", "") if quiet else cells, said)


def _abc_head(paper: Paper, order: Order) -> None:
    mark(paper, 50, 14)
    serial = str(order.rng.randint(10**19, 10**20 - 1))
    paper.pieces(50, 58, 9, [_radical("户名："), (_radical(order.account.holder), "holder", order.account.holder)])
    paper.pieces(320, 58, 9, [_radical("账户："), (order.account.number, "account")])
    paper.pieces(50, 74, 9, [_radical("币种："), (_radical("人民币"), "currency", "人民币")])
    paper.put(320, 74, "汇钞标识：本币", 9)
    paper.pieces(
        50, 90, 9,
        [_radical("起止日期："), (f"{order.first:%Y%m%d}", "period_start", f"{order.first}"), "-",
         (f"{order.last:%Y%m%d}", "period_end", f"{order.last}")],
    )  # fmt: skip
    paper.pieces(320, 90, 9, [_radical("电子流水号："), (serial, "verification_code")])
    title = _radical("中国农业银行")
    paper.pieces(297, 28, 14, [(title, "bank_name", "中国农业银行"), "账户活期交易明细清单"], align="centre", bold=True)
    paper.fields["bank"] = paper.fields["bank_name"] | {"value": "abc"}


def _abc_foot(paper: Paper, number: int, count: int) -> None:
    words = "该交易明细因不可预测的非人控技术原因可能导致数据缺失，明细内容仅供参考。"
    paper.put(50, 786, words, 7)
    paper.put(50.3, 786, words, 7)
    paper.put(545, 800, f"第{number}页，共{count}页", 7.5, align="right")
    if number == count:
        paper.picture(seal("农业银行电子回单示意", colour=(190, 40, 60)), 400, 775, 60, 60)


# ---------------------------------------------------------------- BOC


def _boc(order: Order) -> tuple[Paper, list[dict[str, Any]]]:
    table = Table(
        columns(20, ("记账日期", 54, "centre"), ("记账时间", 48, "centre"), ("币别", 40, "centre"), ("金额", 66, "centre"),
                ("余额", 66, "centre"), ("交易名称", 60, "centre"), ("渠道", 52, "centre"), ("网点名称", 92, "centre"),
                ("附言", 84, "centre"), ("对方账户名", 96, "centre"), ("对方卡号/账号", 96, "centre"), ("对方开户行", 48, "centre")),
        7.2, lambda page: (128.0, 516.0), anchor="top", rules=True, pad=3.0, currency=2,
    )  # fmt: skip
    return _boc_pages(order, table, [_boc_line(move) for move in reversed(order.moves)])


def _boc_plain(order: Order) -> tuple[Paper, list[dict[str, Any]]]:
    """Without the other side, which the holder has to tick."""
    table = Table(
        columns(20, ("记账日期", 76, "centre"), ("记账时间", 70, "centre"), ("币别", 56, "centre"), ("金额", 92, "centre"),
                ("余额", 96, "centre"), ("交易名称", 100, "centre"), ("渠道", 92, "centre"), ("网点名称", 110, "centre"), ("附言", 110, "centre")),
        7.6, lambda page: (128.0, 516.0), anchor="top", rules=True, pad=3.0, currency=2,
    )  # fmt: skip
    whole = [_boc_line(move) for move in reversed(order.moves)]
    return _boc_pages(order, table, [Line(line.cells[:9], without(line.truth, *WHOM)) for line in whole])


def _boc_pages(order: Order, table: Table, lines: Lines) -> tuple[Paper, list[dict[str, Any]]]:
    paper = Paper(
        A4_LANDSCAPE, order.face, order.issued, title="中国银行交易流水明细清单", producer="iText 2.1.7 by 1T3XT", encrypt=lock(order)
    )  # fmt: skip

    def tail(number: int, pages: list[list[Line]], bottom: float) -> None:
        paper.put(421, bottom + 5, "-" * 20 + "END" + "-" * 20, 8, align="centre")
        _boc_foot(paper, number, len(pages))

    def head(number: int, pages: list[list[Line]]) -> None:
        _boc_head(paper, order, pages[number - 1], number, len(pages))

    return paper, flow(paper, table, lines, head, tail)


def _boc_line(move: Move) -> Line:
    dash = "-" * 19
    channel = {"purchase": "银企对接", "cash": "自助终端", "salary": "批量", "interest": "批量"}.get(
        move.kind, "手机银行"
    )
    note = {"salary": "工资", "purchase": "消费", "transfer": "转账"}.get(move.kind, "-" * 10)
    cells = (
        f"{move.day}", move.time or NIGHT, "人民币", grouped(move.amount), grouped(move.balance), WORDS["boc"][move.kind], channel,
        dash, note, move.party or dash, move.account or dash, "-" * 10,
    )  # fmt: skip
    return Line(cells, row("boc", move))


def _boc_head(paper: Paper, order: Order, page: Lines, number: int, count: int) -> None:
    mark(paper, 24, 12)
    name_bank(paper, "boc", "中国银行", "交易流水明细清单", 421, 24, 15, align="centre", bold=True)
    gained, spent = sums(page)
    paper.pieces(
        24, 56, 8, ["交易区间： ", (f"{order.first}", "period_start"), " 至 ", (f"{order.last}", "period_end")]
    )
    paper.pieces(250, 56, 8, ["客户姓名： ", (order.account.holder, "holder")])
    paper.pieces(
        440, 56, 8, ["打印时间： ", (f"{order.issued:%Y/%m/%d %H:%M:%S}", "issued_on", f"{order.issued:%Y-%m-%d}")]
    )
    paper.put(690, 56, f"页数: {number} / {count}", 8)
    paper.pieces(24, 76, 8, ["借记卡号： ", (order.account.number, "account")])
    paper.put(250, 76, f"借方发生数： {grouped(spent)}", 8)
    paper.put(440, 76, f"贷方发生数： {grouped(gained)}", 8)
    paper.put(690, 76, f"行数: {len(page)}", 8)
    paper.put(24, 96, f"账号： {300000000000 + len(order.account.holder) * 7919}", 8)
    paper.put(250, 96, "按收支筛选： 全部", 8)
    paper.put(440, 96, "按币种筛选： 全部", 8)
    for y in (50, 70, 90, 110):
        paper.line(20, y, 822, y, 0.4)


def _boc_foot(paper: Paper, number: int, count: int) -> None:
    paper.put(
        24, 548, "温馨提示: 1.记账日期/时间为系统进行记账处理的日期/时间，可能与实际交易发生的日期/时间不一致。", 7
    )
    paper.put(818, 562, f"第 {number} 页/共 {count} 页", 7.5, align="right")
    paper.picture(seal("中国银行电子回单示意"), 690, 525, 62, 62)


# ---------------------------------------------------------------- BOCOM


def _bocom(order: Order) -> tuple[Paper, list[dict[str, Any]]]:
    heads = [
        ("序号\nSerial\nNum", 34, "centre"), ("交易日期\nTrans Date", 58), ("交易时间\nTrans Time", 52), ("交易类型\nTrading Type", 70),
        ("借贷状态\nDc Flg", 46, "centre"), ("交易金额\nTrans Amt", 66, "right"), ("余额\nBalance", 68, "right"),
        ("  对方账号\n  Payment\n  Receipt Account", 116), ("对方户名\nPayment Receipt\nAccount Name", 112), ("交易地点\nTrading Place", 86),
        ("摘要\nAbstract", 92),
    ]  # fmt: skip
    table = Table(columns(20, *heads), 7.0, lambda page: (148.0 if page == 1 else 40.0, 520.0), pad=3.0)
    return _bocom_pages(order, table, [_bocom_line(n, move) for n, move in enumerate(order.moves, 1)])


def _bocom_english(order: Order) -> tuple[Paper, list[dict[str, Any]]]:
    """English first, "借 Dr" and "贷 Cr", and an abstract so narrow that it stands above and below its line."""
    heads = [
        ("Serial Num\n序号", 44, "centre"), ("Trans Date\n交易日期", 60, "centre"), ("Trans Time\n交易时间", 56, "centre"),
        ("Trading Type\n交易类型", 72, "centre"), ("Dc Flg\n借贷", 40, "centre"), ("Trans Amt\n交易金额", 68, "centre"),
        ("Balance\n余额", 72, "centre"), ("Payment Receipt\nAccount\n对方账号", 104, "centre"),
        ("Payment Receipt\nAccount Name\n对方户名", 100, "centre"), ("Trading Place\n交易地点", 100, "centre"), ("Abstract\n摘要", 70, "centre"),
    ]  # fmt: skip
    table = Table(columns(24, *heads), 7.4, lambda page: (148.0 if page == 1 else 40.0, 516.0), pad=3.4)
    lines = []
    for n, move in enumerate(order.moves, 1):
        cells, said = (line := _bocom_line(n, move)).cells, line.truth
        flag = "贷 Cr" if cells[4] == "C" else "借 Dr"
        abstract = {"purchase": "网络消费网上支付跨行清算订单款项", "transfer": "手机银行跨行转账汇款支出"}.get(
            move.kind, cells[10]
        )
        whole = (*cells[:4], flag, *cells[5:7], cells[7].strip(), *cells[8:10], abstract)
        lines.append(Line(whole, said | {"summary": abstract}))
    return _bocom_pages(order, table, lines)


def _bocom_pages(order: Order, table: Table, lines: Lines) -> tuple[Paper, list[dict[str, Any]]]:
    paper = Paper(
        A4_LANDSCAPE, order.face, order.issued, title="交通银行个人客户交易清单", producer="JasperReports 6.12.2"
    )

    def head(number: int, pages: list[list[Line]]) -> None:
        if number == 1:
            _bocom_head(paper, order)

    def tail(number: int, pages: list[list[Line]], bottom: float) -> None:
        if number == len(pages):
            _bocom_end(paper, lines, bottom)
        paper.put(820, 568, f"第 {number} / {len(pages)} 页", 7.5, align="right")

    return paper, flow(paper, table, lines, head, tail)


def _bocom_line(n: int, move: Move) -> Line:
    kind = {
        "purchase": "网上支付 Online Pay",
        "salary": "代发 Payroll",
        "cash": "取款 Withdrawal",
        "interest": "结息 Interest",
    }
    place = {"purchase": "网上支付平台", "cash": "杭州分行自助设备"}.get(move.kind, "")
    cells = (
        str(n), f"{move.day}", move.time or NIGHT, kind.get(move.kind, "转账 Transfer"), "C" if move.amount > 0 else "D",
        grouped(abs(move.amount)), grouped(move.balance), f"  {move.account}", move.party, place, WORDS["bocom"][move.kind],
    )  # fmt: skip
    return Line(cells, row("bocom", move))


def _bocom_head(paper: Paper, order: Order) -> None:
    mark(paper, 24, 12)
    issued, number = order.issued, order.account.number
    name_bank(paper, "bocom", "交通银行", "个人客户交易清单", 421, 22, 14, align="centre", bold=True)
    paper.put(421, 42, "Bocom Personal Account Details", 9, align="centre")
    paper.put(816, 20, "支持交通银行手机银行扫码验真", 7, align="right")
    paper.put(24, 60, f"部门Department:{order.account.branch}", 8)
    paper.put(250, 60, "柜员Search Teller:EBB001", 8)
    paper.pieces(440, 60, 8, ["打印日期Printing Date:", (f"{issued:%Y-%m-%d}", "issued_on")])
    paper.put(640, 60, f"打印时间Printing Time:{issued:%H:%M:%S}", 8)
    paper.pieces(24, 76, 8, ["账号/卡号Account/Card No:", (number, "account")])
    paper.pieces(440, 76, 8, ["户名Account Name:", (order.account.holder, "holder")])
    paper.pieces(24, 92, 8, ["查询起日Query Starting Date:", (f"{order.first}", "period_start")])
    paper.pieces(440, 92, 8, ["查询止日Query Ending Date:", (f"{order.last}", "period_end")])
    paper.put(24, 108, f"查询时间Query Time: {issued:%Y年%m月%d日 %H:%M:%S}", 8)
    paper.pieces(440, 108, 8, ["币种Currency: ", ("人民币 CNY", "currency")])
    paper.put(24, 124, "证件种类 ID Type:第二代居民身份证", 8)
    paper.put(440, 124, f"证件号码 ID Number:{order.account.id_number}", 8)


def _bocom_end(paper: Paper, lines: Lines, bottom: float) -> None:
    gained, spent = sums(lines)
    paper.put(421, bottom + 2, "打印完毕", 7.5, align="centre")
    paper.put(24, bottom + 12, "*" * 150, 7)
    paper.put(24, bottom + 22, f"借方发生额汇总 : {grouped(spent)} (Total amount of debit incurred)", 7.5)
    paper.put(440, bottom + 22, f"贷方发生额汇总 : {grouped(gained)} (Total amount of credit incurred)", 7.5)
    paper.picture(seal("交通银行电子回单示意", colour=(200, 30, 50)), 700, 500, 64, 64)


# ---------------------------------------------------------------- a rural bank that nobody has a declaration for


def _rural(order: Order) -> tuple[Paper, list[dict[str, Any]]]:
    paper = Paper(A4, order.face, order.issued, title="账户/卡明细信息", producer="JasperReports 6.12.2")
    table = Table(
        columns(30, ("记账日期", 58, "centre"), ("交易摘要", 62, "centre"), ("支出金额", 66, "right"), ("收入金额", 66, "right"),
                ("交易后余额", 72, "right"), ("对方户名", 118, "centre"), ("对方账号", 94, "centre")),
        7.5, lambda page: (112.0 if page == 1 else 40.0, 776.0), rules=True, pad=2.6, head_bold=True,
    )  # fmt: skip
    lines = [_rural_line(move) for move in order.moves]

    def head(number: int, pages: list[list[Line]]) -> None:
        if number == 1:
            _rural_head(paper, order)

    def tail(number: int, pages: list[list[Line]], bottom: float) -> None:
        if number == len(pages):
            _rural_end(paper, order, lines, bottom)
        paper.put(297, 816, f"第{number}页/共{len(pages)}页", 8, align="centre")

    return paper, flow(paper, table, lines, head, tail)


def _rural_line(move: Move) -> Line:
    spent, gained = (grouped(-move.amount), "") if move.amount < 0 else ("", grouped(move.amount))
    day = f"{move.day.year}年{move.day.month}月{move.day.day}日"
    cells = (day, WORDS["boc"][move.kind], spent, gained, grouped(move.balance), move.party, move.account)
    return Line(cells, row("boc", move, time=False))


def _rural_head(paper: Paper, order: Order) -> None:
    mark(paper, 34, 12)
    name_bank(paper, "other", "清源农村商业银行股份有限公司", "", 297, 24, 15, align="centre", bold=True)
    paper.put(297, 48, "账户/卡明细信息", 12, align="centre")
    paper.pieces(34, 72, 8.5, ["账号/卡号：", (order.account.number, "account")])
    paper.pieces(240, 72, 8.5, ["户名：", (order.account.holder, "holder")])
    paper.pieces(420, 72, 8.5, ["币种：", ("CNY", "currency")])
    first, last = order.first, order.last
    paper.pieces(
        34, 90, 8.5,
        ["查询期间：", (f"{first.year}年{first.month}月{first.day}日", "period_start", f"{first}"), "至",
         (f"{last.year}年{last.month}月{last.day}日", "period_end", f"{last}")],
    )  # fmt: skip


def _rural_end(paper: Paper, order: Order, lines: Lines, bottom: float) -> None:
    gained, spent = sums(lines)
    credits = sum(Decimal(line.truth["amount"]) > 0 for line in lines)
    words = f"借方总笔数：{len(lines) - credits}  借方发生额累计：{grouped(spent)}  贷方总笔数：{credits}  贷方发生额累计：{grouped(gained)}"
    paper.put(34, bottom + 6, words, 8)
    paper.pieces(
        34, bottom + 20, 8, ["打印日期：", (f"{order.issued:%Y/%m/%d}", "issued_on", f"{order.issued:%Y-%m-%d}")]
    )
    paper.picture(seal("清源农商银行示意"), 470, min(bottom + 4, 776), 60, 60)


LAYOUTS: dict[str, Callable[[Order], tuple[Paper, list[dict[str, Any]]]]] = {
    "icbc": _icbc,
    "icbc-short": _icbc_short,
    "ccb": _ccb,
    "ccb-older": _ccb_older,
    "cmb": _cmb,
    "cmb-wide": _cmb_wide,
    "abc": _abc,
    "boc": _boc,
    "boc-plain": _boc_plain,
    "bocom": _bocom,
    "bocom-english": _bocom_english,
    "rural": _rural,
} | MORE
