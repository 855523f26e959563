"""Queries over changes between a year and the year before it, on the tables of a whole build."""

from pathlib import Path
from typing import Unpack

import numpy as np
import pandas as pd

from pipeline.schema.codebook import TABLES
from pipeline.store.queries_departments import department_counts
from pipeline.store.query import query_frame
from pipeline.store.selection import Filters, conditions, join_and

_OF_YEAR = "changes.collection = $collection AND changes.year = $year"


def task_changes(built: Path, collection: str, year: int) -> pd.DataFrame:
    """Return the rows of the table ``task_changes`` for a year."""
    sql = f"""
        SELECT * EXCLUDE (file_row_number) FROM task_changes AS changes
        WHERE {_OF_YEAR} ORDER BY changes.file_row_number
    """
    return query_frame(built, sql, collection=collection, year=year)


def measure_changes(built: Path, collection: str, year: int) -> pd.DataFrame:
    """Return the rows of ``measure_changes`` for a year, with the texts of both years.

    Columns: those of the codebook; text_before, text, place_zh_before, place_zh, place_en_before, place_en
    (str), empty where there is no such measure; first_region_id (str), the region of ``first_measure_id``.
    """
    sql = f"""
        SELECT changes.* EXCLUDE (file_row_number),
               {_MEASURE_COLUMNS},
               coalesce(first.region_id, '') AS first_region_id
        FROM measure_changes AS changes {_MEASURES}
        LEFT JOIN measures AS first ON first.measure_id = changes.first_measure_id
        WHERE {_OF_YEAR} ORDER BY changes.file_row_number
    """
    return query_frame(built, sql, collection=collection, year=year)


def target_changes(built: Path, collection: str, year: int) -> pd.DataFrame:
    """Return the rows of ``target_changes`` for a year, with the quotes and texts of both years.

    Columns: those of the codebook; measure_id_before, measure_id, quote_before, quote, text_before, text,
    place_zh_before, place_zh, place_en_before, place_en, unit_before (str), empty where there is none;
    metric, unit (str), those of the later target, or else of the earlier; char_start_before,
    char_end_before, char_start, char_end (int64), the offsets of the quotes in the texts.
    """
    sql = f"""
        SELECT {", ".join(f"changes.{name}" for name in TABLES["target_changes"].column_names)},
               {_both_years("one", "two", "measure_id", "quote")},
               coalesce(two.metric, one.metric) AS metric, coalesce(two.unit, one.unit) AS unit,
               coalesce(one.unit, '') AS unit_before,
               {_both_years("one", "two", "char_start", "char_end", missing="0")},
               {_MEASURE_COLUMNS}
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
    return query_frame(built, sql, collection=collection, year=year)


def department_changes(before: Path, after: Path, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Compare the measures that charge each body, in the regions with plans in both editions.

    Bodies are counted, and ``filters`` apply, as in `department_counts`; those with the most measures first.

    Columns: department_id, name_zh, name_en, short_zh, short_en, successor (str); measures_before,
    regions_before, measures, regions (int64); change (str): came, stayed, went, or succeeded (it went, and
    its successor is in the later plans).
    """
    filters["region_ids"] = _regions_of_both(before, after, filters)
    names = pd.concat(
        query_frame(built, f"SELECT {', '.join(_BODY)} FROM bodies ORDER BY file_row_number")
        for built in (after, before)
    )
    earlier, later = (
        department_counts(built, **filters)[["department_id", "measures", "regions"]]
        for built in (before, after)
    )
    found = earlier.merge(later, on="department_id", how="outer", suffixes=("_before", ""))
    found = found.merge(names.drop_duplicates("department_id"), on="department_id")
    counts = ["measures_before", "regions_before", "measures", "regions"]
    found[counts] = found[counts].fillna(0).astype("int64")
    went = found["measures"] == 0
    present = found.loc[~went, "department_id"]
    found["change"] = "stayed"
    found.loc[found["measures_before"] == 0, "change"] = "came"
    found.loc[went, "change"] = "went"
    found.loc[went & found["successor"].isin(present), "change"] = "succeeded"
    found["most"] = found[["measures_before", "measures"]].max(axis=1)
    found = found.sort_values(["most", "department_id"], ascending=[False, True], ignore_index=True)
    return found[[*_BODY, *counts, "change"]]


def keyword_changes(
    before: Path, after: Path, *, fewest_uses: int = 5, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """Compare the uses of terms, in the regions with plans in both editions, the greatest difference first.

    Terms used less than ``fewest_uses`` times in both years are too rare to compare.

    Columns: term (str); count_before, count, regions_before, regions (int64); per_1000_before, per_1000
    (float64), per 1,000 characters of the measures; z (float64): the log-odds ratio of the two years over
    its standard error, with 0.5 added to each count (Anscombe 1956), above 0 for a term that rose.
    """
    filters["region_ids"] = _regions_of_both(before, after, filters)
    of_terms, of_measures = (join_and(conditions(name, filters)) for name in ("terms", "measures"))
    uses = f"""
        SELECT term, count(*) AS count, count(DISTINCT region_id) AS regions,
               sum(count(*)) OVER () AS uses,
               1000.0 * count(*) / (SELECT sum(characters) FROM measures WHERE {of_measures}) AS per_1000
        FROM terms WHERE {of_terms} GROUP BY term
    """
    earlier, later = (query_frame(built, uses, **filters) for built in (before, after))
    found = earlier.merge(later, on="term", how="outer", suffixes=("_before", ""))
    totals = [frame["uses"].max() if len(frame) else 0 for frame in (earlier, later)]
    counts = ["count_before", "regions_before", "count", "regions"]
    found[counts] = found[counts].fillna(0).astype("int64")
    found[["per_1000_before", "per_1000"]] = found[["per_1000_before", "per_1000"]].fillna(0.0)
    found = found[found[["count_before", "count"]].max(axis=1) >= fewest_uses]
    old, new = found["count_before"] + 0.5, found["count"] + 0.5
    odds_ratio = new / (totals[1] - new + 1) / (old / (totals[0] - old + 1))
    found = found.assign(z=np.log(odds_ratio) / np.sqrt(1 / old + 1 / new))
    found = found.sort_values(
        ["z", "term"], key=lambda column: -column.abs() if column.name == "z" else column, ignore_index=True
    )
    return found[["term", *counts, "per_1000_before", "per_1000", "z"]]


def _regions_of_both(before: Path, after: Path, filters: Filters) -> list[str]:
    """Return the filtered regions that have plans in both editions."""
    sql = f"SELECT DISTINCT region_id FROM plans WHERE {join_and(conditions('plans', filters))}"
    earlier, later = (set(query_frame(built, sql, **filters)["region_id"]) for built in (before, after))
    return sorted(earlier & later)


_BODY = ["department_id", "name_zh", "name_en", "short_zh", "short_en", "successor"]
_MEASURES = """
    LEFT JOIN measures AS before ON before.measure_id = changes.measure_id_before
    LEFT JOIN measures AS after ON after.measure_id = changes.measure_id
"""


def _both_years(before: str, after: str, *columns: str, missing: str = "''") -> str:
    return ", ".join(
        f"coalesce({alias}.{column}, {missing}) AS {column.replace('measure_text', 'text')}{suffix}"
        for column in columns
        for alias, suffix in ((before, "_before"), (after, ""))
    )


_MEASURE_COLUMNS = _both_years("before", "after", "measure_text", "place_zh", "place_en")
