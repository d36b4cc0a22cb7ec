"""IMG: a picture of a paper that the profile needs cannot be relied on.

One finding for each document and code; the findings of one picture share an item, since one better picture settles them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from checks.applicants import Holder
from checks.cards import Card
from pipeline.labels import document_name
from pipeline.model import Application, Document, Evidence, Finding, Outcome, PictureFault, Remedy, Severity
from pipeline.profiles import Profile
from pipeline.rules import Rule, fact

_CARDS = ("id_card_front", "id_card_back", "temporary_id_card")


@dataclass(frozen=True)
class Pictured:
    """A document that is needed, and what its item is called and keyed by."""

    document: Document
    name: str
    key: tuple[str, ...]


@fact
def pictured(
    application: Application, profile: Profile, holders: Mapping[str, Holder], asked_cards: tuple[Card, ...]
) -> tuple[Pictured, ...]:
    """The documents that the profile needs: the judged sides of the ID cards, and the applicants' other papers."""
    sides = [
        Pictured(d, f"{card.of_whom}{document_name(d)}", (d.type, card.role))
        for card in asked_cards
        for d in card.documents
    ]
    others = [
        Pictured(d, document_name(d), ("picture", d.id))
        for d in application.documents
        if d.type in profile.types and d.type not in _CARDS and not holders[d.id].foreign
    ]
    return tuple(sides + others)


@dataclass(frozen=True)
class Told:
    """What is wrong with a picture, and how to take it again, as an applicant is told."""

    said: str
    how: str


@dataclass(frozen=True)
class Kind:
    """One rule: its faults, each as a picture's measures name it, with what is told of it."""

    code: str
    name: str
    severity: Severity
    faults: Mapping[str, Told]
    cards_only: bool = False


KINDS = (
    Kind(
        "IMG101",
        "blurred",
        Severity.REQUIRED,
        {"blurred": Told("照片模糊，字看不清", "拿稳手机，点一下屏幕上的证件对焦，等画面清楚再拍")},
    ),
    Kind(
        "IMG102",
        "glare",
        Severity.REQUIRED,
        {"glare": Told("照片反光，盖住了字", "关掉闪光灯，换个角度避开灯光再拍")},
    ),
    Kind(
        "IMG103",
        "cropped",
        Severity.REQUIRED,
        {
            "cropped": Told("没有拍全，边角被切掉了", "离远一点，四个角都拍进画面"),
            "covered": Told("证件上的字被手指或其他东西挡住了", "平放在桌面上拍，手指和其他东西不要挡住证件"),
        },
    ),
    Kind("IMG104", "too-dark", Severity.REQUIRED, {"dark": Told("照片太暗", "到光线充足的地方再拍")}),
    Kind(
        "IMG105",
        "too-small",
        Severity.REQUIRED,
        {"small": Told("证件在照片里太小，字看不清", "靠近一些，让证件占满画面再拍，用原图上传，不要经过压缩")},
    ),
    Kind(
        "IMG201",
        "screen-recapture",
        Severity.REVIEW,
        {"recapture": Told("像是对着屏幕翻拍的", "直接拍实物，不要拍手机或电脑屏幕上的照片")},
        cards_only=True,
    ),
    Kind(
        "IMG202",
        "photocopy",
        Severity.REVIEW,
        {"photocopy": Told("像是黑白复印件", "直接拍原件，不要拍复印件")},
        cards_only=True,
    ),
)


def judge(kind: Kind, pictured: tuple[Pictured, ...]) -> Iterator[Outcome]:
    """The documents with a fault of this kind, each with its places."""
    for shown in pictured:
        faults = [fault for fault in shown.document.faults if fault.kind in kind.faults]
        if faults and (shown.document.type in _CARDS or not kind.cards_only):
            yield _finding(kind, shown, faults)


def _finding(kind: Kind, shown: Pictured, faults: list[PictureFault]) -> Finding:
    document = shown.document
    told = [kind.faults[name] for name in kind.faults if any(fault.kind == name for fault in faults)]
    said = f"{shown.name}：{'，'.join(one.said for one in told)}"
    how = "，".join(one.how for one in told)
    where = tuple(Evidence(fault.place) for fault in faults)
    remedy = Remedy(shown.key, document.type, f"重拍{shown.name}", said, f"请重新拍{shown.name}：{how}。")
    return Finding(f"{said}，请{how}", (document.id,), where, {"scores": [round(f.score, 4) for f in faults]}, remedy)


RULES = tuple(Rule(kind.code, kind.name, kind.severity, partial(judge, kind), ("pictured",)) for kind in KINDS)
