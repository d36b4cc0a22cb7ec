"""Which files are one account, and what is judged of each kind of evidence: the contract's "One account"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from checks.applicants import Holder
from checks.people import alike, ending, names_alike
from pipeline.coverage import Counting, Days, Extent, extent_of, window
from pipeline.currency import YUAN, currency_of
from pipeline.labels import document_name
from pipeline.model import Application, Document, Transaction
from pipeline.profiles import KINDS, Profile
from pipeline.rules import fact


@dataclass(frozen=True)
class Subject:
    """What a window is asked of: an account, all platforms together, or the papers of one insurance.

    `judged` is whether it is the one that the profile's window is asked of; of another only its own gaps are.
    """

    kind: str
    type: str
    documents: tuple[Document, ...]
    extent: Extent
    judged: bool = True

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its documents."""
        return tuple(d.id for d in self.documents)

    @property
    def name(self) -> str:
        """What an applicant calls it: "工商银行流水"; of several issuers together, the kind of paper."""
        called = dict.fromkeys(map(document_name, self.documents))
        return next(iter(called)) if len(called) == 1 else _TOGETHER.get(self.type, next(iter(called)))

    @property
    def ending(self) -> str | None:
        """The last four digits of the account."""
        endings = (ending(d.value("account")) for d in self.documents)
        return next((e for e in endings if e), None)

    @property
    def opened_on(self) -> date | None:
        """The day on which the account was opened, where that is printed; one that a row is older than is another day."""
        printed = [day for d in self.documents if isinstance(day := d.value("opened_on"), date)]
        rows = [row.date for d in self.documents for row in d.rows if isinstance(row, Transaction) and row.date]
        return max((day for day in printed if all(day <= one for one in rows)), default=None)


_TOGETHER = {"gig_earnings": "平台收入明细"}
ACCOUNTS = ("bank_statement", "wallet_statement")


@fact
def subjects(
    application: Application, profile: Profile, holders: Mapping[str, Holder]
) -> Mapping[str, tuple[Subject, ...]]:
    """By kind of evidence that the profile asks for, what its rules are asked of. Papers of another person are none of it."""
    own = [d for d in application.documents if not holders[d.id].foreign]
    found: dict[str, tuple[Subject, ...]] = {}
    for kind in KINDS:
        asked = [d for d in own if kind in profile.kinds and d.type in profile.types_of(kind)]
        found[kind] = _accounts(asked, application, profile) if kind == "statement" else _papers(kind, asked, profile)
    return found


def _accounts(documents: Sequence[Document], application: Application, profile: Profile) -> tuple[Subject, ...]:
    asked = Days.of_months(window(application.as_of, profile.statement.months))
    accounts = [account_of(group) for group in one_account(documents)]
    if not accounts:
        return ()
    best = min(accounts, key=lambda a: _order(a, asked))
    return tuple(replace(a, judged=a is best) for a in accounts)


def _order(account: Subject, asked: Days) -> tuple[int, int, str, bool]:
    """The account that covers most of the asked days comes first; then the later last covered day, then the file's path, then yuan."""
    last = account.extent.last
    covered = (account.extent.days & asked).count()
    return (
        -covered,
        -last.toordinal() if last else 0,
        min(d.file for d in account.documents),
        not in_yuan(account.documents[0]),
    )


def account_of(documents: Sequence[Document]) -> Subject:
    """The files of one account, with the days that they cover together."""
    return Subject("statement", documents[0].type, tuple(documents), _together(documents))


def _papers(kind: str, documents: Sequence[Document], profile: Profile) -> tuple[Subject, ...]:
    limits = profile.contributions
    counting = Counting(limits.scheme, limits.backpaid_counts)
    by_type = {t: tuple(d for d in documents if d.type == t) for t in profile.types_of(kind)}
    return tuple(Subject(kind, t, papers, _together(papers, counting)) for t, papers in by_type.items() if papers)


def _together(documents: Sequence[Document], counting: Counting | None = None) -> Extent:
    extents = [extent_of(d.type, d.fields, d.rows, counting) for d in documents]
    days = Days.of(span for e in extents for span in e.days.spans)
    possible = Days.of(span for e in extents for span in e.possible.spans)
    return Extent(days, possible, max((e.last for e in extents if e.last), default=None))


# ---------------------------------------------------------------- one account


def one_account(documents: Sequence[Document]) -> list[list[Document]]:
    """Statements by account: those whose number is shown most fully found an account, the others join it."""
    groups: list[list[Document]] = []
    for document in sorted(documents, key=lambda d: -_digits_shown(d)):
        fitting = [group for group in groups if _fits(document, group)]
        if len(fitting) == 1 or (fitting and _number(document)):
            fitting[0].append(document)
        else:
            groups.append([document])
    place = {d.id: n for n, d in enumerate(documents)}
    for group in groups:
        group.sort(key=lambda d: place[d.id])
    return sorted(groups, key=lambda group: place[group[0].id])


def _fits(document: Document, group: Sequence[Document]) -> bool:
    return all(_same_account(document, other) for other in group)


def _same_account(one: Document, other: Document) -> bool:
    if one.type != other.type or issuer(one) != issuer(other) or _in_other_money(one, other):
        return False
    numbers = alike(_number(one), _number(other))
    if numbers is not None:
        return numbers
    return names_alike(one.value("holder"), other.value("holder")) is not False


def _in_other_money(one: Document, other: Document) -> bool:
    """Whether the papers are of two currencies, whose balances are apart; one that prints none is in yuan."""
    return (_currency(one) or YUAN) != (_currency(other) or YUAN)


def issuer(document: Document) -> str:
    """The bank or wallet, by code; an unlisted one by its printed name."""
    code = document.value("bank") or document.value("provider")
    return str(document.value("bank_name") or code) if code in (None, "other") else str(code)


def in_yuan(document: Document) -> bool:
    """Whether a paper's money can be added up as yuan: it prints that currency, or none."""
    return _currency(document) in (YUAN, "")


def _currency(document: Document) -> str:
    """The code of a paper's currency, "" where it prints none; one that could not be read is like no other."""
    if "currency" not in document.fields:
        return ""
    printed = str(document.value("currency") or "?")
    return currency_of(printed) or printed


def _number(document: Document) -> str | None:
    number = document.value("account")
    return re.sub(r"[\s-]", "", str(number)) or None if number else None


def _digits_shown(document: Document) -> int:
    return sum(c.isdigit() for c in _number(document) or "")
