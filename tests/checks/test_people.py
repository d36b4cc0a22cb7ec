import pytest

from checks.people import ending, masked_name, names_alike, numbers_alike


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("王建国", "王建国", True),
        ("王建国", "王建设", False),
        ("王 建国", "王建国", True),
        ("阿依古丽•买买提", "阿依古丽·买买提", True),
        ("王**", "王建国", True),
        ("王*国", "王建国", True),
        ("*建国", "王建国", True),
        ("*国", "王建国", True),
        ("王*", "王建国", True),
        ("李*", "王建国", False),
        ("*设", "王建国", False),
        ("王*", "*国", None),
        ("***", "王建国", None),
        ("王建国*", "王建国", False),
        ("Smith John", "SMITH  JOHN", True),
        (None, "王建国", None),
        ("", "王建国", None),
    ],
)
def test_names(one, other, agree):
    assert names_alike(one, other) is agree
    assert names_alike(other, one) is agree


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("110101199003070038", "110101199003070038", True),
        ("11010119900307003x", "11010119900307003X", True),
        ("1101**********0038", "110101199003070038", True),
        ("1101****0038", "110101199003070038", True),
        ("1101**********0039", "110101199003070038", False),
        ("1102****0038", "110101199003070038", False),
        ("110101 19900307 0038", "110101199003070038", True),
        ("******************", "110101199003070038", None),
        ("1101**************", "**************0038", None),
        (None, None, None),
    ],
)
def test_numbers(one, other, agree):
    assert numbers_alike(one, other) is agree
    assert numbers_alike(other, one) is agree


def test_masks_for_people():
    assert (masked_name("王建国"), masked_name("王"), masked_name(None)) == ("王**", "王*", None)
    assert (ending("6222 0202 0000 1234"), ending("622202******"), ending("abc@d.com"), ending(None)) == (
        "1234",
        None,
        None,
        None,
    )
