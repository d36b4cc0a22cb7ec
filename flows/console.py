"""What the commands share: ending with a sentence, gathering passwords, a progress bar, and printing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

import click

COMPLETE, SUPPLEMENT, CANNOT_RUN = 0, 1, 2
"""Exit status: nothing is missing; something must be supplemented or looked at; the command could not run."""

_T = TypeVar("_T")


def stop(sentence: str) -> NoReturn:
    """End the command with a sentence on stderr: it could not run."""
    click.echo(f"prereview: {sentence}", err=True)
    sys.exit(CANNOT_RUN)


def all_there(paths: Iterable[Path]) -> None:
    """Stop where a path does not exist, before anything is read."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        stop(f"找不到 {'、'.join(missing)}，没有审核任何材料；请检查路径。")


def all_passwords(given: Sequence[str], file: Path | None) -> tuple[str, ...]:
    """Every password given, each once: on the command line, in the file, in the environment (one per line in both)."""
    try:
        of_file = file.read_text(encoding="utf-8-sig").splitlines() if file else []
    except (OSError, UnicodeDecodeError):
        stop(f"读不了密码文件 {file}；请检查它是否存在、是否为 UTF-8 文本。")
    of_environment = os.environ.get("PREREVIEW_PASSWORDS", "").splitlines()
    return tuple(dict.fromkeys(word for word in (*given, *of_file, *of_environment) if word))


def ticking(things: Sequence[_T], label: str) -> Iterator[_T]:
    """The things one by one, with a progress bar on stderr where that is a terminal."""
    if not sys.stderr.isatty():
        yield from things
        return
    with click.progressbar(things, label=label, file=sys.stderr) as bar:
        yield from bar


def in_colour() -> bool:
    """Whether stdout is a terminal that wants colours (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
