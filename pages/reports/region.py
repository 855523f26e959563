"""The profile of a region: the contents of its plan, as a document for the page and for a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from pages.reports import facts, report
from pages.ui import data
from pages.ui.evidence.evidence import records
from pages.ui.evidence.findings import name_severity, sort_findings
from pages.ui.names import area_names, depth_label, region_names
from pages.ui.profile_links import page_address
from pages.ui.text import (
    STATUSES,
    Language,
    fill_text,
    localized,
    name_of,
    number,
    percent,
    plural,
    shorten,
    t,
)
from pipeline.export.reports import document as doc
from pipeline.schema.model import COVERED_DEPTHS, DEPTHS, GAP_DEPTHS, SPECIFIC_DEPTHS
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
    with report.report_context(built, language):
        region = data.region(region_id)
        name = str(region[localized("name")])
        describe = _describe_plan if region["status"] == "plan" else _describe_missing
        answer, sections = describe(region)
        title = t(f"{name}概况", f"Profile of {name}")
        return report.make_document(title, answer, sections, f"{FILE}-{region_id}")


def _describe_missing(region: pd.Series) -> Contents:
    name, state = str(region[localized("name")]), name_of(STATUSES, str(region["status"]))
    answer = doc.make_runs(
        doc.Run(t(f"{name}：{state}。", f"{name}: {state}."), bold=True),
        t("", " ") + fill_text("reports", "no_document"),
    )
    macro = str(region[localized("macro")])
    near = data.regions().query("macro_id == @region.macro_id and status == 'plan'")["region_id"]
    title = t(f"{macro}有工作要点的地区", f"Regions of {macro} that have a plan")
    regions = doc.Paragraph(report.join_links(map(report.region_link, near)))
    neighbours = doc.Section("near", title, (regions,)) if len(near) else None
    return answer, [neighbours, _findings_section(region)]


def _describe_plan(region: pd.Series) -> Contents:
    region_id, plan_id = str(region["region_id"]), str(region["plan_id"])
    cells = data.coverage()[data.coverage()["region_id"] == region_id]
    targets = data.query("targets", region_ids=(region_id,), kinds=("target",))
    targets_link = page_address("targets", see="region", of=region_id)
    return _summarize(region, cells["depth"]), [
        _plan_section(region, cells["depth"]),
        _areas_section(region, cells),
        _gaps_section(region_id, plan_id),
        facts.targets_section(targets, targets_link, of_region=True),
        _local_section(region_id),
        _bodies_section(region_id),
        facts.words_section("region", region_id),
        _similar_section(plan_id, region_id),
        facts.mentions_section(region_ids=(region_id,)),
        _findings_section(region),
    ]


def _summarize(region: pd.Series, depths: pd.Series) -> tuple[doc.Run, ...]:
    covered, whole = int(depths.isin(COVERED_DEPTHS).sum()), len(depths)
    gaps, quantified = int(depths.isin(GAP_DEPTHS).sum()), int((depths == "quantified").sum())
    name, region_id, share = (
        str(region[localized("short")]),
        str(region["region_id"]),
        percent(covered / whole),
    )
    return doc.make_runs(
        t(f"{name}覆盖 {whole} 项标准任务中的 ", f"{name} covers "),
        doc.Run(
            t(f"{covered} 项（{share}）", f"{covered} of {whole} standard tasks ({share})"),
            page_address("coverage", region=region_id),
            bold=True,
        ),
        t(
            f"，{f'其中 {quantified} 项' if quantified else '这些任务都没'}有量化目标；",
            f", {quantified or 'none'} of them with a target in numbers; it has ",
        ),
        doc.Run(
            t(f"缺口 {gaps} 项", plural(gaps, "gap")),
            page_address("gaps", for_region=region_id),
            bold=True,
        ),
        t("（未列、列而未填或原则性）。", " (absent, blank or generic)."),
    )


def _plan_section(region: pd.Series, depths: pd.Series) -> doc.Section:
    plans = data.query("table", name="plans")
    totals = plans.groupby("region_id")[["measures", "local_tasks", "characters"]].sum()
    total, mine = totals.loc[region["region_id"]], records(plans[plans["region_id"] == region["region_id"]])
    lost = doc.Run(t("（标题缺失，由正文推知）", "(title lost; inferred from the text)"))
    place = int((totals["characters"] > total["characters"]).sum()) + 1
    measures = t(
        f"{number(total['measures'])} 条，其中自设任务 {total['local_tasks']} 条",
        f"{number(total['measures'])}, {total['local_tasks'] or 'none'} of them local tasks",
    )
    characters = number(total["characters"])
    length = fill_text("reports", "length", characters=characters, place=place, regions=len(totals))
    titles = [doc.Run(str(plan["title"]), quoted=True) if plan["title"] else lost for plan in mine]
    sources: list[doc.Run] = []
    for plan in mine:
        separator = t("；", "; ") if sources else ""
        file = doc.Run(f"{separator}{plan['source_file']}{t('，', ', ')}")
        sources += [file, report.lines_link(plan)]
    counts = depths.value_counts()
    by_depth = (f"{depth_label(depth)} {counts[depth]}" for depth in reversed(DEPTHS) if depth in counts)
    rows = [
        (t("工作要点", "Plan"), doc.join_runs(titles, t("；", "; "))),
        (t("大区", "Macro-region"), doc.make_runs(str(region[localized("macro")]))),
        (t("深度", "Depth"), doc.make_runs(t("、", ", ").join(by_depth))),
        (t("举措", "Measures"), doc.make_runs(measures)),
        (t("篇幅", "Length"), doc.make_runs(length)),
        (t("来源", "Source"), doc.make_runs(*sources)),
    ]
    return doc.Section("facts", t("工作要点", "The plan"), (facts.facts_table(rows),))


def _areas_section(region: pd.Series, cells: pd.DataFrame) -> doc.Section:
    name, covered = str(region[localized("short")]), cells["depth"].isin(COVERED_DEPTHS).sum()
    figure = facts.depth_figure(
        cells,
        "area_id",
        {area_id: area_names()[area_id] for area_id in sorted(cells["area_id"].unique())},
        t(f"{name}：各工作重点的覆盖与深度", f"{name}: coverage and depth by key area"),
        fill_text("reports", "areas", covered=covered, cells=len(cells)),
        unit=t("工作重点", "Key area"),
        file_name=f"{FILE}-{region['region_id']}-areas",
    )
    link = page_address("coverage", region=str(region["region_id"]))
    return doc.Section("areas", t("覆盖与深度", "Coverage and depth"), (figure,), link)


def _gaps_section(region_id: str, plan_id: str) -> doc.Section:
    gaps = records(list_gaps(data.coverage(), region_id, list(data.tasks()["task_id"]), GAP_DEPTHS))
    similar = [str(code) for code in data.query("similar_plans", plan_id=plan_id)["region_id"]]
    answered = data.coverage()[data.coverage()["depth"].isin(SPECIFIC_DEPTHS)]
    regions_by_task = answered.groupby("task_id")["region_id"].agg(set).to_dict()
    rows = []
    for gap in gaps:
        task_id = gap["task_id"]
        answering = [code for code in similar if code in regions_by_task.get(task_id, ())]
        elsewhere = page_address("gaps", view="task", for_task=task_id)
        rows.append(
            (
                doc.make_cell(report.task_link(task_id)),
                report.depth_cell(gap["depth"], page_address("coverage", open=f"{region_id}:{task_id}")),
                doc.make_cell(doc.Run(f"{gap['elsewhere']}/{gap['others']}", elsewhere)),
                doc.make_cell(*report.cell_links(answering[:MOST_ELSEWHERE], task_id)),
            )
        )
    return report.table_section(
        "gaps",
        fill_text("reports", "gaps", gaps=len(gaps)),
        report.table_columns(standard_task=3.6, depth=1.2, specific_elsewhere=1.5, nearest_specific=3.0),
        rows,
        link=page_address("gaps", for_region=region_id),
        wide=True,
        empty=fill_text("reports", "no_gap"),
    )


def _local_section(region_id: str) -> doc.Section | None:
    measures, areas = data.query("measures", region_ids=(region_id,)), area_names()
    rows = [
        (
            doc.make_cell(areas.get(row["area_id"], "")),
            doc.make_cell(doc.Run(row["task_text"], quoted=True)),
            doc.make_cell(doc.Run(shorten(row["measure_text"], 110), quoted=True)),
            doc.make_cell(report.lines_link(row)),
        )
        for row in records(measures[measures["task_id"] == ""])
    ]
    if not rows:
        return None
    title = t(f"自设任务（{len(rows)} 条）", f"Local tasks ({len(rows)})")
    columns = report.table_columns(area=1.6, task=2.4, measure_text=4.6, lines=2.2)
    link = page_address("local", region=region_id)
    return report.table_section("local", title, columns, rows, link=link, wide=True, shown=LOCAL)


def _bodies_section(region_id: str) -> doc.Section:
    counts = data.query("department_counts", region_ids=(region_id,))
    present = [role for role in ("lead", "support", "named") if counts[role].any()]
    # In a plan without roles, each number would be shown twice.
    roles = present if len(present) > 1 else []
    collective = (
        data.query("bodies").set_index("department_id")["collective"].reindex(counts["department_id"]).any()
    )
    note = t("* 集体称谓，没有点名具体部门。", "* A collective name, not a specific body.")
    shown = counts[["department_id", "measures", *roles]].rename(columns={"measures": "all_measures"})
    columns = report.table_columns(department=3.6, all_measures=1.2, **dict.fromkeys(roles, 1.1))
    return facts.bodies_section("region", region_id, shown, columns, note if collective else "")


def _similar_section(plan_id: str, region_id: str) -> doc.Section | None:
    depths = data.query("similar_plans", plan_id=plan_id).head(SIMILAR)
    texts = data.query("nearest_plans", plan_id=plan_id).head(SIMILAR)
    if depths.empty and texts.empty:
        return None
    view = {"see": "alike", "like": region_id}
    by_depth, by_words = [], []
    for code, similarity in zip(depths["region_id"], depths["similarity"], strict=True):
        region = report.region_link(code)
        by_depth.append(doc.Run(f"{region.text}\u00a0{percent(similarity)}", region.link))
    for code, cosine in zip(texts["region_id"], texts["cosine"], strict=True):
        pair = page_address("keywords", **view, open=f"pair:{region_id}:{code}")
        by_words.append(doc.Run(f"{region_names()[code]}\u00a0{cosine:.2f}", pair))
    blocks = (
        doc.Paragraph((doc.Run(t("深度最相近：", "In depth: "), bold=True), *report.join_links(by_depth))),
        doc.Paragraph((doc.Run(t("用词最相近：", "In words: "), bold=True), *report.join_links(by_words))),
        report.small_print(fill_text("reports", "similar")),
    )
    title = t("最相近的工作要点", "The plans most alike")
    return doc.Section("alike", title, blocks, page_address("keywords", **view))


def _findings_section(region: pd.Series) -> doc.Section | None:
    """The findings on a region's plan, by severity; None without any."""
    findings = data.query("findings").merge(data.query("finding_places"), on="finding_id")
    own = records(sort_findings(findings[findings["region_id"] == region["region_id"]]))
    if not own:
        return None
    rows = [
        (
            doc.make_cell(name_severity(finding["severity"])),
            doc.make_cell(finding[localized("message")]),
            doc.make_cell(report.lines_link(finding) if finding["first_line"] else ""),
        )
        for finding in own
    ]
    columns = report.table_columns(severity=0.8, finding=4.6, lines=1.3)
    title = t(f"读取时的存疑与说明（{len(rows)} 条）", f"What the reading noted ({len(rows)})")
    link = page_address("methods", region=str(region["region_id"]), section="findings")
    return report.table_section("findings", title, columns, rows, link=link, shown=FINDINGS)
