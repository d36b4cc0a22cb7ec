"""What a PDF tells of its own past: who signed what, whether that is intact, and what was added to the file afterwards.

It is asked of the file as uploaded: a copy without encryption has other bytes than those that were signed.
"""

from __future__ import annotations

import ctypes
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from pipeline import pdf
from pipeline.signed_message import Verdict, judge

CHANGED = "changed_pages"
"""The trait that names, as a JSON list, the pages that are not as they were when the file was signed."""

_MOST_SIGNATURES = 50


@dataclass(frozen=True)
class _Signature:
    """The range of bytes that is signed, [start, length, start, length], and its message."""

    span: tuple[int, ...]
    message: bytes

    @property
    def end(self) -> int:
        """Where the bytes that it signs end."""
        return self.span[2] + self.span[3]


def history(data: bytes, password: str = "") -> Mapping[str, str]:
    """Facts of a PDF as uploaded, each only where it is so.

    "signed"; "signature": intact, invalid or unknown, the worst of all; "changed_pages", since the first signature; "updates": how
    often it was saved again without a signature; "ids_differ"; "encrypted". Raises `pdf.Locked` or ValueError as opening it does.
    """
    with pdf.opened(data, password) as document:
        encrypted = pdfium.FPDF_GetSecurityHandlerRevision(document) != -1
        signatures = _signatures(document)
        unlike = _file_id(document, pdfium.FILEIDTYPE_PERMANENT) != _file_id(document, pdfium.FILEIDTYPE_CHANGING)
    found = {"encrypted": "yes"} if encrypted else {}
    if unlike:
        found["ids_differ"] = "yes"
    ends = _revision_ends(data)
    if signatures:
        found |= _of_signatures(data, password, signatures, ends)
    elif len(ends) > 1:
        found["updates"] = str(len(ends) - 1)
    return found


def _of_signatures(data: bytes, password: str, signatures: Sequence[_Signature], ends: Sequence[int]) -> dict[str, str]:
    verdicts = [_verdict(data, one) for one in signatures]
    worst: Verdict = "invalid" if "invalid" in verdicts else "unknown" if "unknown" in verdicts else "intact"
    found = {"signed": "yes", "signature": worst}
    sound = [one for one, verdict in zip(signatures, verdicts, strict=True) if verdict != "invalid"]
    if not sound:
        return found
    first, last = min(one.end for one in sound), max(one.end for one in sound)
    later = [end for end in ends if end > last + _SLACK]
    if later and not re.search(rb"/DSS\b", data[last:]):  # the proof of a certificate is added after signing
        found["updates"] = str(len(later))
    if any(end > first + _SLACK for end in ends) and (pages := _changed(data, first, password)):
        found[CHANGED] = json.dumps(pages)
    return found


# ---------------------------------------------------------------- signatures


def _signatures(document: Any) -> list[_Signature]:
    """The signatures over a range of bytes, which a form's empty signature field does not have."""
    found = []
    for index in range(min(max(pdfium.FPDF_GetSignatureCount(document), 0), _MOST_SIGNATURES)):
        signature = pdfium.FPDF_GetSignatureObject(document, index)
        count = pdfium.FPDFSignatureObj_GetByteRange(signature, None, 0)
        if count >= 4:
            span = (ctypes.c_int * count)()
            pdfium.FPDFSignatureObj_GetByteRange(signature, span, count)
            size = pdfium.FPDFSignatureObj_GetContents(signature, None, 0)
            message = ctypes.create_string_buffer(max(size, 1))
            pdfium.FPDFSignatureObj_GetContents(signature, message, size)
            found.append(_Signature(tuple(span), message.raw[:size]))
    return found


def _verdict(data: bytes, signature: _Signature) -> Verdict:
    """The signed bytes are all of the file up to their end but for the message itself; else something was slipped in."""
    span = signature.span
    if not data.startswith(b"%PDF") or len(span) != 4:
        return "unknown"  # something stands before the file, or it is signed in pieces
    whole = span[0] == 0 and 0 < span[1] < span[2] and span[3] > 0 and signature.end <= len(data)
    if not whole or not _is_message(data[span[1] : span[2]], signature.message):
        return "invalid"
    return judge(signature.message, data[: span[1]] + data[span[2] : signature.end])


def _is_message(gap: bytes, message: bytes) -> bool:
    """Whether what is left out of the signed bytes is the message in hexadecimal digits, and nothing else."""
    written = re.fullmatch(rb"\s*<([0-9A-Fa-f\s]*)>\s*", gap)
    return written is not None and bytes.fromhex(_even(written[1].decode("ascii"))).rstrip(b"\0") == message.rstrip(
        b"\0"
    )


def _even(digits: str) -> str:
    joined = "".join(digits.split())
    return joined + "0" * (len(joined) % 2)


def _file_id(document: Any, kind: int) -> bytes:
    size = pdfium.FPDF_GetFileIdentifier(document, kind, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 1))
    pdfium.FPDF_GetFileIdentifier(document, kind, buffer, size)
    return buffer.raw


# ---------------------------------------------------------------- revisions

_SLACK = 4  # bytes; the end of a line may stand behind the end mark
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_LINEARISED = re.compile(rb"/Linearized\s")


def _revision_ends(data: bytes) -> list[int]:
    """Where each saving of the file ends; the first mark of a file laid out for the web is not the end of one."""
    ends = [found.end() for found in _END.finditer(data)]
    return ends[1:] if len(ends) > 1 and _LINEARISED.search(data[:2048]) else ends


_COARSE = 40  # dots per inch, to compare pages by their looks
_DIFFERENT = 48  # of 255


def _changed(data: bytes, end: int, password: str) -> list[int]:
    """The pages whose text or looks are not those that they had when the file ended there; a page more or less counts too."""
    try:
        with pdf.opened(data[:end], password) as before, pdf.opened(data, password) as now:
            both = min(len(before), len(now))
            found = [
                n + 1 for n in range(both) if _page_facts(before, n) != _page_facts(now, n) or _looks(before, now, n)
            ]
            return found + list(range(both + 1, max(len(before), len(now)) + 1))
    except (ValueError, pdf.Locked, pypdfium2.PdfiumError):
        return []  # that the file cannot be read is told elsewhere


def _page_facts(document: Any, index: int) -> tuple[Any, ...]:
    """A page's characters with their places, and its annotations but for the fields of forms and signatures."""
    page = document[index]
    try:
        text = page.get_textpage()
        count = text.count_chars()
        said = text.get_text_range(0, count) if count else ""
        boxes = tuple(tuple(map(round, text.get_rect(n))) for n in range(text.count_rects())) if count else ()
        text.close()
        return said, boxes, tuple(_annotations(page))
    finally:
        page.close()


_FIELDS = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_LINK)


def _annotations(page: Any) -> list[tuple[int, ...]]:
    found = []
    for index in range(max(pdfium.FPDFPage_GetAnnotCount(page), 0)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        rect = pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(annotation, rect)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind not in _FIELDS:
            found.append((kind, *map(round, (rect.left, rect.bottom, rect.right, rect.top))))
    return found


def _looks(before: Any, now: Any, index: int) -> bool:
    """Whether a page looks different, annotations apart."""
    pictures = []
    for document in (before, now):
        page = document[index]
        bitmap = page.render(scale=_COARSE / 72, may_draw_forms=False, draw_annots=False, grayscale=True)
        pictures.append(bitmap.to_numpy().astype(np.int16).copy())
        bitmap.close()
        page.close()
    one, other = pictures
    return one.shape != other.shape or bool((np.abs(one - other) > _DIFFERENT).any())
