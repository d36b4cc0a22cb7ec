"""Made-up people: a name, a number that satisfies GB 11643, an address and the authority that would issue the card.

Nobody here exists. The numbers are valid because the checks of the product would otherwise have nothing to pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"

PLACES: dict[str, tuple[str, str]] = {
    "110108": ("北京市海淀区", "北京市公安局海淀分局"),
    "120101": ("天津市和平区", "天津市公安局和平分局"),
    "130102": ("河北省石家庄市长安区", "石家庄市公安局长安分局"),
    "150102": ("内蒙古自治区呼和浩特市新城区", "呼和浩特市公安局新城区分局"),
    "210102": ("辽宁省沈阳市和平区", "沈阳市公安局和平分局"),
    "230102": ("黑龙江省哈尔滨市道里区", "哈尔滨市公安局道里分局"),
    "310115": ("上海市浦东新区", "上海市公安局浦东分局"),
    "320106": ("江苏省南京市鼓楼区", "南京市公安局鼓楼分局"),
    "330106": ("浙江省杭州市西湖区", "杭州市公安局西湖分局"),
    "340104": ("安徽省合肥市蜀山区", "合肥市公安局蜀山分局"),
    "350203": ("福建省厦门市思明区", "厦门市公安局思明分局"),
    "360102": ("江西省南昌市东湖区", "南昌市公安局东湖分局"),
    "370102": ("山东省济南市历下区", "济南市公安局历下区分局"),
    "410105": ("河南省郑州市金水区", "郑州市公安局金水路分局"),
    "420106": ("湖北省武汉市武昌区", "武汉市公安局武昌区分局"),
    "430104": ("湖南省长沙市岳麓区", "长沙市公安局岳麓分局"),
    "440305": ("广东省深圳市南山区", "深圳市公安局南山分局"),
    "450103": ("广西南宁市青秀区", "南宁市公安局青秀分局"),
    "500103": ("重庆市渝中区", "重庆市公安局渝中区分局"),
    "510107": ("四川省成都市武侯区", "成都市公安局武侯区分局"),
    "522601": ("贵州省凯里市", "凯里市公安局"),
    "532901": ("云南省大理市", "大理市公安局"),
    "540102": ("西藏拉萨市城关区", "拉萨市公安局城关分局"),
    "610113": ("陕西省西安市雁塔区", "西安市公安局雁塔分局"),
    "650102": ("新疆乌鲁木齐市天山区", "乌鲁木齐市公安局天山区分局"),
}
SURNAMES = "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余杜叶程魏苏吕丁沈任姚卢"
RARE_NAMES = ("谯婉嵘", "仝曌", "欧阳翀", "上官祎", "龑彧", "司徒喆", "诸葛堃", "昝珺璟")
MINORITY_NAMES = (("阿依古丽·买买提", "维吾尔"), ("扎西·顿珠", "藏"), ("古丽娜尔·努尔兰", "哈萨克"))
GIVEN = "建国秀英志强桂兰海燕永刚丽华文博雨桐子轩思远嘉怡浩然晓东春梅立新明辉佳宁红霞俊杰欣怡振宇雪琴德胜玉珍"
STREETS = ("文二路", "解放东街", "人民南路", "金牛巷", "新华大道", "滨江路", "桂花园", "青年街", "科技三路", "长虹里")


@dataclass(frozen=True)
class Person:
    name: str
    sex: str
    ethnicity: str
    born: date
    address: str
    area: str
    id_number: str
    authority: str


def id_number(area: str, born: date, sequence: int) -> str:
    """The 18 characters; the sequence is odd for a man."""
    body = f"{area}{born:%Y%m%d}{sequence:03d}"
    return body + CHECKS[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def person(
    name: str, sex: str, born: date, area: str, street: str, *, ethnicity: str = "汉", sequence: int | None = None
) -> Person:
    region, authority = PLACES[area]
    odd = 1 if sex == "男" else 0
    number = sequence if sequence is not None else 2 * ((sum(map(ord, name)) * 7) % 450) + odd
    return Person(name, sex, ethnicity, born, region + street, area, id_number(area, born, number), authority)


def anybody(rng: Random, youngest: int = 20, eldest: int = 60, today: date = date(2026, 11, 24)) -> Person:
    """A random adult; one name in eight is rare, one in sixteen of a minority."""
    sex = rng.choice("男女")
    name, ethnicity = _name(rng)
    year = today.year - rng.randint(youngest + 1, eldest)
    born = date(year, rng.randint(1, 12), rng.randint(1, 28))
    area = rng.choice(sorted(PLACES))
    street = f"{rng.choice(STREETS)}{rng.randint(1, 399)}号{rng.randint(1, 30)}幢{rng.randint(1, 6)}单元{rng.randint(101, 3204)}室"
    sequence = 2 * rng.randint(0, 499) + (sex == "男")
    return person(name, sex, born, area, street, ethnicity=ethnicity, sequence=sequence)


def _name(rng: Random) -> tuple[str, str]:
    draw = rng.random()
    if draw < 1 / 16:
        return rng.choice(MINORITY_NAMES)
    if draw < 3 / 16:
        return rng.choice(RARE_NAMES), "汉"
    given = "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2))))
    return rng.choice(SURNAMES) + given, rng.choice(("汉",) * 9 + ("回", "满", "壮", "苗"))


def term(born: date, issued: date) -> str:
    """The last day of a card issued on a day, or 长期: by the holder's age at issue (Resident Identity Card Law, Art. 5)."""
    age = issued.year - born.year - ((issued.month, issued.day) < (born.month, born.day))
    if age >= 46:
        return "长期"
    years = 5 if age < 16 else 10 if age < 26 else 20
    return issued.replace(year=issued.year + years).isoformat()
