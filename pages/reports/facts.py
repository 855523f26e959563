"""Sections shared by profiles and comparisons: depths, targets, bodies, words, campaigns, documents."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal, Unpack

import pandas as pd

from pages.charts.depths import depth_parts, depths_chart, mark_and_count
from pages.charts.parts import fill_heading, number_duplicates
from pages.reports import report
from pages.ui import data
from pages.ui.evidence.evidence import records
from pages.ui.links import page_address
from pages.ui.names import metric_names
from pages.ui.page_columns import heading_of
from pages.ui.target_values import value_text
from pages.ui.text import document_title, join_words, localized, number, t
from pipeline.export.reports import document as doc
from pipeline.schema.model import COVERED_DEPTHS
from pipeline.store.selection import Filters

Scope = Literal["region", "task"]

WORDS: Final = 15
"""The number of distinctive words in a profile."""

NAMES: Final = 12
"""The number of campaigns, and of documents, that are named; the others are counted."""

BODIES: Final = 8
"""The number of bodies that a page shows unfolded."""

_LONGEST_SENTENCE: Final = 150
"""The longest sentence (characters) shown whole; a longer one is cut to half as much around its targets."""


def facts_table(rows: Iterable[tuple[str, Sequence[doc.Run]]]) -> doc.Table:
    """A table of facts, each a label and its value; those without a value are left out."""
    columns = (doc.TableColumn("", 1.0), doc.TableColumn("", 3.2))
    return report.make_table(columns, ((doc.Run(name, muted=True), value) for name, value in rows if value))


def depth_figure(
    cells: pd.DataFrame, by: str, names: Mapping[str, str], text: str, *, file_name: str, **values: object
) -> doc.Figure:
    """Stacked bars of coverage cells by depth, the deepest first, with the number covered at the end.

    ``cells`` have the columns ``by`` and depth (str), ``names`` the label of each value of ``by`` in display
    order; a click on a bar opens its value. ``text`` of the reports is the heading, filled with ``values``.
    """
    counts = pd.crosstab(cells[by], cells["depth"]).reindex(index=list(names), fill_value=0)
    counts = counts.rename_axis(columns=None)
    depths = depth_parts(counts)
    notes, lines = [], []
    for row in records(counts):
        covered, total = sum(row[depth] for depth in depths if depth in COVERED_DEPTHS), sum(row.values())
        summary = t(f"覆盖 {covered}/{total}", f"{covered} of {total} covered")
        parts = [f"{part.name} {row[depth]}" for depth, part in depths.items() if row[depth]]
        notes.append(f"{covered}/{total}")
        lines.append(join_words([summary, *parts]))
    places = list(zip(names.values(), lines, strict=True))
    unique = number_duplicates(list(names.values()))
    rows = counts.assign(category=unique, key=list(names), note=notes, row_hint=list(map("\n".join, places)))
    listed = [t("；", "; ").join(map(t("：", ": ").join, places))]
    values |= {"covered": cells["depth"].isin(COVERED_DEPTHS).sum(), "cells": len(cells)}
    heading = replace(fill_heading("reports", text, **values), source=report.source_note())
    columns = {"category": heading_of(by.removesuffix("_id"))}
    return doc.Figure(
        depths_chart(rows, heading, columns, file_name=file_name, values=listed, label=mark_and_count)
    )


def targets_section(targets: pd.DataFrame, link: str, *, of_region: bool) -> doc.Section:
    """Targets with their values and sentences, those of the indicators of most regions first.

    ``targets`` is the result of `pipeline.store.store.targets`; repeated targets are left out. If they are
    ``of_region``, all of one region, their task is shown instead of their region.
    """
    indicators = data.query("indicators").set_index("indicator_id", drop=False)
    places = data.query("measures")[["measure_id", "place_zh", "place_en"]]
    counted = targets[targets["counted"]].merge(places, on="measure_id", how="left")
    common = -counted["indicator_id"].map(indicators["regions"]).astype("float64").fillna(0)
    counted = counted.assign(common=common).sort_values(["common", "indicator_id"], kind="stable")
    metric = counted["indicator_id"].where(counted["indicator_id"] != "", counted["metric"])
    groups = counted.groupby([metric, "measure_id", "sentence", "sentence_start"], sort=False)
    place = {"target_task" if of_region else "region": 1.7}
    columns = report.table_columns(indicator=2.0, target=1.7, **place, sentence=4.0, lines=2.2)
    rows = [_target_row(records(group), indicators, of_region=of_region) for _, group in groups]
    count, empty = len(counted), "no_region_targets" if of_region else "no_task_targets"
    return report.table_section("targets", columns, rows, link=link, wide=True, empty=empty, count=count)


def bodies_section(
    of: Scope, code: str, counts: pd.DataFrame, columns: Sequence[doc.TableColumn], note: str
) -> doc.Section:
    """The responsible bodies of a region or a task, each linked to its duties.

    ``counts`` have department_id (str), then numbers or texts for the other ``columns``; the first is linked
    to the measures.
    """
    view = {"duty": of, f"of_{of}": code}
    link, bodies = page_address("departments", **view), data.query("bodies").set_index("department_id")
    rows: list[tuple[report.Value, ...]] = []
    for department_id, *values in counts.itertuples(index=False):
        body = bodies.loc[department_id]
        name = str(body[localized("short")]) + ("*" if body["collective"] else "")
        duties = doc.Run(name, page_address("departments", duty="body", body=department_id))
        first, *others = (value if isinstance(value, str) else number(value) for value in values)
        measures = page_address("departments", **view, open=f"{department_id}~{code}")
        rows.append((duties, doc.Run(first, measures), *others))
    empty = "no_bodies"
    return report.table_section("bodies", columns, rows, link=link, shown=BODIES, note=note, empty=empty)


def words_section(scope: Scope, scope_id: str) -> doc.Section:
    """The distinctive words of a region or a task."""
    keywords = data.query("keywords", scope=scope, scope_id=scope_id)
    words = keywords[keywords["distinctive"]].head(WORDS)
    view = {"see": "distinct", "of": scope, f"of_{scope}": scope_id}
    link, listed = page_address("keywords", **view), []
    for term, count in zip(words["term"], words["count"], strict=True):
        opened = page_address("keywords", **view, open=f"word:{scope}:{scope_id}:{term}")
        listed.append(doc.Run(f"{term}\u00a0{count}", opened, quoted=True))
    if not listed:
        return report.table_section("words", (), (), link=link, empty="no_words")
    return report.make_section("words", report.paragraph(*report.join_links(listed, " · ")), link=link)


def mentions_section(**selected: Unpack[Filters]) -> doc.Section | None:
    """The campaigns named and documents cited under these filters; None without any."""
    titles: dict[Literal["campaigns", "citations"], str] = {
        "campaigns": t("行动与项目", "Campaigns and projects"),
        "citations": t("引用文件", "Documents cited"),
    }
    paragraphs = []
    for what, title in titles.items():
        mentions = data.query("mentions", what=what, **selected)
        regions = data.query("mentions", what=what).groupby("name")["region_id"].nunique()
        names, listed = mentions.loc[mentions["kind"] != "strategy", "name"].unique(), []
        for name in names[:NAMES]:
            words = f"{name if what == 'campaigns' else document_title(name)}\u00a0({regions.get(name, 0)})"
            link = page_address("keywords", see="named", **{f"name_{what}": name, "what": what})
            listed.append(doc.Run(words, link, quoted=True))
        others = len(names) - len(listed)
        more = t(f"，另 {others} 个", f", and {others} more") if others else ""
        links = report.join_links(listed, t("；", "; "))
        paragraphs += [report.paragraph(report.head(title, len(names)), *links, more)] if listed else []
    link = page_address("keywords", see="named")
    return report.make_section("named", *paragraphs, link=link) if paragraphs else None


def mark_spans(text: str, spans: Sequence[tuple[int, int]]) -> tuple[doc.Run, ...]:
    """The text of a document, with the spans in bold; a span that overlaps an earlier one is skipped."""
    runs: list[doc.Run] = []
    position = 0
    for start, end in sorted(spans):
        if start >= position:
            before = doc.Run(text[position:start], quoted=True)
            runs += [before, doc.Run(text[start:end], bold=True, quoted=True)]
            position = end
    runs.append(doc.Run(text[position:], quoted=True))
    return tuple(run for run in runs if run.text)


def find_measures(measure_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The rows of measures by measure_id, with ``runs``, their text with its targets in bold."""
    targets, spans = data.query("find_measure_targets", measure_ids=tuple(measure_ids)), defaultdict(list)
    for row in records(targets[targets["kind"] == "target"]):
        spans[row["measure_id"]].append((row["char_start"], row["char_end"]))
    found = records(data.query("measures", measure_ids=tuple(measure_ids)))
    return {
        row["measure_id"]: {**row, "runs": mark_spans(row["measure_text"], spans[row["measure_id"]])}
        for row in found
    }


def _target_row(
    targets: Sequence[dict[str, Any]], indicators: pd.DataFrame, *, of_region: bool
) -> tuple[report.Value, ...]:
    row = targets[0]
    name = metric_names().get(row["metric"], row["metric"])
    metric, unit = doc.Run(name, quoted=name == row["metric"]), None
    if row["indicator_id"] in indicators.index:
        indicator = indicators.loc[row["indicator_id"]]
        link, unit = page_address("targets", indicator=row["indicator_id"]), indicator[localized("unit")]
        metric = doc.Run(indicator[localized("name")], link)
    values = []
    for target in targets:
        link = page_address("targets", see="region", of=row["region_id"], open=target["target_id"])
        value = value_text(target, target["unit"] if unit is None else unit)
        values.append(doc.Run(value, link, bold=True))
    place: report.Value = report.region_link(row["region_id"])
    if of_region and row["task_id"]:
        place = report.join_links(map(report.task_link, row["task_id"].split(";")))
    elif of_region:
        place = doc.Run(t("自设：", "local: "), muted=True), doc.Run(row["task_text"], quoted=True)
    shown = report.join_links(values, t("、\n", ",\n"))
    return metric, shown, place, _sentence(targets), report.lines_link(row)


def _sentence(targets: Sequence[Mapping[str, Any]]) -> tuple[doc.Run, ...]:
    """The sentence of some targets, which are in bold; a long one is cut."""
    text, first = targets[0]["sentence"], targets[0]["sentence_start"]
    spans = sorted((target["char_start"] - first, target["char_end"] - first) for target in targets)
    begin, end = 0, len(text)
    if end > _LONGEST_SENTENCE:
        context = _LONGEST_SENTENCE // 2
        begin, end = max(0, spans[0][0] - context), min(end, spans[-1][1] + context)
    marked = mark_spans(text[begin:end], [(start - begin, stop - begin) for start, stop in spans])
    return doc.make_runs("…" if begin else "", *marked, "…" if end < len(text) else "")
