"""Texts of the coverage page: answer, and heading of the matrix."""

from functools import partial
from typing import Final

from pages.charts.parts import Heading, fill_heading
from pages.ui import data, filters
from pages.ui.arrange import Matrix
from pages.ui.names import area_names, name_extremes, region_names
from pages.ui.text import DEPTHS, escape_markdown, fill_text, join_words, localized, name_of, t
from pipeline.schema.model import COVERED_DEPTHS, GAP_DEPTHS

MAX_NAMES: Final = 3
"""Regions named in a sentence before they are counted."""


def answer(matrix: Matrix) -> str:
    """Return the answer of the page as Markdown."""
    cells = matrix.depths.size
    if not cells:
        return t("所选地区都没有可读的工作要点。", "No chosen region has a plan to read.")
    names = matrix.regions[localized("short")].map(escape_markdown)
    counts = matrix.regions["counted"].set_axis(names).dropna()
    most, least = name_extremes(counts, lambda count: t(f"{count} 项", str(count)))
    covered, (regions, tasks) = matrix.count(COVERED_DEPTHS), matrix.depths.shape
    counted = {
        "cells": cells,
        "covered": covered,
        "gaps": matrix.count(GAP_DEPTHS),
        "both": matrix.count(set(COVERED_DEPTHS) & set(GAP_DEPTHS)),
        "shown": matrix.count(matrix.shown),
    }
    size = {"regions": regions, "tasks": tasks, "share": covered / cells}
    ends = {"ends": counts.nunique() > 1, "most": most, "least": least}
    narrowed = matrix.shown != frozenset(DEPTHS)
    return fill_text("coverage", "answer", **size, **counted, **ends, narrowed=narrowed)


def heading(matrix: Matrix, chosen: filters.Filters) -> Heading:
    """Return the heading of the matrix."""
    counted = join_words(
        name_of(DEPTHS, depth) for depth in DEPTHS if depth in matrix.counting and matrix.count((depth,))
    )
    regions, tasks = matrix.depths.shape
    values = {"regions": regions, "tasks": tasks, "scope": scope(chosen), "counted": counted}
    return fill_heading("coverage", "matrix", **values)


def scope(chosen: filters.Filters) -> str:
    """Name the chosen parts of the corpus, unless there are too many."""
    few = chosen.region if len(chosen.region) <= MAX_NAMES else ()
    groups = (
        (_macro_names, chosen.macro),
        (filters.group_names, chosen.group),
        (region_names, few),
        (partial(area_names, numbered=False), chosen.area),
    )
    parts = [join_words(map(names().__getitem__, codes)) for names, codes in groups if codes]
    return t("；", "; ").join(parts)


def _macro_names() -> dict[str, str]:
    regions = data.regions()
    return dict(zip(regions["macro_id"], regions[localized("macro")], strict=True))
