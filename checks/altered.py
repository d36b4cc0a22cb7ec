"""TMP101: signs that a PDF of an issuer was opened and saved again. A sign is looked at by a person; it rejects nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.proof import evidence
from pipeline.labels import document_name
from pipeline.model import Application, Document, Finding, Outcome, Severity
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
    """Made by an editor or a printer driver; not asked of scans and pictures."""
    for document in application.documents:
        if document.type in ISSUED and (signs := signs_of(document)):
            told = f"{document_name(document)}的文件可能被另存过：{'；'.join(signs)}"
            yield Finding(told, (document.id,), evidence(document), {"signs": list(signs)})


def signs_of(document: Document) -> tuple[str, ...]:
    """The signs (Chinese) that a PDF was saved again.

    Updates and unlike file IDs are no signs here: a file laid out for the web, or unlocked to be read, shows the same.
    """
    traits = document.traits
    if "scan" in traits or document.original in ("photo", "screenshot", "scan"):
        return ()
    makers = (traits[name] for name in ("creator", "producer") if _EDITORS.search(traits.get(name, "")))
    return tuple(f"由 {maker} 生成" for maker in dict.fromkeys(makers))
