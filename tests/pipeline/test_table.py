from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Box, Grid, Page, Region, Word
from pipeline.table import find_table, header_of
from pipeline.table_geometry import Block, allot, centred, footed, level, placed
from pipeline.table_header import Lexicon
from pipeline.text import day

VOCABULARY = {
    "date": ("交易日期", "日期"),
    "amount": ("交易金额",),
    "income": ("交易金额(收入)",),
    "balance": ("余额",),
    "log": ("日志号",),
    "party": ("对方账号与户名",),
}
ANCHORS = {"date": lambda text: day(text) is not None}


def word(text, left, top, size=10.0):
    edges = [float(left)]
    for char in text:
        edges.append(edges[-1] + (size if ord(char) > 0x2000 else size / 2))
    return Word(text, Box(left, top, edges[-1], top + size), edges=tuple(edges))


def region(*words, number=1, method="text"):
    return Region(Page("a.pdf", number, 600, 800, "pt"), 600, 800, tuple(words), method)


HEAD = (
    word("日期", 10, 10),
    word("交易金额", 110, 10),
    word("余额", 200, 10),
    word("日", 300, 10),
    word("志", 315, 10),
    word("号", 330, 10),
)


def row(top, date="2026-03-01", amount="-12.50", balance="987.50", log="123"):
    return word(date, 10, top), word(amount, 110, top), word(balance, 200, top), word(log, 300, top)


def texts(table):
    return [{name: cell.text for name, cell in one.cells.items()} for one in table.rows]


FIRST = {"date": "2026-03-01", "amount": "-12.50", "balance": "987.50", "log": "123"}


def test_header_words_with_spaces_inside_and_rows_by_their_day():
    table = find_table([region(*HEAD, *row(30), *row(45, "2026-03-02"))], VOCABULARY, ANCHORS)
    assert texts(table) == [FIRST, FIRST | {"date": "2026-03-02"}]
    assert table.rows[0].page == 1
    assert table.rows[0].place.box == Box(10, 30, 315, 40)


def test_header_over_three_lines_in_two_languages_centred():
    head = (
        word("日期", 10, 20), word("Date", 10, 30), word("交易金额", 110, 20), word("Amount", 110, 30), word("对方账号", 200, 15),
        word("与户名", 200, 25), word("Party", 200, 35), word("余额", 300, 20), word("Balance", 300, 30),
    )  # fmt: skip
    body = (word("2026-03-01", 10, 60), word("5.00", 110, 60), word("622/王", 200, 60), word("9.00", 300, 60))
    assert set(header_of(region(*head), VOCABULARY)) == {"date", "amount", "party", "balance"}
    table = find_table([region(*head, *body)], VOCABULARY, ANCHORS)
    assert texts(table) == [{"date": "2026-03-01", "amount": "5.00", "party": "622/王", "balance": "9.00"}]


def test_headers_run_together_by_a_recogniser_are_cut():
    glued = (word("日期交易金额余额", 10, 10, size=30),)
    body = (word("2026-03-01", 10, 45), word("5.00", 90, 45), word("9.00", 195, 45))
    table = find_table([region(*glued, *body, method="ocr")], VOCABULARY, ANCHORS)
    assert texts(table) == [{"date": "2026-03-01", "amount": "5.00", "balance": "9.00"}]


def test_a_word_over_two_columns_is_cut_between_kinds_of_text_and_never_inside_a_number():
    edges = [40.0]
    assert [(n, w.text) for n, w in placed(word("---消费", 20, 10), edges)] == [(0, "---"), (1, "消费")]
    assert [(n, w.text) for n, w in placed(word("12.5099.00", 25, 10), edges)] == [(0, "12.50"), (1, "99.00")]
    assert [w.text for _, w in placed(word("2026-03-01", 25, 10), edges)] == ["2026-03-01"]


def test_recognised_words_with_spaces_are_cut_at_them():
    table = find_table(
        [region(*HEAD, word("2026-03-01          -12.50", 10, 30), word("987.50", 200, 30), method="ocr")],
        VOCABULARY,
        ANCHORS,
    )
    assert texts(table)[0]["amount"] == "-12.50"


def test_page_without_header_uses_the_one_before():
    table = find_table([region(*HEAD, *row(30)), region(*row(20, "2026-03-05"), number=2)], VOCABULARY, ANCHORS)
    assert [one.page for one in table.rows] == [1, 2]


def test_page_head_with_a_day_is_no_row():
    later = region(word("交易区间：", 10, 0), word("2026-03-01", 62, 0), word("客户姓名：", 200, 0), word("王", 300, 0),
                   *(Word(w.text, Box(w.box.left, w.box.top + 20, w.box.right, w.box.bottom + 20)) for w in HEAD), *row(50), number=2)  # fmt: skip
    assert len(find_table([region(*HEAD, *row(30)), later], VOCABULARY, ANCHORS).rows) == 2


def test_notes_and_totals_under_the_last_row_are_outside():
    table = find_table(
        [region(*HEAD, *row(30), word("合计", 10, 42), word("5.00", 110, 42), word("温馨提示：仅供参考", 10, 54))],
        VOCABULARY,
        ANCHORS,
    )
    assert texts(table) == [FIRST]
    assert [line.text for line in table.outside] == ["合计 5.00", "温馨提示：仅供参考"]


def test_something_else_in_the_anchors_place_is_missed_not_lost():
    table = find_table([region(*HEAD, *row(30), *row(45, "2026-13-45"), *row(60, "2026-03-03"))], VOCABULARY, ANCHORS)
    assert len(table.rows) == 2
    assert [line.text.split()[0] for line in table.missed] == ["2026-13-45"]


def test_no_table_without_anchor_or_with_too_few_columns():
    assert (
        find_table(
            [region(word("交易金额", 10, 10), word("余额", 90, 10), word("日志号", 200, 10))], VOCABULARY, ANCHORS
        )
        is None
    )
    assert find_table([region(word("日期", 10, 10), word("余额", 90, 10))], VOCABULARY, ANCHORS) is None
    assert find_table([region()], VOCABULARY, ANCHORS) is None
    assert find_table([], VOCABULARY, ANCHORS) is None


def test_sheet_rows_and_missed_rows():
    grid = Grid("a.xls", "S", (("标题", "", "", ""), ("日期", "交易金额", "余额", "日志号"), ("2026-03-01", "1", "2", "3"),
                               ("??", "1", "2", "3"), ("合计", "1", "2", "3"), ("", "", "", "")))  # fmt: skip
    table = find_table([grid], VOCABULARY, ANCHORS)
    assert [one["amount"] for one in texts(table)] == ["1"]
    assert len(table.missed) == 1
    assert table.rows[0].cells["balance"].place.cell == "C3"


def test_what_stands_in_brackets_parts_two_headers():
    lexicon = Lexicon(VOCABULARY)
    assert lexicon.concept("交易金额(收入)") == ("income", 4)
    assert lexicon.concept("交易金额（元）") == ("amount", 3)
    assert lexicon.concept("交易曰期") == ("date", 1)
    assert lexicon.concept("网点名称") == ("", 0)


def test_what_a_header_ends_with_decides():
    lexicon = Lexicon({"name": ("交易对方", "对方户名"), "account": ("对方账号",)})
    assert lexicon.concept("交易对方账号")[0] == "account"
    assert lexicon.concept("交易对方户名")[0] == "name"
    assert lexicon.concept("交易对方开户行") == ("", 0)


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=12), st.sampled_from([level, centred, footed]), st.integers(0, 6)
)
def test_wrapped_cells_go_to_their_rows_however_they_stand(counts, measure, gap):
    """Rows as high as their cell (three lines at least), a gap between them; the anchor stands on a line of its own in the row."""
    blocks, anchors, own, expected, y = [], [], [], [], 0.0
    for at, count in enumerate(counts):
        height = max(count, 3) * 10
        start = {level: 0, centred: (height - count * 10) / 2, footed: height - count * 10}[measure]
        anchor = {level: y + 5, centred: y + height / 2, footed: y + height - 5}[measure]
        middles = [y + start + line * 10 + 5 for line in range(count)]
        anchors.append(anchor)
        own.append(anchor if anchor in middles else None)
        for middle in middles:
            if middle != anchor:
                blocks.append(Block(middle - 4, middle + 4, ()))
                expected.append(at)
        y += height + gap
    assert allot(blocks, anchors, own, measure)[1] == expected


def test_a_recognised_page_whose_header_lost_a_column_borrows_that_of_another_page():
    heads = ("交易日期", "交易金额", "余额", "交易地点", "摘要", "对方户名")
    cells = ("2026-03-0{}", "-{}.00", "10{}.50", "杭州", "消费", "王五")
    xs = (50, 200, 350, 430, 560, 700)

    def leaf(number, glued, scale):
        words, y = [], 40.0
        shown = (*heads[:2], "余额交易地点", *heads[4:]) if glued else heads
        at = (*xs[:3], *xs[4:]) if glued else xs
        for line in (
            zip(at, shown, strict=True),
            *(zip(xs, [c.format(n) for c in cells], strict=True) for n in range(1, 7)),
        ):
            words += [Word(t, Box(x * scale + 9, y, x * scale + 9 + 12 * len(t), y + 14)) for x, t in line]
            y += 30
        return Region(Page("a.pdf", number, 1200, 900, "px"), 1200, 900, tuple(words), "ocr")

    known = {
        "date": ("交易日期",),
        "amount": ("交易金额",),
        "balance": ("余额",),
        "summary": ("摘要",),
        "counterparty": ("对方户名",),
    }
    anchors = {"date": lambda text: text.startswith("2026-")}
    table = find_table(
        [leaf(1, False, 1.0), leaf(2, True, 1.1)], known, anchors, figures=frozenset({"amount", "balance"})
    )
    assert [row.text("balance") for row in table.rows] == [f"10{n}.50" for n in (*range(1, 7), *range(1, 7))]
    assert {row.text("summary") for row in table.rows} == {"消费"}
