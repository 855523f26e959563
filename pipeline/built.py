"""The folder of built tables: written whole and swapped in, and known by what it was built from."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.codebook import TABLES
from pipeline.errors import SourceError
from pipeline.provenance import FILE_NAME as PROVENANCE_FILE
from pipeline.readers import find_sources
from pipeline.taxonomy import DEFAULT as DEFAULT_TAXONOMY
from pipeline.voices import MODEL_FILE

if TYPE_CHECKING:
    import pyarrow as pa

ROOT: Final = Path(__file__).resolve().parent.parent
RAW: Final = ROOT / "data" / "raw"
BUILT: Final = ROOT / "data" / "built"
INFO_FILE: Final = "build.json"


def write_built(out: Path, tables: Mapping[str, pa.Table], info: Mapping[str, Any]) -> None:
    """Write tables and ``build.json`` beside ``out`` and put them in its place when all are whole.

    Raises
    ------
    SourceError
        ``out`` can't be written, or holds what no build has written; it is left as it was.
    """
    out = out.resolve()
    try:
        _refuse_to_replace(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        try:
            _write_tables(fresh, tables, info)
            _swap_in(fresh, out)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise SourceError(
            f"无法写入（{error.strerror}）；原有的数据表未动，请检查磁盘空间与权限。",
            f"Can't be written ({error.strerror}); the last build stands as it was, "
            "check space and permissions.",
            source=out,
        ) from error


def _refuse_to_replace(out: Path) -> None:
    names = [path.name for path in out.iterdir()] if out.exists() else []
    if INFO_FILE in names or all(name.endswith(".parquet") for name in names):
        return
    raise SourceError(
        "该文件夹中有并非由 plan-atlas build 写出的文件，不会覆盖；请指定一个新的或空的文件夹。",
        "The folder holds files that plan-atlas build did not write, and is not replaced; "
        "name a new or an empty folder.",
        source=out,
    )


def _write_tables(folder: Path, tables: Mapping[str, pa.Table], info: Mapping[str, Any]) -> None:
    import pyarrow.parquet as pq  # not at the top: it is heavy, and workers that read plans need none of it

    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    text = json.dumps(info, ensure_ascii=False, indent=2)
    (folder / INFO_FILE).write_text(text + "\n", encoding="utf-8")
    folder.chmod(0o755)


def _swap_in(fresh: Path, out: Path) -> None:
    last = fresh.with_name(fresh.name + "-last")
    if out.exists():
        out.rename(last)
    try:
        fresh.rename(out)
    except OSError:
        if last.exists():
            last.rename(out)
        raise
    shutil.rmtree(last, ignore_errors=True)


def fingerprint(paths: Sequence[Path], taxonomy_folder: Path = DEFAULT_TAXONOMY) -> str:
    """What a build depends on, as one hash: the sources, the taxonomy, the learnt model, the code."""
    code = sorted((ROOT / "pipeline").rglob("*.py"))
    sources = find_sources(paths)
    beside = [s.with_name(PROVENANCE_FILE) for s in sources if s.with_name(PROVENANCE_FILE).exists()]
    files = [*sources, *beside, *sorted(taxonomy_folder.glob("*.toml")), MODEL_FILE, *code]
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def asked_of(out: Path) -> list[Path]:
    """The files and folders that the tables in ``out`` were built from; without any, the shipped corpus."""
    try:
        info = json.loads((out / INFO_FILE).read_text(encoding="utf-8"))
        return [Path(path) if Path(path).is_absolute() else ROOT / path for path in info["asked"]]
    except (OSError, ValueError, KeyError, TypeError):
        return [RAW]


def is_current(out: Path, paths: Sequence[Path]) -> bool:
    """Whether ``out`` holds whole tables built from these very sources by this very code."""
    try:
        info = json.loads((out / INFO_FILE).read_text(encoding="utf-8"))
        whole = all((out / f"{name}.parquet").exists() for name in TABLES)
        return whole and info.get("fingerprint") == fingerprint(paths)
    except (OSError, ValueError, AttributeError):
        return False


def told_from_root(path: Path) -> str:
    """A path as ``build.json`` tells it: from the project's folder where it lies within, else whole."""
    path = path.resolve()
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def project_version() -> str:
    try:
        return version("plan-atlas")
    except PackageNotFoundError:
        return "0"
