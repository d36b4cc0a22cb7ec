"""RapidOCR with PP-OCRv6, whose models ship in its wheel: nothing is ever downloaded.

RapidOCR's own pieces find the lines and run the networks; the decoding is ours, because we want every character's place on the line.
On x86 the OpenVINO backend reads the same pictures about twice as fast as ONNX Runtime; elsewhere ONNX Runtime is used.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import logging
import threading
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box, Pixels, Word
from pipeline.ocr import Quad, Recogniser, RecogniserError, threads
from pipeline.ocr._lines import read_found
from pipeline.text import normalise

_DETECTOR = "PP-OCRv6_det_small.onnx"
_READER = "PP-OCRv6_rec_small.onnx"
_HEIGHT = 48  # of the line that the network reads
_STEP = 64  # widths are rounded up to it, so that the backends meet few shapes and can reuse what they prepared
_WIDEST = 3200
_BATCH_PIXELS = (
    2560  # the summed widths of one batch: large enough to fill two cores, small enough to stay in their caches
)


class Rapid:
    """PP-OCRv6 on OpenVINO or ONNX Runtime. One instance serves one call at a time: a lock sees to that."""

    name = "rapidocr"

    def __init__(self, detector: Any, reader: Any, version: str) -> None:
        self.version = version
        self._detector = detector
        self._reader = reader
        self._characters = np.array(reader.postprocess_op.character, dtype=object)
        self._lock = threading.Lock()

    def find(self, pixels: Pixels) -> tuple[Quad, ...]:
        """Where lines are; see `Recogniser`."""
        high, wide = pixels.shape[:2]
        to = max(round(wide / 32) * 32, 32), max(round(high / 32) * 32, 32)
        sized = cv2.resize(pixels, to, interpolation=cv2.INTER_AREA if to[0] < wide else cv2.INTER_LINEAR)
        with self._lock:
            heat = self._detector.session(_network_input(sized)[None])
            quads, _ = self._detector.postprocess_op(heat, (high, wide))
        if not len(quads):
            return ()
        return tuple(np.asarray(quad, dtype=np.float64) for quad in self._detector.sorted_boxes(quads))

    def read_lines(self, crops: Sequence[Pixels]) -> tuple[Word, ...]:
        """What lines say; see `Recogniser`."""
        lines = [_line_input(crop) for crop in crops]
        words: list[Word | None] = [None] * len(lines)
        for batch in _batches([line.shape[2] for line in lines]):
            width = -(-max(lines[i].shape[2] for i in batch) // _STEP) * _STEP
            stack = np.zeros((len(batch), 3, _HEIGHT, width), dtype=np.float32)
            for row, i in enumerate(batch):
                stack[row, :, :, : lines[i].shape[2]] = lines[i]
            with self._lock:
                chances = self._reader.session(stack)
                best, sure = chances.argmax(axis=2), chances.max(axis=2)
            for row, i in enumerate(batch):
                high, wide = crops[i].shape[:2]
                per_step = width / best.shape[1] * wide / lines[i].shape[2]
                words[i] = self._decode(best[row], sure[row], per_step, wide, high)
        return tuple(word for word in words if word is not None)

    def read_line(self, pixels: Pixels) -> Word:
        """What one line says; see `Recogniser`."""
        return self.read_lines([pixels])[0]

    def read(self, pixels: Pixels) -> tuple[Word, ...]:
        """The lines of an upright picture; see `Recogniser`."""
        return read_found(self, pixels, self.find(pixels))

    def _decode(
        self, best: NDArray[np.int64], sure: NDArray[np.float32], per_step: float, wide: int, high: int
    ) -> Word:
        """Greedy CTC: a character stands where its run of steps stands, and is as sure as the surest of them."""
        starts = [int(s) for s in np.flatnonzero(np.diff(best, prepend=-1))]
        ends = [*starts[1:], len(best)]
        runs = [(s, e) for s, e in zip(starts, ends, strict=True) if best[s] != 0 and s * per_step < wide]
        text = normalise("".join(str(self._characters[best[s]]) for s, _ in runs))
        box = Box(0.0, 0.0, float(wide), float(high))
        each = [float(sure[s:e].max()) for s, e in runs]
        if not text.strip() or len(text) != len(runs):
            return Word(text.strip(), box, _mean(each))
        first, last = len(text) - len(text.lstrip()), len(text.rstrip())
        edges, each = _edges(runs, per_step, wide)[first : last + 1], each[first:last]
        return Word(text.strip(), box, _mean(each), tuple(edges), tuple(each))


def _mean(each: Sequence[float]) -> float:
    return sum(each) / len(each) if each else 0.0


def _edges(runs: Sequence[tuple[int, int]], per_step: float, wide: int) -> list[float]:
    """Character boundaries: half-way between neighbours, and at the ends half a character's pitch away from the middle."""
    middles = [(s + e) / 2 * per_step for s, e in runs]
    inner = [(a + b) / 2 for a, b in pairwise(middles)]
    pitch = float(np.median(np.diff(middles))) if len(middles) > 1 else float(wide)
    return [max(middles[0] - pitch / 2, 0.0), *inner, min(middles[-1] + pitch / 2, float(wide))]


def _network_input(pixels: NDArray[Any]) -> NDArray[np.float32]:
    scaled = pixels.astype(np.float32)
    scaled *= 2.0 / 255.0
    scaled -= 1.0
    return np.ascontiguousarray(scaled.transpose(2, 0, 1))


def _line_input(pixels: Pixels) -> NDArray[np.float32]:
    high, wide = pixels.shape[:2]
    to = min(max(round(wide * _HEIGHT / max(high, 1)), 8), _WIDEST)
    sized = cv2.resize(pixels, (to, _HEIGHT), interpolation=cv2.INTER_AREA if high > 2 * _HEIGHT else cv2.INTER_LINEAR)
    return _network_input(sized)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Lines of about one width together, so that little of a batch is padding."""
    batch: list[int] = []
    for i in sorted(range(len(widths)), key=lambda i: widths[i]):
        if batch and (widths[i] * (len(batch) + 1) > _BATCH_PIXELS or widths[i] > 1.4 * widths[batch[0]] + _STEP):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _backend() -> str:
    """OpenVINO where its wheel is (we install it on x86 alone), else ONNX Runtime."""
    return "openvino" if importlib.util.find_spec("openvino") else "onnxruntime"


def load() -> Recogniser:
    """The engine with its models from the wheel; RecogniserError where they are not there."""
    from omegaconf import OmegaConf
    from rapidocr.ch_ppocr_det import TextDetector
    from rapidocr.ch_ppocr_rec import TextRecognizer
    from rapidocr.utils.typings import EngineType, LangDet, LangRec

    logging.getLogger("RapidOCR").setLevel(logging.WARNING)
    home = Path(importlib.util.find_spec("rapidocr").origin).parent  # type: ignore[union-attr, arg-type]
    backend = _backend()
    settings: Any = OmegaConf.load(home / "config.yaml")
    engine = settings.EngineConfig[backend]
    engine["inference_num_threads" if backend == "openvino" else "intra_op_num_threads"] = threads()
    if backend == "openvino":
        engine["enable_cpu_pinning"] = False  # two processes would pin themselves to the same core
    for part, file, language in (("Det", _DETECTOR, LangDet.CH), ("Rec", _READER, LangRec.CH)):
        model = home / "models" / file
        if not model.is_file():
            raise RecogniserError(f"RapidOCR's wheel holds no model {file}; install rapidocr 3.10 again")
        settings[part].update(engine_type=EngineType(backend), engine_cfg=engine, model_path=str(model))
        settings[part].update(lang_type=language, model_root_dir=str(model.parent), font_path=None)
    version = f"{importlib.metadata.version('rapidocr')} PP-OCRv6 {backend}"
    return Rapid(TextDetector(settings.Det), TextRecognizer(settings.Rec), version)
