"""Opening a source: the opener of its kind, asked only when a file of that kind is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.model import Opened, Pixels, Source
from pipeline.ocr import Recogniser


def open_source(source: Source, recogniser: Recogniser) -> Opened:
    """The pages and leaves of a source. What cannot be read in it is among the `problems` of the answer."""
    return _OPENERS[source.kind](source, recogniser)


def picture(source: Source, page: int, dpi: int = 110, turn: int = 0) -> Pixels:
    """A page of a PDF or picture as displayed, for a person to look at; `page` counts from 1.

    Raises LookupError where the source has no such page (a spreadsheet has none, and an OFD's page of text has no picture). `dpi` matters for PDF pages; a picture comes
    at its own size. `turn` is the page's own (see `Page`), which only reading it tells.
    """
    shown = _as_the_file_shows_it(source, page, dpi)
    if not turn:
        return shown
    import numpy as np

    return np.ascontiguousarray(np.rot90(shown, -turn))


def _as_the_file_shows_it(source: Source, page: int, dpi: int) -> Pixels:
    if source.kind == "pdf":
        from pipeline.pdf import draw

        try:
            return draw(source.data, page, dpi)
        except ValueError as error:
            raise LookupError(f"page {page} of {source.file} cannot be drawn") from error
    if source.kind == "image":
        from pipeline.pictures import upright

        return upright(source, page)
    if source.kind == "ofd":
        from pipeline.ofd import draw as draw_ofd

        return draw_ofd(source.data, page)
    raise LookupError(f"{source.kind} has no pages to draw")


# A heavy library is loaded by the first file that needs it: a table alone needs no image library.


def _pdf(source: Source, recogniser: Recogniser) -> Opened:
    from pipeline.pdf import open_pdf

    return open_pdf(source, recogniser)


def _image(source: Source, recogniser: Recogniser) -> Opened:
    from pipeline.pictures import open_picture

    return open_picture(source, recogniser)


def _ofd(source: Source, recogniser: Recogniser) -> Opened:
    from pipeline.ofd import open_ofd

    return open_ofd(source, recogniser)


def _table(source: Source, recogniser: Recogniser) -> Opened:
    from pipeline.spreadsheet import open_spreadsheet

    return open_spreadsheet(source)


_OPENERS: Mapping[str, Callable[[Source, Recogniser], Opened]] = {
    "pdf": _pdf,
    "image": _image,
    "ofd": _ofd,
    "spreadsheet": _table,
    "csv": _table,
}
