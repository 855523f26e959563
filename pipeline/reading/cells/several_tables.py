"""Splits tables that hold several: side by side under a repeated header, or with a column of regions."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path
from typing import Final

from pipeline.readers.delimited import find_header_records
from pipeline.readers.records import Record, TextCell
from pipeline.reading.cells.cell_headers import header_at
from pipeline.reading.plans.furniture import Furniture
from pipeline.reading.plans.headers import HeaderColumns
from pipeline.reading.plans.split import PlanText
from pipeline.schema.errors import SourceError
from pipeline.taxonomy.header_words import ColumnNames
from pipeline.taxonomy.loading import Region

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
        parts = list(_split_record(above, starts)) if above.table == header.table and starts else []
        years = {frozenset(_YEAR.findall("".join(cell.text for cell in part.cells))) for part in parts}
        if len(years - {frozenset()}) > 1:
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


def split_by_region(
    plans: Sequence[PlanText], records: Sequence[Record], furniture: Furniture, regions: Sequence[Region]
) -> tuple[tuple[PlanText, ...], Furniture]:
    """Return the plans, those without a title split where a column names other regions; and the layout text.

    All cells of such a column, of two or more regions, name one.

    Raises
    ------
    SourceError
        The rows of a region do not follow one another.
    """
    ids = {name: region.id for region in regions for name in (region.name_zh, region.short_zh)}
    classes = furniture.line_classes()
    found, columns = list[PlanText](), furniture.columns
    for plan in plans:
        rows = [
            (record, header)
            for record in records
            if plan.first_line <= record.first_line <= plan.last_line
            and record.first_line not in classes
            and len(record.filled) > 1
            and (header := header_at(columns, record.first_line))
        ]
        place = None if plan.title else _find_region_column(rows, ids)
        if place is None:
            found.append(plan)
            continue
        starts = list[tuple[int, str]]()
        for record, _ in rows:
            region_id = ids.get(record.cells[place].text, "") if place < len(record.cells) else ""
            if region_id and region_id != (starts[-1][1] if starts else ""):
                starts.append((record.first_line if starts else plan.first_line, region_id))
        if len({region_id for _, region_id in starts}) < len(starts):
            raise SourceError.of("regions_mixed", line=plan.first_line)
        stops = [*(line for line, _ in starts[1:]), plan.last_line + 1]
        found += [
            replace(plan, first_line=line, last_line=stop - 1, region_id=region_id, named_by="column")
            for (line, region_id), stop in zip(starts, stops, strict=True)
        ]
        own = {id(header) for _, header in rows}
        columns = tuple(
            replace(
                one,
                cells=(*one.cells[:place], replace(one.cells[place], column="note"), *one.cells[place + 1 :]),
            )
            if id(one) in own and place < len(one.cells)
            else one
            for one in columns
        )
    return tuple(found), replace(furniture, columns=columns)


def _find_region_column(rows: Sequence[tuple[Record, HeaderColumns]], ids: dict[str, str]) -> int | None:
    """Return the place of the column whose header is not known and whose cells all name regions."""
    for place in sorted(
        {at for _, header in rows for at, cell in enumerate(header.cells) if not cell.column}
    ):
        texts = {record.cells[place].text for record, _ in rows if place < len(record.cells)} - {""}
        if texts <= ids.keys() and len({ids[text] for text in texts}) > 1:
            return place
    return None
