"""The other papers of a loan file, told by their titles, with the holder and the ID number where they are printed.

They are not judged; they are named, so that a real folder is not full of papers that nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from extractors._names import id_number
from pipeline.layout import Printed, labelled, lines_cut, printed, squeezed
from pipeline.model import Field, Grid, Leaf, Opened, Reading
from pipeline.readers import Claim, Reader
from pipeline.text import person, squeeze


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper: its title (a line without spaces), what else must stand on the page, and its label of the holder.

    A `long` one goes on over pages without a title.
    """

    kind: str
    title: str
    beside: str = ""
    holder: tuple[str, ...] = ("姓名",)
    long: bool = False


PAPERS = (
    Paper("household_register", r"居民户口簿|常住人口登记卡|户口簿|.{0,4}户口专用.{0,4}", holder=("户主姓名", "姓名"), long=True),
    Paper("marriage_certificate", r"(?:中华人民共和国)?结婚证", r"登记日期|结婚证字号|持证人|婚姻登记|民政部", ("持证人", "姓名")),
    Paper("divorce_certificate", r"(?:中华人民共和国)?离婚证", r"登记日期|离婚证字号|持证人|婚姻登记|民政部", ("持证人", "姓名")),
    Paper(
        "purchase_contract",
        r".{0,12}(?:商品房|存量房|存量房屋|二手房|房屋|房产|住房)(?:预售|现售|买卖|购销|购买)+.{0,4}(?:合同|协议)(?:书)?.{0,10}|购房合同",
        r"买受人|买方|乙方|出卖人|卖方|甲方",
        ("买受人", "买方", "乙方", "买受人(乙方)", "受让方"),
        long=True,
    ),
    Paper(
        "down_payment_receipt",
        r".{0,16}(?:首付款?|首期房?款|购房款).{0,8}(?:收据|收款收据|凭证|发票|证明)|(?:收款)?收据|.{0,10}专用收据",
        r"首付|首期|购房款|房款",
        ("交款人", "付款人", "缴款人", "交款单位", "付款单位", "付款方", "今收到", "购房人", "姓名"),
    ),
    Paper("credit_report", r"个人信用报告.{0,12}", r"征信|信贷记录|查询", ("被查询者姓名", "姓名"), long=True),
    Paper("business_license", r"营业执照(?:\(?(?:正本|副本)\)?)?", r"统一社会信用代码|注册号|经营范围", ("经营者", "法定代表人", "负责人", "投资人")),
    Paper("residence_permit", r"(?:中华人民共和国)?(?:港澳台?居民|台湾居民|.{0,4}市?)?居住证", r"签发机关|有效期|居住|住址"),
    Paper("driving_license", r".{0,8}机动车驾驶证.{0,30}", r"准驾车型|初次领证|有效期|档案编号|证号", ("姓名", "姓名Name")),
    Paper("passport", r".{0,8}(?:中华人民共和国护照|护照(?:/?PASSPORT)?|P<CHN.*|PO<CHN.*|PE<CHN.*)", r"护照号|Passport|P<CHN|PO<CHN|PE<CHN|PASSPORT"),
)  # fmt: skip

_STATEMENT = re.compile(r"交易日期|交易时间|余额|流水|交易金额")
_CARD_NUMBER = re.compile(r"(?<!\d)(?:62\d{14}|62\d{17}|4\d{15}|5[1-5]\d{14}|9\d{15,18})(?!\d)")
_CARD = re.compile(r"银联|UnionPay|借记卡|信用卡|储蓄卡|VALID|DEBIT|CREDIT|MONTH/YEAR|贷记卡|ATM", re.IGNORECASE)


def kind_of(leaf: Leaf) -> str | None:
    """The kind of paper that a page begins; None where it bears no such title, or two."""
    if isinstance(leaf, Grid):
        return None
    text = squeezed(leaf)
    titles = text.splitlines()[:25]
    found = {p.kind for p in PAPERS if any(map(re.compile(p.title).fullmatch, titles)) and _borne_out(p, text)}
    if not found and _is_bank_card(text):
        return "bank_card"
    return found.pop() if len(found) == 1 else None


def _borne_out(paper: Paper, text: str) -> bool:
    return (paper.long or not _STATEMENT.search(text)) and re.search(paper.beside, text, re.IGNORECASE) is not None


def _is_bank_card(text: str) -> bool:
    """A card has a number that passes the Luhn check and little else."""
    if len(text) > 200 or not _CARD.search(text) or _STATEMENT.search(text):
        return False
    return any(_luhn(found[0]) for found in _CARD_NUMBER.finditer(text))


def _luhn(number: str) -> bool:
    doubled = [int(d) * (2 if at % 2 else 1) for at, d in enumerate(reversed(number))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _claims(kind: str, leaf: Leaf) -> Claim | None:
    return Claim(0.9) if kind_of(leaf) == kind else None


def _continues(kind: str, long: bool, leaf: Leaf) -> bool:
    found = kind_of(leaf)
    return found == kind or (long and found is None and not _STATEMENT.search(squeezed(leaf)))


# ---------------------------------------------------------------- reading

_ID_LABELS = (
    "身份证号",
    "身份证号码",
    "身份证件号",
    "身份证件号码",
    "公民身份号码",
    "公民身份证件编号",
    "证件号码",
    "证件号",
    "证号",
    "身份证",
)
_STOPS = ("性别", "国籍", "民族", "出生日期", "出生", "住址", "地址", "类型", "电话", "登记日期", "备注")


def _read(paper: Paper, leaves: Sequence[Leaf], opened: Opened) -> Reading:
    fields = {"kind": _kind(paper, leaves[0])}
    found = labelled([line for leaf in leaves[:3] for line in lines_cut(leaf)], _labels(paper), _STOPS)
    number = id_number(found["id_number"]) if "id_number" in found else None
    named = {"holder": _holder(found.get("holder")), "id_number": number}
    return Reading("other_document", fields | {name: f for name, f in named.items() if f})


def _labels(paper: Paper) -> Mapping[str, Sequence[str]]:
    return {"holder": paper.holder, "id_number": _ID_LABELS}


def _kind(paper: Paper, leaf: Leaf) -> Field:
    for line in lines_cut(leaf):
        if paper.title and re.fullmatch(paper.title, squeeze("".join(word.text for word in line.words))):
            return printed(leaf, line.words).field(paper.kind)
    return Field(paper.kind, 0.9, "derived")


def _holder(shown: Printed | None) -> Field | None:
    if shown is None:
        return None
    name = person(re.split(r"[（(,，;；/]", shown.text)[0])
    fits = re.fullmatch(r"[㐀-鿿\U00020000-\U0003ffff·*]{2,20}", name)
    return shown.field(name) if fits else None


def _reader(paper: Paper) -> Reader:
    return Reader(
        name=f"other_{paper.kind}",
        type="other_document",
        claims=partial(_claims, paper.kind),
        read=partial(_read, paper),
        continues=partial(_continues, paper.kind, paper.long),
    )


READERS = tuple(_reader(paper) for paper in (*PAPERS, Paper("bank_card", "", holder=())))
