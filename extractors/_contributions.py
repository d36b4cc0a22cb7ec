"""Proofs of social insurance and of the housing fund: what was paid in which month, and what stands around the table.

No two provinces print the same. A column is told by the words above it, a month counts as paid where the paper says so: by a mark, else by
an amount. A row without anything is a gap.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from extractors._months_table import SCHEME, MonthRow, Months, MonthTable, days_in, has_ink, month_tables, months_in
from extractors._names import id_number
from extractors._prose import prose_of
from pipeline.layout import Line, Printed, bounds, labelled, lines_cut, printed, squeezed
from pipeline.model import Box, Contribution, Field, Leaf, Region
from pipeline.text import day, days, money, person, squeeze

Scheme = Literal["pension", "medical", "unemployment", "injury", "maternity"]

SCHEMES: tuple[tuple[str, Scheme], ...] = (
    ("养老", "pension"), ("医疗", "medical"), ("医保", "medical"), ("失业", "unemployment"), ("工伤", "injury"), ("生育", "maternity"),
)  # fmt: skip

_PAID = re.compile(r"已到账|已缴|到账|正常|足额|实缴|已实缴|缴费|正常应缴|√|是|Y|补缴|补收|预缴")
_UNPAID = re.compile(r"未|欠|中断|停|暂|断|无|否|×|退|N")
_BACKPAID = re.compile(r"补缴|补收|补交|\*|※")
_GAP = 1.5  # line heights, between what stands apart on one line
_SURE = 0.9  # a name that a seal may lie over is not believed below it
_FAINT = 0.8  # below that a figure was rather guessed than read

LABELS: Mapping[str, Sequence[str]] = {
    "holder": ("姓名", "参保人姓名", "参保人员姓名", "职工姓名", "缴存人姓名", "缴存职工姓名", "个人姓名", "缴存人", "参保人"),
    "id_number": ("身份证号", "身份证号码", "公民身份号码", "证件号码", "社会保障号", "社会保障号码", "社保号码", "公民身份证号码", "居民身份证号码", "身份证件号码", "证件号", "公民身份证号"),
    "employer": (
        "单位名称", "参保单位", "参保单位名称", "现参保单位", "现缴费单位名称", "最近参保单位名称", "当前参保单位", "缴费单位", "缴费单位名称", "工作单位", "缴存单位", "缴存单位名称", "现缴费单位", "所在单位", "参保缴费单位",
        "最后参保单位", "现单位名称", "现工作单位",
    ),
    "account": ("个人公积金账号", "公积金账号", "个人账号", "个人公积金帐号", "公积金帐号", "个人客户号", "职工账号", "缴存账号", "个人编号", "账号", "公积金账户", "个人公积金账户"),
    "region": ("参保地", "参保缴费地", "统筹区", "参保统筹区", "参保所在地", "现参保地", "参保地区"),
    "agency": ("经办机构", "社保经办机构", "参保经办机构", "现参保地经办机构", "经办机构名称", "出具机构", "管理部", "开户机构", "缴存机构"),
    "issued_on": ("打印时间", "打印日期", "出具日期", "出具时间", "开具日期", "开具时间", "证明日期", "生成日期", "生成时间", "查询日期", "查询时间", "下载时间", "制表日期", "出证日期"),
    "verification_code": ("验证码", "授权码", "验真码", "表单验证号码", "校验码", "查验码", "防伪码", "验证编号", "证明编号", "验证号码", "电子验证码", "防伪验证码"),
    "verification_until": ("验证有效期至", "有效期至", "验证码有效期至", "有效期限至", "验真有效期至", "授权码有效期至", "截止有效期"),
    "balance": ("账户余额", "缴存余额", "公积金余额", "个人账户余额", "当前余额", "余额", "缴存总额余额", "账户总余额"),
}  # fmt: skip
STOPS = ("性别", "证件类型", "出生日期", "单位编号", "社保电脑号", "页码", "参保状态", "缴费状态", "计算单位", "个人编号", "单位账号", "单位公积金账号", "账户状态", "缴存状态", "开户日期", "月缴存额", "缴存比例", "单位缴存比例", "个人缴存比例", "缴至年月", "起止年月", "联系电话", "币种", "单位")  # fmt: skip

_PROVINCES = "北京市|天津市|上海市|重庆市|河北省|山西省|辽宁省|吉林省|黑龙江省|江苏省|浙江省|安徽省|福建省|江西省|山东省|河南省|湖北省|湖南省|广东省|海南省|四川省|贵州省|云南省|陕西省|甘肃省|青海省|内蒙古自治区|广西壮族自治区|西藏自治区|宁夏回族自治区|新疆维吾尔自治区"
_TITLE_REGION = re.compile(
    rf"^(?P<v>(?:{_PROVINCES})?(?:[㐀-鿿]{{2,6}}?[市州盟](?![㐀-鿿]*中心))?|(?:{_PROVINCES}))(?:社会保险|城镇职工|基本医疗|基本养老|企业职工|个人社会保险|职工)"
)
_AGENCY = re.compile(
    r"(?P<v>[㐀-鿿]{2,16}(?:社会保险|社会保障|社保|医疗保障|医疗保险|公积金|人力资源)[㐀-鿿]{0,8}(?:局|中心|所|处|厅|管理部))(?:\([^)]*\))?"
)
_VALID_MONTHS = re.compile(
    r"(?:有效期|有效期限|有效期为|有效)(?:限)?(?:为|是)?:?(?P<v>\d{1,2}|[一二三四五六]|十二)个月|(?P<w>\d{1,2}|[一二三四五六])个月(?:内)?(?:可|有效|在|登录|,)"
)
_CHINESE_MONTHS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "十二": 12}
_YEAR_OF_ALL = re.compile(r"(20\d\d)年度?(?!\d{1,2}月|\d)")


@dataclass(frozen=True)
class Proof:
    """The leaves of a proof, its tables of months, and the lines that are in none."""

    leaves: Sequence[Leaf]
    tables: Sequence[MonthTable]
    around: Sequence[Line]

    @property
    def text(self) -> str:
        """All text, without spaces."""
        return "\n".join(squeezed(leaf) for leaf in self.leaves)


def proof_of(leaves: Sequence[Leaf]) -> Proof:
    """The leaves of one proof, read as far as every proof is alike: by its months, or by days where it lists none."""
    text = "\n".join(squeezed(leaf) for leaf in leaves)
    year = _YEAR_OF_ALL.search("\n".join(text.splitlines()[:6]))
    by_months = _proof(leaves, months_in(int(year[1]) if year else None))
    return by_months if by_months.tables else _proof(leaves, days_in)


def _proof(leaves: Sequence[Leaf], read: Months) -> Proof:
    tables: list[MonthTable] = []
    before: Sequence[MonthTable] = ()
    around: list[Line] = []
    for leaf in leaves:
        here = month_tables(leaf, read, before)
        before = here or before
        tables += here
        own = {row.anchor.line for table in here for row in table.rows}
        around += [line for number, line in enumerate(lines_cut(leaf)) if number not in own]
    return Proof(leaves, tables, around)


# ---------------------------------------------------------------- around the table


def fields_of(proof: Proof) -> dict[str, Field]:
    """Whose it is, of which employer and office, issued and to be verified until when."""
    told = labelled(proof.around, LABELS, STOPS)
    found: dict[str, Field | None] = {
        "holder": _holder(told.get("holder")),
        "id_number": id_number(told["id_number"]) if "id_number" in told else None,
        "employer": _as_text(told.get("employer"), 4),
        "issued_on": _a_day(told.get("issued_on")) or _signed_on(proof.around),
        "verification_code": _code(told.get("verification_code")),
        "verification_until": _a_day(told.get("verification_until")),
        "validity_months": _validity(proof.around),
    }
    return {name: field for name, field in found.items() if field is not None}


def region_of(proof: Proof) -> Field | None:
    """The province or city: by its label, else by the title."""
    told = _as_text(labelled(proof.around, LABELS, STOPS).get("region"), 2)
    if told and re.search(r"[省市区县州盟]$", told.raw):
        return told
    for line in proof.around[:6]:
        prose = prose_of([line])
        found = _TITLE_REGION.match(prose.text)
        if found and found["v"]:
            shown = prose.printed(*found.span("v"))
            return shown.field(shown.text)
    return None


def agency_of(proof: Proof) -> Field | None:
    """The office that issued it: by its label, else the last line that is nothing but an office's name."""
    told = _as_text(labelled(proof.around, LABELS, STOPS).get("agency"), 4)
    if told:
        return told
    for line in reversed(proof.around):
        for piece in _apart(line):
            prose = prose_of([piece])
            found = _AGENCY.fullmatch(prose.text)
            if found:
                shown = prose.printed(*found.span("v"))
                read = shown.method != "ocr" or shown.confidence >= _SURE
                return shown.field(shown.text if read else None, None if read else "经办机构看不清")
    return None


def _apart(line: Line) -> Iterator[Line]:
    """The parts of a line between wide gaps."""
    part = [line.words[0]]
    for before, word in pairwise(line.words):
        if word.box.left - before.box.right > _GAP * line.box.height:
            yield Line(line.leaf, tuple(part), bounds(part))
            part = []
        part.append(word)
    yield Line(line.leaf, tuple(part), bounds(part))


def amount_of(proof: Proof, name: str) -> Field | None:
    """An amount beside a label."""
    shown = labelled(proof.around, LABELS, STOPS).get(name)
    if shown is None or not shown.text:
        return None
    value = money(shown.text)
    return shown.field(value, None if value is not None else "金额看不清")


def account_of(proof: Proof) -> Field | None:
    """The account of the housing fund."""
    shown = labelled(proof.around, LABELS, STOPS).get("account")
    number = squeeze(shown.text) if shown else ""
    return shown.field(number) if shown and re.fullmatch(r"[\dA-Za-z*]{6,24}", number) else None


def _holder(shown: Printed | None) -> Field | None:
    if shown is None or not shown.text:
        return None
    name = person(re.split(r"[（(,，;；]", shown.text)[0])
    return shown.field(name) if re.fullmatch(r"[㐀-鿿\U00020000-\U0003ffff·*]{2,20}", name) else None


def _as_text(shown: Printed | None, least: int) -> Field | None:
    text = squeeze(shown.text).strip(",;。") if shown else ""
    return shown.field(text) if shown and len(text) >= least and re.search(r"[㐀-鿿]", text) else None


def _a_day(shown: Printed | None) -> Field | None:
    if shown is None or not shown.text:
        return None
    found = days(shown.text)
    return shown.field(found[-1]) if found else shown.field(None, "日期看不清")


def _signed_on(lines: Sequence[Line]) -> Field | None:
    """The day under the paper, alone on one of the last lines."""
    for line in reversed(lines[-6:]):
        found = day(squeeze(line.text))
        if found:
            return printed(line.leaf, line.words).field(found)
    return None


def _code(shown: Printed | None) -> Field | None:
    code = re.match(r"[\dA-Za-z-]{4,40}", squeeze(shown.text)) if shown else None
    return shown.field(code[0]) if shown and code else None


def _validity(lines: Sequence[Line]) -> Field | None:
    """How many months the proof can be verified, where it says so in a sentence."""
    prose = prose_of(lines)
    for found in _VALID_MONTHS.finditer(prose.text):
        near = prose.text[max(found.start() - 40, 0) : found.end() + 30]
        said = found["v"] or found["w"]
        if re.search(r"验|真伪|授权码|本证明|本表|有效期", near):
            return prose.printed(*found.span()).field(_CHINESE_MONTHS.get(said) or int(said))
    return None


# ---------------------------------------------------------------- the rows of social insurance


@dataclass(frozen=True)
class _Group:
    """The columns (by number) of one scheme: its base, the personal share, what says whether it was paid, and all amounts.

    `notes` are those of no scheme, whose remarks are about the whole row.
    """

    scheme: Scheme | None
    base: int | None = None
    personal: int | None = None
    status: int | None = None
    amounts: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    is_sound: bool = True  # no part of it stands twice: else columns of another scheme are among them


def contributions(proof: Proof) -> tuple[Contribution, ...]:
    """The rows of social insurance: one for each month and scheme, in printed order."""
    alone = scheme_of(proof.text)
    return tuple(_consistent([c for table in proof.tables for c in _of_table(table, alone)]))


def notes_of(proof: Proof, found: Sequence[Contribution], lacking: str) -> tuple[str, ...]:
    """What could not be read of the months: every missed row, or `lacking` where the paper lists none."""
    missed = (one for table in proof.tables for one in table.missed)
    told = [f"{f'第{one.place.page}页' if one.place.page else ''}有一行的月份看不清，请人工核对" for one in missed]
    return tuple(told) if found or told else (lacking,)


def scheme_of(text: str) -> Scheme | None:
    """The one scheme that a text names; None where it names none, or several."""
    found = {scheme for word, scheme in SCHEMES if word in text}
    return found.pop() if len(found) == 1 else None


def _of_table(table: MonthTable, alone: Scheme | None) -> Iterator[Contribution]:
    """The contributions of a table. A recognised row that seems blank but bears print was not read, and is no gap."""
    groups = _groups(table, alone)
    named = next(
        (at for at, column in enumerate(table.columns) if "险种" in column.head and not SCHEME.search(column.head)),
        None,
    )
    employer = next(
        (
            at
            for at, c in enumerate(table.columns)
            if re.search(r"单位名称|参保单位|缴费单位", c.head) and "编号" not in c.head
        ),
        None,
    )
    for row in table.rows:
        unread = not row.cells and has_ink(row, table.columns)
        for group in groups:
            scheme = scheme_of(row.text(named)) if named is not None and group.scheme is None else group.scheme
            sound = group.is_sound and not unread
            yield from _rows(
                row, replace(group, scheme=scheme, is_sound=sound), row.text(employer) if employer is not None else ""
            )


def _share_of_base(one: Contribution) -> Decimal | None:
    """The personal share as a part of the base, in steps that rounding to cents cannot cross."""
    return (one.personal / one.base).quantize(Decimal("0.0005")) if one.base and one.personal else None


def _consistent(found: Sequence[Contribution]) -> list[Contribution]:
    """Recognised rows whose share of the base is not what most rows of their scheme have: a figure is misread, and neither is believed."""
    shares: dict[Scheme | None, Counter[Decimal]] = {}
    for one in found:
        if (share := _share_of_base(one)) is not None:
            shares.setdefault(one.scheme, Counter())[share] += 1
    usual = {scheme: counted.most_common(1)[0][0] for scheme, counted in shares.items() if counted}
    return [
        replace(one, base=None, personal=None, unread=one.unread | {"base", "personal"})
        if one.method == "ocr" and _share_of_base(one) not in (None, usual.get(one.scheme))
        else one
        for one in found
    ]


def _groups(table: MonthTable, alone: Scheme | None) -> list[_Group]:
    """The schemes of a table with their columns; one without a name where the columns name none."""
    schemes: dict[Scheme | None, list[int]] = {}
    for at, column in enumerate(table.columns):
        schemes.setdefault(scheme_of(column.head), []).append(at)
    named = {scheme: columns for scheme, columns in schemes.items() if scheme}
    if not named:
        return [_group(table, alone, list(range(len(table.columns))))]
    notes = tuple(at for at in schemes.get(None, []) if re.search("备注|说明|类型|标志", table.columns[at].head))
    return [replace(_group(table, scheme, columns), notes=notes) for scheme, columns in named.items()]


def _group(table: MonthTable, scheme: Scheme | None, columns: Sequence[int]) -> _Group:
    def first(pattern: str, but: str = "(?!)") -> int | None:
        return next(
            (
                at
                for at in columns
                if re.search(pattern, table.columns[at].head) and not re.search(but, table.columns[at].head)
            ),
            None,
        )

    twice = sum("基数" in table.columns[at].head for at in columns) > 1
    status = first(r"到账|状态|标志|类型|是否|情况", r"险种类型|单位类型|参保状态说明")
    amounts = tuple(
        at
        for at in columns
        if at != status
        and re.search(r"基数|缴|交|金额|工资|养老|医疗|失业|工伤|生育", table.columns[at].head)
        and not re.search(r"年月|月份|编号|名称|月数|参保地|备注|险种$", table.columns[at].head)
    )
    return _Group(
        scheme, first(r"基数|缴费工资"), first(r"个人", r"编号|账号|基数"), status, amounts, is_sound=not twice
    )


def _rows(row: MonthRow, group: _Group, employer: str) -> Iterator[Contribution]:
    """The contributions of a row to one scheme: one for each of its months."""
    base, personal, paid = _amount(row, group.base), _amount(row, group.personal), _paid(row, group)
    if not group.is_sound:
        base = personal = paid = None
    given = (("base", group.base, base), ("personal", group.personal, personal))
    unread = {name for name, at, value in given if at is not None and _is_filled(row.text(at)) and value is None}
    columns = (group.base, group.personal, group.status, *group.amounts, *group.notes)
    remarks = "".join(row.text(at) for at in columns if at is not None) + row.anchor.mark
    shown = row.shown()
    for month in row.anchor.months:
        yield Contribution(
            month=month, scheme=group.scheme, base=base, personal=personal, paid=paid,
            backpaid=True if paid and _BACKPAID.search(remarks) else None, employer=employer or None,
            page=shown.place.page, place=shown.place, method=shown.method, confidence=shown.confidence,
            unread=frozenset(unread | ({"paid"} if paid is None else set())),
        )  # fmt: skip


def _is_filled(text: str) -> bool:
    return text.strip("-—/*※") != ""


def _amount(row: MonthRow, column: int | None) -> Decimal | None:
    if column is None:
        return None
    cell = row.cells.get(column)
    if cell is None or (cell.method == "ocr" and cell.confidence < _FAINT):
        return None
    return money(squeeze(cell.text).strip("*※"))


def _paid(row: MonthRow, group: _Group) -> bool | None:
    """Whether the month was paid: as its mark says, else by an amount; None where what is printed can be neither."""
    if group.status is not None and _is_filled(said := row.text(group.status)):
        if _UNPAID.search(said):
            return False
        return True if _PAID.search(said) else _by_amounts(row, group)
    return _by_amounts(row, group)


def _by_amounts(row: MonthRow, group: _Group) -> bool | None:
    filled = [row.text(at) for at in group.amounts if _is_filled(row.text(at))]
    values = [money(text.strip("*※")) for text in filled]
    if any(value for value in values):
        return True
    if any(re.fullmatch(r"√|已缴.{0,3}|正常.{0,3}|是", text) for text in filled):
        return True
    return None if None in values else False


# ---------------------------------------------------------------- the rows of the housing fund

_DEPOSIT = re.compile(r"汇缴|补缴|缴存|单位缴|正常")
_WHOLE = (
    r"^(?:月缴存额|月汇缴额|合计|小计)",
    r"^(?!个人|单位).*(?:缴存额|缴存金额|汇缴金额|汇缴额)",
    r"发生额|入账金额|收入|贷方|^金额",
)
"""What the column of a whole month's deposit is called, the surest first; of the two shares apart it is their sum."""
_NO_DEPOSIT = re.compile(r"结息|利息|提取|支取|转出|转移|还贷|冲还|年度|退")


def deposits(proof: Proof) -> tuple[Contribution, ...]:
    """The rows of the housing fund: one for each month with a deposit, or that the paper lists."""
    return tuple(c for table in proof.tables for row in table.rows for c in _deposits(table, row))


def _deposits(table: MonthTable, row: MonthRow) -> Iterator[Contribution]:
    texts = " ".join(row.text(at) for at in range(len(table.columns)))
    if _NO_DEPOSIT.search(texts) and not _DEPOSIT.search(texts):
        return
    base, amount = _amount(row, _column(table, "基数")), _whole_deposit(table, row)
    filled = [
        at
        for at, c in enumerate(table.columns)
        if re.search("额|缴", c.head) and "余额" not in c.head and _is_filled(row.text(at))
    ]
    paid = True if amount else None if filled else False
    backpaid = True if "补缴" in texts and paid else None
    shown = row.shown()
    said = re.search(r"(?:汇缴|补缴)\D{0,3}(20\d\d)年?[-./]?(\d{1,2})月?", texts)
    for month in (f"{said[1]}-{int(said[2]):02d}",) if said else row.anchor.months:
        yield Contribution(
            month=month, base=base, amount=amount, paid=paid, backpaid=backpaid,
            page=shown.place.page, place=shown.place, method=shown.method, confidence=shown.confidence,
            unread=frozenset({"amount"} if paid is None else ()),
        )  # fmt: skip


def _column(table: MonthTable, head: str) -> int | None:
    return next(
        (
            at
            for at, c in enumerate(table.columns)
            if re.search(head, c.head) and not re.search("余额|比例|账号|编号", c.head)
        ),
        None,
    )


def _whole_deposit(table: MonthTable, row: MonthRow) -> Decimal | None:
    """What was paid in for a month: by the column that says so, else the shares of the person and of the employer together."""
    whole = next((_amount(row, at) for words in _WHOLE if (at := _column(table, words)) is not None), None)
    shares = [_amount(row, _column(table, words)) for words in ("个人", "单位(?!名称)")]
    return whole if whole is not None or None in shares else sum((s for s in shares if s), Decimal(0))


def qr_code(leaf: Leaf) -> Field | None:
    """What a QR code on a page says, where it can be decoded."""
    import cv2

    if not isinstance(leaf, Region) or leaf.pixels is None:
        return None
    pixels = leaf.pixels()
    text, corners, _ = cv2.QRCodeDetector().detectAndDecode(pixels)
    if not text or corners is None:
        return None
    (left, top), (right, bottom) = corners.reshape(-1, 2).min(axis=0), corners.reshape(-1, 2).max(axis=0)
    part = leaf.width / pixels.shape[1]
    box = Box(float(left) * part, float(top) * part, float(right) * part, float(bottom) * part)
    return Field(text, 0.95, "ocr", leaf.place(box), text)
