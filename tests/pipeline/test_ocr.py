import os
import subprocess
import sys

import pytest
from drawn import front

from pipeline import ocr
from pipeline.ocr import RecogniserError, recogniser


def test_a_line_has_an_edge_around_every_character() -> None:
    words = {word.text: word for word in recogniser().read(front())}
    word = words["样本小区8幢2单元301室"]
    assert word.edges is not None
    assert len(word.edges) == len(word.text) + 1
    assert word.sure is not None
    assert list(word.edges) == sorted(word.edges)
    assert abs(word.edges[0] - 185) < 20
    assert abs(word.edges[-1] - 550) < 25
    assert abs(word.edges[5] - 338) < 16  # after 样本小区8


def test_an_unknown_engine_says_which_there_are() -> None:
    with pytest.raises(RecogniserError, match="rapidocr, tesseract"):
        recogniser("abbyy")


@pytest.mark.parametrize("value", ["0", "two", "-1"])
def test_a_wrong_number_of_threads_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREREVIEW_OCR_THREADS", value)
    with pytest.raises(RecogniserError, match="whole number"):
        ocr.threads()


def test_importing_the_package_loads_no_engine() -> None:
    code = "import sys, pipeline.ocr; print([m for m in ('rapidocr', 'onnxruntime', 'openvino', 'cv2') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_nothing_is_downloaded() -> None:
    """The engine loads and reads where every connection fails."""
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise AssertionError('a connection was tried')\n"
        "socket.socket.connect = refuse; socket.create_connection = refuse; socket.getaddrinfo = refuse\n"
        "import numpy as np\nfrom pipeline.ocr import recogniser\n"
        "print(len(recogniser('rapidocr').read(np.full((64, 64, 3), 255, np.uint8))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "0"
