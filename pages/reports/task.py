"""The profile of a standard task: who answers it and how, as a document for the page and for a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from pages.reports import facts, report
from pages.ui import data
from pages.ui.arrange import deepest_first
from pages.ui.codes import STATUSES, name_of
from pages.ui.links import page_address
from pages.ui.names import area_names, depth_label, task_names
from pages.ui.text import Language, capitalize, fill_text, localized, percent, t
from pipeline.export.reports import document as doc
from pipeline.schema.model import COVERED_DEPTHS
from pipeline.schema.model import DEPTHS as DEPTH_ORDER

FILE: Final = "plan-atlas-task"

EXAMPLES: Final = 3
"""The number of most specific answers that a page shows unfolded."""

MOST_EXAMPLES: Final = 8
NEAREST: Final = 6


def task_profile(built: Path, task_id: str, language: Language) -> doc.Document:
    """Return the profile of a standard task, from the tables in the folder ``built``."""
    with report.report_context(built, language):
        name = task_names()[task_id]
        cells = data.coverage()[data.coverage()["task_id"] == task_id].set_index("region_id", drop=False)
        cells = cells.loc[[code for code in data.regions()["region_id"] if code in cells.index]]
        sections = [
            _facts_section(task_id, cells),
            _macros_section(task_id, cells),
            _examples_section(task_id, cells),
            _targets_section(task_id),
            _bodies_section(task_id),
            facts.words_section("task", task_id),
            _nearest_section(task_id),
            facts.mentions_section(task_ids=(task_id,)),
        ]
        total, covered = len(cells), int(cells["depth"].isin(COVERED_DEPTHS).sum())
        counts = {"total": total, "covered": covered, "rest": total - covered}
        counts["quantified"] = int((cells["depth"] == "quantified").sum())
        share = percent(covered / total) if total else "–"
        links = page_address("coverage", task=task_id), page_address("gaps", view="task", for_task=task_id)
        answer = report.fill_answer("task", *links, **counts, share=share)
        title, aside = (
            t(f"任务概况：{name}", f"Profile of task {name}"),
            data.task(task_id)[localized("name")],
        )
        return report.make_document(title, answer, sections, f"{FILE}-{task_id}", doc.make_runs(str(aside)))


def _facts_section(task_id: str, cells: pd.DataFrame) -> doc.Section:
    task = data.task(task_id)
    by_depth = cells.groupby("depth")["region_id"].agg(list).to_dict()
    rows: list[tuple[str, Sequence[doc.Run]]] = [
        (t("工作重点", "Key area"), doc.make_runs(area_names()[str(task["area_id"])])),
        (t("模板原文", "In the template"), (doc.Run(str(task["name_zh"]), quoted=True),)),
    ]
    for depth in reversed(DEPTH_ORDER):
        codes = by_depth.get(depth, [])
        rows.append((f"{depth_label(depth)} {len(codes)}", report.cell_links(codes, task_id)))
    for status in ("unread", "no_plan"):
        name = capitalize(name_of(STATUSES, status))
        missing = data.regions().query("status == @status")["region_id"]
        rows.append((name, report.join_links(map(report.region_link, missing))))
    title = t("谁覆盖，多深", "Who covers it, how deeply")
    return doc.Section("facts", title, (facts.facts_table(rows),))


def _macros_section(task_id: str, cells: pd.DataFrame) -> doc.Section | None:
    """The depths of the task by macro-region; None without any plan."""
    if cells.empty:
        return None
    regions = data.regions()
    cells = cells.assign(macro_id=cells["region_id"].map(regions.set_index("region_id")["macro_id"]))
    macros = regions[regions["macro_id"].isin(cells["macro_id"])].drop_duplicates("macro_id")
    names = dict(zip(macros["macro_id"], macros[localized("macro")], strict=True))
    about = {"name": task_names()[task_id], "file_name": f"{FILE}-{task_id}-macros"}
    figure = facts.depth_figure(cells, "macro_id", names, "macros", **about)
    title = t("各大区的覆盖", "Coverage by macro-region")
    return doc.Section("macros", title, (figure,), page_address("coverage", task=task_id))


def _examples_section(task_id: str, cells: pd.DataFrame) -> doc.Section | None:
    """The deepest answers, the longest first among equally deep ones."""
    answers = deepest_first(cells).head(MOST_EXAMPLES)
    if answers.empty:
        return None
    measures, rows = facts.find_measures(";".join(answers["measure_ids"]).split(";")), []
    for code, depth, ids in zip(answers["region_id"], answers["depth"], answers["measure_ids"], strict=True):
        own = [measures[measure_id] for measure_id in ids.split(";")]
        texts = [run for row in own for run in (doc.Run("\n"), *row["runs"])][1:]
        departments = dict.fromkeys(row["departments_text"] for row in own if row["departments_text"])
        cell = doc.Run(depth_label(depth), page_address("coverage", open=f"{code}:{task_id}"))
        charged = doc.Run("；".join(departments), quoted=True)
        lines = report.join_links(map(report.lines_link, own), "\n")
        rows.append(((report.region_link(code), "\n", cell), texts, charged, lines))
    columns = report.table_columns(region=1.6, measure_text=6.0, departments_text=2.2, lines=2.2)
    link = page_address("gaps", view="task", for_task=task_id)
    return report.table_section("examples", columns, rows, link=link, wide=True, shown=EXAMPLES)


def _targets_section(task_id: str) -> doc.Section:
    targets = data.query("targets", kinds=("target",))
    own = targets[targets["task_id"].map(lambda ids: task_id in ids.split(";")).astype("bool")]
    usual = own.loc[own["indicator_id"] != "", "indicator_id"].mode()
    link = page_address("targets", indicator=str(usual.iloc[0]) if len(usual) else "")
    return facts.targets_section(own, link, of_region=False)


def _bodies_section(task_id: str) -> doc.Section:
    shares = data.query("assignment_shares", task_id=task_id)
    leads = data.query("department_counts", by="task", task_ids=(task_id,)).set_index("department_id")
    shown = shares[["department_id", "regions"]].assign(
        share=shares["share"].map(percent),
        lead=shares["department_id"].map(leads["lead"]).fillna(0).astype("int64"),
    )
    columns = report.table_columns(department=3.4, regions=1.2, share=1.0, lead=1.0)
    return facts.bodies_section("task", task_id, shown, columns, fill_text("reports", "task_bodies"))


def _nearest_section(task_id: str) -> doc.Section | None:
    near = nearest_tasks(task_id).head(NEAREST)
    rows = [(report.task_link(str(code)), f"{cosine:.2f}") for code, cosine in near.items()]
    columns = report.table_columns(standard_task=4.0, cosine=1.0)
    return report.table_section("near", columns, rows, shown=None) if rows else None


def nearest_tasks(task_id: str) -> pd.Series:
    """Return the other standard tasks by the similarity of the words of their measures, highest first.

    The values are cosines of TF-IDF vectors (float64, above 0 and up to 1) by task_id; tasks without a
    common word are left out.
    """
    words = data.query("table", name="keywords")
    words = words[(words["scope"] == "task") & (words["year"] == words["year"].max())]
    weights = words.pivot(index="scope_id", columns="term", values="tf_idf").fillna(0.0)
    if task_id not in weights.index:
        return pd.Series(dtype="float64")
    lengths = (weights**2).sum(axis=1) ** 0.5
    cosines = (weights @ weights.loc[task_id] / lengths / lengths[task_id]).drop(task_id)
    return cosines[cosines > 0].sort_values(ascending=False, kind="stable")
