"""What charts of all topics are made with: headings, legends of depth, frames under their labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Final

import pandas as pd

from pages.ui.evidence.sources import source_note
from pages.ui.theme import LIGHT, MARKS
from pipeline.schema.chart import MARKERS, Body, Chart, Entry, GridCell


@dataclass(frozen=True)
class Heading:
    """What is written around a figure; by default its source is that of the built tables."""

    title: str
    subtitle: str
    source: str = field(default_factory=source_note)


_MOST_DECIMALS: Final = 4


def make_chart(
    heading: Heading,
    body: Body,
    frame: pd.DataFrame,
    *,
    alt: str,
    file_name: str,
    legend: Iterable[Entry] = (),
    keys: Iterable[str] = (),
) -> Chart:
    """A chart under a heading; ``frame`` is the data as shown, and ``keys`` what each of its rows opens."""
    return Chart(
        heading.title,
        heading.subtitle,
        heading.source,
        alt,
        file_name,
        body,
        tuple(legend),
        frame.reset_index(drop=True),
        tuple(keys),
    )


def label_columns(frame: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """The columns that have a label, under their labels and in the order of these."""
    kept = [name for name in labels if name in frame.columns]
    return frame[kept].rename(columns=dict(labels)).reset_index(drop=True)


def depth_cell(depth: str, text: str | None = None) -> GridCell:
    """A cell in the colours of a depth, with its mark if nothing else is written."""
    return GridCell(MARKS[depth] if text is None else text, LIGHT.depth_fills[depth], LIGHT.depth_inks[depth])


def marker_of(place: int) -> str:
    """The marker of a series, counted from 0; they begin again after the last."""
    return MARKERS[place % len(MARKERS)]


def number_format(values: Iterable[float | None]) -> str:
    """A spreadsheet's format in which every value is whole, thousands parted: ``#,##0``, ``#,##0.0``."""
    known = [value for value in values if value is not None and isfinite(value)]
    decimals = max(
        (len(f"{value:.{_MOST_DECIMALS}f}".rstrip("0").partition(".")[2]) for value in known), default=0
    )
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def number_duplicates(names: Sequence[str]) -> tuple[str, ...]:
    """Names of which no two are the same: a number tells those apart that are."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(found)
