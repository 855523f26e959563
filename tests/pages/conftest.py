"""What the tests of the pages share: a small built folder, and a dashboard that opens at an address."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test, local_script_runner

from tests.pages.scripts import open_page, sound
from tests.pipeline.built_fixture import BEIJING, JIANGSU, SMALL, write_built
from tests.settling import PATIENCE, settled

ROOT: Final = Path(__file__).resolve().parents[2]

HOSTILE: Final = "<script>alert(1)</script> **粗** $x^2$ :red[红] [链](http://x.y) & </div>"
"""A measure that would like to be HTML, Markdown and LaTeX."""

MACROS: Final = {"110000": ("north", "华北", "North"), "320000": ("east", "华东", "East")}
NAMES: Final = {
    "1.1": ("管理改革", "Management <b>"),
    "1.2": ("区域布局", "Layout"),
    "2.1": ("信息公开", "Disclosure"),
    "2.10": ("小微援助", "Small firms"),
}

OpenAt = Callable[..., AppTest]
OpenOver = Callable[..., AppTest]
Contexts = Callable[..., BrowserContext]
OpenWindow = Callable[..., Page]
Windows = Callable[..., Page]


def _regions() -> list[dict[str, Any]]:
    other = ("west", "西部", "West")
    keys = ("macro_id", "macro_zh", "macro_en")
    return [
        {**region, **dict(zip(keys, MACROS.get(region["region_id"], other), strict=True))}
        for region in SMALL["regions"]
    ]


def _tasks() -> list[dict[str, Any]]:
    return [
        {
            **task,
            "short_zh": NAMES[task["task_id"]][0],
            "short_en": NAMES[task["task_id"]][1],
            "name_en": "Whole name",
        }
        for task in SMALL["tasks"]
    ]


def _areas() -> list[dict[str, Any]]:
    return [{**area, "short_zh": area["name_zh"], "short_en": area["name_en"]} for area in SMALL["areas"]]


def _measures() -> list[dict[str, Any]]:
    hostile = {"measure_text": HOSTILE, "departments_text": "<i>局</i>"}
    return [
        {**measure, **(hostile if measure["measure_id"] == f"{JIANGSU}-9" else {})}
        for measure in SMALL["measures"]
    ]


def _ledger() -> list[dict[str, Any]]:
    return [
        {**span, "text": HOSTILE, "char_end": len(HOSTILE)} if span["line"] == 91 else dict(span)
        for span in SMALL["ledger"]
    ]


@pytest.fixture(scope="session", autouse=True)
def _keep_what_all_runs_share() -> Iterator[None]:
    """For each app, Streamlit's test driver looks through all packages, and compiles all scripts."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)
        )
        one_cache = cache(ScriptCache)
        for module in (app_test, local_script_runner):
            patched.setattr(module, "ScriptCache", one_cache)
        yield


@pytest.fixture(scope="session")
def small_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two plans over four tasks, a region without a plan and one outside; names in both languages."""
    tables = {
        "regions": _regions(),
        "tasks": _tasks(),
        "areas": _areas(),
        "measures": _measures(),
        "ledger": _ledger(),
    }
    return write_built(tmp_path_factory.mktemp("small") / "built", tables)


@pytest.fixture
def open_at(small_built: Path, monkeypatch: pytest.MonkeyPatch) -> OpenAt:
    """Opens a page of the dashboard over the small tables: ``open_at("coverage", lang="en", area=["1"])``."""
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(small_built))

    return lambda page="coverage", **address: open_page(page, address)


@pytest.fixture
def open_over(monkeypatch: pytest.MonkeyPatch) -> OpenOver:
    """Opens a page over some tables, without an error: ``open_over("gaps", corpus, lang="en")``."""

    def follow(page: str, built: Path, /, **address: str | list[str]) -> AppTest:
        monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built))
        return sound(open_page(page, address))

    return follow


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Contexts:
    """Chromium as it stands for readers of some colours and some language: ``contexts("dark", "en-GB")``.

    It lasts from test to test, so that what all pages share is fetched once; the browser ends it.
    """

    @cache
    def lasting(scheme: Any, locale: str | None) -> BrowserContext:
        # Streamlit's moving parts, painted anew for every frame, are a sixth of Chromium's work.
        context = browser.new_context(color_scheme=scheme, locale=locale, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        return context

    return lambda scheme="light", locale=None: lasting(scheme, locale)


@pytest.fixture
def open_window(contexts: Contexts) -> Iterator[OpenWindow]:
    """Gives a window of some colours, language and width, to be led to an address at once.

    At first it is the one that lasts from test to test, with the process that has compiled the scripts of
    pages: to open a window for each test is a third of Chromium's work.
    """
    used = set()

    def follow(scheme: Any = "light", locale: str | None = None, width: int = 1440) -> Page:
        context = contexts(scheme, locale)
        page = context.pages[0] if context.pages and context not in used else context.new_page()
        used.add(context)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="null", color_scheme=scheme)
        page.mouse.move(0, 0)
        return page

    yield follow
    for page in [page for context in used for page in context.pages[1:]]:
        page.close()


@pytest.fixture
def windows(open_window: OpenWindow, dashboard_url: str) -> Windows:
    """Opens an address of the dashboard in a window and waits until it shows and is at rest."""

    def follow(
        address: str, shows: str, *, width: int = 1440, scheme: Any = "light", locale: str | None = None
    ) -> Page:
        page = open_window(scheme, locale, width)
        page.goto(f"{dashboard_url}/{address}")
        page.locator(shows).locator("visible=true").first.wait_for()
        return settled(page)

    return follow


@pytest.fixture
def opened(windows: Windows, request: pytest.FixtureRequest) -> Windows:
    """Opens the page of a test's folder at an address; its file names what then ``SHOWS``."""
    topic, shows = request.path.parent.name, request.module.SHOWS

    def follow(address: str, width: int = 1440, scheme: Any = "light") -> Page:
        return windows(f"{topic}?{address}", shows, width=width, scheme=scheme)

    return follow


__all__ = ["BEIJING", "HOSTILE", "JIANGSU", "ROOT", "OpenAt"]
