"""The profile of a region: the contents of its plan, as a document for the page and for a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from pages.reports import facts, report
from pages.ui import data
from pages.ui.codes import STATUSES, name_of
from pages.ui.evidence.evidence import records
from pages.ui.evidence.findings import name_severity, sort_findings
from pages.ui.links import page_address, region_address
from pages.ui.names import area_names, depth_label, region_names
from pages.ui.text import Language, fill_text, localized, number, percent, shorten, t
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
        title = t(f"{name}概况", f"Profile of {name}")
        return report.make_document(title, *describe(region), f"{FILE}-{region_id}")


def _describe_missing(region: pd.Series) -> Contents:
    status, macro = name_of(STATUSES, str(region["status"])), str(region[localized("macro")])
    answer = report.fill_answer("no_document", name=region[localized("name")], status=status)
    near = data.regions().query("macro_id == @region.macro_id and status == 'plan'")["region_id"]
    title = t(f"{macro}有工作要点的地区", f"Regions of {macro} that have a plan")
    regions = report.paragraph(*report.join_links(map(report.region_link, near)))
    neighbours = doc.Section("near", title, (regions,)) if len(near) else None
    return answer, [neighbours, _findings_section(region)]


def _describe_plan(region: pd.Series) -> Contents:
    region_id, plan_id = str(region["region_id"]), str(region["plan_id"])
    cells = data.coverage()[data.coverage()["region_id"] == region_id]
    targets = data.query("targets", region_ids=(region_id,), kinds=("target",))
    targets_link = page_address("targets", see="region", of=region_id)
    depths, covered = cells["depth"], cells["depth"].isin(COVERED_DEPTHS)
    links = page_address("coverage", region=region_id), page_address("gaps", for_region=region_id)
    counts = {"whole": len(depths), "covered": covered.sum(), "quantified": (depths == "quantified").sum()}
    counts["gaps"], about = depths.isin(GAP_DEPTHS).sum(), {"name": region[localized("short")]}
    answer = report.fill_answer("region", *links, share=percent(covered.mean()), **about, **counts)
    return answer, [
        _plan_section(region, depths),
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


def _plan_section(region: pd.Series, depths: pd.Series) -> doc.Section:
    plans = data.query("table", name="plans")
    totals = plans.groupby("region_id")[["measures", "local_tasks", "characters"]].sum()
    total, mine = totals.loc[region["region_id"]], records(plans[plans["region_id"] == region["region_id"]])
    lost = doc.Run(t("（标题缺失，由正文推知）", "(title lost; inferred from the text)"))
    place = int((totals["characters"] > total["characters"]).sum()) + 1
    measures = fill_text("reports", "measures", measures=total["measures"], local=total["local_tasks"])
    lengths = {"characters": number(total["characters"]), "place": place, "regions": len(totals)}
    length = fill_text("reports", "length", **lengths)
    titles = [doc.Run(str(plan["title"]), quoted=True) if plan["title"] else lost for plan in mine]
    semicolon, comma = t("；", "; "), t("，", ", ")
    sources: list[str | doc.Run] = []
    for plan in mine:
        sources += [f"{semicolon if sources else ''}{plan['source_file']}{comma}", report.lines_link(plan)]
    counts = depths.value_counts()
    by_depth = (f"{depth_label(depth)} {counts[depth]}" for depth in reversed(DEPTHS) if depth in counts)
    rows = [
        (t("工作要点", "Plan"), report.join_links(titles, semicolon)),
        (t("大区", "Macro-region"), doc.make_runs(str(region[localized("macro")]))),
        (t("深度", "Depth"), doc.make_runs(t("、", ", ").join(by_depth))),
        (t("举措", "Measures"), doc.make_runs(measures)),
        (t("篇幅", "Length"), doc.make_runs(length)),
        (t("来源", "Source"), doc.make_runs(*sources)),
    ]
    return doc.Section("facts", t("工作要点", "The plan"), (facts.facts_table(rows),))


def _areas_section(region: pd.Series, cells: pd.DataFrame) -> doc.Section:
    names = {area_id: area_names()[area_id] for area_id in sorted(cells["area_id"].unique())}
    about = {"name": region[localized("short")], "file_name": f"{FILE}-{region['region_id']}-areas"}
    figure = facts.depth_figure(cells, "area_id", names, "areas", **about)
    link = page_address("coverage", region=str(region["region_id"]))
    return doc.Section("areas", t("覆盖与深度", "Coverage and depth"), (figure,), link)


def _gaps_section(region_id: str, plan_id: str) -> doc.Section:
    gaps = records(list_gaps(data.coverage(), region_id, list(data.tasks()["task_id"]), GAP_DEPTHS))
    similar = data.query("similar_plans", plan_id=plan_id)["region_id"].tolist()
    answered = data.coverage()[data.coverage()["depth"].isin(SPECIFIC_DEPTHS)]
    regions_by_task = answered.groupby("task_id")["region_id"].agg(set).to_dict()
    rows = []
    for gap in gaps:
        task_id, others = gap["task_id"], f"{gap['elsewhere']}/{gap['others']}"
        answering = [code for code in similar if code in regions_by_task.get(task_id, ())]
        elsewhere = doc.Run(others, page_address("gaps", view="task", for_task=task_id))
        depth = report.depth_cell(gap["depth"], page_address("coverage", open=f"{region_id}:{task_id}"))
        near = report.cell_links(answering[:MOST_ELSEWHERE], task_id)
        rows.append((report.task_link(task_id), depth, elsewhere, near))
    widths = {"standard_task": 3.6, "depth": 1.2, "specific_elsewhere": 1.5, "nearest_specific": 3.0}
    columns, link = report.table_columns(**widths), page_address("gaps", for_region=region_id)
    return report.table_section("gaps", columns, rows, link=link, wide=True, empty="no_gap")


def _local_section(region_id: str) -> doc.Section | None:
    measures, areas, rows = data.query("measures", region_ids=(region_id,)), area_names(), []
    for row in records(measures[measures["task_id"] == ""]):
        task = doc.Run(row["task_text"], quoted=True)
        text = doc.Run(shorten(row["measure_text"], 110), quoted=True)
        rows.append((areas.get(row["area_id"], ""), task, text, report.lines_link(row)))
    if not rows:
        return None
    columns = report.table_columns(area=1.6, task=2.4, measure_text=4.6, lines=2.2)
    link = page_address("local", region=region_id)
    return report.table_section("local", columns, rows, link=link, wide=True, shown=LOCAL)


def _bodies_section(region_id: str) -> doc.Section:
    counts = data.query("department_counts", region_ids=(region_id,))
    present = [role for role in ("lead", "support", "named") if counts[role].any()]
    # In a plan without roles, each number would be shown twice.
    roles, bodies = present if len(present) > 1 else [], data.query("bodies")
    collective = bodies.loc[bodies["department_id"].isin(counts["department_id"]), "collective"].any()
    note = t("* 集体称谓，没有点名具体部门。", "* A collective name, not a specific body.")
    shown = counts[["department_id", "measures", *roles]].rename(columns={"measures": "all_measures"})
    columns = report.table_columns(department=3.6, all_measures=1.2, **dict.fromkeys(roles, 1.1))
    return facts.bodies_section("region", region_id, shown, columns, note if collective else "")


def _similar_section(plan_id: str, region_id: str) -> doc.Section | None:
    depths = data.query("similar_plans", plan_id=plan_id).head(SIMILAR)
    texts = data.query("nearest_plans", plan_id=plan_id).head(SIMILAR)
    if depths.empty and texts.empty:
        return None
    names, view, by_depth, by_words = region_names(), {"see": "alike", "like": region_id}, [], []
    for code, share in zip(depths["region_id"], depths["similarity"], strict=True):
        by_depth.append(doc.Run(f"{names[code]}\u00a0{percent(share)}", region_address(code)))
    for code, cosine in zip(texts["region_id"], texts["cosine"], strict=True):
        link = page_address("keywords", **view, open=f"pair:{region_id}:{code}")
        by_words.append(doc.Run(f"{names[code]}\u00a0{cosine:.2f}", link))
    blocks = (
        report.paragraph(report.head(t("深度最相近", "In depth")), *report.join_links(by_depth)),
        report.paragraph(report.head(t("用词最相近", "In words")), *report.join_links(by_words)),
    )
    return report.make_section("alike", *blocks, link=page_address("keywords", **view))


def _findings_section(region: pd.Series) -> doc.Section | None:
    """The findings on a region's plan, by severity; None without any."""
    findings = data.query("findings").merge(data.query("finding_places"), on="finding_id")
    rows = []
    for finding in records(sort_findings(findings[findings["region_id"] == region["region_id"]])):
        lines = report.lines_link(finding) if finding["first_line"] else ""
        rows.append((name_severity(finding["severity"]), finding[localized("message")], lines))
    if not rows:
        return None
    columns = report.table_columns(severity=0.8, finding=4.6, lines=1.3)
    link = page_address("methods", region=str(region["region_id"]), section="findings")
    return report.table_section("findings", columns, rows, link=link, shown=FINDINGS)
