"""What was extracted from measures, as marks in their text: targets, citations and campaigns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pages.ui import data
from pages.ui.evidence.marks import Mark
from pages.ui.names import metric_name
from pages.ui.target_values import value_text
from pages.ui.text import Names, column, current_language, named, t
from pipeline.schema.model import CAMPAIGN_KINDS, DOCUMENT_KINDS

_DOCUMENT_NAMES: Final[Names] = {code: {"zh": zh, "en": en} for code, (zh, en) in DOCUMENT_KINDS.items()}
_CAMPAIGN_NAMES: Final[Names] = {code: {"zh": zh, "en": en} for code, (zh, en) in CAMPAIGN_KINDS.items()}


def marks_in(measure_ids: Sequence[str]) -> dict[str, list[Mark]]:
    """The marks of each measure by its id; one question for each kind, however many measures."""
    marks: dict[str, list[Mark]] = {measure_id: [] for measure_id in measure_ids}
    ids = tuple(measure_ids)
    targets = data.ask("targets_in", measure_ids=ids)
    for row in _rows(targets[targets["kind"] == "target"]):
        marks[row["measure_id"]].append(Mark(*_place(row), "target", target_title(row)))
    for row in _rows(data.ask("citations_in", measure_ids=ids)):
        marks[row["measure_id"]].append(Mark(*_place(row), "citation", citation_title(row)))
    for row in _rows(data.ask("campaigns_in", measure_ids=ids)):
        marks[row["measure_id"]].append(Mark(*_place(row), "campaign", campaign_title(row)))
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


def _place(row: Mapping[str, Any]) -> tuple[int, int]:
    return int(row["char_start"]), int(row["char_end"])


def _rows(frame: Any) -> list[dict[str, Any]]:
    return list(frame.to_dict("records"))
