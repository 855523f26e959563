"""Splits tables that stand side by side under one header, repeated for each, as if one followed the other."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path
from typing import Final

from pipeline.readers.delimited import find_header_records
from pipeline.readers.records import Record, TextCell
from pipeline.schema.errors import SourceError
from pipeline.taxonomy.header_words import ColumnNames

_MIN_COLUMNS: Final = 3
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")


def split_side_by_side(
    records: Sequence[Record], names: ColumnNames, path: Path | None = None
) -> list[Record]:
    """Return the records; those of tables side by side are split, and all of the left one come first.

    Raises
    ------
    SourceError
        The titles above the tables name different years; ``path`` is that of the source.
    """
    folds = {record.first_line: _find_starts(record) for record in find_header_records(records, names)}
    if not any(map(len, folds.values())):
        return list(records)
    starts: Sequence[int] = ()
    for above, header in pairwise(records):
        starts = folds.get(header.first_line, ())
        if above.table == header.table and starts and _has_several_years(above, starts):
            raise SourceError.of("years_side_by_side", source=path, line=above.first_line)
    found = list[Record]()
    others: dict[int, list[Record]] = defaultdict(list)
    starts = ()
    table, free = records[0].table, max(record.table or 0 for record in records) + 1
    for record in records:
        if record.table != table or record.first_line in folds:
            found += chain(*others.values())
            others.clear()
            starts, table = (
                folds.get(record.first_line, starts if record.table == table else ()),
                record.table,
            )
        if not starts or any(start - 1 in record.wide for start in starts):
            found.append(record)
            continue
        for number, part in enumerate(_split_record(record, starts)):
            if not number:
                found += [part] if part.filled else []
            elif part.filled:
                others[number].append(replace(part, table=None if table is None else free + number))
    return [*found, *chain(*others.values())]


def _find_starts(header: Record) -> tuple[int, ...]:
    """Return the places at which a header begins again; empty if it does not."""
    texts = [cell.text for cell in header.cells]
    first = header.filled[0]
    starts = tuple(place for place, text in enumerate(texts) if text == texts[first])
    parts = [
        tuple(filter(None, texts[start:stop]))
        for start, stop in zip(starts, [*starts[1:], len(texts)], strict=True)
    ]
    return starts if len(starts) > 1 and len(set(parts)) == 1 and len(parts[0]) >= _MIN_COLUMNS else ()


def _has_several_years(record: Record, starts: Sequence[int]) -> bool:
    """Return whether the parts of a record name different years."""
    parts = ("".join(cell.text for cell in part.cells) for part in _split_record(record, starts))
    return len({years for part in parts if (years := frozenset(_YEAR.findall(part)))}) > 1


def _split_record(record: Record, starts: Sequence[int]) -> Iterator[Record]:
    """Yield the parts of a record; each begins with as many cells outside its table as the first."""
    margin = starts[0]
    yield _cut_record(record, 0, starts[1], 0)
    for start, stop in pairwise([*starts[1:], len(record.cells)]):
        yield _cut_record(record, start, stop, margin)


def _cut_record(record: Record, start: int, stop: int, margin: int) -> Record:
    cells = (*[TextCell("", ())] * margin, *record.cells[start:stop])
    lines = [line for cell in cells for line, *_ in cell.runs] or [record.first_line]
    wide = frozenset(place - start + margin for place in record.wide if start <= place < stop)
    return replace(record, first_line=min(lines), last_line=max(lines), cells=cells, wide=wide)
