"""Made-up money: an account's movements over some months, with a balance after each that is always right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

_SHOPS = (
    ("云水超市有限公司", "消费"), ("美家便利店", "消费"), ("山海加油站", "消费"), ("中国移动通信集团", "缴费"), ("城市公共交通集团", "消费"),
    ("国网电力公司", "代扣电费"), ("平安果业", "消费"), ("新语书店", "消费"), ("一品粥铺", "快捷支付"), ("财付通支付科技有限公司", "快捷支付"),
    ("支付宝（中国）网络技术有限公司", "快捷支付"), ("拉扎斯网络科技（上海）有限公司", "快捷支付"), ("上海寻梦信息技术有限公司", "快捷支付"),
)  # fmt: skip
_FRIENDS = ("李晓岚", "周明远", "郭子昂", "张惠琴", "孙立业", "欧阳倩", "吴桐")
_CHANNELS = ("快捷支付", "手机银行", "网上银行", "ATM交易", "批量业务", "其他")


@dataclass(frozen=True)
class Entry:
    """One movement. Money in is positive. `counterparty` and `account` are empty where nobody is named (interest)."""

    day: date
    time: str
    amount: Decimal
    balance: Decimal
    summary: str
    counterparty: str
    account: str
    channel: str
    note: str


@dataclass(frozen=True)
class Due:
    """Income that must be there: a salary, a payout."""

    day: date
    amount: Decimal
    payer: str
    summary: str


def cents(rng: Random, low: float, high: float) -> Decimal:
    """An amount between `low` and `high` yuan."""
    return Decimal(rng.randint(int(low * 100), int(high * 100))) / 100


def card_number(rng: Random, head: str = "62", length: int = 19) -> str:
    """A card or account number of `length` digits."""
    return head + "".join(rng.choice("0123456789") for _ in range(length - len(head)))


def months_between(start: date, end: date) -> list[str]:
    """Every month that holds a day of the period, as "YYYY-MM"."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [f"{m // 12}-{m % 12 + 1:02d}" for m in range(first, last + 1)]


def month_end(month: str) -> date:
    """The last day of a month."""
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def movements(
    rng: Random, start: date, end: date, per_month: int, dues: Iterable[Due] = (), opening: Decimal | None = None
) -> list[Entry]:
    """An account's movements from `start` to `end`, oldest first; it never runs dry."""
    planned = [(due.day, due.amount, due.summary, due.payer) for due in dues if start <= due.day <= end]
    days = (end - start).days + 1
    for _ in range(max(1, round(per_month * days / 30))):
        planned.append((start + timedelta(days=rng.randrange(days)), *_spent(rng)))
    for month in months_between(start, end):
        paid = date(*map(int, month.split("-")), 21)
        if paid.month in (3, 6, 9, 12) and start <= paid <= end:
            planned.append((paid, cents(rng, 0.3, 9), "结息", ""))
    return _balanced(rng, sorted(planned, key=lambda p: p[0]), opening or cents(rng, 4000, 30000))


def _spent(rng: Random) -> tuple[Decimal, str, str]:
    dice = rng.random()
    if dice < 0.72:
        shop, summary = rng.choice(_SHOPS)
        return -cents(rng, 3, 420), summary, shop
    if dice < 0.86:
        return -cents(rng, 50, 1500), rng.choice(("转账支取", "跨行汇款", "转账")), rng.choice(_FRIENDS)
    if dice < 0.95:
        return cents(rng, 50, 1200), rng.choice(("他行汇入", "转账存入")), rng.choice(_FRIENDS)
    return -Decimal(rng.randint(1, 10) * 100), "ATM取款", ""


def _balanced(rng: Random, planned: Sequence[tuple[date, Decimal, str, str]], balance: Decimal) -> list[Entry]:
    out: list[Entry] = []
    for day, amount, summary, payer in planned:
        if balance + amount < 10:
            amount, summary, payer = cents(rng, 2000, 6000), "他行汇入", rng.choice(_FRIENDS)
        balance += amount
        time = f"{rng.randint(6, 23):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}"
        if out and out[-1].day == day:
            time = max(time, out[-1].time)
        account = card_number(rng, rng.choice(("62", "10", "33")), rng.choice((16, 18, 19))) if payer else ""
        note = rng.choice(("", "", "手机转账", "货款", "生活费", "订单支付")) if payer else ""
        out.append(Entry(day, time, amount, balance, summary, payer, account, rng.choice(_CHANNELS), note))
    return out


def coverage(entries: Sequence[Any], start: date, end: date, issued: date) -> list[dict[str, Any]]:
    """The `months` of a statement, as the contract counts them."""
    out = []
    for month in months_between(start, end):
        first, last = date(*map(int, month.split("-")), 1), month_end(month)
        if month == f"{issued:%Y-%m}":
            last = min(last, issued - timedelta(days=1))
        rows = [e for e in entries if f"{e.day:%Y-%m}" == month]
        money_in = sum((e.amount for e in rows if e.amount > 0), Decimal("0.00"))
        money_out = -sum((e.amount for e in rows if e.amount < 0), Decimal("0.00"))
        full = start <= first and end >= last
        out.append(
            {"month": month, "coverage": "full" if full else "partial", "inflow": f"{money_in:.2f}", "outflow": f"{money_out:.2f}", "rows": len(rows)}
        )  # fmt: skip
    return out
