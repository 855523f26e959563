"""How to read depth: each depth with its mark, its meaning, and a cell of the tables that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.overview.facts import Example
from pages.ui.evidence import evidence
from pages.ui.text import (
    DEPTH_MEANINGS,
    current_language,
    localized,
    name_of,
    number,
    plural,
    source_place,
    t,
    whole_percent,
)

ACROSS: Final = 3
"""Cards side by side where there is room."""


def show_depths(examples: Sequence[Example], regions: pd.DataFrame, tasks: pd.DataFrame) -> None:
    """Draw a card for each depth, with a way to its cell in the matrix.

    ``examples`` are as `pages.overview.facts.choose_examples` finds them, regions and tasks as in the codebook.
    """
    places = regions.set_index("region_id")[localized("short")]
    names = tasks.set_index("task_id")[localized("short")]
    with st.container(key="depths"):
        for start in range(0, len(examples), ACROSS):
            for place, example in zip(st.columns(ACROSS), examples[start : start + ACROSS], strict=False):
                with place.container(border=True, height="stretch", gap="xsmall"):
                    _card(example, places, names)


def _card(example: Example, places: pd.Series, names: pd.Series) -> None:
    share = whole_percent(example.share)
    count = t(f"{number(example.cells)} 格 · {share}", f"{plural(example.cells, 'cell', 'cells')} · {share}")
    st.html(
        '<div class="depth-card">'
        f"<header>{evidence.depth_chip(example.depth)}<span>{escape(count)}</span></header>"
        f'<p class="means">{escape(name_of(DEPTH_MEANINGS, example.depth))}</p>'
        f"{_example_html(example, places, names)}</div>"
    )
    if example.cell is not None:
        code = f"{example.cell['region_id']}:{example.cell['task_id']}"
        st.page_link(
            "pages/coverage/page.py",
            label=t("在覆盖矩阵中打开", "Open it in the matrix"),
            icon=":material/arrow_forward:",
            query_params={"open": code, "lang": current_language()},
        )


def _example_html(example: Example, places: pd.Series, names: pd.Series) -> str:
    """The example as HTML: what the plan says, and where."""
    if example.cell is None:
        nowhere = t("所选范围内没有这样的格。", "No cell of what is chosen has this depth.")
        return f'<p class="place">{escape(nowhere)}</p>'
    task_id = str(example.cell["task_id"])
    where = f"{places[example.cell['region_id']]} · {task_id} {names[task_id]}"
    if example.measure is None:
        sentence = t("（工作要点中没有这一行）", "(the plan has no row for it)")
        return f'<blockquote><em>{escape(sentence)}</em></blockquote><p class="place">{escape(where)}</p>'
    lines = source_place(example.measure)
    unfolded = evidence.source_lines_html(example.measure)
    return (
        f'<blockquote><span lang="zh">{evidence.measure_text(example.measure)}</span></blockquote>'
        f'<p class="place">{escape(where)}</p>'
        f'<details class="source"><summary>{escape(t(f"原文{lines}", f"Source text, {lines}"))}</summary>'
        f"{unfolded}</details>"
    )
