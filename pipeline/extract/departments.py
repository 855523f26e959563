"""Departments: the bodies that a department cell names, each with its role and level."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.taxonomy import DEFAULT, Region


@dataclass(frozen=True)
class Body:
    """A body by its canonical name; one entry of ``departments.toml``."""

    id: str
    name_zh: str
    name_en: str
    kind: str
    collective: bool
    part_of: str


@dataclass(frozen=True)
class Directory:
    """The bodies that are known, and the words by which cells are cut."""

    bodies: tuple[Body, ...]


@dataclass(frozen=True)
class Mention:
    """A body as a cell names it; ``department_id`` is '' where it is not known."""

    start: int
    end: int
    quote: str
    department_id: str
    full_name: str
    role: str
    level: str


def load_directory(folder: Path = DEFAULT) -> Directory:
    """Read ``departments.toml``."""
    return Directory(())


def find_departments(cell: str, region: Region, directory: Directory) -> tuple[Mention, ...]:
    """The bodies of a department cell in the order of its text; they do not overlap."""
    return ()
