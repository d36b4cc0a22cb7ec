"""Exports that prove no income, told so that they are asked for again and not read as income: what somebody bought, or wrote down."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.layout import lines, printed, squeezed
from pipeline.model import Field, Leaf, Opened, Reading
from pipeline.readers import Claim, Reader
from pipeline.text import squeeze

KIND = "not_a_statement"
"""The value of the field `kind` of such a document, whose type is `unknown`."""

MARKS: tuple[tuple[str, ...], ...] = (
    ("不具备任何证明效力",),  # Meituan's ledger of a buyer
    ("美团账单", "订单标题"),
    ("订单标题", "实付金额"),
    ("京东账号名",),  # JD's ledger of a buyer
    ("京东交易流水", "商户名称"),
    ("记录时间", "收支类型", "分类"),  # Alipay's book that its user may edit
    ("记账本",),
    ("账本", "分类", "备注"),
    ("一级分类", "二级分类"),
    ("子类", "账户1"),
    ("待付款", "待收货"),  # a shop's page of orders
    ("待付款", "待发货"),
    ("再次购买", "实付"),
    ("再次购买", "订单"),
    ("再来一单", "实付"),
    ("再来一单", "评价"),
    ("申请售后", "实付"),
    ("查看物流", "实付"),
    ("去评价", "实付"),
)
"""Any group of which all stand on a page, without spaces and with ASCII punctuation."""

_WALLET = re.compile(r"微信支付账单明细|支付宝.{0,12}(?:电子客户回单|交易流水证明)|微信支付交易明细证明")


def group_of(leaf: Leaf) -> tuple[str, ...] | None:
    """The marks by which a page is told to be such an export; None where it is none."""
    text = squeezed(leaf)
    if _WALLET.search(text):
        return None
    return next((group for group in MARKS if all(mark in text for mark in group)), None)


def _claims(leaf: Leaf) -> Claim | None:
    return Claim(0.9) if group_of(leaf) else None


def _read(leaves: Sequence[Leaf], opened: Opened) -> Reading:
    """The kind alone, at the place of the first mark: nothing in such a file is to be relied on."""
    group = group_of(leaves[0]) or ()
    for line in lines(leaves[0]):
        if any(mark in squeeze(line.text) for mark in group):
            return Reading("unknown", {"kind": printed(leaves[0], line.words).field(KIND)})
    return Reading("unknown", {"kind": Field(KIND, 0.9, "derived")})


READER = Reader(
    name=KIND, type="unknown", claims=_claims, read=_read, continues=lambda leaf: group_of(leaf) is not None
)
