"""Where a source comes from: the ``source.toml`` beside it, or its path."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.schema.errors import SourceError

FILE_NAME: Final = "source.toml"
_NO_SLUG: Final = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True)
class Provenance:
    """The provenance of a source; ``year`` is None where only the plans state it."""

    collection: str
    year: int | None
    title: str
    title_zh: str


def provenance_of(source: Path) -> Provenance:
    """The provenance of a source.

    Raises
    ------
    SourceError
        The ``source.toml`` beside the source can't be read.
    """
    described = source.with_name(FILE_NAME)
    if not described.exists():
        return Provenance("plans", None, source.name, source.name)
    try:
        content = tomllib.loads(described.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SourceError(
            f"来源说明无法读取（{error}）；请改正，或删去该文件。",
            f"The provenance can't be read ({error}); mend it, or remove the file.",
            source=described,
        ) from error
    if content.get("file", source.name) != source.name:
        return Provenance("plans", None, source.name, source.name)
    collection = _NO_SLUG.sub("-", str(content.get("collection", "plans")).lower()).strip("-") or "plans"
    year = content.get("year")
    title = str(content.get("title", source.name))
    return Provenance(
        collection, year if type(year) is int else None, title, str(content.get("title_zh", title))
    )
