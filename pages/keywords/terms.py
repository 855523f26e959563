"""The views of terms: distinctive words of a text, use of terms by region, and concordance lines.

As in the other modules of views, the function that draws one returns the code that the reader opened.
"""

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.parts import label_columns
from pages.charts.show import show_chart
from pages.keywords import controls
from pages.keywords.charts import WORD_COLUMNS, term_chart, terms_chart, words_chart
from pages.ui import address, data, filters
from pages.ui.cards.cards import show_cards
from pages.ui.codes import MATCH_METHODS, name_of
from pages.ui.evidence.evidence import records
from pages.ui.html import answer_html, escape_text
from pages.ui.names import join_tasks, region_names, regions_with_plan
from pages.ui.page_columns import labels
from pages.ui.tables import downloads, show_table
from pages.ui.text import escape_markdown, fill_text, join_words, t

SHOWN: Final = 20
"""The number of distinctive words in the chart; the table has all of them."""

NAMED: Final = 3
COMPARED: Final = 4
"""The number of words named in the summary, and of those offered for a comparison of regions."""

PAGE: Final = 50
WIDTH: Final = 40
"""The number of characters of context on each side."""


def show_distinct(_: filters.Filters) -> str | None:
    scopes = labels("region", "area", task="standard_task")
    with st.container(key="keywords_subject", horizontal=True, vertical_alignment="top"):
        scope = address.choose_segment(t("谁的用词", "Whose words"), "of", scopes)
        names = controls.SCOPES[scope]()
        codes = regions_with_plan() if scope == "region" else list(names)
        scope_id = address.choose_one(scopes[scope], f"of_{scope}", codes, names.__getitem__)
    found = data.query("keywords", scope=scope, scope_id=scope_id)
    if found.empty:
        return filters.show_hint("keywords", "no_words")
    distinctive = found[found["distinctive"]]
    st.html(answer_html(_summarize_distinct(scope, names[scope_id], distinctive, len(found))))
    picked = None
    if len(distinctive):
        picked = show_chart(words_chart(names[scope_id], distinctive, SHOWN), table=False)
    st.html(f'<p class="quiet">{fill_text("keywords", "keyness")}</p>')
    if terms := distinctive["term"].head(COMPARED).tolist():
        compare = t("比较各地怎样用这些词：", "Compare how regions use ") + escape_markdown(join_words(terms))
        controls.offer_view(compare, "keywords_compare", "use", term=terms)
    formats = dict.fromkeys(("per_1000", "keyness", "keyness_low", "keyness_high", "z"), "%.2f")
    formats |= {"share_of_regions": "%.0f%%", "tf_idf": "%.3f"}
    title = fill_text("keywords", "all_words", name=escape_markdown(names[scope_id]), count=len(found))
    st.header(title, anchor=False)
    table = found[list(WORD_COLUMNS)].assign(share_of_regions=100 * found["share_of_regions"])
    shown, file_name = labels(*WORD_COLUMNS), f"{controls.FILE}-{scope}-{scope_id}"
    show_table(table, file_name, labels=shown, export=found, height=380, formats=formats)
    return picked


def _summarize_distinct(scope: str, subject: str, distinctive: pd.DataFrame, words: int) -> str:
    name = escape(subject if scope == "region" else t(f"“{subject}”", subject))
    if distinctive.empty:
        return fill_text("keywords", "no_distinctive", name=name, words=words)
    named = records(distinctive.head(NAMED).assign(term=distinctive["term"].map(escape)))
    first = join_words(fill_text("keywords", "distinctive_word", **row) for row in named)
    return fill_text("keywords", f"distinctive_{scope}", name=name, count=len(distinctive), first=first)


def show_use(chosen: filters.Filters) -> str | None:
    terms, count, order = controls.choose_terms("by")
    if not terms:
        return None
    use = data.query("term_use", terms=terms, anywhere=count == "letters", **controls.store_filters(chosen))
    if use.empty:
        return filters.show_no_results()
    first, *others = (_summarize_use(term, use[use["term"] == term], count) for term in terms)
    st.html(answer_html(controls.scope_prefix(chosen) + first, *others))
    regions = controls.shown_regions(chosen)
    if order == "most":
        rates = use[use["term"] == terms[0]].set_index("region_id")["per_1000"]
        by_rate = regions["region_id"].map(rates).sort_values(ascending=False, kind="stable")
        regions = regions.loc[by_rate.index]
    draw = term_chart if len(terms) == 1 else terms_chart
    picked = show_chart(draw(terms, regions, use, count, controls.scope_name(chosen)))
    st.html(f'<p class="quiet">{fill_text("keywords", "rates")}</p>')
    controls.offer_view(t("看每一处的上下文", "See each place in its context"), "keywords_to_lines", "lines")
    return picked


def _summarize_use(term: str, use: pd.DataFrame, count: str) -> str:
    values = {"name": escape(term), "regions": use["region_id"].nunique()}
    values["word"] = count == "word" and term.upper() in set(data.query("vocabulary", least=1)["term"])
    users = use[use["count"] > 0]
    if users.empty:
        return fill_text("keywords", "unused", **values)
    top = users.nlargest(1, "per_1000").iloc[0]
    most, rate = escape(region_names()[top["region_id"]]), top["per_1000"]
    sums = users[["count", "measures"]].sum()
    return fill_text("keywords", "used", **values, **sums, users=len(users), most=most, rate=rate)


def show_lines(chosen: filters.Filters) -> str | None:
    terms, count, order = controls.choose_terms("sort")
    if not terms:
        return None
    where = {**controls.store_filters(chosen), "anywhere": count == "letters", "width": WIDTH}
    found = [data.query("concordance", term=term, **where).assign(query=term) for term in terms]
    lines = _sort_lines(pd.concat(found, ignore_index=True), order)
    values = {"name": escape(join_words(t(f"“{term}”", term) for term in terms)), "lines": len(lines)}
    values |= {"measures": lines["measure_id"].nunique(), "regions": lines["region_id"].nunique()}
    sentence = fill_text("keywords", "lines" if len(lines) else "no_lines", **values)
    st.html(answer_html(controls.scope_prefix(chosen) + sentence))
    if lines.empty:
        wider = t("，或放宽筛选", ", or widen the filters") if chosen.any else ""
        return filters.show_hint("keywords", "no_line", wider=wider)
    above = st.container(key="keywords_lines")
    subject = (terms, count, order, tuple(controls.store_filters(chosen).values()))
    shown = address.choose_page("page", lines, PAGE, subject)
    with above:
        picked = show_cards([_concordance_html(shown, count)], "keywords_kwic")
    measures = data.measures(*dict.fromkeys(lines["measure_id"])).set_index("measure_id")
    rows = lines.assign(region=lines["region_id"].map(region_names()), task=lines["task_id"])
    rows = rows.join(measures[["first_line", "last_line"]], on="measure_id")
    columns = labels("region", "task", "left", term="sought") | labels("right", "measure_id", "char_start")
    table = label_columns(rows, columns | labels("first_line", "last_line"))
    downloads(table, f"{controls.FILE}-concordance", t("全部各行", "All lines"))
    controls.offer_view(t("比较各地用得多少", "Compare how much regions use them"), "keywords_to_use", "use")
    return picked


def _sort_lines(lines: pd.DataFrame, order: str) -> pd.DataFrame:
    """Sort lines by region in the official order, by the ``right`` or by the ``left`` context."""
    positions = {code: position for position, code in enumerate(region_names())}
    context = lines["right"] if order == "right" else lines["left"].str[::-1]
    keyed = lines.assign(position=lines["region_id"].map(positions), context=context)
    by = ["position", "measure_id", "char_start"] if order == "region" else ["context", "position"]
    return keyed.sort_values(by, kind="stable", ignore_index=True)


def _concordance_html(lines: pd.DataFrame, count: str) -> str:
    """Return the lines as an HTML table with the terms aligned; a click on a place opens its measure."""
    names, local = region_names(), name_of(MATCH_METHODS, "local")
    longest = max(len(term) for term in lines["term"])
    widths = f'<col class="where"><col><col style="width:{min(longest, 16) + 1.2:g}em"><col>'
    heads = {"place": t("地区 · 任务", "Region · task"), "before": t("前文", "Before")}
    heads |= {"node": t("词", "Term"), "after": t("后文", "After")}
    cells = "".join(f'<th scope="col" class="{kind}">{escape(name)}</th>' for kind, name in heads.items())

    def line(row: dict[str, str]) -> str:
        tasks = row["task_id"].replace(";", " ") or t("自设", "local")
        title = join_tasks(row["task_id"]) or local
        code = f"line:{count}:{row['measure_id']}:{row['query']}"
        hint = escape(t(f"{title} · 看举措与原文", f"{title} · see the measure and its source"))
        return (
            f'<tr><td><button class="lines" data-open="{escape(code)}" title="{hint}">'
            f"{escape(names[row['region_id']])} · {escape(tasks)}</button></td>"
            f'<td class="before" lang="zh"><span>{escape_text(row["left"])}</span></td>'
            f'<td class="node" lang="zh"><mark>{escape_text(row["term"])}</mark></td>'
            f'<td class="after" lang="zh">{escape_text(row["right"])}</td></tr>'
        )

    head = f"<colgroup>{widths}</colgroup><thead><tr>{cells}</tr></thead>"
    return f'<table class="kwic">{head}<tbody>{"".join(map(line, records(lines)))}</tbody></table>'
