"""Which ID card is whose, and which picture of it is judged where the applicant sent several."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from checks.applicants import NAMED_CARDS, Holder, People, person_of
from checks.people import same_person
from pipeline.model import Application, Document
from pipeline.rules import fact


@dataclass(frozen=True)
class Card:
    """The ID card of one applicant: its sides as judged. `role` is "" where only one person applies.

    Several sides stand in `fronts` only where nobody said whose they are and they are of different people.
    """

    role: str
    fronts: tuple[Document, ...]
    backs: tuple[Document, ...]
    temporary: Document | None

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every side that is judged."""
        return self.fronts + self.backs + ((self.temporary,) if self.temporary else ())

    @property
    def numbered(self) -> tuple[Document, ...]:
        """The sides that show name and number."""
        return tuple(d for d in self.documents if d.type in NAMED_CARDS)

    @property
    def termed(self) -> tuple[Document, ...]:
        """The sides that show the term."""
        return tuple(d for d in self.documents if d.type in ("id_card_back", "temporary_id_card"))

    @property
    def of_whom(self) -> str:
        """ "共同借款人的", or "" where only one person applies."""
        return f"{self.role}的" if self.role else ""


@fact
def cards(application: Application, people: People, holders: Mapping[str, Holder]) -> tuple[Card, ...]:
    """One card per applicant; where nobody is known, one for whoever applies."""
    named = [d for d in application.documents if d.type in NAMED_CARDS]
    backs = [d for d in application.documents if d.type == "id_card_back"]
    if len(people.applicants) < 2:
        # A card of somebody else is not the applicant's; where nobody is listed, there is no somebody else.
        return (_card("", [d for d in named if not holders[d.id].foreign], backs),)
    mine = _share_fronts(named, people, holders)
    theirs = _share_backs(backs, mine)
    return tuple(_card(people.role(n), mine[n], theirs[n]) for n in range(len(people.applicants)))


def _card(role: str, named: Sequence[Document], backs: Sequence[Document]) -> Card:
    fronts = _one_each([d for d in named if d.type == "id_card_front"])
    ends = _best(backs, _termed_rank) if len(fronts) < 2 else tuple(backs)
    temporary = _best([d for d in named if d.type == "temporary_id_card"], _termed_rank)
    return Card(role, fronts, ends, temporary[0] if temporary and not (fronts and ends) else None)


def _one_each(fronts: Sequence[Document]) -> tuple[Document, ...]:
    """The best picture of each person; one that tells no person stands in only where no other is there."""
    people: list[list[Document]] = []
    for front in fronts:
        known = next((p for p in people if same_person(person_of(p[0]), person_of(front)) is not False), None)
        if known is None:
            people.append([front])
        else:
            known.append(front)
    return tuple(best for same in people for best in _best(same, _named_rank))


def _best(documents: Sequence[Document], rank: Callable[[Document], tuple[int, ...]]) -> tuple[Document, ...]:
    """The one of the highest rank, the later of two alike; nothing of nothing."""
    return tuple(sorted(documents, key=rank)[-1:])


def _named_rank(front: Document) -> tuple[int, ...]:
    return (front.value("id_number") is not None, front.value("name") is not None, not front.faults)


def _termed_rank(back: Document) -> tuple[int, ...]:
    until = back.value("valid_until")
    end = until.toordinal() if isinstance(until, date) else date.max.toordinal() if until else 0
    return (end, not back.faults)


# ---------------------------------------------------------------- several applicants


def _share_fronts(named: Sequence[Document], people: People, holders: Mapping[str, Holder]) -> list[list[Document]]:
    """The cards by applicant; one that cannot be read goes to an applicant who has none."""
    mine: list[list[Document]] = [[] for _ in people.applicants]
    for card in named:
        owner = holders[card.id].applicant
        if owner is not None:
            mine[owner].append(card)
    unread = [d for d in named if holders[d.id].applicant is None and not holders[d.id].foreign]
    for front, without in zip(unread, (m for m in mine if not m), strict=False):
        without.append(front)
    return mine


def _share_backs(backs: Sequence[Document], mine: Sequence[Sequence[Document]]) -> list[list[Document]]:
    """A back names nobody: it goes to the front in the same file, else of the same place, else of the most alike name.

    Where none of these tells, the first back goes to the first front. Everyone gets one before anyone gets a second.
    """
    order = sorted(range(len(mine)), key=lambda owner: min(map(_place, mine[owner]), default=len(backs) + 10_000))
    pairs = sorted(
        (
            (*_nearness(back, mine[owner]), -abs(n - order.index(owner)), -n, owner)
            for n, back in enumerate(backs)
            for owner in range(len(mine))
        ),
        reverse=True,
    )
    owners: dict[int, int] = {}
    for only_one in (True, False):
        for *_, minus_n, owner in pairs:
            if -minus_n not in owners and not (only_one and owner in owners.values()):
                owners[-minus_n] = owner
    return [[back for n, back in enumerate(backs) if owners[n] == owner] for owner in range(len(mine))]


def _nearness(back: Document, fronts: Sequence[Document]) -> tuple[bool, int, bool, float]:
    near = [
        (back.file == f.file, _same_region(back, f), _folder(back) == _folder(f), _alike(back.file, f.file))
        for f in fronts
    ]
    return max(near, default=(False, 0, False, 0.0))


def _alike(one: str, other: str) -> float:
    """How alike two file names are, in tenths: small differences tell nothing."""
    return round(SequenceMatcher(None, PurePosixPath(one).stem, PurePosixPath(other).stem).ratio(), 1)


def _same_region(back: Document, front: Document) -> int:
    """How many of the places in the authority's name the address holds: 杭州, 西湖 of 杭州市公安局西湖分局."""
    address = str(front.value("address") or "")
    return sum(place in address for place in _places(str(back.value("issuing_authority") or "")))


def places_apart(authority: str, address: str) -> bool:
    """Whether an authority names places of which the address holds none; one that is of no place (铁路, 兵团 …) is never apart."""
    places = _places(authority)
    near = any(place[:2] in address for place in places)  # a branch may be called by a road or a part of the place
    return bool(places) and not _OF_NO_PLACE.search(authority) and not near


def _places(authority: str) -> list[str]:
    """The places in an authority's name, without what kind of place each is."""
    return [place for place in re.split(r"公安|派出所|分局|[局市县区州盟旗省]", authority) if len(place) > 1]


_OF_NO_PLACE = re.compile("铁路|兵团|民航|森林|林业|农垦|油田|机场|边防")


def _folder(document: Document) -> str:
    return str(PurePosixPath(document.file).parent)


def _place(document: Document) -> int:
    return int(re.sub(r"\D", "", document.id) or 0)
