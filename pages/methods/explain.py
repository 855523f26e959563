"""The method, the definitions and the codebook, on the page on data and methods."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.ui import data
from pages.ui.codes import CODE_NAMES, DEPTH_MEANINGS, DEPTHS, MATCH_METHODS, Names, name_of
from pages.ui.evidence.evidence import depth_chip, records
from pages.ui.guard import fragment
from pages.ui.html import table_html
from pages.ui.tables import downloads
from pages.ui.text import add_brackets, current_language, fill_text, localized, long_text, number, t
from pipeline.export.export import codebook_frame
from pipeline.schema.codebook import TABLES
from pipeline.schema.model import COVERED_DEPTHS, GAP_DEPTHS, Column, TableSchema
from pipeline.store.store import load_level_model

FACTS: Final = (
    "targets", "indicators", "departments", "citations", "campaigns", "keywords", "likeness", "local_tasks",
)  # fmt: skip
"""The facts extracted from measures: names of tables, and of sections of ``methods_*.md``."""


def show_method() -> None:
    """Explain how rows are read, tasks matched and depths classified, with the resulting counts."""
    model, measures = load_level_model(), data.query("measures")

    def show_section(name: str, table: str = "", **numbers: str) -> None:
        st.subheader(long_text("methods", name).title, anchor=False)
        if table:
            st.html(table)
        st.markdown(fill_text("methods", name, **numbers))

    show_section("coverage", depth_table(data.coverage()["depth"].value_counts()))
    levels = meaning_table(DEPTHS, CODE_NAMES["level_meaning"], measures["level"].value_counts())
    quality = {"precision": f"{model.precision:.2f}", "recall": f"{model.recall:.2f}"}
    show_section("levels", levels, unsure=f"{model.unsure_below:.1f}", **quality)
    st.html(weight_table(records(data.query("table", name="level_weights"))))
    methods = measures["match_method"].value_counts()
    show_section("matching", meaning_table(MATCH_METHODS, CODE_NAMES["match_meaning"], methods))
    show_section("reading")
    doubtful = len(data.query("doubtful_measures"))
    st.markdown(fill_text("methods", "confidence", rows=len(measures), doubtful=doubtful))
    st.subheader(t("怎样提取事实", "How facts are drawn"), anchor=False)
    counts = _count_facts()
    for name in FACTS:
        fact = long_text("methods", name)
        st.markdown(f"{add_brackets(f'**{fact.title}**', counts[name])} {fact.text}")
    show_section("limits")


@fragment
def show_codebook() -> None:
    """Show every table and column, with a search."""
    label, icon = t("查找栏目", "Find a column"), ":material/search:"
    hint = t("例如 task_id、深度、偏移", "such as task_id, depth, offset")
    query = st.text_input(label, key="codebook_search", placeholder=hint, icon=icon, width=420)
    found = {table: columns for table in TABLES.values() if (columns := find_columns(table, query))}
    count = sum(map(len, found.values()))
    st.caption(fill_text("methods", "columns_found", tables=len(found), columns=count))
    if not found:
        st.info(fill_text("methods", "no_column"))
    for table, matching in found.items():
        title = f"**{table.name}** · {add_brackets(getattr(table, current_language()), len(matching))}"
        with st.expander(title, expanded=bool(query.strip())):
            st.html(codebook_table(matching))
    downloads(codebook_frame(), "plan-atlas-codebook", decided_by=())


def _count_facts() -> dict[str, str]:
    """Return the number of rows of each of `FACTS`, in words."""
    sizes, named = data.query("table_sizes"), data.query("mentions", what="campaigns")
    pairs = {"pairs": number(sizes["likeness"] // 2), "reused": number(sizes["reuse"])}
    strategies = int(named.loc[named["kind"] == "strategy", "mentions"].sum())
    campaigns = {"campaigns": number(sizes["campaigns"] - strategies), "strategies": number(strategies)}
    return {
        **{name: number(sizes[name]) for name in FACTS},
        "likeness": fill_text("methods", "pairs", **pairs),
        "campaigns": fill_text("methods", "strategies", **campaigns),
    }


def depth_table(counts: pd.Series) -> str:
    """Return a table of depths: meaning, whether covered, whether a gap, number of cells."""
    yes, rows = f"✓&nbsp;{t('是', 'yes')}", []
    for code in DEPTHS:
        is_covered, is_gap = (yes if code in depths else "–" for depths in (COVERED_DEPTHS, GAP_DEPTHS))
        term = depth_chip(code) + _code_html(code, name_of(DEPTHS, code))
        rows.append((term, name_of(DEPTH_MEANINGS, code), is_covered, is_gap, number(counts.get(code, 0))))
    covered, gap = t("算覆盖", "Covered"), t("算缺口", "Gap")
    titles = (t("深度", "Depth"), t("含义", "Meaning"), covered, gap, t("格数", "Cells"))
    return table_html(rows, "definitions counted", titles=titles)


def meaning_table(names: Names, meanings: Names, counts: pd.Series) -> str:
    """Return a table of codes: name, meaning, number of rows."""
    rows = []
    for code in meanings:
        name = name_of(names, code)
        rows.append((name + _code_html(code, name), name_of(meanings, code), number(counts.get(code, 0))))
    titles = (t("名称", "Name"), t("含义", "Meaning"), t("行数", "Rows"))
    return table_html(rows, "definitions counted", titles=titles)


def weight_table(weights: Iterable[Mapping[str, Any]]) -> str:
    """Return a table of the features that decide between generic and specific, with their weights."""
    rows = []
    for row in weights:
        feature = f"{escape(row[localized('name')])} <code>{escape(row['feature'])}</code>"
        rows.append((feature, f"{row['weight']:+.2f}".replace("-", "−")))
    return table_html(rows, "definitions counted", titles=(t("特征", "Feature"), t("权重", "Weight")))


def codebook_table(columns: Iterable[Column]) -> str:
    """Return a table of columns: name, type, meaning."""
    rows = []
    for column in columns:
        kind = f"{name_of(CODE_NAMES['type'], column.dtype)} <code>{escape(column.dtype)}</code>"
        meaning = escape(getattr(column, current_language()))
        rows.append((f"<code>{escape(column.name)}</code>", kind, meaning))
    titles = (t("名称", "Name"), t("类型", "Type"), t("含义", "Meaning"))
    return table_html(rows, "definitions columns", titles=titles)


def find_columns(table: TableSchema, query: str) -> tuple[Column, ...]:
    """Return the columns that contain ``query``, in either language; all if the table's name does."""
    wanted = query.strip().casefold()

    def matches(item: TableSchema | Column) -> bool:
        return wanted in f"{item.name} {item.zh} {item.en}".casefold()

    return table.columns if matches(table) else tuple(filter(matches, table.columns))


def _code_html(code: str, name: str) -> str:
    return "" if code == name else f" <code>{escape(code)}</code>"
