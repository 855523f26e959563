"""Snapshots: the files of a build in memory, which later builds can't change.

Python opens the files and passes tables to DuckDB, so that no path is ever taken for a pattern or SQL.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.schema.codebook import TABLES
from pipeline.schema.errors import BuiltError
from pipeline.schema.manifest import INFO_FILE

BuiltKey = tuple[str, str]
"""The folder, and the identity of its files."""

ROW_NUMBER: Final = "file_row_number"
"""An additional column of each table, because SQL tables have no order."""

SWAP_SECONDS: Final = 0.2
"""How long a build may take to replace its folder, where the system has no atomic exchange."""

_ATTEMPTS: Final = 5
_FILES: Final = (INFO_FILE, *(f"{name}.parquet" for name in TABLES))
_TYPE_CHECKS: Final = {
    "string": (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
    "int64": (pa.types.is_integer,),
    "float64": (pa.types.is_floating,),
    "bool": (pa.types.is_boolean,),
}
_pinned: ContextVar[Snapshot | None] = ContextVar("pinned", default=None)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One build: its identity and the content of its files, of which some can be missing."""

    built: Path
    key: BuiltKey
    files: Mapping[str, bytes]
    _tables: dict[str, pa.Table] = field(default_factory=dict)

    @property
    def info(self) -> bytes:
        """The content of ``build.json``."""
        return self.files[INFO_FILE]

    def table(self, name: str) -> pa.Table:
        """Return a table of the codebook with the column `ROW_NUMBER`.

        Raises BuiltError where its file is missing or damaged, or does not match the codebook.
        """
        if name not in self._tables:
            self._tables[name] = self._decode(name)
        return self._tables[name]

    def _decode(self, name: str) -> pa.Table:
        file = f"{name}.parquet"
        try:
            table = pq.read_table(pa.BufferReader(self.files[file]))
            for column in TABLES[name].columns:
                dtype = table.schema.field(column.name).type
                if not any(check(dtype) for check in (pa.types.is_null, *_TYPE_CHECKS[column.dtype])):
                    raise TypeError(f"{column.name}: {dtype}")
            table = table.select(TABLES[name].column_names)
            table = table.cast(pa.schema((column.name, column.dtype) for column in TABLES[name].columns))
        except (KeyError, TypeError, ValueError, OSError, pa.ArrowException) as error:
            raise unusable_error(self.built, file) from error
        return table.append_column(ROW_NUMBER, pa.array(range(table.num_rows), pa.int64()))


def snapshot(built: Path) -> Snapshot:
    """Return the pinned build of a folder, or else the current one; raises BuiltError.

    A missing build is looked for a second time, since it may just be being replaced.
    """
    pinned = _pinned.get()
    if pinned is not None and pinned.built == built:
        return pinned
    for attempt in range(_ATTEMPTS):
        try:
            return _load(built, _folder_key(built))
        except _ChangedError:
            continue
        except BuiltError:
            if attempt:
                raise
            time.sleep(SWAP_SECONDS)
    raise unusable_error(built)


@contextmanager
def pin_snapshot(snapshot: Snapshot) -> Iterator[None]:
    """Answer all queries on this folder from this snapshot, in this thread."""
    token = _pinned.set(snapshot)
    try:
        yield
    finally:
        _pinned.reset(token)


def is_pinned(built: Path) -> bool:
    """Whether queries on this folder are answered from a pinned snapshot."""
    snapshot = _pinned.get()
    return snapshot is not None and snapshot.built == built


def unusable_error(built: Path, file: str = INFO_FILE) -> BuiltError:
    """Make the error for a folder without tables, or with an unusable file."""
    try:
        exists = (built / INFO_FILE).is_file()
    except OSError:
        exists = False
    if not exists:
        return BuiltError.of("no_built_tables", source=built)
    return BuiltError.of("built_tables_incomplete", source=built, file=file)


class _ChangedError(Exception):
    """The folder was replaced while its files were read."""


# Pages over several years query the tables of each year in turn.
@lru_cache(maxsize=8)
def _load(built: Path, key: BuiltKey) -> Snapshot:
    files = {}
    for name in _FILES:
        with suppress(OSError):
            files[name] = (built / name).read_bytes()
    if _folder_key(built) != key or INFO_FILE not in files:
        raise _ChangedError
    return Snapshot(built, key, files)


def _folder_key(built: Path) -> BuiltKey:
    try:
        (built / INFO_FILE).stat()
        states = [_file_state(built / name) for name in _FILES]
        return str(built.resolve()), sha256(repr(states).encode()).hexdigest()
    # A missing file, a null byte in the path, circular links.
    except (OSError, ValueError, RuntimeError) as error:
        raise unusable_error(built) from error


def _file_state(file: Path) -> tuple[int, int, int] | None:
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
