"""IDC: the ID card is there, in date on the days that matter, and agrees with itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from checks.cards import Card, places_apart
from checks.proof import evidence
from pipeline import id_number
from pipeline.model import Application, Document, Finding, Outcome, Remedy, Severity, Unanswered
from pipeline.profiles import Profile
from pipeline.rules import fact, rule

LONG_TERM = "长期"
OF_AGE = 18  # Civil Code, article 17

_SHOT = "把身份证{side}平放在深色桌面上，正对着拍，四角拍全、字迹清楚、不反光，用原图上传。"
_SHOT_FRONT = _SHOT.format(side="人像面（有照片的一面）")
_SHOT_BACK = _SHOT.format(side="国徽面（有效期限的一面）")
_RENEW = "请到任一派出所换领新身份证（可异地办理），领到新证后拍人像面和国徽面上传；急用可以先告诉经办人员领证日期。"


@fact
def asked_cards(profile: Profile, cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """The cards that the profile asks for."""
    return cards if profile.id_card else ()


@rule("IDC001", "id-front-missing", Severity.REQUIRED)
def front_missing(asked_cards: tuple[Card, ...]) -> Iterator[Outcome]:
    """No picture of the side with the portrait, and no temporary card."""
    for card in asked_cards:
        if not card.fronts and not card.temporary:
            told = f"没有收到{card.of_whom}身份证人像面"
            yield Finding(told, remedy=front_remedy(card, f"补拍{card.of_whom}身份证人像面", told))


@rule("IDC002", "id-back-missing", Severity.REQUIRED)
def back_missing(asked_cards: tuple[Card, ...]) -> Iterator[Outcome]:
    """No picture of the side with the emblem, and no temporary card."""
    for card in asked_cards:
        if not card.backs and not card.temporary:
            told = f"没有收到{card.of_whom}身份证国徽面"
            yield Finding(told, remedy=back_remedy(card, f"补拍{card.of_whom}身份证国徽面", told, _SHOT_BACK))


@rule("IDC101", "id-card-expired", Severity.REQUIRED)
def expired(application: Application, asked_cards: tuple[Card, ...]) -> Iterator[Outcome]:
    """The last day of the term is before today."""
    for card, side in _terms(asked_cards):
        until = side.value("valid_until")
        if isinstance(until, date) and until < application.as_of:
            yield _out_of_date(card, side, f"{card.of_whom}身份证已于 {until.isoformat()} 到期", until)
        elif until is None:
            yield Unanswered(f"{card.of_whom}身份证的有效期限看不清，无法确定是否过期")


@rule("IDC102", "id-card-expiring", Severity.REQUIRED)
def expiring(application: Application, asked_cards: tuple[Card, ...]) -> Iterator[Outcome]:
    """The term ends before the expected signing, and has not ended yet; not asked without such a day."""
    signing = application.expected_signing
    for card, side in _terms(asked_cards) if signing else ():
        until = side.value("valid_until")
        if isinstance(until, date) and signing and application.as_of <= until < signing:
            told = f"{card.of_whom}身份证 {until.isoformat()} 到期，早于预计签约日 {signing.isoformat()}"
            yield _out_of_date(card, side, told, until)
        elif until is None:
            yield Unanswered(f"{card.of_whom}身份证的有效期限看不清，无法确定签约时是否还有效")


@rule("IDC103", "id-card-not-yet-valid", Severity.REVIEW)
def not_yet_valid(application: Application, asked_cards: tuple[Card, ...]) -> Iterator[Outcome]:
    """The term begins after today."""
    for card, side in _terms(asked_cards):
        start = side.value("valid_from")
        if isinstance(start, date) and start > application.as_of:
            told = f"{card.of_whom}身份证的有效期从 {start.isoformat()} 才开始"
            yield Finding(told, (side.id,), evidence(side, "valid_from"), {"valid_from": start.isoformat()})
        elif start is None:
            yield Unanswered(f"{card.of_whom}身份证的有效期起始日看不清")


@rule("IDC104", "temporary-id-card", Severity.REQUIRED)
def temporary(asked_cards: tuple[Card, ...]) -> Iterator[Outcome]:
    """A temporary card stands in for the card itself."""
    for card in asked_cards:
        if side := card.temporary:
            told = f"提供的是{card.of_whom}临时身份证"
            yield Finding(told, (side.id,), evidence(side, "valid_until"), remedy=_for_temporary(card, told))


@rule("IDC105", "id-card-of-a-minor", Severity.ADVICE)
def of_a_minor(application: Application, asked_cards: tuple[Card, ...]) -> Iterator[Outcome]:
    """The holder has not come of age: who signs for a minor is for the desk to say."""
    for card, side in _numbers(asked_cards):
        born = _born(side)
        if born and born <= application.as_of and (age := years_between(born, application.as_of)) < OF_AGE:
            told = f"{card.of_whom}身份证的持证人未满 {OF_AGE} 周岁"
            yield Finding(told, (side.id,), evidence(side, "birth_date"), {"age": age})


@rule("IDC201", "id-number-invalid", Severity.REVIEW)
def number_invalid(application: Application, asked_cards: tuple[Card, ...]) -> Iterator[Outcome]:
    """The number can be nobody's: check digit, day of birth or area code."""
    for card, side in _numbers(asked_cards):
        number = side.value("id_number")
        if number is None:
            yield Unanswered(f"{card.of_whom}身份证上的公民身份号码看不清，无法核对")
        elif flaws := id_number.flaws(str(number), application.as_of + timedelta(days=1)):
            told = f"{card.of_whom}公民身份号码不合规则：{'、'.join(_FLAWS[flaw] for flaw in flaws)}"
            yield Finding(told, (side.id,), evidence(side, "id_number"), {"flaws": list(flaws)})


_FLAWS: Mapping[str, str] = {
    "form": "不是 18 位号码",
    "check_digit": "校验位不对",
    "birth_date": "出生日期不存在",
    "area": "没有这个地区代码",
}


@rule("IDC202", "id-number-mismatch", Severity.REVIEW)
def number_mismatch(asked_cards: tuple[Card, ...]) -> Iterator[Outcome]:
    """The number disagrees with the printed day of birth or sex."""
    for card, side in _numbers(asked_cards):
        number = side.value("id_number")
        if number is None:
            yield Unanswered(f"{card.of_whom}身份证上的公民身份号码看不清，无法与出生日期、性别核对")
            continue
        told = {"birth_date": id_number.birth_date(str(number)), "sex": id_number.sex(str(number))}
        wrong = [name for name, value in told.items() if value and side.value(name) not in (None, value)]
        if wrong:
            words = "、".join({"birth_date": "出生日期", "sex": "性别"}[name] for name in wrong)
            message = f"{card.of_whom}公民身份号码与证件上的{words}不一致"
            yield Finding(message, (side.id,), evidence(side, "id_number", *wrong), {"fields": wrong})
        elif any(side.value(name) is None for name in told):
            yield Unanswered(f"{card.of_whom}身份证上的出生日期或性别看不清，无法与公民身份号码核对")


@rule("IDC203", "id-term-inconsistent", Severity.REVIEW)
def term_inconsistent(asked_cards: tuple[Card, ...]) -> Iterator[Outcome]:
    """The length of the term is not the one for the holder's age at issue; not asked without both sides."""
    for card in asked_cards:
        if card.temporary or len(card.fronts) != 1 or len(card.backs) != 1:
            continue
        front, back = card.fronts[0], card.backs[0]
        start, until, born = back.value("valid_from"), back.value("valid_until"), _born(front)
        if start is None or until is None or born is None:
            yield Unanswered(f"{card.of_whom}身份证的有效期限或出生日期看不清，无法核对有效期长短")
        elif until not in fitting_ends(start, born):
            told = f"{card.of_whom}身份证的有效期长短与发证时的年龄不符"
            seen = evidence(back, "valid_from", "valid_until") + evidence(front, "birth_date")
            yield Finding(told, (front.id, back.id), seen, {"age_at_issue": years_between(born, start)})


@rule("IDC204", "id-sides-apart", Severity.ADVICE)
def sides_apart(asked_cards: tuple[Card, ...]) -> Iterator[Outcome]:
    """The authority is of no place in the address: the sides may be of two people, or the holder has moved."""
    for card in asked_cards:
        if card.temporary or len(card.fronts) != 1 or len(card.backs) != 1:
            continue
        front, back = card.fronts[0], card.backs[0]
        address, authority = front.value("address"), back.value("issuing_authority")
        if address and authority and places_apart(str(authority), str(address)):
            told = f"{card.of_whom}身份证人像面的住址与国徽面的签发机关不在一个地方，请确认两面是同一张证"
            seen = evidence(front, "address") + evidence(back, "issuing_authority")
            yield Finding(told, (front.id, back.id), seen, {"area_code": str(front.value("id_number") or "")[:6]})


def fitting_ends(start: date, born: date) -> tuple[date | str, ...]:
    """The ends that a term from `start` may have by the holder's age; one from 29 February has two."""
    age = years_between(born, start)
    if age >= 46:
        return (LONG_TERM,)
    year = start.year + (5 if age < 16 else 10 if age < 26 else 20)
    if (start.month, start.day) == (2, 29) and not _leap(year):
        return (date(year, 2, 28), date(year, 3, 1))
    if (start.month, start.day) == (2, 29):
        return (date(year, 2, 28), date(year, 2, 29), date(year, 3, 1))
    return (start.replace(year=year),)


def years_between(born: date, day: date) -> int:
    """The age in whole years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _born(front: Document) -> date | None:
    """The printed day of birth, else that of a number that can be somebody's."""
    printed, number = front.value("birth_date"), front.value("id_number")
    if isinstance(printed, date):
        return printed
    return id_number.birth_date(str(number)) if number and id_number.is_valid(str(number)) else None


def _terms(cards: tuple[Card, ...]) -> Iterator[tuple[Card, Document]]:
    return ((card, side) for card in cards for side in card.termed)


def _numbers(cards: tuple[Card, ...]) -> Iterator[tuple[Card, Document]]:
    return ((card, side) for card in cards for side in card.numbered)


# ---------------------------------------------------------------- remedies


def front_remedy(card: Card, title: str, reason: str) -> Remedy:
    """To take the picture of the side with the portrait."""
    return Remedy(("id_card_front", card.role), "id_card_front", title, reason, _SHOT_FRONT)


def back_remedy(card: Card, title: str, reason: str, how: str = _SHOT_BACK) -> Remedy:
    """To take the picture of the side with the emblem."""
    return Remedy(("id_card_back", card.role), "id_card_back", title, reason, how)


def _for_temporary(card: Card, reason: str) -> Remedy:
    how = "请领到正式身份证后，拍人像面和国徽面上传。" + _SHOT_FRONT.replace("人像面（有照片的一面）", "两面分别")
    return Remedy(("id_card", card.role), "id_card_front", f"提供{card.of_whom}正式身份证", reason, how)


def _out_of_date(card: Card, side: Document, told: str, until: date) -> Finding:
    if side.type == "temporary_id_card":
        remedy = _for_temporary(card, told)
    else:
        remedy = back_remedy(card, f"换领{card.of_whom}新身份证并上传", told, _RENEW)
    return Finding(told, (side.id,), evidence(side, "valid_until"), {"valid_until": until.isoformat()}, remedy)
