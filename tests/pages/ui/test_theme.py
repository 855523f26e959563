"""Contrast of colours, and names of codes in both languages."""

import pytest

from pages.ui import codes, text
from pages.ui.theme import DARK, GROUP_COLOURS, LIGHT, MARKS, Palette, contrast, dark_colours
from pipeline.export.office.colours import luminance
from pipeline.schema.model import CHARACTER_CLASSES, DEPTHS, SEVERITIES

MODES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


@MODES
def test_text_has_contrast(palette: Palette) -> None:
    for ground in (palette.paper, palette.panel):
        for ink in (palette.ink, palette.quiet):
            assert contrast(ink, ground) >= 4.5


@MODES
def test_text_on_a_depth_has_contrast(palette: Palette) -> None:
    for depth in DEPTHS:
        assert contrast(palette.depth_inks[depth], palette.depth_fills[depth]) >= 4.5, depth


@MODES
def test_depths_are_ordered_by_luminance(palette: Palette) -> None:
    steps = [
        luminance(palette.depth_fills[depth]) for depth in ("absent", "generic", "specific", "quantified")
    ]
    assert steps == sorted(steps, reverse=palette is LIGHT)


def test_contrast_follows_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_depth_has_its_own_mark() -> None:
    assert set(MARKS) == set(DEPTHS)
    assert len(set(MARKS.values())) == len(DEPTHS)


def test_every_light_colour_has_one_dark_colour() -> None:
    found = dark_colours()
    assert {name: found[colour] for name, colour in LIGHT.classes.items()} == DARK.classes
    assert {name: found[colour] for name, colour in LIGHT.depth_fills.items()} == DARK.depth_fills
    assert (found[LIGHT.paper], found[LIGHT.outside]) == (DARK.paper, DARK.outside)


def test_group_colours_have_contrast_in_light_and_dark() -> None:
    for light, dark in GROUP_COLOURS:
        assert contrast(light, LIGHT.paper) >= 4.5
        assert contrast(dark, DARK.paper) >= 4.5
    assert len(set(GROUP_COLOURS)) == 8


def test_every_code_has_a_name_in_both_languages() -> None:
    for names, known in (
        (codes.DEPTHS, DEPTHS),
        (codes.DEPTH_MEANINGS, DEPTHS),
        (codes.CLASS_NAMES, CHARACTER_CLASSES),
        (codes.SEVERITIES, SEVERITIES),
    ):
        assert set(names) == set(known)
        assert all(set(name) == set(text.LANGUAGES) and all(name.values()) for name in names.values())


def test_markdown_is_escaped() -> None:
    assert text.escape_markdown("a_b: `$x$` [y](z) <b>") == r"a\_b\: \`\$x\$\` \[y\]\(z\) \<b\>"


@pytest.mark.parametrize(
    ("first", "last", "language", "said"),
    [(7, 7, "en", "line 7"), (7, 9, "en", "lines 7–9"), (7, 7, "zh", "第 7 行"), (7, 9, "zh", "第 7–9 行")],
)
def test_source_lines(first: int, last: int, language: text.Language, said: str) -> None:
    with text.in_language(language):
        assert text.source_lines(first, last) == said
