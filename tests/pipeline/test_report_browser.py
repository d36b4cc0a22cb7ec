"""The report in a real browser: nothing is refused by its own policy, nothing is asked for outside, the pieces light up together."""

import shutil

import numpy as np
import published_example as example
import pytest

from pipeline import report
from pipeline.model import Grid

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")

WHITE = np.full((300, 400, 3), 255, np.uint8)
GRID = Grid(
    "didi.xlsx", "收入", (("滴滴车主收入", ""), ("月份", "金额"), ("2026-03", "8320.00"), ("2026-03", "-12.50"))
)


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    picture, sheet = (lambda file, page: report.jpeg(WHITE)), (lambda file, sheet: GRID)
    path.write_text(report.report_html(example.review(), picture, sheet), "utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [360, 1200])
def test_it_is_quiet_and_fits_the_screen(browser, address, width):
    page, said, asked = browser.new_page(viewport={"width": width, "height": 800}), [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [address]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.querySelector('.n')).borderRadius") == "50%"  # the style is taken
    page.close()


def test_a_field_and_its_rectangle_light_up_together(browser, address):
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.goto(address)
    mark = page.locator("#m-d1-name")
    assert "on" not in mark.get_attribute("class").split()
    page.locator("#f-d1-name").hover()
    assert "on" in mark.get_attribute("class").split()
    page.locator("#m-d2-holder").hover()
    assert "on" in page.locator("#f-d2-holder").get_attribute("class").split()
    assert "on" not in mark.get_attribute("class").split()
    page.close()


def test_a_rectangle_lies_over_its_place_on_the_picture(browser, address):
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.goto(address)
    picture, mark = page.locator("#d1 img").bounding_box(), page.locator("#m-d1-name").bounding_box()
    left, top = (mark["x"] - picture["x"]) / picture["width"], (mark["y"] - picture["y"]) / picture["height"]
    assert (left, top) == pytest.approx((371.3 / 1600, 164 / 1200), abs=0.01)
    page.close()


def test_it_works_without_scripts(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="王建国", exact=True).first.click()
    assert page.url.endswith("#m-d1-name")
    context.close()
