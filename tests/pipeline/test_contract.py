import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import jsonschema
import published_example as example
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import contract
from pipeline.model import Contribution, Document, Field, Part, Place, Transaction

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "review.schema.json").read_text("utf-8"))


def against_schema(data, definition=None):
    schema = SCHEMA if definition is None else SCHEMA | {"$ref": f"#/$defs/{definition}"}
    if definition:
        schema = {"$ref": f"#/$defs/{definition}", "$defs": SCHEMA["$defs"]}
    return [f"{e.json_path}: {e.message}" for e in jsonschema.Draft202012Validator(schema).iter_errors(data)]


def shown(document):
    return contract.extract_json([document], [])["documents"][0]


def wallet(*rows):
    return Document("d1", "wallet_statement", (Part("a.csv", example.SHA, (), (), None),), "editable", 1.0, {}, rows)


def test_a_review_is_what_the_schema_describes():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert against_schema(contract.review_json(example.review())) == []


def test_an_extract_is_what_the_schema_describes():
    review = example.review()
    data = contract.extract_json(review.documents, review.findings[:1])
    assert against_schema(data, "extract") == []
    assert list(data) == ["schema", "documents", "findings"]


@pytest.mark.parametrize(
    ("change", "at"),
    [
        (lambda r: r["documents"][0]["fields"]["name"].update(value=None), "$.documents[0].fields.name"),
        (lambda r: r["documents"][1]["rows"][0].update(amount="8,012.00"), "$.documents[1].rows[0].amount"),
        (lambda r: r["documents"][1]["rows"][0].pop("date"), "$.documents[1].rows[0]"),
        (lambda r: r["documents"][1]["fields"]["bank"].update(value="工商银行"), "$.documents[1].fields.bank.value"),
        (lambda r: r["documents"][0]["fields"]["birth_date"].update(value="1990.3.7"), "$.documents[0].fields"),
        (lambda r: r.pop("income"), "$"),
        (lambda r: r.update(status="ok"), "$.status"),
    ],
)
def test_the_schema_refuses(change, at):
    data = contract.review_json(example.review())
    change(data)
    assert [e for e in against_schema(data) if e.startswith(at)], against_schema(data)


def test_keys_stand_in_the_order_of_the_page():
    data = contract.review_json(example.review())
    assert list(data) == [
        "schema",
        "application",
        "as_of",
        "profile",
        "applicants",
        "status",
        "documents",
        "findings",
        "unanswered",
        "supplement_list",
        "income",
    ]
    front = data["documents"][0]
    assert list(front) == ["id", "type", "parts", "original", "confidence", "fields", "rows", "months"]
    assert list(front["fields"]) == ["name", "birth_date", "address", "id_number"]
    assert list(front["fields"]["name"]) == ["value", "confidence", "file", "page", "box", "method"]


def test_a_field_says_where_it_stands():
    front = shown(example.card_front())
    assert front["fields"]["name"] == {
        "value": "王建国",
        "confidence": 0.98,
        "file": "front.jpg",
        "page": 1,
        "box": [371.3, 164, 600, 230],
        "method": "ocr",
    }
    assert front["parts"] == [
        {"file": "front.jpg", "sha256": example.SHA, "pages": [1], "size": [[1600, 1200]], "unit": "px"}
    ]
    assert shown(example.statement())["parts"][0]["size"] == [[595.3, 841.9], [595.3, 841.9]]


def test_an_unread_field_is_null_with_its_reason_and_an_absent_one_is_absent():
    fields = shown(example.card_front())["fields"]
    assert (fields["address"]["value"], fields["address"]["reason"]) == (None, "反光遮住了住址")
    assert "sex" not in fields


def test_a_spreadsheet_has_sheet_and_cell_in_place_of_page_and_box():
    document = shown(example.earnings())
    assert document["fields"]["total"] == {
        "value": "8320.00",
        "confidence": 1.0,
        "file": "didi.xlsx",
        "sheet": "收入",
        "cell": "B3",
        "method": "cell",
    }
    assert document["parts"] == [{"file": "didi.xlsx", "sha256": example.SHA, "pages": []}]
    assert document["rows"] == [
        {"month": "2026-03", "amount": "8320.00", "orders": 412, "sheet": "收入", "cell": "B3"},
        {"month": "2026-03", "amount": "-12.50", "kind": "扣款", "sheet": "收入", "cell": "B4"},
    ]


def test_a_row_keeps_unread_columns_as_null_and_leaves_out_what_the_paper_lacks():
    first, second = shown(example.statement())["rows"]
    assert "counterparty_account" not in first
    assert first["time"] == "09:30:00"
    assert second == {
        "date": "2026-03-02",
        "amount": None,
        "balance": "8990.00",
        "counterparty": None,
        "summary": "消费",
        "page": 2,
    }


def test_a_neutral_row_says_so_and_no_other_does():
    neutral = Transaction(date(2026, 3, 1), Decimal("20"), neutral=True)
    plain = Transaction(date(2026, 3, 1), Decimal("-20.1"))
    assert shown(wallet(neutral, plain))["rows"] == [
        {"date": "2026-03-01", "amount": "20.00", "neutral": True},
        {"date": "2026-03-01", "amount": "-20.10"},
    ]


def test_what_else_was_read_of_a_row_is_told():
    row = Transaction(date(2026, 3, 1), Decimal("20"), method="repaired", readings=("26.00",))
    assert shown(wallet(row))["rows"][0]["readings"] == ["26.00"]
    assert "readings" not in shown(wallet(replace(row, readings=())))["rows"][0]


def test_a_row_in_doubt_is_marked():
    doubtful = Transaction(date(2026, 3, 1), Decimal("20"), confidence=0.7, method="repaired")
    assert shown(wallet(doubtful))["rows"][0]["confidence"] == 0.7
    assert shown(wallet(doubtful))["rows"][0]["method"] == "repaired"


def test_a_paper_over_two_files_says_which_file_each_row_is_of():
    two = example.statement()
    two = replace(two, parts=(*two.parts, Part("more.pdf", example.SHA, (1,), ((595, 842),), "pt")))
    assert {row["file"] for row in shown(two)["rows"]} == {"icbc.pdf"}


def test_contributions():
    paid = Contribution("2026-03", scheme="pension", base=Decimal("5000"), paid=False, backpaid=False, page=1)
    document = replace(example.statement(), type="social_insurance", fields={}, rows=(paid,))
    assert shown(document)["rows"] == [
        {"month": "2026-03", "scheme": "pension", "base": "5000.00", "paid": False, "backpaid": False, "page": 1}
    ]


def test_a_value_that_a_person_gave():
    given = Field("王建", 1.0, "human", None, by="u17", at="2026-11-24T09:00:00+08:00", was="王健")
    field = shown(replace(example.card_front(), fields={"name": given}))["fields"]["name"]
    assert field == {
        "value": "王建",
        "confidence": 1.0,
        "method": "human",
        "by": "u17",
        "at": "2026-11-24T09:00:00+08:00",
        "was": "王健",
    }


def test_findings_in_json_types():
    finding = contract.review_json(example.review())["findings"][1]
    assert finding == {
        "code": "BNK201",
        "name": "balance-chain-broken",
        "severity": "review",
        "message": "第 2 页的余额与上一行对不上",
        "documents": ["d2"],
        "evidence": [
            {"file": "icbc.pdf", "page": 2, "box": [300, 214, 360, 228], "text": "8,9?0.00", "confidence": 0.61}
        ],
        "data": {"expected": "9000.00", "day": "2026-03-02"},
    }


def test_a_file_name_that_is_no_utf8_can_still_be_written():
    name = b"\xd5\xf7.pdf".decode("utf-8", "surrogateescape")
    document = replace(example.card_front(), parts=(Part(name, example.SHA, (1,), ((1, 1),), "px"),))
    text = contract.dumps(contract.extract_json([document], []))
    assert "��.pdf" in text.encode("utf-8").decode("utf-8")


def test_no_income_is_null():
    assert contract.review_json(example.review(income=None))["income"] is None


@given(st.floats(0, 1))
def test_no_confidence_looks_surer_than_it_is(value):
    assert value - 0.001 < contract.confidence(value) <= value


@given(st.decimals(-(10**9), 10**9, places=2))
def test_money_is_text_with_two_places(amount):
    assert Decimal(contract.plain(amount)) == amount
    assert contract.plain(amount)[-3] == "."


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.datetimes(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.frozensets(st.text()),
    )
)
def test_any_datum_becomes_json(value):
    text = contract.dumps(contract.plain(value))
    text.encode("utf-8")
    json.loads(text)


def test_a_moment_is_iso_text():
    assert contract.plain(datetime(2026, 3, 1, 9, 30)) == "2026-03-01T09:30:00"


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        '{"documents": {}}',
        '{"documents": [1]}',
        '{"documents": [{"parts": [{"pages": [1]}]}]}',
        '{"documents": [{"fields": []}]}',
        '{"documents": [{"rows": [1]}]}',
        '{"documents": [{"months": [{}]}]}',
        '{"findings": [{"message": "x"}]}',
        '{"unanswered": ["BNK104"]}',
        '{"income": []}',
        '{"income": {"months": [{}]}}',
    ],
)
def test_loads_refuses_what_is_no_review(text):
    with pytest.raises(ValueError, match=r"is no|JSON object|Expecting"):
        contract.loads(text)


def test_loads_takes_a_review_and_a_thin_truth():
    data = contract.review_json(example.review())
    assert contract.loads(contract.dumps(data)) == data
    assert contract.loads('{"documents": null, "income": null}') == {"documents": None, "income": None}


def test_places_are_left_out_where_a_value_stands_nowhere():
    derived = Field(date(2026, 3, 1), 1.0, "derived")
    assert "file" not in shown(replace(example.statement(), fields={"period_start": derived}))["fields"]["period_start"]
    whole_file = Field("didi", 1.0, "text", Place("a.pdf"))
    assert shown(replace(example.statement(), fields={"bank": whole_file}))["fields"]["bank"]["file"] == "a.pdf"
