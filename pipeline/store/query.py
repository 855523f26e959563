"""SQL statements over the tables of a build, through DuckDB; the only module of the store that imports it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd
import pyarrow as pa

from pipeline.schema.codebook import TABLES
from pipeline.store.snapshot import snapshot, unusable_error

_TABLE_NAMED: Final = re.compile(r"\b(?:FROM|JOIN) (\w+)")
_PARAMETER_NAMED: Final = re.compile(r"\$(\w+)")


def frame_of(built: Path, sql: str, **parameters: Any) -> pd.DataFrame:
    """Run a statement over the codebook's tables and return a DataFrame of str, int64, float64 and bool.

    Parameters
    ----------
    built
        Folder of the built tables.
    sql
        One SELECT of texts, numbers and flags. A table of the codebook has one more column than in the
        codebook, `pipeline.store.snapshot.ROW_NUMBER`.
    **parameters
        Values of the statement's `$parameters`; unused ones are ignored.

    Raises
    ------
    BuiltError
        Where the files are missing or do not match the codebook.
    """
    cursor = _cursor(built, sql)
    try:
        return _typed(cursor.sql(sql, params=_bound(sql, parameters)).to_arrow_table())
    except duckdb.Error as error:
        raise unusable_error(built) from error
    finally:
        cursor.close()


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    # Never ask the network for an extension: all that is needed comes with the library.
    return duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )


def _cursor(built: Path, sql: str) -> duckdb.DuckDBPyConnection:
    """A cursor, because threads may not share one, that knows the tables which the statement names."""
    build = snapshot(built)
    tables = {name: build.table(name) for name in set(_TABLE_NAMED.findall(sql)) & TABLES.keys()}
    cursor = _connection().cursor()
    for name, table in tables.items():
        cursor.register(name, table)
    return cursor


def _bound(sql: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The values that the statement uses."""
    used = {name: parameters[name] for name in set(_PARAMETER_NAMED.findall(sql))}
    return {
        name: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
        for name, value in used.items()
    }


def _typed(table: pa.Table) -> pd.DataFrame:
    """The table as a DataFrame of the codebook's types; a text is never missing.

    Arrow makes the columns: pandas takes several times as long to make texts of objects.
    """
    columns = {name: _column(column) for name, column in zip(table.column_names, table.columns, strict=True)}
    typed: pd.DataFrame = pa.table(columns).to_pandas()
    return typed


def _column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_string(column.type):
        return column.fill_null("")
    if pa.types.is_float64(column.type) or pa.types.is_boolean(column.type):
        return column
    # Of what is left all are whole numbers, such as sums, which DuckDB makes wider.
    return column.cast(pa.int64())
