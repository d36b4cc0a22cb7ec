"""What an operator sees, in a real browser: runs by their outcome, the list, the summary, the form of a deployment."""

import asyncio
import os
import shutil
from datetime import date

import pytest

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


@pytest.fixture(scope="module")
def outcome(server, tmp_path_factory):
    """One application that lacks everything, reviewed through the flow."""
    from flows.flows import run_batch

    folder = tmp_path_factory.mktemp("dashboard")
    (folder / "in" / "诸葛亮的材料").mkdir(parents=True)
    (one,) = run_batch(folder / "in", folder / "out", None, date(2026, 11, 24), [])
    return one


@pytest.fixture(scope="module")
def deployment(server, tmp_path_factory):
    """The id of the batch's deployment."""
    from prefect.runner import Runner

    from flows.deployments import deployed

    async def register():
        _, batch = await deployed(tmp_path_factory.mktemp("in"), tmp_path_factory.mktemp("out"), "0 2 * * *")
        return await Runner().add_deployment(batch)

    return asyncio.run(register())


@pytest.fixture(scope="module")
def browser(outcome, deployment):
    """Opened last: while Playwright is up, this thread cannot run a flow."""
    if not os.path.exists(CHROMIUM):
        assert "CI" not in os.environ, "CI installs Debian's chromium"
        pytest.skip("Debian's chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser, server):
    opened = browser.new_page()
    opened.set_default_timeout(20_000)
    asked = []
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    assert [url for url in asked if not url.startswith((server.address, "data:", "blob:"))] == []
    opened.close()


def artifact(server, key):
    found = server.ask("artifacts/filter", artifacts={"key": {"any_": [key]}}, sort="CREATED_DESC")[0]
    return f"{server.address}/artifacts/artifact/{found['id']}"


def test_a_run_shows_its_outcome_and_no_name(page, server, outcome):
    page.goto(f"{server.address}/runs")
    page.get_by_text(outcome.identifier).first.wait_for()
    page.get_by_text("需补件").first.wait_for()
    assert "诸葛亮" not in page.inner_text("body")


def test_the_list_is_there_in_chinese(page, server, outcome):
    page.goto(artifact(server, f"review-{outcome.identifier}"))
    page.get_by_text("身份证人像面（IDC001）").wait_for()
    assert "2025年11月至2026年10月" in page.inner_text("body")


def test_the_summary_of_a_batch_counts(page, server, outcome):
    page.goto(artifact(server, "batch"))
    page.get_by_text("1 份申请").first.wait_for()
    page.get_by_text("最慢的").wait_for()


def test_the_form_of_a_deployment_explains_its_parameters(page, server, deployment):
    page.goto(f"{server.address}/deployments/deployment/{deployment}/run")
    page.get_by_text("收件箱：每个文件夹（或 ZIP）是一份申请").wait_for()
    page.get_by_text("审核口径").first.wait_for()
