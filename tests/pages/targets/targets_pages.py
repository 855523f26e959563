"""The page of targets as tests open it and read it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.charts.page_charts import figures_of
from tests.pages.conftest import ROOT
from tests.pages.scripts import switch_to


def open_targets(built: Path, monkeypatch: pytest.MonkeyPatch, **address: str | list[str]) -> AppTest:
    """Open the page over some tables at an address; nothing on it may be an error."""
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built))
    page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    switch_to(page, "targets")
    for name, codes in address.items():
        page.query_params[name] = codes
    page.run()
    assert [error.value for error in page.error] == []
    return page


def html_of(page: AppTest) -> str:
    return "".join(str(element.proto.body) for element in page.get("html"))


def answer_of(page: AppTest) -> str:
    """What is said before the picture, without tags."""
    found = next(body for body in re.findall(r'<p class="answer">.*', html_of(page), re.DOTALL))
    return unescape(re.sub(r"<[^>]+>", "", found))


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


def table(page: AppTest) -> pd.DataFrame:
    return page.dataframe[-1].value
