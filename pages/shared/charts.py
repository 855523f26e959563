"""How a chart is shown: with a description for those who don't see it, and with buttons that save it.

Saving happens in the browser: the picture is what is on the screen, in light colours whatever the page's own,
as PNG at three times its size or as SVG that a drawing program or a slide can edit.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import streamlit as st

from pages.shared.figures import Chart
from pages.shared.text import t
from pages.shared.theme import print_colours

_HERE: Final = Path(__file__).parent
_SAVE: Final = st.components.v2.component(
    "plan_atlas_save",
    html='<div class="row" role="group"></div>',
    css=(_HERE / "save.css").read_text(encoding="utf-8"),
    js=f"const COLOURS = {json.dumps(print_colours())}\n{(_HERE / 'save.js').read_text(encoding='utf-8')}",
)
_CONFIG: Final = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


def show_chart(chart: Chart, *, clickable: bool = False) -> str | None:
    """Show a chart with its buttons.

    Parameters
    ----------
    chart
        The figure; its file name is also the key of the widgets, so it is unique on a page.
    clickable
        Whether a click on a point or a bar is an answer.

    Returns
    -------
    str or None
        What the clicked point stands for (its ``customdata``), if anything is clicked.
    """
    key = f"chart_{chart.file_name}"
    with st.container(key=f"holder_{chart.file_name}", gap="small"):
        if not clickable:
            st.plotly_chart(chart.figure, theme=None, config=_CONFIG, alt=chart.alt, key=key)
            chosen = None
        else:
            event = st.plotly_chart(
                chart.figure,
                theme=None,
                config=_CONFIG,
                alt=chart.alt,
                key=key,
                on_select="rerun",
                selection_mode="points",
            )
            chosen = _clicked(event)
        save_buttons(f".st-key-{key}", chart.file_name)
    return chosen


def save_buttons(selector: str, file_name: str) -> None:
    """Two buttons that save the picture found under ``selector`` in the page, as PNG at 3x and as SVG."""
    _SAVE(
        data={
            "selector": selector,
            "file": file_name,
            "png": t("存为 PNG（3 倍）", "Save as PNG (3×)"),
            "svg": t("存为 SVG", "Save as SVG"),
            "failed": t("没能保存图片", "The picture could not be saved"),
        },
        key=f"save_{file_name}",
    )


def _clicked(event: Any) -> str | None:
    points = event.selection.points if event else []
    if not points:
        return None
    found = points[0].get("customdata")
    if isinstance(found, (list, tuple)):
        found = found[0] if found else None
    return None if found is None else str(found)
