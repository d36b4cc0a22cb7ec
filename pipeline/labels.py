"""The Chinese words for what the contract calls by code: document types, fields, kinds, where a value comes from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from pipeline.model import Document, Field, Part, Value

TYPES = {
    "id_card_front": "身份证人像面",
    "id_card_back": "身份证国徽面",
    "temporary_id_card": "临时身份证",
    "bank_statement": "银行流水",
    "wallet_statement": "支付宝或微信流水",
    "gig_earnings": "平台收入明细",
    "social_insurance": "社会保险参保缴费证明",
    "housing_fund": "住房公积金缴存证明",
    "employment_letter": "就业或收入证明",
    "other_document": "其他材料",
    "unknown": "未能识别的材料",
}

KINDS = {
    "household_register": "户口簿",
    "marriage_certificate": "结婚证",
    "divorce_certificate": "离婚证",
    "purchase_contract": "购房合同",
    "down_payment_receipt": "首付款收据",
    "credit_report": "征信报告",
    "business_license": "营业执照",
    "residence_permit": "居住证",
    "driving_license": "驾驶证",
    "passport": "护照",
    "bank_card": "银行卡",
}

FIELDS = {
    "name": "姓名",
    "sex": "性别",
    "ethnicity": "民族",
    "birth_date": "出生日期",
    "address": "住址",
    "id_number": "公民身份号码",
    "issuing_authority": "签发机关",
    "valid_from": "有效期起",
    "valid_until": "有效期至",
    "bank": "银行",
    "bank_name": "银行名称",
    "provider": "支付平台",
    "platform": "接单平台",
    "holder": "户名",
    "account": "账号",
    "currency": "币种",
    "period_start": "起始日期",
    "period_end": "截止日期",
    "issued_on": "出具日期",
    "verification_code": "验证码",
    "verification_until": "验证有效期至",
    "total": "合计",
    "region": "参保地",
    "agency": "经办机构",
    "employer": "单位",
    "balance": "余额",
    "issuer": "出具单位",
    "position": "工种或职务",
    "employed_since": "从业起始",
    "monthly_income": "月收入",
    "issuer_contact": "出具单位联系方式",
    "sealed": "盖章",
    "seal": "印章文字",
    "validity_months": "验证有效月数",
    "qr_code": "二维码内容",
    "kind": "材料种类",
    "opened_on": "开户日期",
    "opening_balance": "期初余额",
    "printed_in": "印制的收入合计",
    "printed_out": "印制的支出合计",
    "printed_count": "印制的笔数",
    "printed_count_in": "印制的收入笔数",
    "printed_count_out": "印制的支出笔数",
    "page_numbers": "印制的页码",
    "export": "导出的内容",
    "why": "原因",
    "totals_may_differ": "印制的合计与明细口径不同",
}

COLUMNS = FIELDS | {
    "date": "日期",
    "time": "时间",
    "amount": "金额",
    "counterparty": "对方",
    "counterparty_account": "对方账号",
    "summary": "摘要",
    "status": "状态",
    "page": "页",
    "month": "月份",
    "orders": "单量",
    "kind": "类别",
    "scheme": "险种",
    "base": "缴费基数",
    "personal": "个人缴费",
    "paid": "是否缴费",
    "backpaid": "是否补缴",
}

METHODS = {
    "text": "电子文本",
    "ocr": "图像识别",
    "cell": "表格单元格",
    "repaired": "识别后校正",
    "derived": "由其他内容推得",
    "human": "人工填写",
}

ORIGINALS = {
    "signed_pdf": "带电子签章的 PDF",
    "issuer_pdf": "出具方生成的 PDF",
    "scan": "扫描件",
    "photo": "照片",
    "screenshot": "截图",
    "editable": "可编辑的文件",
}

ROLES = {"borrower": "借款人", "co_borrower": "共同借款人"}

COVERAGES = {"full": "完整", "partial": "不完整", "none": "缺失"}

SCHEMES = {
    "pension": "养老",
    "medical": "医疗",
    "unemployment": "失业",
    "injury": "工伤",
    "maternity": "生育",
}

SOURCES = {
    "bank": "银行流水",
    "platform": "平台收入",
    "wallet": "支付宝或微信",
    "social_insurance_base": "社保基数",
    "counted": "计入",
}

_ISSUERS = ("bank", "provider", "platform")
_WALLETS = {"alipay": "支付宝", "wechat": "微信支付"}


def document_name(document: Document) -> str:
    """What an applicant calls this paper: "工商银行流水", "身份证人像面", "结婚证"."""
    issuer = _issuer(document)
    if document.type == "other_document":
        return KINDS.get(str(document.value("kind")), TYPES["other_document"])
    if issuer and document.type in ("bank_statement", "wallet_statement"):
        return f"{issuer}流水"
    if issuer and document.type == "gig_earnings":
        return f"{issuer}收入明细"
    return TYPES.get(document.type, document.type)


def _issuer(document: Document) -> str | None:
    if document.guide:
        return document.guide.name
    named = document.value("bank_name") or _WALLETS.get(str(document.value("provider")))
    return str(named) if named else None


def field_label(document: Document, name: str) -> str:
    """What the paper itself calls a field; the holder of a paper that is no account is simply a name."""
    if name == "holder" and document.type not in ("bank_statement", "wallet_statement"):
        return "姓名"
    return FIELDS.get(name, name)


def field_text(document: Document, name: str) -> str:
    """A field's value as a person reads it, "" where there is none."""
    value = document.value(name)
    if name in _ISSUERS:
        guide = document.guide
        if guide and guide.issuer == value:
            return guide.name
        return _WALLETS.get(str(value), "其他" if value == "other" else plain(value))
    if name == "page_numbers":
        numbers, _, total = plain(value).partition("/")
        return f"{_page_runs([int(n) for n in numbers.split(',') if n])}，共 {total} 页"
    return KINDS.get(str(value), plain(value)) if name == "kind" else plain(value)


def plain(value: Value | None) -> str:
    """A value for a person: 2026-03-01, 8,012.00, 是."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def chinese_day(day: date) -> str:
    """2026年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(month: str) -> str:
    """2026年3月 for "2026-03"; text of any other form stays as it is."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月" if year.isdigit() and number.isdigit() else month


def sure(field: Field) -> str:
    """How sure the reading of a value is, in whole per cent, rounded down so that only certainty says 100 %."""
    return f"{int(field.confidence * 100 + 1e-9)}%"


def where(part: Part) -> str:
    """The file of a part with its pages where it has more than one: "a.pdf 第 1–3 页"."""
    return f"{part.file} {_page_runs(part.pages)}" if len(part.pages) > 1 else part.file


def _page_runs(pages: Sequence[int]) -> str:
    """Page numbers in words: "第 1–3、5 页"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return f"第 {'、'.join(str(run[0]) if len(run) == 1 else f'{run[0]}–{run[-1]}' for run in runs)} 页"


def months_span(months: tuple[str, ...] | list[str]) -> str:
    """The first and last of months in order: "2026年3月至2026年8月"; one month is said once."""
    if not months:
        return ""
    first, last = chinese_month(months[0]), chinese_month(months[-1])
    return first if first == last else f"{first}至{last}"
