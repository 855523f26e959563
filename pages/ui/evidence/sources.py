"""Source notes of charts, origin of exported files, and citations."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import streamlit as st

from pages.ui import data, links
from pages.ui.conditions import Condition
from pages.ui.text import PRODUCT, add_brackets, current_language, fill_text, join_words, t
from pipeline.export.citations import Citations
from pipeline.export.table_files import Origin, SourceFile

_MAX_NAMED: Final = 3
"""Most sources listed under a chart; files list them all."""
_HASH_DIGITS: Final = 12
"""Digits of a source's SHA-256 in a citation: enough to distinguish any two sources."""


def source_titles() -> Counter[str]:
    """Count the source files by title: a title can stand for all files of a folder."""
    return Counter(t(source.title_zh, source.title) for source in data.build_info().sources)


def source_note() -> str:
    """Return the source line of a chart: titles and version; of many titles the first and their number."""
    version, names = data.build_info().version, list(source_titles())
    titles = join_words(names)
    if len(names) > _MAX_NAMED:
        titles = t(f"{names[0]}等 {len(names)} 种", f"{names[0]} and {len(names) - 1} others")
    return t(f"来源：{titles}；Plan Atlas {version}", f"Source: {titles}; Plan Atlas {version}")


def view_origin(conditions: Sequence[Condition], title: str) -> Origin:
    """Return title, citation, filters and sources for a file of the current page.

    ``conditions`` (see `pages.ui.conditions.current_conditions`) select the rows of the table or chart.
    """
    info, link = data.build_info(), links.file_link()
    labels = Counter(condition.label for condition in conditions)
    return Origin(
        title=title,
        cite=cite_view(title, link),
        link=link,
        version=info.version,
        built_at=info.built_at.isoformat(),
        fingerprint=info.fingerprint,
        sources=tuple(SourceFile(t(one.title_zh, one.title), one.file, one.sha256) for one in info.sources),
        filters={condition.name: condition.codes for condition in conditions},
        filter_labels=tuple(
            (f"{one.label} ({one.name})" if labels[one.label] > 1 else one.label, join_words(one.words))
            for one in conditions
        ),
    )


def cite_view(title: str, link: str) -> str:
    """Return the citation of a chart or page by its title; ``link`` opens the view again."""
    info = data.build_info()
    details = {t(one.title_zh, one.title): f"SHA-256 {one.sha256[:_HASH_DIGITS]}" for one in info.sources}
    details |= {title: t(f"{n} 个文件", f"{n} files") for title, n in source_titles().items() if n > 1}
    sources = join_words(add_brackets(t(f"《{one}》", one), detail) for one, detail in details.items())
    product = {"product": t(" ".join(PRODUCT.values()), PRODUCT["en"]), "version": info.version}
    cited = fill_text("ui", "cite", **product, built=info.built_at, sources=sources, link=link)
    return f"{title.rstrip('。.')}{cited}".rstrip()


def show_citations(citations: Citations) -> None:
    """Show a citation in each style on tabs; on Chinese pages GB/T 7714 comes first."""
    chinese = current_language() == "zh"
    styles = sorted(citations.by_style(), key=lambda style: chinese and not style[0].startswith("GB/T"))
    for tab, (name, cited) in zip(st.tabs([name for name, _ in styles]), styles, strict=True):
        tab.code(cited, language="bibtex" if name == "BibTeX" else None, wrap_lines=True)
