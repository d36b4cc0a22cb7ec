import os
import socket
import sqlite3
import time

import pytest

from flows import engine


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A real Prefect server with its dashboard, on a database of its own."""

    def __init__(self, address, home):
        self.address, self.api, self.home = address, f"{address}/api", home

    def ask(self, path, **body):
        import httpx

        answer = httpx.post(f"{self.api}/{path}", json=body, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def everything(self):
        """All that the database holds, as text; Chinese inside JSON in both spellings. Waits until nothing more arrives."""
        path, before, dump = self.home / "prefect.db", None, ""
        deadline = time.monotonic() + 20
        while dump != before and time.monotonic() < deadline:
            before = dump
            time.sleep(1.5)
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
                dump = "\n".join(database.iterdump())
        return dump


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """One server for all tests of the session; this process is set to talk to it."""
    from flows import serving

    home = tmp_path_factory.mktemp("prefect")
    engine.prepare()
    os.environ["PREFECT_HOME"] = str(home)
    with serving.own_server("127.0.0.1", free_port()) as address:
        os.environ["PREFECT_API_URL"] = f"{address}/api"
        from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

        with temporary_settings({PREFECT_API_URL: f"{address}/api", PREFECT_HOME: str(home)}):
            yield Server(address, home)
    del os.environ["PREFECT_API_URL"], os.environ["PREFECT_HOME"]
