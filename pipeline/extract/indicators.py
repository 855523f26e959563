"""Indicators: which targets of several regions count the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.extract.targets import Target
from pipeline.taxonomy import DEFAULT


@dataclass(frozen=True)
class Indicator:
    """A named indicator with its unit in both languages, and the rules that tell its targets."""

    id: str
    name_zh: str
    name_en: str
    unit_zh: str
    unit_en: str


def load_indicators(folder: Path = DEFAULT) -> tuple[Indicator, ...]:
    """Read ``indicators.toml``."""
    return ()


def indicator_of(target: Target, text: str, task_text: str, indicators: Sequence[Indicator]) -> str:
    """The id of the indicator that a target of a measure belongs to; '' where there is none."""
    return ""
