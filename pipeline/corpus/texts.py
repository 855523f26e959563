"""Counts terms in the texts of plans, regions, key areas and tasks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from pipeline.reading.plan import Measure, ParsedPlan

SCOPES: Final = ("region", "area", "task")


def count_terms(reads: Sequence[ParsedPlan], uses: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Count the uses of terms in texts, by ``plan`` and by :data:`SCOPES`.

    A merged cell counts once in a plan, a region, a key area and a task; a measure for two tasks is in the
    text of both. So no text uses a term more often than all plans do. ``uses`` are the terms of all measures,
    in their order: measure_id, term (str).

    Columns: scope_id, term (str); count, regions (int64): the regions that use the term in the text;
    characters (int64) of the text. Texts are sorted by id, the terms of a text by their first use; a text
    without terms has no row.
    """
    own = [(read.job.plan, read.job.plan_id, measure) for read in reads for measure in own_measures(read)]
    texts = {
        "plan": [(plan_id, plan.region_id, measure.measure_id) for plan, plan_id, measure in own],
        "region": [(plan.region_id, plan.region_id, measure.measure_id) for plan, _, measure in own],
        "area": [(measure.area_id, plan.region_id, measure.measure_id) for plan, _, measure in own],
        "task": [
            (task_id, read.job.plan.region_id, measure_id)
            for read in reads
            for task_id, measure_id in _list_answers(read.measures)
        ],
    }
    characters = {
        measure.measure_id: len(measure.row.measure.text) for read in reads for measure in read.measures
    }
    return {scope: _count_in_texts(rows, uses, characters) for scope, rows in texts.items()}


def _count_in_texts(
    rows: Sequence[tuple[str, str, str]], uses: pd.DataFrame, characters: Mapping[str, int]
) -> pd.DataFrame:
    """Count the terms of texts; ``rows`` are the ids of the text, the region and the measure."""
    measures = pd.DataFrame(rows, columns=["scope_id", "region_id", "measure_id"], dtype="str")
    lengths = pd.Series([characters[measure_id] for *_, measure_id in rows], dtype="int64")
    sizes = lengths.groupby(measures["scope_id"]).sum().rename("characters")
    terms = measures.merge(uses, on="measure_id").groupby(["scope_id", "term"], sort=False)["region_id"]
    counts = terms.agg(count="size", regions="nunique").reset_index()
    return counts.join(sizes, on="scope_id").sort_values("scope_id", kind="stable", ignore_index=True)


def own_measures(read: ParsedPlan) -> Iterable[Measure]:
    """Return the measures of a plan that are not merged with the row above."""
    return (measure for measure in read.measures if not _is_merged(measure))


def _is_merged(measure: Measure) -> bool:
    return "measure" in measure.row.merged


def _list_answers(measures: Iterable[Measure]) -> Iterable[tuple[str, str]]:
    """Yield the ids of each task and each measure that answers it, a merged cell once."""
    answered: set[str] = set()
    for measure in measures:
        answered = answered if _is_merged(measure) else set()
        for task_id in measure.match.task_ids:
            if task_id not in answered:
                yield task_id, measure.measure_id
        answered = answered.union(measure.match.task_ids)
