"""Lists of words and of wordings in the files of the taxonomy, and patterns that find them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pipeline.schema.errors import TaxonomyError

_Named = TypeVar("_Named")


def read_words(source: Path, table: Any, name: str) -> tuple[str, ...]:
    """The list of words under a key of a file or of one of its tables; raises :class:`TaxonomyError`."""
    listed = table.get(name) if isinstance(table, dict) else None
    if not isinstance(listed, list) or not all(isinstance(word, str) and word.strip() for word in listed):
        raise TaxonomyError(
            f'{name} 应为词的列表；请写成 {name} = ["…", "…"]。',
            f'{name} should be a list of words; write {name} = ["…", "…"].',
            source=source,
        )
    return tuple(listed)


def index_wordings(
    source: Path, table: str, wordings: Iterable[tuple[str, str, _Named]]
) -> Mapping[str, _Named]:
    """Entries by the key of each of their wordings.

    Parameters
    ----------
    source, table
        The file and its table, for messages.
    wordings
        A key, the wording that it is made from, and its entry, which is named by its ``id``.

    Raises
    ------
    TaxonomyError
        Two entries have one wording.
    """
    known: dict[str, _Named] = {}
    for key, wording, entry in wordings:
        other: Any = known.setdefault(key, entry)
        one: Any = entry
        if other is not one:
            raise TaxonomyError(
                f"[[{table}]] {other.id} 与 {one.id} 都有“{wording}”；请只留一处。",
                f"[[{table}]] {other.id} and {one.id} both have “{wording}”; keep one.",
                source=source,
            )
    return known


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """What finds each of the words, the longest that fits; nothing where there are none."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "$^")
