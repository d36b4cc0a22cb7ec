"""Which months of the asked window are not covered, and which rule names each: the contract's "Which months"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checks.accounts import Subject
from pipeline.coverage import EVER, MONTH_PAPERS, Days, Span, first_day, last_day, month_of, window
from pipeline.model import Application
from pipeline.profiles import Profile, WindowLimits
from pipeline.rules import fact

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Gaps:
    """The months of the window that are not covered. `short` are before the first covered month, `stale` after the last day.

    `too_old` is whether the last covered day is older than allowed; `stale` may be empty even so.
    """

    short: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    too_old: bool = False

    @property
    def months(self) -> frozenset[str]:
        """All of them."""
        return frozenset(self.short + self.missing + self.stale)


@dataclass(frozen=True)
class Asked:
    """What is asked: a window of months, as of a day, and how old the last covered day may be."""

    window: tuple[str, ...]
    as_of: date
    max_age_days: int


def gaps(asked: Asked, days: Days, last: date | None) -> Gaps:
    """The uncovered months of the window, each named once. `last` is the last covered day, None where no day is covered."""
    first = days.first
    if first is None or last is None:
        return Gaps(short=asked.window)
    begin, end = month_of(first), month_of(last)
    too_old = (asked.as_of - last).days > asked.max_age_days
    covered = days if too_old else days | Days.of([(last, asked.as_of)])
    lacking = [m for m in asked.window if not covered.holds_month(m)]
    return Gaps(
        short=tuple(m for m in lacking if m < begin),
        missing=tuple(m for m in lacking if begin <= m <= end and not (too_old and m == end)),
        stale=tuple(m for m in lacking if too_old and m >= end),
        too_old=too_old,
    )


def holes(asked: Asked, days: Days) -> Gaps:
    """Of an account that the window is not asked of: the months with an uncovered day between its first and last one."""
    first, last = days.first, days.last
    if first is None or last is None:
        return Gaps()
    uncovered = Days.of(
        (end + _ONE_DAY, start - _ONE_DAY) for (_, end), (start, _) in zip(days.spans, days.spans[1:], strict=False)
    )
    return Gaps(missing=tuple(m for m in asked.window if uncovered.meets(m)))


@dataclass(frozen=True)
class Judgement:
    """A subject with its uncovered months between the two bounds: `gaps` as read for certain, `least` at the very least."""

    subject: Subject
    asked: Asked
    gaps: Gaps
    least: Gaps

    def sure(self, months: Sequence[str]) -> tuple[str, ...]:
        """Of the months of one rule, those that are uncovered whatever the unread days are."""
        return tuple(m for m in months if m in self.least.months)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The exact days to ask for: whole months, and up to `as_of` where the paper is too old; none before the account was opened."""
        months = [*self.sure(self.gaps.short), *self.sure(self.gaps.missing)]
        wanted = list(Days.of_months(months).spans)
        if self.gaps.too_old and self.least.too_old and self.subject.extent.last:
            start = first_day(self.gaps.stale[0]) if self.gaps.stale else self.subject.extent.last
            wanted.append((start, self.asked.as_of))
        opened = self.subject.opened_on
        return (Days.of(wanted) & Days.of([(opened or EVER[0], EVER[1])])).spans


def asked_of(profile: Profile, kind: str, as_of: date) -> Asked:
    """What a profile asks of a kind of evidence."""
    limits: Mapping[str, WindowLimits] = {
        "statement": profile.statement,
        "gig_earnings": profile.gig_earnings,
        "contributions": profile.contributions,
    }
    asked = limits[kind]
    return Asked(window(as_of, asked.months), as_of, asked.max_age_days)


@fact
def judgements(
    application: Application, profile: Profile, subjects: Mapping[str, tuple[Subject, ...]]
) -> tuple[Judgement, ...]:
    """Every account and paper of the kinds that list months, with its uncovered months."""
    return tuple(
        _judge(subject, asked_of(profile, kind, application.as_of))
        for kind in ("statement", "gig_earnings", "contributions")
        for subject in subjects[kind]
    )


def _judge(subject: Subject, asked: Asked) -> Judgement:
    extent = subject.extent
    if not subject.judged:
        return Judgement(subject, asked, holes(asked, extent.days), holes(asked, extent.possible))
    days, possible = (_to_month_end(subject, d, extent.last) for d in (extent.days, extent.possible))
    least = gaps(asked, possible, extent.last if extent.certain else possible.last)
    return Judgement(subject, asked, gaps(asked, days, extent.last), least)


def _to_month_end(subject: Subject, days: Days, last: date | None) -> Days:
    """In papers that list months, the days from the last covered day to the end of its month are no gap."""
    if subject.type not in MONTH_PAPERS or last is None:
        return days
    return days | Days.of([(last, last_day(month_of(last)))])
