"""The flows on Prefect: `review-application` and `review-batch`.

Only opaque ids reach Prefect: as parameters, in names, in states and in artifacts (`flows.tell` says what those hold). The
work itself is that of `flows.review`, a task per document. Nothing is persisted in Prefect: what a run gives lies in the folder of
the reviews, and can be worked out again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from prefect import flow, task
from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import Completed, Failed
from prefect.tasks import Task

from flows import index, publishing, tell
from flows import review as stages
from flows.console import all_passwords
from flows.guarded import PassingError, Sealed, WorkError, work
from flows.review import Case, Found, Options
from flows.tell import Outcome
from pipeline.intake import Intake
from pipeline.model import Review, Source
from pipeline.profiles import ProfileError
from pipeline.request import RequestError

AT_ONCE = 2  # applications under way in one process: while one is read, the other talks to the server
LONG = 10  # applications from which on a batch shows its progress

PASSWORDS: ContextVar[tuple[str, ...]] = ContextVar("passwords", default=())
"""The passwords of this process' caller. They are no parameter of a flow: Prefect would store them."""


def _may_pass(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Whether to try again: only where the machine failed. A damaged file is as damaged the second time."""
    return isinstance(state.data, PassingError) or isinstance(getattr(state.data, "result", None), PassingError)


_settings: dict[str, Any] = {
    "cache_policy": NO_CACHE,
    "persist_result": False,
    "retries": 2,
    "retry_delay_seconds": [2, 20],
    "retry_condition_fn": _may_pass,
}


@task(name="take-in", task_run_name="收取文件", **_settings)
async def take_in(case: Sealed[Case]) -> Sealed[Intake]:
    """Open, unpack and decrypt the application's files."""
    return Sealed(await work(stages.take_in, case.open()))


@task(name="read-document", task_run_name="读取第 {number} 份文件", **_settings)
async def read_document(number: int, source: Sealed[Source]) -> Sealed[Found]:
    """Read the documents of one file."""
    return Sealed(await work(stages.read_source, source.open()))


@task(name="apply-rules", task_run_name="核对规则、列出清单", **_settings)
async def apply_rules(case: Sealed[Case], taken: Sealed[Intake], found: Sealed[list[Found]]) -> Sealed[Review]:
    """Ask the rules and draw up the supplement list."""

    def judged() -> Review:
        application = stages.assemble(case.open(), taken.open(), found.open())
        return stages.judge(application, case.open().profile)

    return Sealed(await work(judged))


@task(name="publish", task_run_name="写出结果", **_settings)
async def publish(folder: Sealed[Path], review: Sealed[Review], taken: Sealed[Intake]) -> None:
    """Write review.json, supplement.md and report.html."""
    await work(publishing.write, folder.open(), review.open(), taken.open().sources)


# ---------------------------------------------------------------- one application


@flow(name="review-application", flow_run_name="{application}", persist_result=False)
async def review_application(
    application: str, inbox: Path, out: Path | None = None, profile: str | None = None, as_of: date | None = None
) -> State[Any]:
    """审核一份申请，写出补件清单和报告。

    Args:
        application: 申请的编号（不是姓名），见结果目录里的 index.json。
        inbox: 收件箱：每个文件夹是一份申请。
        out: 结果目录；不填就是收件箱里的 .prereview。
        profile: 审核口径，例如 gig_worker、salaried、self_employed；不填就看申请自己的 application.toml，再没有就是 gig_worker。
        as_of: 以哪一天为“今天”；不填就是上海时间的今天。
    """
    outcome = await _outcome(application, inbox, out or inbox / ".prereview", profile, as_of)
    if outcome.status == "failed":
        return Failed(name=tell.STATUSES["failed"], message=outcome.failure, data=outcome)
    await acreate_markdown_artifact(tell.application_page(outcome), key=f"review-{application}", description="补件清单")
    await acreate_table_artifact(tell.findings_table(outcome), key=f"findings-{application}", description="审核发现")
    return Completed(name=tell.STATUSES[outcome.status], message=tell.in_a_line(outcome), data=outcome)


async def _outcome(identifier: str, inbox: Path, out: Path, profile: str | None, as_of: date | None) -> Outcome:
    """Review an application; what goes wrong is part of the outcome."""
    started = monotonic()
    outcome = Outcome(identifier, folder="", status="failed")
    try:
        name = await work(index.name_of, out, identifier)
        if name is None:
            return replace(outcome, failure="index.json 里没有这个编号")
        outcome = replace(outcome, folder=name)
        case = await work(_opened, inbox / name, Options(as_of or stages.today(), profile, passwords=_passwords()))
        if isinstance(case, str):
            return replace(outcome, failure="application.toml 或审核口径不能用", sentence=case)
        outcome = tell.outcome_of(identifier, name, await _review(case, out / name))
    except WorkError as failure:
        outcome = replace(outcome, failure=str(failure))
    return replace(outcome, seconds=monotonic() - started)


def _passwords() -> tuple[str, ...]:
    return PASSWORDS.get() or all_passwords((), None)


def _opened(path: Path, options: Options) -> Case | str:
    """The case, or the sentence that says why its settings cannot be used."""
    try:
        return stages.open_case(path, options)
    except (ProfileError, RequestError) as wrong:
        return str(wrong)


async def _review(case: Case, folder: Path) -> Review:
    taken = await take_in(Sealed(case))
    found = [
        (await read_document(number, Sealed(source))).open() for number, source in enumerate(taken.open().sources, 1)
    ]
    review = await apply_rules(Sealed(case), taken, Sealed(found))
    await publish(Sealed(folder), review, taken)
    return review.open()


# ---------------------------------------------------------------- a batch


def _batch_name() -> str:
    return f"批审 {datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M}"


@flow(name="review-batch", flow_run_name=_batch_name, persist_result=False)
async def review_batch(
    inbox: Path, out: Path | None = None, profile: str | None = None, as_of: date | None = None
) -> State[Any]:
    """审核收件箱里的每一份申请。一份出错不影响其他的。

    Args:
        inbox: 收件箱：每个文件夹（或 ZIP）是一份申请。
        out: 结果目录；不填就是收件箱里的 .prereview。
        profile: 审核口径，例如 gig_worker、salaried、self_employed；不填就看每份申请自己的 application.toml，再没有就是 gig_worker。
        as_of: 以哪一天为“今天”；不填就是上海时间的今天。
    """
    started = monotonic()
    folder = out or inbox / ".prereview"
    try:
        identifiers = index.ids_of(folder, applications(inbox, folder))
    except (OSError, index.IndexBroken) as wrong:
        return Failed(name="没有开始", message=f"收件箱或结果目录不能用（{type(wrong).__name__}）")
    progress = await _Progress.begin(len(identifiers))
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(identifier: str, name: str) -> Outcome:
        async with gate:
            state = await review_application(identifier, inbox, folder, profile, as_of, return_state=True)
        await progress.step()
        return outcome_in(state) or Outcome(identifier, name, "failed", failure=f"{state.name}")

    outcomes = await asyncio.gather(*(one(identifier, name) for name, identifier in identifiers.items()))
    await acreate_markdown_artifact(
        tell.batch_page(outcomes, monotonic() - started), key="batch", description="批审小结"
    )
    await acreate_table_artifact(tell.batch_table(outcomes), key="batch-applications", description="批审的每份申请")
    failed = sum(outcome.status == "failed" for outcome in outcomes)
    name = f"{failed} 份没有审完" if failed else "全部审完"
    return Completed(name=name, message=f"{len(outcomes)} 份申请", data=outcomes)


def applications(inbox: Path, out: Path) -> list[str]:
    """The applications of an inbox by name: its folders and ZIPs, but for hidden ones and the folder of the reviews."""
    found = (path for path in inbox.iterdir() if not path.name.startswith(".") and path.resolve() != out.resolve())
    return sorted(path.name for path in found if path.is_dir() or path.suffix.lower() == ".zip")


def outcome_in(state: State[Any]) -> Any:
    """What a finished flow handed on in its state, within this process; None where it crashed before."""
    return getattr(state.data, "result", state.data)


class _Progress:
    """The progress of a long batch on the dashboard; a short one has none."""

    def __init__(self, total: int, artifact: UUID | None) -> None:
        self._total, self._artifact, self._done = total, artifact, 0

    @classmethod
    async def begin(cls, total: int) -> _Progress:
        artifact = (
            await acreate_progress_artifact(0.0, key="batch-progress", description="批审进度")
            if total >= LONG
            else None
        )
        return cls(total, artifact)

    async def step(self) -> None:
        self._done += 1
        if self._artifact:
            await aupdate_progress_artifact(self._artifact, 100.0 * self._done / self._total)


def run_batch(
    inbox: Path, out: Path, profile: str | None, as_of: date | None, passwords: Sequence[str]
) -> tuple[Outcome, ...] | str:
    """Run the flow `review-batch` in this process: what became of each application, or why the batch did not run (Chinese)."""
    PASSWORDS.set(tuple(passwords))

    async def run() -> State[Any]:
        return await review_batch(inbox.resolve(), out.resolve(), profile, as_of, return_state=True)

    state = asyncio.run(run())
    outcomes = outcome_in(state)
    return tuple(outcomes) if isinstance(outcomes, list) else f"批审{state.name}：{state.message}"
