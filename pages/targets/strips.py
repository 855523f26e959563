"""A region's targets by key area, each beside the targets of other regions for the same indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from pages.charts.drawing import svg
from pages.charts.picture import Picture
from pages.targets.axis import axis_of
from pages.targets.data import Entry
from pages.targets.exhibits import strips_exhibit
from pages.targets.marks import ARROW, Spot, style, swatches, target_mark
from pages.targets.plots import Peers, Strips
from pages.ui.text import Language, joined

_WIDTHS: Final = (980, 640, 400)
_ROW: Final = 50
_HIGH_ROW: Final = 78
_AREA: Final = 40
_NARROW: Final = 500


@dataclass(frozen=True)
class _Place:
    """Where the columns of a layout are, in pixels."""

    width: float
    text_end: float
    value_end: float
    left: float
    right: float
    narrow: bool

    @property
    def row(self) -> float:
        return _HIGH_ROW if self.narrow else _ROW


def strips(shown: Strips, language: Language) -> Picture:
    """The picture; a click on a row opens its target."""
    layouts = tuple(_layout(shown, language, width) for width in _WIDTHS)
    return Picture(layouts, shown.alt, shown.file_name, partial(strips_exhibit, shown, language))


def _layout(shown: Strips, language: Language, width: int) -> svg.Layout:
    head = svg.headed(shown.heading, width)
    key = svg.legend(_swatches(shown, language), head.height + 8, width)
    place = _place(shown.entries, width)
    y, drawn = head.height + key.height + 16, []
    for group in shown.groups:
        drawn.append(svg.words(group.title, svg.MARGIN, y + 20, 14, weight=650))
        drawn.append(f'<path class="rule" d="M{svg.MARGIN} {y + 30:g}H{width - svg.MARGIN:g}"/>')
        y += _AREA
        for entry in group.entries:
            drawn.append(_row(entry, shown, y, place))
            y += place.row
        y += 8
    blocks = [style(), head.svg, key.svg, *drawn]
    return svg.sealed(blocks, heading=shown.heading, alt=shown.alt, width=width, height=y, name="targets")


def _swatches(shown: Strips, language: Language) -> list[svg.Swatch]:
    found = swatches((entry.comparator for entry in shown.entries), language)
    if any(entry.indicator_id in shown.peers for entry in shown.entries):
        others, middle = {
            "zh": ("其他地区", "中位数"),
            "en": ("other regions", "median"),
        }[language]
        found.append(svg.Swatch('<circle class="peer" cx="7" cy="7" r="3"/>', others))
        found.append(svg.Swatch('<path class="middle" d="M7 0v14"/>', middle))
    return found


def _place(entries: Sequence[Entry], width: float) -> _Place:
    values = max(svg.width_of(entry.label, 14, 650) for entry in entries)
    if width < _NARROW:
        return _Place(
            width,
            width - svg.MARGIN,
            svg.MARGIN + values,
            svg.MARGIN + values + ARROW + 16,
            width - svg.MARGIN - ARROW,
            True,
        )
    value_end = max(width * 0.44, 250) + values
    return _Place(
        width, value_end - values - 16, value_end, value_end + ARROW + 20, width - svg.MARGIN - ARROW, False
    )


def _row(entry: Entry, shown: Strips, y: float, place: _Place) -> str:
    name = shown.names.get(entry.indicator_id, "")
    title = name or entry.what or entry.sentence
    about = " · ".join(filter(None, (entry.what if name else "", entry.task)))
    room = place.text_end - svg.MARGIN
    middle = y + 53 if place.narrow else y + 11
    x, anchor = (svg.MARGIN, "start") if place.narrow else (place.value_end, "end")
    drawn = [
        svg.row(y - 3, place.row - 2, place.width),
        svg.words(svg.cut(title, 13.5, room), svg.MARGIN, y + 14, 13.5, kind="i lift"),
        svg.words(svg.cut(about, 12, room), svg.MARGIN, y + 33, 12, kind="q"),
        svg.words(entry.label, x, middle + 5, 14, weight=650, anchor=anchor),
    ]
    peers = shown.peers.get(entry.indicator_id)
    if peers:
        drawn.append(_strip(entry, peers, middle, place))
        if not place.narrow:
            told = svg.cut(peers.told, 12, place.right + ARROW - place.left + ARROW)
            drawn.append(svg.words(told, place.left - ARROW, y + 35, 12, kind="q"))
    hint = [*entry.hint[:1], *filter(None, [name, peers.told if peers else ""]), *entry.hint[1:]]
    return svg.part("".join(drawn), code=entry.target_id, hint=hint, said=joined(hint[:-1]))


def _strip(entry: Entry, peers: Peers, y: float, place: _Place) -> str:
    axis = axis_of([*peers.spots, entry.low, entry.high], place.left, place.right)
    x = axis.place(peers.median) if peers.median is not None else None
    line = f'<path class="middle" d="M{x:.5g} {y - 9:g}v18"/>' if x is not None else ""
    spot = Spot(axis.place(entry.low), axis.place(entry.high), entry.comparator)
    others = "".join(
        f'<circle class="peer" cx="{axis.place(value):.5g}" cy="{y:g}" r="3"/>' for value in peers.spots
    )
    return (
        f'<path class="rule" d="M{place.left - ARROW:.5g} {y:g}H{place.right + ARROW:.5g}"/>{others}'
        f"{line}{target_mark(spot, y, radius=5.6)}"
    )
