"""What is not an ID card: other papers of a card's size, a passport's page, and pictures without any card.

The first kinds are told by the contract (`other_document`); a social-security card, a work pass and the pictures without a card are
`unknown`. None of them is an ID card of either side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import numpy as np

from . import scene
from .cards import Stored, store
from .flat import Flat, Press, portrait, term, waves
from .people import Person, check_digit, person
from .scene import Shot, Tops
from .truth import Found, Paper, begin, tell

Page = Callable[[Person, Random], tuple[str, int]]
"""A page's HTML and its height, the width being a card's 856 CSS pixels."""

_FACES = ("'WenQuanYi Zen Hei'", "'AR PL SungtiL GB','WenQuanYi Zen Hei'", "'WenQuanYi Micro Hei'", "'AR PL UMing CN'")


def _put(x: float, y: float, size: float, text: str, face: str, colour: str = "#1b1b1b", extra: str = "") -> str:
    return f'<span style="left:{x}px;top:{y}px;font:{size}px {face};color:{colour};{extra}">{text}</span>'


def _ground(rng: Random, hue: tuple[str, str, str]) -> str:
    return waves(rng, hue, rng.uniform(0.2, 0.5))


def driving_license(who: Person, rng: Random) -> tuple[str, int]:
    """A driver's licence: title in two languages, the number at the top, the portrait low at the right."""
    face, label = rng.choice(_FACES), "#333"
    first = who.birth + timedelta(days=365 * rng.randint(19, 25))
    rows = (
        (40, 128, "证号", 130, who.id_number), (40, 186, "姓名", 130, who.name), (330, 186, "性别", 400, who.sex), (470, 186, "国籍", 540, "中国"),
        (40, 244, "住址", 130, who.address[:17]), (40, 340, "出生日期", 190, f"{who.birth}"), (40, 394, "初次领证日期", 230, f"{first}"),
        (40, 446, "准驾车型", 190, rng.choice(("C1", "C2", "B2", "A2D", "C1E"))), (40, 516, "有效期限", 190, f"{who.valid_from} 至 {who.valid_from + timedelta(days=3652)}"),
    )  # fmt: skip
    text = "".join(
        _put(x, y, 24, name, face, label) + _put(at, y - 2, 27, value, face) for x, y, name, at, value in rows
    )
    title = _put(170, 24, 38, "中华人民共和国机动车驾驶证", face) + _put(
        175, 76, 22, "Driving License of the People's Republic of China", "FreeSans"
    )
    face_of = f'<div style="position:absolute;left:70px;top:235px;transform:scale(.85)">{portrait(rng, who.sex)}</div>'
    return _ground(rng, ("#f3f5ee", "#e8eef2", "#f5f1ea")) + title + text + face_of, 580


def residence_permit(who: Person, rng: Random) -> tuple[str, int]:
    """A residence permit (居住证) of a city: laid out much like an ID card, with its own title."""
    face, label, town = (
        rng.choice(_FACES),
        "#2d6f57",
        rng.choice(("深圳经济特区", "中华人民共和国", "上海市", "杭州市")),
    )
    head = _put(60, 24, 34, f"{town}居住证", face, "#1d4d6b", "letter-spacing:6px")
    rows = (
        (60, 92, "姓 名", 150, who.name), (60, 148, "性 别", 150, who.sex), (250, 148, "民 族", 345, who.ethnicity),
        (60, 204, "出 生", 150, f"{who.birth.year}年{who.birth.month}月{who.birth.day}日"), (60, 260, "居住地址", 190, who.address[:13]), (190, 302, "", 190, who.address[13:]),
        (60, 356, "签发机关", 190, who.authority), (60, 408, "有效期限", 190, term(who)), (60, 466, "公民身份号码", 250, who.id_number),
    )  # fmt: skip
    text = "".join(
        _put(x, y, 25, name, face, label) + _put(at, y - 2, 29, value, face) for x, y, name, at, value in rows
    )
    return _ground(rng, ("#e6f3ea", "#eaf2f7", "#f2f5e6")) + head + text + portrait(rng, who.sex), 540


def taiwan_permit(who: Person, rng: Random) -> tuple[str, int]:
    """A residence permit for people of Hong Kong, Macao or Taiwan: the twin of an ID card, without an ethnicity."""
    face, label = rng.choice(_FACES), "#2c6fae"
    rows = (
        (52, 62, "姓 名", 146, who.name), (52, 130, "性 别", 146, who.sex), (52, 196, "出 生", 146, f"{who.birth.year} 年 {who.birth.month} 月 {who.birth.day} 日"),
        (52, 264, "住 址", 146, who.address[:11]), (52, 306, "", 146, who.address[11:22]), (52, 452, "公民身份号码", 278, who.id_number),
    )  # fmt: skip
    head = _put(250, 16, 28, rng.choice(("港澳居民居住证", "台湾居民居住证")), face, "#1d4d6b")
    text = "".join(
        _put(x, y, 26, name, face, label) + _put(at, y - 4, 30, value, face) for x, y, name, at, value in rows
    )
    return _ground(rng, ("#e8f0f8", "#f4eef4", "#eef5ee")) + head + text + portrait(rng, who.sex), 540


def passport(who: Person, rng: Random) -> tuple[str, int]:
    """A passport's page: labels in two languages, and two lines for machines."""
    face, number = rng.choice(_FACES), f"E{rng.choice('ABCDEFGH')}{rng.randint(1000000, 9999999)}"
    rows = (
        (60, 30, "类型/Type", "P"), (300, 30, "国家码/Country Code", "CHN"), (560, 30, "护照号/Passport No.", number), (300, 104, "姓名/Name", who.name),
        (300, 184, "性别/Sex", f"{who.sex}/{'M' if who.sex == '男' else 'F'}"), (500, 184, "国籍/Nationality", "中国/CHINESE"), (300, 256, "出生日期/Date of birth", f"{who.birth:%d %m月/%m %Y}"),
        (300, 326, "签发日期/Date of issue", f"{who.valid_from:%d %m月/%m %Y}"), (560, 326, "有效期至/Date of expiry", f"{who.valid_from + timedelta(days=3652):%d %m月/%m %Y}"),
        (300, 396, "签发机关/Authority", "公安部出入境管理局"),
    )  # fmt: skip
    text = "".join(_put(x, y, 17, name, face, "#355") + _put(x, y + 24, 27, value, face) for x, y, name, value in rows)
    born, until = f"{who.birth:%y%m%d}", f"{who.valid_from:%y%m%d}"
    machine = _put(40, 494, 29, "POCHN" + "ZHANG&lt;&lt;YANGBEN" + "&lt;" * 24, "'OCR B'") + _put(
        40,
        540,
        29,
        f"{number}4CHN{born}1M{until}8&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;06",
        "'OCR B'",
    )
    picture = f'<div style="position:absolute;left:-500px;top:20px">{portrait(rng, who.sex)}</div>'
    title = _put(60, 4, 20, "中华人民共和国 护照 PASSPORT PEOPLE'S REPUBLIC OF CHINA", face, "#7a2f35")
    return _ground(rng, ("#f7eef0", "#eaf1f6", "#f3f3e6")) + title + text + picture + machine, 600


def bank_card(who: Person, rng: Random) -> tuple[str, int]:
    """A bank card's face: the bank, a chip, nineteen digits."""
    bank = rng.choice(("中国工商银行", "中国建设银行", "招商银行", "交通银行", "中国邮政储蓄银行"))
    a, b = rng.choice(
        (
            ("#7b1420", "#c9343f"),
            ("#123d78", "#3f78c4"),
            ("#1f1f22", "#55555c"),
            ("#0f5d46", "#3fa37e"),
            ("#c9a24a", "#f0dba0"),
        )
    )
    digits = f"{rng.choice(('621226', '622848', '621700', '622588'))}{rng.randrange(10**13):013d}"
    shown = " ".join(digits[i : i + 4] for i in range(0, 19, 4))
    ground = f'<div class=t style="inset:0;background:linear-gradient({rng.randint(0, 180)}deg,{a},{b})"></div>'
    chip = '<div class=t style="left:80px;top:200px;width:110px;height:84px;border-radius:14px;background:linear-gradient(45deg,#d9b867,#f6e6ae)"></div>'
    text = (
        _put(70, 50, 44, bank, "'WenQuanYi Zen Hei'", "#fff")
        + _put(70, 330, 52, shown, "'Inconsolata'", "#f5f5f0")
        + _put(70, 436, 26, f"VALID THRU {rng.randint(1, 12):02d}/{rng.randint(27, 35)}", "FreeSans", "#eee")
    )
    return ground + chip + text + _put(
        640, 440, 46, "银联 UnionPay", "'WenQuanYi Zen Hei'", "#fff", "font-size:30px"
    ), 540


def social_security_card(who: Person, rng: Random) -> tuple[str, int]:
    """A social-security card: a name, the ID number under another label, a portrait, a bank's number."""
    face = rng.choice(_FACES)
    head = _put(120, 40, 44, "中华人民共和国社会保障卡", face, "#1b3f63", "letter-spacing:4px")
    rows = (
        (320, 150, "姓名", who.name), (320, 214, "社会保障号码", who.id_number), (320, 278, "发卡日期", f"{who.valid_from:%Y年%m月}"), (320, 342, "银行卡号", f"6217{rng.randrange(10**15):015d}"),
    )  # fmt: skip
    text = "".join(
        _put(x, y, 26, name, face, "#345") + _put(x + 28 * len(name) + 14, y - 1, 28, value, face)
        for x, y, name, value in rows
    )
    picture = f'<div style="position:absolute;left:-500px;top:30px;transform:scale(.95)">{portrait(rng, who.sex)}</div>'
    return _ground(rng, ("#e4f0f7", "#f7efe6", "#e9f3ee")) + head + text + picture, 540


def work_pass(who: Person, rng: Random) -> tuple[str, int]:
    """A work pass of a delivery company: a portrait, a name, a number that is no ID number."""
    face, colour = rng.choice(_FACES), rng.choice(("#f2b705", "#1f7a4d", "#c8372d", "#2d5fa8"))
    band = f'<div class=t style="left:0;top:0;width:856px;height:110px;background:{colour}"></div>'
    head = _put(60, 28, 46, rng.choice(("工作证", "员工证", "骑手服务证")), face, "#fff", "letter-spacing:10px")
    rows = (
        (60, 170, "姓名", who.name),
        (60, 240, "部门", "配送一部"),
        (60, 310, "工号", f"{rng.randint(10000, 99999)}"),
        (60, 380, "发证日期", f"{who.valid_from}"),
    )
    text = "".join(_put(x, y, 30, f"{name}：{value}", face) for x, y, name, value in rows)
    return _ground(rng, ("#ffffff", "#f5f5f2", "#ffffff")) + band + head + text + portrait(rng, who.sex), 540


CARDS: dict[str, tuple[Page, str, tuple[str, ...]]] = {
    "driving_license": (driving_license, "driving_license", ("holder", "id_number")),
    "residence_permit": (residence_permit, "residence_permit", ("holder", "id_number")),
    "taiwan_permit": (taiwan_permit, "residence_permit", ("holder", "id_number")),
    "passport": (passport, "passport", ("holder",)),
    "bank_card": (bank_card, "bank_card", ()),
    "social_security_card": (social_security_card, "", ()),
    "work_pass": (work_pass, "", ()),
}
"""Kind of drawing -> its page, the contract's kind ("" where the contract has none), and which of the contract's fields it prints."""

NO_CARD = "no_card"
KINDS = (*CARDS, NO_CARD)


def _without_card(tops: Tops, rng: Random) -> Shot:
    """A picture of a table, a cloth, papers, a form: whatever the phone saw, without any card."""
    width, height = rng.choice(scene.SIZES)
    pixels = scene.relight(
        scene.cut(rng, rng.choice(tops[rng.choice(tuple(tops))]), width, height), rng, 2, rng.uniform(0.1, 0.5)
    )
    if rng.random() < 0.4:  # another sheet on top, about as large as a card and as light
        sheet = Flat("sheet", np.full((540, rng.randint(700, 1000), 3), rng.choice((255, 240, 225)), np.uint8), {})
        pixels, _ = scene.lay(
            pixels, sheet, scene.pose(rng, width, height, rng.uniform(0.3, 0.8), 12, rng.uniform(-20, 20)), rng
        )
    return Shot(scene.sensor(pixels, rng, rng.uniform(0.3, 1.5), rng.uniform(1.5, 4)), ())


def _holder(kind: str, rng: Random) -> Person:
    """The holder; people of Hong Kong, Macao and Taiwan have area codes of their own."""
    who = person(rng)
    if kind != "taiwan_permit":
        return who
    body = rng.choice(("810000", "820000", "830000")) + who.id_number[6:17]
    return replace(who, id_number=body + check_digit(body))


def _told(contract_kind: str, printed: tuple[str, ...], who: Person) -> dict[str, str]:
    """The fields of the truth."""
    values = {"holder": who.name, "id_number": who.id_number}
    return {"kind": contract_kind} | {name: values[name] for name in printed} if contract_kind else {}


def draw_application(folder: Path, kind: str, press: Press, tops: Tops, rng: Random) -> None:
    """One picture of something that is not an ID card, and nothing else."""
    begin(folder, "salaried")
    file, drawn = (
        "身份证.jpg" if rng.random() < 0.5 else f"IMG_{rng.randint(1000, 9999)}.jpg",
        {"set": "others", "kind": kind},
    )
    if kind == NO_CARD:
        shot, fields, contract_kind = _without_card(tops, rng), {}, ""
    else:
        page, contract_kind, printed = CARDS[kind]
        who = _holder(kind, rng)
        flat = press.side(kind, *page(who, rng))
        take = scene.photo if rng.random() < 0.75 else scene.hard
        shot, fields = take((flat,), tops, rng), _told(contract_kind, printed, who)
    store(folder / file, shot.pixels, Stored(quality=rng.choice((70, 85)), phone=rng.random() < 0.6), rng)
    height, width = shot.pixels.shape[:2]
    paper = Paper(file, "other_document" if contract_kind else "unknown", fields, "photo", [(width, height)])
    found = [Found("BNK001"), Found("IDC001"), Found("IDC002")] + ([] if contract_kind else [Found("FIL006", [file])])
    tell(folder, "salaried", [paper], found, drawn)


def draw_others(out: Path, each: int, press: Press, tops: Tops, seed: int) -> int:
    """`each` pictures of every kind; returns how many were drawn."""
    for kind in KINDS:
        for n in range(each):
            draw_application(
                out / f"other-{kind.replace('_', '-')}-{n:03d}", kind, press, tops, Random(f"{seed}/other/{kind}/{n}")
            )
    return each * len(KINDS)
