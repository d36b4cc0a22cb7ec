"""BNK, GIG and SSI: the paper is not there, too short, has holes, is too old, or is another person's.

The families are judged alike; what differs between them is declared in `FAMILIES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from checks.accounts import Subject
from checks.applicants import Holder
from checks.people import masked_name
from checks.proof import evidence, said_few
from checks.windows import Asked, Judgement, asked_of
from pipeline.coverage import MONTH_PAPERS, Span, first_day, last_day
from pipeline.labels import TYPES, document_name
from pipeline.model import Application, Document, Finding, Outcome, Remedy, Severity, Unanswered
from pipeline.profiles import Profile
from pipeline.rules import Rule
from pipeline.supplement import say_months, say_spans, spans_of, steps


@dataclass(frozen=True)
class Family:
    """What differs between the families. `paper` is what the applicant calls it; `how` holds "{spans}" for the days."""

    prefix: str
    kind: str
    paper: str
    names: Mapping[str, str]  # the end of the code -> the name of the rule
    how: Mapping[str, str]  # by document type


FAMILIES = (
    Family(
        "BNK",
        "statement",
        "银行流水",
        {
            "001": "bank-statement-missing",
            "101": "statement-too-short",
            "102": "statement-months-missing",
            "103": "statement-stale",
            "104": "statement-of-another-person",
        },
        {
            "bank_statement": "打开常用银行卡的手机银行，找到“交易明细”或“流水打印”，导出 {spans} 的全部明细，"
            "选带电子章的 PDF；也可到网点打印并盖章。",
            "wallet_statement": "打开支付宝或微信的“账单”，选“开具交易流水证明”，时间选 {spans}，导出带章的 PDF。",
        },
    ),
    Family(
        "GIG",
        "gig_earnings",
        "平台收入明细",
        {
            "001": "gig-earnings-missing",
            "101": "gig-earnings-too-short",
            "102": "gig-months-missing",
            "103": "gig-earnings-stale",
            "104": "gig-earnings-of-another-person",
        },
        {
            "gig_earnings": "打开接单平台的 App，在“钱包”或“我的收入”里导出 {spans} 的收入明细；"
            "没有导出功能的，请平台客服开具盖章的收入证明，或按月截图（要看得到姓名和年月）。",
        },
    ),
    Family(
        "SSI",
        "contributions",
        "社保缴费证明",
        {
            "001": "social-insurance-missing",
            "101": "contributions-too-short",
            "102": "contribution-gap",
            "103": "proof-expired",
            "104": "proof-of-another-person",
        },
        {
            "social_insurance": "在“国家社会保险公共服务平台”、当地人社 App 或政务服务网，下载最新的个人参保缴费证明，"
            "要包含 {spans} 的缴费明细；这段时间确实没有缴费的，请联系经办人员换用其他收入材料。",
            "housing_fund": "在“全国住房公积金”小程序或当地公积金中心，下载最新的缴存证明和明细，要包含 {spans}；"
            "这段时间确实没有缴存的，请联系经办人员换用其他收入材料。",
        },
    ),
)


# ---------------------------------------------------------------- missing


def missing(family: Family, application: Application, profile: Profile) -> Iterator[Outcome]:
    """No paper of the kind is there, not even another person's; it names every month of the window."""
    if family.kind not in profile.kinds or _given(family, application, profile):
        return
    asked = asked_of(profile, family.kind, application.as_of)
    told = f"没有收到近 {len(asked.window)} 个月的{_papers(family, profile)}"
    remedy = new_paper(family, asked, told)
    yield Finding(told, data={"months": list(asked.window), "document": remedy.document}, remedy=remedy)


def _given(family: Family, application: Application, profile: Profile) -> list[Document]:
    return [d for d in application.documents if d.type in profile.types_of(family.kind)]


def _papers(family: Family, profile: Profile) -> str:
    also = {"wallet_statement": "支付宝、微信流水", "housing_fund": "公积金缴存证明"}
    more = [also[t] for t in profile.types_of(family.kind) if t in also]
    return "或".join([family.paper, *more])


def new_paper(family: Family, asked: Asked, reason: str, like: Document | None = None) -> Remedy:
    """The item that asks for a paper of the kind, for the whole window, where none that counts is there.

    `like` is the paper that was given and does not count: its issuer's way of exporting is told.
    """
    document_type = like.type if like and like.type in family.how else next(iter(family.how))
    how = steps(like.guide if like else None, _whole(asked), family.how[document_type])
    title = f"提供本人的{TYPES[document_type]}"
    return Remedy((family.kind, document_type), document_type, title, reason, how, asked.window)


def _whole(asked: Asked) -> tuple[Span, ...]:
    """The whole window, and on to today, so that the new paper is fresh as well."""
    return ((first_day(asked.window[0]), asked.as_of),)


# ---------------------------------------------------------------- months


def too_short(family: Family, judgements: tuple[Judgement, ...]) -> Iterator[Outcome]:
    """The window begins before the first covered month."""
    for judgement in of_kind(family, judgements):
        yield from _months(family, judgement, judgement.gaps.short, _starts_late(judgement))


def months_missing(family: Family, judgements: tuple[Judgement, ...]) -> Iterator[Outcome]:
    """A month between the first covered month and the last covered day is not covered."""
    for judgement in of_kind(family, judgements):
        yield from _months(family, judgement, judgement.gaps.missing, "")
        yield from _noted(judgement)


def _noted(judgement: Judgement) -> Iterator[Outcome]:
    """What of a paper that lists months could not be read; a statement's rows are BNK201's and BNK202's."""
    for document in judgement.subject.documents if judgement.subject.type in MONTH_PAPERS else ():
        if document.notes:
            yield Unanswered(f"{document.file}：{said_few(document.notes)}")


def stale(family: Family, judgements: tuple[Judgement, ...]) -> Iterator[Outcome]:
    """The last covered day is older than allowed."""
    for judgement in of_kind(family, judgements):
        if reason := too_old(judgement):
            yield aged(family, judgement, reason)
        elif judgement.gaps.too_old or _ends_nowhere(judgement):
            yield cannot_tell(judgement)


def _ends_nowhere(judgement: Judgement) -> bool:
    """Whether no covered day could be read of what is judged, so that nobody can say how old it is."""
    subject = judgement.subject
    return subject.judged and subject.extent.last is None and bool(subject.extent.possible)


def too_old(judgement: Judgement) -> str:
    """How old the last covered day is where it is older than allowed whatever the unread days are, else ""."""
    last = judgement.subject.extent.last
    if last is None or not (judgement.gaps.too_old and judgement.least.too_old):
        return ""
    age = (judgement.asked.as_of - last).days
    return f"材料只到 {last.isoformat()}，距今 {age} 天，要求不超过 {judgement.asked.max_age_days} 天"


def aged(family: Family, judgement: Judgement, reason: str) -> Finding:
    """The finding that a paper is too old, with the months after its last covered day."""
    last = judgement.subject.extent.last
    months = judgement.gaps.stale if judgement.gaps.too_old else ()
    found = renewal(family, judgement, reason, months)
    return replace(found, data={**found.data, "last_covered_day": last.isoformat() if last else None})


def of_kind(family: Family, judgements: Iterable[Judgement]) -> list[Judgement]:
    """The accounts or papers of a family."""
    return [j for j in judgements if j.subject.kind == family.kind]


def _starts_late(judgement: Judgement) -> str:
    """Where the paper begins, and that the account did not exist before where it says so."""
    day, before = _before_opening(judgement.subject, judgement.gaps.short)
    if day and before:
        return f"该账户 {day.isoformat()} 才开户，{say_months(before)} 无法从这个账户导出，请用本人当时在用的其他账户的流水补齐"
    first = judgement.subject.extent.days.first
    return f"现有材料从 {first.isoformat()} 开始" if first else ""


def _before_opening(subject: Subject, months: Iterable[str]) -> tuple[date | None, tuple[str, ...]]:
    """The day on which the account was opened, and those of the months that were over by then."""
    day = subject.opened_on
    return day, tuple(month for month in months if day and last_day(month) < day)


def _months(family: Family, judgement: Judgement, months: tuple[str, ...], more: str) -> Iterator[Outcome]:
    sure = judgement.sure(months)
    if sure:
        reason = f"缺少 {say_months(sure)} 的{_lacks(judgement.subject)}" + (f"（{more}）" if more else "")
        yield renewal(family, judgement, reason, sure)
    if len(sure) < len(months):
        yield cannot_tell(judgement)


def _lacks(subject: Subject) -> str:
    return {"statement": "流水", "gig_earnings": "平台收入", "contributions": "缴费记录"}[subject.kind]


def renewal(family: Family, judgement: Judgement, reason: str, months: tuple[str, ...]) -> Finding:
    """The finding that asks for more of a paper that is there."""
    subject = judgement.subject
    return Finding(
        f"{subject.name}{_tail(subject)}：{reason}",
        subject.ids,
        tuple(e for d in subject.documents for e in evidence(d, "period_start", "period_end", "issued_on")),
        {"months": list(months), "document": subject.type},
        _renewal(family, judgement, reason, months),
    )


def _renewal(family: Family, judgement: Judgement, reason: str, months: tuple[str, ...]) -> Remedy:
    """The item that asks for more of a paper that is there."""
    subject = judgement.subject
    guide = next((d.guide for d in subject.documents if d.guide), None)
    day, before = _before_opening(subject, months)
    spans = judgement.spans or (() if before else _whole(judgement.asked))
    ways = [steps(guide, spans, family.how[subject.type])] if spans else []
    if day and before:
        ways.append(_elsewhere(day, before))
    key = (subject.kind, subject.type, subject.documents[0].id)
    return Remedy(key, subject.type, f"补充{subject.name}{_tail(subject)}", reason, "\n".join(ways), months)


def _elsewhere(opened: date, months: tuple[str, ...]) -> str:
    """How to prove months in which the account did not exist yet."""
    return (
        f"这个账户 {opened.isoformat()} 才开户，不能导出 {say_months(months)} 的明细；请从本人当时在用的其他银行卡导出 "
        f"{say_spans(spans_of(months))} 的全部明细后一并上传；当时没有其他账户的，请联系经办人员说明。"
    )


def _tail(subject: Subject) -> str:
    return f"（尾号{subject.ending}）" if subject.kind == "statement" and subject.ending else ""


def cannot_tell(judgement: Judgement) -> Unanswered:
    """That days which could not be read decide."""
    files = "、".join(dict.fromkeys(d.file for d in judgement.subject.documents))
    return Unanswered(f"{files} 上的起止日期或部分月份看不清，无法确定覆盖了哪些月份")


# ---------------------------------------------------------------- another person's


def of_another_person(
    family: Family, application: Application, profile: Profile, holders: Mapping[str, Holder]
) -> Iterator[Outcome]:
    """The holder is not an applicant; a paper that prints no holder cannot be told."""
    for document in _given(family, application, profile) if family.kind in profile.kinds else ():
        holder = holders[document.id]
        if holder.foreign:
            yield _foreign(family, document, application, profile)
        elif holder.applicant is None:
            yield Unanswered(holder.why)


def _foreign(family: Family, document: Document, application: Application, profile: Profile) -> Finding:
    name = masked_name(document.value("holder"))
    told = f"{document_name(document)}的户名{f'是{name}，' if name else ''}不是申请人本人"
    return Finding(
        told,
        (document.id,),
        evidence(document, "holder", "id_number"),
        {"holder": name, "document": document.type},
        new_paper(family, asked_of(profile, family.kind, application.as_of), told, document),
    )


# ---------------------------------------------------------------- the rules


def _rules(family: Family) -> Iterator[Rule]:
    judges: Mapping[str, tuple[Callable[..., Iterator[Outcome]], tuple[str, ...]]] = {
        "001": (missing, ("application", "profile")),
        "101": (too_short, ("judgements",)),
        "102": (months_missing, ("judgements",)),
        "103": (stale, ("judgements",)),
        "104": (of_another_person, ("application", "profile", "holders")),
    }
    for end, (judge, needs) in judges.items():
        yield Rule(family.prefix + end, family.names[end], Severity.REQUIRED, partial(judge, family), needs)


STATEMENT, GIG_EARNINGS, CONTRIBUTIONS = FAMILIES

RULES = tuple(rule for family in FAMILIES for rule in _rules(family) if rule.code != "SSI103")
"""SSI103 asks for the printed validity as well: it has its own file."""
