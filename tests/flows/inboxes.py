"""Copies of sample applications for the flows and the command to work on."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"


def sample(name, into, called=None):
    """A copy of a sample application, without its truth, under another name if wished."""
    folder = into / (called or name)
    shutil.copytree(SAMPLES / name, folder)
    (folder / "truth.json").unlink()
    return folder
