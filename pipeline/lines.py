"""The lines of a table, out of the many short pieces that programs draw them in: one for each side of each cell."""

from __future__ import annotations

import numpy as np

from pipeline.model import Box
from pipeline.text_layer import Numbers

THIN = 2.0  # points; what is thicker is a box
_SHORT = 4.0  # points; what is shorter is a dot
_APART = 0.75  # points between two pieces of one line, along it and across it


def joined(boxes: Numbers) -> tuple[Box, ...]:
    """The level and upright lines among boxes (left, top, right, bottom), pieces that touch as one."""
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    line = (np.minimum(wide, high) < THIN) & (np.maximum(wide, high) > _SHORT)
    level = _along(boxes[line & (wide >= high)])
    upright = _along(boxes[line & (wide < high)][:, [1, 0, 3, 2]])[:, [1, 0, 3, 2]]
    return tuple(Box(*box) for box in np.vstack([level, upright]).tolist())


def _along(boxes: Numbers) -> Numbers:
    """Level pieces joined: those of one height that touch or overlap."""
    if len(boxes) < 2:
        return boxes
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    by_height = np.argsort(middle, kind="stable")
    height = np.zeros(len(boxes), np.int64)
    height[by_height] = np.cumsum(np.concatenate([[0], np.diff(middle[by_height]) > _APART]))
    order = np.lexsort((boxes[:, 0], height))
    sorted_boxes, height = boxes[order], height[order]
    far = height * 1e6  # so that the furthest end so far is never that of another height
    reach = np.maximum.accumulate(sorted_boxes[:, 2] + far)
    begins = np.concatenate([[True], sorted_boxes[1:, 0] + far[1:] > reach[:-1] + _APART])
    starts = np.flatnonzero(begins)
    return np.column_stack(
        [
            np.minimum.reduceat(sorted_boxes[:, 0], starts),
            np.minimum.reduceat(sorted_boxes[:, 1], starts),
            np.maximum.reduceat(sorted_boxes[:, 2], starts),
            np.maximum.reduceat(sorted_boxes[:, 3], starts),
        ]
    )
