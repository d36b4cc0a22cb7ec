from collections.abc import Sequence

import pytest

from pipeline.model import Box, Field, Grid, Leaf, Opened, Page, Reading, Region, Source, Word
from pipeline.readers import Claim, Reader
from pipeline.reading import read


def page(number: int, *texts: str, method: str = "text", straightened: bool = False) -> Region:
    words = tuple(Word(text, Box(0, 20 * i, 100, 20 * i + 10)) for i, text in enumerate(texts))
    return Region(Page("a.pdf", number, 595, 842, "pt"), 595, 842, words, method)


def opened(*leaves: Leaf, kind: str = "pdf", **traits: str) -> Opened:
    return Opened(Source("a.pdf", kind, "ff", b""), (), leaves, traits)


def texts(leaves: Sequence[Leaf]) -> str:
    return "+".join(word.text for leaf in leaves if isinstance(leaf, Region) for word in leaf.words)


def reader(name: str, mark: str, goes_on: str = "never", generic: bool = False) -> Reader:
    def holds(text: str):
        return lambda leaf: text in texts([leaf])

    return Reader(
        name,
        "other_document",
        claims=lambda leaf: Claim(0.9) if holds(mark)(leaf) else None,
        read=lambda leaves, file: Reading("other_document", {"holder": Field(f"{name}:{texts(leaves)}", 1.0, "text")}),
        continues=holds(goes_on),
        generic=generic,
    )


def outcome(leaves: Sequence[Leaf], *readers: Reader) -> list[tuple[str, object, tuple[int, ...]]]:
    return [(d.type, d.value("holder"), d.parts[0].pages) for d in read(opened(*leaves), readers)]


ICBC = reader("icbc", "ICBC", goes_on="row")
GENERIC = reader("any", "row", goes_on="row", generic=True)


def test_pages_that_go_on_are_one_document():
    pages = [page(1, "ICBC"), page(2, "row"), page(3, "row")]
    assert outcome(pages, ICBC) == [("other_document", "icbc:ICBC+row+row", (1, 2, 3))]


def test_a_specific_reader_beats_the_generic_one():
    assert outcome([page(1, "ICBC", "row")], ICBC, GENERIC) == [("other_document", "icbc:ICBC+row", (1,))]


def test_the_generic_reader_is_asked_where_no_specific_one_claims():
    assert outcome([page(1, "row")], ICBC, GENERIC) == [("other_document", "any:row", (1,))]


def test_two_claims_of_one_tier_are_unknown_never_a_guess():
    assert outcome([page(1, "ICBC")], ICBC, reader("rival", "ICBC")) == [("unknown", None, (1,))]


def test_a_page_that_another_specific_reader_claims_begins_a_new_document():
    pages = [page(1, "ICBC"), page(2, "CCB", "row")]
    assert [d[1] for d in outcome(pages, ICBC, reader("ccb", "CCB"))] == ["icbc:ICBC", "ccb:CCB+row"]


def test_what_nobody_claims_is_one_unknown_document_a_run_of_pages():
    pages = [page(1, "letter"), page(2, "letter"), page(3, "ICBC"), page(4, "letter")]
    assert [(d[0], d[2]) for d in outcome(pages, ICBC)] == [
        ("unknown", (1, 2)),
        ("other_document", (3,)),
        ("unknown", (4,)),
    ]


def test_blank_pages_and_margins_make_no_document():
    pages = [page(1), page(2, "ICBC"), page(2, "margin"), page(3)]
    assert outcome(pages, ICBC) == [("other_document", "icbc:ICBC", (2,))]


def test_a_file_of_blank_pages_is_unknown_and_not_lost():
    assert outcome([page(1), page(2)], ICBC) == [("unknown", None, (1, 2))]


def test_a_file_without_pages_gives_no_document():
    assert read(opened(), [ICBC]) == ()


@pytest.mark.parametrize(
    ("file", "original"),
    [
        (opened(page(1, "x"), signed="1"), "signed_pdf"),
        (opened(page(1, "x"), editor="WPS"), "editable"),
        (opened(page(1, "x")), "issuer_pdf"),
        (opened(page(1, "x", method="ocr")), "scan"),
        (opened(page(1, "x", method="ocr"), kind="image"), "photo"),
        (opened(page(1, "x", method="ocr"), kind="image", screenshot="1"), "screenshot"),
        (opened(Grid("a.xlsx", "S", (("x",),)), kind="spreadsheet"), "editable"),
    ],
)
def test_how_good_a_paper_it_is(file: Opened, original: str):
    assert read(file, [])[0].original == original
