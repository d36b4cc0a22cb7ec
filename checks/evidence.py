"""INC001 and the contract's "Which evidence": which kinds of income evidence hold, and which of the others to ask for.

The rules of every kind are asked as if each were needed; here the `required` findings of the kinds that are not needed are
taken away again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checks.accounts import Subject
from pipeline.model import Application, Document, Finding, Outcome, Severity
from pipeline.profiles import KINDS, Kind, Profile
from pipeline.rules import Rule
from pipeline.supplement import remedy_of

CODE, NAME = "INC001", "income-not-proven"
_PREFIXES = {"BNK": "statement", "GIG": "gig_earnings", "SSI": "contributions", "EMP": "employment_letter"}
_WORDS = {
    "statement": "银行或钱包流水",
    "gig_earnings": "平台收入明细",
    "contributions": "社保或公积金证明",
    "employment_letter": "就业证明",
}


@dataclass(frozen=True)
class Standing:
    """How a kind of evidence stands: the `required` findings on what counts for it, whether it holds, whether a paper is there."""

    kind: Kind
    findings: tuple[Finding, ...]
    holds: bool
    given: bool

    @property
    def distance(self) -> tuple[bool, int, int]:
        """How far it is from holding: not given after given, then the number of items, then of months (none for a …001)."""
        keys = {remedy_of(f).key for f in self.findings}
        months = {m for f in self.findings if not f.code.endswith("001") for m in f.data.get("months", ())}
        return not self.given, len(keys), len(months)


@dataclass(frozen=True)
class Weighed:
    """The findings that stand, and the keys of the items that INC001 shares with the kinds that it names."""

    findings: tuple[Finding, ...]
    shared: frozenset[tuple[str, ...]] = frozenset()


def weigh(
    findings: Sequence[Finding],
    application: Application,
    profile: Profile,
    subjects: Mapping[str, tuple[Subject, ...]],
    letter: Document | None,
) -> Weighed:
    """Take away the `required` findings of kinds that are not needed, and add INC001 where too few kinds hold."""
    types = {d.id: d.type for d in application.documents}
    of_kind: dict[str, list[Finding]] = {kind: [] for kind in KINDS}
    others: list[Finding] = []
    for finding in findings:
        kind = kind_of(finding, types, profile) if finding.severity is Severity.REQUIRED else None
        (of_kind[kind] if kind else others).append(finding)
    standings = [
        _standing(kind, of_kind[kind], _judged(kind, subjects, letter), _given(kind, types, profile))
        for kind in profile.kinds
    ]
    named = lacking(standings, profile)
    needed = [s for s in standings if s.holds or s in named or s.kind in profile.required]
    kept = [*others, *(f for s in needed for f in s.findings)]
    if not named:
        return Weighed(tuple(kept))
    shared = frozenset(remedy_of(f).key for s in named for f in s.findings)
    return Weighed((*kept, _not_proven(standings, named, profile)), shared)


def kind_of(finding: Finding, types: Mapping[str, str], profile: Profile) -> str | None:
    """The kind of evidence that a finding is about: by the family of its code, else by the document that it is on."""
    if finding.code[:3] in _PREFIXES:
        return _PREFIXES[finding.code[:3]]
    if finding.code.startswith("FIL") or not finding.documents:
        return None
    document_type = types[finding.documents[0]]
    return next((kind for kind in profile.kinds if document_type in profile.types_of(kind)), None)


def _given(kind: str, types: Mapping[str, str], profile: Profile) -> bool:
    return bool(set(types.values()) & set(profile.types_of(kind)))


def _judged(kind: str, subjects: Mapping[str, tuple[Subject, ...]], letter: Document | None) -> list[frozenset[str]]:
    """The documents of each account or paper that is judged for a kind; either of two papers is enough."""
    if kind == "employment_letter":
        return [frozenset({letter.id})] if letter else []
    return [frozenset(s.ids) for s in subjects[kind] if s.judged]


def _standing(kind: Kind, findings: Sequence[Finding], judged: Sequence[frozenset[str]], given: bool) -> Standing:
    """The kind as its nearest paper makes it; what is found on the other papers that are judged is not asked for."""
    by_paper = [tuple(f for f in findings if ids & set(f.documents)) for ids in judged]
    if not by_paper:
        return Standing(kind, tuple(findings), False, given)
    best = min(by_paper, key=lambda of_paper: Standing(kind, of_paper, False, given).distance)
    beside = [f for of_paper in by_paper if of_paper is not best for f in of_paper]
    return Standing(kind, tuple(f for f in findings if f not in beside), not best, given)


def lacking(standings: Sequence[Standing], profile: Profile) -> list[Standing]:
    """The nearest kinds, as many as are lacking; one of those of which one must hold comes first where none does."""
    limits = profile.evidence
    counted = [s for kind in limits.kinds for s in standings if s.kind == kind]
    held = {s.kind for s in counted if s.holds}
    without_one = bool(limits.one_of) and not held & set(limits.one_of) and limits.needed > 0
    nearest = sorted((s for s in counted if not s.holds), key=lambda s: s.distance)
    if without_one:
        first = next(s for s in nearest if s.kind in limits.one_of)
        nearest = [first, *(s for s in nearest if s is not first)]
    return nearest[: max(limits.needed - len(held), int(without_one))]


def _not_proven(standings: Sequence[Standing], named: Sequence[Standing], profile: Profile) -> Finding:
    held = [s.kind for s in standings if s.holds and s.kind in profile.evidence.kinds]
    have = f"目前成立 {len(held)} 种（{'、'.join(_WORDS[k] for k in held)}）" if held else "目前都还不成立"
    message = (
        f"收入材料需要至少 {profile.evidence.needed} 种成立，{have}，"
        f"补齐{'、'.join(_WORDS[s.kind] for s in named)}最省事"
    )
    data = {"needed": profile.evidence.needed, "holding": held, "lacking": [s.kind for s in named]}
    return Finding(message, data=data, code=CODE, name=NAME, severity=Severity.REQUIRED)


def _asked_last() -> Iterator[Outcome]:
    """INC001 looks at what the other rules found, so `weigh` asks it after them."""
    return iter(())


RULES = (Rule(CODE, NAME, Severity.REQUIRED, _asked_last, ()),)
