"""The map of plans: a mark per plan, its group told by shape and colour, and names that don't overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import cos, hypot, pi, sin
from typing import Final

import pandas as pd

from pages.charts.drawing import svg
from pages.charts.parts import Heading
from pages.charts.picture import Picture
from pages.keywords.exhibits import Spot, map_exhibit
from pages.ui.text import joined, t
from pages.ui.theme import DARK, LIGHT

# Blue, orange, green, purple, brown, red, grey, teal; told apart by shape besides.
COLOURS: Final = (
    ("#1f6fb2", "#4f9fe0"),
    ("#b35a00", "#f2a65a"),
    ("#1b7f63", "#5fc7a7"),
    ("#8a3f94", "#a86bb8"),
    ("#6b5a1e", "#e2d48e"),
    ("#a8323e", "#e0606e"),
    ("#4d5a66", "#b4c0cb"),
    ("#00707e", "#63c6d4"),
)
_RADIUS: Final = 6.5
_RING: Final = 4.5
# Covering something is worse than standing nearer to another point: that can be read, if not at a glance.
_COVERED: Final = 100.0
_HIGH: Final = 12.5
_AROUND: Final = 16
_REACH: Final = (4.0, 12.0, 22.0, 34.0, 48.0, 64.0)


@dataclass(frozen=True)
class Box:
    """A rectangle, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def distance(self, point: tuple[float, float]) -> float:
        """How many pixels a point is away; 0 inside."""
        x, y = point
        return hypot(max(self.left - x, x - self.right, 0.0), max(self.top - y, y - self.bottom, 0.0))

    def overlap(self, other: Box) -> float:
        """How many square pixels two rectangles share."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0.0


def plan_map(
    spots: Sequence[Spot],
    chosen: str,
    linked: Sequence[str],
    heading: Heading,
    *,
    alt: str,
    file_name: str,
    frame: pd.DataFrame,
    told: str,
    widths: Sequence[int] = (560, 440),
) -> Picture:
    """The plans as they lie, with lines from ``chosen`` to those ``linked`` to it.

    ``frame`` is what is taken away of it, ``told`` its subtitle where there are no lines.
    """
    layouts = tuple(_layout(spots, chosen, linked, heading, alt, width) for width in widths)
    colours, groups = [light for light, _ in COLOURS], _groups(spots)
    exhibit = partial(
        map_exhibit, spots, groups, colours, heading, frame, alt=alt, file_name=file_name, subtitle=told
    )
    return Picture(layouts, alt, file_name, exhibit)


def _groups(spots: Sequence[Spot]) -> dict[int, str]:
    """The names of the groups, with how many plans each has."""
    return {
        cluster: t(
            f"第 {cluster} 组（{_count(spots, cluster)}）", f"Group {cluster} ({_count(spots, cluster)})"
        )
        for cluster in sorted({spot.cluster for spot in spots})
    }


def place_labels(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    frame: Box,
    *,
    ringed: int = -1,
) -> list[Box]:
    """Where the names of points stand: each beside its own point, none on another name or on a point.

    The points with the most neighbours choose first; each takes the nearest place around it that is free and
    can't be read as another point's, or the one that is least bad. ``ringed`` is the point with a ring.
    """
    marks = []
    for number, (x, y) in enumerate(points):
        reach = _RADIUS + (_RING + 1 if number == ringed else 1)
        marks.append(Box(x - reach, y - reach, x + reach, y + reach))
    crowd = [sum((x - a) ** 2 + (y - b) ** 2 < 70**2 for a, b in points) for x, y in points]
    taken: dict[int, Box] = {}
    for at in sorted(range(len(points)), key=lambda number: -crowd[number]):
        others = [point for number, point in enumerate(points) if number != at and point != points[at]]
        places = _around(points[at], sizes[at])
        taken[at] = _cheapest(places, [*marks, *taken.values()], frame, points[at], others)
    return [taken[at] for at in range(len(points))]


def _around(point: tuple[float, float], size: tuple[float, float]) -> list[Box]:
    """Places around a point from the nearest on; to its right first."""
    (x, y), (wide, high) = point, size
    boxes = []
    for reach in _REACH:
        for step in range(_AROUND):
            way = 2 * pi * step / _AROUND
            far = _RADIUS + reach
            middle_x = x + cos(way) * (far + wide / 2)
            middle_y = y + sin(way) * (far + high / 2)
            boxes.append(
                Box(middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2)
            )
    return boxes


def _cheapest(
    places: Sequence[Box],
    covered: Sequence[Box],
    frame: Box,
    own: tuple[float, float],
    others: Sequence[tuple[float, float]],
) -> Box:
    """The first place that covers nothing and is nearest to its own point, or the one that is least bad."""
    best, least = places[0], float("inf")
    for box in places:
        nearest = min((box.distance(point) for point in others), default=float("inf"))
        cost = _COVERED * _cost(box, covered, frame) + (nearest < box.distance(own))
        if cost < least:
            best, least = box, cost
        if not cost:
            break
    return best


def _cost(box: Box, others: Sequence[Box], frame: Box) -> float:
    """How much a place covers, and how far it leaves the picture."""
    inside = Box(
        max(box.left, frame.left),
        max(box.top, frame.top),
        min(box.right, frame.right),
        min(box.bottom, frame.bottom),
    )
    whole = (box.right - box.left) * (box.bottom - box.top)
    kept = max(inside.right - inside.left, 0.0) * max(inside.bottom - inside.top, 0.0)
    return sum(box.overlap(other) for other in others) + (whole - kept)


def _layout(
    spots: Sequence[Spot], chosen: str, linked: Sequence[str], heading: Heading, alt: str, width: int
) -> svg.Layout:
    head = svg.headed(heading, width)
    swatches = [svg.Swatch(_mark(cluster, 7, 7), name) for cluster, name in _groups(spots).items()]
    key = svg.legend(swatches, head.height + 8, width)
    top, high = head.height + key.height + 14, width * _height(spots)
    frame = Box(svg.MARGIN, top, width - svg.MARGIN, top + high)
    points = _placed(spots, frame)
    size = 12.5 if width > 500 else 11.5
    sizes = [(svg.width_of(spot.name, size, 650) + 2, _HIGH) for spot in spots]
    ids = [spot.region_id for spot in spots]
    boxes = place_labels(points, sizes, frame, ringed=ids.index(chosen) if chosen in ids else -1)
    by_id = {spot.region_id: point for spot, point in zip(spots, points, strict=True)}
    wide = width - 2 * svg.MARGIN
    parts = [
        _style(),
        head.svg,
        key.svg,
        f'<rect class="frame" x="{svg.MARGIN}" y="{top:g}" width="{wide:g}" height="{high:g}" rx="4"/>',
    ]
    if chosen in by_id:
        parts += [_line(by_id[chosen], by_id[code], "link") for code in linked if code in by_id]
    for spot, point, box in zip(spots, points, boxes, strict=True):
        drawn = _leader(point, box) + _mark(spot.cluster, *point, chosen=spot.region_id == chosen)
        bold = spot.region_id == chosen or spot.region_id in linked
        drawn += svg.words(
            spot.name, box.left + 1, box.bottom - 2.5, size, weight=650 if bold else 400, kind="i lift halo"
        )
        parts.append(svg.part(drawn, code=spot.region_id, hint=spot.hint, said=joined(spot.hint)))
    return svg.sealed(parts, heading=heading, alt=alt, width=width, height=top + high + 8, name="plan-map")


def _height(spots: Sequence[Spot]) -> float:
    """The height of the frame for a width of 1, so that the plans fill it."""
    xs, ys = [spot.x for spot in spots], [spot.y for spot in spots]
    wide = max(xs) - min(xs)
    return min(max((max(ys) - min(ys)) / wide, 0.62), 1.02) if wide else 0.62


def _placed(spots: Sequence[Spot], frame: Box) -> list[tuple[float, float]]:
    """The points in pixels, with one scale for both directions, in the middle of the frame."""
    room = Box(frame.left + 34, frame.top + 22, frame.right - 34, frame.bottom - 22)
    xs, ys = [spot.x for spot in spots], [spot.y for spot in spots]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = min(
        (room.right - room.left) / wide if wide else float("inf"),
        (room.bottom - room.top) / high if high else float("inf"),
    )
    scale = scale if scale != float("inf") else 0.0
    middle = ((room.left + room.right) / 2, (room.top + room.bottom) / 2)
    centre = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    return [
        (middle[0] + (x - centre[0]) * scale, middle[1] - (y - centre[1]) * scale)
        for x, y in zip(xs, ys, strict=True)
    ]


def _leader(point: tuple[float, float], box: Box) -> str:
    """A thin line to a name that stands away from its point."""
    x, y = min(max(point[0], box.left), box.right), min(max(point[1], box.top), box.bottom)
    if (x - point[0]) ** 2 + (y - point[1]) ** 2 < (_RADIUS + 9) ** 2:
        return ""
    return _line(point, (x, y), "leader")


def _line(one: tuple[float, float], other: tuple[float, float], kind: str) -> str:
    return f'<path class="{kind}" d="M{one[0]:.5g} {one[1]:.5g}L{other[0]:.5g} {other[1]:.5g}"/>'


def _count(spots: Sequence[Spot], cluster: int) -> int:
    return sum(spot.cluster == cluster for spot in spots)


def _mark(cluster: int, x: float, y: float, *, chosen: bool = False) -> str:
    """The shape of a group, in its colour; shapes repeat only after eight groups."""
    r = _RADIUS
    arm, far, side = r * 0.7, r * 1.2, r * 1.95
    corner, start = f"M{x - r * 0.9:g} {y - r * 0.9:g}", f"M{x - arm / 2:g} {y - r * 1.05:g}"
    outline = (
        f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z",
        f"{corner}h{r * 1.8:g}v{r * 1.8:g}h{-r * 1.8:g}z",
        f"M{x:g} {y - r * 1.1:g}l{r * 1.1:g} {side:g}h{-r * 2.2:g}z",
        f"M{x:g} {y - far:g}l{far:g} {far:g}l{-far:g} {far:g}l{-far:g} {-far:g}z",
        f"M{x:g} {y + r * 1.1:g}l{r * 1.1:g} {-side:g}h{-r * 2.2:g}z",
        f"{start}h{arm:g}v{arm:g}h{arm:g}v{arm:g}h{-arm:g}v{arm:g}h{-arm:g}v{-arm:g}h{-arm:g}v{-arm:g}h{arm:g}z",
        f"M{x - r:g} {y:g}l{r / 2:g} {-r:g}h{r:g}l{r / 2:g} {r:g}l{-r / 2:g} {r:g}h{-r:g}z",
        f"M{x - r:g} {y - r:g}l{2 * r:g} {2 * r:g}v{-2 * r:g}l{-2 * r:g} {2 * r:g}z",
    )[(cluster - 1) % len(COLOURS)]
    ring = f'<circle class="ring" cx="{x:g}" cy="{y:g}" r="{r + _RING:g}"/>' if chosen else ""
    return f'{ring}<path class="g{(cluster - 1) % len(COLOURS)} edge" d="{outline}"/>'


def _style() -> str:
    ink, rule = svg.both(LIGHT.ink, DARK.ink), svg.both(LIGHT.rule, DARK.rule)
    paper, quiet = svg.both(LIGHT.paper, DARK.paper), svg.both(LIGHT.quiet, DARK.quiet)
    groups = "".join(f".g{number}{{fill:{svg.both(*colours)}}}" for number, colours in enumerate(COLOURS))
    groups += f".edge{{stroke:{paper};stroke-width:1.2}}"
    return (
        f"<style>{groups}.frame{{fill:none;stroke:{rule}}}.ring{{fill:none;stroke:{ink};stroke-width:1.8}}"
        f".link{{stroke:{ink};stroke-width:1.3;stroke-opacity:.55}}"
        f".leader{{stroke:{quiet};stroke-width:.8}}"
        f".halo{{paint-order:stroke;stroke:{paper};stroke-width:3px;stroke-linejoin:round}}</style>"
    )
