"""Rejects tables that were read as a plan but are not one."""

import re
from statistics import fmean
from typing import Final

from pipeline.reading.aligned.places import is_aligned
from pipeline.reading.plan import ParsedPlan
from pipeline.reading.plans.headers import most_complete_header
from pipeline.reading.row_checks import find_doubtful_cells, find_doubtful_rows, is_other_table
from pipeline.schema.errors import SourceError
from pipeline.taxonomy.header_words import load_column_names, normalise_header

_MIN_ROWS: Final = 5
_MIN_CONFIDENCE, _MIN_BLOCK_CONFIDENCE = 0.6, 0.995
"""Minimum mean confidence of the rows of a plan: in general, and for text extracted block by block."""
_MIN_BLANK_SHARE: Final = 0.1
_BODIES_OF_ITEM: Final = re.compile("[（(](?:牵头|责任|主办|承办|落实)(?:单位|部门)[:：]|(?:负责|牵头)[）)]")
_MAX_DOUBTFUL_WITHOUT_HEADER, _MAX_DOUBTFUL = 0.5, 0.8
"""Maximum shares of doubtful rows in text without and with a header; above, the text is refused."""


def require_plan(parsed: ParsedPlan) -> None:
    """Raise SourceError if most rows of a table don't look like those of a plan."""
    header = most_complete_header(parsed.job.columns)
    is_named = header is not None and not any(cell.by_position for cell in header.cells)
    if header is None and not parsed.job.has_cells and _is_list_in_prose(parsed):
        raise SourceError.of("list_in_prose", line=parsed.job.plan.first_line)
    if is_other_table(parsed, columns_are_known=is_named):
        thing = ("表格", "table") if header else ("文字没有表头，", "text without a table header")
        raise SourceError.of("not_a_plan", line=parsed.job.plan.first_line, thing=thing)
    if header is None and _has_unread_header(parsed):
        raise SourceError.of("header_unread", line=parsed.job.plan.first_line)
    if (parsed.job.is_prose or not parsed.job.has_cells) and _starts_with_column_names(parsed):
        raise SourceError.of("table_per_task", line=parsed.job.plan.first_line)
    if not parsed.job.has_cells and _is_out_of_order(parsed):
        raise SourceError.of("columns_out_of_order", line=parsed.job.plan.first_line)
    if not parsed.job.has_cells and _has_many_doubts(
        parsed, max_share=_MAX_DOUBTFUL if header else _MAX_DOUBTFUL_WITHOUT_HEADER
    ):
        raise SourceError.of("rows_unreliable", line=parsed.job.plan.first_line)


def _is_list_in_prose(parsed: ParsedPlan) -> bool:
    """Return whether text names bodies in brackets at the end of its items, which are no cells then."""
    texts = (measure.row.task.text + measure.row.measure.text for measure in parsed.measures)
    return 2 * sum(bool(_BODIES_OF_ITEM.search(text)) for text in texts) > len(parsed.measures)


def _has_unread_header(parsed: ParsedPlan) -> bool:
    """Return whether a line of text is the name of a column of departments, or such a cell starts with it.

    A line within a measure is of its sentence.
    """
    job, labels = parsed.job, load_column_names(parsed.job.taxonomy_folder).labels({"departments"})
    within = {one.line for measure in parsed.measures for one in measure.row.measure.fragments[1:-1]}
    lines = (line for number, line in enumerate(job.lines, job.first_line) if number not in within)
    is_named = any(normalise_header(line) in labels for line in {*lines})
    return is_named or any(kind == "header_in_cell" for _, kind, _ in find_doubtful_cells(parsed))


def _has_many_doubts(parsed: ParsedPlan, *, max_share: float) -> bool:
    """Return whether the share of doubtful rows is so large that the others can't be trusted either."""
    return len(find_doubtful_rows(parsed)) > max_share * len(parsed.measures)


def _starts_with_column_names(parsed: ParsedPlan) -> bool:
    """Return whether the tasks or the measures of most rows start with the name of their column."""
    names = load_column_names(parsed.job.taxonomy_folder)
    for column in ("task", "measure"):
        labels = names.labels({column})
        cell = "measure" if parsed.job.is_prose else column
        texts = (normalise_header(getattr(measure.row, cell).text) for measure in parsed.measures)
        if 2 * sum(text.startswith(labels) for text in texts) > len(parsed.measures):
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
