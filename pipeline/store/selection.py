"""A selection of rows, and what it means for each of the built tables.

- A region keeps the rows of that region; in a table without regions (the ledger), the rows of its plans.
- A key area, a task or a depth keeps the coverage cells and the measures that it is about, and in a table
  whose rows name a measure (ledger, findings), the rows of the measures kept, so no page furniture.
- A confidence keeps the measures that were read with less, and the coverage cells, the facts, findings and
  ledger rows of these measures.
- A table that has nothing to do with a filter is kept whole: no depth restricts the regions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, TypedDict

from pipeline.schema.codebook import TABLES

DOUBTFUL: Final = "measure_id IN (SELECT measure_id FROM findings WHERE kind = 'row_doubtful')"
"""The condition in SQL that a measure's reading is doubtful."""


class Filters(TypedDict, total=False):
    """The filters that most queries take, as in `Selection`."""

    region_ids: Sequence[str] | None
    area_ids: Sequence[str] | None
    task_ids: Sequence[str] | None
    depths: Sequence[str] | None


@dataclass(frozen=True)
class Selection:
    """Filters over the built tables; None keeps all, an empty sequence keeps nothing."""

    region_ids: Sequence[str] | None = None
    area_ids: Sequence[str] | None = None
    task_ids: Sequence[str] | None = None
    depths: Sequence[str] | None = None
    confidence_below: float | None = None

    def parameters(self) -> dict[str, Any]:
        """The filters that are set, as the parameters of a statement."""
        return {
            name: value if isinstance(value, (int, float)) else list(value)
            for name, value in asdict(self).items()
            if value is not None
        }


def conditions(name: str, selection: Selection) -> list[str]:
    """What restricts a table to a selection: conditions in SQL, over parameters named as the filters are."""
    columns = TABLES[name].column_names
    found = _region_conditions(columns, selection)
    about_rows = (selection.area_ids, selection.task_ids, selection.depths, selection.confidence_below)
    if all(value is None for value in about_rows):
        return found
    if name == "measures":
        return found + _measure_conditions(selection)
    if "measure_id" in columns:
        kept = all_hold(_measure_conditions(selection))
        return [*found, f"measure_id IN (SELECT measure_id FROM measures WHERE {kept})"]
    return found + _cell_conditions(columns, selection)


def all_hold(conditions: Sequence[str]) -> str:
    """The condition in SQL that all of these hold; true where there are none."""
    return " AND ".join(conditions) or "true"


def once(selection: Selection) -> str:
    """The condition in SQL that a row is of one of these measures; a merged cell counts once."""
    return f"""measure_id IN (
        SELECT arg_min(measure_id, file_row_number) FROM (
            SELECT *, max(CASE WHEN list_contains(string_split(merged, ';'), 'measure') THEN 0
                               ELSE 1 + file_row_number END)
                      OVER (PARTITION BY plan_id ORDER BY file_row_number) AS cell
            FROM measures
        ) WHERE {all_hold(conditions("measures", selection))} GROUP BY plan_id, cell
    )"""


def select_all(name: str, where: Sequence[str]) -> str:
    """The statement for the rows of a table that meet all conditions, with the columns of the codebook."""
    return f"SELECT * EXCLUDE (file_row_number) FROM {name} WHERE {all_hold(where)} ORDER BY file_row_number"


def among(column: str, parameter: str) -> str:
    """The condition in SQL that a column holds one of the texts of a list parameter."""
    return f"{column} IN (SELECT unnest(${parameter}::VARCHAR[]))"


def _region_conditions(columns: Sequence[str], selection: Selection) -> list[str]:
    if selection.region_ids is None:
        return []
    of_region = among("region_id", "region_ids")
    if "region_id" in columns:
        return [of_region]
    if "plan_id" in columns:
        return [f"plan_id IN (SELECT plan_id FROM plans WHERE {of_region})"]
    return []


def _cell_conditions(columns: Sequence[str], selection: Selection) -> list[str]:
    pairs = (("area_id", "area_ids"), ("task_id", "task_ids"), ("depth", "depths"))
    set_by_user = selection.parameters()
    found = [among(column, name) for column, name in pairs if column in columns and name in set_by_user]
    if selection.confidence_below is not None and "measure_ids" in columns:
        found.append(
            "list_has_any(string_split(measure_ids, ';'), "
            "(SELECT coalesce(list(measure_id), []) FROM measures WHERE confidence < $confidence_below))"
        )
    return found


def _measure_conditions(selection: Selection) -> list[str]:
    found = []
    if selection.confidence_below is not None:
        found.append("confidence < $confidence_below")
    if selection.area_ids is not None:
        found.append(among("area_id", "area_ids"))
    if selection.task_ids is not None:
        found.append("list_has_any(string_split(task_id, ';'), $task_ids::VARCHAR[])")
    if selection.depths is not None:
        cells = all_hold(_cell_conditions(("task_id", "depth"), selection))
        found.append(
            f"measure_id IN (SELECT unnest(string_split(measure_ids, ';')) FROM coverage WHERE {cells})"
        )
    return found
