"""Extracts the tables of one edition, a collection and a year, from tables that hold several."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from pipeline.schema.codebook import TABLES
from pipeline.schema.manifest import INFO_FILE, make_manifest
from pipeline.schema.model import Edition
from pipeline.store.query import query_frame
from pipeline.store.selection import select_all
from pipeline.store.snapshot import snapshot, unusable_error

_OF_EDITION: Final = "collection IN ('', $collection) AND year IN (0, $year)"
"""Rows of no edition, such as the finding of a file that can't be read, are in the tables of each."""


def editions(built: Path) -> pd.DataFrame:
    """List the collections and years that have plans, by collection, the last year first.

    Columns: collection, name_zh, name_en (str); year, plans (int64), the number of plans.
    """
    sql = """
        SELECT collection, year, count(*) AS plans FROM plans
        GROUP BY collection, year ORDER BY collection, year DESC
    """
    found = query_frame(built, sql)
    names = read_info(built).get("collections", {})
    for column in ("name_zh", "name_en"):
        found[column] = [names.get(name, {}).get(column, name) for name in found["collection"]]
    return found


def write_edition(built: Path, edition: Edition, out: Path) -> None:
    """Write the tables of one edition to ``out``, an empty folder; raises BuiltError."""
    import pyarrow as pa  # not at the top: it is heavy, and only tables of several editions need it here
    import pyarrow.parquet as pq

    files = {}
    for name, table in TABLES.items():
        where = [_OF_EDITION] if "collection" in table.column_names else []
        frame = query_frame(built, select_all(name, where), **edition._asdict())
        schema = pa.schema((column.name, column.dtype) for column in table.columns)
        file = out / f"{name}.parquet"
        pq.write_table(pa.Table.from_pandas(frame, schema, preserve_index=False), file)
        files[file.name] = file.read_bytes()
    (out / INFO_FILE).write_bytes(make_manifest(_edition_info(built, edition), files))


def _edition_info(built: Path, edition: Edition) -> dict[str, Any]:
    """Return the content of ``build.json`` for the sources of an edition, with the year in their titles.

    The characters of a source exclude those of other editions in the same file.
    """
    # A file whose plans were all left out belongs to no edition: its characters are in the ledger of each.
    sql = f"""
        SELECT source_file, bool_or(plan_id <> '') FILTER (of_edition) AS has_plan,
               coalesce(sum(characters) FILTER (NOT of_edition), 0) AS others
        FROM (SELECT *, {_OF_EDITION} AS of_edition FROM ledger)
        GROUP BY source_file HAVING bool_or(of_edition)
    """
    files = query_frame(built, sql, **edition._asdict()).set_index("source_file").to_dict("index")
    collections = editions(built)["collection"]
    chosen = {}
    if collections.nunique() > 1:
        chosen["collection"] = edition.collection
    if (collections == edition.collection).sum() > 1:
        chosen["year"] = str(edition.year)
    info = read_info(built)
    try:
        sources = [
            {
                **(_with_year(source, edition.year) if files[source["file"]]["has_plan"] else source),
                "characters": source["characters"] - files[source["file"]]["others"],
            }
            for source in info["sources"]
            if source["file"] in files
        ]
    except (KeyError, TypeError) as error:
        raise unusable_error(built) from error
    return {**info, "sources": sources, "edition": chosen}


def read_info(built: Path) -> dict[str, Any]:
    """Return the content of ``build.json``; raises BuiltError."""
    try:
        info: dict[str, Any] = json.loads(snapshot(built).info)
    except ValueError as error:
        raise unusable_error(built) from error
    return info


def _with_year(source: Mapping[str, Any], year: int) -> dict[str, Any]:
    if str(year) in str(source["title"]) and source["year"] == year:
        return dict(source)
    title, title_zh = f"{source['title']} ({year})", f"{source['title_zh']}（{year} 年）"
    return {**source, "year": year, "title": title, "title_zh": title_zh}
