"""What a line of an identity card may say: each kind of value from text as recognised; None for whatever is not wholly one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from extractors._card import DOTS
from extractors._names import has_known_surname
from extractors._standard_forms import STANDARD
from pipeline.text import person, squeeze

_OF_CHINA = """
汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔
仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 穿青人
"""
ETHNICITIES = tuple(_OF_CHINA.split())
"""The 56 of GB/T 3304, and 穿青人, which cards print too."""

_DIGITS = str.maketrans("OoQD〇Il|!iZzSsBGb", "00000111112255866")
_MOST_NAMED = 25  # characters; the longest names of minorities have some eighteen
_DOT = re.compile(r"(?<=[㐀-鿿])[-,.'*`~:_°¨‘’](?=[㐀-鿿])")
_CHINESE = r"[㐀-鿿\U00020000-\U0003ffff]"


def as_name(text: str) -> str | None:
    """A name in standard characters, a minority name with its dots; None where it ends with a dot or begins with the label's 名."""
    name = _dotted("".join(text.split())).translate(STANDARD)
    if not re.fullmatch(f"{_CHINESE}+(?:·{_CHINESE}+)*", name) or re.match("姓?名", name):
        return None
    return name if 2 <= len(name) <= _MOST_NAMED else None


def as_part_of_name(text: str, dotted: bool = False) -> str | None:
    """A line of a name that takes two, which may end or begin with a dot; `dotted`: only where it holds one."""
    part = _dotted("".join(text.split())).translate(STANDARD)
    if not re.fullmatch(f"(?:{_CHINESE}|·)+", part):
        return None
    return part if "·" in part or not dotted else None


def _dotted(text: str) -> str:
    """A name with every form of its dots as ·, those at its ends too."""
    ends = re.fullmatch("([^㐀-鿿]?)(.*?)([^㐀-鿿]?)", text)
    assert ends
    first, middle, last = ends.groups()
    known = dict.fromkeys(DOTS | {"-"}, "·")
    return known.get(first, first) + person(_DOT.sub("·", middle)) + known.get(last, last)


_RIVALS = frozenset("逢已己巳曰日森淼全仝仇咎昝品赞或")
"""What a recogniser reads for a rarer character of the same looks (逄 巳 曰 淼 仝 仉 昝 喦 赟 彧), surely and in every look, and those."""
_CAUTIOUS = 0.88


def doubts_of_name(name: str, ethnicity: str | None) -> float:
    """The most that a name can be believed: less where a character is easily another one's, where no Chinese surname begins it, or
    where one without a dot is as long as only names with one are."""
    strange = ethnicity == "汉" and "·" not in name and not has_known_surname(name)
    dotless = "·" not in name and len(name) > _LONGEST_UNDOTTED
    return _CAUTIOUS if strange or dotless or _RIVALS & set(name) else 1.0


_LONGEST_UNDOTTED = 6


def as_ethnicity(text: str) -> str | None:
    """An ethnicity of the list; one of three characters or more also where a single one of them was misread."""
    said = re.sub("^民?族", "", squeeze(text).translate(STANDARD))
    for known in (said, said.removesuffix("族")):
        if known in ETHNICITIES:
            return known
    close = {e for e in ETHNICITIES if len(e) >= 3 and any(_alike(e, part) for part in _parts(said, len(e)))}
    return close.pop() if len(close) == 1 else None


def _parts(text: str, length: int) -> Sequence[str]:
    """The pieces of that length, of a text that holds hardly more."""
    return [text[i : i + length] for i in range(len(text) - length + 1)] if len(text) <= length + 1 else []


def _alike(one: str, other: str) -> bool:
    return sum(a != b for a, b in zip(one, other, strict=True)) <= 1


_PRINTED_WORDS = re.compile(r"公民|身份|号码|住址|姓名|民族|性别|出生|\d{4}年\d{1,2}月")
_PROVINCES = frozenset(
    [
        "河北",
        "山西",
        "辽宁",
        "吉林",
        "黑龙江",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
        "河南",
        "湖北",
        "湖南",
        "广东",
        "海南",
        "四川",
        "贵州",
        "云南",
        "陕西",
        "甘肃",
        "青海",
        "台湾",
    ]
)


def as_address(text: str) -> str | None:
    """A line of an address; None for one that holds words printed on the card, which stand elsewhere."""
    said = "".join(text.split()).translate(STANDARD)
    return said if re.search(r"[㐀-鿿\d]", said) and not _PRINTED_WORDS.search(said) else None


_ENDS = re.compile(r"[\dA-Z号室户组队社栋幢座楼层门村寨屯庄院宅场厂校所站园苑巷街路弄里坊区镇乡沟湾坪坝房间舍元店铺]$")


def ends_address(text: str) -> bool:
    """Whether an address ends as addresses do, with a number or a kind of place: one that does not has lost its end."""
    return bool(_ENDS.search(text))


def begins_address(text: str) -> str | None:
    """The first line of an address: it begins with a place, and a province that it names is one."""
    said = as_address(text)
    if said is None or not re.match("[㐀-鿿]{2}", said):
        return None
    province = re.match("([㐀-鿿]{2,3})省", said)
    return said if province is None or province[1] in _PROVINCES else None


def as_sex(text: str) -> str | None:
    """The sex; None where both are said, or none."""
    said = re.findall("[男女]", text)
    return said[0] if len(said) == 1 else None


def as_birth(text: str) -> date | None:
    """A day as cards print it, be a 年 or 月 misread."""
    said = squeeze(text).translate(_DIGITS)
    parts = re.fullmatch(r"\D{0,2}(\d{4})年?(\d{1,2})月(\d{1,2})日?\D{0,2}", said) or re.fullmatch(
        r"\D{0,2}(\d{4})年(\d{1,2})\D(\d{1,2})日?\D{0,2}", said
    )
    try:
        return date(int(parts[1]), int(parts[2]), int(parts[3])) if parts else None
    except ValueError:
        return None


def as_number(text: str) -> str | None:
    """Digits and X that may be an ID number, or nearly one."""
    said = re.sub(r"[^0-9X]", "", squeeze(text).translate(_DIGITS).upper().replace("×", "X"))
    return said if 15 <= len(said) <= 20 else None


_AUTHORITY = re.compile(
    r"[㐀-鿿]{2,26}(?:公安局|公安厅|公安处|公安分局|分局|派出所|公安局[㐀-鿿]{1,12}(?:局|所|处|科|队|室|中心))"
)


def as_authority(text: str) -> str | None:
    """The public-security organ that issued a card: …公安局, …分局, …派出所."""
    said = squeeze(text).translate(STANDARD)
    return said if _AUTHORITY.fullmatch(said) and "公安" in said else None


Term: TypeAlias = tuple[date, date | None]
"""First and last day of a term; None: 长期."""

_TERM = re.compile(
    r"(\d{4})\D{0,2}(\d{2})\D{0,2}(\d{2})\D{1,3}(?:(\d{4})\D{0,2}(\d{2})\D{0,2}(\d{2})|(长期?|.?期))\D{0,2}"
)


def as_term(text: str) -> Term | None:
    """A term of real days, of whatever length."""
    said = _TERM.fullmatch(squeeze(text).translate(_DIGITS).replace("長", "长"))
    try:
        first = date(int(said[1]), int(said[2]), int(said[3])) if said else None
        last = date(int(said[4]), int(said[5]), int(said[6])) if said and said[4] else None
    except ValueError:
        return None
    if first is None or (last is not None and last <= first):
        return None
    return first, last


_FIRST_YEAR = 2003  # the law of the cards of today is of that year


def is_regular(term: Term) -> bool:
    """Whether a term is of a length that cards are issued for: 5, 10 or 20 years, 长期, or a temporary card's three months."""
    first, last = term
    if not _FIRST_YEAR <= first.year <= _FIRST_YEAR + 100:
        return False
    if last is None:
        return True
    years = last.year - first.year
    same = (last.month, last.day) == (first.month, first.day)
    leap = (first.month, first.day) == (2, 29) and (last.month, last.day) in ((2, 28), (3, 1))
    return (years in (5, 10, 20) and (same or leap)) or 80 <= (last - first).days <= 100
