import sys
from pathlib import Path

import pytest

from pipeline.readers import ReaderError, discover


def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **modules: str):
    folder = tmp_path / f"made_{tmp_path.name.replace('-', '_')}"
    folder.mkdir()
    (folder / "__init__.py").touch()
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    __import__(folder.name)
    return sys.modules[folder.name]


GOOD = "from pipeline.readers import Reader\nREADER = Reader('{}', 'bank_statement', lambda leaf: None, lambda leaves, opened: None)\n"


def test_a_reader_is_one_file(tmp_path, monkeypatch):
    made = package(tmp_path, monkeypatch, zbank=GOOD.format("zbank"), abank=GOOD.format("abank"), _shared="x = 1")
    assert [reader.name for reader in discover(made)] == ["abank", "zbank"]


def test_a_module_without_reader_is_refused_with_the_way_to_write_one(tmp_path, monkeypatch):
    made = package(tmp_path, monkeypatch, bank="READER = 'icbc'")
    with pytest.raises(ReaderError, match=r"bank declares no reader: declare `READER = Reader"):
        discover(made)


def test_two_readers_of_one_name_are_refused(tmp_path, monkeypatch):
    made = package(tmp_path, monkeypatch, one=GOOD.format("same"), two=GOOD.format("same"))
    with pytest.raises(ReaderError, match="two readers are called 'same'"):
        discover(made)
