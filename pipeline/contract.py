"""A review as the JSON that other programs rely on: schema "prereview/1", described by `docs/review.schema.json`.

Keys stand in the order of the contract's page. Money is a decimal string with two places, a day is ISO text. A field or a
column that the paper does not have is absent; one that is there and could not be read is null.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from pipeline.model import (
    Contribution,
    Document,
    Earning,
    Evidence,
    Field,
    Finding,
    Item,
    Month,
    Part,
    Place,
    Review,
    Row,
    Transaction,
    Unanswered,
)

SCHEMA = "prereview/1"

_ID_CARD = ("name", "sex", "ethnicity", "birth_date", "address", "id_number")
_ID_BACK = ("issuing_authority", "valid_from", "valid_until")
_HELD = ("holder", "id_number")

FIELDS: Mapping[str, tuple[str, ...]] = {
    "id_card_front": _ID_CARD,
    "id_card_back": _ID_BACK,
    "temporary_id_card": _ID_CARD + _ID_BACK,
    "bank_statement": (
        "bank",
        "bank_name",
        "holder",
        "account",
        "currency",
        "period_start",
        "period_end",
        "issued_on",
        "verification_code",
    ),
    "wallet_statement": ("provider", *_HELD, "account", "period_start", "period_end", "issued_on"),
    "gig_earnings": ("platform", *_HELD, "period_start", "period_end", "issued_on", "total"),
    "social_insurance": (
        *_HELD,
        "region",
        "agency",
        "employer",
        "issued_on",
        "verification_code",
        "verification_until",
    ),
    "housing_fund": (*_HELD, "employer", "account", "issued_on", "balance"),
    "employment_letter": (
        *_HELD,
        "issuer",
        "employer",
        "position",
        "employed_since",
        "monthly_income",
        "issuer_contact",
        "issued_on",
        "sealed",
    ),
    "other_document": ("kind", *_HELD),
    "unknown": (),
}
"""The fields of each document type, in the order of the contract's table."""

_STATEMENT = ("date", "time", "amount", "balance", "counterparty", "counterparty_account", "summary")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "bank_statement": _STATEMENT,
    "wallet_statement": (*_STATEMENT, "status"),
    "gig_earnings": ("date", "month", "amount", "orders", "kind"),
    "social_insurance": ("month", "scheme", "base", "personal", "paid", "backpaid", "employer"),
    "housing_fund": ("month", "base", "amount"),
}
"""The columns of each type's rows, likewise; `page` follows them."""

_ALWAYS: Mapping[type[Row], tuple[str, ...]] = {
    Transaction: ("date", "amount"),
    Earning: ("amount",),
    Contribution: ("month",),
}


def review_json(review: Review) -> dict[str, Any]:
    """The contract's review object."""
    return {
        "schema": SCHEMA,
        "application": _text(review.application),
        "as_of": review.as_of.isoformat(),
        "profile": review.profile,
        "applicants": [plain(applicant) for applicant in review.applicants],
        "status": review.status,
        "documents": [_document(document) for document in review.documents],
        "findings": [_finding(finding) for finding in review.findings],
        "unanswered": [_unanswered(one) for one in review.unanswered],
        "supplement_list": [_item(item) for item in review.items],
        "income": plain(review.income),
    }


def extract_json(documents: Iterable[Document], findings: Iterable[Finding]) -> dict[str, Any]:
    """The object that `prereview extract --json` prints; `findings` are those of the FIL family."""
    return {
        "schema": SCHEMA,
        "documents": [_document(document) for document in documents],
        "findings": [_finding(finding) for finding in findings],
    }


def dumps(data: Any) -> str:
    """JSON text, Chinese as it is, two spaces of indent, a line end at the end."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """Any value of a review in JSON's own types."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_text(str(key)): plain(one) for key, one in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(one) for one in value)
    return value if isinstance(value, float) else [plain(one) for one in value]


_SURROGATES = re.compile("[\ud800-\udfff]")


def _text(text: str) -> str:
    """Text that UTF-8 can carry: an undecodable byte of a file name, or half a pair out of a PDF's font, becomes U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


def confidence(value: float) -> float:
    """A confidence cut (not rounded) to three places, so that none looks surer than it is."""
    kept = min(max(float(value), 0.0), 1.0)
    return float(Decimal(str(kept)).quantize(Decimal("0.001"), ROUND_DOWN))


def _length(value: float) -> float | int:
    """A coordinate to a tenth, whole numbers as such."""
    rounded = round(float(value), 1)
    return int(rounded) if rounded == int(rounded) else rounded


# ---------------------------------------------------------------- documents


def _document(document: Document) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": document.id,
        "type": document.type,
        "parts": [_part(part) for part in document.parts],
        "original": document.original,
        "confidence": confidence(document.confidence),
        "fields": {name: _field(document.fields[name]) for name in in_order(document)},
        "rows": [_row(row, document) for row in document.rows],
        "months": [_month(month) for month in document.months],
    }
    return shown | ({"notes": plain(document.notes)} if document.notes else {})


def in_order(document: Document) -> list[str]:
    """The names of a document's fields, in the order of its type's table; fields beyond the table come last."""
    known = FIELDS.get(document.type, ())
    return [n for n in known if n in document.fields] + [n for n in document.fields if n not in known]


def _part(part: Part) -> dict[str, Any]:
    shown: dict[str, Any] = {"file": _text(part.file), "sha256": part.sha256, "pages": list(part.pages)}
    if part.unit is None:
        return shown
    return shown | {"size": [[_length(width), _length(height)] for width, height in part.sizes], "unit": part.unit}


def _field(field: Field) -> dict[str, Any]:
    return {
        "value": plain(field.value),
        "confidence": confidence(field.confidence),
        **_place(field.place),
        "method": field.method,
        **({"reason": _text(field.reason)} if field.reason else {}),
        **({"readings": plain(field.readings)} if field.readings else {}),
        **({"by": field.by, "at": field.at, "was": plain(field.was)} if field.method == "human" else {}),
    }


def _place(place: Place | None) -> dict[str, Any]:
    """`file` with `page` and `box`, or with `sheet` and `cell`; nothing where a value stands nowhere."""
    if place is None:
        return {}
    box = place.box and [_length(x) for x in (place.box.left, place.box.top, place.box.right, place.box.bottom)]
    parts = {
        "file": _text(place.file),
        "page": place.page,
        "box": box,
        "sheet": plain(place.sheet),
        "cell": place.cell,
    }
    return {key: value for key, value in parts.items() if value is not None}


def _row(row: Row, document: Document) -> dict[str, Any]:
    """The columns that the paper has; `unread` ones are null. A spreadsheet's row has sheet and cell in place of the page."""
    shown: dict[str, Any] = {}
    for column in COLUMNS.get(document.type, ()):
        value = getattr(row, column, None)
        if value is not None or column in row.unread or column in _ALWAYS[type(row)]:
            shown[column] = plain(value)
    if isinstance(row, Transaction) and row.neutral:
        shown["neutral"] = True
    if isinstance(row, Transaction) and row.closed:
        shown["closed"] = True
    return shown | _row_place(row, document) | _doubt(row)


def _row_place(row: Row, document: Document) -> dict[str, Any]:
    place = row.place or Place(document.file)
    named = {"file": place.file} if len(document.parts) > 1 else {}
    page = row.page if row.page is not None else place.page
    stands = {"page": page, "sheet": place.sheet, "cell": place.cell}
    return plain(named | {key: value for key, value in stands.items() if value is not None})  # type: ignore[no-any-return]


def _doubt(row: Row) -> dict[str, Any]:
    """What sets a row apart from a plainly read one: a confidence below 1, that it was repaired or given by a person, what else was read."""
    marked: dict[str, Any] = {"method": row.method} if row.method in ("repaired", "derived", "human") else {}
    if isinstance(row, Transaction) and row.readings:
        marked["readings"] = plain(row.readings)
    return ({"confidence": confidence(row.confidence)} if row.confidence < 1 else {}) | marked


def _month(month: Month) -> dict[str, Any]:
    return {
        "month": month.month,
        "coverage": month.coverage,
        "inflow": plain(month.inflow),
        "outflow": plain(month.outflow),
        "rows": month.rows,
    }


# ---------------------------------------------------------------- what the rules say


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": _text(finding.message),
        "documents": list(finding.documents),
        "evidence": [_evidence(one) for one in finding.evidence],
        "data": plain(finding.data),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        **_place(evidence.place),
        "text": _text(evidence.text),
        "confidence": confidence(evidence.confidence),
    }


def _unanswered(unanswered: Unanswered) -> dict[str, Any]:
    return {"code": unanswered.code, "why": _text(unanswered.why)}


def _item(item: Item) -> dict[str, Any]:
    return {
        "n": item.n,
        "document": item.document,
        "title": _text(item.title),
        "reason": _text(item.reason),
        "how": _text(item.how),
        "codes": list(item.codes),
        "months": list(item.months),
    }


# ---------------------------------------------------------------- reading it again


_LISTS: Mapping[str, str | None] = {
    "documents": None,
    "findings": "code",
    "unanswered": "code",
    "supplement_list": None,
}
_DOCUMENT_LISTS: Mapping[str, str | None] = {"parts": "file", "rows": None, "months": "month"}


def loads(text: str | bytes) -> dict[str, Any]:
    """A review, or a truth in its shape (which may leave out any key), from JSON text; ValueError says what is wrong."""
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("a review is a JSON object")
    _check_lists(data, _LISTS, "")
    for n, document in enumerate(data.get("documents") or ()):
        _check_lists(document, _DOCUMENT_LISTS, f"documents[{n}].")
        if not isinstance(document.get("fields", {}), dict):
            raise ValueError(f"documents[{n}].fields is no object")
    if data.get("income") is not None:
        _check_lists({"income": [data["income"]]}, {"income": None}, "")
        _check_lists(data["income"], {"months": "month"}, "income.")
    return data


def _check_lists(of: Mapping[str, Any], lists: Mapping[str, str | None], path: str) -> None:
    """Each of these keys, where it is there, holds a list of objects that have the key named beside it."""
    for name, needed in lists.items():
        entries = [] if of.get(name) is None else of[name]
        if not isinstance(entries, list):
            raise ValueError(f"{path}{name} is no list")
        for n, entry in enumerate(entries):
            if not isinstance(entry, dict) or (needed and not isinstance(entry.get(needed), str)):
                raise ValueError(f"{path}{name}[{n}] is no object{f' with {needed}' if needed else ''}")
