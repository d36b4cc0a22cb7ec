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
    r"WPS|Microsoft|Word\b|Excel|PowerPoint|LibreOffice|OpenOffice|PDFMaker|Acrobat|PhantomPDF|PDF ?Editor|福昕|万兴|迅捷|PDFelement"
    r"|Photoshop|Illustrator|CorelDRAW|InDesign|Print ?To ?PDF|PDFCreator|CutePDF|doPDF|PrimoPDF|Bullzip|PDF24|Nitro|PScript"
    r"|Ghostscript|iLovePDF|Smallpdf|Sejda|PDFsam|Quartz PDFContext|CUPS|^PDFium$",
    re.IGNORECASE,
)


@rule("TMP101", "file-resaved", Severity.REVIEW)
def resaved(application: Application) -> Iterator[Outcome]:
    """Made by an editor or a printer driver, or changed after it was made; not asked of scans and pictures."""
    for document in application.documents:
        if document.type in ISSUED and (signs := signs_of(document)):
            told = f"{document_name(document)}的文件可能被另存过：{'；'.join(signs)}"
            yield Finding(told, (document.id,), evidence(document), {"signs": list(signs)})


def signs_of(document: Document) -> tuple[str, ...]:
    """The signs (Chinese) that a PDF was saved again. Signing changes a file too, and is none.

    Two unlike file IDs are no sign here: a locked file gets a new one when it is unlocked to be read, and does not say so.
    """
    traits = document.traits
    if "scan" in traits or document.original in ("photo", "screenshot", "scan"):
        return ()
    found = [f"由 {traits[name]} 生成" for name in ("creator", "producer") if _EDITORS.search(traits.get(name, ""))]
    if "updates" in traits and "signed" not in traits:
        found.append("生成后又改动过")
    return tuple(dict.fromkeys(found))
