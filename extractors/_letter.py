"""What an employment letter or an income certificate says, in sentences, in a form's cells or under its signature.

Nobody prescribes its layout. A value that two places give differently is none: somebody is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from extractors import _chinese_numbers as chinese
from extractors._names import id_number
from extractors._prose import Prose, prose_of
from pipeline.layout import Line, Printed, labelled
from pipeline.model import Field
from pipeline.text import days, money, person, squeeze

_LABELS: Mapping[str, Sequence[str]] = {
    "holder": ("姓名", "职工姓名", "员工姓名", "申请人", "申请人姓名", "借款人", "借款人姓名", "本人姓名", "被证明人"),
    "id_number": ("身份证号", "身份证号码", "身份证件号码", "公民身份号码", "公民身份证号码", "证件号码", "证件号", "居民身份证号码", "身份证编号", "身份证"),
    "position": ("职务", "职位", "岗位", "工种", "从事工作", "从事职业", "从事工种", "从事行业", "现任职务", "工作岗位", "职业", "职务/岗位", "岗位/职务", "职务(岗位)", "担任职务", "就业岗位", "从业工种", "工作内容"),
    "employed_since": (
        "入职时间", "入职日期", "参加工作时间", "从业起始时间", "从业开始时间", "工作起始时间", "起始时间", "就业时间", "就业起始时间", "从业时间", "到岗时间", "何时起从事", "开始从业时间", "任职时间", "从事该工作起始时间", "本单位工作起始时间", "用工起始时间", "聘用时间", "合同起始日期",
    ),
    "issuer": (
        "出具单位", "证明单位", "开具单位", "出证单位", "出具证明单位", "证明出具单位", "盖章单位", "单位盖章", "单位公章", "出具单位(盖章)", "证明单位(盖章)", "单位名称(盖章)", "单位(盖章)", "单位(公章)", "单位公章(盖章)", "社区居委会(盖章)", "居委会(盖章)", "社区(盖章)", "村委会(盖章)", "街道办事处(盖章)", "公司(盖章)", "公司名称(盖章)", "用人单位(盖章)",
    ),
    "employer": ("工作单位", "就业单位", "用人单位", "服务单位", "所在单位", "任职单位", "单位名称", "公司名称", "单位全称", "用工单位", "现工作单位", "工作单位名称", "用人单位名称"),
    "address": ("单位地址", "公司地址", "办公地址", "联系地址", "地址", "社区地址", "居委会地址", "出具单位地址", "单位详细地址", "注册地址"),
    "issued_on": ("开具日期", "出具日期", "日期", "证明日期", "出证日期", "填写日期", "签发日期", "填表日期", "落款日期"),
}  # fmt: skip
_STOPS = ("月收入", "联系电话", "单位电话", "联系方式", "办公电话", "固定电话", "电话", "性别", "民族", "年龄", "出生日期", "学历", "户籍地址", "住址", "现住址", "家庭住址", "居住地址", "婚姻状况", "联系人", "经办人", "负责人", "法定代表人", "法人代表", "年收入", "本人电话", "手机号码", "手机号", "备注", "用途", "统一社会信用代码", "邮政编码", "邮编", "合同期限", "人事部门", "填写人")  # fmt: skip

_BODY_ENDS = re.compile(r"特此证明|特此说明|以上情况属实|情况属实|仅供|以上内容真实")
_NAME = r"(?P<v>[㐀-鿿\U00020000-\U0003ffff]{2,4}|[㐀-鿿]{1,6}(?:[·•・.][㐀-鿿]{1,8})+)"
_HOLDER = re.compile(
    rf"(?:兹有|兹证明|现证明|证明:)[:,]?(?:我|本)?(?:单位|公司|社区|居委会|村|街道|辖区|厂|店|站点?)?(?:内|的)?(?:在职|正式|合同制?)?(?:员工|职工|居民|村民|骑手|司机|租户|经营户)?:?{_NAME}??"
    r"(?=同志|先生|女士|[,(:。、]|性别|身份证|公民身份|居民身份证|系|自\d|于\d|从\d|现|为我|为本|是我|是本|在我|在本|男|女)"
)
_WHOLE_NAME = re.compile(r"[㐀-鿿\U00020000-\U0003ffff·*]{2,20}")
_NO_NAME = re.compile(r"以上|上述|该|情况|内容|证明|单位|公司|员工")
_NUMBER = re.compile(r"(?:身份证|证件|身份)件?(?:号码|编号|号)?(?:为|是)?[:(,]?(?P<v>[\dXx*]{15,18})")
_POSITION = re.compile(
    r"(?:从事|担任|现任|(?<=[,、并])任|职务为|职位为|岗位为|工种为|岗位是|职务是)(?P<v>[^,。;、()\d:]{2,20}?)(?=一职|职务|岗位|职位|等?工作|等职|职业|行业|[,。;(]|至今|已)"
)
_SINCE = re.compile(
    r"(?:自|从|于|由)?(?P<v>(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}日)?)?|(?:19|20)\d{2}[-./]\d{1,2}(?:[-./]\d{1,2})?)(?:起|至今|开始|以来|入职|进入|到我|来我|到本|来本|在我|在本|加入|参加工作|到岗|受聘)"
)
_INCOME = re.compile(
    r"(?:月(?:度|均|平均)?(?:税[前后])?(?:总?收入|工资|薪酬?|劳动报酬|报酬|收益)|(?:每|按)月(?:可?收入|工资|领取|发放))(?P<v>[^。;]{1,60})"
)
_ANNUAL = re.compile(r"年(?:均|度)?(?:总?收入|薪)")
_EMPLOYER = re.compile(
    r"(?:系|是|为|在|于|受雇于|就职于|任职于)(?P<v>[㐀-鿿][㐀-鿿()A-Za-z\d]{3,40}?(?:公司|厂|商店|便利店|超市|中心|站点|站|合作社|商行|经营部|集团|酒店|饭店|餐厅|工作室|门店))"
    r"(?=的?(?:正式|在职|合同)?(?:员工|职工|从事|担任|任|工作|上班|就职|任职|务工|骑手|司机|配送|[,。]))"
)
_OUR_OWN = re.compile(
    r"(?:我|本)(?:单位|公司|厂|店|站点?)的?(?:正式|在职|合同制?)*(?:员工|职工|工作|任职|从事|担任|任|入职|就职)"
)
_ORGANISATION = re.compile(
    r"(?P<v>[㐀-鿿][㐀-鿿()A-Za-z\d·]{2,40}(?:公司|居委会|居民委员会|村委会|村民委员会|街道办事处|办事处|镇人民政府|乡人民政府|人民政府|社区|工作站|服务站|服务中心|服务所|劳动保障所|保障所|工会|厂|店|中心|合作社|商行|经营部|酒店|学校|医院|站|部))"
    r"(?:人事部|人力资源部)?(?:\((?:盖章|公章|章|印章)\)|盖章|\(签章\))?"
)
_PHONE = re.compile(
    r"(?<!本人)(?:电话|联系方式|电话号码|手机)(?:\([^)\d]{1,8}\))?:?"
    r"(?P<v>1\d{10}|1\d{2}-\d{4}-\d{4}|\(?0\d{2,3}\)?-?\d{7,8}(?:-\d{1,6})?|\d{7,8}(?:-\d{1,6})?|400-?\d{3}-?\d{4})(?!\d)"
)
_DAY_LIKE = re.compile(r"(?:日期:?)?[^年月日]{2,5}年[^年月日]{1,3}月[^年月日]{1,3}日")
_FAINT = 0.75  # below that a character was rather guessed than read
_UNSURE = "看不清，请对照原件确认"


@dataclass(frozen=True)
class Letter:
    """The lines of a letter: what its labels say, all of it as running text, and what stands under its last sentence."""

    lines: Sequence[Line]
    told: Mapping[str, Printed]
    prose: Prose
    foot: Sequence[Line]


def letter_of(lines: Sequence[Line]) -> Letter:
    """The lines of a letter made ready to be asked."""
    prose = prose_of(lines)
    ends = [prose.line_of(found.start()) for found in _BODY_ENDS.finditer(prose.text)]
    foot = lines[ends[-1] + 1 :] if ends and ends[-1] + 1 < len(lines) else lines[len(lines) // 2 :]
    return Letter(lines, labelled(lines, _LABELS, _STOPS), prose, foot)


def fields_of(letter: Letter) -> dict[str, Field]:
    """The fields of the contract that a letter holds, all but its seal."""
    issuer = _issuer(letter)
    found: dict[str, Field | None] = {
        "holder": _holder(letter),
        "id_number": _id_number(letter),
        "issuer": issuer,
        "employer": _employer(letter, issuer),
        "position": _agreed(_positions(letter), "工种或职务"),
        "employed_since": _agreed(_since(letter), "从业起始时间"),
        "monthly_income": _income(letter),
        "issuer_contact": _contact(letter),
        "issued_on": _issued(letter),
    }
    return {name: _believed(value) for name, value in found.items() if value is not None}


def _believed(field: Field) -> Field:
    if field.value is None or field.confidence >= _FAINT:
        return field
    return replace(field, value=None, reason=_UNSURE)


def _agreed(fields: Iterable[Field], what: str) -> Field | None:
    """The value that all places give; none with the reason where they differ."""
    found = list(fields)
    if not found:
        return None
    values = {field.value for field in found}
    if len(values) == 1:
        return max(found, key=lambda field: field.confidence)
    return replace(found[0], value=None, reason=f"{what}有不同的写法，请人工核对")


# ---------------------------------------------------------------- whose


def _holder(letter: Letter) -> Field | None:
    told = letter.told.get("holder")
    shown = [told] if told and told.text else list(letter.prose.find(_HOLDER))[:1]
    names = [(one, person(re.split(r"[（(,，;；]|同志|先生|女士", one.text)[0])) for one in shown]
    fits = [one.field(name) for one, name in names if _WHOLE_NAME.fullmatch(name) and not _NO_NAME.search(name)]
    return fits[0] if fits else None


def _id_number(letter: Letter) -> Field | None:
    """By its label where it stands there in one piece, else from the sentence, where it may be broken over lines."""
    told = letter.told.get("id_number")
    spoken = next(letter.prose.find(_NUMBER), None)
    whole = told and re.search(r"[\d*]{14,17}[\dXx*]", squeeze(told.text))
    shown = told if whole or spoken is None else spoken
    return id_number(shown) if shown and shown.text else None


# ---------------------------------------------------------------- what they do, since when


def _positions(letter: Letter) -> list[Field]:
    told = letter.told.get("position")
    if told and told.text:
        value = squeeze(told.text).strip(",。;、")
        return [told.field(value)] if 1 < len(value) <= 24 else []
    return [shown.field(shown.text) for shown in letter.prose.find(_POSITION)][:1]


def _since(letter: Letter) -> list[Field]:
    told = letter.told.get("employed_since")
    shown = [told] if told and told.text else list(letter.prose.find(_SINCE))[:1]
    return [field for one in shown if (field := _begun(one))]


def _begun(shown: Printed) -> Field | None:
    """A day, a month or a year, as exact as it is printed: "2021-03-01", "2021-03", "2021"."""
    text = squeeze(shown.text)
    found = re.match(
        r"(?:自|从|于|由)?(?P<y>(?:19|20)\d{2})(?:[年\-./](?:(?P<m>\d{1,2})(?:[月\-./](?:(?P<d>\d{1,2})日?)?)?)?)?",
        text,
    )
    if not found:
        return shown.field(None, "从业起始时间看不清")
    year, month, day = found["y"], found["m"], found["d"]
    if day:
        whole = days(f"{year}-{month}-{day}")
        return shown.field(whole[0]) if whole else shown.field(None, "从业起始时间看不清")
    if month and not 1 <= int(month) <= 12:
        return shown.field(None, "从业起始时间看不清")
    return shown.field(f"{year}-{int(month):02d}" if month else year)


# ---------------------------------------------------------------- income


_FIGURE = re.compile(
    rf"(?<![\d年月日])(?P<n>\d[\d,]*(?:\.\d+)?)(?P<u>万元?|千元?)?|(?P<c>{chinese.NUMERAL}+(?:[元圆](?:{chinese.NUMERAL}角)?(?:{chinese.NUMERAL}分)?)?[整正]?)"
)
_NO_AMOUNT = re.compile(r"^(?:年|月|日|个月|人|周岁|岁|%|号|点)")
_RANGE = re.compile(r"\d(?:元|万)?(?:-|~|至|到)(?:人民币|¥)?\d")


def _income(letter: Letter) -> Field | None:
    """The one amount that the sentence or the cell gives; in characters and in figures it must be the same."""
    prose = letter.prose
    said = [found.span("v") for found in _INCOME.finditer(prose.text)]
    told = [(start, amounts) for start, end in said if (amounts := _amounts(prose.text[start:end]))]
    if not told:
        return (
            prose.printed(*said[0]).field(None, "月收入看不清")
            if said and re.search(r"\d", prose.text[slice(*said[0])])
            else None
        )
    start, amounts = told[0]
    shown = prose.printed(start + min(at for at, _, _ in amounts), start + max(end for _, end, _ in amounts))
    if _RANGE.search(shown.text):
        return shown.field(None, "月收入写的是一个范围，没有具体数额")
    values = {value for _, _, value in amounts}
    surest = max(
        prose.printed(start + at, start + end).confidence for at, end, _ in amounts
    )  # each bears the other out
    if len(values) > 1:
        return shown.field(None, "月收入的大写和小写不一致，请人工核对")
    return replace(shown.field(values.pop()), confidence=surest)


def _amounts(text: str) -> list[tuple[int, int, Decimal]]:
    """The amounts of a sentence, in figures and in characters, with where each begins and ends; what is earned in a year is left out."""
    spoken = _ANNUAL.split(text)[0]
    found = []
    for match in _FIGURE.finditer(spoken):
        if _NO_AMOUNT.match(spoken[match.end() :]):
            continue
        value = _in_characters(match["c"]) if match["c"] else _in_figures(match["n"], match["u"])
        if value:
            found.append((match.start(), match.end(), value.quantize(Decimal("0.01"))))
    return found


def _in_characters(text: str) -> Decimal | None:
    """An amount spelt out; a single character may be any word."""
    return chinese.yuan(text) if len(text) > 1 and text[-1] in "元圆整正角分" else None


def _in_figures(number: str, unit: str | None) -> Decimal | None:
    value = money(number) if "." not in number or len(number.split(".")[1]) < 3 else Decimal(number.replace(",", ""))
    return value * {"万": 10000, "千": 1000}[unit[0]] if value is not None and unit else value


# ---------------------------------------------------------------- who says so


def _issuer(letter: Letter) -> Field | None:
    signed = [one for line in letter.foot if (one := _organisation(line))]
    told = letter.told.get("issuer")
    if told and (named := _named(told)):
        return named
    if signed:
        return signed[-1]
    return None


def _named(shown: Printed) -> Field | None:
    """The organisation that a label's value names; none where it is a blank or a date."""
    text = re.sub(r"\((?:盖章|公章|章|签章)\)|盖章$", "", squeeze(shown.text)).strip(":,。")
    return shown.field(text) if re.fullmatch(r"[㐀-鿿][㐀-鿿()A-Za-z\d·]{3,40}", text) else None


def _organisation(line: Line) -> Field | None:
    """A line that is nothing but an organisation's name, as it stands over a seal."""
    prose = prose_of([line])
    found = _ORGANISATION.fullmatch(prose.text)
    return (shown := prose.printed(*found.span("v"))).field(shown.text) if found else None


def _employer(letter: Letter, issuer: Field | None) -> Field | None:
    told = letter.told.get("employer")
    if told and (named := _named(told)):
        return named
    found = next(letter.prose.find(_EMPLOYER), None)
    if found:
        return found.field(found.text)
    return issuer if _OUR_OWN.search(letter.prose.text) else None


def _contact(letter: Letter) -> Field | None:
    """The issuer's telephone, else its address: as labelled under the letter, or anywhere with the issuer's own words."""
    for line in (*letter.foot, *letter.lines):  # line by line: the figures of the next line may follow at once
        for phone in prose_of([line]).find(_PHONE):
            return phone.field(phone.text)
    for lines in (letter.foot, letter.lines):
        address = labelled(lines, _LABELS, _STOPS).get("address")
        if address and len(squeeze(address.text)) > 4:
            return address.field(squeeze(address.text))
    return None


def _issued(letter: Letter) -> Field | None:
    """The day under the letter: beside its label, else on the last line that is nothing but a day."""
    alone = [field for line in letter.foot if (field := _day_alone(line))]
    told = labelled(letter.foot, _LABELS, _STOPS).get("issued_on")
    if told and (found := _days(told.text)):
        alone.append(told.field(found[-1]))
    return _agreed(alone[-1:], "开具日期")


def _day_alone(line: Line) -> Field | None:
    prose = prose_of([line])
    found = _days(prose.text)
    rest = re.sub(r"[\d年月日\-./:]|[零〇○一二三四五六七八九十元]|日期", "", prose.text)
    if not found and _DAY_LIKE.fullmatch(prose.text):
        return prose.printed(0, len(prose.text)).field(None, "开具日期看不清")
    if len(found) != 1 or len(rest) > 12:
        return None
    at = re.search(r"[\d零〇○一二三四五六七八九][\d年月日\-./零〇○一二三四五六七八九十元]{5,}", prose.text)
    return prose.printed(*at.span()).field(found[0]) if at else None


def _days(text: str) -> list[date]:
    return days(text) or chinese.days(squeeze(text))
