"""Splits a table with a column of regions into a plan for each of them."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.readers.records import Record
from pipeline.reading.cells.cell_headers import header_at
from pipeline.reading.plans.furniture import Furniture
from pipeline.reading.plans.headers import HeaderColumns
from pipeline.reading.plans.split import PlanText
from pipeline.schema.errors import SourceError
from pipeline.taxonomy.loading import Region


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
        columns = tuple(
            _leave_out(header, place) if any(header is one for _, one in rows) else header
            for header in columns
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


def _leave_out(header: HeaderColumns, place: int) -> HeaderColumns:
    cells = enumerate(header.cells)
    return replace(header, cells=tuple(replace(c, column="note") if n == place else c for n, c in cells))
