"""A page of the report in headless Chromium; without Playwright or a browser these tests are skipped."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import footgun as package
from footgun.cli import run

EXAMPLES = Path(package.__file__).parents[2] / "examples"
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")
    installed = os.environ.get("FOOTGUN_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with playwright.sync_playwright() as p:
        try:
            # A container's root has no sandbox; what is opened is our own page.
            browser = p.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        except playwright.Error as error:
            pytest.skip(f"no Chromium: {str(error).splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """All examples on one page, and two of them on another."""
    folder = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(EXAMPLES)
        for name, paths in (("all", ["."]), ("two", ["flowers.py", "clothes.ipynb"])):
            run(["check", *paths, "--hints", "--isolated", "--output", f"html={folder / name}.html"])
    return {name: (folder / f"{name}.html").as_uri() for name in ("all", "two")}


@pytest.fixture
def opened(chromium, pages):
    """Opens a page; tells what the console said and what was asked of the network."""
    contexts = []

    def opened(size="desk", theme="light", script=True, name="all"):
        context = chromium.new_context(viewport=SIZES[size], color_scheme=theme, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(pages[name])
        return page

    yield opened
    for context in contexts:
        context.close()
