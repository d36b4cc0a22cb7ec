"""The flows' deployments, with their parameters and schedule."""

from __future__ import annotations

from pathlib import Path

from prefect import aserve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.flows import review_application, review_batch

ZONE = "Asia/Shanghai"


async def deployed(inbox: Path, out: Path, cron: str) -> tuple[RunnerDeployment, ...]:
    """`review-application`, run by hand or by a hook, and `review-batch` every night over the inbox."""
    parameters = {"inbox": str(inbox), "out": str(out)}
    one = await review_application.ato_deployment(
        "review-application",
        parameters=parameters,
        description="重新审核一份申请。",
        tags=["prereview"],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    batch = await review_batch.ato_deployment(
        "review-batch",
        parameters=parameters,
        schedule=Cron(cron, timezone=ZONE),
        description="审核收件箱里的每一份申请；每晚自动运行。",
        tags=["prereview"],
        # a night that is not through when the next comes is not started twice
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return one, batch


async def run(inbox: Path, out: Path, cron: str) -> None:
    """Register both, and run what becomes due until cancelled. A stop does not pause the schedule: the next start goes on."""
    await aserve(*await deployed(inbox, out, cron), pause_on_shutdown=False, print_starting_message=False)
