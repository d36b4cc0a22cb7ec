"""The truth of an application, in the shape of a review: worked out from what was drawn, by the contract's words, not from reading it back."""

from __future__ import annotations

import calendar
import hashlib
import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from _ledger import months
from _paper import Drawn

AS_OF = date(2026, 11, 24)
STATEMENTS = {"bank_statement": "bank", "wallet_statement": "wallet"}
CONTRIBUTIONS = ("social_insurance", "housing_fund")
WINDOW = {"salaried": 6, "gig_worker": 12, "self_employed": 36}

NAMES = {
    "FIL001": ("unsupported-file", "required"),
    "FIL002": ("unreadable-file", "required"),
    "FIL003": ("password-needed", "required"),
    "FIL006": ("unrecognised-document", "review"),
    "IDC001": ("id-front-missing", "required"),
    "IDC002": ("id-back-missing", "required"),
    "IDC101": ("id-card-expired", "required"),
    "IDC104": ("temporary-id-card", "required"),
    "IDC201": ("id-number-invalid", "review"),
    "IDC202": ("id-number-mismatch", "review"),
    "IMG101": ("blurred", "required"),
    "IMG102": ("glare", "required"),
    "IMG103": ("cropped", "required"),
    "IMG104": ("too-dark", "required"),
    "IMG105": ("too-small", "required"),
    "IMG201": ("screen-recapture", "review"),
    "IMG202": ("photocopy", "review"),
    "BNK001": ("bank-statement-missing", "required"),
    "BNK101": ("statement-too-short", "required"),
    "BNK102": ("statement-months-missing", "required"),
    "BNK103": ("statement-stale", "required"),
    "BNK104": ("statement-of-another-person", "required"),
    "BNK201": ("balance-chain-broken", "review"),
    "BNK301": ("not-a-statement", "required"),
    "BNK302": ("editable-export", "advice"),
    "GIG001": ("gig-earnings-missing", "required"),
    "GIG101": ("gig-earnings-too-short", "required"),
    "GIG102": ("gig-months-missing", "required"),
    "GIG103": ("gig-earnings-stale", "required"),
    "SSI102": ("contribution-gap", "required"),
    "EMP101": ("letter-without-seal", "required"),
    "EMP103": ("letter-outdated", "required"),
    "GIG201": ("payout-not-in-bank", "review"),
    "INC001": ("income-not-proven", "required"),
}


@dataclass(frozen=True)
class Placed:
    """A drawn document in its file: the pages that it takes there."""

    file: str
    drawn: Drawn
    pages: tuple[int, ...] = (1,)


@dataclass(frozen=True)
class Expected:
    """A finding to expect: of which files, with which data, and (FIL codes) which file it is about."""

    code: str
    files: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    about: str | None = None


@dataclass(frozen=True)
class Wanted:
    """An entry of the supplement list to expect."""

    document: str
    codes: tuple[str, ...]
    months: tuple[str, ...] = ()


def truth(
    name: str,
    profile: str,
    files: dict[str, bytes],
    placed: Sequence[Placed],
    findings: Sequence[Expected],
    items: Sequence[Wanted],
    *,
    unanswered: Sequence[str] = (),
    applicants: Sequence[tuple[str, tuple[str, ...]]] = (),
    not_evidence: Sequence[str] = (),
    income: bool = True,
) -> dict[str, Any]:
    """`applicants` are (role, files); without them the one borrower has every document but those of `not_evidence` and the unknown ones."""
    ordered = sorted(placed, key=lambda one: (one.file, one.pages))
    documents = [_document(f"d{n}", one, files[one.file]) for n, one in enumerate(ordered, 1)]
    ids: dict[str, list[str]] = {}
    for document in documents:
        ids.setdefault(document["parts"][0]["file"], []).append(document["id"])
    own = [d for d in documents if d["type"] != "unknown" and d["parts"][0]["file"] not in not_evidence]
    people = applicants or (("borrower", tuple(sorted({d["parts"][0]["file"] for d in own}))),)
    proofs = [(d, one.drawn) for d, one in zip(documents, ordered, strict=True) if d in own]
    return {
        "schema": "prereview/1",
        "application": name,
        "as_of": AS_OF.isoformat(),
        "profile": profile,
        "applicants": [{"role": role, "documents": _sorted(ids, named)} for role, named in people],
        "status": _status(findings, unanswered),
        "documents": documents,
        "findings": [_finding(one, ids) for one in sorted(findings, key=lambda each: each.code)],
        "unanswered": [{"code": code} for code in unanswered],
        "supplement_list": [_item(one) for one in items],
    } | ({"income": _income(proofs, WINDOW[profile])} if income else {})


def dumps(value: dict[str, Any]) -> str:
    """JSON with one row of a document on a line."""
    marked: list[str] = []

    def mark(node: Any, key: str = "") -> Any:
        if (
            isinstance(node, list)
            and key in {"rows", "months", "box", "size", "pages", "documents"}
            and not _nests(node)
        ):
            marked.append(_lines(node, key))
            return f"@@{len(marked) - 1}@@"
        if isinstance(node, list):
            return [mark(one) for one in node]
        if isinstance(node, dict):
            return {name: mark(one, name) for name, one in node.items()}
        return node

    text = json.dumps(mark(value), ensure_ascii=False, indent=1)
    for n in range(len(marked) - 1, -1, -1):
        text = text.replace(f'"@@{n}@@"', marked[n])
    return text + "\n"


def _nests(node: list[Any]) -> bool:
    return any(isinstance(one, dict) and any(isinstance(part, (dict, list)) for part in one.values()) for one in node)


def _lines(node: list[Any], key: str) -> str:
    if key in {"rows", "months"} and node and isinstance(node[0], dict):
        return "[\n" + ",\n".join("  " + json.dumps(one, ensure_ascii=False) for one in node) + "\n]"
    return json.dumps(node, ensure_ascii=False)


def _sorted(ids: dict[str, list[str]], files: Iterable[str]) -> list[str]:
    return sorted((one for file in files for one in ids[file]), key=lambda one: int(one[1:]))


def _document(identity: str, placed: Placed, data: bytes) -> dict[str, Any]:
    drawn = placed.drawn
    part: dict[str, Any] = {"file": placed.file, "sha256": hashlib.sha256(data).hexdigest()}
    if drawn.unit:
        part |= {
            "pages": list(placed.pages),
            "size": [[round(edge, 2) for edge in size] for size in drawn.sizes],
            "unit": drawn.unit,
        }
    fields = {name: _named(one, placed) for name, one in (drawn.fields | _derived(drawn)).items()}
    made: dict[str, Any] = {
        "id": identity, "type": drawn.type, "parts": [part], "original": drawn.original, "fields": fields, "rows": drawn.rows
    }  # fmt: skip
    if drawn.type in {*STATEMENTS, "gig_earnings"}:
        made["months"] = _months(made)
    if drawn.type in CONTRIBUTIONS:
        made["months"] = _months_paid(drawn.rows)
    return made


def _named(one: dict[str, Any], placed: Placed) -> dict[str, Any]:
    said = {"value": one["value"], "file": placed.file} | one
    if "page" in one:
        said["page"] = placed.pages[one["page"] - 1]
    return said


def _derived(drawn: Drawn) -> dict[str, Any]:
    """The period of a statement that prints none: from the first day of the first row's month to the last row's day."""
    if drawn.type not in STATEMENTS or "period_start" in drawn.fields:
        return {}
    days = sorted(one["date"] for one in drawn.rows)
    return {
        "period_start": {"value": days[0][:8] + "01", "method": "derived"},
        "period_end": {"value": days[-1], "method": "derived"},
    }


def _months(document: dict[str, Any]) -> list[dict[str, Any]]:
    first, last = (date.fromisoformat(document["fields"][name]["value"]) for name in ("period_start", "period_end"))
    issued = document["fields"].get("issued_on", {}).get("value")
    listed = {one["month"] for one in document["rows"] if "month" in one}
    return [_month(document, y, m, first, last, issued, listed) for y, m in months(first, last)]


def _months_paid(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A month of contributions is covered where the pension, or the housing fund, was paid."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["month"], []).append(row)
    return [
        {
            "month": name,
            "coverage": "full" if any(_is_paid(row) for row in found[name]) else "none",
            "inflow": "0.00",
            "outflow": "0.00",
            "rows": len(found[name]),
        }
        for name in sorted(found)
    ]


def _is_paid(row: dict[str, Any]) -> bool:
    return row["paid"] is True if row.get("scheme") == "pension" else "scheme" not in row and "amount" in row


def _month(
    document: dict[str, Any], year: int, month: int, first: date, last: date, issued: str | None, listed: set[str]
) -> dict[str, Any]:
    name = f"{year}-{month:02d}"
    rows = [one for one in document["rows"] if name == (one.get("month") or one["date"][:7])]
    amounts = [Decimal(one["amount"]) for one in rows if not one.get("neutral") and not one.get("closed")]
    begins, ends = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    if issued and issued[:7] == name:
        ends = min(ends, date.fromisoformat(issued) - timedelta(days=1))
    whole = first <= begins and last >= ends
    coverage = "full" if whole else "partial"
    if listed:
        coverage = "full" if name in listed else "none"
    gained = sum((a for a in amounts if a > 0), Decimal(0))
    spent = -sum((a for a in amounts if a < 0), Decimal(0))
    return {
        "month": name,
        "coverage": coverage,
        "inflow": f"{gained:.2f}",
        "outflow": f"{spent:.2f}",
        "rows": len(rows),
    }


def _status(findings: Sequence[Expected], unanswered: Sequence[str]) -> str:
    severities = {NAMES[one.code][1] for one in findings}
    if "required" in severities:
        return "supplement"
    return "review" if "review" in severities or unanswered else "complete"


def _finding(one: Expected, ids: dict[str, list[str]]) -> dict[str, Any]:
    name, severity = NAMES[one.code]
    found: dict[str, Any] = {"code": one.code, "name": name, "severity": severity, "documents": _sorted(ids, one.files)}
    if one.about:
        found["evidence"] = [{"file": one.about}]
    return found | {"data": one.data}


def _item(one: Wanted) -> dict[str, Any]:
    return {"document": one.document, "codes": list(one.codes), "months": list(one.months)}


# ---------------------------------------------------------------- income


def window(profile: str) -> tuple[str, ...]:
    """The asked window: the N calendar months before that of `AS_OF`."""
    return _before(WINDOW[profile])


def _before(count: int) -> tuple[str, ...]:
    last = AS_OF.year * 12 + AS_OF.month - 1
    return tuple(f"{n // 12}-{n % 12 + 1:02d}" for n in range(last - count, last))


def _income(proofs: Sequence[tuple[dict[str, Any], Drawn]], asked: int) -> dict[str, Any] | None:
    statements = [(d, drawn) for d, drawn in proofs if d["type"] in STATEMENTS]
    platforms = [d for d, _ in proofs if d["type"] == "gig_earnings"]
    insured = [d for d, _ in proofs if d["type"] == "social_insurance"]
    covered = {m["month"] for d, _ in proofs for m in d.get("months", ()) if m["coverage"] != "none"}
    if not covered:
        return None
    listed = [_income_month(month, statements, platforms, insured) for month in _before(36) if month >= min(covered)]
    recent = [m["counted"] for m in listed if m["month"] in _before(asked) and m["counted"]]
    return (
        {"months": listed}
        | _summary(recent)
        | {"over_36": _summary([m["counted"] for m in listed if m["counted"]])}
        | {
            "evidence": sorted(
                {d["type"] for d, _ in proofs if d["type"] in {*STATEMENTS, "gig_earnings", "social_insurance"}}
            )
        }
    )


def _income_month(month: str, statements: Any, platforms: Any, insured: Any) -> dict[str, Any]:
    credits = {
        "bank": _credited(month, statements, "bank_statement"),
        "wallet": _credited(month, statements, "wallet_statement"),
    }
    earned = [
        Decimal(one["amount"]) for d in platforms for one in d["rows"] if (one.get("month") or one["date"][:7]) == month
    ]
    platform = f"{sum(earned, Decimal(0)):.2f}" if earned else None
    told = [Decimal(one) for one in credits.values() if one is not None]
    rows = [one for d in insured for one in d["rows"] if one["month"] == month and one["scheme"] == "pension"]
    base = next((one["base"] for one in rows if "base" in one), None)
    return {
        "month": month, "bank": credits["bank"], "platform": platform, "wallet": credits["wallet"], "social_insurance_base": base,
        "counted": f"{sum(told, Decimal(0)):.2f}" if told else platform,
    }  # fmt: skip


def _credited(month: str, statements: Any, kind: str) -> str | None:
    """The income credits of all statements of a kind that hold the month; None where none does."""
    full = [drawn for d, drawn in statements if d["type"] == kind and _full(d, month)]
    return f"{sum((Decimal(one.income.get(month, '0')) for one in full), Decimal(0)):.2f}" if full else None


def _full(document: dict[str, Any], month: str) -> bool:
    return any(m["month"] == month and m["coverage"] == "full" for m in document["months"])


def _summary(counted: Sequence[str]) -> dict[str, Any]:
    values = [Decimal(one) for one in counted]
    if not values:
        return {"monthly_average": None, "monthly_median": None, "coefficient_of_variation": None}
    mean = sum(values) / len(values)
    spread = statistics.pstdev(values) / mean if mean else Decimal(0)
    cent = Decimal("0.01")
    return {
        "monthly_average": str(mean.quantize(cent, ROUND_HALF_UP)),
        "monthly_median": str(Decimal(statistics.median(values)).quantize(cent, ROUND_HALF_UP)),
        "coefficient_of_variation": float(Decimal(spread).quantize(Decimal("0.0001"), ROUND_HALF_UP)),
    }
