"""What the pictures of overview, coverage and methods tell of themselves, counted anew."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pptx
import pytest
from streamlit.testing.v1 import AppTest

from pages.charts.chart_menu import Source
from pages.coverage.latest import Latest, source_of
from pages.ui.theme import MARKS
from pipeline.export.office.slides import deck
from pipeline.schema.chart import Bars, Chart, Grid
from pipeline.schema.errors import PlanAtlasError
from pipeline.schema.model import FURNITURE_FATES
from tests.pages.charts.exhibits_pages import ask, complete, short_names
from tests.pages.conftest import ROOT
from tests.pages.scripts import switch_to

LANGUAGES: Final = ("zh", "en")

Taken = dict[str, tuple[Chart, Source]]
Take = Callable[..., Taken]


@pytest.fixture
def take(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Take:
    """Opens a page at an address and takes away what its charts tell, by file name, as their menus do."""

    def follow(page: str, **address: str | list[str]) -> Taken:
        sources: dict[str, Source] = {}
        made = Source.__init__

        def recorded(self: Source, *args: Any, **more: Any) -> None:
            made(self, *args, **more)
            sources[self.file_name] = self

        with monkeypatch.context() as patched:
            patched.setattr(Source, "__init__", recorded)
            patched.setenv("PLAN_ATLAS_BUILT", str(corpus))
            app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
            switch_to(app, page)
            for name, codes in address.items():
                app.query_params[name] = codes
            app.run()
        assert not app.exception
        assert [error.value for error in app.error] == []
        # A menu makes its files in a thread that knows of no session.
        with ThreadPoolExecutor(1) as elsewhere:
            return {
                name: (elsewhere.submit(source.chart).result(), source) for name, source in sources.items()
            }

    return follow


def of_depths(depths: tuple[str, ...]) -> str:
    return ", ".join(f"'{depth}'" for depth in depths)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_matrix_is_a_grid_with_a_mark_for_each_depth(take: Take, corpus: Path, language: str) -> None:
    address = {"lang": language, "area": ["1", "3"], "depth": ["specific", "absent"], "rows": "coverage"}
    exhibit, source = take("coverage", **address)["plan-atlas-coverage"]
    complete(exhibit, language)
    grid = exhibit.body
    assert isinstance(grid, Grid)
    assert [columns for _, columns in grid.groups] == [
        count
        for (count,) in ask(
            corpus,
            "SELECT count(*) FROM tasks WHERE area_id IN ('1', '3') GROUP BY area_id ORDER BY area_id",
        )
    ]
    shown = {
        (row, column.split(" ")[0]): cell.text
        for row, cells in zip(grid.rows, grid.cells, strict=True)
        for column, cell in zip(grid.columns, cells, strict=True)
        if cell.text in (MARKS["specific"], MARKS["absent"])
    }
    names = short_names(corpus, language)
    expected = {
        (names[region_id], task_id): MARKS[depth]
        for region_id, task_id, depth in ask(
            corpus,
            """SELECT region_id, task_id, depth FROM coverage
            WHERE area_id IN ('1', '3') AND depth IN ('specific', 'absent')""",
        )
    }
    assert shown == expected
    counts = dict(
        ask(
            corpus,
            f"""SELECT short_{language}, count(*) FROM coverage JOIN regions USING (region_id)
            WHERE area_id IN ('1', '3') AND depth IN ('specific', 'absent') GROUP BY ALL""",
        )
    )
    totals = dict(zip(grid.rows, grid.row_totals, strict=True))
    assert {name: total for name, total in totals.items() if total is not None} == counts
    assert sum(filter(None, grid.column_totals)) == sum(counts.values())
    page = source.page(exhibit, language).decode()  # type: ignore[arg-type]
    first = ask(corpus, "SELECT measure_text FROM measures WHERE region_id = '320000' AND task_id = '3.4'")
    assert first[0][0][:20] in page, "the page that is saved quotes each measure under the pointer"


def test_an_empty_matrix_says_so_instead_of_making_a_file(take: Take) -> None:
    source = source_of(Latest(), "matrix", {})
    with pytest.raises(PlanAtlasError, match="leave nothing"):
        source.chart()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ledgers_bars_are_the_shares_of_characters(take: Take, corpus: Path, language: str) -> None:
    exhibit, source = take("methods", lang=language)["plan-atlas-ledger"]
    complete(exhibit, language)
    assert isinstance(exhibit.body, Bars)
    shares = ask(
        corpus,
        f"""SELECT sum(length(text)) FILTER (fate IN ({of_depths(FURNITURE_FATES)})) / sum(length(text))
        FROM ledger JOIN plans USING (plan_id) JOIN regions USING (region_id)
        GROUP BY plan_id, official_order ORDER BY official_order""",
    )
    assert list(exhibit.body.series[-1].values) == pytest.approx([share for (share,) in shares], abs=1e-9)
    for at in range(len(exhibit.body.categories)):
        assert sum(series.values[at] or 0 for series in exhibit.body.series) == pytest.approx(1)
    html = source.page(exhibit, language).decode()  # type: ignore[arg-type]
    assert "<script src=" not in html, "the page needs no network"


def test_charts_of_several_pages_make_one_deck(take: Take) -> None:
    exhibits = [
        taken["plan-atlas-overview-map"][0] if page == "overview" else taken["plan-atlas-coverage"][0]
        for page in ("overview", "coverage")
        if (taken := take(page, lang="en"))
    ]
    slides = list(pptx.Presentation(io.BytesIO(deck(exhibits, "en"))).slides)
    titles = [slide.shapes.title.text for slide in slides]
    assert titles[0] == exhibits[0].title
    assert all(exhibits[1].title in title for title in titles[1:])
    assert len(titles) == 1 + 7
