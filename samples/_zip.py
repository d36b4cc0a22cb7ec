"""A ZIP as Chinese desktops and the wallets' mails write it: names in GBK, and the old cipher where there is a password."""

from __future__ import annotations

import binascii
import struct
import zlib
from collections.abc import Mapping
from random import Random

_DAY, _CLOCK = (2026 - 1980) << 9 | 11 << 5 | 21, 9 << 11 | 26 << 5


def gbk_zip(files: Mapping[str, bytes], rng: Random, password: str = "") -> bytes:
    body, central = b"", b""
    for name, data in files.items():
        raw, crc = name.encode("gbk"), binascii.crc32(data)
        squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = squeezer.compress(data) + squeezer.flush()
        if password:
            packed = _locked(bytes(rng.randrange(256) for _ in range(11)) + bytes([crc >> 24]) + packed, password)
        told = struct.pack(
            "<HHHHHIIIHH", 20, int(bool(password)), 8, _CLOCK, _DAY, crc, len(packed), len(data), len(raw), 0
        )
        central += b"PK\x01\x02" + struct.pack("<H", 20) + told + struct.pack("<HHHII", 0, 0, 0, 32, len(body)) + raw
        body += b"PK\x03\x04" + told + raw + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(central), len(body), 0)
    return body + central + b"PK\x05\x06" + end


def _locked(data: bytes, password: str) -> bytes:
    """PKWARE's stream cipher, as its APPNOTE describes it (6.1)."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = _crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _crc(keys[2], keys[1] >> 24)

    for byte in password.encode():
        update(byte)
    out = bytearray()
    for byte in data:
        word = keys[2] | 2
        out.append(byte ^ ((word * (word ^ 1)) >> 8 & 0xFF))
        update(byte)
    return bytes(out)


def _crc(crc: int, byte: int) -> int:
    return _TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8


def _entry(n: int) -> int:
    for _ in range(8):
        n = n >> 1 ^ (0xEDB88320 if n & 1 else 0)
    return n


_TABLE = [_entry(n) for n in range(256)]
