"""`prereview evaluate`: review every application that has its truth beside it, and compare."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from flows import review as stages
from flows.console import all_passwords, stop, ticking
from flows.review import Options
from pipeline import contract
from pipeline.evaluate import Evaluation, Json, evaluate
from pipeline.profiles import ProfileError
from pipeline.request import RequestError

TRUTH = "truth.json"


def evaluated(directory: Path) -> Evaluation:
    """The figures over the applications of a folder; the command stops where there is nothing to compare.

    The folder's applications are those at the level at which the first are found; a set of its own further down (samples/holdout
    in samples) is not mixed in, and stderr says so.
    """
    truths = sorted(directory.rglob(TRUTH))
    if not truths:
        stop(f"{directory} 里没有 {TRUTH}，没有可比的标准答案。")
    level = min(len(path.parts) for path in truths)
    here = [path for path in truths if len(path.parts) == level]
    for deeper in sorted({path.parent.parent for path in truths if len(path.parts) > level}):
        click.echo(f"没有算入更深一层的 {deeper}；请单独运行 prereview evaluate {deeper}。", err=True)
    return evaluate(_pair(path) for path in ticking(here, "审核"))


def _pair(path: Path) -> tuple[Json, Json]:
    """The truth in a file and the review of the folder that it lies in, as of the truth's own day (else today) and profile."""
    truth = _truth(path)
    options = Options(_day(path, truth), truth.get("profile"), passwords=all_passwords((), None))
    try:
        review = stages.review(path.parent, options)
    except (ProfileError, RequestError) as wrong:
        stop(f"{path.parent}：{wrong}")
    return truth, contract.review_json(review)


def _truth(path: Path) -> dict[str, Any]:
    try:
        return contract.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        stop(f"{path} 不是一份审核结果的 JSON；请检查它的内容。")


def _day(path: Path, truth: Json) -> date:
    try:
        return date.fromisoformat(truth["as_of"]) if "as_of" in truth else stages.today()
    except (TypeError, ValueError):
        stop(f"{path} 的 as_of 不是日期，应写成 2026-11-24 的样子。")
