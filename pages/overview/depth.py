"""The explanation of depth: a card for each depth with its mark, its meaning and an example."""

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from pages.overview.facts import Example
from pages.ui.evidence import evidence
from pages.ui.names import region_names, task_names
from pages.ui.text import DEPTH_MEANINGS, current_language, name_of, number, plural, t, whole_percent

ACROSS: Final = 3
"""The number of cards in a row."""


def show_depths(examples: Sequence[Example]) -> None:
    """Draw a card for each example, with a link to its cell in the matrix."""
    with st.container(key="depths"):
        for start in range(0, len(examples), ACROSS):
            for column, example in zip(st.columns(ACROSS), examples[start : start + ACROSS], strict=False):
                with column.container(border=True, height="stretch", gap="xsmall"):
                    _show_card(example)


def _show_card(example: Example) -> None:
    share = whole_percent(example.share)
    count = t(f"{number(example.cells)} 格 · {share}", f"{plural(example.cells, 'cell')} · {share}")
    st.html(
        '<div class="depth-card">'
        f"<header>{evidence.depth_chip(example.depth)}<span>{escape(count)}</span></header>"
        f'<p class="means">{escape(name_of(DEPTH_MEANINGS, example.depth))}</p>'
        f"{_example_html(example)}</div>"
    )
    if example.cell is not None:
        code = f"{example.cell['region_id']}:{example.cell['task_id']}"
        st.page_link(
            "pages/coverage/page.py",
            label=t("在覆盖矩阵中打开", "Open it in the matrix"),
            icon=":material/arrow_forward:",
            query_params={"open": code, "lang": current_language()},
        )


def _example_html(example: Example) -> str:
    if example.cell is None:
        nothing = t("所选范围内没有这样的格。", "No cell of what is chosen has this depth.")
        return f'<p class="place">{escape(nothing)}</p>'
    name = escape(f"{region_names()[example.cell['region_id']]} · {task_names()[example.cell['task_id']]}")
    if example.measure is None:
        sentence = t("（工作要点中没有这一行）", "(the plan has no row for it)")
        return f'<blockquote><em>{escape(sentence)}</em></blockquote><p class="place">{name}</p>'
    return (
        f'<blockquote><span lang="zh">{evidence.measure_text(example.measure)}</span></blockquote>'
        f'<p class="place">{name}</p>{evidence.folded_source(example.measure)}'
    )
