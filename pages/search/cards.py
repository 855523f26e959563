"""Hits as cards, and how many there are by region and key area as bars to press.

Text from documents and from users is data: everything here is escaped before it becomes HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from pages.search.data import Names, code_of, marks_of
from pages.ui.evidence import evidence
from pages.ui.evidence.marks import Mark, marked
from pages.ui.profile_links import anchor, region_address, task_address
from pages.ui.text import joined, number, plural, source_place, t
from pipeline import search as text_search

WHOLE: Final = 220
"""A text of so many characters is shown whole; of a longer one, what stands around the words."""

AROUND: Final = 45
_ENDS: Final = "。；！？"


def doubt(said: str) -> str:
    """What was not understood of a query, or is to be known of its answer."""
    return f'<p class="doubt"><span aria-hidden="true">?</span>{escape(said)}</p>'


def facets(
    regions: Sequence[tuple[str, str, int]],
    areas: Sequence[tuple[str, str, int]],
    chosen: Mapping[str, Sequence[str]],
) -> str:
    """Hits by region and by key area; each bar narrows to what it counts, and widens again."""
    parts = (
        ("region", t("按地区", "By region"), regions),
        ("area", t("按工作重点", "By key area"), areas),
    )
    groups = "".join(
        f'<section class="{name}s" style="--label:{_widest(rows):.1f}em"><h2>{escape(title)}</h2>'
        f"<div>{_bars(name, rows, chosen[name])}</div></section>"
        for name, title, rows in parts
    )
    return f'<div class="facets">{groups}</div>'


def _bars(name: str, rows: Sequence[tuple[str, str, int]], chosen: Sequence[str]) -> str:
    most = max((count for _, _, count in rows), default=0) or 1
    return "".join(
        f'<div class="bar-row"><button class="bar-button" data-open="{escape(f"{name}:{code}")}" '
        f'aria-pressed="{"true" if code in chosen else "false"}" '
        f'title="{escape(_hint(label, code in chosen))}">'
        f'<span class="label">{escape(label)}</span>'
        f'<span class="track">{_bar(count / most)}</span>'
        f'<span class="figure">{number(count)}</span></button>{_profile(name, code, label)}</div>'
        for code, label, count in rows
    )


def _profile(name: str, code: str, label: str) -> str:
    """The way to the profile of a region; key areas have none."""
    if name != "region":
        return ""
    words = escape(t(f"{label}概况", f"Profile of {label}"))
    return f'<a href="{escape(region_address(code))}" title="{words}" aria-label="{words}">→</a>'


def _bar(share: float) -> str:
    return f'<i style="width:{100 * share:.1f}%"></i>' if share else ""


def _widest(rows: Sequence[tuple[str, str, int]]) -> float:
    """How wide the longest label is about, with its sign of being chosen, in parts of the font's size."""
    return (
        max((sum(1.0 if ord(sign) > 0x2E7F else 0.6 for sign in label) for _, label, _ in rows), default=0)
        + 1
    )


def _hint(label: str, chosen: bool) -> str:
    if chosen:
        return t(f"不再只看“{label}”", f"Show more than {label}")
    return t(f"只看“{label}”", f"Show {label} only")


def group(code: str, count: int, names: Names) -> str:
    """What stands above the hits of a region, where they are sorted by region."""
    region, hits = names.regions[code], t(f"{number(count)} 条", plural(count, "measure", "measures"))
    way = anchor(region_address(code), t("概况 →", "Profile →"))
    return f'<h3 class="group">{escape(region)} <span>· {escape(hits)} · {way}</span></h3>'


def card(hit: dict[str, Any], names: Names, others: Sequence[dict[str, Any]] = ()) -> str:
    """A hit: whose it is, what it answers, and its text around the words.

    ``others`` are further rows over which the measure is merged.
    """
    rows, said = (hit, *others), str(hit["measure_text"])
    text = (
        excerpt(said, marks_of(hit["spans"], "measure"))
        or f"<em>{escape(t('（本格为空）', '(left blank)'))}</em>"
    )
    lines = (
        *(_line(t("工作内容", "Task as printed"), row, "task", always=not row["task_id"]) for row in rows),
        f'<p class="said" lang="zh">{text}</p>',
        _line(t("引用文件", "Cited"), hit, "citation"),
        _line(t("责任部门", "Departments"), hit, "departments"),
        f'<p class="meta">{escape(_merged(len(rows)))}</p>' if others else "",
    )
    code = code_of(str(hit["measure_id"]))
    place = source_place(hit)
    words = t(f"全文与原文{place}", f"Whole text and source, {place}")
    link = (
        f'<a class="lines" data-open="{escape(code)}" href="{escape(names.link(code))}">{escape(words)}</a>'
    )
    region_id = str(hit["region_id"])
    region = anchor(region_address(region_id), names.regions[region_id])
    return (
        f'<article class="hit"><h2><b>{region}</b> '
        f'<span class="task">{_tasks(rows, names)}</span> {evidence.depth_chip(str(hit["depth"]))}'
        f"{_doubtful(hit)}</h2>"
        f'{"".join(lines)}<p class="meta">{link}</p></article>'
    )


def _doubtful(hit: Mapping[str, Any]) -> str:
    """The mark of a hit whose reading is doubtful, with its confidence, as HTML."""
    if hit["doubt"] != "yes":
        return ""
    share = t(f"置信度 {hit['confidence']:.2f}", f"confidence {hit['confidence']:.2f}")
    return f" {evidence.doubt_chip()} <small>{share}</small>"


def _tasks(rows: Iterable[Mapping[str, Any]], names: Names) -> str:
    """The tasks of some rows, each leading to its profile, as HTML; a local task has none."""
    codes = dict.fromkeys(code for row in rows for code in str(row["task_id"]).split(";"))
    return joined(
        anchor(task_address(code), names.task(code)) if code in names.tasks else escape(names.task(code))
        for code in codes
    )


def _merged(rows: int) -> str:
    return t(f"这条举措由 {rows} 行合用，只计一次。", f"{rows} rows share this measure; it counts once.")


def _line(name: str, hit: dict[str, Any], field: str, *, always: bool = False) -> str:
    """A field of its own line, where a word stands in it."""
    marks, text = marks_of(hit["spans"], field), str(hit[text_search.SEARCHED[field]])
    # A cited title stands in the measure too, but there it can be worded otherwise.
    if field == "citation" and _words(hit, "citation") <= _words(hit, "measure"):
        return ""
    if not text or not (marks or always):
        return ""
    inside = excerpt(text, marks)
    return f'<p class="meta">{escape(name)}{t("：", ": ")}<span class="said" lang="zh">{inside}</span></p>'


def _words(hit: Mapping[str, Any], field: str) -> set[str]:
    return {place.word for place in hit["spans"] if place.field == field}


def excerpt(text: str, marks: Sequence[Mark]) -> str:
    """A text with its marks as HTML: whole where it is short, else the stretches around the marks."""
    if len(text) <= WHOLE:
        return marked(text, marks)
    parts = [
        marked(
            text[start:end],
            [
                Mark(mark.start - start, mark.end - start, mark.kind)
                for mark in marks
                if start <= mark.start < end
            ],
        )
        for start, end in stretches(text, marks)
    ]
    first, last = stretches(text, marks)[0][0], stretches(text, marks)[-1][1]
    return f"{'… ' if first else ''}{' … '.join(parts)}{' …' if last < len(text) else ''}"


def stretches(text: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Where the stretches around the marks begin and end, in order, as many as make up a card."""
    found: list[tuple[int, int]] = []
    room = WHOLE
    for mark in sorted(marks, key=lambda mark: mark.start):
        start, end = _begin(text, mark.start), min(mark.end + AROUND, len(text))
        if found and start <= found[-1][1] + 4:
            start, end = found[-1][0], max(end, found[-1][1])
            room += found[-1][1] - found[-1][0]
            found.pop()
        elif room < AROUND:
            break
        found.append((start, end))
        room -= end - start
    return found or [(0, WHOLE)]


def _begin(text: str, place: int) -> int:
    """Where a stretch before a place begins: at the sentence, where it begins near enough."""
    nearest = max(place - AROUND, 0)
    sentence = max(text.rfind(sign, nearest, place) for sign in _ENDS)
    return sentence + 1 if sentence >= 0 else nearest
