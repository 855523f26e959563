"""How the tables came about and what they hold, on the page on data and methods."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.methods.facts import facts
from pages.methods.tables import codebook_table, depth_table, found_columns, meaning_table, weight_table
from pages.methods.words import (
    CONFIDENCE,
    COVERAGE,
    LEVEL_MEANINGS,
    LIMITS,
    MATCH_MEANINGS,
    MATCHING,
    READING,
    levels_learnt,
)
from pages.ui import data
from pages.ui.evidence.evidence import records
from pages.ui.guard import fragment
from pages.ui.tables import downloads
from pages.ui.text import DEPTHS, MATCH_METHODS, current_language, number, plural, t
from pipeline.export.export import codebook_frame
from pipeline.schema.codebook import TABLES


def method() -> None:
    """How rows are read, tasks matched and depths classified, with the counts that result."""
    language = current_language()
    measures, depths = data.ask("measures"), _counts(data.coverage()["depth"])
    st.subheader(t("深度、覆盖、缺口", "Depth, coverage, gap"), anchor=False)
    st.html(depth_table(depths))
    st.markdown(COVERAGE[language])
    st.subheader(t("怎样判断一条举措的层级", "How the level of a measure is told"), anchor=False)
    st.html(meaning_table(DEPTHS, LEVEL_MEANINGS, _counts(measures["level"])))
    st.markdown(levels_learnt(language))
    st.html(weight_table(records(data.ask("level_weights"))))
    st.subheader(t("怎样匹配任务", "How tasks are matched"), anchor=False)
    st.html(meaning_table(MATCH_METHODS, MATCH_MEANINGS, _counts(measures["match_method"])))
    st.markdown(MATCHING[language])
    st.subheader(t("怎样读出每一行", "How rows are read"), anchor=False)
    st.markdown(READING[language])
    st.markdown(f"{CONFIDENCE[language]} {_doubtful_rows(len(data.doubtful_measures()), len(measures))}")
    facts()
    st.subheader(t("不能从中得出什么", "What it cannot tell"), anchor=False)
    st.markdown(LIMITS[language])


@fragment
def codebook() -> None:
    """Every table and column, with a search over them."""
    language = current_language()
    words = st.text_input(
        t("查找栏目", "Find a column"),
        key="codebook_search",
        placeholder=t("例如 task_id、深度、偏移", "such as task_id, depth, offset"),
        icon=":material/search:",
        width=420,
    )
    found = {name: found_columns(table, words) for name, table in TABLES.items()}
    tables, columns = sum(map(bool, found.values())), sum(map(len, found.values()))
    st.caption(
        t(
            f"{tables} 个表，{columns} 栏。",
            f"{plural(columns, 'column', 'columns')} of {plural(tables, 'table', 'tables')}.",
        )
    )
    if not columns:
        st.info(
            t(
                "没有符合的栏目；请换一个词，或清空。",
                "No column has it; try another word, or clear the search.",
            )
        )
    for name, kept in found.items():
        if kept:
            title = getattr(TABLES[name], language)
            with st.expander(f"**{name}** · {title} ({len(kept)})", expanded=bool(words.strip())):
                st.html(codebook_table(kept))
    downloads(codebook_frame(), "plan-atlas-codebook", decided_by=())


def _doubtful_rows(doubtful: int, rows: int) -> str:
    return t(
        f"这份数据的 {number(rows)} 行中，**{number(doubtful)} 行存疑**。",
        f"Of the {plural(rows, 'row', 'rows')} of these tables, **{number(doubtful)} "
        f"{'is' if doubtful == 1 else 'are'} doubtful**.",
    )


def _counts(codes: pd.Series) -> dict[str, int]:
    return {str(code): int(count) for code, count in codes.value_counts().items()}
