"""What the keywords page is made of: differences, names on a map that don't overlap, axes and grids."""

from __future__ import annotations

import re
from html import unescape
from itertools import combinations
from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.charts.dot_figures import Dot, Grid, dot_picture, grid_layout, ticks
from pages.charts.drawing import svg
from pages.charts.drawing.steps import Cell
from pages.charts.parts import Heading
from pages.keywords.diff import LONGEST, differences
from pages.keywords.map import COLOURS, Box, place_labels
from pages.keywords.matrix import campaign_words
from pages.ui.text import document_title
from pages.ui.theme import DARK, LIGHT, contrast
from tests.pages.keywords.keywords_pages import parts, texts

pytestmark = pytest.mark.unit

HEADING = Heading("题目", "说明", "来源")
TEXT = st.text(alphabet="甲乙丙丁<>&\"'，。", max_size=40)


def bare(html: str) -> str:
    return unescape(re.sub(r"</?(?:del|ins)>", "", html))


@given(TEXT, TEXT)
def test_both_texts_stay_whole_whatever_differs(left: str, right: str) -> None:
    one, two = differences(left, right)
    assert (bare(one), bare(two)) == (left, right)
    assert "<ins>" not in one
    assert "<del>" not in two


@given(TEXT)
def test_equal_texts_have_no_marks(text: str) -> None:
    assert not re.search("<(del|ins)>", "".join(differences(text, text)))


def test_what_differs_is_marked_and_chance_is_not_the_same() -> None:
    assert differences("开展执法专项行动，查处假冒", "开展维权专项行动，查处侵权") == (
        "开展<del>执法</del>专项行动，查处<del>假冒</del>",
        "开展<ins>维权</ins>专项行动，查处<ins>侵权</ins>",
    )
    assert differences("甲甲的乙乙", "丙丙的丁丁") == ("<del>甲甲的乙乙</del>", "<ins>丙丙的丁丁</ins>")


def test_very_long_texts_are_shown_without_marks() -> None:
    left, right = "甲" * (LONGEST + 1), "<乙>"
    assert differences(left, right) == (left, "&lt;乙&gt;")


@pytest.mark.parametrize("seed", range(8))
def test_names_on_a_map_do_not_overlap(seed: int) -> None:
    random = Random(seed)
    points = [(random.gauss(300, 90), random.gauss(250, 70)) for _ in range(31)]
    sizes = [(random.choice([26.0, 39.0, 78.0]), 12.5) for _ in points]
    frame = Box(0, 0, 620, 500)
    boxes = place_labels(points, sizes, frame)
    assert [one.overlap(other) for one, other in combinations(boxes, 2)] == pytest.approx([0.0] * 465)
    assert all(box.left >= 0 and box.right <= 620 and box.top >= 0 and box.bottom <= 500 for box in boxes)
    marks = [Box(x - 5, y - 5, x + 5, y + 5) for x, y in points]
    assert sum(box.overlap(mark) for box in boxes for mark in marks) == pytest.approx(0)


def test_plans_in_one_place_still_have_names_apart() -> None:
    boxes = place_labels([(100.0, 100.0)] * 4, [(40.0, 12.0)] * 4, Box(0, 0, 300, 300))
    assert sum(one.overlap(other) for one, other in combinations(boxes, 2)) == 0


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [
        (0, 5.8, [0, 1, 2, 3, 4, 5]),
        (-1.2, 1.1, [-1, -0.5, 0, 0.5, 1]),
        (0, 0.03, [0, 0.005, 0.01, 0.015, 0.02, 0.025, 0.03]),
        (0, 0, [0]),
    ],
)
def test_ticks_are_round_and_hold_zero(low: float, high: float, wanted: list[float]) -> None:
    assert ticks(low, high, 6) == pytest.approx(wanted)


def test_a_name_is_cut_where_it_does_not_fit() -> None:
    assert svg.cut("短", 12, 100) == "短"
    assert svg.cut("很长很长很长的名字", 12, 60).endswith("…")
    assert svg.width_of(svg.cut("很长很长很长的名字", 12, 60), 12) <= 60


def test_a_dot_lies_within_its_line_on_the_axis() -> None:
    dots = [Dot("甲", 1.0, 0.5, 1.5, ("3",), "a", ("甲",)), Dot("乙", 2.0, -0.5, 4.5, ("4",), "b", ("乙",))]
    svg = dot_picture(dots, ("次数",), "显著度", HEADING, alt="", file_name="x").layouts[0].svg
    spans = [
        tuple(map(float, found)) for found in re.findall(r'class="span" d="M([\d.]+) [\d.]+H([\d.]+)"', svg)
    ]
    centres = [float(x) for x in re.findall(r'class="ds edge" cx="([\d.]+)"', svg)]
    zero = float(re.search(r'class="zero" d="M([\d.]+)', svg)[1])  # type: ignore[index]
    for (left, right), centre, dot in zip(spans, centres, dots, strict=True):
        scale = (right - left) / (dot.high - dot.low)
        assert centre == pytest.approx(left + scale * (dot.value - dot.low), abs=0.1)
        assert left == pytest.approx(zero + scale * dot.low, abs=0.1)


def test_a_grid_writes_every_cell_once_and_notes_fill_their_row() -> None:
    grid = Grid(
        rows=(("r1", "甲"), ("r2", "乙")),
        columns=(("c1", "一二三四"), ("c2", "<b>")),
        cells={("r1", "c1"): Cell("7", 5, "open:1", ("七",)), ("r1", "c2"): Cell("0", -1, "", ("零",))},
        notes={"r2": "没有"},
        counts={"r1": "2"},
        opens={"r1": "all:甲"},
    )
    svg = grid_layout(grid, HEADING, "", "", 440).svg
    assert parts(svg) == {"all:甲": ["甲", "2"], "open:1": ["7"]}
    assert texts(svg).count("没有") == 1
    assert "<b>" in texts(svg)
    assert "<b>" not in svg


def test_every_group_of_plans_can_be_seen_in_light_and_in_dark() -> None:
    for light, dark in COLOURS:
        assert contrast(light, LIGHT.paper) >= 4.5
        assert contrast(dark, DARK.paper) >= 4.5
    assert len(set(COLOURS)) == 8


def test_a_name_on_a_map_can_be_read_as_no_other_points_and_covers_no_mark() -> None:
    points = [(100.0, 100.0), (114.0, 96.0), (104.0, 116.0)]
    frame = Box(0, 0, 300, 300)
    for ringed in (-1, 0):
        boxes = place_labels(points, [(52.0, 12.0)] * 3, frame, ringed=ringed)
        reach = [6.5 + 4.5 if at == ringed else 6.5 for at in range(3)]
        for box, own in zip(boxes, points, strict=True):
            assert box.distance(own) <= min(box.distance(point) for point in points)
            assert all(box.distance(point) > 0 for point in points)
            assert not any(
                box.overlap(Box(x - r, y - r, x + r, y + r)) for (x, y), r in zip(points, reach, strict=True)
            )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("国家知识产权战略纲要", "《国家知识产权战略纲要》"),
        ("PCT条约指南", "《PCT条约指南》"),
        ("国发〔2018〕1号", "国发〔2018〕1号"),
        ("国家知识产权局公告（第二七〇号）", "国家知识产权局公告（第二七〇号）"),
        ("GB/T 29490-2013", "GB/T 29490-2013"),
    ],
)
def test_a_document_called_by_its_number_has_no_title_marks(name: str, shown: str) -> None:
    assert document_title(name) == shown


@pytest.mark.parametrize(
    ("kinds", "many"),
    [
        (["action", "event"], "campaigns and projects"),
        (["strategy"], "strategies and mechanisms"),
        (["action", "strategy"], "campaigns, projects and strategies"),
    ],
)
def test_names_are_called_what_they_are(kinds: list[str], many: str) -> None:
    assert campaign_words(pd.DataFrame({"kind": kinds}))[2] == many
