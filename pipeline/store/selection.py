"""Filters of rows, and their conditions in SQL for each of the built tables.

- A measure selects its row, and the rows that belong to it.
- A region selects its rows; in a table without regions (the ledger), the rows of its plans.
- A key area, task or depth selects coverage cells and their measures, and in a table whose rows belong to a
  measure (ledger, findings), the rows of these measures, so no layout text.
- A confidence selects the measures below it, with their coverage cells, facts, findings and ledger rows.
- A filter does not restrict unrelated tables: no depth restricts the regions.
"""

from collections.abc import Mapping, Sequence
from typing import Final, TypedDict

from pipeline.schema.codebook import TABLES

DOUBTFUL: Final = "measure_id IN (SELECT measure_id FROM findings WHERE kind = 'row_doubtful')"
"""The condition in SQL that a measure's reading is doubtful."""


class Filters(TypedDict, total=False):
    """Filters of most queries; None selects all, an empty sequence nothing. A confidence is from 0 to 1."""

    measure_ids: Sequence[str] | None
    region_ids: Sequence[str] | None
    area_ids: Sequence[str] | None
    task_ids: Sequence[str] | None
    depths: Sequence[str] | None
    confidence_below: float | None


def conditions(name: str, filters: Mapping[str, object]) -> list[str]:
    """Return the conditions in SQL that filters set on a table; parameters are named like the filters."""
    columns = TABLES[name].column_names
    found = _region_conditions(columns, filters)
    if filters.get("measure_ids") is not None and "measure_id" in columns:
        found.append(in_list("measure_id", "measure_ids"))
    if all(filters.get(name) is None for name in ("area_ids", "task_ids", "depths", "confidence_below")):
        return found
    if name == "measures":
        return found + _measure_conditions(filters)
    if "measure_id" in columns:
        where = join_and(_measure_conditions(filters))
        return [*found, f"measure_id IN (SELECT measure_id FROM measures WHERE {where})"]
    return found + _cell_conditions(columns, filters)


def join_and(conditions: Sequence[str]) -> str:
    """Join conditions in SQL by AND; true where there are none."""
    return " AND ".join(conditions) or "true"


def distinct_condition(filters: Mapping[str, object]) -> str:
    """Return the condition in SQL that a row belongs to a selected measure; merged cells count once."""
    return f"""measure_id IN (
        SELECT arg_min(measure_id, file_row_number)
        FROM (SELECT *, {cell_number("measure")} AS cell FROM measures)
        WHERE {join_and(conditions("measures", filters))} GROUP BY plan_id, cell
    )"""


def cell_number(name: str) -> str:
    """Return SQL for the number of the row in which a cell begins, the same for all rows of a merged cell."""
    return (
        f"max(if(list_contains(string_split(merged, ';'), '{name}'), 0, 1 + file_row_number))"
        " OVER (PARTITION BY plan_id ORDER BY file_row_number)"
    )


def select_all(name: str, where: Sequence[str]) -> str:
    """Return the statement for the rows of a table that meet all conditions, with the codebook's columns."""
    return f"SELECT * EXCLUDE (file_row_number) FROM {name} WHERE {join_and(where)} ORDER BY file_row_number"


def in_list(column: str, parameter: str) -> str:
    """Return the condition in SQL that a column has one of the values of a list parameter."""
    return f"{column} IN (SELECT unnest(${parameter}::VARCHAR[]))"


def _region_conditions(columns: Sequence[str], filters: Mapping[str, object]) -> list[str]:
    if filters.get("region_ids") is None:
        return []
    where = in_list("region_id", "region_ids")
    if "region_id" in columns:
        return [where]
    return [f"plan_id IN (SELECT plan_id FROM plans WHERE {where})"] if "plan_id" in columns else []


def _cell_conditions(columns: Sequence[str], filters: Mapping[str, object]) -> list[str]:
    pairs = (("area_id", "area_ids"), ("task_id", "task_ids"), ("depth", "depths"))
    found = [
        in_list(column, name) for column, name in pairs if column in columns and filters.get(name) is not None
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
        found.append(in_list("area_id", "area_ids"))
    if filters.get("task_ids") is not None:
        found.append("list_has_any(string_split(task_id, ';'), $task_ids::VARCHAR[])")
    if filters.get("depths") is not None:
        cells = join_and(_cell_conditions(("task_id", "depth"), filters))
        found.append(
            f"measure_id IN (SELECT unnest(string_split(measure_ids, ';')) FROM coverage WHERE {cells})"
        )
    return found
