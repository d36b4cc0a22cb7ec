"""A bank statement of a bank that has no declaration of its own: read by header words, and by what every balance says.

It is asked only where no bank claims a page. A running balance is what tells a statement from other tables with days and amounts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors._statement import continues, read_statement
from extractors._statement_words import COLUMNS, LABELS
from pipeline.layout import Printed, lines, printed, squeezed
from pipeline.levelling import levelled
from pipeline.model import Field, Leaf, Opened, Reading
from pipeline.readers import Claim, Reader
from pipeline.table import header_of
from pipeline.text import squeeze

_DAYS = {"date", "time", "booked"}
_MOVES = {"amount", "income", "expense"}
_BALANCES = {"balance", "available"}
_OF_OTHERS = ("支付宝", "微信支付", "信用卡账单", "信用卡对账单", "住房公积金")


def _claims(leaf: Leaf) -> Claim | None:
    leaf = levelled(leaf)
    concepts = set(header_of(leaf, COLUMNS))
    if not (concepts & _DAYS and concepts & _MOVES and concepts & _BALANCES):
        return None
    title = _above(squeezed(leaf))
    return None if any(word in title for word in _OF_OTHERS) else Claim(0.8)


def _above(text: str) -> str:
    """What stands before the column of balances: a wallet's name in a row is a counterparty, and says nothing of the paper."""
    starts = [text.find(squeeze(head)) for concept in _BALANCES for head in COLUMNS[concept]]
    return text[: min(at for at in starts if at >= 0)] if max(starts) >= 0 else text


def _read(leaves: Sequence[Leaf], opened: Opened) -> Reading:
    found = _bank_name(leaves[0])
    known = {"bank": Field("other", 0.8, "derived")}
    if found:
        known = {"bank": found.field("other"), "bank_name": found.field(found.text)}
    return read_statement(leaves, COLUMNS, LABELS, known, signed=False)


_NAME = re.compile(r"[一-鿿·()]{2,16}?(?:农村商业银行|农商银行|农村信用社|信用合作联社|银行)(?:股份有限公司)?")


def _bank_name(leaf: Leaf) -> Printed | None:
    """The first bank that the top of the page names."""
    for line in lines(leaf)[:12]:
        found = _NAME.search(squeeze(line.text))
        if found:
            return printed(leaf, line.words, found[0])
    return None


READER = Reader(
    name="bank_statement", type="bank_statement", claims=_claims, read=_read, continues=continues, generic=True
)
