"""`prereview serve`: the Prefect server and dashboard as a child, the deployments with their schedule, and the runner."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from flows.console import stop
from flows.engine import answers, reachable_or_stop

UI = {"PREFECT_SERVER_UI_API_URL": "/api"}
"""The dashboard asks the server that it came from, whatever the port, host or proxy; Prefect's default is port 4200."""

STARTS_WITHIN = 90  # seconds; a new database takes about 10 on two cores
STOPS_WITHIN = 15


def serve(inbox: Path, out: Path, host: str, port: int, cron: str) -> int:
    """Run until Ctrl-C or SIGTERM; the exit status. Runs, schedules and artifacts are in Prefect's database when it starts again."""
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    given = os.environ.get("PREFECT_API_URL")
    reachable_or_stop()
    try:
        if given:
            _deployments(inbox, out, cron, given)
        else:
            with own_server(host, port) as address:
                os.environ["PREFECT_API_URL"] = f"{address}/api"
                _deployments(inbox, out, cron, f"{address}/api")
    except KeyboardInterrupt:
        pass
    click.echo("已停下。再次运行 prereview serve，记录和定时都在。")
    return 0


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def own_server(host: str, port: int) -> Iterator[str]:
    """A Prefect server of our own on this machine, up while the block runs; its address."""
    if not _free(host, port):
        stop(f"端口 {port} 已被占用；请用 --port 换一个，或设 PREFECT_API_URL 使用已有的 Prefect 服务。")
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", host, "--port", str(port)]
    # its own session: Ctrl-C reaches this process first, which ends its runs while the server still hears of it
    child = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, env=UI | os.environ)
    try:
        address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
        _await_health(child, f"{address}/api")
        yield address
    finally:
        _end(child)


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _await_health(child: subprocess.Popen[bytes], api: str) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if child.poll() is not None:
            stop(f"Prefect 服务没有启动（退出码 {child.returncode}）；上面是它的说明。")
        if answers(api):
            return
        time.sleep(0.3)
    stop(f"Prefect 服务 {STARTS_WITHIN} 秒内没有启动；请查看机器是否过忙，或换一个 PREFECT_HOME。")


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.send_signal(signal.SIGINT)
        try:
            child.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _deployments(inbox: Path, out: Path, cron: str, api: str) -> None:
    """Register both deployments and run what becomes due, until interrupted."""
    from flows.deployments import run

    click.echo(f"看板        {api.removesuffix('/api')}")
    click.echo(f"Prefect API {api}")
    click.echo(f"收件箱      {inbox}")
    click.echo(f"结果        {out}")
    click.echo(f"批审        每天按 {cron}（上海时间）；也可在看板上随时运行 review-batch")
    click.echo("按 Ctrl-C 停下。")
    asyncio.run(run(inbox, out, cron))
