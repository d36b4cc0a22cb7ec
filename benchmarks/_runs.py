"""Readings that a cut run does not lose: the product's reviews and the plain engines' lines, in a file of one JSON object a line.

A reading is kept under the engine, its version and what it read: a plain engine's under its package's version, the product's under a sum over
its own source files, so that a change of our code asks for the product's readings again and for no other.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _common import ROOT, options

from pipeline.evaluate import Evaluation, compare

_ROOMS = ("pipeline", "extractors", "checks", "flows")


def product_version() -> str:
    """A sum over all files that the product consists of."""
    files = sorted(
        p for room in _ROOMS for p in (ROOT / room).rglob("*") if p.is_file() and "__pycache__" not in p.parts
    )
    total = hashlib.sha256()
    for file in files:
        total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:16]


class Resume:
    """What has been read before; `path` None keeps it for this run only. A last line that was cut off is read again."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: dict[tuple[str, str, str], Any] = {}
        kept = path.read_text("utf-8") if path and path.exists() else ""
        if path and kept and not kept.endswith("\n"):  # what was cut off must not spoil the next line
            path.write_text(kept + "\n", encoding="utf-8")
        for line in kept.splitlines():
            try:
                told = json.loads(line)
            except ValueError:
                continue
            self._known[told["engine"], told["version"], told["of"]] = told["read"]

    def has(self, engine: str, version: str, of: str) -> bool:
        """Whether it has been read by this version."""
        return (engine, version, of) in self._known

    def read(self, engine: str, version: str, of: str, reader: Callable[[], Any]) -> Any:
        """The reading kept, else what `reader` reads now (in JSON's own types)."""
        key = engine, version, of
        if key not in self._known:
            began = time.perf_counter()
            self._known[key] = reader()
            self._keep(
                {
                    "engine": engine,
                    "version": version,
                    "of": of,
                    "seconds": round(time.perf_counter() - began, 3),
                    "read": self._known[key],
                }
            )
        return self._known[key]

    def _keep(self, told: Mapping[str, Any]) -> None:
        if self._path:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(told, ensure_ascii=False) + "\n")


def sum_of(*files: Path) -> str:
    """A sum over files' names and bytes."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:24]


@dataclass(frozen=True)
class Run:
    """One application: how it was drawn, and what the product made of it."""

    folder: Path
    truth: Mapping[str, Any]
    review: Mapping[str, Any]
    figures: Evaluation

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    @property
    def drawn(self) -> Mapping[str, Any]:
        """How it was drawn."""
        return self.truth["drawn"]  # type: ignore[no-any-return]


def reviewed(folder: Path, truth: Mapping[str, Any], resume: Resume, version: str) -> Run:
    """One application, reviewed by the product in this process or before, and compared with its truth."""

    def review() -> Any:
        from flows import review as stages
        from pipeline import contract

        return contract.review_json(stages.review(folder, options(truth)))

    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "truth.json")
    told = resume.read("product", version, sum_of(*files), review)
    return Run(folder, truth, told, compare(truth, told))


def in_any_order(found: Iterable[tuple[Path, dict[str, Any]]]) -> list[tuple[Path, dict[str, Any]]]:
    """Applications in an order that mixes all sets and is always the same: what is read before a cut stands for the rest."""
    return sorted(found, key=lambda one: hashlib.sha256(one[0].name.encode()).digest())
