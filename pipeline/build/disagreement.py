"""Differences between tables and their expected values, each with its table, row and source line."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

Record = Mapping[str, Any]
LineOf = Callable[[Record], int]

_LONGEST_VALUE: Final = 60


@dataclass(frozen=True)
class Disagreement:
    """An unexpected value; ``row`` counts from 1 (0: whole table), ``line`` is 0 for none."""

    table: str
    row: int
    line: int
    what: str

    def as_text(self) -> str:
        """Return the disagreement as one line of text."""
        row = f" row {self.row}" if self.row else ""
        line = f" (source line {self.line})" if self.line else ""
        return f"{self.table}{row}{line}: {self.what}"


def format_value(value: object) -> str:
    """Return a value as text, truncated."""
    text = repr(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def compare_values(
    table: str, row: int, line: int, found: Record, expected: Record
) -> Iterator[Disagreement]:
    """Compare a row or a file with the expected values by name."""
    for name, value in expected.items():
        if found.get(name) != value:
            what = f"{name} is {format_value(found.get(name))} and should be {format_value(value)}"
            yield Disagreement(table, row, line, what)


def table_disagreements(
    name: str, expected: pa.Table, found: pa.Table, line_of: LineOf
) -> Iterator[Disagreement]:
    """Compare two tables value by value.

    Parameters
    ----------
    name
        Name of the table, for the messages.
    expected, found
        With the same columns.
    line_of
        Returns the source line of a row; 0 if it has none.
    """
    columns = expected.column_names
    should, have = _rows(expected), _rows(found)
    if should == have:
        return

    def disagree(row: int, values: Sequence[Any], what: str) -> Disagreement:
        return Disagreement(name, row, line_of(dict(zip(columns, values, strict=True))), what)

    missing, extra = Counter(should) - Counter(have), Counter(have) - Counter(should)
    if not missing and not extra:
        places = {row: number for number, row in reversed(list(enumerate(should, 1)))}
        for number, (good, odd) in enumerate(zip(should, have, strict=True), 1):
            if good != odd:
                yield disagree(number, odd, f"stands in another order; it belongs in row {places[odd]}")
    elif len(should) == len(have):
        for number, (good, odd) in enumerate(zip(should, have, strict=True), 1):
            wanted, held = (dict(zip(columns, row, strict=True)) for row in (good, odd))
            yield from compare_values(name, number, line_of(wanted), held, wanted)
    else:
        for number, row in enumerate(should, 1):
            if missing[row]:
                missing[row] -= 1
                yield disagree(number, row, f"the row of {format_value(row[0])} is missing")
        known = set(should)
        for number, row in reversed(list(enumerate(have, 1))):
            if extra[row]:
                extra[row] -= 1
                why = "stands twice" if row in known else "does not come from the sources"
                yield disagree(number, row, f"the row of {format_value(row[0])} {why}")


def _rows(table: pa.Table) -> list[tuple[Any, ...]]:
    """Return the rows of a table; NaN, which differs from itself, as a text."""
    columns = [
        ["not a number" if value != value else value for value in column.to_pylist()]
        for column in table.columns
    ]
    return list(zip(*columns, strict=True))
