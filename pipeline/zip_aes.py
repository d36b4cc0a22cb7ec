"""Entries of a ZIP that are encrypted with AES (WinZip's AE-1 and AE-2), which the standard library does not open.

As the specification says (https://www.winzip.com/en/support/aes-encryption/): the key is PBKDF2-HMAC-SHA1 over 1,000 rounds, the
cipher is AES in counter mode with a little-endian counter from 1, and ten bytes of HMAC-SHA1 close the entry.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
import zipfile
import zlib
from typing import IO

import numpy as np

METHOD = 99
"""The compression method by which a ZIP marks such an entry."""

_EXTRA = 0x9901
_SALT = {1: 8, 2: 12, 3: 16}
_TAIL = 10
_CHECK = 2


class WrongPassword(Exception):
    """The password does not open the entry."""


def open_entry(raw: bytes, info: zipfile.ZipInfo, password: bytes, limit: int) -> bytes:
    """The content of an encrypted entry, at most `limit` + 1 bytes of it.

    `raw` is the entry as it stands in the archive (`raw_entry`). Raises WrongPassword, or zipfile.BadZipFile where the entry
    is damaged or of a compression that is neither stored nor deflated.
    """
    strength, method = _declared(info)
    salt = raw[: _SALT[strength]]
    body = raw[len(salt) + _CHECK : len(raw) - _TAIL]
    size = 8 * (strength + 1)
    made = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 2 * size + _CHECK)
    if made[2 * size :] != raw[len(salt) : len(salt) + _CHECK]:
        raise WrongPassword
    if not hmac.compare_digest(hmac.new(made[size : 2 * size], body, "sha1").digest()[:_TAIL], raw[-_TAIL:]):
        raise zipfile.BadZipFile("altered or damaged entry")
    return _unpacked(_decrypted(body, made[:size]), method, limit)


def _declared(info: zipfile.ZipInfo) -> tuple[int, int]:
    """The strength (1 to 3) and the real compression method that the entry's extra field gives."""
    extra = info.extra
    while len(extra) >= 4:
        tag, size = struct.unpack_from("<HH", extra)
        if tag == _EXTRA and size >= 7 and len(extra) >= 11:
            strength, method = struct.unpack_from("<BH", extra, 8)
            if strength in _SALT:
                return strength, method
        extra = extra[4 + size :]
    raise zipfile.BadZipFile("no AES extra field")


def _decrypted(body: bytes, key: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import (
        Cipher,
        algorithms,
        modes,
    )  # a tenth of a second that few files need

    blocks = -(-len(body) // 16)
    counters = np.zeros((blocks, 2), dtype="<u8")
    counters[:, 0] = np.arange(1, blocks + 1)
    # A counter that counts little-endian is what ECB over the counters gives: the library's own counter mode is big-endian.
    cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    stream = np.frombuffer(cipher.update(counters.tobytes()), dtype=np.uint8)[: len(body)]
    return (np.frombuffer(body, dtype=np.uint8) ^ stream).tobytes()


def _unpacked(data: bytes, method: int, limit: int) -> bytes:
    if method == zipfile.ZIP_STORED:
        return data[: limit + 1]
    if method != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile("compression of an encrypted entry is not supported")
    try:
        return zlib.decompressobj(-15).decompress(data, limit + 1)
    except zlib.error as error:
        raise zipfile.BadZipFile("damaged entry") from error


def raw_entry(stream: IO[bytes], info: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry as they stand in the archive; zipfile.BadZipFile where they are not all there."""
    stream.seek(info.header_offset)
    header = stream.read(30)
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile("no local header")
    name, extra = struct.unpack_from("<HH", header, 26)
    stream.seek(name + extra, 1)
    raw = stream.read(info.compress_size)
    if len(raw) != info.compress_size or len(raw) < 8 + _CHECK + _TAIL:
        raise zipfile.BadZipFile("cut off")
    return raw
