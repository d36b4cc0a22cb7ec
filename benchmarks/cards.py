"""ID cards three ways, on the same pictures in one run: `python benchmarks/cards.py [--drawn DIR] [--resume FILE] [--timed 60] [--engines …]`.

The product, plain RapidOCR (its own models and defaults) with label rules, and Tesseract (`chi_sim`) with the same rules. A plain engine reads
the pictures (.jpg, .png, .HEIC) that show one card, since it does not tell two cards apart; what the product reads besides has rows of its own.
Printed with n: exact fields, types, ID numbers and fields that are wrong and sure, per condition; the photo faults found and the good pictures
refused; what papers that are no ID card are taken for; how far confidence can be trusted; seconds per picture.

`--resume FILE` keeps every reading, so that a run can be cut and continued. Time is taken apart, over `--timed N` pictures with all
engines in turn on each, models loaded and warm.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _common import drawn, share, table, truths, write
from _engines import PLAIN, Given, by_labels, rapidocr, tesseract, type_of
from _runs import Resume, Run, in_any_order, product_version, reviewed, sum_of
from holdout import alarms, calibration_table, faults_table, others_table

from pipeline.evaluate import match

PRODUCT = "product"
SURE = 0.9
READ_PLAIN = (".jpg", ".png", ".HEIC")


@dataclass(frozen=True)
class Picture:
    """A card in a picture: the groups whose tables it counts in, and what it says."""

    file: Path
    groups: tuple[str, ...]
    alone: bool
    type: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Mark:
    """One card read by one engine."""

    type: bool
    right: int
    n: int
    number: str  # right, wrong, wrong and sure, none; "" where the card has none
    sure_wrong: int


# ---------------------------------------------------------------- the pictures


def cards_in(folder: Path, truth: Mapping[str, Any]) -> Iterator[Picture]:
    """The cards of an application."""
    files = Counter(d["parts"][0]["file"] for d in truth["documents"])
    for document in truth["documents"]:
        name = document["parts"][0]["file"]
        values = {k: v["value"] for k, v in document["fields"].items()}
        groups = tuple(_groups(truth["drawn"], name, files[name] > 1))
        yield Picture(folder / name, groups, files[name] == 1, document["type"], values)


def _groups(drawn: Mapping[str, Any], file: str, several: bool) -> Iterator[str]:
    """The rows that a picture counts in: its condition (of these, what a plain engine cannot read stands apart), and what is special about it."""
    condition, kind = drawn["condition"], drawn.get("kind", "")
    if several:
        yield "both sides on one picture or page"
    elif not file.endswith(READ_PLAIN):
        yield "PDF with one card"
    elif condition == "turned" and kind == "mirrored":
        yield "mirrored"
    else:
        yield "all"
        yield condition
        special = (kind, *drawn.get("traits", {}).get(file, ()))
        yield from (f"{condition}: {one}" for one in special if one and (condition != "photo" or one == "on print"))


# ---------------------------------------------------------------- marks


def mark(picture: Picture, type_right: bool, given: Given) -> Mark:
    """Compare what was given with what the card says."""
    right = sum(given.get(k, (None, 0))[0] == v for k, v in picture.values.items())
    wrong = {k: sure for k, (value, sure) in given.items() if value is not None and picture.values.get(k) != value}
    number = ""
    if "id_number" in picture.values:
        number = _number(given.get("id_number", (None, 0.0)), wrong)
    return Mark(type_right, right, len(picture.values), number, sum(sure >= SURE for sure in wrong.values()))


def _number(given: tuple[Any, float], wrong: Mapping[str, float]) -> str:
    if given[0] is None:
        return "none"
    if "id_number" not in wrong:
        return "right"
    return "wrong and sure" if wrong["id_number"] >= SURE else "wrong"


def plain_marks(name: str, pictures: Sequence[Picture], resume: Resume) -> Iterator[tuple[Picture, Mark]]:
    """What a plain engine makes of the pictures with one card."""
    engine = PLAIN[name]()
    for one in pictures:
        if one.alone and one.file.suffix in READ_PLAIN:
            lines = resume.read(name, engine.version, sum_of(one.file), lambda file=one.file: engine.lines(file))
            yield one, mark(one, type_of(lines) == one.type, by_labels(lines))


def product_marks(run: Run) -> Iterator[tuple[Picture, Mark]]:
    """What the product's review of an application says of each of its cards."""
    for one, (truth, told) in zip(cards_in(run.folder, run.truth), _matched(run), strict=True):
        fields = (told or {}).get("fields", {})
        given = {k: (f["value"], float(f.get("confidence", 1.0))) for k, f in fields.items() if k in _ALL}
        alike = bool(told) and told["type"] == truth["type"]
        yield one, mark(one, alike, given)


_ALL = frozenset(
    ("name", "sex", "ethnicity", "birth_date", "address", "id_number", "issuing_authority", "valid_from", "valid_until")
)


def _matched(run: Run) -> list[tuple[Any, Any]]:
    """(document of the truth, document given in its place or None), in the truth's order."""
    return match(run.truth["documents"], run.review["documents"])[: len(run.truth["documents"])]


# ---------------------------------------------------------------- tables


def row(group: str, engine: str, marks: Sequence[Mark]) -> list[Any]:
    """A row of the table of cards."""
    numbers = [m.number for m in marks if m.number]
    return [
        group, engine, len(marks), share(sum(m.type for m in marks), len(marks)), share(sum(m.right for m in marks), sum(m.n for m in marks)),
        share(numbers.count("right"), len(numbers)), numbers.count("wrong and sure"), numbers.count("wrong"), sum(m.sure_wrong for m in marks),
    ]  # fmt: skip


HEADS = (
    "condition", "engine", "cards", "type right", "exact fields", "ID number right", "ID number wrong, sure", "wrong, in doubt", "fields wrong, sure",
)  # fmt: skip


def cards_table(marks: Mapping[tuple[str, str], Sequence[Mark]]) -> list[list[Any]]:
    """The rows, by condition and engine."""
    engines = (PRODUCT, *PLAIN)
    order = sorted(marks, key=lambda one: (one[0] != "all", one[0], engines.index(one[1])))
    return [row(group, engine, marks[group, engine]) for group, engine in order]


# ---------------------------------------------------------------- time


def timed(pictures: Sequence[Picture], count: int) -> tuple[list[list[Any]], list[str]]:
    """Seconds per picture, all engines in turn on each of `count` pictures; (rows, heads)."""
    asked = [p for p in pictures if p.alone and p.file.suffix in (".jpg", ".png")][:count]
    engines = {PRODUCT: _product(), "rapidocr": rapidocr().lines, "tesseract": tesseract().lines}
    for read in engines.values():
        read(asked[0].file)  # warm
    taken: dict[str, list[float]] = defaultdict(list)
    for picture in asked:
        for name, read in engines.items():
            began = time.perf_counter()
            read(picture.file)
            taken[name].append(time.perf_counter() - began)
    plain = taken["rapidocr"]
    rows = []
    for name, seconds in taken.items():
        ratios = [a / b for a, b in zip(seconds, plain, strict=True)]
        rows.append(
            [
                name,
                len(seconds),
                *(
                    f"{x:.2f}"
                    for x in (
                        statistics.median(seconds),
                        statistics.mean(seconds),
                        max(seconds),
                        sum(seconds) / sum(plain),
                        statistics.median(ratios),
                    )
                ),
            ]
        )
    return rows, [
        "engine",
        "pictures",
        "median s",
        "mean s",
        "most s",
        "of RapidOCR's time in all",
        "median of the ratios",
    ]


def _product() -> Callable[[Path], Any]:
    """The product's own reading of a file; no rule runs."""
    from flows import review as stages
    from pipeline import contract, intake

    def read(file: Path) -> Any:
        taken = intake.take_in(file, ())
        documents = [d for source in taken.sources for d in stages.read_source(source).documents]
        return contract.extract_json(documents, ())

    return read


# ---------------------------------------------------------------- the command


def measure(folder: Path, engines: Sequence[str], resume: Resume, most: int | None) -> dict[str, Any]:
    """All tables but that of time, by their titles."""
    found = in_any_order(truths(folder, "card-", "fault-", "other-"))
    of_set = {
        name: [one for one in found if one[1]["drawn"]["set"] == name][:most] for name in ("cards", "faults", "others")
    }
    pictures = [p for one in of_set["cards"] for p in cards_in(*one)]
    marks: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for name in engines:
        if name in PLAIN:
            for picture, one in plain_marks(name, pictures, resume):
                for group in picture.groups:
                    marks[group, name].append(one)
    tables: dict[str, Any] = {}
    runs: dict[str, list[Run]] = {}
    if PRODUCT in engines:
        version = product_version()
        runs = {name: [reviewed(*one, resume, version) for one in some] for name, some in of_set.items()}
        for run in runs["cards"]:
            for picture, one in product_marks(run):
                for group in picture.groups:
                    marks[group, PRODUCT].append(one)
        tables |= product_tables(runs)
    return {"ID cards": table(HEADS, cards_table(marks)), **tables}


def product_tables(runs: Mapping[str, list[Run]]) -> dict[str, str]:
    """The tables of the product alone."""
    tables = {}
    if runs["faults"]:
        tables["Photo faults"] = faults_table(runs["faults"])
    if runs["cards"]:
        tables["Good pictures refused (n cards)"] = share(*alarms(runs["cards"]))
        tables["Confidence, good pictures"] = calibration_table(runs["cards"])
    if runs["faults"]:
        tables["Confidence, all pictures"] = calibration_table([*runs["cards"], *runs["faults"]])
    if runs["others"]:
        tables["Not an ID card"] = others_table(runs["others"])
    return tables


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, n in (("cards", 1000), ("faults", 100), ("others", 40), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=n, metavar="N")
    parser.add_argument("--drawn", type=Path, metavar="DIR", help="a drawn holdout, or where to draw it and keep it")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="keep every reading there, and read nothing twice")
    parser.add_argument("--most", type=int, metavar="N", help="take so many applications of each set")
    parser.add_argument("--timed", type=int, default=60, metavar="N", help="pictures to take the time on")
    parser.add_argument("--engines", nargs="*", default=[PRODUCT, *PLAIN], choices=[PRODUCT, *PLAIN])
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    counts = {name: getattr(asked, name) for name in ("cards", "faults", "others", "seed")}
    with drawn(asked.drawn, **counts) as folder:
        told = measure(folder, asked.engines, Resume(asked.resume), asked.most)
        if asked.timed:
            rows, heads = timed(
                [p for one in in_any_order(truths(folder, "card-")) for p in cards_in(*one)], asked.timed
            )
            told["Time"] = table(heads, rows)
    print("\n\n".join(f"## {title}\n\n{text}" for title, text in told.items()))
    write(asked.json, {title: text.split("\n") for title, text in told.items()})


if __name__ == "__main__":
    sys.exit(main())
