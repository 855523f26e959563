"""Find where deliverables start in measures, if the columns of both were read as one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise
from typing import Final, NamedTuple

from pipeline.reading.columns.column_models import model_text
from pipeline.reading.columns.column_scores import MEASURE, ColumnScores
from pipeline.reading.columns.costs import TransitionCosts
from pipeline.reading.columns.labels import Label
from pipeline.reading.columns.layout import Fragment, Layout, LayoutScores, estimate_width
from pipeline.reading.columns.serials import previous_items

_PASSES: Final = 3


class _Boundary(NamedTuple):
    """Log probabilities of what follows a fragment: more of its cell, by column, or the next column."""

    continued: tuple[float, float]
    ended: float


def find_deliverables(
    labels: Sequence[Label],
    fragments: Sequence[Fragment],
    page_breaks: Sequence[bool],
    column_scores: ColumnScores,
    layout: Layout,
    costs: TransitionCosts,
) -> list[int]:
    """Return the indices of the fragments in deliverables, of those that are labelled as measures.

    A deliverable starts where the words and the ends of the lines of its row most probably start one. The two
    columns wrap at widths of their own, which are estimated from the deliverables, and these from the widths.
    """
    items = previous_items(fragments)
    cells = list(_list_measures(labels))
    widths: list[int | None] = [None, None]
    for _ in range(_PASSES):
        columns = [
            LayoutScores(replace(layout, widths=(None, None, width, None)), fragments, page_breaks)
            for width in widths
        ]
        cuts = [
            _cut(_score_boundaries(cell, fragments, column_scores, columns, costs, items)) for cell in cells
        ]
        first = [cell[:cut] for cell, cut in zip(cells, cuts, strict=True)]
        second = [cell[cut:] for cell, cut in zip(cells, cuts, strict=True)]
        widths = [_find_width(part, fragments) for part in (first, second)]
    return [index for cell in second for index in cell]


def _list_measures(labels: Sequence[Label]) -> Iterator[list[int]]:
    cell: list[int] = []
    for index, label in enumerate(labels):
        if label.starts_row:
            yield cell
            cell = []
        if label.column == MEASURE:
            cell.append(index)
    yield cell


def _score_boundaries(
    cell: Sequence[int],
    fragments: Sequence[Fragment],
    scores: ColumnScores,
    columns: Sequence[LayoutScores],
    costs: TransitionCosts,
    items: Sequence[int],
) -> list[_Boundary]:
    found = []
    text, width = "", 0
    for last, index in pairwise(cell):
        before, fragment = fragments[last], fragments[index]
        text, width = text + model_text(before.text), (0 if before.starts_line else width) + before.width
        goes_on = scores.score(MEASURE, text, index)
        starts = scores.score_start(MEASURE, index)[0] + scores.score_end(MEASURE, text)
        starts += costs.deliverable_with_number * scores.starts_with_amount(index)
        if before.line == fragment.line:
            beside_letters = before.text[-1] < "\u2e80" or fragment.text[0] < "\u2e80"
            space = costs.space_beside_letters if beside_letters else costs.space_in_cell
            wide = width + fragment.width
            continued = [goes_on + space + column.score_width(MEASURE, wide) for column in columns]
            found.append(_Boundary((continued[0], continued[1]), starts))
            continue
        paragraph = costs.list_item if items[index] in cell else costs.paragraph_in_cell[MEASURE]
        ends = [starts + column.score_end(MEASURE, last) for column in columns]
        continued = [
            max(goes_on + column.score_wrap(MEASURE, last, width, index), end + paragraph)
            + column.score_width(MEASURE, fragment.width)
            for column, end in zip(columns, ends, strict=True)
        ]
        ended = ends[0] + columns[1].score_width(MEASURE, fragment.width)
        found.append(_Boundary((continued[0], continued[1]), ended))
    return found


def _cut(boundaries: Sequence[_Boundary]) -> int:
    measure, deliverable = (
        [0.0, *accumulate(boundary.continued[side] for boundary in boundaries)] for side in (0, 1)
    )
    totals = {
        place: measure[place - 1] + boundary.ended + deliverable[-1] - deliverable[place]
        for place, boundary in enumerate(boundaries, 1)
    }
    return max(totals, key=totals.__getitem__, default=1)


def _find_width(parts: Sequence[Sequence[int]], fragments: Sequence[Fragment]) -> int | None:
    lines, wrapped = list[int](), Counter[int]()
    for part in parts:
        own = groupby((fragments[index] for index in part), key=lambda fragment: fragment.line)
        widths = [sum(fragment.width for fragment in line) for _, line in own]
        lines += widths
        wrapped.update(widths[:-1])
    return estimate_width(wrapped, lines)
