"""SQL statements over the tables of a build, through DuckDB; the only module of the store that imports it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

from pipeline.schema.codebook import TABLES
from pipeline.store.snapshot import snapshot, unusable_error

_PANDAS_TYPES: Final = {"VARCHAR": "str", "DOUBLE": "float64", "BOOLEAN": "bool"}
"""By DuckDB's types; all others that queries return are whole numbers."""

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
        result = cursor.execute(sql, _bound(sql, parameters))
        return _typed(result.df(), [column[1] for column in result.description])
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


def _typed(frame: pd.DataFrame, types: Iterable[Any]) -> pd.DataFrame:
    """The frame with the codebook's types, which an empty result lacks; a text is never missing."""
    dtypes = [_PANDAS_TYPES.get(str(found), "int64") for found in types]
    typed = frame.astype(dict(zip(frame.columns, dtypes, strict=True)))
    texts = [name for name, dtype in zip(frame.columns, dtypes, strict=True) if dtype == "str"]
    typed[texts] = typed[texts].fillna("")
    return typed
