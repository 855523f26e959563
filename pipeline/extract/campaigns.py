"""Campaigns: the actions, projects and platforms that a measure calls by a name of their own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Campaign:
    """A name in a measure; ``name`` is the same for all wordings of one campaign."""

    start: int
    end: int
    quote: str
    name: str
    kind: str


def find_campaigns(text: str) -> tuple[Campaign, ...]:
    """All campaigns of a measure in the order of its text; they do not overlap."""
    return ()
