"""The kinds of documents that titles of plans name, read from ``titles.toml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import DEFAULT
from pipeline.taxonomy.toml_files import find_file, read_toml

TITLES_FILE: Final = "titles.toml"


@cache
def load_title_nouns(folder: Path = DEFAULT) -> tuple[str, ...]:
    """Read ``titles.toml``: the nouns by which a title says what kind of document it heads.

    Raises
    ------
    TaxonomyError
        The file is missing or no TOML, or ``nouns`` is missing or holds anything but texts.
    """
    source = find_file(folder, TITLES_FILE)
    nouns = read_toml(source).get("nouns")
    if not isinstance(nouns, list) or not all(isinstance(noun, str) and noun.strip() for noun in nouns):
        raise TaxonomyError(
            "nouns 应为带引号的文本的列表；请改正。",
            "nouns should be a list of texts in quotes, none empty; mend it.",
            source=source,
        )
    return tuple(nouns)
