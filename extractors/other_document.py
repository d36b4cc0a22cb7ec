"""The other papers of a loan file, told by their titles, with the holder and the ID number where they are printed.

They are not judged; they are named, so that a real folder is not full of papers that nobody knows. A passport is told by its machine-readable
lines too (ICAO 9303: their check digits), a bank card by its number (ISO/IEC 7812: the Luhn check) beside a bank's name. What is none of the
contract's kinds but can be told (a social-security card, a travel permit) stays `unknown` and says what it seems to be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from extractors._names import id_number
from pipeline.kept import per_leaf
from pipeline.layout import Printed, labelled, lines_cut, printed, squeezed
from pipeline.model import Field, Grid, Leaf, Opened, Reading, Region
from pipeline.readers import Claim, Reader
from pipeline.text import person, squeeze


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper: its title (a line without spaces), what else must stand on the page, and its label of the holder.

    A `long` one goes on over pages without a title. A `card` has little text: a page that speaks of such cards has more.
    """

    kind: str
    title: str
    beside: str = ""
    holder: tuple[str, ...] = ("姓名",)
    long: bool = False
    card: bool = False


def _nearly(title: str) -> str:
    """A pattern of a title of which one character may be misread."""
    return "|".join([title, *(f"{title[:i]}.{title[i + 1 :]}" for i in range(len(title)))])


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
    Paper("residence_permit", r"(?!.{0,20}外国人)[㐀-鿿]{0,14}居住证", r"签发机关|有效期|居住|住址|公民身份号码", card=True),
    Paper("driving_license", rf"(?!.*行驶证).{{0,8}}(?:{_nearly('机动车驾驶证')}).{{0,30}}|电子驾驶证", r"准驾车型|初次领证|有效期|档案编号|证号", ("姓名", "姓名Name"), card=True),
    Paper("passport", r".{0,8}(?:中华人民共和国护照|护照(?:/?PASSPORT)?|P[OE0<]?<?CHN.*)|护照号码?/?PassportNo\.?", r"护照号|Passport|P[OE0<]?<?CHN", card=True),
)  # fmt: skip

SEEMING = (
    ("社会保障卡", rf"(?:中华人民共和国|.{{2,8}}[省市区])?(?:{_nearly('社会保障卡')}|社保卡)[A-Z.()（）]*"),
    ("港澳居民来往内地通行证", rf".{{0,8}}(?:{_nearly('来往内地通行证')}).{{0,4}}"),
    ("台湾居民来往大陆通行证", rf".{{0,8}}(?:{_nearly('来往大陆通行证')}).{{0,4}}"),
    ("往来港澳通行证", rf".{{0,8}}(?:{_nearly('往来港澳通行证')}).{{0,4}}"),
    ("往来台湾通行证", rf".{{0,8}}(?:{_nearly('往来台湾通行证')}).{{0,4}}"),
    ("外国人永久居留身份证", rf".{{0,8}}(?:{_nearly('永久居留身份证')}|永久居留证).{{0,4}}"),
    ("行驶证", r".{0,8}机动车行驶证.{0,30}"),
    ("从业资格证", r".{0,20}(?:从业资格证|网络预约出租汽车驾驶员证|出租汽车驾驶员证).{0,4}"),
    ("健康证", r".{0,16}健康(?:合格)?证明?"),
    ("学生证", r".{0,16}学生证"),
    ("残疾人证", r".{0,10}残疾人证"),
    ("军人的证件", r".{0,10}(?:退役军人优待证|军官证|士兵证|退伍证|退役证)"),
    ("不动产权证书", r".{0,10}(?:不动产权证书?|房屋所有权证|房地产权证)"),
    ("出生医学证明", r".{0,6}出生医学证明"),
)
"""Papers that the contract has no kind for: what an applicant calls them, and their titles (a line without spaces)."""

_MOST_OF_A_CARD = 420  # characters; a page of terms or of help has more
_STATEMENT = re.compile(r"交易日期|交易时间|余额|流水|交易金额")
_CARD_NUMBER = re.compile(r"(?<!\d)(?:62\d{14,17}|4\d{15}|5[1-5]\d{14}|9\d{15,18})(?!\d)")
_MARKS = {
    "bank": re.compile("银行|BANK", re.IGNORECASE),
    "scheme": re.compile("银联|UnionPay|VISA|MASTERCARD|ATM", re.IGNORECASE),
    "kind": re.compile("借记卡|信用卡|储蓄卡|贷记卡|DEBIT|CREDIT", re.IGNORECASE),
    "expiry": re.compile("VALID|MONTH/YEAR|THRU", re.IGNORECASE),
}
"""What is printed on bank cards beside the number."""
_MACHINE_READABLE = re.compile(r"([A-Z0-9<]{9})(\d)[A-Z]{3}(\d{6})(\d)[MFX<](\d{6})(\d)")
_TITLES = 25  # lines from the top, among which a title stands


@per_leaf  # every reader of this file asks it
def kind_of(leaf: Leaf) -> str | None:
    """The kind of paper that a page begins; None where it bears no such title, or two."""
    if isinstance(leaf, Grid) or seems(leaf):
        return None
    text = squeezed(leaf)
    found = {p.kind for p in PAPERS if _titled(p.title, text) and _borne_out(p, text)}
    if not found and _is_passport(text):
        return "passport"
    if not found and _is_bank_card(leaf, text):
        return "bank_card"
    return found.pop() if len(found) == 1 else None


def seems(leaf: Leaf) -> str | None:
    """What a page is that is none of the contract's kinds, as an applicant calls it; None where that cannot be told."""
    text = squeezed(leaf) if isinstance(leaf, Region) else ""
    if not text or len(text) > _MOST_OF_A_CARD or _STATEMENT.search(text):
        return None
    return next((name for name, title in SEEMING if _titled(title, text)), None)


def _titled(title: str, text: str) -> bool:
    return any(re.fullmatch(title, line) for line in text.splitlines()[:_TITLES])


def _borne_out(paper: Paper, text: str) -> bool:
    if (paper.card and len(text) > _MOST_OF_A_CARD) or (not paper.long and _STATEMENT.search(text)):
        return False
    return re.search(paper.beside, text, re.IGNORECASE) is not None


def _is_passport(text: str) -> bool:
    """By the second of its machine-readable lines: number, birth date and expiry, each with its check digit."""
    lines = (re.sub(r"[«‹く（(〈]", "<", line.upper()) for line in text.splitlines())
    return any(
        all(_checked(found[i], found[i + 1]) for i in (1, 3, 5))
        for line in lines
        for found in _MACHINE_READABLE.finditer(line)
    )


def _checked(field: str, digit: str) -> bool:
    """ICAO 9303: digits and letters (A is 10) times 7, 3, 1 in turn; the last digit of the sum. A filler counts nothing."""
    values = (0 if c == "<" else int(c, 36) for c in field)
    return sum(value * (7, 3, 1)[at % 3] for at, value in enumerate(values)) % 10 == int(digit)


def _is_bank_card(leaf: Region, text: str) -> bool:
    """A card has a number that passes the Luhn check, a bank's name or mark, and little else; of a number misread the marks tell."""
    marks = {name for name, mark in _MARKS.items() if mark.search(text)}
    if len(text) > 200 or not marks or _STATEMENT.search(text):
        return False
    numbers = _CARD_NUMBER.findall(text)
    return any(map(_luhn, numbers)) or (leaf.card and bool(numbers) and len(marks) >= 3)


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
    shown = _line_of(paper.title, leaf) if paper.title else None
    return shown.field(paper.kind) if shown else Field(paper.kind, 0.9, "derived")


def _line_of(title: str, leaf: Leaf) -> Printed | None:
    """The line that is a title, as it is printed."""
    for line in lines_cut(leaf):
        if re.fullmatch(title, squeeze("".join(word.text for word in line.words))):
            return printed(leaf, line.words)
    return None


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


def _seeming(leaf: Leaf) -> Claim | None:
    return Claim(0.9) if seems(leaf) else None


def _read_seeming(leaves: Sequence[Leaf], opened: Opened) -> Reading:
    """What it seems to be alone, at the place of its title: nothing else of it is asked for."""
    name = seems(leaves[0]) or ""
    title = next((title for known, title in SEEMING if known == name), "")
    shown = _line_of(title, leaves[0])
    return Reading("unknown", {"seems": shown.field(name) if shown else Field(name, 0.9, "derived")})


READERS = (
    *map(_reader, (*PAPERS, Paper("bank_card", "", holder=()))),
    Reader("other_seeming", "unknown", _seeming, _read_seeming),
)
