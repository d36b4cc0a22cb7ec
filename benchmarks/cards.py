"""ID cards three ways, on the same pictures in one run: `python benchmarks/cards.py [--cards 240] [--drawn DIR] [--engines …]`.

The product, plain RapidOCR (its own models and defaults) with label rules, and Tesseract (`chi_sim`) with the same rules. Pictures with one
card each (.jpg, .png): a plain engine does not tell two cards apart. Printed per condition and engine, with n: exact fields, ID numbers that are
given and wrong, and seconds per picture (the median; models loaded and warm).
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
from _common import drawn, share, table, truths, write

Box: TypeAlias = tuple[float, float, float, float]
Line: TypeAlias = tuple[str, Box]
Given: TypeAlias = dict[str, tuple[Any, float]]
"""Field -> (value, confidence)."""

FRONT = ("name", "sex", "ethnicity", "birth_date", "address", "id_number")
BACK = ("issuing_authority", "valid_from", "valid_until")
SURE = 0.9


@dataclass(frozen=True)
class Picture:
    """One picture with one card, and what the card says."""

    application: Path
    truth: Mapping[str, Any]
    file: str
    condition: str
    values: Mapping[str, Any]


def pictures(folder: Path) -> Iterator[Picture]:
    """The pictures of the card sets that show one card."""
    for application, truth in truths(folder, "card-"):
        files = [d["parts"][0]["file"] for d in truth["documents"]]
        for document in truth["documents"]:
            file = document["parts"][0]["file"]
            if files.count(file) == 1 and not file.endswith(".pdf"):
                values = {k: v["value"] for k, v in document["fields"].items()}
                yield Picture(application, truth, file, truth["drawn"]["condition"], values)


# ---------------------------------------------------------------- label rules for a plain engine


def _beside(lines: list[Line], label: str) -> str:
    """What follows a label: on its own line, else in the nearest line to its right."""
    for text, (_, top, right, bottom) in lines:
        bare = text.replace(" ", "")
        if not bare.startswith(label):
            continue
        if rest := bare[len(label) :].lstrip(":："):
            return rest
        middle = (top + bottom) / 2
        near = [(b[0], t) for t, b in lines if b[0] >= right - 5 and b[1] < middle < b[3] and t != text]
        return min(near)[1].replace(" ", "") if near else ""
    return ""


def _address(lines: list[Line]) -> str:
    first = _beside(lines, "住址")
    start = next((b for t, b in lines if first and t.replace(" ", "").endswith(first)), None)
    if start is None:
        return first
    height = start[3] - start[1]
    left = start[2] - (start[2] - start[0]) * len(first) / max(1, len(first) + 2)
    below = [
        (b[1], t) for t, b in lines if 0.4 * height < b[1] - start[1] < 4 * height and abs(b[0] - left) < 4 * height
    ]
    kept = []
    for _, text in sorted(below):
        bare = text.replace(" ", "")
        if "公民" in bare or re.search(r"\d{15}", bare):
            break
        kept.append(bare)
    return first + "".join(kept)


def by_labels(lines: list[Line]) -> Given:
    """The fields of either side."""
    text = "\n".join(t.replace(" ", "") for t, _ in lines)
    out: dict[str, str | None] = {}
    number = re.search(r"\d{17}[\dXx]", text.replace("\n", " "))
    birth = re.search(r"(\d{4})\D{0,3}年\D{0,3}(\d{1,2})\D{0,3}月\D{0,3}(\d{1,2})\D{0,3}日", text)
    term = re.search(r"(\d{4})\.(\d\d)\.(\d\d)-(?:(\d{4})\.(\d\d)\.(\d\d)|(长期))", text)
    out["name"] = _beside(lines, "姓名")
    out["sex"] = (re.search(r"性别\s*(男|女)", text) or [None, None])[1]
    nation = re.search(r"民族\s*([一-鿿]+)", text)
    out["ethnicity"] = nation[1] if nation else None
    out["birth_date"] = f"{birth[1]}-{int(birth[2]):02d}-{int(birth[3]):02d}" if birth else None
    out["address"] = _address(lines)
    out["id_number"] = number[0].upper() if number else None
    out["issuing_authority"] = _beside(lines, "签发机关")
    if term:
        out["valid_from"] = f"{term[1]}-{term[2]}-{term[3]}"
        out["valid_until"] = "长期" if term[7] else f"{term[4]}-{term[5]}-{term[6]}"
    return {k: (v, 1.0) for k, v in out.items() if v}


# ---------------------------------------------------------------- the three


Engine: TypeAlias = Callable[[Picture], Given]


def plain_rapidocr() -> Engine:
    """RapidOCR as it comes."""
    from rapidocr import RapidOCR

    engine = RapidOCR()

    def read(picture: Picture) -> Given:
        found = engine(cv2.imread(str(picture.application / picture.file)))
        if found.boxes is None:
            return {}
        boxes = [(*np.min(q, axis=0), *np.max(q, axis=0)) for q in found.boxes]
        return by_labels(list(zip(found.txts, boxes, strict=True)))

    return read


def tesseract() -> Engine:
    """Tesseract with chi_sim, its words joined by its own lines and wide gaps."""
    import pytesseract

    def read(picture: Picture) -> Given:
        pixels = cv2.cvtColor(cv2.imread(str(picture.application / picture.file)), cv2.COLOR_BGR2RGB)
        data = pytesseract.image_to_data(pixels, lang="chi_sim", output_type=pytesseract.Output.DICT)
        return by_labels(_tesseract_lines(data))

    return read


def _tesseract_lines(data: Mapping[str, list[Any]]) -> list[Line]:
    lines: dict[tuple[int, ...], list[Line]] = defaultdict(list)
    for i, text in enumerate(data["text"]):
        if text.strip():
            left, top = data["left"][i], data["top"][i]
            box = (left, top, left + data["width"][i], top + data["height"][i])
            lines[data["block_num"][i], data["par_num"][i], data["line_num"][i]].append((text.strip(), box))
    out = []
    for words in lines.values():
        bounds = [
            min(b[0] for _, b in words),
            min(b[1] for _, b in words),
            max(b[2] for _, b in words),
            max(b[3] for _, b in words),
        ]
        out.append(("".join(t for t, _ in words), tuple(bounds)))
    return out  # type: ignore[return-value]


def product() -> Engine:
    """The product's own reading of the file; no rule runs."""
    from flows import review as stages
    from pipeline import contract, intake

    def read(picture: Picture) -> Given:
        taken = intake.take_in(picture.application / picture.file, ())
        documents = [d for source in taken.sources for d in stages.read_source(source).documents]
        told = contract.extract_json(documents, ())["documents"]
        fields = [(name, f) for d in told for name, f in d["fields"].items()]
        return {name: (f["value"], f["confidence"]) for name, f in fields if f["value"] is not None}

    return read


ENGINES: dict[str, Callable[[], Engine]] = {"product": product, "rapidocr": plain_rapidocr, "tesseract": tesseract}


@dataclass(frozen=True)
class Mark:
    """One picture read by one engine."""

    right: int
    n: int
    number: str  # right, wrong, wrong and sure, none; "" on the back
    sure_wrong: int
    seconds: float


def mark(picture: Picture, engine: Engine) -> Mark:
    """Read one picture and compare."""
    began = time.perf_counter()
    given = engine(picture)
    seconds = time.perf_counter() - began
    right = sum(given.get(k, (None, 0))[0] == v for k, v in picture.values.items())
    wrong = [k for k, v in picture.values.items() if k in given and given[k][0] != v]
    sure = [k for k in wrong if given[k][1] >= SURE]
    number = ""
    if "id_number" in picture.values:
        number = (
            "wrong and sure"
            if "id_number" in sure
            else "wrong"
            if "id_number" in wrong
            else "right"
            if "id_number" in given
            else "none"
        )
    return Mark(right, len(picture.values), number, len(sure), seconds)


def row(condition: str, engine: str, marks: list[Mark]) -> list[Any]:
    """A row of the table."""
    numbers = [m.number for m in marks if m.number]
    return [
        condition, engine, len(marks), share(sum(m.right for m in marks), sum(m.n for m in marks)), share(numbers.count("right"), len(numbers)),
        numbers.count("wrong and sure"), numbers.count("wrong"), sum(m.sure_wrong for m in marks), f"{statistics.median(m.seconds for m in marks):.2f}",
    ]  # fmt: skip


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=int, default=1000, metavar="N")
    parser.add_argument("--most", type=int, metavar="N", help="stop after so many pictures of each condition")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drawn", type=Path, metavar="DIR")
    parser.add_argument("--engines", nargs="*", default=list(ENGINES), choices=list(ENGINES))
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    marks: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    with drawn(asked.drawn, seed=asked.seed, cards=asked.cards) as folder:
        engines = {name: ENGINES[name]() for name in asked.engines}
        shown = list(pictures(folder))
        for engine in engines.values():
            engine(shown[0])  # warm
        for picture in shown:
            for name, engine in engines.items():
                if not asked.most or len(marks[picture.condition, name]) < asked.most:
                    marks[picture.condition, name].append(mark(picture, engine))
    for name in engines:
        marks["all", name] = [
            m for (condition, other), some in marks.items() if other == name and condition != "all" for m in some
        ]
    rows = [row(condition, name, some) for (condition, name), some in sorted(marks.items()) if some]
    heads = [
        "condition",
        "engine",
        "pictures",
        "exact fields",
        "ID number right",
        "ID number wrong, sure",
        "wrong, in doubt",
        "fields wrong, sure",
        "median s",
    ]
    print(table(heads, rows))
    write(asked.json, {"heads": heads, "rows": rows})


if __name__ == "__main__":
    sys.exit(main())
