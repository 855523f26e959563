"""The kinds of documents that titles of plans name, read from ``titles.toml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from pipeline.taxonomy.loading import DEFAULT
from pipeline.taxonomy.toml_files import find_file, read_toml, read_words

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
    return read_words(source, read_toml(source), "nouns")
