"""Provenance, citations and downloads of all tables, on the page on data and methods."""

import shlex
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from pages.ui import data
from pages.ui.evidence.sources import show_citations
from pages.ui.guard import fragment
from pages.ui.html import table_html
from pages.ui.tables import XLSX_MIME
from pages.ui.text import add_brackets, fill_text, number, t
from pipeline.export.citations import cite_source, cite_tables
from pipeline.export.export import WORKBOOK_FILE, export_archive
from pipeline.schema.codebook import TABLES

_PROGRESS: Final = "download_progress"
_SEEN: Final = "download_seen"
_POLL_SECONDS: Final = 0.1

_START_SECONDS: Final = 10.0
"""The time within which a browser requests the file after a click."""

_WRITING_SHARE: Final = {"csv": 0.75, "xlsx": 0.65, "parquet": 0.95, "json": 0.75}
"""The share of export time spent on writing cells; the rest is packing. Measured on the shipped corpus."""


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


@dataclass
class ExportProgress:
    """The progress of an export, written by the thread that makes the file and read by the session.

    ``part`` is from 0 to 1; ``table`` is the table being written, empty while the file is packed; ``started``
    and ``finished`` count files.
    """

    part: float = 0.0
    table: str = ""
    started: int = 0
    finished: int = 0

    def export(self, built: Path, format: str) -> bytes:
        """Write all tables to one file; called outside the session."""
        self.part, self.table = 0.0, next(iter(TABLES))
        self.started += 1

        def report_progress(part: float, table: str) -> None:
            self.part, self.table = part * _WRITING_SHARE[format], table if part < 1 else ""

        try:
            return export_archive(built, format, report_progress)
        finally:
            self.finished += 1


@fragment
def show_downloads() -> None:
    """Draw the downloads of all tables; a file is made on demand."""
    st.write(fill_text("methods", "download"))
    progress: ExportProgress = st.session_state.setdefault(_PROGRESS, ExportProgress())
    seen = st.session_state.get(_SEEN, progress.finished)
    pressed = False
    with st.container(horizontal=True):
        for format, name in {"csv": "CSV", "xlsx": "", "parquet": "Parquet", "json": "JSON"}.items():
            file = f"plan-atlas-{format}.zip" if name else WORKBOOK_FILE
            pressed |= st.download_button(
                add_brackets(name, "ZIP") if name else "XLSX",
                partial(progress.export, data.built_folder(), format),
                file,
                "application/zip" if name else XLSX_MIME,
                icon=":material/download:",
                key=f"all_{file}",
                type="primary" if format == "csv" else "secondary",
            )
    placeholder = st.empty()
    st.markdown(fill_text("methods", "spreadsheets"))
    if pressed:
        with placeholder:
            _show_progress(progress, seen)
        placeholder.empty()
    st.session_state[_SEEN] = progress.finished


def _show_progress(progress: ExportProgress, seen: int) -> None:
    """Show a progress bar until the file after the first ``seen`` ones is finished."""
    pressed, bar = time.monotonic(), st.progress(0.0, _progress_text(progress))
    while progress.finished <= seen:
        if progress.started <= seen and time.monotonic() - pressed > _START_SECONDS:
            return
        bar.progress(progress.part, _progress_text(progress))
        time.sleep(_POLL_SECONDS)


def _progress_text(progress: ExportProgress) -> str:
    if not progress.table:
        return t("正在打包文件", "Packing the file")
    position, table = list(TABLES).index(progress.table) + 1, TABLES[progress.table]
    name = t(table.zh, table.name)
    return fill_text("methods", "writing", position=position, tables=len(TABLES), table=name)
