"""Delimited text (CSV, TSV, Markdown) as records whose cells keep their positions in the file.

The ``csv`` module gives no positions, and drops quotation marks from cells that start with one without
being quoted, such as cells copied from Word.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate
from typing import Final

from pipeline.readers.records import Record, TextCell
from pipeline.taxonomy.header_words import SERIAL_PATTERN, ColumnNames, normalise_header, row_column

DELIMITERS: Final = ("\t", ",", ";", "|")
QUOTE: Final = '"'

_RUN: Final = re.compile(r"(?P<text>\S+)")
_QUOTED_RUN: Final = re.compile(r'(?P<text>[^\s"]+"?|")"?')
"""In a quoted cell, quotation marks are doubled; the second of each pair is not text."""
_PIPE: Final = "|"
_RULE: Final = re.compile(r"(?=.*(?:[-=]{2}|:-|-:))[\s|:+=-]+")
"""The line below the header of a Markdown table; similar lines between rows draw borders."""
_COLUMN_RULE: Final = re.compile(r"\s*(?:[-=─━═]{3,}\s*)+")
_MARKUP: Final = r"<[bB][rR] ?/?>|\*\*|\\(?=[!-/:-@\[-`{-~])"
"""Markdown for line breaks, bold text, and escaped punctuation."""
_RUN_BETWEEN_PIPES: Final = re.compile(rf"{_MARKUP}|(?P<text>(?:(?!{_MARKUP})\S)+)")
_MAX_HEADER_CHARACTERS: Final = 400
_MIN_COLUMNS: Final = 3
_MIN_ROWS: Final = 3
_MIN_ROW_SHARE: Final = 0.8
"""Minimum share of lines with the same number of cells, if no header is known or if tabs may be just the
white space of a text dump."""


def read_records(lines: Sequence[str], delimiter: str, first_line: int = 1) -> list[Record]:
    """Split lines into records of cells.

    A cell is quoted if it starts with a quotation mark and the closing mark is followed by a delimiter or the
    end of a line; it can then contain delimiters, line breaks and doubled marks (RFC 4180). Other quotation
    marks are text. Pipes can also enclose a line, as in Markdown, where ``<br>`` breaks lines in a cell and a
    rule follows the header. ``lines`` are without terminators, and ``first_line`` is the number of the first.
    """
    text = "\n".join(lines)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    field = _field_pattern(delimiter)
    records, cells = list[Record](), list[TextCell]()
    position, record_start = 0, 0
    while lines:
        match = field.match(text, position)
        assert match is not None  # the pattern also matches empty text
        plain_run = _RUN_BETWEEN_PIPES if delimiter == _PIPE else _RUN
        pattern, name = (_QUOTED_RUN, "quoted") if match["quoted"] is not None else (plain_run, "plain")
        runs, pieces = list[tuple[int, int, int]](), list[str]()
        for run in pattern.finditer(text, *match.span(name)):
            if run["text"] is None:
                continue
            start, end = run.span("text")
            line = bisect_right(starts, start) - 1
            runs.append((first_line + line, start - starts[line], end - starts[line]))
            pieces.append(run["text"])
        cells.append(TextCell("".join(pieces), tuple(runs)))
        position = match.end() + 1
        if text[match.end() : position] == delimiter:
            continue
        first, last = (bisect_right(starts, place) - 1 for place in (record_start, match.end()))
        records.append(Record(first_line + first, first_line + last, tuple(cells)))
        cells, record_start = [], position
        if position > len(text):
            break
    return _remove_borders(records, lines, first_line) if delimiter == _PIPE else records


def _remove_borders(records: Sequence[Record], lines: Sequence[str], first_line: int) -> list[Record]:
    """Return the records without rules, and without empty cells outside the pipes that enclose lines."""
    rules = find_rule_lines(lines, _PIPE, first_line)
    piped = [line.strip() for line in lines if _PIPE in line]
    first = int(all(line.startswith(_PIPE) for line in piped))
    last = int(all(line.endswith(_PIPE) for line in piped))
    return [
        replace(record, cells=record.cells[first : len(record.cells) - last])
        if len(record.cells) > 1 + first + last
        else record
        for record in records
        if record.first_line not in rules
    ]


def find_rule_lines(lines: Sequence[str], delimiter: str, first_line: int = 1) -> frozenset[int]:
    """Return the numbers of lines that are rules: of a table with pipes or, without delimiter, of columns."""
    rule = {_PIPE: _RULE, "": _COLUMN_RULE}.get(delimiter)
    if rule is None:
        return frozenset()
    return frozenset(number for number, line in enumerate(lines, first_line) if rule.fullmatch(line))


@cache
def _field_pattern(delimiter: str) -> re.Pattern[str]:
    separator = re.escape(delimiter)
    sign = rf"\\?+[^\n{separator}]|\\{separator}?" if delimiter == _PIPE else rf"[^\n{separator}]"
    return re.compile(rf'"(?P<quoted>(?:[^"]|"")*+)" *(?={separator}|\n|\Z)|(?P<plain>(?:{sign})*)')


def most_common_count(lines: Sequence[str], delimiter: str) -> int:
    """Return the most common number of delimiters of lines without quotation marks; -1 without such lines."""
    counts = Counter(line.count(delimiter) for line in lines if QUOTE not in line and line.strip())
    return max(counts, key=lambda count: (counts[count], count), default=-1)


def find_delimiter(lines: Sequence[str], names: ColumnNames) -> str:
    """Return the delimiter of a source, or '' for text without delimiters.

    A header row decides. If no row names known columns, or if the delimiter is a tab (which plain text can
    also contain), most lines must have the same number of cells.
    """
    for delimiter in DELIMITERS:
        counts = Counter(line.count(delimiter) for line in lines if line.strip())
        if not any(counts[number] for number in counts if number):
            continue
        if _is_regular(counts):
            return delimiter
        may_be_header = any(_has_column_name(line, delimiter, names) for line in lines)
        if may_be_header and _has_cells(read_records(lines, delimiter), delimiter, names):
            return delimiter
    return ""


def _is_regular(counts: Counter[int]) -> bool:
    """Whether most lines have the same number of cells, and enough for rows of a plan."""
    number, lines = max(counts.items(), key=lambda item: (item[1], item[0]))
    enough = number + 1 >= _MIN_COLUMNS and lines >= _MIN_ROWS
    return enough and lines >= _MIN_ROW_SHARE * counts.total()


def _has_column_name(line: str, delimiter: str, names: ColumnNames) -> bool:
    if delimiter not in line or len(line) > _MAX_HEADER_CHARACTERS:
        return False
    return any(normalise_header(piece.strip(' "')) in names.names for piece in line.split(delimiter))


def _has_cells(records: Sequence[Record], delimiter: str, names: ColumnNames) -> bool:
    """Whether most rows, if any, have as many cells as their header, each header compared with its own."""
    headers = find_header_records(records, names)
    stops = [*(header.first_line for header in headers[1:]), len(records) and records[-1].last_line + 1]
    sizes = {True: 0, False: 0}
    for header, stop in zip(headers, stops, strict=False):
        below = [one for one in records if one.filled and header.last_line < one.first_line < stop]
        sizes[_match_header(header, below, delimiter, names)] += len(below)
    return bool(headers) and sizes[True] >= _MIN_ROW_SHARE * sum(sizes.values())


def _match_header(header: Record, below: Sequence[Record], delimiter: str, names: ColumnNames) -> bool:
    if delimiter == "\t":
        return bool(below) and _rows_are_whole(below, len(header.texts), header, names)
    fewest = min(_MIN_COLUMNS, len(header.filled))
    return 2 * sum(len(record.cells) >= fewest for record in below) >= len(below)


def _rows_are_whole(records: Sequence[Record], width: int, header: Record, names: ColumnNames) -> bool:
    """Whether records of tab-separated text are rows, some of them broken over several lines.

    A paragraph break in a cell copied from Word ends the line. Together, the lines of a row have as many tabs
    as the header; text copied from a browser has none for a key area that is merged with that of the row
    above. Where rows have serials, only the first begins with a serial or an empty cell.
    """
    has_serials = names.match_column(header.cells[0].text) == ("serial", 0.0)
    last = names.match_column(header.cells[-1].text)
    has_bodies_last = last is not None and row_column(last[0]) == "departments"
    columns = [names.match_column(cell.text) for cell in header.cells]
    fewest = width - any(one is not None and one[0] == "area" for one in columns)
    whole = rows = cells = 0
    for record in records:
        first = record.cells[0].text
        is_full = not rows or cells + len(record.cells) - 1 > width
        is_full |= has_bodies_last and lacks_departments(record)
        has_start = len(record.cells) > 1 and (not first or SERIAL_PATTERN.fullmatch(first))
        if has_start if has_serials else is_full:
            whole += cells >= fewest
            rows += 1
            cells = len(record.cells)
        else:
            cells += len(record.cells) - 1
    return rows > 0 and whole + (cells >= fewest) >= _MIN_ROW_SHARE * rows


def lacks_departments(record: Record) -> bool:
    """Whether a record ends with a measure: a row whose last cells are blank can be without their tabs."""
    return len(record.cells) > 1 and record.cells[-1].text.endswith("。")


def find_header_records(records: Iterable[Record], names: ColumnNames) -> list[Record]:
    """Return the header records; beside others, those of few columns, all in known words, below a title."""
    headers, short, below_title = list[Record](), list[Record](), list[Record]()
    cells = 0
    for record in records:
        texts = [record.cells[place].text for place in record.filled]
        if names.is_header(texts):
            headers.append(record)
        elif names.is_short_header(texts, may_repeat=True):
            (below_title if cells <= 1 else short).append(record)
        cells = len(texts) or cells
    return [*headers, *below_title] or short


def blank_delimiters(lines: Sequence[str], delimiter: str) -> tuple[str, ...]:
    """Replace delimiters, quotation marks and rules with spaces, so that other text keeps its place."""
    blanks = str.maketrans(dict.fromkeys((delimiter, QUOTE), " "))
    rules = find_rule_lines(lines, delimiter)
    return tuple(
        " " * len(line) if number in rules else line.translate(blanks) for number, line in enumerate(lines, 1)
    )


def find_delimiter_spans(
    lines: Sequence[str], first_line: int, delimiter: str, cell_spans: Iterable[tuple[int, int, int]]
) -> Iterator[tuple[int, int, int]]:
    """Yield (line, start, end) of delimiters, quotation marks, markup and rules outside ``cell_spans``.

    Delimiters that are white space are left out.
    """
    signs = f"[{re.escape((delimiter + QUOTE).strip())}]"
    marks = re.compile(f"{signs}|{_MARKUP}" if delimiter == _PIPE else signs)
    rules = find_rule_lines(lines, delimiter, first_line)
    inside = {
        (number, match.start())
        for number, start, end in cell_spans
        for match in marks.finditer(lines[number - first_line], start, end)
    }
    for number, text in enumerate(lines, first_line):
        for match in (_RUN if number in rules else marks).finditer(text):
            if (number, match.start()) not in inside:
                yield number, match.start(), match.end()
