"""Who a paper is of: ID numbers as printed, and names where no label says so.

An app shows its user's name beside its own, and nothing else.
The characters are those of 百家姓 and of the surnames that are common today, compound ones apart.
"""

from __future__ import annotations

import re

from pipeline.id_number import is_valid
from pipeline.layout import Printed
from pipeline.model import Field
from pipeline.text import squeeze

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双"
    "闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空"
    "曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公晋楚法汝鄢涂钦归海岳帅缑亢况有琴商牟佘佴伯赏墨哈谯笪年爱阳佟仝肖代付闫覃邸付苟户冼敬揭撒尧药蹇原鹿来玉敏信占邝揣"
)  # fmt: skip
_TWO = "欧阳司马上官夏侯诸葛闻人东方赫连皇甫尉迟公羊澹台公冶宗政濮阳淳于单于太叔申屠公孙仲孙轩辕令狐钟离宇文长孙慕容鲜于闾丘司徒司空端木南宫西门独孤呼延第五百里东郭完颜"
_COMPOUND = frozenset(_TWO[at : at + 2] for at in range(0, len(_TWO), 2))
_NO_NAME = re.compile(
    r"收入|明细|流水|钱包|我的|众包|骑手|骑士|司机|车主|认证|等级|金牌|银牌|铜牌|青铜|黄金|钻石|王者|在线|离线|上线|下线|听单|接单|休息|消息|设置|客服|全部|筛选|帮助|首页|更多|平台|账单|外卖|配送|快送|跑腿|同城|出行"
    r"|单价|余额|时长|金额|单量|时间|任务|安全|平均|全国|方式|明天|时段|单数|车型|车辆|公告|通知|邀请|应用|能量|年度|元宝|经验|那曲|相关|商城"
    r"|[市区省县站员版端级店号州]$|^(?:成都|武汉|宁波|宁夏|宁德|常德|安阳|安康|安庆|阳江|阳泉|金华|温岭|温江|连云港|郁南|黄石|黄山|金昌|马鞍山|汕头|海口|海南|丰台|乐山|宜宾|洪山|江门|江阴|江西|江苏|于洪|昌平|房山|通辽|通化|龙岩|龙岗|和田|万宁|石家庄|石狮|云南|云浮|平谷|平顶山|鲁山|南京|白银|白山|包头|武威|吉林|吉安|康定|文昌|文山|伊宁|伊春|宿迁|毕节|景洪|阿坝|曲靖|都江堰|广东|广西|广元|安徽|华侨城|农安|项城|方城|水城|燕郊|鄂尔多斯|向阳)$"
)


def bare_name(text: str) -> str | None:
    """A piece of text without spaces that can only be a person's name ("张三", "欧阳翀", "张*", "扎西·顿珠"); None for any other."""
    if _NO_NAME.search(text):
        return None
    if re.fullmatch(r"[㐀-鿿]{1,6}(?:·[㐀-鿿]{1,8})+", text):
        return text
    masked = re.fullmatch(r"([㐀-鿿])[*＊]{1,3}|[*＊]{1,2}[㐀-鿿]{1,2}", text)
    if masked:
        return text if masked[1] is None or masked[1] in _SURNAMES else None
    if not re.fullmatch(r"[㐀-鿿\U00020000-\U0003ffff]{2,4}", text):
        return None
    if text[:2] in _COMPOUND:
        return text if len(text) > 2 else None
    return text if text[0] in _SURNAMES and len(text) < 4 else None


def has_known_surname(name: str) -> bool:
    """Whether a Chinese name begins with a surname that is known."""
    return name[:1] in _SURNAMES or name[:2] in _COMPOUND


_NUMBER = re.compile(r"(?<![\dX*])(?:[\d*]{17}[\dX*]|\d{1,6}\*+\d{0,4}[\dX]?|\d{15})(?![\dX*])")


def id_number(shown: Printed) -> Field | None:
    """The ID number in a piece of text, whole or masked, as printed; no field where it is empty.

    None with a reason where it is neither, or was recognised and cannot be anybody's number: a digit is then misread.
    """
    if not shown.text:
        return None
    found = _NUMBER.search(squeeze(shown.text).upper())
    if found is None:
        return shown.field(None, "身份证号码看不清")
    number = found[0]
    doubtful = shown.method == "ocr" and "*" not in number and not is_valid(number)
    return shown.field(None, "身份证号码看不清，校验位不符") if doubtful else shown.field(number)
