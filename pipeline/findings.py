"""Findings: what the pipeline was unsure of or did on its own account, told in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.ledger import Gap
from pipeline.match import MatchSettings
from pipeline.plan import Measure, PlanRead
from pipeline.taxonomy import Region, Taxonomy

_RUN_TOGETHER: Final = re.compile(r"(?:局|厅|委|办|院|部|会|海关)(?=省|市(?!场)|自治区|兵团|区(?!块))")
_SENTENCE_END: Final = re.compile(r"[。；！？.”）)》]$")
_CELL_NAMES: Final = {
    "task": ("工作内容", "task"),
    "measure": ("举措", "measure"),
    "departments": ("责任部门", "departments"),
}


@dataclass(frozen=True)
class Finding:
    """One finding; ``measure_id`` and the lines are empty and 0 where it concerns none."""

    plan_id: str
    region_id: str
    measure_id: str
    kind: str
    severity: str
    first_line: int
    last_line: int
    message_zh: str
    message_en: str


def plan_findings(read: PlanRead, taxonomy: Taxonomy) -> list[Finding]:
    """What is to be said of one plan, in the order of its lines."""
    regions = {region.id: region for region in taxonomy.regions}
    found = list(_about_plan(read, regions))
    for measure in read.measures:
        found += _about_measure(read, measure, taxonomy)
    found += _about_overprint(read)
    return sorted(found, key=lambda finding: (finding.first_line, finding.measure_id, finding.kind))


def _about_plan(read: PlanRead, regions: dict[str, Region]) -> Iterator[Finding]:
    plan = read.job.plan
    if plan.title:
        return
    region, other = regions[plan.region_id], regions[plan.runner_up]
    first, second = plan.votes
    yield Finding(
        read.job.plan_id, plan.region_id, "", "region_guessed", "doubt", plan.first_line, plan.first_line,
        f"此处开始的工作要点没有标题，按正文用语判为{region.name_zh}（{first} 处；其次为{other.short_zh}，{second} 处）。",
        f"The plan that begins here has no title; its words tell that it is {region.name_en}'s "
        f"({first} mentions; next is {other.short_en} with {second}).",
    )  # fmt: skip


def _about_measure(read: PlanRead, measure: Measure, taxonomy: Taxonomy) -> Iterator[Finding]:
    row, match = measure.row, measure.match
    first, last = row.lines
    task = _shorten(row.task.text)

    def finding(kind: str, severity: str, zh: str, en: str) -> Finding:
        return Finding(
            read.job.plan_id, read.job.plan.region_id, measure.measure_id, kind, severity, first, last, zh, en
        )

    names = {t.id: t.name_zh for t in taxonomy.tasks}
    settings = MatchSettings()
    if match.method == "similar" and match.score < settings.sure:
        task_id = match.task_ids[0]
        yield finding(
            "match_low", "doubt",
            f"“{task}”判为标准任务 {task_id}“{_shorten(names[task_id])}”，把握不大（得分 {match.score:.2f}）。",
            f"“{task}” is taken for standard task {task_id}, without much certainty (score {match.score:.2f}).",
        )  # fmt: skip
    elif match.method == "local" and match.score >= settings.accept_in_area:
        yield finding(
            "match_near", "doubt",
            f"“{task}”判为自设任务，但与某项标准任务相近（得分 {match.score:.2f}）。",
            f"“{task}” is taken for a local task, but comes near a standard one (score {match.score:.2f}).",
        )  # fmt: skip
    for name in row.merged:
        zh, en = _CELL_NAMES[name]
        yield finding(
            "cell_merged", "note",
            f"“{task}”一行的{zh}单元格与上一行合并，两行同用。",
            f"The {en} cell of “{task}” is merged with the row above; both rows are given it.",
        )  # fmt: skip
    if not row.measure.text:
        yield finding(
            "measure_blank", "note", f"“{task}”列而未填举措。", f"“{task}” is listed without a measure."
        )
    elif not _SENTENCE_END.search(row.measure.text):
        yield finding(
            "measure_open", "note",
            f"“{task}”的举措末尾没有句号，原文或有缺漏。",
            f"The measure of “{task}” ends without a full stop; the source may have lost its end.",
        )  # fmt: skip
    departments = row.departments.text
    if not departments:
        yield finding(
            "departments_blank", "note", f"“{task}”未填责任部门。", f"“{task}” names no departments."
        )
    elif _RUN_TOGETHER.search(departments):
        yield finding(
            "departments_run_together", "doubt",
            f"“{_shorten(departments)}”中似有部门名称相连而无顿号。",
            f"Names of departments seem to run together in “{_shorten(departments)}”.",
        )  # fmt: skip


def _about_overprint(read: PlanRead) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    for span in read.spans:
        if span.fate == "overprint":
            counts[span.measure_id] = counts.get(span.measure_id, 0) + len(span.text)
    for measure in read.measures:
        number = counts.get(measure.measure_id)
        if number:
            first, last = measure.row.lines
            yield Finding(
                read.job.plan_id, read.job.plan.region_id, measure.measure_id, "overprint_removed", "note",
                first, last,
                f"原文重复印刷，去除重复字符 {number} 个，各保留一遍。",
                f"The source prints text several times over; {number} repeated characters were taken out.",
            )  # fmt: skip


def absent_findings(regions: Iterable[Region]) -> list[Finding]:
    """Regions that the template was addressed to and that have no plan in the sources."""
    return [
        Finding(
            "",
            region.id,
            "",
            "plan_absent",
            "note",
            0,
            0,
            f"来源中没有{region.name_zh}的工作要点；各页按“无工作要点”显示，不计为零。",
            f"The sources hold no plan of {region.name_en}; pages show it as without a plan, never as zero.",
        )  # fmt: skip
        for region in regions
    ]


def gap_findings(gaps: Iterable[Gap], source_name: str) -> list[Finding]:
    """Source characters without exactly one fate: the build is not clean."""
    return [
        Finding(
            "",
            "",
            "",
            "unaccounted",
            "error",
            gap.line,
            gap.line,
            f"{source_name} 第 {gap.line} 行的“{_shorten(gap.text)}”未归入任何单元格或版面元素。"
            if gap.claims == 0
            else f"{source_name} 第 {gap.line} 行的“{_shorten(gap.text)}”被归入 {gap.claims} 处。",
            f"“{_shorten(gap.text)}” in line {gap.line} of {source_name} belongs to {gap.claims} cells or furniture.",
        )  # fmt: skip
        for gap in gaps
    ]


def _shorten(text: str, longest: int = 28) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
