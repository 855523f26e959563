"""Statements over the Parquet files of a build, through DuckDB; only the store speaks to it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

import duckdb
import pandas as pd
import pyarrow

from pipeline.codebook import TABLES
from pipeline.errors import BuiltError

BUILD_FILE: Final = "build.json"
BATCH_ROWS: Final = 20_000
SWAP_SECONDS: Final = 0.2
"""How long a build may take to put its folder in the place of the last one."""

PANDAS_TYPES: Final = {"string": "str", "int64": "int64", "float64": "float64", "bool": "bool"}
_TABLE_NAMED: Final = re.compile(r"\b(?:FROM|JOIN) (\w+)")
_PARAMETER_NAMED: Final = re.compile(r"\$(\w+)")
_Result = TypeVar("_Result")


def frame_of(built: Path, sql: str, dtypes: Mapping[str, str], **parameters: Any) -> pd.DataFrame:
    """The result of a statement that names the codebook's tables.

    Parameters
    ----------
    built
        Folder of the built tables.
    sql
        One SELECT. A table of the codebook has one column more than the codebook says, `file_row_number`,
        because SQL alone knows no order.
    dtypes
        The codebook's type of every column of the result.
    **parameters
        Values of the statement's `$parameters`; those that it doesn't name are left out.

    Raises
    ------
    BuiltError
        Where the files are missing or are not what the codebook says.
    """
    statement, bound = _complete(built, sql, parameters)
    # A cursor for each query, because threads may not share one.
    return _typed(_read(built, lambda: _connection().cursor().execute(statement, bound).df()), dtypes)


def frame_batches(
    built: Path, sql: str, dtypes: Mapping[str, str], **parameters: Any
) -> Iterator[pd.DataFrame]:
    """As `frame_of`, in pieces of at most `BATCH_ROWS` rows; no piece where there are no rows."""
    statement, bound = _complete(built, sql, parameters)
    cursor = _connection().cursor()
    reader = _read(built, lambda: cursor.sql(statement, params=bound).to_arrow_reader(BATCH_ROWS))
    try:
        for batch in reader:
            if batch.num_rows:
                yield _typed(batch.to_pandas(), dtypes)
    except (duckdb.Error, pyarrow.ArrowException) as error:
        raise unusable(built) from error


def unusable(built: Path) -> BuiltError:
    """What to say of a folder that can't be read: that there is nothing in it, or nothing of use."""
    if not (built / BUILD_FILE).is_file():
        return BuiltError(
            "这里没有已建的数据表；请先运行 `plan-atlas build`。",
            "There are no built tables here; run `plan-atlas build` first.",
            source=built,
        )
    return BuiltError(
        "数据表不完整，或由其他版本建成；请重新运行 `plan-atlas build`。",
        "The built tables are not whole, or another version built them; run `plan-atlas build` again.",
        source=built,
    )


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    # Never ask the network for an extension: all that is needed comes with the library.
    return duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )


def _complete(built: Path, sql: str, parameters: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The statement with the tables that it names read from their files, and the values that it uses."""
    names = sorted(set(_TABLE_NAMED.findall(sql)) & TABLES.keys())
    files = {f"{name}_file": str(built / f"{name}.parquet") for name in names}
    # Materialized, a whole table would be read for the few rows that a page asks for.
    tables = ", ".join(
        f"{name} AS NOT MATERIALIZED (SELECT * FROM read_parquet(${name}_file, file_row_number = true))"
        for name in names
    )
    used = {name: parameters[name] for name in set(_PARAMETER_NAMED.findall(sql))}
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in used.items()}
    return f"WITH {tables} ({sql})", files | values


def _read(built: Path, read: Callable[[], _Result]) -> _Result:
    """What `read` returns, tried once more because a build may just be taking the place of the last one."""
    try:
        return read()
    except duckdb.Error:
        time.sleep(SWAP_SECONDS)
    try:
        return read()
    except duckdb.Error as error:
        raise unusable(built) from error


def _typed(frame: pd.DataFrame, dtypes: Mapping[str, str]) -> pd.DataFrame:
    """The frame with the codebook's types, which an empty result does not have by itself."""
    texts = [name for name, dtype in dtypes.items() if dtype == "string"]
    typed = frame.astype({name: PANDAS_TYPES[dtype] for name, dtype in dtypes.items()})
    typed[texts] = typed[texts].fillna("")
    return typed
