"""The container of an OFD file (GB/T 33190): a ZIP of XML files that refer to each other by paths, read within limits.

Nothing in it is believed: paths cannot lead out of the container, XML may define no entities (nor any document type at all) and
nest only so deep, and what is unpacked is counted.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from pipeline import archive

MOST_BYTES = 48 << 20  # of one file in it
MOST_BYTES_READ = 400 << 20  # of all files read together
_DEEPEST = 64


class Broken(ValueError):
    """Something that the file refers to is not there, or is no XML."""


class TooLarge(ValueError):
    """It unpacks past the limit."""


class Locked(ValueError):
    """Its content is encrypted."""


@dataclass
class Package:
    """An open container; it keeps count of what is unpacked. `files` are its entries by their paths in lower case."""

    opened: zipfile.ZipFile
    files: Mapping[str, archive.Entry]
    left: int = field(default=MOST_BYTES_READ)

    def read(self, path: str) -> bytes:
        """A file of the container. Raises `Broken` where it is missing or damaged, `TooLarge`, `Locked`."""
        entry = self.files.get(path.lower())
        if entry is None:
            raise Broken("no such file in the container")
        if entry.encrypted:
            raise Locked
        limit = min(MOST_BYTES, self.left)
        content = archive.unpack(self.opened, entry, (), limit)
        if not isinstance(content, bytes):
            raise Broken("damaged file in the container")
        if len(content) > limit:
            raise TooLarge
        self.left -= len(content)
        return content

    def xml(self, path: str) -> Element:
        """A file of the container as a tree with plain names; raises as `read` does."""
        return parsed(self.read(path))


@contextmanager
def package(data: bytes) -> Iterator[Package]:
    """Open a container; `Broken` where it is no ZIP."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            yield Package(opened, {entry.name.lower(): entry for entry in archive.entries(opened)})
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as error:
        raise Broken("no ZIP") from error


def resolved(base: str, location: str) -> str:
    """The path of a file that the file `base` refers to, from the container's root: a leading slash means that root."""
    location = location.strip().replace("\\", "/")
    joined = location if location.startswith("/") else posixpath.join("/", posixpath.dirname(base), location)
    return posixpath.normpath(joined).lstrip("/")


# ---------------------------------------------------------------- XML


def parsed(data: bytes) -> Element:
    """A tree whose names have no namespace. `Broken` where it is no XML, declares a document type or nests too deep."""
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise Broken("nested too deep")
        builder.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_local(name))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, AssertionError, UnicodeError, LookupError) as error:
        raise Broken("no XML") from error


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def _refuse(*_: object) -> None:
    raise Broken("a document type is declared")


def text_of(element: Element | None, path: str) -> str:
    """The text of the element at a path below another; "" where there is none."""
    found = element.find(path) if element is not None else None
    return (found.text or "").strip() if found is not None else ""


def numbers(text: str | None, count: int | None = None) -> Sequence[float]:
    """The finite numbers of an attribute; () where it is absent, none, or not `count` of them."""
    try:
        found = tuple(map(float, (text or "").split()))
    except ValueError:
        return ()
    whole = all(-1e7 < number < 1e7 for number in found)
    return found if whole and (count is None or len(found) == count) else ()
