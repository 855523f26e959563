"""The coverage matrix on a page: a drawing that answers to the mouse and to the keyboard.

Streamlit tells nothing of a click on Plotly's heatmap trace (streamlit/streamlit#8760), and two thousand
Plotly markers are slow; this is one SVG in a component of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from pages.charts import stage
from pages.charts.matrix.matrix import Drawing
from pages.ui import address
from pages.ui.text import DEPTHS, STATUSES, named, t

_HERE: Final = Path(__file__).parent
_MATRIX: Final = st.components.v2.component(
    "plan_atlas_matrix",
    html=(
        '<div class="plot" tabindex="0" role="application"><div class="drawing"></div>'
        '<div class="hint" hidden></div><div class="spoken" aria-live="polite"></div></div>'
    ),
    css=(_HERE / "matrix.css").read_text(encoding="utf-8"),
    js=(_HERE / "matrix.js").read_text(encoding="utf-8"),
)


HOLDER: Final = "matrix_holder"
"""The key of what holds the matrix."""


def show_matrix(drawing: Drawing, file_name: str, *, selected: str | None) -> str | None:
    """Show a drawing of the matrix, and say what the reader has just picked in it.

    ``file_name`` is that of its menu, by which it can be shown alone; then nothing in it opens anything.

    Returns
    -------
    str or None
        ``320000:3.4`` for a cell, ``320000`` for a region, ``3.4`` for a task.
    """
    with stage.holder(file_name, HOLDER) as alone:
        result = _MATRIX(
            data={
                "svg": drawing.svg,
                "width": drawing.width,
                "geometry": drawing.geometry,
                "selected": selected,
                "label": t(
                    "覆盖矩阵。用方向键移动，按回车打开举措与原文。",
                    "Coverage matrix. Move with the arrow keys; Enter opens the measures and their source.",
                ),
                "words": {
                    **{code: named(DEPTHS, code) for code in DEPTHS},
                    **{code: named(STATUSES, code) for code in STATUSES},
                    "doubtful": t("读取存疑，请核对原文", "doubtful reading: check the source"),
                    "profile": t("点击查看概况", "Click for the profile"),
                },
            },
            key="matrix",
            on_picked_change=address.touched,
        )
    return None if alone else result.picked
