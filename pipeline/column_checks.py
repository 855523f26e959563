"""Whether the columns that a header names can be read, and what is said where they can't."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline.columns import family
from pipeline.errors import SourceError
from pipeline.headers import HeaderColumns

_NAMES: Final = {
    "task": ("工作内容（任务）", "task (工作内容)"),
    "measure": ("具体举措", "measure (具体举措)"),
    "departments": ("责任部门", "departments (责任部门)"),
}
_NEEDED_IN_CELLS: Final = ("task", "measure")
_NOT_READ: Final = ("", "deadline", "note")


def columns_between(columns: Sequence[HeaderColumns], first: int, last: int) -> tuple[HeaderColumns, ...]:
    """The headers from line ``first`` to line ``last``; the last one before if none stands there."""
    inside = tuple(header for header in columns if first <= header.line <= last)
    before = tuple(header for header in columns if header.line < first)
    return inside or before[-1:]


def fullest(columns: Sequence[HeaderColumns]) -> HeaderColumns | None:
    """The header that names most columns: others may be cut at a page break; None if there is none."""
    return max(columns, key=lambda header: len(set(header.order) - {""}), default=None)


def unknown_cells(header: HeaderColumns, columns: Sequence[str] = ("",)) -> tuple[str, ...]:
    """The header cells of columns that are not read, as messages name them: by their text or their number."""
    return tuple(
        f"“{cell.text}”" if cell.text else f"#{place}"
        for place, cell in enumerate(header.cells, 1)
        if cell.column in columns
    )


def require_columns(columns: Sequence[HeaderColumns], has_cells: bool, source: Path) -> None:
    """Raise SourceError where a plan's columns are not those that are read.

    Parameters
    ----------
    columns
        The plan's headers; a plan without any is read by its words.
    has_cells
        Whether delimiters part its cells. Without them, the text of a column that is not read would go
        into other cells.
    source
        The file.
    """
    header = fullest(columns)
    if header is None:
        return
    missing = [name for name in header.missing if not has_cells or name in _NEEDED_IN_CELLS]
    if missing:
        raise _missing(header, missing, source)
    if has_cells:
        return
    extra = unknown_cells(header, _NOT_READ)
    bodies = [cell.text for cell in header.cells if family(cell.column) == "departments"]
    if not extra and len(bodies) > 1:
        extra = tuple(f"“{text}”" for text in bodies[1:])
    if extra:
        raise SourceError(
            f"表头中的{'、'.join(extra)}不是所读取的列；文本没有单元格边界，这一列的文字会混入其他单元格。"
            "请删去这一列后重新导出，或将表格另存为 CSV 再读取。",
            f"The header names {', '.join(extra)}, which is no column that is read here; in text without "
            "cell borders what stands in it would go into other cells. Take the column out and save the "
            "text again, or save the table as CSV.",
            source=source,
            line=header.line,
        )


def _missing(header: HeaderColumns, missing: Sequence[str], source: Path) -> SourceError:
    zh = "、".join(_NAMES[name][0] for name in missing)
    en = ", ".join(_NAMES[name][1] for name in missing)
    cells = [cell.text for cell in header.cells if cell.text]
    return SourceError(
        f"表头（{'、'.join(cells)}）中没有“{zh}”列；请确认这是工作要点的表格。"
        "如果只是列名不同，请把列名加入分类文件 columns.toml。",
        f"The header ({', '.join(cells)}) has no column for {en}; check that this is the table of a work "
        "plan. If the column only has another name, add the name to columns.toml in the taxonomy.",
        source=source,
        line=header.line,
    )
