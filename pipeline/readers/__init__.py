"""Sources in, lines with their places out: one file for each format, and the choice between them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from pipeline.readers.source import Source
from pipeline.readers.text import read_text
from pipeline.schema.errors import SourceError

__all__ = ["Source", "find_sources", "read_source"]

_READERS: Final[dict[str, Callable[[Path], Source]]] = {".txt": read_text}
"""Readers by file extension in lower case; folders are searched for these extensions."""


def read_source(path: Path) -> Source:
    """Read a file with the reader for its format; a name with another ending is read as text.

    Raises
    ------
    SourceError
        The file can't be read; see the reader.
    """
    if _is_undecodable(str(path)):
        raise SourceError(
            "文件名或其路径含有无法解码的字节；请给它改名。",
            "The name of the file or of a folder above it has bytes that are no text; rename it.",
            source=path,
        )
    return _READERS.get(path.suffix.lower(), read_text)(path)


def find_sources(paths: Sequence[Path]) -> list[Path]:
    """The source files denoted by files and folders.

    Parameters
    ----------
    paths
        Files, with any extension, and folders, which are searched recursively for sources, sorted by path;
        names that start with a dot are ignored.

    Returns
    -------
    list of Path
        In the order of ``paths``; each file once.

    Raises
    ------
    SourceError
        There is no such file or folder, a folder can't be listed, or it has no source in it.
    """
    found: dict[str, Path] = {}
    for path in paths:
        try:
            sources = _sources_in(path) if path.is_dir() else [path]
            missing = not path.exists()
        except OSError as error:  # a name that is too long, or a folder above it that is closed
            raise SourceError(
                f"无法读取这个路径（{error.strerror}）；请检查路径与权限。",
                f"This path can't be read ({error.strerror}); check the path and its permissions.",
                source=path,
            ) from error
        if missing:
            raise SourceError(
                "找不到该文件或文件夹；请检查路径。",
                "There is no such file or folder; check the path.",
                source=path,
            )
        for source in sources:
            found.setdefault(os.path.realpath(source), source)
    return list(found.values())


def _sources_in(folder: Path) -> list[Path]:
    try:
        sources = sorted(_walk(folder))
    except OSError as error:
        raise SourceError(
            f"无法列出该文件夹（{error.strerror}）；请检查其权限。",
            f"The folder can't be listed ({error.strerror}); check its permissions.",
            source=Path(error.filename or folder),
        ) from error
    if not sources:
        endings = "、".join(_READERS), ", ".join(_READERS)
        raise SourceError(
            f"该文件夹中没有源文件（{endings[0]}）；请把源文件放进去，或指定另一个文件夹。",
            f"There is no source ({endings[1]}) in this folder; put the sources in it, or name another.",
            source=folder,
        )
    return sources


def _is_undecodable(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return True
    return False


def _walk(folder: Path) -> Iterator[Path]:
    def stop(error: OSError) -> None:
        raise error

    for parent, folders, names in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in _READERS:
                yield Path(parent, name)
