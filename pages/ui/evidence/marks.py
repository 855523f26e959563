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
from pages.ui.text import CODE_NAMES, Names, current_language, localized, name_of, t
from pages.ui.written import escape_text, show_unseen
from pipeline.schema.model import CAMPAIGN_KINDS, DOCUMENT_KINDS

MarkKind = Literal["target", "citation", "campaign", "term"]

MARK_NAMES: Final = CODE_NAMES["mark"]
"""The kinds of marks, in the order of the legend."""

_DOCUMENT_NAMES: Final[Names] = {code: {"zh": zh, "en": en} for code, (zh, en) in DOCUMENT_KINDS.items()}
_CAMPAIGN_NAMES: Final[Names] = {code: {"zh": zh, "en": en} for code, (zh, en) in CAMPAIGN_KINDS.items()}


@dataclass(frozen=True)
class Mark:
    """A stretch of a text from ``start`` to ``end``, exclusive; ``title`` is what it is, in words."""

    start: int
    end: int
    kind: MarkKind
    title: str = ""


def mark_text(text: str, marks: Iterable[Mark]) -> str:
    """A text as HTML with its marks, everything escaped.

    What lies outside of the text is left out; where two marks of one kind overlap, the earlier one has what
    both claim.
    """
    found = _apart(marks, len(text))
    parts: list[str] = []
    opened: list[Mark] = []
    at = 0
    for place in sorted({place for mark in found for place in (mark.start, mark.end)}):
        # A mark that lies in one that ends here, and goes on, ends as well and begins again.
        kept = next((depth for depth, mark in enumerate(opened) if mark.end == place), len(opened))
        again = [mark for mark in opened[kept:] if mark.end > place]
        begun = sorted([*again, *(mark for mark in found if mark.start == place)], key=lambda mark: -mark.end)
        parts += [escape_text(text[at:place]), "</mark>" * (len(opened) - kept)]
        parts += [f'<mark class="mark-{escape(mark.kind)}"{_titled(mark)}>' for mark in begun]
        opened, at = opened[:kept] + begun, place
    return "".join([*parts, escape_text(text[at:])])


def marks_legend(kinds: Iterable[str]) -> str:
    """One line that says what the marks of these kinds mean, as HTML; empty where there are none."""
    found = set(kinds)
    swatches = "".join(
        f'<span><mark class="mark-{kind}">{escape(name_of(MARK_NAMES, kind))}</mark></span>'
        for kind in MARK_NAMES
        if kind in found
    )
    if not swatches:
        return ""
    return f'<p class="mark-legend">{escape(t("文中标出：", "Marked in the text: "))}{swatches}</p>'


def _apart(marks: Iterable[Mark], length: int) -> list[Mark]:
    """The marks within the text, those of one kind apart."""
    reached: dict[str, int] = {}
    found: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        start, end = max(mark.start, reached.get(mark.kind, 0)), min(mark.end, length)
        if start < end:
            found.append(replace(mark, start=start, end=end))
            reached[mark.kind] = end
    return found


def _titled(mark: Mark) -> str:
    """What a mark means; where each one means something else, it can be reached by keyboard and finger."""
    if not mark.title:
        return ""
    reached = ' tabindex="0"' if mark.kind != "term" else ""
    return f' title="{escape(show_unseen(mark.title))}"{reached}'


def marks_in(measure_ids: Sequence[str]) -> dict[str, list[Mark]]:
    """The targets, citations and campaigns of each measure as marks by its id; one question for each kind."""
    marks: dict[str, list[Mark]] = {measure_id: [] for measure_id in measure_ids}
    kinds: tuple[tuple[MarkKind, Callable[[Mapping[str, Any]], str]], ...]
    kinds = (("target", target_title), ("citation", citation_title), ("campaign", campaign_title))
    for kind, title_of in kinds:
        for row in data.query(f"{kind}s_in", measure_ids=tuple(measure_ids)).to_dict("records"):
            if kind != "target" or row["kind"] == "target":
                place = int(row["char_start"]), int(row["char_end"])
                marks[row["measure_id"]].append(Mark(*place, kind, title_of(row)))
    return marks


def target_title(target: Mapping[str, Any]) -> str:
    """A target in words: ``量化目标：≥ 1,000 件 · 专利申请量``; a row of the store's ``targets_in``."""
    unit = str(target[localized("unit")] or target["unit"])
    value = value_text(target, unit, current_language())
    counted = str(target[localized("name")] or metric_name(str(target["metric"])))
    return _sentence(t("量化目标", "Target"), value, counted)


def citation_title(citation: Mapping[str, Any]) -> str:
    """A citation in words: its kind, its title and its number; a row of the table `citations`."""
    kind = name_of(_DOCUMENT_NAMES, str(citation["kind"]))
    title, number = str(citation["title"]), str(citation["number"])
    return _sentence(t(f"引用文件（{kind}）", f"Cited document ({kind})"), title, number)


def campaign_title(campaign: Mapping[str, Any]) -> str:
    """A campaign in words: its kind and its name; a row of the table `campaigns`."""
    kind = name_of(_CAMPAIGN_NAMES, str(campaign["kind"]))
    return _sentence(t(f"专项（{kind}）", f"Named {kind}"), str(campaign["name"]))


def _sentence(what: str, *words: str) -> str:
    return what + t("：", ": ") + " · ".join(word for word in words if word)
