"""How the tables came about and what they hold, on the page on data and methods."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.methods.tables import codebook_table, depth_table, found_columns, meaning_table, weight_table
from pages.methods.words import LEVEL_MEANINGS, MATCH_MEANINGS, sections
from pages.ui import data
from pages.ui.evidence.evidence import records
from pages.ui.guard import fragment
from pages.ui.tables import downloads
from pages.ui.text import DEPTHS, MATCH_METHODS, current_language, number, plural, t
from pipeline.export.export import codebook_frame
from pipeline.schema.codebook import TABLES
from pipeline.store.store import load_level_model

FACTS: Final = (
    "targets", "indicators", "departments", "citations", "campaigns", "keywords", "likeness", "local_tasks",
)  # fmt: skip
"""What is drawn from the measures, as the sections of the prose and the tables are called."""


def method() -> None:
    """How rows are read, tasks matched and depths classified, with the counts that result."""
    prose, model, measures = sections(current_language()), load_level_model(), data.ask("measures")

    def show_section(name: str, table: str = "", **numbers: str) -> None:
        title, text = prose[name]
        st.subheader(title, anchor=False)
        if table:
            st.html(table)
        st.markdown(text.format(**numbers) if numbers else text)

    show_section("coverage", depth_table(data.coverage()["depth"].value_counts()))
    show_section(
        "levels",
        meaning_table(DEPTHS, LEVEL_MEANINGS, measures["level"].value_counts()),
        precision=f"{model.precision:.2f}",
        recall=f"{model.recall:.2f}",
        unsure=f"{model.unsure_below:.1f}",
    )
    st.html(weight_table(records(data.ask("level_weights"))))
    methods = measures["match_method"].value_counts()
    show_section("matching", meaning_table(MATCH_METHODS, MATCH_MEANINGS, methods))
    show_section("reading")
    st.markdown(f"{prose['confidence'][1]} {_doubtful_rows(len(data.doubtful_measures()), len(measures))}")
    st.subheader(t("怎样提取事实", "How facts are drawn"), anchor=False)
    counts = _fact_counts()
    for name in FACTS:
        title, text = prose[name]
        st.markdown(f"**{title}** ({counts[name]}) {text}")
    show_section("limits")


@fragment
def codebook() -> None:
    """Every table and column, with a search over them."""
    words = st.text_input(
        t("查找栏目", "Find a column"),
        key="codebook_search",
        placeholder=t("例如 task_id、深度、偏移", "such as task_id, depth, offset"),
        icon=":material/search:",
        width=420,
    )
    found = {table: kept for table in TABLES.values() if (kept := found_columns(table, words))}
    tables, columns = len(found), sum(map(len, found.values()))
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
    for table, kept in found.items():
        title = f"**{table.name}** · {getattr(table, current_language())} ({len(kept)})"
        with st.expander(title, expanded=bool(words.strip())):
            st.html(codebook_table(kept))
    downloads(codebook_frame(), "plan-atlas-codebook", decided_by=())


def _doubtful_rows(doubtful: int, rows: int) -> str:
    return t(
        f"这份数据的 {number(rows)} 行中，**{number(doubtful)} 行存疑**。",
        f"Of the {plural(rows, 'row', 'rows')} of these tables, **{number(doubtful)} "
        f"{'is' if doubtful == 1 else 'are'} doubtful**.",
    )


def _fact_counts() -> dict[str, str]:
    """How much there is of each of `FACTS`, in words."""
    sizes, named = data.ask("table_sizes"), data.ask("mentions", what="campaigns")
    pairs, reused = number(sizes["likeness"] // 2), number(sizes["reuse"])
    strategies = int(named.loc[named["kind"] == "strategy", "mentions"].sum())
    campaigns = number(sizes["campaigns"] - strategies)
    return {
        **{name: number(sizes[name]) for name in FACTS},
        "likeness": t(
            f"{pairs} 对工作要点，{reused} 对举措", f"{pairs} pairs of plans, {reused} of measures"
        ),
        "campaigns": t(
            f"{campaigns}，另有战略与机制 {number(strategies)}",
            f"{campaigns}, and {number(strategies)} of strategies and mechanisms",
        ),
    }
