"""The profile of a region: all that is known of its plan, as a document that a page and a file show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

import pandas as pd

from pages.charts.parts import Heading as FigureHeading
from pages.reports.book import SHOWN, Book, book_of
from pages.reports.facts import more_rows, named_section, pairs, targets_section, words_section
from pages.reports.figures import DepthRow, depth_chart
from pages.reports.plan import alike_section, bodies_section, findings_section, local_tasks_section
from pages.ui.evidence.evidence import records
from pages.ui.text import STATUSES, Language, named, number, percent, plural
from pipeline.export.reports.document import (
    Document,
    Figure,
    Paragraph,
    Run,
    Section,
    Table,
    TableCell,
    TableColumn,
    cell,
    joined_runs,
    runs,
)
from pipeline.schema.chart import Chart
from pipeline.schema.model import COVERED_DEPTHS, GAP_DEPTHS
from pipeline.store import store
from pipeline.store.gap_tables import gaps_of

FILE: Final = "plan-atlas-region"
ELSEWHERE: Final = 4
"""How many comparable regions a gap names that have a specific answer."""


def region_profile(built: Path, region_id: str, language: Language) -> Document:
    """All that the built tables tell of a region.

    Parameters
    ----------
    built
        Folder of the built tables.
    region_id
        A region, with a plan or without.
    language
        Of everything but the plan's own words.
    """
    book = book_of(built, language)
    region = cast(pd.Series, book.regions.loc[region_id])
    title = book.say(f"{book.name(region, 'name')}概况", f"Profile of {book.name(region, 'name')}")
    file_name = f"{FILE}-{region_id}"
    if region["status"] != "plan":
        answer, sections = _without_plan(book, region)
    else:
        answer, sections = _with_plan(book, region)
    return Document(title, answer, sections, book.source(), book.cite(), file_name, language)


def area_chart(book: Book, region_id: str) -> Chart:
    """How many of a region's tasks have each depth, by key area; a bar opens its key area."""
    name = book.name(book.regions.loc[region_id])
    rows = [
        DepthRow(book.area_name(str(area_id)), Counter(map(str, group["depth"])), str(area_id))
        for area_id, group in region_cells(book, region_id).groupby("area_id", sort=True)
    ]
    covered, cells = sum(row.covered for row in rows), sum(row.cells for row in rows)
    heading = FigureHeading(
        book.say(f"{name}：各工作重点的覆盖与深度", f"{name}: coverage and depth by key area"),
        book.say(
            f"标准任务数，按深度；合计覆盖 {covered}/{cells}",
            f"Standard tasks by depth; {covered} of {cells} are covered in all",
        ),
        book.source(),
    )
    unit = book.say("工作重点", "Key area")
    return depth_chart(rows, heading, unit, book.language, file_name=f"{FILE}-{region_id}-areas")


def region_cells(book: Book, region_id: str) -> pd.DataFrame:
    """The coverage cells of a region."""
    return book.coverage[book.coverage["region_id"] == region_id]


def _without_plan(book: Book, region: pd.Series) -> tuple[tuple[Run, ...], tuple[Section, ...]]:
    name, state = book.name(region, "name"), named(STATUSES, str(region["status"]), book.language)
    answer = runs(
        Run(book.say(f"{name}：{state}。", f"{name}: {state}."), bold=True),
        book.say(
            "没有可读的文件，不等于零覆盖，所以这里没有数字。",
            " There is no document to read, which is not the same as covering nothing; so there are no "
            "numbers here.",
        ),
    )
    regions = book.regions
    near = regions[(regions["macro_id"] == region["macro_id"]) & (regions["status"] == "plan")]
    macro = book.name(region, "macro")
    sections = []
    if len(near):
        title = book.say(f"{macro}有工作要点的地区", f"Regions of {macro} that have a plan")
        sections.append(Section("near", title, (Paragraph(book.region_list(near["region_id"])),)))
    found = findings_section(book, region)
    return answer, (*sections, *([found] if found else []))


def _with_plan(book: Book, region: pd.Series) -> tuple[tuple[Run, ...], tuple[Section, ...]]:
    region_id, plan_id = str(region["region_id"]), str(region["plan_id"])
    cells = region_cells(book, region_id)
    targets = store.targets(book.built, region_ids=[region_id], kinds=["target"])
    asked = {"region_ids": [region_id]}
    sections = [
        _facts(book, region),
        _by_area(book, region_id),
        _gaps(book, region_id, cells),
        targets_section(book, targets, book.link("targets", see="region", of=region_id), of_region=True),
        local_tasks_section(book, region_id),
        bodies_section(book, region_id),
        words_section(book, "region", region_id),
        alike_section(book, plan_id, region_id),
        named_section(
            book,
            store.mentions(book.built, "campaigns", **asked),
            store.mentions(book.built, "citations", **asked),
        ),
        findings_section(book, region),
    ]
    return _answer(book, region_id, cells), tuple(section for section in sections if section)


def _answer(book: Book, region_id: str, cells: pd.DataFrame) -> tuple[Run, ...]:
    covered = int(cells["depth"].isin(COVERED_DEPTHS).sum())
    gaps = int(cells["depth"].isin(GAP_DEPTHS).sum())
    quantified = int((cells["depth"] == "quantified").sum())
    whole, share = len(cells), percent(covered / len(cells))
    name = book.name(book.regions.loc[region_id])
    to_gaps = book.link("gaps", for_region=region_id)
    return runs(
        book.say(f"{name}覆盖 {whole} 项标准任务中的 ", f"{name} covers "),
        Run(
            book.say(f"{covered} 项（{share}）", f"{covered} of {whole} standard tasks ({share})"),
            book.link("coverage", region=region_id),
            bold=True,
        ),
        book.say(
            f"，其中 {quantified} 项有量化目标；", f", {quantified} of them with a target in numbers; it has "
        ),
        Run(book.say(f"缺口 {gaps} 项", plural(gaps, "gap", "gaps")), to_gaps, bold=True),
        book.say("（未列、列而未填或原则性）。", " (absent, blank or generic)."),
    )


def _facts(book: Book, region: pd.Series) -> Section:
    plans = store.plans(book.built).set_index("plan_id", drop=False)
    plan = plans.loc[region["plan_id"]]
    printed = str(plan["title"])
    title = (
        Run(printed, quoted=True)
        if printed
        else Run(book.say("（标题缺失，由正文推知）", "(title lost; told from the text)"))
    )
    cells = region_cells(book, str(region["region_id"]))
    longest = int((plans["characters"] > plan["characters"]).sum()) + 1
    rows = [
        (book.say("工作要点", "Plan"), runs(title)),
        (book.say("大区", "Macro-region"), runs(book.name(region, "macro"))),
        (book.say("深度", "Depth"), runs(book.depth_counts(cells["depth"]))),
        (
            book.say("举措", "Measures"),
            runs(
                book.say(
                    f"{number(plan['measures'])} 条，其中自设任务 {plan['local_tasks']} 条",
                    f"{number(plan['measures'])}, {plan['local_tasks'] or 'none'} of them local tasks",
                )
            ),
        ),
        (
            book.say("篇幅", "Length"),
            runs(
                book.say(
                    f"{number(plan['characters'])} 字（{len(plans)} 份中第 {longest}）",
                    f"{number(plan['characters'])} characters (no. {longest} of {len(plans)})",
                )
            ),
        ),
        (
            book.say("来源", "Source"),
            runs(Run(str(plan["source_file"])), book.say("，", ", "), book.lines(plan)),
        ),
    ]
    return Section("facts", book.say("工作要点", "The plan"), (pairs(rows),))


def _by_area(book: Book, region_id: str) -> Section:
    title = book.say("覆盖与深度", "Coverage and depth")
    return Section(
        "areas", title, (Figure(area_chart(book, region_id)),), book.link("coverage", region=region_id)
    )


def _gaps(book: Book, region_id: str, cells: pd.DataFrame) -> Section:
    found = records(gaps_of(book.coverage, region_id, list(book.tasks.index), GAP_DEPTHS))
    title = book.say(
        f"缺口（{len(found)} 项，别处最常有的在前）", f"Gaps ({len(found)}, most common elsewhere first)"
    )
    link = book.link("gaps", for_region=region_id)
    if not found:
        none = book.say(
            "没有缺口：每项标准任务都有具体举措或声明暂无。", "No gap: every standard task is answered."
        )
        return Section("gaps", title, (Paragraph(runs(none)),), link)
    plan_id = str(book.regions.at[region_id, "plan_id"])
    near = [str(code) for code in store.similar_plans(book.built, plan_id)["region_id"]]
    columns = (
        TableColumn(book.say("标准任务", "Standard task"), 3.6),
        TableColumn(book.say("深度", "Depth"), 1.2),
        TableColumn(book.say("别处有具体举措", "Specific elsewhere"), 1.5, numeric=True),
        TableColumn(book.say("其中最相近的", "The most similar of them"), 3.0),
    )
    answered = book.coverage[book.coverage["depth"].isin(("specific", "quantified"))]
    have = answered.groupby("task_id")["region_id"].agg(set).to_dict()
    rows = []
    for row in found:
        having = have.get(str(row["task_id"]), ())
        rows.append(_gap_row(book, region_id, row, [code for code in near if code in having][:ELSEWHERE]))
    table = Table(columns, tuple(rows), SHOWN, more_rows(book, len(rows)))
    return Section("gaps", title, (table,), link, wide=True)


def _gap_row(book: Book, region_id: str, row: Mapping[str, Any], who: Sequence[str]) -> tuple[TableCell, ...]:
    """A gap of a region; ``who`` are regions that have a specific answer."""
    task_id = str(row["task_id"])
    elsewhere = book.link("gaps", view="task", for_task=task_id)
    having = [Run(book.region(code).text, book.link("coverage", open=f"{code}:{task_id}")) for code in who]
    return (
        cell(book.task(task_id)),
        book.depth(str(row["depth"]), book.link("coverage", open=f"{region_id}:{task_id}")),
        cell(Run(f"{row['elsewhere']}/{row['others']}", elsewhere)),
        TableCell(joined_runs(having, book.say("、", ", "))),
    )
