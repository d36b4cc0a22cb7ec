"""Made-up people: name, sex, ethnicity, birth, address, ID number, authority and term, all of them in agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from . import scripts

AS_OF = date(2026, 11, 24)

# Code, address as cards print it, authority. The last three codes were abolished long ago and still stand on valid cards.
_HERE = Path(__file__).parent
REGIONS = tuple(tuple(line.split()) for line in (_HERE / "regions.txt").read_text("utf-8").splitlines())
BILINGUAL = tuple(tuple(line.split()) for line in (_HERE / "regions-bilingual.txt").read_text("utf-8").splitlines())

_SURNAMES = "林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
_RARE_SURNAMES = ("仉", "逄", "佘", "亓", "郗", "禤", "晁", "麴", "缪", "璩", "阚", "丌")
_COMPOUND = ("欧阳", "司徒", "上官", "皇甫", "尉迟", "端木", "令狐", "东方")
_GIVEN = "伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅鹏飞宇浩雪琳佳慧思雨晨欣怡梓涵俊熙志诚建业国栋春生永福海波少峰立新文斌晓东"
_RARE_GIVEN = "翀甯晟昶曦彧旻琬璟翾婳骎嵘煊燚懿淼垚犇珺玥钰鑫樾羿祎瑄"
_UYGHUR = (
    "艾力·吐尔逊", "古丽娜尔·艾合买提", "麦麦提敏·图尔荪", "帕提古丽·卡德尔", "阿卜杜热西提·阿卜杜外力", "迪丽努尔·热合曼",
)  # fmt: skip
_TIBETAN = ("次仁卓玛", "扎西多吉", "格桑央金", "洛桑旺堆", "边巴次仁")
_KAZAKH = ("叶尔兰·巴合提", "阿依努尔·哈布力", "努尔兰·木拉提")
_OF_REGION = {"uyghur": (_UYGHUR, "维吾尔"), "tibetan": (_TIBETAN, "藏")}
_OTHERS = ("回", "满", "蒙古", "壮", "苗", "彝", "土家", "朝鲜", "侗", "瑶", "白", "布依", "傈僳", "仡佬")
_ROADS = (
    "建设",
    "解放",
    "滨河",
    "文昌",
    "湖西",
    "青年",
    "振兴",
    "学府",
    "桃园",
    "春晖",
    "迎宾",
    "古槐",
    "望江",
    "石榴园",
)
_VILLAGES = ("王庄", "后李", "大槐树", "上河", "柳林", "石桥", "南坡", "双井", "黄泥塘", "白沙", "东马营")
_TOWNS = ("城关镇", "宋集镇", "清水镇", "龙泉乡", "新安镇", "高桥镇", "双河乡")


@dataclass(frozen=True)
class Person:
    """A made-up holder. `valid_until` None is 长期."""

    name: str
    sex: str
    ethnicity: str
    birth: date
    address: str
    id_number: str
    authority: str
    valid_from: date
    valid_until: date | None


def check_digit(body: str) -> str:
    """The 18th character for the first 17."""
    total = sum(int(d) * (1 << (17 - i)) for i, d in enumerate(body))  # the weights are powers of two modulo 11
    return "10X98765432"[total % 11]


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def term_years(age: int) -> int | None:
    """Years that a card holds by the holder's age at issue; None is for ever."""
    return 5 if age < 16 else 10 if age < 26 else 20 if age < 46 else None


def _age(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _term(rng: Random, birth: date, expired: bool) -> tuple[date, date | None]:
    first = max(date(2005, 6, 1), _years_on(birth, 16))
    while True:
        issued = first + timedelta(days=rng.randrange((AS_OF - first).days))
        years = term_years(_age(birth, issued))
        until = _years_on(issued, years) if years else None
        if expired == (until is not None and until < AS_OF):
            return issued, until


def _name(rng: Random, sex: str) -> tuple[str, str]:
    dice = rng.random()
    if dice < 0.04:
        return rng.choice(_UYGHUR), "维吾尔"
    if dice < 0.06:
        return rng.choice(_TIBETAN), "藏"
    if dice < 0.075:
        return rng.choice(_KAZAKH), "哈萨克"
    surname = rng.choice(_RARE_SURNAMES if dice < 0.15 else _COMPOUND if dice < 0.21 else _SURNAMES)
    letters = _GIVEN + (_RARE_GIVEN if dice < 0.35 else "")
    given = "".join(rng.choice(letters) for _ in range(1 if rng.random() < 0.25 else 2))
    return surname + given, rng.choice(_OTHERS) if rng.random() < 0.12 else "汉"


def _address(rng: Random, region: str) -> str:
    if region.endswith(("县", "喀什市", "大理市", "延吉市")) and rng.random() < 0.7:
        village = rng.choice(_VILLAGES)
        return f"{region}{rng.choice(_TOWNS)}{village}行政村{village}{rng.randint(1, 299)}号"
    road = f"{rng.choice(_ROADS)}{rng.choice(('路', '街', '大道', '巷', '东路', '北街'))}"
    parts = [region, road, f"{rng.randint(1, 1999)}号"]
    if rng.random() < 0.6:
        parts += [f"{rng.choice('春锦华翠金玉')}{rng.choice('园苑城庭湾')}小区" if rng.random() < 0.4 else ""]
        parts += [f"{rng.randint(1, 38)}号楼", f"{rng.randint(1, 6)}单元" if rng.random() < 0.6 else ""]
        parts += [f"{rng.randint(1, 32)}0{rng.randint(1, 8)}室"]
    return "".join(parts)


def _of_region(rng: Random, script: str) -> tuple[str, str] | None:
    """Name and ethnicity of somebody of a region's own people; None where the neighbours live there as well."""
    people = scripts.SCRIPTS[script].people
    if rng.random() < 0.5:
        return None
    if script in _OF_REGION:
        names, ethnicity = _OF_REGION[script]
        return rng.choice(names), ethnicity
    return rng.choice(_SURNAMES) + "".join(rng.choice(_GIVEN) for _ in range(2)), rng.choice(people)


def person(rng: Random, expired: bool = False, regions: Sequence[tuple[str, ...]] = REGIONS) -> Person:
    """A person of 18 to 70 years whose papers agree with one another, of one of `regions` (code, address, authority)."""
    sex = rng.choice("男女")
    name, ethnicity = _name(rng, sex)
    code, region, authority = rng.choice(regions)
    script = scripts.of_region(code)
    if script and (own := _of_region(rng, script)):
        name, ethnicity = own
    youngest, oldest = (28, 60) if expired else (18, 70)
    birth = AS_OF - timedelta(days=rng.randint(youngest * 366, oldest * 365))
    serial = rng.randint(0, 499) * 2 + (1 if sex == "男" else 0)
    body = f"{code}{birth:%Y%m%d}{serial:03d}"
    return Person(
        name, sex, ethnicity, birth, _address(rng, region), body + check_digit(body), authority, *_term(rng, birth, expired)
    )  # fmt: skip
