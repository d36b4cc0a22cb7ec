import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import cv2
import numpy as np
import published_example as example
import pytest

from pipeline import report
from pipeline.model import Box, Evidence, Field, Finding, Grid, Part, Place, Severity, Source

WHITE = np.full((300, 400, 3), 255, np.uint8)
GRID = Grid(
    "didi.xlsx",
    "收入",
    (("滴滴车主收入", "", ""), ("月份", "金额", "单量"), ("2026-03", "8320.00", "412"), ("2026-03", "-12.50", "")),
)
HOSTILE = "<script>alert(1)</script>\"'><img src=http://x>{{7*7}}.jpg"


def page_of(review, picture=lambda file, page: report.jpeg(WHITE), sheet=lambda file, sheet: GRID):
    return report.report_html(review, picture, sheet)


class Tags(HTMLParser):
    """Every tag with its attributes, and the text that a reader sees."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text, self.skip = [], "", ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.skip = tag if tag in ("style", "script") else ""

    def handle_endtag(self, tag):
        self.skip = ""

    def handle_data(self, data):
        self.text += "" if self.skip else data

    def of(self, tag, **wanted):
        return [a for t, a in self.tags if t == tag and all(a.get(k.rstrip("_")) == v for k, v in wanted.items())]


def one_card(**changed):
    return example.review(documents=(replace(example.card_front(), **changed),), findings=(), items=(), income=None)


def test_the_list_and_the_documents_are_there():
    seen = Tags(page_of(example.review()))
    for said in (
        "还需要补充 1 项材料",
        "补充工商银行流水",
        "缺少 2026年4月 的流水",
        "借款人：王建国",
        "身份证人像面",
        "反光遮住了住址",
    ):
        assert said in seen.text
    assert not re.search(r"[A-Z]{3}\d{3}", seen.text)


def test_rectangles_stand_where_the_values_were_read():
    seen = Tags(page_of(example.review()))
    (name,) = seen.of("rect", id="m-d1-name")
    left, top, width, height = (float(name[k]) for k in ("x", "y", "width", "height"))
    assert (left, top) == pytest.approx((371.3, 164), abs=4)  # with a little air around it
    assert (left + width, top + height) == pytest.approx((600, 230), abs=4)
    assert {"viewbox": "0 0 1600 1200", "preserveaspectratio": "none"} in seen.of("svg")
    (spot,) = seen.of("rect", id="m-e2-1")
    assert spot["class"] == "m evidence"


def test_every_link_leads_somewhere():
    seen = Tags(page_of(example.review()))
    ids = {a["id"] for _, a in seen.tags if "id" in a}
    links = [a["href"] for a in seen.of("a")]
    assert len(links) > 10
    assert {link.removeprefix("#") for link in links} <= ids
    assert all(link.startswith("#") for link in links)


def test_ids_are_used_once():
    ids = [a["id"] for _, a in Tags(page_of(example.review())).tags if "id" in a]
    assert len(ids) == len(set(ids))


def test_nothing_is_asked_for_outside():
    page = page_of(example.review())
    for _, attributes in Tags(page).tags:
        for name in ("src", "href", "action", "xlink:href"):
            assert re.match(r"#|data:image/(jpeg|png);base64,", attributes.get(name, "#"))
    assert "url(" not in page
    assert "@import" not in page


def test_the_policy_allows_its_own_style_and_script_alone():
    page = page_of(example.review())
    (policy,) = [a["content"] for a in Tags(page).of("meta") if a.get("http-equiv")]
    for tag in ("style", "script"):
        (inner,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert not [a for _, a in Tags(page).tags if any(n == "style" or n.startswith("on") for n in a)]


def hostile_review():
    part = Part(HOSTILE, example.SHA, (1,), ((400, 300),), "px")
    place = Place(HOSTILE, 1, Box(1, 2, 3, 4))
    fields = {
        "name": Field(HOSTILE, 0.9, "ocr", place, readings=(HOSTILE,)),
        "sex": Field(None, 0, "ocr", reason=HOSTILE),
    }
    document = replace(example.card_front(), parts=(part,), fields=fields, notes=(HOSTILE,))
    finding = Finding(HOSTILE, ("d1",), (Evidence(place, HOSTILE),), {}, None, "IMG101", "blurred", Severity.REVIEW)
    (item,) = example.review().items
    return example.review(
        application=HOSTILE,
        documents=(document, replace(example.earnings(), id="d3")),
        findings=(finding,),
        items=(replace(item, title=HOSTILE, reason=HOSTILE, how=HOSTILE),),
    )


def test_hostile_names_and_text_stay_text():
    grid = replace(GRID, rows=((HOSTILE, HOSTILE, HOSTILE), *GRID.rows[1:]))
    harmless, hostile = Tags(page_of(example.review())), Tags(page_of(hostile_review(), sheet=lambda f, s: grid))
    assert len(hostile.of("script")) == len(harmless.of("script")) == 1
    assert not [a for a in hostile.of("img") if not a["src"].startswith("data:")]
    assert hostile.text.count(HOSTILE) >= 8
    assert "49" not in hostile.text.replace("2026-04", "")


def test_a_page_that_cannot_be_drawn_still_shows_its_rectangles():
    seen = Tags(page_of(one_card(), picture=lambda file, page: None))
    assert "（这一页的图像无法显示）" in seen.text
    assert not seen.of("img")
    assert seen.of("rect", id="m-d1-name")


def test_a_long_paper_shows_its_telling_pages_and_says_what_is_left_out():
    pages = tuple(range(1, 41))
    part = Part("icbc.pdf", example.SHA, pages, ((595, 842),) * 40, "pt")
    spot = Evidence(Place("icbc.pdf", 37, Box(1, 2, 3, 4)), "x")
    finding = Finding("看这里", ("d2",), (spot,), {}, None, "BNK201", "balance-chain-broken", Severity.REVIEW)
    asked = []
    review = example.review(documents=(replace(example.statement(), parts=(part,)),), findings=(finding,))
    page = page_of(review, picture=lambda file, number: asked.append(number))
    assert asked == [1, 2, 3, 4, 5, 37]
    assert "这份材料共 40 页，这里显示其中 6 页。" in page


def test_evidence_on_a_page_that_is_not_shown_is_told_without_a_link():
    spot = Evidence(Place("lost.pdf", 3), "")
    finding = Finding("打不开", (), (spot,), {}, None, "FIL002", "unreadable-file", Severity.REQUIRED)
    seen = Tags(page_of(example.review(documents=(), findings=(finding,))))
    assert "lost.pdf 第 3 页" in seen.text
    assert not [a for a in seen.of("a") if a["href"].startswith("#m-")]


def test_evidence_is_drawn_on_the_paper_that_the_finding_names_alone():
    both = (example.card_front(), replace(example.card_front(), id="d2"))
    spot = Evidence(Place("front.jpg", 1, Box(1, 2, 3, 4)))
    finding = Finding("反光", ("d2",), (spot,), {}, None, "IMG102", "glare", Severity.REQUIRED)
    seen = Tags(page_of(example.review(documents=both, findings=(finding,))))
    assert len([a for a in seen.of("rect") if a.get("class") == "m evidence"]) == 1


def test_many_rows_are_cut_with_a_sentence():
    (row, *_) = example.statement().rows
    page = page_of(example.review(documents=(replace(example.statement(), rows=(row,) * 300),)))
    assert "这里列出前 120 行，共 300 行。" in page


def test_a_spreadsheet_is_shown_around_its_cells():
    seen = Tags(page_of(example.review()))
    assert [a["class"] for a in seen.of("td", id="m-d3-total")] == ["field"]
    assert "didi.xlsx（工作表 收入）的节选" in seen.text


def test_a_large_spreadsheet_is_cut_around_what_was_read():
    rows = (("标题", *[""] * 40), *[(f"第{n}行", *[str(n)] * 40) for n in range(5000)])
    grid = Grid("didi.xlsx", "收入", rows)
    document = example.earnings()
    many = tuple(replace(document.rows[0], place=grid.place(n, 1)) for n in range(5, 4000))
    total = Field(document.value("total"), 1.0, "cell", grid.place(4900, 2))
    review = example.review(documents=(replace(document, rows=many, fields={"total": total}),))
    page = page_of(review, sheet=lambda file, sheet: grid)
    assert page.count('<th scope="row">') < 40
    assert Tags(page).of("td", id="m-d3-total")
    assert len(page) < 100_000


def test_a_spreadsheet_that_cannot_be_read_again_costs_only_the_excerpt():
    page = page_of(example.review(), sheet=lambda file, sheet: None)
    assert "的节选" not in page
    assert "8,320.00" in page


def test_cells_are_found_beyond_z():
    grid = Grid("a.csv", "a", (("",) * 100,) * 12)
    for row, column in ((0, 0), (4, 2), (11, 25), (3, 26), (9, 51), (0, 99)):
        assert report._position(grid.place(row, column).cell) == (row, column)


def test_an_empty_application():
    seen = Tags(page_of(example.review(documents=(), findings=(), unanswered=(), items=(), income=None, applicants=())))
    assert "还没有收到可以识别的材料。" in seen.text


@pytest.mark.parametrize("method", ["human", "repaired"])
def test_a_value_that_is_not_as_read_shows_the_readings(method):
    was = (
        {"was": "王健", "by": "u17", "at": "2026-11-24T09:00:00+08:00"}
        if method == "human"
        else {"readings": ("王健", "王建")}
    )
    seen = Tags(page_of(one_card(fields={"name": Field("王建", 0.95, method, **was)})))
    assert "王健" in seen.text


def test_a_picture_is_made_no_wider_than_asked_for():
    data = report.jpeg(np.full((900, 3000, 3), 200, np.uint8), width=1100)
    shape = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR).shape
    assert shape == (330, 1100, 3)
    assert cv2.imdecode(np.frombuffer(report.jpeg(WHITE), np.uint8), cv2.IMREAD_COLOR).shape == WHITE.shape


def test_sheets_are_read_from_the_sources_only():
    found = report.sheets_of([Source("a.jpg", "image", example.SHA, b"")])
    assert found("a.jpg", "x") is None
    assert found("missing.xlsx", "x") is None


def test_many_papers_share_the_room_and_a_page_of_two_is_drawn_once():
    asked = []
    cards = tuple(replace(example.card_front(), id=f"d{n}") for n in range(1, 4))
    page_of(example.review(documents=cards, findings=()), picture=lambda file, page: asked.append((file, page)))
    assert asked == [("front.jpg", 1)]
    part = Part("icbc.pdf", example.SHA, tuple(range(1, 31)), ((595, 842),) * 30, "pt")
    papers = tuple(
        replace(example.statement(), id=f"d{n}", parts=(replace(part, file=f"{n}.pdf"),)) for n in range(1, 31)
    )
    page_of(example.review(documents=papers, findings=()), picture=lambda file, page: asked.append((file, page)))
    assert len(asked) == 1 + 60


def test_a_negative_income_month_is_drawn_as_nothing():
    income = example.review().income
    odd = [{**income["months"][0], "counted": "-5.00"}, income["months"][0]]
    assert "各月明细" in page_of(example.review(income={**income, "months": odd}))
