"""What is asked of the same leaf again and again, by every reader, is told once: the answers are kept as long as the leaf is."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from pipeline.model import Grid, Leaf, Region

Answer = TypeVar("Answer")
_FEW = 4  # sheets whose answers are kept


def per_leaf(ask: Callable[[Leaf], Answer]) -> Callable[[Leaf], Answer]:
    """A pure function of one leaf that is computed once a leaf. Its answer must not hold the leaf, which would keep both for ever."""
    of_regions: WeakKeyDictionary[Region, Answer] = WeakKeyDictionary()
    of_grids: deque[tuple[Grid, Answer]] = deque(maxlen=_FEW)

    @wraps(ask)
    def told(leaf: Leaf) -> Answer:
        if isinstance(leaf, Region):
            try:
                return of_regions[leaf]
            except KeyError:
                return of_regions.setdefault(leaf, ask(leaf))
        for known, answer in of_grids:
            if known is leaf:
                return answer
        answer = ask(leaf)
        of_grids.append((leaf, answer))
        return answer

    return told
