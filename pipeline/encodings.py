"""Text in the encodings that exports of Chinese banks come in."""

from __future__ import annotations

import re

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOOKED_AT = 4000
_PRINTED = re.compile(
    r"[\t\r\n -~\xa0-\xff\u2000-\u206f\u20a0-\u20cf\u2100-\u22ff\u2500-\u26ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
)


_CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f]|\x1a(?!\s*$)")  # the last of a file of DOS may be \x1a


def decode(data: bytes) -> str | None:
    """Text by its byte order mark, else UTF-8 where it is valid, UTF-16 where it holds zero bytes, else GB18030.

    None where it is none of these. One character cut off at the end does not matter.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" in data[:_LOOKED_AT]:
        return _without_mark(data)
    return _decoded(data, "utf-8") or _decoded(data, "gb18030")


def _without_mark(data: bytes) -> str | None:
    """UTF-16: the zero bytes of its digits and separators stand before them or behind. A binary file is no text either way."""
    big = data[:_LOOKED_AT:2].count(0) > data[1:_LOOKED_AT:2].count(0)
    text = _decoded(data, "utf-16-be" if big else "utf-16-le")
    head = (text or "")[:_LOOKED_AT]
    return text if head and len(_PRINTED.findall(head)) >= 0.9 * len(head) else None


def _decoded(data: bytes, encoding: str) -> str | None:
    """Nearly any bytes are characters of GB18030; those of a program's file hold control characters, which no table prints."""
    text = _characters(data, encoding)
    return None if text is None or _CONTROL.search(text[:_LOOKED_AT]) else text


def _characters(data: bytes, encoding: str) -> str | None:
    for end in (len(data), len(data) - 1, len(data) - 2, len(data) - 3):
        try:
            return data[: max(end, 0)].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(data) - 4:
                return None
    return None
