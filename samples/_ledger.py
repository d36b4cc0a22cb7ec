"""A year (or three) of money on one account: what comes in, what goes out, and the balance after each.

A movement knows what it is (`kind`), so that the truth of income can be told without reading it back; each bank prints it in words
of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

CENT = Decimal("0.01")
INCOME = frozenset({"salary", "payout", "receipt"})
SHOPS = (
    ("支付宝（中国）网络技术有限公司", "215500690"),
    ("财付通支付科技有限公司", "243300133"),
    ("美团支付", "10218701"),
    ("京东支付", "19961888"),
    ("抖音支付", "1000107101"),
    ("拼多多平台商户", "8201003112"),
)
PAYEES = (
    ("何丽华", "6217001210088127710"),
    ("周永刚", "6228480329118725413"),
    ("沈佳宁", "6212261203008812546"),
    ("杭州云栖物业服务有限公司", "33050161672700001122"),
    ("中国移动通信集团有限公司", "11014680990008"),
)


@dataclass(frozen=True)
class Move:
    """One movement. Money in is positive. `time` is None where the bank keeps none (interest)."""

    day: date
    time: str | None
    amount: Decimal
    kind: str
    party: str = ""
    account: str = ""
    balance: Decimal = Decimal(0)


def money(value: float | int | str) -> Decimal:
    return Decimal(str(value)).quantize(CENT)


def months(first: date, last: date) -> Iterator[tuple[int, int]]:
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield year, month
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def salaries(rng: Random, first: date, last: date, employer: tuple[str, str], pay: int, day: int = 10) -> list[Move]:
    return [
        Move(
            date(y, m, day),
            f"09:{rng.randint(10, 59)}:{rng.randint(10, 59)}",
            money(pay + rng.randint(-40000, 60000) / 100),
            "salary",
            *employer,
        )
        for y, m in months(first, last)
        if first <= date(y, m, day) <= last
    ]


def payouts(rng: Random, paid: Iterable[tuple[date, Decimal]], payer: tuple[str, str]) -> list[Move]:
    return [
        Move(day, f"{rng.randint(6, 11):02d}:{rng.randint(10, 59)}:{rng.randint(10, 59)}", amount, "payout", *payer)
        for day, amount in paid
    ]


def receipts(
    rng: Random, first: date, last: date, customers: tuple[tuple[str, str], ...], each: int, a_month: int
) -> list[Move]:
    """What customers pay to somebody who is self-employed."""
    found = []
    for y, m in months(first, last):
        for _ in range(a_month):
            day = date(y, m, rng.randint(1, 28))
            if first <= day <= last:
                amount = money(each * rng.uniform(0.4, 1.7))
                found.append(Move(day, _clock(rng), amount, "receipt", *rng.choice(customers)))
    return found


def spending(rng: Random, first: date, last: date, a_month: int, level: int) -> list[Move]:
    """Purchases, transfers to others, and now and then a refund or cash."""
    found = []
    for y, m in months(first, last):
        for _ in range(a_month):
            day = date(y, m, rng.randint(1, 28))
            if first <= day <= last:
                found.append(_spend(rng, day, level))
    return found


def own_transfers(rng: Random, first: date, last: date, holder: str, account: str, amount: int) -> list[Move]:
    """Money that the holder moves in from another account of theirs: no income."""
    return [
        Move(date(y, m, 18), _clock(rng), money(amount), "own", holder, account)
        for y, m in months(first, last)
        if m % 2 == 0 and first <= date(y, m, 18) <= last
    ]


def _spend(rng: Random, day: date, level: int) -> Move:
    draw = rng.random()
    if draw < 0.06:
        return Move(day, _clock(rng), money(rng.uniform(9, 90)), "refund", *rng.choice(SHOPS))
    if draw < 0.12:
        return Move(day, _clock(rng), -money(100 * rng.randint(1, 8)), "cash")
    if draw < 0.27:
        return Move(day, _clock(rng), -money(rng.uniform(0.3, 2.0) * level), "transfer", *rng.choice(PAYEES))
    return Move(day, _clock(rng), -money(rng.uniform(0.02, 0.7) * level), "purchase", *rng.choice(SHOPS))


def _clock(rng: Random) -> str:
    return f"{rng.randint(6, 23):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}"


def ledger(moves: Iterable[Move], first: date, last: date, opening: Decimal, rng: Random) -> list[Move]:
    """The movements in order with interest and balances; a purchase that the account cannot pay does not happen."""
    interest = [
        Move(date(y, m, 21), None, money(rng.uniform(1, 9)), "interest")
        for y, m in months(first, last)
        if m % 3 == 0 and first <= date(y, m, 21) <= last
    ]
    balance, found = opening, []
    for move in sorted([*moves, *interest], key=lambda one: (one.day, one.time or "00:00:01", one.amount)):
        if balance + move.amount >= 0:
            balance += move.amount
            found.append(replace(move, balance=balance))
    return found


def between(moves: Iterable[Move], first: date, last: date) -> list[Move]:
    return [move for move in moves if first <= move.day <= last]


def days(first: date, last: date) -> Iterator[date]:
    for count in range((last - first).days + 1):
        yield first + timedelta(days=count)
