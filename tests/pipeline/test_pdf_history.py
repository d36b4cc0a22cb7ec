"""What a PDF's past shows: signatures that fit or do not, and what came after them."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signed_pages import appended, page, resaved, signed, updated

from pipeline.intake import take_in
from pipeline.pdf_history import history
from pipeline.signed_message import judge


def of(data: bytes, password: str = "") -> dict[str, str]:
    return dict(history(data, password))


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_signature_over_the_whole_file_is_intact(kind: str) -> None:
    assert of(signed(page(), kind)) == {"signed": "yes", "signature": "intact"}


def test_a_byte_changed_inside_makes_it_invalid() -> None:
    data = signed(page())
    assert of(data.replace(b"-12.50 100.00", b"-12.50 900.00")) == {"signed": "yes", "signature": "invalid"}


def test_a_message_of_another_file_is_invalid() -> None:
    from signed_pages import _message

    assert of(signed(page(), message=lambda content: _message(content + b" ", "rsa")))["signature"] == "invalid"


@pytest.mark.parametrize(
    "message", [b"0" * 40, b"\x30\x80", b"SES made-up seal", bytes.fromhex("3009060b2a811ccf55060104020201")]
)
def test_a_message_of_another_kind_is_unknown_and_never_invalid(message: bytes) -> None:
    assert of(signed(page(), message=lambda content: message))["signature"] == "unknown"


def test_an_algorithm_of_another_country_is_unknown() -> None:
    from signed_pages import _message

    def sm3(content: bytes) -> bytes:  # the identifier of SHA-256 replaced by that of SM3, filled up to its length
        return _message(content, "rsa").replace(
            bytes.fromhex("0609608648016503040201"), bytes.fromhex("06092a811ccf550183117f")
        )

    assert of(signed(page(), message=sm3))["signature"] == "unknown"


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_message_stops_the_reading(message: bytes) -> None:
    assert judge(message, b"content") in ("unknown", "invalid")


def test_an_update_after_signing_names_the_page() -> None:
    found = of(updated(signed(page(pages=3)), b"-12.50 100.00", b"-12.50 900.00"))
    assert json.loads(found["changed_pages"]) == [1]
    assert found["signature"] == "intact"
    assert found["updates"] == "1"


def test_an_update_that_changes_no_page_is_a_saving_alone() -> None:
    data = signed(page())
    found = of(appended(data, 99, b"<< /Producer (x) >>"))
    assert found == {"signed": "yes", "signature": "intact", "updates": "1"}
    assert of(appended(data, 99, b"<< /Type /DSS >>")) == {"signed": "yes", "signature": "intact"}


def test_a_slipped_in_gap_is_invalid() -> None:
    data = signed(page())
    at = data.index(b"/ByteRange")
    numbers = data[at : data.index(b"]", at)]
    first, start, end, length = (int(n) for n in numbers.split(b"[")[1].split())
    wider = f"/ByteRange [ 0 {start - 40} {end} {length} ".encode()
    assert len(wider) <= len(numbers) + 1
    changed = data.replace(numbers, wider.ljust(len(numbers)))
    assert first == 0
    assert of(changed)["signature"] == "invalid"


def test_an_update_without_a_signature_and_unlike_numbers() -> None:
    assert of(page()) == {}
    assert of(updated(page(), b"100.00", b"900.00")) == {"updates": "1"}
    unlike = re.sub(rb"/ID \[<(\w)", lambda found: b"/ID [<" + (b"1" if found[1] == b"0" else b"0"), page())
    assert of(unlike) == {"ids_differ": "yes"}
    assert of(resaved(page(), linearize=True)).get("updates") is None


def test_encryption_alone_is_told_as_such(tmp_path: Path) -> None:
    data = io.BytesIO()
    with pikepdf.open(io.BytesIO(page())) as file:
        file.save(data, encryption=pikepdf.Encryption(user="secret", owner="other"))
    found = of(data.getvalue(), "secret")
    assert found.get("encrypted") == "yes"
    assert "updates" not in found
    (tmp_path / "a.pdf").write_bytes(data.getvalue())
    (source,) = take_in(tmp_path, ("secret",)).sources
    assert dict(source.facts) == found
