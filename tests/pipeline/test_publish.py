import re
from dataclasses import replace

import published_example as example
import pytest

from pipeline import publish
from pipeline.model import Item, Part

CODE = re.compile(r"[A-Z]{3}\d{3}|id_card|bank_statement|gig_|_earnings")


def with_item(**changed):
    (item,) = example.review().items
    return example.review(items=(replace(item, **changed),))


def test_the_list_says_what_why_and_how():
    text = publish.supplement_markdown(example.review())
    assert text.startswith("# 还需要补充 1 项材料\n")
    assert "1. **补充工商银行流水**\n   - 为什么：缺少 2026年4月 的流水\n   - 怎么办：在工商银行手机银行导出" in text
    assert "- 身份证人像面（front.jpg）" in text
    assert "- 工商银行流水，2026年3月至2026年4月（icbc.pdf 第 1–2 页）" in text
    assert "## 工作人员会核对的内容\n\n- 第 2 页的余额与上一行对不上\n- 看不清户名" in text


@pytest.mark.parametrize(
    "text",
    [
        publish.supplement_markdown(example.review()),
        publish.terminal_text(example.review()),
        publish.extract_text(example.review().documents, example.review().findings),
    ],
)
def test_no_code_and_no_jargon(text):
    assert not CODE.search(text.replace("A2026-0001", ""))


@pytest.mark.parametrize(
    ("status", "said"),
    [("complete", "没有发现需要补充的内容"), ("review", "需要工作人员核对"), ("supplement", "还需要补充 1 项")],
)
def test_the_status_line(status, said):
    assert said in publish.supplement_markdown(example.review(status=status)).splitlines()[0]
    assert said in publish.terminal_text(example.review(status=status)).splitlines()[0]


def test_a_complete_review_has_no_list():
    text = publish.supplement_markdown(
        example.review(status="complete", items=(), findings=(), unanswered=(), documents=())
    )
    assert "需要补充的材料" not in text
    assert "工作人员会核对" not in text
    assert "还没有收到可以识别的材料。" in text


def test_each_way_has_its_own_line():
    text = publish.supplement_markdown(with_item(how="先导出流水\n再拍身份证"))
    assert "   - 怎么办：先导出流水\n   - 另外：再拍身份证\n" in text


@pytest.mark.parametrize(
    "hostile",
    ["[点这里](http://x)", "<img src=x>", "`a`", "**b**", "![i](x)", "a|b", "<!-- c -->", "&lt;"],
)
def test_a_file_name_cannot_act_in_markdown(hostile):
    text = publish.supplement_markdown(with_item(reason=f"文件 {hostile} 打不开"))
    (line,) = [line for line in text.splitlines() if "打不开" in line]
    assert not re.search(r"(?<!\\)[<`*\[\]|&]", line)
    assert re.sub(r"\\(?=[^\w\s])", "", line).endswith(f"文件 {hostile} 打不开")


def test_a_file_name_keeps_its_underscores_readable():
    assert "IMG_2026_01.jpg" in publish.supplement_markdown(with_item(reason="IMG_2026_01.jpg 打不开"))


@pytest.mark.parametrize("hostile", ["a\x1b[2Jb", "a\nb", "a\u202eb", "a\x07b", "a\u2028b", "a\ud800b"])
def test_a_file_name_cannot_steer_a_terminal(hostile):
    document = replace(example.card_front(), parts=(Part(hostile, example.SHA, (1,), ((1, 1),), "px"),))
    for text in (publish.terminal_text(example.review(documents=(document,))), publish.extract_text([document])):
        assert not re.search("[\x00-\x09\x0b-\x1f\u2028\u202e\ud800]", text)
        text.encode("utf-8")


def test_a_title_of_several_lines_makes_no_item_of_its_own():
    text = publish.supplement_markdown(with_item(title="补充\n# 假标题"))
    assert "\n# 假标题" not in text


def test_the_terminal_is_plain_unless_colour_is_asked_for():
    assert "\x1b" not in publish.terminal_text(example.review())
    coloured = publish.terminal_text(example.review(), colour=True)
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == publish.terminal_text(example.review())
    assert coloured != publish.terminal_text(example.review())


def test_the_list_comes_first_in_the_terminal():
    text = publish.terminal_text(example.review())
    assert text.index("补充工商银行流水") < text.index("工作人员会核对") < text.index("已收到")


def test_extract_says_what_was_read_and_what_was_not():
    text = publish.extract_text(example.review().documents)
    assert "姓名          王建国  98%" in text
    assert "（未能读出：反光遮住了住址）" in text
    assert "银行      工商银行" in text
    assert "2026年4月   不完整" in text
    assert "※ 第 2 页有一行金额看不清" in text
    assert publish.extract_text([]) == "没有找到可以识别的材料。\n"


def test_an_item_without_words_is_still_an_item():
    item = Item(1, "unknown", "请核对", "", "", ("FIL002",))
    assert publish.ways(item) == [("怎么办", "")]


def test_a_long_list_of_papers_stays_on_one_screen():
    many = example.review(documents=(example.card_front(),) * 40)
    text = publish.terminal_text(many)
    assert text.count("身份证人像面") == 12
    assert "另有 28 份" in text
    assert publish.supplement_markdown(many).count("身份证人像面") == 40
