"""What a card lies on, seen straight from above: tables, cloth, tiles, clutter, and paper with print and handwriting.

A ground is a picture of SIDE x SIDE pixels, uint8 RGB, one pixel to two units of `_cards` (a card is 506 pixels wide); the card lies
in its middle.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import _fonts
import cv2
import numpy as np
from PIL import Image, ImageDraw

SIDE = 1500
Array = Any
PROSE = (
    "本协议自双方签字盖章之日起生效。甲方应于每月十五日前支付当月租金，逾期按日加收万分之五的违约金。记者从会上获悉，今年上半年全市"
    "新增就业三万余人，城镇居民人均可支配收入同比增长百分之五点二。据介绍，该项目总投资约十二亿元，建成后将有效缓解周边交通压力。"
    "市民李先生说，家门口的公园修好以后，每天早晚都来散步。请申请人如实填写以下内容，并对所填内容的真实性负责。贷款用途须符合合同约定，"
    "不得流入股市、楼市。专家提醒，入冬后早晚温差较大，老人和孩子要注意保暖。产品应存放于阴凉干燥处，开封后请尽快食用。"
)
FORM = [
    "申请人姓名",
    "性别",
    "出生日期",
    "证件类型",
    "证件号码",
    "有效期限",
    "户籍地址",
    "现住址",
    "联系电话",
    "工作单位",
    "职务",
    "月收入",
    "配偶姓名",
    "婚姻状况",
    "贷款金额",
    "贷款期限",
    "还款方式",
    "开户银行",
    "账号",
    "紧急联系人",
    "关系",
    "备注",
    "经办人",
    "复核人",
    "日期",
    "签字",
]


def ground(kind: str, rng: Random) -> Array:
    """One of `KINDS`."""
    return KINDS[kind](rng, np.random.default_rng(rng.randrange(2**32)))


def _grid() -> tuple[Array, Array]:
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    return x, y


def _cloud(noise: Any, size: float, most: float) -> Array:
    """Smooth noise with spots of about `size` pixels."""
    small = noise.normal(0, 1, (max(int(SIDE / size), 2),) * 2).astype(np.float32)
    return cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC) * most


def _finish(planes: Array) -> Array:
    return np.clip(planes, 0, 255).astype(np.uint8)


def _coloured(base: tuple[float, float, float], *planes: Array) -> Array:
    return _finish(np.array(base, np.float32) + sum(planes)[..., None])  # type: ignore[index]


def _wood(rng: Random, noise: Any) -> Array:
    _, y = _grid()
    bend = _cloud(noise, 260, 26)
    grain = np.sin((y + bend) / rng.uniform(2.2, 5)) * 7 + np.sin((y + bend) / rng.uniform(16, 34)) * 13
    streaks = cv2.resize(noise.normal(0, 7, (SIDE, 12)).astype(np.float32), (SIDE, SIDE))
    base = rng.choice(((150, 108, 72), (196, 158, 112), (92, 60, 42), (222, 200, 168), (120, 96, 80)))
    planks = ((y % rng.choice((160, 240, 5000))) < 3) * -40.0
    return _coloured(base, grain, streaks, planks)


def _marble(rng: Random, noise: Any) -> Array:
    veins = sum(np.abs(_cloud(noise, s, 1)) * w for s, w in ((240, 16), (90, 10), (36, 7)))
    base = rng.choice(((206, 204, 198), (70, 72, 76), (184, 166, 150), (236, 236, 232)))
    return _coloured(base, -veins, noise.normal(0, 3, (SIDE, SIDE)).astype(np.float32))


def _tiles(rng: Random, noise: Any) -> Array:
    x, y = _grid()
    pitch = rng.choice((90, 150, 260))
    joint = ((x % pitch < 4) | (y % pitch < 4)) * -56.0
    each = np.kron(noise.normal(0, 8, (SIDE // pitch + 1,) * 2), np.ones((pitch, pitch)))[:SIDE, :SIDE]
    return _coloured(rng.choice(((190, 186, 178), (120, 136, 142), (210, 190, 168))), joint, each, _cloud(noise, 6, 7))


def _cloth(rng: Random, noise: Any) -> Array:
    """Checked or striped, with its weave."""
    x, y = _grid()
    weave = np.sin(x / 1.3) * 8 + np.sin(y / 1.3) * 8
    one, other, pitch = (
        rng.choice(((70, 92, 140), (170, 60, 62), (90, 120, 90), (60, 60, 66))),
        (222, 216, 206),
        rng.choice((22, 48, 90)),
    )
    checks = (((x // pitch) % 2) + ((y // pitch) % 2 if rng.random() < 0.7 else 0)) / 2
    planes = np.array(one, np.float32) * (1 - checks[..., None]) + np.array(other, np.float32) * checks[..., None]
    return _finish(planes + (weave + _cloud(noise, 200, 8))[..., None])


def _flowers(rng: Random, noise: Any) -> Array:
    """A printed tablecloth."""
    base = np.empty((SIDE, SIDE, 3), np.uint8)
    base[:] = rng.choice(((236, 228, 214), (198, 214, 222), (244, 240, 240)))
    colours = [tuple(int(noise.integers(60, 230)) for _ in range(3)) for _ in range(5)]
    for _ in range(rng.randint(120, 260)):
        cx, cy, r = (int(noise.integers(0, SIDE)), int(noise.integers(0, SIDE)), int(noise.integers(8, 34)))
        colour = colours[int(noise.integers(5))]
        for n in range(5):
            a = n * 2 * np.pi / 5
            cv2.circle(base, (int(cx + r * np.cos(a)), int(cy + r * np.sin(a))), int(r * 0.62), colour, -1, cv2.LINE_AA)
        cv2.circle(base, (cx, cy), int(r * 0.45), (240, 210, 90), -1, cv2.LINE_AA)
    return base


def _plain(rng: Random, noise: Any) -> Array:
    base = rng.choice(((56, 58, 62), (240, 240, 238), (200, 206, 210), (170, 160, 150), (30, 34, 44), (214, 228, 232)))
    return _coloured(base, _cloud(noise, 300, 7), noise.normal(0, 2, (SIDE, SIDE)).astype(np.float32))


def _leather(rng: Random, noise: Any) -> Array:
    base = rng.choice(((96, 62, 44), (44, 42, 44), (128, 44, 42)))
    return _coloured(base, np.abs(_cloud(noise, 7, 14)), _cloud(noise, 200, 9))


def _carpet(rng: Random, noise: Any) -> Array:
    base = rng.choice(((110, 104, 98), (92, 60, 66), (70, 84, 100)))
    return _coloured(
        base,
        cv2.GaussianBlur(noise.normal(0, 60, (SIDE, SIDE)).astype(np.float32), (0, 0), 1.3),
        _cloud(noise, 120, 12),
    )


def _clutter(rng: Random, noise: Any) -> Array:
    """A desk with things on it, all round the card."""
    base = Image.fromarray(_wood(rng, noise) if rng.random() < 0.5 else _plain(rng, noise))
    pen = ImageDraw.Draw(base)
    for _ in range(rng.randint(9, 16)):
        x, y, angle = rng.uniform(0, SIDE), rng.uniform(0, SIDE), rng.uniform(0, 6)
        colour = tuple(rng.randint(20, 245) for _ in range(3))
        kind = rng.random()
        if kind < 0.35:  # a pen, a ruler, a cable
            dx, dy = 200 * np.cos(angle), 200 * np.sin(angle)
            pen.line((x - dx, y - dy, x + dx, y + dy), fill=colour, width=rng.randint(6, 22))
        elif kind < 0.65:  # a phone, a bank card, a notebook
            w, h = rng.choice(((160, 320), (253, 160), (300, 420)))
            corners = [
                (
                    x + a * w / 2 * np.cos(angle) - b * h / 2 * np.sin(angle),
                    y + a * w / 2 * np.sin(angle) + b * h / 2 * np.cos(angle),
                )
                for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))
            ]
            pen.polygon(corners, fill=colour, outline=tuple(c // 2 for c in colour))
        else:  # a cup, a coin
            r = rng.choice((36, 120, 150))
            pen.ellipse((x - r, y - r, x + r, y + r), fill=colour, outline=tuple(c // 2 for c in colour), width=8)
            pen.ellipse((x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8), fill=tuple(c * 3 // 4 for c in colour))
    return np.asarray(base)


# ---------------------------------------------------------------- paper


def _sheet(rng: Random, noise: Any) -> tuple[Image.Image, ImageDraw.ImageDraw, tuple[int, int, int, int]]:
    """A table with a paper on it that reaches beyond the card on all sides, or on some."""
    table = Image.fromarray(rng.choice((_wood, _plain, _marble))(rng, noise))
    pen = ImageDraw.Draw(table)
    left, top = rng.randint(20, 330), rng.randint(-40, 330)
    right, bottom = left + 1240, top + 1500
    tone = rng.randint(226, 250)
    pen.rectangle((left, top, right, bottom), fill=(tone, tone, tone - rng.randint(0, 12)))
    return table, pen, (left, top, min(right, SIDE), min(bottom, SIDE))


def _prose(rng: Random, length: int) -> str:
    start = rng.randrange(len(PROSE))
    return (PROSE[start:] + PROSE * (length // len(PROSE) + 1))[:length]


def _printed(rng: Random, noise: Any) -> Array:
    """A contract's page of dense print."""
    table, pen, (left, top, right, bottom) = _sheet(rng, noise)
    size = rng.choice((17, 20, 24))
    font = _fonts.card(rng.choice(("uming", "noto-serif", "noto-sans")), size)
    room = (right - left - 160) // size
    ink = (rng.randint(20, 70),) * 3
    for y in range(top + 80, bottom - 60, round(size * rng.choice((1.5, 1.8)))):
        pen.text((left + 80, y), _prose(rng, room if rng.random() < 0.85 else room // 2), fill=ink, font=font)
    return np.asarray(table)


def _newspaper(rng: Random, noise: Any) -> Array:
    """Columns under headlines, on greyish paper, with a grey picture."""
    base = Image.fromarray(_coloured((214, 210, 200), _cloud(noise, 4, 4), _cloud(noise, 300, 6)))
    pen = ImageDraw.Draw(base)
    size = rng.choice((13, 15, 17))
    font, head = _fonts.card("uming", size), _fonts.card("noto-bold", rng.choice((34, 46, 60)))
    wide = rng.choice((190, 240, 300))
    for x in range(12, SIDE, wide + 22):
        y = rng.randint(-60, 30)
        while y < SIDE:
            kind = rng.random()
            if kind < 0.2:
                pen.text((x, y), _prose(rng, wide // head.size), fill=(30, 30, 32), font=head)  # type: ignore[operator]
                y += int(head.size * 1.4)
            elif kind < 0.28:
                patch = np.clip(128 + _cloud(noise, 30, 50)[: wide - 20, :wide], 0, 255).astype(np.uint8)
                base.paste(Image.fromarray(patch).convert("RGB"), (x, y))
                y += wide
            else:
                for _ in range(rng.randint(8, 22)):
                    pen.text((x, y), _prose(rng, wide // size), fill=(52, 52, 54), font=font)
                    y += round(size * 1.3)
        pen.line((x + wide + 10, 0, x + wide + 10, SIDE), fill=(150, 148, 142))
    return np.asarray(base)


def _form(rng: Random, noise: Any) -> Array:
    """A bank's form: ruled cells with labels, some filled in by hand."""
    table, pen, (left, top, right, bottom) = _sheet(rng, noise)
    font, hand = _fonts.card(rng.choice(("noto-sans", "uming")), 20), _fonts.card("ukai", 26)
    ink = rng.choice(((24, 30, 90), (30, 30, 34)))
    pen.text(
        ((left + right) / 2, top + 70),
        "个人住房贷款申请表",
        fill=(20, 20, 20),
        font=_fonts.card("noto-bold", 36),
        anchor="mm",
    )
    step = rng.choice((44, 56, 70))
    for y in range(top + 120, bottom - 40, step):
        pen.line((left + 60, y, right - 60, y), fill=(60, 60, 60), width=2)
        x = left + 60
        while x < right - 120:
            pen.line((x, y, x, y + step), fill=(60, 60, 60), width=2)
            pen.text((x + 8, y + step / 2), rng.choice(FORM), fill=(40, 40, 44), font=font, anchor="lm")
            if rng.random() < 0.5:
                pen.text((x + 150, y + step / 2), _prose(rng, rng.randint(2, 7)), fill=ink, font=hand, anchor="lm")
            x += rng.choice((220, 300, 420))
    return np.asarray(table)


def _handwriting(rng: Random, noise: Any) -> Array:
    """A ruled notebook, written by hand."""
    table, pen, (left, top, right, bottom) = _sheet(rng, noise)
    size = rng.choice((30, 38))
    font = _fonts.card("ukai", size)
    ink = rng.choice(((26, 34, 100), (30, 30, 36), (120, 30, 30)))
    for y in range(top + 90, bottom, round(size * 1.6)):
        pen.line((left + 20, y + size // 2 + 6, right - 20, y + size // 2 + 6), fill=(150, 180, 200), width=2)
        if rng.random() < 0.8:
            pen.text(
                (left + 60 + rng.randint(0, 60), y + rng.randint(-3, 3)),
                _prose(rng, rng.randint(8, 28)),
                fill=ink,
                font=font,
                anchor="lm",
            )
    return np.asarray(table)


def _table_of_figures(rng: Random, noise: Any) -> Array:
    """A statement's rows and columns."""
    table, pen, (left, top, right, bottom) = _sheet(rng, noise)
    font = _fonts.card(rng.choice(("noto-sans", "uming", "mono")), rng.choice((14, 17)))
    columns = [left + 50 + n * 165 for n in range(7)]
    for n, y in enumerate(range(top + 60, bottom, 30)):
        if n % 2 and rng.random() < 0.9:
            pen.rectangle((left + 40, y - 15, right - 40, y + 15), fill=(226, 232, 238))
        day = f"2026-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        cells = (
            day,
            f"{rng.randint(10**5, 10**6 - 1)}",
            f"{rng.uniform(-3000, 9000):,.2f}",
            f"{rng.uniform(0, 90000):,.2f}",
        )
        for x, cell in zip(columns, (*cells, day[5:], str(n), f"{rng.randint(0, 999)}"), strict=True):
            pen.text((x, y), cell, fill=(50, 50, 54), font=font, anchor="lm")
    return np.asarray(table)


def _white(rng: Random, noise: Any) -> Array:
    """Blank paper: the card is hardly darker than it."""
    return np.asarray(_sheet(rng, noise)[0])


TABLES: dict[str, Callable[[Random, Any], Array]] = {
    "wood": _wood, "marble": _marble, "tiles": _tiles, "cloth": _cloth, "plain": _plain, "leather": _leather, "carpet": _carpet,
}  # fmt: skip
BUSY: dict[str, Callable[[Random, Any], Array]] = {"flowers": _flowers, "clutter": _clutter}
PAPERS: dict[str, Callable[[Random, Any], Array]] = {
    "printed": _printed, "newspaper": _newspaper, "form": _form, "handwriting": _handwriting, "figures": _table_of_figures, "white": _white,
}  # fmt: skip
KINDS = TABLES | BUSY | PAPERS


# ---------------------------------------------------------------- screens, and what people write


def screen(rng: Random) -> Array:
    """A screen's picture round the card: a viewer's, a chat's or a page's; its rim lies within the picture or beyond it."""
    tone = rng.choice((18, 18, 240, 250, 60))
    table = Image.fromarray(_plain(rng, np.random.default_rng(rng.randrange(2**32))))
    pen = ImageDraw.Draw(table)
    half = rng.choice(((270, 700), (330, 560), (420, 300), (700, 420)))
    rim = (SIDE // 2 - half[0], SIDE // 2 - half[1], SIDE // 2 + half[0], SIDE // 2 + half[1])
    pen.rounded_rectangle([edge + d for edge, d in zip(rim, (-26, -34, 26, 34), strict=True)], 30, fill=(14, 14, 16))
    pen.rectangle(rim, fill=(tone,) * 3)
    text = (200,) * 3 if tone < 100 else (60,) * 3
    font = _fonts.card("noto-sans", rng.choice((18, 24)))
    pen.text(
        (rim[0] + 20, rim[1] + 16),
        rng.choice(("18:26", "< 返回", "图片查看器", "文件(F) 编辑(E) 查看(V)", "微信")),
        fill=text,
        font=font,
    )
    pen.text(
        (rim[0] + 20, rim[3] - 50),
        rng.choice(("编辑  分享  删除", "发送  收藏  识别图中文字", "100%", "2 / 15")),
        fill=text,
        font=font,
    )
    return np.asarray(table)


def written_on(pixels: Array, rng: Random, text: str) -> Array:
    """Words along the foot of a page, by hand or stamped, where no card lies."""
    image = Image.fromarray(pixels)
    high, wide = pixels.shape[:2]
    font = _fonts.card(rng.choice(("ukai", "noto-sans")), round(wide / rng.uniform(22, 32)))
    place = (wide * rng.uniform(0.1, 0.4), high * rng.uniform(0.78, 0.92))
    ImageDraw.Draw(image).text(place, text, fill=rng.choice(((30, 30, 120), (40, 40, 40), (170, 30, 30))), font=font)
    return np.asarray(image)
