"""The origin of a source, from the ``source.toml`` beside it or the folders that contain it."""

import os
import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from pipeline.schema.errors import SourceError

FILE_NAME: Final = "source.toml"
_KEYS: Final = ("collection", "year", "title", "title_zh", "file")
"""The keys that are read; a file may have others to describe its source further."""
_MIN_SIMILARITY: Final = 0.75
_YEARS: Final = range(1000, 10_000)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Provenance:
    """The origin of a source; ``year`` is None if only the plans state it."""

    collection: str
    year: int | None
    title: str
    title_zh: str


def find_provenance(source: Path, collections: Collection[str]) -> Provenance:
    """Return the provenance of a source file, whose collection is one of the ids in ``collections``.

    Collection and year are those in the ``source.toml`` beside it, or else names of its nearest folders, as
    in ``ip-work-plans/2019/plan.docx``. A source that states no collection belongs to the only one there is.
    Raises SourceError if the ``source.toml`` can't be read, or has a misspelt key or an invalid value; or the
    collection is unknown, or not stated although there are several.
    """
    described = source.with_name(FILE_NAME)
    content = _read_content(described) if described.exists() else {}
    if content.get("file", source.name) != source.name:
        content = {}
    folders = [folder.name for folder in Path(os.path.realpath(source)).parents]
    stated = str(content.get("collection", "")) or next((name for name in folders if name in collections), "")
    year = content.get("year")
    if year is None:
        year = next((int(name) for name in folders[:2] if _YEAR.fullmatch(name)), None)
    if not stated and len(collections) == 1:
        (stated,) = collections
    known = sorted(collections)
    if not stated:
        raise SourceError.of("collection_undetermined", source=source, known=known, file_name=FILE_NAME)
    if stated not in collections:
        raise SourceError.of("collection_unknown", source=described, known=known, stated=stated)
    title = str(content.get("title", source.name))
    return Provenance(stated, year, title, str(content.get("title_zh", title)))


def _read_content(described: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(described.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError, OSError) as error:
        raise SourceError.of("provenance_not_readable", source=described, error=error) from error
    for key in content:
        meant = get_close_matches(key, _KEYS, 1, _MIN_SIMILARITY)
        if meant and key.split("_")[0] not in _KEYS:
            raise SourceError.of("provenance_key_unknown", source=described, key=key, meant=meant[0])
    year = content.get("year", _YEARS[0])
    if type(year) is not int or year not in _YEARS:
        raise SourceError.of("provenance_year_invalid", source=described)
    for key in ("collection", "title", "title_zh", "file"):
        if not isinstance(content.get(key, ""), str):
            raise SourceError.of("provenance_key_no_text", source=described, key=key)
    if not _is_sibling_file(described, content.get("file", described.name)):
        raise SourceError.of("provenance_file_missing", source=described, file=content["file"])
    return content


def _is_sibling_file(described: Path, name: str) -> bool:
    """Whether ``name`` is a file in the same folder."""
    try:
        return Path(name).name == name and described.with_name(name).is_file()
    except (OSError, ValueError):  # not a valid file name
        return False
