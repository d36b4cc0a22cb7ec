"""Recognition behind one small interface: a picture goes in, words with boxes and confidences come out.

An engine is one module of this package with a function `load() -> Recogniser`; the setting names the module. To add an engine is
to add a file. Engines are loaded at first use and once per process: this module itself imports none.

Settings, from the environment: `PREREVIEW_OCR` (which engine, default "rapidocr") and `PREREVIEW_OCR_THREADS` (how many threads one
process gives to recognition; default: all cores. Two workers on two cores want 1 each).
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Sequence
from functools import cache
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Pixels, Word

DEFAULT = "rapidocr"

Quad: TypeAlias = NDArray[np.float64]
"""Four corners (x, y): left top, right top, right bottom, left bottom of a line as it is found; 4 x 2."""


class Recogniser(Protocol):
    """An engine. Pictures are as `Pixels` says; boxes and quads are in pixels of the picture given."""

    @property
    def name(self) -> str:
        """The name that the setting selects it by."""
        ...

    @property
    def version(self) -> str:
        """The engine's and its models' version: results of one version can be compared."""
        ...

    def find(self, pixels: Pixels) -> tuple[Quad, ...]:
        """Where lines of text are, tilted ones too, in reading order; the picture is taken at the size given."""
        ...

    def read_lines(self, crops: Sequence[Pixels]) -> tuple[Word, ...]:
        """What each crop, one upright line each, says. Boxes and edges are the crop's; text is "" where nothing was read."""
        ...

    def read_line(self, pixels: Pixels) -> Word:
        """What one upright line says."""
        ...

    def read(self, pixels: Pixels) -> tuple[Word, ...]:
        """The lines of an upright picture, each with its edges, in reading order."""
        ...


class RecogniserError(Exception):
    """An engine that cannot be had. The message says what to do, in English for the operator."""


@cache
def recogniser(name: str | None = None) -> Recogniser:
    """The engine of that name, else of the setting, else RapidOCR; RecogniserError where there is none or it cannot start."""
    engine: Recogniser = importlib.import_module(f"{__name__}.{_asked_for(name)}").load()
    return engine


def _asked_for(name: str | None) -> str:
    asked = name or os.environ.get("PREREVIEW_OCR") or DEFAULT
    known = [info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_")]
    if asked not in known:
        raise RecogniserError(f"there is no recogniser {asked!r}; set PREREVIEW_OCR to one of: {', '.join(known)}")
    return asked


def at_first_use() -> Recogniser:
    """The engine of the setting, loaded when something is first to be recognised: a digital paper costs neither its time nor its memory.

    Raises RecogniserError at once where there is no such engine, and at first use where it cannot start.
    """
    _asked_for(None)
    threads()
    return _AtFirstUse()


def _loaded() -> Recogniser:
    """The engine of the setting; RecogniserError whatever it fails to start by, since that is no document's fault."""
    try:
        return recogniser()
    except RecogniserError:
        raise
    except Exception as error:
        raise RecogniserError(f"the recogniser cannot be loaded ({type(error).__name__}); install it again") from error


class _AtFirstUse:
    """Asks the engine itself for everything."""

    @property
    def name(self) -> str:
        return _loaded().name

    @property
    def version(self) -> str:
        return _loaded().version

    def find(self, pixels: Pixels) -> tuple[Quad, ...]:
        return _loaded().find(pixels)

    def read_lines(self, crops: Sequence[Pixels]) -> tuple[Word, ...]:
        return _loaded().read_lines(crops)

    def read_line(self, pixels: Pixels) -> Word:
        return _loaded().read_line(pixels)

    def read(self, pixels: Pixels) -> tuple[Word, ...]:
        return _loaded().read(pixels)


def threads() -> int:
    """How many threads recognition may use in this process."""
    asked = os.environ.get("PREREVIEW_OCR_THREADS", "").strip()
    if not asked:
        return os.cpu_count() or 1
    if not asked.isdigit() or int(asked) < 1:
        raise RecogniserError(f"PREREVIEW_OCR_THREADS is {asked!r}; give a whole number from 1 on")
    return int(asked)
