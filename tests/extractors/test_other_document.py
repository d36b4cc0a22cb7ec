"""The other papers of a loan file: told by their titles, and by nothing less."""

from __future__ import annotations

from dataclasses import replace

import pytest
from leaves import opened, screen

import extractors
from extractors.other_document import kind_of, seems
from pipeline.model import Region
from pipeline.readers import Reader, discover

ALL = discover(extractors)
READERS = {r.name: r for r in ALL if r.type == "other_document"}


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


def claimed(leaf: Region, document_type: str = "other_document") -> list[Reader]:
    return [reader for reader in ALL if reader.type == document_type and reader.claims(leaf)]


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


MORE = {
    "a district's residence permit": ("residence_permit", page("深圳经济特区居住证", "姓名 王建国", "公民身份号码 330106199003070014")),
    "a residence permit for people of Hong Kong and Macao": ("residence_permit", page("港澳居民居住证", "姓名 陈样本", "公民身份号码 810000199003070013")),
    "a licence with a character misread": ("driving_license", page("中华人民共和国机动车驾驳证", "姓名 王建国", "准驾车型 C1")),
    "a passport by its labels": ("passport", page("国家码/Country Code", "护照号/Passport No.", "E12345678", "姓名/Name 王建国")),
    "a passport by its check digits": ("passport", page("E000000008CHN9003071M3001019くくくくくくくくくくくくくく02")),
    "a bank card without a mark": ("bank_card", page("样本银行", luhn_closed("621700121008812771"))),
}  # fmt: skip


@pytest.mark.parametrize("case", MORE)
def test_told_by_more_than_the_plain_title(case: str) -> None:
    kind, leaf = MORE[case]
    assert kind_of(leaf) == kind
    assert len(claimed(leaf)) == 1


def test_a_bank_card_of_whose_number_a_digit_was_misread() -> None:
    leaf = page("样本银行", luhn_closed("621700121008812771").replace("7001", "7011"), "借记卡 银联 UnionPay")
    assert kind_of(leaf) is None
    assert kind_of(replace(leaf, card=True)) == "bank_card"


SEEMING = {
    "社会保障卡": page("中华人民共和国", "社会保障卡", "姓名 王建国", "社会保障号码 330106199003070014", "样本银行", luhn_closed("621700121008812771")),
    "往来港澳通行证": page("往来港澳通行证", "EXIT-ENTRY PERMIT", "姓名 王建国", "签发机关 公安部出入境管理局"),
    "行驶证": page("中华人民共和国机动车行驶证", "号牌号码 浙A00000", "所有人 王建国"),
}  # fmt: skip


@pytest.mark.parametrize("name", SEEMING)
def test_what_has_no_kind_says_what_it_seems_to_be(name: str) -> None:
    leaf = SEEMING[name]
    assert seems(leaf) == name
    assert kind_of(leaf) is None
    (reader,) = claimed(leaf, "unknown")
    reading = reader.read([leaf], opened(leaf))
    assert reading.type == "unknown"
    assert {field: shown.value for field, shown in reading.fields.items()} == {"seems": name}


@pytest.mark.parametrize(
    "leaf",
    [
        page("社会保障卡", "交易日期 金额 余额", "2026-03-01 5.00 6.00"),
        page("怎样办理社会保障卡和居住证", "携带身份证到窗口"),
        page("社会保障卡", *["持卡人应当妥善保管本卡，遗失后应当及时挂失并补领"] * 20),
    ],
    ids=["statement", "guide", "terms"],
)
def test_a_page_that_speaks_of_such_a_card_is_none(leaf: Region) -> None:
    assert seems(leaf) is None


@pytest.mark.parametrize(
    "leaf",
    [
        page("交易日期 金额 余额 摘要", "2026-03-01 -300000.00 5.00 购房首付款收据"),
        page("我昨天去拿结婚证了", "登记日期还记得吗"),
        page("营业执照办理指南", "请携带身份证"),
        page("收款收据", "今收到 王建国", "租金 3000元"),
        page("样本银行", luhn_closed("621700121008812771").replace("7001", "7011"), "借记卡 银联 UnionPay"),
        page("身份证", "姓名 王建国"),
        page("E000000008CHN9003072M3001019<<<<<<<<<<<<<<02"),
        page(""),
    ],
    ids=["statement", "chat", "guide", "rent", "luhn", "id", "check digit", "blank"],
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
