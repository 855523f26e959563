"""The profile of a standard task: who answers it and how, as a document that a page and a file show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from pages.charts.parts import Heading as FigureHeading
from pages.reports.book import Book, book_of
from pages.reports.facts import (
    more_rows,
    named_section,
    pairs,
    quiet,
    said_runs,
    target_spans,
    targets_section,
    words_section,
)
from pages.reports.figures import DepthRow, depth_chart
from pages.reports.near import nearest_tasks
from pages.ui.arrange import deepest_first
from pages.ui.evidence.evidence import records
from pages.ui.text import DEPTHS, Language, named, percent, plural
from pages.ui.theme import MARKS
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
from pipeline.schema.model import COVERED_DEPTHS
from pipeline.schema.model import DEPTHS as DEPTH_ORDER
from pipeline.store import store

FILE: Final = "plan-atlas-task"
EXAMPLES: Final = 3
"""How many of the most specific answers a page shows; a file has more of them."""

MOST_EXAMPLES: Final = 8
BODIES: Final = 8
NEAR: Final = 6


def task_profile(built: Path, task_id: str, language: Language) -> Document:
    """All that the built tables tell of a standard task.

    Parameters
    ----------
    built
        Folder of the built tables.
    task_id
        A standard task.
    language
        Of everything but the plans' own words.
    """
    book = book_of(built, language)
    cells = task_cells(book, task_id)
    asked = {"task_ids": [task_id]}
    sections = [
        _facts(book, task_id, cells),
        _by_macro(book, task_id),
        _examples(book, task_id, cells),
        _targets(book, task_id),
        _bodies(book, task_id),
        words_section(book, "task", task_id),
        _near(book, task_id),
        named_section(
            book,
            store.mentions(built, "campaigns", **asked),
            store.mentions(built, "citations", **asked),
        ),
    ]
    return Document(
        book.say(f"任务概况：{book.task_name(task_id)}", f"Profile of task {book.task_name(task_id)}"),
        _answer(book, task_id, cells),
        tuple(section for section in sections if section),
        book.source(),
        book.cite(),
        f"{FILE}-{task_id}",
        language,
        runs(book.name(book.tasks.loc[task_id], "name")),
    )


def task_cells(book: Book, task_id: str) -> pd.DataFrame:
    """The coverage cells of a task, the regions in official order."""
    cells = book.coverage[book.coverage["task_id"] == task_id]
    place = {code: number for number, code in enumerate(book.regions.index)}
    return cells.sort_values("region_id", key=lambda ids: ids.map(place), kind="stable")


def macro_chart(book: Book, task_id: str) -> Chart | None:
    """How many regions of each macro-region have each depth; None where there is no plan at all."""
    cells, name = task_cells(book, task_id), book.task_name(task_id)
    macros = cells["region_id"].map(book.regions["macro_id"])
    rows = [
        DepthRow(book.name(row, "macro"), Counter(map(str, cells.loc[macros == code, "depth"])), str(code))
        for code, row in book.regions.drop_duplicates("macro_id").set_index("macro_id").iterrows()
        if (macros == code).any()
    ]
    if not rows:
        return None
    covered, whole = sum(row.covered for row in rows), sum(row.cells for row in rows)
    heading = FigureHeading(
        book.say(f"{name}：各大区的覆盖与深度", f"{name}: coverage and depth by macro-region"),
        book.say(
            f"地区数，按深度；合计覆盖 {covered}/{whole}",
            f"Regions by depth; {covered} of {whole} cover it in all",
        ),
        book.source(),
    )
    unit = book.say("大区", "Macro-region")
    return depth_chart(rows, heading, unit, book.language, file_name=f"{FILE}-{task_id}-macros")


def _answer(book: Book, task_id: str, cells: pd.DataFrame) -> tuple[Run, ...]:
    whole, covered = len(cells), int(cells["depth"].isin(COVERED_DEPTHS).sum())
    quantified = int((cells["depth"] == "quantified").sum())
    share = percent(covered / whole) if whole else "–"
    of_all = plural(whole, "region", "regions")
    link = book.link("coverage", task=task_id)
    to_gaps = book.link("gaps", view="task", for_task=task_id)
    return runs(
        book.say(f"{whole} 个有工作要点的地区中，", f"Of {of_all} with a plan, "),
        Run(book.say(f"{covered} 个覆盖（{share}）", f"{covered} cover it ({share})"), link, bold=True),
        book.say(f"，其中 {quantified} 个有量化目标；", f", {quantified} of them with a target in numbers; "),
        Run(book.say(f"{whole - covered} 个没有覆盖", f"{whole - covered} do not"), to_gaps, bold=True),
        book.say("。", "."),
    )


def _facts(book: Book, task_id: str, cells: pd.DataFrame) -> Section:
    task = book.tasks.loc[task_id]
    rows: list[tuple[str, Sequence[Run]]] = [
        (book.say("工作重点", "Key area"), runs(book.area_name(str(task["area_id"])))),
        (book.say("模板原文", "In the template"), (Run(str(task["name_zh"]), quoted=True),)),
    ]
    for depth in reversed(DEPTH_ORDER):
        codes = cells.loc[cells["depth"] == depth, "region_id"]
        if codes.empty:
            continue
        listed = [
            Run(book.region(code).text, book.link("coverage", open=f"{code}:{task_id}")) for code in codes
        ]
        label = f"{MARKS[depth]} {named(DEPTHS, depth, book.language)} {len(codes)}"
        rows.append((label, joined_runs(listed, book.say("、", ", "))))
    missing = book.regions[book.regions["status"] == "no_plan"]["region_id"]
    if len(missing):
        rows.append((book.say("未见工作要点", "No plan published"), book.region_list(missing)))
    return Section("facts", book.say("谁覆盖，多深", "Who covers it, how deeply"), (pairs(rows),))


def _by_macro(book: Book, task_id: str) -> Section | None:
    chart = macro_chart(book, task_id)
    if chart is None:
        return None
    title = book.say("各大区的覆盖", "Coverage by macro-region")
    return Section("macros", title, (Figure(chart),), book.link("coverage", task=task_id))


def _examples(book: Book, task_id: str, cells: pd.DataFrame) -> Section | None:
    """The deepest answers, of equally deep ones the longest."""
    order = deepest_first(cells).head(MOST_EXAMPLES)
    if order.empty:
        return None
    ids = [measure_id for joined_ids in order["measure_ids"] for measure_id in joined_ids.split(";")]
    measures = {str(row["measure_id"]): row for row in records(store.measures(book.built, measure_ids=ids))}
    spans = target_spans(book, ids)
    columns = (
        TableColumn(book.say("地区", "Region"), 1.3),
        TableColumn(book.say("举措", "Measure"), 6.0),
        TableColumn(book.say("责任部门", "Departments"), 2.2),
        TableColumn(book.say("出处", "Lines"), 1.2),
    )
    rows = []
    for answer in records(order):
        found = [measures[code] for code in str(answer["measure_ids"]).split(";")]
        rows.append(_example(book, answer, found, spans))
    title = book.say("写得最具体的举措", "The most specific measures")
    table = Table(columns, tuple(rows), EXAMPLES, more_rows(book, len(rows), EXAMPLES))
    link = book.link("gaps", view="task", for_task=task_id)
    return Section("examples", title, (table,), link, wide=True)


def _example(
    book: Book,
    answer: dict[str, Any],
    found: Sequence[dict[str, Any]],
    spans: dict[str, list[tuple[int, int]]],
) -> tuple[TableCell, ...]:
    cell_link = book.link("coverage", open=f"{answer['region_id']}:{answer['task_id']}")
    depth = str(answer["depth"])
    said = [
        run
        for row in found
        for run in (
            *said_runs(str(row["measure_text"]), spans.get(str(row["measure_id"]), [])),
            Run("\n"),
        )
    ]
    departments = dict.fromkeys(str(row["departments_text"]) for row in found if row["departments_text"])
    return (
        cell(
            book.region(str(answer["region_id"])),
            "\n",
            Run(f"{MARKS[depth]} {named(DEPTHS, depth, book.language)}", cell_link),
        ),
        TableCell(tuple(said[:-1])),
        cell(Run("；".join(departments), quoted=True)),
        TableCell(joined_runs([book.lines(row) for row in found], "\n")),
    )


def _targets(book: Book, task_id: str) -> Section:
    targets = store.targets(book.built, kinds=["target"])
    named_in = targets["task_id"].map(lambda ids: task_id in ids.split(";")).astype(bool)
    own = targets[named_in]
    indicator = own.loc[own["indicator_id"] != "", "indicator_id"]
    link = (
        book.link("targets", indicator=str(indicator.mode().iloc[0]))
        if len(indicator)
        else book.link("targets")
    )
    return targets_section(book, own, link, of_region=False)


def _bodies(book: Book, task_id: str) -> Section:
    shares = store.assignment_shares(book.built, task_id)
    counts = store.department_counts(book.built, "task", task_ids=[task_id]).set_index("department_id")
    title = book.say(f"责任部门（{len(shares)} 个）", f"Departments ({len(shares)})")
    link = book.link("departments", duty="task", of_task=task_id)
    if shares.empty:
        return Section("bodies", title, (Paragraph(runs(book.say("没有写明。", "No body is named."))),), link)
    columns = (
        TableColumn(book.say("部门", "Body"), 3.4),
        TableColumn(book.say("地区数", "Regions"), 1.2, numeric=True),
        TableColumn(book.say("占比", "Share"), 1.0, numeric=True),
        TableColumn(book.say("牵头", "Leads"), 1.0, numeric=True),
    )
    rows = []
    for row in records(shares):
        code = str(row["department_id"])
        opened = book.link("departments", duty="task", of_task=task_id, open=f"{code}~{task_id}")
        lead = int(counts["lead"].get(code, 0))
        rows.append(
            (
                cell(Run(book.name(book.bodies.loc[code]), book.link("departments", duty="body", body=code))),
                cell(Run(str(row["regions"]), opened)),
                cell(percent(row["share"])),
                cell(str(lead)),
            )
        )
    table = Table(columns, tuple(rows), BODIES, more_rows(book, len(rows), BODIES))
    told = book.say(
        "占写明责任部门的地区之比；牵头为举措数。不含集体称谓与市县部门。",
        "Share of the regions that say who is responsible; leads in measures. Collective names and bodies of "
        "cities are left out.",
    )
    return Section("bodies", title, (table, quiet(told)), link)


def _near(book: Book, task_id: str) -> Section | None:
    near = nearest_tasks(book.built, task_id).head(NEAR)
    if near.empty:
        return None
    columns = (
        TableColumn(book.say("标准任务", "Standard task"), 4.0),
        TableColumn(book.say("余弦", "Cosine"), 1.0, numeric=True),
    )
    rows = tuple(
        (cell(book.task(str(row["task_id"]))), cell(f"{row['cosine']:.2f}")) for row in records(near)
    )
    told = book.say(
        "按各地举措用词的 TF-IDF 余弦：1 为用词比例相同。",
        "By the cosine of TF-IDF over their measures: 1 is the same words in the same proportions.",
    )
    title = book.say("用词最相近的任务", "Tasks nearest in words")
    return Section("near", title, (Table(columns, rows), quiet(told)))
