"""The second language of an autonomous region's card: what is printed above (Mongolian: beside) the Chinese.

The printed labels of such a region's cards are bilingual for everybody; a holder of the region's own people may have the name in its script
too, above the Chinese one. The words imitate the printed ones in shape and length.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Script:
    """One script: its font, its words by place, the people whose names it writes, and whether it runs downwards."""

    font: str
    words: Mapping[str, str]
    title: tuple[str, str]
    people: tuple[str, ...]
    names: tuple[str, ...] = ()
    size: float = 14.0
    downwards: bool = False
    dates: Mapping[str, str] = field(default_factory=dict)


SCRIPTS: Mapping[str, Script] = {
    "uyghur": Script(
        "'Scheherazade','DejaVu Sans'",
        {"name": "ئىسمى", "sex": "جىنسى", "ethnicity": "مىللىتى", "birth": "تۇغۇلغان ۋاقتى", "address": "تۇرالغۇسى", "number": "كىملىك نومۇرى", "authority": "تارقاتقان ئورگان", "term": "كۈچكە ئىگە مۇددىتى"},
        ("جۇڭخۇا خەلق جۇمھۇرىيىتى", "ئاھالىلەر كىملىكى"), ("维吾尔", "哈萨克"), ("ئەلى تۇرسۇن", "گۈلنار ئەخمەت", "پاتىگۈل قادىر"), 19, False, {"年": "يىلى", "月": "ئاي", "日": "كۈن"},
    ),
    "zhuang": Script(
        "'FreeSans','DejaVu Sans'",
        {"name": "Mingzcoh", "sex": "Singqbied", "ethnicity": "Minzcuz", "birth": "Ngoenzseng", "address": "Dieg youq", "number": "Gunghminz Sinhfwn Hauhmaj", "authority": "Gihgvanh cingfaz", "term": "Geizhanh mizyauq"},
        ("Cunghvaz Yinzminz Gunghozgoz", "Gihminz Sinhfwncing"), ("壮",), ("Veiz Gvangjyungz", "Nungz Yozmeiz"), 14, False, {"年": "bi", "月": "nyied", "日": "hauh"},
    ),
    "tibetan": Script(
        "'DDC Uchen','Noto Serif Tibetan'",
        {"name": "རུས་མིང་།", "sex": "ཕོ་མོ།", "ethnicity": "མི་རིགས།", "birth": "སྐྱེས་ཚེས།", "address": "སྡོད་གནས།", "number": "སྤྱི་དམངས་ཐོབ་ཐང་ཨང་གྲངས།", "authority": "སྤྲོད་མཁན་ལས་ཁུངས།", "term": "ནུས་ལྡན་དུས་བཀག"},
        ("ཀྲུང་ཧྭ་མི་དམངས་སྤྱི་མཐུན་རྒྱལ་ཁབ།", "སྡོད་དམངས་ཐོབ་ཐང་ལག་ཁྱེར།"), ("藏",), ("བཀྲ་ཤིས་རྡོ་རྗེ།", "ཚེ་རིང་སྒྲོལ་མ།"), 15, False, {"年": "ལོ", "月": "ཟླ", "日": "ཚེས"},
    ),
    "mongolian": Script(
        "'Noto Sans Mongolian'",
        {"name": "ᠨᠡᠷ᠎ᠡ", "sex": "ᠬᠦᠢᠰᠦ", "ethnicity": "ᠦᠨᠳᠦᠰᠦ", "birth": "ᠲᠥᠷᠥᠭᠰᠡᠨ", "address": "ᠰᠠᠭᠤᠭ᠎ᠠ ᠬᠠᠶᠢᠭ", "number": "ᠢᠷᠭᠡᠨ ᠦ ᠨᠣᠮᠧᠷ", "authority": "ᠣᠯᠭᠣᠭᠰᠠᠨ", "term": "ᠬᠦᠴᠦᠨ"},
        ("ᠳᠤᠮᠳᠠᠳᠤ ᠠᠷᠠᠳ ᠤᠨ ᠪᠦᠭᠦᠳᠡ ᠨᠠᠶᠢᠷᠠᠮᠳᠠᠬᠤ ᠤᠯᠤᠰ", "ᠣᠷᠰᠢᠨ ᠰᠠᠭᠤᠭᠴᠢ ᠶᠢᠨ ᠦᠨᠡᠮᠯᠡᠯ"), ("蒙古",), ("ᠪᠠᠲᠤ", "ᠰᠠᠷᠠᠨ"), 15, True,
    ),
    "yi": Script(
        "'Nuosu SIL','Noto Sans Yi'",
        {"name": "ꂓ", "sex": "ꀋꁧꀋꂿ", "ethnicity": "ꊿꋅ", "birth": "ꒆꄉꑍ", "address": "ꀀꄉꃅ", "number": "ꇩꏤꌋꃀꑌꊿꂪꏓ", "authority": "ꄷꄮꏤꇩ", "term": "ꌬꄉꄮꈉ"},
        ("ꍏꉸꏓꂱꇭꉼꇩ", "ꐥꑌꊿꌋꃀꄷꅉ"), ("彝",), ("ꀉꇴꃅꏦ", "ꐚꇐꃀꃅ"), 15, False, {"年": "ꈎ", "月": "ꆪ", "日": "ꑍ"},
    ),
    "korean": Script(
        "'WenQuanYi Zen Hei'",
        {"name": "이름", "sex": "성별", "ethnicity": "민족", "birth": "출생", "address": "주소", "number": "공민신분번호", "authority": "발급기관", "term": "유효기한"},
        ("중화인민공화국", "주민신분증"), ("朝鲜",), ("김영호", "박금순"), 15, False, {"年": "년", "月": "월", "日": "일"},
    ),
}  # fmt: skip

_REGIONS = {
    "65": "uyghur", "45": "zhuang", "54": "tibetan", "6327": "tibetan", "5133": "tibetan", "15": "mongolian", "5134": "yi", "2224": "korean",
}  # fmt: skip


def of_region(code: str) -> str | None:
    """The second language of the region that an ID number or area code begins with."""
    return next((script for start, script in _REGIONS.items() if code.startswith(start)), None)
