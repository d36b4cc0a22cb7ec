from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import AS_OF, NAME, NUMBER, OTHER, OTHER_NUMBER, application, back, bank, codes, conclude, front, paper

from checks.id_card import LONG_TERM, fitting_ends, years_between
from pipeline.model import Applicant

STATEMENT = bank("2026-05-01", "2026-11-20")
DAY = timedelta(days=1)


def found(*documents, **more):
    return codes(*documents, STATEMENT, **more)


def unanswered(*documents, **more):
    return [one.code for one in conclude(*documents, STATEMENT, **more).unanswered]


def test_both_sides_in_date_are_complete():
    conclusion = conclude(front(), back(), STATEMENT)
    assert (conclusion.status, conclusion.findings, conclusion.items) == ("complete", (), ())


def test_missing_sides():
    assert found(front()) == ["IDC002"]
    assert found(back()) == ["IDC001"]
    assert found() == ["IDC001", "IDC002"]


def test_an_item_speaks_of_the_side_in_the_words_of_the_counter():
    (item,) = conclude(front(), STATEMENT).items
    assert (item.document, item.title) == ("id_card_back", "补拍身份证国徽面")


# ---------------------------------------------------------------- the term


@pytest.mark.parametrize(
    ("until", "expected"), [(AS_OF - DAY, ["IDC101"]), (AS_OF, []), (AS_OF + DAY, []), (LONG_TERM, [])]
)
def test_the_last_day_still_counts(until, expected):
    assert [c for c in found(front(), back(until=until)) if c != "IDC203"] == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (AS_OF - DAY, ["IDC101"]),
        (AS_OF, ["IDC102"]),
        (date(2026, 12, 19), ["IDC102"]),
        (date(2026, 12, 20), []),
        (LONG_TERM, []),
    ],
)
def test_the_card_must_last_until_the_signing(until, expected):
    assert [c for c in found(front(), back(until=until), signing=date(2026, 12, 20)) if c != "IDC203"] == expected


def test_without_a_signing_day_it_is_not_asked():
    assert "IDC102" not in found(front(), back(until=AS_OF))
    assert "IDC102" not in unanswered(front(), back(until=None))


def test_an_unread_term_is_never_passed():
    conclusion = conclude(front(), back(until=None), STATEMENT, signing=date(2026, 12, 20))
    assert {one.code for one in conclusion.unanswered} == {"IDC101", "IDC102", "IDC203"}
    assert conclusion.status == "review"


def test_a_term_that_begins_later():
    later = back(AS_OF + DAY, date(2046, 11, 25))
    assert "IDC103" in found(front(), later)
    assert "IDC103" not in found(front(), back(AS_OF, date(2046, 11, 24)))
    assert "IDC103" in unanswered(front(), back(start=None))


def test_a_newer_picture_of_the_card_stands_for_the_older():
    old, new = back(date(2006, 3, 1), date(2026, 3, 1)), back(file="new.jpg")
    assert found(front(), old, new) == []
    assert found(front(), new, old) == []
    assert found(front(), back(until=None), new) == []


# ---------------------------------------------------------------- the temporary card


def temporary(**values):
    told = {"name": NAME, "id_number": NUMBER, "sex": "男", "birth_date": date(1990, 3, 7)}
    return paper("temporary_id_card", "temp.jpg", **(told | {"valid_from": AS_OF, "valid_until": AS_OF} | values))


def test_a_temporary_card_stands_for_both_sides():
    assert found(temporary()) == ["IDC104"]


def test_the_other_rules_are_asked_of_it():
    assert found(temporary(valid_until=AS_OF - DAY)) == ["IDC101", "IDC104"]
    assert found(temporary(id_number="110101199003070039")) == ["IDC104", "IDC201"]
    (item,) = conclude(temporary(valid_until=AS_OF - DAY), STATEMENT).items
    assert item.codes == ("IDC101", "IDC104")


def test_beside_the_whole_card_it_is_not_needed():
    assert found(temporary(), front(), back()) == []


# ---------------------------------------------------------------- the number


@pytest.mark.parametrize(
    "number",
    ["110101199003070039", "110101199013070030", "000101199003070038", "1101011990030700", "110101202703070033"],
)
def test_a_number_that_can_be_nobodys(number):
    assert "IDC201" in found(front(number=number), back(), bank("2026-05-01", "2026-11-20"))


def test_a_number_that_disagrees_with_the_card():
    assert "IDC202" in found(front(birth_date=date(1990, 8, 7)), back(date(2017, 8, 10), date(2037, 8, 10)))
    assert found(front(sex="女"), back()) == ["IDC202"]


def test_an_unread_number_is_never_passed():
    asked = unanswered(front(number=None), back())
    assert {"IDC201", "IDC202"} <= set(asked)


def test_an_unread_day_of_birth_cannot_be_compared():
    conclusion = conclude(front(birth_date=None), back(), STATEMENT)
    assert ([o.code for o in conclusion.unanswered], conclusion.findings) == (["IDC202"], ())


# ---------------------------------------------------------------- the length of the term


@pytest.mark.parametrize(
    ("born", "start", "ends"),
    [
        ("2012-05-01", "2028-04-30", ["2033-04-30"]),  # 15
        ("2012-05-01", "2028-05-01", ["2038-05-01"]),  # 16
        ("1990-05-01", "2016-04-30", ["2026-04-30"]),  # 25
        ("1990-05-01", "2016-05-01", ["2036-05-01"]),  # 26
        ("1970-05-01", "2016-04-30", ["2036-04-30"]),  # 45
        ("1970-05-01", "2016-05-01", [LONG_TERM]),  # 46
        ("2000-05-01", "2016-02-29", ["2021-02-28", "2021-03-01"]),
        ("1985-05-01", "2016-02-29", ["2036-02-28", "2036-02-29", "2036-03-01"]),
    ],
)
def test_the_term_by_the_age_at_issue(born, start, ends):
    told = fitting_ends(date.fromisoformat(start), date.fromisoformat(born))
    assert [str(end) for end in told] == ends


@given(st.dates(date(1930, 1, 1), date(2020, 1, 1)), st.dates(date(2004, 1, 1), date(2030, 1, 1)))
def test_every_term_has_an_end_after_its_beginning(born, start):
    for end in fitting_ends(start, born):
        assert end == LONG_TERM or start < end


def test_age_is_counted_on_the_birthday():
    assert [years_between(date(2000, 3, 7), day) for day in (date(2026, 3, 6), date(2026, 3, 7))] == [25, 26]


def test_a_term_of_the_wrong_length():
    assert found(front(), back(until=date(2026, 12, 31))) == ["IDC203"]
    older = front(birth_date=date(1975, 3, 7), number="110101197503070035")
    assert found(older, back(until=LONG_TERM)) == ["IDC203"]


def test_without_the_other_side_the_length_is_not_asked():
    assert "IDC203" not in unanswered(back())
    assert "IDC203" not in unanswered(front())


# ---------------------------------------------------------------- several applicants

COUPLE = (Applicant("borrower", NAME, NUMBER), Applicant("co_borrower", OTHER, OTHER_NUMBER))


def hers(**values):
    return front(OTHER, OTHER_NUMBER, "her-front.jpg", sex="女", birth_date=date(1985, 5, 5), **values)


def test_every_listed_applicant_is_asked_for_and_named_by_role():
    conclusion = conclude(front(), back(), STATEMENT, listed=COUPLE)
    assert [f.code for f in conclusion.findings] == ["IDC001", "IDC002"]
    assert [item.title for item in conclusion.items] == ["补拍共同借款人的身份证人像面", "补拍共同借款人的身份证国徽面"]


def test_each_back_goes_to_one_front():
    her_back = back(date(2015, 5, 5), date(2035, 5, 5), "her-back.jpg")
    conclusion = conclude(front(), back(), hers(), her_back, STATEMENT, listed=COUPLE)
    assert conclusion.findings == ()
    assert [a["documents"] for a in conclusion.applicants] == [["d1", "d2", "d5"], ["d3", "d4"]]


def test_the_expired_card_of_the_co_borrower_is_named():
    her_back = back(date(2005, 5, 5), date(2015, 5, 5), "her-back.jpg")
    conclusion = conclude(front(), hers(), back(), her_back, STATEMENT, listed=COUPLE)
    expired = next(f for f in conclusion.findings if f.code == "IDC101")
    assert expired.message == "共同借款人的身份证已于 2015-05-05 到期"


def test_a_back_belongs_to_the_front_of_the_same_place():
    his = front(address="浙江省杭州市西湖区某某路1号")
    her = hers(address="北京市东城区某某街道1号")
    her_back = back(date(2015, 5, 5), date(2035, 5, 5), "x1.jpg")
    his_back = back(file="x2.jpg", issuing_authority="杭州市公安局西湖分局")
    conclusion = conclude(her_back, his_back, his, her, STATEMENT, listed=COUPLE)
    assert [f.code for f in conclusion.findings] == []
    assert [a["documents"] for a in conclusion.applicants] == [["d2", "d3", "d5"], ["d1", "d4"]]


def test_an_unread_front_is_not_a_missing_one():
    unread = front(None, None, "her-front.jpg")
    conclusion = conclude(front(), back(), unread, back(file="b2.jpg"), STATEMENT, listed=COUPLE)
    assert "IDC001" not in [f.code for f in conclusion.findings]
    assert "IDC201" in [u.code for u in conclusion.unanswered]


def test_a_profile_without_cards_asks_for_none(tmp_path):
    from pipeline.profiles import load_profile

    (tmp_path / "p.toml").write_text('title = "x"\nid_card = false\n', "utf-8")
    ours = load_profile(str(tmp_path / "p.toml"), tmp_path)
    assert conclude(back(until=date(2020, 1, 1)), under=ours).status == "complete"
    assert application().documents == ()


# ---------------------------------------------------------------- minors, and sides of two people


@pytest.mark.parametrize(("born", "minor"), [(date(2008, 11, 24), False), (date(2008, 11, 25), True)])
def test_a_minor_is_told_and_changes_no_status(born, minor):
    told = conclude(front(birth_date=born), back(), STATEMENT)
    assert ("IDC105" in [f.code for f in told.findings]) is minor


def test_the_age_is_that_on_the_day_of_the_review():
    (minor,) = (
        f for f in conclude(front(birth_date=date(2010, 1, 2)), back(), STATEMENT).findings if f.code == "IDC105"
    )
    assert (minor.severity, minor.data) == ("advice", {"age": 16})


@pytest.mark.parametrize(
    ("address", "authority", "apart"),
    [
        ("浙江省杭州市西湖区文三路1号", "杭州市公安局西湖分局", False),
        ("贵州省凯里市新华大道1号", "凯里市公安局", False),
        ("山东省章丘市大坪村2组", "济南市公安局章丘分局", False),
        ("河南省金水区花园路1号", "郑州市公安局金水路分局", False),
        ("四川省成都市武侯区桂花园1号", "杭州市公安局西湖分局", True),
        ("新疆石河子市北泉镇1号", "新疆生产建设兵团第八师公安局", False),
        (None, "杭州市公安局西湖分局", False),
        ("四川省成都市武侯区桂花园1号", None, False),
    ],
)
def test_sides_of_places_far_apart_are_told(address, authority, apart):
    told = conclude(front(address=address), back(issuing_authority=authority), STATEMENT)
    assert ("IDC204" in [f.code for f in told.findings]) is apart
    assert "IDC204" not in [one.code for one in told.unanswered]
