"""Second readings of a doubtful cell of a recognised statement: the same cell cut out and shown to the recogniser in other ways."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from pipeline.model import Box, Pixels, Region
from pipeline.ocr import recogniser
from pipeline.table import Row

MOST = 400  # cells of one statement; a paper with more doubtful ones is to be photographed again
_HEIGHT = 64  # pixels of a crop that is shown enlarged


@dataclass(frozen=True, slots=True)
class Seen:
    """What a cell says in one reading, and how sure the least certain of its characters is."""

    text: str
    sure: float


def seen_again(row: Row, concept: str, rows: Sequence[Row]) -> tuple[Seen, ...]:
    """Further readings of a cell; none where the row comes from no picture, or it cannot be told where the cell would stand."""
    leaf = row.leaf
    box = _box(row, concept, rows)
    if leaf is None or leaf.pixels is None or box is None:
        return ()
    crops = _crops(_picture(leaf), box, leaf.scale)
    return tuple(
        Seen(word.text, min(word.sure) if word.sure else word.confidence)
        for word in recogniser().read_lines(crops)
        if word.text
    )


def _box(row: Row, concept: str, rows: Sequence[Row]) -> Box | None:
    """Where a cell stands; an empty one where those of the rows of the same page stand, at the height of this row."""
    if concept in row.boxes:
        return row.boxes[concept]
    others = [one.boxes[concept] for one in rows if one.leaf is row.leaf and concept in one.boxes]
    if len(others) < 3 or not row.boxes:
        return None
    high = median(box.height for box in others)
    middle = median(box.centre[1] for box in row.boxes.values())
    left, right = median(box.left for box in others), median(box.right for box in others)
    widest = max(box.width for box in others)
    return Box(min(left, right - widest), middle - high / 2, max(right, left + widest), middle + high / 2)


_DRAWN: deque[tuple[Region, Pixels]] = deque(maxlen=1)


def _picture(leaf: Region) -> Pixels:
    """The picture of a page; the last is kept, since doubtful cells stand on one page."""
    for known, pixels in _DRAWN:
        if known is leaf:
            return pixels
    pixels = leaf.pixels() if leaf.pixels else np.zeros((1, 1, 3), np.uint8)
    _DRAWN.append((leaf, pixels))
    return pixels


def _crops(picture: Pixels, box: Box, scale: float) -> list[Pixels]:
    """The cell as it stands, with more and with less around it, and enlarged with its strokes made sharper."""
    wide, close = (_cut(picture, box, scale, across, along) for across, along in ((0.5, 0.12), (0.2, -0.06)))
    if not wide.size or not close.size:
        return []
    factor = _HEIGHT / wide.shape[0]
    large = cv2.resize(wide, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    sharp = cv2.addWeighted(large, 1.8, cv2.GaussianBlur(large, (0, 0), 2.0), -0.8, 0)
    return [np.ascontiguousarray(crop, dtype=np.uint8) for crop in (wide, close, sharp)]


def _cut(picture: Pixels, box: Box, scale: float, across: float, along: float) -> Pixels:
    """A piece of the picture, wider by `across` and higher by `along` of its height on each side."""
    high = box.height
    left, right = ((box.left - across * high) * scale, (box.right + across * high) * scale)
    top, bottom = ((box.top - along * high) * scale, (box.bottom + along * high) * scale)
    rows, columns = picture.shape[:2]
    return picture[max(round(top), 0) : min(round(bottom), rows), max(round(left), 0) : min(round(right), columns)]
