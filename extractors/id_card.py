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
from datetime import date

from extractors._card import Card, Piece, card, card_by_values, look_again, piece, print_ends, weakest
from extractors._id_number import Printed, settle
from extractors._standard_forms import STANDARD
from pipeline.landmarks import BACK, FRONT, Char, chars_of
from pipeline.model import Box, Field, Leaf, Opened, PictureFault, Place, Reading, Region, Value, Word
from pipeline.quality import faults
from pipeline.readers import Claim, Reader
from pipeline.text import person, squeeze

_OF_CHINA = """
汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔
仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 穿青人
"""
ETHNICITIES = tuple(_OF_CHINA.split())
"""The 56 of GB/T 3304, and 穿青人, which cards print too."""

_DIGITS = str.maketrans("OoQD〇Il|!iZzSsBGb", "00000111112255866")
_NOT_OURS = re.compile("驾驶证|行驶证|居住证|通行证|社会保障卡|永久居留|居住地址|户口|结婚证|离婚证|旅行证|护照")
_TEMPORARY = re.compile("临时居民身份证|临时.{0,2}身份证")
_SURE = 0.97  # what is read as surely as this, and nothing speaks against, is not read again
_BENT = 0.3  # what a reading weighs that holds a form no card is printed with
_MAJORITY = 0.6  # of the weight of all readings
_BELIEVED = 0.8  # a value trusted less is better left out: it would look right
_FAINT = 0.45  # a reading less sure than this of a character is none
_LINE_STARTS = 0.55  # of the card's width: a line that starts behind it is none of the address
_ADDRESS_ENDS = 0.62  # of the card's width: the portrait begins behind it
_NOTHING = 0.12  # of a line's height: what is printed behind its end is no more than the blur of its last character
_PORTRAIT = 0.635  # of the card's width, where it begins
_MOST_WORDS = 40
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
    return found if found and any(s.mark.text in ("居民身份证", "签发机关", "有效期限") for s in found.seen) else None


def _is_temporary(leaf: Leaf) -> bool:
    if not isinstance(leaf, Region):
        return False
    text = "".join(squeeze(word.text) for word in leaf.words)
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
    found = _front_card(leaf) or _back_card(leaf)
    return Claim(_certainty(found)) if found else None


def _certainty(found: Card) -> float:
    return min(0.99, 0.8 + 0.05 * len(found.seen))


# ---------------------------------------------------------------- the side with the portrait


def _read_front(leaves: Sequence[Leaf], opened: Opened) -> Reading:
    found = _front_card(leaves[0])
    if found is None:
        return Reading("id_card_front", {})
    marred = _faults(found, leaves)
    return Reading("id_card_front", _wary(front_fields(found), marred), faults=marred)


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
        label = found.labels.get({"id_number": "公民身份号码", "birth_date": "出生", "valid_from": "有效期限",
                                  "valid_until": "有效期限"}.get(name, _LABELS[name]))  # fmt: skip
        field = replace(field, place=_beside(found, label.right, label.middle)) if label else field
    return field


def _beside(found: Card, left: float, middle: float) -> Place:
    return found.region.place(Box(left, middle - found.pitch / 2, left + 0.4 * found.wide, middle + found.pitch / 2))


def _name(found: Card) -> Field:
    return _agreed(found, piece(found.row("姓名", right=_PORTRAIT)), _as_name)


def _as_name(text: str) -> str | None:
    name = person(text).translate(STANDARD)
    return name if re.fullmatch(r"[㐀-鿿\U00020000-\U0003ffff·]{2,25}", name) and not name.startswith("·") else None


def _ethnicity(found: Card) -> Field:
    return _agreed(found, piece(found.row("民族", right=_PORTRAIT)), _as_ethnicity, bent=1.0)


def _as_ethnicity(text: str) -> str | None:
    said = squeeze(text).translate(STANDARD)
    for known in (said, said.removesuffix("族")):
        if known in ETHNICITIES:
            return known
    close = [
        e
        for e in ETHNICITIES
        if len(e) >= 3 and len(e) == len(said) and sum(a != b for a, b in zip(e, said, strict=True)) == 1
    ]
    return close[0] if len(close) == 1 else None


def _address(found: Card) -> Field:
    lines = [
        _to_its_end(found, _from_its_start(found, line, lines)) for lines in [_address_lines(found)] for line in lines
    ]
    lines += _one_more(found, lines[-1]) if 0 < len(lines) < 3 else []
    read = [_agreed(found, line, _as_address) for line in lines]
    readings = tuple(r for f in read for r in f.readings or (f.raw,))
    place = found.region.place(_around(lines)) if lines else None
    if not read or any(field.value is None for field in read):
        return Field(None, 0.0, "ocr", place, "".join(f.raw for f in read), readings=readings)
    value = "".join(str(field.value) for field in read)
    if not found.labels["住址"].seen and not re.search("[省市区县州旗盟]", value[:12]):
        return Field(None, 0.0, "ocr", place, value, "住址没有读全，请重新拍摄", readings)
    sure = 1.0 if found.labels["住址"].seen else 0.85  # without its label a line above may have been missed
    return Field(
        value, min(sure, *(f.confidence for f in read)), "ocr", place, "".join(f.raw for f in read), readings=readings
    )


def _from_its_start(found: Card, line: Piece, lines: Sequence[Piece]) -> Piece:
    """A line with what its crop may have lost at the start: all lines of an address begin at one height of the card's width."""
    start = min(other.box.left for other in lines)
    if line.box.left - start < 0.4 * line.box.height:
        return line
    looks = look_again(found.region, replace(line.box, left=start))
    head = line.text[:3]
    starts = [said.partition(head)[0][-2:] for w in looks if head in (said := w.text.replace(" ", ""))]
    if len(starts) == len(looks) and not any(starts):
        return line
    sure = min(weakest(w) for w in looks) if len(set(starts)) == 1 and len(starts) == len(looks) else 0.0
    return Piece(
        max(starts, key=len, default="") + line.text, replace(line.box, left=start), min(sure, line.confidence)
    )


def _one_more(found: Card, last: Piece) -> list[Piece]:
    """A short last line that was not found as a line: what stands below the one thought to be the last, if it can be read."""
    down, high = 1.02 * last.box.height, last.box.height
    box = Box(last.box.left, last.box.top + down, last.box.left + 2.2 * high, last.box.bottom + down)
    if box.bottom > found.labels["公民身份号码"].middle - 0.5 * found.pitch:
        return []
    said = [re.sub(r"[^㐀-鿿0-9]", "", w.text) for w in look_again(found.region, box) if w.confidence > 0.5]
    same = (
        len(said) == 2 and said[0] == said[1] and re.search("[㐀-鿿]", said[0])
    )  # waves of the ground pass for digits
    return [Piece(said[0], box, 0.0)] if same else []


def _to_its_end(found: Card, line: Piece) -> Piece:
    """A line of the address with what its crop may have lost at the end: print goes on behind it, up to a blank.

    Where two looks at all of it differ, or neither knows the end that was read, the line is doubted.
    """
    end = print_ends(found.region, line.box, found.left + _ADDRESS_ENDS * found.wide)
    if end - line.box.right < _NOTHING * line.box.height:
        return line
    box = replace(line.box, right=end)
    tail = line.text[-3:]
    looks = look_again(found.region, box)
    ends = [said.rpartition(tail)[2] for w in looks if tail in (said := w.text.replace(" ", ""))]
    if len(ends) < len(looks) or len(set(ends)) > 1:
        return Piece(line.text, box, 0.0)
    sure = min((weakest(w) for w in looks), default=line.confidence)
    return Piece(line.text + "".join(ends[:1]), box, min(sure, line.confidence))


def _address_lines(found: Card) -> list[Piece]:
    """The lines of the address, at most four, from its label down to the row of the number."""
    label, end = found.labels["住址"], found.labels["公民身份号码"].middle - 1.1 * found.pitch
    start = label.middle - 0.7 * found.pitch if label.seen else found.labels["出生"].middle + 0.8 * found.pitch
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
    return [p for p in map(piece, chars) if p and re.search(r"[㐀-鿿0-9]", p.text)][:4]


def _unbroken(chars: Sequence[Char]) -> list[Char]:
    """A line up to its first wide gap: behind that stands something else, on the portrait."""
    kept: list[Char] = []
    for char in chars:
        if kept and char.left - kept[-1].right > 1.2 * char.word.box.height:
            break
        kept.append(char)
    return kept


def _as_address(text: str) -> str | None:
    said = "".join(text.split()).translate(STANDARD)
    return said if re.search(r"[㐀-鿿\d]", said) else None


def _around(pieces: Sequence[Piece]) -> Box:
    box = pieces[0].box
    for other in pieces[1:]:
        box = box.union(other.box)
    return box


def _sex(found: Card) -> Printed:
    return _printed(found, found.row("性别", until="民族"), _as_sex)


def _as_sex(text: str) -> str | None:
    said = re.findall("[男女]", text)
    return said[0] if len(said) == 1 else None


def _birth(found: Card) -> Printed:
    return _printed(found, found.row("出生", right=_PORTRAIT), _as_birth)


def _as_birth(text: str) -> date | None:
    said = squeeze(text).translate(_DIGITS)
    parts = re.fullmatch(r"\D{0,2}(\d{4})年?(\d{1,2})月(\d{1,2})日?\D{0,2}", said) or re.fullmatch(
        r"\D{0,2}(\d{4})年(\d{1,2})\D(\d{1,2})日?\D{0,2}", said
    )
    try:
        return date(int(parts[1]), int(parts[2]), int(parts[3])) if parts else None
    except ValueError:
        return None


def _number(found: Card) -> Printed:
    chars = found.row("公民身份号码")
    if sum(c.text.isdigit() for c in chars) < 10:
        long = [w for w in found.region.words if len(re.findall(r"\d", w.text)) >= 14]
        chars = chars_of(long[0]) if len(long) == 1 else chars
    return _printed(found, chars, _as_number)


def _as_number(text: str) -> str | None:
    said = re.sub(r"[^0-9X]", "", squeeze(text).translate(_DIGITS).upper().replace("×", "X"))
    return said if 15 <= len(said) <= 20 else None


def _printed(found: Card, chars: Sequence[Char], parse: Callable[[str], Value | None]) -> Printed:
    """What stands beside a label, and how to read it once more."""
    read = piece(chars)

    def again() -> list[tuple[Value, float]]:
        box = read.box if read else None
        words = look_again(found.region, box) if box else ()
        return [(value, word.confidence) for word in words if (value := parse(word.text)) is not None]

    if read is None:
        return Printed(None, "", 0.0, None, list)
    return Printed(parse(read.text), read.text, read.confidence, found.region.place(read.box), again)


# ---------------------------------------------------------------- the side with the emblem


def _read_back(leaves: Sequence[Leaf], opened: Opened) -> Reading:
    found = _back_card(leaves[0])
    if found is None:
        return Reading("id_card_back", {})
    marred = _faults(found, leaves)
    return Reading("id_card_back", _wary(back_fields(found), marred), faults=marred)


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
    if not found.labels["签发机关"].seen:
        chars = _line_that(found, lambda text: bool(re.search("公安局|分局$", text))) or chars
    return _agreed(found, piece(chars), _as_authority)


def _line_that(found: Card, is_it: Callable[[str], bool]) -> list[Char]:
    """The one line that says what a field says, where its label could not be read; nothing where several do."""
    lines = [word for word in found.region.words if is_it(word.text)]
    return chars_of(lines[0]) if len(lines) == 1 else []


def _as_authority(text: str) -> str | None:
    said = squeeze(text).translate(STANDARD)
    return said if re.fullmatch(r"[㐀-鿿()]{4,30}", said) and re.search("公安|局$|处$|分局", said) else None


Term = tuple[date, date | None]  # None: 长期

_TERM = re.compile(
    r"(\d{4})\D{0,2}(\d{2})\D{0,2}(\d{2})\D{1,3}(?:(\d{4})\D{0,2}(\d{2})\D{0,2}(\d{2})|(长期?|.?期))\D{0,2}"
)


def _as_term(text: str) -> Term | None:
    said = _TERM.fullmatch(squeeze(text).translate(_DIGITS).replace("長", "长"))
    try:
        first = date(int(said[1]), int(said[2]), int(said[3])) if said else None
        last = date(int(said[4]), int(said[5]), int(said[6])) if said and said[4] else None
    except ValueError:
        return None
    if first is None or (last is not None and last <= first):
        return None
    return first, last


def _regular(term: Term) -> bool:
    """Whether a term is of a length that cards are issued for: 5, 10 or 20 years, 长期, or a temporary card's three months."""
    first, last = term
    if last is None:
        return True
    years = last.year - first.year
    same = (last.month, last.day) == (first.month, first.day)
    leap = (first.month, first.day) == (2, 29) and (last.month, last.day) in ((2, 28), (3, 1))
    return (years in (5, 10, 20) and (same or leap)) or 80 <= (last - first).days <= 100


def _term(found: Card) -> tuple[Field, Field]:
    chars = found.row("有效期限")
    if not found.labels["有效期限"].seen:
        chars = _line_that(found, lambda text: _as_term(text) is not None) or chars
    read = piece(chars)
    if read is None:
        return Field(None, 0.0, "ocr"), Field(None, 0.0, "ocr")
    term, confidence, readings = _certain_term(found, read)
    place = found.region.place(read.box)
    if term is None:
        none = Field(None, 0.0, "ocr", place, read.text, readings=readings)
        return none, none
    first, last = term
    until: Value = "长期" if last is None else last
    return (
        Field(first, confidence, "ocr", place, read.text, readings=readings),
        Field(until, confidence, "ocr", place, read.text, readings=readings),
    )


def _certain_term(found: Card, read: Piece) -> tuple[Term | None, float, tuple[str, ...]]:
    """The term that its own length confirms, or that readings agree on."""
    term = _as_term(read.text)
    if term and _regular(term) and read.confidence >= 0.9:
        return term, max(read.confidence, 0.97), ()
    words = look_again(found.region, read.box)
    readings = (read.text, *(w.text for w in words))
    terms = [t for t in (term, *(_as_term(w.text) for w in words)) if t]
    regular = [t for t in terms if _regular(t)]
    if regular and regular.count(regular[0]) == len(regular) >= 2:
        return regular[0], 0.95, readings
    if len(terms) >= 2 and terms.count(terms[0]) == len(terms):
        return terms[0], 0.85, readings
    return None, 0.0, readings


# ---------------------------------------------------------------- the temporary card


def _read_temporary(leaves: Sequence[Leaf], opened: Opened) -> Reading:
    fields: dict[str, Field] = {}
    seen: Card | None = None
    for leaf in leaves:
        if front := _front_card(leaf):
            seen = front
            fields |= front_fields(front)
        if back := _back_card(leaf):
            shown = {s.mark.text for s in back.seen}
            fields |= {n: f for n, f in back_fields(back).items() if shown & {"签发机关", "有效期限"}}
    marred = _faults(seen, leaves) if seen else ()
    return Reading("temporary_id_card", _wary(fields, marred), faults=marred)


# ---------------------------------------------------------------- agreement


def _agreed(found: Card, read: Piece | None, parse: Callable[[str], str | None], bent: float = _BENT) -> Field:
    """A value as it was read, looked at again in other crops where the recogniser was not sure of each character.

    `bent` is what a reading weighs that is not in standard characters: all of it, where a list tells what it must be.
    """
    if read is None:
        return Field(None, 0.0, "ocr")
    place, value = found.region.place(read.box), parse(read.text)
    if value is not None and read.confidence >= _SURE and (bent == 1.0 or _is_standard(read.text)):
        return Field(value, read.confidence, "ocr", place, read.text)
    looks = [(read.text, read.confidence), *((w.text, weakest(w)) for w in look_again(found.region, read.box))]
    votes: dict[str, list[float]] = {}
    for text, sure in looks:
        if (said := parse(text)) is not None:
            votes.setdefault(said, []).append(sure if _is_standard(text) else sure * bent)
    best = max(votes, key=lambda v: sum(votes[v]), default=None)
    readings = tuple(text for text, _ in looks)
    if best is None or sum(votes[best]) < _MAJORITY * sum(map(sum, votes.values())) or max(votes[best]) < _FAINT:
        return Field(None, 0.0, "ocr", place, read.text, readings=readings)
    trust = _trust(votes[best], len(looks))
    if trust < _BELIEVED:
        return Field(None, 0.0, "ocr", place, read.text, readings=readings)
    return Field(best, trust, "ocr", place, read.text, readings=readings)


def _is_standard(text: str) -> bool:
    return text == text.translate(STANDARD)


def _trust(sure: Sequence[float], looks: int) -> float:
    """How far a value is believed: as its least sure character on the average; more where every look said so, else less."""
    mean = sum(sure) / len(sure)
    if looks == 1:
        return min(mean, 0.89)
    return (1 + mean) / 2 if len(sure) == looks else min(mean, 0.85)


_PROVEN = frozenset({"id_number", "birth_date", "sex"})


def _wary(fields: Mapping[str, Field], seen: Sequence[PictureFault]) -> Mapping[str, Field]:
    """On a faulty picture a piece of a value can look like the whole of it: what no check digit bears out is believed less."""
    if not seen:
        return fields
    return {
        name: field if name in _PROVEN else replace(field, confidence=min(field.confidence, 0.85))
        for name, field in fields.items()
    }


def _faults(found: Card, leaves: Sequence[Leaf]) -> tuple[PictureFault, ...]:
    """The faults of the pictures; those that cover something, where the card has its values."""
    regions = [leaf for leaf in leaves if isinstance(leaf, Region)]
    own, corners = _values_stand(found), None if found.seen else found.corners()
    return tuple(f for r in regions for f in (faults(r, own, corners) if r is found.region else faults(r)))


def _values_stand(found: Card) -> list[Box]:
    """Where the card has its values, read or not: a row beside each label, and the further rows of the address as they were read."""
    boxes = [
        Box(label.right, label.middle - 0.5 * found.pitch, label.right + _LONG[text] * found.wide,
            label.middle + 0.5 * found.pitch)
        for text, label in found.labels.items() if text in _LONG
    ]  # fmt: skip
    return boxes + ([line.box for line in _address_lines(found)] if "住址" in found.labels else [])


READERS = (
    Reader("id_card_front", "id_card_front", _claim_front, _read_front),
    Reader("id_card_back", "id_card_back", _claim_back, _read_back),
    Reader("temporary_id_card", "temporary_id_card", _claim_temporary, _read_temporary, continues=_is_temporary),
)
