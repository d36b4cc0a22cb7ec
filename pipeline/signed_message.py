"""The message inside a PDF's signature (CMS, RFC 5652): whether what it says of the signed bytes is so.

Integrity alone is asked, never whose certificate it is and whether anybody trusts it. What is signed with algorithms that are not
known here (SM2 and SM3 among them) cannot be told, and is never taken for invalid.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Verdict: TypeAlias = Literal["intact", "invalid", "unknown"]


class Unknown(ValueError):
    """A message that cannot be judged: of another form or with other algorithms than are known here."""


# ---------------------------------------------------------------- ASN.1


@dataclass(frozen=True)
class Node:
    """An element: its tag byte, its bytes as they stand, its content, and its parts where it has any."""

    tag: int
    raw: bytes
    content: bytes
    parts: tuple[Node, ...] = ()


_DEEPEST = 24


def parsed(data: bytes) -> Node:
    """The first element of some bytes, in DER or in BER with unknown lengths; `Unknown` where there is none."""
    try:
        return _element(data, 0, 0)[0]
    except IndexError as error:
        raise Unknown("cut off") from error


def _element(data: bytes, at: int, deep: int) -> tuple[Node, int]:
    if deep > _DEEPEST:
        raise Unknown("nested too deep")
    tag, length, start = data[at], data[at + 1], at + 2
    if tag & 0x1F == 0x1F:
        raise Unknown("long tag")
    if length == 0x80:
        parts, end = _until_end(data, start, deep)
        return Node(tag, data[at : end + 2], data[start:end], parts), end + 2
    if length > 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(data[start : start + size], "big"), start + size
    end = start + length
    if end > len(data):
        raise Unknown("cut off")
    parts = tuple(_parts(data, start, end, deep)) if tag & 0x20 else ()
    return Node(tag, data[at:end], data[start:end], parts), end


def _until_end(data: bytes, at: int, deep: int) -> tuple[tuple[Node, ...], int]:
    parts = []
    while data[at : at + 2] != b"\0\0":
        part, at = _element(data, at, deep + 1)
        parts.append(part)
    return tuple(parts), at


def _parts(data: bytes, at: int, end: int, deep: int) -> Iterator[Node]:
    while at < end:
        part, at = _element(data, at, deep + 1)
        yield part


def _oid(node: Node) -> str:
    if node.tag != 0x06 or not node.content:
        raise Unknown("no identifier")
    numbers, value = [node.content[0] // 40, node.content[0] % 40], 0
    for byte in node.content[1:]:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            numbers.append(value)
            value = 0
    return ".".join(map(str, numbers))


def _octets(node: Node) -> bytes:
    """The bytes of an octet string, which BER may give in pieces."""
    return b"".join(map(_octets, node.parts)) if node.parts else node.content


# ---------------------------------------------------------------- the message

_DIGESTS = {
    "1.3.14.3.2.26": "sha1", "2.16.840.1.101.3.4.2.4": "sha224", "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512",
}  # fmt: skip
_MADE_WITH = {
    "1.2.840.113549.1.1.5": "sha1", "1.2.840.113549.1.1.14": "sha224", "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384", "1.2.840.113549.1.1.13": "sha512", "1.2.840.10045.4.1": "sha1",
    "1.2.840.10045.4.3.1": "sha224", "1.2.840.10045.4.3.2": "sha256", "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
}  # fmt: skip
_PLAIN_RSA = "1.2.840.113549.1.1.1"
_SIGNED_DATA, _TIME_STAMP = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"


def judge(message: bytes, signed: bytes) -> Verdict:
    """What a signature's message says of the bytes that it signs."""
    try:
        return _judge(parsed(message), signed)
    except Unknown:
        return "unknown"
    except (IndexError, ValueError, TypeError):
        return "unknown"  # not formed as such a message is


def _judge(message: Node, signed: bytes) -> Verdict:
    if _oid(message.parts[0]) != _SIGNED_DATA:
        raise Unknown("no signed data")
    data = message.parts[1].parts[0]
    _, _, content, *rest = data.parts
    certificates = [part.raw for node in rest if node.tag == 0xA0 for part in node.parts if part.tag == 0x30]
    signers = next(node for node in reversed(rest) if node.tag == 0x31).parts
    if len(signers) != 1:
        raise Unknown("not one signer")
    inner = _octets(content.parts[1].parts[0]) if len(content.parts) > 1 else None
    return _of_signer(signers[0], certificates, _oid(content.parts[0]), inner, signed)


def _of_signer(signer: Node, certificates: list[bytes], kind: str, inner: bytes | None, signed: bytes) -> Verdict:
    _, who, digest, *rest = signer.parts
    attributes = next((node for node in rest if node.tag == 0xA0), None)
    algorithm, signature = [node for node in rest if node.tag in (0x30, 0x04)][:2]
    name = _digest_name(digest)
    if inner is not None and not _inner_fits(kind, inner, signed):
        return "invalid"
    content = signed if inner is None else inner
    if attributes is None:
        return _verified(content, signature.content, algorithm, name, _certificate(certificates, who))
    said = next(_octets(a.parts[1].parts[0]) for a in attributes.parts if _oid(a.parts[0]) == _MESSAGE_DIGEST)
    if said != hashlib.new(name, content).digest():
        return "invalid"
    if attributes.raw[1] == 0x80:
        raise Unknown("attributes of unknown length")
    return _verified(b"\x31" + attributes.raw[1:], signature.content, algorithm, name, _certificate(certificates, who))


def _digest_name(algorithm: Node) -> str:
    name = _DIGESTS.get(_oid(algorithm.parts[0]))
    if name is None:
        raise Unknown("another digest")
    return name


def _inner_fits(kind: str, inner: bytes, signed: bytes) -> bool:
    """Whether what the message holds is of the signed bytes: their SHA-1, or a time stamp's imprint."""
    if kind == _TIME_STAMP:
        imprint = parsed(inner).parts[2]
        return imprint.parts[1].content == hashlib.new(_digest_name(imprint.parts[0]), signed).digest()
    if len(inner) == 20:
        return inner == hashlib.sha1(signed).digest()
    raise Unknown("another content")


def _certificate(certificates: list[bytes], who: Node) -> Any:
    """The signer's certificate, by its issuer and number, or by the identifier of its key."""
    from cryptography import x509

    for raw in certificates:
        found = x509.load_der_x509_certificate(raw)
        if who.tag != 0x30:
            continue
        number = int.from_bytes(who.parts[1].content, "big", signed=True)
        if found.serial_number == number and found.issuer.public_bytes() == who.parts[0].raw:
            return found
    if len(certificates) == 1:
        return x509.load_der_x509_certificate(certificates[0])
    raise Unknown("no certificate of the signer")


def _verified(content: bytes, signature: bytes, algorithm: Node, digest: str, certificate: Any) -> Verdict:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    told = _oid(algorithm.parts[0])
    if told != _PLAIN_RSA and told not in _MADE_WITH:
        raise Unknown("another algorithm")
    try:
        key = certificate.public_key()
        made_with = getattr(hashes, _MADE_WITH.get(told, digest).upper())()
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, content, padding.PKCS1v15(), made_with)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, content, ec.ECDSA(made_with))
        else:
            raise Unknown("another algorithm")
    except InvalidSignature:
        return "invalid"
    except UnsupportedAlgorithm as error:
        raise Unknown("another algorithm") from error
    return "intact"
