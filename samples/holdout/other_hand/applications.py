"""Whole applications with one or two planted problems, and the truth that the contract gives them.

An application is planned first (`Plan`: who, which papers, what is wrong with them), then drawn. Problems of the ID card and of the
income papers are planted independently, at most one of each.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pikepdf

from . import earnings, faults, scene
from .banks import LAYOUTS, Layout
from .cards import Stored, papers, store
from .earnings import LAST_TWELVE, SCREENS, SHEETS
from .flat import Press
from .ledger import Due, cents, months_between
from .people import AS_OF, Person, check_digit, person
from .scene import Shot, Tops
from .statements import Desk, Span, compose, told, write_up
from .truth import Found, begin, tell
from .truth import Paper as Told

_PAYERS = {
    "didi": ("滴滴出行科技有限公司", "云账户（天津）共享经济信息咨询有限公司"),
    "meituan": ("北京三快科技有限公司", "云账户（天津）共享经济信息咨询有限公司"),
    "eleme": ("拉扎斯网络科技（上海）有限公司", "云账户（天津）共享经济信息咨询有限公司"),
}
_NO_TOTALS = ("cmb", "cmb-old", "abc", "psbc", "ceb", "hxb", "webank", "cgb")


@dataclass(frozen=True)
class Plan:
    """What is to be drawn, and the codes that the truth names for it."""

    who: Person
    profile: str
    layout: Layout
    spans: tuple[Span, ...]
    earned: tuple[str, ...]
    issued: date
    holder: Person
    worker: Person
    sides: tuple[str, ...] = ("front", "back")
    back_fault: str | None = None
    altered: bool = False
    statement: str = "whole"  # whole, none, cut off, locked
    extra: str | None = None
    toml: str = ""
    codes: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    planted: tuple[str, ...] = ()
    about: dict[str, str] = field(
        default_factory=dict
    )  # which paper a code is about: front, back, statement, earnings, extra


def _stamp(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 19, 12, 44)


def sound(rng: Random, profile: str) -> Plan:
    """An application that lacks nothing."""
    who = person(rng)
    end = date(2026, 11, rng.randint(12, 20))
    months = 12 if profile == "gig_worker" else rng.randint(6, 9)
    first = (2026 * 12 + 10) - months
    span = Span(date(first // 12, first % 12 + 1, 1), end, _stamp(end + timedelta(days=1)))
    earned = tuple(LAST_TWELVE) if profile == "gig_worker" else ()
    return Plan(who, profile, rng.choice(LAYOUTS), (span,), earned, date(2026, 11, rng.randint(3, 20)), who, who)


# ---------------------------------------------------------------- what can be wrong with the ID card

Plant = Callable[[Plan, Random], Plan]


def _with(plan: Plan, code: str, about: str, **changes: Any) -> Plan:
    return replace(plan, codes=(*plan.codes, code), about={**plan.about, code: about}, **changes)


def _everyone(plan: Plan, who: Person) -> dict[str, Any]:
    return {"who": who, "holder": who, "worker": who}


def expired(plan: Plan, rng: Random) -> Plan:
    return _with(plan, "IDC101", "back", **_everyone(plan, person(rng, expired=True)))


def expiring(plan: Plan, rng: Random) -> Plan:
    who = plan.who
    while who.valid_until is None or not AS_OF <= who.valid_until <= AS_OF + timedelta(days=240):
        who = person(rng)
    signing = who.valid_until + timedelta(days=rng.randint(1, 60))
    return _with(plan, "IDC102", "back", toml=f"expected_signing = {signing}\n", **_everyone(plan, who))


def back_missing(plan: Plan, rng: Random) -> Plan:
    return _with(plan, "IDC002", "", sides=("front",))


def front_missing(plan: Plan, rng: Random) -> Plan:
    theirs = ("BNK104", "GIG104") if plan.earned else ("BNK104",)
    return _with(plan, "IDC001", "", sides=("back",), unanswered=theirs)


def number_invalid(plan: Plan, rng: Random) -> Plan:
    body, last = plan.who.id_number[:17], plan.who.id_number[17]
    wrong = rng.choice([c for c in "0123456789" if c != last])
    return _with(plan, "IDC201", "front", **_everyone(plan, replace(plan.who, id_number=body + wrong)))


def birth_mismatch(plan: Plan, rng: Random) -> Plan:
    other = plan.who.birth + timedelta(days=rng.choice((1, 2, 9)) * (1 if plan.who.birth.day < 15 else -1))
    number = f"{plan.who.id_number[:6]}{other:%Y%m%d}{plan.who.id_number[14:17]}"
    who = replace(plan.who, id_number=number + check_digit(number))
    return _with(plan, "IDC202", "front", **_everyone(plan, who))


def back_copied(plan: Plan, rng: Random) -> Plan:
    return _with(plan, "IMG202", "back", back_fault="photocopy")


def back_recaptured(plan: Plan, rng: Random) -> Plan:
    return _with(plan, "IMG201", "back", back_fault="recapture")


# ---------------------------------------------------------------- what can be wrong with the income papers


def _unproven(plan: Plan, code: str, about: str, **changes: Any) -> Plan:
    broken = _with(plan, code, about, **changes)
    return _with(broken, "INC001", "") if plan.profile == "gig_worker" else broken


def statement_short(plan: Plan, rng: Random) -> Plan:
    span = replace(plan.spans[0], start=date(2026, rng.randint(6, 8), 1))
    return _unproven(plan, "BNK101", "statement", spans=(span,))


def statement_hole(plan: Plan, rng: Random) -> Plan:
    (whole,) = plan.spans
    month = rng.randint(6, 9)
    before = date(2026, month, 1) - timedelta(days=1)
    first = Span(whole.start, before, whole.issued)
    second = Span(date(2026, month + 1, 1), whole.end, whole.issued)
    return _unproven(plan, "BNK102", "statement", spans=(first, second))


def statement_stale(plan: Plan, rng: Random) -> Plan:
    end = date(2026, rng.randint(8, 9), rng.randint(5, 28))
    return _unproven(plan, "BNK103", "statement", spans=(Span(plan.spans[0].start, end, _stamp(end)),))


def statement_of_another(plan: Plan, rng: Random) -> Plan:
    return _unproven(plan, "BNK104", "statement", holder=person(rng))


def statement_missing(plan: Plan, rng: Random) -> Plan:
    return _unproven(plan, "BNK001", "", statement="none")


def statement_cut_off(plan: Plan, rng: Random) -> Plan:
    return _with(_unproven(plan, "BNK001", "", statement="cut off"), "FIL002", "statement")


def statement_locked(plan: Plan, rng: Random) -> Plan:
    return _with(_unproven(plan, "BNK001", "", statement="locked"), "FIL003", "statement")


def amount_altered(plan: Plan, rng: Random) -> Plan:
    layout = rng.choice([x for x in LAYOUTS if x.key in _NO_TOTALS])
    return _with(plan, "BNK201", "statement", altered=True, layout=layout)


def earnings_missing(plan: Plan, rng: Random) -> Plan:
    return _unproven(plan, "GIG001", "", earned=())


def earnings_short(plan: Plan, rng: Random) -> Plan:
    return _unproven(plan, "GIG101", "earnings", earned=plan.earned[rng.randint(3, 7) :])


def earnings_hole(plan: Plan, rng: Random) -> Plan:
    gone = rng.randint(3, 9)
    return _unproven(plan, "GIG102", "earnings", earned=(*plan.earned[:gone], *plan.earned[gone + 1 :]))


def earnings_stale(plan: Plan, rng: Random) -> Plan:
    months = plan.earned[: -rng.randint(2, 4)]
    year, month = map(int, months[-1].split("-"))
    issued = date(year + month // 12, month % 12 + 1, 6)
    return _unproven(plan, "GIG103", "earnings", earned=months, issued=issued)


def earnings_of_another(plan: Plan, rng: Random) -> Plan:
    return _unproven(plan, "GIG104", "earnings", worker=person(rng))


def stranger(plan: Plan, rng: Random) -> Plan:
    return _with(plan, "FIL006", "extra", extra="picture")


def program(plan: Plan, rng: Random) -> Plan:
    return _with(plan, "FIL001", "extra", extra="program")


ID_PLANTS: tuple[Plant, ...] = (expired, expiring, back_missing, front_missing, number_invalid, birth_mismatch, back_copied, back_recaptured)  # fmt: skip
STATEMENT_PLANTS: tuple[Plant, ...] = (
    statement_short, statement_hole, statement_stale, statement_of_another, statement_missing, statement_cut_off, statement_locked, amount_altered, stranger, program,
)  # fmt: skip
EARNINGS_PLANTS: tuple[Plant, ...] = (
    earnings_missing,
    earnings_short,
    earnings_hole,
    earnings_stale,
    earnings_of_another,
)


def _clash(one: Plant, other: Plant) -> bool:
    """Pairs whose truth the one would change for the other: nobody can be another person where nobody is known."""
    return one is front_missing and other in (
        statement_of_another,
        earnings_of_another,
        earnings_missing,
        statement_missing,
        statement_cut_off,
        statement_locked,
    )


def plan_of(n: int, rng: Random) -> Plan:
    """The n-th plan: one in nine is sound, the others carry one or two problems, every kind in turn."""
    profile = "salaried" if n % 5 in (1, 3) else "gig_worker"
    plan = sound(rng, profile)
    if n % 9 == 8:
        return replace(plan, planted=("nothing",))
    income = STATEMENT_PLANTS if profile == "salaried" else STATEMENT_PLANTS + EARNINGS_PLANTS * 2
    card, paper = ID_PLANTS[n % len(ID_PLANTS)], income[(n * 7) % len(income)]
    plants = [card] if n % 3 == 0 else [paper] if n % 3 == 1 or _clash(card, paper) else [card, paper]
    for plant in plants:
        plan = plant(plan, rng)
    return replace(plan, planted=tuple(p.__name__ for p in plants))


# ---------------------------------------------------------------- drawing a plan


@dataclass(frozen=True)
class Studio:
    """Everything that draws."""

    browser: Any
    press: Press
    desk: Desk
    tops: Tops


def _cards(folder: Path, plan: Plan, studio: Studio, rng: Random) -> tuple[list[Told], dict[str, str]]:
    told_, files = [], {}
    for flat in studio.press.both(plan.who, rng):
        side = flat.side
        if side not in plan.sides:
            continue
        make = faults.FAULTS[plan.back_fault][1] if side == "back" and plan.back_fault else None
        shot = make(flat, studio.tops, rng) if make else scene.photo((flat,), studio.tops, rng)
        files[side] = f"身份证{'人像面' if side == 'front' else '国徽面'}.jpg"
        store(folder / files[side], shot.pixels, Stored(quality=82, phone=not make), rng)
        told_ += papers(files[side], shot, plan.who, "photo")
    return told_, files


def _dues(plan: Plan, work: earnings.Work | None, platform: str, rng: Random) -> list[Due]:
    """What must reach the account: last month's earnings on the tenth, or a salary on the eighth."""
    start, end = min(s.start for s in plan.spans), max(s.end for s in plan.spans)
    if work is None:
        pay = cents(rng, 6500, 14000)
        return [
            Due(date(*map(int, m.split("-")), 8), pay + cents(rng, 0, 300), "远山机电有限公司", "代发工资")
            for m in months_between(start, end)
        ]
    payer = rng.choice(_PAYERS.get(platform, ("云账户（天津）共享经济信息咨询有限公司",)))
    due = []
    for stint in work.stints:
        year, month = stint.day.year, stint.day.month
        due.append(Due(date(year + month // 12, month % 12 + 1, 10), stint.amount, payer, "跨行汇款"))
    return due


def _work(plan: Plan, rng: Random) -> earnings.Work | None:
    if plan.profile != "gig_worker":
        return None
    return earnings.worked(plan.worker, "month", rng, LAST_TWELVE, plan.issued, rng.uniform(6000, 10500))


def _statements(folder: Path, plan: Plan, dues: list[Due], studio: Studio, rng: Random) -> tuple[list[Told], list[str]]:
    if plan.statement == "none":
        return [], []
    whole = Span(min(s.start for s in plan.spans), max(s.end for s in plan.spans), plan.spans[0].issued)
    account = write_up(plan.layout, plan.holder, whole, rng, 9, dues)
    out, files = [], []
    for k, span in enumerate(plan.spans, 1):
        entries = [e for e in account.entries if span.start <= e.day <= span.end]
        part = replace(account, start=span.start, end=span.end, issued=span.issued, entries=entries)
        if plan.altered:
            part = replace(part, entries=_altered(list(part.entries), rng))
        data, pages = compose(studio.desk, plan.layout, part)
        file = f"银行流水{k if len(plan.spans) > 1 else ''}.pdf"
        files.append(file)
        if plan.statement == "whole":
            out.append(told(file, plan.layout, part, pages, data))
        (folder / file).write_bytes(_harmed(data, plan.statement, rng))
    return out, files


def _altered(entries: list[Any], rng: Random) -> list[Any]:
    """One expense made smaller, its balance left as it was."""
    k = rng.choice([k for k, e in enumerate(entries) if e.amount < -20 and 2 < k < len(entries) - 2])
    entries[k] = replace(entries[k], amount=entries[k].amount + 10)
    return entries


def _harmed(data: bytes, how: str, rng: Random) -> bytes:
    if how == "cut off":
        return data[: int(len(data) * rng.uniform(0.05, 0.4))]
    if how == "locked":
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.save(out, encryption=pikepdf.Encryption(owner="o7Kq", user=f"{rng.randint(0, 999999):06d}", R=6))
        return out.getvalue()
    return data


def _earnings(
    folder: Path, plan: Plan, work: earnings.Work | None, sheet: Any, screen: int, studio: Studio, rng: Random
) -> tuple[list[Told], str]:
    if not plan.earned or work is None:
        return [], ""
    kept = [s for s in work.stints if s.month in plan.earned]
    start = date(*map(int, plan.earned[0].split("-")), 1)
    shown = replace(work, stints=kept, start=start, end=kept[-1].day)
    if sheet is None:
        return [earnings.put_screen(folder, "平台收入截图.jpg", studio.browser, screen, shown, rng)], "平台收入截图.jpg"
    if rng.random() < 0.5:
        return [earnings.put_pdf(folder, "平台收入.pdf", studio.desk, sheet, shown)], "平台收入.pdf"
    return [earnings.put_workbook(folder, "平台收入.xlsx", sheet, shown, rng)], "平台收入.xlsx"


def _extra(folder: Path, plan: Plan, studio: Studio, rng: Random) -> tuple[list[Told], str]:
    if plan.extra == "program":
        (folder / "setup.pdf").write_bytes(b"MZ\x90\x00" + bytes(rng.randrange(256) for _ in range(4000)))
        return [], "setup.pdf"
    if plan.extra == "picture":
        pixels = scene.cut(rng, rng.choice(studio.tops[rng.choice(("flowers", "planks", "stone"))]), 1440, 1080)
        pixels = np.ascontiguousarray(scene.sensor(pixels, rng, 0.5, 3))
        store(folder / "IMG_0042.jpg", pixels, Stored(phone=True), rng)
        return [Told("IMG_0042.jpg", "unknown", {}, "photo", [(1440, 1080)])], "IMG_0042.jpg"
    return [], ""


def draw_application(folder: Path, plan: Plan, studio: Studio, rng: Random) -> None:
    """Draw a plan, and tell its truth."""
    begin(folder, plan.profile, plan.toml)
    sheet = rng.choice([*(s for s in SHEETS if s.by == "month"), None])
    screen = rng.randrange(len(SCREENS))
    work = _work(plan, rng)
    cards, files = _cards(folder, plan, studio, rng)
    platform = sheet.platform if sheet else SCREENS[screen][0]
    banked, of_bank = _statements(folder, plan, _dues(plan, work, platform, rng), studio, rng)
    earned, of_platform = _earnings(folder, plan, work, sheet, screen, studio, rng)
    odd, of_extra = _extra(folder, plan, studio, rng)
    where = {
        "front": [files.get("front")],
        "back": [files.get("back")],
        "statement": of_bank[:1],
        "earnings": [of_platform],
        "extra": [of_extra],
        "": [],
    }
    found = [Found(code, [f for f in where[plan.about[code]] if f]) for code in plan.codes]
    tell(
        folder,
        plan.profile,
        [*cards, *banked, *earned, *odd],
        found,
        {"set": "applications", "planted": list(plan.planted)},
        plan.unanswered,
    )


def draw_applications(out: Path, count: int, studio: Studio, seed: int) -> int:
    """`count` applications; returns how many were drawn."""
    for n in range(count):
        rng = Random(f"{seed}/application/{n}")
        plan = plan_of(n, rng)
        draw_application(out / f"application-{n:03d}-{'-'.join(plan.planted).replace('_', '-')}", plan, studio, rng)
    return count


__all__ = ["Plan", "Shot", "Studio", "draw_applications", "plan_of"]
