"""The seals of an OFD file: whether the files in it are those that were sealed (GB/T 33190-2016, chapter 18).

A seal lists the digests of the files that it protects. Where one does not fit, the file was changed. Where all fit, the list itself is
signed with SM2, which is not checked here, so that no seal is said to be intact.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from pipeline.ofd_package import Broken, Package, resolved, text_of
from pipeline.signed_message import Verdict

_METHODS = {
    "1.2.156.10197.1.401": "sm3", "sm3": "sm3", "1.3.14.3.2.26": "sha1", "sha1": "sha1", "sha-1": "sha1", "md5": "md5",
    "2.16.840.1.101.3.4.2.1": "sha256", "sha256": "sha256", "sha-256": "sha256",
}  # fmt: skip
_MOST = 20


def seals(opened: Package, path: str) -> Mapping[str, str]:
    """The traits "signed" and "signature" (invalid or unknown) of the seals that a list names; nothing where none has a value."""
    try:
        bases = [resolved(path, one.get("BaseLoc", "")) for one in opened.xml(path).findall("Signature")]
        found = [verdict for base in bases[:_MOST] if (verdict := _verdict(opened, base))]
    except Broken:
        return {}
    return {"signed": "yes", "signature": "invalid" if "invalid" in found else "unknown"} if found else {}


def _verdict(opened: Package, base: str) -> Verdict | None:
    """What a seal says; None for one that was only prepared and has no value."""
    seal = opened.xml(base)
    value = text_of(seal, "SignedValue")
    if not value or resolved(base, value).lower() not in opened.files:
        return None
    references = seal.find("SignedInfo/References")
    if references is None:
        return "unknown"
    method = _METHODS.get(references.get("CheckMethod", "").strip().lower())
    if method is None or method not in hashlib.algorithms_available:
        return "unknown"
    fits = all(_fits(opened, base, one, method) for one in references.findall("Reference"))
    return "unknown" if fits else "invalid"


_GROWS = re.compile(r"(^|/)(ofd|signatures)\.xml$|(^|/)signs?/", re.IGNORECASE)
"""Files that a further seal writes anew."""


def _fits(opened: Package, base: str, reference: Element, method: str) -> bool:
    """Whether a file is there and has the digest that the seal lists."""
    path = resolved(base, reference.get("FileRef", ""))
    if _GROWS.search(path):
        return True
    try:
        said = base64.b64decode(text_of(reference, "CheckValue"), validate=True)
        content = opened.read(path)
    except (Broken, binascii.Error):
        return False
    return hashlib.new(method, content, usedforsecurity=False).digest() == said
