"""Marks in a sentence: targets, citations, campaigns and search terms, told apart by more than colour.

A target stands on a solid line, a citation on a dotted one, a campaign in a box, a term on a tint. Marks of
different kinds may lie in one another or cross: a mark that crosses another is drawn in two pieces. What a
mark means is told when the pointer, the keyboard or a finger reaches it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Final, Literal

from pages.ui import data
from pages.ui.names import metric_name
from pages.ui.target_values import value_text
from pages.ui.text import Names, column, current_language, named, t
from pages.ui.theme import DARK, LIGHT
from pages.ui.written import written, written_plainly
from pipeline.schema.model import CAMPAIGN_KINDS, DOCUMENT_KINDS

MarkKind = Literal["target", "citation", "campaign", "term"]

MARK_NAMES: Final[Names] = {
    "target": {"zh": "量化目标", "en": "target"},
    "citation": {"zh": "引用文件", "en": "cited document"},
    "campaign": {"zh": "专项行动与项目", "en": "named campaign or project"},
    "term": {"zh": "检索词", "en": "search term"},
}
"""The kinds of marks, in the order of the legend."""

INKS: Final[dict[str, tuple[str, str]]] = {
    "target": ("#1f5f99", "#7cc0f2"),
    "citation": ("#8a2f73", "#e39ad0"),
    "campaign": ("#7a4a00", "#e8b25e"),
    "term": ("#8a5a00", "#f0b94a"),
}
"""The lines of the marks, on light and on dark; the words keep the colour of the text."""

TINTS: Final[dict[str, tuple[str, str]]] = {
    "target": ("#e2eefa", "#16344f"),
    "citation": ("#ffffff", "#10161d"),
    "campaign": ("#fdf3df", "#352a14"),
    "term": ("#ffe9a8", "#5a4508"),
}
"""What lies under the words, on light and on dark; a citation is left on the paper."""

_LINES: Final = {
    "target": "box-shadow:inset 0 -2px {ink};font-weight:600",
    "citation": "border-bottom:2px dotted {ink}",
    "campaign": "outline:1px dashed {ink};outline-offset:0;border-radius:3px",
    "term": "box-shadow:inset 0 -2px {ink};border-radius:2px",
}


_DOCUMENT_NAMES: Final[Names] = {code: {"zh": zh, "en": en} for code, (zh, en) in DOCUMENT_KINDS.items()}
_CAMPAIGN_NAMES: Final[Names] = {code: {"zh": zh, "en": en} for code, (zh, en) in CAMPAIGN_KINDS.items()}


@dataclass(frozen=True)
class Mark:
    """A stretch of a text from ``start`` to ``end``, exclusive; ``title`` is what it is, in words."""

    start: int
    end: int
    kind: MarkKind
    title: str = ""


def marked(text: str, marks: Iterable[Mark]) -> str:
    """A text as HTML with its marks, everything escaped.

    Parameters
    ----------
    text
        As it is written.
    marks
        In any order. What lies outside of the text is left out; where two marks of one kind overlap, the
        earlier one has what both claim.
    """
    return _inside(text, 0, len(text), _apart(marks, len(text)))


def legend(kinds: Iterable[str]) -> str:
    """One line that says what the marks of these kinds mean, as HTML; empty where there are none."""
    found = set(kinds)
    swatches = "".join(
        f'<span><mark class="mark-{kind}">{escape(named(MARK_NAMES, kind))}</mark></span>'
        for kind in MARK_NAMES
        if kind in found
    )
    if not swatches:
        return ""
    return f'<p class="mark-legend">{escape(t("文中标出：", "Marked in the text: "))}{swatches}</p>'


def style() -> str:
    """The rules of the marks, in CSS."""
    rules = [
        ".said mark,.mark-legend mark{color:inherit;font-weight:inherit;background:none;border:0;"
        "padding:0 1px;-webkit-box-decoration-break:clone;box-decoration-break:clone}",
        ".said{position:relative}.said mark[title]{cursor:help}",
        # Under the mark's last line and at the text's left edge it fits, wherever the mark stands.
        ".said mark[tabindex]:focus::after{content:attr(title);position:absolute;left:0;margin-top:1.8em;"
        "z-index:5;max-width:100%;box-sizing:border-box;padding:.35rem .6rem;border-radius:6px;"
        "font-size:.84rem;font-weight:400;line-height:1.45;white-space:normal;"
        f"color:light-dark({LIGHT.ink},{DARK.ink});background:light-dark({LIGHT.paper},{DARK.panel});"
        f"border:1px solid light-dark({LIGHT.quiet},{DARK.quiet});box-shadow:0 3px 14px rgb(0 0 0/18%)}}",
        ".said mark[tabindex]:focus-visible{outline:2px solid currentColor;outline-offset:2px}",
        "@media print{.said mark[tabindex]:focus::after{display:none}}",
        ".mark-legend{display:flex;flex-wrap:wrap;gap:.2rem .9rem;margin:0 0 .4rem;font-size:.84rem}",
    ]
    for kind, line in _LINES.items():
        tint = "none" if kind == "citation" else f"light-dark({','.join(TINTS[kind])})"
        drawn = line.format(ink=f"light-dark({','.join(INKS[kind])})")
        rules.append(f".said mark.mark-{kind},.mark-legend mark.mark-{kind}{{background:{tint};{drawn}}}")
    return "".join(rules)


def _apart(marks: Iterable[Mark], length: int) -> list[Mark]:
    """The marks within the text, those of one kind apart, an outer one before those that lie in it."""
    reached: dict[str, int] = {}
    found: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        start, end = max(mark.start, reached.get(mark.kind, 0)), min(mark.end, length)
        if start < end:
            found.append(replace(mark, start=start, end=end))
            reached[mark.kind] = end
    return _sorted(found)


def _inside(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """The text between two places; all marks lie between them."""
    parts: list[str] = []
    waiting = list(marks)[::-1]
    while waiting:
        mark = waiting.pop()
        within: list[Mark] = []
        beyond: list[Mark] = []
        while waiting and waiting[-1].start < mark.end:
            other = waiting.pop()
            within.append(replace(other, end=min(other.end, mark.end)))
            if other.end > mark.end:
                beyond.append(replace(other, start=mark.end))
        waiting = _sorted([*beyond, *waiting])[::-1] if beyond else waiting
        parts += [
            written(text[start : mark.start]),
            f'<mark class="mark-{escape(mark.kind)}"{_titled(mark)}>',
            _inside(text, mark.start, mark.end, within),
            "</mark>",
        ]
        start = mark.end
    return "".join([*parts, written(text[start:end])])


def _sorted(marks: Iterable[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: (mark.start, -mark.end))


def _titled(mark: Mark) -> str:
    """What a mark means; where each one means something else, it can be reached by keyboard and finger."""
    if not mark.title:
        return ""
    reached = ' tabindex="0"' if mark.kind != "term" else ""
    return f' title="{escape(written_plainly(mark.title))}"{reached}'


def marks_in(measure_ids: Sequence[str]) -> dict[str, list[Mark]]:
    """The targets, citations and campaigns of each measure as marks by its id; one question for each kind."""
    marks: dict[str, list[Mark]] = {measure_id: [] for measure_id in measure_ids}
    kinds: tuple[tuple[MarkKind, Callable[[Mapping[str, Any]], str]], ...]
    kinds = (("target", target_title), ("citation", citation_title), ("campaign", campaign_title))
    for kind, title_of in kinds:
        for row in data.ask(f"{kind}s_in", measure_ids=tuple(measure_ids)).to_dict("records"):
            if kind != "target" or row["kind"] == "target":
                place = int(row["char_start"]), int(row["char_end"])
                marks[row["measure_id"]].append(Mark(*place, kind, title_of(row)))
    return marks


def target_title(target: Mapping[str, Any]) -> str:
    """A target in words: ``量化目标：≥ 1,000 件 · 专利申请量``; a row of the store's ``targets_in``."""
    unit = str(target[column("unit")] or target["unit"])
    value = value_text(target, unit, current_language())
    counted = str(target[column("name")] or metric_name(str(target["metric"])))
    return _said(t("量化目标", "Target"), value, counted)


def citation_title(citation: Mapping[str, Any]) -> str:
    """A citation in words: its kind, its title and its number; a row of the table `citations`."""
    kind = named(_DOCUMENT_NAMES, str(citation["kind"]))
    title, number = str(citation["title"]), str(citation["number"])
    return _said(t(f"引用文件（{kind}）", f"Cited document ({kind})"), title, number)


def campaign_title(campaign: Mapping[str, Any]) -> str:
    """A campaign in words: its kind and its name; a row of the table `campaigns`."""
    kind = named(_CAMPAIGN_NAMES, str(campaign["kind"]))
    return _said(t(f"专项（{kind}）", f"Named {kind}"), str(campaign["name"]))


def _said(what: str, *words: str) -> str:
    return what + t("：", ": ") + " · ".join(word for word in words if word)
