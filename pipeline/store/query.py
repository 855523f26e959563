"""Runs SQL over the tables of a build through DuckDB; the only module of the store that imports it."""

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

_TABLE: Final = re.compile(r"\b(?:FROM|JOIN) (\w+)")
_PARAMETER: Final = re.compile(r"\$(\w+)")


def query_frame(built: Path, sql: str, **parameters: Any) -> pd.DataFrame:
    """Run a statement over the codebook's tables and return a DataFrame of str, int64, float64 and bool.

    ``sql`` is one SELECT of texts, numbers and flags. Each table has one more column than in the codebook,
    `pipeline.store.snapshot.ROW_NUMBER`. ``parameters`` are the values of its `$parameters`; unused ones are
    ignored. Raises BuiltError where the files are missing or do not match the codebook.
    """
    build = snapshot(built)
    tables = {name: build.table(name) for name in set(_TABLE.findall(sql)) & TABLES.keys()}
    cursor = _connection().cursor()  # threads may not share one
    try:
        for name, table in tables.items():
            cursor.register(name, table)
        result = cursor.sql(sql, params=_used_parameters(sql, parameters)).to_arrow_table()
    except duckdb.Error as error:
        raise unusable_error(built) from error
    finally:
        cursor.close()
    # Arrow converts the columns: pandas takes several times as long to make texts of objects.
    columns = zip(result.column_names, result.columns, strict=True)
    frame: pd.DataFrame = pa.table({name: _convert_column(column) for name, column in columns}).to_pandas()
    return frame


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    # Never download extensions: all that is needed comes with the library.
    return duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )


def _used_parameters(sql: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    used = {name: parameters[name] for name in set(_PARAMETER.findall(sql))}
    return {
        name: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
        for name, value in used.items()
    }


def _convert_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Convert a column to a type of the codebook; texts are never missing."""
    if pa.types.is_string(column.type):
        return column.fill_null("")
    if pa.types.is_float64(column.type) or pa.types.is_boolean(column.type):
        return column
    # The others are integers, such as sums, which DuckDB widens.
    return column.cast(pa.int64())
