"""What stands around the rows of a wallet's statement: whose it is, the period, when it was drawn up, printed counts and sums."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors._names import id_number
from extractors._prose import Prose, prose_of
from extractors._statement_fields import fields_of as statement_fields
from extractors._wallet_words import LABELS, STOPS
from pipeline.layout import Line, Printed, labelled, lines, printed
from pipeline.model import Field, Grid, Leaf, Value
from pipeline.table import Table
from pipeline.text import days, money, person, squeeze

_TIMES = {name: LABELS[name] for name in ("period", "start", "end", "issued_on")}


def fields_of(leaves: Sequence[Leaf], table: Table | None) -> dict[str, Field]:
    """The fields that are printed; one that is there and cannot be read has the value None and a reason.

    `printed_in` and the like are the sums and counts that the paper prints; `totals_may_differ` is there where it says that they are
    counted in another way than the rows.
    """
    outside = table.outside if table else tuple(line for leaf in leaves for line in lines(leaf))
    found = labelled(outside, LABELS, STOPS)
    prose = prose_of(outside, frozenset())
    fields: dict[str, Field | None] = {
        "holder": _holder(found.get("holder")),
        "id_number": id_number(found["id_number"]) if "id_number" in found else None,
        "account": _account(found.get("account")),
        "issued_on": _signed_on(leaves[-1], table),
        **statement_fields(leaves, table, _TIMES),
        **_certified(prose),
        **_totals(outside),
        "totals_may_differ": _differ(prose),
    }
    fields |= {} if "period_start" in fields else _span(prose)
    return {name: value for name, value in fields.items() if value}


def scope_of(table: Table) -> str:
    """What the export was narrowed to ("收入"); "" where it holds all transactions, or says nothing of it."""
    said = labelled(table.outside, {"scope": LABELS["scope"]}, STOPS).get("scope")
    text = _bare(said.text) if said else ""
    return "" if not text or _ALL.search(text) or not re.fullmatch(r"[一-鿿/、]{2,20}", text) else text


_ALL = re.compile(r"全部|所有|不限")


# ---------------------------------------------------------------- beside labels

_BRACKETS = "[]【】()（）「」"


def _bare(text: str) -> str:
    return text.strip().strip(_BRACKETS).strip()


_NO_NAME = re.compile(r"[\d:：,，。/]")


def _holder(found: Printed | None) -> Field | None:
    if found is None or not _bare(found.text):
        return None
    name = person(_bare(found.text))
    return found.field(None, "户名看不清") if not name or _NO_NAME.search(name) or len(name) > 40 else found.field(name)


_ACCOUNT = r"[A-Za-z\d@._*＊+-]{3,64}"


def _account(found: Printed | None) -> Field | None:
    """A telephone number, an address of mail or a name of letters, whole or masked."""
    if found is None or not _bare(found.text):
        return None
    fits = re.match(_ACCOUNT, "".join(_bare(found.text).split()))
    return found.field(fits[0]) if fits else found.field(None, "账号看不清")


def _signed_on(leaf: Leaf, table: Table | None) -> Field | None:
    """The day under the seal: the last line of the paper with nothing else on it, below all rows and no earlier than these."""
    rows = [row for row in table.rows if row.text("amount")] if table else []
    bottoms = [row.place.box.bottom for row in rows if row.page == _number(leaf) and row.place.box]
    moments = [d for row in rows for d in days(row.text("time")[:_A_DAY])]
    below = [line for line in lines(leaf) if line.box.top > max(bottoms, default=0.0)] if _number(leaf) else []
    for line in reversed(below):
        found = days(line.text) if _ONE_DAY.fullmatch(squeeze(line.text)) else []
        if found and found[0] >= max(moments, default=found[0]):
            return printed(line.leaf, line.words).field(found[0])
    return None


_A_DAY = 11  # characters of "2026年11月21日"


def _number(leaf: Leaf) -> int | None:
    return None if isinstance(leaf, Grid) else leaf.page.number


_ONE_DAY = re.compile(r"(?:日期:)?20\d\d(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})")


# ---------------------------------------------------------------- in sentences

_CERTIFIED = re.compile(
    r"兹证明:?(?P<holder>[^():,\[\]]{2,40}?)\((?:(?P<paper>[^():]{2,20}):)?(?P<id_number>[A-Za-z\d*]{6,20})\)"
    rf"(?:[^()]{{0,8}}?(?:支付宝|微信)(?:账[号户]|号)?:?(?P<account>{_ACCOUNT})(?=中|的|下|,))?"
)


def _certified(prose: Prose) -> dict[str, Field]:
    """ "兹证明：王建国（居民身份证：…），在其微信号：…中的交易明细信息如下"."""
    found = _CERTIFIED.search(prose.text)
    if found is None:
        return {}
    shown = {name: prose.printed(*found.span(name)) for name in ("holder", "id_number", "account") if found[name]}
    number = shown["id_number"]
    card = not found["paper"] or "身份证" in found["paper"] or "证件号" in found["paper"]
    fields = {
        "holder": shown["holder"].field(person(found["holder"])),
        "id_number": id_number(number) if card else number.field(found["id_number"].upper()),
        "account": shown["account"].field(found["account"]) if found["account"] else None,
    }
    return {name: value for name, value in fields.items() if value}


_DAY = r"20\d\d(?:-\d\d-\d\d|/\d\d/\d\d|\.\d\d\.\d\d|年\d{1,2}月\d{1,2}日)"
_SPAN = re.compile(rf"时间段?:?\[?(?P<start>{_DAY})[\d:\]]{{0,9}}(?:至|到|~|—|-+)\[?(?P<end>{_DAY})")


def _span(prose: Prose) -> dict[str, Field | None]:
    """Both ends of a period that no label could be told from: "交易明细对应时间段2026-01-01至2026-06-30"."""
    found = _SPAN.search(prose.text)
    ends = {} if found is None else {name: prose.printed(*found.span(name)) for name in ("start", "end")}
    return {f"period_{name}": shown.field(days(shown.text)[0]) for name, shown in ends.items() if days(shown.text)}


# ---------------------------------------------------------------- printed counts and sums

_SUMMED = re.compile(
    r"(?<![待一-鿿])(?:已|总)?(?P<way>收入|支出):?(?P<count>\d{1,7})笔[,:共计]*(?P<sum>[\d,]+(?:\.\d{1,2})?)元"
)
_COUNTED = re.compile(r"共计?:?(\d{1,7})(?:笔|条)")
_NAMES = {"收入": ("printed_count_in", "printed_in"), "支出": ("printed_count_out", "printed_out")}


def _totals(outside: Sequence[Line]) -> dict[str, Field]:
    """The first of each that is printed."""
    fields: dict[str, Field] = {}
    for line in outside:
        for name, value in _counted(squeeze(line.text)):
            fields.setdefault(name, printed(line.leaf, line.words).field(value))
    return fields


def _counted(text: str) -> Iterator[tuple[str, Value]]:
    for found in _SUMMED.finditer(text):
        count, total = _NAMES[found["way"]]
        yield count, int(found["count"])
        if (amount := money(found["sum"])) is not None:
            yield total, amount
    if whole := _COUNTED.search(text):
        yield "printed_count", int(whole[1])


_MAY_DIFFER = re.compile(r"(?:直接)?累加后?,?可能会?[和与]?.{0,8}?(?:统计|汇总|合计).{0,6}?不一致|统计逻辑不同")


def _differ(prose: Prose) -> Field | None:
    found = _MAY_DIFFER.search(prose.text)
    return prose.printed(*found.span()).field(True) if found else None
