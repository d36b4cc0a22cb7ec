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
        return dump + self.beside()

    def beside(self):
        """Whatever else lies in Prefect's home, persisted results above all; names and content."""
        files = [path for path in self.home.rglob("*") if path.is_file() and not path.name.startswith("prefect.db")]
        return "".join(f"\n{path}\n{path.read_bytes().decode('utf-8', 'replace')}" for path in files)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """One server for all tests of the session; this process is set to talk to it."""
    from flows import serving

    home = tmp_path_factory.mktemp("prefect")
    engine.prepare()
    os.environ["PREFECT_HOME"] = str(home)
    with serving.own_server("127.0.0.1", free_port()) as address:
        os.environ["PREFECT_API_URL"] = f"{address}/api"
        from prefect.settings import PREFECT_API_URL, PREFECT_HOME, PREFECT_LOCAL_STORAGE_PATH, temporary_settings

        mine = {
            PREFECT_API_URL: f"{address}/api",
            PREFECT_HOME: str(home),
            PREFECT_LOCAL_STORAGE_PATH: home / "storage",
        }
        with temporary_settings(mine):
            yield Server(address, home)
    del os.environ["PREFECT_API_URL"], os.environ["PREFECT_HOME"]
