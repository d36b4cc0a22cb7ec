"""Exports that prove no income, told so that they are asked for again and not read as income: what somebody bought, owes, or wrote down.

What is told is the kind of export and why it proves nothing. A bank's or wallet's statement may mention any of these words in its rows, so
that they count only where such an export has them: in its header, as several labels of a bill, or on a screen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from extractors._page_numbers import is_later
from extractors._wallet_words import PAPER
from pipeline.layout import Line, lines, printed, squeezed
from pipeline.model import Field, Grid, Leaf, Opened, Reading
from pipeline.readers import Claim, Reader
from pipeline.text import squeeze

KIND = "not_a_statement"
"""The value of the field `kind` of such a document, whose type is `unknown`."""


@dataclass(frozen=True)
class Export:
    """A kind of export: what an applicant calls it, why it proves no income, and how a leaf of it is told (the text, the leaf)."""

    name: str
    why: str
    is_on: Callable[[str, Leaf], bool]


def export_of(leaf: Leaf) -> Export | None:
    """The kind of export that a leaf is of; None where it is none."""
    top = replace(leaf, rows=leaf.rows[:_HEAD]) if isinstance(leaf, Grid) else leaf
    text = squeezed(top)
    if PAPER.search(text):
        return None
    return next((export for export in EXPORTS if export.is_on(text, top)), None)


_HEAD = 60  # lines of a sheet; what stands below them is a row

# ---------------------------------------------------------------- words


def _words(*groups: Sequence[str], screen: bool = False) -> Callable[[str, Leaf], bool]:
    """Any group of which all stand on the leaf; `screen` asks of pictures alone, where they are the buttons of an app."""
    return lambda text, leaf: (
        (not screen or _is_picture(leaf)) and any(all(w in text for w in group) for group in groups)
    )


def _is_picture(leaf: Leaf) -> bool:
    return not isinstance(leaf, Grid) and leaf.method == "ocr"


_ORDERS = _words(
    ("不具备任何证明效力",),  # Meituan's ledger of a buyer
    ("订单标题", "实付金额"),
    ("京东账号名", "交易说明"),
    ("京东账号名", "商户名称"),
    ("商户名称", "交易说明", "收/付款方式"),  # JD's, without its head
)
_ITEMS = _words(  # a shop's list of what was ordered
    ("宝贝标题", "实付"),
    ("宝贝标题", "订单"),
    ("宝贝名称", "实付"),
    ("商品标题", "订单", "实付"),
    ("商品名称", "订单", "实付"),
    ("店铺", "订单", "实付"),
    ("收货人", "商品", "实付"),
    ("收货人", "订单编号", "店铺"),
)
_SHOP = _words(
    ("待付款", "待收货"),
    ("待付款", "待发货"),
    ("再次购买", "实付"),
    ("再次购买", "订单"),
    ("再来一单", "实付"),
    ("再来一单", "评价"),
    ("申请售后", "实付"),
    ("查看物流", "实付"),
    ("去评价", "实付"),
    screen=True,
)


def _is_orders(text: str, leaf: Leaf) -> bool:
    """A list of orders; what has a direction or a balance and names such things in its rows is no shop's."""
    listed = "收/支" not in text and "余额" not in text and _ITEMS(text, leaf)
    return listed or _ORDERS(text, leaf) or _SHOP(text, leaf)


# ---------------------------------------------------------------- a bill of a credit card

_BILL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"本期(?:全部)?(?:应还|应缴|账单|欠款)(?:款)?(?:总)?(?:金额|款额|额)|应还款总额|NewBalance|CurrentAmountDue|StatementBalance",
        r"最低(?:应)?还款(?:金)?额|MinimumPayment|Min\.?Payment",
        r"(?:到期|最后|最迟)还款(?:日|日期)|PaymentDueDate",
        r"账单日|StatementDate|StatementCycle",
        r"信用(?:总)?额度|取现额度|预借现金额度|CreditLimit|CashAdvanceLimit",
        r"上期(?:应还|账单|欠款|结欠)(?:款)?(?:总)?(?:金额|款额|额)|PreviousBalance|LastBalance",
        r"信用卡(?:电子)?(?:对)?账单|CreditCardStatement",
    )
)
_ENOUGH = 3  # of these labels; a statement that mentions a repayment has not so many
_A_STATEMENT = re.compile(r"交易单号|订单号|对[方手](?:户名|账号|信息)|(?:账户|本次|联机|交易)余额|交易流水")
_LAST_FOUR = re.compile(r"卡号?(?:末|后|尾)(?:四|4)位|卡片?尾号|Last4digits", re.IGNORECASE)
_POSTED = re.compile(r"记账日|入账日|记帐日|Post(?:ed|ing)?Date", re.IGNORECASE)
_TITLED = re.compile(r"^[^\d\n]{0,24}信用卡[^\d\n]{0,8}(?:账单|明细)[^\d\n]{0,24}$", re.MULTILINE)
_A_HEADER = re.compile(r"交易(?:日期?|时间)|日期")


def _is_bill(text: str, leaf: Leaf) -> bool:
    """By several labels of a bill; else by a list with the card's last digits, or a title, that has no balance."""
    if _A_STATEMENT.search(text):
        return False
    if sum(bool(label.search(text)) for label in _BILL) >= _ENOUGH:
        return True
    if "余额" in text or not _A_HEADER.search(text) or "金额" not in text:
        return False
    return bool((_LAST_FOUR.search(text) and _POSTED.search(text)) or _TITLED.search(text))


# ---------------------------------------------------------------- a book that somebody keeps

_CATEGORY = re.compile(
    r"(?:收支|交易|支出|收入|账单)?(?:分类|类别|大类|类目)|一级(?:分类|类别)|Category", re.IGNORECASE
)
_BOOK_ONLY = re.compile(
    r"二级(?:分类|类别)|子(?:分类|类别|类)|(?:支出|收入)?小类|账户[12]|转[入出]账户|成员(?:金额)?|(?:所属)?账本(?:名称)?|记账(?:人|者|时间)|记录时间|已?报销|收支类型|账单标[记签]|Subcategory|Transfers",
    re.IGNORECASE,
)
_BOOK_TOO = re.compile(r"项目|标签|商家|账户|来源|备注|Payee|Memo|Tags|Account", re.IGNORECASE)
_BOOKED = re.compile(r"(?:消费|收入|支出|账单)?金额(?:\(元\))?|Amount", re.IGNORECASE)
_PROVED = re.compile(r"单号|订单|余额|对方[账卡户]|流水号|摘要|完单|配送")


def _header(leaf: Leaf) -> Line | None:
    """The header of a book: a category, an amount, and columns that only a book has; none of a statement's."""
    return next((line for line in lines(leaf) if _is_header([squeeze(word.text) for word in line.words])), None)


def _is_header(heads: Sequence[str]) -> bool:
    def some(pattern: re.Pattern[str]) -> int:
        return sum(bool(pattern.fullmatch(head)) for head in heads)

    if not some(_CATEGORY) or not some(_BOOKED) or any(_PROVED.search(head) for head in heads):
        return False
    return some(_BOOK_ONLY) > 0 or some(_BOOK_TOO) > 2


def _is_book(text: str, leaf: Leaf) -> bool:
    return ("金额" in text or "Amount" in text) and bool(_CATEGORY.search(text)) and _header(leaf) is not None


def _is_alipay_book(text: str, leaf: Leaf) -> bool:
    named = "记账本" in text or (isinstance(leaf, Grid) and "记账本" in leaf.sheet + leaf.file)
    return (named or ("记录时间" in text and "收支类型" in text)) and _is_book(text, leaf)


# ---------------------------------------------------------------- a screen of a wallet

_BOTH_SUMS = re.compile(
    r"支出:?[¥￥]?\d[\d,]*\.?\d*[^\n]{0,6}收入:?[¥￥]?\d|收入:?[¥￥]?\d[\d,]*\.?\d*[^\n]{0,6}支出:?[¥￥]?\d"
)
_BILLS = re.compile(r"(?<!对)账单")
_BALANCES = re.compile(
    r"(?:账户|本次|联机|交易|当前|可用)余额|对账单|^(?=.*(?:日期|时间|摘要))(?=.*(?:金额|收入|支出)).*余额(?!宝)",
    re.MULTILINE,
)
_WORKER = re.compile(r"骑手|骑士|司机|车主|配送员|跑单|完单|接单|众包")


def _is_screen(text: str, leaf: Leaf) -> bool:
    """A list of bills as an app shows it; a driver's or rider's own wallet is a platform's, what shows balances is an account's."""
    if not _is_picture(leaf) or not _BILLS.search(text) or _WORKER.search(text) or _BALANCES.search(text):
        return False
    return ("全部账单" in text and "查找交易" in text) or "搜索交易记录" in text or bool(_BOTH_SUMS.search(text))


EXPORTS = (
    Export("支付宝记账本", "里面的内容可以自己增加和修改", _is_alipay_book),
    Export("信用卡账单", "它只记录消费和还款，看不出收入", _is_bill),
    Export("消费订单记录", "它只说明买了什么、花了多少钱", _is_orders),
    Export("记账软件的导出", "里面的内容可以自己增加和修改", _is_book),
    Export("手机账单页面的截图", "它没有姓名和印章，也不完整", _is_screen),
)

# ---------------------------------------------------------------- the reader


def _claims(leaf: Leaf) -> Claim | None:
    return Claim(0.9) if export_of(leaf) else None


def _continues(leaf: Leaf) -> bool:
    """The other sheets of a workbook and the later pages of a digital paper; of pictures, those that are told by themselves."""
    if _is_picture(leaf):
        return export_of(leaf) is not None
    return is_later(squeezed(leaf)) is not False


def _read(leaves: Sequence[Leaf], opened: Opened) -> Reading:
    """What it is alone, at the place of its first line: nothing in such a file is to be relied on."""
    export = export_of(leaves[0]) or EXPORTS[-1]
    first = next(iter(lines(leaves[0])), None)
    shown = printed(leaves[0], first.words) if first else None
    told = {"kind": KIND, "export": export.name, "why": export.why}
    fields = {name: shown.field(value) if shown else Field(value, 0.9, "derived") for name, value in told.items()}
    return Reading("unknown", fields)


READER = Reader(name=KIND, type="unknown", claims=_claims, read=_read, continues=_continues)
