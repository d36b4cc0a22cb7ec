"""The truth beside an application: a `truth.json` in the shape of a review, and the files that it speaks of."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from .people import AS_OF

REQUIRED, REVIEW, ADVICE = "required", "review", "advice"

_NAMES = {
    "FIL001": ("unsupported-file", REQUIRED), "FIL002": ("unreadable-file", REQUIRED), "FIL003": ("password-needed", REQUIRED),
    "FIL005": ("same-file-twice", ADVICE), "FIL006": ("unrecognised-document", REVIEW),
    "IMG101": ("blurred", REQUIRED), "IMG102": ("glare", REQUIRED), "IMG103": ("cropped", REQUIRED), "IMG104": ("too-dark", REQUIRED),
    "IMG105": ("too-small", REQUIRED), "IMG201": ("screen-recapture", REVIEW), "IMG202": ("photocopy", REVIEW),
    "IDC001": ("id-front-missing", REQUIRED), "IDC002": ("id-back-missing", REQUIRED), "IDC101": ("id-card-expired", REQUIRED),
    "IDC102": ("id-card-expiring", REQUIRED), "IDC104": ("temporary-id-card", REQUIRED), "IDC103": ("id-card-not-yet-valid", REVIEW), "IDC201": ("id-number-invalid", REVIEW),
    "IDC202": ("id-number-mismatch", REVIEW), "IDC203": ("id-term-inconsistent", REVIEW),
    "BNK001": ("bank-statement-missing", REQUIRED), "BNK101": ("statement-too-short", REQUIRED), "BNK102": ("statement-months-missing", REQUIRED),
    "BNK103": ("statement-stale", REQUIRED), "BNK104": ("statement-of-another-person", REQUIRED), "BNK201": ("balance-chain-broken", REVIEW),
    "BNK202": ("totals-mismatch", REVIEW), "BNK203": ("pages-missing", REQUIRED), "BNK301": ("not-a-statement", REQUIRED), "BNK302": ("editable-export", ADVICE),
    "GIG001": ("gig-earnings-missing", REQUIRED), "GIG101": ("gig-earnings-too-short", REQUIRED), "GIG102": ("gig-months-missing", REQUIRED),
    "GIG103": ("gig-earnings-stale", REQUIRED), "GIG104": ("gig-earnings-of-another-person", REQUIRED), "INC001": ("income-not-proven", REQUIRED),
}  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """One document of the truth: the file that it stands in, its type, its fields and rows."""

    file: str
    type: str
    fields: Mapping[str, Any]
    original: str
    sizes: Sequence[tuple[float, float]] = ()
    unit: str = "px"
    boxes: Mapping[str, Sequence[float]] = field(default_factory=dict)
    rows: Sequence[Mapping[str, Any]] = ()
    months: Sequence[Mapping[str, Any]] = ()
    method: str = "ocr"
    pages: Sequence[int] = (1,)
    page_of: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """One finding of the truth: its code, the files that it is about, the months that it names."""

    code: str
    files: Sequence[str] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


def says(value: Any) -> Any:
    """A value as the contract's JSON has it; a date without an end is 长期 where the caller says so."""
    return value.isoformat() if isinstance(value, date) else value


def _document(number: int, paper: Paper, folder: Path) -> dict[str, Any]:
    fields = {}
    for name, value in paper.fields.items():
        fields[name] = {"value": says(value), "confidence": 1.0, "file": paper.file, "method": paper.method}
        if name in paper.boxes:
            fields[name] |= {
                "page": paper.page_of.get(name, paper.pages[0]),
                "box": [round(float(v), 1) for v in paper.boxes[name]],
            }
    part = {
        "file": paper.file,
        "sha256": hashlib.sha256((folder / paper.file).read_bytes()).hexdigest(),
        "pages": list(paper.pages),
    }
    if paper.sizes:
        part |= {"size": [[round(float(v), 1) for v in size] for size in paper.sizes], "unit": paper.unit}
    document = {
        "id": f"d{number}",
        "type": paper.type,
        "parts": [part],
        "original": paper.original,
        "confidence": 1.0,
        "fields": fields,
    }
    if paper.rows:
        document["rows"] = [{k: says(v) for k, v in row.items() if v is not None} for row in paper.rows]
    if paper.months:
        document["months"] = list(paper.months)
    return document


def _finding(found: Found, documents: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    name, severity = _NAMES[found.code]
    about = [d["id"] for d in documents for part in d["parts"] if part["file"] in found.files]
    told = [{"file": file} for file in found.files]
    data = {k: says(v) for k, v in found.data.items()}
    return {"code": found.code, "name": name, "severity": severity, "documents": about, "evidence": told, "data": data}


def status(codes: Iterable[str], unanswered: Iterable[str] = ()) -> str:
    """The contract's status for these codes."""
    severities = {_NAMES[code][1] for code in codes}
    if REQUIRED in severities:
        return "supplement"
    return "review" if REVIEW in severities or list(unanswered) else "complete"


def begin(folder: Path, profile: str, extra: str = "") -> Path:
    """An empty application folder with its `application.toml`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "application.toml").write_text(f'id = "{folder.name}"\nprofile = "{profile}"\n{extra}', encoding="utf-8")
    return folder


def tell(
    folder: Path, profile: str, papers: Sequence[Paper], found: Sequence[Found], drawn: Mapping[str, Any],
    unanswered: Sequence[str] = (), applicants: Sequence[Mapping[str, Any]] = (),
) -> None:  # fmt: skip
    """Write `truth.json`. `drawn` says how it was drawn (condition, fault, layout), for the tables of a benchmark."""
    ordered = sorted(papers, key=lambda p: (p.file, list(p.pages)))
    documents = [_document(n, paper, folder) for n, paper in enumerate(ordered, 1)]
    truth = {
        "schema": "prereview/1",
        "application": folder.name,
        "as_of": AS_OF.isoformat(),
        "profile": profile,
        "applicants": list(applicants),
        "status": status((f.code for f in found), unanswered),
        "documents": documents,
        "findings": sorted((_finding(f, documents) for f in found), key=lambda f: f["code"]),
        "unanswered": [{"code": code} for code in unanswered],
        "drawn": dict(drawn),
    }
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
