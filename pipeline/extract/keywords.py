"""Terms: the words of a measure that say something, cut by a dictionary that an analyst can edit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.taxonomy import DEFAULT


@dataclass(frozen=True)
class Term:
    """A use of a term in a text."""

    start: int
    end: int
    term: str


@dataclass(frozen=True)
class Lexicon:
    """The words that are known, and those that say nothing."""

    stop_words: frozenset[str]


def load_lexicon(folder: Path = DEFAULT) -> Lexicon:
    """Read the dictionary and the stop list."""
    return Lexicon(frozenset())


def find_terms(text: str, lexicon: Lexicon) -> tuple[Term, ...]:
    """All uses of terms in a measure in the order of its text; they do not overlap."""
    return ()
