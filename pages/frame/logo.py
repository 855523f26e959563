"""The product's name in the sidebar: a wordmark in both languages, that of the page first."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.ui.text import PRODUCT, current_language
from pages.ui.theme import palette

_FONT: Final = "'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"


def show_logo() -> None:
    """Draw the wordmark above the pages, and its mark alone where the sidebar is closed."""
    st.logo(_wordmark(), size="large", icon_image=_svg(32, _mark()))


def _wordmark() -> str:
    language, colours = current_language(), palette()
    first, second = PRODUCT[language], PRODUCT["zh" if language == "en" else "en"]
    return _svg(
        176,
        f"{_mark()}"
        f'<text x="42" y="15" font-size="15" font-weight="650" fill="{colours.ink}">{first}</text>'
        f'<text x="42" y="29" font-size="11" fill="{colours.quiet}">{second}</text>',
    )


def _mark() -> str:
    """Four cells of a matrix, in the colours of depths."""
    fills = palette().depth_fills
    return "".join(
        f'<rect x="{x}" y="{y}" width="14" height="14" rx="2" fill="{fills[depth]}"/>'
        for x, y, depth in (
            (1, 1, "quantified"),
            (17, 1, "specific"),
            (1, 17, "specific"),
            (17, 17, "generic"),
        )
    )


def _svg(width: int, drawn: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="32" viewBox="0 0 {width} 32" '
        f'font-family="{_FONT}">{drawn}</svg>'
    )
