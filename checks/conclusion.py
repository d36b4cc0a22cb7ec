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
        applicants=_applicants(known["people"], known["holders"], known["cards"]),
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


def _applicants(people: People, holders: Mapping[str, Holder], cards: Sequence[Card]) -> tuple[Mapping[str, Any], ...]:
    """Each applicant's documents: those that name them, and the sides of their ID card."""
    owned: list[dict[str, None]] = [{} for _ in people.applicants]
    for n, mine in enumerate(owned):
        sides = [d.id for d in cards[n].documents]
        named = [i for i, holder in holders.items() if holder.applicant == n]
        mine.update(dict.fromkeys(i for i in holders if i in {*sides, *named}))
    return tuple({"role": a.role, "documents": list(ids)} for a, ids in zip(people.applicants, owned, strict=True))
