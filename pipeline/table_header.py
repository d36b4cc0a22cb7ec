"""The header of a table: which lines it is, where its columns stand, and what each of them means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from pipeline.layout import Line, bounds, cut
from pipeline.model import Box, Word
from pipeline.text import squeeze

Vocabulary = Mapping[str, Sequence[str]]
"""Concept -> what the header calls it, without spaces: {"date": ("交易日期", "记账日期"), "amount": ("交易金额",)}.

Latin letters and punctuation of a header are not compared where it has Chinese characters; what stands in brackets is compared
first and left out then.
"""

MOST_LINES = 6  # of one header: three lines of a cell beside cells of two, all centred


@dataclass(frozen=True, slots=True)
class Head:
    """A column's header: its concept ("?" and the text where the vocabulary has none), its text, and its extent."""

    concept: str
    text: str
    left: float
    right: float
    tier: int  # how sure: 4 as spelt, 3 without its brackets, 2 a part of it, 1 but for one character


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table on one leaf; it stands between `top` and `bottom`."""

    heads: tuple[Head, ...]
    top: float
    bottom: float

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts that the vocabulary knows, in printed order."""
        return tuple(head.concept for head in self.heads if head.tier)

    @property
    def score(self) -> float:
        """How much of it the vocabulary knows; unknown columns count a little against it."""
        return sum(10 + head.tier for head in self.heads if head.tier) - 2 * sum(not head.tier for head in self.heads)


# ---------------------------------------------------------------- words of the vocabulary

_CJK = re.compile(r"[㐀-鿿]")
_NOT_CJK = re.compile(r"[^㐀-鿿]")
_BRACKETS = re.compile(r"\([^)]*\)")


@lru_cache(maxsize=4096)
def keys(text: str) -> tuple[str, str]:
    """What is compared of a header: its Chinese characters (else its Latin letters), with and without what is in brackets."""
    bare = squeeze(text)
    return _key(bare), _key(_BRACKETS.sub("", bare)) or _key(bare)


def _key(bare: str) -> str:
    chinese = _NOT_CJK.sub("", bare)
    return chinese or "".join(char for char in bare.lower() if char.isalpha())


_NAMES_A_THING = re.compile(r"(?:[账帐卡行]号|[账帐]户|户名|姓名|名称|行名|开户行|银行|机构|网点|地址|编号)$")


_MOST_ASKED, _MOST_SEEN = 1000, 60  # texts whose concepts, and lines whose headers a lexicon keeps


class Lexicon:
    """A vocabulary made ready: spelling -> concept, and every part of a spelling that could be a line of a header."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._asked: dict[str, tuple[str, int]] = {}
        self.seen: dict[tuple[tuple[Word, ...], ...], Header] = {}
        self.spellings = {keys(word)[0]: concept for concept, words in vocabulary.items() for word in words}
        self.parts = {
            key[a:b] for key in self.spellings for a in range(len(key)) for b in range(a + 1, len(key) + 1)
            if _CJK.match(key) and b - a < 9
        }  # fmt: skip

    def concept(self, text: str) -> tuple[str, int]:
        """The concept of a header's text and how sure that is (4 to 1); ("", 0) where there is none."""
        if text not in self._asked:  # the same header stands on every page
            if len(self._asked) > _MOST_ASKED:
                self._asked.clear()
            self._asked[text] = self._concept(*keys(text))
        return self._asked[text]

    def _concept(self, whole: str, bare: str) -> tuple[str, int]:
        if whole in self.spellings:
            return self.spellings[whole], 4
        if bare in self.spellings:
            return self.spellings[bare], 3
        return self._contained(bare) or self._nearly(bare) or ("", 0)

    def _contained(self, key: str) -> tuple[str, int] | None:
        """By the longest spelling (three characters at least) that the text ends or begins with.

        A beginning tells nothing where the end names another thing of the same party: 对方户名 is not what 对方户名账号 holds.
        """
        found = {
            s: c for s, c in self.spellings.items()
            if len(s) > 2 and (key.endswith(s) or (key.startswith(s) and not _NAMES_A_THING.search(key)))
        }  # fmt: skip
        longest = max(found, key=len, default=None)
        return (found[longest], 2) if longest and len(key) <= 2 * len(longest) + 2 else None

    def _nearly(self, key: str) -> tuple[str, int] | None:
        """By the only concept with a spelling of four characters or more that differs in one: a misread character."""
        found = {
            c for s, c in self.spellings.items()
            if len(s) == len(key) > 3 and sum(a != b for a, b in zip(s, key, strict=True)) == 1
        }  # fmt: skip
        return (found.pop(), 1) if len(found) == 1 else None

    def knows(self, text: str) -> bool:
        """Whether a piece of text could be a header, or one line of it."""
        whole, bare = keys(text)
        return whole in self.spellings or bare in self.spellings or (len(bare) > 1 and bare in self.parts)

    def split(self, key: str) -> list[str] | None:
        """A text that is nothing but two spellings or more run together, as those spellings."""
        for end in range(len(key), 0, -1):
            if key[:end] in self.spellings:
                if end == len(key):
                    return [key]
                rest = self.split(key[end:])
                if rest:
                    return [key[:end], *rest]
        return None


_READY: dict[int, tuple[Vocabulary, Lexicon]] = {}


def lexicon_of(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of a vocabulary; the last few are kept, since every page of a file asks for the same."""
    known = _READY.get(id(vocabulary))
    if known is None or known[0] is not vocabulary:
        if len(_READY) > 64:
            _READY.clear()
        known = _READY[id(vocabulary)] = (vocabulary, Lexicon(vocabulary))
    return known[1]


# ---------------------------------------------------------------- headers among lines


def headers(lines: Sequence[Line], lexicon: Lexicon, least: int) -> list[Header]:
    """Every header among the lines of a leaf, from top to bottom, each with `least` concepts or more."""
    found: list[Header] = []
    at = begin = 0
    while at < len(lines):
        best, end = _best_from(lines, begin, at, lexicon, least)
        if best:
            end = _translated(lines, end)
            found.append(replace(best, bottom=max(line.box.bottom for line in lines[at:end])))
            begin = end
        at = end
    return found


def _best_from(lines: Sequence[Line], begin: int, at: int, lexicon: Lexicon, least: int) -> tuple[Header | None, int]:
    """The best header whose seed is line `at` and that begins with line `begin` or later, and the line to go on with."""
    best, best_end, best_fit = None, at + 1, (0.0, 0)
    if _holds_value(lines[at]) or not _is_seed(lines[at], lexicon):
        return best, best_end
    for first in range(max(at - 2, begin), at + 1):
        for last in range(at, min(first + MOST_LINES, len(lines))):
            band = lines[first : last + 1]
            if not _is_dense(band):
                break
            header = _header(band, lexicon)
            fit = header.score, sum(_is_heading(line, lexicon) for line in band)
            if len(header.concepts) >= least and (best is None or fit > best_fit):
                best, best_end, best_fit = header, last + 1, fit
    return best, best_end


def _is_heading(line: Line, lexicon: Lexicon) -> bool:
    """Whether all of a line can be a part of a header: known words, and translations."""
    return all(lexicon.knows(word.text) or _is_foreign(word.text) for word in line.words)


def _is_foreign(text: str) -> bool:
    return not (_CJK.search(text) or any(map(str.isdigit, text)) or not any(map(str.isalpha, text)))


def _translated(lines: Sequence[Line], end: int) -> int:
    """The end of a header with the lines of translations under it."""
    while (
        end < len(lines)
        and len(lines[end].words) > 1
        and _is_dense(lines[end - 1 : end + 1])
        and all(_is_foreign(word.text) for word in lines[end].words)
    ):
        end += 1
    return end


def _is_seed(line: Line, lexicon: Lexicon) -> bool:
    """Two known words, or one that is several run together."""
    known = sum(lexicon.knows(piece.text) for piece in _pieces(line, lexicon))
    return known >= 2


def _is_dense(band: Sequence[Line]) -> bool:
    """Lines that stand close enough to be one header, and hold neither values nor labels with a colon."""
    near = all(
        below.box.top - above.box.bottom < 0.9 * max(above.box.height, below.box.height)
        for above, below in pairwise(band)
    )
    return near and not any(map(_holds_value, band))


def _holds_value(line: Line) -> bool:
    return any(_IS_VALUE.search(word.text) for word in line.words)


_IS_VALUE = re.compile(r"\d{4}|\d\.\d\d|[一-鿿)] ?[:：]")


def _header(band: Sequence[Line], lexicon: Lexicon) -> Header:
    """The header that some lines are; the last are kept, since every page has the same words at the same places."""
    key = tuple(line.words for line in band)
    known = lexicon.seen.get(key)
    if known is None:
        if len(lexicon.seen) > _MOST_SEEN:
            lexicon.seen.clear()
        known = lexicon.seen[key] = _of_lines(band, lexicon)
    return known


def _of_lines(band: Sequence[Line], lexicon: Lexicon) -> Header:
    columns = _with_translations(_columns([_pieces(line, lexicon) for line in band]))
    heads = [_head(stack, group, lexicon) for stack, group in columns]
    box = bounds([word for line in band for word in line.words])
    return Header(tuple(_unique(heads)), box.top, box.bottom)


def _pieces(line: Line, lexicon: Lexicon) -> list[Word]:
    """The words of a line as parts of headers: letters spaced apart and translations joined, run-together ones cut."""
    joined: list[Word] = []
    for word in line.words:
        if joined and _belong(joined[-1], word, lexicon):
            joined[-1] = _joined(joined[-1], word)
        else:
            joined.append(word)
    return [piece for word in joined for piece in _parted(word, lexicon)]


def _belong(before: Word, word: Word, lexicon: Lexicon) -> bool:
    gap = (word.box.left - before.box.right) / max(word.box.height, 0.1)
    if -0.3 < gap <= 0.6 and word.text.isascii() and not word.text.isdigit():
        return True
    if len(keys(word.text)[0]) == 1 and (len(before.text) == 1 or before.text.count(" ") * 2 + 1 == len(before.text)):
        return gap < 2.5 and bool(_CJK.match(word.text)) and bool(_CJK.match(before.text))
    return gap < 1.2 and not lexicon.knows(word.text) and keys(before.text + word.text)[0] in lexicon.spellings


def _joined(before: Word, word: Word) -> Word:
    return Word(f"{before.text} {word.text}", before.box.union(word.box), min(before.confidence, word.confidence))


def _parted(word: Word, lexicon: Lexicon) -> Iterator[Word]:
    key = keys(word.text)[0]
    spellings = None if key in lexicon.spellings or not _CJK.match(key) else lexicon.split(key)
    if not spellings or len(spellings) < 2:
        yield word
        return
    places = [at for at, char in enumerate(word.text) if _CJK.match(char)]
    starts = [0, *(places[sum(map(len, spellings[:n]))] for n in range(1, len(spellings)))]
    for start, end in zip(starts, [*starts[1:], len(word.text)], strict=True):
        yield cut(word, start, end)


def _columns(rows: Sequence[Sequence[Word]]) -> list[tuple[list[Word], str]]:
    """Pieces of the lines that stand over one another, from left to right, each with the text of a group's head above it."""
    stacks: list[list[Word]] = []
    groups: list[Word] = []
    for row in reversed(rows):  # from below: what stands over two columns is the head of a group
        below = list(stacks)
        for piece in row:
            over = [stack for stack in below if _overlap(piece, stack)]
            if len(over) > 1 and _is_group(piece, over):
                groups.append(piece)
            elif over:
                max(over, key=lambda stack: _overlap(piece, stack)).insert(0, piece)
            else:
                stacks.append([piece])
    stacks.sort(key=lambda stack: bounds(stack).left)
    return [(stack, "".join(g.text for g in reversed(groups) if _overlap(g, stack))) for stack in stacks]


def _with_translations(columns: Sequence[tuple[list[Word], str]]) -> Sequence[tuple[list[Word], str]]:
    """The columns of a Chinese header; a translation that stands over none of them is a part of the nearest."""
    chinese = [column for column in columns if any(_CJK.search(word.text) for word in column[0])]
    if len(chinese) < 3:
        return columns
    joined = [(list(stack), group) for stack, group in chinese]
    for stack, _ in columns:
        if all(_is_foreign(word.text) for word in stack):
            min(joined, key=lambda column: _apart(bounds(column[0]), bounds(stack)))[0].extend(stack)
    others = [c for c in columns if c not in chinese and not all(_is_foreign(word.text) for word in c[0])]
    return sorted([*joined, *others], key=lambda column: bounds(column[0]).left)


def _apart(one: Box, other: Box) -> float:
    return max(one.left - other.right, other.left - one.right)


def _overlap(piece: Word, stack: Sequence[Word]) -> float:
    box = bounds(stack)
    shared = min(piece.box.right, box.right) - max(piece.box.left, box.left)
    return shared if shared > 0.25 * min(piece.box.width, box.width) else 0.0


def _is_group(piece: Word, over: Sequence[Sequence[Word]]) -> bool:
    """Whether a piece is the common head of several columns: it reaches over the middle of two of them or more."""
    middles = [bounds(stack).centre[0] for stack in over]
    return sum(piece.box.left - 2 <= middle <= piece.box.right + 2 for middle in middles) > 1


def _head(stack: Sequence[Word], group: str, lexicon: Lexicon) -> Head:
    text, box = "".join(word.text for word in stack), bounds(stack)
    concept, tier = lexicon.concept(group + text) if group else ("", 0)
    if tier < 3:
        concept, tier = max((concept, tier), lexicon.concept(text), key=lambda found: found[1])
    return Head(concept or f"?{group}{text}", group + text, box.left, box.right, tier)


def _unique(heads: Sequence[Head]) -> Iterator[Head]:
    """A concept stands once: where two headers claim it, the surer one has it, and the first of equals."""
    best: dict[str, int] = {}
    for at, head in enumerate(heads):
        if head.tier and (head.concept not in best or head.tier > heads[best[head.concept]].tier):
            best[head.concept] = at
    for at, head in enumerate(heads):
        yield head if not head.tier or best[head.concept] == at else replace(head, concept=f"?{head.text}", tier=0)
