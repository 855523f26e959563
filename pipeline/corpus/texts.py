"""The texts that words are counted in: all measures of a plan, a region, a key area or a task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
import pandas as pd
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
    found = {kind: _count_terms(rows, uses, characters) for kind, rows in placed.items()}
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
) -> Texts:
    """Count the terms of measures, each with the ids of its text, its region, and its own."""
    texts, regions, measures = zip(*placed, strict=True) if placed else ((), (), ())
    text, ids = pd.factorize(np.array(texts, dtype=object), sort=True)
    size = np.bincount(text, [characters[measure_id] for measure_id in measures], len(ids)).astype(np.float64)
    lengths = [len(uses[measure_id]) for measure_id in measures]
    term = np.fromiter(chain.from_iterable(uses[measure_id] for measure_id in measures), dtype=np.int64)
    region = np.repeat(pd.factorize(np.array(regions, dtype=object))[0], lengths)
    used = pd.DataFrame({"text": np.repeat(text, lengths), "term": term, "region": region})
    by_region = used.groupby(["text", "term", "region"], sort=False).size().rename("times").reset_index()
    by_text = by_region.groupby(["text", "term"], sort=False)["times"].agg(times="sum", regions="size")
    counts = by_text.reset_index().sort_values("text", kind="stable").astype("int64")
    columns = (counts[name].to_numpy() for name in ("text", "term", "times", "regions"))
    return Texts(tuple(map(str, ids)), size, *columns)
