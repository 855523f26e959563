"""Citations: the documents in 《》 that a measure names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Citation:
    """A document as a measure names it; ``title`` is without brackets and in its usual wording."""

    start: int
    end: int
    quote: str
    title: str
    kind: str
    number: str
    issued_year: int


def find_citations(text: str) -> tuple[Citation, ...]:
    """All citations of a measure in the order of its text; they do not overlap."""
    return ()
