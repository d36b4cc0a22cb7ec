"""TMP: signs that a PDF was altered. A sign is looked at by a person; it rejects nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from checks.proof import evidence, said_few
from pipeline import hidden
from pipeline.hidden import Hidden
from pipeline.labels import document_name
from pipeline.model import Application, Document, Evidence, Finding, Outcome, Place, Severity, Unanswered
from pipeline.rules import rule

ISSUED = frozenset({"bank_statement", "wallet_statement", "gig_earnings", "social_insurance", "housing_fund"})
"""Papers that an issuer's system makes. A letter is written in an office program, a card is photographed: neither tells anything."""

_EDITORS = re.compile(
    r"WPS|Microsoft\W.*\b(Word|Excel|PowerPoint|Office|Print)|LibreOffice|OpenOffice|PDFMaker|Acrobat|PhantomPDF|PDF ?Editor"
    r"|福昕|万兴|迅捷|PDFelement|Photoshop|Illustrator|CorelDRAW|InDesign|Print ?To ?PDF|PDFCreator|CutePDF|doPDF|PrimoPDF"
    r"|Bullzip|PDF24|Nitro|PScript|Ghostscript|iLovePDF|Smallpdf|Sejda|PDFsam|Quartz PDFContext|\bCUPS\b|^PDFium$",
    re.IGNORECASE,
)


@rule("TMP101", "file-resaved", Severity.REVIEW)
def resaved(application: Application) -> Iterator[Outcome]:
    """Made by an editor or a printer driver, or saved again without a signature; not asked of scans and pictures."""
    for document in application.documents:
        if document.type in ISSUED and (signs := signs_of(document)):
            told = f"{document_name(document)}的文件可能被另存过：{'；'.join(signs)}"
            yield Finding(told, (document.id,), evidence(document), {"signs": list(signs)})


def signs_of(document: Document) -> tuple[str, ...]:
    """The signs (Chinese) that a PDF was saved again."""
    traits = document.traits
    if "scan" in traits or document.original in ("photo", "screenshot", "scan"):
        return ()
    makers = (traits[name] for name in ("creator", "producer") if _EDITORS.search(traits.get(name, "")))
    return (*(f"由 {maker} 生成" for maker in dict.fromkeys(makers)), *_savings(traits))


def _savings(traits: Mapping[str, str]) -> Iterator[str]:
    """Signs of a later saving. Encryption and a signature write a second file ID of their own, so they excuse unlike ones."""
    if "updates" in traits:
        after = "签章之后" if "signed" in traits else "生成之后"
        yield f"文件在{after}又保存过 {traits['updates']} 次"
    if "ids_differ" in traits and not {"signed", "encrypted"} & traits.keys():
        yield "文件的两个内部编号不一致，说明生成之后又保存过"


@rule("TMP102", "changed-after-signing", Severity.REVIEW)
def changed(application: Application) -> Iterator[Outcome]:
    """A page is not as it was when the file was signed; a second signature and what proves a certificate change no page."""
    for document in application.documents:
        pages = _pages(document, json.loads(document.traits.get("changed_pages", "[]")))
        if pages:
            named = "、".join(map(str, pages))
            places = tuple(Evidence(Place(document.file, page)) for page in pages)
            told = f"{document_name(document)}在加盖电子签章之后内容有改动：第 {named} 页"
            yield Finding(told, (document.id,), places, {"pages": pages})


def _pages(document: Document, pages: list[int]) -> list[int]:
    """Those of its file's pages that are its own, and those that the file no longer has."""
    own = {page for part in document.parts for page in part.pages}
    return [page for page in pages if page in own or page > max(own, default=0)]


@rule("TMP103", "signature-invalid", Severity.REVIEW)
def signature_invalid(application: Application) -> Iterator[Outcome]:
    """The signed bytes are not those that were signed. Whose signature it is, and who trusts it, is not asked."""
    for document in application.documents:
        verdict = document.traits.get("signature")
        if verdict == "invalid":
            told = f"{document_name(document)}的电子签章验证不通过：文件内容和签章时不一致"
            yield Finding(told, (document.id,), evidence(document))
        elif verdict == "unknown":
            yield Unanswered(f"{document_name(document)}的电子签章所用的算法无法核对，不能确认文件在签章之后没有改动")


@rule("TMP104", "covered-text", Severity.REVIEW)
def covered(application: Application) -> Iterator[Outcome]:
    """Text is painted over, or white on white with other text in its place."""
    for document in application.documents:
        own = {page for part in document.parts for page in part.pages}
        places = [place for place in hidden.read(document.traits) if place.page in own and _tells(place)]
        if places:
            told = said_few([f"第 {p.page} 页的“{p.text}”" for p in places])
            yield Finding(
                f"{document_name(document)}里有文字被遮住，可能改动过：{told}",
                (document.id,),
                tuple(Evidence(Place(document.file, p.page, p.box), p.text) for p in places),
                {"pages": sorted({p.page for p in places})},
            )


def _tells(place: Hidden) -> bool:
    """Whether hidden text is a sign: a figure or words under a box; else only where other text was put in its place.

    Systems that seal papers write their marks in white or let the seal cover them.
    """
    meant = re.search(r"[0-9一-鿿]", place.text) is not None
    return meant and (place.replaced or place.under in ("box", "note"))
