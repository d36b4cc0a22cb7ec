"""Cards that are no ID card, though some look much like one: driving licence, residence permit, passport, bank card and others.

Every one is made up and bears a 样本. Each drawing gives the card with its type, and of an `other_document` its kind, holder and ID
number where they are printed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import _card_faces
import _card_people
import numpy as np
from _card_faces import INK, RED, Print
from _cards import Card
from _people import id_number
from PIL import ImageDraw

BANKS = ("中国工商银行", "中国建设银行", "招商银行", "中国邮政储蓄银行", "样本农村商业银行", "浦发银行")


def _start(rng: Random, scale: float, colour: tuple[int, int, int] | None = None) -> Print:
    look = _card_faces.style(rng)
    if colour:
        look.paper = np.array(colour, np.float32)
    return Print(Card("other_document", _card_faces.ground(rng, look, scale), scale=scale), look, rng)


def _kind(out: Print, kind: str | None) -> Card:
    """The finished card: of a kind, whose title was put down as the field `kind`, or unknown."""
    if kind is None:
        out.card.type = "unknown"
        out.card.fields.clear()
        out.card.letters.clear()
    else:
        _, box = out.card.fields["kind"]
        out.card.fields["kind"] = (kind, box)
    _card_faces.sample(out, 820, 590, 32)
    return out.card


def _title(
    out: Print, text: str, y: float, size: float, fill: tuple[int, int, int], face: str = "noto-bold", x: float = 506
) -> None:
    out.text(x - out.width(text, size, face) / 2, y, text, size, face, fill, name="kind")


def _day(rng: Random, first: int = 2012, last: int = 2025) -> date:
    return date(first, 1, 1) + timedelta(days=rng.randrange((last - first) * 365))


def driving_licence(rng: Random, scale: float) -> Card:
    """The white main page: bilingual labels, values beside them, a red square seal."""
    who, out = _card_people.holder(rng), _start(rng, scale, (236, 240, 238))
    _title(out, "中华人民共和国机动车驾驶证", 52, 46, INK)
    out.text(300, 94, "Driving License of the People's Republic of China", 21, "noto-sans", INK)
    issued = _day(rng)
    rows = (
        ((60, "证号", "id_number", who.id_number),),
        ((60, "姓名", "holder", who.name), (420, "性别", "", who.sex), (640, "国籍", "", "中国")),
        ((60, "住址", "", who.address[:18]),),
        ((320, "出生日期", "", who.born.isoformat()),),
        ((320, "初次领证日期", "", issued.isoformat()),),
        ((320, "准驾车型", "", rng.choice(("C1", "C2", "B2", "A1A2"))),),
        (
            (
                60,
                "有效期限",
                "",
                f"{issued.isoformat()} 至 {issued.replace(year=issued.year + 10, day=min(issued.day, 28)).isoformat()}",
            ),
        ),
    )
    for n, cells in enumerate(rows):
        y = 146 + 70 * n
        for x, label, name, value in cells:
            end = out.text(x, y, label, 29, out.style.label, INK) + 22
            out.text(end, y, value, 32, out.style.value, out.style.ink, name=name or None)
    _seal(out, 170, 430, "样本市公安局交通警察支队")
    _card_faces.portrait(out.card, rng, (760, 330, 950, 570))
    return _kind(out, "driving_license")


def residence_permit(rng: Random, scale: float) -> Card:
    """The card of those who live away from their home: laid out like an ID card, with other titles."""
    who, out = (
        _card_people.holder(rng),
        _start(rng, scale, rng.choice(((238, 226, 214), (214, 232, 226), (224, 226, 240)))),
    )
    city = rng.choice(("广东省", "北京市", "上海市", "浙江省", "深圳经济特区"))
    if rng.random() < 0.5:  # the side with the person
        _title(out, city + "居住证" if rng.random() < 0.7 else "居住证", 46, 44, rng.choice((RED, INK)))
        _card_faces.portrait(out.card, rng, (680, 90, 940, 420))
        _card_faces.holder(out, who, 58, (112, 182, 250, 318), 322)
        out.card.fields["holder"] = out.card.fields["name"]
        _card_faces.digits(out, who.id_number, 486, start=330)
        out.label(58, 548, "签发机关", 29)
        out.text(230, 548, who.authority, 32, out.style.value, out.style.ink)
        out.label(58, 600, "有效期限", 29)
        out.text(230, 600, f"{_day(rng, 2020):%Y.%m.%d}-2027.03.01", 32, out.style.value, out.style.ink)
        _keep(out, "kind", "holder", "id_number")
    else:
        _card_faces.emblem(out.card, rng, (60, 46, 226, 226))
        _title(out, "中华人民共和国居住证" if rng.random() < 0.5 else city + "居住证", 130, 62, INK, "noto-serif", 600)
        for y, label, value in (
            (440, "签发机关", who.authority),
            (520, "签发日期", f"{_day(rng, 2020):%Y.%m.%d}"),
            (590, "居住地址", who.address[:16]),
        ):
            out.text(out.label(180, y, label) + 20, y, value, 34, out.style.value, out.style.ink)
    return _kind(out, "residence_permit")


def hk_residence_permit(rng: Random, scale: float) -> Card:
    """The residence permit for people of Hong Kong, Macao and Taiwan: the very look of an ID card, a number that begins with 8."""
    who = _card_people.of(_card_people.holder(rng), "440305", "汉")
    number = id_number(rng.choice(("810000", "820000", "830000")), who.born, int(who.id_number[14:17]))
    out = _start(rng, scale)
    if rng.random() < 0.55:
        _title(out, rng.choice(("港澳居民居住证", "台湾居民居住证")), 40, 34, INK)
        _card_faces.portrait(out.card, rng, (660, 76, 950, 450))
        _card_faces.holder(out, who, 58, (104, 176, 250, 330), 322)
        out.card.fields["holder"] = out.card.fields["name"]
        _card_faces.digits(out, number, 566)
        _keep(out, "kind", "holder", "id_number")
    else:
        _card_faces.emblem(out.card, rng, (60, 46, 226, 226))
        _title(out, "中华人民共和国", 96, 58, INK, "noto-serif", 600)
        out.card.letters.pop("kind")
        _title(out, rng.choice(("港澳居民居住证", "台湾居民居住证")), 196, 66, INK, "noto-serif", 600)
        for y, label, value in (
            (440, "签发机关", who.authority),
            (500, "有效期限", "2022.05.06-2027.05.06"),
            (560, "通行证号码", "H00000000"),
        ):
            out.text(out.label(190, y, label) + 24, y, value, 35, out.style.value, out.style.ink)
    return _kind(out, "residence_permit")


def passport(rng: Random, scale: float) -> Card:
    """The data page, with its two machine-readable lines."""
    who, out = _card_people.holder(rng), _start(rng, scale, (226, 232, 236))
    number, issued = f"E{rng.randint(10**7, 10**8 - 1)}", _day(rng, 2017)
    _title(out, "护照", 50, 44, INK, x=120)
    out.text(180, 50, "PASSPORT", 30, "noto-sans", INK)
    _card_faces.portrait(out.card, rng, (40, 120, 290, 440))
    cells = (
        (320, 110, "类型/Type", "P", None), (460, 110, "国家码/Country Code", "CHN", None), (740, 110, "护照号/Passport No.", number, None),
        (320, 190, "姓名/Name", who.name, "holder"), (320, 270, "性别/Sex", who.sex + "/" + "FM"[who.sex == "男"], None),
        (480, 270, "国籍/Nationality", "中国/CHINESE", None), (760, 270, "出生日期/Date of birth", f"{who.born:%d %m月 %Y}", None),
        (320, 350, "出生地点/Place of birth", who.address[:3] + "/SAMPLE", None), (640, 350, "签发日期/Date of issue", f"{issued:%d %m月 %Y}", None),
        (320, 430, "签发机关/Authority", "公安部出入境管理局", None),
    )  # fmt: skip
    for x, y, label, value, name in cells:
        out.text(x, y - 22, label, 19, out.style.label, (90, 90, 96))
        out.text(x, y + 10, value, 29, out.style.value, out.style.ink, name=name)
    first = "POCHNYANG<<BEN".ljust(44, "<")
    second = (
        f"{number}{rng.randint(0, 9)}CHN{who.born:%y%m%d}{rng.randint(0, 9)}{'FM'[who.sex == '男']}{issued:%y%m%d}".ljust(
            42, "<"
        )
        + "08"
    )
    for y, line in ((526, first), (584, second)):
        size = next(s for s in (34, 32, 30, 28, 26, 24) if out.width(line, s, "ocr-b") < 930 or s == 24)
        out.text(36, y, line, size, "ocr-b", INK, gap=max((930 - out.width(line, size, "ocr-b")) / 43, 0))
    return _kind(out, "passport")


def bank_card(rng: Random, scale: float) -> Card:
    """A bank's card: strong colours, an embossed number, a chip."""
    dark = rng.choice(((170, 24, 36), (20, 60, 130), (30, 110, 80), (40, 40, 46), (196, 160, 90)))
    out = _start(rng, scale, dark)
    pale = (240, 240, 236)
    bank = rng.choice(BANKS)
    out.text(60, 76, bank, 46, "noto-bold", pale)
    out.text(740, 76, rng.choice(("储蓄卡", "借记卡", "信用卡")), 34, "noto-sans", pale)
    ImageDraw.Draw(out.card.image).rounded_rectangle(
        [edge * scale for edge in (80, 210, 210, 310)], 14 * scale, fill=(214, 186, 110)
    )
    number = "".join(str(rng.randint(0, 9)) for _ in range(13))
    grouped = "622" + number
    out.text(
        80,
        390,
        " ".join(grouped[n : n + 4] for n in range(0, 16, 4)),
        58,
        rng.choice(("ocr-b", "noto-mono")),
        pale,
        gap=4,
        name="kind",
    )
    out.text(120, 470, "VALID THRU 09/31", 26, "noto-sans", pale)
    out.text(780, 560, "银联 UnionPay", 30, "noto-bold", pale)
    if rng.random() < 0.5:
        out.text(80, 560, "SAMPLE CARD", 32, "noto-sans", pale)
    return _kind(out, "bank_card")


def social_security_card(rng: Random, scale: float) -> Card:
    """The front of a social-security card: name, number, date, an emblem-like mark, a bank's name."""
    who, out = _card_people.holder(rng), _start(rng, scale, rng.choice(((214, 226, 238), (226, 236, 224))))
    _title(out, "中华人民共和国", 50, 36, INK, "noto-serif")
    _title(out, "社会保障卡", 110, 56, INK, "noto-serif")
    _card_faces.portrait(out.card, rng, (60, 170, 290, 460))
    rows = (
        ("姓名", who.name),
        ("社会保障号码", who.id_number),
        ("卡号", f"A{rng.randint(10**7, 10**8 - 1)}"),
        ("发卡日期", f"{_day(rng):%Y年%m月}"),
    )
    for n, (label, value) in enumerate(rows):
        y = 220 + 72 * n
        out.text(out.label(330, y, label) + 18, y, value, 34, out.style.value, out.style.ink)
    out.text(60, 570, rng.choice(BANKS), 34, "noto-bold", INK)
    return _kind(out, None)


def travel_permit(rng: Random, scale: float) -> Card:
    """The exit-entry permit for Hong Kong and Macao."""
    who, out = _card_people.holder(rng), _start(rng, scale, rng.choice(((206, 226, 220), (222, 220, 236))))
    _title(out, "往来港澳通行证", 54, 46, INK, "noto-serif", 560)
    out.text(330, 98, "EXIT-ENTRY PERMIT FOR TRAVELLING TO AND FROM HONG KONG AND MACAO", 17, "noto-sans", INK)
    _card_faces.portrait(out.card, rng, (60, 150, 300, 470))
    rows = (
        ("", f"C{rng.randint(10**7, 10**8 - 1)}"), ("姓名", who.name), ("出生日期", f"{who.born:%Y.%m.%d}"), ("性别", who.sex),
        ("有效期限", f"{_day(rng, 2018, 2024):%Y.%m.%d}-2028.01.01"), ("签发机关", "公安部出入境管理局"),
    )  # fmt: skip
    for n, (label, value) in enumerate(rows):
        y = 160 + 62 * n
        x = out.label(340, y, label, 27) + 16 if label else 340
        out.text(x, y, value, 33, out.style.value, out.style.ink)
    for y in (540, 590):
        line = "".join(rng.choice("CS0123456789<ABEX") for _ in range(30))
        out.text(60, y, line, 34, "ocr-b", INK, gap=8)
    return _kind(out, None)


def _seal(out: Print, x: float, y: float, text: str) -> None:
    """A red square seal with words in two columns."""
    scale = out.card.scale
    pen = ImageDraw.Draw(out.card.image)
    pen.rectangle(
        [edge * scale for edge in (x - 80, y - 80, x + 80, y + 80)],
        outline=(206, 60, 60),
        width=max(round(4 * scale), 1),
    )
    for n, line in enumerate((text[:4], text[4:8], text[8:])):
        out.text(x - 66, y - 46 + 46 * n, line, 32, "noto-serif", (206, 60, 60))


def _keep(out: Print, *names: str) -> None:
    for known in (out.card.fields, out.card.letters):
        for name in [one for one in known if one not in names]:
            del known[name]


OTHERS: dict[str, Callable[[Random, float], Card]] = {
    "driving licence": driving_licence, "residence permit": residence_permit, "residence permit of Hong Kong": hk_residence_permit,
    "passport": passport, "bank card": bank_card, "social-security card": social_security_card, "travel permit": travel_permit,
}  # fmt: skip
