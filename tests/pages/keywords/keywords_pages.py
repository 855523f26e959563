"""The keywords page as tests open it and read it."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.charts.grids import given
from tests.pages.charts.grids import texts_of as cell_texts
from tests.pages.elements import components
from tests.pages.scripts import open_page, sound


def open_keywords(built: Path, monkeypatch: pytest.MonkeyPatch, **address: str | list[str]) -> AppTest:
    """Open the page over some tables at an address; nothing on it may be an error."""
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built))
    return sound(open_page("keywords", address))


def texts_in(page: AppTest) -> dict[str, str]:
    """What is written in each cell of the page's grid that opens something, by what it opens."""
    return cell_texts(given(page)["grid"])


def rows_of(page: AppTest, place: int = 0) -> list[dict[str, str]]:
    """The rows of a chart of the page: name, detail, note, key and hint of each."""
    rows: list[dict[str, str]] = _figure(page, place)["layout"]["meta"]["rows"]
    return rows


def texts_of(page: AppTest, place: int = 0) -> list[str]:
    """What is written at the bars of a chart of the page."""
    return list(_figure(page, place)["data"][0]["text"])


def _figure(page: AppTest, place: int) -> dict[str, Any]:
    figure: dict[str, Any] = components(page, "plan_atlas_plot")[place]["figure"]
    return figure
