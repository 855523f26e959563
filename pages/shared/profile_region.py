"""The profile of a region: all that is known of its plan, as a document that a page and a file show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from pages.shared.evidence import records
from pages.shared.figures import Heading as FigureHeading
from pages.shared.gap_tables import gaps_of
from pages.shared.profile_book import SHOWN, Book
from pages.shared.profile_facts import (
    more_rows,
    named_section,
    opening,
    pairs,
    quiet,
    regions_naming,
    targets_section,
    words_section,
)
from pages.shared.profile_figures import DepthRow, depth_alt, depth_exhibit
from pages.shared.text import SEVERITIES, STATUSES, Language, named, number, percent, plural
from pipeline import store
from pipeline.model import COVERED_DEPTHS, GAP_DEPTHS
from pipeline.office.document import (
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

FILE: Final = "plan-atlas-region"
BODIES: Final = 8
ALIKE: Final = 5
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
    book = Book(built, language)
    region = book.regions.loc[region_id]
    title = book.say(f"{book.name(region, 'name')}概况", f"Profile of {book.name(region, 'name')}")
    file_name = f"{FILE}-{region_id}"
    if region["status"] != "plan":
        answer, sections = _without_plan(book, region)
    else:
        answer, sections = _with_plan(book, region)
    return Document(title, answer, sections, book.source(), book.cite(), file_name, language)


def area_rows(book: Book, cells: pd.DataFrame) -> list[DepthRow]:
    """How many of a region's tasks have each depth, by key area; a click leads to them in the matrix."""
    return [
        DepthRow(book.area_name(str(area_id)), group["depth"].value_counts().to_dict(), str(area_id))
        for area_id, group in cells.groupby("area_id", sort=True)
    ]


def area_heading(book: Book, region_id: str, rows: Sequence[DepthRow]) -> FigureHeading:
    """What stands over the bars by key area."""
    name = book.name(book.regions.loc[region_id])
    covered, cells = sum(row.covered for row in rows), sum(row.cells for row in rows)
    return FigureHeading(
        book.say(f"{name}：各工作重点的覆盖与深度", f"{name}: coverage and depth by key area"),
        book.say(
            f"标准任务数，按深度；右侧为覆盖的项数（合计 {covered}/{cells}）",
            f"Standard tasks by depth; on the right how many are covered ({covered} of {cells} in all)",
        ),
        book.source(),
    )


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
    found = _findings(book, region)
    return answer, (*sections, *([found] if found else []))


def _with_plan(book: Book, region: pd.Series) -> tuple[tuple[Run, ...], tuple[Section, ...]]:
    region_id, plan_id = str(region["region_id"]), str(region["plan_id"])
    cells = region_cells(book, region_id)
    targets = store.targets(book.built, region_ids=[region_id], kinds=["target"])
    asked = {"region_ids": [region_id]}
    sections = [
        _facts(book, region),
        _by_area(book, region_id, cells),
        _gaps(book, region_id, cells),
        targets_section(book, targets, book.link("targets", see="region", of=region_id), of_region=True),
        _local_tasks(book, region_id),
        _bodies(book, region_id),
        words_section(book, "region", region_id),
        _alike(book, plan_id, region_id),
        named_section(
            book,
            store.mentions(book.built, "campaigns", **asked),
            store.mentions(book.built, "citations", **asked),
            regions_naming(book),
        ),
        _findings(book, region),
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
                    f"{number(plan['measures'])}, {plan['local_tasks']} of them local tasks",
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


def _by_area(book: Book, region_id: str, cells: pd.DataFrame) -> Section:
    rows = area_rows(book, cells)
    figure = depth_exhibit(
        rows,
        area_heading(book, region_id, rows),
        book.language,
        unit=book.say("工作重点", "Key area"),
        alt=depth_alt(rows, book.language),
        file_name=f"{FILE}-{region_id}-areas",
    )
    title = book.say("覆盖与深度", "Coverage and depth")
    return Section("areas", title, (Figure(figure),), book.link("coverage", region=region_id))


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
        task_id = str(row["task_id"])
        who = [code for code in near if code in have.get(task_id, ())][:ELSEWHERE]
        rows.append(
            (
                cell(book.task(task_id)),
                book.depth(str(row["depth"]), book.link("coverage", open=f"{region_id}:{task_id}")),
                cell(
                    Run(
                        f"{row['elsewhere']}/{row['others']}",
                        book.link("gaps", view="task", for_task=task_id),
                    )
                ),
                TableCell(
                    joined_runs(
                        [
                            Run(book.region(code).text, book.link("coverage", open=f"{code}:{task_id}"))
                            for code in who
                        ],
                        book.say("、", ", "),
                    )
                ),
            )
        )
    return Section(
        "gaps", title, (Table(columns, tuple(rows), SHOWN, more_rows(book, len(rows))),), link, wide=True
    )


def _local_tasks(book: Book, region_id: str) -> Section | None:
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
    title = book.say(f"自设任务（{len(rows)} 条）", f"Local tasks ({len(rows)})")
    return Section("local", title, (Table(columns, rows, 5, more_rows(book, len(rows), 5)),), wide=True)


def _bodies(book: Book, region_id: str) -> Section:
    found = store.department_counts(book.built, region_ids=[region_id])
    link = book.link("departments", duty="region", of_region=region_id)
    title = book.say(f"责任部门（{len(found)} 个）", f"Departments ({len(found)})")
    if found.empty:
        return Section("bodies", title, (Paragraph(runs(book.say("没有写明。", "None is named."))),), link)
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


def _alike(book: Book, plan_id: str, region_id: str) -> Section | None:
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


def _findings(book: Book, region: pd.Series) -> Section | None:
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
    link = book.link("methods", region=str(region["region_id"]), place="findings")
    return Section("findings", title, (Table(columns, made, 3, more_rows(book, len(made), 3)),), link)
