"""The bars and dots of the overview: depth by key area, and tasks with a mark for each region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import pandas as pd

from pages.charts.depth_exhibits import areas_exhibit, tasks_exhibit
from pages.charts.drawing import svg
from pages.charts.drawing.stacked import Look, depth_piece, depth_style, depth_swatch, stacked
from pages.charts.parts import Heading
from pages.charts.picture import Picture
from pages.ui.evidence.evidence import records
from pages.ui.text import DEPTHS, Language, joined, named, whole_percent
from pages.ui.theme import MARKS
from pipeline.schema.model import COVERED_DEPTHS

_DOT: Final = 4.6
_BAR: Final = 32
_BAND: Final = 78
_LOOK: Final = Look(_BAR, 4.5 + _BAR / 2, 12.5, 8, digits=5)
_DEEP_FIRST: Final = tuple(reversed(DEPTHS))


def area_bars(
    areas: pd.DataFrame, heading: Heading, language: Language, *, alt: str, file_name: str, width: int = 420
) -> Picture:
    """A bar of shares per key area, parted by depth; the first one stands for all areas together.

    Parameters
    ----------
    areas
        As `pages.overview.facts.by_area` counts them.
    """
    head = svg.headed(heading, width)
    shown = [depth for depth in _DEEP_FIRST if areas[depth].sum()]
    key = svg.legend(
        [svg.Swatch(depth_swatch(depth), named(DEPTHS, depth, language)) for depth in shown],
        head.height + 6,
        width,
    )
    y, parts = head.height + key.height + 18, [head.svg, key.svg]
    rows = records(areas)
    total = _all_areas(areas, language) if len(rows) > 1 else {}
    if total:
        rows.insert(0, total)
    for row in rows:
        drawn = _area_row(row, shown, y, width, language)
        parts.append(drawn)
        y += _BAND if row["area_id"] else _BAND + 16
        if not row["area_id"]:
            parts.append(f'<path class="rule" d="M{svg.MARGIN} {y - 18:g}H{width - svg.MARGIN:g}"/>')
    layout = svg.sealed(
        [depth_style(), *parts], heading=heading, alt=alt, width=width, height=y, name="areas"
    )
    exhibit = partial(areas_exhibit, areas, total, heading, language, alt=alt, file_name=file_name)
    return Picture((layout,), alt, file_name, exhibit)


def task_dots(
    tasks: pd.DataFrame,
    answers: Mapping[tuple[str, str], Sequence[str]],
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
    width: int = 500,
    counted: str = "",
) -> Picture:
    """Tasks with their full names, and under each a dot for every region, deepest first.

    Parameters
    ----------
    tasks
        As `pages.overview.facts.by_task` counts them, in the order in which they are to stand.
    answers
        The names of the regions by (task_id, depth).
    counted
        What the column ``covered`` counts, where it isn't the cells that are covered.
    """
    head = svg.headed(heading, width)
    shown = [depth for depth in _DEEP_FIRST if tasks[depth].sum()]
    key = svg.legend(
        [svg.Swatch(svg.mark(depth, 7, 7, _DOT), named(DEPTHS, depth, language)) for depth in shown],
        head.height + 6,
        width,
    )
    y, parts = head.height + key.height + 16, [head.svg, key.svg]
    for task in records(tasks):
        drawn, height = _task_row(task, answers, y, width, language)
        parts.append(drawn)
        y += height
    layout = svg.sealed(parts, heading=heading, alt=alt, width=width, height=y, name="tasks")
    exhibit = partial(tasks_exhibit, tasks, heading, language, alt=alt, file_name=file_name, counted=counted)
    return Picture((layout,), alt, file_name, exhibit)


def depth_line(counts: Mapping[str, Any], language: Language) -> str:
    present = (
        f"{MARKS[depth]} {named(DEPTHS, depth, language)} {int(counts[depth])}"
        for depth in _DEEP_FIRST
        if counts[depth]
    )
    return "  ".join(present)


def _area_row(row: dict[str, Any], shown: Sequence[str], y: float, width: float, language: Language) -> str:
    cells, covered = int(row["cells"]), int(row["covered"])
    share = {
        "zh": f"覆盖 {whole_percent(covered / cells)}",
        "en": f"{whole_percent(covered / cells)} covered",
    }[language]
    name = f"{row['area_id']} {row[f'short_{language}']}".strip()
    count = {"zh": f"{covered:,}/{cells:,} 格", "en": f"{covered:,} of {cells:,} cells"}[language]
    texts = [
        svg.words(name, svg.MARGIN, y + 11, 14, weight=600, kind="i lift"),
        svg.words(count, svg.MARGIN + svg.width_of(name, 14, 600) + 9, y + 11, 12, kind="q"),
        svg.words(share, width - svg.MARGIN, y + 11, 14, weight=600, anchor="end"),
    ]
    room = width - 2 * svg.MARGIN
    pieces = (
        depth_piece(
            depth,
            room * int(row[depth]) / cells,
            (f"{MARKS[depth]} {whole_percent(row[depth] / cells)}",),
        )
        for depth in shown
    )
    bar, _ = stacked(pieces, svg.MARGIN, y + 20, _LOOK)
    hint = [
        f"{row['area_id']} {row[f'name_{language}']}".strip(),
        f"{share} · {count}",
        depth_line(row, language),
    ]
    if row["area_id"]:
        hint.append({"zh": "点击在覆盖矩阵中查看", "en": "click to see it in the matrix"}[language])
    hit = svg.row(y - 4, _BAR + 28, width)
    return svg.part(hit + "".join([*texts, bar]), code=row["area_id"], hint=hint, said=joined(hint, language))


def _all_areas(areas: pd.DataFrame, language: Language) -> dict[str, Any]:
    sums = areas[[*DEPTHS, "cells", "covered"]].sum()
    name = {"zh": "全部工作重点", "en": "All key areas"}[language]
    if len(areas) < 6:
        name = {"zh": "所选工作重点合计", "en": "Key areas chosen, together"}[language]
    return {
        "area_id": "",
        f"short_{language}": name,
        f"name_{language}": name,
        **{str(key): value for key, value in sums.items()},
    }


def _task_row(
    task: dict[str, Any],
    answers: Mapping[tuple[str, str], Sequence[str]],
    y: float,
    width: float,
    language: Language,
) -> tuple[str, float]:
    indent, cells = 40, int(task["cells"])
    name = svg.paragraph(
        task[f"name_{language}"], svg.MARGIN + indent, y, 13.5, width - indent - 2 * svg.MARGIN, kind="i lift"
    )
    pitch = min(14.0, (width - indent - 90) / cells)
    dots, x, middle = [], svg.MARGIN + indent + pitch / 2, y + name.height + 14
    for depth in sorted(_DEEP_FIRST, key=lambda depth: depth not in COVERED_DEPTHS):
        for _ in range(int(task[depth])):
            # What isn't covered stands a little apart, so that the count can be seen.
            apart = 0 if depth in COVERED_DEPTHS else pitch / 2
            dots.append(svg.mark(depth, x + apart, middle, min(_DOT, pitch * 0.4)))
            x += pitch
    count = f"{int(task['covered'])}"
    end = x + pitch / 2 + 8
    texts = [
        svg.words(task["task_id"], svg.MARGIN, y + 13.5, 13.5, weight=600, kind="q"),
        svg.words(count, end, middle + 5, 15, weight=650),
        svg.words(f"/{cells}", end + svg.width_of(count, 15, 650) + 1, middle + 5, 12, kind="q"),
    ]
    hint = [f"{task['task_id']} {task[f'name_{language}']}", *_who(task, answers, language)]
    said = joined(hint, language)
    hint.append({"zh": "点击查看任务概况", "en": "click for the task's profile"}[language])
    height = name.height + 36
    hit = svg.row(y - 6, height - 2, width)
    return svg.part(
        hit + name.svg + "".join(texts + dots), code=task["task_id"], hint=hint, said=said
    ), height


def _who(
    task: dict[str, Any], answers: Mapping[tuple[str, str], Sequence[str]], language: Language
) -> list[str]:
    """Who answers a task how, in a line for each depth."""
    lines = []
    for depth in _DEEP_FIRST:
        names = answers.get((task["task_id"], depth), ())
        if names:
            head = f"{MARKS[depth]} {named(DEPTHS, depth, language)} {len(names)}"
            colon = "：" if language == "zh" else ": "
            lines.append(f"{head}{colon}{joined(names, language)}")
    return lines
