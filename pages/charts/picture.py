"""Pictures drawn as SVG, and how a page shows them; `pages.charts.drawing.svg` is what they are drawn of.

A picture is laid out on the server, once for each width that it is to be read at, with colours for light and
dark at once. The browser shows the layout that fits; a saved file is always the first one, in its light
colours, so that a slide looks the same whatever window it was saved from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from pages.charts import stage
from pages.charts.chart_menu import Source, key_class, show_menu
from pages.charts.drawing.svg import Layout
from pipeline.schema.chart import Chart

_HERE: Final = Path(__file__).parent
_PICTURE: Final = st.components.v2.component(
    "plan_atlas_picture",
    html='<div class="holder"><div class="layouts"></div><div class="hint" hidden></div></div>',
    css=(_HERE / "picture.css").read_text(encoding="utf-8"),
    js=(_HERE / "picture.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Picture:
    """A picture in its layouts, the one to be saved first; ``alt`` tells what it shows without showing it.

    ``exhibit`` makes what slides and files of data are made from. It is called when one is asked for, outside
    the session: it can't ask for the language or for anything else of the page.
    """

    layouts: tuple[Layout, ...]
    alt: str
    file_name: str
    exhibit: Callable[[], Chart] | None = None


def show_picture(picture: Picture, decided_by: Sequence[str] | None = None) -> str | None:
    """Show a picture with its menu; where it is shown alone, nothing in it opens anything.

    Parameters
    ----------
    picture
        What is shown.
    decided_by
        As in `pages.ui.conditions.in_force`.

    Returns
    -------
    str or None
        What the reader has just opened in it: the ``data-open`` of a part.
    """
    holder = f"picture_{picture.file_name}"
    with stage.holder(picture.file_name, holder) as alone:
        result = _PICTURE(
            data=[{"svg": layout.svg, "width": layout.width} for layout in picture.layouts],
            key=f"drawn_{picture.file_name}",
            on_opened_change=_nothing,
        )
        if alone:
            return None
        layouts = tuple((layout.svg, layout.width) for layout in picture.layouts)
        holds = key_class(holder)
        show_menu(
            Source(
                *(picture.file_name, holds, picture.alt, picture.exhibit, lambda: layouts),
                decided_by=decided_by,
            )
        )
    return result.opened


def _nothing() -> None:
    return None
