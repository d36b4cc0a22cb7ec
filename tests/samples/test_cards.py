"""The drawing of single cards: the same again from the same seed, truths that lie where the ink is, faults beyond their limits."""

import json
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageOps

SAMPLES = Path(__file__).parents[2] / "samples"
sys.path.insert(0, str(SAMPLES))

import _bilingual  # noqa: E402
import _card_faces  # noqa: E402
import _card_people  # noqa: E402
import _conditions  # noqa: E402
import _faults  # noqa: E402
import _good_pictures  # noqa: E402
import _lens  # noqa: E402
import _other_cards  # noqa: E402
import _people  # noqa: E402
import _shots  # noqa: E402
import draw_cards  # noqa: E402

FRONT = {"name", "sex", "ethnicity", "birth_date", "address", "id_number"}
BACK = {"issuing_authority", "valid_from", "valid_until"}
OTHER = {"kind", "holder", "id_number"}
FIELDS = {
    "id_card_front": FRONT,
    "id_card_back": BACK,
    "temporary_id_card": FRONT | BACK,
    "other_document": OTHER,
    "unknown": set(),
}
CODES = {
    "blurred": "IMG101", "glare": "IMG102", "cropped": "IMG103", "dark": "IMG104", "small": "IMG105", "recapture": "IMG201",
    "photocopy": "IMG202", "temporary": "IDC104",
}  # fmt: skip

drawn = {}


def application(condition, n=1, seed=5):
    """The files of a folder; each is drawn once for all tests."""
    if (condition, n) not in drawn:
        drawn[condition, n] = draw_cards.application(condition, seed, n)[1]
    return drawn[condition, n]


def truth_of(condition, n=1):
    return json.loads(application(condition, n)["truth.json"])


every = pytest.mark.parametrize("condition", _conditions.CONDITIONS)


@every
def test_a_condition_draws_a_whole_application(condition):
    truth = truth_of(condition)
    assert truth["application"] == f"{condition}-0001"
    assert truth["drawn"]["condition"] == condition
    files = application(condition).keys() - {"truth.json", "application.toml"}
    assert {one["parts"][0]["file"] for one in truth["documents"]} == files
    for document in truth["documents"]:
        assert set(document["fields"]) <= FIELDS[document["type"]]
        assert document["type"] == "other_document" or set(document["fields"]) == FIELDS[document["type"]]


@every
def test_boxes_lie_on_the_page_as_displayed(condition):
    for document in truth_of(condition)["documents"]:
        part = document["parts"][0]
        wide, high = part["size"][0]
        if part["unit"] == "px":
            picture = Image.open(BytesIO(application(condition)[part["file"]]))
            picture.seek(part["pages"][0] - 1)
            assert sorted(picture.size) == sorted((wide, high))
        for name, one in document["fields"].items():
            assert "box" in one or one["value"] is None
            if "box" in one:
                left, top, right, bottom = one["box"]
                assert 0 <= left < right <= wide, name
                assert 0 <= top < bottom <= high, name


@pytest.mark.parametrize("condition", ["photo", "glare", "pair"])
def test_the_same_seed_draws_the_same_bytes_whatever_was_drawn_before(condition):
    draw_cards.application("dark", 5, 9)
    assert draw_cards.application(condition, 5, 1)[1] == application(condition)
    assert draw_cards.application(condition, 6, 1)[1] != application(condition)
    assert draw_cards.application(condition, 5, 2)[1] != application(condition)


def test_the_command_writes_a_folder_of_each(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(
        sys, "argv", ["draw_cards.py", str(tmp_path), "--seed", "5", "--each", "2", "--conditions", "small"]
    )
    draw_cards.main()
    assert {path.name for path in tmp_path.iterdir()} == {"small-0001", "small-0002"}
    assert (tmp_path / "small-0001" / "truth.json").read_bytes() == application("small")["truth.json"]


@pytest.mark.parametrize(("condition", "code"), CODES.items())
def test_a_fault_is_expected_of_its_file(condition, code):
    truth = truth_of(condition)
    (found,) = (one for one in truth["findings"] if one["code"] == code)
    assert found["documents"] == [one["id"] for one in truth["documents"]]
    assert not {one["code"] for one in truth["findings"]} & (set(CODES.values()) - {code})


@pytest.mark.parametrize("condition", ["scan", "photo", "hard", "paper", "pair", "a4"])
def test_of_a_good_picture_nothing_is_lost(condition):
    for n in (1, 2):
        truth = truth_of(condition, n)
        assert all(one["value"] is not None for d in truth["documents"] for one in d["fields"].values())
        assert not {one["code"] for one in truth["findings"]} & {code for code in CODES.values() if code != "IMG202"}


@pytest.mark.parametrize("condition", ["photo", "hard", "paper", "turned"])
def test_a_good_picture_keeps_within_the_limits(condition):
    for n in (1, 2):
        facts = truth_of(condition, n)["drawn"]
        assert facts["across"] >= _faults.LEAST_ACROSS
        assert facts["strokes_of_blur"] <= _faults.MOST_BLUR
        assert facts["light"] >= _faults.LEAST_SHADED
        assert facts["outside"] == 0


@pytest.mark.parametrize("n", [1, 2])
def test_a_fault_is_beyond_its_limit(n):
    assert truth_of("blurred", n)["drawn"]["strokes_of_blur"] >= _faults.LEAST_BLURRED
    assert truth_of("small", n)["drawn"]["across"] <= _faults.MOST_SMALL
    assert truth_of("dark", n)["drawn"]["light"] <= _faults.MOST_DARK + 8  # the noise lifts it
    facts = truth_of("cropped", n)["drawn"]
    values = [one["value"] for one in truth_of("cropped", n)["documents"][0]["fields"].values()]
    assert facts["outside"] >= 0.7 * _faults.LEAST_CROPPED or None in values
    assert truth_of("glare", n)["drawn"]["over"]


# ---------------------------------------------------------------- where the ink is


def who():
    return _people.person("王建国", "男", date(1990, 5, 6), "330106", "文二路391号")


def changed(one, other):
    """The bounds of what differs between two flat cards, in units."""
    differs = np.abs(np.asarray(one.image, int) - np.asarray(other.image, int)).max(axis=2) > 60
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    return [edge / one.scale for edge in (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)]


OTHERS_ON = {
    "name": {"name": "黄海燕"}, "sex": {"sex": "女"}, "ethnicity": {"ethnicity": "回"}, "birth_date": {"born": date(1978, 9, 4)},
    "address": {"address": "山西省临汾市尧都区马家坪乡7组"}, "id_number": {"id_number": "141002197809042X15"},
    "issuing_authority": {"authority": "临汾市公安局尧都区局"},
}  # fmt: skip


def sides(field):
    if field == "issuing_authority":
        return lambda person: _card_faces.back(person, date(2015, 6, 1), "2035-06-01", Random(3))
    return lambda person: _card_faces.front(person, Random(3))


@pytest.mark.parametrize("field", OTHERS_ON)
def test_a_box_holds_its_value(field):
    """Another value changes the card within the value's box, and over most of it."""
    draw, person = sides(field), who()
    other = _people.Person(**(vars(person) | OTHERS_ON[field]))
    one, two = draw(person), draw(other)
    left, top, right, bottom = (
        edge(a, b) for edge, a, b in zip((min, min, max, max), one.fields[field][1], two.fields[field][1], strict=True)
    )
    seen = changed(one, two)
    assert left - 3 <= seen[0] <= seen[2] <= right + 3
    assert top - 3 <= seen[1] <= seen[3] <= bottom + 3
    assert (seen[2] - seen[0]) * (seen[3] - seen[1]) > 0.3 * (right - left) * (bottom - top)


def test_the_camera_puts_print_where_it_says():
    """A dark blot on the flat card is found again in the photo, curled or not, where `points` says."""
    for n, curl in enumerate((0.0, 20.0)):
        person, spot = who(), (500.0, 300.0)

        def blotted(rng, scale, person=person, spot=spot):
            card = _card_faces.front(person, rng, scale)
            card.image.paste(
                (255, 0, 255), [round((edge + d) * scale) for edge, d in zip(spot * 2, (-9, -9, 9, 9), strict=True)]
            )
            return card

        taking = _shots.Taking(ground="plain", yaw=24, pitch=-16, roll=12, curl=curl)
        taken = _shots.take(blotted, taking, Random(n))
        pixels = taken.pixels.astype(int)
        is_blot = (pixels[..., 0] > 120) & (pixels[..., 2] > 120) & (pixels[..., 1] < 90)
        y, x = np.nonzero(is_blot)
        assert len(x) > 20
        assert np.allclose((x.mean(), y.mean()), taken.lying[0].points(np.array([spot]))[0], atol=3)


@pytest.mark.parametrize("how", _good_pictures.TURNS)
def test_a_turned_file_is_displayed_as_it_says(how):
    pixels = np.random.default_rng(1).integers(0, 255, (60, 80, 3), np.uint8)
    pixels = np.kron(pixels[::20, ::20], np.ones((20, 20, 1), np.uint8))
    data, _ = _good_pictures.turned_file(pixels, how, 95)
    shown = np.asarray(ImageOps.exif_transpose(Image.open(BytesIO(data))).convert("RGB"), int)
    due = {"90": np.rot90(pixels, 3), "180": np.rot90(pixels, 2), "270": np.rot90(pixels), "mirrored": pixels[:, ::-1]}
    due["exif wrongly"] = np.rot90(pixels, 3)
    assert np.abs(shown - due.get(how, pixels)).mean() < 12


def test_a_hidden_letter_hides_its_value():
    person = who()
    taking = _shots.Taking(ground="plain", glare=("id_number", 4.0), light=180.0)
    taken = _shots.take(lambda rng, scale: _card_faces.front(person, rng, scale), taking, Random(2))
    assert "id_number" in taken.lost[0]
    assert taken.drawn(0, b"").fields["id_number"]["value"] is None
    assert taken.drawn(0, b"").fields["name"]["value"] == person.name


# ---------------------------------------------------------------- people and other cards


def test_holders_are_of_all_peoples_and_their_terms_fit():
    seen = [_card_people.holder(Random(n)) for n in range(900)]
    assert len(_card_people.ETHNICITIES) == len(set(_card_people.ETHNICITIES)) == 56
    assert {one.ethnicity for one in seen} >= set(_card_people.ETHNICITIES) - {"汉"} or len(
        {one.ethnicity for one in seen}
    ) > 50
    assert any(one.id_number[-1] == "X" for one in seen)
    assert max(len(one.name) for one in seen) >= 14
    for n, one in enumerate(seen[:200]):
        assert one.id_number == _people.id_number(one.area, one.born, int(one.id_number[14:17]))
        issued, until = _card_people.issued_for(Random(n), one)
        assert until == _people.term(one.born, issued)
        assert until == "长期" or until >= "2026-11-24"


@pytest.mark.parametrize("script", _bilingual.SCRIPTS, ids=lambda one: one.name)
def test_a_card_in_two_scripts_has_all_its_fields(script):
    rng = Random(script.name)
    person = _bilingual.holder(rng, script)
    assert set(_bilingual.front(script, person, rng, 1.0).fields) == FRONT
    assert set(_bilingual.back(script, person, date(2015, 6, 1), "2035-06-01", rng, 1.0).fields) == BACK


@pytest.mark.parametrize("kind", _other_cards.OTHERS)
def test_another_card_says_what_it_is(kind):
    for n in range(4):
        card = _other_cards.OTHERS[kind](Random(n), 1.0)
        said = card.fields.get("kind", (None,))[0]
        assert card.type == ("other_document" if said else "unknown")
        assert said in {"driving_license", "residence_permit", "passport", "bank_card", None}
        assert set(card.fields) <= OTHER


def test_encoded_pictures_read_back():
    pixels = np.full((40, 60, 3), 128, np.uint8)
    for suffix in ("jpg", "png", "webp", "tif"):
        assert Image.open(BytesIO(_lens.encode(pixels, suffix, 80))).size == (60, 40)
