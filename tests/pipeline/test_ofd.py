"""OFD: text where it is printed, templates, layers, pictures, and files that mean harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import cv2
import numpy as np
import pytest
from ofd_pages import NAMESPACE, Sheet, ofd

import extractors
from pipeline import intake, readers, reading
from pipeline.hidden import read as hidden_text
from pipeline.model import Fault, Opened, Region, Source, Word
from pipeline.ocr import Quad
from pipeline.ofd import draw, open_ofd, page_count
from pipeline.ofd_package import Broken, parsed, resolved

MM = 72 / 25.4


class Blind:
    """A recogniser that sees nothing and tells what it was shown."""

    name, version = "blind", "0"

    def __init__(self) -> None:
        self.shown: list[tuple[int, ...]] = []

    def find(self, pixels: np.ndarray) -> tuple[Quad, ...]:  # type: ignore[type-arg]
        self.shown.append(pixels.shape)
        return ()

    def read_lines(self, crops: object) -> tuple[Word, ...]:
        return ()

    def read_line(self, pixels: object) -> Word:
        raise AssertionError("there is no line")

    def read(self, pixels: object) -> tuple[Word, ...]:
        return ()


def opened(data: bytes) -> Opened:
    return open_ofd(Source("a.ofd", "ofd", "", data), Blind())


def words(data: bytes) -> list[str]:
    (leaf,) = opened(data).leaves
    assert isinstance(leaf, Region)
    return [word.text for word in leaf.words]


def page(*texts: str, **more: str) -> Sheet:
    sheet = Sheet()
    for n, text in enumerate(texts):
        sheet.text(20, 20 + 10 * n, text, **more)  # type: ignore[arg-type]
    return sheet


# ---------------------------------------------------------------- text


@pytest.mark.parametrize("style", ["words", "repeated", "single"])
def test_text_stands_where_it_is_printed(style: str) -> None:
    data = ofd([page("户名：王建国", "余额 8,012.00", style=style)])
    (leaf,) = opened(data).leaves
    assert isinstance(leaf, Region)
    assert [w.text for w in leaf.words] == ["户名：王建国", "余额", "8,012.00"]
    name = leaf.words[0]
    assert (leaf.width, leaf.height) == pytest.approx((297 * MM, 210 * MM))
    assert (leaf.page.unit, leaf.method) == ("pt", "text")
    assert name.box.left == pytest.approx(20 * MM)
    assert name.box.right == pytest.approx(38 * MM)
    assert 16 * MM < name.box.top < 20 * MM < name.box.bottom < 21 * MM
    assert name.edges is not None
    assert len(name.edges) == len(name.text) + 1


def test_a_ctm_scales_and_turns_text() -> None:
    scaled = Sheet()
    scaled.text(20, 20, "日期", 3, CTM="2 0 0 2 0 0")
    (leaf,) = opened(ofd([scaled])).leaves
    assert isinstance(leaf, Region)
    assert leaf.words[0].box.width == pytest.approx(12 * MM)
    turned = Sheet(210, 297)
    turned.text(100, 100, "户名：王建国", 3, CTM="0 1 -1 0 0 0")
    (leaf,) = opened(ofd([turned])).leaves
    assert isinstance(leaf, Region)
    assert (leaf.width, leaf.height) == pytest.approx((297 * MM, 210 * MM))
    (word,) = leaf.words
    assert word.text == "户名：王建国"
    assert word.box.width > word.box.height
    on_page = leaf.place(word.box).box
    assert on_page is not None
    assert on_page.height > on_page.width


def test_templates_and_annotations_belong_to_the_page_and_watermarks_do_not() -> None:
    sheet = page("余额 8,012.00")
    sheet.template = "2"
    sheet.text(100, 100, "样本", 20, colour="220 220 220")
    sheet.text(120, 120, "A7F3", 4, CTM="0.7 -0.7 0.7 0.7 0 0")
    assert words(ofd([sheet], {"2": page("海港银行流水")})) == ["海港银行流水", "余额", "8,012.00"]


def test_lines_and_boxes_are_rules() -> None:
    sheet = page("日期与金额")
    sheet.line(10, 40, 200, 40)
    sheet.line(10, 10, 10, 40)
    sheet.box(30, 50, 100, 20, "230 230 230")
    (leaf,) = opened(ofd([sheet])).leaves
    assert isinstance(leaf, Region)
    upright = {round(r.left / MM) for r in leaf.rules if r.height > r.width}
    level = {round(r.top / MM) for r in leaf.rules if r.width > r.height}
    assert upright == {10, 30, 130}
    assert level == {40, 50, 70}


def test_unseen_text_is_left_out_and_told() -> None:
    sheet = page("余额 100.00")
    sheet.box(15, 15, 60, 8)
    sheet.text(20, 20, "余额 9,100.00")
    sheet.text(20, 60, "看不见", Visible="false")
    sheet.text(20, 70, "白字", colour="255 255 255")
    sheet.box(10, 80, 100, 10, "0 60 120")
    sheet.text(20, 86, "表头", colour="255 255 255")
    found = opened(ofd([sheet]))
    (leaf,) = found.leaves
    assert isinstance(leaf, Region)
    assert [w.text for w in leaf.words] == ["余额", "9,100.00", "表头"]
    covered, white = hidden_text(found.traits)
    assert (covered.text, covered.under, covered.replaced) == ("余额100.00", "box", True)
    assert (white.text, white.under, white.replaced) == ("白字", "white", False)


def test_a_table_is_read_by_the_readers_of_pdfs() -> None:
    sheet, day, balance = Sheet(), date(2026, 5, 1), Decimal(1000)
    sheet.text(110, 15, "海港银行账户交易明细", 5)
    sheet.text(15, 25, "户名：王建国")
    sheet.text(90, 25, "账号：6222000011112222333")
    sheet.text(180, 25, "起止日期：2026-05-01 至 2026-05-31")
    rows = [("交易日期", "摘要", "交易金额", "账户余额", "对方户名")]
    moves = []
    for n in range(20):
        amount = Decimal(37 * (n % 5) - 60) + Decimal("0.25")
        balance += amount
        moves.append((day, amount, balance))
        rows.append((f"{day}", "消费", f"{amount:+,.2f}", f"{balance:,.2f}", "李小梅"))
        day += timedelta(days=1)
    for n, row in enumerate(rows):
        for x, cell in zip((15, 60, 100, 150, 200), row, strict=True):
            sheet.text(x, 35 + 7 * n, cell)
    (document,) = reading.read(opened(ofd([sheet], signed="sm3")), readers.discover(extractors))
    assert (document.type, document.original) == ("bank_statement", "signed_pdf")
    assert (document.value("holder"), document.value("account")) == ("王建国", "6222000011112222333")
    assert [(r.date, r.amount, r.balance) for r in document.rows] == moves  # type: ignore[union-attr]
    assert document.parts[0].unit == "pt"


def test_a_contributions_table_is_laid_out_in_lines() -> None:
    sheet = Sheet(210, 297)
    sheet.text(60, 20, "浙江省社会保险参保证明（个人专用）", 5)
    sheet.text(20, 32, "姓名 王建国")
    for n in range(12):
        for x, cell in zip((20, 60, 100, 140), (f"2026{n + 1:02d}", "5,000.00", "400.00", "已到账"), strict=True):
            sheet.text(x, 50 + 8 * n, cell)
        sheet.line(15, 52 + 8 * n, 180, 52 + 8 * n)
    (leaf,) = opened(ofd([sheet])).leaves
    assert isinstance(leaf, Region)
    assert len([w for w in leaf.words if w.text == "5,000.00"]) == 12
    assert len({round(w.box.left) for w in leaf.words if w.text == "400.00"}) == 1
    assert len(leaf.rules) == 12


# ---------------------------------------------------------------- pictures


def picture(wide: int = 800, high: int = 1100) -> bytes:
    pixels = np.full((high, wide, 3), 255, np.uint8)
    cv2.circle(pixels, (200, 150), 40, (0, 0, 200), -1)
    return cv2.imencode(".png", pixels)[1].tobytes()


def test_a_page_that_is_a_picture_is_recognised() -> None:
    sheet = Sheet(210, 297)
    sheet.image(0, 0, 210, 297, 5)
    data = ofd([sheet], images={5: ("scan.png", picture())})
    blind = Blind()
    found = open_ofd(Source("a.ofd", "ofd", "", data), blind)
    assert blind.shown
    assert found.traits["scan"] == "yes"
    assert [leaf.method for leaf in found.leaves if isinstance(leaf, Region)] == ["ocr"]
    drawn = draw(data, 1)
    high, wide = drawn.shape[:2]
    assert wide / high == pytest.approx(210 / 297, abs=0.01)
    assert drawn[int(high * 150 / 1100), int(wide * 200 / 800)].tolist() == [0, 0, 200]


def test_a_page_of_text_has_no_picture() -> None:
    with pytest.raises(LookupError):
        draw(ofd([page("户名")]), 1)
    with pytest.raises(LookupError):
        draw(ofd([page("户名")]), 2)


# ---------------------------------------------------------------- seals


def seal(data: bytes) -> dict[str, str]:
    return {key: value for key, value in opened(data).traits.items() if key in ("signed", "signature")}


@pytest.mark.parametrize("digest", ["sm3", "sha256", "md5"])
def test_a_seal_whose_digests_fit_is_not_said_to_be_intact(digest: str) -> None:
    assert seal(ofd([page("余额 100.00")], signed=digest)) == {"signed": "yes", "signature": "unknown"}
    assert seal(ofd([page("余额 100.00")])) == {}


def test_a_page_changed_after_sealing_makes_it_invalid() -> None:
    data = repacked(ofd([page("余额 100.00")], signed="sm3"), Content=page("余额 900.00").xml().encode())
    assert seal(data) == {"signed": "yes", "signature": "invalid"}


def test_a_seal_that_was_only_prepared_is_none() -> None:
    assert seal(repacked(ofd([page("余额 100.00")], signed="sm3"), SignedValue=None)) == {}


# ---------------------------------------------------------------- what is wrong with it


def repacked(data: bytes, **changes: bytes | None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            short = name.rsplit("/", 1)[-1].split(".")[0]
            content = changes.get(short, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Page>&b;</Page>'


@pytest.mark.parametrize(
    "content",
    [None, b"", b"<Page", BOMB, b"<a>" * 500, b"\xff\xfe\x00", b'<?xml version="1.0" encoding="x-none"?><a/>'],
)
@pytest.mark.parametrize("part", ["Content", "Document", "OFD"])
def test_broken_and_hostile_parts_are_problems(part: str, content: bytes | None) -> None:
    data = repacked(ofd([page("户名：王建国")]), **{part: content})
    found = opened(data)
    assert not found.leaves
    assert [p.fault for p in found.problems] == [Fault.UNREADABLE]
    assert found.problems[0].page == (1 if part == "Content" else None)


def test_one_damaged_page_leaves_the_others() -> None:
    whole = ofd([page("第一页"), page("第二页")])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if "Page_0" not in name}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    found = opened(out.getvalue())
    assert [p.page for p in found.problems] == [1]
    assert [leaf.page.number for leaf in found.leaves if isinstance(leaf, Region)] == [2]


@pytest.mark.parametrize("step", ["g 999999999 1", "g -5 1", "g x", "nan nan", "1e300", "g 2"])
def test_odd_steps_cost_nothing(step: str) -> None:
    content = (
        f'<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer><ofd:TextObject Boundary="10 10 50 5" Size="3"><ofd:TextCode X="0" Y="3" '
        f'DeltaX="{step}">户名王建国</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>'
    ).encode()
    found = opened(repacked(ofd([Sheet()]), Content=content))
    assert not found.problems


@pytest.mark.parametrize("box", ["0 0 1e9 1e9", "0 0 0 0", "a b c d", "0 0 -5 10", "nan nan nan nan", ""])
def test_a_page_without_a_sensible_size_has_that_of_the_document(box: str) -> None:
    content = f"<ofd:Page {NAMESPACE}><ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area></ofd:Page>".encode()
    (found,) = opened(repacked(ofd([Sheet()]), Content=content)).pages
    assert (found.width, found.height) == pytest.approx((210 * MM, 297 * MM))


def test_garbled_text_without_a_picture_says_so() -> None:
    sheet = page(*["\ue000\ue001\ue002\ue003\ue004\ue005" * 3] * 5)
    found = opened(ofd([sheet]))
    assert not found.leaves
    assert "PDF" in found.problems[0].detail


def test_paths_cannot_lead_out() -> None:
    assert resolved("Doc_0/Document.xml", "../../../etc/passwd") == "etc/passwd"
    assert resolved("Doc_0/Document.xml", "/Doc_0/Pages/a.xml") == "Doc_0/Pages/a.xml"
    assert resolved("Doc_0/Document.xml", "Pages/Page_0\\Content.xml") == "Doc_0/Pages/Page_0/Content.xml"


def test_no_document_type_is_accepted() -> None:
    with pytest.raises(Broken):
        parsed(b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')


def test_intake_takes_it_and_counts_its_pages(tmp_path) -> None:  # type: ignore[no-untyped-def]
    data = ofd([page("一"), page("二"), page("三")])
    assert page_count(data) == 3
    (tmp_path / "a.zip").write_bytes(data)
    assert [s.kind for s in intake.take_in(tmp_path).sources] == ["ofd"]
    (problem,) = intake.take_in(tmp_path, limits=intake.Limits(pages=2)).problems
    assert problem.fault is Fault.OVER_LIMIT
    assert "OFD 有 3 页" in problem.detail


def test_intake_asks_for_what_an_encrypted_one_holds(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.ofd").write_bytes(ofd([page("一")], extra={"Encryptions.xml": b"<a/>"}))
    assert [p.fault for p in intake.take_in(tmp_path).problems] == [Fault.ENCRYPTED]
    (tmp_path / "a.ofd").write_bytes(repacked(ofd([page("一")]), Document=None))
    assert [p.fault for p in intake.take_in(tmp_path).problems] == [Fault.UNREADABLE]
