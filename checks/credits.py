"""Which credits of an account are income, and why the others are not: transfers of one's own, loans, refunds,
redemptions, and the bank's interest, which nobody works for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import ROUND_UP, Decimal
from typing import Literal

from checks.accounts import ACCOUNTS, in_yuan, one_account
from checks.applicants import Holder, People
from checks.people import MASKS, alike, names_alike
from pipeline.model import Application, Document, Transaction
from pipeline.rules import fact

Reason = Literal["own_transfer", "loan", "refund", "redemption", "interest"]
Kind = Literal["salary", "payout", "cash", "own_transfer", "loan", "refund", "redemption", "interest"]

PATTERNS: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    ("interest", re.compile(r"结息|利息(?!.*(还|贷))|存款付息|账户付息|收益发放|(余额宝|零钱通).*收益")),
    ("refund", re.compile(r"退款|退货|退票|退费|退税|退汇|退回|退还|冲正|冲账|抹账|撤销")),
    (
        "redemption",
        re.compile(
            r"赎回|理财.*(到期|本金|兑付|返还|转出)|(到期|兑付).*(理财|存单|本息)|基金|银证|证转银|结构性存款|大额存单"
            r"|定期.*(支取|到期|转活期?)|(余额宝|零钱通|朝朝宝|活期宝|天天盈).*(转出|提现|取出)|转出.*(余额宝|零钱通)"
        ),
    ),
    (
        "loan",
        re.compile(
            r"放款|贷款|借款|借呗|微粒贷|网商贷|消费贷|信用贷|经营贷|花呗.*取现|白条.*取现|金条|有钱花|信用卡.*(取现|分期)"
        ),
    ),
    ("own_transfer", re.compile(r"本人|本行互转")),
)
"""What the summary or the counterparty says of a credit that is no income; the first that fits is the reason."""

PAYERS = re.compile(
    r"云账户|共享经济|灵活用工|众包|劳务|薪|人力资源|外包服务|企业服务|结算|跑单|骑手|司机|车主|配送|提现|运费|车费|服务费收入"
)
"""What says that a credit may be paid for a platform, by a settlement company or by the words of the payment."""

_PLATFORM = re.compile(r"云账户|共享经济|灵活用工|众包|跑单|骑手|骑士|司机|车主|配送|运费|车费|代驾|零工|新经济")
_WAGES = re.compile(
    r"(?:代发)?工资|薪金|薪酬|薪资|薪水|月薪|底薪|奖金|绩效|劳动报酬|年终奖|代发(?!.*(?:公积金|社保|养老|退|补|贴|货款))"
)
_SERVICES = re.compile(r"劳务|人力资源|外包服务|服务费收入")
_CASH = re.compile(
    r"现金存|存现|现存|(?<!开)现金$|^现金|ATM存|存款机|自助存款|柜[面台]存|无折存|无卡存|CDM|CRS存|续存", re.IGNORECASE
)

INCOME: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("payout", _PLATFORM),
    ("salary", _WAGES),
    ("payout", _SERVICES),
    ("cash", _CASH),
)
"""What the summary or the counterparty says of a credit that may be income; the first that fits is its kind. All count alike."""

POCKETS: Mapping[str, re.Pattern[str]] = {
    "bank_statement": re.compile(r"(微信|零钱|财付通|支付宝|余额宝|蚂蚁).*提现|提现.*(微信|零钱|财付通|支付宝|余额宝)"),
    "wallet_statement": re.compile(r"充值|余额宝|零钱通|银行卡转入|转入(余额|零钱)"),
}
"""What says, on each kind of account, that the holder's own money comes from another pocket.

What a platform lets its riders withdraw comes into a wallet as 提现 too, and is income there.
"""

_GIVEN_BACK = re.compile(r"全额退款|退款成功")
"""The state of a wallet's order that was wholly given back."""

_WITHDRAWAL = re.compile(r"提现|转出到|到银行卡|到卡")
_ARRIVES_WITHIN = timedelta(days=3)
_FEE_RATE, _LEAST_FEE = Decimal("0.001"), Decimal("0.10")
"""What a wallet keeps of a withdrawal at the most; it is taken out of what arrives, or paid beside it."""
_DIGITS_THAT_TELL = 6


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that came in. `reason` is why it is no income, None where it is.

    `kind` is what it is, None where nothing says so (it counts as income); `why` are the words that say it, "" where it is told by who paid.
    """

    document: Document
    row: Transaction
    reason: Reason | None
    kind: Kind | None = None
    why: str = ""


@fact
def credits(application: Application, people: People, holders: Mapping[str, Holder]) -> tuple[Credit, ...]:
    """Every credit of the applicants' accounts in yuan, once, with what it is."""
    own = [d for d in application.documents if d.type in ACCOUNTS and in_yuan(d) and not holders[d.id].foreign]
    names = {a.name for a in people.applicants if a.name}
    names |= {str(d.value("holder")) for d in own if d.value("holder")}
    numbers = {d.id: str(d.value("account")) for d in own if d.value("account")}
    platforms = {mark for guide in application.guides.values() for mark in guide.marks if len(mark) > 1}
    found = [
        _credit(document, row, names, [n for i, n in numbers.items() if i != document.id], platforms)
        for group in one_account(own)
        for document, row in once(group)
        if row.amount is not None and row.amount > 0 and not (row.neutral or row.closed)
    ]
    return tuple(_without_moved_on(found, _withdrawals(own)))


def once(documents: Sequence[Document]) -> Iterator[tuple[Document, Transaction]]:
    """The rows of one account's files, each once: two that one file shows are two, one that two files show is one.

    Rows of two files are one where day and amount agree, and the balances where both files show the same ones.
    """
    known: dict[object, list[Transaction]] = defaultdict(list)
    for document in documents:
        rows = [row for row in document.rows if isinstance(row, Transaction)]
        new = _unknown(rows, known)
        yield from ((document, row) for row in new)
        for row in new:
            known[_key(row)].append(row)


def _key(row: Transaction) -> object:
    return row.date, row.amount, row.neutral


def _unknown(rows: Sequence[Transaction], known: Mapping[object, Sequence[Transaction]]) -> list[Transaction]:
    """The rows of a file that none of the files before shows, in order."""
    left = {key: list(found) for key, found in known.items()}
    told = any(_same_balance(row, other) for row in rows for other in known.get(_key(row), ()))
    new = list(rows)
    for fits in (_same_balance, _one_is_vague) if told else (_either,):
        new = [row for row in new if not _taken(row, left, fits)]
    return new


def _taken(
    row: Transaction,
    left: Mapping[object, list[Transaction]],
    fits: Callable[[Transaction, Transaction], bool],
) -> bool:
    """Whether one of the rows left is the same, which is then used up; a row without its day is like no other."""
    pool = left.get(_key(row), []) if row.date else []
    other = next((one for one in pool if fits(row, one)), None)
    if other is not None:
        pool.remove(other)
    return other is not None


def _same_balance(one: Transaction, other: Transaction) -> bool:
    return one.balance is not None and one.balance == other.balance


def _one_is_vague(one: Transaction, other: Transaction) -> bool:
    """Whether the balances do not tell two rows apart: one shows none, or was recognised and may be misread."""
    return any(row.balance is None or row.method in ("ocr", "repaired") for row in (one, other))


def _either(one: Transaction, other: Transaction) -> bool:
    return True


def _credit(
    document: Document, row: Transaction, names: Iterable[str], numbers: Iterable[str], platforms: Iterable[str]
) -> Credit:
    """A row with what it is; `names` and `numbers` are the applicants' own, `platforms` what those who pay for platforms are called."""
    reason, why = _reason(document, row, names, numbers)
    if reason:
        return Credit(document, row, reason, reason, why)
    return Credit(document, row, None, *_income(_text(row), platforms))


def _text(row: Transaction) -> str:
    return f"{row.summary or ''} {row.counterparty or ''}"


def _income(text: str, platforms: Iterable[str]) -> tuple[Kind | None, str]:
    """What a credit that is not known to be none is, with the words that say so."""
    if mark := next((mark for mark in platforms if mark in text), ""):
        return "payout", mark
    return next(((kind, found[0]) for kind, pattern in INCOME if (found := pattern.search(text))), (None, ""))


def _reason(
    document: Document, row: Transaction, names: Iterable[str], numbers: Iterable[str]
) -> tuple[Reason | None, str]:
    """Why a credit is no income, with the words that say so."""
    text = _text(row)
    for reason, pattern in PATTERNS:
        if found := pattern.search(text):
            return reason, found[0]
    if found := _GIVEN_BACK.search(row.status or ""):
        return "refund", found[0]
    if found := POCKETS[document.type].search(text):
        return "own_transfer", found[0]
    return ("own_transfer", "") if _from_oneself(row, names, numbers) else (None, "")


def _from_oneself(row: Transaction, names: Iterable[str], numbers: Iterable[str]) -> bool:
    """Whether the payer is an applicant: by the whole name, or by enough digits of another account of theirs."""
    payer, account = row.counterparty, row.counterparty_account
    masked = any(mask in (payer or "") for mask in MASKS)
    if payer and not masked and any(names_alike(payer, name) for name in names):
        return True
    digits = sum(c.isdigit() for c in account or "")
    return digits >= _DIGITS_THAT_TELL and any(alike(account, number) for number in numbers)


def _withdrawals(documents: Sequence[Document]) -> list[Transaction]:
    """What left a wallet for a bank."""
    return [
        row
        for d in documents
        if d.type == "wallet_statement"
        for row in d.rows
        if isinstance(row, Transaction) and row.amount and (row.neutral or row.amount < 0)
        if _WITHDRAWAL.search(f"{row.summary or ''} {row.counterparty or ''}")
    ]


def _without_moved_on(credits: Sequence[Credit], withdrawals: Sequence[Transaction]) -> Iterator[Credit]:
    """A credit that is a wallet's money moving on has counted in the wallet: the same amount, some days later at most."""
    left = list(withdrawals)
    for credit in credits:
        source = next((w for w in left if credit.document.type == "bank_statement" and _moves_on(w, credit.row)), None)
        if source is None:
            yield credit
        else:
            left.remove(source)
            yield credit if credit.reason else replace(credit, reason="own_transfer", kind="own_transfer", why="")


def _moves_on(withdrawal: Transaction, credit: Transaction) -> bool:
    if withdrawal.date is None or credit.date is None or withdrawal.amount is None:
        return False
    soon = withdrawal.date <= credit.date <= withdrawal.date + _ARRIVES_WITHIN
    left = abs(withdrawal.amount)
    fee = left - (credit.amount or Decimal(0))
    return soon and 0 <= fee <= max(_LEAST_FEE, (left * _FEE_RATE).quantize(_LEAST_FEE, ROUND_UP))
