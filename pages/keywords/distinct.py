"""The words that a region, a key area or a task uses more than the rest does."""

from __future__ import annotations

from html import escape
from typing import Final, NamedTuple

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.keywords.charts import word_labels, words_chart
from pages.keywords.choice import FILE, first_of, heading, turn_to
from pages.ui import address, data, filters
from pages.ui.evidence.evidence import records
from pages.ui.names import area_names, planned, region_names, task_names
from pages.ui.tables import show_table
from pages.ui.text import joined, literal, number, plural, t
from pipeline.schema.chart import Chart

SCOPES: Final = ("region", "area", "task")
SHOWN: Final = 20
"""How many words the picture shows; the table has them all."""

NAMED: Final = 3
COMPARED: Final = 4


class Subject(NamedTuple):
    """Whose words are looked at."""

    scope: str
    scope_id: str
    name: str


def show(_: filters.Filters) -> str | None:
    """The view, from top to bottom; returns what the reader opens in it."""
    subject = choose()
    found = data.ask("keywords", scope=subject.scope, scope_id=subject.scope_id)
    if found.empty:
        st.info(
            t(
                "这里没有可以比较的词。请在上面换一个地区、工作重点或任务。",
                "There are no words to compare here. Choose another region, key area or task above.",
            ),
            icon=":material/search_off:",
        )
        return None
    telling = found[found["distinctive"]]
    st.html(answer(subject, telling, found))
    picked = show_chart(words_drawn(subject, telling), table=False) if len(telling) else None
    st.html(f'<p class="quiet">{how_to_read()}</p>')
    onwards(telling)
    table(subject, found)
    return picked


def choose() -> Subject:
    """A region, a key area or a task."""
    labels = {
        "region": t("地区", "Region"),
        "area": t("工作重点", "Key area"),
        "task": t("标准任务", "Standard task"),
    }
    names = {"region": region_names(), "area": area_names(), "task": task_names()}
    names["region"] = {code: names["region"][code] for code in planned()}
    with st.container(key="keywords_subject", horizontal=True, vertical_alignment="top"):
        scope = address.choose_segment(t("谁的用词", "Whose words"), "of", SCOPES, labels.__getitem__)
        scope_id = address.choose_one(
            labels[scope], f"of_{scope}", list(names[scope]), names[scope].__getitem__
        )
    return Subject(scope, scope_id, names[scope][scope_id])


def answer(subject: Subject, telling: pd.DataFrame, found: pd.DataFrame) -> str:
    """How many words stand out, and which most."""
    name = escape(subject.name if subject.scope == "region" else t(f"“{subject.name}”", subject.name))
    if telling.empty:
        return (
            '<p class="answer">'
            + t(
                f"{name}用到的 {number(len(found))} 个词里，没有一个可以说明显多于其余部分。",
                f"Of the {number(len(found))} words of {name}, not one is clearly used more than elsewhere.",
            )
            + "</p>"
        )
    first = joined(
        t(
            f"“{escape(row['term'])}”（{row['count']} 次，{row['regions']} 个地区用过）",
            f"{escape(row['term'])} ({plural(row['count'], 'time', 'times')}, used by "
            f"{plural(row['regions'], 'region', 'regions')})",
        )
        for row in records(telling.head(NAMED))
    )
    rest = {
        "region": t("其他地区", "other regions do"),
        "area": t("其他工作重点", "the other key areas do"),
        "task": t("其他任务", "the other tasks do"),
    }[subject.scope]
    return (
        '<p class="answer">'
        + t(
            f"{name}有 <b>{len(telling)} 个词</b>用得明显比{rest}多；最突出的是{first}。",
            f"{name} uses <b>{plural(len(telling), 'word', 'words')}</b> clearly more than {rest}; "
            f"foremost {first}.",
        )
        + "</p>"
    )


def how_to_read() -> str:
    """What keyness is, in two sentences."""
    return t(
        "显著度是加权对数优势比，以全部文本为先验（Monroe、Colaresi、Quinn 2008）：0 为与其余用得一样多，"
        "每加 0.7 约为两倍。点是估计值，线是 95% 区间；只列用过三次以上、整条线在 0 右边的词，按 z（显著度 ÷ "
        "标准误）排列。词有几百个，凭运气越线的总有几个。",
        "Keyness is a weighted log-odds ratio with all texts as its prior (Monroe, Colaresi and Quinn 2008): "
        "0 is as much as in the rest, each 0.7 about twice as much. The dot is the estimate, the line its "
        "95% interval; only words that are used three times or more and whose whole line lies right of 0 "
        "are shown, by z (keyness over its standard error). Of some hundred words a few lie there by chance.",
    )


def words_drawn(subject: Subject, telling: pd.DataFrame) -> Chart:
    """The words with their intervals; a click on one leads to its sentences."""
    shown = telling.head(SHOWN)
    of_all = first_of(len(shown), len(telling))
    headed = heading(
        t(f"{subject.name}：与众不同的用词", f"{subject.name}: distinctive words"),
        t(
            f"显著度（对数优势比，95% 区间），按 z 值排列（{of_all}）",
            f"Distinctiveness (log-odds, 95% CI), ranked by z-score ({of_all})",
        ),
    )
    return words_chart(shown, headed, file_name=f"{FILE}-{subject.scope}-words")


def onwards(telling: pd.DataFrame) -> None:
    """From the first words to how all regions use them."""
    if telling.empty:
        return
    terms = telling["term"].head(COMPARED).tolist()
    st.button(
        t("比较各地怎样用这些词：", "Compare how regions use ") + literal(joined(terms)),
        key="keywords_compare",
        icon=":material/arrow_forward:",
        type="tertiary",
        on_click=turn_to,
        args=("use",),
        kwargs={"term": terms},
    )


def table(subject: Subject, found: pd.DataFrame) -> None:
    """All words of the subject with their figures."""
    names, real = word_labels(), st.column_config.NumberColumn
    formats = {
        "per_1000": real(names["per_1000"], format="%.2f"),
        "share_of_regions": real(names["share_of_regions"], format="%.0f%%"),
        **{
            name: real(names[name], format="%.2f") for name in ("keyness", "keyness_low", "keyness_high", "z")
        },
        "tf_idf": real(names["tf_idf"], format="%.3f"),
    }
    st.header(
        t(
            f"{literal(subject.name)}的全部 {number(len(found))} 个词",
            f"All {number(len(found))} words of {literal(subject.name)}",
        ),
        anchor=False,
    )
    show_table(
        found[list(names)].assign(share_of_regions=100 * found["share_of_regions"]),
        f"{FILE}-{subject.scope}-{subject.scope_id}",
        labels=names,
        export=found,
        height=380,
        column_config=formats,
    )
