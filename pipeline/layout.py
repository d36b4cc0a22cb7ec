"""Words of a page in reading order, and the values that stand beside their labels.

A sheet of a spreadsheet is a page too: each cell is a word in a box of its own, so that the same functions read both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from pipeline.kept import per_leaf
from pipeline.model import Box, Field, Grid, Leaf, Method, Place, Region, Value, Word
from pipeline.text import day, squeeze


@dataclass(frozen=True, slots=True)
class Printed:
    """A piece of text as it is printed, and where: the value of a label, or a cell of a table."""

    text: str
    place: Place
    confidence: float
    method: Method

    def field(self, value: Value | None, reason: str | None = None) -> Field:
        """A field with this value (None with the Chinese reason where it could not be understood), read from here."""
        return Field(value, self.confidence, self.method, self.place, self.text, reason)


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one line, from left to right. Its box is in the coordinates of the leaf (cells: one unit each)."""

    leaf: Leaf
    words: tuple[Word, ...]
    box: Box

    @property
    def text(self) -> str:
        """The words joined, with a space wherever there is a gap between them."""
        return join(self.words)


# ---------------------------------------------------------------- words, lines, text

CELL = 10  # so that two cells are never taken for two words of one piece of text


def words_of(leaf: Leaf) -> tuple[Word, ...]:
    """The words of a region, or the filled cells of a sheet as words: one unit high and wide, columns `CELL` units apart."""
    if isinstance(leaf, Region):
        return leaf.words
    return tuple(
        _word(text, row, column) for row, cells in enumerate(leaf.rows) for column, text in enumerate(cells) if text
    )


def lines(leaf: Leaf) -> tuple[Line, ...]:
    """The lines of a leaf, from top to bottom."""
    if isinstance(leaf, Grid):
        return tuple(_rows(leaf))
    return tuple(Line(leaf, words, box) for words, box in _grouped(leaf))


@per_leaf
def _grouped(leaf: Leaf) -> tuple[tuple[tuple[Word, ...], Box], ...]:
    """The words of each line of a region, with their bounds."""
    return tuple(_groups(words_of(leaf)))


def _rows(grid: Grid) -> Iterator[Line]:
    """The rows of a sheet that are not empty."""
    for row, cells in enumerate(grid.rows):
        words = tuple(_word(text, row, column) for column, text in enumerate(cells) if text)
        if words:
            yield Line(grid, words, Box(words[0].box.left, row, words[-1].box.right, row + 1))


def _word(text: str, row: int, column: int) -> Word:
    return Word(text, Box(column * CELL, row, column * CELL + 1, row + 1))


def lines_cut(leaf: Leaf) -> tuple[Line, ...]:
    """The lines of a leaf with the words of a page cut at spaces: a recogniser gives a label and its value as one word."""
    if isinstance(leaf, Grid):
        return lines(leaf)
    pieces = [cut(word, at.start(), at.end()) for word in leaf.words for at in re.finditer(r"\S+", word.text)]
    return lines_of(leaf, pieces)


def lines_of(leaf: Leaf, words: Sequence[Word]) -> tuple[Line, ...]:
    """Some words of a leaf as lines, from top to bottom: words are of one line where their middles are about level."""
    return tuple(Line(leaf, group, box) for group, box in _groups(words))


def _groups(words: Sequence[Word]) -> Iterator[tuple[tuple[Word, ...], Box]]:
    """Words of one line each, from left to right, with their bounds; lines from top to bottom."""
    grouped: list[list[Word]] = []
    middle = height = 0.0
    middles = [_middle(word) for word in words]
    for at in sorted(range(len(middles)), key=middles.__getitem__):
        word, own = words[at], middles[at]
        tall = word.box.bottom - word.box.top
        apart = own - middle
        if grouped and apart < 0.45 * height and apart < 0.45 * tall:
            grouped[-1].append(word)
            middle += apart / len(grouped[-1])
        else:
            grouped.append([word])
            middle, height = own, tall
    for group in grouped:
        yield tuple(sorted(group, key=_left)), bounds(group)


def _middle(word: Word) -> float:
    return (word.box.top + word.box.bottom) / 2


def _left(word: Word) -> float:
    return word.box.left


def bounds(words: Sequence[Word]) -> Box:
    """The smallest rectangle that holds all words (at least one)."""
    if len(words) == 1:
        return words[0].box
    boxes = [word.box for word in words]
    return Box(
        min([box.left for box in boxes]),
        min([box.top for box in boxes]),
        max([box.right for box in boxes]),
        max([box.bottom for box in boxes]),
    )


def join(words: Sequence[Word]) -> str:
    """The text of words in reading order, over several lines too.

    Words of one line have a space between them where there is a gap; a line that wraps goes on without one, since numbers and
    Chinese text are broken anywhere, except between Latin words and behind a day.
    """
    if len(words) == 1:
        return words[0].text
    text = ""
    for before, word in zip([None, *words], words, strict=False):
        text += (" " if before and _apart(before, word) else "") + word.text
    return text


def _apart(before: Word, word: Word) -> bool:
    one, other = before.box, word.box
    height = min(one.bottom - one.top, other.bottom - other.top)
    if _middle(word) - _middle(before) > 0.5 * height:
        return (before.text[-1:].isascii() and before.text[-1:].isalpha() and word.text[:1].isascii()
                and word.text[:1].isalpha()) or day(before.text) is not None  # fmt: skip
    return other.left - one.right > 0.15 * height


def printed(leaf: Leaf, words: Sequence[Word], text: str | None = None) -> Printed:
    """Words of a leaf (at least one) as one piece of text, with their place; `text` replaces the joined text."""
    shown = join(words) if text is None else text
    place = place_of(leaf, words)
    if isinstance(leaf, Grid):
        return Printed(shown, place, 1.0, "cell")
    return Printed(shown, place, min([word.confidence for word in words]), leaf.method)


def place_of(leaf: Leaf, words: Sequence[Word]) -> Place:
    """Where words of a leaf (at least one) stand: their bounds on the page, or the cell of the first."""
    if isinstance(leaf, Grid):
        first = words[0].box
        return leaf.place(int(first.top), int(first.left) // CELL)
    return leaf.place(bounds(words))


def cut(word: Word, start: int, end: int) -> Word:
    """The characters `start` to `end` of a word as a word of their own, its box by the edges, or in proportion without them."""
    if start <= 0 and end >= len(word.text):
        return word
    count = max(len(word.text), 1)
    edges = word.edges or tuple(word.box.left + word.box.width * i / count for i in range(count + 1))
    box = Box(edges[start], word.box.top, edges[min(end, count)], word.box.bottom)
    return Word(word.text[start:end], box, word.confidence, edges[start : end + 1])


@per_leaf
def squeezed(leaf: Leaf) -> str:
    """All text of a leaf without any space and with ASCII punctuation, lines apart by newlines, to look for marks in."""
    return "\n".join(squeeze("".join([word.text for word in line.words])) for line in lines(leaf))


# ---------------------------------------------------------------- label and value

Labels = Mapping[str, Sequence[str]]
"""Name -> spellings of its label without spaces and colon: {"holder": ("户名", "客户姓名", "AccountName")}."""

ACROSS = 2.5  # line heights; a wider gap ends a value
BELOW = 2.6  # line heights from a label's middle to that of a value printed under it


def labelled(printed_lines: Sequence[Line], labels: Labels, stops: Sequence[str] = ()) -> dict[str, Printed]:
    """The values that stand beside (or glued to, or below) their labels: name of the label -> value.

    A label counts where a colon follows (a translation in Latin letters may stand between), or where it makes up whole words. A value ends
    where any label of `labels`, any of `stops`, or a word of Chinese with a colon begins, or at a wide gap. A label
    that is there without a value gives an empty text; one that is not there is not in the answer. The first value that is not
    empty counts.
    """
    found: dict[str, Printed] = {}
    for at, line in enumerate(printed_lines):
        marks = _marks(line, labels, stops)
        for mark, after in zip(marks, [*marks[1:], None], strict=False):
            if mark.name and not (mark.name in found and found[mark.name].text):
                value = _beside(line, mark, after) or _below(printed_lines, at, mark, after, labels, stops)
                found[mark.name] = value or printed(line.leaf, line.words[mark.word :][:1], "")
    return found


@dataclass(frozen=True, slots=True)
class _Mark:
    """A label in a line: from character `start` to `end` of the line without spaces; `name` is None for a stop."""

    name: str | None
    start: int
    end: int
    word: int


def _marks(line: Line, labels: Labels, stops: Sequence[str]) -> list[_Mark]:
    """The labels and stops of a line in order; where two overlap, the one that begins first counts."""
    text, owners = _spaceless(line)
    names, known = _pattern(tuple((name, tuple(spelt)) for name, spelt in labels.items()), tuple(stops))
    starts = {at for at in range(len(text)) if at == 0 or owners[at][0] != owners[at - 1][0]} | {len(text)}
    found = [(m.start(), m.end(1), names[m["label"]]) for m in known.finditer(text) if _is_label(m, text, starts)]
    found += [
        (m.start(), m.end(1), None)
        for m in _ANY_LABEL.finditer(text)
        if m.start() in starts and owners[m.start()][0] == owners[m.end(1) - 1][0]
    ]
    marks: list[_Mark] = []
    for start, end, name in sorted(found, key=lambda mark: (mark[0], mark[2] is None, -mark[1])):
        if not marks or start >= marks[-1].end:
            marks.append(_Mark(name, start, end, owners[start][0]))
        elif name and not marks[-1].name:
            marks[-1] = _Mark(name, start, end, owners[start][0])
    return marks


def _is_label(match: re.Match[str], text: str, starts: set[int]) -> bool:
    """With a colon behind it, unless it is the tail of a longer label ("对方户名"); without one, only as whole words."""
    if match["colon"]:
        return match.start() in starts or not _QUALIFIED.search(text[: match.start()])
    return match.start() in starts and match.end(1) in starts


_QUALIFIED = re.compile(r"(?:对方|对手|收款|付款|开户|客户|账户|交易|单位|企业|银行)$")
_ANY_LABEL = re.compile(r"(?=([一-鿿/()]{2,10}[A-Za-z/.]*:))")


@lru_cache(maxsize=64)
def _pattern(
    labels: tuple[tuple[str, tuple[str, ...]], ...], stops: tuple[str, ...]
) -> tuple[Mapping[str, str | None], re.Pattern[str]]:
    """Each spelling's name (None: a stop), and an expression that finds all of them, overlapping ones too, with their colon."""
    names: dict[str, str | None] = {squeeze(stop): None for stop in stops}
    names |= {squeeze(spelling): name for name, spellings in labels for spelling in spellings}
    known = "|".join(re.escape(spelling) for spelling in sorted(names, key=len, reverse=True))
    return names, re.compile(rf"(?=((?P<label>{known})(?:\([^)]{{0,12}}\))?(?:[A-Za-z/.]*(?P<colon>:))?))")


def _spaceless(line: Line) -> tuple[str, list[tuple[int, int]]]:
    """The line without spaces and with ASCII punctuation, and for each character its word and its place in that word."""
    text, owners = "", []
    for index, word in enumerate(line.words):
        plain = squeeze(word.text)
        if len(plain) == len(word.text):
            text += plain
            owners += [(index, place) for place in range(len(plain))]
            continue
        for place, char in enumerate(word.text):
            if plain := squeeze(char):
                text += plain
                owners.append((index, place))
    return text, owners


def _beside(line: Line, mark: _Mark, after: _Mark | None) -> Printed | None:
    words = list(_between(line, mark.end, after.start if after else None))
    kept: list[Word] = []
    limit = ACROSS * line.box.height
    for word in words:
        if kept and word.box.left - kept[-1].box.right > limit:
            break
        kept.append(word)
    return printed(line.leaf, kept) if kept else None


def _between(line: Line, start: int, end: int | None) -> Iterator[Word]:
    """The words of a line between two places of its text without spaces, cut where a place is inside a word."""
    _, owners = _spaceless(line)
    for index, chosen in groupby(owners[start:end], key=itemgetter(0)):
        places = [place for _, place in chosen]
        yield cut(line.words[index], places[0], places[-1] + 1)


def _below(
    printed_lines: Sequence[Line], at: int, mark: _Mark, after: _Mark | None, labels: Labels, stops: Sequence[str]
) -> Printed | None:
    """The value that stands under its label: in the next lines, left edges about equal, before the next label's left edge."""
    line = printed_lines[at]
    left = line.words[mark.word].box.left
    right = line.words[after.word].box.left if after else float("inf")
    height = line.box.height
    for lower in printed_lines[at + 1 : at + 3]:
        if lower.leaf is not line.leaf or lower.box.centre[1] - line.box.centre[1] > BELOW * height:
            return None
        under = [word for word in lower.words if left - height < word.box.left < right - 0.1]
        if under and abs(under[0].box.left - left) < 3 * height:
            if _marks(Line(lower.leaf, tuple(under), bounds(under)), labels, stops):
                return None
            return _beside(Line(lower.leaf, tuple(under), bounds(under)), _Mark(None, 0, 0, 0), None)
    return None
