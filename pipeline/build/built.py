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
from pipeline.readers import find_sources
from pipeline.readers.files import read_bytes
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
        raise SourceError(
            "这个路径的符号链接循环，或无法解析；请检查路径。",
            "The symbolic links of this path go round in a circle, or can't be followed; check the path.",
            source=out,
        ) from error


@contextmanager
def _raise_as_source_error(out: Path) -> Iterator[None]:
    try:
        yield
    except FolderBusyError as error:
        raise SourceError(
            "另一个 plan-atlas build 正在写这个文件夹；请等它结束后再运行，或用 --out 指定另一个文件夹。",
            "Another plan-atlas build is writing to this folder; wait until it has ended, or name another "
            "folder with --out.",
            source=out,
        ) from error
    except OSError as error:
        raise SourceError(
            f"无法写入（{error.strerror}）；原有的数据表未动，请检查路径、磁盘空间与权限。",
            f"Can't be written ({error.strerror}); the last build is unchanged, "
            "check the path, space and permissions.",
            source=out,
        ) from error


def _require_replaceable(out: Path) -> None:
    """Raise SourceError unless ``out`` does not exist, is empty, or is exactly as a build wrote it."""
    if out == out.parent or out in _protected_folders() or os.path.ismount(out):
        raise SourceError(
            "这是根目录、主目录、当前目录或挂载点，不能整个替换；请指定其中的一个新文件夹。",
            "This is the root, your home, the current folder or a mount point, which can't be replaced as "
            "a whole; name a new folder in it.",
            source=out,
        )
    outer = next((folder for folder in out.parents if read_manifest(folder) is not None), None)
    if outer is not None:
        raise SourceError(
            f"它在另一份数据表的文件夹（{outer}）之内；请在别处指定一个文件夹。",
            f"It lies in the folder of other built tables ({outer}); name a folder elsewhere.",
            source=out,
        )
    if out.exists() and not out.is_dir():
        raise SourceError(
            "这是文件，不是文件夹；请用 --out 指定一个文件夹。",
            "This is a file, not a folder; name a folder with --out.",
            source=out,
        )
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
    why_zh, why_en = {
        "added": ("不是由 plan-atlas build 写出的", "was not written by plan-atlas build"),
        "changed": ("与 plan-atlas build 写出的不同", "is not as this version of plan-atlas build writes it"),
    }[odd.how]
    raise SourceError(
        f"其中的“{odd.name}”{why_zh}，不会覆盖；请移走该文件夹，或用 --out 指定一个新的或空的文件夹。",
        f"It holds {odd.name!r}, which {why_en}, and is not replaced; move the folder away, or name a new or "
        "an empty one with --out.",
        source=named_as,
    )


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
        raise BuiltError(
            "这里没有可用的数据表；请先运行 `plan-atlas build 源文件 --out 文件夹`。",
            "There are no built tables of use here; run `plan-atlas build SOURCE --out DIR` first.",
            source=out,
        ) from error


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
