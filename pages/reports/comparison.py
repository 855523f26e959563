"""A comparison of some regions as a report: numbers, a chart, the matrix, and the texts task by task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from pages.charts.parts import Heading as FigureHeading
from pages.charts.parts import depth_cell
from pages.reports.book import Book, book_of
from pages.reports.facts import quiet, said_runs, target_spans
from pages.reports.figures import DepthRow, depth_chart
from pages.reports.groups import grouped
from pages.ui.evidence.evidence import records
from pages.ui.text import DEPTHS, Language, joined, named, number, percent, plural
from pages.ui.theme import MARKS
from pipeline.export.reports.document import (
    Block,
    Document,
    Figure,
    Heading,
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
from pipeline.export.reports.report import write_document
from pipeline.schema.chart import Chart, Grid
from pipeline.schema.model import COVERED_DEPTHS, GAP_DEPTHS
from pipeline.schema.model import DEPTHS as DEPTH_ORDER
from pipeline.store import store

FILE: Final = "plan-atlas-comparison"

Depths = Mapping[str, Mapping[str, str]]


def comparison_report(
    built: Path, region_ids: Sequence[str], task_ids: Sequence[str], language: Language, *, base: str = ""
) -> bytes:
    """A comparison of regions over tasks as a DOCX file.

    Parameters
    ----------
    built
        Folder of the built tables.
    region_ids
        Regions with a plan, in the order in which they are to stand.
    task_ids
        The standard tasks compared, in their order.
    language
        Of everything but the plans' own words.
    base
        What the links to the dashboard start with, as ``http://host/``; without it they are plain text.
    """
    return write_document(comparison_document(built, region_ids, task_ids, language), base)


def comparison_document(
    built: Path, region_ids: Sequence[str], task_ids: Sequence[str], language: Language
) -> Document:
    """What `comparison_report` says; see there."""
    book = book_of(built, language)
    known = set(book.coverage["region_id"])
    regions = [code for code in dict.fromkeys(region_ids) if code in known]
    tasks = [code for code in dict.fromkeys(task_ids) if code in book.tasks.index]
    depths = depths_by_task(book, regions, tasks)
    names = joined((book.region(code).text for code in regions), language)
    sections = (
        _numbers(book, regions, tasks, depths),
        _chart(book, regions, depths),
        _groups(book, depths),
        _pairs(book, regions),
        _matrix(book, regions, tasks, depths),
        _texts(book, regions, tasks, depths),
    )
    return Document(
        book.say(f"{names}：工作要点对照", f"Work plans compared: {names}"),
        _answer(book, regions, depths),
        tuple(section for section in sections if section),
        book.source(),
        book.cite(),
        "-".join((FILE, *regions)),
        language,
    )


def depths_by_task(book: Book, regions: Sequence[str], tasks: Sequence[str]) -> dict[str, dict[str, str]]:
    """The depths by task and then by region, in the order given."""
    cells = book.coverage
    known = dict(zip(zip(cells["region_id"], cells["task_id"], strict=True), cells["depth"], strict=True))
    return {task: {region: known[region, task] for region in regions} for task in tasks}


def _answer(book: Book, regions: Sequence[str], depths: Depths) -> tuple[Run, ...]:
    groups = grouped(depths)
    everyone, nobody, whole = len(groups["everyone"]), len(groups["nobody"]), len(depths)
    differ = sum(len(set(by_region.values())) > 1 for by_region in depths.values())
    return runs(
        book.say(
            f"{len(regions)} 个地区、{whole} 项标准任务：",
            f"{plural(len(regions), 'region', 'regions')}, {plural(whole, 'task', 'standard tasks')}: ",
        ),
        Run(book.say(f"{everyone} 项都覆盖", f"{everyone} covered by all"), bold=True),
        book.say(f"，{nobody} 项都没有覆盖；", f", {nobody} by none; "),
        Run(book.say(f"{differ} 项深度不同", f"they differ in depth at {differ}"), bold=True),
        book.say("。", "."),
    )


def _numbers(book: Book, regions: Sequence[str], tasks: Sequence[str], depths: Depths) -> Section:
    asked: dict[str, Any] = {"region_ids": list(regions), "task_ids": list(tasks)}
    wrote = {row["region_id"]: row for row in records(store.answer_totals(book.built, **asked))}
    bodies = store.department_counts(book.built, "region", **asked)["region_id"].value_counts()

    def line(name: str, values: Sequence[str]) -> tuple[TableCell, ...]:
        return (cell(name), *(cell(value) for value in values))

    answers = {code: [by_region[code] for by_region in depths.values()] for code in regions}

    def counted(kinds: Sequence[str]) -> list[int]:
        return [sum(depth in kinds for depth in answers[code]) for code in regions]

    def written(column: str) -> list[str]:
        return [number(int(wrote.get(code, {}).get(column, 0))) for code in regions]

    covered = counted(COVERED_DEPTHS)
    whole = max(len(depths), 1)
    rows = [
        line(book.say("覆盖的任务", "Tasks covered"), [f"{one} ({percent(one / whole)})" for one in covered]),
        *(
            line(f"{MARKS[depth]} {named(DEPTHS, depth, book.language)}", list(map(str, counted((depth,)))))
            for depth in reversed(DEPTH_ORDER)
        ),
        line(book.say("缺口", "Gaps"), list(map(str, counted(GAP_DEPTHS)))),
        line(book.say("举措", "Measures"), written("measures")),
        line(book.say("量化目标", "Targets"), written("targets")),
        line(book.say("责任部门", "Departments"), [str(int(bodies.get(code, 0))) for code in regions]),
        line(book.say("举措字数", "Characters of measures"), written("characters")),
    ]
    columns = (
        TableColumn(book.say("所选任务范围内", "Within the tasks chosen"), 2.2),
        *(TableColumn(book.region(code).text, 1.0, numeric=True) for code in regions),
    )
    link = book.link("compare")
    return Section("numbers", book.say("对照数字", "The numbers"), (Table(columns, tuple(rows)),), link)


def _chart(book: Book, regions: Sequence[str], depths: Depths) -> Section:
    rows = [
        DepthRow(book.region(code).text, Counter(by_region[code] for by_region in depths.values()))
        for code in regions
    ]
    heading = FigureHeading(
        book.say("各地区的覆盖与深度", "Coverage and depth by region"),
        book.say(f"{len(depths)} 项标准任务，按深度", f"{len(depths)} standard tasks, by depth"),
        book.source(),
    )
    unit = book.say("地区", "Region")
    chart = depth_chart(rows, heading, unit, book.language, file_name=f"{FILE}-depths")
    return Section("depths", book.say("覆盖与深度", "Coverage and depth"), (Figure(chart),))


def _groups(book: Book, depths: Depths) -> Section:
    names = {
        "everyone": book.say("都覆盖", "Covered by all"),
        "some": book.say("几个地区覆盖", "Covered by several"),
        "one": book.say("只有一个地区覆盖", "Covered by one only"),
        "nobody": book.say("都没有覆盖", "Covered by none"),
    }
    blocks = []
    for group, tasks in grouped(depths).items():
        if not tasks:
            continue
        listed = joined_runs([book.task(task) for task in tasks], book.say("、", ", "))
        head = Run(f"{names[group]} {len(tasks)}{book.say('：', ': ')}", bold=True)
        blocks.append(Paragraph((head, *listed)))
    return Section("groups", book.say("谁覆盖哪些任务", "Who covers what"), tuple(blocks))


def _pairs(book: Book, regions: Sequence[str]) -> Section | None:
    if len(regions) < 2:
        return None
    found = store.alike_plans(book.built)
    words = {
        frozenset((row["region_id"], row["other_region_id"])): float(row["cosine"]) for row in records(found)
    }
    rows = []
    for one, other in combinations(regions, 2):
        plan_id = str(book.regions.at[one, "plan_id"])
        similar = store.similar_plans(book.built, plan_id).set_index("region_id")["similarity"]
        cosine = words.get(frozenset((one, other)))
        rows.append(
            (
                TableCell((book.region(one), Run(" – "), book.region(other))),
                cell(percent(float(similar[other]))),
                cell("–" if cosine is None else f"{cosine:.2f}"),
            )
        )
    columns = (
        TableColumn(book.say("两份工作要点", "Two plans"), 3.0),
        TableColumn(book.say("深度相似", "Alike in depth"), 1.2, numeric=True),
        TableColumn(book.say("用词相似", "Alike in words"), 1.2, numeric=True),
    )
    told = book.say(
        "比的是整份工作要点。深度：Gower 相似度；用词：TF-IDF 余弦。",
        "Of the whole plans. Depth: Gower similarity; words: cosine of TF-IDF.",
    )
    title = book.say("两两相似", "Pairs")
    return Section("pairs", title, (Table(columns, tuple(rows)), quiet(told)))


def _matrix(book: Book, regions: Sequence[str], tasks: Sequence[str], depths: Depths) -> Section:
    grid = Grid(
        rows=tuple(book.task_name(task) for task in tasks),
        columns=tuple(book.region(code).text for code in regions),
        cells=tuple(
            tuple(
                depth_cell(
                    depths[task][code], f"{MARKS[depths[task][code]]} {_depth(book, depths[task][code])}"
                )
                for code in regions
            )
            for task in tasks
        ),
    )
    title = book.say("各项任务的深度", "Depth at each task")
    exhibit = Chart("", "", "", title, f"{FILE}-matrix", grid)
    return Section("matrix", title, (Figure(exhibit),))


def _texts(book: Book, regions: Sequence[str], tasks: Sequence[str], depths: Depths) -> Section:
    cells = store.coverage(book.built, region_ids=list(regions), task_ids=list(tasks))
    ids_of = {(row["region_id"], row["task_id"]): row["measure_ids"].split(";") for row in records(cells)}
    ids = sorted({name for names in ids_of.values() for name in names if name})
    measures = {row["measure_id"]: row for row in records(store.measures(book.built, measure_ids=ids))}
    spans = target_spans(book, ids)
    columns = (
        TableColumn(book.say("地区", "Region"), 1.4),
        TableColumn(book.say("举措", "Measure"), 5.8),
        TableColumn(book.say("责任部门", "Departments"), 1.8),
        TableColumn(book.say("出处", "Lines"), 1.1),
    )
    blocks: list[Block] = []
    area = ""
    for task in tasks:
        own = str(book.tasks.at[task, "area_id"])
        if own != area:
            blocks.append(Heading(book.area_name(own), 2))
            area = own
        blocks.append(Heading(f"{task} {book.name(book.tasks.loc[task], 'name')}", 3))
        rows: list[tuple[TableCell, ...]] = []
        for code in regions:
            found: list[dict[str, Any] | None] = [measures[name] for name in ids_of[code, task] if name]
            said = book.depth(depths[task][code], book.link("coverage", open=f"{code}:{task}")).runs
            rows += [
                (
                    TableCell((book.region(code), Run("\n"), *said) if place == 0 else ()),
                    *_measure(book, measure, spans),
                )
                for place, measure in enumerate(found or [None])
            ]
        blocks.append(Table(columns, tuple(rows)))
    return Section("texts", book.say("各地如何落实", "What they wrote"), tuple(blocks), wide=True)


def _measure(
    book: Book, measure: dict[str, Any] | None, spans: Mapping[str, list[tuple[int, int]]]
) -> tuple[TableCell, TableCell, TableCell]:
    """What a row says, who carries it and where it stands; dashes where there is no row."""
    if measure is None:
        return cell("–"), cell(""), cell("")
    said = said_runs(str(measure["measure_text"]), spans.get(str(measure["measure_id"]), []))
    blank = runs(Run(book.say("（本格为空）", "(left blank)"), quiet=True))
    return (
        TableCell(said or blank),
        cell(Run(str(measure["departments_text"]), quoted=True)),
        cell(book.lines(measure)),
    )


def _depth(book: Book, depth: str) -> str:
    return named(DEPTHS, depth, book.language)
