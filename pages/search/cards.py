"""What is found as HTML: hits as cards, their numbers as bars to press, and links to what a query names.

Text from documents and from users is data: everything here is escaped before it becomes HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from pages.search.data import HIT, Names, field_marks
from pages.ui.evidence import evidence
from pages.ui.evidence.marks import Mark, mark_text
from pages.ui.profile_links import anchor, page_address, region_address, task_address
from pages.ui.text import CODE_NAMES, join_words, name_of, number, plural, source_place, t
from pipeline.search import SEARCHED, Named

LONGEST: Final = 220
"""A text of so many characters is shown whole; of a longer one, what stands around the words."""

CONTEXT: Final = 45
_ENDS: Final = "。；！？"
_KINDS: Final = CODE_NAMES["found"]


def facets(counts: Mapping[str, Sequence[tuple[str, str, int]]], chosen: Mapping[str, Sequence[str]]) -> str:
    """Hits by region and by key area; each bar narrows to what it counts, and widens again.

    ``counts`` are as from `pages.search.data.count_facets`, ``chosen`` the codes that are chosen, by the same
    names.
    """
    titles = {"region": t("按地区", "By region"), "area": t("按工作重点", "By key area")}
    groups = "".join(
        f'<section class="{name}s" style="--label:{_label_width(rows):.1f}em"><h2>{escape(titles[name])}</h2>'
        f"<div>{_bars(name, rows, chosen[name])}</div></section>"
        for name, rows in counts.items()
    )
    return f'<div class="facets">{groups}</div>'


def _bars(name: str, rows: Sequence[tuple[str, str, int]], chosen: Sequence[str]) -> str:
    most = max((count for _, _, count in rows), default=0) or 1
    html = ""
    for code, label, count in rows:
        pressed = code in chosen
        hint = t(f"不再只看“{label}”", f"Show more than {label}")
        hint = hint if pressed else t(f"只看“{label}”", f"Show {label} only")
        profile = escape(t(f"{label}概况", f"Profile of {label}"))
        # Key areas have no profile.
        way = f'<a href="{escape(region_address(code))}" title="{profile}" aria-label="{profile}">→</a>'
        bar = f'<i style="width:{100 * count / most:.1f}%"></i>' if count else ""
        html += (
            f'<div class="bar-row"><button class="bar-button" data-open="{escape(f"{name}:{code}")}" '
            f'aria-pressed="{"true" if pressed else "false"}" title="{escape(hint)}">'
            f'<span class="label">{escape(label)}</span><span class="track">{bar}</span>'
            f'<span class="figure">{number(count)}</span></button>{way if name == "region" else ""}</div>'
        )
    return html


def _label_width(rows: Sequence[tuple[str, str, int]]) -> float:
    """How wide the longest label is about, with its sign of being chosen, in parts of the font's size."""
    widths = (sum(1.0 if ord(sign) > 0x2E7F else 0.6 for sign in label) for _, label, _ in rows)
    return max(widths, default=0.0) + 1


def names_html(found: Sequence[Named]) -> str:
    """What a query names as HTML: a list of links, each led by what it leads to."""
    links = "".join(f"<li>{escape(name_of(_KINDS, one.kind))} {_link(one)}</li>" for one in found)
    title = escape(t("按名称找到：", "Found by name:"))
    listed = f'<ul role="list" aria-labelledby="by-name">{links}</ul>'
    return f'<div class="by-name"><p id="by-name">{title}</p>{listed}</div>'


def _link(one: Named) -> str:
    """The way to the page of a region, a task, a body, an indicator and the like."""
    name, code = t(one.zh, one.en), one.code
    page, asked = {
        "region": ("region", {"region": code}),
        "task": ("task", {"task": code}),
        "area": ("coverage", {"area": code}),
        "group": ("coverage", {"group": code}),
        "macro": ("coverage", {"macro": code}),
        "indicator": ("targets", {"indicator": code}),
        "department": ("departments", {"duty": "body", "body": code}),
    }[one.kind]
    return anchor(page_address(page, **asked), f"{code} {name}" if one.kind in ("task", "area") else name)


def region_heading(code: str, count: int, names: Names) -> str:
    """What stands above the hits of a region, where they are sorted by region."""
    region, hits = names.regions[code], t(f"{number(count)} 条", plural(count, "measure", "measures"))
    way = anchor(region_address(code), t("概况 →", "Profile →"))
    return f'<h3 class="group">{escape(region)} <span>· {escape(hits)} · {way}</span></h3>'


def hit_card(hit: dict[str, Any], names: Names, others: Sequence[dict[str, Any]] = ()) -> str:
    """A hit: whose it is, what it answers, and its text around the words.

    ``others`` are further rows over which the measure is merged.
    """
    rows, measure_id, region_id = (hit, *others), str(hit["measure_id"]), str(hit["region_id"])
    codes = dict.fromkeys(code for row in rows for code in str(row["task_id"]).split(";"))
    tasks = join_words(
        anchor(task_address(code), names.task(code)) if code in names.tasks else escape(names.task(code))
        for code in codes
    )
    doubtful = ""
    if hit["doubt"] == "yes":
        share = t(f"置信度 {hit['confidence']:.2f}", f"confidence {hit['confidence']:.2f}")
        doubtful = f" {evidence.doubt_chip()} <small>{share}</small>"
    marks = field_marks(hit["spans"], "measure")
    text = excerpt(hit["measure_text"], marks) if hit["measure_text"] else evidence.measure_text(hit)
    merged = t(
        f"这条举措由 {len(rows)} 行合用，只计一次。", f"{len(rows)} rows share this measure; it counts once."
    )
    lines = (
        *(
            _field_line(t("工作内容", "Task as printed"), row, "task", always=not row["task_id"])
            for row in rows
        ),
        f'<p class="said" lang="zh">{text}</p>',
        _field_line(t("引用文件", "Cited"), hit, "citation"),
        _field_line(t("责任部门", "Departments"), hit, "departments"),
        f'<p class="meta">{escape(merged)}</p>' if others else "",
    )
    place = source_place(hit)
    words = t(f"全文与原文{place}", f"Whole text and source, {place}")
    return (
        f'<article class="hit"><h2><b>{anchor(region_address(region_id), names.regions[region_id])}</b> '
        f'<span class="task">{tasks}</span> {evidence.depth_chip(str(hit["depth"]))}{doubtful}</h2>'
        f'{"".join(lines)}<p class="meta"><a class="lines" data-open="{escape(HIT + measure_id)}" '
        f'href="{escape(names.link_to + measure_id)}">{escape(words)}</a></p></article>'
    )


def _field_line(name: str, hit: dict[str, Any], field: str, *, always: bool = False) -> str:
    """A field of its own line, where a word stands in it."""
    marks, text = field_marks(hit["spans"], field), str(hit[SEARCHED[field]])
    in_citation, in_measure = (
        {place.word for place in hit["spans"] if place.field == name} for name in ("citation", "measure")
    )
    # A cited title stands in the measure too, but there it can be worded otherwise.
    if not text or not (marks or always) or (field == "citation" and in_citation <= in_measure):
        return ""
    inside = excerpt(text, marks)
    return f'<p class="meta">{escape(name)}{t("：", ": ")}<span class="said" lang="zh">{inside}</span></p>'


def excerpt(text: str, marks: Sequence[Mark]) -> str:
    """A text with its marks as HTML: whole where it is short, else the stretches around the marks."""
    if len(text) <= LONGEST:
        return mark_text(text, marks)
    places = excerpt_spans(text, marks)
    parts = [
        mark_text(
            text[start:end],
            [
                Mark(mark.start - start, mark.end - start, mark.kind)
                for mark in marks
                if start <= mark.start < end
            ],
        )
        for start, end in places
    ]
    before, after = "… " if places[0][0] else "", " …" if places[-1][1] < len(text) else ""
    return f"{before}{' … '.join(parts)}{after}"


def excerpt_spans(text: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Where the stretches around the marks begin and end, in order, as many as make up a card."""
    found: list[tuple[int, int]] = []
    room = LONGEST
    for mark in sorted(marks, key=lambda mark: mark.start):
        start, end = _excerpt_start(text, mark.start), min(mark.end + CONTEXT, len(text))
        if found and start <= found[-1][1] + 4:
            start, end = found[-1][0], max(end, found[-1][1])
            room += found[-1][1] - found[-1][0]
            found.pop()
        elif room < CONTEXT:
            break
        found.append((start, end))
        room -= end - start
    return found or [(0, LONGEST)]


def _excerpt_start(text: str, place: int) -> int:
    """Where a stretch before a place begins: at the sentence, where it begins near enough."""
    nearest = max(place - CONTEXT, 0)
    sentence = max(text.rfind(sign, nearest, place) for sign in _ENDS)
    return sentence + 1 if sentence >= 0 else nearest
