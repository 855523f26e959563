"""A build as it was at one moment: its files in memory, which no later build can change.

Files are opened by their very names and handed to DuckDB as tables, so no path is ever a pattern or SQL.
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
"""A column that each table has beyond the codebook's, because SQL alone knows no order."""

SWAP_SECONDS: Final = 0.2
"""How long a build may take to replace its folder, where the system can't do so in one step."""

_ATTEMPTS: Final = 5
_FILES: Final = (INFO_FILE, *(f"{name}.parquet" for name in TABLES))
_FAMILIES: Final = {
    "string": (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
    "int64": (pa.types.is_integer,),
    "float64": (pa.types.is_floating,),
    "bool": (pa.types.is_boolean,),
}
_pinned: ContextVar[Snapshot | None] = ContextVar("pinned", default=None)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One build: its identity and the content of its files; a file can be missing."""

    built: Path
    key: BuiltKey
    files: Mapping[str, bytes]
    _tables: dict[str, pa.Table] = field(default_factory=dict)

    @property
    def info(self) -> bytes:
        """The content of ``build.json``."""
        return self.files[INFO_FILE]

    def table(self, name: str) -> pa.Table:
        """A table of the codebook, and the column `ROW_NUMBER`.

        Raises
        ------
        BuiltError
            Its file is missing, damaged, or its columns or types do not match the codebook.
        """
        if name not in self._tables:
            self._tables[name] = self._decoded(name)
        return self._tables[name]

    def _decoded(self, name: str) -> pa.Table:
        file = f"{name}.parquet"
        try:
            table = pq.read_table(pa.BufferReader(self.files[file]))
            for column in TABLES[name].columns:
                found = table.schema.field(column.name).type
                if not any(fits(found) for fits in (pa.types.is_null, *_FAMILIES[column.dtype])):
                    raise TypeError(f"{column.name}: {found}")
            table = table.select(TABLES[name].column_names)
            table = table.cast(pa.schema((column.name, column.dtype) for column in TABLES[name].columns))
        except (KeyError, TypeError, ValueError, OSError, pa.ArrowException) as error:
            raise unusable_error(self.built, file) from error
        return table.append_column(ROW_NUMBER, pa.array(range(table.num_rows), pa.int64()))


def snapshot(built: Path) -> Snapshot:
    """The build that a folder holds now, or the one that is pinned.

    It is looked for once more where a build may just be taking the place of the last one.

    Raises
    ------
    BuiltError
        There are no built tables in the folder.
    """
    pinned = _pinned.get()
    if pinned is not None and pinned.built == built:
        return pinned
    for attempt in range(_ATTEMPTS):
        try:
            return _loaded(built, _key_of(built))
        except _ChangedError:
            continue
        except BuiltError:
            if attempt:
                raise
            time.sleep(SWAP_SECONDS)
    raise unusable_error(built)


@contextmanager
def pinned(snapshot: Snapshot) -> Iterator[None]:
    """Within, whatever is asked of this folder is answered from this snapshot; not so in other threads."""
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
    """The error for a folder that can't be read: it is empty, or a file is unusable."""
    try:
        there = (built / INFO_FILE).is_file()
    except OSError:
        there = False
    if not there:
        return BuiltError(
            "这里没有已建的数据表；请先运行 `plan-atlas build`。",
            "There are no built tables here; run `plan-atlas build` first.",
            source=built,
        )
    return BuiltError(
        f"数据表不完整，或由其他版本建成（{file}）；请重新运行 `plan-atlas build`。",
        f"The built tables are not whole, or another version built them ({file}); "
        "run `plan-atlas build` again.",
        source=built,
    )


class _ChangedError(Exception):
    """Another build took the folder's place while its files were read."""


# Pages over several years ask for the tables of each of them in turn.
@lru_cache(maxsize=8)
def _loaded(built: Path, key: BuiltKey) -> Snapshot:
    files = {}
    for name in _FILES:
        with suppress(OSError):
            files[name] = (built / name).read_bytes()
    if _key_of(built) != key or INFO_FILE not in files:
        raise _ChangedError
    return Snapshot(built, key, files)


def _key_of(built: Path) -> BuiltKey:
    try:
        (built / INFO_FILE).stat()
        marks = [_mark_of(built / name) for name in _FILES]
        return str(built.resolve()), sha256(repr(marks).encode()).hexdigest()
    # No file, a zero byte in the path, links in a circle.
    except (OSError, ValueError, RuntimeError) as error:
        raise unusable_error(built) from error


def _mark_of(file: Path) -> tuple[int, int, int] | None:
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
