"""Depths in workbooks: same colours and marks as on pages, with enough contrast."""

import json

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import tables
from pages.ui.codes import DEPTHS
from pages.ui.tables import depth_tints, fit_rows, workbook_format
from pages.ui.theme import LIGHT, MARKS, contrast
from pipeline.export.table_files import DEPTH_TINTS


@pytest.mark.parametrize("depth", DEPTHS)
def test_a_depth_has_the_same_colour_and_mark_as_on_pages(depth: str) -> None:
    tint = DEPTH_TINTS[depth]
    assert (tint.fill, tint.mark) == (LIGHT.depth_fills[depth], MARKS[depth])
    assert contrast(tint.ink, tint.fill) >= 4.5


def test_names_of_depths_are_tinted_in_both_languages_with_one_mark() -> None:
    tints = depth_tints()
    assert tints["具体"] == tints["specific"] == DEPTH_TINTS["specific"]
    assert tints["● 具体"].fill == DEPTH_TINTS["specific"].fill
    assert tints["● 具体"].mark == ""


@pytest.mark.parametrize(
    ("printf", "of_shares", "of_numbers"),
    [("%.1f%%", "0.0%", '0.0"%"'), ("%.3f", "0.000", "0.000"), ("%.0f%%", "0%", '0"%"'), ("%d", "0", "0")],
)
def test_number_formats_are_those_of_the_page(printf: str, of_shares: str, of_numbers: str) -> None:
    assert workbook_format(printf, shares=True) == of_shares
    assert workbook_format(printf, shares=False) == of_numbers


@pytest.mark.parametrize("letter", ["字", "e"])
@pytest.mark.parametrize("lines, height", [(1, 62), (3, 62), (4, 82), (6, 122), (50, 162)])
def test_rows_are_as_high_as_their_longest_text(letter: str, lines: int, height: int) -> None:
    full = next(count for count in range(1, 999) if fit_rows([letter * count], 416) > 62) - 1
    assert fit_rows(["", letter * (full * lines // 3)], 416) == height


def _show_a_sparse_table() -> None:
    import pandas as pd

    from pages.ui.tables import show_table

    blank = [""] * 8
    columns = {"full": ["text"] * 9, "few": ["Intellectual Property Office", *blank], "none": ["", *blank]}
    show_table(pd.DataFrame(columns), "table", labels={"few": "Few"})


def test_a_mostly_blank_column_is_as_wide_as_its_longest_text() -> None:
    [table] = AppTest.from_function(_show_a_sparse_table).run().dataframe
    columns = json.loads(table.proto.columns)
    assert columns["few"]["label"] == "Few"
    assert 150 < columns["few"]["width"] <= 320
    assert not {"full", "none"} & set(columns)


def test_whole_numbers_have_thousands_separators_unless_a_format_says_otherwise() -> None:
    [drawn] = AppTest.from_function(_show_numbers).run().dataframe
    columns = json.loads(drawn.proto.columns).items()
    formats = {name: one["type_config"]["format"] for name, one in columns if "type_config" in one}
    assert formats == {"2018": "%,d", "line": "%d"}


def _show_numbers() -> None:
    import pandas as pd

    from pages.ui.tables import show_table

    frame = pd.DataFrame({"2018": [1026], "line": [1026], "share": [0.5], "name": ["1026"]})
    show_table(frame, "table", formats={"line": "%d"})


@pytest.mark.parametrize(("rows", "height"), [(2, "auto"), (8, "auto"), (9, 320), (400, 320)])
def test_a_table_is_no_higher_than_its_rows(
    rows: int, height: int | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: dict[str, object] = {}
    monkeypatch.setattr("streamlit.dataframe", lambda *_, **settings: drawn.update(settings))
    monkeypatch.setattr(tables, "downloads", lambda *_, **__: None)
    tables.show_table(pd.DataFrame({"number": range(rows)}), "table", height=320)
    assert drawn["height"] == height
