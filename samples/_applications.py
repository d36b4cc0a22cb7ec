"""The committed applications: who applies, what they hand in, and what a review must say about it.

Every function draws one folder. Its expected findings are written out by hand beside the drawing, with the reason where it is not plain.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import _camera
import _cards
import _contributions
import _earnings
import _exports
import _ledger
import _letters
import _no_statements
import _statements
import _wallets
from _banking import Account, Order
from _camera import Shot
from _ledger import Move, money
from _paper import Drawn, Paper
from _people import Person, id_number, person
from _truth import Expected, Placed, Wanted, truth, window
from _zip import gbk_zip

FRONT, BACK = "身份证人像面.jpg", "身份证国徽面.jpg"
EMPLOYERS = (
    ("杭州青禾网络科技有限公司", "33050161672700008888"),
    ("苏州澄明精密机械有限公司", "32250198882400001170"),
    ("成都锦里餐饮管理有限公司", "51050142624500006621"),
)
CUSTOMERS = (
    ("义乌市晨光小商品经营部", "33050167622700001234"),
    ("金华市好邻居超市有限公司", "19620101040016655"),
    ("林志强", "6217001210066554433"),
    ("支付宝（中国）网络技术有限公司", "215500690"),
)


@dataclass(frozen=True)
class Made:
    files: dict[str, bytes]
    truth: dict[str, Any]


class Folder:
    """A folder in the making."""

    def __init__(self, name: str, profile: str) -> None:
        self.name, self.profile = name, profile
        self.files: dict[str, bytes] = {}
        self.placed: list[Placed] = []
        self.inner: dict[str, bytes] = {}
        self.rng = Random(name)

    def add(self, file: str, drawn: Drawn) -> None:
        self.files[file] = drawn.data
        count = max(1, len(drawn.sizes))
        self.placed.append(Placed(file, drawn, tuple(range(1, count + 1))))

    def photos(self, who: Person, issued: date, one: Shot, other: Shot, face: str = "sans") -> None:
        self.add(FRONT, _camera.photo(_cards.front(who, self.rng, face=face), one, self.rng))
        self.add(BACK, _camera.photo(_cards.back(who, issued, self.rng, face=face), other, self.rng))

    def scans(self, who: Person, issued: date, *, number: str | None = None, margin: int = 24) -> None:
        self.add(FRONT, _camera.flat(_cards.front(who, self.rng, number=number), self.rng, margin=margin))
        self.add(BACK, _camera.flat(_cards.back(who, issued, self.rng), self.rng, margin=margin))

    def sheet(self, file: str, who: Person, issued: date, *, grey: bool = False) -> None:
        """Both sides on one A4 page of a scanned PDF."""
        sides = [_cards.front(who, self.rng, face="serif"), _cards.back(who, issued, self.rng)]
        image, drawn = _camera.sheet(sides, self.rng, grey=grey)
        self.files[file] = _scanned([image], 150)
        self.placed += [Placed(file, one) for one in drawn]

    def zipped(self, archive: str) -> None:
        """Put all that is there so far into an archive, with its names in GBK as Chinese desktops write them."""
        buffer = io.BytesIO()
        names = {name: f"@{n}".ljust(len(name.encode("gbk")), "@") for n, name in enumerate(self.files)}
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.files.items():
                info = zipfile.ZipInfo(names[name], (2026, 11, 21, 9, 0, 0))
                package.writestr(info, data, zipfile.ZIP_DEFLATED)
        packed = buffer.getvalue()
        for name, stand_in in names.items():  # zipfile itself would write UTF-8
            packed = packed.replace(stand_in.encode(), name.encode("gbk"))
        self.inner = {f"{archive}/{name}": data for name, data in self.files.items()}
        self.placed = [replace(one, file=f"{archive}/{one.file}") for one in self.placed]
        self.files = {archive: packed}

    def locked(self, archive: str, file: str, drawn: Drawn, password: str) -> None:
        """An archive with a password that holds one document, as the wallets mail it."""
        self.files[archive] = gbk_zip({file: drawn.data}, self.rng, password)
        self.inner[f"{archive}/{file}"] = drawn.data
        self.placed.append(Placed(f"{archive}/{file}", drawn))

    def statement(
        self, file: str, bank: str, who: Person, moves: Sequence[Move], first: date, last: date, **more: Any
    ) -> Drawn:
        order = self.order(who, moves, first, last, **more)
        drawn = _statements.draw(bank, order)
        self.add(file, drawn)
        return drawn

    def order(self, who: Person, moves: Sequence[Move], first: date, last: date, **more: Any) -> Order:
        issued = more.pop("issued", datetime.combine(last + timedelta(days=1), time(9, 26, 31)))
        number = more.pop(
            "number", f"62{sum(map(ord, who.name)) % 10**5:05d}1202{int(who.id_number[6:14]) % 10**8:08d}"
        )
        account = Account(who.name, number, id_number=who.id_number)
        within = _ledger.between(moves, first, last)
        return Order(account, within, first, last, issued, self.rng, **more)

    def done(
        self, findings: Sequence[Expected] = (), items: Sequence[Wanted] = (), *, toml: str = "", **more: Any
    ) -> Made:
        """The folder as it is handed in; one with a profile of its own, or more to say, has an application.toml."""
        said = ("" if self.profile == "gig_worker" else f'profile = "{self.profile}"\n') + toml
        extra = {"application.toml": said.encode()} if said else {}
        return Made(
            self.files | extra,
            truth(self.name, self.profile, self.files | self.inner, self.placed, findings, items, **more),
        )


def _scanned(images: list[Any], dpi: int) -> bytes:
    """A PDF of pictures as a copy shop's scanner writes it, one to a page."""
    size = (images[0].width * 72 / dpi, images[0].height * 72 / dpi)
    paper = Paper(
        size, "sans", datetime(2026, 11, 20, 10, 0, 0), title="scan", producer="Canon iR-ADV", creator="Canon iR-ADV"
    )
    for n, image in enumerate(images):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=74, dpi=(dpi, dpi))
        if n:
            paper.next_page()
        paper.picture(buffer, 0, 0, *size)
    return paper.finish()


def _salaried(
    folder: Folder,
    who: Person,
    first: date,
    last: date,
    *,
    employer: int = 0,
    pay: int = 9200,
    a_month: int = 12,
    own: int = 1500,
) -> list[Move]:
    """A salary and what is spent of it; `own` yuan now and then come from another account of the holder's."""
    rng = folder.rng
    moves = _ledger.salaries(rng, first, last, EMPLOYERS[employer], pay)
    moves += _ledger.spending(rng, first, last, a_month, 420)
    if own:
        other = f"6217{int(who.id_number[6:14]):08d}0011223"
        moves += _ledger.own_transfers(rng, first, last, who.name, other, own)
    return _ledger.ledger(moves, first, last, money(6200 + rng.randint(0, 300000) / 100), rng)


def _gig(
    folder: Folder, first: date, last: date, paid: Sequence[tuple[date, Decimal]], platform: str, a_month: int = 10
) -> list[Move]:
    rng = folder.rng
    moves = _ledger.payouts(rng, [one for one in paid if first <= one[0] <= last], _earnings.BRANDS[platform].payer)
    moves += _ledger.spending(rng, first, last, a_month, 380)
    return _ledger.ledger(moves, first, last, money(5200 + rng.randint(0, 300000) / 100), rng)


YEAR = (date(2025, 11, 1), date(2026, 10, 31))
UNTIL = date(2026, 11, 20)
PROVED = datetime(2026, 11, 6, 10, 12, 45)


def _proof(platform: str, who: Person, earned: Sequence[_earnings.Earned], **more: Any) -> _earnings.Proof:
    first, last = more.pop("days", YEAR)
    return _earnings.Proof(platform, who, earned, first, last, more.pop("issued", PROVED), **more)


def _before_and(earned: Sequence[_earnings.Earned], rng: Random) -> list[tuple[date, Decimal]]:
    """The payouts of the months that are proved, and that of the month before them."""
    earlier = _earnings.monthly(rng, date(2025, 10, 1), date(2025, 10, 31), 7800)
    return _earnings.paid_next_month([*earlier, *earned])


# ---------------------------------------------------------------- gig workers


def gig_complete() -> Made:
    folder = Folder("gig-complete", "gig_worker")
    who = person("诸葛堃", "男", date(1995, 3, 8), "500103", "解放东街28号11幢2单元603室")
    folder.photos(who, date(2018, 5, 10), Shot("wood", tilt=0.05, turn=4), Shot("wood", tilt=0.04, turn=-3))
    earned = _earnings.monthly(folder.rng, *YEAR, 7800)
    moves = _gig(folder, YEAR[0], UNTIL, _before_and(earned, folder.rng), "meituan")
    folder.statement("工商银行流水.pdf", "icbc", who, moves, YEAR[0], UNTIL)
    folder.add("美团收入证明.pdf", _earnings.pdf(_proof("meituan", who, earned)))
    return folder.done()


def gig_expired_card_march_missing() -> Made:
    """Two exports of one account with March between them, and a card that ran out on 1 March: the README's list."""
    folder = Folder("gig-expired-card-march-missing", "gig_worker")
    who = person("赵晓东", "男", date(1996, 2, 11), "330106", "文二路391号西湖国际科技大厦B4幢1207室")
    folder.photos(
        who, date(2016, 3, 1), Shot("cloth", tilt=0.06, turn=-6, shadow=0.35), Shot("cloth", tilt=0.05, turn=5)
    )
    earned = _earnings.monthly(folder.rng, *YEAR, 8200)
    moves = _gig(folder, YEAR[0], UNTIL, _before_and(earned, folder.rng), "meituan")
    one, other = "工商银行流水-1.pdf", "工商银行流水-2.pdf"
    folder.statement(one, "icbc", who, moves, YEAR[0], date(2026, 2, 28), issued=datetime(2026, 11, 21, 8, 40, 12))
    folder.statement(other, "icbc", who, moves, date(2026, 4, 1), UNTIL)
    folder.add("美团收入证明.pdf", _earnings.pdf(_proof("meituan", who, earned, face="serif")))
    march = {"months": ["2026-03"]}
    findings = [
        Expected("IDC101", (BACK,), {"valid_until": "2026-03-01"}),
        Expected("BNK102", (one, other), march),
        Expected("INC001"),  # the statement does not hold, so the earnings stand alone where two kinds are asked
    ]
    return folder.done(
        findings, [Wanted("id_card_back", ("IDC101",)), Wanted("bank_statement", ("BNK102", "INC001"), ("2026-03",))]
    )


def gig_back_missing() -> Made:
    folder = Folder("gig-back-missing", "gig_worker")
    who = person("欧阳翀", "女", date(1990, 12, 30), "510107", "人民南路四段17号锦官新城9幢1单元2301室")
    front = _cards.front(who, folder.rng)
    folder.add("IMG_20261121_083012.jpg", _camera.photo(front, Shot("tiles", tilt=0.07, turn=7, quarter=1), folder.rng))
    days = (date(2025, 11, 1), date(2026, 11, 19))
    earned = _earnings.daily(folder.rng, *days, 290)
    moves = _gig(folder, days[0], UNTIL, _earnings.paid_next_day(earned), "didi", a_month=6)
    folder.statement("交易明细_建设银行.pdf", "ccb-older", who, moves, days[0], UNTIL, face="serif")
    issued = datetime(2026, 11, 20, 15, 2, 9)
    folder.add("滴滴车主流水证明.pdf", _earnings.pdf(_proof("didi", who, earned, days=days, issued=issued)))
    return folder.done([Expected("IDC002")], [Wanted("id_card_back", ("IDC002",))])


def gig_statement_of_another_person() -> Made:
    """The husband's statement: it is given, so the statement stays the nearest second kind (BNK104, not BNK001)."""
    folder = Folder("gig-statement-of-another-person", "gig_worker")
    who = person("马海燕", "女", date(1993, 6, 17), "150102", "新华大道66号回民小区3幢501室", ethnicity="回")
    husband = person("何俊杰", "男", date(1991, 1, 9), "150102", "新华大道66号回民小区3幢501室")
    folder.photos(who, date(2021, 8, 3), Shot("desk", tilt=0.05, turn=2), Shot("desk", tilt=0.06, turn=-4))
    moves = _salaried(folder, husband, YEAR[0], UNTIL, employer=2, a_month=9)
    folder.statement("招商银行交易流水.pdf", "cmb", husband, moves, YEAR[0], UNTIL)
    earned = _earnings.monthly(folder.rng, *YEAR, 6900)
    folder.add("蜂鸟收入明细.xlsx", _earnings.workbook(_proof("eleme", who, earned)))
    findings = [Expected("BNK104", ("招商银行交易流水.pdf",), {"holder": husband.name}), Expected("INC001")]
    return folder.done(
        findings,
        [Wanted("bank_statement", ("BNK104", "INC001"), window("gig_worker"))],
        not_evidence=("招商银行交易流水.pdf",),
    )


def gig_earnings_gap() -> Made:
    folder = Folder("gig-earnings-gap", "gig_worker")
    who = person("扎西·顿珠", "男", date(1988, 9, 2), "540102", "金珠西路8号院4幢3单元202室", ethnicity="藏")
    folder.photos(
        who,
        date(2020, 9, 15),
        Shot("wood", tilt=0.08, turn=9, blur=0.9),
        Shot("tiles", tilt=0.06, turn=-8),
        face="serif",
    )
    earned = _earnings.monthly(folder.rng, *YEAR, 9100, without=("2026-06",))
    moves = _gig(folder, YEAR[0], UNTIL, _before_and(earned, folder.rng), "huolala")
    folder.statement("交通银行交易流水.pdf", "bocom", who, moves, YEAR[0], UNTIL)
    folder.add("货拉拉对账单.xlsx", _earnings.workbook(_proof("huolala", who, earned)))
    findings = [Expected("GIG102", ("货拉拉对账单.xlsx",), {"months": ["2026-06"]}), Expected("INC001")]
    return folder.done(findings, [Wanted("gig_earnings", ("GIG102", "INC001"), ("2026-06",))])


def gig_screenshot() -> Made:
    folder = Folder("gig-screenshot", "gig_worker")
    who = person("谯婉嵘", "女", date(1998, 4, 25), "610113", "科技三路57号融城云谷2幢1单元1609室")
    folder.photos(who, date(2024, 4, 26), Shot("cloth", tilt=0.04, turn=-2), Shot("desk", tilt=0.05, turn=3))
    earned = _earnings.monthly(folder.rng, *YEAR, 7200)
    moves = _gig(folder, YEAR[0], UNTIL, _before_and(earned, folder.rng), "didi")
    folder.statement("农业银行明细.pdf", "abc", who, moves, YEAR[0], UNTIL)
    folder.add("Screenshot_20261106.png", _earnings.screenshot(_proof("didi", who, earned)))
    return folder.done()


def gig_earnings_short() -> Made:
    """Earnings of January to August alone: two months are before their first, two after their last covered day, which is stale."""
    folder = Folder("gig-earnings-short", "gig_worker")
    who = person("仝曌", "男", date(1986, 7, 21), "410105", "桂花园路12号院6幢1单元401室")
    folder.scans(who, date(2016, 11, 8))
    days = (date(2026, 1, 1), date(2026, 8, 31))
    earned = _earnings.monthly(folder.rng, *days, 7400)
    other = _earnings.monthly(folder.rng, date(2025, 10, 1), date(2026, 10, 31), 7400)  # on a platform without proof
    other = [one for one in other if not "2026-01" <= str(one.when) <= "2026-08"]
    moves = _gig(folder, YEAR[0], UNTIL, _earnings.paid_next_month([*other, *earned]), "shansong")
    folder.statement("中国工商银行.pdf", "icbc", who, moves, YEAR[0], UNTIL, face="serif")
    proof = _proof("shansong", who, earned, days=days, issued=datetime(2026, 9, 3, 11, 5, 0))
    folder.add("闪送收入证明.pdf", _earnings.pdf(proof))
    early, late = ["2025-11", "2025-12"], ["2026-09", "2026-10"]
    file = ("闪送收入证明.pdf",)
    findings = [
        Expected("GIG101", file, {"months": early}),
        Expected("GIG103", file, {"months": late}),
        Expected("INC001"),
    ]
    return folder.done(findings, [Wanted("gig_earnings", ("GIG101", "GIG103", "INC001"), (*early, *late))])


def gig_two_platforms() -> Made:
    """A rider who changed platforms in May: the two papers together hold the twelve months, neither does alone."""
    folder = Folder("gig-two-platforms", "gig_worker")
    who = person("卢振宇", "男", date(1999, 1, 31), "330106", "文二路150号桂花城12幢3单元402室", ethnicity="土家")
    folder.photos(who, date(2022, 2, 14), Shot("desk", tilt=0.07, turn=6), Shot("wood", tilt=0.06, turn=-2, quarter=3))
    early, late = (YEAR[0], date(2026, 5, 31)), (date(2026, 5, 1), YEAR[1])
    one = _earnings.monthly(folder.rng, *early, 6600)
    other = _earnings.monthly(folder.rng, *late, 7100)
    rng = folder.rng
    before = _earnings.monthly(rng, date(2025, 10, 1), date(2025, 10, 31), 6600)
    moves = _ledger.payouts(rng, _earnings.paid_next_month([*before, *one], 12), _earnings.BRANDS["shansong"].payer)
    moves += _ledger.payouts(rng, _earnings.paid_next_month(other), _earnings.BRANDS["eleme"].payer)
    moves += _ledger.spending(rng, YEAR[0], UNTIL, 9, 350)
    moves = _ledger.ledger(moves, YEAR[0], UNTIL, money(7300), rng)
    folder.statement("工商银行明细.pdf", "icbc", who, moves, YEAR[0], UNTIL)
    folder.add(
        "闪送.pdf", _earnings.pdf(_proof("shansong", who, one, days=early, issued=datetime(2026, 6, 4, 9, 0, 0)))
    )
    folder.add("蜂鸟截图.png", _earnings.screenshot(_proof("eleme", who, other, days=late), dark=True))
    return folder.done()


def gig_nothing_but_id() -> Made:
    """Two kinds are lacking and none is given: the statement and the earnings are the first two of the profile."""
    folder = Folder("gig-nothing-but-id", "gig_worker")
    who = person("古丽娜尔·努尔兰", "女", date(2000, 5, 6), "650102", "青年街102号7幢3单元1102室", ethnicity="哈萨克")
    folder.photos(who, date(2019, 5, 20), Shot("tiles", tilt=0.05, turn=-5), Shot("wood", tilt=0.05, turn=6))
    asked = list(window("gig_worker"))
    findings = [
        Expected("BNK001", data={"months": asked}),
        Expected("GIG001", data={"months": asked}),
        Expected("INC001"),
    ]
    items = [
        Wanted("bank_statement", ("BNK001", "INC001"), tuple(asked)),
        Wanted("gig_earnings", ("GIG001", "INC001"), tuple(asked)),
    ]
    return folder.done(findings, items)


# ---------------------------------------------------------------- on a payslip

HALF = (date(2026, 5, 1), UNTIL)


def salaried_complete() -> Made:
    folder = Folder("salaried-complete", "salaried")
    who = person("沈嘉怡", "女", date(1994, 10, 10), "320106", "滨江路200号颐和公馆15幢2单元904室")
    folder.sheet("身份证复印件.pdf", who, date(2020, 10, 12))
    moves = _salaried(folder, who, *HALF, employer=1)
    folder.statement("农业银行交易明细.pdf", "abc", who, moves, *HALF)
    return folder.done()


def salaried_turned_cards() -> Made:
    folder = Folder("salaried-turned-cards", "salaried")
    who = person("上官祎", "男", date(1989, 1, 28), "430104", "长虹里45号湘江名邸8幢1单元1703室")
    folder.photos(who, date(2015, 2, 2), Shot("wood", turn=3, quarter=2), Shot("desk", turn=-4, quarter=1, exif=True))
    moves = _salaried(folder, who, *HALF)
    folder.statement("交通银行流水.pdf", "bocom-english", who, moves, *HALF, face="serif")
    return folder.done()


def salaried_altered_amount() -> Made:
    """One salary was made 3,000 yuan larger and the balances were left as they were."""
    folder = Folder("salaried-altered-amount", "salaried")
    who = person("周文博", "男", date(1992, 8, 14), "370102", "解放东街7号泉城花园21幢602室")
    folder.scans(who, date(2018, 9, 1), margin=0)
    moves = _salaried(folder, who, *HALF, pay=7600)
    index = next(n for n, move in enumerate(moves) if move.kind == "salary" and move.day.month == 8)
    moves[index] = replace(moves[index], amount=moves[index].amount + 3000)
    folder.statement("招商银行.pdf", "cmb", who, moves, *HALF)
    data = {"date": moves[index].day.isoformat(), "balance": f"{moves[index].balance:.2f}"}
    return folder.done([Expected("BNK201", ("招商银行.pdf",), data)])


def salaried_stale_statement() -> Made:
    folder = Folder("salaried-stale-statement", "salaried")
    who = person("曾雪琴", "女", date(1979, 12, 3), "360102", "青年街33号洪都新村5幢301室")
    folder.photos(who, date(2026, 1, 5), Shot("cloth", tilt=0.05, turn=4), Shot("cloth", tilt=0.05, turn=-4))
    days = (date(2026, 3, 1), date(2026, 9, 15))
    moves = _salaried(folder, who, *days, employer=2, pay=6300)
    folder.statement("交易流水明细20260916.pdf", "boc", who, moves, *days)
    late = ["2026-09", "2026-10"]
    findings = [Expected("BNK103", ("交易流水明细20260916.pdf",), {"months": late})]
    return folder.done(findings, [Wanted("bank_statement", ("BNK103",), tuple(late))], income=False)


def salaried_too_short() -> Made:
    """It begins on 10 August: May to July are before its first month, and August itself is not whole."""
    folder = Folder("salaried-too-short", "salaried")
    who = person("司徒喆", "男", date(1997, 2, 19), "440305", "科技三路1号创业公寓3幢1408室")
    folder.photos(who, date(2023, 3, 7), Shot("desk", tilt=0.06, turn=-7), Shot("wood", tilt=0.04, turn=5))
    days = (date(2026, 8, 10), UNTIL)
    moves = _salaried(folder, who, *days)
    folder.statement("CMB流水.pdf", "cmb-wide", who, moves, *days, face="serif")
    early = ["2026-05", "2026-06", "2026-07"]
    findings = [
        Expected("BNK101", ("CMB流水.pdf",), {"months": early}),
        Expected("BNK102", ("CMB流水.pdf",), {"months": ["2026-08"]}),
    ]
    return folder.done(findings, [Wanted("bank_statement", ("BNK101", "BNK102"), (*early, "2026-08"))], income=False)


def salaried_locked_statement() -> Made:
    folder = Folder("salaried-locked-statement", "salaried")
    who = person("潘玉珍", "女", date(1970, 3, 15), "340104", "金牛巷9号政务新区12幢2单元1001室")
    folder.photos(who, date(2017, 6, 30), Shot("tiles", tilt=0.04, turn=3), Shot("tiles", tilt=0.05, turn=2))
    moves = _salaried(folder, who, *HALF, pay=5800)
    order = folder.order(who, moves, *HALF, password="483920")
    folder.files["中国银行流水.pdf"] = _statements.draw("boc", order).data
    asked = list(window("salaried"))
    findings = [Expected("FIL003", about="中国银行流水.pdf"), Expected("BNK001", data={"months": asked})]
    items = [Wanted("unknown", ("FIL003",)), Wanted("bank_statement", ("BNK001",), tuple(asked))]
    return folder.done(findings, items)


def salaried_password_given() -> Made:
    folder = Folder("salaried-password-given", "salaried")
    who = person("丁明辉", "男", date(1983, 11, 11), "210102", "滨江路18号浑南春天4幢1单元702室")
    folder.sheet("身份证扫描件.pdf", who, date(2014, 1, 20), grey=False)
    moves = _salaried(folder, who, *HALF, employer=1, pay=8800, own=0)
    folder.statement("中国银行流水.pdf", "boc-plain", who, moves, *HALF, password="720615")
    return folder.done(toml='passwords = ["000000", "720615"]\n')


def salaried_broken_files() -> Made:
    """A statement with a wrong suffix is read all the same; four other files cannot be used, each for its own reason."""
    folder = Folder("salaried-broken-files", "salaried")
    who = person("司徒喆", "女", date(1991, 7, 7), "350203", "桂花园77号鹭江海景1幢2602室")
    folder.scans(who, date(2022, 7, 18))
    moves = _salaried(folder, who, *HALF, own=0)
    folder.statement("工资流水.jpg", "icbc-short", who, moves, *HALF)
    folder.files["空白.pdf"] = b""
    folder.files["下载一半.pdf"] = folder.files["工资流水.jpg"][:14000]
    folder.files["情况说明.docx"] = _docx("本人收入情况说明。样本，人物为虚构。")
    folder.files["风景.jpg"] = picture = _camera.landscape(folder.rng)
    folder.placed.append(
        Placed("风景.jpg", Drawn("unknown", picture, "jpg", "photo", {}, sizes=((1000, 750),), unit="px"))
    )
    findings = [
        Expected("FIL001", about="情况说明.docx"),
        Expected("FIL002", about="空白.pdf"),
        Expected("FIL002", about="下载一半.pdf"),
        Expected("FIL006", ("风景.jpg",)),
    ]
    items = [Wanted("unknown", ("FIL001",)), Wanted("unknown", ("FIL002",)), Wanted("unknown", ("FIL002",))]
    return folder.done(findings, items)


def salaried_csv_export() -> Made:
    """ICBC's CSV names no holder, so whose it is stays unanswered; and it can be edited by anybody."""
    folder = Folder("salaried-csv-export", "salaried")
    who = person("昝珺璟", "女", date(1995, 9, 30), "420106", "长虹里6号东湖名苑2幢1503室")
    folder.photos(who, date(2021, 10, 8), Shot("wood", tilt=0.05, turn=-3), Shot("cloth", tilt=0.04, turn=3))
    moves = _salaried(folder, who, *HALF)
    folder.add("hisdetail.csv", _exports.icbc_csv(folder.order(who, moves, *HALF), "hisdetail"))
    return folder.done([Expected("BNK302", ("hisdetail.csv",))], unanswered=("BNK104",))


def salaried_id_number_invalid() -> Made:
    """The last character of the printed number is not the one that GB 11643 gives."""
    folder = Folder("salaried-id-number-invalid", "salaried")
    who = person("冯浩然", "男", date(1987, 5, 22), "230102", "新华大道120号松北佳园9幢401室")
    wrong = who.id_number[:17] + ("3" if who.id_number[17] != "3" else "8")
    folder.scans(who, date(2017, 7, 4), number=wrong)
    moves = _salaried(folder, who, *HALF, employer=2)
    folder.add("hqmx_20261121092631.xlsx", _exports.ccb_xlsx(folder.order(who, moves, *HALF)))
    findings = [Expected("IDC201", (FRONT,), {"id_number": wrong}), Expected("BNK302", ("hqmx_20261121092631.xlsx",))]
    return folder.done(findings)


def salaried_id_number_mismatch() -> Made:
    """A number that is valid in itself, with another day of birth than the card prints."""
    folder = Folder("salaried-id-number-mismatch", "salaried")
    who = person("卢梅", "女", date(1988, 7, 21), "522601", "青年街5号苗岭新城6幢202室", ethnicity="苗")
    other = id_number(who.area, date(1988, 7, 12), 426)
    folder.scans(who, date(2019, 3, 26), number=other)
    moves = _salaried(folder, who, *HALF, pay=6100)
    folder.add("detail20261121.xlsx", _exports.abc_xlsx(folder.order(who, moves, *HALF)))
    findings = [Expected("IDC202", (FRONT,), {"id_number": other}), Expected("BNK302", ("detail20261121.xlsx",))]
    return folder.done(findings)


def salaried_front_missing() -> Made:
    """The side with the emblem alone, sent through a chat; without the other side nobody can say whose statement it is."""
    folder = Folder("salaried-front-missing", "salaried")
    who = person("苏新宇", "男", date(1982, 2, 27), "120101", "滨江路52号海河公馆4幢1单元503室")
    chat = Shot("tiles", size=(960, 720), tilt=0.05, turn=-3, quality=40)
    folder.add(
        "mmexport1763687212.jpg", _camera.photo(_cards.back(who, date(2013, 8, 8), folder.rng), chat, folder.rng)
    )
    moves = _salaried(folder, who, *HALF, pay=8400)
    folder.statement("建设银行明细.pdf", "ccb", who, moves, *HALF)
    return folder.done([Expected("IDC001")], [Wanted("id_card_front", ("IDC001",))], unanswered=("BNK104",))


def salaried_glare_and_crop() -> Made:
    """A lamp over the last digits of the number, and a back whose right edge lies outside the picture."""
    folder = Folder("salaried-glare-and-crop", "salaried")
    who = person("彭德胜", "男", date(1981, 3, 3), "420106", "桂花园路18号水果湖小区4幢2单元301室")
    lamp = Shot("wood", tilt=0.04, turn=2, flaws=(_camera.glare(780, 545, 120, 42),), hidden=("id_number",))
    folder.photos(who, date(2011, 4, 20), lamp, Shot("desk", tilt=0.03, turn=-2, share=0.8, shift=(0.24, 0.0)))
    folder.statement("招商银行.pdf", "cmb", who, _salaried(folder, who, *HALF), *HALF)
    findings = [Expected("IMG102", (FRONT,)), Expected("IMG103", (BACK,))]
    items = [Wanted("id_card_front", ("IMG102",)), Wanted("id_card_back", ("IMG103",))]
    return folder.done(findings, items, unanswered=("IDC201", "IDC202"))


def salaried_blurred_and_dark() -> Made:
    folder = Folder("salaried-blurred-and-dark", "salaried")
    who = person("程思远", "男", date(1993, 11, 5), "370102", "解放东街99号千佛山花园6幢902室")
    shaken, night = (
        Shot("tiles", tilt=0.04, turn=3, blur=3.7),
        Shot("wood", turn=-3, flaws=(_camera.dim(0.2),), noise=2.0),
    )
    folder.photos(who, date(2020, 1, 6), shaken, night)
    folder.statement("农业银行.pdf", "abc", who, _salaried(folder, who, *HALF), *HALF)
    findings = [Expected("IMG101", (FRONT,)), Expected("IMG104", (BACK,))]
    return folder.done(findings, [Wanted("id_card_front", ("IMG101",)), Wanted("id_card_back", ("IMG104",))])


def salaried_screen_and_small() -> Made:
    """A photo of a monitor that shows the front, and a back that takes next to no room in its picture."""
    folder = Folder("salaried-screen-and-small", "salaried")
    who = person("余佳宁", "女", date(1996, 12, 12), "500103", "新华大道7号洪崖洞小区2幢1单元1503室")
    far = Shot("cloth", size=(800, 600), share=0.35, tilt=0.03, turn=2, blur=0.4)
    folder.photos(who, date(2022, 12, 19), Shot("desk", tilt=0.03, turn=1, flaws=(_camera.screen(),), shadow=0.0), far)
    folder.statement("交通银行.pdf", "bocom", who, _salaried(folder, who, *HALF), *HALF)
    findings = [Expected("IMG201", (FRONT,)), Expected("IMG105", (BACK,))]
    return folder.done(findings, [Wanted("id_card_back", ("IMG105",))])


def salaried_photocopy() -> Made:
    folder = Folder("salaried-photocopy", "salaried")
    who = person("任秀英", "女", date(1968, 8, 18), "410105", "长虹里2号郑大家属院11幢1单元201室")
    folder.sheet("身份证复印件.pdf", who, date(2015, 9, 2), grey=True)
    folder.statement("中国银行.pdf", "boc", who, _salaried(folder, who, *HALF, pay=5400), *HALF)
    return folder.done([Expected("IMG202", ("身份证复印件.pdf",))])


def salaried_zipped() -> Made:
    """An archive: a PDF with one side of the card on each page, and the statement of a bank that no declaration knows."""
    folder = Folder("salaried-zipped", "salaried")
    who = person("谢春梅", "女", date(1990, 4, 9), "360102", "滨江路299号赣江明珠5幢1单元1104室")
    sides = [_cards.front(who, folder.rng), _cards.back(who, date(2017, 5, 15), folder.rng, face="serif")]
    sheets = [_camera.sheet([side], folder.rng) for side in sides]
    folder.files["身份证.pdf"] = _scanned([image for image, _ in sheets], 150)
    folder.placed += [Placed("身份证.pdf", drawn[0], (n,)) for n, (_, drawn) in enumerate(sheets, 1)]
    moves = _salaried(folder, who, *HALF, employer=2, pay=7000)
    folder.statement("农商行流水.pdf", "rural", who, moves, *HALF)
    folder.zipped("购房贷款材料.zip")
    return folder.done()


def salaried_two_accounts() -> Made:
    """The salary account is whole; of a second account, handed in beside it, July is missing between two exports."""
    folder = Folder("salaried-two-accounts", "salaried")
    who = person("魏红霞", "女", date(1984, 6, 12), "310115", "青年街260弄14号602室")
    folder.scans(who, date(2012, 9, 3))
    moves = _salaried(folder, who, *HALF, employer=1, pay=10400)
    folder.statement("招行工资卡.pdf", "cmb", who, moves, *HALF)
    rng, days = folder.rng, (HALF[0], date(2026, 10, 31))
    second = _ledger.spending(rng, *days, 8, 300) + _ledger.own_transfers(
        rng, *days, who.name, "6214830012345678", 1800
    )
    second = _ledger.ledger(second, *days, money(9100), rng)
    number, files = "6228480038412097716", ("农行卡-1.pdf", "农行卡-2.pdf")
    folder.statement(files[0], "abc", who, second, days[0], date(2026, 6, 30), number=number)
    folder.statement(files[1], "abc", who, second, date(2026, 8, 1), days[1], number=number)
    findings = [Expected("BNK102", files, {"months": ["2026-07"]})]
    return folder.done(findings, [Wanted("bank_statement", ("BNK102",), ("2026-07",))])


def salaried_two_applicants() -> Made:
    """Husband and wife apply together: four sides of two cards, and her statement counts for both."""
    folder = Folder("salaried-two-applicants", "salaried")
    one = person("袁立新", "男", date(1985, 4, 2), "130102", "金牛巷31号冀中家园7幢2单元1201室")
    other = person("宋桂兰", "女", date(1986, 10, 19), "130102", "金牛巷31号冀中家园7幢2单元1201室")
    folder.sheet("袁立新身份证.pdf", one, date(2013, 5, 6))
    sides = (_cards.front(other, folder.rng), _cards.back(other, date(2016, 12, 1), folder.rng))
    files = ("宋桂兰身份证1.jpg", "宋桂兰身份证2.jpg")
    for file, card in zip(files, sides, strict=True):
        folder.add(file, _camera.photo(card, Shot("cloth", tilt=0.05, turn=2), folder.rng))
    moves = _salaried(folder, other, *HALF, pay=9900)
    folder.statement("建设银行流水.pdf", "ccb", other, moves, *HALF)
    listed = "".join(
        f'\n[[applicants]]\nname = "{who.name}"\nid_number = "{who.id_number}"\nrole = "{role}"\n'
        for who, role in ((one, "borrower"), (other, "co_borrower"))
    )
    people = (("borrower", ("袁立新身份证.pdf",)), ("co_borrower", (*files, "建设银行流水.pdf")))
    return folder.done(applicants=people, toml=listed)


# ---------------------------------------------------------------- contributions and letters


def _insured(who: Person, without: Sequence[str] = (), back: Sequence[str] = ()) -> _contributions.Proof:
    """A year of contributions on one base, but for the months named."""
    months = [f"{year}-{month:02d}" for year, month in _ledger.months(*YEAR)]
    listed = [_contributions.Month(m, None if m in without else money(6200), m in back) for m in months]
    return _contributions.Proof(who, EMPLOYERS[0][0], "48213377010029938812", date(2026, 11, 6), listed)


def gig_social_insurance() -> Made:
    """No statement at all: the platform's record and the insurance hold together; one month was paid afterwards."""
    folder = Folder("gig-social-insurance", "gig_worker")
    who = person("沈佳怡", "女", date(1993, 6, 17), "330106", "文二路391号西湖国际4幢1203室")
    folder.scans(who, date(2021, 3, 9))
    folder.add("社保参保证明.pdf", _contributions.zhejiang(_insured(who, back=("2026-02",)), folder.rng))
    earned = _earnings.monthly(folder.rng, *YEAR, 7700)
    folder.add("闪送收入明细.xlsx", _earnings.workbook(_proof("shansong", who, earned)))
    return folder.done()


def gig_letter_without_seal() -> Made:
    """The statement holds; of the insurance two months are missing, of the letter only the seal: that is asked for."""
    folder = Folder("gig-letter-without-seal", "gig_worker")
    who = person("任志强", "男", date(1986, 9, 5), "320106", "中央路201号金茂府7幢302室")
    folder.scans(who, date(2019, 5, 20))
    earned = _earnings.monthly(folder.rng, *YEAR, 8100)
    moves = _gig(folder, YEAR[0], UNTIL, _before_and(earned, folder.rng), "meituan")
    folder.statement("招商银行流水.pdf", "cmb", who, moves, YEAR[0], UNTIL)
    folder.add("社保缴费明细.pdf", _contributions.simple(_insured(who, ("2026-03", "2026-04")), folder.rng))
    said = _letters.Letter(
        "南京市鼓楼区中央门街道办事处", "外卖配送", "2019年4月", money(8100), "025-83110000", date(2026, 11, 12), False
    )
    letter = "就业证明.jpg"
    folder.add(letter, _letters.pictured(_letters.sentence(who, said, folder.rng), folder.rng, photo=False))
    findings = [Expected("EMP101", (letter,)), Expected("INC001")]
    return folder.done(findings, [Wanted("employment_letter", ("EMP101", "INC001"))])


def gig_payout_not_in_bank() -> Made:
    """What the platform paid for May never reached the account."""
    folder = Folder("gig-payout-not-in-bank", "gig_worker")
    who = person("曾庆华", "男", date(1990, 12, 1), "440305", "粤海街道学府路63号荟芳园3栋1502")
    folder.scans(who, date(2022, 8, 30))
    earned = _earnings.monthly(folder.rng, *YEAR, 7900)
    paid = [one for one in _before_and(earned, folder.rng) if one[0] != date(2026, 6, 15)]
    moves = _gig(folder, YEAR[0], UNTIL, paid, "huolala")
    folder.statement("建设银行流水.pdf", "ccb", who, moves, YEAR[0], UNTIL)
    proof = "货拉拉收入对账单.pdf"
    folder.add(proof, _earnings.pdf(_proof("huolala", who, earned)))
    folder.add("公积金缴存证明.pdf", _contributions.fund_by_month(_insured(who), folder.rng))
    return folder.done([Expected("GIG201", (proof,), {"months": ["2026-05"]})])


# ---------------------------------------------------------------- wallets, and what is no statement


def _wallet(folder: Folder, who: Person, account: str, payer: str, pay: int = 1750, **more: Any) -> _wallets.Wallet:
    """A year of a rider's wallet; without a payer, what is spent of it alone."""
    found = _wallets.deals(folder.rng, YEAR[0], UNTIL, payer, pay, a_week=more.pop("a_week", 1))
    kept = [one for one in found if payer or one.kind != "payout"]
    return _wallets.Wallet(who, account, kept, YEAR[0], UNTIL, datetime(2026, 11, 21, 9, 26, 31), folder.rng, **more)


def _earned_of(wallet: _wallets.Wallet) -> list[_earnings.Earned]:
    """What the wallet's weekly payouts pay for: each is for the week before, in the month in which most of it lies."""
    sums: dict[str, Decimal] = {}
    for one in wallet.deals:
        if one.kind == "payout":
            month = f"{one.when - timedelta(days=5):%Y-%m}"
            sums[month] = sums.get(month, Decimal(0)) + one.amount
    asked = [f"{year}-{month:02d}" for year, month in _ledger.months(*YEAR)]
    return [
        _earnings.Earned(month, sums[month] - money(40), money(28), money(12), int(sums[month] / 7)) for month in asked
    ]


def gig_wallets() -> Made:
    """No bank at all: WeChat's proof holds the income, and Alipay's export lies in an archive whose password is given."""
    folder = Folder("gig-wallets", "gig_worker")
    who = person("田雨桐", "女", date(1994, 5, 6), "430104", "麓谷大道8号院2幢301室")
    folder.scans(who, date(2020, 6, 1))
    payer = _earnings.BRANDS["meituan"].payer[0]
    wallet = _wallet(folder, who, "wxid_tyt0506", payer)
    folder.add("微信支付交易明细证明.pdf", _wallets.wechat_proof(wallet))
    name = "支付宝交易明细(20251101-20261120)"
    spent = _wallets.alipay_csv(_wallet(folder, who, "139******05", "", a_week=2), name)
    folder.locked("支付宝交易明细.zip", f"{name}.csv", spent, "260506")
    folder.add("美团收入明细.xlsx", _earnings.workbook(_proof("meituan", who, _earned_of(wallet))))
    return folder.done(toml='passwords = ["260506"]\n')


def gig_wallet_nickname() -> Made:
    """WeChat's export for one's own accounts: it names nobody, so that a person must look whose it is."""
    folder = Folder("gig-wallet-nickname", "gig_worker")
    who = person("邓海燕", "女", date(1989, 8, 8), "360102", "红谷大道15号赣江花园3幢902室")
    folder.scans(who, date(2019, 3, 4))
    name = "微信支付账单流水文件(20251101-20261120)"
    wallet = _wallet(folder, who, "", _earnings.BRANDS["eleme"].payer[0])
    folder.add(f"{name}.xlsx", _wallets.wechat_xlsx(wallet))
    folder.add("蜂鸟收入明细.xlsx", _earnings.workbook(_proof("eleme", who, _earned_of(wallet))))
    return folder.done(unanswered=("BNK104",))


def gig_bookkeeping() -> Made:
    """A book that he keeps himself is no statement, nor is the bill of his credit card."""
    folder = Folder("gig-bookkeeping", "gig_worker")
    who = person("薛晓东", "男", date(1992, 3, 19), "210102", "青年大街77号浑河人家5幢1102室")
    folder.scans(who, date(2018, 4, 2))
    book, bill = "支付宝记账本.csv", "招行账单.pdf"
    folder.add(book, _no_statements.alipay_book(folder.rng, *YEAR))
    folder.add(bill, _no_statements.credit_card_bill(folder.rng, who, date(2026, 11, 8)))
    earned = _earnings.monthly(folder.rng, *YEAR, 8000)
    folder.add("闪送收入明细.xlsx", _earnings.workbook(_proof("shansong", who, earned)))
    asked = window("gig_worker")
    findings = [
        Expected("BNK301", (book,)),
        Expected("BNK301", (bill,)),
        Expected("BNK001", data={"months": list(asked)}),
        Expected("INC001"),
    ]
    return folder.done(findings, [Wanted("bank_statement", ("BNK001", "BNK301", "INC001"), asked)])


def gig_wallet_balance() -> Made:
    """The proof of Alipay's balance: it has balances to hold the amounts to, and begins in February."""
    folder = Folder("gig-wallet-balance", "gig_worker")
    who = person("曹明辉", "男", date(1990, 10, 11), "500103", "中山三路66号嘉陵小区8幢703室")
    folder.scans(who, date(2017, 11, 20))
    whole = _wallet(folder, who, "136******11", _earnings.BRANDS["meituan"].payer[0])
    begins = date(2026, 2, 1)
    late = replace(whole, first=begins, deals=[one for one in whole.deals if one.when.date() >= begins])
    proof = "余额收支流水证明.pdf"
    folder.add(proof, _wallets.alipay_balance(late))
    folder.add("美团收入明细.xlsx", _earnings.workbook(_proof("meituan", who, _earned_of(whole))))
    early = ("2025-11", "2025-12", "2026-01")
    findings = [Expected("BNK101", (proof,), {"months": list(early)}), Expected("INC001")]
    return folder.done(findings, [Wanted("wallet_statement", ("BNK101", "INC001"), early)])


# ---------------------------------------------------------------- self-employed


def self_employed_complete() -> Made:
    """Three years, in the font that is not embedded."""
    folder = Folder("self-employed-complete", "self_employed")
    who = person("胡德胜", "男", date(1975, 1, 20), "532901", "解放东街88号苍山别院2幢101室", ethnicity="白")
    folder.photos(who, date(2022, 4, 6), Shot("wood", tilt=0.06, turn=-6), Shot("tiles", tilt=0.04, turn=2))
    days = (date(2023, 11, 1), UNTIL)
    rng = folder.rng
    moves = _ledger.receipts(rng, *days, CUSTOMERS, 4300, 4) + _ledger.spending(rng, *days, 6, 1800)
    folder.statement(
        "建设银行三年流水.pdf", "ccb", who, _ledger.ledger(moves, *days, money(23000), rng), *days, face="song"
    )
    return folder.done()


def _docx(text: str) -> bytes:
    """The least that a word processor opens."""
    body = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", body)):
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


APPLICATIONS: tuple[Callable[[], Made], ...] = (
    gig_complete,
    gig_expired_card_march_missing,
    gig_back_missing,
    gig_statement_of_another_person,
    gig_earnings_gap,
    gig_screenshot,
    gig_earnings_short,
    gig_two_platforms,
    gig_nothing_but_id,
    salaried_complete,
    salaried_turned_cards,
    salaried_altered_amount,
    salaried_stale_statement,
    salaried_too_short,
    salaried_locked_statement,
    salaried_password_given,
    salaried_broken_files,
    salaried_csv_export,
    salaried_id_number_invalid,
    salaried_id_number_mismatch,
    salaried_front_missing,
    salaried_glare_and_crop,
    salaried_blurred_and_dark,
    salaried_screen_and_small,
    salaried_photocopy,
    salaried_zipped,
    salaried_two_accounts,
    salaried_two_applicants,
    gig_social_insurance,
    gig_letter_without_seal,
    gig_payout_not_in_bank,
    gig_wallets,
    gig_wallet_nickname,
    gig_bookkeeping,
    gig_wallet_balance,
    self_employed_complete,
)
