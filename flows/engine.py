"""How Prefect is set up here: nothing is sent outside, and the server takes runs in by the batch.

`prepare` must run before Prefect is imported. What the environment says already stays: an operator's setting wins.
"""

from __future__ import annotations

import os
import urllib.request

from flows.console import stop

SETTINGS = {
    # a closed network: no telemetry, no promotion
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # a new database takes about 15 s to start on two cores, near the default limit of 20
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "60",
    # about a quarter of the server's time per task run
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TRIGGERS_READ_BATCH_SIZE": "100",
    # results hold personal data; they are in the folder of the reviews and can be worked out again
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_RUNNER_POLL_FREQUENCY": "2",
    "PREFECT_LOGGING_LEVEL": "WARNING",
}


def prepare() -> None:
    """Set what the environment leaves open."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)


def reachable_or_stop() -> None:
    """End the command with a sentence where PREFECT_API_URL points at a server that does not answer."""
    address = os.environ.get("PREFECT_API_URL")
    if address and not answers(address):
        stop(f"连不上 Prefect 服务 {address}；请检查它是否已启动，或去掉 PREFECT_API_URL 临时起一个。")


def answers(api: str) -> bool:
    """Whether a Prefect server is up at this API address."""
    try:
        with urllib.request.urlopen(f"{api.rstrip('/')}/health", timeout=5):
            return True
    except (OSError, ValueError):
        return False
