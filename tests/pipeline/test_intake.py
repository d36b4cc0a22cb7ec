"""Intake: what is taken in, under which name, and the sentence for what is not."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline.intake import Intake, Limits, cut_off, take_in
from pipeline.model import Fault

# Made with another program's AES, password "密码123" (UTF-8): one deflated entry "流水.csv".
AES_ZIP = base64.b64decode(
    "UEsDBBQAAQhjAHlueF0AAAAARQAAACoAAAAKAAsA5rWB5rC0LmNzdgGZBwACAEFFAwgAX2cLL8PeLmwd5LkuDAtxgK6w71bTOlTjOzMfukU3mR"
    "bN34aTTj2D4zK8Dr7j6uVFJ39dlMIJlLh8U+CEfTNsvU+ByTSKUEsBAhQDFAABCGMAeW54XQAAAABFAAAAKgAAAAoACwAAAAAAAAAAAIABAAAA"
    "AOa1geawtC5jc3YBmQcAAgBBRQMIAFBLBQYAAAAAAQABAEMAAAB4AAAAAAA="
)
CSV = "日期,金额,余额\n2026-01-01,1.00,2.00\n".encode()


def pdf(pages: int = 1) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for n in range(pages):
        canvas.drawString(72, 700, f"page {n + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def locked_pdf(user: str, owner: str = "owner") -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user=user, owner=owner))
    return out.getvalue()


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def packed(**files: bytes) -> bytes:
    return packed_as({name.replace("__", "/"): data for name, data in files.items()})


def packed_as(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def kinds(intake: Intake) -> dict[str, str]:
    return {source.file: source.kind for source in intake.sources}


def faults(intake: Intake) -> dict[str, Fault]:
    return {problem.file: problem.fault for problem in intake.problems}


def only(folder: Path, name: str, data: bytes, passwords: tuple[str, ...] = ()) -> Intake:
    return take_in(put(folder, name, data), passwords)


# ---------------------------------------------------------------- the folder


def test_a_folder_in_order_without_what_is_not_the_applicants(tmp_path: Path) -> None:
    for name in ("b.pdf", "a/2.pdf", "a/1.pdf"):
        put(tmp_path, name, pdf())
    for name in (
        "application.toml", "truth.json", ".hidden.pdf", "__MACOSX/a.pdf", ".DS_Store", "Thumbs.db", ".prereview/x.pdf", "~$a.xlsx",
    ):  # fmt: skip
        put(tmp_path, name, pdf())
    intake = take_in(tmp_path)
    assert [s.file for s in intake.sources] == ["a/1.pdf", "a/2.pdf", "b.pdf"]
    assert not intake.problems
    assert intake.sources[0].sha256 == hashlib.sha256(intake.sources[0].data).hexdigest()


def test_the_applications_own_names_count_at_the_top_alone(tmp_path: Path) -> None:
    put(tmp_path, "sub/truth.json", b"{}")
    assert faults(take_in(tmp_path)) == {"sub/truth.json": Fault.UNSUPPORTED}


def test_an_empty_folder_is_an_application_without_files(tmp_path: Path) -> None:
    assert take_in(tmp_path) == Intake((), ())


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        take_in(tmp_path / "nowhere")


def test_a_single_file_goes_by_its_name(tmp_path: Path) -> None:
    assert kinds(only(tmp_path, "x.pdf", pdf())) == {"x.pdf": "pdf"}


def test_links_out_of_the_application_are_not_followed(tmp_path: Path) -> None:
    secret = put(tmp_path, "outside/secret.pdf", pdf())
    folder = tmp_path / "application"
    put(folder, "real.pdf", pdf())
    (folder / "inside.pdf").symlink_to("real.pdf")
    (folder / "link.pdf").symlink_to(secret)
    (folder / "linked").symlink_to(secret.parent)
    (folder / "broken.pdf").symlink_to("gone.pdf")
    os.mkfifo(folder / "pipe.pdf")
    intake = take_in(folder)
    assert kinds(intake) == {"inside.pdf": "pdf", "real.pdf": "pdf"}
    assert set(faults(intake)) == {"link.pdf", "linked", "broken.pdf", "pipe.pdf"}


def test_a_name_in_gbk_on_disk_can_be_written_as_json(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/" + "流水.pdf".encode("gbk"), "wb") as file:
        file.write(pdf())
    assert kinds(take_in(tmp_path)) == {"流水.pdf": "pdf"}


# ---------------------------------------------------------------- content, whatever the name


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("card.jpg", pdf(), "pdf"),
        ("statement.pdf", photo(), "image"),
        ("detail.xls", workbook(), "spreadsheet"),
        ("detail.xls", CSV, "csv"),
        ("a.csv", "序号\n1\n".encode("gb18030"), "csv"),
        ("a.txt", CSV.decode().encode("utf-16"), "csv"),
        ("a.txt", CSV.decode().encode("gb18030") * 20000, "csv"),
    ],
)  # fmt: skip
def test_kinds_are_told_by_content(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    assert kinds(only(tmp_path, name, data)) == {name: kind}


@pytest.mark.parametrize(
    ("name", "data", "fault", "said"),
    [
        ("a.pdf", b"", Fault.UNREADABLE, "空的"),
        ("a.pdf", b"\0" * 500, Fault.UNREADABLE, "空白"),
        ("a.csv", b"  \n", Fault.UNREADABLE, "空的"),
        ("a.pdf", pdf()[:-300], Fault.UNREADABLE, "不完整"),
        ("a.pdf", b"%PDF-1.7\nnonsense\nstartxref\n0\n%%EOF", Fault.UNREADABLE, "损坏"),
        ("a.zip", packed(a=CSV)[:40], Fault.UNREADABLE, "损坏"),
        ("a.zip", packed(), Fault.UNREADABLE, "没有文件"),
        ("a.docx", packed_as({"[Content_Types].xml": b"", "word/document.xml": b""}), Fault.UNSUPPORTED, "Word"),
        ("a.ofd", packed_as({"OFD.xml": b"<ofd/>"}), Fault.UNREADABLE, "OFD"),
        ("a.apk", packed_as({"AndroidManifest.xml": b""}), Fault.UNSUPPORTED, "安装包"),
        ("a.mp4", b"\0\0\0\x18ftypisom" + b"\0" * 20 + b"x", Fault.UNSUPPORTED, "视频"),
        ("a.exe", b"MZ\x90\0", Fault.UNSUPPORTED, "程序"),
        ("a.rar", b"Rar!\x1a\x07\x01\0", Fault.UNSUPPORTED, "RAR"),
        ("a.html", b"<html><p>1</p></html>", Fault.UNSUPPORTED, "网页"),
        ("a.txt", "你好，今天下午见。".encode(), Fault.UNSUPPORTED, "文本"),
        ("a.bin", bytes(range(256)), Fault.UNSUPPORTED, "无法识别"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le"), Fault.ENCRYPTED, "密码"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why_and_what_to_do(
    tmp_path: Path, name: str, data: bytes, fault: Fault, said: str
) -> None:
    intake = only(tmp_path, name, data)
    assert not intake.sources
    (problem,) = intake.problems
    assert (problem.file, problem.fault) == (name, fault)
    assert said in problem.detail
    assert "请" in problem.detail  # the remedy


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.pdf").open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(3 << 30)  # sparse
    assert faults(take_in(tmp_path)) == {"huge.pdf": Fault.OVER_LIMIT}


def test_too_many_files_are_one_problem_and_the_first_are_read(tmp_path: Path) -> None:
    for n in range(5):
        put(tmp_path, f"{n}.pdf", pdf())
    intake = take_in(tmp_path, limits=Limits(files=3))
    assert list(kinds(intake)) == ["0.pdf", "1.pdf", "2.pdf"]
    assert faults(intake) == {"3.pdf": Fault.OVER_LIMIT}


def test_too_much_altogether(tmp_path: Path) -> None:
    for n in range(3):
        put(tmp_path, f"{n}.pdf", pdf())
    intake = take_in(tmp_path, limits=Limits(total_bytes=2 * len(pdf()) + 10))
    assert list(kinds(intake)) == ["0.pdf", "1.pdf"]
    assert faults(intake) == {"2.pdf": Fault.OVER_LIMIT}


# ---------------------------------------------------------------- PDF


def test_too_many_pages(tmp_path: Path) -> None:
    intake = take_in(put(tmp_path, "a.pdf", pdf(5)), limits=Limits(pages=4))
    assert "5 页" in intake.problems[0].detail


def test_every_password_is_tried_on_a_pdf(tmp_path: Path) -> None:
    data = locked_pdf("中文pw")
    (source,) = only(tmp_path, "a.pdf", data, ("wrong", "中文pw")).sources
    with pypdfium2.PdfDocument(source.data) as opened:
        assert "page 1" in opened[0].get_textpage().get_text_range()
    assert source.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(("revision", "aes"), [(2, False), (3, False), (4, False), (4, True), (6, True)])
@pytest.mark.parametrize("user", ["secret", ""])
def test_every_cipher_of_pdfs(tmp_path: Path, revision: int, aes: bool, user: str) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        locked = pikepdf.Encryption(user=user, owner="other", R=revision, aes=aes, metadata=aes)  # type: ignore[arg-type]
        opened.save(out, encryption=locked)
    (source,) = only(tmp_path, "a.pdf", out.getvalue(), ("wrong", "secret")).sources
    with pypdfium2.PdfDocument(source.data) as plain:
        assert "page 1" in plain[0].get_textpage().get_text_bounded()
    assert dict(source.facts)["encrypted"] == "yes"
    assert only(tmp_path, "a.pdf", out.getvalue(), ("wrong", "other")).sources


def test_a_pdf_that_no_password_opens(tmp_path: Path) -> None:
    data = locked_pdf("secret")
    assert "请提供密码" in only(tmp_path, "a.pdf", data).problems[0].detail
    problem = only(tmp_path, "a.pdf", data, ("wrong", "")).problems[0]
    assert problem.fault is Fault.ENCRYPTED
    assert "核对" in problem.detail
    assert "wrong" not in problem.detail


def test_a_pdf_that_only_its_owner_locked_needs_no_password(tmp_path: Path) -> None:
    (source,) = only(tmp_path, "a.pdf", locked_pdf("")).sources
    assert source.data == locked_pdf("") or source.data.startswith(b"%PDF")


WHOLE = pdf(3)  # drawn once: every drawing has another digest, and with it another length


@given(st.integers(min_value=1, max_value=WHOLE.index(b"startxref") + len(b"startxref")))
def test_a_pdf_cut_anywhere_before_its_last_lines_is_cut_off(length: int) -> None:
    assert cut_off(WHOLE[:length])
    assert not cut_off(WHOLE)


# ---------------------------------------------------------------- ZIP


def test_a_zip_in_a_folder_and_a_zip_as_the_application(tmp_path: Path) -> None:
    inner = packed(deep__b=pdf())
    data = packed_as({"c.pdf": pdf(), "inner.zip": inner, "__MACOSX/c.pdf": b"x", "x/.DS_Store": b"x", "d/": b""})
    put(tmp_path, "a.zip", data)
    expected = {"a.zip/c.pdf": "pdf", "a.zip/inner.zip/deep/b": "pdf"}
    assert kinds(take_in(tmp_path)) == expected
    assert kinds(take_in(tmp_path / "a.zip")) == expected


def test_a_zip_as_the_application_keeps_its_request_to_itself(tmp_path: Path) -> None:
    data = packed_as({"A1/application.toml": b"", "A1/truth.json": b"{}", "A1/c.pdf": pdf()})
    intake = take_in(put(tmp_path, "a.zip", data))
    assert kinds(intake) == {"a.zip/A1/c.pdf": "pdf"}
    assert not intake.problems


def _legacy_zip(name: bytes, data: bytes) -> bytes:
    """A ZIP as old Windows programs write it: the bytes of the name in the local code page, and no flag that says so."""
    placeholder = "N" * len(name)
    out = bytearray(packed_as({placeholder: data}))
    return bytes(out).replace(placeholder.encode(), name)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_without_a_declared_encoding(tmp_path: Path, encoding: str) -> None:
    data = _legacy_zip("建设银行流水.pdf".encode(encoding), pdf())
    assert kinds(only(tmp_path, "a.zip", data)) == {"a.zip/建设银行流水.pdf": "pdf"}


def test_hostile_names_stay_inside(tmp_path: Path) -> None:
    data = packed_as({"../../etc/x.pdf": pdf(), "C:\\y\\..\\z.pdf": pdf(), "/abs.pdf": pdf()})
    assert kinds(only(tmp_path, "a.zip", data)) == {
        "a.zip/abs.pdf": "pdf", "a.zip/etc/x.pdf": "pdf", "a.zip/y/z.pdf": "pdf",
    }  # fmt: skip
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.zip"]


def test_two_entries_of_one_name_are_two_files(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.pdf", pdf())
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.pdf", pdf(2))
    assert list(kinds(only(tmp_path, "z.zip", out.getvalue()))) == ["z.zip/a.pdf", "z.zip/a.pdf (2)"]


def test_a_bomb_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    data = packed_as({"bomb.csv": b"0" * (3 << 20), "ok.pdf": pdf()})
    intake = take_in(put(tmp_path, "a.zip", data), limits=Limits(file_bytes=1 << 20))
    assert faults(intake) == {"a.zip/bomb.csv": Fault.OVER_LIMIT}
    assert kinds(intake) == {"a.zip/ok.pdf": "pdf"}


def test_a_bomb_that_lies_about_its_size_is_stopped_too(tmp_path: Path) -> None:
    honest = packed_as({"bomb.csv": b"0" * (3 << 20)})
    lying = honest.replace((3 << 20).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    intake = take_in(put(tmp_path, "a.zip", lying), limits=Limits(file_bytes=1 << 20))
    assert not intake.sources
    assert set(faults(intake)) == {"a.zip/bomb.csv"}


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    data = pdf()
    for n in range(6):
        data = packed_as({f"{n}.zip" if n else "a.pdf": data})
    assert set(faults(only(tmp_path, "a.zip", data)).values()) == {Fault.OVER_LIMIT}


def test_a_damaged_entry_leaves_the_others(tmp_path: Path) -> None:
    data = bytearray(packed_as({"a.csv": CSV * 50, "b.pdf": pdf()}))
    data[60] ^= 0xFF
    intake = only(tmp_path, "z.zip", bytes(data))
    assert faults(intake) == {"z.zip/a.csv": Fault.UNREADABLE}
    assert kinds(intake) == {"z.zip/b.pdf": "pdf"}


@pytest.mark.parametrize(("passwords", "opens"), [((), False), (("wrong",), False), (("wrong", "密码123"), True)])
def test_a_zip_with_aes(tmp_path: Path, passwords: tuple[str, ...], opens: bool) -> None:
    intake = only(tmp_path, "a.zip", AES_ZIP, passwords)
    assert kinds(intake) == ({"a.zip/流水.csv": "csv"} if opens else {})
    assert faults(intake) == ({} if opens else {"a.zip": Fault.ENCRYPTED})


def test_an_altered_aes_entry_is_damaged(tmp_path: Path) -> None:
    data = bytearray(AES_ZIP)
    data[90] ^= 1
    assert faults(only(tmp_path, "a.zip", bytes(data), ("密码123",))) == {"a.zip/流水.csv": Fault.UNREADABLE}


ZIP_CRYPTO = base64.b64decode(
    "UEsDBBQACQAIAHpueF08tlQjNQAAACoAAAAKABwAZGV0YWlsLmNzdlVUCQADd5YFa3eWBWt1eAsAAQQAAAAABAAAAADAyIcpdLmACdqiHAnmOo"
    "4My4qmInm9N/NfW7AksKS6pFcmH42T8q2BHGEyuZhCb3GQ4Zzr11BLBwg8tlQjNQAAACoAAABQSwECHgMUAAkACAB6bnhdPLZUIzUAAAAqAAAA"
    "CgAYAAAAAAABAAAApIEAAAAAZGV0YWlsLmNzdlVUBQADd5YFa3V4CwABBAAAAAAEAAAAAFBLBQYAAAAAAQABAFAAAACJAAAAAAA="
)


def test_a_zip_with_the_old_cipher(tmp_path: Path) -> None:
    assert kinds(only(tmp_path, "a.zip", ZIP_CRYPTO, ("x", "pass1"))) == {"a.zip/detail.csv": "csv"}
    many = tuple(str(n) for n in range(600))  # some of these get past the one byte that is checked first
    assert faults(only(tmp_path, "a.zip", ZIP_CRYPTO, many)) == {"a.zip": Fault.ENCRYPTED}


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xd8\xff"]),
)
def test_whatever_the_bytes_they_become_a_source_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, magic: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    intake = only(folder, "file", magic + data)
    assert len(intake.sources) + len(intake.problems) == 1
