"""The engines that the product is compared with, reading a picture of one card: their lines, and label rules that make fields of them."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np

Box: TypeAlias = tuple[float, float, float, float]
Line: TypeAlias = tuple[str, Box]
Given: TypeAlias = dict[str, tuple[Any, float]]
"""Field -> (value, confidence)."""


@dataclass(frozen=True)
class Engine:
    """A plain engine: its version, and how it reads a picture's lines."""

    version: str
    lines: Callable[[Path], list[Line]]


def pixels(file: Path) -> np.ndarray:
    """A picture as displayed; a HEIC picture through Debian's `heif-convert`, as plain engines read none."""
    if file.suffix != ".HEIC":
        return cv2.imread(str(file))
    if not shutil.which("heif-convert"):
        raise SystemExit(
            "the plain engines need heif-convert for HEIC pictures; on Debian: apt-get install libheif-examples"
        )
    with tempfile.TemporaryDirectory() as there:
        whole = Path(there) / "whole.png"
        subprocess.run(["heif-convert", str(file), str(whole)], check=True, capture_output=True)
        return cv2.imread(str(whole))


def rapidocr(threads: int | None = None) -> Engine:
    """RapidOCR as it comes; `threads` only limits how many it takes."""
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": threads} if threads else None)

    def lines(file: Path) -> list[Line]:
        found = engine(pixels(file))
        if found.boxes is None:
            return []
        boxes = [tuple(map(float, (*np.min(q, axis=0), *np.max(q, axis=0)))) for q in found.boxes]
        return list(zip(found.txts, boxes, strict=True))  # type: ignore[arg-type]

    return Engine(version("rapidocr"), lines)


def tesseract() -> Engine:
    """Tesseract with chi_sim, its words joined by its own lines."""
    import pytesseract

    def lines(file: Path) -> list[Line]:
        shown = cv2.cvtColor(pixels(file), cv2.COLOR_BGR2RGB)
        return _joined(pytesseract.image_to_data(shown, lang="chi_sim", output_type=pytesseract.Output.DICT))

    return Engine(str(pytesseract.get_tesseract_version()), lines)


def _joined(data: Mapping[str, list[Any]]) -> list[Line]:
    lines: dict[tuple[int, ...], list[Line]] = defaultdict(list)
    for i, text in enumerate(data["text"]):
        if text.strip():
            left, top = data["left"][i], data["top"][i]
            box = (left, top, left + data["width"][i], top + data["height"][i])
            lines[data["block_num"][i], data["par_num"][i], data["line_num"][i]].append((text.strip(), box))
    return [("".join(t for t, _ in words), _bounds([b for _, b in words])) for words in lines.values()]


def _bounds(boxes: list[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


PLAIN: dict[str, Callable[[], Engine]] = {"rapidocr": lambda: rapidocr(1), "tesseract": tesseract}


# ---------------------------------------------------------------- label rules


_FRONT_MARKS = ("姓名", "性别", "民族", "出生", "住址", "公民身份")
_BACK_MARKS = ("中华人民共和国", "居民身份证", "签发机关", "有效期限")


def type_of(lines: list[Line]) -> str:
    """The type that the labels speak for; "" where there is none."""
    text = "".join(t.replace(" ", "") for t, _ in lines)
    front, back = (sum(mark in text for mark in marks) for marks in (_FRONT_MARKS, _BACK_MARKS))
    if front >= 2 and ("签发机关" in text or "有效期限" in text):
        return "temporary_id_card"
    if not front and not back:
        return ""
    return "id_card_front" if front >= back else "id_card_back"


def by_labels(lines: list[Line]) -> Given:
    """The fields of either side; a plain engine's value is always given as sure."""
    text = "\n".join(t.replace(" ", "") for t, _ in lines)
    out: dict[str, str | None] = {}
    number = re.search(r"\d{17}[\dXx]", text.replace("\n", " "))
    birth = re.search(r"(\d{4})\D{0,3}年\D{0,3}(\d{1,2})\D{0,3}月\D{0,3}(\d{1,2})\D{0,3}日", text)
    out["name"] = _beside(lines, "姓名")
    out["sex"] = (re.search(r"性别\s*(男|女)", text) or [None, None])[1]
    nation = re.search(r"民族\s*([一-鿿]+)", text)
    out["ethnicity"] = nation[1] if nation else None
    out["birth_date"] = f"{birth[1]}-{int(birth[2]):02d}-{int(birth[3]):02d}" if birth else None
    out["address"] = _address(lines)
    out["id_number"] = number[0].upper() if number else None
    out["issuing_authority"] = _beside(lines, "签发机关")
    out |= _term(text)
    return {k: (v, 1.0) for k, v in out.items() if v}


def _term(text: str) -> dict[str, str]:
    term = re.search(r"(\d{4})\.(\d\d)\.(\d\d)-(?:(\d{4})\.(\d\d)\.(\d\d)|(长期))", text)
    if not term:
        return {}
    until = "长期" if term[7] else f"{term[4]}-{term[5]}-{term[6]}"
    return {"valid_from": f"{term[1]}-{term[2]}-{term[3]}", "valid_until": until}


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
