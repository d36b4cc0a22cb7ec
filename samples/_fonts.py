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
from fontTools.ttLib import TTFont as FontFile
from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(pylopdf_fonts_zh_cn.__file__).parent
DEBIAN = Path("/usr/share/fonts")
FILES = {"sans": FOLDER / "NotoSansSC-Regular.otf", "serif": FOLDER / "NotoSerifSC-Regular.otf"}
RARE = "曌翀祎龑彧喆堃淼谯仝昇珺璟頔赟婧烜玥禛犇·●○¥￥—–‑※★✓〉＞＜≥"


# Faces of cards: file below Debian's folder, number within it, and the package that brings it (`./dev` installs them).
CARD_FACES: dict[str, tuple[str, int, str]] = {
    "noto-sans": ("opentype/noto/NotoSansCJK-Regular.ttc", 2, "fonts-noto-cjk"),
    "noto-bold": ("opentype/noto/NotoSansCJK-Bold.ttc", 2, "fonts-noto-cjk"),
    "noto-serif": ("opentype/noto/NotoSerifCJK-Regular.ttc", 2, "fonts-noto-cjk"),
    "zenhei": ("truetype/wqy/wqy-zenhei.ttc", 0, "fonts-wqy-zenhei"),
    "uming": ("truetype/arphic/uming.ttc", 0, "fonts-arphic-uming"),
    "ukai": ("truetype/arphic/ukai.ttc", 0, "fonts-arphic-ukai"),
    "fangsong": ("truetype/cwtex/cwfs.ttf", 0, "fonts-cwtex-fs"),  # lacks many simplified characters
    "ocr-b": ("opentype/ocr-b/OCRB.otf", 0, "fonts-ocr-b"),
    "mono": ("truetype/dejavu/DejaVuSansMono.ttf", 0, "fonts-dejavu-core"),
    "mono-bold": ("truetype/dejavu/DejaVuSansMono-Bold.ttf", 0, "fonts-dejavu-core"),
    "noto-mono": ("opentype/noto/NotoSansCJK-Regular.ttc", 7, "fonts-noto-cjk"),
    "latin": ("truetype/noto/NotoSans-Regular.ttf", 0, "fonts-noto-core"),
    "arabic": ("truetype/noto/NotoNaskhArabic-Regular.ttf", 0, "fonts-noto-core"),
    "tibetan": ("truetype/noto/NotoSerifTibetan-Regular.ttf", 0, "fonts-noto-core"),
    "mongolian": ("truetype/noto/NotoSansMongolian-Regular.ttf", 0, "fonts-noto-core"),
    "yi": ("truetype/noto/NotoSansYi-Regular.ttf", 0, "fonts-noto-core"),
}


def pillow(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FILES[face]), size)


@functools.lru_cache(maxsize=512)
def card(face: str, size: int) -> ImageFont.FreeTypeFont:
    """A face of `CARD_FACES`; its package is named where it is not there."""
    file, number, package = CARD_FACES[face]
    if not (DEBIAN / file).exists():
        raise SystemExit(f"{DEBIAN / file} is missing; on Debian: apt-get install {package}")
    return ImageFont.truetype(str(DEBIAN / file), size, index=number)


@functools.cache
def _covered(face: str) -> frozenset[int]:
    file, number, _ = CARD_FACES[face]
    card(face, 20)  # says what is missing
    return frozenset(FontFile(str(DEBIAN / file), fontNumber=number, lazy=True).getBestCmap())


def has(face: str, text: str) -> bool:
    """Whether a face can print a text."""
    return all(ord(character) in _covered(face) for character in text if not character.isspace())


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
