from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from drawn import BACK, FRONT, back, front, on_table

from extractors import id_card
from extractors._id_number import Printed, settle
from extractors._ink import all_of, ink_of
from extractors.id_card import READERS
from pipeline import id_number
from pipeline.model import Box, Document, Field, Opened, Page, PictureFault, Pixels, Place, Region, Source, Value, Word
from pipeline.ocr import recogniser
from pipeline.readers import Claim
from pipeline.reading import read
from pipeline.straighten import regions

NUMBER = "33010619900307001" + id_number.check_digit("33010619900307001")
SOURCE = Source("a.jpg", "image", "0" * 64, b"")


def _documents(pixels: Pixels) -> list[tuple[str, Mapping[str, Field]]]:
    page = Page("a.jpg", 1, pixels.shape[1], pixels.shape[0], "px")
    opened = Opened(SOURCE, (page,), regions(page, pixels, recogniser()))
    return [(d.type, d.fields) for d in read(opened, READERS)]


def _values(fields: Mapping[str, Field]) -> dict[str, Value | None]:
    return {name: field.value for name, field in fields.items()}


def test_the_side_with_the_portrait() -> None:
    ((kind, fields),) = _documents(on_table(front({"number": NUMBER})))
    assert kind == "id_card_front"
    assert _values(fields) == {
        "name": "王建国", "sex": "男", "ethnicity": "汉", "birth_date": date(1990, 3, 7),
        "address": "".join(FRONT["address"]), "id_number": NUMBER,
    }  # fmt: skip
    assert all(field.confidence >= 0.9 and field.place and field.place.box for field in fields.values())


@pytest.mark.parametrize(("until", "value"), [("2026.03.01", date(2026, 3, 1)), ("长期", "长期")])
def test_the_side_with_the_emblem(until: str, value: Value) -> None:
    ((kind, fields),) = _documents(on_table(back({"term": f"2016.03.01-{until}"})))
    assert kind == "id_card_back"
    assert _values(fields) == {
        "issuing_authority": BACK["authority"], "valid_from": date(2016, 3, 1), "valid_until": value,
    }  # fmt: skip


def test_a_minority_name_and_an_ethnicity_of_several_characters() -> None:
    ((_, fields),) = _documents(front({"number": NUMBER, "name": "阿依古丽·买买提", "ethnicity": "维吾尔"}))
    assert fields["name"].value == "阿依古丽·买买提"
    assert fields["ethnicity"].value == "维吾尔"


def test_a_number_that_is_wrong_in_itself_is_given_as_printed_but_not_believed() -> None:
    wrong = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")
    ((_, fields),) = _documents(front({"number": wrong}))
    assert fields["id_number"].value == wrong
    assert fields["id_number"].confidence < 0.9


def test_two_sides_swapped_on_one_sheet_are_two_documents() -> None:
    sheet = np.full((2339, 1654, 3), 255, np.uint8)
    sheet[300:938, 320:1332] = back()
    sheet[1200:1838, 320:1332] = front({"number": NUMBER})
    assert [kind for kind, _ in _documents(sheet)] == ["id_card_back", "id_card_front"]


def _region(*texts: tuple[str, float, float]) -> Region:
    words = tuple(Word(t, Box(x, y, x + 40 * len(t), y + 40)) for t, x, y in texts)
    return Region(Page("a.jpg", 1, 1280, 807, "px"), 1280, 807, words, "ocr")


def _claims(region: Region) -> list[Claim]:
    return [claim for reader in READERS if (claim := reader.claims(region))]


@pytest.mark.parametrize("title", ["中华人民共和国机动车驾驶证", "浙江省居住证", "中华人民共和国护照"])
def test_another_card_is_not_claimed(title: str) -> None:
    assert not _claims(
        _region((title, 300, 20), ("姓名王建国", 77, 97), ("性别男民族汉", 77, 186), ("住址浙江省", 77, 380))
    )


def test_a_page_of_text_is_not_claimed() -> None:
    rows = [(f"2026-0{i % 9 + 1}-01 工资 8000.00", 80.0, 20.0 * i) for i in range(1, 60)]
    assert not _claims(_region(("姓名王建国", 77, 0), ("性别男", 77, 9), *rows))
    assert not _claims(_region())


def _without_labels(values: Mapping[str, object]) -> Pixels:
    """A card whose printed words are worn off, all but those between the digits of the birth date."""
    card = front(values)
    for top, bottom, right in ((50, 360, 175), (140, 200, 390), (530, 590, 322)):
        left = 295 if right == 390 else 50
        card[top:bottom, left:right] = (244, 240, 236)
    return card


def test_a_card_whose_printed_words_are_worn_off_is_told_by_its_number_and_birth() -> None:
    ((kind, fields),) = _documents(on_table(_without_labels({"number": NUMBER})))
    assert kind == "id_card_front"
    values = _values(fields)
    assert (values["id_number"], values["birth_date"], values["name"]) == (NUMBER, date(1990, 3, 7), "王建国")
    assert values["address"] in (None, "".join(FRONT["address"]))


def test_a_card_whose_labels_are_cut_off_with_its_edge_is_cropped() -> None:
    card = front({"number": NUMBER})[:, 170:]
    page = Page("a.jpg", 1, card.shape[1], card.shape[0], "px")
    (document,) = read(Opened(SOURCE, (page,), regions(page, np.ascontiguousarray(card), recogniser())), READERS)
    assert document.type == "id_card_front"
    assert "cropped" in [fault.kind for fault in document.faults]


def _pictured(pixels: Pixels) -> Document:
    page = Page("a.jpg", 1, pixels.shape[1], pixels.shape[0], "px")
    (document,) = read(Opened(SOURCE, (page,), regions(page, np.ascontiguousarray(pixels), recogniser())), READERS)
    return document


@pytest.mark.parametrize("bottom", [500, 556])
def test_a_value_that_is_cut_by_the_picture_s_edge_is_none_and_the_picture_cropped(bottom: int) -> None:
    document = _pictured(front({"number": NUMBER})[:bottom])  # the number stands from 534 to 576
    assert document.type == "id_card_front"
    assert "cropped" in [fault.kind for fault in document.faults]
    assert document.fields["id_number"].value is None
    assert document.fields["id_number"].reason
    assert document.fields["name"].value == "王建国"


def test_a_row_that_is_not_there_because_the_picture_ends_is_told_whatever_else_is_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(id_card, "faults", lambda *given: ())
    assert [fault.kind for fault in _pictured(front({"number": NUMBER})[:500]).faults] == ["cropped"]
    assert _pictured(front({"number": NUMBER})).faults == ()


@pytest.mark.parametrize(
    ("spot", "lost"),
    [
        (Box(700, 470, 800, 520), True),  # beside its lines
        (Box(400, 620, 500, 700), True),  # where one more would stand
        (Box(722, 633, 940, 724), False),  # farther to the right than its lines reach, and below them
    ],
)
def test_an_address_is_not_given_where_glare_may_hide_a_part_of_it(spot: Box, lost: bool) -> None:
    address = Field("湖北省武汉市武昌区桂花园路18号", 0.97, "ocr", Place("a.jpg", 1, Box(304, 461, 685, 607)))
    (field,) = id_card._wary({"address": address}, [PictureFault("glare", Place("a.jpg", 1, spot), 1.0)]).values()
    assert (field.value is None) is lost


def test_a_number_that_does_not_agree_with_the_date_above_it_makes_no_card() -> None:
    birth, number = ("1990年3月7日", 235.0, 280.0), (NUMBER, 420.0, 690.0)
    assert [claim.confidence for claim in _claims(_region(birth, number))] == [0.8]
    assert not _claims(_region(("1991年3月7日", 235.0, 280.0), number))
    assert not _claims(_region(birth, number, ("中华人民共和国机动车驾驶证", 300, 20)))
    assert not _claims(_region(("1990年3月7日", 235.0, 650.0), number))


# ---------------------------------------------------------------- an address to its end


ADDRESS = ("浙江省杭州市西湖区文三路", "样本小区8幢2单元570室")


def _shortened(cut: int) -> Region:
    """A card whose recogniser lost so many characters at the end of the address."""
    pixels = front({"number": NUMBER, "address": ADDRESS})
    (region,) = regions(Page("a.jpg", 1, pixels.shape[1], pixels.shape[0], "px"), pixels, recogniser())
    words = [_cut_off(word, cut) if word.text.endswith("570室") else word for word in region.words]
    assert any(word.text.endswith(ADDRESS[1][:-cut]) for word in words)
    return replace(region, words=tuple(words))


def _cut_off(word: Word, cut: int) -> Word:
    assert word.edges
    assert word.sure
    box = replace(word.box, right=word.edges[-1 - cut])
    return Word(word.text[:-cut], box, word.confidence, word.edges[:-cut], word.sure[:-cut])


def _address(region: Region) -> Field:
    (claimed,) = (reader for reader in READERS if not reader.generic and reader.claims(region))
    return claimed.read((region,), Opened(SOURCE, (region.page,), (region,))).fields["address"]


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_an_address_that_lost_its_end_is_read_to_its_end(cut: int) -> None:
    address = _address(_shortened(cut))
    assert address.value == "".join(ADDRESS)
    assert address.place
    assert address.place.box
    assert address.place.box.right > 500


def test_looks_that_differ_at_the_end_give_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    region = _shortened(2)
    looks = tuple(Word(f"{ADDRESS[1][:-2]}{end}", Box(0, 0, 9, 9), 0.99) for end in ("0室", "6室"))
    monkeypatch.setattr(id_card, "look_again", lambda region, box: looks)
    monkeypatch.setattr(id_card, "look_closer", lambda region, box: looks)
    address = _address(region)
    assert address.value is None
    assert address.reason


def test_print_ends_where_a_blank_follows() -> None:
    pixels = front({"number": NUMBER, "address": ADDRESS})
    (region,) = regions(Page("a.jpg", 1, pixels.shape[1], pixels.shape[0], "px"), pixels, recogniser())
    word = next(word for word in region.words if word.text.endswith("570室"))
    ink = ink_of(region)
    assert ink is not None
    whole = all_of(ink, word.box, 0.16 * region.width, 0.65 * region.width)
    assert whole.right - word.box.right < 0.35 * word.box.height
    assert word.box.left - whole.left < 0.35 * word.box.height


# ---------------------------------------------------------------- other layouts, and nothing to read


def _fields(region: Region) -> tuple[str, Mapping[str, Field]]:
    ((kind, fields),) = [(d.type, d.fields) for d in read(Opened(SOURCE, (region.page,), (region,)), READERS)]
    return kind, fields


FEW = (
    ("姓名", 77, 97),
    ("性别", 77, 186),
    ("男", 235, 186),
    ("民族", 400, 186),
    ("维吾尔", 540, 186),
    ("出生", 77, 280),
)


def test_a_long_name_in_two_lines_is_joined() -> None:
    kind, fields = _fields(
        _region(*FEW, ("阿不都外力·叶尔肯别克·", 235, 75), ("阿依古丽", 235, 120), (NUMBER, 420, 690))
    )
    assert (kind, fields["name"].value) == ("id_card_front", "阿不都外力·叶尔肯别克·阿依古丽")


def test_a_name_whose_second_line_is_not_there_is_none() -> None:
    _, fields = _fields(_region(*FEW, ("阿不都外力·叶尔肯别克·", 235, 97), (NUMBER, 420, 690)))
    assert fields["name"].value is None
    assert fields["name"].reason


def test_a_temporary_card_with_all_values_on_one_side() -> None:
    kind, fields = _fields(
        _region(
            ("中华人民共和国临时居民身份证", 300, 30), ("姓名", 77, 117), ("王建国", 235, 117), ("性别", 77, 206), ("男", 235, 206),
            ("民族", 384, 206), ("汉", 540, 206), ("出生", 77, 298), ("1990年3月7日", 235, 298), ("住址", 77, 383),
            ("杭州市西湖区文三路1号", 235, 383), ("公民身份号码", 77, 581), (NUMBER, 420, 581), ("签发机关", 77, 662),
            ("杭州市公安局西湖分局", 280, 662), ("有效期限", 77, 730), ("2026.01.14-2026.04.14", 280, 730),
        )
    )  # fmt: skip
    assert kind == "temporary_id_card"
    assert {name: str(field.value) for name, field in fields.items()} == {
        "name": "王建国", "sex": "男", "ethnicity": "汉", "birth_date": "1990-03-07", "address": "杭州市西湖区文三路1号",
        "id_number": NUMBER, "issuing_authority": "杭州市公安局西湖分局", "valid_from": "2026-01-14", "valid_until": "2026-04-14",
    }  # fmt: skip


def _unread(pixels: Pixels, card: bool) -> Region:
    flat = np.ascontiguousarray(pixels)
    page = Page("a.jpg", 1, flat.shape[1], flat.shape[0], "px")
    return Region(page, flat.shape[1], flat.shape[0], (), "ocr", pixels=lambda: flat, card=card)


@pytest.mark.parametrize(("side", "drawn"), [("id_card_front", front), ("id_card_back", back)])
def test_a_card_of_which_nothing_can_be_read_is_its_side_without_values(side: str, drawn: Callable[[], Pixels]) -> None:
    kind, fields = _fields(_unread(drawn(), card=True))
    assert kind == side
    assert all(field.value is None and field.reason and field.place for field in fields.values())


def test_by_its_looks_nothing_else_is_taken_for_a_card() -> None:
    assert not _claims(_unread(front(), card=False))
    assert not _claims(_unread(np.full((807, 1280, 3), 200, np.uint8), card=True))
    residence = replace(_region(("浙江省居住证", 300, 20)), card=True, pixels=front)
    assert not _claims(residence)


def test_an_address_of_lines_that_reach_into_each_other_is_none() -> None:
    lines = (("浙江省杭州市西湖区", 235, 380), ("文三路样本小区8幢", 235, 395))
    _, fields = _fields(_region(*FEW, ("住址", 77, 380), *lines, (NUMBER, 420, 690)))
    assert fields["address"].value is None


# ---------------------------------------------------------------- what confirms a number


def _printed(value: Value | None, *again: Value, confidence: float = 0.99) -> Printed:
    return Printed(value, str(value or ""), confidence, None, lambda: [(v, 0.99) for v in again])


BORN = date(1990, 3, 7)


def test_what_agrees_is_believed_at_once() -> None:
    sex, birth, number = settle(_printed("男"), _printed(BORN), _printed(NUMBER))
    assert (sex.value, birth.value, number.value) == ("男", BORN, NUMBER)
    assert min(f.confidence for f in (sex, birth, number)) >= 0.99


def test_a_look_alike_is_repaired_only_with_birth_and_sex_and_keeps_both_readings() -> None:
    misread = NUMBER.replace("0106", "0186", 1)
    assert id_number.flaws(misread)
    number = settle(_printed("男"), _printed(BORN), _printed(misread, misread))[2]
    assert (number.value, number.method) == (NUMBER, "repaired")
    assert misread in number.readings
    assert NUMBER in number.readings
    assert number.confidence < 0.9
    assert settle(_printed(None), _printed(BORN), _printed(misread, "1" * 18))[2].value is None


def test_a_printed_birth_that_disagrees_lowers_both() -> None:
    other = date(1991, 3, 7)
    _, birth, number = settle(_printed("男"), _printed(other, other), _printed(NUMBER, NUMBER))
    assert birth.value == other
    assert number.value == NUMBER
    assert birth.confidence < 0.9
    assert number.confidence < 0.9


def test_readings_that_contradict_each_other_give_no_number() -> None:
    body = "33010619850101001"
    other = body + id_number.check_digit(body)
    number = settle(_printed(None), _printed(None), _printed(NUMBER, other))[2]
    assert number.value is None
    assert number.reason


def test_on_a_faulty_picture_only_what_a_check_digit_bears_out_is_sure():
    fields = {name: Field("x", 0.99, "ocr") for name in ("name", "address", "id_number", "birth_date")}
    place = Page("a.jpg", 1, 100, 60, "px")
    seen = (PictureFault("blurred", Region(place, 100, 60, (), "ocr").place(Box(0, 0, 100, 60)), 0.05),)
    wary = {name: field.confidence for name, field in id_card._wary(fields, seen).items()}
    assert wary == {"name": 0.85, "address": 0.85, "id_number": 0.99, "birth_date": 0.99}
    assert id_card._wary(fields, ()) == fields
