"""PDFs with signatures and with what is done to them afterwards; made with pikepdf and cryptography, which share nothing with the reader."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from reportlab.pdfgen.canvas import Canvas

PLACE = 16_384  # hexadecimal digits of a signature's message
LINES = ("Statement 2026-03", "2026-03-01 -12.50 100.00", "2026-03-02 300.00 400.00")


def page(*lines: str, more: Callable[[Canvas], None] = lambda canvas: None, pages: int = 1) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 300), pageCompression=0)
    for _ in range(pages):
        canvas.setFont("Helvetica", 10)
        for n, line in enumerate(lines or LINES):
            canvas.drawString(30, 260 - 20 * n, line)
        more(canvas)
        canvas.showPage()
    canvas.save()
    return resaved(out.getvalue())


def resaved(data: bytes, change: Callable[[pikepdf.Pdf], None] = lambda file: None, **how: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        change(file)
        file.save(
            out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False, static_id=True, **how
        )
    return re.sub(rb"/ID \[<(\w+)><\w+>\]", rb"/ID [<\1><\1>]", out.getvalue())  # as an issuer's system writes it


def key_pair(kind: str = "rsa") -> tuple[rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Made-up Bank")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC))  # fmt: skip
    return key, made.sign(key, hashes.SHA256())


def signed(data: bytes, kind: str = "rsa", message: Callable[[bytes], bytes] | None = None) -> bytes:
    """A file with a signature over all of it."""

    def add(file: pikepdf.Pdf) -> None:
        signature = file.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Sig,
                Filter=pikepdf.Name("/Adobe.PPKLite"),
                SubFilter=pikepdf.Name("/adbe.pkcs7.detached"),
                ByteRange=pikepdf.Array([0, 1111111111, 1222222222, 1333333333]),
                Contents=pikepdf.String(b"\xff" * (PLACE // 2)),
            )
        )
        field = file.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T="seal", V=signature, Rect=[300, 20, 380, 100], P=file.pages[0].obj
            )
        )  # fmt: skip
        file.pages[0].obj.Annots = pikepdf.Array([field])
        file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)

    return _filled(resaved(data, add), kind, message)


def _filled(data: bytes, kind: str, message: Callable[[bytes], bytes] | None) -> bytes:
    start = data.index(b"<" + b"ff" * (PLACE // 2) + b">")
    end = start + PLACE + 2
    span = f"[ 0 {start} {end} {len(data) - end} ]".encode()
    at = re.search(rb"\[ 0 1111111111 1222222222 1333333333 \]", data)
    assert at is not None
    data = data[: at.start()] + span.ljust(at.end() - at.start()) + data[at.end() :]
    signed_bytes = data[:start] + data[end:]
    made = message(signed_bytes) if message else _message(signed_bytes, kind)
    return data[:start] + b"<" + made.hex().encode().ljust(PLACE, b"0") + b">" + data[end:]


def _message(content: bytes, kind: str) -> bytes:
    key, certificate = key_pair(kind)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(certificate, key, hashes.SHA256())
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    return builder.sign(serialization.Encoding.DER, options)


def updated(data: bytes, old: bytes, new: bytes) -> bytes:
    """The file with an update at its end that writes the first page's content anew."""
    with pikepdf.open(io.BytesIO(data)) as file:
        stream = file.pages[0].Contents
        number, content = stream.objgen[0], stream.read_bytes()
    assert old in content
    return appended(data, number, b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content.replace(old, new)), content.replace(old, new)))  # fmt: skip


def appended(data: bytes, number: int, body: bytes) -> bytes:
    """The file with an update at its end that writes one object anew."""
    before = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    root = re.findall(rb"/Root (\d+ \d+ R)", data)[-1]
    size = max(int(n) for n in re.findall(rb"/Size (\d+)", data))
    at = len(data) + 1
    out = data + b"\n%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = len(out)
    out += b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    return out + b"trailer\n<< /Size %d /Root %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (max(size, number + 1), root, before, xref)  # fmt: skip
