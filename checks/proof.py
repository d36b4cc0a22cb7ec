"""The evidence of a finding: the text that it rests on, and where that stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.labels import plain
from pipeline.model import Document, Evidence, Place, Row


def evidence(document: Document, *names: str) -> tuple[Evidence, ...]:
    """The fields that a finding rests on; the file as a whole where the document shows none of them."""
    shown = tuple(_of_fields(document, names))
    return shown or (Evidence(Place(document.file, _first_page(document))),)


def _of_fields(document: Document, names: tuple[str, ...]) -> Iterator[Evidence]:
    for name in names:
        field = document.fields.get(name)
        if field and field.place:
            yield Evidence(field.place, field.raw or plain(field.value), field.confidence)


def of_row(document: Document, row: Row, text: str) -> Evidence:
    """A row of a document."""
    return Evidence(row.place or Place(document.file, row.page), text, row.confidence)


def _first_page(document: Document) -> int | None:
    return next((page for part in document.parts for page in part.pages), None)


_FEW = 3


def said_few(said: Sequence[str]) -> str:
    """The first few of many things to say, and how many there are."""
    more = f"等 {len(said)} 处" if len(said) > _FEW else ""
    return "；".join(said[:_FEW]) + more
