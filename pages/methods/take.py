"""What a reader takes along from the page on data and methods: provenance, citations, and all tables."""

from __future__ import annotations

import shlex
import time
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from pages.methods.explain import fact_list
from pages.ui import data
from pages.ui.evidence.sources import show_citations
from pages.ui.guard import fragment
from pages.ui.tables import XLSX_MIME
from pages.ui.text import current_language, fill_text, number, t
from pipeline.export.citations import cite_source, cite_tables
from pipeline.export.export import WORKBOOK_FILE, all_tables
from pipeline.schema.codebook import TABLES
from pipeline.store.store import SourceInfo

_ZIP_MIME: Final = "application/zip"
_MAKING: Final = "download_making"
_SEEN: Final = "download_seen"
_POLL_SECONDS: Final = 0.1

_START_SECONDS: Final = 10.0
"""Seconds within which a browser asks for the file of a button that was pressed."""

_WRITTEN: Final = {"csv": 0.75, "xlsx": 0.65, "parquet": 0.95, "json": 0.75}
"""What part of the time of an export its cells take; the rest is packing. Measured on the shipped corpus."""


def provenance() -> None:
    """From which files the tables were built, by which version, and how to hold them against each other."""
    info = data.build_info()
    for source in info.sources:
        _source(source)
    st.html(
        fact_list(
            (
                (t("构建时间", "Built"), f"{info.built_at:%Y-%m-%d %H:%M:%S} UTC"),
                (t("程序版本", "Version"), f"Plan Atlas {info.version}"),
                (
                    t("字符台账", "Ledger"),
                    t("相符", "holds") if data.ledger_holds() else t("不符", "does not hold"),
                ),
                (t("构建指纹", "Fingerprint"), info.fingerprint),
            )
        )
    )
    st.caption(
        t(
            "指纹由来源和程序共同决定：指纹相同，数据表就相同。",
            "The fingerprint follows from sources and code: tables of the same fingerprint are the same.",
        )
    )


def _source(source: SourceInfo) -> None:
    zh = current_language() == "zh"
    st.subheader(source.title_zh if zh else source.title, anchor=False)
    size = t(
        f"{number(source.bytes)} 字节，{number(source.characters)} 个非空白字符",
        f"{number(source.bytes)} bytes, {number(source.characters)} characters that are not white space",
    )
    st.html(
        fact_list(
            (
                (t("文件", "File"), source.path),
                (
                    t("集合与年份", "Collection, year"),
                    ", ".join(filter(None, (source.collection, str(source.year or "")))),
                ),
                (t("编码", "Encoding"), source.encoding),
                (t("大小", "Size"), size),
                ("SHA-256", source.sha256),
            )
        )
    )
    st.caption(t("核对手中的文件与此是否一致：", "To tell whether a file that you have is the same:"))
    st.code(f"sha256sum {shlex.quote(source.path)}", language="bash")


def cite() -> None:
    """How the tables and each source are cited; what the date of access is filled in with is today."""
    info = data.build_info()
    st.write(fill_text("methods", "cite"))
    st.subheader(t("引用数据表", "To cite the tables"), anchor=False)
    show_citations(cite_tables(info, date.today()))
    for source in info.sources:
        st.subheader(t("引用原始文件", "To cite the source itself"), anchor=False)
        show_citations(cite_source(source))


@dataclass
class Making:
    """How far the file is that a reader has asked for.

    The thread that makes the file writes it, the session's own reads it. ``part`` is from 0 to 1, ``table``
    the table that is being written, none where the file is being packed; ``begun`` and ``ended`` count files.
    """

    part: float = 0.0
    table: str = ""
    begun: int = 0
    ended: int = 0

    def make(self, built: Path, format: str) -> bytes:
        """All tables as one file; called outside the session."""
        self.part, self.table = 0.0, next(iter(TABLES))
        self.begun += 1

        def report_progress(part: float, table: str) -> None:
            self.part, self.table = part * _WRITTEN[format], table if part < 1 else ""

        try:
            return all_tables(built, format, report_progress)
        finally:
            self.ended += 1


@fragment
def download() -> None:
    """All tables at once; a file is made when it is asked for."""
    st.write(fill_text("methods", "download"))
    making: Making = st.session_state.setdefault(_MAKING, Making())
    seen = st.session_state.get(_SEEN, making.ended)
    files = {
        "csv": (t("CSV（ZIP）", "CSV (ZIP)"), "plan-atlas-csv.zip", _ZIP_MIME),
        "xlsx": ("XLSX", WORKBOOK_FILE, XLSX_MIME),
        "parquet": (t("Parquet（ZIP）", "Parquet (ZIP)"), "plan-atlas-parquet.zip", _ZIP_MIME),
        "json": (t("JSON（ZIP）", "JSON (ZIP)"), "plan-atlas-json.zip", _ZIP_MIME),
    }
    with st.container(horizontal=True):
        pressed = [
            st.download_button(
                label,
                data=partial(making.make, data.built_folder(), format),
                file_name=name,
                mime=mime,
                icon=":material/download:",
                key=f"all_{name}",
                type="primary" if format == "csv" else "secondary",
            )
            for format, (label, name, mime) in files.items()
        ]
    progress = st.empty()
    st.markdown(fill_text("methods", "spreadsheets"))
    if any(pressed):
        with progress:
            _show_progress(making, seen)
        progress.empty()
    st.session_state[_SEEN] = making.ended


def _show_progress(making: Making, seen: int) -> None:
    """Show how far the file is until it is made, ``seen`` files having been made before."""
    pressed, shown = time.monotonic(), st.progress(0.0, _words(making))
    while making.ended <= seen:
        if making.begun <= seen and time.monotonic() - pressed > _START_SECONDS:
            return
        shown.progress(making.part, _words(making))
        time.sleep(_POLL_SECONDS)


def _words(making: Making) -> str:
    if not making.table:
        return t("正在打包文件", "Packing the file")
    place, name = list(TABLES).index(making.table) + 1, TABLES[making.table]
    return t(
        f"正在写出第 {place} 张表，共 {len(TABLES)} 张：{name.zh}",
        f"Writing table {place} of {len(TABLES)}: {name.name}",
    )
