"""What lies under a card: table tops, cloths, keyboards, paper piles. Drawn once by the browser, cut differently every time."""

from __future__ import annotations

from random import Random
from typing import Any

import cv2
import numpy as np

from .browser import new_page, shot

_SIZE = (1500, 1125)

_LETTER = (
    "兹证明上述资料真实有效，如有虚假愿承担相应法律责任。本合同一式三份，双方各执一份，自签字之日起生效。"
    "借款人应于每月二十日前将应还款项存入指定账户。联系电话请以门店公示为准，办理时间为工作日上午九时至下午五时。"
)


def _paper(rng: Random) -> str:
    left, top, turn = rng.randint(-200, 1100), rng.randint(-200, 800), rng.uniform(-40, 40)
    text = "".join(rng.choice(_LETTER) for _ in range(700))
    ink = rng.choice(("#555", "#777", "#345"))
    return (
        f'<div style="position:absolute;left:{left}px;top:{top}px;width:620px;height:860px;background:{rng.choice(("#fdfcf7", "#f4f1e6", "#fff", "#eef2f6"))};'
        f"transform:rotate({turn}deg);box-shadow:2px 6px 18px #0006;padding:46px;font:19px/34px 'AR PL UMing CN';color:{ink};overflow:hidden\">{text}</div>"
    )


def _papers(rng: Random) -> str:
    return f'<body style="background:{rng.choice(("#6b4a2f", "#8c8f94", "#d8cfc0"))}">' + "".join(
        _paper(rng) for _ in range(7)
    )


def _keys(rng: Random) -> str:
    dark = rng.random() < 0.6
    ground, key, ink = ("#17181a", "#2b2d31", "#c9ccd1") if dark else ("#b9bcc2", "#eceef0", "#5a5d63")
    letters = "QWERTYUIOPASDFGHJKLZXCVBNM1234567890;'/,."
    keys = "".join(
        f'<div style="width:104px;height:98px;margin:7px;border-radius:12px;background:{key};color:{ink};font:26px FreeSans;padding:12px;'
        f'box-shadow:inset 0 -7px 10px #0005,0 3px 4px #0008">{rng.choice(letters)}</div>'
        for _ in range(140)
    )
    return f'<body style="background:{ground}"><div style="display:flex;flex-wrap:wrap;width:1560px">{keys}</div>'


def _check(rng: Random) -> str:
    colour = rng.choice(("#b8323a", "#2f5f9e", "#3f7d4f", "#7a5a2b", "#444"))
    step = rng.choice((46, 70, 110))
    return (
        f'<body style="background-color:#f2eee6;background-image:linear-gradient(90deg,{colour}88 50%,transparent 50%),'
        f'linear-gradient({colour}88 50%,transparent 50%);background-size:{step}px {step}px">'
    )


def _flowers(rng: Random) -> str:
    ground = rng.choice(("#e9dcc3", "#c9d8cf", "#f3e1e1", "#33475c"))
    body = "".join(
        f'<circle cx="{x + 9 * k}" cy="{y + 7 * (k % 3)}" r="{rng.randint(9, 26)}" fill="{rng.choice(("#c65b6c", "#e6b450", "#6f9a6a", "#8a6bb1", "#fff"))}" opacity=".8"/>'
        for x, y in ((rng.randint(0, 1500), rng.randint(0, 1125)) for _ in range(120))
        for k in range(5)
    )
    return f'<body style="background:{ground}"><svg width=1500 height=1125>{body}</svg>'


def _planks(rng: Random) -> str:
    base = rng.choice(((120, 82, 50), (168, 128, 86), (92, 60, 42), (196, 170, 132)))
    rows, y = [], 0
    while y < 1125:
        height, shift = rng.randint(120, 220), rng.randint(-18, 18)
        colour = ",".join(str(c + shift) for c in base)
        rows.append(f'<div style="height:{height}px;background:rgb({colour});border-bottom:3px solid #0007"></div>')
        y += height
    return "<body>" + "".join(rows)


def _stone(rng: Random) -> str:
    a, b, c = rng.choice(
        (("#e9e7e3", "#cfcbc6", "#f7f6f4"), ("#4a4c50", "#2c2d31", "#66686d"), ("#b5c0c6", "#d9dfe2", "#8d979d"))
    )
    spots = ",".join(
        f"radial-gradient(ellipse {rng.randint(100, 420)}px {rng.randint(20, 130)}px at {rng.randint(0, 1500)}px {rng.randint(0, 1125)}px,{rng.choice((b, c))},transparent)"
        for _ in range(26)
    )
    return f'<body style="background:{spots},{a}">'


def _plain(rng: Random) -> str:
    colour = rng.choice(("#ffffff", "#e8eaec", "#101214", "#224466", "#7c1f2b", "#dcd0b8", "#4d6b57", "#8a9096"))
    return f'<body style="background:linear-gradient({rng.randint(0, 360)}deg,{colour},{colour}cc)">'


_ASKED = (
    "姓名",
    "性别",
    "民族",
    "出生日期",
    "住址",
    "公民身份号码",
    "联系电话",
    "工作单位",
    "职业",
    "月收入（元）",
    "申请金额",
    "婚姻状况",
    "签名",
    "日期",
    "备注",
    "经办人",
)


def _form(rng: Random) -> str:
    """An application form: ruled boxes, printed labels (those of an ID card among them), some of them filled in by hand."""
    cells = "".join(
        f'<td style="border:2px solid #444;padding:9px;height:{rng.randint(48, 76)}px;width:180px">{rng.choice(_ASKED)}</td>'
        f"<td style=\"border:2px solid #444;width:330px;font:30px 'LXGW WenKai';color:#23408a\">{''.join(rng.choice(_LETTER) for _ in range(rng.randint(2, 9))) if rng.random() < 0.5 else ''}</td>"
        + ("</tr><tr>" if k % 3 == 2 else "")
        for k in range(54)
    )
    title = "个人住房借款申请表" if rng.random() < 0.5 else "客户信息登记表"
    return f'<body style="background:#fcfbf8;font:22px \'WenQuanYi Zen Hei\'"><h1 style="text-align:center;padding:24px">{title}</h1><table style="border-collapse:collapse"><tr>{cells}</tr></table>'


def _newspaper(rng: Random) -> str:
    """Columns of small print under headlines, grey pictures between them."""

    def column() -> str:
        parts = []
        for _ in range(4):
            head, body = (
                "".join(rng.choice(_LETTER) for _ in range(n)) for n in (rng.randint(5, 12), rng.randint(80, 220))
            )
            picture = (
                f'<div style="height:{rng.randint(90, 180)}px;background:linear-gradient({rng.randint(0, 180)}deg,#8a8a86,#4c4c4a,#b8b7b2)"></div>'
                if rng.random() < 0.4
                else ""
            )
            parts.append(
                f"<h2 style=\"font:bold {rng.randint(26, 44)}px 'WenQuanYi Zen Hei';margin:8px 0\">{head}</h2>{picture}<p>{body}</p>"
            )
        return f'<div style="width:360px;padding:8px 12px;border-right:1px solid #777">{"".join(parts)}</div>'

    paper = rng.choice(("#e6e2d6", "#efece2", "#dcd9d0"))
    return f'<body style="background:{paper};color:#2b2a28;font:17px/25px \'AR PL SungtiL GB\'"><div style="display:flex;height:1125px;overflow:hidden">{"".join(column() for _ in range(4))}</div>'


def _notebook(rng: Random) -> str:
    """A ruled page full of handwriting."""
    lines = "".join(
        f'<div style="height:52px;border-bottom:2px solid #9db7d0;padding-left:{rng.randint(10, 120)}px;white-space:nowrap">{"".join(rng.choice(_LETTER) for _ in range(rng.randint(8, 34)))}</div>'
        for _ in range(22)
    )
    ink = rng.choice(("#1f2f6b", "#222", "#7a1f2a"))
    return f"<body style=\"background:#fbfaf3;color:{ink};font:36px/56px 'LXGW WenKai Light','LXGW WenKai'\">{lines}"


def _tiles(rng: Random) -> str:
    """Small tiles with light joints: straight lines at right angles, as long as a card's edges."""
    a, b = rng.choice((("#7d8f9a", "#8fa2ad"), ("#c9b79a", "#bfa988"), ("#3f4a57", "#4a5666"), ("#dfe3e4", "#e9ecec")))
    step, tall = rng.choice((60, 120, 210)), rng.choice((60, 120, 140))
    boxes = "".join(
        f'<div style="width:{step - 6}px;height:{tall - 6}px;margin:3px;background:{rng.choice((a, b))}"></div>'
        for _ in range((1560 // step + 1) * (1200 // tall + 1))
    )
    return f'<body style="background:{rng.choice(("#f2f2f0", "#55585c"))}"><div style="display:flex;flex-wrap:wrap;width:1600px">{boxes}</div>'


def _stripes(rng: Random) -> str:
    """A striped cloth in several colours."""
    colours = rng.choice(
        (("#f4efe4", "#b8443c", "#2f4f7f"), ("#e9e9e6", "#7a8f6a", "#d0b24c"), ("#2b2f3a", "#8d96a6", "#c7485a"))
    )
    stops, at = [], 0
    for _ in range(9):
        wide = rng.randint(8, 60)
        stops.append(f"{rng.choice(colours)} {at}px {at + wide}px")
        at += wide
    return f'<body style="background:repeating-linear-gradient(90deg,{",".join(stops)})">'


PRINTED = ("papers", "form", "newspaper", "notebook")
PATTERNED = ("check", "flowers", "tiles", "stripes", "keyboard")

KINDS = {
    "papers": _papers, "form": _form, "newspaper": _newspaper, "notebook": _notebook, "tiles": _tiles, "stripes": _stripes, "keyboard": _keys, "check": _check, "flowers": _flowers, "planks": _planks, "stone": _stone, "plain": _plain,
}  # fmt: skip


def _weave(rng: Random, pixels: np.ndarray, kind: str) -> np.ndarray:
    """Grain on top: long streaks on wood, threads on cloth, fine speckle on the rest."""
    noise = np.random.default_rng(rng.randrange(2**32)).normal(0, 1, pixels.shape[:2]).astype(np.float32)
    if kind == "planks":
        grain = cv2.GaussianBlur(noise, (0, 0), sigmaX=60, sigmaY=1.2) * 90
    elif kind in ("check", "flowers", "stripes"):
        grain = (
            cv2.GaussianBlur(noise, (0, 0), sigmaX=3, sigmaY=0.6) * 14
            + cv2.GaussianBlur(noise.T.copy().reshape(noise.shape), (0, 0), sigmaX=0.6, sigmaY=3) * 14
        )
    else:
        grain = cv2.GaussianBlur(noise, (0, 0), 1.0) * 9
    return np.clip(pixels + grain[..., None], 0, 255).astype(np.uint8)


def table_tops(browser: Any, rng: Random, each: int = 4) -> dict[str, list[np.ndarray]]:
    """`each` table tops of every kind, 1500 x 1125 pixels."""
    page = new_page(browser, *_SIZE, 1.0)
    tops: dict[str, list[np.ndarray]] = {}
    for kind, html in KINDS.items():
        for _ in range(each):
            page.set_content("<style>*{margin:0;box-sizing:border-box}body{min-height:1125px}</style>" + html(rng))
            tops.setdefault(kind, []).append(_weave(rng, shot(page), kind))
    return tops


def cut(rng: Random, top: np.ndarray, width: int, height: int) -> np.ndarray:
    """Some piece of a table top, turned and coloured a little, as large as asked."""
    turn, zoom = rng.uniform(-180, 180), rng.uniform(1.35, 2.2) * max(width / _SIZE[0], height / _SIZE[1])
    matrix = cv2.getRotationMatrix2D((_SIZE[0] / 2, _SIZE[1] / 2), turn, zoom)
    matrix[:, 2] += (width / 2 - _SIZE[0] / 2, height / 2 - _SIZE[1] / 2)
    piece = cv2.warpAffine(top, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    tint = np.array([rng.uniform(0.9, 1.1) for _ in range(3)], np.float32)
    return np.clip(piece * tint, 0, 255).astype(np.uint8)
