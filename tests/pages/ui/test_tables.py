"""Depths in workbooks: same colours and marks as on pages, with enough contrast."""

import pytest

from pages.ui.tables import _column_labels, _number_formats, depth_tints
from pages.ui.text import DEPTHS
from pages.ui.theme import LIGHT, MARKS, contrast
from pipeline.export.export import DEPTH_TINTS


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


def test_labels_and_number_formats_are_those_of_the_page() -> None:
    config = {
        "region": "地区",
        "share": {"label": "比例", "type_config": {"type": "number", "format": "%.1f%%"}},
        "cosine": {"label": None, "type_config": {"type": "number", "format": "%.3f"}},
        "hidden": None,
    }
    assert _column_labels(config) == {"region": "地区", "share": "比例"}
    assert _number_formats(config, shares=True) == {"share": "0.0%", "cosine": "0.000"}
    assert _number_formats(config, shares=False)["share"] == '0.0"%"'
