"""Sections of a region's profile that are about its plan as a whole: who carries it, what it is like."""

from __future__ import annotations

from typing import Final

import pandas as pd

from pages.reports.book import Book
from pages.reports.facts import more_rows, opening, quiet
from pages.ui.evidence.evidence import records
from pages.ui.text import SEVERITIES, named, number, percent
from pipeline.export.reports.document import (
    Paragraph,
    Run,
    Section,
    Table,
    TableColumn,
    cell,
    joined_runs,
    runs,
)
from pipeline.store import store

BODIES: Final = 8
LOCAL: Final = 5
FINDINGS: Final = 3
ALIKE: Final = 5


def local_tasks_section(book: Book, region_id: str) -> Section | None:
    """What a region added beyond the template; None where it added nothing."""
    measures = store.measures(book.built, region_ids=[region_id])
    found = records(measures[measures["task_id"] == ""])
    if not found:
        return None
    columns = (
        TableColumn(book.say("工作重点", "Key area"), 1.6),
        TableColumn(book.say("任务", "Task"), 2.4),
        TableColumn(book.say("举措", "Measure"), 4.6),
        TableColumn(book.say("出处", "Lines"), 1.2),
    )
    rows = tuple(
        (
            cell(book.area_name(str(row["area_id"])) if row["area_id"] in book.areas.index else ""),
            cell(Run(str(row["task_text"]), quoted=True)),
            cell(Run(opening(str(row["measure_text"]), 110), quoted=True)),
            cell(book.lines(row)),
        )
        for row in found
    )
    link = book.link("local", region=region_id)
    title = book.say(f"自设任务（{len(rows)} 条）", f"Local tasks ({len(rows)})")
    return Section(
        "local", title, (Table(columns, rows, LOCAL, more_rows(book, len(rows), LOCAL)),), link, wide=True
    )


def bodies_section(book: Book, region_id: str) -> Section:
    """Who carries how much of a region's plan."""
    found = store.department_counts(book.built, region_ids=[region_id])
    link = book.link("departments", duty="region", of_region=region_id)
    title = book.say(f"责任部门（{len(found)} 个）", f"Departments ({len(found)})")
    if found.empty:
        return Section("bodies", title, (Paragraph(runs(book.say("没有写明。", "No body is named."))),), link)
    names = {
        "lead": book.say("牵头", "Leads"),
        "support": book.say("配合", "Supports"),
        "named": book.say("列名", "Named"),
    }
    present = [role for role in names if found[role].any()]
    # Where a plan tells no roles, each number would stand there twice.
    roles = present if len(present) > 1 else []
    columns = (
        TableColumn(book.say("部门", "Body"), 3.6),
        TableColumn(book.say("举措", "Measures"), 1.2, numeric=True),
        *(TableColumn(names[role], 1.1, numeric=True) for role in roles),
    )
    rows = []
    for row in records(found):
        code = str(row["department_id"])
        body = book.bodies.loc[code]
        star = "*" if body["collective"] else ""
        opened = book.link("departments", duty="region", of_region=region_id, open=f"{code}~{region_id}")
        rows.append(
            (
                cell(Run(book.name(body) + star, book.link("departments", duty="body", body=code))),
                cell(Run(number(row["measures"]), opened)),
                *(cell(number(row[role])) for role in roles),
            )
        )
    told = book.say(
        "* 集体称谓，没有点名具体部门。", "* A collective name, which stands for no body in particular."
    )
    stars = [quiet(told)] if any(row[0].text.endswith("*") for row in rows) else []
    table = Table(columns, tuple(rows), BODIES, more_rows(book, len(rows), BODIES))
    return Section("bodies", title, (table, *stars), link)


def alike_section(book: Book, plan_id: str, region_id: str) -> Section | None:
    """The plans nearest to a region's, in depth and in words."""
    depths = store.similar_plans(book.built, plan_id).head(ALIKE)
    texts = store.nearest_plans(book.built, plan_id).head(ALIKE)
    if depths.empty and texts.empty:
        return None
    by_depth = [
        Run(
            f"{book.region(row['region_id']).text}\u00a0{percent(row['similarity'])}",
            book.region(row["region_id"]).link,
        )
        for row in records(depths)
    ]
    by_words = [
        Run(
            f"{book.region(row['region_id']).text}\u00a0{row['cosine']:.2f}",
            book.link("keywords", see="alike", like=region_id, open=f"pair:{region_id}:{row['region_id']}"),
        )
        for row in records(texts)
    ]
    between = book.say("、", ", ")
    blocks = [
        Paragraph(
            runs(Run(book.say("深度最相近：", "In depth: "), bold=True), *joined_runs(by_depth, between))
        ),
        Paragraph(
            runs(Run(book.say("用词最相近：", "In words: "), bold=True), *joined_runs(by_words, between))
        ),
        quiet(
            book.say(
                "深度：Gower 相似度，100% 为各项任务深度都相同；用词：TF-IDF 余弦，1 为用词比例相同。",
                "Depth: Gower similarity, 100% is the same depth at every task; words: cosine of TF-IDF, "
                "1 is the same words in the same proportions.",
            )
        ),
    ]
    title = book.say("最相近的工作要点", "The plans most alike")
    return Section("alike", title, tuple(blocks), book.link("keywords", see="alike", like=region_id))


def findings_section(book: Book, region: pd.Series) -> Section | None:
    """What the reading of a region's plan left in doubt or is worth knowing; None where there is nothing."""
    found = store.findings(book.built)
    rows = records(found[found["region_id"] == region["region_id"]])
    if not rows:
        return None
    rows.sort(key=lambda row: -list(SEVERITIES).index(row["severity"]))
    title = book.say(f"读取时的存疑与说明（{len(rows)} 条）", f"What the reading noted ({len(rows)})")
    made = tuple(
        (
            cell(named(SEVERITIES, str(row["severity"]), book.language)),
            cell(str(row[f"message_{book.language}"])),
            cell(book.lines(row)) if row["first_line"] else cell(""),
        )
        for row in rows
    )
    columns = (
        TableColumn(book.say("程度", "Severity"), 0.8),
        TableColumn(book.say("说明", "Finding"), 4.6),
        TableColumn(book.say("出处", "Lines"), 1.3),
    )
    link = book.link("methods", region=str(region["region_id"]), section="findings")
    return Section(
        "findings", title, (Table(columns, made, FINDINGS, more_rows(book, len(made), FINDINGS)),), link
    )
