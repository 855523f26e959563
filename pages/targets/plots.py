"""What the plots of the targets page show: pictures, slides and files of data are made from these values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pages.charts.parts import Heading
from pages.targets.data import Entry


@dataclass(frozen=True)
class Dots:
    """What a dot plot shows; ``others`` are the lines under it: who has no such target, and why.

    ``unit`` is the indicator's, in the language of the page; ``told`` the subtitle for an axis in
    another one.
    """

    entries: tuple[Entry, ...]
    median: float | None
    median_label: str
    others: tuple[str, ...]
    heading: Heading
    alt: str
    file_name: str
    unit: str = ""
    told: str | None = None


@dataclass(frozen=True)
class Peers:
    """The targets of other regions for an indicator, the median of all, and both in words."""

    spots: tuple[float, ...]
    median: float | None
    told: str


@dataclass(frozen=True)
class Group:
    """The targets of a key area, under its name with their number; ``area`` is the name alone."""

    title: str
    entries: tuple[Entry, ...]
    area: str = ""


@dataclass(frozen=True)
class Strips:
    """What the picture shows; ``peers``, ``names`` and ``units`` are by indicator."""

    groups: tuple[Group, ...]
    peers: Mapping[str, Peers]
    names: Mapping[str, str]
    heading: Heading
    alt: str
    file_name: str
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def entries(self) -> list[Entry]:
        return [entry for group in self.groups for entry in group.entries]
