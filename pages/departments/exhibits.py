"""What slides and files of data are made from on the page of departments: bars by role, and grids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pages.charts.exhibits import exhibit_of
from pages.charts.parts import Heading
from pages.departments.bars import Bar
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Bars, Chart, Entry, Series


def roles_exhibit(
    bars: Sequence[Bar],
    names: Mapping[str, str],
    depths: Mapping[str, str],
    signs: Mapping[str, str],
    heading: Heading,
    frame: pd.DataFrame,
    *,
    alt: str,
    file_name: str,
) -> Chart:
    """Bars in parts by role, under their whole names.

    Parameters
    ----------
    names
        The names of the roles that occur, in the order of the parts.
    depths, signs
        By role, the depth whose colour it has, and its sign.
    """
    fills = {role: LIGHT.depth_fills[depths[role]] for role in names}
    series = tuple(
        Series(name, tuple(float(bar.parts.get(role, 0)) for bar in bars), fills[role])
        for role, name in names.items()
    )
    legend = [Entry(name, fills[role], signs[role]) for role, name in names.items()]
    several = len(series) > 1
    body = Bars(tuple(bar.hint[0] for bar in bars), series, stacked=several, number_format="#,##0")
    # One series has no legend to be named in.
    subtitle = heading.subtitle if several else " · ".join([heading.subtitle, *names.values()])
    return exhibit_of(heading, body, frame, alt=alt, file_name=file_name, legend=legend, subtitle=subtitle)


def values_exhibit(
    bars: Sequence[Bar], name: str, heading: Heading, frame: pd.DataFrame, *, alt: str, file_name: str
) -> Chart:
    """Bars of one value from 0 to 1; ``name`` says what it is."""
    values = tuple(bar.parts["named"] for bar in bars)
    series = Series(name, values, LIGHT.depth_fills["specific"])
    body = Bars(tuple(bar.name for bar in bars), (series,), number_format="0.00")
    return exhibit_of(heading, body, frame, alt=alt, file_name=file_name)
