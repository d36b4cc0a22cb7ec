"""A small writer of OFD files for tests, after GB/T 33190; it shares nothing with the reader.

Places are in millimetres from the top left. `Sheet` gathers what one page paints, `ofd` packs the sheets.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@dataclass
class Sheet:
    """One page: what it paints, in order."""

    wide: float = 297.0
    high: float = 210.0
    objects: list[str] = field(default_factory=list)
    template: str = ""
    area: bool = True

    def text(
        self, x: float, y: float, text: str, size: float = 3.0, right: bool = False, style: str = "words", **more: str
    ) -> None:
        """Text with its base line at y; `style` is how its steps are told: each, repeated ("g n d"), one object a character, or turned."""
        widths = [size if ord(c) > 0x2E7F else size / 2 for c in text]
        x = x - sum(widths) if right else x
        if style == "single":
            for char, width in zip(text, widths, strict=True):
                self._object(x, y, char, size, "", more)
                x += width
            return
        self._object(x, y, text, size, _steps(widths[:-1], style), more)

    def _object(self, x: float, y: float, text: str, size: float, steps: str, more: Mapping[str, str]) -> None:
        colour = more.get("colour", "0 0 0")
        attributes = "".join(f" {k}={quoteattr(v)}" for k, v in more.items() if k not in ("colour", "ctm"))
        self.objects.append(
            f'<ofd:TextObject ID="{len(self.objects) + 100}" Boundary="{x} {y - size} {size * (len(text) + 1)} {size * 1.3}" '
            f'Font="3" Size="{size}"{attributes}><ofd:FillColor Value="{colour}"/>'
            f'<ofd:TextCode X="0" Y="{size}"{steps}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A straight line."""
        self.objects.append(
            f'<ofd:PathObject Boundary="{x0} {y0} {abs(x1 - x0) + 0.2} {abs(y1 - y0) + 0.2}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def box(self, x: float, y: float, wide: float, high: float, colour: str = "255 255 255") -> None:
        """A box filled with a colour."""
        self.objects.append(
            f'<ofd:PathObject Boundary="{x} {y} {wide} {high}" Fill="true" Stroke="false"><ofd:FillColor Value="{colour}"/>'
            f"<ofd:AbbreviatedData>M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def image(self, x: float, y: float, wide: float, high: float, resource: int) -> None:
        """A picture."""
        self.objects.append(
            f'<ofd:ImageObject Boundary="{x} {y} {wide} {high}" CTM="{wide} 0 0 {high} 0 0" ResourceID="{resource}"/>'
        )

    def xml(self) -> str:
        """The page's file."""
        area = (
            f"<ofd:Area><ofd:PhysicalBox>0 0 {self.wide} {self.high}</ofd:PhysicalBox></ofd:Area>" if self.area else ""
        )
        used = f'<ofd:Template TemplateID="{self.template}" ZOrder="Background"/>' if self.template else ""
        half = len(self.objects) // 2  # two layers, one of them in a block
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page {NAMESPACE}>{area}{used}<ofd:Content>'
            f'<ofd:Layer Type="Body" ID="7">{"".join(self.objects[:half])}</ofd:Layer>'
            f'<ofd:Layer Type="Foreground" ID="8"><ofd:PageBlock ID="9">{"".join(self.objects[half:])}</ofd:PageBlock></ofd:Layer>'
            "</ofd:Content></ofd:Page>"
        )


def _steps(widths: Sequence[float], style: str) -> str:
    if not widths:
        return ""
    if style == "repeated":
        runs: list[list[float]] = []
        for width in widths:
            if runs and runs[-1][1] == width:
                runs[-1][0] += 1
            else:
                runs.append([1, width])
        return ' DeltaX="' + " ".join(f"g {int(n)} {d}" if n > 1 else str(d) for n, d in runs) + '"'
    return ' DeltaX="' + " ".join(map(str, widths)) + '"'


def ofd(
    sheets: Sequence[Sheet],
    templates: Mapping[str, Sheet] | None = None,
    images: Mapping[int, tuple[str, bytes]] | None = None,
    signed: str = "",
    extra: Mapping[str, bytes] | None = None,
    size: tuple[float, float] = (210, 297),
) -> bytes:
    """An OFD file. `signed` is the digest ("SM3", "sha256" …) that a signature protects its files with."""
    files = {f"Doc_0/Pages/Page_{n}/Content.xml": sheet.xml().encode() for n, sheet in enumerate(sheets)}
    files |= {f"Doc_0/Tpls/Tpl_{key}/Content.xml": sheet.xml().encode() for key, sheet in (templates or {}).items()}
    files |= {f"Doc_0/Res/{name}": data for name, data in (images or {}).values()}
    files["Doc_0/DocumentRes.xml"] = _resources(images or {}).encode()
    files["Doc_0/Document.xml"] = _document(len(sheets), templates or {}, size).encode()
    files["OFD.xml"] = _root(bool(signed)).encode()
    if signed:
        files |= _signature(files, signed)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**files, **(extra or {})}.items():
            archive.writestr(name, data)
    return out.getvalue()


def _root(signed: bool) -> str:
    signatures = "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>" if signed else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:DocID>1</ofd:DocID><ofd:Title>流水</ofd:Title><ofd:Creator>Issuer OFD</ofd:Creator></ofd:DocInfo>"
        f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{signatures}</ofd:DocBody></ofd:OFD>"
    )


def _document(count: int, templates: Mapping[str, Sheet], size: tuple[float, float]) -> str:
    used = "".join(f'<ofd:TemplatePage ID="{key}" BaseLoc="Tpls/Tpl_{key}/Content.xml"/>' for key in templates)
    pages = "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(count))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID>'
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {size[0]} {size[1]}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>{used}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
    )


def _resources(images: Mapping[int, tuple[str, bytes]]) -> str:
    media = "".join(
        f'<ofd:MultiMedia ID="{key}" Type="Image" Format="PNG"><ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia>'
        for key, (name, _) in images.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'


def _signature(files: Mapping[str, bytes], digest: str) -> dict[str, bytes]:
    made = "".join(
        f'<ofd:Reference FileRef="/{name}"><ofd:CheckValue>{base64.b64encode(hashlib.new(digest, data).digest()).decode()}'
        "</ofd:CheckValue></ofd:Reference>"
        for name, data in files.items()
        if name != "OFD.xml"
    )
    method = {"sm3": "1.2.156.10197.1.401"}.get(digest.lower(), digest)
    return {
        "Doc_0/Signs/Signatures.xml": f'<ofd:Signatures {NAMESPACE}><ofd:Signature ID="1" Type="Seal" BaseLoc="/Doc_0/Signs/Sign_0/Signature.xml"/></ofd:Signatures>'.encode(),
        "Doc_0/Signs/Sign_0/Signature.xml": (
            f'<ofd:Signature {NAMESPACE}><ofd:SignedInfo><ofd:References CheckMethod="{method}">{made}</ofd:References>'
            '<ofd:StampAnnot PageRef="1" ID="2" Boundary="150 20 40 40"/></ofd:SignedInfo>'
            "<ofd:SignedValue>/Doc_0/Signs/Sign_0/SignedValue.dat</ofd:SignedValue></ofd:Signature>"
        ).encode(),
        "Doc_0/Signs/Sign_0/SignedValue.dat": b"made up",
    }
