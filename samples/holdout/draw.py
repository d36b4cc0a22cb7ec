"""Draw the holdout: `python samples/holdout/draw.py --cards 1000 --faults 100 --statements 20 --earnings 20 --applications 60 --seed 1 OUT`.

`--cards` counts card sides (two to an application), `--faults` applications of each kind of fault, `--statements` and `--earnings`
papers of each layout, `--applications` whole applications. OUT gets one folder per application, each with its `truth.json`.
The same seed draws the same people, papers and scenes.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))

from other_hand import cards, faults, tables
from other_hand.browser import browser
from other_hand.flat import Press


def draw(out: Path, seed: int, counts: dict[str, int]) -> dict[str, int]:
    """Draw what `counts` asks for into `out`; returns the number of applications of each set."""
    out.mkdir(parents=True, exist_ok=True)
    drawn: dict[str, int] = {}
    with browser() as opened:
        if counts.get("cards") or counts.get("faults"):
            press, tops = Press(opened), tables.table_tops(opened, Random(f"{seed}/tables"))
            drawn["cards"] = cards.draw_cards(out, counts.get("cards", 0), press, tops, seed)
            drawn["faults"] = faults.draw_faults(out, counts.get("faults", 0), press, tops, seed)
    return drawn


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--seed", type=int, default=1)
    for name in ("cards", "faults", "statements", "earnings", "applications"):
        parser.add_argument(f"--{name}", type=int, default=0, metavar="N")
    asked = vars(parser.parse_args())
    began = time.monotonic()
    drawn = draw(asked.pop("out"), asked.pop("seed"), asked)
    print(", ".join(f"{n} {name}" for name, n in drawn.items()), f"in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
