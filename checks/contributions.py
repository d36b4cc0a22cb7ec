"""SSI103: the proof of contributions has run out, or its last contribution is too old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checks.covering import CONTRIBUTIONS, aged, cannot_tell, of_kind, too_old
from checks.windows import Judgement
from pipeline.coverage import first_day, last_day, month_of, shift
from pipeline.model import Document, Outcome, Severity, Unanswered
from pipeline.rules import rule


@rule("SSI103", "proof-expired", Severity.REQUIRED)
def expired(judgements: tuple[Judgement, ...]) -> Iterator[Outcome]:
    """As of today the proof can no longer be verified, or the last contribution is older than the profile allows."""
    for judgement in of_kind(CONTRIBUTIONS, judgements):
        reasons = [r for r in (too_old(judgement), _run_out(judgement)) if r]
        if reasons:
            yield aged(CONTRIBUTIONS, judgement, "；".join(reasons))
        elif judgement.gaps.too_old:
            yield cannot_tell(judgement)
        elif unread := _unread(judgement):
            yield Unanswered(f"{unread.file} 上的验证有效期看不清")


def _run_out(judgement: Judgement) -> str:
    """That the validity of every paper that prints one has run out, else ""."""
    ends = [end for end in map(valid_until, judgement.subject.documents) if end]
    if not ends or max(ends) >= judgement.asked.as_of or len(ends) < len(judgement.subject.documents):
        return ""
    return f"证明的验证有效期到 {max(ends).isoformat()} 为止，已经过期"


def _unread(judgement: Judgement) -> Document | None:
    """A paper whose validity is printed and could not be read."""
    documents = judgement.subject.documents
    return next((d for d in documents if "verification_until" in d.fields and not valid_until(d)), None)


def valid_until(document: Document) -> date | None:
    """The day that the proof can be verified until: as printed, else the printed months from the day of issue on."""
    printed = document.value("verification_until")
    if isinstance(printed, date):
        return printed
    months, issued = document.value("validity_months"), document.value("issued_on")
    if not isinstance(months, int) or not isinstance(issued, date):
        return None
    month = shift(month_of(issued), months)
    return first_day(month).replace(day=min(issued.day, last_day(month).day))
