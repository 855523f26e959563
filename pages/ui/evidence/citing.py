"""How a view is cited: what it shows, version, source, day of the build, and where it is found."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.ui import data
from pages.ui.text import PRODUCT, current_language, joined, t
from pipeline.export.citations import Citations

DIGITS: Final = 12
"""How much of a source's checksum a citation holds: enough to tell any two sources apart."""


def show_citations(citations: Citations) -> None:
    """Show a work cited in each style, the one that is usual in the page's language first."""
    styles = citations.by_style()
    if current_language() == "zh":
        styles = tuple(sorted(styles, key=lambda style: not style[0].startswith("GB/T")))
    for tab, (name, cited) in zip(st.tabs([name for name, _ in styles]), styles, strict=True):
        with tab:
            st.code(cited, language="bibtex" if name == "BibTeX" else None, wrap_lines=True)


def cite_view(title: str, link: str) -> str:
    """How to cite what this view shows: ``title`` is that of a chart, or of a page.

    ``link`` is the address that shows it again, as `pages.ui.links.link` gives it.
    """
    info = data.build_info()
    sources = joined(
        t(
            f"《{source.title_zh}》（SHA-256 {source.sha256[:DIGITS]}）",
            f"{source.title} (SHA-256 {source.sha256[:DIGITS]})",
        )
        for source in info.sources
    )
    built = f"{info.built_at:%Y-%m-%d}"
    details = t(
        f"。{PRODUCT['zh']} {PRODUCT['en']} {info.version}，{built} 构建。来源：{sources}。{link}",
        f". {PRODUCT['en']} {info.version}, built {built}. Source: {sources}. {link}",
    )
    return f"{title.rstrip('。.')}{details}".rstrip()
