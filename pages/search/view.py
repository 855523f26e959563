"""What is found, as HTML in one piece: counts and cards cost the browser one element each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import streamlit as st

from pages.ui import address
from pages.ui.evidence import evidence

_HERE: Final = Path(__file__).parent
_STYLE: Final = evidence.style().removeprefix("<style>").removesuffix("</style>")
_FOUND: Final = st.components.v2.component(
    "plan_atlas_search",
    html='<div class="found"></div>',
    css=_STYLE + (_HERE / "search.css").read_text(encoding="utf-8"),
    js=(_HERE / "search.js").read_text(encoding="utf-8"),
)


def show_found(parts: Iterable[str], key: str, pressed: Callable[[], None] = address.touched) -> str | None:
    """Show HTML made here.

    Parameters
    ----------
    parts
        The pieces, in their order.
    key
        Of the element.
    pressed
        Called before the next run, when something has been pressed; `asked_for` then says what.

    Returns
    -------
    str or None
        What has just been pressed, by its code.
    """
    opened: str | None = _FOUND(data="".join(parts), key=key, on_opened_change=pressed).opened
    return opened


def asked_for(key: str) -> str:
    """The code of what has just been pressed in an element, for a callback."""
    return str(st.session_state[key].opened or "")
