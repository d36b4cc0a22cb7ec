"""Every sample application, reviewed from end to end and held against its truth in both directions.

This is the slow part of the suite: each application is read once (recognition included), and all tests look at that one review.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from flows import review as stages
from pipeline import contract, publish, report
from pipeline.evaluate import judged, match

ROOT = Path(__file__).parents[1]
SAMPLES = sorted(path.parent.name for path in (ROOT / "samples").glob("*/truth.json"))
SCHEMA = json.loads((ROOT / "docs" / "review.schema.json").read_text("utf-8"))

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("name", SAMPLES)]


@cache
def truth_of(name):
    return json.loads((ROOT / "samples" / name / "truth.json").read_text("utf-8"))


@cache
def reviewed(name):
    truth = truth_of(name)
    options = stages.Options(date.fromisoformat(truth["as_of"]), truth["profile"])
    return stages.review(ROOT / "samples" / name, options)


@cache
def review_of(name):
    return contract.review_json(reviewed(name))


def pairs(name):
    """(truth's document, given document) of all that stand in the same place and are of one type."""
    matched = match(truth_of(name)["documents"], review_of(name)["documents"])
    return [(t, g) for t, g in matched if t and g and t["type"] == g["type"]]


def label(document):
    part = document["parts"][0]
    return f"{part['file']} {part.get('pages') or ''}"


# ---------------------------------------------------------------- what was read


def kinds(documents):
    return Counter((label(d), d["type"], d["original"]) for d in documents)


def test_every_document_is_found_and_told(name):
    assert kinds(review_of(name)["documents"]) == kinds(truth_of(name)["documents"])


def test_pages_are_those_of_the_file(name):
    for truth, given in pairs(name):
        for due, part in zip(truth["parts"], given["parts"], strict=True):
            assert (part["file"], part["sha256"]) == (due["file"], due["sha256"])
            assert part.get("unit") == due.get("unit")
            for size, wanted in zip(part.get("size", ()), due.get("size", ()), strict=True):
                assert size == pytest.approx(wanted, abs=0.5)


def values(document, names):
    return {name: document["fields"][name]["value"] for name in names if name in document["fields"]}


def test_every_field_is_exact_and_none_is_too_many(name):
    for truth, given in pairs(name):
        names = judged(truth["type"], truth["fields"], given["fields"])
        assert values(given, names) == values(truth, names), label(truth)


def test_what_is_not_read_but_derived_says_so(name):
    for truth, given in pairs(name):
        for field, one in truth["fields"].items():
            if one.get("method") in ("text", "cell", "derived"):
                assert given["fields"][field]["method"] == one["method"], (label(truth), field)


def overlap(one, other):
    """The common area of two boxes, as a share of the smaller one."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return max(width, 0) * max(height, 0) / smaller if smaller > 0 else 0.0


def test_every_value_stands_where_it_was_drawn(name):
    for truth, given in pairs(name):
        for field, due in truth["fields"].items():
            one = given["fields"].get(field, {})
            if one.get("method") == "derived":  # a sex that the number tells stands where the number does
                continue
            if "box" in due and one.get("value") is not None:
                assert one["page"] == due["page"], (label(truth), field)
                assert overlap(one["box"], due["box"]) > 0.5, (label(truth), field, one["box"], due["box"])
            if "cell" in due:
                assert (one.get("sheet"), one.get("cell")) == (due["sheet"], due["cell"]), (label(truth), field)


def rows(document):
    """The rows as a bag; an empty cell is as good as none."""
    columns = (*contract.COLUMNS.get(document["type"], ()), "neutral", "page")
    return Counter(tuple((c, row[c]) for c in columns if row.get(c) not in (None, "")) for row in document["rows"])


def test_every_row_is_exact_and_none_is_too_many(name):
    for truth, given in pairs(name):
        due, made = rows(truth), rows(given)
        assert (made - due, due - made) == (Counter(), Counter()), label(truth)


def test_the_months_are_covered_as_they_are(name):
    for truth, given in pairs(name):
        if "months" in truth:
            assert given["months"] == truth["months"], label(truth)


# ---------------------------------------------------------------- what the rules say


def files(review, ids):
    of = {d["id"]: label(d) for d in review["documents"]}
    return tuple(sorted(of[one] for one in ids))


def findings(review):
    """Code, severity and paper, once for each paper that a finding names; the files of its evidence where it names none."""
    said = Counter()
    for one in review["findings"]:
        about = files(review, one["documents"]) or tuple(sorted({e["file"] for e in one.get("evidence", ())})) or ("",)
        said += Counter((one["code"], one["severity"], paper) for paper in about)
    return said


def test_every_finding_is_made_and_none_is_too_many(name):
    assert findings(review_of(name)) == findings(truth_of(name))


def test_findings_say_which_months_and_days(name):
    given = review_of(name)["findings"]
    for due in truth_of(name)["findings"]:
        data = {key: due["data"][key] for key in ("months", "valid_until") if key in due["data"]}
        said = [f["data"] for f in given if f["code"] == due["code"]]
        assert not data or any(data.items() <= one.items() for one in said), (due["code"], data, said)


def test_what_could_not_be_told(name):
    assert sorted(u["code"] for u in review_of(name)["unanswered"]) == sorted(
        u["code"] for u in truth_of(name)["unanswered"]
    )


def test_the_status(name):
    assert review_of(name)["status"] == truth_of(name)["status"]


def asked_for(review):
    return [(i["document"], sorted(i["codes"]), i["months"]) for i in review["supplement_list"]]


def test_the_list_asks_for_what_is_missing_and_no_more(name):
    assert sorted(asked_for(review_of(name))) == sorted(asked_for(truth_of(name)))


def test_whose_documents_they_are(name):
    given, due = (
        [(a["role"], files(r, a["documents"])) for a in r["applicants"]] for r in (review_of(name), truth_of(name))
    )
    assert given == due


def test_the_income(name):
    truth, given = truth_of(name), review_of(name)["income"]
    if truth.get("income", "untold") == "untold":
        pytest.skip("the truth does not tell the income")
    assert bool(given) == bool(truth["income"])
    for key, due in (truth["income"] or {}).items():
        assert (sorted(given[key]) if key == "evidence" else given[key]) == due, key


# ---------------------------------------------------------------- what is published


def test_the_json_is_what_the_schema_describes(name):
    errors = jsonschema.Draft202012Validator(SCHEMA).iter_errors(review_of(name))
    assert [f"{e.json_path}: {e.message[:200]}" for e in errors] == []


def test_the_list_can_be_read_and_the_report_drawn(name):
    review = reviewed(name)
    codes = {f.code for f in review.findings}
    for text in (publish.supplement_markdown(review), publish.terminal_text(review)):
        assert all(item.title in text for item in review.items)
        assert not [code for code in codes if code in text]
    assert report.report_html(review, lambda file, page: None, lambda file, sheet: None).endswith("</html>\n")
