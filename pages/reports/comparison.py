"""The comparison of regions as a report: totals, a chart, the matrix, and the texts by task."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, groupby
from pathlib import Path
from typing import Any, Final

import pandas as pd

from pages.charts.parts import depth_cell
from pages.reports import report
from pages.reports.facts import depth_figure, find_measures
from pages.ui import data
from pages.ui.codes import CODE_NAMES, STATUSES, name_of
from pages.ui.links import page_address
from pages.ui.names import area_names, depth_label, region_names, task_names
from pages.ui.text import Language, fill_text, join_words, number, percent, t
from pipeline.export.reports import document as doc
from pipeline.export.reports.report import write_document
from pipeline.schema.chart import Chart, Grid
from pipeline.schema.model import COVERED_DEPTHS, GAP_DEPTHS
from pipeline.schema.model import DEPTHS as DEPTH_ORDER

FILE: Final = "plan-atlas-comparison"

COVERAGE_GROUPS: Final = ("everyone", "some", "one", "nobody")
"""Tasks covered by all of the chosen regions, by several but not all, by only one, by none."""


def coverage_group(depths: Mapping[Any, str]) -> str:
    """The group of a task, one of `COVERAGE_GROUPS`, from its depths by region."""
    covering = sum(depth in COVERED_DEPTHS for depth in depths.values())
    if covering == len(depths):
        return "everyone"
    return ("nobody", "one")[covering] if covering < 2 else "some"


def group_tasks(depths: Mapping[Any, Mapping[Any, str]]) -> dict[str, list[str]]:
    """The tasks of each group, in their order."""
    groups = {task: coverage_group(by_region) for task, by_region in depths.items()}
    return {group: [task for task in depths if groups[task] == group] for group in COVERAGE_GROUPS}


def name_missing(region_ids: Iterable[str]) -> list[str]:
    """Say of each of some regions without a plan that it can't be compared, and why."""
    regions, names = data.regions().set_index("region_id"), region_names()
    states = ((names[code], name_of(STATUSES, str(regions.at[code, "status"]))) for code in region_ids)
    return [fill_text("reports", "without_plan", name=name, status=status) for name, status in states]


def region_totals(depths: pd.DataFrame) -> pd.DataFrame:
    """Count by region over some tasks, from depths by task (rows) and region (columns).

    The result is by region_id (str), in the order of the columns: tasks, covered, gaps, one column for each
    depth, measures, targets, characters, departments (int64).
    """
    where: dict[str, Any] = {"region_ids": tuple(depths.columns), "task_ids": tuple(depths.index)}
    texts = data.query("answer_totals", **where).set_index("region_id")[["measures", "targets", "characters"]]
    bodies = data.query("department_counts", by="region", **where)["region_id"].value_counts()
    flags = {
        "covered": depths.isin(COVERED_DEPTHS),
        "gaps": depths.isin(GAP_DEPTHS),
        **{depth: depths == depth for depth in DEPTH_ORDER},
    }
    totals = pd.DataFrame({name: flag.sum() for name, flag in flags.items()}, index=depths.columns)
    totals = totals.join(texts).assign(departments=bodies, tasks=len(depths))
    return totals.fillna(0).astype("int64").rename_axis("region_id")


def compare_pairs(plan_ids: Mapping[str, str]) -> pd.DataFrame:
    """Compare the whole plans of each pair of regions; ``plan_ids`` are by region.

    The columns are region_id, other_region_id (str); words, a cosine, NaN if the build has none; depths, a
    Gower similarity (float64).
    """
    alike = data.query("rank_plan_pairs")
    pairs = map(frozenset, zip(alike["region_id"], alike["other_region_id"], strict=True))
    words = dict(zip(pairs, alike["cosine"], strict=True))
    rows = []
    for one, other in combinations(plan_ids, 2):
        similar = data.query("similar_plans", plan_id=plan_ids[one]).set_index("region_id")["similarity"]
        rows.append((one, other, words.get(frozenset((one, other))), similar[other]))
    columns = ["region_id", "other_region_id", "words", "depths"]
    return pd.DataFrame(rows, columns=columns).astype({"words": "float64"})


def comparison_report(
    built: Path, region_ids: Sequence[str], task_ids: Sequence[str], language: Language, *, base: str = ""
) -> bytes:
    """Return `comparison_document` as a DOCX file.

    ``base`` is the beginning of links to the dashboard, as ``http://host/``; without it they are plain text.
    """
    return write_document(comparison_document(built, region_ids, task_ids, language), base)


def comparison_document(
    built: Path, region_ids: Sequence[str], task_ids: Sequence[str], language: Language
) -> doc.Document:
    """Return the comparison of regions over standard tasks in the order given; some can have no plan."""
    with report.report_context(built, language):
        depths = data.coverage().pivot(index="task_id", columns="region_id", values="depth")
        regions = [code for code in dict.fromkeys(region_ids) if code in depths.columns]
        depths = depths.loc[[code for code in dict.fromkeys(task_ids) if code in depths.index], regions]
        names = [region_names()[code] for code in regions]
        sections = (
            _totals_section(depths),
            _chart_section(depths, names),
            _groups_section(depths),
            _pairs_section(regions),
            _matrix_section(depths, names),
            _texts_section(depths),
        )
        groups = group_tasks(depths.to_dict("index"))
        counts = {"everyone": len(groups["everyone"]), "nobody": len(groups["nobody"])}
        counts |= {"regions": len(regions), "tasks": len(depths)}
        counts["differ"] = int((depths.nunique(axis=1) > 1).sum())
        title = t(f"{join_words(names)}：工作要点对照", f"Work plans compared: {join_words(names)}")
        answer = report.fill_answer("compared", **counts)
        missing = t("", " ").join(name_missing(code for code in region_ids if code not in regions))
        file, aside = "-".join((FILE, *regions)), doc.make_runs(missing)
        return report.make_document(title, answer, sections, file, aside)


def _totals_section(depths: pd.DataFrame) -> doc.Section:
    totals, tasks = region_totals(depths), max(len(depths), 1)
    rows: dict[str, Iterable[Any]] = {
        t("覆盖的任务", "Tasks covered"): [f"{n} ({percent(n / tasks)})" for n in totals["covered"]],
        **{depth_label(depth): totals[depth] for depth in reversed(DEPTH_ORDER)},
        t("缺口", "Gaps"): totals["gaps"],
        t("举措", "Measures"): map(number, totals["measures"]),
        t("量化目标", "Targets"): map(number, totals["targets"]),
        t("责任部门", "Departments"): totals["departments"],
        t("举措字数", "Characters of measures"): map(number, totals["characters"]),
    }
    columns = (
        doc.TableColumn(t("所选任务范围内", "Within the tasks chosen"), 2.2),
        *(doc.TableColumn(region_names()[code], 1.0, numeric=True) for code in depths.columns),
    )
    cells = [[name, *map(str, values)] for name, values in rows.items()]
    return report.table_section("numbers", columns, cells, link=page_address("compare"), shown=None)


def _chart_section(depths: pd.DataFrame, names: Sequence[str]) -> doc.Section:
    named, name = dict(zip(depths.columns, names, strict=True)), f"{FILE}-depths"
    cells, tasks = depths.melt(value_name="depth"), len(depths)
    figure = depth_figure(cells, "region_id", named, "depths", tasks=tasks, file_name=name)
    return doc.Section("depths", t("覆盖与深度", "Coverage and depth"), (figure,))


def _groups_section(depths: pd.DataFrame) -> doc.Section:
    blocks = []
    for group, tasks in group_tasks(depths.to_dict("index")).items():
        heading = report.head(name_of(CODE_NAMES["coverage_group"], group), len(tasks))
        if tasks:
            blocks.append(report.paragraph(heading, *report.join_links(map(report.task_link, tasks))))
    return doc.Section("groups", t("谁覆盖哪些任务", "Who covers what"), tuple(blocks))


def _pairs_section(regions: Sequence[str]) -> doc.Section | None:
    if len(regions) < 2:
        return None
    plan_ids = {code: str(data.region(code)["plan_id"]) for code in regions}
    rows = []
    for one, other, words, alike in compare_pairs(plan_ids).itertuples(index=False):
        pair = (report.region_link(one), " – ", report.region_link(other))
        rows.append((pair, percent(alike), "–" if pd.isna(words) else f"{words:.2f}"))
    columns = report.table_columns(plans_alike=3.0, alike_in_depth=1.2, alike_in_words=1.2)
    return report.table_section("pairs", columns, rows, shown=None)


def _matrix_section(depths: pd.DataFrame, names: Sequence[str]) -> doc.Section:
    cells = (tuple(depth_cell(depth, depth_label(depth)) for depth in row) for row in depths.to_numpy())
    grid = Grid(tuple(task_names()[code] for code in depths.index), tuple(names), tuple(cells))
    title = t("各项任务的深度", "Depth at each task")
    return doc.Section("matrix", title, (doc.Figure(Chart("", "", "", title, f"{FILE}-matrix", grid)),))


def _texts_section(depths: pd.DataFrame) -> doc.Section:
    regions, tasks = list(depths.columns), list(depths.index)
    cells = data.query("coverage", region_ids=tuple(regions), task_ids=tuple(tasks))
    ids_of = cells.set_index(["region_id", "task_id"])["measure_ids"].str.split(";")
    measures = find_measures(sorted(set(ids_of.explode()) - {""}))
    columns = report.table_columns(region=1.4, measure_text=5.8, departments_text=1.8, lines=2.2)
    blocks: list[doc.Block] = []
    names, areas = task_names("name"), data.tasks().set_index("task_id")["area_id"]
    region_links = {code: report.region_link(code) for code in regions}
    blank = doc.Run(t("（本格为空）", "(left blank)"), muted=True)
    for area, of_area in groupby(tasks, areas.__getitem__):
        blocks.append(doc.Heading(area_names()[area], 2))
        for task in of_area:
            blocks.append(doc.Heading(names[task], 3))
            rows: list[tuple[report.Value, ...]] = []
            for code in regions:
                link = page_address("coverage", open=f"{code}:{task}")
                depth = doc.Run(depth_label(str(depths.at[task, code])), link)
                found: list[tuple[report.Value, ...]] = []
                for measure in (measures[name] for name in ids_of[code, task] if name):
                    charged = doc.Run(measure["departments_text"], quoted=True)
                    found.append((measure["runs"] or blank, charged, report.lines_link(measure)))
                first, *others = found or [("–", "", "")]
                rows += [((region_links[code], "\n", depth), *first), *(("", *row) for row in others)]
            blocks.append(report.make_table(columns, rows))
    return doc.Section("texts", t("各地如何落实", "What they wrote"), tuple(blocks), wide=True)
