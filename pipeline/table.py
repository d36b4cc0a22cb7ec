"""One mechanism for every table: found by the words of its header, cut into rows by an anchor column.

The same function reads digital pages, recognised pictures and sheets. The caller gives a vocabulary (what each column is called) and
says which column holds something in every row, and what that looks like (a day, a month, a serial number).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.layout import Line, Printed
from pipeline.model import Leaf, Place

Vocabulary = Mapping[str, Sequence[str]]
"""Concept -> what the header calls it, without spaces: {"date": ("交易日期", "记账日期"), "amount": ("交易金额",)}.

Latin letters, brackets and their content, and punctuation of a header are not compared where it has Chinese characters.
"""

Anchors = Mapping[str, Callable[[str], bool]]
"""Concept -> whether a text is what stands in that column of every row. The first concept that the header has is used."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: concept -> cell, empty cells absent. `place` bounds the whole row."""

    cells: Mapping[str, Printed]
    page: int | None
    place: Place

    def text(self, concept: str) -> str:
        """The text of a cell, "" where it is empty or the table has no such column."""
        found = self.cells.get(concept)
        return found.text if found else ""


@dataclass(frozen=True, slots=True)
class Table:
    """What was read of a table over all its pages.

    `columns` are the concepts that the header has (a column that the vocabulary does not know is there under its printed text, with
    "?" before it), with the header's text. `missed` are lines that look like rows and could not be read as such: rows seen = rows + missed.
    `outside` are the lines of the leaves that are not in the table: title, labels, totals and notes.
    """

    columns: Mapping[str, str]
    rows: tuple[Row, ...]
    missed: tuple[Printed, ...]
    outside: tuple[Line, ...]


def find_table(leaves: Sequence[Leaf], vocabulary: Vocabulary, anchors: Anchors, least: int = 3) -> Table | None:
    """The table whose header has an anchor and at least `least` concepts of the vocabulary; None where there is none.

    `leaves` are the pages (or one sheet) of one document in order. A page without a header continues the page before.
    """
    raise NotImplementedError


def header_of(leaf: Leaf, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The concepts of the best header on a leaf, in printed order; () where no line has two of them. For `claims`."""
    raise NotImplementedError
