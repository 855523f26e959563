"""Read plans whose columns are aligned by spaces, as ``pdftotext -layout`` writes them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from pipeline.reading.aligned.areas import AreaName, assign_areas, find_headings, join_headings, split_areas
from pipeline.reading.aligned.cells import CellScores, Piece
from pipeline.reading.aligned.columns import align_columns
from pipeline.reading.aligned.gutters import find_word_columns
from pipeline.reading.aligned.places import choose_measure, is_aligned, measure_places
from pipeline.reading.aligned.rows import CENTRE, MERGED, TOP, RowReading, RowSpan, find_rows
from pipeline.reading.columns.column_models import ColumnModels, model_text
from pipeline.reading.columns.column_scores import AREA, DEPARTMENTS, MEASURE, SERIAL, TASK, ColumnScores
from pipeline.reading.columns.layout import Fragment, display_width, split_fragments
from pipeline.reading.columns.rows import Cell, PlanRows, Row, join_deliverable
from pipeline.reading.plan_job import PlanJob
from pipeline.schema.model import MEASURE_END
from pipeline.taxonomy.loading import Taxonomy

_CELLS: Final = (TASK, MEASURE, DEPARTMENTS)
_CELL_NAMES: Final = ("task", "measure", "departments")
_MIN_SERIALS_PER_AREA: Final = 1.5
_MIN_SERIALS: Final = 8
_MAX_ROOM: Final = 4
"""Maximum width left on a wrapped line, in half-width units."""


class _Line(NamedTuple):
    """A line and the text of each column on it.

    ``place`` is its index among the lines that have cells of rows; other lines have that of the next.
    ``height`` is the vertical position: lines without a column in common are assumed to be half
    a line apart, since centred cells can be printed between the lines of adjacent cells.
    """

    place: int
    height: float
    page: int
    cells: Mapping[int, tuple[Fragment, ...]]
    deliverable: tuple[Fragment, ...]


def read_aligned_rows(job: PlanJob, taxonomy: Taxonomy, models: ColumnModels) -> PlanRows | None:
    """Read the rows of a plan whose columns are aligned by spaces; None if they are not.

    ``taxonomy`` has the names of key areas and standard tasks, ``models`` are the columns' language models.
    """
    lines = enumerate(job.lines, job.first_line)
    if not is_aligned([line for number, line in lines if number not in job.furniture_lines]):
        return None
    words = split_fragments(job.lines, job.first_line, words=True)
    furniture = [(word, job.furniture_lines[word.line]) for word in words if word.line in job.furniture_lines]
    fragments = [word for word in words if word.line not in job.furniture_lines]
    headings = find_headings(job)
    known = {**(find_word_columns(job) or {}), **headings}
    table = _align_lines(job, fragments, models, known)
    inside = {word for line in table for words in (*line.cells.values(), line.deliverable) for word in words}
    furniture += [(word, "other_column") for word in fragments if word not in inside]
    pieces = _column_pieces(table, AREA)
    areas = join_headings(pieces) if headings else split_areas(pieces, models, taxonomy)
    task_width = _measure_task_width(job, table, known)
    reading = _find_best_rows(table, areas, taxonomy, models, task_width)
    rows = _make_rows(table, reading, areas, taxonomy, at_top=reading.mode == TOP or bool(headings))
    for line in table:
        furniture += [(word, "serial") for word in line.cells[SERIAL]]
        furniture += [(word, "area") for word in line.cells[AREA]]
    return PlanRows(tuple(rows), tuple(furniture))


def _align_lines(
    job: PlanJob, fragments: Sequence[Fragment], models: ColumnModels, known: Mapping[int, Mapping[int, str]]
) -> list[_Line]:
    found: list[_Line] = []
    place, height = 0, 0.0
    deliverables = defaultdict[int, list[Fragment]](list)
    for fragment in fragments:
        if known.get(fragment.line, {}).get(fragment.start) == "deliverable":
            deliverables[fragment.line].append(fragment)
    for line in align_columns(job, fragments, ColumnScores(fragments, models), known):
        cells = {column: tuple(fragments[i] for i in held) for column, held in line.cells.items()}
        if found:
            shares = any(cells[column] and found[-1].cells[column] for column in cells)
            height += 1.0 if shares or line.page != found[-1].page else 0.5
        found.append(_Line(place, height, line.page, cells, tuple(deliverables.get(line.number, ()))))
        place += _has_cells(found[-1])
    return found


def _measure_task_width(job: PlanJob, table: Sequence[_Line], known: Mapping[int, Mapping[int, str]]) -> int:
    """Return the width of the task column in half-width units, where strips separate columns; else 0.

    Short tasks do not fill it, and are then not wrapped.
    """
    measure = choose_measure(job.lines)
    starts: dict[int, list[int]] = {TASK: [], MEASURE: []}
    for line in table:
        for column in starts:
            if (words := line.cells[column]) and words[0].line in known:
                text = job.lines[words[0].line - job.first_line][: words[0].start]
                starts[column].append(measure_places(text, measure)[-1])
    task, after = (median(places) if places else 0 for places in starts.values())
    return int(after - task) * (2 if measure is len else 1) - _MAX_ROOM


def _has_cells(line: _Line) -> bool:
    return any((*(line.cells[column] for column in _CELLS), line.deliverable))


def _column_pieces(table: Sequence[_Line], column: int) -> list[Piece]:
    """Return the pieces of a column, line by line."""
    pages = {line.place: line.page for line in table if _has_cells(line)}
    found = []
    for line in table:
        if line.cells[column]:
            at_top = pages.get(line.place - 1) != line.page
            at_bottom = pages.get(line.place + 1) != line.page
            text = "".join(word.text for word in line.cells[column])
            found.append(Piece(line.place, line.height, line.page, text, at_top, at_bottom))
    return found


def _find_best_rows(
    table: Sequence[_Line],
    areas: Sequence[AreaName],
    taxonomy: Taxonomy,
    models: ColumnModels,
    task_width: int,
) -> RowReading:
    """Return the rows that lines start beyond doubt, else the best reading over all alignment modes."""
    if starts := _find_certain_starts(table, len(areas)):
        spans = [RowSpan(start, stop, (0, 1, 2)) for start, stop in pairwise([*starts, table[-1].place + 1])]
        return RowReading(TOP, 0.0, tuple(spans))
    names = frozenset(model_text(task.name_zh) for task in taxonomy.tasks)
    pieces = [_column_pieces(table, column) for column in _CELLS]
    heights = tuple(line.height for line in table if _has_cells(line))
    serial_places = {line.place for line in table if line.cells[SERIAL]}
    is_numbered = len(serial_places) > max(_MIN_SERIALS, _MIN_SERIALS_PER_AREA * len(areas))
    readings = []
    for mode in (TOP, MERGED, CENTRE):
        cells = [
            CellScores(
                held,
                column,
                models,
                names if column == TASK else frozenset(),
                centred=mode == CENTRE or (mode == MERGED and column == TASK),
                width=task_width if column == TASK else 0,
            )
            for column, held in zip(_CELLS, pieces, strict=True)
        ]
        serials = serial_places if is_numbered else None
        readings.append(find_rows(heights, cells, serials, {area.top for area in areas}, mode))
    return max(readings, key=lambda reading: reading.score)


def _find_certain_starts(table: Sequence[_Line], areas: int) -> list[int]:
    """Return the places at which rows start if each starts all its cells beside its serial, or is one line.

    Empty if some don't: cells may be centred or merged, or serials those of the ``areas``.
    """
    filled = [line for line in table if _has_cells(line)]
    numbered = [line for line in filled if line.cells[SERIAL]]
    starts = [line.place for line in numbered or filled]
    numbers = ["".join(word.text for word in line.cells[SERIAL]).strip("（()）.、") for line in numbered]
    if starts[:1] != [0] or any(number != str(place) for place, number in enumerate(numbers, 1)):
        return []
    if numbered and len(numbered) <= _MIN_SERIALS_PER_AREA * areas:
        return []
    for column in _CELLS:
        lines = {line.place for line in filled if line.cells[column]}
        # From its start on, each cell has text on each line, down to its end.
        if not lines.issuperset(starts) or any(n - 1 not in lines for n in lines.difference(starts)):
            return []
    pieces = _column_pieces(table, MEASURE)
    width = max(display_width(piece.text) for piece in pieces)
    may_wrap = len(numbered) < len(filled)
    for above, below in pairwise(pieces):
        is_full = display_width(above.text) > width - _MAX_ROOM
        if may_wrap and below.place in starts and is_full and not MEASURE_END.search(above.text):
            return []
    return starts


def _make_rows(
    table: Sequence[_Line],
    reading: RowReading,
    areas: Sequence[AreaName],
    taxonomy: Taxonomy,
    *,
    at_top: bool,
) -> list[Row]:
    lines = [line for line in table if _has_cells(line)]
    area_words = [line.cells[AREA] for line in table if line.cells[AREA]]
    starts = {column: [r.start for r in reading.rows if i in r.new_cells] for i, column in enumerate(_CELLS)}
    rows = []
    for row in reading.rows:
        cells = {}
        for column, name in zip(_CELLS, _CELL_NAMES, strict=True):
            start = max(place for place in starts[column] if place <= row.start)
            stop = min((place for place in starts[column] if place > row.start), default=len(lines))
            cells[name] = Cell(tuple(word for line in lines[start:stop] for word in line.cells[column]))
            if column == MEASURE:
                deliverable = Cell(tuple(word for line in lines[start:stop] for word in line.deliverable))
        merged = tuple(name for index, name in enumerate(_CELL_NAMES) if index not in row.new_cells)
        measure = join_deliverable(cells["measure"], deliverable)
        found = Row(Cell(), cells["task"], measure, cells["departments"], merged, deliverable.fragments)
        rows.append(replace(found, margin=row.margin))
    spans = [(row.start, row.stop) for row in reading.rows]
    beside = assign_areas(areas, spans, [row.task.text for row in rows], taxonomy, at_top)
    labels = [Cell(tuple(w for words in area_words[a.first : a.stop] for w in words)) for a in areas]
    return [
        replace(row, area=labels[index]) if index is not None else row
        for row, index in zip(rows, beside, strict=True)
    ]
