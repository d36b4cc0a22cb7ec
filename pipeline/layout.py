"""Words of a page in reading order, and the values that stand beside their labels.

A sheet of a spreadsheet is a page too: each cell is a word in a box of one unit, so that the same functions read both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from pipeline.model import Box, Field, Grid, Leaf, Method, Place, Region, Value, Word
from pipeline.text import squeeze


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


def words_of(leaf: Leaf) -> tuple[Word, ...]:
    """The words of a region, or the filled cells of a sheet as words in boxes of one unit."""
    raise NotImplementedError


def lines(leaf: Leaf) -> tuple[Line, ...]:
    """The lines of a leaf, from top to bottom."""
    raise NotImplementedError


def join(words: Sequence[Word]) -> str:
    """The text of words in reading order, with a space wherever there is a gap between two of one line."""
    raise NotImplementedError


def printed(leaf: Leaf, words: Sequence[Word], text: str | None = None) -> Printed:
    """Words of a leaf as one piece of text (`text` where it is only a part of them), with their place on the page."""
    raise NotImplementedError


def squeezed(leaf: Leaf) -> str:
    """All text of a leaf without any space, lines apart by newlines, to look for marks in."""
    raise NotImplementedError


def labelled(
    printed_lines: Sequence[Line], labels: Mapping[str, Sequence[str]], stops: Sequence[str] = ()
) -> dict[str, Printed]:
    """The values that stand beside (or glued to, or below) their labels: name of the label -> value.

    `labels` gives each name the spellings of its label, Chinese or English, without spaces and colon ("户名", "AccountName").
    A value ends where any label of `labels`, or any of `stops`, begins. A label that is there without a value gives
    an empty text; a label that is not there is not in the answer. The first value that is not empty counts.
    """
    raise NotImplementedError
