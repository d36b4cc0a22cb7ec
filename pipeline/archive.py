"""ZIP archives: their entries by their right names, opened with whatever password fits, never past a limit.

Nothing is unpacked to disk, so a hostile name ("../../etc/x") can only mislabel; names are cleaned all the same. What an entry says
of its size is not believed: content is counted while it is unpacked.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline import zip_aes
from pipeline.model import Fault
from pipeline.sniff import Refusal

_ENCRYPTED, _UTF8 = 0x1, 0x800
_UNICODE_PATH = 0x7075

DAMAGED = Refusal(Fault.UNREADABLE, "压缩包里的这个文件已损坏，无法解压，请重新打包后再上传")
PACKED_OTHERWISE = Refusal(
    Fault.UNSUPPORTED, "压缩包里的这个文件用了我们不支持的压缩方式，请解压后直接上传，或改用普通 ZIP 格式打包"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an archive: its cleaned name, and the archive's own record of it."""

    name: str
    info: zipfile.ZipInfo

    @property
    def encrypted(self) -> bool:
        """Whether a password is needed."""
        return bool(self.info.flag_bits & _ENCRYPTED)


def entries(archive: zipfile.ZipFile) -> Iterator[Entry]:
    """The files of an archive in the order of their names; two of one name get "(2)" and so on."""
    seen: dict[str, int] = {}
    for name, info in sorted(((name_of(info), info) for info in archive.infolist()), key=lambda pair: pair[0]):
        if info.is_dir() or not name:
            continue
        seen[name] = seen.get(name, 0) + 1
        yield Entry(name if seen[name] == 1 else f"{name} ({seen[name]})", info)


def name_of(info: zipfile.ZipInfo) -> str:
    """The name of an entry as the person who packed it saw it, without any part that would lead out of the archive."""
    parts = re.split(r"[/\\]", _declared_name(info))
    return "/".join(part for part in parts if part not in ("", ".", "..") and not re.fullmatch(r"[A-Za-z]:", part))


def _declared_name(info: zipfile.ZipInfo) -> str:
    """UTF-8 where the entry says so; else Info-ZIP's Unicode extra field, or the bytes as UTF-8 (macOS) or GBK (Chinese Windows)."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        name = _unicode_path(info.extra, raw) or _legacy(raw)
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", name)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    while len(extra) >= 4:
        tag, size = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if tag == _UNICODE_PATH and len(field) > 5 and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw):
            return field[5:].decode("utf-8", "replace")
    return None


def _legacy(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def unpack(archive: zipfile.ZipFile, entry: Entry, passwords: Sequence[str], limit: int) -> bytes | Refusal:
    """The content of an entry, `limit` + 1 bytes of it where it is longer; or why it cannot be had.

    Every password is tried, as UTF-8 and as GBK (which is how Chinese Windows programs pass it on).
    """
    if not entry.encrypted:
        return _plainly(archive, entry, limit)
    damaged = False
    for password in _spellings(passwords):
        try:
            return _with_password(archive, entry, password, limit)
        except zip_aes.WrongPassword:
            continue
        except NotImplementedError:
            return PACKED_OTHERWISE
        except (zipfile.BadZipFile, OSError, EOFError):
            damaged = True
    return DAMAGED if damaged else needs_password(bool(passwords))


def needs_password(some_tried: bool) -> Refusal:
    """What is said of an encrypted entry that no password opens."""
    if some_tried:
        return Refusal(
            Fault.ENCRYPTED, "压缩包设置了密码，所给的密码都打不开，请核对密码后再试一次，或解压后直接上传里面的文件"
        )
    return Refusal(Fault.ENCRYPTED, "压缩包设置了密码，请提供解压密码，或解压后直接上传里面的文件")


def _spellings(passwords: Sequence[str]) -> list[bytes]:
    spelt = [p.encode(encoding, "ignore") for p in passwords for encoding in ("utf-8", "gb18030")]
    return list(dict.fromkeys(spelt))


def _plainly(archive: zipfile.ZipFile, entry: Entry, limit: int) -> bytes | Refusal:
    try:
        with archive.open(entry.info) as stream:
            return stream.read(limit + 1)
    except NotImplementedError:
        return PACKED_OTHERWISE
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        return DAMAGED


def _with_password(archive: zipfile.ZipFile, entry: Entry, password: bytes, limit: int) -> bytes:
    if entry.info.compress_type == zip_aes.METHOD:
        if archive.fp is None or entry.info.compress_size > limit + 1024:
            raise zipfile.BadZipFile("larger packed than it may be unpacked")
        return zip_aes.open_entry(zip_aes.raw_entry(archive.fp, entry.info), entry.info, password, limit)
    try:
        with archive.open(entry.info, pwd=password) as stream:
            return stream.read(limit + 1)
    except (RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        # One byte alone tells a wrong password of the old cipher: one in 256 gets past it and fails on the content.
        if isinstance(error, NotImplementedError):
            raise
        raise zip_aes.WrongPassword from error


_SMALL = 256 << 10  # packed; a thousand times as much, which is the most that it can hold, is within any limit


def fits(data: bytes, limit: int) -> bool:
    """Whether the files of a ZIP unpack to at most `limit` bytes together, counted and not believed; true for what is no ZIP."""
    if len(data) <= _SMALL or not data.startswith(b"PK"):
        return True
    left = limit
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            for info in opened.infolist():
                with opened.open(info) as stream:
                    while left >= 0 and (piece := stream.read(1 << 20)):
                        left -= len(piece)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
        return True  # whoever reads it says what is wrong
    return left >= 0
