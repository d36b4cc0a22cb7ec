"""What all layouts of bank statements share: the order for one, the banks' words, rows in the words of the contract, pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

from _ledger import INCOME, Move
from _paper import Line, Paper, Table, draw_table, numbered, paginate
from reportlab.lib.pdfencrypt import StandardEncryption


@dataclass(frozen=True)
class Account:
    """Whose account it is, its number as printed, and the branch."""

    holder: str
    number: str
    branch: str = "杭州文二路支行"
    id_number: str = ""


@dataclass(frozen=True)
class Order:
    """What is to be printed: the movements of the account from `first` to `last`, drawn up at `issued`."""

    account: Account
    moves: Sequence[Move]
    first: date
    last: date
    issued: datetime
    rng: Random
    face: str = "sans"
    password: str | None = None


WORDS: dict[str, dict[str, str]] = {
    "icbc": {"salary": "工资", "payout": "他行汇入", "receipt": "跨行汇款", "purchase": "消费", "transfer": "跨行汇款", "own": "他行汇入", "refund": "退款", "cash": "ATM取款", "interest": "利息"},
    "ccb": {"salary": "代发工资", "payout": "跨行转账", "receipt": "电子汇入", "purchase": "消费", "transfer": "转账支取", "own": "跨行转账", "refund": "消费退货", "cash": "ATM取款", "interest": "利息存入"},
    "cmb": {"salary": "代发工资", "payout": "代发其他", "receipt": "汇入汇款", "purchase": "快捷支付", "transfer": "转账汇款", "own": "汇入汇款", "refund": "银联快捷支付退货", "cash": "ATM取款", "interest": "账户结息"},
    "abc": {"salary": "代发工资", "payout": "转存", "receipt": "转存", "purchase": "消费", "transfer": "转支", "own": "转存", "refund": "退款", "cash": "现支", "interest": "结息"},
    "boc": {"salary": "代发工资", "payout": "转账收入", "receipt": "转账收入", "purchase": "网上快捷支付", "transfer": "转账支出", "own": "转账收入", "refund": "网上快捷退货", "cash": "ATM取款", "interest": "结息"},
    "bocom": {"salary": "代发工资", "payout": "跨行转入", "receipt": "跨行转入", "purchase": "消费", "transfer": "跨行转出", "own": "跨行转入", "refund": "退货", "cash": "ATM取现", "interest": "结息"},
}  # fmt: skip
CHANNELS = {
    "salary": "批量业务", "payout": "其他", "receipt": "手机银行", "purchase": "快捷支付", "transfer": "手机银行",
    "own": "网上银行", "refund": "快捷支付", "cash": "ATM交易", "interest": "批量业务",
}  # fmt: skip
NIGHT = "03:21:08"  # when the banks book what nobody did


def grouped(amount: Decimal, plus: bool = False) -> str:
    return f"{amount:+,.2f}" if plus else f"{amount:,.2f}"


def row(bank: str, move: Move, *, time: bool = True, account: bool = True, party: bool = True) -> dict[str, Any]:
    """What a printed row says, by the words of the contract."""
    said: dict[str, Any] = {"date": move.day.isoformat()}
    if time:
        said["time"] = move.time or NIGHT
    said |= {"amount": f"{move.amount:.2f}", "balance": f"{move.balance:.2f}"}
    if party and move.party:
        said["counterparty"] = move.party
    if account and move.account:
        said["counterparty_account"] = move.account
    return said | {"summary": WORDS[bank][move.kind]}


def income(moves: Sequence[Move]) -> dict[str, str]:
    """Income credits by month: no transfers of the holder's own, refunds or interest."""
    sums: dict[str, Decimal] = {}
    for move in moves:
        if move.kind in INCOME:
            month = f"{move.day:%Y-%m}"
            sums[month] = sums.get(month, Decimal(0)) + move.amount
    return {month: f"{total:.2f}" for month, total in sums.items()}


def lock(order: Order) -> Any:
    if order.password is None:
        return None
    return StandardEncryption(order.password, ownerPassword=order.password + "-owner", strength=128)


def mark(paper: Paper, x: float, top: float) -> None:
    paper.put(x, top, "样本", 9, grey=0.72)


def name_bank(paper: Paper, code: str, name: str, rest: str, x: float, top: float, size: float, **style: Any) -> None:
    paper.pieces(x, top, size, [(name, "bank_name"), rest], **style)
    paper.fields["bank"] = paper.fields["bank_name"] | {"value": code}


def sums(lines: Lines) -> tuple[Decimal, Decimal]:
    amounts = [Decimal(line.truth["amount"]) for line in lines]
    return sum((a for a in amounts if a > 0), Decimal(0)), -sum((a for a in amounts if a < 0), Decimal(0))


Lines = Sequence[Line]


def flow(
    paper: Paper,
    table: Table,
    lines: Lines,
    head: Callable[[int, list[list[Line]]], None],
    tail: Callable[[int, list[list[Line]], float], None],
) -> list[dict[str, Any]]:
    """Draw the table over as many pages as it takes; `head` and `tail` draw what stands around it on each."""
    pages = paginate(paper, table, lines)
    for number, page in enumerate(pages, 1):
        head(number, pages)
        bottom = draw_table(paper, table, page)
        tail(number, pages, bottom)
        if number < len(pages):
            paper.next_page()
    return numbered(pages)


def without(said: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in names}


WHOM = ("counterparty", "counterparty_account")
