"""The resident identity card: the side with the portrait, the side with the emblem, and the temporary card that stands for both.

Layout after the published description of the second-generation card (85.6 x 54 mm): the printed words of `pipeline.landmarks`, each value
to the right of its word. What was read is believed as far as the card confirms it: the number by its check digit and by the printed
birth date and sex, the term by its length, everything else by reading it again in another crop.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Literal

from extractors._card import Card, Piece, card, card_by_values, look_again, look_closer, piece, weakest
from extractors._card_values import (
    Term,
    as_address,
    as_authority,
    as_birth,
    as_ethnicity,
    as_name,
    as_number,
    as_part_of_name,
    as_sex,
    as_term,
    begins_address,
    doubts_of_name,
    ends_address,
    is_regular,
)
from extractors._id_number import Printed, settle
from extractors._ink import all_of, contrast, row_at, rows_between
from extractors._look import side_by_look
from extractors._looks import NOTHING, SURE, Look, Settled, consensus, is_standard, look_of
from extractors._looks import settle as settle_looks
from pipeline.landmarks import BACK, FRONT, Char, Landmark, chars_of
from pipeline.model import Box, Field, Leaf, Opened, PictureFault, Place, Reading, Region, Value, Word
from pipeline.quality import MOST_BLURRED, faults, lies_beyond
from pipeline.readers import Claim, Reader
from pipeline.text import squeeze

_NOT_OURS = re.compile("驾驶证|行驶证|居住证|通行证|社会保障卡|永久居留|居住地址|户口|结婚证|离婚证|旅行证|护照")
_TEMPORARY = re.compile("临时居民身份证|临时.{0,2}身份证")
_LINE_STARTS = 0.55  # of the card's width: a line that starts behind it is none of the address
_VALUES = 0.15  # of the card's width: no value begins before it
_ADDRESS_ENDS = 0.65  # of the card's width: what reaches further is, or is joined to, the portrait
_LOST = 0.35  # of a line's height: print that reaches so far beyond what was read is a character that was not
_PALER = 0.6  # of the contrast of the address: a row so pale, of which nothing can be read, is the card's ground
_BY_LOOK = 0.75  # how sure of the side its looks must be, where nothing on it can be read
_BY_BLURRED_LOOK = 0.55  # the same of one that is a blur: another card would be as illegible
_BEGINS = 0.05  # of the card's width: what of a row is its beginning
_FEW_LETTERS = 4  # are read into a blur
_PORTRAIT = 0.635  # of the card's width, where it begins
_ALL_ON_ONE = (
    *(mark for mark in FRONT if mark.text != "公民身份号码"),
    Landmark("公民身份号码", 0.06, 0.24, 0.745),
    Landmark("签发机关", 0.06, 0.17, 0.845),
    Landmark("有效期限", 0.06, 0.17, 0.93),
)
"""The printed words of a temporary card that has all values on one side."""
_CLEAR = 0.9  # of every character
_MOST_SAY = 0.6  # of the certainty of all looks, on the least certain character
_OF_PLACES = (
    0.8  # what a look at a place weighs in traditional characters: a rare character is seldom mistaken for one there
)
_MOST_WORDS = 40
_TWO_LINED = 9  # characters of a name, under which it fits in one line
_REACH = {"姓名": _PORTRAIT, "性别": 0.3, "民族": _PORTRAIT, "出生": _PORTRAIT, "公民身份号码": 0.97, "签发机关": 0.97,
          "有效期限": 0.97}  # fmt: skip
"""Of the card's width: where a value must have ended."""
_LONG = {
    "姓名": 0.2,
    "性别": 0.06,
    "民族": 0.12,
    "出生": 0.36,
    "住址": 0.4,
    "公民身份号码": 0.6,
    "签发机关": 0.3,
    "有效期限": 0.42,
}
"""Of the card's width: how far a value reaches from its label."""

_UNREAD = "{}看不清，请重新拍摄"
_BEYOND = "{}没有拍全，请把整张证件拍进画面"
_PRINTED_AS = {
    "id_number": "公民身份号码",
    "birth_date": "出生",
    "valid_from": "有效期限",
    "valid_until": "有效期限",
}
_LABELS = {"name": "姓名", "sex": "性别", "ethnicity": "民族", "birth_date": "出生日期", "address": "住址", "id_number": "身份证号码",
           "issuing_authority": "签发机关", "valid_from": "有效期限", "valid_until": "有效期限"}  # fmt: skip


# ---------------------------------------------------------------- whose it is


def _front_card(leaf: Leaf) -> Card | None:
    if not isinstance(leaf, Region) or (leaf.method != "ocr" and not leaf.words) or len(leaf.words) > _MOST_WORDS:
        return None
    if any(_NOT_OURS.search(squeeze(word.text)) for word in leaf.words):
        return None
    found = card(leaf, FRONT)
    if found is None:
        return card_by_values(leaf, FRONT)
    enough = len(found.seen) >= 3 or _has_number(leaf.words)
    return found if enough else None


def _has_number(words: Sequence[Word]) -> bool:
    return any(re.search(r"\d{14,17}[\dX]", squeeze(word.text)) for word in words)


def _back_card(leaf: Leaf) -> Card | None:
    if not isinstance(leaf, Region) or len(leaf.words) > _MOST_WORDS:
        return None
    if any(_NOT_OURS.search(squeeze(word.text)) for word in leaf.words):
        return None
    found = card(leaf, BACK)
    # a part of the title is one, where the rest lies beyond the picture
    return found if found and any(s.mark.text in "居民身份证，签发机关，有效期限" for s in found.seen) else None


def _is_temporary(leaf: Leaf) -> bool:
    if not isinstance(leaf, Region):
        return False
    text = "".join(squeeze(word.text) for word in leaf.words)
    if _NOT_OURS.search(text):
        return False
    terms = "有效期限" in text or "签发机关" in text
    return bool(_TEMPORARY.search(text)) or (terms and "姓名" in text and "住址" in text)


def _claim_front(leaf: Leaf) -> Claim | None:
    found = _front_card(leaf)
    return Claim(_certainty(found)) if found and not _is_temporary(leaf) else None


def _claim_back(leaf: Leaf) -> Claim | None:
    found = _back_card(leaf)
    return Claim(_certainty(found)) if found and not _is_temporary(leaf) and _front_card(leaf) is None else None


def _claim_temporary(leaf: Leaf) -> Claim | None:
    if not _is_temporary(leaf):
        return None
    found = _temporary_side(leaf)
    return Claim(_certainty(found)) if found else None


def _certainty(found: Card) -> float:
    return min(0.99, 0.8 + 0.05 * len(found.seen))


# ---------------------------------------------------------------- the side with the portrait


def _read_front(leaves: Sequence[Leaf], opened: Opened) -> Reading:
    found = _front_card(leaves[0])
    if found is None:
        return Reading("id_card_front", {})
    fields, marred = front_fields(found), _faults(found, leaves)
    marred += _lost_beyond(found, fields, marred)
    return Reading("id_card_front", _wary(_whole_ones(found, fields, marred), marred), faults=marred)


def front_fields(found: Card) -> Mapping[str, Field]:
    """The six fields of the side with the portrait; one that cannot be read has no value, and says so."""
    sex, birth, number = settle(_sex(found), _birth(found), _number(found))
    fields = {
        "name": _name(found),
        "sex": sex,
        "ethnicity": _ethnicity(found),
        "birth_date": birth,
        "address": _address(found),
        "id_number": number,
    }
    return {name: _said(found, name, field) for name, field in fields.items()}


def _said(found: Card, name: str, field: Field) -> Field:
    """A field without a value gets its reason, and one without a place the place where it should stand."""
    if field.value is None and not field.reason:
        field = replace(field, reason=_UNREAD.format(_LABELS[name]))
    if field.place is None:
        label = found.labels.get(_PRINTED_AS.get(name, _LABELS[name]))
        field = replace(field, place=_beside(found, label.right, label.middle)) if label else field
    return field


def _beside(found: Card, left: float, middle: float) -> Place:
    return found.region.place(Box(left, middle - found.pitch / 2, left + 0.4 * found.wide, middle + found.pitch / 2))


def _name(found: Card) -> Field:
    lines = _name_lines(found)
    if len(lines) < 2:
        return _doubted(found, _value(found, "姓名", _unbroken(found.row("姓名")), as_name))
    settled = [_settled_line(found, line, as_part_of_name) for line in lines]
    raw, readings = "".join(f.raw for f in settled), tuple(r for f in settled for r in f.readings)
    whole = as_name("".join(str(f.value) for f in settled)) if all(f.value for f in settled) else None
    sure = min(f.confidence for f in settled) if whole else 0.0
    return Field(whole, sure, "ocr", found.region.place(_around(lines)), raw, readings=readings)


def _name_lines(found: Card) -> list[Piece]:
    """The lines of a long name with dots, which takes two beside its label; nothing where it does not."""
    label, high = found.labels["姓名"], found.pitch
    near = sorted(
        (w for w in found.region.words if abs(w.box.centre[1] - label.middle) < high), key=lambda w: w.box.centre[1]
    )
    lines = [line for w in near if (line := piece(_unbroken(found.between(label.right, math.inf, 0.0, [w]))))]
    lines = [line for line in lines if re.fullmatch(r"[㐀-鿿·・•.\-]{2,}", line.text)]
    long = (
        sum(len(line.text) for line in lines) >= _TWO_LINED
    )  # what else stands near is a misread word of another script
    together = long and len(lines) == 2 and abs(lines[0].box.left - lines[1].box.left) < high
    apart = together and lines[1].box.centre[1] - lines[0].box.centre[1] > 0.5 * lines[0].box.height
    return lines if apart and as_part_of_name(lines[0].text + lines[1].text, dotted=True) else []


def _doubted(found: Card, field: Field) -> Field:
    """A name of which a character may be another one than was read, or a dot may be lost, is not certain."""
    if field.value is None:
        return field
    ethnicity = as_ethnicity("".join(c.text for c in found.row("民族", right=_PORTRAIT)))
    most = doubts_of_name(str(field.value), ethnicity)
    return replace(field, confidence=min(field.confidence, most))


def _ethnicity(found: Card) -> Field:
    return _value(found, "民族", found.row("民族", right=_PORTRAIT), as_ethnicity, bent=1.0)


def _address(found: Card) -> Field:
    lines = _address_rows(found)
    settled = [
        _settled_line(found, line, begins_address if n == 0 else as_address, _OF_PLACES) for n, line in enumerate(lines)
    ]
    while settled and settled[-1].value is None and _is_ground(found, lines[-1], lines[0]):
        settled, lines = settled[:-1], lines[:-1]
    readings = tuple(dict.fromkeys(r for f in settled for r in f.readings or (f.raw,)))
    raw = "".join(f.raw for f in settled)
    place = found.region.place(_around(lines)) if lines else None
    if not settled or any(field.value is None for field in settled):
        return Field(None, 0.0, "ocr", place, raw, readings=readings)
    value = "".join(str(field.value) for field in settled)
    seen = found.labels["住址"].seen
    if not ends_address(value) or (not seen and not re.search("[省市区县州旗盟]", value[:12])):
        return Field(None, 0.0, "ocr", place, value, "住址没有读全，请重新拍摄", readings)
    sure = 1.0 if seen else 0.85  # without its label a line above may have been missed
    return Field(value, min(sure, *(f.confidence for f in settled)), "ocr", place, raw, readings=readings)


def _is_ground(found: Card, line: Piece, first: Piece) -> bool:
    """Whether a row that no line detector found, and of which nothing can be read, is none: paler than print, or not level with it."""
    if line.text or found.ink is None:
        return False
    pale = contrast(found.ink, line.box) < _PALER * contrast(found.ink, first.box)
    return pale or abs(line.box.left - first.box.left) > found.pitch or line.box.height > 1.6 * found.pitch


def _address_rows(found: Card) -> list[Piece]:
    """The rows of the address as the line detector found them, each over all of its print, and rows that it did not find, without text."""
    lines = _address_lines(found)
    if found.ink is None:
        return lines
    label, start, end = found.labels["住址"], *_address_span(found)
    left = label.right + 0.25 * found.pitch if label.seen else found.left + _VALUES * found.wide
    right = found.left + _ADDRESS_ENDS * found.wide
    rows = [Piece("", row, 0.0) for row in rows_between(found.ink, left, right, start, end, found.pitch)]
    if _tangled(lines, found.pitch):
        return rows
    unseen = [row for row in rows if row.box.right < right - 1 and not _is_among(lines, row, found.pitch)]
    widened = [_over(found, line, left, right) for line in lines]
    return sorted([*widened, *unseen], key=lambda line: line.box.centre[1])[:4]


def _address_span(found: Card) -> tuple[float, float]:
    label = found.labels["住址"]
    start = label.middle - 0.7 * found.pitch if label.seen else found.labels["出生"].middle + 0.8 * found.pitch
    return start, found.labels["公民身份号码"].middle - 1.1 * found.pitch


def _tangled(lines: Sequence[Piece], high: float) -> bool:
    """Whether boxes of lines reach into each other, or are too high for one line: their characters are then of several lines."""
    near = any(b.box.centre[1] - a.box.centre[1] < 0.6 * high for a, b in pairwise(lines))
    return near or any(not line.text or line.box.height > 2.2 * high for line in lines)


def _is_among(lines: Sequence[Piece], row: Piece, high: float) -> bool:
    return any(abs(line.box.centre[1] - row.box.centre[1]) < 0.75 * high for line in lines)


def _over(found: Card, line: Piece, left: float, right: float) -> Piece:
    """A line with all of the print that stands in its row; less of it was read where that reaches beyond its box."""
    if found.ink is None:
        return line
    whole, slack = all_of(found.ink, line.box, left, right), _LOST * line.box.height
    if whole.right - line.box.right < slack and line.box.left - whole.left < slack:
        return line
    return Piece("", whole, 0.0)


def _address_lines(found: Card) -> list[Piece]:
    """The lines of the address, at most four, from its label down to the row of the number."""
    label = found.labels["住址"]
    start, end = _address_span(found)
    words = [w for w in found.region.words if start < w.box.centre[1] < end]
    # the number's row may stand higher than its label says
    words = [
        w for w in words if not re.search(r"\d{9}", w.text) and w.box.left < found.left + _LINE_STARTS * found.wide
    ]
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box.centre[1]):
        if rows and word.box.centre[1] - rows[-1][-1].box.centre[1] < 0.5 * found.pitch:
            rows[-1].append(word)
        else:
            rows.append([word])
    chars = [_unbroken(found.between(label.right, math.inf, row[0].box.centre[1], row)) for row in rows]
    return [p for p in map(piece, chars) if p and (not p.text or re.search(r"[㐀-鿿0-9]", p.text))][:4]


def _unbroken(chars: Sequence[Char]) -> list[Char]:
    """A line up to its first wide gap: behind that stands something else, on the portrait."""
    kept: list[Char] = []
    for char in chars:
        if kept and char.left - kept[-1].right > 1.2 * char.word.box.height:
            break
        kept.append(char)
    return kept


def _around(pieces: Sequence[Piece]) -> Box:
    box = pieces[0].box
    for other in pieces[1:]:
        box = box.union(other.box)
    return box


def _sex(found: Card) -> Printed:
    return _printed(found, "性别", found.row("性别", until="民族"), as_sex)


def _birth(found: Card) -> Printed:
    return _printed(found, "出生", found.row("出生", right=_PORTRAIT), as_birth)


def _number(found: Card) -> Printed:
    chars = _unbroken(found.row("公民身份号码", right=math.inf))
    if sum(c.text.isdigit() for c in chars) < 10:
        long = [w for w in found.region.words if len(re.findall(r"\d", w.text)) >= 14]
        chars = chars_of(long[0]) if len(long) == 1 else chars
    return _printed(found, "公民身份号码", chars, as_number)


def _printed(found: Card, label: str, chars: Sequence[Char], parse: Callable[[str], Value | None]) -> Printed:
    """What stands beside a label, and how to read it once more; where no line was found there, what stands at its place."""
    read = piece(chars)
    line = _whole_line(found, label, read)

    def again() -> list[tuple[Value, float]]:
        words = look_again(found.region, line.box) if line else ()
        return [(value, weakest(word)) for word in words if (value := parse(word.text)) is not None]

    if line is None:
        return Printed(None, "", 0.0, None, list)
    text, sure = (read.text, read.confidence) if read else ("", 0.0)
    return Printed(parse(text), text, sure, found.region.place(line.box), again)


# ---------------------------------------------------------------- the side with the emblem


def _read_back(leaves: Sequence[Leaf], opened: Opened) -> Reading:
    found = _back_card(leaves[0])
    if found is None:
        return Reading("id_card_back", {})
    fields, marred = back_fields(found), _faults(found, leaves)
    marred += _lost_beyond(found, fields, marred)
    return Reading("id_card_back", _wary(_whole_ones(found, fields, marred), marred), faults=marred)


def back_fields(found: Card) -> Mapping[str, Field]:
    """Authority and term; one that cannot be read has no value, and says so."""
    first, last = _term(found)
    fields = {"issuing_authority": _authority(found), "valid_from": first, "valid_until": last}
    return {name: _said(found, name, field) for name, field in fields.items()}


def _authority(found: Card) -> Field:
    label, end = found.labels["签发机关"], found.labels["有效期限"].middle - 0.7 * found.pitch
    words = [w for w in found.region.words if label.middle - 0.7 * found.pitch < w.box.centre[1] < end]
    words = [w for w in words if w.box.left < label.right + 0.25 * found.wide]
    chars = [
        c
        for w in sorted(words, key=lambda w: w.box.centre[1])
        for c in found.between(label.right, 1e9, w.box.centre[1], [w])
    ]
    if not label.seen:
        chars = _line_that(found, lambda text: bool(re.search("公安局|分局$", text))) or chars
    if len({id(c.word) for c in chars if c.word.box.centre[1] > label.middle + 0.5 * found.pitch}) > 0:
        return _in_two_lines(found, chars)
    return _value(found, "签发机关", chars, as_authority, _OF_PLACES)


def _in_two_lines(found: Card, chars: Sequence[Char]) -> Field:
    """An authority of so long a name that it takes two lines."""
    words = list(dict.fromkeys(c.word for c in chars))
    lines = [line for w in words if (line := piece([c for c in chars if c.word is w]))]
    settled = [_settled_line(found, line, as_address) for line in lines]
    text, place = "".join(f.raw for f in settled), found.region.place(_around(lines))
    whole = as_authority("".join(str(f.value or "?") for f in settled))
    sure = min(f.confidence for f in settled) if whole else 0.0
    return Field(whole, sure, "ocr", place, text, readings=tuple(r for f in settled for r in f.readings))


def _line_that(found: Card, is_it: Callable[[str], bool]) -> list[Char]:
    """The one line that says what a field says, where its label could not be read; nothing where several do."""
    lines = [word for word in found.region.words if is_it(word.text)]
    return chars_of(lines[0]) if len(lines) == 1 else []


def _term(found: Card) -> tuple[Field, Field]:
    chars = found.row("有效期限")
    if not found.labels["有效期限"].seen:
        chars = _line_that(found, lambda text: as_term(text) is not None) or chars
    line = _whole_line(found, "有效期限", piece(chars))
    if line is None:
        return Field(None, 0.0, "ocr"), Field(None, 0.0, "ocr")
    term, confidence, readings = _certain_term(found, line)
    place = found.region.place(line.box)
    if term is None:
        none = Field(None, 0.0, "ocr", place, line.text, readings=readings)
        return none, none
    first, last = term
    until: Value = "长期" if last is None else last
    return (
        Field(first, confidence, "ocr", place, line.text, readings=readings),
        Field(until, confidence, "ocr", place, line.text, readings=readings),
    )


def _certain_term(found: Card, line: Piece) -> tuple[Term | None, float, tuple[str, ...]]:
    """The term that its own length confirms, or that looks agree on; one of a length that no card has was misread."""
    term = as_term(line.text)
    if term and is_regular(term) and line.confidence >= _CLEAR:
        return term, max(line.confidence, 0.97), ()
    looks = _looks(found, line)
    if not _agree(looks, line):
        looks += [look_of(w) for w in look_closer(found.region, line.box)]
    readings = tuple(look.text for look in looks)
    terms = [(t, look.sure) for look in looks if (t := as_term(look.text)) and is_regular(t)]
    said = [t for t, _ in terms]
    best = max(said, key=said.count, default=None)
    if best is None or said.count(best) < 2 or len(set(said)) > 1:
        return None, 0.0, readings
    sure = max(sure for t, sure in terms if t == best)
    return best, (0.95 if sure >= _CLEAR and len(said) == len(looks) else 0.85), readings


def _agree(looks: Sequence[Look], line: Piece) -> bool:
    return len(looks) >= 2 and len({as_term(look.text) for look in looks}) == 1 and as_term(looks[0].text) is not None


# ---------------------------------------------------------------- the temporary card


def _read_temporary(leaves: Sequence[Leaf], opened: Opened) -> Reading:
    fields: dict[str, Field] = {}
    seen: Card | None = None
    for leaf in leaves:
        found = _temporary_side(leaf)
        if found is None:
            continue
        seen, shown = seen or found, {s.mark.text for s in found.seen}
        if shown & {"姓名", "出生", "住址", "公民身份号码"}:
            fields |= front_fields(found)
        if shown & {"签发机关", "有效期限"}:
            fields |= back_fields(found)
    marred = _faults(seen, leaves) if seen else ()
    return Reading("temporary_id_card", _wary(fields, marred), faults=marred)


def _temporary_side(leaf: Leaf) -> Card | None:
    """A side of a temporary card: that with all values on it, or one that is laid out as a side of the card itself."""
    if not isinstance(leaf, Region):
        return None
    sides = [side for marks in (_ALL_ON_ONE, FRONT, BACK) if (side := card(leaf, marks))]
    return max(sides, key=lambda side: len(side.seen), default=None)


# ---------------------------------------------------------------- agreement


def _value(
    found: Card, label: str, chars: Sequence[Char], parse: Callable[[str], str | None], bent: float = 0.3
) -> Field:
    """What stands beside a label, by the line found there and by its place: all of the print up to a blank."""
    line = _whole_line(found, label, piece(chars))
    return Field(None, 0.0, "ocr") if line is None else _settled_line(found, line, parse, bent)


def _whole_line(found: Card, label: str, read: Piece | None) -> Piece | None:
    """A line as it was found, over all of its print, or the print at its place; None where nothing is printed."""
    own = found.labels[label]
    if found.ink is None:
        return read
    left = own.right + 0.25 * found.pitch if own.seen else _starts(found, label)
    right = (
        found.labels["民族"].left - 0.25 * found.pitch if label == "性别" else found.left + _REACH[label] * found.wide
    )
    if read:
        return _over(found, read, left, right)
    row = row_at(found.ink, left, right, own.middle, found.pitch)
    return Piece("", row, 0.0) if row else None


def _starts(found: Card, label: str) -> float:
    """Where a value can begin whose label was not read: a little behind its place."""
    return max(found.labels[label].right + 0.3 * found.pitch, found.left + _VALUES * found.wide)


def _settled_line(found: Card, line: Piece, parse: Callable[[str], str | None], bent: float = 0.3) -> Field:
    """A line as it was read, looked at again where the recogniser was not sure of each character or did not see all of it."""
    place, value = found.region.place(line.box), parse(line.text)
    if value is not None and line.confidence >= SURE and (bent == 1.0 or is_standard(line.text)):
        return Field(value, line.confidence, "ocr", place, line.text)
    looks = _looks(found, line)
    settled = settle_looks(looks, parse, bent)
    if settled.value is None or settled.confidence < _CLEAR:
        looks += [look_of(word) for word in look_closer(found.region, line.box)]
        settled = settle_looks(looks, parse, bent)
    if settled.value is None:
        settled = _by_character(looks, parse)
    readings = tuple(look.text for look in looks)
    raw = line.text or next(iter(readings), "")
    return Field(settled.value, settled.confidence, "ocr", place, raw, readings=readings)


def _looks(found: Card, line: Piece) -> list[Look]:
    own = [Look(line.text, line.confidence)] if line.text else []
    return own + [look_of(word) for word in look_again(found.region, line.box)]


def _by_character(looks: Sequence[Look], parse: Callable[[str], str | None]) -> Settled:
    """What looks come to that differ in single characters."""
    joined = consensus([look for look in looks if look.each])
    if joined is None or joined.sure < _MOST_SAY or not is_standard(joined.text):
        return NOTHING
    return Settled(parse(joined.text), 0.8)


_PROVEN = frozenset({"id_number", "birth_date", "sex"})


def _wary(fields: Mapping[str, Field], seen: Sequence[PictureFault]) -> Mapping[str, Field]:
    """On a faulty picture a piece of a value can look like the whole of it: what no check digit bears out is believed less, and what
    ends beside a spot of glare is not given."""
    if not seen:
        return fields
    return {name: field if name in _PROVEN else _mistrusted(name, field, seen) for name, field in fields.items()}


def _mistrusted(name: str, field: Field, seen: Sequence[PictureFault]) -> Field:
    if (
        field.value is not None
        and name != "ethnicity"
        and any(  # no piece of one of the list is another of it
            f.kind == "glare" and _beside_it(field.place, f.place, name == "address") for f in seen
        )
    ):
        return replace(
            field, value=None, confidence=0.0, reason=f"{_LABELS[name]}旁边反光，可能被盖住了一部分，请重新拍摄"
        )
    return replace(field, confidence=min(field.confidence, 0.85))


def _beside_it(value: Place | None, spot: Place, goes_on_below: bool) -> bool:
    """Whether a spot covers, or may cover, a part of a value: it reaches into its place, or what is a line's height around its ends."""
    if value is None or value.box is None or spot.box is None or value.page != spot.page:
        return False
    own, line = value.box, min(value.box.width, value.box.height)
    level = own.top < spot.box.bottom and spot.box.top < own.bottom
    beside = level and own.left - line < spot.box.right and spot.box.left < own.right + line
    below = (
        own.left < spot.box.right and spot.box.left < own.right
    )  # a further line reaches no further than those above it
    return beside or (goes_on_below and below and own.top < spot.box.bottom and spot.box.top < own.bottom + line)


def _faults(found: Card, leaves: Sequence[Leaf]) -> tuple[PictureFault, ...]:
    """The faults of the pictures; those that cover something, where the card has its values."""
    regions = [leaf for leaf in leaves if isinstance(leaf, Region)]
    own, corners = _values_stand(found), None if found.seen else found.corners()
    return tuple(f for r in regions for f in (faults(r, own, corners) if r is found.region else faults(r)))


def _lost_beyond(found: Card, fields: Mapping[str, Field], seen: Sequence[PictureFault]) -> tuple[PictureFault, ...]:
    """The fault of a picture that ends where a value would stand which is not there, if it is not told already."""
    if found.region.page.unit != "px" or any(fault.kind == "cropped" for fault in seen):
        return ()
    lost = [_row_of(found, name) for name, field in fields.items() if field.value is None]
    beyond = [box for box in lost if box and lies_beyond(found.region, box)]
    return tuple(PictureFault("cropped", found.region.place(box), 1.0) for box in beyond[:1])


def _whole_ones(found: Card, fields: Mapping[str, Field], seen: Sequence[PictureFault]) -> Mapping[str, Field]:
    """On a cropped picture, only the values that stand on it whole: of digits cut in half others are read."""
    if not any(fault.kind == "cropped" for fault in seen):
        return fields
    return {
        name: replace(field, value=None, confidence=0.0, reason=_BEYOND.format(_LABELS[name]))
        if field.value is not None and _is_cut(found, name, field.place)
        else field
        for name, field in fields.items()
    }


def _is_cut(found: Card, name: str, place: Place | None) -> bool:
    """Whether a value's row begins beyond the picture or is cut along its length, or what was read of it reaches the picture's edge.

    A number, a date, or the name of an authority has an end of its own, so that one that was read to its end is whole.
    """
    page, row = found.region.page, _row_of(found, name)
    if row and lies_beyond(found.region, replace(row, right=row.left + _BEGINS * found.wide)):
        return True
    if place is None or place.box is None:
        return False
    box = place.box
    ends = name in ("name", "address") and (box.left <= 1 or box.right >= page.width - 1)
    return ends or box.top <= 1 or box.bottom >= page.height - 1


def _row_of(found: Card, name: str) -> Box | None:
    """Where a field's value stands, in its first row, by its label."""
    text = _PRINTED_AS.get(name, _LABELS[name])
    label = found.labels.get(text)
    if label is None:
        return None
    half = 0.5 * found.pitch
    return Box(label.right, label.middle - half, label.right + _LONG[text] * found.wide, label.middle + half)


def _values_stand(found: Card) -> list[Box]:
    """Where the card has its values, read or not: a row beside each label, and the further rows of the address as they were read."""
    names = {_PRINTED_AS.get(name, text): name for name, text in _LABELS.items()}
    boxes = [box for text in found.labels if text in names and (box := _row_of(found, names[text]))]
    return boxes + ([line.box for line in _address_lines(found)] if "住址" in found.labels else [])


def _claim_by_look(side: Literal["front", "back"], leaf: Leaf) -> Claim | None:
    """A card of which nothing can be read: it is asked for only where no other reader knows what it is."""
    if not isinstance(leaf, Region) or not leaf.card or any(_NOT_OURS.search(squeeze(w.text)) for w in leaf.words):
        return None
    shown = side_by_look(leaf)
    if shown is None or shown.side != side:
        return None
    enough = shown.certainty >= _BY_LOOK or (shown.certainty >= _BY_BLURRED_LOOK and _is_a_blur(leaf))
    return Claim(min(shown.certainty, 0.79)) if enough else None


def _is_a_blur(region: Region) -> bool:
    """Whether a card is so blurred that nothing on it could be read, and its looks have suffered as well."""
    letters = sum(len(word.text) for word in region.words)
    return letters <= _FEW_LETTERS and any(f.kind == "blurred" and f.score > 2 * MOST_BLURRED for f in faults(region))


def _read_by_look(side: Literal["front", "back"], leaves: Sequence[Leaf], opened: Opened) -> Reading:
    """The side with its fields, of which none has a value."""
    region = leaves[0]
    assert isinstance(region, Region)
    place = region.place(Box(0.0, 0.0, region.width, region.height))
    none = {name: Field(None, 0.0, "ocr", place, "", _UNREAD.format(_LABELS[name])) for name in _FIELDS[side]}
    return Reading(f"id_card_{side}", none, faults=faults(region))


_FIELDS: Mapping[str, tuple[str, ...]] = {
    "front": ("name", "sex", "ethnicity", "birth_date", "address", "id_number"),
    "back": ("issuing_authority", "valid_from", "valid_until"),
}

READERS = (
    Reader("id_card_front", "id_card_front", _claim_front, _read_front),
    Reader("id_card_back", "id_card_back", _claim_back, _read_back),
    Reader("temporary_id_card", "temporary_id_card", _claim_temporary, _read_temporary, continues=_is_temporary),
    Reader(
        "id_card_front_by_look",
        "id_card_front",
        partial(_claim_by_look, "front"),
        partial(_read_by_look, "front"),
        generic=True,
    ),
    Reader(
        "id_card_back_by_look",
        "id_card_back",
        partial(_claim_by_look, "back"),
        partial(_read_by_look, "back"),
        generic=True,
    ),
)
