"""Currencies as papers print them: a code, a name or a sign."""

from __future__ import annotations

import re

from pipeline.text import squeeze

YUAN = "CNY"

_SPELT = {
    YUAN: ("人民币", "CNY", "RMB", "CNH", "本币", "全币种", "¥", "￥"),
    "USD": ("美元", "美金", "USD", "US$"),
    "HKD": ("港币", "港元", "HKD", "HK$"),
    "EUR": ("欧元", "EUR", "€"),
    "GBP": ("英镑", "GBP", "£"),
    "JPY": ("日元", "日圆", "JPY"),
    "AUD": ("澳大利亚元", "澳元", "AUD"),
    "CAD": ("加拿大元", "加元", "CAD"),
    "SGD": ("新加坡元", "新元", "SGD"),
    "MOP": ("澳门元", "澳门币", "MOP"),
    "CHF": ("瑞士法郎", "CHF"),
    "NZD": ("新西兰元", "NZD"),
    "KRW": ("韩元", "KRW"),
    "THB": ("泰铢", "THB"),
    "TWD": ("新台币", "TWD"),
    "RUB": ("卢布", "RUB"),
}
_CODES = {word: code for code, words in _SPELT.items() for word in words}
_NUMBERS = {"156": YUAN, "840": "USD", "344": "HKD", "978": "EUR", "826": "GBP", "392": "JPY", "702": "SGD"}
SPELLINGS = "|".join([*(re.escape(word) for word in sorted(_CODES, key=len, reverse=True)), r"\$"])
"""All of them as a pattern, the longest first."""

_WORDS = re.compile(SPELLINGS)
_PLAIN = re.compile(r"[\d\s.,+()-]*")
_WHOLE = {**_CODES, **_NUMBERS, "ALL": YUAN, "$": "$"}

NAMES = {code: words[0] for code, words in _SPELT.items()}
"""The Chinese name of a currency by its code."""


def currency_of(text: str) -> str:
    """The code of the currency that a text names: "人民币元", "RMB", "840"; "" where it names none. "$" alone is some dollar."""
    bare = squeeze(text).upper()
    return _WHOLE.get(bare) or currency_beside(bare)


def currency_beside(text: str) -> str:
    """The code of the currency that stands beside a number ("USD 100.00"); "" where none does, or several do."""
    if _PLAIN.fullmatch(text):
        return ""
    found = {_WHOLE[word] for word in _WORDS.findall(squeeze(text).upper())}
    return found.pop() if len(found) == 1 else ""
