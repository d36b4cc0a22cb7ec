"""What a page says of its own number: "第2页/共3页", "2/3", "页数: 2/3"."""

from __future__ import annotations

import re

_FIRST = re.compile(r"第1页|(?<!\d)1/\d{1,3}(?!\d)(?:页|$)|页数:1/\d", re.MULTILINE)
_LATER = re.compile(r"第(?:[2-9]|[1-9]\d+)页|^(?:[2-9]|[1-9]\d+)/\d{1,3}$|页数:(?:[2-9]|[1-9]\d+)/\d", re.MULTILINE)


def is_later(text: str) -> bool | None:
    """Whether a page, by its text without spaces, is not the first of its paper; None where it does not say."""
    if _LATER.search(text):
        return True
    return False if _FIRST.search(text) else None
