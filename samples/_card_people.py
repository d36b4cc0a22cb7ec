"""Made-up holders of cards, more varied than those of the applications: all ethnicities, rare and long names, long addresses.

The areas and their authorities are real, the people are not.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from _people import GIVEN, PLACES, RARE_NAMES, SURNAMES, Person, id_number, term

ETHNICITIES = [
    "汉",
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
]
MORE_PLACES = {
    "130682": ("河北省定州市", "定州市公安局"),
    "141002": ("山西省临汾市尧都区", "临汾市公安局尧都分局"),
    "150921": ("内蒙古自治区乌兰察布市卓资县", "卓资县公安局"),
    "152502": ("内蒙古自治区锡林郭勒盟锡林浩特市", "锡林浩特市公安局"),
    "211282": ("辽宁省开原市", "开原市公安局"),
    "220182": ("吉林省榆树市", "榆树市公安局"),
    "222401": ("吉林省延边朝鲜族自治州延吉市", "延吉市公安局"),
    "321183": ("江苏省句容市", "句容市公安局"),
    "341225": ("安徽省阜阳市阜南县", "阜南县公安局"),
    "360822": ("江西省吉安市吉水县", "吉水县公安局"),
    "371728": ("山东省菏泽市东明县", "东明县公安局"),
    "411525": ("河南省信阳市固始县", "固始县公安局"),
    "422801": ("湖北省恩施市", "恩施市公安局"),
    "433127": ("湖南省湘西土家族苗族自治州永顺县", "永顺县公安局"),
    "441226": ("广东省德庆县", "德庆县公安局"),
    "451027": ("广西壮族自治区百色市凌云县", "凌云县公安局"),
    "460105": ("海南省海口市秀英区", "海口市公安局秀英分局"),
    "513433": ("四川省凉山彝族自治州冕宁县", "冕宁县公安局"),
    "522324": ("贵州省黔西南布依族苗族自治州晴隆县", "晴隆县公安局"),
    "533421": ("云南省迪庆藏族自治州香格里拉县", "香格里拉市公安局"),
    "542301": ("西藏自治区日喀则市", "日喀则市公安局"),
    "622921": ("甘肃省临夏回族自治州临夏县", "临夏县公安局"),
    "632802": ("青海省海西蒙古族藏族自治州德令哈市", "德令哈市公安局"),
    "640106": ("宁夏银川市金凤区", "银川市公安局金凤区分局"),
    "653101": ("新疆喀什市", "喀什市公安局"),
    "659001": ("新疆石河子市", "石河子市公安局"),
}
ALL_PLACES = PLACES | MORE_PLACES
COMPOUND = [
    "欧阳",
    "上官",
    "司徒",
    "诸葛",
    "夏侯",
    "尉迟",
    "皇甫",
    "令狐",
    "慕容",
    "宇文",
    "公孙",
    "澹台",
    "东方",
    "长孙",
    "呼延",
    "端木",
    "南宫",
    "百里",
    "拓跋",
    "万俟",
]
RARE_SURNAMES = "龑昝谯仝逄亓郄瞿晁麴佘仉闫乜隗郗璩禤冼揭亢啜逯"
RARE_GIVEN = "曌翀祎龑彧喆堃淼珺璟頔赟婧烜玥禛犇垚燚骉彣晢煊嫄旻昊晔钰鑫蕤璐懿霁颢瑄翯"
TURKIC = [
    "阿依古丽",
    "古丽娜尔",
    "买买提",
    "努尔兰",
    "阿卜杜热合曼",
    "麦麦提图尔荪",
    "伊力哈木",
    "帕提古丽",
    "艾孜买提",
    "如克亚木",
    "吐尔逊江",
    "阿不都外力",
    "热依汉古丽",
    "木合塔尔",
    "玉素甫江",
    "库尔班江",
    "沙比提",
    "叶尔肯别克",
    "赛力克波力",
    "巴合提亚尔",
]
TIBETAN = [
    "扎西",
    "顿珠",
    "卓玛",
    "次仁",
    "央金",
    "格桑",
    "丹增",
    "旺堆",
    "白玛",
    "罗布",
    "洛桑",
    "达娃",
    "尼玛",
    "平措",
    "德吉",
    "边巴",
    "晋美",
    "仁增旺姆",
    "索朗多吉",
    "贡嘎坚赞",
]
MONGOL = [
    "乌兰图雅",
    "巴特尔",
    "其木格",
    "呼格吉勒图",
    "那仁高娃",
    "阿拉坦其其格",
    "苏日娜",
    "额尔德木图",
    "孟根其其格",
    "敖登格日勒",
]
YI = ["阿西木呷", "吉克阿牛", "沙马拉洛", "曲比阿乌", "俄木子扎", "海来日果"]
ROADS = [
    "文二路",
    "解放东街",
    "人民南路",
    "金牛巷",
    "新华大道",
    "滨江路",
    "桂花园",
    "青年街",
    "科技三路",
    "长虹里",
    "建设北路二段",
    "中山东一路",
    "友谊大街",
    "观音桥步行街",
    "迎宾大道",
    "学府路",
    "五一广场西巷",
    "高新四路",
    "环城南路",
    "龙井路",
]
ESTATES = [
    "锦绣花园",
    "阳光水岸",
    "碧桂园凤凰城",
    "恒大绿洲",
    "翡翠湾",
    "香榭里",
    "东方明珠苑",
    "万科城市花园",
    "山水文苑",
    "学府佳苑",
    "御景豪庭",
    "安居小区",
]
TOWNS = [
    "城关镇",
    "双河镇",
    "石桥铺镇",
    "马家坪乡",
    "沙坝子乡",
    "大柳树镇",
    "红旗镇",
    "白云山镇",
    "南岗街道",
    "桃花源镇",
    "古城乡",
    "青龙场镇",
]
VILLAGES = [
    "王家村",
    "李庄村",
    "东风村",
    "大坪村",
    "上河湾村",
    "石头寨村",
    "柳林屯",
    "杨家岭村",
    "和平村",
    "花园口村",
    "三岔河村",
    "新立屯村",
]


def holder(rng: Random) -> Person:
    """Anybody: one in ten of a minority with a long name, one in six with a rare name; from newborns to the very old."""
    area = rng.choice(sorted(ALL_PLACES))
    name, ethnicity = _name(rng)
    return _made(rng, name, ethnicity, area)


def minority(rng: Random, ethnicity: str, names: tuple[str, ...] | list[str], area: str, joined: bool) -> Person:
    """A holder of one people: two or three of its names with the middle dot, or one of them alone."""
    count = rng.choice((2, 2, 3)) if joined else 1
    return _made(rng, _dotted(rng, names, count), ethnicity, area)


def issued_for(rng: Random, who: Person, *, expired: bool = False) -> tuple[date, str]:
    """The day of issue, and the last day or 长期; valid on 2026-11-24 unless it shall have run out."""
    today = date(2026, 11, 24)
    first = max(who.born + timedelta(days=120), date(2005, 1, 4))
    for _ in range(200):
        issued = first + timedelta(days=rng.randrange(max((today - first).days - 3, 1)))
        until = _until(who, issued)
        if (until != "长期" and until < today.isoformat()) == expired:
            return issued, until
    issued = today - timedelta(days=rng.randrange(20, 300))
    return issued, _until(who, issued)


def _until(who: Person, issued: date) -> str:
    if (issued.month, issued.day) == (2, 29):
        issued = issued.replace(day=28)
    return term(who.born, issued)


def _made(rng: Random, name: str, ethnicity: str, area: str) -> Person:
    sex = rng.choice("男女")
    age = rng.choice(
        (rng.randint(19, 60), rng.randint(19, 60), rng.randint(19, 60), rng.randint(3, 18), rng.randint(61, 88))
    )
    born = date(2026, 11, 1) - timedelta(days=age * 365 + rng.randrange(365))
    region, authority = ALL_PLACES[area]
    sequence = 2 * rng.randint(0, 499) + (sex == "男")
    number = id_number(area, born, sequence)
    if rng.random() < 0.12:  # one number in four or so shall end in X
        number = next((n for q in range(sequence % 2, 1000, 2) if (n := id_number(area, born, q))[-1] == "X"), number)
    return Person(name, sex, ethnicity, born, region + _street(rng), area, number, authority)


def _name(rng: Random) -> tuple[str, str]:
    draw = rng.random()
    if draw < 0.06:
        people, names = rng.choice((("维吾尔", TURKIC), ("哈萨克", TURKIC), ("藏", TIBETAN), ("乌孜别克", TURKIC)))
        return _dotted(rng, names, rng.choice((2, 2, 2, 3))), people
    if draw < 0.10:
        people, names = rng.choice((("藏", TIBETAN), ("蒙古", MONGOL), ("彝", YI)))
        return rng.choice(names), people
    ethnicity = "汉" if rng.random() < 0.6 else rng.choice(ETHNICITIES)
    if draw < 0.14:
        return rng.choice(RARE_NAMES), ethnicity
    given = "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2))))
    if draw < 0.19:
        return rng.choice(RARE_SURNAMES) + given, ethnicity
    if draw < 0.24:
        return rng.choice(SURNAMES) + rng.choice(RARE_GIVEN) + rng.choice(("", given[0])), ethnicity
    if draw < 0.30:
        return rng.choice(COMPOUND) + given, ethnicity
    return rng.choice(SURNAMES) + given, ethnicity


def _dotted(rng: Random, names: tuple[str, ...] | list[str], count: int) -> str:
    """Names with the middle dot between them, of at most 18 characters."""
    for _ in range(50):
        whole = "·".join(rng.sample(list(names), count))
        if len(whole) <= 18:
            return whole
    return "·".join(sorted(names, key=len)[:2])


def _street(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.12:
        return f"{rng.choice(ROADS)}{rng.randint(1, 199)}号"
    if kind < 0.42:
        where = f"{rng.choice(TOWNS)}{rng.choice(VILLAGES)}"
        more = f"{rng.choice('一二三四五六七八九')}组{rng.randint(1, 140)}号"
        return where + rng.choice(
            (
                more,
                f"{rng.randint(1, 260)}号",
                f"{rng.randint(1, 14)}组",
                f"东街{rng.randint(1, 30)}排{rng.randint(1, 9)}号",
            )
        )
    road = f"{rng.choice(ROADS)}{rng.randint(1, 399)}号"
    flat = f"{rng.randint(1, 30)}{rng.choice('幢栋号楼'[:2])}{rng.randint(1, 6)}单元{rng.randint(101, 3204)}"
    if kind < 0.7:
        return road + flat + rng.choice(("室", "号", ""))
    if kind < 0.85:
        return road + rng.choice(ESTATES) + flat + "室"
    return f"{road}{rng.randint(1, 40)}号楼{rng.randint(1, 9)}门{rng.randint(101, 2604)}号"


def of(who: Person, area: str, ethnicity: str) -> Person:
    """The same holder, but registered elsewhere and of that people."""
    region, authority = ALL_PLACES[area]
    old, _ = ALL_PLACES[who.area]
    number = id_number(area, who.born, int(who.id_number[14:17]))
    return replace(
        who,
        area=area,
        ethnicity=ethnicity,
        authority=authority,
        address=region + who.address[len(old) :],
        id_number=number,
    )
