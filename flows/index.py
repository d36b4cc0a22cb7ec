"""Opaque ids for applications: Prefect sees these, never a folder's name, which may be a person's.

`index.json` in the folder of the reviews maps each application's folder to its id. Nothing else knows the two together.
"""

from __future__ import annotations

import fcntl
import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.publishing import put

FILE = "index.json"


class IndexBroken(Exception):
    """An index that cannot be read; its text (Chinese) says what to do."""


def ids_of(out: Path, names: Iterable[str]) -> dict[str, str]:
    """The id of each application by its folder's name; one that has none yet gets one, which it keeps."""
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = list(names)
    with _alone(out):
        known = _read(out)
        new = {name: f"a{secrets.token_hex(5)}" for name in wanted if name not in known}
        if new:
            put(out / FILE, json.dumps(known | new, ensure_ascii=False, indent=2) + "\n")
    return {name: (known | new)[name] for name in wanted}


def name_of(out: Path, identifier: str) -> str | None:
    """The folder's name of an id; None where nobody has it."""
    return next((name for name, known in _read(out).items() if known == identifier), None)


def _read(out: Path) -> dict[str, str]:
    path = out / FILE
    if not path.exists():
        return {}
    try:
        known = json.loads(path.read_text(encoding="utf-8", errors="surrogateescape"))
        return {str(name): str(identifier) for name, identifier in known.items()}
    except (ValueError, AttributeError):
        raise IndexBroken(f"{path} 已损坏，认不出里面的编号；请从备份恢复，或移走它重新编号。") from None


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Two batches over one folder take turns here."""
    with (out / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
