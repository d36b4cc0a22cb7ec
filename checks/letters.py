"""EMP: the employment letter is there, sealed, complete, recent and the applicant's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from checks.applicants import Holder
from checks.people import masked_name
from checks.proof import evidence
from pipeline.model import Application, Document, Finding, Outcome, Remedy, Severity, Unanswered
from pipeline.profiles import Profile
from pipeline.rules import fact, rule

_ELEMENTS = {
    "holder": "姓名",
    "id_number": "身份证号码",
    "position": "工种或职务",
    "employed_since": "从业起始时间",
    "monthly_income": "月收入",
    "issuer": "出具单位",
    "issuer_contact": "出具单位的地址或电话",
    "issued_on": "开具日期",
}


@fact
def letter(application: Application, profile: Profile, holders: Mapping[str, Holder]) -> Document | None:
    """The letter that is judged: the latest of the applicants' own, where the profile asks for one."""
    if "employment_letter" not in profile.kinds:
        return None
    own = [d for d in application.documents if d.type == "employment_letter" and not holders[d.id].foreign]
    return max(own, key=_issued, default=None)


def _issued(document: Document) -> date:
    issued = document.value("issued_on")
    return issued if isinstance(issued, date) else date.min


@rule("EMP001", "employment-letter-missing", Severity.REQUIRED)
def missing(application: Application, profile: Profile) -> Iterator[Outcome]:
    """No letter is there, not even another person's."""
    if "employment_letter" in profile.kinds and not any(d.type == "employment_letter" for d in application.documents):
        told = "没有收到就业证明"
        yield Finding(told, remedy=_remedy(profile, told, "提供就业证明"))


@rule("EMP101", "letter-without-seal", Severity.REQUIRED)
def without_seal(letter: Document | None, profile: Profile) -> Iterator[Outcome]:
    """No seal is on it."""
    if letter is None:
        return
    sealed = letter.value("sealed")
    if sealed is None:
        yield Unanswered(f"看不出 {letter.file} 有没有盖章")
    elif not sealed:
        told = "就业证明上没有盖章"
        yield Finding(told, (letter.id,), evidence(letter, "sealed"), remedy=_remedy(profile, told))


@rule("EMP102", "letter-incomplete", Severity.REQUIRED)
def incomplete(letter: Document | None, profile: Profile) -> Iterator[Outcome]:
    """One of the required elements is not on it."""
    if letter is None:
        return
    absent = [name for name in _ELEMENTS if name not in letter.fields]
    unread = [name for name in _ELEMENTS if name in letter.fields and letter.value(name) is None]
    if absent:
        told = f"就业证明上缺少{_said(absent)}"
        yield Finding(told, (letter.id,), evidence(letter), {"missing": absent}, _remedy(profile, told))
    if unread:
        yield Unanswered(f"{letter.file} 上的{_said(unread)}看不清")


def _said(names: list[str]) -> str:
    return "、".join(_ELEMENTS[name] for name in names)


@rule("EMP103", "letter-outdated", Severity.REQUIRED)
def outdated(application: Application, letter: Document | None, profile: Profile) -> Iterator[Outcome]:
    """It was issued longer ago than the profile allows; a letter without a date is incomplete (EMP102)."""
    if letter is None or "issued_on" not in letter.fields:
        return
    issued, limit = letter.value("issued_on"), profile.employment_letter.max_age_days
    if not isinstance(issued, date):
        yield Unanswered(f"{letter.file} 的开具日期看不清")
    elif (application.as_of - issued).days > limit:
        told = f"就业证明 {issued.isoformat()} 开具，距今 {(application.as_of - issued).days} 天，要求不超过 {limit} 天"
        data = {"issued_on": issued.isoformat()}
        yield Finding(told, (letter.id,), evidence(letter, "issued_on"), data, _remedy(profile, told))


@rule("EMP104", "letter-of-another-person", Severity.REQUIRED)
def of_another_person(application: Application, profile: Profile, holders: Mapping[str, Holder]) -> Iterator[Outcome]:
    """It speaks of somebody who does not apply."""
    letters = (d for d in application.documents if d.type == "employment_letter")
    for document in letters if "employment_letter" in profile.kinds else ():
        holder = holders[document.id]
        if holder.foreign:
            name = masked_name(document.value("holder"))
            told = f"就业证明上的人{f'是{name}，' if name else ''}不是申请人本人"
            seen = evidence(document, "holder", "id_number")
            yield Finding(told, (document.id,), seen, {"holder": name}, _remedy(profile, told))
        elif holder.applicant is None:
            yield Unanswered(holder.why)


def _remedy(profile: Profile, reason: str, title: str = "重新开具就业证明") -> Remedy:
    how = (
        "请到居委会、街道办或工作单位开具就业（收入）证明，写明姓名、身份证号码、工种、从业起始时间、月收入，"
        "出具单位的名称和地址或电话、开具日期，并盖章；"
        f"开具后 {profile.employment_letter.max_age_days} 天内拍照或扫描上传。"
    )
    return Remedy(("employment_letter",), "employment_letter", title, reason, how)
