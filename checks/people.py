"""Whether the holder printed on a paper is a given person: whole or masked, by number, else by name."""

from __future__ import annotations

import re

from pipeline.model import Applicant, Document
from pipeline.text import person

MASKS = "*＊×●#"
_RUN = re.compile(f"[{re.escape(MASKS)}]+")


def alike(one: str | None, other: str | None) -> bool | None:
    """Whether two texts, either of them masked or whole, agree where every visible character does; None where none compares."""
    if not one or not other:
        return None
    one, other = _RUN.sub(lambda m: "*" * len(m[0]), one), _RUN.sub(lambda m: "*" * len(m[0]), other)
    if "*" not in one + other:
        return one == other
    if len(one) == len(other):
        pairs = [(a, b) for a, b in zip(one, other, strict=True) if "*" not in (a, b)]
        return all(a == b for a, b in pairs) if pairs else None
    return _ends_alike(one, other)


def _ends_alike(one: str, other: str) -> bool | None:
    """Where the mask's length says nothing: the visible beginnings and endings."""
    heads = _until_mask(one), _until_mask(other)
    tails = _until_mask(one[::-1]), _until_mask(other[::-1])
    compared = [tuple(zip(*pair, strict=False)) for pair in (heads, tails)]
    if any("*" not in text and len(text) <= _visible(mask) for text, mask in ((one, other), (other, one))):
        return False
    if not any(compared):
        return None
    return all(a == b for pairs in compared for a, b in pairs)


def _until_mask(text: str) -> str:
    return text.partition("*")[0]


def _visible(text: str) -> int:
    return len(text.replace("*", ""))


def names_alike(one: str | None, other: str | None) -> bool | None:
    """Whether two names agree: without inner spaces and case, a masked one by its visible characters."""
    return alike(_bare(one), _bare(other))


def _bare(name: str | None) -> str | None:
    return person(name).casefold().replace(" ", "") if name else None


def numbers_alike(one: str | None, other: str | None) -> bool | None:
    """Whether two ID numbers agree: without spaces, X in either case."""
    bare = [re.sub(r"\s", "", number).upper() if number else None for number in (one, other)]
    return alike(*bare)


def is_of(document: Document, someone: Applicant) -> bool | None:
    """Whether a paper is of a person: by ID number where both show one, else by name; None where it cannot be told."""
    numbers = numbers_alike(_text(document, "id_number"), someone.id_number)
    if numbers is not None:
        return numbers
    return names_alike(_text(document, "holder") or _text(document, "name"), someone.name)


def same_person(one: Applicant, other: Applicant) -> bool | None:
    """Whether two people are one."""
    numbers = numbers_alike(one.id_number, other.id_number)
    return numbers if numbers is not None else names_alike(one.name, other.name)


def _text(document: Document, name: str) -> str | None:
    value = document.value(name)
    return value if isinstance(value, str) else None


def masked_name(name: str | None) -> str | None:
    """The family name and stars: 张*; None for no name."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else None


def ending(account: str | None) -> str | None:
    """The last four digits of an account number, where they are shown; None where they are not."""
    tail = re.sub(r"[\s-]", "", account or "")[-4:]
    return tail if len(tail) == 4 and tail.isdigit() else None
