"""The JSON of the grid component: compact, complete, and in the colours of both modes."""

import json
import re
from dataclasses import replace

import pandas as pd

from pages.charts.depths import depth_legend
from pages.charts.grid import grid_data
from pages.charts.parts import Heading
from pages.charts.plot import web_page
from pages.coverage.charts import coverage_chart
from pages.ui.theme import DARK, LIGHT, contrast
from pipeline.schema.chart import Chart, Grid, GridCell
from pipeline.schema.grids import append_totals, make_grid
from pipeline.schema.model import DEPTHS
from tests.pages.charts.test_arrange import TASKS, arranged

HEADING = Heading("Title & <b>", "Subtitle", "Source: <here>")
BAD = "</script><script>alert(1)</script>\"'&"


def chart(**choices: str | tuple[str, ...] | frozenset[tuple[str, str]]) -> Chart:
    areas = {"1": "1 甲", "2": "2 乙"}
    return coverage_chart(arranged(**choices), areas, HEADING, file_name="matrix")


def test_the_matrix_has_marks_totals_and_reasons() -> None:
    body = chart().body
    assert isinstance(body, Grid)
    assert ["".join(cell.text for cell in cells) for cells in body.cells] == ["●·–", "◐●◆", "///", "○··", ""]
    assert body.notes == ("", "", "未见工作要点", "", "不在来源范围")
    assert body.row_totals == (1, 3, None, 0, None)
    assert body.column_totals == (2, 1, 1)
    assert body.groups == (("1 甲", 2), ("2 乙", 1))
    assert [cell.key for cell in body.cells[1]] == [f"b:{task}" for task in TASKS]


def test_cells_with_only_doubtful_measures_are_marked() -> None:
    body = chart(doubtful=frozenset({("b", "1.2"), ("b", "2.1"), ("x", "1.1")})).body
    assert isinstance(body, Grid)
    assert [cell.key for cells in body.cells for cell in cells if "?" in cell.hint] == ["b:1.2", "b:2.1"]


def test_depths_that_are_not_chosen_fade_and_lose_their_mark() -> None:
    body = chart(shown=("generic",)).body
    assert isinstance(body, Grid)
    texts = {cell.text for cells in body.cells for cell in cells if cell.key}
    assert texts == {"", "◐"}
    assert body.cells[0][0].fill not in LIGHT.depth_fills.values()


def test_grid_data_restores_every_cell() -> None:
    made = chart()
    given, body = grid_data(made), made.body
    assert isinstance(body, Grid)
    for cells, kinds, keys in zip(body.cells, given["cells"], given["keys"], strict=True):
        for cell, number, key in zip(cells, kinds, keys or [""] * len(cells), strict=True):
            style, text, hint = given["kinds"][number]
            fill, ink, dark_fill, dark_ink = given["styles"][style]
            assert (text, hint, key, fill, ink) == (cell.text, cell.hint, cell.key, cell.fill, cell.ink)
            assert contrast(dark_fill, dark_ink) >= 4.5
    assert len(given["kinds"]) < len(body.rows) * len(body.columns)
    assert [name for name, *_ in given["legend"]][-2:] == ["未见工作要点", "不在来源范围"]


def test_depths_have_distinct_colours_and_marks_in_both_modes() -> None:
    given = grid_data(replace(chart(), legend=tuple(depth_legend().values())))
    marks = [mark for _, _, mark in given["legend"]]
    fills = [given["styles"][style] for _, style, _ in given["legend"]]
    assert len(set(marks)) == len(DEPTHS)
    for at, palette in ((0, LIGHT), (2, DARK)):
        assert {fill[at] for fill in fills} == set(palette.depth_fills.values())


def test_a_saved_page_loads_nothing_and_runs_no_text() -> None:
    body = Grid((BAD,), (BAD,), ((GridCell(BAD, hint=BAD),),), row_hints=(BAD,), column_keys=(BAD,))
    page = web_page(Chart(BAD, BAD, BAD, BAD, "grid", body, cite=BAD), "en").decode()
    assert not re.search(r"(?:src|href)\s*=", page)
    assert (page.count("<script>"), page.count("</script>")) == (1, 1)
    data = page.rpartition("showGrid(document.querySelector('main'), ")[2].partition(")</script>")[0]
    assert json.loads(data)["rows"] == [BAD]


def test_a_grid_from_frames_keeps_their_order_and_counts_its_totals() -> None:
    cells = pd.DataFrame({"row": ["b", "a", "z"], "column": ["1", "2", "1"], "text": ["3", "4", "9"]})
    unknown = float("nan")
    rows = pd.DataFrame({"id": ["a", "b", "c"], "name": ["A", "B", "C"], "note": ["", "", "no plan"]})
    columns = pd.DataFrame(
        {"id": ["1", "2"], "name": ["I", "II"], "group": ["x", "x"], "total": [3, unknown]}
    )
    body = make_grid(
        cells, rows.assign(total=[4, 3, unknown]), columns, row_total="All", missing=GridCell("/")
    )
    assert [[cell.text for cell in line] for line in body.cells] == [["", "4"], ["3", ""], ["/", "/"]]
    assert body.groups == (("x", 2),)
    table = append_totals(replace(body, column_total="Sum"))
    assert (table.columns, table.rows) == (("I", "II", "All"), ("A", "B", "C", "Sum"))
    assert [[cell.text for cell in line] for line in table.cells] == [
        ["", "4", "4"],
        ["3", "", "3"],
        ["/", "/", ""],
        ["3", "", ""],
    ]
