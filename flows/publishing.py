"""Writing a review where people and programs look for it: review.json, supplement.md and report.html in one folder."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from flows.review import is_of_the_machine
from pipeline import contract, opening, publish, report
from pipeline.model import Document, Review, Source

WIDEST = (
    1400  # pixels of a page's longer side in the report: enough to read it by, and a dozen pages stay a few megabytes
)

_log = logging.getLogger("prereview")


def write(folder: Path, review: Review, sources: Sequence[Source]) -> None:
    """Write the three files of a review, for the owner's eyes alone; each is there whole, or as it was before.

    `sources` are what it was read from; the report draws their pages.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    put(folder / "review.json", contract.dumps(contract.review_json(review)))
    put(folder / "supplement.md", publish.supplement_markdown(review))
    pictures = page_pictures(sources, review.documents)
    put(folder / "report.html", report.report_html(review, pictures, report.sheets_of(sources)))


def put(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner alone. Bytes of a name that are no text are kept as they were."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def page_pictures(sources: Sequence[Source], documents: Sequence[Document]) -> Callable[[str, int], bytes | None]:
    """What draws a page of an application's file for the report, upright; None where the page cannot be drawn."""
    by_file = {source.file: source for source in sources}
    parts = [part for document in documents for part in document.parts]
    turns = {(part.file, page): turn for part in parts for page, turn in zip(part.pages, part.turns, strict=False)}

    def picture(file: str, page: int) -> bytes | None:
        source = by_file.get(file)
        return _drawn(source, page, turns.get((file, page), 0)) if source else None

    return picture


def _drawn(source: Source, page: int, turn: int) -> bytes | None:
    """A page as JPEG. A page that cannot be drawn costs the report its picture, not the review its report."""
    try:
        return report.jpeg(opening.picture(source, page, turn=turn))
    except LookupError:
        return None
    except Exception as crash:
        if is_of_the_machine(crash):
            raise
        _log.warning("a page could not be drawn for the report: %s", type(crash).__name__)
        return None
