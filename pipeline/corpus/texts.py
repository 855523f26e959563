"""The texts that words are counted in: all measures of a plan, a region, a key area or a task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.reading.plan import Measure, PlanRead

SCOPES: Final = ("region", "area", "task")

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Texts:
    """Texts of one kind, and how often each of them uses each term.

    ``text``, ``term``, ``times`` and ``regions`` are the columns of a table that has a row for each term of
    each text: the number of the text among ``ids``, the number of the term, how often it is used, and by how
    many regions. Texts are sorted by id, the terms of a text by its first use of them.
    """

    ids: tuple[str, ...]
    characters: NDArray[np.float64]
    """How many each text has."""
    text: Whole
    term: Whole
    times: Whole
    regions: Whole


def texts_of(reads: Sequence[PlanRead]) -> tuple[tuple[str, ...], dict[str, Texts]]:
    """The terms that plans use, and their measures as texts by ``plan`` and by :data:`SCOPES`.

    A cell that is printed once for two rows counts once in a plan, a region, a key area and a task; a measure
    that answers two tasks is in the text of both. So no text uses a term more often than all plans do.
    """
    measures = {measure.measure_id: measure for read in reads for measure in read.measures}
    own = [(read.job.plan, read.job.plan_id, measure) for read in reads for measure in own_measures(read)]
    placed = {
        "plan": [(plan_id, plan.region_id, measure.measure_id) for plan, plan_id, measure in own],
        "region": [(plan.region_id, plan.region_id, measure.measure_id) for plan, _, measure in own],
        "area": [(measure.area_id, plan.region_id, measure.measure_id) for plan, _, measure in own],
        "task": [
            (task_id, read.job.plan.region_id, measure_id)
            for read in reads
            for task_id, measure_id in _answers(read.measures)
        ],
    }
    numbers: dict[str, int] = {}
    uses = {
        measure_id: [numbers.setdefault(term.term, len(numbers)) for term in measure.facts.terms]
        for measure_id, measure in measures.items()
    }
    characters = {measure_id: len(measure.row.measure.text) for measure_id, measure in measures.items()}
    found = {kind: _count_terms(rows, uses, characters, len(numbers)) for kind, rows in placed.items()}
    return tuple(numbers), found


def own_measures(read: PlanRead) -> Iterable[Measure]:
    """The measures of a plan, one that is merged with the row above left out."""
    return (measure for measure in read.measures if not _is_merged(measure))


def _is_merged(measure: Measure) -> bool:
    return "measure" in measure.row.merged


def _answers(measures: Iterable[Measure]) -> Iterable[tuple[str, str]]:
    """The id of each task with that of each measure that answers it, a cell of several rows once."""
    answered: set[str] = set()
    for measure in measures:
        answered = answered if _is_merged(measure) else set()
        for task_id in measure.match.task_ids:
            if task_id not in answered:
                yield task_id, measure.measure_id
        answered = answered.union(measure.match.task_ids)


def _count_terms(
    placed: Sequence[tuple[str, str, str]],
    uses: Mapping[str, Sequence[int]],
    characters: Mapping[str, int],
    terms: int,
) -> Texts:
    """Count the terms of measures, each with the ids of its text, its region, and its own."""
    texts, regions, measures = zip(*placed, strict=True) if placed else ((), (), ())
    (ids, text), (region_ids, region) = _numbered(texts), _numbered(regions)
    size = np.bincount(text, [characters[measure_id] for measure_id in measures], len(ids)).astype(np.float64)
    term = np.fromiter(chain.from_iterable(uses[measure_id] for measure_id in measures), dtype=np.int64)
    lengths = [len(uses[measure_id]) for measure_id in measures]
    pairs = np.repeat(text, lengths) * terms + term
    found, first, times = np.unique(pairs, return_index=True, return_counts=True)
    by_region = np.unique(pairs * len(region_ids) + np.repeat(region, lengths)) // max(len(region_ids), 1)
    using = np.unique(by_region, return_counts=True)[1]
    text, term = np.divmod(found, max(terms, 1))
    order = np.lexsort((first, text))
    return Texts(ids, size, text[order], term[order], times[order], using[order])


def _numbered(names: Sequence[str]) -> tuple[tuple[str, ...], Whole]:
    """The different names, sorted, and the number of each one among them."""
    ids = tuple(sorted(set(names)))
    numbers = {name: number for number, name in enumerate(ids)}
    return ids, np.fromiter(map(numbers.__getitem__, names), dtype=np.int64)
