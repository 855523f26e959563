"""The charts that a page shows: as values, and as they are handed to the browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.charts.plotly import chart_figure
from pipeline.schema.chart import Bars, Chart, Dots
from tests.pages.conftest import ROOT
from tests.pages.scripts import switch_to


def open_with_charts(
    built: Path, patch: pytest.MonkeyPatch, page: str, **address: str | list[str]
) -> tuple[AppTest, list[Chart]]:
    """Open a page over some tables at an address; returns it with the charts that it shows."""
    charts: list[Chart] = []

    def recorded(chart: Chart, *more: Any) -> Any:
        charts.append(chart)
        return chart_figure(chart, *more)

    with patch.context() as patched:
        patched.setattr("pages.charts.show.chart_figure", recorded)
        patched.setenv("PLAN_ATLAS_BUILT", str(built))
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        switch_to(app, page)
        for name, codes in address.items():
            app.query_params[name] = codes
        app.run()
    assert [error.value for error in app.error] == []
    assert not app.exception
    return app, charts


def rows_of(chart: Chart) -> dict[str, list[str]]:
    """Name, detail and note of each row of bars or dots, by what it opens; headings left out."""
    body = chart.body
    assert isinstance(body, (Bars, Dots))
    names = body.categories if isinstance(body, Bars) else body.rows
    told = [list(column or ("",) * len(names)) for column in (body.keys, names, body.details, body.notes)]
    return {key: texts for key, *texts in zip(*told, strict=True) if key}


def figures_of(page: AppTest) -> list[dict[str, Any]]:
    """The figures that the browser is handed, with their layout and data."""
    found = [element.proto for element in page.get("bidi_component")]
    return [json.loads(one.json)["figure"] for one in found if one.component_name == "plan_atlas_plot"]
