"""Several accounts in one file: each has a head of its own, with its number, over a table of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from extractors._statement_cells import is_amount, is_moment
from extractors._statement_fields import with_number
from pipeline.layout import Line, lines, squeezed
from pipeline.model import Field, Grid, Leaf, Reading, Region
from pipeline.table import Vocabulary, header_bands
from pipeline.text import squeeze

_END = float("inf")
_MISREAD = 0.8  # how alike two recognised numbers are that may be one: up to three of 19 digits misread


@dataclass
class _Place:
    """Where an account begins: the number of the leaf, and the height on it."""

    leaf: int
    top: float


def accounts_apart(leaves: Sequence[Leaf], columns: Vocabulary, labels: Vocabulary) -> list[tuple[Leaf, ...]]:
    """The leaves of each account of a file in order; a leaf that holds two is cut between them.

    A new account begins with a block over a header that names numbers of which none is the account's before. A number that was recognised
    may be misread, and is another only where much of it is.
    """
    spelling = with_number(tuple(labels["account"]))
    cuts: list[_Place] = []
    current: list[str] = []
    for at, leaf in enumerate(leaves):
        page = lines(leaf)
        texts = squeezed(leaf).split("\n")
        told = {id(line): found for line, text in zip(page, texts, strict=False) if (found := _numbers(text, spelling))}
        if not told or (current and all(_any_same(one, current, leaf) for found in told.values() for one in found)):
            continue
        for top, numbers in _blocks(page, told, header_bands(leaf, columns)):
            if current and not any(_any_same(one, current, leaf) for one in numbers):
                cuts.append(_Place(at, top))
                current = []
            current += numbers
    return _cut(leaves, cuts)


def _numbers(text: str, spelling: re.Pattern[str]) -> list[str]:
    """The numbers of accounts that a line, without spaces, names."""
    return [number.upper() for number in spelling.findall(text) if sum(map(str.isdigit, number)) > 3]


def _any_same(number: str, known: Sequence[str], leaf: Leaf) -> bool:
    recognised = isinstance(leaf, Region) and leaf.method == "ocr"
    return any(_same(number, one, recognised) for one in known)


def _same(one: str, other: str, recognised: bool) -> bool:
    """Whether two numbers may be one: every digit that both show agrees, from either end where one is masked."""
    if recognised and SequenceMatcher(None, one, other, autojunk=False).ratio() > _MISREAD:
        return True
    masked = [re.split(r"[*•＊]+", number) for number in (one, other)]
    if all(len(parts) == 1 for parts in masked):
        return one == other
    (head, *_), (other_head, *_) = masked
    (*_, tail), (*_, other_tail) = masked
    near, far = min(len(head), len(other_head)), min(len(tail), len(other_tail))
    return head[:near] == other_head[:near] and tail[len(tail) - far :] == other_tail[len(other_tail) - far :]


def _blocks(
    page: Sequence[Line], told: Mapping[int, Sequence[str]], bands: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, list[str]]]:
    """Of every header (from its top to its bottom) with an account over it: where its block begins, and the numbers in it.

    No row stands between a number and the header, else the number is that of a remark.
    """
    above = -_END
    for top, bottom in bands:
        over = [line for line in page if above < line.box.centre[1] < top]
        after = max(
            (n + 1 for n, line in enumerate(over) if _is_row(line) or _FOOT.match(squeeze(line.text))), default=0
        )
        numbers = [number for line in over[after:] for number in told.get(id(line), ())]
        if numbers:
            yield (over[after].box.top if after or above > -_END else -_END), numbers
        above = bottom


_FOOT = re.compile(
    r"(?:本页|本月|总|当前)?(?:合计|小计|总计)|以上|说明|温馨提示|第\d+页|共\d+页|\d+/\d+$|[-—_*=]{4,}|[借贷]方|总(?:收入|支出)"
)


def _is_row(line: Line) -> bool:
    """Whether a line holds a day that is no label's value, or an amount, in cells of their own."""
    texts = [word.text for word in line.words]
    labelled = any(text.endswith((":", "：")) for text in texts)
    return len(texts) > 2 and not labelled and any(map(is_moment, texts)) and any(map(is_amount, texts))


def _cut(leaves: Sequence[Leaf], cuts: Sequence[_Place]) -> list[tuple[Leaf, ...]]:
    """The leaves from one cut to the next."""
    begins = [_Place(0, -_END), *cuts]
    ends = [*cuts, _Place(len(leaves), -_END)]
    return [
        tuple(
            piece
            for at, leaf in enumerate(leaves)
            if begin.leaf <= at <= end.leaf
            and (piece := _between(leaf, begin.top if at == begin.leaf else -_END, end.top if at == end.leaf else _END))
        )
        for begin, end in zip(begins, ends, strict=True)
    ]


def _between(leaf: Leaf, top: float, bottom: float) -> Leaf | None:
    """What stands on a leaf between two heights, at its own places; None where that is nothing."""
    if (top, bottom) == (-_END, _END):
        return leaf
    if isinstance(leaf, Grid):
        blank = ("",) * len(leaf.rows[0])
        rows = tuple(row if top <= at + 0.5 < bottom else blank for at, row in enumerate(leaf.rows))
        return replace(leaf, rows=rows) if any(map(any, rows)) else None
    words = tuple(word for word in leaf.words if top <= word.box.centre[1] < bottom)
    return replace(leaf, words=words) if words else None


# ---------------------------------------------------------------- what the papers share


_ONCE = ("holder", "issued_on", "verification_code")


def with_shared(readings: Sequence[Reading], leaves: Sequence[Sequence[Leaf]]) -> Reading:
    """The papers as one reading with others: what is printed once for all of them is of each, page numbers too."""
    if len(readings) == 1:
        return readings[0]
    shared = {name: field for name in _ONCE if (field := _only(readings, name))}
    numbers = _all_numbers(readings)
    first, *others = (
        replace(reading, fields={**shared, **reading.fields, **numbers}, leaves=tuple(own))
        for reading, own in zip(readings, leaves, strict=True)
    )
    return replace(first, others=tuple(others))


def _only(readings: Sequence[Reading], name: str) -> Field | None:
    """The field that all papers that print it print alike."""
    shown = [reading.fields[name] for reading in readings if name in reading.fields]
    return shown[0] if len({field.value for field in shown}) == 1 else None


def _all_numbers(readings: Sequence[Reading]) -> dict[str, Field]:
    """The page numbers of all papers together, where they run through the file: "1,2/3" and "3/3"."""
    shown = [field for reading in readings if (field := reading.fields.get("page_numbers"))]
    parts = [str(field.value or "").partition("/") for field in shown]
    pages = [page for numbers, _, _ in parts for page in numbers.split(",") if page]
    if not pages or len({total for _, _, total in parts}) > 1 or pages.count("1") > 1:
        return {}
    return {"page_numbers": replace(shown[0], value=f"{','.join(dict.fromkeys(pages))}/{parts[0][2]}")}
