"""The page of targets as tests open it and read it."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.charts.page_charts import figures_of
from tests.pages.scripts import open_page, sound


def open_targets(built: Path, monkeypatch: pytest.MonkeyPatch, **address: str | list[str]) -> AppTest:
    """Open the page over some tables at an address; nothing on it may be an error."""
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built))
    return sound(open_page("targets", address))


def drawn(page: AppTest) -> dict[str, Any]:
    """What the figure of the page says: title, subtitle, source, and its rows."""
    [figure] = figures_of(page)
    meta: dict[str, Any] = figure["layout"]["meta"]
    return meta


def parts(page: AppTest) -> dict[str, list[str]]:
    """The words of each row of the figure, by what it opens."""
    return {
        row["key"]: [row["name"], *row["detail"].split("\n"), row["note"]]
        for row in drawn(page)["rows"]
        if row["key"]
    }


def legend_of(page: AppTest) -> set[str]:
    """The names in the legend of the figure."""
    [figure] = figures_of(page)
    return {trace["name"] for trace in figure["data"] if trace.get("showlegend", True)}
