"""Encrypted Excel workbooks: XLSX (ECMA-376, agile and standard) and XLS (XOR, RC4, RC4 CryptoAPI).

A workbook that is only protected from changes is encrypted too, with a password that every program knows.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Sequence
from typing import Any
from xml.parsers.expat import ExpatError

EVERYBODYS = "VelvetSweatshop"
_MOST_ROUNDS = 1_000_000  # of hashing; Excel writes 100,000, and a hostile file could ask for hours

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIRST_RECORDS = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06].{6}(?:.{8})?", re.DOTALL)
_FILE_PASS = b"\x2f\x00"
_AFTER_IT = 64 << 10  # how far behind the first record the one that says it may stand


class Locked(Exception):
    """No password given opens the workbook."""


class Unopenable(Exception):
    """It is encrypted in a way that is not read, or damaged."""


def is_encrypted(data: bytes) -> bool:
    """Whether a file is an office document in a container, or a BIFF workbook, that is encrypted."""
    return data.startswith(_COMPOUND) and (_holds_package(data) or _has_file_pass(data))


def _holds_package(data: bytes) -> bool:
    return "EncryptedPackage\0".encode("utf-16-le") in data


def _has_file_pass(data: bytes) -> bool:
    """Whether the record FilePass stands among a workbook's first ones, which are never encrypted."""
    found = _FIRST_RECORDS.search(data)
    at = found.start() if found else -1
    end = min(len(data), at + _AFTER_IT)
    while found and at + 4 <= end:
        number, size = struct.unpack_from("<HH", data, at)
        if number == 0x2F:
            return True
        if number == 0x85 or size > 8228:  # the list of sheets: what is before it has been seen
            return False
        at += 4 + size
    return False


def unlock(data: bytes, passwords: Sequence[str]) -> bytes:
    """The same document without encryption. Raises `Locked`, or `Unopenable`."""
    import msoffcrypto  # a quarter of a second that few files need
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    damaged = (
        DecryptionError, FileFormatError, ParseError, ExpatError, AssertionError, struct.error, ValueError, LookupError,
        TypeError, AttributeError, OSError, NotImplementedError, OverflowError,
    )  # fmt: skip
    for password in dict.fromkeys((EVERYBODYS, *passwords)):
        try:
            document = msoffcrypto.OfficeFile(io.BytesIO(data))
            if _rounds(document) > _MOST_ROUNDS:
                raise Unopenable
            return _opened(document, password)
        except InvalidKeyError:
            continue
        except damaged as error:
            raise Unopenable from error
    raise Locked


def _rounds(document: Any) -> int:
    info = getattr(document, "info", None)
    return int(info.get("spinValue", 0)) if isinstance(info, dict) else 0


def _opened(document: Any, password: str) -> bytes:
    if document.format == "ooxml":
        document.load_key(password=password, verify_password=True)
    else:
        document.load_key(password=password)
    plain = io.BytesIO()
    document.decrypt(plain)
    return plain.getvalue()
