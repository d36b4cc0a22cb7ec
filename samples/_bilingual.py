"""ID cards of the autonomous regions: every label, and the names, in a second script beside the Chinese, on both sides.

Uyghur runs from the right, Mongolian from top to bottom in columns, Tibetan, Yi and Zhuang stand above their Chinese line. The words
imitate what such cards print; nobody should learn a language from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

import _card_faces
import _card_people
import _fonts
from _card_faces import Print, Style
from _cards import Card
from _people import Person
from PIL import Image, ImageDraw


@dataclass(frozen=True)
class Script:
    """A second script: its face, its labels in the order of the card, its words, and who bears such a card.

    `labels`: name, sex, ethnicity, birth, address, number, authority, term; `titles`: of the republic and of the card.
    """

    name: str
    face: str
    labels: tuple[str, str, str, str, str, str, str, str]
    titles: tuple[str, str]
    sexes: tuple[str, str]
    people: tuple[tuple[str, str], ...]  # ethnicity, in the script
    words: tuple[str, ...]
    areas: tuple[str, ...]
    names: Sequence[str]
    dotted: bool


SCRIPTS = (
    Script(
        "uyghur", "arabic",
        ("ئىسمى", "جىنسى", "مىللىتى", "تۇغۇلغان", "ئادرېسى", "پۇقرالىق كىملىك نومۇرى", "كىملىك بەرگەن ئورۇن", "ئىناۋەتلىك مۇددىتى"),
        ("جۇڭخۇا خەلق جۇمھۇرىيىتى", "ئاھالىلەر كىملىكى"), ("ئەر", "ئايال"), (("维吾尔", "ئۇيغۇر"), ("哈萨克", "قازاق"), ("汉", "خەنزۇ")),
        ("مەمەت", "گۈلنار", "ئايگۈل", "ئابدۇراخمان", "نۇرئەلى", "پاتىگۈل", "ئۈرۈمچى شەھىرى", "قەشقەر شەھىرى", "تىيانشان رايونى", "ئازادلىق يولى"),
        ("650102", "653101", "659001"), _card_people.TURKIC, True,
    ),
    Script(
        "tibetan", "tibetan",
        ("མིང་།", "ཕོ་མོ།", "མི་རིགས།", "སྐྱེས་ཚེས།", "སྡོད་གནས།", "སྤྱི་དམངས་ཐོབ་ཐང་ཨང་།", "མཆན་སྤྲོད་ལས་ཁུངས།", "ནུས་ལྡན་དུས་ཚོད།"),
        ("ཀྲུང་ཧྭ་མི་དམངས་སྤྱི་མཐུན་རྒྱལ་ཁབ།", "གཞི་རིམ་མི་དམངས་ཀྱི་ཐོབ་ཐང་ལག་ཁྱེར།"), ("ཕོ།", "མོ།"), (("藏", "བོད།"), ("门巴", "མོན་པ།")),
        ("བཀྲ་ཤིས", "དོན་གྲུབ", "སྒྲོལ་མ", "ཚེ་རིང", "ལྷ་ས་གྲོང་ཁྱེར", "ཁྲིན་ཀོན་ཆུས", "གཞིས་ཀ་རྩེ", "པད་མ"),
        ("540102", "542301", "533421"), _card_people.TIBETAN, False,
    ),
    Script(
        "mongolian", "mongolian",
        ("ᠨᠡᠷ᠎ᠡ", "ᠬᠦᠢᠰᠦ", "ᠦᠨᠳᠦᠰᠦᠲᠡᠨ", "ᠲᠥᠷᠥᠭᠰᠡᠨ", "ᠬᠠᠶᠢᠭ", "ᠢᠷᠭᠡᠨ ᠦ ᠨᠣᠮᠧᠷ", "ᠣᠯᠭᠣᠭᠰᠠᠨ ᠪᠠᠢᠭᠤᠯᠤᠯᠭ᠎ᠠ", "ᠬᠦᠴᠦᠨ ᠲᠡᠢ ᠬᠤᠭᠤᠴᠠᠭ᠎ᠠ"),
        ("ᠳᠤᠮᠳᠠᠳᠤ ᠠᠷᠠᠳ ᠤᠯᠤᠰ", "ᠢᠷᠭᠡᠨ ᠦ ᠪᠡᠶ᠎ᠡ ᠶᠢᠨ ᠦᠨᠡᠮᠯᠡᠯ"), ("ᠡᠷᠡ", "ᠡᠮ᠎ᠡ"), (("蒙古", "ᠮᠣᠩᠭᠣᠯ"), ("汉", "ᠬᠢᠲᠠᠳ"), ("达斡尔", "ᠳᠠᠭᠤᠷ")),
        ("ᠪᠠᠭᠠᠲᠤᠷ", "ᠣᠶᠤᠨ", "ᠴᠡᠴᠡᠭ", "ᠭᠡᠷᠡᠯ", "ᠬᠥᠬᠡᠬᠣᠲᠠ", "ᠰᠢᠨ᠎ᠡ ᠬᠣᠲᠠ", "ᠭᠤᠳᠤᠮᠵᠢ"),
        ("150102", "150921", "152502"), _card_people.MONGOL, False,
    ),
    Script(
        "zhuang", "latin",
        ("Singqmingz", "Singqbied", "Minzcuz", "Seng", "Dieg youq", "Gunghminz Sinhfwn Haumaj", "Gihgvanh Cienfat", "Geizhanh Mizyauq"),
        ("Cunghvaz Yinzminz Gunghozgoz", "Gihminz Sinhfwncwng"), ("Sai", "Mbwk"), (("壮", "Bouxcuengh"), ("汉", "Bouxgun"), ("瑶", "Bouxyiuz")),
        ("Vangz", "Veiz", "Nungz", "Mbwn", "Gvangjsih", "Bwzswz Si", "Lingzyinz Yen", "Namzningz"),
        ("450103", "451027"), (), False,
    ),
    Script(
        "yi", "yi",
        ("ꂓꃀ", "ꃅꏓ", "ꊨꏦ", "ꒆꐥ", "ꀉꐚꄜ", "ꈬꂱꌋꃀꏓꄮ", "ꇩꁧꐳꀂ", "ꐯꇁꈍꄮꈉ"), ("ꍏꉸꏓꂱꇭꉼꇩ", "ꐥꂱꌋꃀꅉꀕ"), ("ꀋꁌ", "ꀋꂿ"), (("彝", "ꆈꌠ"), ("汉", "ꉌꈲ")),
        ("ꀊꑭ", "ꂷꉻ", "ꏦꈜ", "ꇁꇖ", "ꆀꎭ", "ꃆꆀ", "ꑳꀊ"), ("513433",), _card_people.YI, False,
    ),
)  # fmt: skip


def holder(rng: Random, script: Script) -> Person:
    """Most are of the region's people, with its names."""
    area = rng.choice(script.areas)
    people = script.people[0] if rng.random() < 0.8 else rng.choice(script.people)
    if not script.names or people[0] == "汉":
        who = _card_people.holder(rng)
        return _card_people.of(who, area, people[0])
    return _card_people.minority(rng, people[0], script.names, area, script.dotted or rng.random() < 0.35)


def front(script: Script, who: Person, rng: Random, scale: float) -> Card:
    look = _smaller(rng)
    card = Card("id_card_front", _card_faces.ground(rng, look, scale), scale=scale)
    out = Print(card, look, rng)
    _card_faces.portrait(card, rng, (650, 70, 948, 456))
    rows = (106.0, 196.0, 280.0, 364.0)
    if script.name == "mongolian":
        _columns(out, script, who)
        left = 104.0
    else:
        left = 50.0
        _lines_above(out, script, who, left, rows)
    _card_faces.holder(out, who, left, rows, left + 250, 600 - left - 112, step=44)
    _card_faces.digits(out, who.id_number, 572, left=left)
    if script.name != "mongolian":
        _small(out, script, left, 536, script.labels[5], look.blue)
    _card_faces.sample(out, 720, 500, 34)
    return card


def back(script: Script, who: Person, issued: date, until: str, rng: Random, scale: float) -> Card:
    look = _smaller(rng)
    card = Card("id_card_back", _card_faces.ground(rng, look, scale, wall=True), scale=scale)
    out = Print(card, look, rng)
    _card_faces.emblem(card, rng, (56, 60, 216, 226))
    _card_faces.titles(out, rng, rows=(104, 208), least=0.9)
    authority, term = 462.0, 556.0
    label = 190.0 + out.near(12)
    if script.name == "mongolian":
        for n, text in enumerate((*script.titles, *script.labels[6:])):
            _upright(
                out, text, (236 if n < 2 else 30) + 34 * (n % 2), 40 if n < 2 else 300, 190 if n < 2 else 300, look.ink
            )
    else:
        for y, text in zip((58, 154), script.titles, strict=True):
            _small(out, script, 300, y, text, look.ink, 26, 590)
        _small(out, script, label, authority - 38, script.labels[6], look.blue, wide=180)
        _small(out, script, label + 196, authority - 38, " ".join(rng.sample(script.words, 2)), look.ink, wide=480)
        _small(out, script, label, term - 38, script.labels[7], look.blue, wide=180)
    out.label(label, authority, "签发机关", 31)
    _card_faces.authority(out, label + 196, authority, who.authority)
    out.label(label, term, "有效期限", 31)
    _card_faces.term(out, label + 196, term, issued, until)
    _card_faces.sample(out, 810, 380, 36)
    return card


def _smaller(rng: Random) -> Style:
    look = _card_faces.style(rng)
    look.grow *= 0.92
    return look


def _lines_above(out: Print, script: Script, who: Person, left: float, rows: Sequence[float]) -> None:
    """Each label and value in the second script over its Chinese line; what runs from the right ends at the column's edge."""
    rng, ink, blue = out.rng, out.style.ink, out.style.blue
    value = left + 112
    people = dict(script.people).get(who.ethnicity, script.people[0][1])
    name = " ".join(rng.sample(script.words[:4], 2))
    sex = script.sexes[who.sex == "女"]
    for y, label in zip(rows, (script.labels[0], script.labels[1], script.labels[3], script.labels[4]), strict=True):
        _small(out, script, left, y - 40, label, blue, wide=106)
    _small(out, script, value, rows[0] - 40, name, ink, wide=380, end=590)
    _small(out, script, value, rows[1] - 40, sex, ink, wide=90)
    _small(out, script, left + 250, rows[1] - 40, script.labels[2], blue, wide=104)
    _small(out, script, left + 362, rows[1] - 40, people, ink, wide=130)
    _small(out, script, value, rows[3] - 40, " ".join(rng.sample(script.words, 3)), ink, wide=420, end=600)


def _small(
    out: Print, script: Script, x: float, y: float, text: str, fill: tuple[int, int, int], size: float = 25, wide: float = 400, end: float = 0.0
) -> None:  # fmt: skip
    """A run of the second script as a whole, so that its letters join; made smaller where it is too long."""
    while size > 11 and out.width(text, size, script.face) > wide:
        size -= 1
    if script.name == "uyghur" and end:
        x = end - out.width(text, size, script.face)
    out.text(x, y + out.near(2), text, size, script.face, fill)


def _columns(out: Print, script: Script, who: Person) -> None:
    """Mongolian: labels and values in columns from top to bottom, at the left edge and before the portrait."""
    rng, ink, blue = out.rng, out.style.ink, out.style.blue
    people = dict(script.people).get(who.ethnicity, script.people[0][1])
    for n, (text, top, high) in enumerate(
        (
            (script.labels[0], 60, 150),
            (script.labels[1], 60, 150),
            (script.labels[3], 230, 130),
            (script.labels[4], 230, 130),
        )
    ):
        _upright(out, text, 26 + 36 * (n % 2), top, high, blue)
    for n, text in enumerate((" ".join(rng.sample(script.words[:4], 2)), f"{script.sexes[who.sex == '女']} {people}")):
        _upright(out, text, 590 + 34 * n, 66, 230, ink)
    _upright(out, script.labels[5], 26, 400, 200, blue)


def _upright(out: Print, text: str, x: float, top: float, high: float, fill: tuple[int, int, int]) -> None:
    """A column of Mongolian, `high` units at most: the run as fonts have it, turned clockwise."""
    scale, size = out.card.scale, 27.0
    while size > 12 and out.width(text, size, "mongolian") > high:
        size -= 1
    font = _fonts.card("mongolian", max(round(size * out.style.grow * scale), 8))
    left, upper, right, lower = font.getbbox(text)
    strip = Image.new("L", (round(right - left) + 4, round(lower - upper) + 4), 0)
    ImageDraw.Draw(strip).text((2 - left, 2 - upper), text, fill=255, font=font)
    turned = strip.transpose(Image.Transpose.ROTATE_270)
    place = (round((x + out.style.move[0]) * scale), round((top + out.style.move[1]) * scale))
    out.card.image.paste(Image.new("RGB", turned.size, fill), place, turned)
