"""Start-up, one small application, and a long statement: `python benchmarks/speed.py [--repeat 5] [--rows 3000] [--json FILE]`.

Each figure is taken in a process of its own: wall time, and peak memory as the system counts it. The small application is two ID photos and
one 12-month digital statement. The long statement is drawn for the run (Debian's chromium); the product's reading of it (rows and all)
stands beside `pdfplumber`'s `extract_table` and pypdfium2's reading of every character box on the same file in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

from _common import ROOT, table, write

COMMAND = str(Path(sys.executable).parent / "prereview")
WANTED = ("id_card_front", "id_card_back", "bank_statement")


@dataclass(frozen=True)
class Taken:
    """One process: wall seconds, peak memory in MB, what it printed."""

    wall: float
    peak: float
    out: str


def take(command: Sequence[str]) -> Taken:
    """Run a command and wait for it; its own peak memory, not that of others before it."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    out = process.stdout.read()
    _, _, used = os.wait4(process.pid, 0)
    return Taken(time.perf_counter() - began, used.ru_maxrss / 1024, out)


def several(what: str, command: Sequence[str], repeat: int) -> list[Any]:
    """A row: the median and the most of some runs."""
    runs = [take(command) for _ in range(repeat)]
    walls = [r.wall for r in runs]
    return [
        what,
        f"n={repeat}",
        f"{statistics.median(walls):.2f}",
        f"{max(walls):.2f}",
        f"{max(r.peak for r in runs):.0f}",
    ]


def small_application(folder: Path) -> Path:
    """Two ID photos and a 12-month digital statement, taken from `samples/`; the folder that holds them."""
    for path in sorted((ROOT / "samples").glob("*/truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        papers = {d["type"]: d for d in truth["documents"] if d["original"] in ("photo", "issuer_pdf")}
        statement = papers.get("bank_statement", {})
        whole = sum(m["coverage"] == "full" for m in statement.get("months", ())) >= 12
        if whole and not truth["findings"] and set(WANTED) <= set(papers):
            for kind in WANTED:
                shutil.copy(path.parent / papers[kind]["parts"][0]["file"], folder)
            return folder
    raise SystemExit("samples/ holds no application with two ID photos and a 12-month statement")


# ---------------------------------------------------------------- the long statement


def long_statement(rows: int, out: Path) -> Path:
    """A statement of about `rows` rows in the holdout's drawing of one bank's ruled layout."""
    sys.path.insert(0, str(ROOT / "samples" / "holdout"))
    from other_hand.banks import LAYOUTS
    from other_hand.browser import browser
    from other_hand.people import person
    from other_hand.statements import Desk, Span, compose, write_up

    rng = Random(f"long/{rows}")
    layout = next(x for x in LAYOUTS if x.key == "icbc")
    span = Span(date(2023, 11, 1), date(2026, 10, 31), datetime(2026, 11, 2, 9, 30))
    paper = write_up(layout, person(rng), span, rng, round(rows / 36.5))
    with browser() as opened:
        data, _ = compose(Desk(opened), layout, paper)
    file = out / f"statement-{rows}.pdf"
    file.write_bytes(data)
    return file


def by_product(file: Path) -> int:
    """The product's own reading, its recogniser loaded before; returns its rows."""
    from flows import review as stages
    from pipeline import intake
    from pipeline.ocr import recogniser

    recogniser()
    began = time.perf_counter()
    taken = intake.take_in(file, ())
    documents = [d for source in taken.sources for d in stages.read_source(source).documents]
    print(time.perf_counter() - began)
    return sum(len(d.rows) for d in documents)


def by_pdfplumber(file: Path) -> int:
    """`extract_table` page by page."""
    import pdfplumber

    began = time.perf_counter()
    count = 0
    with pdfplumber.open(file) as pdf:
        for page in pdf.pages:
            count += max(0, len(page.extract_table() or ()) - 1)
            page.close()
    print(time.perf_counter() - began)
    return count


def by_pypdfium2(file: Path) -> int:
    """Every character with its box."""
    import pypdfium2

    began = time.perf_counter()
    count = 0
    pdf = pypdfium2.PdfDocument(file)
    for page in pdf:
        text = page.get_textpage()
        count += len([text.get_charbox(i) for i in range(text.count_chars())])
        text.close()
        page.close()
    print(time.perf_counter() - began)
    return count


READERS = {"product": by_product, "pdfplumber": by_pdfplumber, "pypdfium2": by_pypdfium2}


def long_rows(rows: int, repeat: int) -> list[list[Any]]:
    """The long statement by each reader: seconds of reading (imports apart), peak memory, what was counted."""
    out = []
    with tempfile.TemporaryDirectory() as there:
        file = long_statement(rows, Path(there))
        for name in READERS:
            runs = [take([sys.executable, __file__, "--read", name, str(file)]) for _ in range(repeat)]
            seconds, counted = zip(*(r.out.split() for r in runs), strict=True)
            each = sorted(map(float, seconds))
            out.append(
                [
                    rows,
                    name,
                    f"n={repeat}",
                    f"{statistics.median(each):.2f}",
                    f"{max(r.peak for r in runs):.0f}",
                    counted[0],
                ]
            )
    return out


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5, metavar="N")
    parser.add_argument("--rows", type=int, nargs="*", default=[300, 3000], metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--read", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read:
        print(READERS[asked.read[0]](Path(asked.read[1])))
        return
    with tempfile.TemporaryDirectory() as there:
        folder = small_application(Path(there))
        review = [COMMAND, "review", str(folder), "--profile", "salaried", "--as-of", "2026-11-24", "--json"]
        commands = [
            several("prereview --help", [COMMAND, "--help"], asked.repeat),
            several("prereview review, small application", review, asked.repeat),
        ]
    heads = ["command", "runs", "median wall s", "most s", "peak MB"]
    print(table(heads, commands), "\n")
    long = [row for rows in asked.rows for row in long_rows(rows, max(1, asked.repeat // 2))]
    long_heads = ["rows", "reader", "runs", "median s", "peak MB", "rows or characters counted"]
    print(table(long_heads, long))
    write(asked.json, {"commands": [heads, *commands], "long statement": [long_heads, *long]})


if __name__ == "__main__":
    main()
