"""`prereview serve` as an operator runs it: up, a run from a deployment, stopped, up again with all that was."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from conftest import free_port

COMMAND = Path(sys.executable).with_name("prereview")


def ask(api, path, **body):
    request = urllib.request.Request(f"{api}/{path}", json.dumps(body).encode(), {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def until(condition, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if found := condition():
                return found
        except OSError:
            pass
        time.sleep(0.5)
    raise AssertionError("it did not come about in time")


@contextmanager
def serving(folder, port):
    """The command while it runs; ended by Ctrl-C, in its own session as in a terminal of its own."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    with (folder / "log").open("a") as log:
        running = subprocess.Popen(
            [COMMAND, "serve", "--inbox", folder / "in", "--port", str(port)],
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment | {"PREFECT_HOME": str(folder / "home")},
            start_new_session=True,
        )
    try:
        yield running
    finally:
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait(60) == 0, (folder / "log").read_text("utf-8")


def deployments(api):
    return {found["name"]: found for found in ask(api, "deployments/filter")}


def test_it_runs_a_deployment_stops_cleanly_and_starts_again_with_all_runs(tmp_path):
    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    (tmp_path / "in" / "one").mkdir(parents=True)
    with serving(tmp_path, port):
        batch = until(lambda: deployments(api).get("review-batch"), 90)
        assert batch["schedules"][0]["schedule"]["timezone"] == "Asia/Shanghai"
        run = ask(api, f"deployments/{batch['id']}/create_flow_run")
        done = until(lambda: finished(api, run["id"]), 90)
        assert (done["type"], done["name"]) == ("COMPLETED", "全部审完")
        assert (tmp_path / "in" / ".prereview" / "one" / "report.html").exists()
    log = (tmp_path / "log").read_text("utf-8")
    assert f"http://127.0.0.1:{port}" in log
    assert "Traceback" not in log
    with serving(tmp_path, port):
        until(lambda: deployments(api).get("review-batch"), 90)
        assert finished(api, run["id"])["name"] == "全部审完"


def finished(api, identifier):
    (found,) = ask(api, "flow_runs/filter", flow_runs={"id": {"any_": [identifier]}})
    return found["state"] if found["state"]["type"] in ("COMPLETED", "FAILED", "CRASHED") else None


def test_a_port_that_is_taken_is_a_sentence(tmp_path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        shown = subprocess.run(
            [COMMAND, "serve", "--inbox", tmp_path / "in", "--port", str(taken.getsockname()[1])],
            capture_output=True,
            encoding="utf-8",
            env={k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")},
            check=False,
        )
    assert shown.returncode == 2
    assert "已被占用" in shown.stderr
