"""Highlight targets, citations, campaigns and search terms in a text, not by colour alone.

Targets have a solid underline, citations a dotted one, campaigns a box, terms a background. Marks of
different kinds can be nested or overlap: an overlapping mark is split in two elements. A mark's title is
shown on hover, focus or touch.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Final, Literal

from pages.ui import data
from pages.ui.codes import CODE_NAMES, name_of
from pages.ui.html import escape_text, show_unseen
from pages.ui.names import metric_names
from pages.ui.target_values import value_text
from pages.ui.text import localized, t
from pipeline.schema.model import CAMPAIGN_KINDS, DOCUMENT_KINDS

MarkKind = Literal["target", "citation", "campaign", "term"]

MARK_NAMES: Final = CODE_NAMES["mark"]
"""Names of the kinds of marks, in legend order."""


@dataclass(frozen=True)
class Mark:
    """A span of a text; ``end`` is exclusive, ``title`` is the tooltip."""

    start: int
    end: int
    kind: MarkKind
    title: str = ""


def mark_text(text: str, marks: Iterable[Mark]) -> str:
    """Return an escaped text as HTML with its marks.

    Marks are clipped to the text; of overlapping marks of one kind the earlier one keeps the overlap.
    """
    clipped = _clip_marks(marks, len(text))
    parts: list[str] = []
    opened: list[Mark] = []
    at = 0
    for place in sorted({place for mark in clipped for place in (mark.start, mark.end)}):
        # Marks within one that ends here are closed too, and reopened if they continue.
        kept = next((depth for depth, mark in enumerate(opened) if mark.end == place), len(opened))
        reopened = [mark for mark in opened[kept:] if mark.end > place]
        starting = [mark for mark in clipped if mark.start == place]
        begun = sorted(reopened + starting, key=lambda mark: -mark.end)
        parts += [escape_text(text[at:place]), "</mark>" * (len(opened) - kept)]
        parts += [f'<mark class="mark-{escape(mark.kind)}"{_title_attributes(mark)}>' for mark in begun]
        opened, at = opened[:kept] + begun, place
    return "".join([*parts, escape_text(text[at:])])


def marks_legend(kinds: Iterable[str]) -> str:
    """Return a legend of these kinds of marks as HTML; empty if there are none."""
    shown = set(kinds)
    swatches = "".join(
        f'<span><mark class="mark-{kind}">{escape(name_of(MARK_NAMES, kind))}</mark></span>'
        for kind in MARK_NAMES
        if kind in shown
    )
    label = escape(t("文中标出：", "Marked in the text: "))
    return swatches and f'<p class="mark-legend">{label}{swatches}</p>'


def _clip_marks(marks: Iterable[Mark], length: int) -> list[Mark]:
    """Clip marks to the text, and to the end of the mark of the same kind before them."""
    ends: dict[str, int] = {}
    clipped: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        start, end = max(mark.start, ends.get(mark.kind, 0)), min(mark.end, length)
        if start < end:
            clipped.append(replace(mark, start=start, end=end))
            ends[mark.kind] = end
    return clipped


def _title_attributes(mark: Mark) -> str:
    """Return title and tabindex; terms all mean the same and are no tab stops."""
    focusable = ' tabindex="0"' if mark.kind != "term" else ""
    return mark.title and f' title="{escape(show_unseen(mark.title))}"{focusable}'


def marks_in(measure_ids: Sequence[str]) -> dict[str, list[Mark]]:
    """Return the targets, citations and campaigns of measures as marks by id; one query per kind."""
    marks: dict[str, list[Mark]] = {measure_id: [] for measure_id in measure_ids}
    chosen = {"measure_ids": tuple(measure_ids)}
    targets = data.query("find_measure_targets", **chosen)
    kinds: tuple[tuple[MarkKind, Callable[[Mapping[str, Any]], str], Any], ...] = (
        ("target", target_title, targets[targets["kind"] == "target"]),
        ("citation", citation_title, data.query("table", name="citations", **chosen)),
        ("campaign", campaign_title, data.query("table", name="campaigns", **chosen)),
    )
    for kind, title_of, found in kinds:
        for row in found.to_dict("records"):
            mark = Mark(int(row["char_start"]), int(row["char_end"]), kind, title_of(row))
            marks[row["measure_id"]].append(mark)
    return marks


def target_title(target: Mapping[str, Any]) -> str:
    """Describe a row of the store's ``find_measure_targets``: ``量化目标：≥ 1,000 件 · 专利申请量``."""
    value = value_text(target, str(target[localized("unit")] or target["unit"]))
    counted = str(target[localized("name")] or metric_names().get(target["metric"], target["metric"]))
    return _join_title(t("量化目标", "Target"), value, counted)


def citation_title(citation: Mapping[str, Any]) -> str:
    """Describe a row of the table `citations`: kind, title and number."""
    kind = t(*DOCUMENT_KINDS.get(citation["kind"], (citation["kind"],) * 2))
    label = t(f"引用文件（{kind}）", f"Cited document ({kind})")
    return _join_title(label, citation["title"], citation["number"])


def campaign_title(campaign: Mapping[str, Any]) -> str:
    """Describe a row of the table `campaigns`: kind and name."""
    kind = t(*CAMPAIGN_KINDS.get(campaign["kind"], (campaign["kind"],) * 2))
    return _join_title(t(f"专项（{kind}）", f"Named {kind}"), str(campaign["name"]))


def _join_title(label: str, *words: str) -> str:
    return label + t("：", ": ") + " · ".join(word for word in words if word)
