"""Read the rows of a plan: label fragments, join them into cells, copy merged cells to each row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final, NamedTuple

from pipeline.reading.columns.column_models import ColumnModels, model_text, numbering_length
from pipeline.reading.columns.column_scores import (
    AREA,
    DELIVERABLE,
    DEPARTMENTS,
    MEASURE,
    PAGE_NUMBER,
    SERIAL,
    TASK,
    ColumnScores,
    Label,
)
from pipeline.reading.columns.costs import CELL_PER_LINE, UNNUMBERED_AREA, WRAPPED, TransitionCosts
from pipeline.reading.columns.decode import decode
from pipeline.reading.columns.layout import (
    Fragment,
    has_cell_per_line,
    leading_width,
    measure_layout,
    split_fragments,
)
from pipeline.reading.columns.margins import MAX_MARGIN
from pipeline.reading.columns.serials import has_numbered_areas, is_area_start, serial_costs
from pipeline.reading.plan_job import PlanJob
from pipeline.reading.plans.headers import most_complete_header
from pipeline.schema.model import DELIVERABLE_MARK, MEASURE_END
from pipeline.taxonomy.loading import Taxonomy

_DELIVERABLE_PASSES: Final = 2
_MIN_BLANK_SHARE: Final = 0.08
"""Minimum share of rows without a deliverable in a plan that leaves some blank."""
_LINE_MARK: Final = re.compile("[，。；：、！？,;:”》）)]$")
_MAX_SHORT_SHARE: Final = 0.6
"""Maximum width of a line that may be one of a narrower column, in that of the column."""
_FULL, _SHORT = 4, 6
"""Room below which a line is full, and above which the next one had room beside it."""


@dataclass(frozen=True)
class Cell:
    """A cell: fragments, and their text without white space."""

    fragments: tuple[Fragment, ...] = ()

    @cached_property
    def text(self) -> str:
        return "".join(fragment.text for fragment in self.fragments)


def insert_text(text: str, before: Fragment) -> Fragment:
    """Return a fragment with text that is not in the source, to be inserted before another fragment."""
    return replace(before, end=before.start, text=text, offsets=(), width=0)


def join_deliverable(measure: Cell, deliverable: Cell) -> Cell:
    """Join a measure and its deliverable, with a mark between them unless one is empty."""
    if not measure.fragments or not deliverable.fragments:
        return Cell(measure.fragments + deliverable.fragments)
    mark = insert_text(DELIVERABLE_MARK, deliverable.fragments[0])
    return Cell((*measure.fragments, mark, *deliverable.fragments))


@dataclass(frozen=True)
class Row:
    """One table row.

    ``merged`` names the cells shared with the row above, ``maybe_merged`` empty cells that may be merged
    with it. ``deliverable`` are the fragments of ``measure`` from a column of deliverables.
    """

    area: Cell
    task: Cell
    measure: Cell
    departments: Cell
    merged: tuple[str, ...] = ()
    deliverable: tuple[Fragment, ...] = ()
    maybe_merged: tuple[str, ...] = ()
    deadline: Cell = Cell()
    """Only in tables of cells; text without cells is refused if it has a column of deadlines."""
    doubts: tuple[str, ...] = ()
    """Kinds of findings about how the row was read."""
    margin: float = MAX_MARGIN
    """Log probability of the row as read minus that of the next best reading."""

    @property
    def cells(self) -> dict[str, Cell]:
        """All cells but the key area, by column."""
        return {name: getattr(self, name) for name in ("task", "measure", "departments", "deadline")}

    @property
    def fragments(self) -> tuple[Fragment, ...]:
        """Fragments of all cells but the key area."""
        return tuple(fragment for cell in self.cells.values() for fragment in cell.fragments)

    @property
    def lines(self) -> tuple[int, int]:
        """First and last source line with text of the row."""
        own = [
            f
            for name, cell in self.cells.items()
            if name != "task" or name not in self.merged
            for f in cell.fragments
        ]
        numbers = [one.line for one in own or self.task.fragments]
        return min(numbers), max(numbers)

    def add_doubts(self, *kinds: str) -> "Row":
        """Return the row with more kinds of findings about how it was read."""
        return replace(self, doubts=tuple(dict.fromkeys((*self.doubts, *kinds))))


class OtherTable(NamedTuple):
    """A table left out of the rows, with the kind of finding it is and its number of rows."""

    kind: str
    first_line: int
    last_line: int
    header: str
    rows: int


@dataclass(frozen=True)
class PlanRows:
    """A plan's rows in document order, fragments of layout text with their kinds, and other tables."""

    rows: tuple[Row, ...]
    furniture: tuple[tuple[Fragment, str], ...]
    other_tables: tuple[OtherTable, ...] = ()


def read_rows(job: PlanJob, taxonomy: Taxonomy, models: ColumnModels) -> PlanRows:
    """Read the rows of a plan by its words and lines alone.

    ``taxonomy`` has the names of key areas and standard tasks, ``models`` are the columns' language models.
    """
    fragments, page_breaks, furniture = [], [], []
    broken = False
    for fragment in split_fragments(job.lines, job.first_line):
        character_class = job.furniture_lines.get(fragment.line)
        end = job.header_ends.get(fragment.line, fragment.end)
        if character_class is not None and fragment.start < end:
            furniture.append((fragment, character_class))
            broken = True
            continue
        fragments.append(replace(fragment, starts_line=fragment.starts_line or broken))
        page_breaks.append(broken or fragment.indented)
        broken = False
    page_numbers = [job.possible_page_numbers.get(fragment.line) for fragment in fragments]
    cell_per_line = has_cell_per_line(job.lines)
    column_scores = ColumnScores(fragments, models)
    # Each fragment is labelled by itself to measure the layout, then all of them jointly.
    initial = [column_scores.likeliest_column(index) for index in range(len(fragments))]
    layout = measure_layout(fragments, page_breaks, initial, cell_per_line)
    names = frozenset(model_text(task.name_zh) + end for task in taxonomy.tasks for end in ("", "。"))
    serials = serial_costs(fragments, [area.name_zh for area in taxonomy.areas])
    header = most_complete_header(job.columns)
    has_areas, has_deliverables = (
        header is not None and header.has(name) for name in ("area", "deliverable")
    )
    costs = _choose_costs(fragments, serials, taxonomy, cell_per_line=cell_per_line, has_areas=has_areas)
    search = partial(
        decode,
        fragments,
        page_breaks,
        column_scores,
        standard_tasks=names,
        serials=serials,
        page_numbers=page_numbers,
        has_deliverables=has_deliverables,
    )
    labels, margins = search(layout=layout, costs=costs.without_interleaving() if has_deliverables else costs)
    for _ in range(_DELIVERABLE_PASSES if has_deliverables else 0):
        # Deliverables have the words of measures: the width of their column, known from labels, tells them.
        columns = [label.column if label.column < SERIAL else None for label in labels]
        layout = measure_layout(fragments, page_breaks, columns, cell_per_line)
        labels, margins = search(layout=layout, costs=costs)
        are_blank = [not row.deliverable for row in build_rows(fragments, labels)]
        if sum(are_blank) >= _MIN_BLANK_SHARE * len(are_blank):
            costs = costs.with_blank_deliverables()
    rows = set_margins(build_rows(fragments, labels), fragments, margins)
    rows = doubt_first_lines(rows, layout.widths[MEASURE] or 0)
    if has_deliverables:
        rows = [doubt_deliverable(row, layout.widths) for row in rows]
    kinds = {AREA: "area", SERIAL: "serial", PAGE_NUMBER: "page_number"}
    for fragment, label in zip(fragments, labels, strict=True):
        if label.column in kinds:
            furniture.append((fragment, kinds[label.column]))
    return PlanRows(tuple(rows), tuple(furniture))


def _choose_costs(
    fragments: Sequence[Fragment],
    serials: Sequence[float | None],
    taxonomy: Taxonomy,
    *,
    cell_per_line: bool,
    has_areas: bool,
) -> TransitionCosts:
    """Return the costs for a plan, by how its lines end, and by what it prints beside or above its key areas.

    ``has_areas`` is whether its header has a column of key areas.
    """
    costs = CELL_PER_LINE if cell_per_line else WRAPPED
    areas = [area.name_zh for area in taxonomy.areas]
    if has_numbered_areas(fragments, serials, areas):
        costs = replace(costs, unnumbered_area=UNNUMBERED_AREA)
    text = "".join(fragment.text for fragment in fragments)
    is_known = any(task.name_zh in text for task in taxonomy.tasks)
    if has_areas and not is_known and not any(is_area_start(fragment.text, areas) for fragment in fragments):
        return costs.with_unknown_areas()
    return costs


def set_margins(rows: Sequence[Row], fragments: Sequence[Fragment], margins: Sequence[float]) -> list[Row]:
    """Set each row's margin to the smallest of its own fragments and the first one after it."""
    places = {(fragment.line, fragment.start): index for index, fragment in enumerate(fragments)}
    found = []
    for row in rows:
        own = [
            places[fragment.line, fragment.start]
            for name, cell in row.cells.items()
            if name not in row.merged
            for fragment in cell.fragments
        ]
        around = [*own, max(own) + 1] if own else []
        margin = min((margins[index] for index in around if index < len(margins)), default=MAX_MARGIN)
        found.append(replace(row, margin=margin))
    return found


def doubt_first_lines(rows: Sequence[Row], width: int) -> list[Row]:
    """Doubt rows whose measure may begin with the task, or the end of it.

    The first line of such a measure ends in mid-sentence where the next one had much room in the ``width`` of
    the column. Where the row shares the task above, it can be all of the measure, or a part of a
    line that a space ends.
    """
    if 2 * sum(not MEASURE_END.search(row.measure.text) for row in rows) > len(rows):
        return list(rows)
    found = []
    for row in rows:
        shares, fragments = "task" in row.merged, row.measure.fragments
        by_line = groupby(fragments, key=attrgetter("line"))
        first, second = (*(list(own) for _, own in by_line), [], [])[:2]
        if shares and len(first) > 1 and not (first[0].text[-1] + first[1].text[0]).isascii():
            first, second = first[:1], first[1:]
        if (second or (first and shares)) and not _LINE_MARK.search(first[-1].text):
            start = leading_width(second[0].text) if second else 0
            is_short = sum(one.width for one in first) + start < _MAX_SHORT_SHARE * width
            row = row.add_doubts(*["cell_unsure"] * (is_short and "measure" not in row.merged))
        found.append(row)
    return found


def doubt_deliverable(row: Row, widths: Sequence[int | None]) -> Row:
    """Doubt a row without a deliverable, which may be in another cell, and one whose start is not sure.

    That is where the last line of the measure is full, or where one in mid-sentence ends although the next
    had room, or is wider than its column.
    """
    if not row.deliverable:
        return row.add_doubts("deliverable_missing")
    measure = row.measure.fragments[: -len(row.deliverable) - 1]
    room = _list_room(measure, widths[MEASURE]) + _list_room(row.deliverable, widths[DELIVERABLE])
    border = _list_room((measure[-1], row.deliverable[0]), widths[MEASURE])
    is_unsure = any(one > _SHORT or one < -_FULL for one in room) or any(one < _FULL for one in border)
    return row.add_doubts(*["deliverable_unsure"] * is_unsure)


def _list_room(fragments: Sequence[Fragment], width: int | None) -> list[int]:
    """Return the room beside each line that ends in mid-sentence, above one that begins no item of a list."""
    return [
        width - above.width
        for above, below in pairwise(fragments)
        if width and above.starts_line and below.starts_line
        if not MEASURE_END.search(above.text) and not numbering_length(model_text(below.text))
    ]


def build_rows(fragments: Sequence[Fragment], labels: Sequence[Label]) -> list[Row]:
    """Build rows from labelled fragments; merged cells are copied to each row they span."""
    rows: list[Row] = []
    area: list[Fragment] = []
    cells: dict[int, list[Fragment]] = {}
    shares_task = False

    def finish() -> None:
        if not cells:
            return
        columns = TASK, MEASURE, DELIVERABLE, DEPARTMENTS
        task, measure, deliverable, departments = (Cell(tuple(cells.get(column, ()))) for column in columns)
        measure = join_deliverable(measure, deliverable)
        merged = ("task",) if shares_task else ()
        if shares_task:
            task = extend_shared_task(rows, task)
        row = Row(Cell(tuple(area)), task, measure, departments, merged, deliverable.fragments)
        rows.append(fill_merged_cells(row, rows[-1] if rows else None))

    for fragment, label in zip(fragments, labels, strict=True):
        if label.column in (SERIAL, PAGE_NUMBER):
            continue
        if label.starts_row:
            finish()
            cells, shares_task = {}, label.column == MEASURE
        if label.column == AREA:
            if label.starts_cell:
                finish()
                cells, area = {}, []
            area.append(fragment)
            continue
        cells.setdefault(label.column, []).append(fragment)
    finish()
    return rows


def extend_shared_task(rows: list[Row], tail: Cell) -> Cell:
    """Return the task cell that the last row shares with the next one.

    If a page break separated its ``tail``, the tail is appended in all rows that share the cell.
    """
    if not tail.fragments:
        return rows[-1].task
    task = Cell(rows[-1].task.fragments + tail.fragments)
    for place in reversed(range(len(rows))):
        rows[place] = replace(rows[place], task=task)
        if "task" not in rows[place].merged:
            break
    return task


def fill_merged_cells(row: Row, above: Row | None) -> Row:
    """Fill a row's cells that are merged with those above.

    If the row's task is on the line on which the departments cell above ends, that cell extends into this
    row: rows do not overlap on a page, so the cell is merged over both.
    """
    if above is None or row.departments.fragments or not row.task.fragments or "task" in row.merged:
        return row
    first = row.task.fragments[0]
    if first.starts_line or not above.departments.fragments:
        return row
    if above.departments.fragments[-1].line != first.line:
        return row
    if row.measure.fragments:
        return replace(row, departments=above.departments, merged=("departments",))
    return replace(
        row,
        measure=above.measure,
        deliverable=above.deliverable,
        departments=above.departments,
        merged=("measure", "departments"),
    )
