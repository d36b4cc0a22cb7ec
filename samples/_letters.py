"""Employment letters and income certificates: sentences of communities and employers, and forms, with an imitation seal or without.

As PDF pages, and as what a scanner or a phone makes of the printed page.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from random import Random
from typing import Any

import cv2
import numpy as np
import pypdfium2
from _paper import A4, Drawn, Paper, seal
from _people import Person
from PIL import Image

_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_YEAR = "○一二三四五六七八九"


@dataclass(frozen=True)
class Letter:
    """What a letter says. `since` is printed as it is; `income` None leaves it out; `sealed` presses the imitation seal."""

    issuer: str
    position: str
    since: str
    income: Decimal | None
    contact: str
    issued: date
    sealed: bool = True
    employer: str | None = None


@dataclass(frozen=True)
class Stamp:
    """An imitation seal and where it goes on the page, in points."""

    picture: Image.Image
    left: float
    top: float
    side: float


@dataclass(frozen=True)
class Draft:
    """A page that is not finished: the seal is not on it yet."""

    paper: Paper
    stamp: Stamp | None


def spelt(amount: Decimal) -> str:
    """Whole yuan in the characters of cheques: 捌仟伍佰元整."""
    text, zero = "", False
    digits = str(int(amount))
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        unit = ("", "拾", "佰", "仟", "万", "拾", "佰")[place]
        if digit != "0":
            text += ("零" if zero else "") + _FIGURES[int(digit)] + unit
            zero = False
        else:
            zero = bool(text) and place != 4
            text += "万" if place == 4 else ""
    return text + "元整"


def in_characters(day: date) -> str:
    """二○二六年十月二十日."""
    small = (
        "",
        *"一二三四五六七八九",
        "十",
        *(f"十{c}" for c in "一二三四五六七八九"),
        "二十",
        *(f"二十{c}" for c in "一二三四五六七八九"),
        "三十",
        "三十一",
    )
    return "".join(_YEAR[int(d)] for d in str(day.year)) + f"年{small[day.month]}月{small[day.day]}日"


def sentence(who: Person, letter: Letter, rng: Random, *, face: str = "serif") -> Draft:
    """A letter of one sentence, the issuer's name and the day under it."""
    paper = _paper(letter, face)
    title = rng.choice(
        ("收入证明", "在职及收入证明", "工作收入证明")
        if letter.employer
        else ("稳定就业证明", "就业证明", "社区就业情况证明")
    )
    paper.put(A4[0] / 2, 92, title, 22, align="centre", bold=True)
    income = letter.income or Decimal(0)
    money = rng.choice(
        (f"{income:,.2f}元", f"人民币{income:.0f}元(大写：{spelt(income)})", f"人民币{spelt(income)}（¥{income:,.2f}）")
    )
    since = letter.since
    if letter.employer:
        parts: list[Any] = [
            "    兹证明",
            (who.name, "holder"),
            "（身份证号码：",
            (who.id_number, "id_number"),
            "）系",
            rng.choice(("我公司", "本公司")),
            "正式员工，自",
            (since, "employed_since", iso(since)),
            "起在我公司工作，现担任",
            (letter.position, "position"),
            "一职。",
        ]
    else:
        parts = [
            "    兹证明我社区居民",
            (who.name, "holder"),
            "，性别",
            who.sex,
            "，身份证号：",
            (who.id_number, "id_number"),
            f"，现住{who.address}。该同志自",
            (since, "employed_since", iso(since)),
            "开始从事",
            (letter.position, "position"),
            "工作，就业稳定。",
        ]
    if letter.income:
        parts += [
            rng.choice(("近一年月均收入约", "月收入约为", "月平均收入")),
            (money, "monthly_income", f"{income:.2f}"),
            "。",
        ]
    top = _flow(paper, parts, 150, 14)
    paper.put(100, top + 26, "特此证明。", 14)
    return _signature(paper, letter, rng, top + 90)


def form(who: Person, letter: Letter, rng: Random, *, face: str = "sans") -> Draft:
    """A form whose cells hold labels and values."""
    paper = _paper(letter, face)
    paper.put(A4[0] / 2, 80, rng.choice(("个人收入证明", "灵活就业人员就业证明")), 20, align="centre", bold=True)
    income = f"{letter.income:.2f}元" if letter.income else ""
    cells = [
        [("姓名", who.name, "holder", None), ("性别", who.sex, None, None)],
        [("身份证号码", who.id_number, "id_number", None)],
        [
            ("工种", letter.position, "position", None),
            ("从业起始时间", letter.since, "employed_since", iso(letter.since)),
        ],
        [("月收入", income, "monthly_income", f"{letter.income:.2f}" if letter.income else None)],
    ]
    if letter.employer:
        cells.insert(2, [("工作单位", letter.employer, "employer", None)])
    top = 130.0
    for row in cells:
        share = 420 / len(row)
        for n, (label, text, name, value) in enumerate(row):
            left = 88 + n * share
            paper.put(left + 6, top + 8, label, 12)
            if text:
                paper.put(left + 92, top + 8, text, 12, name=name, value=value)
            paper.line(left + 84, top, left + 84, top + 32)
            paper.line(left, top, left, top + 32)
        paper.line(88, top, 508, top)
        paper.line(508, top, 508, top + 32)
        top += 32
    paper.line(88, top, 508, top)
    paper.put(88, top + 20, "兹证明以上情况属实。", 12)
    return _signature(paper, letter, rng, top + 80)


def finish(draft: Draft) -> Drawn:
    """The letter as a PDF with an electronic seal."""
    paper, stamp = draft.paper, draft.stamp
    if stamp:
        paper.picture(stamp.picture, stamp.left, stamp.top, stamp.side, stamp.side)
    return Drawn("employment_letter", paper.finish(), "pdf", "issuer_pdf", paper.fields, sizes=(A4,))


def pictured(draft: Draft, rng: Random, *, photo: bool, wide: int = 1240) -> Drawn:
    """The printed and stamped letter as a scan, or as a phone's photo of it on a table."""
    page = pypdfium2.PdfDocument(draft.paper.finish())[0]
    scale = wide / A4[0]
    flat = _stamped(page.render(scale=scale).to_numpy()[:, :, :3].astype(np.float32), draft.stamp, scale)
    high = flat.shape[0]
    matrix = np.diag([scale, scale, 1.0])
    noise = np.random.default_rng(rng.randrange(2**32))
    if photo:
        flat, warp = _on_a_table(flat, rng, noise)
        matrix = warp @ matrix
    flat = flat + noise.normal(0, 2.0, flat.shape)
    pixels = np.clip(flat, 0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    dpi = (72, 72) if photo else (150, 150)
    Image.fromarray(pixels[:, :, ::-1]).save(buffer, "JPEG", quality=80, dpi=dpi)
    fields = {
        name: entry | {"box": _moved(entry["box"], matrix, wide, high), "method": "ocr"}
        for name, entry in draft.paper.fields.items()
    }
    kind = "photo" if photo else "scan"
    return Drawn("employment_letter", buffer.getvalue(), "jpg", kind, fields, sizes=((wide, high),), unit="px")


def _stamped(flat: Any, stamp: Stamp | None, scale: float) -> Any:
    """Ink takes light away from what it is pressed on: print under it stays black."""
    if stamp is None:
        return flat
    side = round(stamp.side * scale)
    left, top = round(stamp.left * scale), round(stamp.top * scale)
    picture = np.asarray(stamp.picture.resize((side, side)), np.float32)
    alpha = picture[:, :, 3:] / 255
    ink = picture[:, :, 2::-1] * alpha + 255 * (1 - alpha)
    room = flat[top : top + side, left : left + side]
    room *= ink[: room.shape[0], : room.shape[1]] / 255
    return flat


def _paper(letter: Letter, face: str) -> Paper:
    return Paper(A4, face, datetime.combine(letter.issued, time(10, 0)), title="证明", producer="iText 2.1.7 by 1T3XT")


def _flow(paper: Paper, parts: list[Any], top: float, size: float) -> float:
    """Parts as one paragraph; a field that wraps is noted by its first line."""
    left, right = 100.0, 495.0
    x = left
    for part in parts:
        text, name, value = (part, None, None) if isinstance(part, str) else (*part, None)[:3]
        first = True
        while text:
            fit = next((n for n in range(len(text), 0, -1) if x + paper.width(text[:n], size) <= right), 0)
            if fit:
                box = paper.put(x, top, text[:fit], size)
                x = box[2]
                if name and first:
                    paper.note(name, value if value is not None else part[0], box)
                    first = False
                text = text[fit:]
            if text:
                x, top = left, top + size * 1.9
    return top + size * 1.6


def _signature(paper: Paper, letter: Letter, rng: Random, top: float) -> Draft:
    labelled = rng.random() < 0.4
    size = 13.0
    if labelled:
        paper.pieces(
            250, top, size, [rng.choice(("出具单位（盖章）：", "证明单位(盖章)：")), (letter.issuer, "issuer")]
        )
    else:
        paper.put(500, top, letter.issuer, size, align="right", name="issuer")
    if letter.employer and letter.employer == letter.issuer and "employer" not in paper.fields:
        paper.note("employer", letter.employer, paper.fields["issuer"]["box"])
    paper.pieces(250, top + 26, size, [rng.choice(("联系电话：", "单位电话：")), (letter.contact, "issuer_contact")])
    shown = rng.choice(
        (
            f"{letter.issued:%Y年%m月%d日}",
            f"{letter.issued.year}年{letter.issued.month}月{letter.issued.day}日",
            in_characters(letter.issued),
        )
    )
    paper.put(500, top + 52, shown, size, align="right", name="issued_on", value=letter.issued.isoformat())
    left, high, side = 400 + rng.uniform(-30, 15), top - 40, rng.uniform(108, 128)
    paper.note("sealed", letter.sealed, [left, high, left + side, high + side])
    if not letter.sealed:
        return Draft(paper, None)
    ink = (205, rng.randint(25, 60), rng.randint(25, 60))
    return Draft(paper, Stamp(seal(letter.issuer, colour=ink), left, high, side))


def iso(printed: str) -> str:
    """2021年3月 -> 2021-03."""
    parts = printed.rstrip("日月").replace("年", "-").replace("月", "-").split("-")
    return "-".join([parts[0], *(f"{int(p):02d}" for p in parts[1:] if p)])


def _on_a_table(flat: Any, rng: Random, noise: Any) -> tuple[Any, Any]:
    high, wide = flat.shape[:2]
    target = np.array([(0.05, 0.04), (0.95, 0.05), (0.97, 0.96), (0.03, 0.95)]) + np.array(
        [[rng.uniform(-0.03, 0.03) for _ in range(2)] for _ in range(4)]
    )
    corners = (target * (wide, high)).astype(np.float32)
    source = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    warp = cv2.getPerspectiveTransform(source, corners)
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    table = np.dstack(
        [70 + 12 * np.sin(y / 7 + np.sin(x / 90)), 96 + 12 * np.sin(y / 7), 128 + 10 * np.sin(y / 7)]
    ).astype(np.float32)
    mask = cv2.warpPerspective(np.ones((high, wide), np.float32), warp, (wide, high))[..., None]
    laid = cv2.warpPerspective(flat, warp, (wide, high), flags=cv2.INTER_AREA) * mask + table * (1 - mask)
    shade = 1.0 + (x / wide - 0.5) * rng.uniform(-0.25, 0.25) + (y / high - 0.5) * rng.uniform(-0.2, 0.2) - 0.08
    warm = np.array([rng.uniform(0.88, 1.0), 1.0, rng.uniform(1.0, 1.04)], np.float32)
    return cv2.GaussianBlur(laid * shade[..., None] * warm, (0, 0), 0.6), warp


def _moved(box: list[float], matrix: Any, wide: float, high: float) -> list[float]:
    left, top, right, bottom = box
    corners = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]]) @ matrix.T
    points = corners[:, :2] / corners[:, 2:]
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return [round(float(v), 1) for v in (max(x0, 0.0), max(y0, 0.0), min(x1, wide), min(y1, high))]
