"""The words that a region, a key area or a task uses more than the rest does."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.keywords.charts import WORD_COLUMNS, words_chart
from pages.keywords.choice import FILE, SCOPES, offer_view
from pages.ui import address, data, filters
from pages.ui.evidence.evidence import records
from pages.ui.names import planned
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import joined, literal, number, plural, prose, t

SHOWN: Final = 20
"""How many words the chart shows; the table has them all."""

NAMED: Final = 3
COMPARED: Final = 4


def show(_: filters.Filters) -> str | None:
    """The view, from top to bottom; returns what the reader opens in it."""
    labels = {
        "region": t("地区", "Region"),
        "area": t("工作重点", "Key area"),
        "task": t("标准任务", "Standard task"),
    }
    with st.container(key="keywords_subject", horizontal=True, vertical_alignment="top"):
        scope = address.choose_segment(t("谁的用词", "Whose words"), "of", list(SCOPES), labels.__getitem__)
        names = SCOPES[scope]()
        codes = planned() if scope == "region" else list(names)
        scope_id = address.choose_one(labels[scope], f"of_{scope}", codes, names.__getitem__)
    found = data.ask("keywords", scope=scope, scope_id=scope_id)
    if found.empty:
        filters.explain(
            "这里没有可以比较的词。请在上面换一个地区、工作重点或任务。",
            "There are no words to compare here. Choose another region, key area or task above.",
        )
        return None
    distinctive = found[found["distinctive"]]
    st.html(f'<p class="answer">{answer(scope, names[scope_id], distinctive, len(found))}</p>')
    picked = None
    if len(distinctive):
        picked = show_chart(words_chart(names[scope_id], distinctive, SHOWN), table=False)
    st.html(f'<p class="quiet">{prose("keywords", "keyness")}</p>')
    if terms := distinctive["term"].head(COMPARED).tolist():
        compare = t("比较各地怎样用这些词：", "Compare how regions use ")
        offer_view(compare + literal(joined(terms)), "keywords_compare", "use", term=terms)
    table(names[scope_id], found, f"{FILE}-{scope}-{scope_id}")
    return picked


def answer(scope: str, subject: str, distinctive: pd.DataFrame, words: int) -> str:
    """How many of so many ``words`` stand out, and which most, as HTML."""
    name = escape(subject if scope == "region" else t(f"“{subject}”", subject))
    if distinctive.empty:
        return t(
            f"{name}用到的 {number(words)} 个词里，没有一个可以说明显多于其余部分。",
            f"Of the {number(words)} words of {name}, not one is clearly used more than elsewhere.",
        )
    first = joined(
        t(
            f"“{escape(row['term'])}”（{row['count']} 次，{row['regions']} 个地区用过）",
            f"{escape(row['term'])} ({plural(row['count'], 'time')}, used by "
            f"{plural(row['regions'], 'region')})",
        )
        for row in records(distinctive.head(NAMED))
    )
    rest = {
        "region": t("其他地区", "other regions do"),
        "area": t("其他工作重点", "the other key areas do"),
        "task": t("其他任务", "the other tasks do"),
    }[scope]
    return t(
        f"{name}有 <b>{len(distinctive)} 个词</b>用得明显比{rest}多；最突出的是{first}。",
        f"{name} uses <b>{plural(len(distinctive), 'word')}</b> clearly more than {rest}; foremost {first}.",
    )


def table(name: str, found: pd.DataFrame, file_name: str) -> None:
    """All words with their figures."""
    formats = dict.fromkeys(("per_1000", "keyness", "keyness_low", "keyness_high", "z"), "%.2f")
    formats |= {"share_of_regions": "%.0f%%", "tf_idf": "%.3f"}
    count = number(len(found))
    st.header(t(f"{literal(name)}的全部 {count} 个词", f"All {count} words of {literal(name)}"), anchor=False)
    show_table(
        found[list(WORD_COLUMNS)].assign(share_of_regions=100 * found["share_of_regions"]),
        file_name,
        labels=labels(*WORD_COLUMNS),
        export=found,
        height=380,
        column_config={
            column: st.column_config.NumberColumn(format=format) for column, format in formats.items()
        },
    )
