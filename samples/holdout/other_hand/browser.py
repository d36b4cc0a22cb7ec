"""One browser for everything that is drawn: flat cards, table tops, bank papers, phone screens.

Needs Debian's chromium and the fonts that README.md names. Nothing is fetched: every page is a string.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cv2
import numpy as np
from playwright.sync_api import Page, sync_playwright

CHROMIUM = os.environ.get("HOLDOUT_CHROMIUM", "/usr/bin/chromium")


@contextmanager
def browser() -> Iterator[Any]:
    """A browser for as long as the block lasts."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--font-render-hinting=none"])
        try:
            yield opened
        finally:
            opened.close()


def new_page(opened: Any, width: int, height: int, scale: float) -> Page:
    """A page of `width` x `height` CSS pixels, `scale` device pixels to each."""
    context = opened.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale)
    page: Page = context.new_page()
    return page


def shot(page: Page, **options: Any) -> np.ndarray:
    """What the page shows, as blue, green, red."""
    data = page.screenshot(type="jpeg", quality=97, **options)
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
