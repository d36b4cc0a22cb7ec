"""IMG: a picture of a paper that the profile needs cannot be relied on."""

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
class Kind:
    """One kind of fault: what is wrong with the picture, and how to take it again."""

    code: str
    name: str
    fault: str
    severity: Severity
    said: str
    how: str
    cards_only: bool = False


KINDS = (
    Kind("IMG101", "blurred", "blurred", Severity.REQUIRED, "照片模糊，字看不清", "拿稳手机，对准后等画面清楚再拍"),
    Kind("IMG102", "glare", "glare", Severity.REQUIRED, "照片反光，盖住了字", "换个角度避开灯光，关掉闪光灯再拍"),
    Kind(
        "IMG103",
        "cropped",
        "cropped",
        Severity.REQUIRED,
        "没有拍全，边角被切掉了",
        "离远一点，四个角都拍进画面，手指不要挡住",
    ),
    Kind("IMG104", "too-dark", "dark", Severity.REQUIRED, "照片太暗", "到光线充足的地方再拍"),
    Kind(
        "IMG105",
        "too-small",
        "small",
        Severity.REQUIRED,
        "照片太小，字看不清",
        "让证件占满画面再拍，用原图上传，不要经过压缩",
    ),
    Kind("IMG201", "screen-recapture", "recapture", Severity.REVIEW, "像是对着屏幕翻拍的", "请直接拍实物", True),
    Kind("IMG202", "photocopy", "photocopy", Severity.REVIEW, "像是黑白复印件", "请直接拍原件", True),
)


def judge(kind: Kind, pictured: tuple[Pictured, ...]) -> Iterator[Outcome]:
    """The documents with this fault, each with its places."""
    for shown in pictured:
        faults = [fault for fault in shown.document.faults if fault.kind == kind.fault]
        if faults and (shown.document.type in _CARDS or not kind.cards_only):
            yield _finding(kind, shown, faults)


def _finding(kind: Kind, shown: Pictured, faults: list[PictureFault]) -> Finding:
    document = shown.document
    told = f"{shown.name}：{kind.said}"
    where = tuple(Evidence(fault.place, "", fault.score) for fault in faults)
    remedy = Remedy(shown.key, document.type, f"重拍{shown.name}", told, f"请重新拍{shown.name}：{kind.how}。")
    return Finding(told, (document.id,), where, {"scores": [round(f.score, 3) for f in faults]}, remedy)


RULES = tuple(Rule(kind.code, kind.name, kind.severity, partial(judge, kind), ("pictured",)) for kind in KINDS)
