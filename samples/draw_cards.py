"""Draws pictures of ID cards under many conditions, to tune on: `python samples/draw_cards.py OUT --seed S --each N [--conditions photo hard …]`.

Every picture (or pair) becomes an application folder `OUT/CONDITION-0001` with its truth.json, which is thinner than that of the
committed applications: documents, findings, and `drawn`, which says how it was made. A folder depends on the seed, its condition and
its number alone. What is a fault and what is not stands in `_faults`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from _conditions import CONDITIONS
from _pictures import Made
from _truth import Expected, dumps, truth, window
from draw import write

PROFILE = "salaried"
KEPT = ("schema", "application", "as_of", "profile", "documents", "findings", "drawn")


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw pictures of ID cards.")
    parser.add_argument("out", type=Path, help="where the folders go")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=10, help="how many of each condition")
    parser.add_argument("--first", type=int, default=1, help="the number of the first one")
    parser.add_argument(
        "--conditions",
        nargs="+",
        choices=CONDITIONS,
        default=list(CONDITIONS),
        metavar="CONDITION",
        help=" ".join(CONDITIONS),
    )
    chosen = parser.parse_args()
    for condition in chosen.conditions:
        for n in range(chosen.first, chosen.first + chosen.each):
            name, files = application(condition, chosen.seed, n)
            write(chosen.out / name, files)
        print(f"{condition}: {chosen.each}", flush=True)


def application(condition: str, seed: int, n: int) -> tuple[str, dict[str, bytes]]:
    """The folder's name and its files."""
    made = CONDITIONS[condition](Random(f"{seed}/{condition}/{n}"))
    name = f"{condition}-{n:04d}"
    files = made.files | {"application.toml": f'profile = "{PROFILE}"\n'.encode()}
    return name, files | {"truth.json": dumps(truth_of(name, condition, made)).encode()}


def truth_of(name: str, condition: str, made: Made) -> dict[str, Any]:
    whole = truth(name, PROFILE, made.files, made.placed, [*made.findings, *missing(made)], (), income=False)
    return {
        key: value for key, value in (whole | {"drawn": {"condition": condition} | made.drawn}).items() if key in KEPT
    }


def missing(made: Made) -> list[Expected]:
    """What a review must say beside the faults: no statement, a side that is not there, a card that has run out."""
    kinds = Counter(one.drawn.type for one in made.placed)
    found = [Expected("BNK001", (), {"months": list(window(PROFILE))})]
    if not kinds["temporary_id_card"]:
        found += [
            Expected(code)
            for code, kind in (("IDC001", "id_card_front"), ("IDC002", "id_card_back"))
            if not kinds[kind]
        ]
    for one in made.placed:
        until = one.drawn.fields.get("valid_until", {}).get("value")
        if until and until != "长期" and until < "2026-11-24":
            found.append(Expected("IDC101", (one.file,), {"valid_until": until}))
        found += [Expected("FIL006", (), about=one.file) for _ in range(one.drawn.type == "unknown")]
    return found


if __name__ == "__main__":
    main()
