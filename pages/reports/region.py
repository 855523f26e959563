"""The profile of a region: the contents of its plan, as a document for the page and for a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, cast

import pandas as pd

from pages.reports import facts
from pages.reports.report import Report, load_report, make_small_print
from pages.ui.evidence.evidence import records
from pages.ui.text import SEVERITIES, STATUSES, Language, name_of, number, percent, plural, shorten
from pipeline.export.reports import document as doc
from pipeline.schema.model import COVERED_DEPTHS, DEPTHS, GAP_DEPTHS, SPECIFIC_DEPTHS
from pipeline.store import store
from pipeline.store.gap_tables import list_gaps

FILE: Final = "plan-atlas-region"

MOST_ELSEWHERE: Final = 4
"""The number of comparable regions with a specific answer named beside a gap."""

LOCAL: Final = 5
FINDINGS: Final = 3
SIMILAR: Final = 5

Contents = tuple[tuple[doc.Run, ...], Sequence[doc.Section | None]]
"""The answer and the sections of a profile."""


def region_profile(built: Path, region_id: str, language: Language) -> doc.Document:
    """Return the profile of a region, with or without a plan, from the tables in the folder ``built``."""
    report = load_report(built, language)
    region = cast(pd.Series, report.regions.loc[region_id])
    name = report.name(region, "name")
    describe = _describe_plan if region["status"] == "plan" else _describe_missing
    answer, sections = describe(report, region)
    return report.document(
        report.t(f"{name}概况", f"Profile of {name}"), answer, sections, f"{FILE}-{region_id}"
    )


def _describe_missing(report: Report, region: pd.Series) -> Contents:
    name, state = report.name(region, "name"), name_of(STATUSES, str(region["status"]), report.language)
    answer = doc.make_runs(
        doc.Run(report.t(f"{name}：{state}。", f"{name}: {state}."), bold=True),
        report.t("", " ") + report.text("no_document"),
    )
    macro = report.name(region, "macro")
    near = report.regions.query("macro_id == @region.macro_id and status == 'plan'")["region_id"]
    title = report.t(f"{macro}有工作要点的地区", f"Regions of {macro} that have a plan")
    regions = doc.Paragraph(report.join(map(report.region_link, near)))
    neighbours = doc.Section("near", title, (regions,)) if len(near) else None
    return answer, [neighbours, _findings_section(report, region)]


def _describe_plan(report: Report, region: pd.Series) -> Contents:
    region_id, plan_id = str(region["region_id"]), str(region["plan_id"])
    cells = report.coverage[report.coverage["region_id"] == region_id]
    targets = store.targets(report.built, region_ids=[region_id], kinds=["target"])
    targets_link = report.link("targets", see="region", of=region_id)
    return _summarize(report, region, cells["depth"]), [
        _plan_section(report, region, cells["depth"]),
        _areas_section(report, region, cells),
        _gaps_section(report, region_id, plan_id),
        facts.targets_section(report, targets, targets_link, of_region=True),
        _local_section(report, region_id),
        _bodies_section(report, region_id),
        facts.words_section(report, "region", region_id),
        _similar_section(report, plan_id, region_id),
        facts.mentions_section(report, region_ids=[region_id]),
        _findings_section(report, region),
    ]


def _summarize(report: Report, region: pd.Series, depths: pd.Series) -> tuple[doc.Run, ...]:
    covered, whole = int(depths.isin(COVERED_DEPTHS).sum()), len(depths)
    gaps, quantified = int(depths.isin(GAP_DEPTHS).sum()), int((depths == "quantified").sum())
    name, region_id, share = report.name(region), str(region["region_id"]), percent(covered / whole)
    return doc.make_runs(
        report.t(f"{name}覆盖 {whole} 项标准任务中的 ", f"{name} covers "),
        doc.Run(
            report.t(f"{covered} 项（{share}）", f"{covered} of {whole} standard tasks ({share})"),
            report.link("coverage", region=region_id),
            bold=True,
        ),
        report.t(
            f"，{f'其中 {quantified} 项' if quantified else '这些任务都没'}有量化目标；",
            f", {quantified or 'none'} of them with a target in numbers; it has ",
        ),
        doc.Run(
            report.t(f"缺口 {gaps} 项", plural(gaps, "gap")),
            report.link("gaps", for_region=region_id),
            bold=True,
        ),
        report.t("（未列、列而未填或原则性）。", " (absent, blank or generic)."),
    )


def _plan_section(report: Report, region: pd.Series, depths: pd.Series) -> doc.Section:
    plans = store.plans(report.built)
    totals = plans.groupby("region_id")[["measures", "local_tasks", "characters"]].sum()
    total, mine = totals.loc[region["region_id"]], records(plans[plans["region_id"] == region["region_id"]])
    lost = doc.Run(report.t("（标题缺失，由正文推知）", "(title lost; inferred from the text)"))
    place = int((totals["characters"] > total["characters"]).sum()) + 1
    measures = report.t(
        f"{number(total['measures'])} 条，其中自设任务 {total['local_tasks']} 条",
        f"{number(total['measures'])}, {total['local_tasks'] or 'none'} of them local tasks",
    )
    characters = number(total["characters"])
    length = report.text("length", characters=characters, place=place, regions=len(totals))
    titles = [doc.Run(str(plan["title"]), quoted=True) if plan["title"] else lost for plan in mine]
    sources: list[doc.Run] = []
    for plan in mine:
        separator = report.t("；", "; ") if sources else ""
        file = doc.Run(f"{separator}{plan['source_file']}{report.t('，', ', ')}")
        sources += [file, report.lines_link(plan)]
    counts = depths.value_counts()
    by_depth = (
        f"{report.depth_name(depth)} {counts[depth]}" for depth in reversed(DEPTHS) if depth in counts
    )
    rows = [
        (report.t("工作要点", "Plan"), doc.join_runs(titles, report.t("；", "; "))),
        (report.t("大区", "Macro-region"), doc.make_runs(report.name(region, "macro"))),
        (report.t("深度", "Depth"), doc.make_runs(report.t("、", ", ").join(by_depth))),
        (report.t("举措", "Measures"), doc.make_runs(measures)),
        (report.t("篇幅", "Length"), doc.make_runs(length)),
        (report.t("来源", "Source"), doc.make_runs(*sources)),
    ]
    return doc.Section("facts", report.t("工作要点", "The plan"), (facts.facts_table(rows),))


def _areas_section(report: Report, region: pd.Series, cells: pd.DataFrame) -> doc.Section:
    name, covered = report.name(region), cells["depth"].isin(COVERED_DEPTHS).sum()
    figure = facts.depth_figure(
        report,
        cells,
        "area_id",
        {area_id: report.area_name(area_id) for area_id in sorted(cells["area_id"].unique())},
        report.t(f"{name}：各工作重点的覆盖与深度", f"{name}: coverage and depth by key area"),
        report.text("areas", covered=covered, cells=len(cells)),
        unit=report.t("工作重点", "Key area"),
        file_name=f"{FILE}-{region['region_id']}-areas",
    )
    link = report.link("coverage", region=str(region["region_id"]))
    return doc.Section("areas", report.t("覆盖与深度", "Coverage and depth"), (figure,), link)


def _gaps_section(report: Report, region_id: str, plan_id: str) -> doc.Section:
    gaps = records(list_gaps(report.coverage, region_id, list(report.tasks.index), GAP_DEPTHS))
    similar = [str(code) for code in store.similar_plans(report.built, plan_id)["region_id"]]
    answered = report.coverage[report.coverage["depth"].isin(SPECIFIC_DEPTHS)]
    regions_by_task = answered.groupby("task_id")["region_id"].agg(set).to_dict()
    rows = []
    for gap in gaps:
        task_id = gap["task_id"]
        answering = [code for code in similar if code in regions_by_task.get(task_id, ())]
        elsewhere = report.link("gaps", view="task", for_task=task_id)
        rows.append(
            (
                doc.make_cell(report.task_link(task_id)),
                report.depth_cell(gap["depth"], report.link("coverage", open=f"{region_id}:{task_id}")),
                doc.make_cell(doc.Run(f"{gap['elsewhere']}/{gap['others']}", elsewhere)),
                doc.make_cell(*report.cell_links(answering[:MOST_ELSEWHERE], task_id)),
            )
        )
    return report.table_section(
        "gaps",
        report.text("gaps", gaps=len(gaps)),
        report.columns(standard_task=3.6, depth=1.2, specific_elsewhere=1.5, nearest_specific=3.0),
        rows,
        link=report.link("gaps", for_region=region_id),
        wide=True,
        empty=report.text("no_gap"),
    )


def _local_section(report: Report, region_id: str) -> doc.Section | None:
    measures = store.measures(report.built, region_ids=[region_id])
    rows = [
        (
            doc.make_cell(report.area_name(row["area_id"]) if row["area_id"] in report.areas.index else ""),
            doc.make_cell(doc.Run(row["task_text"], quoted=True)),
            doc.make_cell(doc.Run(shorten(row["measure_text"], 110), quoted=True)),
            doc.make_cell(report.lines_link(row)),
        )
        for row in records(measures[measures["task_id"] == ""])
    ]
    if not rows:
        return None
    title = report.t(f"自设任务（{len(rows)} 条）", f"Local tasks ({len(rows)})")
    columns = report.columns(area=1.6, task=2.4, measure_text=4.6, lines=2.2)
    link = report.link("local", region=region_id)
    return report.table_section("local", title, columns, rows, link=link, wide=True, shown=LOCAL)


def _bodies_section(report: Report, region_id: str) -> doc.Section:
    """The number of a region's measures assigned to each body."""
    counts = store.department_counts(report.built, region_ids=[region_id])
    present = [role for role in ("lead", "support", "named") if counts[role].any()]
    # In a plan without roles, each number would be shown twice.
    roles = present if len(present) > 1 else []
    collective = report.bodies["collective"].reindex(counts["department_id"]).any()
    note = report.t("* 集体称谓，没有点名具体部门。", "* A collective name, not a specific body.")
    shown = counts[["department_id", "measures", *roles]].rename(columns={"measures": "all_measures"})
    columns = report.columns(department=3.6, all_measures=1.2, **dict.fromkeys(roles, 1.1))
    return facts.bodies_section(report, "region", region_id, shown, columns, note if collective else "")


def _similar_section(report: Report, plan_id: str, region_id: str) -> doc.Section | None:
    """The plans most similar to a region's, in depth and in words."""
    depths = store.similar_plans(report.built, plan_id).head(SIMILAR)
    texts = store.nearest_plans(report.built, plan_id).head(SIMILAR)
    if depths.empty and texts.empty:
        return None
    view = {"see": "alike", "like": region_id}
    by_depth, by_words = [], []
    for code, similarity in zip(depths["region_id"], depths["similarity"], strict=True):
        region = report.region_link(code)
        by_depth.append(doc.Run(f"{region.text}\u00a0{percent(similarity)}", region.link))
    for code, cosine in zip(texts["region_id"], texts["cosine"], strict=True):
        pair = report.link("keywords", **view, open=f"pair:{region_id}:{code}")
        by_words.append(doc.Run(f"{report.region_name(code)}\u00a0{cosine:.2f}", pair))
    blocks = (
        doc.Paragraph((doc.Run(report.t("深度最相近：", "In depth: "), bold=True), *report.join(by_depth))),
        doc.Paragraph((doc.Run(report.t("用词最相近：", "In words: "), bold=True), *report.join(by_words))),
        make_small_print(report.text("similar")),
    )
    title = report.t("最相近的工作要点", "The plans most alike")
    return doc.Section("alike", title, blocks, report.link("keywords", **view))


def _findings_section(report: Report, region: pd.Series) -> doc.Section | None:
    """The findings on a region's plan, by severity; None without any."""
    findings = store.findings(report.built)
    own = records(findings[findings["region_id"] == region["region_id"]])
    if not own:
        return None
    rows = [
        (
            doc.make_cell(name_of(SEVERITIES, finding["severity"], report.language)),
            doc.make_cell(finding[f"message_{report.language}"]),
            doc.make_cell(report.lines_link(finding) if finding["first_line"] else ""),
        )
        for finding in sorted(own, key=lambda finding: -list(SEVERITIES).index(finding["severity"]))
    ]
    columns = report.columns(severity=0.8, finding=4.6, lines=1.3)
    title = report.t(f"读取时的存疑与说明（{len(rows)} 条）", f"What the reading noted ({len(rows)})")
    link = report.link("methods", region=str(region["region_id"]), section="findings")
    return report.table_section("findings", title, columns, rows, link=link, shown=FINDINGS)
