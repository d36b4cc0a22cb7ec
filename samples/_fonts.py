"""Fonts for drawing: Noto Sans SC and Noto Serif SC, as Pillow fonts and, turned to TrueType outlines, as PDF fonts.

Reportlab embeds TrueType outlines alone, and the package ships CFF ones, so the glyphs that Chinese papers need (GB 2312, the
radical characters, a few rare names) are turned once and kept in the temporary folder of this machine.
"""

from __future__ import annotations

import functools
import hashlib
import tempfile
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(pylopdf_fonts_zh_cn.__file__).parent
FILES = {"sans": FOLDER / "NotoSansSC-Regular.otf", "serif": FOLDER / "NotoSerifSC-Regular.otf"}
RARE = "曌翀祎龑彧喆堃淼谯仝昇珺璟頔赟婧烜玥禛犇·●○¥￥—–‑※★✓〉＞＜≥"


def pillow(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FILES[face]), size)


@functools.cache
def pdf(face: str) -> str:
    """The name under which reportlab knows a face: "sans", "serif", or "song" (the CID font that is not embedded)."""
    if face == "song":
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        return "STSong-Light"
    name = {"sans": "SampleSans", "serif": "SampleSerif"}[face]
    pdfmetrics.registerFont(TTFont(name, str(_truetype(face))))
    return name


def _characters() -> str:
    gb2312 = "".join(
        bytes((high, low)).decode("gb2312", "ignore") for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF)
    )
    radicals = "".join(chr(code) for code in range(0x2E80, 0x2FE0))
    return "".join(sorted(set(gb2312 + radicals + RARE + "".join(map(chr, range(32, 127))))))


def _truetype(face: str) -> Path:
    characters = _characters()
    key = hashlib.sha256((face + characters + "1").encode()).hexdigest()[:16]
    path = Path(tempfile.gettempdir()) / "sample-fonts" / f"{face}-{key}.ttf"
    if not path.exists():
        from _truetype import convert  # fontTools is asked for only where the fonts are not there yet

        path.parent.mkdir(exist_ok=True)
        unfinished = path.with_suffix(".part")
        convert(FILES[face], characters, unfinished)
        unfinished.replace(path)
    return path
