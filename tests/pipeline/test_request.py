"""`application.toml`: what it may say, and the sentence for everything that it may not."""

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Applicant, Loan
from pipeline.request import Request, RequestError, parse_request, read_request

WHOLE = """
profile = "gig_worker"
id = "A2026-0001"
expected_signing = 2026-12-20
passwords = ["123456", "abc def"]

[[applicants]]
name = "王 建国"
id_number = "11010519491231002x"

[[applicants]]
name = "阿依古丽•买买提"
role = "co_borrower"

[loan]
amount = 1_200_000
months = 360
annual_rate = 0.035
"""


def test_everything_that_it_may_say() -> None:
    request = parse_request(WHOLE.encode())
    assert request.profile == "gig_worker"
    assert request.id == "A2026-0001"
    assert request.expected_signing == date(2026, 12, 20)
    assert request.passwords == ("123456", "abc def")
    assert request.applicants == (
        Applicant("borrower", "王建国", "11010519491231002X"),
        Applicant("co_borrower", "阿依古丽·买买提", None),
    )
    assert request.loan == Loan(Decimal(1200000), 360, Decimal("0.035"))


def test_no_file_asks_for_nothing(tmp_path: Path) -> None:
    assert read_request(tmp_path) == Request()
    assert read_request(tmp_path / "nowhere") == Request()
    (tmp_path / "a.pdf").write_bytes(b"x")
    assert read_request(tmp_path / "a.pdf") == Request()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_a_notepad(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "application.toml").write_bytes(WHOLE.replace("\n", "\r\n").encode(encoding))
    assert read_request(tmp_path).applicants[0].name == "王建国"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("expectd_signing = 2026-12-01", "expected_signing"),
        ("xyzzy = 1", "可用的键有 profile"),
        ('[[applicants]]\nnmae = "王五"', "applicants.name"),
        ("[loan]\namout = 1", "loan.amount"),
        ("[loan]\namount = 1", "months、annual_rate"),
        ("[loan]\namount = 100\nmonths = 360\nannual_rate = 3.5", "0.035"),
        ("[loan]\namount = 100\nmonths = 1.5\nannual_rate = 0.1", "loan.months"),
        ("[loan]\namount = nan\nmonths = 12\nannual_rate = 0.1", "loan.amount"),
        ("loan = 5", "[loan]"),
        ("applicants = 5", "[[applicants]]"),
        ("[[applicants]]", "至少要写一项"),
        ("[[applicants]]\nid_number = 110105194912310021", "引号"),
        ('[[applicants]]\nname = "王五"\nrole = "wife"', "borrower 或 co_borrower"),
        ("passwords = [123456]", "passwords"),
        ("profile = 3", "profile"),
        ('id = "../x"', "斜杠"),
        ('expected_signing = "soon"', "expected_signing"),
        ('profile = "a\n', "第 1 行"),
        ("profile = gig_worker", "双引号"),
        ("a = " + "[" * 5000, "application.toml"),
    ],
)
def test_a_sentence_for_everything_else(text: str, said: str) -> None:
    with pytest.raises(RequestError) as caught:
        parse_request(text.encode())
    assert said in str(caught.value)
    assert caught.value.file == "application.toml"
    assert caught.value.remedy


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(RequestError) as caught:
        parse_request(b'profil = "x"\npasswords = 5\n')
    assert "profile" in caught.value.reason
    assert "passwords" in caught.value.reason


def test_nothing_secret_is_repeated() -> None:
    request = parse_request(WHOLE.encode())
    assert "123456" not in repr(request)
    assert "1949" not in repr(request)
    with pytest.raises(RequestError) as caught:
        parse_request('passwords = ["hunter2"]\n[[applicants]]\nid_number = "123"\nname = "王五"\n'.encode())
    assert not any(secret in str(caught.value) for secret in ("hunter2", "123", "王五"))


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside.toml", tmp_path / "a"
    outside.write_text('profile = "salaried"')
    folder.mkdir()
    (folder / "application.toml").symlink_to(outside)
    with pytest.raises(RequestError, match="普通文件"):
        read_request(folder)


@given(st.binary(max_size=300))
def test_whatever_the_bytes_it_reads_or_says_why(data: bytes) -> None:
    try:
        read: object = parse_request(data)
    except RequestError as error:
        read = error.reason
    assert read


@pytest.mark.parametrize("name", ["application.toml", "A1/application.toml"])
def test_a_zip_brings_its_own(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, 'profile = "salaried"')
        archive.writestr("x/y/application.toml", 'profile = "self_employed"')
    assert read_request(path).profile == "salaried"


def test_a_zip_that_brings_none_or_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("application.toml", 'profile = "salaried"' * 20)
        archive.writestr("a.pdf", "x")
    data = bytearray(path.read_bytes())
    data[50] ^= 0xFF
    path.write_bytes(data)
    assert read_request(path) == Request()
    path.write_bytes(b"PK\x03\x04 nothing")
    assert read_request(path) == Request()
