"""The other papers of a loan file: told by their titles, and by nothing less."""

from __future__ import annotations

import pytest
from leaves import opened, screen

import extractors
from extractors.other_document import kind_of
from pipeline.model import Region
from pipeline.readers import Reader, discover

READERS = {r.name: r for r in discover(extractors) if r.type == "other_document"}


def page(*texts: str) -> Region:
    return screen(*[[(60, text)] for text in texts])


PAGES = {
    "household_register": page("常住人口登记卡", "姓名 王建国", "公民身份证件编号 330106199003070014", "何时由何地迁来本市"),
    "marriage_certificate": page("中华人民共和国", "结婚证", "持证人 王建国", "登记日期 2019年5月20日", "结婚证字号 J330106-2019-000001"),
    "divorce_certificate": page("离婚证", "持证人 王建国", "登记日期 2019年5月20日"),
    "purchase_contract": page("浙江省商品房买卖合同（预售）", "出卖人：杭州样本置业有限公司", "买受人：王建国", "证件号码：330106199003070014"),
    "down_payment_receipt": page("收款收据", "今收到 王建国", "购房首付款 人民币叁拾万元整", "2026年10月1日"),
    "credit_report": page("个人信用报告", "被查询者姓名：王建国", "证件号码：330106199003070014", "信贷记录"),
    "business_license": page("营业执照", "统一社会信用代码 92330106MA2AXXXX0X", "经营者 王建国", "经营范围 外卖递送服务"),
    "residence_permit": page("居住证", "姓名 王建国", "签发机关 杭州市公安局", "有效期限 2026.01.01-2027.01.01"),
    "driving_license": page("中华人民共和国机动车驾驶证", "证号 330106199003070014", "姓名 王建国", "准驾车型 C1"),
    "passport": page("护照", "PASSPORT", "姓名 王建国", "P<CHNWANG<<JIANGUO<<<<<<<<<<<<<<<<<<<<<<<<<<"),
}  # fmt: skip


def luhn_closed(first: str) -> str:
    """The number with the check digit that closes it."""
    doubled = [int(d) * (1 if at % 2 else 2) for at, d in enumerate(reversed(first))]
    total = sum(n - 9 if n > 9 else n for n in doubled)
    return first + str(-total % 10)


PAGES["bank_card"] = page("样本银行", luhn_closed("621700121008812771"), "借记卡 银联 UnionPay")


def claimed(leaf: Region) -> list[Reader]:
    return [reader for reader in READERS.values() if reader.claims(leaf)]


@pytest.mark.parametrize("kind", PAGES)
def test_each_kind_is_told_by_its_title(kind: str) -> None:
    assert kind_of(PAGES[kind]) == kind
    (reader,) = claimed(PAGES[kind])
    reading = reader.read([PAGES[kind]], opened(PAGES[kind]))
    assert reading.type == "other_document"
    assert reading.fields["kind"].value == kind


@pytest.mark.parametrize(
    ("kind", "holder", "number"),
    [
        ("household_register", "王建国", "330106199003070014"),
        ("marriage_certificate", "王建国", None),
        ("purchase_contract", "王建国", "330106199003070014"),
        ("credit_report", "王建国", "330106199003070014"),
        ("business_license", "王建国", None),
        ("driving_license", "王建国", "330106199003070014"),
        ("bank_card", None, None),
    ],
)
def test_holder_and_number_where_they_are_printed(kind: str, holder: str | None, number: str | None) -> None:
    (reader,) = claimed(PAGES[kind])
    fields = reader.read([PAGES[kind]], opened(PAGES[kind])).fields
    assert (fields["holder"].value if "holder" in fields else None) == holder
    assert (fields["id_number"].value if "id_number" in fields else None) == number


@pytest.mark.parametrize(
    "leaf",
    [
        page("交易日期 金额 余额 摘要", "2026-03-01 -300000.00 5.00 购房首付款收据"),
        page("我昨天去拿结婚证了", "登记日期还记得吗"),
        page("营业执照办理指南", "请携带身份证"),
        page("收款收据", "今收到 王建国", "租金 3000元"),
        page("样本银行", luhn_closed("621700121008812771").replace("7001", "7011"), "借记卡 银联 UnionPay"),
        page("身份证", "姓名 王建国"),
        page(""),
    ],
    ids=["statement", "chat", "guide", "rent", "luhn", "id", "blank"],
)
def test_nothing_less_than_a_title(leaf: Region) -> None:
    assert kind_of(leaf) is None
    assert not claimed(leaf)


def test_a_long_paper_goes_on_and_a_card_does_not() -> None:
    clause = page("第三条 计价方式与价款", "出卖人与买受人约定")
    statement = page("交易日期 金额 余额", "2026-03-01 5.00 6.00")
    contract, marriage = READERS["other_purchase_contract"], READERS["other_marriage_certificate"]
    assert contract.continues(clause)
    assert not contract.continues(statement)
    assert not contract.continues(PAGES["credit_report"])
    assert not marriage.continues(clause)


def test_a_number_that_cannot_be_anybodys_was_misread() -> None:
    leaf = page("个人信用报告", "被查询者姓名：王建国", "证件号码：330106199003070012", "信贷记录")
    number = READERS["other_credit_report"].read([leaf], opened(leaf)).fields["id_number"]
    assert number.value is None
    assert number.reason
