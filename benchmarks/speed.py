"""Start-up, one small application, and long statements: `python benchmarks/speed.py [--repeat 5] [--rows 300 3000] [--layouts icbc cmb spdb] [--json FILE]`.

Each figure is taken in a process of its own: time, and peak memory as the system counts it. The small application is two ID photos and one
12-month digital statement. The long statements are drawn for the run in the layouts of `samples/_statements.py`, which differ in how dense
they are; the product's reading of each (rows and all) stands beside `pdfplumber`'s `extract_table` and pypdfium2's reading of every character
box on the same file in the same run. Reading is told in seconds of CPU (user and system), since a machine may be shared.
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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from _common import ROOT, table, write

COMMAND = str(Path(sys.executable).parent / "prereview")
WANTED = ("id_card_front", "id_card_back", "bank_statement")


@dataclass(frozen=True)
class Taken:
    """One process: wall seconds, seconds of CPU, peak memory in MB, what it printed."""

    wall: float
    cpu: float
    peak: float
    out: str


def take(command: Sequence[str]) -> Taken:
    """Run a command and wait for it; its own peak memory, not that of others before it."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    out = process.stdout.read()
    _, _, used = os.wait4(process.pid, 0)
    return Taken(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out)


def several(what: str, command: Sequence[str], repeat: int) -> list[Any]:
    """A row: the median and the most wall seconds of some runs, their CPU, their peak memory."""
    runs = [take(command) for _ in range(repeat)]
    walls = [r.wall for r in runs]
    return [
        what,
        f"n={repeat}",
        f"{statistics.median(walls):.2f}",
        f"{max(walls):.2f}",
        f"{statistics.median(r.cpu for r in runs):.2f}",
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


# ---------------------------------------------------------------- long statements


def long_statement(layout: str, rows: int, out: Path) -> Path:
    """Three years of one account, `rows` rows (a few dozen more or less where there are few), in one layout of `samples/_statements.py`."""
    sys.path.insert(0, str(ROOT / "samples"))
    import _ledger
    from _banking import Account, Order
    from _statements import draw

    rng, (first, last) = Random(f"{layout}/{rows}"), (date(2023, 11, 1), date(2026, 10, 31))
    a_month = rows / 36
    moves = [
        *_ledger.salaries(rng, first, last, ("杭州云栖软件有限公司", "33050161672700003344"), 30000),
        *_ledger.receipts(rng, first, last, _ledger.PAYEES, 300, int(a_month * 0.4)),
        *_ledger.spending(rng, first, last, int(a_month * 0.6), 300),
    ]
    account = Account("沈佳宁", "6212261203008812546")
    booked = _ledger.ledger(moves, first, last, Decimal(50000), rng)
    paper = draw(layout, Order(account, booked, first, last, datetime(2026, 11, 2, 9, 30), rng))
    file = out / f"{layout}-{rows}.pdf"
    file.write_bytes(paper.data)
    return file


def by_product(file: Path) -> int:
    """The product's own reading, its readers found before; returns its rows."""
    import pipeline.pdf  # noqa: F401  (loaded by the first PDF)
    from flows import review as stages
    from pipeline import intake

    stages.all_readers()
    began = time.process_time()
    taken = intake.take_in(file, ())
    documents = [d for source in taken.sources for d in stages.read_source(source).documents]
    print(time.process_time() - began)
    return sum(len(d.rows) for d in documents)


def by_pdfplumber(file: Path) -> int:
    """`extract_table` page by page."""
    import pdfplumber

    began = time.process_time()
    count = 0
    with pdfplumber.open(file) as pdf:
        for page in pdf.pages:
            count += max(0, len(page.extract_table() or ()) - 1)
            page.close()
    print(time.process_time() - began)
    return count


def by_pypdfium2(file: Path) -> int:
    """Every character with its box."""
    import pypdfium2

    began = time.process_time()
    count = 0
    pdf = pypdfium2.PdfDocument(file)
    for page in pdf:
        text = page.get_textpage()
        count += len([text.get_charbox(i) for i in range(text.count_chars())])
        text.close()
        page.close()
    print(time.process_time() - began)
    return count


READERS = {"product": by_product, "pdfplumber": by_pdfplumber, "pypdfium2": by_pypdfium2}


@dataclass(frozen=True)
class Measured:
    """A reader on one file: median seconds of CPU over `runs` processes, peak MB, what it counted (rows, or characters)."""

    layout: str
    rows: int
    pages: int
    reader: str
    runs: int
    cpu: float
    peak: float
    counted: int


def measured(layout: str, rows: int, repeat: int) -> Iterator[Measured]:
    """A long statement by each reader; the readers take turns, so that whatever else the machine does falls on all."""
    import pypdfium2

    with tempfile.TemporaryDirectory() as there:
        file = long_statement(layout, rows, Path(there))
        pages = len(pypdfium2.PdfDocument(file))
        runs: dict[str, list[Taken]] = {name: [] for name in READERS}
        for name in [*READERS] * repeat:
            runs[name].append(take([sys.executable, __file__, "--read", name, str(file)]))
        for name, taken in runs.items():
            told = [run.out.split() for run in taken]
            cpu = statistics.median(float(seconds) for seconds, _ in told)
            yield Measured(layout, rows, pages, name, repeat, cpu, max(run.peak for run in taken), int(told[0][1]))


def compared(found: Sequence[Measured]) -> list[list[Any]]:
    """Per layout: how much faster than pdfplumber and slower than pypdfium2 on the longest, and the growth from the shortest to it."""
    rows = []
    for layout in dict.fromkeys(one.layout for one in found):
        own = {(one.reader, one.rows): one for one in found if one.layout == layout}
        few, many = min(one.rows for one in own.values()), max(one.rows for one in own.values())
        short, long = own["product", few], own["product", many]
        per_row = (long.cpu / long.counted) / (short.cpu / short.counted)
        per_page = (long.peak - short.peak) / max(long.pages - short.pages, 1)
        rows.append(
            [
                layout,
                f"{own['pdfplumber', many].cpu / long.cpu:.1f}",
                f"{long.cpu / own['pypdfium2', many].cpu:.2f}",
                f"{long.peak:.0f}",
                f"{per_row:.2f}",
                f"{per_page:.2f}",
            ]
        )
    return rows


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5, metavar="N")
    parser.add_argument("--rows", type=int, nargs="*", default=[300, 3000], metavar="N")
    parser.add_argument("--layouts", nargs="*", default=["icbc", "cmb", "spdb"], metavar="NAME")
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
    heads = ["command", "runs", "median wall s", "most s", "median CPU s", "peak MB"]
    print(table(heads, commands), "\n")
    repeat = max(1, asked.repeat // 2)
    found = [one for layout in asked.layouts for rows in asked.rows for one in measured(layout, rows, repeat)]
    long = [
        [m.layout, m.rows, m.pages, m.reader, f"n={m.runs}", f"{m.cpu:.2f}", f"{m.peak:.0f}", m.counted] for m in found
    ]
    long_heads = ["layout", "rows", "pages", "reader", "runs", "median CPU s", "peak MB", "rows or characters counted"]
    print(table(long_heads, long), "\n")
    growth_heads = [
        "layout",
        "times as fast as pdfplumber",
        "times as slow as pypdfium2's boxes",
        "peak MB",
        "CPU a row, longest to shortest",
        "MB a page more",
    ]
    growth = compared(found)
    print(table(growth_heads, growth))
    write(
        asked.json,
        {"commands": [heads, *commands], "long statement": [long_heads, *long], "compared": [growth_heads, *growth]},
    )


if __name__ == "__main__":
    main()
