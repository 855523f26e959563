"""Helpers to build charts: headings, labelled frames, depth cells, tile-grid maps, number formats."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Final

import pandas as pd

from pages.ui.codes import STATUSES, name_of
from pages.ui.evidence.evidence import records
from pages.ui.evidence.sources import source_note
from pages.ui.text import fill_both, fill_text, join_words, localized, t
from pages.ui.theme import LIGHT, MARKS, readable_on
from pipeline.schema.chart import (
    MARKERS,
    Bars,
    Body,
    Chart,
    Dots,
    Entry,
    Grid,
    GridCell,
    Tiles,
    make_bars,
    make_tiles,
)


@dataclass(frozen=True)
class Heading:
    """Title, subtitle and source of a chart; the default source is that of the built tables."""

    title: str
    subtitle: str
    source: str = field(default_factory=source_note)


_MAX_DECIMALS: Final = 4
_MOST_VALUES: Final = 31
"""Values in an alternative text: as many as there are regions with a plan."""


def fill_heading(topic: str, name: str, /, **values: object) -> Heading:
    """Return a heading from title and text of a section; see `pages.ui.text.fill_text`."""
    return Heading(*fill_both(topic, name, **values))


def fill_hints(topic: str, name: str, rows: pd.DataFrame, **values: object) -> list[str]:
    """Return the text of a section for each of ``rows``, which have its values or the most of them."""
    return [fill_text(topic, name, **row, **values) for row in records(rows)]


def make_chart(
    heading: Heading,
    body: Body,
    frame: pd.DataFrame,
    columns: Mapping[str, str] | None = None,
    *,
    file_name: str,
    values: Iterable[str] | None = None,
    legend: Iterable[Entry] = (),
    keys: Iterable[str] = (),
) -> Chart:
    """Return a chart; ``frame`` is the data as shown, ``keys`` are what its rows open.

    With ``columns``, as in `label_columns`, the data as shown are these of ``frame``, and a row opens its
    ``key``. The alternative text consists of title, subtitle and the most important ``values``, by default
    what is written at the end of the first rows.
    """
    title, subtitle, source = heading.title, heading.subtitle, heading.source
    said = join_words(_end_values(body) if values is None else values)
    alt = t("。", ". ").join(filter(None, (title, subtitle, said)))
    if columns is not None:
        keys, frame = frame.get("key", ()), label_columns(frame, columns)
    frame = frame.reset_index(drop=True)
    return Chart(title, subtitle, source, alt, file_name, body, tuple(legend), frame, tuple(keys))


def _end_values(body: Body) -> list[str]:
    """Return the names of the first rows of a chart, each with the text or the total at its end, if any."""
    names, ends = (), ()  # type: tuple[str, ...], Sequence[object]
    if isinstance(body, Bars):
        names, ends = body.categories, body.notes
        if not ends and len(body.series) == 1:
            ends = body.series[0].texts
    elif isinstance(body, Dots):
        names, ends = body.rows, body.notes
    elif isinstance(body, Grid):
        names, ends = body.rows, [total or "" for total in body.row_totals]
    values = [f"{name} {end}" for name, end in zip(names, ends, strict=bool(ends)) if end not in (None, "")]
    return values[:_MOST_VALUES]


def label_columns(frame: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Select, order and rename the columns of ``frame`` by ``labels``."""
    kept = [name for name in labels if name in frame.columns]
    return frame[kept].rename(columns=dict(labels)).reset_index(drop=True)


def stacked_bars(
    rows: pd.DataFrame,
    parts: Mapping[str, Entry],
    label: Callable[[Entry, float], str] = lambda part, value: part.mark,
    **settings: Any,
) -> Bars:
    """Return a stacked bar for each row, with a part for each of the columns that ``parts`` names.

    ``label`` returns the text in a part that is not zero; ``settings`` are those of
    `pipeline.schema.chart.make_bars`. Categories of the same name are numbered.
    """
    names = (settings.get("category", "category"), "detail", "note", "key", "row_hint")
    rows = rows.assign(**{names[0]: number_duplicates(rows[names[0]])})
    long = rows.melt([name for name in names if name in rows], list(parts), "part", "length")
    entries = [parts[name] for name in long["part"]]
    texts = [label(*part) if part[1] > 0 else "" for part in zip(entries, long["length"], strict=True)]
    long = long.assign(series=[entry.name for entry in entries], text=texts)
    colours = {entry.name: entry.colour for entry in parts.values()}
    return make_bars(long, colours, value="length", series="series", stacked=True, **settings)


def depth_cell(depth: str, text: str | None = None) -> GridCell:
    """Return a cell in the colours of a depth, with its mark unless another text is given."""
    return GridCell(MARKS[depth] if text is None else text, LIGHT.depth_fills[depth], LIGHT.depth_inks[depth])


def status_legend(not_chosen: str) -> dict[str, Entry]:
    """Return the legend of regions without a value by status; ``not_chosen`` is that of those with a plan."""
    return {
        "unread": Entry(name_of(STATUSES, "unread"), LIGHT.outside, "?", hatched=True),
        "no_plan": Entry(name_of(STATUSES, "no_plan"), LIGHT.outside, hatched=True),
        "outside": Entry(name_of(STATUSES, "outside"), LIGHT.paper, dashed=True),
        "plan": Entry(not_chosen, LIGHT.panel),
    }


def region_tiles(regions: pd.DataFrame, entries: Sequence[Entry], valued: pd.Series) -> Tiles:
    """Return the tiles of ``regions`` (codebook, with key and hint), each like its entry of the legend.

    ``valued`` tells which regions have a value.
    """
    drawn = [(entry.mark, entry.colour, entry.dashed, entry.hatched) for entry in entries]
    tiles = regions.rename(columns={localized("short"): "label", "tile_column": "column", "tile_row": "row"})
    tiles[["text", "fill", "dashed", "hatched"]] = pd.DataFrame(drawn, regions.index)
    return make_tiles(tiles.assign(ink=tiles["fill"].map(readable_on).where(valued, LIGHT.quiet)))


def marker_of(place: int) -> str:
    """Return the marker of a series by its index, cyclically."""
    return MARKERS[place % len(MARKERS)]


def number_format(values: Iterable[float | None]) -> str:
    """Return a spreadsheet format with the decimals that all values need: ``#,##0``, ``#,##0.0``."""
    known = (f"{value:.{_MAX_DECIMALS}f}" for value in values if value is not None and isfinite(value))
    decimals = max((len(text.rstrip("0").partition(".")[2]) for text in known), default=0)
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def number_duplicates(names: Iterable[str]) -> tuple[str, ...]:
    """Make names unique by a number after each repeated one: ``a``, ``a (2)``."""
    earlier = pd.DataFrame({"name": list(names)}, dtype="str").groupby("name").cumcount()
    return tuple(f"{name} ({at + 1})" if at else name for name, at in zip(names, earlier, strict=True))
