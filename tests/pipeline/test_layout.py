from pipeline.layout import join, labelled, lines, squeezed
from pipeline.model import Box, Grid, Page, Region, Word

LABELS = {
    "holder": ("户名", "客户姓名"),
    "account": ("账号", "卡号", "账号/卡号", "卡号/账号"),
    "period": ("起止日期",),
    "code": ("验证码",),
    "currency": ("币种",),
    "issued": ("打印日期",),
}


def word(text, left, top, size=10.0):
    width = sum(size if ord(char) > 0x2000 else size / 2 for char in text)
    edges = [left]
    for char in text:
        edges.append(edges[-1] + (size if ord(char) > 0x2000 else size / 2))
    return Word(text, Box(left, top, left + width, top + size), edges=tuple(edges))


def region(*words):
    return Region(Page("a.pdf", 1, 600, 800, "pt"), 600, 800, tuple(words), "text")


def values(leaf):
    return {name: found.text for name, found in labelled(lines(leaf), LABELS).items()}


def test_lines_are_grouped_by_their_middles_and_read_from_left_to_right():
    leaf = region(word("乙", 50, 21), word("丙", 10, 40), word("甲", 10, 20))
    assert [line.text for line in lines(leaf)] == ["甲 乙", "丙"]


def test_value_beside_glued_and_with_spaces_inside_the_label():
    leaf = region(
        word("户", 10, 10), word("名：王建国", 40, 10), word("账号：", 200, 10), word("6222020200011223344", 240, 10)
    )
    assert values(leaf) == {"holder": "王建国", "account": "6222020200011223344"}


def test_two_labels_and_values_glued_in_one_word():
    leaf = region(word("卡号:6222020200011223344户名:王建国币种:人民币", 10, 10))
    assert values(leaf) == {"account": "6222020200011223344", "holder": "王建国", "currency": "人民币"}


def test_a_glued_value_has_the_box_of_its_own_characters():
    leaf = region(word("户名：王建国", 10, 10))
    assert labelled(lines(leaf), LABELS)["holder"].place.box == Box(40, 10, 70, 20)


def test_bilingual_label_without_a_space_before_the_value():
    leaf = region(word("账号/卡号Account/Card", 10, 10), word("No:6222600110012345678", 130, 10), word("户名Account", 300, 10),
                  word("Name:王建国", 360, 10))  # fmt: skip
    assert values(leaf) == {"account": "6222600110012345678", "holder": "王建国"}


def test_label_without_colon_counts_only_as_a_whole_word():
    leaf = region(
        word("卡号", 10, 10), word("6222", 40, 10), word("户名：王建国", 90, 10), word("户名不符者请到柜面", 10, 40)
    )
    assert values(leaf) == {"account": "6222", "holder": "王建国"}


def test_label_of_the_counterparty_is_not_the_holder():
    leaf = region(word("对方户名：", 10, 10), word("李四", 70, 10))
    assert "holder" not in values(leaf)


def test_value_below_its_label():
    leaf = region(word("户名", 10, 10), word("账号", 200, 10), word("王建国", 10, 26), word("6222", 200, 26))
    assert values(leaf) == {"holder": "王建国", "account": "6222"}


def test_unknown_label_ends_a_value():
    leaf = region(word("户名：王建国", 10, 10), word("查询最低限额：0", 75, 10))
    assert values(leaf) == {"holder": "王建国"}


def test_wide_gap_ends_a_value_but_not_the_gap_before_it():
    leaf = region(word("户名：", 10, 10), word("王建国", 120, 10), word("第1页", 400, 10))
    assert values(leaf) == {"holder": "王建国"}


def test_label_without_value_is_empty_and_absent_label_is_absent():
    leaf = region(word("验证码：", 10, 10))
    assert values(leaf) == {"code": ""}


def test_period_with_spaces_is_one_value():
    leaf = region(word("起止日期：2026-01-01", 10, 10), word("—", 120, 10), word("2026-06-30", 140, 10))
    assert values(leaf) == {"period": "2026-01-01 — 2026-06-30"}


def test_labels_in_a_sheet_in_one_cell_and_in_the_next():
    grid = Grid(
        "a.xls",
        "Sheet1",
        (("账　号：6222 户名：王建国", "", ""), ("币种：", "人民币", ""), ("打印日期", "", "2026-01-01")),
    )
    found = labelled(lines(grid), LABELS)
    assert {name: value.text for name, value in found.items()} == {
        "account": "6222", "holder": "王建国", "currency": "人民币", "issued": "2026-01-01",
    }  # fmt: skip
    assert found["currency"].place.cell == "B2"


def test_wrapped_numbers_are_joined_and_days_are_parted_from_their_time():
    assert join((word("62179211605", 10, 10), word("38883", 10, 22))) == "6217921160538883"
    assert join((word("2026-01-01", 10, 10), word("10:00:00", 10, 22))) == "2026-01-01 10:00:00"
    assert join((word("China", 10, 10), word("Bank", 10, 22))) == "China Bank"


def test_squeezed_text_has_no_spaces_and_ascii_punctuation():
    assert squeezed(region(word("户", 10, 10), word("名：", 40, 10), word("王", 10, 40))) == "户名:\n王"
