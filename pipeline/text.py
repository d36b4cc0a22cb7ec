"""Text as the contract wants it, and the small strict parsers that every reader needs: money, days, months, times.

`normalise` is applied once, where text enters (text layer, recogniser, cell), so that nothing behind it meets a variant. The
parsers answer None for whatever is not wholly what they parse: a half-understood amount is no amount.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache

# U+2E80-2FDF, radicals that some banks' fonts map their ideographs to. NFKC turns U+2F3E into the traditional form and leaves
# most of U+2E80-2EF3 as they are, so the tables are our own: each radical to the simplified ideograph that it stands for.
_SUPPLEMENT = (
    "2E81厂 2E82乛 2E83乚 2E84乙 2E85亻 2E86冂 2E87几 2E88刀 2E89刂 2E8A卜 2E8B㔾 2E8C小 2E8D小 2E8E兀 2E8F尣 2E90尢 2E91尢 "
    "2E92巳 2E93幺 2E94彑 2E95彐 2E96忄 2E97㣺 2E98扌 2E99攵 2E9B旡 2E9C日 2E9D月 2E9E歺 2E9F母 2EA0民 2EA1氵 2EA2氺 2EA3灬 "
    "2EA4爫 2EA5爫 2EA6丬 2EA7牛 2EA8犭 2EA9王 2EAA疋 2EAB目 2EAC示 2EAD礻 2EAE竹 2EAF纟 2EB0纟 2EB1罓 2EB2罒 2EB3罓 2EB4罓 "
    "2EB5罓 2EB6羊 2EB7羊 2EB8羊 2EB9耂 2EBA肀 2EBB聿 2EBC肉 2EBD臼 2EBE艹 2EBF艹 2EC0艹 2EC1虎 2EC2衤 2EC3覀 2EC4西 2EC5见 "
    "2EC6角 2EC7角 2EC8讠 2EC9贝 2ECA足 2ECB车 2ECC辶 2ECD辶 2ECE辶 2ECF阝 2ED0钅 2ED1长 2ED2镸 2ED3长 2ED4门 2ED5阜 2ED6阝 "
    "2ED7雨 2ED8青 2ED9韦 2EDA页 2EDB风 2EDC飞 2EDD食 2EDE食 2EDF饣 2EE0饣 2EE1首 2EE2马 2EE3骨 2EE4鬼 2EE5鱼 2EE6鸟 2EE7卤 "
    "2EE8麦 2EE9黄 2EEA黾 2EEB齐 2EEC齐 2EED齿 2EEE齿 2EEF龙 2EF0龙 2EF1龟 2EF2龟 2EF3龟"
)
_SIMPLIFIED = dict(
    zip(
        "戶見貝車長門韋頁風飛馬魚鳥鹵麥黃黽齊齒龍龜鬥靑",
        "户见贝车长门韦页风飞马鱼鸟卤麦黄黾齐齿龙龟斗青",
        strict=True,
    )
)
_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_RADICALS = {int(entry[:4], 16): entry[4:] for entry in _SUPPLEMENT.split()} | {
    code: _SIMPLIFIED.get(char, char) for code, char in _KANGXI.items()
}
_FULL_WIDTH = {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F) if chr(code).isalnum()} | {0x3000: " ", 0xA0: " "}
_AS_ASCII = {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)} | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・･●.．。"), "·")


def normalise(text: str) -> str:
    """NFC, radicals as ideographs, full-width digits, letters and spaces as ASCII; Chinese punctuation stays."""
    return unicodedata.normalize("NFC", text).translate(_RADICALS).translate(_FULL_WIDTH)


_SHORT = 40  # characters: what cells and labels hold, which repeat; of these many are kept


def squeeze(text: str) -> str:
    """Text without any white space and with ASCII punctuation, to look for marks and labels in."""
    if text.isascii():
        return text if text.isprintable() and " " not in text else "".join(text.split())
    return _squeezed(text) if len(text) <= _SHORT else "".join(text.translate(_AS_ASCII).split())


@lru_cache(maxsize=8192)
def _squeezed(text: str) -> str:
    return "".join(text.translate(_AS_ASCII).split())


def person(text: str) -> str:
    """A name: a Chinese one has no inner spaces, and a minority name's dot is U+00B7; one in Latin letters keeps its spaces."""
    joined = " ".join(text.split())
    if not re.search(r"[㐀-鿿\U00020000-\U0003ffff]", joined):
        return joined
    return joined.replace(" ", "").translate(_DOTS).strip("·")


_SIDE_BY_SIDE = re.compile(r"[\d.,]\s+[\d.,]")
_AMOUNT = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<cents>\.\d{1,2})?")
_CURRENCY = re.compile(r"^(?:RMB|CNY|人民币|¥)|(?:元|RMB|CNY)$")


_MOST_DIGITS = 15  # before the point; a longer number is no amount, and past what a Decimal holds with two places


def money(text: str) -> Decimal | None:
    """An amount with two places, signed as printed: "+4,000.00", "-5", "¥ 12.5", "RMB 100.00"; None for anything else."""
    if _SIDE_BY_SIDE.search(text):  # two numbers side by side are not one
        return None
    bare = squeeze(text).replace("￥", "¥")
    sign = ""
    if bare[:1] in "+-" and bare[1:2] == "¥":
        sign, bare = bare[0], bare[1:]
    found = _AMOUNT.fullmatch(sign + _CURRENCY.sub("", _CURRENCY.sub("", bare)))
    if not found:
        return None
    whole, cents = found["whole"].replace(",", ""), found["cents"] or ""
    if len(whole) > _MOST_DIGITS:
        return None
    return Decimal(f"{found['sign']}{whole}{cents}").quantize(Decimal("0.01"))


_DAY = re.compile(
    r"(?P<y>\d{4})(?:(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})|年(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日?|(?P<m3>\d{2})(?P<d3>\d{2}))"
)


@lru_cache(maxsize=8192)  # the same days stand in many rows
def day(text: str) -> date | None:
    """A day: "2026-03-01", "2026/3/1", "2026.03.01", "20260301", "2026年3月1日"; None for anything else or no real day."""
    found = _DAY.fullmatch(squeeze(text))
    return _day_of(found) if found else None


def days(text: str) -> list[date]:
    """Every real day that a text holds, in order."""
    spaced = text.translate(_AS_ASCII)
    found = re.finditer(rf"(?<!\d){_DAY.pattern}(?!\d)", re.sub(r"\s*([年月日])\s*", r"\1", spaced))
    return [d for d in map(_day_of, found) if d]


def _day_of(found: re.Match[str]) -> date | None:
    parts = found["m"] or found["m2"] or found["m3"], found["d"] or found["d2"] or found["d3"]
    try:
        read = date(int(found["y"]), int(parts[0]), int(parts[1]))
    except ValueError:
        return None
    return read if 1900 <= read.year <= 2199 else None


_MONTH = re.compile(
    r"(?P<y>(?:19|20|21)\d{2})(?:[-/.]?(?P<m>0[1-9]|1[0-2])|[-/.](?P<m1>[1-9])|年(?P<m2>0?[1-9]|1[0-2])月份?)"
)


def month(text: str) -> str | None:
    """A month as "YYYY-MM": "2026-03", "202603", "2026.3", "2026年3月"; None for anything else."""
    found = _MONTH.fullmatch(squeeze(text))
    return f"{found['y']}-{int(found['m'] or found['m1'] or found['m2']):02d}" if found else None


_TIME = re.compile(r"([01]\d|2[0-3]):?([0-5]\d)(?::?([0-5]\d))?")


def clock(text: str) -> str | None:
    """A time of day as "HH:MM:SS" (or "HH:MM" where no seconds are printed); None for anything else."""
    found = _TIME.fullmatch(squeeze(text))
    return ":".join(part for part in found.groups() if part) if found else None
