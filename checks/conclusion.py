"""From the application to its conclusion: every rule asked, the evidence weighed, the list made, the status told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import checks
from checks.applicants import Holder, People
from checks.cards import Card
from checks.evidence import weigh
from pipeline import profiles, rules, supplement
from pipeline.model import Application, Finding, Item, Severity, Unanswered
from pipeline.profiles import Profile
from pipeline.rules import Rulebook

Status = Literal["complete", "supplement", "review"]


@dataclass(frozen=True)
class Conclusion:
    """What the rules make of an application, as the contract's review says it."""

    applicants: tuple[Mapping[str, Any], ...]
    status: Status
    findings: tuple[Finding, ...]
    unanswered: tuple[Unanswered, ...]
    items: tuple[Item, ...]
    income: Mapping[str, Any] | None


@cache
def rulebook() -> Rulebook:
    """All rules and facts of `checks`."""
    return rules.discover(checks)


def page(code: str) -> str:
    """The page of a rule, Markdown in Chinese. Raises KeyError where no rule has the code."""
    if code not in {rule.code for rule in rulebook().rules}:
        raise KeyError(code)
    return (resources.files(checks) / "pages" / f"{code}.md").read_text("utf-8")


def profile_folder() -> Path:
    """Where the profiles are that come with the product."""
    return Path(str(resources.files(checks) / "profiles"))


def load_profile(name_or_path: str) -> Profile:
    """A profile by name or by the path of its TOML file; ProfileError where there is none or it is wrong."""
    return profiles.load_profile(name_or_path, profile_folder(), {rule.code for rule in rulebook().rules})


def conclude(application: Application, profile: Profile) -> Conclusion:
    """Ask every rule; findings in the order of their codes."""
    known = rules.work_out(rulebook(), _FACTS, application=application, profile=profile)
    outcomes = rules.judge(rulebook(), **known)
    raised = [_raised(o, profile) for o in outcomes if isinstance(o, Finding)]
    weighed = weigh(raised, application, profile, known["subjects"], known["letter"])
    findings = tuple(sorted(weighed.findings, key=lambda f: f.code))
    unanswered = tuple(dict.fromkeys(o for o in outcomes if isinstance(o, Unanswered)))
    return Conclusion(
        applicants=_applicants(application, known["people"], known["holders"], known["cards"]),
        status=status_of(findings, unanswered),
        findings=findings,
        unanswered=unanswered,
        items=supplement.items(findings, _order(profile), {"INC001": weighed.shared}),
        income=known["income"],
    )


_FACTS = ("people", "holders", "cards", "subjects", "letter", "income")


def _raised(finding: Finding, profile: Profile) -> Finding:
    """With the severity that the profile gives to its code."""
    return replace(finding, severity=profile.severity.get(finding.code, finding.severity))


def status_of(findings: Sequence[Finding], unanswered: Sequence[Unanswered]) -> Status:
    """The contract's status; advice never changes it."""
    severities = {finding.severity for finding in findings}
    if Severity.REQUIRED in severities:
        return "supplement"
    return "review" if Severity.REVIEW in severities or unanswered else "complete"


def _order(profile: Profile) -> list[str]:
    """The document types in the order of the profile; a wallet stands beside the bank even where it does not count."""
    return [t for kind in profile.kinds for t in profile.types_of(kind)] + ["other_document"]


def _applicants(
    application: Application, people: People, holders: Mapping[str, Holder], cards: Sequence[Card]
) -> tuple[Mapping[str, Any], ...]:
    """Each applicant's documents. Where one person applies, all that are known papers and not another person's."""
    if people.mixed:
        return ()
    if len(people.applicants) < 2:
        mine = [d.id for d in application.documents if d.type != "unknown" and not holders[d.id].foreign]
        role = people.applicants[0].role if people.applicants else "borrower"
        return ({"role": role, "documents": mine},)
    return tuple(
        {"role": applicant.role, "documents": _named(n, holders, cards[n])}
        for n, applicant in enumerate(people.applicants)
    )


def _named(applicant: int, holders: Mapping[str, Holder], card: Card) -> list[str]:
    """The papers that name an applicant, and the sides of the ID card, in order."""
    sides = {d.id for d in card.documents}
    return [i for i, holder in holders.items() if i in sides or holder.applicant == applicant]
