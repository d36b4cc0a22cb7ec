"""What the benchmarks share: drawing the holdout, running the product in process, tables with n."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

DRAW = ROOT / "samples" / "holdout" / "draw.py"


@contextmanager
def drawn(given: Path | None, **counts: int) -> Iterator[Path]:
    """The folder of a holdout: `given` as it is where it holds applications, else drawn (into a temporary folder where None)."""
    if given and any(given.glob("*/truth.json")):
        yield given
        return
    with tempfile.TemporaryDirectory() as there:
        out = given or Path(there)
        flags = [f"--{name}={n}" for name, n in counts.items()]
        subprocess.run([sys.executable, str(DRAW), *flags, str(out)], check=True, stdout=sys.stderr)
        yield out


def truths(folder: Path, *prefixes: str) -> list[tuple[Path, dict[str, Any]]]:
    """(application folder, truth) of all whose name starts with one of the prefixes, in order."""
    found = sorted(p for p in folder.glob("*/truth.json") if not prefixes or p.parent.name.startswith(prefixes))
    return [(p.parent, json.loads(p.read_text("utf-8"))) for p in found]


def options(truth: Mapping[str, Any]) -> Any:
    """What the product is asked: the truth's day and profile."""
    from flows.review import Options

    return Options(date.fromisoformat(truth["as_of"]), truth["profile"])


def share(right: int, n: int) -> str:
    """ "0.987 (n=240)", cut rather than rounded, so that only n of n is 1.000."""
    return f"{right * 1000 // n / 1000:.3f} (n={n})" if n else "— (n=0)"


def table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def machine() -> dict[str, Any]:
    """What it ran on."""
    import os

    return {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}


def write(path: Path | None, figures: Mapping[str, Any]) -> None:
    """Write the figures as JSON, where a file is asked for."""
    if path:
        text = json.dumps({"on": machine(), **figures}, ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")
