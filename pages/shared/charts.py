"""How a chart is shown: with a description for those who don't see it, and with buttons that save it.

Saving happens in the browser: the picture is what is on the screen, in light colours whatever the page's own,
as PNG at three times its size or as SVG that a drawing program or a slide can edit.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

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


def show_chart(chart: Chart) -> None:
    """Show a Plotly figure with its buttons; its file name is also the key, so it is unique on a page."""
    key = f"chart_{chart.file_name}"
    with st.container(key=f"holder_{chart.file_name}", gap="small"):
        st.plotly_chart(chart.figure, theme=None, config=_CONFIG, alt=chart.alt, key=key)
        save_buttons(f".st-key-{key}", chart.file_name)


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
