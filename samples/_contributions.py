"""Proofs of social insurance and of the housing fund after the provinces' layouts, with gaps, back payments and schemes as wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from random import Random
from typing import Any

from _paper import A4, A4_LANDSCAPE, Drawn, Paper, seal
from _people import Person

SCHEMES = {"pension": "养老", "medical": "医疗", "unemployment": "失业", "injury": "工伤", "maternity": "生育"}
SHARES = {"pension": "0.08", "medical": "0.02", "unemployment": "0.005"}


@dataclass(frozen=True)
class Month:
    """A month of a proof: its base, or None for a gap; `back` where it was paid afterwards."""

    month: str
    base: Decimal | None
    back: bool = False


@dataclass(frozen=True)
class Proof:
    """What a proof says. `months` are in calendar order."""

    who: Person
    employer: str
    code: str
    issued: date
    months: Sequence[Month]


def zhejiang(proof: Proof, rng: Random) -> Drawn:
    """浙江: schemes as groups of columns, 到账情况 as the mark."""
    paper = _paper(A4, proof, rng)
    _title(paper, "浙江省社会保险参保证明（个人专用）", "浙江省")
    _head(
        paper,
        96,
        [
            ("姓名：", proof.who.name, "holder"),
            ("社会保障号：", proof.who.id_number, "id_number"),
            ("性别：", proof.who.sex, None),
        ],
    )
    _head(paper, 116, [("参保单位：", proof.employer, "employer"), ("授权码：", proof.code, "verification_code")])
    columns = (
        ("年月", 50),
        ("单位编号", 62),
        ("参保地", 52),
        *((name, 52) for name in ("缴费基数", "个人缴费", "到账情况") * 2),
        ("备注", 40),
    )
    groups = (("养老", 3, 6), ("失业", 6, 9))
    rows = []
    for month in reversed(proof.months):
        cells = [_spelt(month.month, rng, "202601"), "330100123", "杭州市"]
        for scheme in ("pension", "unemployment"):
            cells += _paid(month, scheme, rng)
        rows.append([*cells, "补缴" if month.back else ""])
    _grid(paper, 146, columns, groups, rows, ruled=rng.random() < 0.6)
    _foot(paper, proof, "浙江省社会保险和就业服务中心", "本证明3个月内可在浙江政务服务网验证真伪。")
    truth = [row for month in reversed(proof.months) for row in _truths(month, ("pension", "unemployment"))]
    return _finished(paper, "social_insurance", truth)


def shenzhen(proof: Proof, rng: Random) -> Drawn:
    """深圳: year and month in two cells, five schemes in two heads, a star for what was paid afterwards, an empty row for a gap."""
    paper = _paper(A4_LANDSCAPE, proof, rng)
    _title(paper, "深圳市社会保险历年参保缴费明细表（个人）", "深圳市")
    _head(
        paper,
        90,
        [
            ("姓名：", proof.who.name, "holder"),
            ("社保电脑号：", "623456789", None),
            ("身份证号码：", proof.who.id_number, "id_number"),
            ("页码：", "1", None),
        ],
    )
    _head(
        paper,
        108,
        [
            ("最近参保单位名称：", proof.employer, "employer"),
            ("单位编号：", "30123456", None),
            ("计算单位：", "元", None),
        ],
    )
    columns = (
        ("缴费年", 40), ("月", 24), ("单位编号", 58), ("基数", 52), ("单位交", 50), ("个人交", 50), ("险种", 30), ("基数", 52), ("单位交", 50), ("个人交", 50),
        ("基数", 48), ("单位交", 44), ("基数", 48), ("单位交", 44), ("基数", 48), ("个人交", 44),
    )  # fmt: skip
    groups = (("养老保险", 3, 6), ("医疗保险", 6, 10), ("生育", 10, 12), ("工伤保险", 12, 14), ("失业保险", 14, 16))
    rows = []
    for month in proof.months:
        year, number = month.month.split("-")
        if month.base is None:
            rows.append([year, number, *[""] * 14])
            continue
        star = "*" if month.back else ""
        base = f"{month.base:.2f}{star}"
        pension = [base, _share(month, "0.15"), _share(month, "0.08")]
        medical = ["1", base, _share(month, "0.05"), _share(month, "0.02")]
        others = [base, _share(month, "0.005"), base, _share(month, "0.002"), base, _share(month, "0.005")]
        rows.append([year, number, "30123456", *pension, *medical, *others])
    _grid(paper, 130, columns, groups, rows, ruled=rng.random() < 0.5, high=15.0)
    _foot(
        paper,
        proof,
        "深圳市社会保险基金管理局",
        "验真码有效期三个月。",
        label="验真码：",
        notes="本表“*”为补缴，空行为断缴。",
    )
    truth = []
    for month in proof.months:
        for scheme in SCHEMES:
            row = _truth(month, scheme)
            if scheme in ("maternity", "injury"):
                row["personal"] = None
            truth.append(row)
    return _finished(paper, "social_insurance", truth, A4_LANDSCAPE)


def hubei(proof: Proof, rng: Random) -> Drawn:
    """湖北: two tables side by side, newest month first, one scheme named above."""
    paper = _paper(A4, proof, rng)
    _title(paper, "湖北省社会保险参保证明（个人专用）", "湖北省")
    _head(
        paper,
        96,
        [
            ("姓名：", proof.who.name, "holder"),
            ("性别：", proof.who.sex, None),
            ("社会保障号：", proof.who.id_number, "id_number"),
        ],
    )
    _head(paper, 116, [("单位名称：", proof.employer, "employer"), ("参保险种：", "企业职工基本养老保险", None)])
    paper.put(60, 140, "近12个月参保缴费情况", 10)
    columns = (("记录月份", 70), ("缴费基数(元)", 90), ("缴费类型", 80)) * 2
    newest = list(reversed(proof.months))
    half = (len(newest) + 1) // 2
    rows = []
    for n in range(half):
        cells: list[str] = []
        for at in (n, n + half):
            month = newest[at] if at < len(newest) else None
            cells += (
                [
                    _spelt(month.month, rng, "202601"),
                    f"{month.base:.2f}" if month.base else "",
                    ("补缴" if month.back else "正常") if month.base else "",
                ]
                if month
                else ["", "", ""]
            )
        rows.append(cells)
    _grid(paper, 160, columns, (), rows, ruled=rng.random() < 0.5)
    _foot(paper, proof, "武汉市社会保险中心", "本证明有效期3个月。", label="授权码：")
    left, right = newest[:half], newest[half:]
    truth = [_truth(m, "pension") | {"personal": None} for m in [*left, *right]]
    return _finished(paper, "social_insurance", truth)


def simple(proof: Proof, rng: Random) -> Drawn:
    """A city that lists a scheme in every row."""
    paper = _paper(A4, proof, rng)
    _title(paper, "合肥市社会保险个人参保缴费证明", "合肥市")
    _head(paper, 96, [("姓名：", proof.who.name, "holder"), ("公民身份号码：", proof.who.id_number, "id_number")])
    _head(paper, 116, [("单位名称：", proof.employer, "employer"), ("验证码：", proof.code, "verification_code")])
    columns = (
        ("缴费年月", 70),
        ("险种类型", 120),
        ("缴费基数", 80),
        ("单位缴费", 70),
        ("个人缴费", 70),
        ("缴费状态", 70),
    )
    rows, truth = [], []
    names = {"pension": "企业职工基本养老保险", "unemployment": "失业保险"}
    for month in proof.months:
        for scheme, name in names.items():
            if month.base is None:
                rows.append([_spelt(month.month, rng, "2026-01"), name, "", "", "", "未缴费"])
            else:
                rows.append(
                    [
                        _spelt(month.month, rng, "2026-01"),
                        name,
                        f"{month.base:,.2f}",
                        _share(month, "0.16"),
                        _share(month, SHARES[scheme]),
                        "补缴" if month.back else "已缴费",
                    ]
                )
            truth.append(_truth(month, scheme))
    _grid(paper, 146, columns, (), rows, ruled=rng.random() < 0.5, high=14.0)
    _foot(paper, proof, "合肥市社会保险费征缴中心", "")
    return _finished(paper, "social_insurance", truth)


def fund_by_month(proof: Proof, rng: Random) -> Drawn:
    """The housing fund's certificate with a table of months."""
    paper = _paper(A4, proof, rng)
    _title(paper, rng.choice(("住房公积金缴存证明", "杭州市住房公积金个人缴存明细")))
    _head(paper, 96, [("姓名：", proof.who.name, "holder"), ("身份证号：", proof.who.id_number, "id_number")])
    _head(paper, 116, [("单位名称：", proof.employer, "employer"), ("个人公积金账号：", "330100998877", "account")])
    columns = (("缴存年月", 80), ("缴存基数", 90), ("单位缴存额", 90), ("个人缴存额", 90), ("月缴存额", 90))
    rows, truth = [], []
    for month in proof.months:
        part = (month.base * Decimal("0.12")).quantize(Decimal("0.01")) if month.base else None
        rows.append(
            [
                _spelt(month.month, rng, "2026-01"),
                f"{month.base:.2f}" if month.base else "",
                f"{part:.2f}" if part else "",
                f"{part:.2f}" if part else "",
                f"{part * 2:.2f}" if part else "",
            ]
        )
        truth.append(
            {
                "month": month.month,
                "base": f"{month.base:.2f}" if month.base else None,
                "amount": f"{part * 2:.2f}" if part else None,
            }
        )
    _grid(paper, 146, columns, (), rows, ruled=rng.random() < 0.5)
    _foot(paper, proof, "杭州市住房公积金管理中心", "", field=None)
    return _finished(paper, "housing_fund", truth)


def fund_by_day(proof: Proof, rng: Random) -> Drawn:
    """The housing fund's account, payment by payment, with interest and a withdrawal between them."""
    paper = _paper(A4, proof, rng)
    _title(paper, "个人住房公积金明细账")
    _head(paper, 96, [("姓名：", proof.who.name, "holder"), ("证件号码：", proof.who.id_number, "id_number")])
    _head(paper, 116, [("缴存单位：", proof.employer, "employer"), ("个人账号：", "330100998877", "account")])
    columns = (("交易日期", 80), ("业务类型", 110), ("发生额", 90), ("账户余额", 100))
    rows, truth, balance = [], [], Decimal("12000.00")
    for month in proof.months:
        if month.base is None:
            continue
        amount = (month.base * Decimal("0.24")).quantize(Decimal("0.01"))
        balance += amount
        rows.append(
            [
                f"{month.month}-{rng.randint(10, 26)}",
                f"汇缴[{month.month.replace('-', '')}]",
                f"{amount:.2f}",
                f"{balance:.2f}",
            ]
        )
        truth.append({"month": month.month, "base": None, "amount": f"{amount:.2f}"})
        if month.month.endswith("-06"):
            balance += Decimal("88.20")
            rows.append([f"{month.month}-30", "年度结息", "88.20", f"{balance:.2f}"])
    _grid(paper, 146, columns, (), rows, ruled=rng.random() < 0.5)
    _foot(paper, proof, "杭州市住房公积金管理中心", "", field=None)
    return _finished(paper, "housing_fund", truth)


LAYOUTS = (zhejiang, shenzhen, hubei, simple, fund_by_month, fund_by_day)


def _paper(size: tuple[float, float], proof: Proof, rng: Random) -> Paper:
    return Paper(
        size,
        rng.choice(("sans", "serif")),
        datetime.combine(proof.issued, time(9, 30)),
        title="证明",
        producer="iText 2.1.7 by 1T3XT",
    )


def _title(paper: Paper, text: str, region: str = "") -> None:
    """The title, which may begin with the region."""
    left, top, _, bottom = paper.put(paper.size[0] / 2, 56, text, 16, align="centre", bold=True)
    if region:
        paper.note("region", region, [left, top, left + paper.width(region, 16), bottom])


def _head(paper: Paper, top: float, entries: Sequence[tuple[str, str, str | None]]) -> None:
    step = (paper.size[0] - 80) / len(entries)
    for n, (label, text, name) in enumerate(entries):
        paper.pieces(44 + n * step, top, 9, [label, (text, name) if name else text])


def _grid(
    paper: Paper, top: float, columns: Sequence[tuple[str, float]], groups: Sequence[tuple[str, int, int]], rows: Sequence[Sequence[str]], *,
    ruled: bool, high: float = 17.0,
) -> None:  # fmt: skip
    """A table; where there are `groups` (name, from column, to column), their heads stand over the columns' own."""
    lefts = [44.0]
    for _, wide in columns:
        lefts.append(lefts[-1] + wide)
    size = 8.0
    deep = 2 * high if groups else high
    grouped = {n for _, first, last in groups for n in range(first, last)}
    for name, first, last in groups:
        paper.put((lefts[first] + lefts[last]) / 2, top + 4, name, size, align="centre")
    for n, (head, _) in enumerate(columns):
        y = top + deep - high + 4 if n in grouped or not groups else top + deep / 2 - 4
        paper.put((lefts[n] + lefts[n + 1]) / 2, y, head, size, align="centre")
    for k, cells in enumerate(rows):
        y = top + deep + k * high
        for n, cell in enumerate(cells):
            if cell:
                paper.put((lefts[n] + lefts[n + 1]) / 2, y + 4, cell, size, align="centre")
    if ruled:
        bottom = top + deep + len(rows) * high
        for y in [top, *(top + deep + k * high for k in range(len(rows) + 1))]:
            paper.line(lefts[0], y, lefts[-1], y, 0.4)
        for x in lefts:
            paper.line(x, top, x, bottom, 0.4)


def _foot(
    paper: Paper,
    proof: Proof,
    agency: str,
    validity: str,
    label: str = "",
    notes: str = "",
    field: str | None = "agency",
) -> None:
    y = paper.size[1] - 96
    for text in (notes, validity):
        if text:
            paper.put(44, y, text, 8)
            y += 13
    if label:
        paper.pieces(44, y, 8, [label, (proof.code, "verification_code")])
        y += 13
    paper.pieces(44, y, 8, ["打印时间：", (f"{proof.issued:%Y-%m-%d}", "issued_on", proof.issued.isoformat())])
    paper.put(paper.size[0] - 60, y, agency, 9, align="right", name=field)
    paper.picture(seal(agency), paper.size[0] - 190, y - 60, 100, 100)
    paper.put(paper.size[0] / 2, paper.size[1] - 40, "样本", 9, align="centre", grey=0.6)


def _paid(month: Month, scheme: str, rng: Random) -> list[str]:
    if month.base is None:
        return ["", "", ""]
    return [f"{month.base:.2f}", _share(month, SHARES[scheme]), "已到账"]


def _share(month: Month, rate: str) -> str:
    return f"{(month.base * Decimal(rate)).quantize(Decimal('0.01')):.2f}" if month.base else ""


def _spelt(month: str, rng: Random, like: str) -> str:
    return month if like == "2026-01" else month.replace("-", "")


def _truths(month: Month, schemes: Sequence[str]) -> list[dict[str, Any]]:
    return [_truth(month, scheme) for scheme in schemes]


def _truth(month: Month, scheme: str) -> dict[str, Any]:
    """The row of a month; of a gap only that it is not paid."""
    paid = month.base is not None
    row: dict[str, Any] = {"month": month.month, "scheme": scheme, "base": f"{month.base:.2f}" if paid else None,
                           "personal": _share(month, SHARES.get(scheme, "0")) or None, "paid": paid}  # fmt: skip
    return row | ({"backpaid": True} if month.back else {})


def _finished(paper: Paper, kind: str, rows: list[dict[str, Any]], size: tuple[float, float] = A4) -> Drawn:
    paged = [{name: value for name, value in row.items() if value is not None} | {"page": 1} for row in rows]
    return Drawn(kind, paper.finish(), "pdf", "issuer_pdf", paper.fields, paged, sizes=(size,))
