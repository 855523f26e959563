"""The tables of one year: a folder of built tables of several years, restricted to the plans of one.

Counts over all plans are recomputed: how many regions name a body, set an indicator, share an idea.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pipeline.schema.codebook import TABLES
from pipeline.schema.manifest import INFO_FILE, signed
from pipeline.store.query import frame_of, snapshot
from pipeline.store.snapshot import unusable_error

_PLANS: Final = "SELECT plan_id FROM plans WHERE year = $year"
_MEASURES: Final = "SELECT measure_id FROM measures WHERE year = $year"

_COUNTED_ANEW: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "regions": (
        """
        LEFT JOIN (
            SELECT region_id AS id, first(plan_id ORDER BY file_row_number) AS of_year
            FROM plans WHERE year = $year GROUP BY region_id
        ) ON id = region_id
        """,
        {
            "status": "CASE WHEN of_year IS NOT NULL THEN 'plan' WHEN status = 'plan' THEN 'no_plan' "
            "ELSE status END",
            "plan_id": "coalesce(of_year, '')",
        },
    ),
    "indicators": (
        """
        LEFT JOIN (
            SELECT indicator_id AS id, count(*) AS n_targets, count(DISTINCT region_id) AS n_regions
            FROM targets WHERE kind = 'target' AND repeat_of = '' AND year = $year GROUP BY indicator_id
        ) ON id = indicator_id
        """,
        {"targets": "coalesce(n_targets, 0)", "regions": "coalesce(n_regions, 0)"},
    ),
    "bodies": (
        """
        LEFT JOIN (
            SELECT department_id AS id, count(*) AS n_mentions, count(DISTINCT region_id) AS n_regions
            FROM (
                SELECT unnest([department_id, nullif(host_id, '')]) AS department_id, region_id
                FROM departments WHERE year = $year
            ) GROUP BY department_id
        ) ON id = department_id
        """,
        {"mentions": "coalesce(n_mentions, 0)", "regions": "coalesce(n_regions, 0)"},
    ),
    "documents": (
        """
        JOIN (
            SELECT title AS id, count(*) AS n_citations, count(DISTINCT region_id) AS n_regions
            FROM citations WHERE year = $year GROUP BY title
        ) ON id = title
        """,
        {"citations": "n_citations", "regions": "n_regions"},
    ),
    "local_tasks": (
        """
        JOIN (
            SELECT group_id AS id, count(*) AS n_tasks, count(DISTINCT region_id) AS n_regions
            FROM local_tasks WHERE year = $year GROUP BY group_id
        ) ON id = group_id
        """,
        {
            "group_name": "CASE WHEN n_tasks = 1 THEN name ELSE group_name END",
            "group_regions": "n_regions",
            "score": "CASE WHEN n_tasks = 1 THEN 0 ELSE score END",
            "shared_words": "CASE WHEN n_tasks = 1 THEN '' ELSE shared_words END",
        },
    ),
}
"""By table, the joins and the columns that are recomputed."""


def years(built: Path) -> list[int]:
    """The years of the plans, the last one first."""
    found = frame_of(built, "SELECT DISTINCT year FROM plans ORDER BY year DESC", {"year": "int64"})
    return [int(year) for year in found["year"]]


def write_year(built: Path, year: int, out: Path) -> None:
    """Write the tables of the plans of one year to the folder ``out``, which is there and empty.

    Raises
    ------
    BuiltError
        Where ``built`` has no tables, or tables of another make.
    """
    import pyarrow as pa  # not at the top: it is heavy, and only tables of several years need it here
    import pyarrow.parquet as pq

    files = {}
    for name, table in TABLES.items():
        frame = frame_of(built, _restricted(name), {c.name: c.dtype for c in table.columns}, year=year)
        schema = pa.schema((column.name, column.dtype) for column in table.columns)
        file = out / f"{name}.parquet"
        pq.write_table(pa.Table.from_pandas(frame, schema, preserve_index=False), file)
        files[file.name] = file.read_bytes()
    (out / INFO_FILE).write_bytes(signed(_info(built, year), files))


def _restricted(name: str) -> str:
    joined, counted = _COUNTED_ANEW.get(name, ("", {}))
    sources = {column: counted.get(column, f'{name}."{column}"') for column in TABLES[name].column_names}
    columns = ", ".join(f'{source} AS "{column}"' for column, source in sources.items())
    where = " AND ".join(["true", *_of_year(name)])
    return f"SELECT {columns} FROM {name} {joined} WHERE {where} ORDER BY {name}.file_row_number"


def _of_year(name: str) -> list[str]:
    """The conditions in SQL that a row of a table is of the year; a finding can be of no plan at all."""
    columns = TABLES[name].column_names
    if "year" in columns:
        return [f"{name}.year = $year"]
    if name == "regions":
        return []
    found = []
    if "plan_id" in columns:
        found.append(f"({name}.plan_id = '' OR {name}.plan_id IN ({_PLANS}))")
    elif "measure_id" in columns:
        found.append(f"{name}.measure_id IN ({_MEASURES})")
    if "other_id" in columns:
        found.append(f"{name}.other_id IN ({_PLANS if 'plan_id' in columns else _MEASURES})")
    return found


def _info(built: Path, year: int) -> dict[str, Any]:
    """The content of ``build.json`` for the sources of that year; their titles include the year."""
    sql = "SELECT DISTINCT source_file FROM plans WHERE year = $year"
    files = set(frame_of(built, sql, {"source_file": "string"}, year=year)["source_file"])
    try:
        info: dict[str, Any] = json.loads(snapshot(built).info)
        sources = [_of(source, year) for source in info["sources"] if source["file"] in files]
    except (ValueError, KeyError, TypeError) as error:
        raise unusable_error(built) from error
    return {**info, "sources": sources, "year": year}


def _of(source: Mapping[str, Any], year: int) -> dict[str, Any]:
    if str(year) in str(source["title"]) and source["year"] == year:
        return dict(source)
    title, title_zh = f"{source['title']} ({year})", f"{source['title_zh']}（{year} 年）"
    return {**source, "year": year, "title": title, "title_zh": title_zh}
