"""Rejects tables that were read as a plan but are not one."""

from statistics import fmean
from typing import Final

from pipeline.reading.aligned.columns import is_aligned
from pipeline.reading.column_checks import most_complete_header
from pipeline.reading.plan import ParsedPlan
from pipeline.reading.row_checks import find_doubtful_rows, is_other_table
from pipeline.schema.errors import SourceError
from pipeline.taxonomy.header_words import load_column_names, normalise_header

_MIN_ROWS: Final = 5
_MIN_CONFIDENCE, _MIN_BLOCK_CONFIDENCE = 0.6, 0.995
"""Minimum mean confidence of the rows of a plan: in general, and for text extracted block by block."""
_MIN_LABEL_CHARACTERS: Final = 4
_MIN_BLANK_SHARE: Final = 0.1
_MAX_DOUBTFUL_WITHOUT_HEADER, _MAX_DOUBTFUL = 0.5, 0.8
"""Maximum shares of doubtful rows in text without and with a header; above, the text is refused."""


def require_plan(parsed: ParsedPlan) -> None:
    """Raise SourceError if most rows of a table don't look like those of a plan."""
    header = most_complete_header(parsed.job.columns)
    is_named = header is not None and not any(cell.by_position for cell in header.cells)
    if is_other_table(parsed, columns_are_known=is_named):
        thing_zh, thing_en = (
            ("表格", "table") if header else ("文字没有表头，", "text without a table header")
        )
        raise SourceError(
            f"此处开始的{thing_zh}不像工作要点：多数行的单元格只是日期、数字或部门名称，或者过长，或者没有已知的责任部门。"
            "请确认各列为工作内容、具体举措、责任部门；也可将表格另存为 CSV 再读取。",
            f"The {thing_en} that begins here does not look like a work plan: most rows have cells that are "
            "only a date, a number or departments, or that are too long, or no row names a known department. "
            "Check that its columns are task, measure and departments; or save the table as CSV.",
            line=parsed.job.plan.first_line,
        )
    if not parsed.job.has_cells and _starts_with_column_names(parsed):
        raise SourceError(
            "此处开始的文本，每项任务各成一表，列名写在单元格之前，无法可靠还原。"
            "请将其整理为一张表格（每项任务一行，列名只在表头），另存为 CSV 再读取。",
            "In the text that begins here each task is a form of its own, with names of columns before its "
            "cells, which can't be read reliably. Make one table of it, with a row for each task and the "
            "names in its header alone, and save it as CSV.",
            line=parsed.job.plan.first_line,
        )
    if not parsed.job.has_cells and _is_out_of_order(parsed):
        raise SourceError(
            "此处开始的表格，各列文字的先后已经打乱，无法可靠还原。如由 PDF 提取，请改用 pdftotext -raw "
            "或 pdftotext -layout；也可将表格另存为 CSV，或从 Word 复制为制表符分隔的文本。",
            "In the table that begins here the words of its columns are out of order, and can't be read "
            "reliably. If they come from a PDF, extract them with pdftotext -raw or pdftotext -layout; or "
            "save the table as CSV, or copy it from Word as text with tabs.",
            line=parsed.job.plan.first_line,
        )
    if not parsed.job.has_cells and _has_many_doubts(
        parsed, max_share=_MAX_DOUBTFUL if header else _MAX_DOUBTFUL_WITHOUT_HEADER
    ):
        raise SourceError(
            "此处开始的表格，许多行无法可靠还原：文本没有单元格边界。请改用原来的 DOCX、XLSX 或网页文件，"
            "也可将表格另存为 CSV 再读取；如没有表头，请在第一行之前加上。",
            "Many rows of the table that begins here can't be read reliably from text without cell borders. "
            "Take the DOCX, XLSX or HTML file, or save the table as CSV; where it has no header, put one "
            "before its first row.",
            line=parsed.job.plan.first_line,
        )


def _has_many_doubts(parsed: ParsedPlan, *, max_share: float) -> bool:
    """Return whether the share of doubtful rows is so large that the others can't be trusted either."""
    return len(find_doubtful_rows(parsed)) > max_share * len(parsed.measures)


def _starts_with_column_names(parsed: ParsedPlan) -> bool:
    """Return whether the tasks or the measures of most rows start with the name of their column."""
    for column in load_column_names(parsed.job.taxonomy_folder).columns:
        if column.id in ("task", "measure"):
            labels = tuple(
                normalise_header(name) for name in column.names if len(name) >= _MIN_LABEL_CHARACTERS
            )
            texts = [normalise_header(getattr(measure.row, column.id).text) for measure in parsed.measures]
            if 2 * sum(text.startswith(labels) for text in texts) > len(texts):
                return True
    return False


def _is_out_of_order(parsed: ParsedPlan) -> bool:
    """Return whether the mean confidence of the rows is too low to accept any of them.

    Text of a PDF that was extracted block by block, neither row by row nor with aligned columns, has blank
    lines between pieces of cells; then every row has to be certain.
    """
    if len(parsed.measures) < _MIN_ROWS:
        return False
    lines = parsed.job.lines
    blank = sum(not line.strip() for line in lines)
    in_blocks = any("\f" in line for line in lines) and blank > _MIN_BLANK_SHARE * len(lines)
    needed = _MIN_BLOCK_CONFIDENCE if in_blocks and not is_aligned(lines) else _MIN_CONFIDENCE
    return fmean(measure.confidence for measure in parsed.measures) < needed
