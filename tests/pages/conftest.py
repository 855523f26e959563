"""What the tests of the pages share: a small built folder, and a dashboard that opens at an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page
from streamlit.testing.v1 import AppTest

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

    def follow(page: str = "coverage", **address: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for name, codes in address.items():
            app.query_params[name] = codes
        return app.switch_page(f"pages/{page}.py").run()

    return follow


__all__ = ["BEIJING", "HOSTILE", "JIANGSU", "ROOT", "OpenAt"]


@pytest.fixture
def windows(browser: Browser, dashboard_url: str) -> Iterator[Windows]:
    """Opens an address of the dashboard in a window of its own and waits until it shows and is at rest."""
    contexts = []

    def follow(
        address: str, shows: str, *, width: int = 1440, scheme: Any = "light", locale: str | None = None
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale=locale
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{dashboard_url}/{address}")
        page.locator(shows).locator("visible=true").first.wait_for()
        return settled(page)

    yield follow
    for context in contexts:
        context.close()
