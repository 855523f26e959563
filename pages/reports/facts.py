"""What profiles and comparisons have in common: bars of depths, targets, words, campaigns, documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, Unpack

import pandas as pd

from pages.charts.depths import depth_colours, depth_legend, depths_of, long_by_depth
from pages.charts.parts import Heading, label_columns, make_chart, number_duplicates
from pages.reports.report import Report, quiet
from pages.ui.evidence.evidence import records
from pages.ui.target_values import value_text
from pages.ui.text import DEPTHS, document_title, join_words, name_of, number
from pipeline.export.reports import document as doc
from pipeline.schema.chart import bars
from pipeline.schema.model import COVERED_DEPTHS
from pipeline.store import store
from pipeline.store.selection import Filters

WORDS: Final = 15
"""How many distinctive words a profile names."""

NAMES: Final = 12
"""How many campaigns and how many documents a page names before it counts the others."""

BODIES: Final = 8
"""How many bodies a page shows before it folds the others away."""

_SENTENCE: Final = 150
"""Characters of a sentence that is shown whole; of a longer one, half as many around its targets."""


def facts_table(rows: Iterable[tuple[str, Sequence[doc.Run]]]) -> doc.Table:
    """Facts one under the other, each led by what it is; those without a value are left out."""
    cells = tuple(
        (doc.cell(doc.Run(name, quiet=True)), doc.TableCell(tuple(value))) for name, value in rows if value
    )
    return doc.Table((doc.TableColumn("", 1.0), doc.TableColumn("", 3.2)), cells)


def depth_figure(
    report: Report,
    cells: pd.DataFrame,
    by: str,
    names: Mapping[str, str],
    title: str,
    subtitle: str,
    *,
    unit: str,
    file_name: str,
) -> doc.Figure:
    """Bars of coverage cells, parted by depth, the deepest first; at their ends how many are covered.

    Parameters
    ----------
    cells
        `by`, what the bars are told apart by, and `depth` (str).
    names
        The names of the bars in their order, by the values of `by`; a click on a bar opens its value.
    unit
        What a bar stands for.
    """
    counts = pd.crosstab(cells[by], cells["depth"]).reindex(index=list(names), fill_value=0)
    counts = counts.rename_axis(columns=None)
    depths, language = depths_of(counts), report.language
    depth_names = {depth: name_of(DEPTHS, depth, language) for depth in depths}
    notes, lines = [], []
    for row in records(counts):
        covered, whole = sum(row[depth] for depth in depths if depth in COVERED_DEPTHS), sum(row.values())
        total = report.t(f"覆盖 {covered}/{whole}", f"{covered} of {whole} covered")
        parts = [f"{depth_names[depth]} {row[depth]}" for depth in depths if row[depth]]
        notes.append(f"{covered}/{whole}")
        lines.append(join_words([total, *parts], language))
    hints = [f"{name}\n{line}" for name, line in zip(names.values(), lines, strict=True)]
    rows = counts.assign(
        category=number_duplicates(list(names.values())), key=list(names), note=notes, row_hint=hints
    )
    long = long_by_depth(rows, ("category", "key", "note", "row_hint"), language)
    long["text"] = (long["mark"] + " " + long["count"].astype("str")).where(long["count"] > 0, "")
    colours, legend = depth_colours(counts, language), depth_legend(depths, language)
    body = bars(long, colours, value="count", series="series", stacked=True, number_format="0")
    alt = "; ".join(f"{name}: {line}" for name, line in zip(names.values(), lines, strict=True))
    heading, frame = (
        Heading(title, subtitle, report.source_note()),
        label_columns(rows, {"category": unit, **depth_names}),
    )
    chart = make_chart(heading, body, frame, alt=alt, file_name=file_name, legend=legend, keys=names)
    return doc.Figure(chart)


def targets_section(report: Report, targets: pd.DataFrame, link: str, *, of_region: bool) -> doc.Section:
    """Targets with their values and sentences; those that several regions set come first.

    ``targets`` are as from `pipeline.store.store.targets`; those that a plan repeats are left out. Where
    they are all ``of_region``, of one region, their task is shown and not their region.
    """
    rows = sorted(records(targets[targets["counted"]]), key=lambda row: _sort_key(report, row))
    same: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        what = row["indicator_id"] or row["metric"]
        sentence = (row["measure_id"], row["sentence"], row["sentence_start"])
        same.setdefault((what, *sentence), []).append(row)
    empty_of_region = report.t("这份工作要点没有量化目标。", "The plan sets no target in numbers.")
    empty_of_task = report.t("没有地区在这项任务下写出量化目标。", "No region sets a target under this task.")
    where = {"target_task" if of_region else "region": 1.7}
    columns = report.columns(indicator=2.0, target=1.3, **where, sentence=4.4, lines=1.2)
    return report.table_section(
        "targets",
        report.t(f"量化目标（{len(rows)} 个）", f"Quantified targets ({len(rows)})"),
        columns,
        [_target_row(report, alike, of_region=of_region) for alike in same.values()],
        link=link,
        wide=True,
        empty=empty_of_region if of_region else empty_of_task,
    )


def bodies_section(
    report: Report,
    of: Literal["region", "task"],
    code: str,
    counts: pd.DataFrame,
    columns: Sequence[doc.TableColumn],
    note: str,
) -> doc.Section:
    """The bodies that are charged in a region or with a task, by its ``code``; each leads to its duties.

    ``counts`` hold ``department_id`` (str), then numbers or texts as ``columns`` show them; the first leads
    to the measures.
    """
    asked = {"duty": of, f"of_{of}": code}
    rows = []
    for department_id, first, *others in counts.itertuples(index=False):
        body = report.bodies.loc[department_id]
        name = report.name(body) + ("*" if body["collective"] else "")
        opened = report.link("departments", **asked, open=f"{department_id}~{code}")
        rows.append(
            (
                doc.cell(doc.Run(name, report.link("departments", duty="body", body=department_id))),
                doc.cell(doc.Run(_format_count(first), opened)),
                *(doc.cell(_format_count(count)) for count in others),
            )
        )
    return report.table_section(
        "bodies",
        report.t(f"责任部门（{len(rows)} 个）", f"Departments ({len(rows)})"),
        columns,
        rows,
        link=report.link("departments", **asked),
        shown=BODIES,
        note=note,
        empty=report.t("没有写明。", "No body is named."),
    )


def words_section(report: Report, scope: Literal["region", "task"], scope_id: str) -> doc.Section:
    """The words that this text uses clearly more than the rest."""
    found = store.keywords(report.built, scope, scope_id)
    words = records(found[found["distinctive"]].head(WORDS))
    title = report.t("与众不同的用词", "Distinctive words")
    asked = {"see": "distinct", "of": scope, f"of_{scope}": scope_id}
    link = report.link("keywords", **asked)
    if not words:
        none = report.t("没有一个词用得明显比其余部分多。", "No word is clearly used more than elsewhere.")
        return doc.Section("words", title, (doc.Paragraph(doc.runs(none)),), link)
    listed = [
        doc.Run(
            f"{row['term']}\u00a0{row['count']}",
            report.link("keywords", **asked, open=f"word:{scope}:{scope_id}:{row['term']}"),
            quoted=True,
        )
        for row in words
    ]
    note = report.t(
        "用得明显比其余多的词及次数，按 z 排列。",
        "Words used clearly more than elsewhere, with how often, by z.",
    )
    return doc.Section("words", title, (doc.Paragraph(doc.joined_runs(listed, " · ")), quiet(note)), link)


def mentions_section(report: Report, **selected: Unpack[Filters]) -> doc.Section | None:
    """Campaigns and projects named, and documents cited; None where there are neither.

    ``selected`` are `region_ids` or `task_ids`.
    """
    titles: dict[Literal["campaigns", "citations"], str] = {
        "campaigns": report.t("行动与项目", "Campaigns and projects"),
        "citations": report.t("引用文件", "Documents cited"),
    }
    paragraphs = []
    for what, title in titles.items():
        found = store.mentions(report.built, what, **selected)
        names = list(dict.fromkeys(found.loc[found["kind"] != "strategy", "name"]))
        if not names:
            continue
        listed = [
            doc.Run(
                f"{name if what == 'campaigns' else document_title(name)}"
                f"\u00a0({report.mention_counts[what].get(name, 0)})",
                report.link("keywords", see="named", **{f"name_{what}": name, "what": what}),
                quoted=True,
            )
            for name in names[:NAMES]
        ]
        left = len(names) - len(listed)
        more = report.t(f"，另 {left} 个", f", and {left} more") if left else ""
        head = doc.Run(f"{title} {len(names)}{report.t('：', ': ')}", bold=True)
        paragraphs.append(doc.Paragraph(doc.runs(head, *doc.joined_runs(listed, report.t("；", "; ")), more)))
    if not paragraphs:
        return None
    note = report.t("括号中是提到它的地区数。", "In brackets: how many regions name it.")
    title = report.t("行动、项目与引用文件", "Campaigns, projects and documents")
    return doc.Section("named", title, (*paragraphs, quiet(note)), report.link("keywords", see="named"))


def mark_spans(text: str, spans: Sequence[tuple[int, int]]) -> tuple[doc.Run, ...]:
    """A document's own words, with some stretches of them in bold."""
    found: list[doc.Run] = []
    reached = 0
    for start, end in sorted(spans):
        if start < reached:
            continue
        found += [doc.Run(text[reached:start], quoted=True), doc.Run(text[start:end], bold=True, quoted=True)]
        reached = end
    found.append(doc.Run(text[reached:], quoted=True))
    return tuple(run for run in found if run.text)


def target_spans(report: Report, measure_ids: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """Where the targets stand in measures."""
    targets = store.targets_in(report.built, measure_ids)
    found: dict[str, list[tuple[int, int]]] = {}
    for row in records(targets[targets["kind"] == "target"]):
        found.setdefault(row["measure_id"], []).append((row["char_start"], row["char_end"]))
    return found


def _format_count(value: Any) -> str:
    return value if isinstance(value, str) else number(value)


def _sort_key(report: Report, target: Mapping[str, Any]) -> tuple[int, str]:
    """Targets of indicators that many regions have come first, those of one indicator together."""
    indicator = report.indicators.get(target["indicator_id"])
    return (-int(indicator["regions"]), target["indicator_id"]) if indicator else (0, "")


def _target_row(
    report: Report, same: Sequence[dict[str, Any]], *, of_region: bool
) -> tuple[doc.TableCell, ...]:
    """One row for the targets that count the same in one sentence."""
    row = same[0]
    region_id, indicator = row["region_id"], report.indicators.get(row["indicator_id"])
    if indicator:
        link = report.link("targets", indicator=row["indicator_id"])
        what = doc.Run(indicator[f"name_{report.language}"], link)
    else:
        name = report.metric_names.get(row["metric"])
        what = doc.Run(name or row["metric"], quoted=not name)
    values = [
        doc.Run(
            value_text(
                target, indicator[f"unit_{report.language}"] if indicator else target["unit"], report.language
            ),
            report.link("targets", see="region", of=region_id, open=target["target_id"]),
            bold=True,
        )
        for target in same
    ]
    task = report.task_links(row["task_id"], row["task_text"]) if of_region else ()
    return (
        doc.cell(what),
        doc.cell(*doc.joined_runs(values, report.t("、\n", ",\n"))),
        doc.cell(*(task or [report.region_link(region_id)])),
        doc.cell(*_sentence(same)),
        doc.cell(report.lines_link(row)),
    )


def _sentence(same: Sequence[Mapping[str, Any]]) -> tuple[doc.Run, ...]:
    """The sentence of some targets, which stand in bold; cut to what is around them where it is long."""
    text, first = same[0]["sentence"], same[0]["sentence_start"]
    spans = sorted((target["char_start"] - first, target["char_end"] - first) for target in same)
    begin, end = 0, len(text)
    if end > _SENTENCE:
        begin, end = max(0, spans[0][0] - _SENTENCE // 2), min(end, spans[-1][1] + _SENTENCE // 2)
    marked = mark_spans(text[begin:end], [(start - begin, stop - begin) for start, stop in spans])
    return doc.runs("…" if begin else "", *marked, "…" if end < len(text) else "")
