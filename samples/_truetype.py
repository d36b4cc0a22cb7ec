"""Turns the CFF outlines of some characters of a font into a TrueType font."""

from __future__ import annotations

from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont as OpenType
from fontTools.ttLib import newTable


def convert(source: Path, characters: str, target: Path) -> None:
    font = OpenType(source, recalcTimestamp=False)
    options = subset.Options(
        layout_features=[], notdef_outline=True, drop_tables=["GPOS", "GSUB", "BASE", "VORG", "DSIG"]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(font)
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    outlines = {name: _outline(glyphs, name) for name in order}
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, outlines
    del font["CFF "]
    font["glyf"].compile(font)
    _true_type_tables(font, order)
    font.save(target)


def _outline(glyphs: object, name: str) -> object:
    pen = TTGlyphPen(glyphs)
    glyphs[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
    return pen.glyph()


def _true_type_tables(font: OpenType, order: list[str]) -> None:
    maximum = font["maxp"] = newTable("maxp")
    maximum.tableVersion = 0x00010000
    zeros = "maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions"
    for name in [*zeros.split(), "maxComponentElements", "maxComponentDepth"]:
        setattr(maximum, name, 0)
    maximum.maxZones, maximum.numGlyphs = 1, len(order)
    maximum.recalc(font)
    names = font["post"]
    names.formatType, names.extraNames, names.mapping, names.glyphOrder = 3.0, [], {}, order
    font.sfntVersion = "\000\001\000\000"
