"""What the engines share: cutting a tilted line out of a picture, and putting what it says back into place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from pipeline.model import Box, Pixels, Transform, Word
from pipeline.ocr import Quad, Recogniser


def size(quad: Quad) -> tuple[float, float]:
    """Length and height of a line: the means of opposite sides."""
    sides = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    return float((sides[0] + sides[2]) / 2), float((sides[1] + sides[3]) / 2)


def bounds(points: Quad) -> Box:
    """The smallest upright box around points."""
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


def carry(points: Quad, transform: Transform) -> Quad:
    """Points through a homography."""
    mapped = np.hstack([points, np.ones((len(points), 1))]) @ transform.T
    return np.asarray(mapped[:, :2] / mapped[:, 2:], dtype=np.float64)


def crop(pixels: Pixels, quad: Quad, height: int | None = None) -> Pixels:
    """A line cut out and laid flat; at its own size, or `height` pixels high. What lies outside the picture repeats its edge."""
    wide, high = size(quad)
    scale = (height / high) if height else 1.0
    to = max(round(wide * scale), 1), max(round(high * scale), 1)
    corners = np.array([[0, 0], [to[0], 0], [to[0], to[1]], [0, to[1]]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), corners)
    return np.asarray(
        cv2.warpPerspective(pixels, matrix, to, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8
    )


def put_back(word: Word, quad: Quad, width: int) -> Word:
    """A line as read in its crop, `width` pixels wide, with the box of its quad, and its edges along it."""
    box = bounds(quad)
    if word.edges is None or not width:
        return replace(word, box=box)
    left, right = quad[[0, 3], 0].mean(), quad[[1, 2], 0].mean()
    edges = tuple(float(left + (right - left) * edge / width) for edge in word.edges)
    return replace(word, box=box, edges=edges)


def read_found(engine: Recogniser, pixels: Pixels, quads: Sequence[Quad]) -> tuple[Word, ...]:
    """What the lines found say, those without text left out."""
    crops = [crop(pixels, quad) for quad in quads]
    read = engine.read_lines(crops)
    words = (put_back(word, quad, cut.shape[1]) for word, quad, cut in zip(read, quads, crops, strict=True))
    return tuple(word for word in words if word.text)
