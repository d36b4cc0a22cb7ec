from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import published_example as example
import pytest

from pipeline import contract, labels
from pipeline.model import Field, Part


def of(type_, **fields):
    found = {name: Field(value, 1.0, "text") for name, value in fields.items()}
    return replace(example.card_front(), type=type_, fields=found, guide=None)


def test_every_type_field_and_column_of_the_contract_has_a_name():
    for kind, fields in contract.FIELDS.items():
        assert kind in labels.TYPES
        assert set(fields) <= set(labels.FIELDS)
    assert {column for columns in contract.COLUMNS.values() for column in columns} <= set(labels.COLUMNS)


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (example.statement(), "工商银行流水"),
        (example.earnings(), "滴滴收入明细"),
        (of("bank_statement", bank="other", bank_name="江西裕民银行"), "江西裕民银行流水"),
        (of("bank_statement"), "银行流水"),
        (of("wallet_statement", provider="wechat"), "微信支付流水"),
        (of("other_document", kind="marriage_certificate"), "结婚证"),
        (of("other_document"), "其他材料"),
        (of("id_card_back"), "身份证国徽面"),
        (of("social_insurance"), "社会保险参保缴费证明"),
    ],
)
def test_what_an_applicant_calls_a_paper(document, name):
    assert labels.document_name(document) == name


def test_the_holder_of_an_account_and_of_a_proof():
    assert labels.field_label(of("bank_statement"), "holder") == "户名"
    assert labels.field_label(of("gig_earnings"), "holder") == "姓名"


@pytest.mark.parametrize(
    ("type_", "name", "value", "said"),
    [
        ("bank_statement", "bank", "other", "其他"),
        ("wallet_statement", "provider", "alipay", "支付宝"),
        ("other_document", "kind", "passport", "护照"),
        ("gig_earnings", "total", Decimal("8320"), "8,320.00"),
        ("employment_letter", "sealed", False, "否"),
        ("id_card_back", "valid_until", date(2026, 3, 1), "2026-03-01"),
        ("id_card_back", "valid_until", "长期", "长期"),
        ("bank_statement", "page_numbers", "1,2,3,5/6", "第 1–3、5 页，共 6 页"),
        ("id_card_front", "name", None, ""),
    ],
)
def test_a_value_for_a_person(type_, name, value, said):
    assert labels.field_text(of(type_, **{name: value}), name) == said


@pytest.mark.parametrize(
    ("pages", "said"),
    [((), "a.pdf"), ((3,), "a.pdf"), ((1, 2, 3), "a.pdf 第 1–3 页"), ((1, 3, 4), "a.pdf 第 1、3–4 页")],
)
def test_where_a_paper_stands(pages, said):
    assert labels.where(Part("a.pdf", example.SHA, pages, ((1, 1),) * len(pages), "pt")) == said


def test_days_months_and_certainty():
    assert labels.chinese_day(date(2026, 3, 1)) == "2026年3月1日"
    assert labels.chinese_month("2026-03") == "2026年3月"
    assert labels.months_span(["2026-03", "2026-08"]) == "2026年3月至2026年8月"
    assert labels.months_span(["2026-03"]) == "2026年3月"
    assert labels.months_span([]) == ""
    assert labels.sure(Field("x", 0.9999, "ocr")) == "99%"
    assert labels.sure(Field("x", 1.0, "text")) == "100%"
    assert labels.plain(datetime(2026, 3, 1, 9, 5)) == "2026-03-01 09:05"
