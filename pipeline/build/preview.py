"""Builds tables from documents without keeping anything: for a look at how they are read.

The build runs as ``python -m pipeline.build.preview FOLDER``: a process of its own, which can be stopped.
"""

import pickle
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Final

from pipeline.readers import MAX_BYTES
from pipeline.schema.errors import BuiltError, PlanAtlasError, SourceError
from pipeline.store.store import Snapshot, snapshot
from pipeline.taxonomy.collection import load_collections
from pipeline.taxonomy.loading import SHARED

MAX_SECONDS: Final = 300
"""The time limit of a preview; the limits on a single file are those of every build."""
MAX_MEGABYTES: Final = MAX_BYTES // 1024**2
"""The size limit of a file."""

_ROOT: Final = Path(__file__).resolve().parents[2]
_ERRORS_FILE: Final = "errors.pickle"
_BUILT: Final = "built"
_SOURCES: Final = "sources"
_NOT_IN_NAMES: Final = re.compile(r"[\x00-\x1f\x7f/\\]")
_LONGEST_STEM: Final = 60
_LONGEST_SUFFIX: Final = 10
_ONE_AT_A_TIME: Final = Lock()


@dataclass(frozen=True)
class Preview:
    """The tables of some documents, in memory, and an error for each plan or file that can't be read.

    ``snapshot`` is None where nothing can be read.
    """

    snapshot: Snapshot | None
    errors: tuple[SourceError, ...]


def collection_names() -> dict[str, tuple[str, str]]:
    """Return the names of all collections by id, in Chinese and English."""
    found = load_collections().values()
    return {collection.id: (collection.name_zh, collection.name_en) for collection in found}


def preview_documents(
    documents: Sequence[tuple[str, bytes]],
    collection: str,
    year: int | None = None,
    *,
    taxonomy_folder: Path = SHARED,
) -> Preview:
    """Read documents, given by file name and content, as `pipeline.build.build.build` does.

    Files are written to a temporary folder, which is removed before this returns. Previews run one at a time.
    ``year`` is that of plans whose title states none.
    """
    with _ONE_AT_A_TIME, TemporaryDirectory(prefix="plan-atlas-preview-") as name:
        folder = Path(name)
        for number, (file, (_, data)) in enumerate(zip(_file_names(documents), documents, strict=True)):
            # As in data/raw: the folders state the collection and the year.
            place = folder / _SOURCES / f"file-{number:04}" / collection / (str(year) if year else "")
            place.mkdir(parents=True)
            (place / file).write_bytes(data)
        module = "pipeline.build.preview"
        command = [sys.executable, "-m", module, str(folder), str(taxonomy_folder.resolve())]
        try:
            subprocess.run(command, cwd=_ROOT, timeout=MAX_SECONDS, check=False)
            errors = pickle.loads((folder / _ERRORS_FILE).read_bytes())
            return Preview(_read_tables(folder / _BUILT), errors)
        except (subprocess.TimeoutExpired, FileNotFoundError):
            return Preview(None, (SourceError.of("preview_stopped", minutes=MAX_SECONDS // 60),))


def _file_names(documents: Sequence[tuple[str, bytes]]) -> Iterator[str]:
    """Return names that are valid in every file system, and unique, as findings name files by them."""
    used: set[str] = set()
    for given, _ in documents:
        path = Path(_NOT_IN_NAMES.sub("_", given).strip(". ") or "_")
        stem, suffix = path.stem[:_LONGEST_STEM], path.suffix[:_LONGEST_SUFFIX]
        numbered = chain([f"{stem}{suffix}"], (f"{stem} ({number}){suffix}" for number in count(2)))
        name = next(name for name in numbered if name not in used)
        used.add(name)
        yield name


def _read_tables(built: Path) -> Snapshot | None:
    try:
        return snapshot(built)
    except BuiltError:
        return None


def main(folder: Path, taxonomy_folder: Path) -> None:
    """Build the tables of a folder's sources, and write the errors."""
    # Imported here: a dashboard that previews nothing does not need the whole pipeline.
    from pipeline.build.build import NothingReadError, build

    sources = sorted(path for path in (folder / _SOURCES).rglob("*") if path.is_file())
    errors: Sequence[PlanAtlasError]
    try:
        report = build(sources, folder / _BUILT, taxonomy_folder=taxonomy_folder)
        errors = [missed.error for missed in report.left_out]
    except NothingReadError as error:
        errors = error.errors
    except PlanAtlasError as error:
        errors = (error,)
    named = tuple(_without_folders(error, sources) for error in errors)
    (folder / _ERRORS_FILE).write_bytes(pickle.dumps(named))


def _without_folders(error: PlanAtlasError, sources: Sequence[Path]) -> SourceError:
    """Return an error that names files without their folders."""
    zh, en = error.message_zh, error.message_en
    for source in sources:
        zh, en = (message.replace(str(source), source.name) for message in (zh, en))
    name = Path(error.source.name if error.source else "")
    return SourceError(zh, en, source=name, line=error.line, place=error.place)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
