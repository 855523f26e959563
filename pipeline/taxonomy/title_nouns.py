"""Nouns for the kinds of documents in titles of plans, read from ``titles.toml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from pipeline.taxonomy.loading import DEFAULT
from pipeline.taxonomy.toml_files import find_file, read_toml, read_words

TITLES_FILE: Final = "titles.toml"


@cache
def load_title_nouns(folder: Path = DEFAULT) -> tuple[str, ...]:
    """Read the nouns of ``titles.toml``; raises TaxonomyError."""
    source = find_file(folder, TITLES_FILE)
    return read_words(source, read_toml(source), "nouns")
