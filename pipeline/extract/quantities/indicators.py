"""Match targets to indicators, which are comparable across regions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.extract.quantities.targets import Target
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import DEFAULT
from pipeline.taxonomy.toml_files import Texts, find_file, read_entries, read_toml

INDICATORS_FILE: Final = "indicators.toml"
_QUANTITY: Final = "#"
"""Replaces the number and its comparator in the clause that rules match; the unit follows."""

_SENTENCE_ENDS: Final = "。；;！？!?\n"
_CLAUSE_ENDS: Final = _SENTENCE_ENDS + "，,"
_CONTEXT: Final = 200
"""Maximum number of characters on each side of a quantity, as texts may lack punctuation."""


@dataclass(frozen=True)
class Indicator:
    """An indicator and the rules that match its targets.

    A target's unit must be one of ``units``, its clause must match one of the regular expressions ``any_of``
    and none of ``none_of``, and, if there are any, its sentence one of ``sentence`` and its task one of
    ``task``.
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
    """Read ``indicators.toml`` in file order, empty without the file; raises :class:`TaxonomyError`."""
    source = find_file(folder, INDICATORS_FILE)
    if not source.exists():
        return ()
    indicators = read_entries(source, read_toml(source), "indicator", Indicator)
    for indicator in indicators:
        _require_rules(source, indicator)
    return indicators


def find_indicator(target: Target, text: str, task_text: str, indicators: Sequence[Indicator]) -> str:
    """Id of the first matching indicator, or ''."""
    return next(matching_indicators(target, text, task_text, indicators), "")


def matching_indicators(
    target: Target, text: str, task_text: str, indicators: Sequence[Indicator]
) -> Iterator[str]:
    """Ids of all matching indicators in file order."""
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
    """The text around a target up to the nearest ``ends``, with its number replaced by a placeholder."""
    before = re.split(f"[{ends}]", text[max(0, target.start - _CONTEXT) : target.start])[-1]
    after = re.split(f"[{ends}]", text[target.end : target.end + _CONTEXT], maxsplit=1)[0]
    return before + _QUANTITY + target.unit + after


def _matches_any(patterns: Iterable[str], text: str) -> bool:
    return any(re.search(pattern, text) for pattern in patterns)


def _require_rules(source: Path, indicator: Indicator) -> None:
    for name in ("units", "any_of"):
        if not getattr(indicator, name):
            raise TaxonomyError.of("rules_empty", source=source, indicator=indicator.id, name=name)
    for name in ("any_of", "none_of", "sentence", "task"):
        for pattern in getattr(indicator, name):
            try:
                re.compile(pattern)
            except re.error as error:
                entry = f"[[indicator]] {indicator.id}"
                raise TaxonomyError.of(
                    "rule_no_pattern", source=source, entry=entry, name=name, pattern=pattern, error=error
                ) from error
