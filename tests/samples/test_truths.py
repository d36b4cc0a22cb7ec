"""The committed truths have the shape of a review, hang together, and name only what is there."""

import calendar
import json
import re
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest

SAMPLES = Path(__file__).parents[2] / "samples"
TRUTHS = sorted(SAMPLES.glob("*/truth.json"))
AS_OF = date(2026, 11, 24)

CARD_FRONT = {"name", "sex", "ethnicity", "birth_date", "address", "id_number"}
CARD_BACK = {"issuing_authority", "valid_from", "valid_until"}
FIELDS = {
    "id_card_front": CARD_FRONT,
    "id_card_back": CARD_BACK,
    "bank_statement": {
        "bank", "bank_name", "holder", "account", "currency", "period_start", "period_end", "issued_on", "verification_code",
    },
    "wallet_statement": {"provider", "holder", "id_number", "account", "period_start", "period_end", "issued_on"},
    "gig_earnings": {"platform", "holder", "id_number", "period_start", "period_end", "issued_on", "total"},
    "social_insurance": {
        "holder", "id_number", "region", "agency", "employer", "issued_on", "verification_code", "verification_until",
    },
    "housing_fund": {"holder", "id_number", "employer", "account", "issued_on", "balance"},
    "employment_letter": {
        "holder", "id_number", "issuer", "employer", "position", "employed_since", "monthly_income", "issuer_contact", "issued_on",
        "sealed",
    },
    "unknown": set(),
}  # fmt: skip
ROWS = {
    "bank_statement": {"date", "time", "amount", "balance", "counterparty", "counterparty_account", "summary", "page"},
    "gig_earnings": {"date", "month", "amount", "orders", "kind", "page"},
}
ROWS["social_insurance"] = {"month", "scheme", "base", "personal", "paid", "backpaid", "employer", "page"}
ROWS["housing_fund"] = {"month", "base", "amount", "page"}
CONTRIBUTIONS = {"social_insurance", "housing_fund"}  # what is paid into them is no inflow of the applicant's
ROWS["wallet_statement"] = ROWS["bank_statement"] | {"status", "neutral", "closed"}
DAYS = {"birth_date", "valid_from", "period_start", "period_end", "issued_on"}
CODES = {
    "FIL001", "FIL002", "FIL003", "FIL006", "IDC001", "IDC002", "IDC101", "IDC201", "IDC202", "BNK001", "BNK101", "BNK102",
    "BNK103", "BNK104", "BNK201", "BNK301", "BNK302", "GIG001", "GIG101", "GIG102", "GIG103", "GIG201", "EMP101", "INC001",
    "IMG101", "IMG102", "IMG103", "IMG104", "IMG105", "IMG201", "IMG202",
}  # fmt: skip
MONEY = re.compile(r"-?\d+\.\d\d")
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
ASKED = {"salaried": 6, "gig_worker": 12, "self_employed": 36}
FRESH = {"BNK": 30, "GIG": 45}
FAMILY = {"BNK": {"bank_statement", "wallet_statement"}, "GIG": {"gig_earnings"}}


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


truths = pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.parent.name)


def test_there_is_a_committed_set():
    assert len(TRUTHS) >= 12


def test_these_codes_and_no_others_are_expected_somewhere():
    seen = {found["code"] for path in TRUTHS for found in load(path)["findings"]}
    seen |= {one["code"] for path in TRUTHS for one in load(path)["unanswered"]}
    assert seen == CODES


@truths
def test_it_has_the_keys_of_a_review(path):
    truth = load(path)
    expected = {
        "schema", "application", "as_of", "profile", "applicants", "status", "documents", "findings", "unanswered",
        "supplement_list",
    }  # fmt: skip
    assert expected <= set(truth) <= expected | {"income"}
    assert (truth["schema"], truth["as_of"]) == ("prereview/1", AS_OF.isoformat())
    assert truth["application"] == path.parent.name
    assert truth["profile"] in ASKED


@truths
def test_documents_name_files_that_are_there(path):
    for document in load(path)["documents"]:
        for part in document["parts"]:
            data = handed_in(path.parent, part["file"])
            assert sha256(data).hexdigest() == part["sha256"]


def handed_in(folder, name):
    """The bytes of a file of the application, inside an archive too ("a.zip/inner")."""
    archive, _, inner = name.partition(".zip/")
    if not inner:
        return (folder / name).read_bytes()
    with ZipFile(folder / f"{archive}.zip", metadata_encoding="gbk") as package:
        return package.read(inner, pwd=b"260506")


@truths
def test_every_file_is_in_the_truth(path):
    truth = load(path)
    named = {
        part["file"].partition(".zip/")[0] + ".zip" * (".zip/" in part["file"])
        for document in truth["documents"]
        for part in document["parts"]
    }
    named |= {evidence["file"] for found in truth["findings"] for evidence in found.get("evidence", ())}
    assert named | {"truth.json"} == {file.name for file in path.parent.iterdir()} - {"application.toml"}


@truths
def test_fields_and_rows_are_those_of_the_type(path):
    for document in load(path)["documents"]:
        assert set(document["fields"]) <= FIELDS[document["type"]]
        for row in document["rows"]:
            assert set(row) <= ROWS[document["type"]]


@truths
def test_values_are_written_as_the_contract_says(path):
    for document in load(path)["documents"]:
        for name, field in document["fields"].items():
            if name in DAYS or (name == "valid_until" and field["value"] != "长期"):
                date.fromisoformat(field["value"])
            if name == "total":
                assert MONEY.fullmatch(field["value"])
        for row in document["rows"]:
            assert "amount" in row or document["type"] in CONTRIBUTIONS
            for name in ("amount", "balance", "base", "personal"):
                assert MONEY.fullmatch(row.get(name, "0.00"))
            assert MONTH.fullmatch(row["month"]) if "month" in row else date.fromisoformat(row["date"])


@truths
def test_boxes_lie_on_their_page(path):
    for document in load(path)["documents"]:
        (part,) = document["parts"]
        for name, field in document["fields"].items():
            if field["method"] in {"cell", "derived"}:
                continue
            wide, high = part["size"][part["pages"].index(field["page"])]
            left, top, right, bottom = field["box"]
            assert 0 <= left < right <= wide, (document["id"], name)
            assert 0 <= top < bottom <= high, (document["id"], name)


@truths
def test_findings_and_items_hang_together(path):
    truth = load(path)
    ids = {document["id"] for document in truth["documents"]}
    required = {found["code"] for found in truth["findings"] if found["severity"] == "required"}
    assert all(set(found["documents"]) <= ids for found in truth["findings"])
    assert {code for item in truth["supplement_list"] for code in item["codes"]} == required
    assert truth["status"] == status(truth)


def status(truth):
    severities = {found["severity"] for found in truth["findings"]}
    if "required" in severities:
        return "supplement"
    return "review" if "review" in severities or truth["unanswered"] else "complete"


@truths
def test_balances_chain_but_for_the_altered_one(path):
    truth = load(path)
    broken = [
        row
        for document in truth["documents"]
        if "balance" in (document["rows"] or [{}])[0]
        for row in breaks(document["rows"])
    ]
    expected = [found["data"] for found in truth["findings"] if found["code"] == "BNK201"]
    assert [{"date": row["date"], "balance": row["balance"]} for row in broken] == expected


def breaks(rows):
    """Rows whose balance is not the one before plus the amount; the order of the file may be either."""
    ordered = rows if rows[0]["date"] <= rows[-1]["date"] else rows[::-1]
    return [b for a, b in pairwise(ordered) if Decimal(a["balance"]) + Decimal(b["amount"]) != Decimal(b["balance"])]


@truths
def test_months_are_the_sums_of_the_rows(path):
    for document in load(path)["documents"]:
        months = document.get("months", [])
        counted = [] if document["type"] in CONTRIBUTIONS else document["rows"]
        moved = [Decimal(row["amount"]) for row in counted if not (row.get("neutral") or row.get("closed"))]
        gained = sum((amount for amount in moved if amount > 0), Decimal(0))
        assert sum((Decimal(month["inflow"]) for month in months), Decimal(0)) == gained
        assert sum(month["rows"] for month in months) == len(document["rows"])


@truths
def test_earnings_add_up_to_the_printed_total(path):
    for document in load(path)["documents"]:
        if "total" in document["fields"]:
            total = sum(Decimal(row["amount"]) for row in document["rows"])
            assert f"{total:.2f}" == document["fields"]["total"]["value"]


@truths
def test_the_named_months_follow_from_the_covered_days(path):
    """Worked out here a second time, day by day, from the periods that the documents print."""
    truth = load(path)
    foreign = {one for found in truth["findings"] if found["code"] == "BNK104" for one in found["documents"]}
    for family, kinds in FAMILY.items():
        papers = [one for one in truth["documents"] if one["type"] in kinds and one["id"] not in foreign]
        expected = {
            found["code"][3:]: found["data"]["months"]
            for found in truth["findings"]
            if found["code"] in {family + "101", family + "102", family + "103"}
        }
        assert judged(papers, ASKED[truth["profile"]], FRESH[family]) == expected


def judged(papers, asked, fresh):
    """The window is asked of the account that covers most of it; of any other, only what is missing between its own ends."""
    months = asked_window(asked)
    accounts = {}
    for paper in papers:
        number = paper["fields"].get("account", {}).get("value", "all platforms together")
        accounts.setdefault(number, set()).update(covered_days(paper))
    ranked = sorted(accounts.values(), key=lambda days: sum(f"{day:%Y-%m}" in months for day in days), reverse=True)
    found = judged_window(ranked[0], months, fresh) if ranked else {}
    for days in ranked[1:]:
        inner = [m for m in months if any(min(days) < day < max(days) and day not in days for day in days_of(m))]
        if inner:
            found.setdefault("102", []).extend(inner)
    return found


def judged_window(covered, months, fresh):
    first, last = min(covered), max(covered)
    is_fresh = (AS_OF - last).days <= fresh
    if is_fresh:
        covered = covered | {last + timedelta(days=n) for n in range((AS_OF - last).days)}
    found = {}
    for month in months:
        if all(day in covered for day in days_of(month)):
            continue
        number = "101" if month < f"{first:%Y-%m}" else "102"
        if not is_fresh and month >= f"{last:%Y-%m}":
            number = "103"
        found.setdefault(number, []).append(month)
    return found


def covered_days(paper):
    fields = paper["fields"]
    first, last = (date.fromisoformat(fields[name]["value"]) for name in ("period_start", "period_end"))
    whole = {first + timedelta(days=n) for n in range((last - first).days + 1)}
    listed = {row["month"] for row in paper["rows"] if "month" in row}
    return {day for day in whole if f"{day:%Y-%m}" in listed} if listed else whole


def asked_window(count):
    last = AS_OF.year * 12 + AS_OF.month - 1
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(last - count, last)]


def days_of(month):
    year, number = map(int, month.split("-"))
    return [date(year, number, day) for day in range(1, calendar.monthrange(year, number)[1] + 1)]


def test_id_numbers_are_valid_but_for_the_one_that_is_meant_not_to_be():
    wrong = []
    for path in TRUTHS:
        for document in load(path)["documents"]:
            number = document["fields"].get("id_number", {}).get("value")
            if number and not checked(number):
                wrong.append(path.parent.name)
    assert wrong == ["salaried-id-number-invalid"]


def checked(number):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 11] == number[17]


@truths
def test_digital_papers_say_that_they_are_samples(path):
    for document in load(path)["documents"]:
        if document["original"] == "issuer_pdf":
            data = handed_in(path.parent, document["parts"][0]["file"])
            with pypdfium2.PdfDocument(data, password="720615") as pdf:
                assert "样本" in pdf[0].get_textpage().get_text_range()


@truths
def test_the_text_in_a_box_is_the_value(path):
    """Of digital papers; `bank`, `provider` and `platform` are codes, told by the words in their box."""
    for document in load(path)["documents"]:
        if document["original"] != "issuer_pdf":
            continue
        with pypdfium2.PdfDocument(handed_in(path.parent, document["parts"][0]["file"]), password="720615") as pdf:
            for name, field in document["fields"].items():
                if name not in {"bank", "provider", "platform"}:
                    assert same(text_in(pdf, field), field["value"], name), (document["id"], name)


def text_in(pdf, field):
    page = pdf[field["page"] - 1]
    left, top, right, bottom = field["box"]
    high = page.get_height()
    return page.get_textpage().get_text_bounded(left + 1, high - bottom, right - 1, high - top).strip()


def same(text, value, name):
    if name in DAYS:
        numbers = [int(part) for part in re.findall(r"\d{4}(?=\d{4})|(?<=\d{4})\d\d|\d+", text)]
        return numbers[:3] == [int(part) for part in value.split("-")]
    if name == "total":
        return text.replace(",", "") == value
    return text.translate(RADICALS) == value


RADICALS = str.maketrans("⺠⼀⼈⼦⼼⼾⼿⽀⽇⽌⽔⽹⾏⾔⾦", "民一人子心户手支日止水网行言金")


@truths
def test_every_amount_and_balance_is_printed_on_its_page(path):
    for document in load(path)["documents"]:
        if document["original"] != "issuer_pdf":
            continue
        with pypdfium2.PdfDocument(handed_in(path.parent, document["parts"][0]["file"]), password="720615") as pdf:
            pages = [re.sub(r"[\s,]", "", page.get_textpage().get_text_range()) for page in pdf]
        for row in document["rows"]:
            printed = pages[row["page"] - 1]
            for name in ("amount", "balance", "base", "personal"):
                assert row.get(name, "").lstrip("-") in printed, row
