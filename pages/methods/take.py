"""What a reader takes along from the page on data and methods: provenance and citations."""

from __future__ import annotations

import shlex
from datetime import date

import streamlit as st

from pages.methods.tables import fact_list
from pages.ui import data
from pages.ui.evidence.citing import show_citations
from pages.ui.text import current_language, number, t
from pipeline.export.citations import cite_source, cite_tables
from pipeline.store.store import SourceInfo


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
    st.write(
        t(
            "已填入版本、构建日期、访问日期和校验和前几位；光标移到框内，右上角可复制。",
            "Version, day of the build, day of access and the first digits of the checksum are filled in; "
            "copy "
            "with the button in the corner of each box.",
        )
    )
    st.subheader(t("引用数据表", "To cite the tables"), anchor=False)
    show_citations(cite_tables(info, date.today()))
    for source in info.sources:
        st.subheader(t("引用原始文件", "To cite the source itself"), anchor=False)
        show_citations(cite_source(source))
