"""Refuses what was read as a plan and is none."""

from __future__ import annotations

from pathlib import Path

from pipeline.column_checks import fullest
from pipeline.errors import SourceError
from pipeline.facts import load_words
from pipeline.plan import PlanRead
from pipeline.row_checks import is_no_plan


def require_plan(read: PlanRead, source: Path) -> None:
    """Raise SourceError where most rows of a table do not look like those of a plan."""
    header = fullest(read.job.columns)
    known = header is not None and not any(cell.by_place for cell in header.cells)
    directory = load_words(read.job.taxonomy_folder).directory
    if is_no_plan(read.measures, directory, known):
        raise SourceError(
            "此处开始的表格不像工作要点：多数行的单元格只是日期、数字或部门名称，或者过长，或者没有已知的责任部门。"
            "请确认各列为工作内容、具体举措、责任部门；也可将表格另存为 CSV 再读取。",
            "The table that begins here does not look like a work plan: most rows have cells that are only a "
            "date, a number or departments, or that are too long, or no row names a known department. Check "
            "that its columns are task, measure and departments; or save the table as CSV.",
            source=source,
            line=read.job.plan.first_line,
        )
