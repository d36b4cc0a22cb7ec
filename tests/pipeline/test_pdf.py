import io

import pikepdf
import pytest
from reportlab.pdfgen import canvas
from statement_pages import FONT, Layout, draw

from pipeline import pdf
from pipeline.model import Fault, Source

LAYOUT = Layout("海港银行流水", ("户名：王建国",), (30, 200), ("日期", "金额"))
ROWS = [("2026-03-01", "-12.50"), ("2026-03-02", "300.00")]


def opened(data):
    return pdf.open_pdf(Source("a.pdf", "pdf", "", data), None)


def texts(region):
    return [word.text for word in region.words]


def encrypted(password="secret"):
    data = io.BytesIO()
    with pikepdf.open(io.BytesIO(draw(LAYOUT, ROWS))) as file:
        file.save(data, encryption=pikepdf.Encryption(user=password, owner=password + "x"))
    return data.getvalue()


def test_words_stand_where_they_are_printed_with_an_edge_for_each_character():
    region = opened(draw(LAYOUT, ROWS)).leaves[0]
    word = next(word for word in region.words if word.text == "户名：王建国")
    assert (region.width, region.height, region.method, region.page.unit) == (842, 595, "text", "pt")
    assert abs(word.box.left - 30) < 1
    assert 40 < word.box.top < word.box.bottom < 60
    assert len(word.edges) == len(word.text) + 1
    assert list(word.edges) == sorted(word.edges)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_have_the_size_they_are_displayed_in_and_upright_words(turn):
    region = opened(draw(LAYOUT, ROWS, rotate=turn)).leaves[0]
    assert (region.page.width, region.page.height) == ((842, 595) if turn % 180 == 0 else (595, 842))
    assert "户名：王建国" in texts(region)
    word = next(word for word in region.words if word.text == "户名：王建国")
    assert word.box.width > word.box.height
    placed = region.place(word.box).box
    assert 0 <= placed.left < placed.right <= region.page.width
    assert (placed.right - placed.left > placed.bottom - placed.top) == (turn % 180 == 0)


def test_crop_box_is_the_page():
    data = io.BytesIO()
    with pikepdf.open(io.BytesIO(draw(LAYOUT, ROWS))) as file:
        file.pages[0].cropbox = pikepdf.Array([20, 100, 800, 585])
        file.save(data)
    region = opened(data.getvalue()).leaves[0]
    word = next(word for word in region.words if word.text == "户名：王建国")
    assert (region.page.width, region.page.height) == (780, 485)
    assert abs(word.box.left - 10) < 1


def test_watermarks_are_dropped_and_doubled_glyphs_are_one():
    plain = opened(draw(LAYOUT, ROWS)).leaves[0]
    marked = opened(draw(Layout(**{**vars(LAYOUT), "watermark": "样本", "twice": True}), ROWS)).leaves[0]
    assert sorted(texts(marked)) == sorted(texts(plain))


def test_unseen_text_is_not_read():
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer)
    for mode, words in ((0, "看得见的文字"), (3, "看不见的文字")):
        text = page.beginText(50, 700 - mode * 30)
        text.setFont(FONT, 10)
        text.setTextRenderMode(mode)
        text.textLine(words)
        page.drawText(text)
    page.save()
    assert texts(opened(buffer.getvalue()).leaves[0]) == ["看得见的文字"]


def test_printed_lines_are_rules():
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(600, 800))
    page.setFont(FONT, 10)
    page.drawString(50, 700, "日期与金额")
    page.grid([40, 200, 400], [600, 650, 720])
    page.save()
    rules = opened(buffer.getvalue()).leaves[0].rules
    assert {round((rule.left + rule.right) / 2) for rule in rules if rule.height > rule.width} == {40, 200, 400}
    assert {round((rule.top + rule.bottom) / 2) for rule in rules if rule.width > rule.height} == {80, 150, 200}


@pytest.mark.parametrize("cut", [0, 10, 400, -200])
def test_cut_off_and_empty_files_are_problems(cut):
    data = draw(LAYOUT, ROWS)
    found = opened(data[:cut] if cut else b"")
    assert found.leaves == ()
    assert [problem.fault for problem in found.problems] == [Fault.UNREADABLE]
    assert found.problems[0].file == "a.pdf"


def test_encrypted_file_asks_for_its_password_and_unlocks_with_it():
    data = encrypted()
    assert [problem.fault for problem in opened(data).problems] == [Fault.ENCRYPTED]
    with pytest.raises(pdf.Locked):
        pdf.unlock(data, ("wrong",))
    assert "户名：王建国" in texts(opened(pdf.unlock(data, ("wrong", "secret"))[0]).leaves[0])


def test_unlock_leaves_an_open_file_as_it_is_and_refuses_what_is_no_pdf():
    data = draw(LAYOUT, ROWS)
    assert pdf.unlock(data, ()) == (data, "")
    with pytest.raises(ValueError, match="PDF"):
        pdf.unlock(b"not a pdf", ())


def test_traits_tell_the_program_that_made_it():
    traits = opened(draw(Layout(**{**vars(LAYOUT), "meta": {"Creator": "WPS 表格", "Title": "流水"}}), ROWS)).traits
    assert traits["creator"] == "WPS 表格"
    assert traits["title"] == "流水"
    assert "signed" not in traits


def test_draw_gives_the_page_at_the_size_asked_for():
    assert pdf.draw(draw(LAYOUT, ROWS), 1, 72).shape == (595, 842, 3)
