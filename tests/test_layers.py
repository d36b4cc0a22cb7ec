"""Imports point one way, and only flows imports Prefect."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_import_linter_keeps_its_contracts():
    command = Path(sys.executable).with_name("lint-imports")
    shown = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert shown.returncode == 0, shown.stdout


def test_it_would_notice(tmp_path):
    for package in ("pipeline", "extractors", "checks", "flows"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "pipeline" / "astray.py").write_text("import checks\n")
    command = Path(sys.executable).with_name("lint-imports")
    shown = subprocess.run([command, "--no-cache"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert shown.returncode != 0


def test_a_review_needs_no_prefect():
    code = "import sys, flows.review, flows.reviewing; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
