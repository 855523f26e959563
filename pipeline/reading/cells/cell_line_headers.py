"""Finds the headers of tables in text in which every cell has a line of its own."""

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.taxonomy.header_words import ColumnNames, may_be_name, normalise_header

_MIN_COLUMNS, _MAX_COLUMNS = 2, 12
_MAX_WIDTHS: Final = 4
_ROLES: Final = ("lead", "support")
_ROLE_COUNT: Final = 2

Heads = list[list[list[int]]]
"""The rows of a header: the lines of each cell."""


def list_headers(
    lines: Sequence[str], start: int, stop: int, names: ColumnNames
) -> Iterator[tuple[Heads, int]]:
    """Yield the possible headers that start at a line, each with the index of the first line below it.

    A second row with the roles of departments is joined to the first, one that numbers the columns is not.
    """
    for width in _list_widths(lines[start:stop], names):
        head, first = _join_roles(lines, start, width, names)
        numbers = [line.strip() for line in lines[first : first + len(head)]]
        if numbers == [str(number) for number in range(1, len(head) + 1)]:
            yield [head, [[first + n] for n in range(len(head))]], first + len(head)
        else:
            yield [head], first


def _join_roles(
    lines: Sequence[str], start: int, width: int, names: ColumnNames
) -> tuple[list[list[int]], int]:
    """Return the cells of a header, with roles in a second row as cells, and the first line below.

    In such a row, the other cells are blank or have no line.
    """
    head, first = [[start + n] for n in range(width)], start + width
    columns = [names.names.get(normalise_header(lines[line])) for [line] in head]
    if columns.count("departments") != 1:
        return head, first
    place = columns.index("departments")
    for before, after in ((place, width - 1 - place), (0, 0)):
        below = [normalise_header(line) for line in lines[first : first + before + _ROLE_COUNT + after]]
        roles = [text for text in below[before : before + _ROLE_COUNT] if names.names.get(text) in _ROLES]
        if len(roles) == _ROLE_COUNT and not any(below[:before] + below[before + _ROLE_COUNT :]):
            one = first + before
            head[place : place + 1] = [[*head[place], one], [one + 1]]
            return head, one + _ROLE_COUNT + after
    return head, first


def find_header_starts(lines: Sequence[str], names: ColumnNames) -> Iterator[int]:
    """Yield the indexes of the lines at which headers of one cell a line start."""
    last, above = 0, ""
    for start, line in enumerate(lines):
        may_start = start >= last and may_be_name(line.strip()) and names.named_columns([line])
        widths = _list_widths(lines[start : start + _MAX_COLUMNS], names) if may_start else []
        if widths and not (_is_part_of_header(above, names) and _is_short(lines[start:], widths[0], names)):
            yield start
            last = start + widths[0]
        above = line.strip() or above


def _is_part_of_header(line: str, names: ColumnNames) -> bool:
    """Return whether a line consists of words of headers, as those of a header that wraps."""
    return bool(line) and names.find_columns(normalise_header(line)) is not None


def _is_short(lines: Sequence[str], width: int, names: ColumnNames) -> bool:
    """Return whether a header names too few columns to be whole below other words of headers."""
    return not names.is_header(["".join(line.split()) for line in lines[:width]])


def _list_widths(lines: Sequence[str], names: ColumnNames) -> list[int]:
    """Return the possible numbers of cells of a header that starts at the first line."""
    texts = ["".join(line.split()) for line in lines[:_MAX_COLUMNS]]
    several = [sum(map(names.is_name, line.split())) > 1 for line in lines[:_MAX_COLUMNS]]
    stop = next((n for n, text in enumerate(texts) if several[n] or not may_be_name(text)), len(texts))
    fitting = (width for width in range(_MIN_COLUMNS, stop + 1) if _is_header(texts[:width], names))
    return list(fitting)[:_MAX_WIDTHS]


def _is_header(texts: Sequence[str], names: ColumnNames) -> bool:
    if "departments" not in names.named_columns(filter(names.is_name, texts)):
        return False
    return names.is_short_header(texts) or (names.is_header(texts) and names.names_duties(texts))
