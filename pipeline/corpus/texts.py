"""The texts that words are counted in: all measures of a plan, a region, a key area or a task."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.reading.plan import Measure, PlanRead

SCOPES: Final = ("region", "area", "task")


@dataclass
class Text:
    """How often a text uses each term, and which regions do so in it."""

    characters: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    regions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, measure: Measure, region_id: str) -> None:
        """Add the words of a measure."""
        self.characters += len(measure.row.measure.text)
        terms = [term.term for term in measure.facts.terms]
        self.counts.update(terms)
        for term in terms:
            self.regions[term].add(region_id)


@dataclass(frozen=True)
class Texts:
    """The texts of some plans; ``scopes`` holds them by :data:`SCOPES` and id."""

    corpus: Text
    plans: tuple[Text, ...]
    scopes: dict[str, dict[str, Text]]


def texts_of(reads: Sequence[PlanRead]) -> Texts:
    """The measures of plans as texts.

    A cell that is printed once for two rows counts once in a plan, a region, a key area and a task; a measure
    that answers two tasks is in the text of both. So no text uses a term more often than the corpus does.
    """
    corpus, plans = Text(), tuple(Text() for _ in reads)
    scopes: dict[str, dict[str, Text]] = {scope: defaultdict(Text) for scope in SCOPES}
    for read, plan in zip(reads, plans, strict=True):
        region_id = read.job.plan.region_id
        answered: set[str] = set()
        for measure in read.measures:
            answered = answered if _is_merged(measure) else set()
            for task_id in measure.match.task_ids:
                if task_id not in answered:
                    scopes["task"][task_id].add(measure, region_id)
            answered = answered.union(measure.match.task_ids)
        for measure in own_measures(read):
            for text in (corpus, plan, scopes["region"][region_id], scopes["area"][measure.area_id]):
                text.add(measure, region_id)
    return Texts(corpus, plans, scopes)


def own_measures(read: PlanRead) -> Iterable[Measure]:
    """The measures of a plan, one that is merged with the row above left out."""
    return (measure for measure in read.measures if not _is_merged(measure))


def _is_merged(measure: Measure) -> bool:
    return "measure" in measure.row.merged
