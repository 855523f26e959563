"""Queries about what changed between a year and the one before it; the tables are those of a whole build."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipeline.schema.codebook import TABLES
from pipeline.store.query import frame_of

_TEXT_COLUMNS = {
    name: "string" for stem in ("text", "place_zh", "place_en") for name in (f"{stem}_before", stem)
}
_OF_YEAR = "changes.collection = $collection AND changes.year = $year"


def task_changes(built: Path, collection: str, year: int) -> pd.DataFrame:
    """The rows of ``task_changes`` for a year and the one before it, as the codebook's table."""
    columns = _columns("task_changes")
    sql = f"""
        SELECT {", ".join(columns)} FROM task_changes AS changes
        WHERE {_OF_YEAR} ORDER BY changes.file_row_number
    """
    return frame_of(built, sql, columns, collection=collection, year=year)


def measure_changes(
    built: Path,
    collection: str,
    year: int,
    *,
    region_ids: Sequence[str] | None = None,
    task_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The rows of ``measure_changes`` for a year and the one before it, with the texts of both.

    Returns
    -------
    DataFrame
        The columns of the codebook; text_before, text, place_zh_before, place_zh, place_en_before, place_en
        (str), empty where there is no such measure; first_region_id (str), whose measure ``first_measure_id``
        is.
    """
    columns = _columns("measure_changes")
    where = [_OF_YEAR]
    if region_ids is not None:
        where.append("list_contains($region_ids::VARCHAR[], changes.region_id)")
    if task_ids is not None:
        where.append("list_has_any($task_ids::VARCHAR[], string_split(changes.task_id, ';'))")
    sql = f"""
        SELECT {", ".join(f"changes.{name}" for name in columns)},
               {_measure_columns()},
               coalesce(first.region_id, '') AS first_region_id
        FROM measure_changes AS changes {_MEASURES}
        LEFT JOIN measures AS first ON first.measure_id = changes.first_measure_id
        WHERE {" AND ".join(where)} ORDER BY changes.file_row_number
    """
    dtypes = {**columns, **_TEXT_COLUMNS, "first_region_id": "string"}
    parameters = {"collection": collection, "year": year, "region_ids": region_ids, "task_ids": task_ids}
    return frame_of(
        built, sql, dtypes, **{name: value for name, value in parameters.items() if value is not None}
    )


def target_changes(built: Path, collection: str, year: int) -> pd.DataFrame:
    """The rows of ``target_changes`` for a year and the one before it, with what was printed in both.

    Returns
    -------
    DataFrame
        The columns of the codebook; measure_id_before, measure_id, quote_before, quote, text_before, text,
        place_zh_before, place_zh, place_en_before, place_en (str), empty where there is none; metric, unit
        (str), those of the later target, or else of the earlier; char_start_before, char_end_before,
        char_start, char_end (int64), where the quotes stand in the texts.
    """
    columns = _columns("target_changes")
    sql = f"""
        SELECT {", ".join(f"changes.{name}" for name in columns)},
               coalesce(one.measure_id, '') AS measure_id_before, coalesce(two.measure_id, '') AS measure_id,
               coalesce(one.quote, '') AS quote_before, coalesce(two.quote, '') AS quote,
               coalesce(two.metric, one.metric) AS metric, coalesce(two.unit, one.unit) AS unit,
               coalesce(one.char_start, 0) AS char_start_before, coalesce(one.char_end, 0) AS char_end_before,
               coalesce(two.char_start, 0) AS char_start, coalesce(two.char_end, 0) AS char_end,
               {_measure_columns()}
        FROM (
            SELECT *, file_row_number AS place,
                   regexp_replace(target_id_before, '-T\\d+$', '') AS measure_id_before,
                   regexp_replace(target_id, '-T\\d+$', '') AS measure_id
            FROM target_changes
        ) AS changes {_MEASURES}
        LEFT JOIN targets AS one ON one.target_id = changes.target_id_before
        LEFT JOIN targets AS two ON two.target_id = changes.target_id
        WHERE {_OF_YEAR} ORDER BY changes.place
    """
    texts = ("measure_id_before", "measure_id", "quote_before", "quote", "metric", "unit")
    places = ("char_start_before", "char_end_before", "char_start", "char_end")
    dtypes = {
        **columns,
        **dict.fromkeys(texts, "string"),
        **dict.fromkeys(places, "int64"),
        **_TEXT_COLUMNS,
    }
    return frame_of(built, sql, dtypes, collection=collection, year=year)


_MEASURES = """
    LEFT JOIN measures AS before ON before.measure_id = changes.measure_id_before
    LEFT JOIN measures AS after ON after.measure_id = changes.measure_id
"""


def _measure_columns() -> str:
    return ", ".join(
        f"coalesce({alias}.{column}, '') AS {name}{suffix}"
        for alias, suffix in (("before", "_before"), ("after", ""))
        for column, name in (("measure_text", "text"), ("place_zh", "place_zh"), ("place_en", "place_en"))
    )


def _columns(table: str) -> dict[str, str]:
    return {column.name: column.dtype for column in TABLES[table].columns}
