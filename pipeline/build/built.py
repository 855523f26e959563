"""The folder of built tables, which is replaced as a whole and has a fingerprint of its inputs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.build.swap import FolderBusyError, locked, recover, replace_folder
from pipeline.readers import find_sources, read_bytes
from pipeline.readers.provenance import FILE_NAME as PROVENANCE_FILE
from pipeline.reading.columns.column_models import MODEL_FILE
from pipeline.schema.codebook import TABLES
from pipeline.schema.errors import BuiltError, SourceError
from pipeline.schema.manifest import INFO_FILE, find_differences, make_manifest, read_manifest
from pipeline.taxonomy.loading import SHARED

if TYPE_CHECKING:
    import pyarrow as pa

ROOT: Final = Path(__file__).resolve().parents[2]
RAW: Final = ROOT / "data" / "raw"
BUILT: Final = ROOT / "data" / "built"

_NAMES: Final = (*(f"{name}.parquet" for name in TABLES), INFO_FILE)
"""The files that a build writes."""


def write_built(out: Path, tables: Mapping[str, pa.Table], info: Mapping[str, Any]) -> None:
    """Write tables and ``build.json`` beside ``out`` and swap them in when all are complete.

    Raises SourceError where ``out`` can't be written, or contains what no build has written; it is unchanged.
    """
    out = _resolve(out)
    with _raise_as_source_error(out):
        _require_replaceable(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        files = {f"{name}.parquet": _encode_parquet(table) for name, table in tables.items()}
        files[INFO_FILE] = make_manifest(info, files)
        replace_folder(out, files, partial(_require_unchanged, named_as=out))


@contextmanager
def lock_output(out: Path) -> Iterator[None]:
    """Lock ``out`` for one build, and remove leftovers of a killed build.

    Raises SourceError where ``out`` must not be replaced, can't be written, or is locked by another build.
    """
    out = _resolve(out)
    with ExitStack() as stack:
        with _raise_as_source_error(out):
            _require_replaceable(out)
            stack.callback(_remove_empty, _make_parents(out.parent))
            stack.enter_context(locked(out))
            recover(out, _NAMES)
        yield


def remove_leftovers(out: Path) -> None:
    """Remove leftovers of a killed build, unless a build is running; the tables stay as they are."""
    with suppress(SourceError, OSError):
        out = _resolve(out)
        if out.name and out.parent.is_dir():
            with locked(out):
                recover(out, _NAMES)


def _resolve(out: Path) -> Path:
    try:
        return out.resolve()
    except (OSError, RuntimeError) as error:  # Python before 3.13 raises the second for circular links
        raise SourceError.of("path_not_resolved", source=out) from error


@contextmanager
def _raise_as_source_error(out: Path) -> Iterator[None]:
    try:
        yield
    except FolderBusyError as error:
        raise SourceError.of("folder_busy", source=out) from error
    except OSError as error:
        raise SourceError.of("build_not_written", source=out, reason=error.strerror) from error


def _require_replaceable(out: Path) -> None:
    """Raise SourceError unless ``out`` does not exist, is empty, or is exactly as a build wrote it."""
    if out == out.parent or out in _protected_folders() or os.path.ismount(out):
        raise SourceError.of("folder_not_replaceable", source=out)
    outer = next((folder for folder in out.parents if read_manifest(folder) is not None), None)
    if outer is not None:
        raise SourceError.of("folder_in_built_tables", source=out, outer=outer)
    if out.exists() and not out.is_dir():
        raise SourceError.of("out_is_file", source=out)
    if out.exists():
        _require_unchanged(out, named_as=out)


def _protected_folders() -> list[Path]:
    """Return the home and the current folder, if they exist."""
    found = []
    for locate in (Path.home, Path.cwd):
        with suppress(OSError, RuntimeError):
            found.append(locate().resolve())
    return found


def _require_unchanged(folder: Path, named_as: Path) -> None:
    """Raise SourceError where a folder has files that no build wrote; missing files are ignored."""
    odd = next((odd for odd in find_differences(folder) if odd.how != "missing"), None)
    if odd is None:
        return
    why = {
        "added": ("不是由 plan-atlas build 写出的", "was not written by plan-atlas build"),
        "changed": ("与 plan-atlas build 写出的不同", "is not as this version of plan-atlas build writes it"),
    }[odd.how]
    raise SourceError.of("folder_has_other_files", source=named_as, why=why, name=odd.name)


def _make_parents(folder: Path) -> list[Path]:
    """Make a folder and its parents; returns the new ones, the innermost first."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    for parent in reversed(missing):
        parent.mkdir(exist_ok=True)
    return missing


def _remove_empty(folders: Sequence[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _encode_parquet(table: pa.Table) -> bytes:
    import pyarrow as pa  # not at the top: it is heavy, and workers that read plans don't need it
    import pyarrow.parquet as pq

    written = pa.BufferOutputStream()
    pq.write_table(table, written, compression="zstd")
    return bytes(written.getvalue().to_pybytes())


def fingerprint(paths: Sequence[Path], taxonomy_folder: Path = SHARED) -> str:
    """Return one hash of the sources, the taxonomy, the learnt models and the code."""
    code = sorted(file for file in (ROOT / "pipeline").rglob("*") if file.suffix in (".py", ".csv"))
    sources = find_sources(paths)
    beside = [s.with_name(PROVENANCE_FILE) for s in sources if s.with_name(PROVENANCE_FILE).exists()]
    files = [*sources, *beside, *sorted(taxonomy_folder.rglob("*.toml")), MODEL_FILE, *code]
    total = sha256()
    for file in files:
        total.update(os.fsencode(file.name))
        with suppress(SourceError):  # the build reports a source that can't be read
            total.update(sha256(read_bytes(file)).digest())
    return total.hexdigest()


def built_from(out: Path) -> list[Path]:
    """Return the files and folders that the tables in ``out`` were built from.

    Without tables, those of the shipped corpus for its own folder; else raises BuiltError.
    """
    try:
        info = json.loads((out / INFO_FILE).read_bytes())
        return [ROOT / path for path in info["asked"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        if _resolve(out) == BUILT:
            return [RAW]
        raise BuiltError.of("no_usable_tables", source=out) from error


def is_clean(out: Path) -> bool:
    """Whether ``out`` has the tables of a clean build."""
    return read_manifest(out) is not None and json.loads((out / INFO_FILE).read_bytes()).get("clean") is True


def is_current(out: Path, paths: Sequence[Path]) -> bool:
    """Whether ``out`` has all tables, built from exactly these sources by exactly this code."""
    try:
        info = json.loads((out / INFO_FILE).read_bytes())
        is_complete = all((out / name).exists() for name in _NAMES)
        return is_complete and info.get("fingerprint") == fingerprint(paths)
    except (OSError, ValueError, AttributeError):
        return False


def path_from_root(path: Path) -> str:
    """Return a path as in ``build.json``: relative to the project's folder if inside, else absolute."""
    path = Path(os.path.realpath(path))  # resolve() fails for circular links
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def project_version() -> str:
    try:
        return version("plan-atlas")
    except PackageNotFoundError:
        return "0"
