"""Cells of unruled tables, found from print order."""

from dataclasses import dataclass

from pipeline.readers.pdf.lines import TextLine


@dataclass(frozen=True)
class Block:
    """Lines of one column that a page prints consecutively: a cell, or a part of one."""

    column: int
    lines: tuple[TextLine, ...]

    @property
    def top(self) -> float:
        return self.lines[0].baseline

    @property
    def bottom(self) -> float:
        return self.lines[-1].baseline

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2
