"""From a picture of a page to the pieces of it that can be read as they stand.

The text itself tells which way is up and how far the page is tilted; card-sized sheets are found by their edges against any ground, or
by their print (`pipeline.landmarks`), and laid flat. One on which nothing can be read is kept where it looks like a card. What is on no
card is one more region, if it has text: where no card convinces, the picture is read as a whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import cv2
import numpy as np

from pipeline.landmarks import height_by_print, looks_like_card, printed_words, sheets_by_print
from pipeline.model import Page, Pixels, Region, Transform, Word
from pipeline.ocr import Quad, Recogniser
from pipeline.ocr._lines import carry, crop, put_back, size
from pipeline.sheets import CARD_ASPECT, Candidate, find_sheets, overlap, shared, snapped

CARD_WIDTH = 1280
CARD_HEIGHT = round(CARD_WIDTH / CARD_ASPECT)
_FIRST_LOOK = 960  # longest side in pixels at which lines are looked for first
_CARD_LOOK = 960  # the same on a straightened card, where print is large
_CLOSE_LOOK = 2176  # the same on a page of small print
_SMALL_PRINT = 15  # median height of the lines found, in pixels of the first look, under which a closer look is taken
_NARROWEST = 640  # the short side of a long screenshot is not made smaller than this
_TRIED = 12  # lines, the longest, that tell which way up a page of many is
_LOOKS = 4  # sheets of one picture that are looked at again; what is on no card costs a look each
_LIKE_A_CARD = (0.85, 0.6)  # of all its sides, and of the weakest, that must show where nothing can be read
_PAGE = 40  # lines, from which a picture is of a page, and a sheet on it no card for its shape alone
_FULL = 26  # lines, from which a sheet is a page; cards in two scripts have up to 20
_CARD_PRINT = 0.036  # of a sheet's height: lines lower than that on the median are a page's; a card's: 0.05 and more
_RUNS = 3  # long lines, from which the text of a sheet tells whether it is a page
_ONE_WAY = math.radians(9)  # lines within it run in one direction
_SURE = 0.88  # readings as sure as this on the whole are the right way up
_FEW_LETTERS = 4  # that can be read well say what a sheet is
_LEGIBLE = 0.6  # and below this in both directions may be mirrored
_SAYS_SOMETHING = 6  # letters: in what is blurred one or two are seen that are none, in a mirror too
_PRINT_WORTH = 0.2  # what the words printed on every card add to how sure readings are
_FILLS = 0.09  # of the width: how far a card that fills its picture may seem to end from the picture's edge
_ASTRAY = 0.08  # of the height: how far beyond a sheet that leaves out text its print must say that the card goes on
_PLAIN = 0.7  # of a side of a sheet that must show: it is then the card's own
_DARK = 80  # of 255: how light the lighter places of a picture must be to be looked at as they are
_BRIGHT = 215  # what they are brought to
_MOST_STRETCHED = 24.0  # times; what is darker shows steps instead of tones
_GRAIN = 0.9  # pixels
_LEAST_TEXT = 2  # lines that a sheet must hold to be looked at for its print
_FEW = 3  # lines, from which a sheet's edges can be corrected
_ASKEW = 0.25  # a slope beyond which it is not the text of one card laid flat
_LEVEL = 0.004  # radians of tilt that need no straightening


@dataclass(frozen=True)
class _Sheet:
    """A piece of a picture: its corners there, in the order left top, right top, right bottom, left bottom of its text."""

    corners: Quad
    wide: int
    high: int

    def matrix(self) -> Transform:
        """From the sheet to the picture."""
        own = np.array([[0, 0], [self.wide, 0], [self.wide, self.high], [0, self.high]], np.float32)
        return np.asarray(cv2.getPerspectiveTransform(own, self.corners.astype(np.float32)), dtype=np.float64)

    def lay_flat(self, pixels: Pixels) -> Pixels:
        """The sheet's own picture."""
        if self._is_whole(pixels):
            return pixels
        flat = cv2.warpPerspective(
            pixels,
            self.matrix(),
            (self.wide, self.high),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return np.asarray(flat, dtype=np.uint8)

    def lay_flat_at(self, pixels: Pixels, width: int) -> Pixels:
        """The same at another width in pixels."""
        return replace(self, wide=width, high=max(round(self.high * width / self.wide), 1)).lay_flat(pixels)

    def turned(self) -> _Sheet:
        """The same, the other way up."""
        return replace(self, corners=np.roll(self.corners, 2, axis=0))

    def mirrored(self) -> _Sheet:
        """The same, seen from behind."""
        return replace(self, corners=self.corners[[1, 0, 3, 2]])

    def _is_whole(self, pixels: Pixels) -> bool:
        high, wide = pixels.shape[:2]
        whole = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=float)
        return (self.wide, self.high) == (wide, high) and np.allclose(self.corners, whole)


@dataclass(frozen=True)
class _Flat:
    """A card's own picture, which readers ask for line by line: it is laid flat once. One of a page is too large to be kept."""

    sheet: _Sheet
    picture: Pixels

    def __call__(self) -> Pixels:
        return self._pixels

    @cached_property
    def _pixels(self) -> Pixels:
        return self.sheet.lay_flat(self.picture)


@dataclass(frozen=True)
class _Line:
    """A line of text: where it lies on its sheet, and what its crop, so many pixels wide, says."""

    quad: Quad
    said: Word
    wide: int


@dataclass(frozen=True)
class _Read:
    """A sheet and its lines, the right way up; `card` says that it is a card-sized one."""

    sheet: _Sheet
    lines: tuple[_Line, ...]
    card: bool = False

    @property
    def words(self) -> tuple[Word, ...]:
        """What the lines say, in the sheet's pixels."""
        return tuple(put_back(line.said, line.quad, line.wide) for line in self.lines)

    def on(self, sheet: _Sheet) -> _Read:
        """The same lines on another sheet of the same picture."""
        across = np.asarray(np.linalg.inv(sheet.matrix()) @ self.sheet.matrix(), dtype=np.float64)
        return replace(self, sheet=sheet, lines=tuple(replace(n, quad=carry(n.quad, across)) for n in self.lines))


def regions(page: Page, pixels: Pixels, recogniser: Recogniser) -> tuple[Region, ...]:
    """The cards on a picture of a page, each laid flat, and the rest of it upright; at least one region, with no words where none are.

    `pixels` is the page as the file shows it, at any scale. Region coordinates are pixels of the region's own picture. Where the text
    lies on its side or upside down, the regions' page is `page` turned upright.
    """
    reads = _reads(pixels, recogniser)
    to_page = np.diag([page.width / pixels.shape[1], page.height / pixels.shape[0], 1.0])
    turn = _quarter_turns(reads)
    shown, turning = _upright(page, turn), _turning(page, turn)
    return tuple(_region(shown, turning @ to_page, pixels, read) for read in sorted(reads, key=_reading_place))


def _reads(shown: Pixels, recogniser: Recogniser) -> list[_Read]:
    pixels = _lit(shown)
    lines = _look(pixels, recogniser, _FIRST_LOOK)
    sheets = find_sheets(pixels, lines)
    cards = _cards(pixels, sheets, lines, recogniser)
    rest = _outside(lines, [card.sheet for card in cards])
    read = _read_rest(pixels, rest, recogniser) if rest else []
    cards = _apart([*cards, *(card for part in read for card in _cards_by_print(pixels, part, recogniser))])
    if not cards and len(lines) < _PAGE:
        cards = _cards_by_look(pixels, sheets, lines, recogniser)
    page = _without(read[0], cards) if read else None
    if page and page.lines:
        return [*cards, page]
    return cards or [_read_page(pixels, _close(pixels, recogniser), recogniser)]


def _lit(pixels: Pixels) -> Pixels:
    """A picture, its tones stretched where it is so dark that neither an edge nor print would be seen."""
    light = float(np.percentile(pixels[::8, ::8].max(axis=2), 97))
    if light >= _DARK:
        return pixels
    soft = cv2.GaussianBlur(pixels.astype(np.float32), (0, 0), _GRAIN)  # what is stretched is grain too
    return np.asarray(np.clip(soft * min(_BRIGHT / max(light, 1.0), _MOST_STRETCHED), 0, 255), dtype=np.uint8)


def _quarter_turns(reads: Sequence[_Read]) -> int:
    """How many quarter turns clockwise bring most of the text that makes sense upright."""
    letters = [0.0] * 4
    for read in reads:
        if _sense(read.words) >= _LEGIBLE:
            corners = read.sheet.corners
            # by where its lower side lies: a mirrored text runs backwards, and stands upright all the same
            down = corners[2] + corners[3] - corners[0] - corners[1]
            turn = round(math.atan2(float(down[0]), float(down[1])) / (math.pi / 2)) % 4
            letters[turn] += sum(len(word.text) * word.confidence for word in read.words)
    return letters.index(max(letters))


def _upright(page: Page, turn: int) -> Page:
    wide, high = (page.height, page.width) if turn % 2 else (page.width, page.height)
    return replace(page, width=wide, height=high, turn=turn)


def _turning(page: Page, turn: int) -> Transform:
    """From the page as the file shows it to the page turned so many quarters clockwise."""
    wide, high = page.width, page.height
    turned = (
        [[1, 0, 0], [0, 1, 0]],
        [[0, -1, high], [1, 0, 0]],
        [[-1, 0, wide], [0, -1, high]],
        [[0, 1, 0], [-1, 0, wide]],
    )[turn]
    return np.array([*turned, [0, 0, 1]], dtype=np.float64)


def _region(page: Page, to_page: Transform, pixels: Pixels, read: _Read) -> Region:
    return Region(
        page=page,
        width=float(read.sheet.wide),
        height=float(read.sheet.high),
        words=read.words,
        method="ocr",
        to_page=to_page @ read.sheet.matrix(),
        card=read.card,
        pixels=_Flat(read.sheet, pixels) if read.card else partial(read.sheet.lay_flat, pixels),
        finer=partial(read.sheet.lay_flat_at, pixels),
    )


def _reading_place(read: _Read) -> tuple[float, float]:
    left, top = read.sheet.corners.min(axis=0)
    return round(float(top) / 200), float(left)


# ---------------------------------------------------------------- looking for lines


def _look(pixels: Pixels, recogniser: Recogniser, longest: int) -> list[Quad]:
    """Lines of a picture, found on a copy of a sensible size."""
    high, wide = pixels.shape[:2]
    scale = min(1.0, max(longest / max(high, wide), _NARROWEST / min(high, wide)))
    scale = min(scale, math.sqrt(6e6 / (high * wide)))
    small = pixels
    if scale < 1:
        small = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    found = [quad * (wide / small.shape[1]) for quad in recogniser.find(small)]
    heights = [min(size(quad)) * scale for quad in found]
    if longest == _FIRST_LOOK and scale < 0.9 and len(found) > 25 and float(np.median(heights)) < _SMALL_PRINT:
        return _look(pixels, recogniser, _CLOSE_LOOK)
    return found


def _close(pixels: Pixels, recogniser: Recogniser) -> list[Quad]:
    """Lines of a picture on which none were found so far: at a size at which small print shows, if it is that large."""
    return _look(pixels, recogniser, _CLOSE_LOOK) if max(pixels.shape[:2]) > 1.1 * _FIRST_LOOK else []


def tilt(lines: Iterable[Quad]) -> float:
    """The angle of the text, in radians: 0 where it runs to the right, in (-pi/2, pi/2]."""
    angles, weights = [], []
    for quad in lines:
        long, short = size(quad)
        across, down = (quad[1] + quad[2] - quad[0] - quad[3]) / 2, (quad[2] + quad[3] - quad[0] - quad[1]) / 2
        along = across if long >= short else down
        if max(long, short) > 1.8 * min(long, short):
            angles.append(math.atan2(along[1], along[0]) % math.pi)
            weights.append(float(np.hypot(*along)))
    if not angles:
        return 0.0
    bins = np.histogram(angles, bins=36, range=(0, math.pi), weights=weights)[0]
    mode = (int(np.argmax(bins + np.roll(bins, 1) / 2 + np.roll(bins, -1) / 2)) + 0.5) * math.pi / 36
    off = (np.array(angles) - mode + math.pi / 2) % math.pi - math.pi / 2
    near = np.abs(off) < math.radians(12)
    order = np.argsort(off[near])
    mass = np.cumsum(np.array(weights)[near][order])
    found = mode + float(off[near][order][np.searchsorted(mass, mass[-1] / 2)])
    return (found + math.pi / 2) % math.pi - math.pi / 2


def _outside(lines: Sequence[Quad], sheets: Sequence[_Sheet]) -> list[Quad]:
    return [quad for quad in lines if not any(_holds(sheet.corners, quad) for sheet in sheets)]


def _holds(corners: Quad, quad: Quad) -> bool:
    middle = quad.mean(axis=0)
    return bool(cv2.pointPolygonTest(corners.astype(np.float32), (float(middle[0]), float(middle[1])), False) >= 0)


# ---------------------------------------------------------------- reading a sheet


def _read_rest(pixels: Pixels, lines: Sequence[Quad], recogniser: Recogniser) -> list[_Read]:
    """The lines on no card, a reading for each direction that they run in; the first is that of most of them."""
    return [_read_page(pixels, part, recogniser) for part in _by_direction(lines)]


def _by_direction(lines: Sequence[Quad]) -> Iterator[list[Quad]]:
    """Lines that run in one direction together, those of most first; what is too short to tell stays with what lies around it."""
    most = tilt(lines)
    other = [quad for quad in lines if _is_long(quad) and _off(tilt([quad]), most) > _ONE_WAY]
    groups: list[list[Quad]] = []
    while len(other) > _FEW:
        angle = tilt(other)
        group = [quad for quad in other if _off(tilt([quad]), angle) <= _ONE_WAY]
        other = [quad for quad in other if _off(tilt([quad]), angle) > _ONE_WAY]
        if len(group) > _FEW:
            groups.append(group)
    apart = {id(quad) for group in groups for quad in group}
    for group in groups:
        hull = cv2.convexHull(np.concatenate(group).astype(np.float32))[:, 0, :].astype(np.float64)
        group += [q for q in lines if id(q) not in apart and not _is_long(q) and _holds(hull, q)]
    yield [quad for quad in lines if id(quad) not in apart]
    yield from groups


def _is_long(quad: Quad) -> bool:
    long, short = sorted(size(quad), reverse=True)
    return long > 2.5 * short


def _off(one: float, other: float) -> float:
    """The angle between two directions."""
    return abs((one - other + math.pi / 2) % math.pi - math.pi / 2)


def _read_page(pixels: Pixels, lines: Sequence[Quad], recogniser: Recogniser) -> _Read:
    """The whole picture, turned and tilted so that its text is upright; only the lines given are read."""
    sheet = _whole(pixels, tilt(lines))
    from_picture = np.asarray(np.linalg.inv(sheet.matrix()), dtype=np.float64)
    quads = [_ordered(carry(quad, from_picture)) for quad in lines]
    return _read_upright(pixels, sheet, quads, recogniser)


def _whole(pixels: Pixels, angle: float) -> _Sheet:
    high, wide = pixels.shape[:2]
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=float)
    if abs(angle) < _LEVEL:
        return _Sheet(corners, wide, high)
    axes = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    turned = corners @ axes.T
    low, top = turned.min(axis=0), turned.max(axis=0)
    box = np.array([[low[0], low[1]], [top[0], low[1]], [top[0], top[1]], [low[0], top[1]]])
    return _Sheet(box @ axes, max(round(top[0] - low[0]), 1), max(round(top[1] - low[1]), 1))


def _ordered(quad: Quad) -> Quad:
    """Corners in the order left top, right top, right bottom, left bottom, for a line that now lies about level."""
    by_x = quad[np.argsort(quad[:, 0], kind="stable")]
    left, right = by_x[:2][np.argsort(by_x[:2, 1])], by_x[2:][np.argsort(by_x[2:, 1])]
    return np.array([left[0], right[0], right[1], left[1]])


def _read_card(pixels: Pixels, corners: Quad, recogniser: Recogniser) -> _Read:
    """A card-sized sheet, looked at again once it lies flat."""
    sheet = _Sheet(corners, CARD_WIDTH, CARD_HEIGHT)
    lines = _look(sheet.lay_flat(pixels), recogniser, _CARD_LOOK)
    level = _level(sheet, lines)
    to_level = np.linalg.inv(level.matrix()) @ sheet.matrix()
    read = _read_upright(pixels, level, [_ordered(carry(quad, to_level)) for quad in lines], recogniser)
    return replace(read, card=True)


def _level(sheet: _Sheet, lines: Sequence[Quad]) -> _Sheet:
    """A sheet whose edges were found a little askew, set right by its text: lines level at the top and at the bottom."""
    long = [
        (quad[[0, 3]].mean(axis=0), quad[[1, 2]].mean(axis=0)) for quad in lines if size(quad)[0] > 4 * size(quad)[1]
    ]
    slopes = [(a[1], (b[1] - a[1]) / (b[0] - a[0])) for a, b in long if b[0] - a[0] > 0.1 * sheet.wide]
    heights, rises = [y for y, _ in slopes], [s for _, s in slopes]
    if len(slopes) < _FEW or max(heights) - min(heights) < 0.3 * sheet.high:
        return sheet
    per_height, at_top = np.polyfit(heights, rises, 1)
    top, bottom = float(at_top), float(at_top + per_height * sheet.high)
    if max(abs(top), abs(bottom)) < 2 * _LEVEL or max(abs(top), abs(bottom)) > _ASKEW:
        return sheet
    half = sheet.wide / 2
    own = [
        [0, -top * half],
        [sheet.wide, top * half],
        [sheet.wide, sheet.high + bottom * half],
        [0, sheet.high - bottom * half],
    ]
    return replace(sheet, corners=carry(np.array(own, dtype=np.float64), sheet.matrix()))


def _read_upright(pixels: Pixels, sheet: _Sheet, quads: Sequence[Quad], recogniser: Recogniser) -> _Read:
    """Read lines as they stand, and, where that makes little sense, upside down; then mirrored, where neither does.

    Of many lines the longest few tell.
    """
    few = len(quads) <= 2 * _TRIED
    tried = list(quads) if few else sorted(quads, key=lambda quad: -size(quad)[0])[:_TRIED]
    way, read = _best_way(pixels, sheet, tried, recogniser)
    return read if few else _read_as(pixels, *_ways(sheet, quads)[way], recogniser)


def _best_way(pixels: Pixels, sheet: _Sheet, quads: Sequence[Quad], recogniser: Recogniser) -> tuple[int, _Read]:
    ways = _ways(sheet, quads)
    reads = [_read_as(pixels, *ways[0], recogniser)]
    if quads and _worth(reads[0]) < _SURE:
        reads.append(_read_as(pixels, *ways[1], recogniser))
        if (most := max(map(_worth, reads))) < _LEGIBLE + _PRINT_WORTH:
            behind = [_read_as(pixels, *way, recogniser) for way in ways[2:]]
            reads += [read for read in behind if _worth(read) > most + 0.2 and _letters(read) >= _SAYS_SOMETHING]
    best = max(reads, key=_worth)
    return next(i for i, (way, _) in enumerate(ways) if np.array_equal(way.corners, best.sheet.corners)), best


def _letters(read: _Read) -> int:
    return sum(len(word.text) for word in read.words)


def _worth(read: _Read) -> float:
    """How much sense readings make; the printed words of a card are never read by chance."""
    return _sense(read.words) + (_PRINT_WORTH if looks_like_card(read.words) else 0.0)


def _ways(sheet: _Sheet, quads: Sequence[Quad]) -> list[tuple[_Sheet, list[Quad]]]:
    """A sheet and its lines as they stand, upside down, seen from behind, and both."""
    behind = sheet.mirrored(), _mirrored(quads, sheet)
    return [(sheet, list(quads)), (sheet.turned(), _turned(quads, sheet)),
            behind, (behind[0].turned(), _turned(behind[1], sheet))]  # fmt: skip


def _turned(quads: Sequence[Quad], sheet: _Sheet) -> list[Quad]:
    far = np.array([sheet.wide, sheet.high], dtype=np.float64)
    return [np.asarray(np.roll(far - quad, 2, axis=0), dtype=np.float64) for quad in reversed(quads)]


def _mirrored(quads: Sequence[Quad], sheet: _Sheet) -> list[Quad]:
    return [np.column_stack([sheet.wide - quad[:, 0], quad[:, 1]])[[1, 0, 3, 2]] for quad in quads]


def _read_as(pixels: Pixels, sheet: _Sheet, quads: Sequence[Quad], recogniser: Recogniser) -> _Read:
    flat = sheet.lay_flat(pixels)
    crops = [crop(flat, quad) for quad in quads]
    read = recogniser.read_lines(crops)
    lines = (_Line(q, w, c.shape[1]) for w, q, c in zip(read, quads, crops, strict=True))
    return _Read(sheet, tuple(line for line in lines if line.said.text))


def _sense(words: Sequence[Word]) -> float:
    """How much sense readings make, 0 to 1: their confidence, a long line counting more than a short one."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence**2 * len(word.text) for word in words) / letters if letters else 0.0


# ---------------------------------------------------------------- cards


def _cards(pixels: Pixels, sheets: Sequence[Candidate], lines: Sequence[Quad], recogniser: Recogniser) -> list[_Read]:
    """Card-sized sheets with text, laid flat and read; those whose print is no card's are dropped again."""
    kept: list[_Read] = []
    tried: list[Quad] = []
    for sheet in sheets:
        if sheet.held < _LEAST_TEXT or any(overlap(sheet.corners, card.sheet.corners) for card in kept):
            continue
        if len(tried) == _LOOKS + len(kept) or any(shared(sheet.corners, other) > 0.8 for other in tried):
            continue
        inside = [quad for quad in lines if _holds(sheet.corners, quad)]
        if is_page(sheet.corners, inside):
            continue
        tried.append(sheet.corners)
        read = _read_card(pixels, _along_text(sheet.corners, inside), recogniser)
        read = read if sheet.weakest > _PLAIN else _set_right(pixels, read, lines, recogniser)
        if looks_like_card(read.words) or _is_all_there_is(read, inside, lines):
            kept.append(read)
    return kept


def _set_right(pixels: Pixels, read: _Read, lines: Sequence[Quad], recogniser: Recogniser) -> _Read:
    """A sheet one of whose sides is hardly seen and whose own print says that its card is higher, looked at once more as that.

    `lines` are those of the picture.
    """
    height = height_by_print(read.words)
    if height is None:
        return read
    top, bottom = min(height[0], 0.0), max(height[1], float(read.sheet.high))
    wide = float(read.sheet.wide)
    own = np.array([[0, top], [wide, top], [wide, bottom], [0, bottom]], dtype=np.float64)
    larger = carry(own, read.sheet.matrix())
    left_out = any(_holds(larger, quad) and not _holds(read.sheet.corners, quad) for quad in lines)
    if bottom - top < (1 + (_ASTRAY if left_out else 2 * _ASTRAY)) * read.sheet.high:
        return read
    return max((read, _read_card(pixels, snapped(pixels, larger), recogniser)), key=_says)


def _says(read: _Read) -> tuple[int, float]:
    """How much of a card a sheet shows: its printed words, and then what else can be read."""
    return printed_words(read.words), _sense(read.words) * _letters(read)


def _apart(cards: Sequence[_Read]) -> list[_Read]:
    """One reading of each card, where several overlap: the one that shows most of a card's printed words, and then most else."""
    kept: list[_Read] = []
    for card in sorted(cards, key=lambda read: (-printed_words(read.words), -_sense(read.words) * len(read.lines))):
        if not any(overlap(card.sheet.corners, other.sheet.corners) for other in kept):
            kept.append(card)
    return kept


def _is_all_there_is(read: _Read, inside: Sequence[Quad], lines: Sequence[Quad]) -> bool:
    """Whether a sheet holds most of a picture's text, which can be read, and not so much that it is a page or a table."""
    return 0.7 * len(lines) <= len(inside) < _PAGE and _sense(read.words) > _LEGIBLE


def is_page(corners: Quad, lines: Sequence[Quad]) -> bool:
    """Whether the lines of text on a four-sided sheet are those of a page: too many, too low, or along its short sides.

    On a sheet of a card's shape; a page of paper has about that shape too, and lies as often upright as across.
    """
    if len(lines) >= _FULL:
        return True
    sheet = _Sheet(_along_text(corners, lines), CARD_WIDTH, CARD_HEIGHT)
    to_flat = np.asarray(np.linalg.inv(sheet.matrix()), dtype=np.float64)
    flat = [carry(quad, to_flat) for quad in lines if _is_long(quad)]
    if len(flat) < _RUNS:
        return False
    across = sum(_off(tilt([quad]), 0.0) > math.pi / 4 for quad in flat)
    low = float(np.median([min(size(quad)) for quad in flat])) < _CARD_PRINT * CARD_HEIGHT
    return low or across > len(flat) / 2


def _cards_by_look(
    pixels: Pixels, sheets: Sequence[Candidate], lines: Sequence[Quad], recogniser: Recogniser
) -> list[_Read]:
    """The sheets that look like a card where no print tells one: blurred, dark, small or covered by glare."""
    kept: list[_Read] = []
    for sheet in sheets:
        plain = sheet.shown >= _LIKE_A_CARD[0] and sheet.weakest >= _LIKE_A_CARD[1]
        plain = plain and not is_page(sheet.corners, [quad for quad in lines if _holds(sheet.corners, quad)])
        if plain and len(kept) < 2 and not any(overlap(sheet.corners, card.sheet.corners) for card in kept):
            read = _read_card(pixels, _along_text(sheet.corners, []), recogniser)
            if not _says_another_thing(read):
                kept.append(read)
    return [read for read in kept if read.lines] or kept


def _says_another_thing(read: _Read) -> bool:
    """Whether what a sheet says can be read well, and is none of a card's printed words: a piece of an app's page, a label."""
    return _letters(read) >= _FEW_LETTERS and _sense(read.words) >= _SURE and not printed_words(read.words)


def _along_text(corners: Quad, lines: Sequence[Quad]) -> Quad:
    """Corners rolled so that the first side runs along the text and is a long one."""
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    rolled = corners if sides[0] + sides[2] >= sides[1] + sides[3] else np.roll(corners, -1, axis=0)
    angle, across = tilt(lines), rolled[1] - rolled[0]
    return rolled if math.cos(angle) * across[0] + math.sin(angle) * across[1] >= 0 else np.roll(rolled, 2, axis=0)


def _cards_by_print(pixels: Pixels, page: _Read, recogniser: Recogniser) -> list[_Read]:
    """Cards whose edges were not found (a copy, a crop, a ground of the same colour), placed by the words printed on them."""
    matrix = page.sheet.matrix()
    found = []
    for by_print in sheets_by_print(page.words, page.sheet.wide, page.sheet.high):
        corners = snapped(pixels, carry(by_print, matrix))
        if _is_all_of(page.sheet, by_print):
            return [replace(page, card=True)]
        read = _read_card(pixels, corners, recogniser)
        if looks_like_card(read.words):
            found.append(read)
    return found


def _is_all_of(sheet: _Sheet, corners: Quad) -> bool:
    """Whether a card fills a picture: by its print it ends about where the picture ends. It then needs no other look."""
    whole = np.array([[0, 0], [sheet.wide, 0], [sheet.wide, sheet.high], [0, sheet.high]], dtype=float)
    return bool(np.abs(corners - whole).max() < _FILLS * sheet.wide)


def _without(page: _Read, cards: Sequence[_Read]) -> _Read:
    """What a page says beside the cards on it."""
    matrix = page.sheet.matrix()
    corners = [card.sheet.corners for card in cards]
    lines = [n for n in page.lines if not any(_holds(sheet, carry(n.quad, matrix)) for sheet in corners)]
    return replace(page, lines=tuple(lines))
