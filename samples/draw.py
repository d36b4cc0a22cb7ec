"""Draws the committed applications anew, from fixed seeds: `python samples/draw.py [NAME …]`."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from _applications import APPLICATIONS
from _truth import dumps

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw the sample applications.")
    parser.add_argument("names", nargs="*", help="folders to draw; all of them where none is named")
    parser.add_argument("--out", type=Path, default=HERE, help="where the folders go")
    chosen = parser.parse_args()
    for make in APPLICATIONS:
        name = make.__name__.replace("_", "-")
        if not chosen.names or name in chosen.names:
            made = make()
            write(chosen.out / name, made.files | {"truth.json": dumps(made.truth).encode()})
            print(f"{name}: {len(made.files)} files, {made.truth['status']}")


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Put the files into a folder of their own, in place of what was there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
