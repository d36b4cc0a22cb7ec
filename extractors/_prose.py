"""Running text of a paper: sentences over its lines, with the place of every character.

A letter says in a sentence what a form says in a cell; the same values are looked for in both, and each keeps where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.layout import Line, Printed, cut, printed
from pipeline.model import Word
from pipeline.text import squeeze

_BLANKS = frozenset("_＿﹍﹎")  # the line that a form is filled in on


@dataclass(frozen=True, slots=True)
class _Owner:
    """Where a character comes from: the word it is of, and its place in it."""

    line: int
    word: int
    place: int


@dataclass(frozen=True)
class Prose:
    """The text of lines without spaces and blanks, with ASCII punctuation, wrapped lines joined; `owners` tell where each character stands."""

    lines: Sequence[Line]
    text: str
    owners: Sequence[_Owner]

    def printed(self, start: int, end: int) -> Printed:
        """The characters from `start` to `end` (at least one) with their place; as sure as the least sure of them."""
        pieces = list(self._pieces(start, end))
        line = self.lines[self.owners[start].line]
        shown = printed(line.leaf, pieces, self.text[start:end])
        return Printed(shown.text, shown.place, min(self._sure(at) for at in range(start, end)), shown.method)

    def find(self, pattern: re.Pattern[str]) -> Iterator[Printed]:
        """What the group "v" of a pattern finds, in printed order."""
        return (self.printed(*found.span("v")) for found in pattern.finditer(self.text) if found["v"])

    def line_of(self, at: int) -> int:
        """The number of the line that a character stands on."""
        return self.owners[at].line

    def _pieces(self, start: int, end: int) -> Iterator[Word]:
        """The parts of words that a span takes, on the page of its first line."""
        leaf = self.lines[self.owners[start].line].leaf
        spans: dict[tuple[int, int], list[int]] = {}
        for owner in self.owners[start:end]:
            spans.setdefault((owner.line, owner.word), []).append(owner.place)
        for (line, word), places in spans.items():
            if self.lines[line].leaf is leaf:
                yield cut(self.lines[line].words[word], min(places), max(places) + 1)

    def _sure(self, at: int) -> float:
        owner = self.owners[at]
        word = self.lines[owner.line].words[owner.word]
        return word.sure[owner.place] if len(word.sure or ()) == len(word.text) and word.sure else word.confidence


def prose_of(lines: Sequence[Line], blanks: frozenset[str] = _BLANKS) -> Prose:
    """The lines as running text, without the characters of `blanks`."""
    text, owners = "", []
    for number, line in enumerate(lines):
        for index, word in enumerate(line.words):
            for place, char in enumerate(word.text):
                plain = "" if char in blanks else squeeze(char)
                text += plain
                owners += [_Owner(number, index, place)] * len(plain)
    return Prose(lines, text, tuple(owners))
