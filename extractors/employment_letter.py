"""Employment letters of communities and street offices, and employers' income certificates: told by their titles and their sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors._letter import fields_of, letter_of
from extractors._seal import Seal, has_colour, rings_without_colour, seals, without_red
from pipeline.layout import lines_cut, lines_of, squeezed
from pipeline.model import Box, Field, Leaf, Opened, Reading, Region, Word
from pipeline.ocr import recogniser
from pipeline.readers import Claim, Reader

TITLE = re.compile(
    r"(?:.{0,20}(?:稳定|灵活|社区|个人|职工|员工|村民|居民|务工)?(?:就业|在职|工作|务工|从业|任职|在岗|营生)(?:情况|状况|及|与|和|单位)?(?:收入)?(?:情况)?|.{0,12}(?:职业|个人|月|职工|员工|单位)?(?:及|与|和)?(?:经济)?收入(?:情况)?)证明(?:书|信|表|函)?"
)
_SAYS = re.compile(
    r"兹(?:有|证明)|特此证明|情况属实|现证明|证明单位|出具单位|(?:单位|公司|居委会|社区)\((?:盖章|公章)\)"
)
_ANOTHER_PAPER = re.compile(r"完税|纳税(?:明细|证明|记录)|解除劳动|交易明细|账户余额|签发机关")
"""What no letter says; that insurance or the housing fund is paid, one may well say."""

_COVERED = "被印章盖住，看不清，请对照原件确认"
_VERY_SURE, _LESS = 0.97, 0.85
_UNSURE = "看不清，请对照原件确认"
_ROWS = re.compile(r"20\d\d(?:年|[-./])\d{1,2}月?[^\d年月]{0,6}\d[\d,]*\.\d\d")


def is_letter(leaf: Leaf) -> bool:
    """Whether a leaf bears a letter's title and sentence, and no list of months or days that would make it an earnings paper."""
    text = squeezed(leaf)
    titled = any(TITLE.fullmatch(line) for line in text.splitlines()[:12])
    if not titled or not _SAYS.search(text) or _ANOTHER_PAPER.search(text):
        return False
    return len(_ROWS.findall(text)) < 2


def _continues(leaf: Leaf) -> bool:
    """A later page goes on with the end of the letter, its signature or its seal."""
    text = squeezed(leaf)
    return bool(_SAYS.search(text)) and not _ANOTHER_PAPER.search(text) and not is_letter(leaf)


def _claims(leaf: Leaf) -> Claim | None:
    return Claim(0.95) if is_letter(leaf) else None


def _read(leaves: Sequence[Leaf], opened: Opened) -> Reading:
    pressed = {at: seals(leaf) for at, leaf in enumerate(leaves) if isinstance(leaf, Region)}
    fields = _fields(leaves)
    if any(isinstance(leaf, Region) and leaf.method == "ocr" for leaf in leaves):
        filtered = [_under_the_seals(leaf, pressed.get(at, ())) for at, leaf in enumerate(leaves)]
        fields = _agreed(
            fields, _fields(filtered), [(leaves[at], seal) for at, some in pressed.items() for seal in some]
        )
    return Reading("employment_letter", fields | _seal(leaves, pressed, fields.get("issuer")))


def _fields(leaves: Sequence[Leaf]) -> dict[str, Field]:
    return fields_of(letter_of([line for leaf in leaves for line in lines_cut(leaf)]))


def _agreed(
    plain: Mapping[str, Field], filtered: Mapping[str, Field], pressed: Sequence[tuple[Leaf, Seal]]
) -> dict[str, Field]:
    """What two readings give, the picture as it is and through a red filter.

    Where they differ there is no value, unless the seal's own ring says it: ink across a character makes another of it.
    What only one of them gives under a seal counts where it is very sure, and as less than that.
    """
    said = {seal.text for _, seal in pressed}
    agreed = {}
    for name in dict.fromkeys([*plain, *filtered]):
        found = [f for f in (plain.get(name), filtered.get(name)) if f and f.value is not None]
        best = max(found, key=lambda f: f.confidence, default=plain.get(name) or filtered[name])
        rung = next((f for f in found if f.value in said), None)
        if rung:
            agreed[name] = rung
        elif len({f.value for f in found}) > 1:
            agreed[name] = replace(best, value=None, reason=_UNSURE, readings=tuple(f.raw for f in found))
        elif len(found) == 1 and _is_under(best, pressed):
            agreed[name] = _alone(best)
        else:
            agreed[name] = best
    return agreed


def _alone(field: Field) -> Field:
    if field.confidence >= _VERY_SURE:
        return replace(field, confidence=_LESS)
    return replace(field, value=None, reason=_COVERED, readings=(field.raw,))


def _is_under(field: Field, pressed: Sequence[tuple[Leaf, Seal]]) -> bool:
    place = field.place
    if place is None or place.box is None:
        return False
    return any(isinstance(leaf, Region) and _meet(place.box, leaf.place(seal.box).box) for leaf, seal in pressed)


def _meet(one: Box, other: Box | None) -> bool:
    return (
        other is not None
        and one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def _seal(leaves: Sequence[Leaf], pressed: Mapping[int, Sequence[Seal]], issuer: Field | None) -> dict[str, Field]:
    """Whether a seal is on it; what its ring says is told where it bears out the issuer, since a ring is easily misread."""
    found = [(leaves[at], seal) for at, some in pressed.items() for seal in some]
    if found:
        said = issuer.value if issuer else None
        leaf, seal = max(found, key=lambda one: (one[1].text == said, one[1].box.width))
        assert isinstance(leaf, Region)
        where = leaf.place(seal.box)
        named = {"seal": Field(seal.text, 0.9, "ocr", where, seal.text)} if seal.text and seal.text == said else {}
        return {"sealed": Field(True, 0.95, "ocr", where)} | named
    regions = [leaf for leaf in leaves if isinstance(leaf, Region)]
    if not regions:
        return {"sealed": Field(False, 0.9, "derived")}
    whole = regions[-1].place(Box(0.0, 0.0, regions[-1].width, regions[-1].height))
    grey = [leaf for leaf in regions if leaf.pixels is not None and not has_colour(leaf.pixels())]
    copied = [(leaf, box) for leaf in grey for box in rings_without_colour(leaf)]
    if copied:
        leaf, box = copied[0]
        reason = "黑白的图片上看不出印章是不是红色的，请上传彩色照片或扫描件"
        return {"sealed": Field(None, 0.0, "ocr", leaf.place(box), reason=reason)}
    return {"sealed": Field(False, 0.9, "ocr", whole)}


def _under_the_seals(leaf: Leaf, pressed: Sequence[Seal]) -> Leaf:
    """A picture's region with the print under its seals read once more, through a red filter: ink over print is not told apart else."""
    for seal in pressed:
        if isinstance(leaf, Region) and leaf.method == "ocr":
            leaf = _read_again(leaf, seal.box)
    return leaf


def _read_again(region: Region, box: Box) -> Region:
    rows = [
        line.box for line in lines_of(region, region.words) if line.box.bottom > box.top and line.box.top < box.bottom
    ]
    top = min([row.top for row in rows] + [box.top]) - 4
    bottom = max([row.bottom for row in rows] + [box.bottom]) + 4
    assert region.pixels is not None
    pixels = region.pixels()
    scale = pixels.shape[1] / region.width
    first = max(int(top * scale), 0)
    band = without_red(pixels[first : int(bottom * scale) + 1])
    if band.shape[0] < 8:
        return region
    again = [_moved(word, first, scale) for word in recogniser().read(band)]
    kept = [word for word in region.words if word.box.bottom <= top or word.box.top >= bottom]
    return replace(region, words=(*kept, *again)) if again else region


def _moved(word: Word, top: int, scale: float) -> Word:
    box = word.box
    moved = Box(box.left / scale, (box.top + top) / scale, box.right / scale, (box.bottom + top) / scale)
    return replace(word, box=moved, edges=tuple(edge / scale for edge in word.edges) if word.edges else None)


READER = Reader(
    name="employment_letter",
    type="employment_letter",
    claims=_claims,
    read=_read,
    continues=_continues,
)
