"""The drawing of the matrix: whole, readable in both modes, and nothing in it but what is meant."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import pytest

from pages.charts.matrix.matrix import Drawing, draw
from pages.charts.parts import Heading
from pages.ui.arrange import Matrix
from pages.ui.text import Language
from pages.ui.theme import DARK, LIGHT
from pipeline.schema.model import DEPTHS
from tests.pages.charts.test_arrange import TASKS, arranged

SVG = "{http://www.w3.org/2000/svg}"
HEADING = Heading("Title & <b>", "Subtitle", "Source: <here>")


def drawn(matrix: Matrix | None = None, language: Language = "en") -> Drawing:
    return draw(matrix or arranged(), HEADING, language, "what is seen")


def texts(drawing: Drawing) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(drawing.svg).iter(f"{SVG}text")]


def test_the_picture_says_all_that_it_has_to() -> None:
    found = texts(drawn())
    for words in ("Title & <b>", "Subtitle", "Source: <here>", "Rb", "1.2 T1.2", "1 A", "no plan published"):
        assert words in found
    for depth in ("specific", "generic", "quantified", "declared none", "blank", "absent"):
        assert depth in found, "the legend names every depth that occurs"


def test_the_picture_has_words_for_those_who_do_not_see_it() -> None:
    root = ElementTree.fromstring(drawn().svg)
    assert (root.get("role"), root.get("aria-label")) == ("img", "what is seen")
    assert root.findtext(f"{SVG}desc") == "what is seen"


def test_cells_that_only_doubtful_rows_answer_are_told() -> None:
    drawing = drawn(arranged(doubtful=frozenset({("b", "1.2"), ("b", "2.1"), ("x", "1.1")})))
    rows = [code for code, *_ in drawing.geometry["rows"]]
    tasks = [code for code, *_ in drawing.geometry["columns"]]
    told = {
        (region, tasks[place])
        for region, places in zip(rows, drawing.geometry["doubtful"], strict=True)
        for place in places
    }
    assert told == {("b", "1.2"), ("b", "2.1")}


def test_a_region_without_a_plan_has_no_total() -> None:
    root = ElementTree.fromstring(drawn().svg)
    by_kind = [path.get("class") for path in root.iter(f"{SVG}path")]
    assert by_kind.count("no_plan") == 2, "once in its row, once in the legend"
    assert by_kind.count("outside") == 2
    assert texts(drawn()).count("—") == 2


def test_every_depth_has_a_mark_and_a_fill_of_its_own() -> None:
    style = ElementTree.fromstring(drawn().svg).findtext(f"{SVG}style") or ""
    for palette in (LIGHT, DARK):
        assert len(set(palette.depth_fills.values())) == len(DEPTHS)
        assert all(colour in style for colour in palette.depth_fills.values())
    marks = {path.get("class") for path in ElementTree.fromstring(drawn().svg).iter(f"{SVG}path")}
    assert {"aM", "bM", "nM", "gM", "gR", "sM", "qM"} <= marks


def test_depths_that_are_not_chosen_fade_and_lose_their_mark() -> None:
    root = ElementTree.fromstring(drawn(arranged(shown=("generic",))).svg)
    kinds = {path.get("class") for path in root.iter(f"{SVG}path")}
    assert {"c g", "c s f", "c a f", "gM"} <= kinds
    assert not {"c s", "sM", "aM"} & kinds


def test_the_geometry_finds_every_cell() -> None:
    drawing = drawn()
    geometry = drawing.geometry
    assert len(geometry["y"]) == len(geometry["rows"]) == len(geometry["depths"]) == 5
    assert len(geometry["x"]) == len(geometry["columns"]) == len(TASKS)
    assert geometry["depths"] == ["san", "gsq", "   ", "baa", "   "]
    assert {geometry["letters"][letter] for letter in "abngsq"} == set(DEPTHS)
    assert all(one + geometry["w"] <= other for one, other in pairwise(geometry["x"]))
    assert geometry["x"][-1] + geometry["w"] < drawing.width


def test_key_areas_stand_apart() -> None:
    first, second, third = drawn().geometry["x"]
    assert third - second > second - first


@pytest.mark.parametrize("language", ["zh", "en"])
def test_saved_colours_can_be_told_from_their_dark_ones(language: Language) -> None:
    pairs = re.findall(r"light-dark\(([^,()]+), ([^()]+)\)", drawn(language=language).svg)
    assert pairs
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for pair in pairs for colour in pair)


def test_names_cannot_break_out_of_the_drawing() -> None:
    matrix = arranged()
    bad = "<script>alert(1)</script>\"'&"
    rows = tuple(type(row)(row.region_id, bad, bad, row.status, row.counted) for row in matrix.rows)
    drawing = drawn(
        Matrix(rows, matrix.columns, {"1": bad, "2": bad}, matrix.depths, matrix.shown, matrix.counting)
    )
    assert "<script" not in drawing.svg
    assert bad in texts(drawing)
