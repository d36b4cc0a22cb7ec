"""Who applies, and whose each paper is: the contract's "Whose documents"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checks.people import is_of, same_person
from pipeline.labels import ROLES
from pipeline.model import Applicant, Application, Document
from pipeline.rules import fact

NAMED_CARDS = ("id_card_front", "temporary_id_card")
"""The sides of an ID card that name their holder."""


@dataclass(frozen=True)
class People:
    """The applicants; where they are not known, `unknown` says why (Chinese). `mixed`: the cards are of different people."""

    applicants: tuple[Applicant, ...]
    unknown: str | None = None
    mixed: bool = False

    def role(self, index: int) -> str:
        """ "借款人" or "共同借款人" where several apply, else ""."""
        return ROLES[self.applicants[index].role] if len(self.applicants) > 1 else ""


@dataclass(frozen=True)
class Holder:
    """Whose a paper is: the number of the applicant, or of somebody else (`foreign`), or not known, and why (Chinese)."""

    applicant: int | None = None
    foreign: bool = False
    why: str = ""


@fact
def people(application: Application) -> People:
    """The listed applicants, else the holder of the only ID card front or temporary card."""
    if application.listed:
        return People(application.listed)
    named = [person_of(d) for d in application.documents if d.type in NAMED_CARDS]
    readable = [p for p in named if p.name or p.id_number]
    if not readable:
        return People((), "没有能看清姓名和号码的身份证人像面，无法核对材料是不是申请人本人的")
    first = _fullest(readable)
    if any(same_person(first, other) is not True for other in readable):
        return People((), "收到了不同的人的身份证，又没有说明谁是申请人，无法核对材料是谁的", mixed=True)
    return People((first,))


def person_of(card: Document) -> Applicant:
    """The person that an ID card names."""
    name, number = card.value("name"), card.value("id_number")
    return Applicant("borrower", str(name) if name else None, str(number) if number else None)


def _fullest(found: Sequence[Applicant]) -> Applicant:
    """What the cards of one person tell together starts from the one that tells most."""
    return max(found, key=lambda p: bool(p.name) + bool(p.id_number))


@fact
def holders(application: Application, people: People) -> Mapping[str, Holder]:
    """Whose each document is, by its id."""
    return {d.id: _holder(d, people) for d in application.documents}


def _holder(document: Document, people: People) -> Holder:
    verdicts = [is_of(document, someone) for someone in people.applicants]
    if True in verdicts:
        return Holder(verdicts.index(True))
    if verdicts and all(verdict is False for verdict in verdicts):
        return Holder(foreign=True)
    return Holder(why=people.unknown or _why(document))


def _why(document: Document) -> str:
    if any(name in document.fields for name in ("holder", "id_number")):
        return f"{document.file} 上的户名看不清，无法核对是不是申请人本人的"
    return f"{document.file} 上没有印真实姓名，无法核对是不是申请人本人的"
