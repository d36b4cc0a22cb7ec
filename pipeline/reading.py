"""From an opened file to its documents: which reader claims which leaves, what it reads, and how good a paper it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.coverage import months_of, with_period
from pipeline.model import Document, Grid, Leaf, Opened, Original, Part, Reading, Region
from pipeline.readers import Claim, Reader


@dataclass(frozen=True)
class _Group:
    """Leaves that make one document; `reader` is None where nobody, or more than one, claims them."""

    reader: Reader | None
    confidence: float
    leaves: tuple[Leaf, ...]


def read(opened: Opened, readers: Sequence[Reader]) -> tuple[Document, ...]:
    """The documents of one file, in order; their ids are "" until the application is assembled.

    What no reader claims, or two of one tier do, is one document of type `unknown` per run of pages. Blank leaves, and
    unclaimed leaves on a page of which another part is claimed (the margin around a card), make no document of their own.
    """
    if not opened.leaves:
        return ()
    groups = _without_margins(_group(opened.leaves, readers))
    return tuple(document for group in groups for document in _documents(group, opened))


def _group(leaves: Sequence[Leaf], readers: Sequence[Reader]) -> list[_Group]:
    groups: list[_Group] = []
    for leaf in leaves:
        claimed = _claimed(leaf, readers)
        last = groups[-1] if groups else None
        if last and _goes_on(last, leaf, claimed):
            groups[-1] = replace(last, leaves=(*last.leaves, leaf))
        elif claimed:
            reader, claim = claimed
            groups.append(_Group(reader, claim.confidence, (leaf,)))
        else:
            groups.append(_Group(None, 0.0, (leaf,)))
    return groups


def _claimed(leaf: Leaf, readers: Sequence[Reader]) -> tuple[Reader, Claim] | None:
    """The one reader that claims a leaf: a specific one before the generic ones; None where several of a tier do, or none."""
    for generic in (False, True):
        claims = [(r, claim) for r in readers if r.generic is generic and (claim := r.claims(leaf))]
        if claims:
            return claims[0] if len(claims) == 1 else None
    return None


def _goes_on(last: _Group, leaf: Leaf, claimed: tuple[Reader, Claim] | None) -> bool:
    """Whether a leaf belongs to the document begun before it: no other specific reader wants it, and its reader goes on."""
    if last.reader is None:
        return claimed is None
    mine = claimed is None or claimed[0].name == last.reader.name or (claimed[0].generic and not last.reader.generic)
    return mine and last.reader.continues(leaf)


def _without_margins(groups: Sequence[_Group]) -> list[_Group]:
    claimed = {page for group in groups if group.reader for page in map(_page, group.leaves)}
    kept: list[_Group] = []
    for group in groups:
        left = tuple(leaf for leaf in group.leaves if group.reader or _page(leaf) not in claimed)
        if group.reader or any(map(_has_text, left)):
            kept.append(replace(group, leaves=left))
    return kept or [_Group(None, 0.0, tuple(leaf for group in groups for leaf in group.leaves))]


def _page(leaf: Leaf) -> int | str:
    return leaf.sheet if isinstance(leaf, Grid) else leaf.page.number


def _has_text(leaf: Leaf) -> bool:
    return any(any(row) for row in leaf.rows) if isinstance(leaf, Grid) else bool(leaf.words)


def _documents(group: _Group, opened: Opened) -> Iterator[Document]:
    reading = group.reader.read(group.leaves, opened) if group.reader else Reading("unknown", {})
    yield from (_document(one, group, opened) for one in (reading, *reading.others))


def _document(reading: Reading, group: _Group, opened: Opened) -> Document:
    leaves = reading.leaves or group.leaves
    fields = with_period(reading.type, reading.fields, reading.rows)
    return Document(
        id="",
        type=reading.type,
        parts=(_part(leaves, opened),),
        original=_original(leaves, opened),
        confidence=group.confidence,
        fields=fields,
        rows=reading.rows,
        months=months_of(reading.type, fields, reading.rows),
        guide=reading.guide,
        faults=reading.faults,
        traits=opened.traits,
        notes=reading.notes,
    )


def _part(leaves: Sequence[Leaf], opened: Opened) -> Part:
    pages = [page for page, _ in groupby(leaf.page for leaf in leaves if isinstance(leaf, Region))]
    return Part(
        file=opened.source.file,
        sha256=opened.source.sha256,
        pages=tuple(page.number for page in pages),
        sizes=tuple((page.width, page.height) for page in pages),
        unit=pages[0].unit if pages else None,
        turns=tuple(page.turn for page in pages),
    )


def _original(leaves: Sequence[Leaf], opened: Opened) -> Original:
    """How good a paper it is, by what the file tells of itself (the traits that `open_pdf` and `open_picture` give)."""
    traits = opened.traits
    if any(isinstance(leaf, Grid) for leaf in leaves):
        return "editable"
    if opened.source.kind == "image":
        return "screenshot" if "screenshot" in traits else "scan" if "scan" in traits else "photo"
    if all(isinstance(leaf, Region) and leaf.method == "ocr" for leaf in leaves):
        return "scan"
    return "signed_pdf" if "signed" in traits else "editable" if "editor" in traits else "issuer_pdf"
