"""Finds the headers and titles of documents with cells, and the columns of their tables."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from string import ascii_uppercase
from typing import Final

from pipeline.readers.delimited import find_header_records
from pipeline.readers.records import Record
from pipeline.reading.columns.column_models import COLUMN_NAMES, ColumnModels
from pipeline.reading.plans.furniture import Furniture
from pipeline.reading.plans.headers import EMPTY_CELL, HeaderCell, HeaderColumns, assign_columns
from pipeline.reading.plans.titles import find_titles
from pipeline.schema.folding import fold_compatibility
from pipeline.taxonomy.header_words import SERIAL_PATTERN, ColumnNames, may_be_name
from pipeline.taxonomy.loading import Region

_MAX_TITLE_CELLS: Final = 2
_MIN_COLUMNS: Final = 3
_MAX_DOUBT: Final = 0.5
"""Maximum doubt about the column that a cell in another row of a header names."""
_SAMPLE_SIZE: Final = 200
_NUMBER_SERIES: Final = (
    tuple(map(str, range(1, 100))),
    tuple(ascii_uppercase),
    tuple("甲乙丙丁戊己庚辛壬癸"),
    tuple("一二三四五六七八九十"),
)
"""Numbers that a row below the header may give its columns."""
_MARKS: Final = re.compile(r"[()（）\[\]【】第列栏]")
_SCORED_CHARACTERS: Final = 60


def find_cell_furniture(
    records: Sequence[Record],
    classes: Mapping[int, str],
    regions: Sequence[Region],
    names: ColumnNames,
    models: ColumnModels,
    nouns: Sequence[str],
) -> Furniture:
    """Find the titles and headers of a document with cells, of which ``records`` are all rows.

    ``classes`` are the lines that are not content, ``nouns`` the kinds of documents that titles can name.
    """
    records = [record for record in records if record.first_line not in classes]
    headers = list(_find_headers(records, names))
    ranges = tuple(
        range(records[first].first_line, records[last].last_line + 1) for first, last, _ in headers
    )
    stops = [*(first for first, _, _ in headers[1:]), len(records)][: len(headers)]
    columns = []
    known: dict[tuple[str, ...], HeaderColumns] = {}
    for (first, last, texts), stop in zip(headers, stops, strict=True):
        line, rows = records[first].first_line, records[last + 1 : stop]
        # Most headers repeat one; the rows below need not be analysed again if all columns are known.
        if texts not in known or not _has_known_columns(known[texts], rows, names):
            known[texts] = _assign_header(texts, line, rows, names, models)
        columns.append(_spread_wide_cells(replace(known[texts], line=line), records[first : last + 1], rows))
    header_lines = {number for lines_of_header in ranges for number in lines_of_header}
    candidates = [r for r in records if 0 < len(r.filled) <= _MAX_TITLE_CELLS]
    squeezed = {number: text for record in candidates for number, text in _texts_by_line(record)}
    squeezed |= dict.fromkeys(header_lines, "")
    paragraphs = {r.first_line for r in candidates if len(r.filled) == 1 and r.first_line == r.last_line}
    titles = find_titles(sorted(squeezed), squeezed, ranges, regions, nouns, paragraphs)
    titles = tuple(sorted(titles, key=lambda title: title.first_line))
    # Tables side by side are read one after the other, but stand on the same lines.
    ranges = tuple(sorted(ranges, key=lambda lines: lines.start))
    columns.sort(key=lambda header: header.line)
    return Furniture(titles, ranges, frozenset(), columns=tuple(columns), other_classes=classes)


def _texts_by_line(record: Record) -> Iterator[tuple[int, str]]:
    """Yield the lines on which the cells of a record have text, each with that text."""
    pieces: dict[int, str] = {}
    for cell in record.cells:
        for line, _, _, text in cell.pieces:
            pieces[line] = pieces.get(line, "") + text
    yield from pieces.items()


def _find_headers(
    records: Sequence[Record], names: ColumnNames
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the indexes of the first and last record of each header, and the texts of its cells.

    If no record names known columns, the first with enough cells is the header, as are its repetitions.
    """
    known = {record.texts for record in find_header_records(records, names)}
    if not known:
        first = next((record for record in records if len(record.filled) >= _MIN_COLUMNS), None)
        # In a transposed table, the first column has the names.
        firsts = [record.texts[:1] for record in records if first is not None and record.table == first.table]
        is_transposed = sum(names.is_name("".join(texts)) for texts in firsts) >= _MIN_COLUMNS
        known = {first.texts} if first is not None and not is_transposed and _may_be_header(first) else set()
    place = 0
    while place < len(records):
        if records[place].texts not in known:
            place += 1
            continue
        texts, start, last = records[place].texts, place, place
        if place and _is_upper_row(records[place - 1], records[place], names):
            texts, start = _merge_rows(records[place - 1].texts, texts), place - 1
        while last + 1 < len(records) and _continues_header(records[last + 1], texts, names):
            texts, last = _merge_rows(texts, records[last + 1].texts), last + 1
        if last + 1 < len(records) and _has_column_numbers(records[last + 1]):
            last += 1
        yield start, last, texts
        place = last + 1


def _may_be_header(record: Record) -> bool:
    """Return whether a record of unknown words can be a header: short texts without serials."""
    return all(map(may_be_name, filter(None, record.texts)))


def _continues_header(below: Record, above: Sequence[str], names: ColumnNames) -> bool:
    """Return whether a record continues a header: by merged cells, or by names under its empty cells."""
    if any(cell.merged for cell in below.cells) and _may_be_header(below):
        return True
    columns = [names.match_column(below.cells[place].text) for place in below.filled]
    doubts = [1.0 if one is None else one[1] for one in columns]
    over_empty_cells = any(place >= len(above) or not above[place] for place in below.filled)
    return over_empty_cells and 0.0 in doubts and max(doubts) < _MAX_DOUBT


def _is_upper_row(above: Record, header: Record, names: ColumnNames) -> bool:
    """Return whether a record starts a header: it names all columns that the row below leaves empty."""
    empty = [place for place in above.filled if place >= len(header.cells) or not header.cells[place].text]
    named = [names.match_column(above.cells[place].text) for place in empty]
    return bool(named) and all(one is not None and one[1] < _MAX_DOUBT for one in named)


def _has_column_numbers(record: Record) -> bool:
    """Return whether a record below a header numbers its columns: 1, 2, 3 or A, B, C."""
    texts = [_MARKS.sub("", fold_compatibility(text)) for text in record.texts]
    return len(texts) >= _MIN_COLUMNS and any(
        texts == list(count[: len(texts)]) for count in _NUMBER_SERIES if len(count) >= len(texts)
    )


def _merge_rows(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    width = max(len(above), len(below))
    upper, lower = ([*row, *[""] * (width - len(row))] for row in (above, below))
    return tuple(under or over for over, under in zip(upper, lower, strict=True))


def _assign_header(
    texts: Sequence[str], line: int, rows: Sequence[Record], names: ColumnNames, models: ColumnModels
) -> HeaderColumns:
    """Return the columns of a header: one per cell, and one per place where only rows below have text."""
    rows = [row for row in rows if len(row.filled) > 1]
    width = max([len(texts), *(len(row.texts) for row in rows)])
    cells = [*texts, *[""] * (width - len(texts))]
    filled = {place for row in rows for place in row.filled}
    used = [place for place, cell in enumerate(cells) if cell or place in filled]
    similarities = None
    if not all(cells[place] and names.match_column(cells[place]) for place in used):
        below = ([row.cells[place].text for row in rows if place in row.filled] for place in used)
        similarities = [column_similarity(texts, models) for texts in below]
    assigned = iter(assign_columns([cells[place] for place in used], names, similarities))
    return HeaderColumns(line, tuple(next(assigned) if p in used else EMPTY_CELL for p in range(len(cells))))


def _spread_wide_cells(
    header: HeaderColumns, records: Sequence[Record], rows: Sequence[Record]
) -> HeaderColumns:
    """Return the header; a cell that spans several places in all its records names the column of each.

    The first place is the column of serials if all rows below have serials there and no cell names it.
    """
    cells = list(header.cells)
    wide = frozenset.intersection(*(record.wide for record in records))
    for place in sorted(wide):
        if place + 1 < len(cells) and not cells[place + 1].text:
            cells[place + 1] = cells[place]
            below = [row.cells[place].text for row in rows if place in row.filled and len(row.filled) > 1]
            if below and all(map(SERIAL_PATTERN.fullmatch, below)) and not header.has("serial"):
                cells[place] = HeaderCell("", "serial")
    return replace(header, cells=tuple(cells))


def _has_known_columns(header: HeaderColumns, rows: Sequence[Record], names: ColumnNames) -> bool:
    """Return whether all columns of a header are named and no row below has more cells."""
    named = all(cell.text and names.match_column(cell.text) for cell in header.cells)
    return named and all(len(row.texts) <= len(header.cells) for row in rows)


def column_similarity(texts: Sequence[str], models: ColumnModels) -> Mapping[str, float]:
    """Return, for each column of a plan, the share of cells that are most similar to its cells."""
    votes = Counter(_most_similar_column(text, models) for text in islice(texts, _SAMPLE_SIZE))
    return {name: votes[name] / votes.total() if votes else 0.0 for name in ("serial", *COLUMN_NAMES)}


def _most_similar_column(text: str, models: ColumnModels) -> str:
    if SERIAL_PATTERN.fullmatch(text):
        return "serial"
    scored = fold_compatibility(text[:_SCORED_CHARACTERS])
    return max(COLUMN_NAMES, key=lambda name: models[name].score_start(scored))


def header_at(headers: Sequence[HeaderColumns], line: int) -> HeaderColumns | None:
    """Return the last header before a line, or else the plan's first; None if it has none."""
    place = bisect_right(headers, line, key=lambda header: header.line)
    return headers[max(0, place - 1)] if headers else None
