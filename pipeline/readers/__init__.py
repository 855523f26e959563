"""Readers of documents, one for each format; `read_document` chooses between them."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from pkgutil import resolve_name
from typing import Final

from pipeline.readers.document import Document
from pipeline.readers.files import detect_format, read_bytes
from pipeline.readers.limited import read_limited
from pipeline.schema.collector import pause_collector
from pipeline.schema.errors import SourceError

__all__ = ["Document", "find_sources", "read_document"]

READERS: Final = {
    "text": "pipeline.readers.text:read_text",
    "pdf": "pipeline.readers.pdf.reader:read_pdf",
    "docx": "pipeline.readers.word:read_docx",
    "xlsx": "pipeline.readers.excel:read_xlsx",
    "xls": "pipeline.readers.excel:read_xls",
    "html": "pipeline.readers.html:read_html",
}
"""The function that reads each format, ``(path, data) -> Document``. Imported when needed: the library of a
format takes longer to import than most documents take to read."""
_LIMITED: Final = frozenset(("docx", "xlsx", "xls", "html"))
"""Formats in which a small file can describe a huge document. PDF has limits of its own; text has no need."""
SUFFIXES: Final = (".txt", ".csv", ".tsv", ".pdf", ".docx", ".xlsx", ".xls", ".html", ".htm")
"""File extensions, in lower case, that are read from folders."""


def read_document(path: Path) -> Document:
    """Read a file with the reader for its format, which is detected from its content.

    Raises
    ------
    SourceError
        The file can't be read; see the reader.
    """
    if str(path) != str(path).encode(errors="replace").decode():
        raise SourceError.of("file_name_undecodable", source=path)
    data = read_bytes(path)
    format = detect_format(path, data)
    with pause_collector():
        if format in _LIMITED:
            return read_limited(READERS[format], path, data)
        document: Document = resolve_name(READERS[format])(path, data)
        return document


def find_sources(paths: Sequence[Path]) -> list[Path]:
    """Return the source files in a list of files and folders.

    Parameters
    ----------
    paths
        Files, with any extension, and folders, which are searched recursively and sorted by path. Names that
        start with a dot, or with ``~$`` (lock files of Office), are ignored.

    Returns
    -------
    list of Path
        In the order of ``paths``, without duplicates.

    Raises
    ------
    SourceError
        A file or folder does not exist, or a folder can't be listed or contains no source.
    """
    found: dict[str, Path] = {}
    for path in paths:
        try:
            sources = _list_sources(path) if path.is_dir() else [path]
            missing = not path.exists()
        except OSError as error:  # the name is too long, or a parent folder is not accessible
            raise SourceError.of("path_not_readable", source=path, reason=error.strerror) from error
        if missing:
            raise SourceError.of("no_such_path", source=path)
        for source in sources:
            found.setdefault(os.path.realpath(source), source)
    return list(found.values())


def _list_sources(folder: Path) -> list[Path]:
    try:
        sources = sorted(_walk_sources(folder))
    except OSError as error:
        raise SourceError.of(
            "folder_not_listed", source=Path(error.filename or folder), reason=error.strerror
        ) from error
    if not sources:
        raise SourceError.of("no_sources", source=folder, endings=list(SUFFIXES))
    return sources


def _walk_sources(folder: Path) -> Iterator[Path]:
    def stop(error: OSError) -> None:
        raise error

    for parent, folders, names in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith((".", "~$")) and Path(name).suffix.lower() in SUFFIXES:
                yield Path(parent, name)
