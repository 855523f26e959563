"""Merge cells above and below page breaks that may be one, once the whole table is known."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log

from pipeline.readers.document import Place
from pipeline.readers.pdf.page import PageCell
from pipeline.readers.pdf.page_breaks import CERTAIN, CLEAR, MIN_EVIDENCE


@dataclass(eq=False)
class JoinedCell:
    """A cell of a table over one or more pages, and its first and last part."""

    row: int
    row_span: int
    paragraphs: list[tuple[str, Place]]
    first: PageCell
    last: PageCell

    @property
    def x0(self) -> float:
        return self.first.x0

    @property
    def x1(self) -> float:
        return self.first.x1

    @property
    def lacks_text(self) -> bool:
        """Whether its text may follow: that of a merged cell can be on a later page, below a row."""
        return self.first.row > 0 and not self.text

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.paragraphs)

    @property
    def rows(self) -> range:
        return range(self.row, self.row + self.row_span)


@dataclass(frozen=True)
class CellBreak:
    """Cells above and below a page break in separate rows, and the evidence that they are one cell."""

    above: JoinedCell
    below: JoinedCell
    evidence: float


def merge_over_breaks(
    cells: list[JoinedCell], breaks: Sequence[CellBreak], column_of: Callable[[float], str]
) -> set[int]:
    """Merge cells over page breaks; an empty one if more cells of its column are merged than are blank.

    ``cells`` are all of the table below its header, and are modified; ``breaks`` the pairs that may be
    merged, from top to bottom. The rows whose cell may be the wrong one are returned.
    """
    measures = {row for one in cells if one.text and column_of(one.x0) == "measure" for row in one.rows}
    at_breaks = {one for pair in breaks for one in (pair.above, pair.below)}
    merged, blank = Counter[str](), Counter[str]()
    for one in cells:
        if one.text:
            merged[column_of(one.x0)] += one.row_span - 1
        elif one not in at_breaks:
            blank[column_of(one.x0)] += len(measures & {*one.rows})
    unsure: set[int] = set()
    merged_into: dict[JoinedCell, JoinedCell] = {}
    for pair in breaks:
        above, below, column = merged_into.get(pair.above, pair.above), pair.below, column_of(pair.below.x0)
        evidence = pair.evidence - (CLEAR if merged[column] else CERTAIN)
        if not (above.text and below.text):
            evidence = log((merged[column] + 0.5) / (blank[column] + 0.5))
        if above.text and below.text:
            unsure |= {*above.rows, *below.rows} if MIN_EVIDENCE < pair.evidence <= CERTAIN else set()
        elif (above.text or below.text) and (
            abs(evidence) < MIN_EVIDENCE or not (above.text or column in ("serial", "area"))
        ):
            # The text of a merged cell is seldom below the break alone.
            unsure |= {*(below if above.text else above).rows}
        if evidence > 0 and (above.text or below.text):
            above.row_span += below.row_span
            above.paragraphs += below.paragraphs
            merged_into[below] = above
            cells.remove(below)
    return unsure
