"""A selection of rows, and what it means for each of the built tables.

- A region keeps the rows of that region; in a table without regions (the ledger), the rows of its plans.
- A key area, a task or a depth keeps the coverage cells and the measures that it is about, and in a table
  whose rows name a measure (ledger, findings), the rows of the measures kept, so no page furniture.
- A confidence keeps the measures that were read with less, and the coverage cells, the facts, findings and
  ledger rows of these measures.
- A table that has nothing to do with a filter is kept whole: no depth restricts the regions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypedDict

from pipeline.schema.codebook import TABLES

DOUBTFUL: Final = "measure_id IN (SELECT measure_id FROM findings WHERE kind = 'row_doubtful')"
"""The condition in SQL that a measure's reading is doubtful."""


class Filters(TypedDict, total=False):
    """The filters that most queries take; None keeps all, an empty sequence keeps nothing.

    ``confidence_below`` is from 0 to 1.
    """

    region_ids: Sequence[str] | None
    area_ids: Sequence[str] | None
    task_ids: Sequence[str] | None
    depths: Sequence[str] | None
    confidence_below: float | None


def conditions(name: str, filters: Mapping[str, object]) -> list[str]:
    """What restricts a table to a selection: conditions in SQL, over parameters named as the filters are."""
    columns = TABLES[name].column_names
    found = _region_conditions(columns, filters)
    if all(filters.get(name) is None for name in ("area_ids", "task_ids", "depths", "confidence_below")):
        return found
    if name == "measures":
        return found + _measure_conditions(filters)
    if "measure_id" in columns:
        kept = all_hold(_measure_conditions(filters))
        return [*found, f"measure_id IN (SELECT measure_id FROM measures WHERE {kept})"]
    return found + _cell_conditions(columns, filters)


def all_hold(conditions: Sequence[str]) -> str:
    """The condition in SQL that all of these hold; true where there are none."""
    return " AND ".join(conditions) or "true"


def once(filters: Mapping[str, object]) -> str:
    """The condition in SQL that a row is of one of these measures; a merged cell counts once."""
    return f"""measure_id IN (
        SELECT arg_min(measure_id, file_row_number)
        FROM (SELECT *, {printed_cell("measure")} AS cell FROM measures)
        WHERE {all_hold(conditions("measures", filters))} GROUP BY plan_id, cell
    )"""


def printed_cell(name: str) -> str:
    """In SQL, the number of the row in which a cell begins: rows that share a merged cell have the same."""
    return (
        f"max(if(list_contains(string_split(merged, ';'), '{name}'), 0, 1 + file_row_number))"
        " OVER (PARTITION BY plan_id ORDER BY file_row_number)"
    )


def select_all(name: str, where: Sequence[str]) -> str:
    """The statement for the rows of a table that meet all conditions, with the columns of the codebook."""
    return f"SELECT * EXCLUDE (file_row_number) FROM {name} WHERE {all_hold(where)} ORDER BY file_row_number"


def among(column: str, parameter: str) -> str:
    """The condition in SQL that a column holds one of the texts of a list parameter."""
    return f"{column} IN (SELECT unnest(${parameter}::VARCHAR[]))"


def _region_conditions(columns: Sequence[str], filters: Mapping[str, object]) -> list[str]:
    if filters.get("region_ids") is None:
        return []
    of_region = among("region_id", "region_ids")
    if "region_id" in columns:
        return [of_region]
    if "plan_id" in columns:
        return [f"plan_id IN (SELECT plan_id FROM plans WHERE {of_region})"]
    return []


def _cell_conditions(columns: Sequence[str], filters: Mapping[str, object]) -> list[str]:
    pairs = (("area_id", "area_ids"), ("task_id", "task_ids"), ("depth", "depths"))
    found = [
        among(column, name) for column, name in pairs if column in columns and filters.get(name) is not None
    ]
    if filters.get("confidence_below") is not None and "measure_ids" in columns:
        found.append(
            "list_has_any(string_split(measure_ids, ';'), "
            "(SELECT coalesce(list(measure_id), []) FROM measures WHERE confidence < $confidence_below))"
        )
    return found


def _measure_conditions(filters: Mapping[str, object]) -> list[str]:
    found = []
    if filters.get("confidence_below") is not None:
        found.append("confidence < $confidence_below")
    if filters.get("area_ids") is not None:
        found.append(among("area_id", "area_ids"))
    if filters.get("task_ids") is not None:
        found.append("list_has_any(string_split(task_id, ';'), $task_ids::VARCHAR[])")
    if filters.get("depths") is not None:
        cells = all_hold(_cell_conditions(("task_id", "depth"), filters))
        found.append(
            f"measure_id IN (SELECT unnest(string_split(measure_ids, ';')) FROM coverage WHERE {cells})"
        )
    return found
