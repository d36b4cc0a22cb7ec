"""What a file is, told by its content; its name decides nothing but the tie between a text and a table of one column."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.encodings import decode
from pipeline.markup_tables import is_html, is_xml_2003
from pipeline.model import Fault

Kind: TypeAlias = Literal["pdf", "image", "spreadsheet", "csv", "ofd", "archive"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Content that no reader takes; `detail` is a Chinese sentence for the applicant: what is wrong and what to do."""

    fault: Fault
    detail: str


EMPTY_FILE = Refusal(Fault.UNREADABLE, "文件是空的（0 字节），可能没有上传完整，请重新导出或重新拍摄后再上传")
DAMAGED_ZIP = Refusal(Fault.UNREADABLE, "压缩包已损坏或没有上传完整，请重新下载或重新打包后再上传")
DAMAGED_OFFICE = Refusal(Fault.UNREADABLE, "表格文件已损坏，请重新导出后再上传")


def _unsupported(what: str, remedy: str = "请上传 PDF、照片（JPG、PNG）或 Excel 表格") -> Refusal:
    return Refusal(Fault.UNSUPPORTED, f"{what}，{remedy}")


_TAKES_NONE = "无法识别这种文件"
_MAGIC: tuple[tuple[bytes, Kind | Refusal], ...] = (
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!\x1a\x07", _unsupported("这是 RAR 压缩包", "请解压后直接上传里面的文件，或改用 ZIP 格式打包")),
    (b"7z\xbc\xaf\x27\x1c", _unsupported("这是 7z 压缩包", "请解压后直接上传里面的文件，或改用 ZIP 格式打包")),
    (b"\x1f\x8b", _unsupported("这是 GZ 压缩包", "请解压后直接上传里面的文件，或改用 ZIP 格式打包")),
    (b"MZ", _unsupported("这是一个程序文件")),
    (b"\x7fELF", _unsupported("这是一个程序文件")),
    (b"{\\rtf", _unsupported("这是 RTF 文档", "请另存为 PDF 后再上传")),
    (b"%!PS", _unsupported("这是 PostScript 文件", "请另存为 PDF 后再上传")),
)


def sniff(data: bytes, name: str) -> Kind | Refusal:
    """What the content is, or why it is not taken in. `name` is only asked whether a plain text ends in .csv or .tsv."""
    if not data:
        return EMPTY_FILE
    if not data.strip(b"\0"):
        return Refusal(Fault.UNREADABLE, "文件内容全是空白，可能没有上传完整，请重新导出后再上传")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(data)
    return _picture_or_video(data) or _text(data, name)


def _picture_or_video(data: bytes) -> Kind | Refusal | None:
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":
        return "image"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image"
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        if brand in (
            b"avif",
            b"heic",
            b"heix",
            b"heim",
            b"heis",
            b"hevc",
            b"mif1",
            b"msf1",
        ):  # AVIF, or HEIC of an iPhone
            return "image"
        return _unsupported("这是视频或音频", "请改为上传照片、截图或 PDF")
    return None


# ---------------------------------------------------------------- containers


def _zip(data: bytes) -> Kind | Refusal:
    """What a ZIP container holds: an office document, an OFD, a program package, or files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return kind_of_zip(archive)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError):
        return DAMAGED_ZIP


def kind_of_zip(archive: zipfile.ZipFile) -> Kind | Refusal:
    """The kind of an open ZIP container, by the names in it."""
    names = {name.replace("\\", "/").lstrip("/") for name in archive.namelist()}
    lower = {name.lower() for name in names}
    if "ofd.xml" in lower:
        return "ofd"
    if "[content_types].xml" in lower:
        return _office({name.split("/")[0] for name in lower})
    if "mimetype" in lower:
        return _open_document(archive)
    if lower & {"androidmanifest.xml", "meta-inf/manifest.mf"}:
        return _unsupported("这是一个程序安装包")
    return "archive"


def _office(folders: set[str]) -> Kind | Refusal:
    if "xl" in folders:
        return "spreadsheet"
    if "word" in folders:
        return _unsupported("这是 Word 文档", "请上传原始的 PDF，或盖章后的照片")
    if "ppt" in folders:
        return _unsupported("这是 PPT 演示文稿")
    return _unsupported(_TAKES_NONE)


def _open_document(archive: zipfile.ZipFile) -> Kind | Refusal:
    try:
        with archive.open("mimetype") as entry:
            said = entry.read(200)
    except (RuntimeError, zipfile.BadZipFile, KeyError, NotImplementedError):
        return _unsupported(_TAKES_NONE)
    return "spreadsheet" if b"opendocument.spreadsheet" in said else _unsupported(_TAKES_NONE)


def _compound(data: bytes) -> Kind | Refusal:
    """An OLE2 container: an old Excel workbook, an encrypted office document, or something else. Its directory holds UTF-16 names."""
    named = {name for name in ("EncryptedPackage", "Workbook", "Book", "WordDocument") if _entry(name) in data}
    if named & {"EncryptedPackage", "Workbook", "Book"}:  # what is encrypted shows what it is once it is open
        return "spreadsheet"
    if "WordDocument" in named:
        return _unsupported("这是 Word 文档", "请上传原始的 PDF，或盖章后的照片")
    return _unsupported(_TAKES_NONE)


def _entry(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\0\0"


# ---------------------------------------------------------------- text


def decoded(data: bytes) -> str | None:
    """Text in one of the encodings that exports come in; None where it is no text."""
    text = decode(data)
    return None if text is None or re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text) else text


def _text(data: bytes, name: str) -> Kind | Refusal:
    text = decoded(_whole_characters(data[: 1 << 18]) if len(data) > 1 << 18 else data)
    if text is None:
        return _unsupported(_TAKES_NONE)
    if not text.strip():
        return EMPTY_FILE
    head = text.lstrip()[:4096].lower()
    if re.search(r"<(!doctype html|html|table|\w*:?workbook|\?xml)", head):
        return _marked_up(text)
    return "csv" if name.lower().endswith((".csv", ".tsv")) or _tabular(text) else _unsupported("这是一个文本文件")


def _whole_characters(data: bytes) -> bytes:
    """The start of a long text, cut at a line's end, which no character of any of the encodings spans."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4000]:
        return data[: len(data) // 2 * 2]
    return data[: data.rfind(b"\n") + 1] or data


def _marked_up(text: str) -> Kind | Refusal:
    """A web page with a table, or Excel's XML of 2003: what online banks name .xls."""
    if is_html(text) or is_xml_2003(text):
        return "spreadsheet"
    return _unsupported("这是网页文件", "请在网页上选“打印－另存为 PDF”，或上传导出的原始文件")


def _tabular(text: str) -> bool:
    """Whether two lines or more agree on how many separators they hold: three columns, or two on most lines."""
    lines = [line for line in text.splitlines()[:500] if line.strip()]
    for separator in (",", "\t", ";", "|"):
        counts = Counter(n for n in (line.count(separator) for line in lines) if n)
        if not counts:
            continue
        columns, times = counts.most_common(1)[0]
        if times >= 2 and (columns >= 2 or times * 2 > len(lines)):
            return True
    return False
