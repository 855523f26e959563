"""Where the numbers come from and how they are cited: under charts, on pages, and in exported files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import streamlit as st

from pages.ui import data, links
from pages.ui.conditions import Condition
from pages.ui.text import PRODUCT, current_language, join_words, t
from pipeline.export.citations import Citations
from pipeline.export.export import Origin, SourceFile

FEW: Final = 3
"""So many sources are named under a figure; files list them all."""

DIGITS: Final = 12
"""How much of a source's checksum a citation holds: enough to tell any two sources apart."""


def source_note() -> str:
    """The line under a figure: the sources and the build; of many sources the first and their number."""
    info = data.build_info()
    names = [source.title_zh if current_language() == "zh" else source.title for source in info.sources]
    titles = join_words(names)
    if len(names) > FEW:
        titles = t(f"{names[0]}等 {len(names)} 个文件", f"{names[0]} and {len(names) - 1} other files")
    return t(f"来源：{titles}；Plan Atlas {info.version}", f"Source: {titles}; Plan Atlas {info.version}")


def view_origin(in_force: Sequence[Condition], title: str) -> Origin:
    """The origin of a file of the page as it is drawn now; it asks for nothing of the session.

    The conditions ``in_force`` (see `pages.ui.conditions.current_conditions`) decide which rows there are;
    ``title`` is that of the table or the chart in the file.
    """
    info, zh = data.build_info(), current_language() == "zh"
    labels = Counter(condition.label for condition in in_force)
    link = links.file_link()
    return Origin(
        title=title,
        cite=cite_view(title, link),
        link=link,
        version=info.version,
        built_at=info.built_at.isoformat(),
        fingerprint=info.fingerprint,
        sources=tuple(
            SourceFile(source.title_zh if zh else source.title, source.file, source.sha256)
            for source in info.sources
        ),
        filters={condition.name: condition.codes for condition in in_force},
        filter_labels=tuple(
            (f"{one.label} ({one.name})" if labels[one.label] > 1 else one.label, join_words(one.words))
            for one in in_force
        ),
    )


def cite_view(title: str, link: str) -> str:
    """How to cite what this view shows: ``title`` is that of a chart, or of a page.

    ``link`` is the address that shows it again, as `pages.ui.links.link` gives it.
    """
    info = data.build_info()
    sources = join_words(
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


def show_citations(citations: Citations) -> None:
    """Show a work cited in each style, the one that is usual in the page's language first."""
    styles = citations.by_style()
    if current_language() == "zh":
        styles = tuple(sorted(styles, key=lambda style: not style[0].startswith("GB/T")))
    for tab, (name, cited) in zip(st.tabs([name for name, _ in styles]), styles, strict=True):
        with tab:
            st.code(cited, language="bibtex" if name == "BibTeX" else None, wrap_lines=True)
