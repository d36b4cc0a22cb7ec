"""Wallets' papers as Alipay and WeChat Pay give them: exports for one's own accounts, proofs, and what is no statement at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from _ledger import PAYEES, days, money
from _paper import A4, A4_LANDSCAPE, Drawn, Line, Paper, Table, columns, draw_table, numbered, paginate, seal
from _people import Person
from _workbook import Sheet, widths

IN, OUT, NEUTRAL = "收入", "支出", "neutral"
EARNED = frozenset({"payout", "receipt"})
"""The kinds that are income."""


@dataclass(frozen=True)
class Deal:
    """An order of a wallet; the amount is positive, the way says where it went."""

    when: datetime
    kind: str
    way: str
    amount: Decimal
    party: str
    account: str = ""
    goods: str = ""
    closed: bool = False
    fee: str = ""


@dataclass(frozen=True)
class Wallet:
    """Whose wallet it is, and what was exported of it; `account` as the paper prints it."""

    holder: Person
    account: str
    deals: Sequence[Deal]
    first: date
    last: date
    issued: datetime
    rng: Random
    face: str = "sans"

    def counted(self, way: str) -> tuple[int, Decimal]:
        found = [one.amount for one in self.deals if one.way == way]
        return len(found), sum(found, Decimal(0))


# ---------------------------------------------------------------- what happens in a wallet

SHOPS = (
    ("美团", "mei***@meituan.com", "美团订单-26112011100300001"),
    ("淘宝平台商户", "", "雨衣雨裤套装 分体 \"加厚\" 5XL"),
    ("杭州地铁", "", "杭州地铁行程"),
    ("肯德基", "kfc***@yum.com", "宅急送,二人餐"),
    ("拼多多平台商户", "", "头盔保暖围脖 冬季"),
    ("中石化（文二路加油站）", "", "92号汽油"),
    ("电动车换电", "", "月租套餐（48V）"),
)  # fmt: skip


def deals(rng: Random, first: date, last: date, payer: str, pay: int, a_week: int = 3) -> list[Deal]:
    """What a rider's wallet shows, newest first: weekly payouts, purchases, now and then a refund, a closed order, a neutral one."""
    found: list[Deal] = []
    for day in days(first, last):
        if day.weekday() == 1:
            amount = money(pay * rng.uniform(0.7, 1.3))
            found.append(Deal(_at(rng, day, 7, 9), "payout", IN, amount, payer, "", "骑手结算款"))
        for _ in range(sum(rng.random() < a_week / 7 for _ in range(2))):
            found.extend(_purchase(rng, day))
        if day.day in (6, 20):
            found.append(_neutral(rng, day))
    return sorted(found, key=lambda one: one.when, reverse=True)


def _at(rng: Random, day: date, begin: int = 7, end: int = 22) -> datetime:
    return datetime(day.year, day.month, day.day, rng.randint(begin, end), rng.randint(0, 59), rng.randint(0, 59))


def _purchase(rng: Random, day: date) -> list[Deal]:
    shop, account, goods = rng.choice(SHOPS)
    bought = Deal(_at(rng, day, 8, 18), "purchase", OUT, money(rng.uniform(3, 180)), shop, account, goods)
    draw = rng.random()
    if draw < 0.07:
        back = replace(bought, when=bought.when + timedelta(hours=2), kind="refund", goods="退款-" + goods)
        return [replace(bought, kind="refunded"), back]
    if draw < 0.13:
        return [replace(bought, closed=True)]
    if draw < 0.3:
        return [replace(bought, kind="transfer", party=rng.choice(PAYEES)[0], account="", goods="转账")]
    return [bought]


def _neutral(rng: Random, day: date) -> Deal:
    kind, party, goods, fee = rng.choice(
        (
            ("withdraw", "招商银行", "提现-快速提现", "0.10"),
            ("topup", "招商银行", "充值", ""),
            ("repay", "招商银行信用卡", "信用卡还款", ""),
        )
    )
    amount = money(100 * rng.randint(1, 9))
    return Deal(_at(rng, day), kind, NEUTRAL, amount, party, "", goods, fee=fee)


def income(deals: Sequence[Deal]) -> dict[str, str]:
    sums: dict[str, Decimal] = {}
    for one in deals:
        if one.kind in EARNED and not one.closed:
            month = f"{one.when:%Y-%m}"
            sums[month] = sums.get(month, Decimal(0)) + one.amount
    return {month: f"{total:.2f}" for month, total in sums.items()}


def _said(deal: Deal, way: str, summary: str, status: str = "", account: bool = True) -> dict[str, Any]:
    """A row in the words of the contract; `way` is the direction as this paper has it."""
    said: dict[str, Any] = {
        "date": f"{deal.when:%Y-%m-%d}",
        "time": f"{deal.when:%H:%M:%S}",
        "amount": f"{-deal.amount if way == OUT else deal.amount:.2f}",
        "counterparty": deal.party,
        "summary": summary,
    }
    if account and deal.account:
        said["counterparty_account"] = deal.account
    if status:
        said["status"] = status
    return said | ({"neutral": True} if way == NEUTRAL else {}) | ({"closed": True} if deal.closed and status else {})


def _digits(rng: Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


# ---------------------------------------------------------------- Alipay's words

_GENRES = {"payout": "收入", "purchase": "日用百货", "refunded": "日用百货", "refund": "退款", "transfer": "转账红包", "withdraw": "账户存取",
           "topup": "账户存取", "repay": "信用借还", "receipt": "收入"}  # fmt: skip
_STATES = {"payout": "交易成功", "refund": "退款成功", "repay": "还款成功"}


def _alipay_way(deal: Deal) -> str:
    """Refunds and closed orders are counted on neither side."""
    return NEUTRAL if deal.kind == "refund" or deal.closed else deal.way


def _alipay_state(deal: Deal) -> str:
    return "交易关闭" if deal.closed else _STATES.get(deal.kind, "交易成功")


def _alipay_order(deal: Deal, rng: Random) -> str:
    return f"{deal.when:%Y%m%d}2200{_digits(rng, 16)}"


ALIPAY_NOTES = (
    "1.本回单内容可表明支付宝受理了相应支付交易申请，但不代表交易已完成，请以实际交易结果为准；",
    "2.本回单仅供参考，如与用户支付宝账户记录不一致，以支付宝账户实际记录为准；",
    "3.快捷支付等非余额支付方式可能既产生支付宝交易也同步产生银行交易，请勿重复记账；",
    "4.本回单如经任何涂改、编造，均立即失去效力；",
    "5.部分账单如充值提现、账户转存或者个人设置收支等不计入为收入或者支出，记为不计收支类；",
    "6.因统计逻辑不同，明细金额直接累加后，可能会和下方统计金额不一致，请以实际交易金额为准；",
    "7.禁止将本回单用于非法用途；",
    "8.本回单仅展示当前账单中的交易，不包括已删除的记录；",
    "9.本明细仅供个人对账使用。",
)
ALIPAY_HEADS = (
    "交易时间",
    "交易分类",
    "交易对方",
    "对方账号",
    "商品说明",
    "收/支",
    "金额",
    "收/付款方式",
    "交易状态",
    "交易订单号",
    "商家订单号",
    "备注",
)
ALIPAY_OLDER = (
    "收/支",
    "交易对方",
    "对方账号",
    "商品说明",
    "收/付款方式",
    "金额",
    "交易状态",
    "交易分类",
    "交易订单号",
    "商家订单号",
    "交易时间",
)


def _alipay_cells(deal: Deal, rng: Random) -> dict[str, str]:
    way = _alipay_way(deal)
    return {
        "交易时间": f"{deal.when:%Y-%m-%d %H:%M:%S}", "交易分类": _GENRES[deal.kind], "交易对方": deal.party, "对方账号": deal.account or "/",
        "商品说明": deal.goods, "收/支": "不计收支" if way == NEUTRAL else way, "金额": f"{deal.amount:.2f}",
        "收/付款方式": rng.choice(("余额", "招商银行储蓄卡(1234)", "花呗&红包")), "交易状态": _alipay_state(deal),
        "交易订单号": _alipay_order(deal, rng) + "\t", "商家订单号": ("T200P" + _digits(rng, 18) if deal.kind == "purchase" else "") + "\t", "备注": "",
    }  # fmt: skip


def _alipay_said(deal: Deal) -> dict[str, Any]:
    return _said(deal, _alipay_way(deal), deal.goods, _alipay_state(deal))


def _alipay_sums(wallet: Wallet) -> list[str]:
    sums: dict[str, list[Decimal]] = {IN: [], OUT: [], NEUTRAL: []}
    for one in wallet.deals:
        sums[_alipay_way(one)].append(one.amount)
    words = ((IN, "收入"), (OUT, "支出"), (NEUTRAL, "不计收支"))
    return [f"{word}：{len(sums[way])}笔 {sum(sums[way], Decimal(0)):.2f}元" for way, word in words]


def _alipay_head(wallet: Wallet) -> list[str]:
    return [
        "-" * 84, "导出信息：", f"姓名：{wallet.holder.name}", f"支付宝账户：{wallet.account}",
        f"起始时间：[{wallet.first} 00:00:00]    终止时间：[{wallet.last} 23:59:59]", "导出交易类型：[全部]",
        f"导出时间：[{wallet.issued:%Y-%m-%d %H:%M:%S}]", f"共{len(wallet.deals)}笔记录", *_alipay_sums(wallet), "", "特别提示：", *ALIPAY_NOTES,
        f"{'-' * 24}支付宝（中国）网络技术有限公司  电子客户回单{'-' * 24}",
    ]  # fmt: skip


def alipay_csv(
    wallet: Wallet, sheet: str, heads: Sequence[str] = ALIPAY_HEADS, head: bool = True, encoding: str = "gbk"
) -> Drawn:
    """GBK, padded cells, order numbers with a tab; `sheet` is the name that the file will have, without its ending."""
    top = _alipay_head(wallet) if head else []
    lines = [*top, ",".join(heads) + ","]
    for deal in wallet.deals:
        cells = _alipay_cells(deal, wallet.rng)
        lines.append(",".join(_quoted(f"{cells[name]:<14}") for name in heads) + ",")
    cell = {"sheet": sheet, "method": "cell"}
    told = {
        "provider": ("alipay", len(top)), "holder": (wallet.holder.name, 3), "account": (wallet.account, 4), "period_start": (f"{wallet.first}", 5),
        "period_end": (f"{wallet.last}", 5), "issued_on": (f"{wallet.issued:%Y-%m-%d}", 7),
    }  # fmt: skip
    fields = {name: {"value": value, "cell": f"A{at}"} | cell for name, (value, at) in told.items()} if head else {}
    if head:  # the account's label names the wallet first
        fields["provider"]["cell"] = "A4"
    data = ("\r\n".join(lines) + "\r\n").encode(encoding)
    rows = [_alipay_said(one) for one in wallet.deals]
    return Drawn("wallet_statement", data, "csv", "editable", fields, rows, (), None, income(wallet.deals))


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\n') else cell


def alipay_web(wallet: Wallet) -> Drawn:
    """The old text file of the web: the direction of what moves between own pockets is empty, the user is named at the end."""
    heads = "交易号,商家订单号,交易创建时间,付款时间,最近修改时间,交易来源地,类型,交易对方,商品名称,金额（元）,收/支,交易状态,服务费（元）,成功退款（元）,备注,资金状态,"
    lines = [
        "支付宝交易记录明细查询", f"账号:[{wallet.account}]", f"起始日期:[{wallet.first} 00:00:00]    终止日期:[{wallet.last} 23:59:59]",
        f"{'-' * 33}交易记录明细列表{'-' * 36}", heads,
    ]  # fmt: skip
    sums = {IN: Decimal(0), OUT: Decimal(0)}
    counts = {IN: 0, OUT: 0}
    rows = []
    for deal in wallet.deals:
        way = _alipay_way(deal)
        when = f"{deal.when:%Y-%m-%d %H:%M:%S}"
        funds = {IN: "已收入", OUT: "已支出", NEUTRAL: "" if deal.closed else "资金转移"}[way]
        goods = deal.goods.replace(",", " ").replace('"', "")
        cells = [
            _alipay_order(deal, wallet.rng), "", when, "" if deal.closed else when, when, "其他（包括阿里巴巴和外部商家）", "即时到账交易", deal.party,
            goods, f"{deal.amount:.2f}", "" if way == NEUTRAL else way, _alipay_state(deal), "0.00", "0.00", "", funds,
        ]  # fmt: skip
        lines.append(",".join(f"{cell:<20}" for cell in cells) + ",")
        rows.append(_said(deal, way, goods, _alipay_state(deal), account=False))
        if way != NEUTRAL:
            sums[way] += deal.amount
            counts[way] += 1
    lines += [
        "-" * 84, f"共{len(rows)}笔记录", f"已收入:{counts[IN]}笔,{sums[IN]:.2f}元", "待收入:0笔,0.00元", f"已支出:{counts[OUT]}笔,{sums[OUT]:.2f}元",
        "待支出:0笔,0.00元", f"导出时间:[{wallet.issued:%Y-%m-%d %H:%M:%S}]    用户:{wallet.holder.name}",
    ]  # fmt: skip
    said = {"provider": "alipay", "holder": wallet.holder.name, "account": wallet.account, "period_start": f"{wallet.first}",
            "period_end": f"{wallet.last}", "issued_on": f"{wallet.issued:%Y-%m-%d}"}  # fmt: skip
    fields = {name: {"value": value, "method": "cell"} for name, value in said.items()}
    data = "\r\n".join(lines).encode("gbk")
    return Drawn("wallet_statement", data, "txt", "editable", fields, rows, (), None, income(wallet.deals))


def alipay_proof(wallet: Wallet) -> Drawn:
    """支付宝支付科技有限公司 交易流水证明: the moment of a row is its last column, on two lines; 不计收支 wraps."""
    table = Table(
        columns(22, ("收/支", 30), ("交易对方", 84), ("商品说明", 104), ("收/付款方式", 74), ("金额", 52, "right"), ("  交易订单号", 82), ("商家订单号", 76),
                ("交易时间", 49)),
        7.5, lambda page: (150.0 if page == 1 else 60.0, 775.0), pad=3.0, rules=True, anchor="top",
    )  # fmt: skip
    return _proof(
        wallet, table, _alipay_proof_lines(wallet), _alipay_proof_head, "支付宝支付科技示意", "支付宝支付科技有限公司"
    )


def _alipay_proof_lines(wallet: Wallet) -> list[Line]:
    lines = []
    for deal in wallet.deals:
        way = _alipay_way(deal)
        order = _alipay_order(deal, wallet.rng)
        shop = _digits(wallet.rng, 20) if deal.kind == "purchase" else ""
        cells = (
            "不计\n收支" if way == NEUTRAL else way, deal.party, deal.goods, wallet.rng.choice(("余额", "微众银行储蓄卡(8816)", "花呗")),
            f"{deal.amount:.2f}", "  " + order, shop, f"{deal.when:%Y-%m-%d}\n{deal.when:%H:%M:%S}",
        )  # fmt: skip
        lines.append(Line(cells, _said(deal, way, deal.goods, account=False)))
    return lines


def _alipay_proof_head(paper: Paper, wallet: Wallet) -> None:
    paper.pieces(297, 26, 15, [("支付宝", "provider", "alipay"), "支付科技有限公司"], align="centre")
    paper.put(297, 48, "交易流水证明", 15, align="centre")
    paper.put(24, 74, f"编号:{_digits(wallet.rng, 40)}", 8)
    paper.pieces(
        24, 90, 8,
        ["兹证明:", (wallet.holder.name, "holder"), "(证件号码:", (wallet.holder.id_number, "id_number"), ")在其支付宝账号", (wallet.account, "account"),
         "中明细信息如下:"],
    )  # fmt: skip
    paper.put(24, 106, "币种：人民币 / 单位：元", 8)
    paper.pieces(
        24, 120, 8, ["交易时间段：", (f"{wallet.first} 00:00:00", "period_start", f"{wallet.first}"), " 至 ", (f"{wallet.last} 23:59:59", "period_end", f"{wallet.last}")]
    )  # fmt: skip
    paper.put(24, 134, "交易类型：全部", 8)


def _proof(
    wallet: Wallet,
    table: Table,
    lines: Sequence[Line],
    head: Callable[[Paper, Wallet], None],
    ring: str,
    company: str,
    size: tuple[float, float] = A4,
) -> Drawn:
    paper = Paper(size, wallet.face, wallet.issued, title="交易流水证明", producer="iText 5.5.13.2")
    pages = paginate(paper, table, lines)
    for number, page in enumerate(pages, 1):
        if number == 1:
            head(paper, wallet)
        paper.put(size[0] - 60, 16, "样本", 9, grey=0.72)
        bottom = draw_table(paper, table, page)
        paper.put(size[0] / 2, size[1] - 26, f"第{number}页/共{len(pages)}页", 7, align="centre")
        if number < len(pages):
            paper.next_page()
    paper.put(24, bottom + 8, "说明：1.本证明仅供证明上述账户的交易情况；2.如有涂改，本证明无效。", 7)
    paper.put(size[0] - 210, bottom + 8, company, 8)
    paper.put(
        size[0] - 210,
        bottom + 22,
        f"{wallet.issued:%Y年%m月%d日}",
        8,
        name="issued_on",
        value=f"{wallet.issued:%Y-%m-%d}",
    )
    paper.picture(seal(ring), size[0] - 170, bottom - 24, 62, 62)
    rows = numbered(pages)
    return Drawn(
        "wallet_statement", paper.finish(), "pdf", "issuer_pdf", paper.fields, rows, (size,) * len(pages), "pt", income(wallet.deals)
    )  # fmt: skip


def alipay_balance(wallet: Wallet) -> Drawn:
    """余额收支流水证明: every row moves the balance, so none is neutral; closed orders are not in it."""
    table = Table(
        columns(20, ("序号", 28, "centre"), ("入账时间", 58), ("支付宝交易号", 108), ("商户订单号", 92), ("业务类型", 52), ("对方账户名称", 110),
                ("对方支付宝账号/银行卡号", 110), ("收支余额", 70, "right"), ("账户余额", 70, "right"), ("  备注", 100)),
        7.5, lambda page: (140.0 if page == 1 else 60.0, 530.0), pad=2.6, rules=True,
    )  # fmt: skip
    lines = list(_balance_lines(wallet))
    return _proof(
        wallet, table, lines, _balance_head, "支付宝支付科技示意", "支付宝支付科技有限公司", A4_LANDSCAPE
    )  # fmt: skip


_TRADES = {"payout": "转账", "purchase": "在线支付", "refunded": "在线支付", "refund": "交易退款", "transfer": "转账", "withdraw": "提现",
           "topup": "充值", "repay": "转账", "receipt": "转账"}  # fmt: skip


def _balance_lines(wallet: Wallet) -> list[Line]:
    balance, lines = money(3000), []
    for n, deal in enumerate((one for one in reversed(wallet.deals) if not one.closed), 1):
        gains = deal.kind in ("payout", "refund", "topup", "receipt")
        amount = deal.amount if gains else -deal.amount
        balance += amount
        said = _said(replace(deal, way=IN if gains else OUT), IN if gains else OUT, _TRADES[deal.kind])
        cells = (
            str(n), f"{deal.when:%Y-%m-%d}\n{deal.when:%H:%M:%S}", _alipay_order(deal, wallet.rng), "", _TRADES[deal.kind], deal.party, deal.account,
            f"{amount:+.2f}", f"{balance:.2f}", "  " + deal.goods,
        )  # fmt: skip
        lines.append(Line(cells, said | {"balance": f"{balance:.2f}"}))
    return lines


def _balance_head(paper: Paper, wallet: Wallet) -> None:
    paper.pieces(421, 24, 15, [("支付宝", "provider", "alipay"), "支付科技有限公司"], align="centre")
    paper.put(421, 46, "余额收支流水证明", 15, align="centre")
    paper.pieces(
        24, 74, 8, ["兹证明:", (wallet.holder.name, "holder"), "(证件号码:", (wallet.holder.id_number, "id_number"), ")在其支付宝账号",
                    (wallet.account, "account"), "中余额收支明细信息如下:"],
    )  # fmt: skip
    paper.pieces(
        24, 92, 8, ["时间段：", (f"{wallet.first}", "period_start"), " 至 ", (f"{wallet.last}", "period_end"), "    币种：人民币 / 单位：元"]
    )  # fmt: skip


# ---------------------------------------------------------------- WeChat's words

_TYPES = {"payout": "商户转账", "purchase": "商户消费", "refunded": "商户消费", "refund": "商户消费-退款", "transfer": "转账", "withdraw": "零钱提现",
          "topup": "零钱充值", "repay": "信用卡还款", "receipt": "二维码收款"}  # fmt: skip


def _wechat_way(deal: Deal) -> str:
    """A refund comes in."""
    return IN if deal.kind == "refund" else deal.way


def _wechat_state(deal: Deal) -> str:
    return {
        "payout": "已存入零钱", "refunded": "已全额退款", "refund": "已全额退款", "transfer": "对方已收钱", "withdraw": "提现已到账", "topup": "充值完成",
    }.get(deal.kind, "支付成功")  # fmt: skip


def _wechat_said(deal: Deal, status: bool = True) -> dict[str, Any]:
    return _said(deal, _wechat_way(deal), _TYPES[deal.kind], _wechat_state(deal) if status else "", account=False)


def _paid(wallet: Wallet) -> Wallet:
    """WeChat lists no order that was never paid."""
    return replace(wallet, deals=[one for one in wallet.deals if not one.closed])


WECHAT_HEADS = (
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


def _wechat_head(wallet: Wallet, nickname: str) -> list[str]:
    sums: dict[str, list[Decimal]] = {IN: [], OUT: [], NEUTRAL: []}
    for one in wallet.deals:
        sums[_wechat_way(one)].append(one.amount)
    words = ((IN, "收入"), (OUT, "支出"), (NEUTRAL, "中性交易"))
    told = [f"{word}：{len(sums[way])}笔 {sum(sums[way], Decimal(0)):.2f}元" for way, word in words]
    return [
        "微信支付账单明细", f"微信昵称：[{nickname}]", f"起始时间：[{wallet.first} 00:00:00] 终止时间：[{wallet.last} 23:59:59]", "导出类型：[全部]",
        f"导出时间：[{wallet.issued:%Y-%m-%d %H:%M:%S}]", "", f"共{len(wallet.deals)}笔记录", *told, "注：",
        "1. 充值/提现/理财通购买/零钱通存取/信用卡还款等交易，将计入中性交易", "2. 本明细仅展示当前账单中的交易，不包括已删除的记录",
        "3. 本明细仅供个人对账使用", "", f"{'-' * 22}微信支付账单明细列表{'-' * 20}",
    ]  # fmt: skip


def _wechat_cells(deal: Deal, rng: Random) -> list[Any]:
    way = _wechat_way(deal)
    goods = f'"{deal.goods}"\n' if deal.kind == "transfer" else deal.goods
    state = _wechat_state(deal)
    fee = f"服务费¥{deal.fee}" if deal.fee else "/"
    return [
        deal.when, _TYPES[deal.kind], deal.party, goods, "/" if way == NEUTRAL else way, deal.amount, rng.choice(("零钱", "招商银行(1234)", "/")), state,
        f"42000{_digits(rng, 23)}\t", f"{_digits(rng, 22)}\t", fee,
    ]  # fmt: skip


def wechat_csv(wallet: Wallet, sheet: str, nickname: str = "风雨无阻", yen: str = "¥", bom: bool = True) -> Drawn:
    wallet = _paid(wallet)
    lines = _wechat_head(wallet, nickname)
    lines.append(",".join(WECHAT_HEADS))
    for deal in wallet.deals:
        when, *rest = _wechat_cells(deal, wallet.rng)
        cells = [f"{when:%Y-%m-%d %H:%M:%S}", *rest[:4], f"{yen}{rest[4]:.2f}", *rest[5:]]
        lines.append(",".join(_quoted(str(cell)) for cell in cells))
    fields = _wechat_fields(wallet, sheet)
    data = ("\r\n".join(lines) + "\r\n").encode("utf-8-sig" if bom else "utf-8")
    rows = [_wechat_said(one) for one in wallet.deals]
    return Drawn("wallet_statement", data, "csv", "editable", fields, rows, (), None, income(wallet.deals))


def _wechat_fields(wallet: Wallet, sheet: str) -> dict[str, Any]:
    told = {"provider": ("wechat", 1), "period_start": (f"{wallet.first}", 3), "period_end": (f"{wallet.last}", 3), "issued_on": (f"{wallet.issued:%Y-%m-%d}", 5)}  # fmt: skip
    return {
        name: {"value": value, "sheet": sheet, "cell": f"A{at}", "method": "cell"} for name, (value, at) in told.items()
    }


def wechat_xlsx(wallet: Wallet, nickname: str = "风雨无阻", dates: bool = True) -> Drawn:
    """Head lines merged over the table, amounts as numbers, moments as true dates."""
    wallet = _paid(wallet)
    sheet = Sheet("Sheet1", wallet.issued)
    for line in _wechat_head(wallet, nickname):
        sheet.add(line)
        sheet.merge(11)
    sheet.add(*WECHAT_HEADS)
    for deal in wallet.deals:
        when, *rest = _wechat_cells(deal, wallet.rng)
        sheet.add(when if dates else f"{when:%Y-%m-%d %H:%M:%S}", *rest[:4], float(rest[4]), *rest[5:])
        sheet.page.cell(sheet.row, 1).number_format = "yyyy-mm-dd hh:mm:ss"
    widths(sheet, (20, 14, 24, 30, 8, 10, 14, 14, 32, 32, 14))
    rows = [_wechat_said(one) for one in wallet.deals]
    return Drawn(
        "wallet_statement", sheet.finish(), "xlsx", "editable", _wechat_fields(wallet, "Sheet1"), rows, (), None, income(wallet.deals)
    )  # fmt: skip


def wechat_proof(wallet: Wallet) -> Drawn:
    """微信支付交易明细证明: numbers of orders and moments on two lines."""
    wallet = _paid(wallet)
    table = Table(
        columns(22, ("交易单号", 92), ("交易时间", 52), ("交易类型", 62), ("收/支/其他", 46, "centre"), ("交易方式", 66), ("金额(元)", 52, "right"),
                ("  交易对方", 92), ("商户单号", 88)),
        7.5, lambda page: (150.0 if page == 1 else 60.0, 775.0), pad=3.0, rules=True,
    )  # fmt: skip
    lines = []
    for deal in wallet.deals:
        way = _wechat_way(deal)
        cells = (
            f"42000{_digits(wallet.rng, 23)}", f"{deal.when:%Y-%m-%d}\n{deal.when:%H:%M:%S}", _TYPES[deal.kind], "其他" if way == NEUTRAL else way,
            wallet.rng.choice(("零钱", "招商银行(1234)", "/")), f"{deal.amount:.2f}", "  " + deal.party, f"{_digits(wallet.rng, 22)}",
        )  # fmt: skip
        lines.append(Line(cells, _wechat_said(deal, status=False)))
    return _proof(wallet, table, lines, _wechat_proof_head, "财付通支付科技示意", "财付通支付科技有限公司")


def _wechat_proof_head(paper: Paper, wallet: Wallet) -> None:
    paper.pieces(297, 30, 15, [("微信支付", "provider", "wechat"), "交易明细证明"], align="centre")
    paper.put(24, 62, f"编号：{_digits(wallet.rng, 32)}", 8)
    paper.pieces(
        24, 80, 8, ["兹证明：", (wallet.holder.name, "holder"), "（居民身份证：", (wallet.holder.id_number, "id_number"), "），在其微信号：",
                    (wallet.account, "account"), "中的交易明细信息如下："],
    )  # fmt: skip
    paper.put(24, 96, "币种：人民币 / 单位：元", 8)
    paper.pieces(
        24, 112, 8, ["交易明细对应时间段 ", (f"{wallet.first} 00:00:00", "period_start", f"{wallet.first}"), " 至 ",
                     (f"{wallet.last} 23:59:59", "period_end", f"{wallet.last}")],
    )  # fmt: skip
    paper.put(24, 130, "具体交易明细", 9)
