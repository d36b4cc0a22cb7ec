"""The readers' mechanism: who reads a leaf, and in what order they are asked.

A reader is a value named `READER` (or several, `READERS`) in a module of `extractors`: to add one is to add a file. A specific
reader (an issuer, a card side) beats a generic one (any bank statement), which is asked only where no specific reader
claims. Two claims of one tier on one leaf, or none, leave it unknown: never a guess by order.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType

from pipeline.model import Guide, Leaf, Opened, Reading


@dataclass(frozen=True)
class Claim:
    """That a reader can read a leaf, and how sure it is of the document's type (0 to 1)."""

    confidence: float


@dataclass(frozen=True)
class Reader:
    """How one document type, or one issuer's layout of it, is told and read.

    `claims` looks at one leaf and says whether it is the first (or only) leaf of such a document. `continues`, given a later
    leaf of the same file, says whether it belongs to the document begun. `read` takes the leaves of one document and the file
    that they are of. `guide` tells an applicant how to get this paper.
    """

    name: str
    type: str
    claims: Callable[[Leaf], Claim | None]
    read: Callable[[Sequence[Leaf], Opened], Reading]
    continues: Callable[[Leaf], bool] = lambda leaf: False
    generic: bool = False
    guide: Guide | None = None
    version: int = 1


class ReaderError(Exception):
    """A module of `extractors` that does not declare its reader as it must."""


HOW_TO_WRITE = (
    "declare `READER = Reader(name=…, type=…, claims=…, read=…)` or `READERS = (Reader(…), …)`; see CONTRIBUTING.md"
)


def discover(package: ModuleType) -> tuple[Reader, ...]:
    """Every reader declared in the modules of a package and its sub-packages, in the order of their names.

    A module whose name starts with "_" holds mechanism and declares none; every other module must declare one.
    """
    found: dict[str, Reader] = {}
    for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if info.ispkg or any(part.startswith("_") for part in info.name.split(".")):
            continue
        for reader in _declared(importlib.import_module(info.name)):
            if reader.name in found:
                raise ReaderError(
                    f"two readers are called {reader.name!r}; the second is in {info.name}: give it its own name"
                )
            found[reader.name] = reader
    return tuple(found[name] for name in sorted(found))


def _declared(module: ModuleType) -> Iterator[Reader]:
    declared = getattr(module, "READERS", None)
    readers = (getattr(module, "READER", None),) if declared is None else tuple(declared)
    for reader in readers:
        if not isinstance(reader, Reader):
            raise ReaderError(f"{module.__name__} declares no reader: {HOW_TO_WRITE}")
        yield reader
