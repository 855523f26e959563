"""Search results as HTML: hits as cards, facets as bars, and links to what a query names; text is escaped."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from pages.search.data import HIT, Names, field_marks
from pages.ui import address
from pages.ui.cards.cards import html_component
from pages.ui.codes import CODE_NAMES, name_of
from pages.ui.evidence import evidence
from pages.ui.evidence.marks import Mark, mark_text
from pages.ui.links import link_html, page_address, region_address, task_address
from pages.ui.text import fill_text, join_words, number, source_place, t
from pipeline.schema.errors import plural
from pipeline.search import SEARCHED, Entity

LONGEST: Final = 220
"""The longest text (characters) shown whole; a longer one is cut to the context of its matches."""

CONTEXT: Final = 45
_ENDS: Final = "。；！？"
_KINDS: Final = CODE_NAMES["found"]

_STYLE: Final = Path(__file__).with_name("search.css").read_text(encoding="utf-8")
_RESULTS: Final = html_component("plan_atlas_search", "found", evidence.STYLE + _STYLE)


def show_html(parts: Iterable[str], key: str, on_click: Callable[[], None] = address.record_input) -> Any:
    """Draw HTML in one element, which is faster than many; return the code of what the reader clicked."""
    return _RESULTS(data={"html": "".join(parts)}, key=key, on_opened_change=on_click).opened


def facets(counts: Mapping[str, Sequence[tuple[str, str, int]]], chosen: Mapping[str, Sequence[str]]) -> str:
    """Return the counts of `pages.search.data.count_facets` as bars; a click toggles a filter.

    ``chosen`` are the codes selected in the filters, by the same names.
    """
    titles = {"region": t("按地区", "By region"), "area": t("按工作重点", "By key area")}
    groups = ""
    for name, rows in counts.items():
        # The width of the longest label with its check mark, in em.
        widths = (sum(1.0 if ord(sign) > 0x2E7F else 0.6 for sign in label) for _, label, _ in rows)
        width = max(widths, default=0.0) + 1
        bars = _bars(name, rows, chosen[name])
        groups += f'<section class="{name}s" style="--label:{width:.1f}em">'
        groups += f"<h2>{escape(titles[name])}</h2><div>{bars}</div></section>"
    return f'<div class="facets">{groups}</div>'


def _bars(name: str, rows: Sequence[tuple[str, str, int]], chosen: Sequence[str]) -> str:
    most = max((count for _, _, count in rows), default=0) or 1
    html = ""
    for code, label, count in rows:
        hint, pressed, link = t(f"只看“{label}”", f"Show {label} only"), "false", ""
        if code in chosen:
            hint, pressed = t(f"不再只看“{label}”", f"Show more than {label}"), "true"
        if name == "region":
            profile = escape(t(f"{label}概况", f"Profile of {label}"))
            link = f'<a href="{escape(region_address(code))}" title="{profile}" aria-label="{profile}">→</a>'
        bar = f'<i style="width:{100 * count / most:.1f}%"></i>' if count else ""
        html += (
            f'<div class="bar-row"><button class="bar-button" data-open="{escape(f"{name}:{code}")}" '
            f'aria-pressed="{pressed}" title="{escape(hint)}">'
            f'<span class="label">{escape(label)}</span><span class="track">{bar}</span>'
            f'<span class="figure">{number(count)}</span></button>{link}</div>'
        )
    return html


def names_html(found: Sequence[Entity]) -> str:
    """Return a list of links to the regions, tasks and the like that a query names."""
    links = "".join(f"<li>{escape(name_of(_KINDS, item.kind))} {_link(item)}</li>" for item in found)
    title = escape(t("按名称找到：", "Found by name:"))
    listed = f'<ul role="list" aria-labelledby="by-name">{links}</ul>'
    return f'<div class="by-name"><p id="by-name">{title}</p>{listed}</div>'


def _link(item: Entity) -> str:
    name, code, kind = t(item.zh, item.en), item.code, item.kind
    page = {"region": "region", "task": "task", "indicator": "targets"}.get(kind, "coverage")
    address = page_address(page, **{kind: code})
    if kind == "department":
        address = page_address("departments", duty="body", body=code)
    return link_html(address, f"{code} {name}" if kind in ("task", "area") else name)


def region_heading(code: str, count: int, names: Names) -> str:
    """Return the heading of the hits of a region, for hits sorted by region."""
    region, hits = names.regions[code], t(f"{number(count)} 条", plural(count, "measure"))
    link = link_html(region_address(code), t("概况 →", "Profile →"))
    return f'<h3 class="group">{escape(region)} <span>· {escape(hits)} · {link}</span></h3>'


def hit_card(hit: dict[str, Any], names: Names, others: Sequence[dict[str, Any]] = ()) -> str:
    """Return a hit as a card: region, tasks and an excerpt; ``others`` are more rows of a merged measure."""
    rows, measure_id, region_id = (hit, *others), str(hit["measure_id"]), str(hit["region_id"])
    codes = dict.fromkeys(code for row in rows for code in str(row["task_id"]).split(";"))
    tasks = join_words(
        link_html(task_address(code), names.task(code)) if code in names.tasks else escape(names.task(code))
        for code in codes
    )
    doubtful = ""
    if hit["doubt"] == "yes":
        share = t(f"置信度 {hit['confidence']:.2f}", f"confidence {hit['confidence']:.2f}")
        doubtful = f" {evidence.doubt_chip()} <small>{share}</small>"
    marks = field_marks(hit["spans"], "measure")
    text = excerpt(hit["measure_text"], marks) if hit["measure_text"] else evidence.measure_text(hit)
    merged = fill_text("search", "merged", rows=len(rows))
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
    label = t(f"全文与原文{place}", f"Whole text and source, {place}")
    return (
        f'<article class="hit"><h2><b>{link_html(region_address(region_id), names.regions[region_id])}</b> '
        f'<span class="task">{tasks}</span> {evidence.depth_chip(str(hit["depth"]))}{doubtful}</h2>'
        f'{"".join(lines)}<p class="meta"><a class="lines" data-open="{escape(HIT + measure_id)}" '
        f'href="{escape(names.link_to + measure_id)}">{escape(label)}</a></p></article>'
    )


def _field_line(name: str, hit: dict[str, Any], field: str, *, always: bool = False) -> str:
    """Return a field on a line of its own; empty if it has no match, unless it is ``always`` shown."""
    marks, text = field_marks(hit["spans"], field), str(hit[SEARCHED[field]])
    in_citation, in_measure = (
        {place.word for place in hit["spans"] if place.field == name} for name in ("citation", "measure")
    )
    # A cited title is part of the measure too, but it can be worded differently there.
    if not text or not (marks or always) or (field == "citation" and in_citation <= in_measure):
        return ""
    inside = excerpt(text, marks)
    return f'<p class="meta">{escape(name)}{t("：", ": ")}<span class="said" lang="zh">{inside}</span></p>'


def excerpt(text: str, marks: Sequence[Mark]) -> str:
    """Return a text with its marks as HTML; a long one is cut to the context of the marks."""
    if len(text) <= LONGEST:
        return mark_text(text, marks)
    spans, parts = excerpt_spans(text, marks), []
    for start, end in spans:
        inside = [mark for mark in marks if start <= mark.start < end]
        moved = [Mark(mark.start - start, mark.end - start, mark.kind) for mark in inside]
        parts.append(mark_text(text[start:end], moved))
    before, after = "… " if spans[0][0] else "", " …" if spans[-1][1] < len(text) else ""
    return f"{before}{' … '.join(parts)}{after}"


def excerpt_spans(text: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Return the spans of the contexts of marks, in order, as many as fit on a card; near ones are merged."""
    spans: list[tuple[int, int]] = []
    room = LONGEST
    for mark in sorted(marks, key=lambda mark: mark.start):
        # The context begins with the sentence of the mark, if that begins within it.
        first = max(mark.start - CONTEXT, 0)
        sentence_end = max(text.rfind(sign, first, mark.start) for sign in _ENDS)
        start, end = max(sentence_end + 1, first), min(mark.end + CONTEXT, len(text))
        if spans and start <= spans[-1][1] + 4:
            last = spans.pop()
            start, end = last[0], max(end, last[1])
            room += last[1] - last[0]
        elif room < CONTEXT:
            break
        spans.append((start, end))
        room -= end - start
    return spans or [(0, LONGEST)]
