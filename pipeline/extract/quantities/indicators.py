"""Indicators: which targets of several regions count the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.extract.quantities.targets import Target
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import DEFAULT
from pipeline.taxonomy.toml_files import Texts, entries_of, find_file, read_toml, require_distinct

INDICATORS_FILE: Final = "indicators.toml"
_QUANTITY: Final = "#"
"""Placeholders in a clause, as the rules see it, for a number and its comparator; the unit follows."""

_SENTENCE_ENDS: Final = "。；;！？!?\n"
_CLAUSE_ENDS: Final = _SENTENCE_ENDS + "，,"
_CONTEXT: Final = 200
"""Characters on each side of a quantity that rules see at most, as a text may lack punctuation."""


@dataclass(frozen=True)
class Indicator:
    """A named indicator with its unit in both languages, and the rules that match its targets.

    A target belongs to it where its unit is one of ``units``; where one of ``any_of`` and none of
    ``none_of`` is found in its clause; and, if there are any, one of ``sentence`` in its sentence and one of
    ``task`` in the task. All but units are regular expressions.
    """

    id: str
    name_zh: str
    name_en: str
    unit_zh: str
    unit_en: str
    units: Texts
    any_of: Texts
    none_of: Texts = ()
    sentence: Texts = ()
    task: Texts = ()


def load_indicators(folder: Path = DEFAULT) -> tuple[Indicator, ...]:
    """Read ``indicators.toml``, in the order of the file; a collection without the file has no indicators.

    Raises
    ------
    TaxonomyError
        The file is no TOML, or an entry lacks a key, repeats another, or has a rule that is no
        regular expression.
    """
    source = find_file(folder, INDICATORS_FILE)
    if not source.exists():
        return ()
    indicators = entries_of(source, read_toml(source), "indicator", Indicator)
    require_distinct(source, "indicator", indicators, "id", "name_zh", "name_en")
    for indicator in indicators:
        _require_rules(source, indicator)
    return indicators


def find_indicator(target: Target, text: str, task_text: str, indicators: Sequence[Indicator]) -> str:
    """The id of the first indicator that a target of a measure belongs to; '' where there is none."""
    return next(matching_indicators(target, text, task_text, indicators), "")


def matching_indicators(
    target: Target, text: str, task_text: str, indicators: Sequence[Indicator]
) -> Iterator[str]:
    """The ids of all indicators whose rules a target of a measure fits, in the order of the file."""
    if target.kind != "target":
        return
    clause = _context_of(target, text, _CLAUSE_ENDS)
    sentence = _context_of(target, text, _SENTENCE_ENDS)
    for indicator in indicators:
        if (
            target.unit in indicator.units
            and _matches_any(indicator.any_of, clause)
            and not _matches_any(indicator.none_of, clause)
            and (not indicator.sentence or _matches_any(indicator.sentence, sentence))
            and (not indicator.task or _matches_any(indicator.task, task_text))
        ):
            yield indicator.id


def _context_of(target: Target, text: str, ends: str) -> str:
    """The part of a text that holds a target, from one of ``ends`` to the next, its number as a mark."""
    before = re.split(f"[{ends}]", text[max(0, target.start - _CONTEXT) : target.start])[-1]
    after = re.split(f"[{ends}]", text[target.end : target.end + _CONTEXT], maxsplit=1)[0]
    return before + _QUANTITY + target.unit + after


def _matches_any(patterns: Iterable[str], text: str) -> bool:
    return any(re.search(pattern, text) for pattern in patterns)


def _require_rules(source: Path, indicator: Indicator) -> None:
    for name in ("units", "any_of"):
        if not getattr(indicator, name):
            raise TaxonomyError(
                f"[[indicator]] {indicator.id} 的 {name} 是空的；请至少写一项。",
                f"[[indicator]] {indicator.id}: {name} is empty; list one or more.",
                source=source,
            )
    for name in ("any_of", "none_of", "sentence", "task"):
        for pattern in getattr(indicator, name):
            _require_pattern(source, f"[[indicator]] {indicator.id}", name, pattern)


def _require_pattern(source: Path, place: str, name: str, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise TaxonomyError(
            f"{place} 的 {name} 中，“{pattern}”不是正则表达式（{error}）；请改正。",
            f"{place}: “{pattern}” in {name} is no regular expression ({error}); mend it.",
            source=source,
        ) from error
