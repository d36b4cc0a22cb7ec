"""Draw the holdout: `python samples/holdout/draw.py --cards 1000 --faults 100 --others 60 --statements 20 --earnings 20 --applications 60 OUT`.

`--cards` counts card sides (two to an application), `--faults` applications of each kind of fault, `--others` pictures of each kind that
is no ID card, `--statements` and `--earnings`
papers of each layout, `--applications` whole applications. OUT gets one folder per application, each with its `truth.json`.
The same `--seed` draws the same people, papers and scenes. `--committed OUT` draws the few applications that git keeps.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))

from other_hand import applications, cards, earnings, faults, others, statements, tables
from other_hand.applications import Studio
from other_hand.browser import browser
from other_hand.flat import Press
from other_hand.statements import Desk


def draw(out: Path, seed: int, counts: Mapping[str, int]) -> dict[str, int]:
    """Draw what `counts` asks for into `out`; returns the number of applications of each set."""
    out.mkdir(parents=True, exist_ok=True)
    with browser() as opened:
        studio = Studio(opened, Press(opened), Desk(opened), tables.table_tops(opened, Random(f"{seed}/tables")))
        draws: dict[str, Callable[[int], int]] = {
            "cards": lambda n: cards.draw_cards(out, n, studio.press, studio.tops, seed),
            "faults": lambda n: faults.draw_faults(out, n, studio.press, studio.tops, seed),
            "others": lambda n: others.draw_others(out, n, studio.press, studio.tops, seed),
            "statements": lambda n: statements.draw_statements(out, n, studio.desk, seed),
            "earnings": lambda n: earnings.draw_earnings(out, n, studio.desk, opened, seed),
            "applications": lambda n: applications.draw_applications(out, n, studio, seed),
        }
        return {name: draws[name](n) for name, n in counts.items() if n}


COMMITTED = (
    "card-hard-0002", "card-turned-0003", "card-bilingual-0021", "card-temporary-0022", "other-residence-permit-000", "fault-glare-000", "statement-cmb-000", "statement-unknown-harbour-000", "earnings-xlsx-meituan-000",
    "application-002-back-missing-earnings-of-another", "application-005-birth-mismatch-earnings-missing",
)  # fmt: skip


def draw_committed(out: Path) -> dict[str, int]:
    """Draw one of everything, and keep the applications that git keeps."""
    with tempfile.TemporaryDirectory() as there:
        draw(Path(there), 7, {"cards": 46, "faults": 1, "others": 1, "statements": 1, "earnings": 1, "applications": 6})
        for name in COMMITTED:
            shutil.copytree(Path(there) / name, out / name, dirs_exist_ok=True)
    return {"committed": len(COMMITTED)}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--committed", action="store_true")
    for name in ("cards", "faults", "others", "statements", "earnings", "applications"):
        parser.add_argument(f"--{name}", type=int, default=0, metavar="N")
    asked = vars(parser.parse_args())
    began = time.monotonic()
    out, seed, committed = asked.pop("out"), asked.pop("seed"), asked.pop("committed")
    drawn = draw_committed(out) if committed else draw(out, seed, asked)
    print(", ".join(f"{n} {name}" for name, n in drawn.items()), f"in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
