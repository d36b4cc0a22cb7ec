"""Taking in an application: walk, sniff, unpack, decrypt, and refuse with a sentence what cannot be read.

Every file that is there becomes a source or a problem, none is passed over in silence, but for what an operating system leaves
behind and what is the application's own (hidden files, `application.toml`, `truth.json`).
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import archive, ofd, pdf
from pipeline.model import Fault, Problem, Source
from pipeline.ofd_package import Broken, Locked, TooLarge
from pipeline.office_lock import Locked as LockedWorkbook
from pipeline.office_lock import Unopenable, is_encrypted, unlock
from pipeline.pdf_history import history
from pipeline.request import FILE as REQUEST_FILE
from pipeline.sniff import DAMAGED_ZIP, Kind, Refusal, kind_of_zip, sniff


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken in. Bytes are of content as opened, counted while it is read or unpacked."""

    file_bytes: int = 64 << 20
    total_bytes: int = 512 << 20
    archive_bytes: int = 512 << 20
    files: int = 500
    depth: int = 3
    pages: int = 1000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Intake:
    """What an application holds: the files that can be read, and those that cannot, each in the order of their paths."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]


@dataclass
class _Taking:
    """The intake as it grows; local to one call of `take_in`. `own` is the application's path."""

    passwords: Sequence[str]
    limits: Limits
    own: Path
    sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: int = 0
    left: int = 0

    def refuse(self, file: str, refusal: Refusal) -> None:
        self.problems.append(Problem(file, refusal.fault, refusal.detail))

    def may_take(self, file: str) -> bool:
        """Count a file; the first one too many becomes the problem of all that follow."""
        self.seen += 1
        if self.seen == self.limits.files + 1:
            self.refuse(
                file,
                Refusal(
                    Fault.OVER_LIMIT,
                    f"文件超过 {self.limits.files} 个，从这个文件起都没有读取，请只上传需要的材料，或分几次提交",
                ),
            )
        return self.seen <= self.limits.files


def take_in(path: Path, passwords: Sequence[str] = (), limits: Limits = DEFAULT_LIMITS) -> Intake:
    """The sources and problems of an application, which is a folder, a ZIP or a single file.

    Raises FileNotFoundError where there is nothing at `path`. File names are relative to the application ("a.zip/inner/name"
    inside an archive); a single file goes by its own name.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    taking = _Taking(passwords, limits, path, left=limits.total_bytes)
    for name, file in _walk(path) if path.is_dir() else [(_label(path.name), path)]:
        if taking.may_take(name):
            _take_file(taking, name, file)
    order = sorted(taking.sources, key=lambda s: s.file)
    return Intake(tuple(order), tuple(sorted(taking.problems, key=lambda p: p.file)))


# ---------------------------------------------------------------- the folder

_LEFT_BEHIND = re.compile(r"\..*|__MACOSX|Thumbs\.db|desktop\.ini|~\$.*", re.IGNORECASE)
_OWN = frozenset({REQUEST_FILE, "truth.json"})


def _walk(root: Path) -> Iterator[tuple[str, Path]]:
    """Every file below a folder with its relative name, in order; links to folders are files here, and never followed."""
    found: list[tuple[str, Path]] = []
    for folder, folders, files in os.walk(root):
        below = Path(folder)
        linked = [name for name in folders if (below / name).is_symlink()]
        folders[:] = [name for name in folders if name not in linked and not _LEFT_BEHIND.fullmatch(name)]
        for name in files + linked:
            own = name in _OWN and below == root
            if not own and not _LEFT_BEHIND.fullmatch(name):
                found.append((_label((below / name).relative_to(root).as_posix()), below / name))
    yield from sorted(found, key=lambda pair: pair[0])


def _label(name: str) -> str:
    """A file's name as text that can be written as JSON: a name in GBK on disk is shown as what it means."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


_LINK = Refusal(Fault.UNSUPPORTED, "这是一个指向别处的快捷方式，不是文件本身，请上传原文件")
_NO_FILE = Refusal(Fault.UNSUPPORTED, "这不是普通文件，请上传 PDF、照片（JPG、PNG）或 Excel 表格")
_NO_ACCESS = Refusal(Fault.UNREADABLE, "文件无法打开，可能没有上传完整，请重新上传")


def _take_file(taking: _Taking, name: str, file: Path) -> None:
    """A file on disk: only a regular one, and never through a link that leads out of the application."""
    try:
        if file != taking.own and not file.resolve().is_relative_to(taking.own.resolve()):
            return taking.refuse(name, _LINK)
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return taking.refuse(name, _LINK if file.is_symlink() else _NO_FILE)
        with file.open("rb") as opened:
            if opened.read(4) == b"PK\x03\x04":
                return _take_container(taking, name, file, status.st_size)
            return _take_content(taking, name, _read(taking, file, status.st_size), depth=0)
    except OSError:
        return taking.refuse(name, _NO_ACCESS)


def _read(taking: _Taking, file: Path, size: int) -> bytes | Refusal:
    """The content of a file that is within the limits; it is refused by its size before it is read."""
    limit = _room(taking)
    if size > limit:
        return _too_large(taking, size)
    with file.open("rb") as opened:
        data = opened.read(limit + 1)
    return data if len(data) <= limit else _too_large(taking, len(data))


def _room(taking: _Taking) -> int:
    return min(taking.limits.file_bytes, taking.left)


def _too_large(taking: _Taking, size: int) -> Refusal:
    if size > taking.limits.file_bytes:
        return Refusal(
            Fault.OVER_LIMIT,
            f"文件超过 {taking.limits.file_bytes >> 20} MB 的上限，请压缩图片、分成几个文件，或只导出需要的月份后再上传",
        )
    return Refusal(
        Fault.OVER_LIMIT,
        f"全部文件合计超过 {taking.limits.total_bytes >> 20} MB 的上限，这个文件没有读取，请只上传需要的材料，或分几次提交",
    )


# ---------------------------------------------------------------- archives


def _take_container(taking: _Taking, name: str, file: Path, size: int) -> None:
    """A file on disk that begins as a ZIP: an archive is read entry by entry, without holding it whole."""
    try:
        with zipfile.ZipFile(file) as opened:
            kind = kind_of_zip(opened)
            if kind == "archive":
                if size > taking.limits.archive_bytes:
                    return taking.refuse(name, _too_large(taking, size))
                return _take_entries(taking, name, opened, depth=1)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError):
        return taking.refuse(name, DAMAGED_ZIP)
    return _take_content(taking, name, _read(taking, file, size), depth=0)


def _take_entries(taking: _Taking, name: str, opened: zipfile.ZipFile, depth: int) -> None:
    if depth > taking.limits.depth:
        return taking.refuse(name, Refusal(Fault.OVER_LIMIT, "压缩包里层层套着压缩包，请解压后直接上传里面的文件"))
    whole = depth == 1 and "/" not in name and taking.own.is_file()
    found = [entry for entry in archive.entries(opened) if not _left_behind(entry.name, whole)]
    if not found:
        return taking.refuse(name, Refusal(Fault.UNREADABLE, "压缩包里没有文件，请检查后重新打包上传"))
    locked: list[Refusal] = []
    for entry in found:
        inner = f"{name}/{entry.name}"
        if not taking.may_take(inner):
            return None
        content = archive.unpack(opened, entry, taking.passwords, _room(taking))
        if isinstance(content, Refusal) and content.fault is Fault.ENCRYPTED:
            locked.append(content)
        elif isinstance(content, bytes) and len(content) > _room(taking):
            taking.refuse(inner, _bomb(taking, len(content)))
        else:
            _take_content(taking, inner, content, depth)
    if locked:  # one password opens them all, so it is asked for once, of the archive
        taking.refuse(name, locked[0])
    return None


def _left_behind(name: str, whole: bool) -> bool:
    """What is no document: an operating system's leavings and, where the archive is the `whole` application, its own files."""
    parts = name.split("/")
    own = whole and parts[-1] in _OWN and len(parts) <= 2
    return own or any(_LEFT_BEHIND.fullmatch(part) for part in parts)


def _bomb(taking: _Taking, size: int) -> Refusal:
    if size > taking.limits.file_bytes:
        return Refusal(
            Fault.OVER_LIMIT,
            f"压缩包里的这个文件解压后超过 {taking.limits.file_bytes >> 20} MB 的上限，请只打包需要的材料后再上传",
        )
    return _too_large(taking, size)


# ---------------------------------------------------------------- content


def _take_content(taking: _Taking, name: str, content: bytes | Refusal, depth: int) -> None:
    """A file's content, from disk or from an archive, as one source or problem (or, for an archive, several)."""
    kind = content if isinstance(content, Refusal) else sniff(content, name)
    if isinstance(kind, Refusal):
        return taking.refuse(name, kind)
    data = content if isinstance(content, bytes) else b""
    if kind == "archive":
        return _take_nested(taking, name, data, depth)
    opened = _open(kind, data, taking)
    if isinstance(opened, Refusal):
        return taking.refuse(name, opened)
    taking.left -= len(data)
    taking.sources.append(_source(name, kind, data, opened))
    return None


def _take_nested(taking: _Taking, name: str, data: bytes, depth: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            _take_entries(taking, name, opened, depth + 1)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError):
        taking.refuse(name, DAMAGED_ZIP)


@dataclass(frozen=True, slots=True)
class Content:
    """A file's content as a reader may have it, without encryption and whole, and the facts that only the upload tells."""

    data: bytes
    facts: tuple[tuple[str, str], ...] = ()


def _source(name: str, kind: Kind, data: bytes, opened: Content) -> Source:
    assert kind != "archive"
    return Source(name, kind, hashlib.sha256(data).hexdigest(), opened.data, opened.facts)


def _open(kind: Kind, data: bytes, taking: _Taking) -> Content | Refusal:
    if kind == "pdf":
        return open_pdf(data, taking.passwords, taking.limits.pages)
    if kind == "spreadsheet":
        return open_workbook(data, taking.passwords, taking.limits.archive_bytes)
    return open_ofd(data, taking.limits.pages) if kind == "ofd" else Content(data)


# ---------------------------------------------------------------- PDF

_PDF_DAMAGED = Refusal(Fault.UNREADABLE, "PDF 文件已损坏，无法打开，请重新导出或下载后再上传")
_PDF_CUT_OFF = Refusal(Fault.UNREADABLE, "PDF 文件不完整，后面的内容缺失，可能没有下载或上传完，请重新导出后再上传")
_PDF_NO_PAGES = Refusal(Fault.UNREADABLE, "PDF 文件里没有页面，请重新导出后再上传")
_PDF_LOCKED = Refusal(Fault.ENCRYPTED, "PDF 设置了打开密码，请提供密码，或去掉密码后再上传")
_PDF_WRONG_PASSWORD = Refusal(
    Fault.ENCRYPTED, "PDF 设置了打开密码，所给的密码都打不开，请核对密码后再试一次，或去掉密码后再上传"
)


def open_pdf(data: bytes, passwords: Sequence[str], most_pages: int) -> Content | Refusal:
    """A PDF that opens without a password: itself, or a copy without its encryption; else why there is none."""
    if cut_off(data):
        return _PDF_CUT_OFF
    try:
        opened, password = pdf.unlock(data, tuple(passwords))
        pages = pdf.page_count(opened)
        if pages > most_pages:
            return _too_many_pages(pages, most_pages)
        return Content(opened, tuple(history(data, password).items())) if pages else _PDF_NO_PAGES
    except pdf.Locked:
        return _PDF_WRONG_PASSWORD if passwords else _PDF_LOCKED
    except ValueError:
        return _PDF_DAMAGED


def _too_many_pages(pages: int, most: int, kind: str = "PDF") -> Refusal:
    return Refusal(
        Fault.OVER_LIMIT,
        f"{kind} 有 {pages} 页，超过 {most} 页的上限，请只导出需要的月份，或分成几个文件后再上传",
    )


# ---------------------------------------------------------------- workbooks

_REMOVE = "去掉密码（文件－信息－保护工作簿）"
_BOOK_LOCKED = Refusal(
    Fault.ENCRYPTED, f"表格设置了打开密码，请提供密码，或用 Excel、WPS 打开后{_REMOVE}，另存后再上传"
)
_BOOK_WRONG_PASSWORD = Refusal(
    Fault.ENCRYPTED,
    f"表格设置了打开密码，所给的密码都打不开，请核对密码后再试一次，或用 Excel、WPS 打开后{_REMOVE}，另存后再上传",
)
_BOOK_UNOPENABLE = Refusal(
    Fault.ENCRYPTED, f"表格的加密方式不能识别，无法用密码打开，请用 Excel、WPS 打开后{_REMOVE}，另存后再上传"
)


def open_workbook(data: bytes, passwords: Sequence[str], most_bytes: int) -> Content | Refusal:
    """A workbook that opens without a password and does not unpack past the limit; else why there is none."""
    opened = data
    if is_encrypted(data):
        try:
            opened = unlock(data, passwords)
        except LockedWorkbook:
            return _BOOK_WRONG_PASSWORD if passwords else _BOOK_LOCKED
        except Unopenable:
            return _BOOK_UNOPENABLE
        kind = sniff(opened, "")
        if kind != "spreadsheet":
            return kind if isinstance(kind, Refusal) else _BOOK_UNOPENABLE
    return Content(opened) if archive.fits(opened, most_bytes) else _BOOK_HUGE


_BOOK_HUGE = Refusal(Fault.OVER_LIMIT, "表格文件展开后过大，没有读取，请缩短时间范围后分几份导出")

# ---------------------------------------------------------------- OFD

_OFD_DAMAGED = Refusal(
    Fault.UNREADABLE, "OFD 文件已损坏或不完整，打不开，请重新下载或导出后再上传，也可以导出为 PDF 上传"
)
_OFD_LOCKED = Refusal(
    Fault.ENCRYPTED, "OFD 文件设置了密码，目前无法打开，请用 OFD 阅读器去掉密码，或另存为 PDF 后再上传"
)
_OFD_HUGE = Refusal(Fault.OVER_LIMIT, "OFD 文件展开后过大，没有读取，请只导出需要的月份，或分成几个文件后再上传")


def open_ofd(data: bytes, most_pages: int) -> Content | Refusal:
    """An OFD file whose list of pages can be read; else why there is none."""
    try:
        pages = ofd.page_count(data)
    except Locked:
        return _OFD_LOCKED
    except TooLarge:
        return _OFD_HUGE
    except Broken:
        return _OFD_DAMAGED
    if not pages:
        return _OFD_DAMAGED
    return Content(data) if pages <= most_pages else _too_many_pages(pages, most_pages, "OFD")


def cut_off(data: bytes) -> bool:
    """Whether a PDF ends before its end: it has no end mark, or objects follow the last one (of an update, or a linearised file)."""
    end = data.rfind(b"%%EOF")
    if end < 0:
        return re.search(rb"startxref\s+\d", data[-2048:]) is None
    return re.search(rb"\d+ \d+ obj\b", data[end:]) is not None
