"""Provenance, citations and downloads of all tables, on the page on data and methods."""

import shlex
from collections.abc import Mapping
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from pages.ui import data
from pages.ui.evidence.sources import show_citations
from pages.ui.html import table_html
from pages.ui.tables import offer_file
from pages.ui.text import add_brackets, fill_text, number, t
from pipeline.export.citations import cite_source, cite_tables
from pipeline.export.export import export_archive


def show_provenance() -> None:
    """Show the source files, the version and the fingerprint of the build."""
    info = data.build_info()
    for source in info.sources:
        st.subheader(t(source.title_zh, source.title), anchor=False)
        sizes = {"bytes": number(source.bytes), "characters": number(source.characters)}
        edition = (source.collection, str(source.year or ""))
        facts = {
            t("文件", "File"): source.path,
            t("集合与年份", "Collection, year"): ", ".join(filter(None, edition)),
            t("编码", "Encoding"): source.encoding,
            t("大小", "Size"): fill_text("methods", "size", **sizes),
            "SHA-256": source.sha256,
        }
        _show_facts(facts)
        st.caption(t("核对手中的文件与此是否一致：", "To tell whether a file that you have is the same:"))
        st.code(f"sha256sum {shlex.quote(source.path)}", language="bash")
    facts = {
        t("构建时间", "Built"): f"{info.built_at:%Y-%m-%d %H:%M:%S} UTC",
        t("程序版本", "Version"): f"Plan Atlas {info.version}",
        t("字符台账", "Ledger"): t("相符", "holds") if data.ledger_holds() else t("不符", "does not hold"),
        t("构建指纹", "Fingerprint"): info.fingerprint,
    }
    _show_facts(facts)
    st.caption(fill_text("methods", "fingerprint"))


def _show_facts(facts: Mapping[str, str]) -> None:
    st.html(table_html(([*map(escape, fact)] for fact in facts.items()), "definitions"))


def show_how_to_cite() -> None:
    """Show how to cite the tables, accessed today, and each source."""
    info = data.build_info()
    st.write(fill_text("methods", "cite"))
    st.subheader(t("引用数据表", "To cite the tables"), anchor=False)
    show_citations(cite_tables(info, date.today()))
    for source in info.sources:
        st.subheader(t("引用原始文件", "To cite the source itself"), anchor=False)
        show_citations(cite_source(source))


def show_downloads() -> None:
    """Draw the downloads of all tables; a file is made on demand."""
    st.write(fill_text("methods", "download"))
    with st.container(horizontal=True):
        for format, name in {"csv": "CSV", "xlsx": "", "parquet": "Parquet", "json": "JSON"}.items():
            offer_file(
                add_brackets(name, "ZIP") if name else "XLSX",
                f"plan-atlas-{format}" if name else "plan-atlas",
                "zip" if name else "xlsx",
                partial(export_archive, data.built_folder(), format),
                icon=":material/download:",
                type="primary" if format == "csv" else "secondary",
                width="content",
            )
    st.markdown(fill_text("methods", "spreadsheets"))
