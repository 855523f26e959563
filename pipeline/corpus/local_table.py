"""The table of local tasks: what each adds, which are the same idea, and which standard task is near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.corpus.local_tasks import Idea, find_own_task, group_ideas
from pipeline.corpus.nearest import nearest_tasks
from pipeline.corpus.term_weights import Answer, vocabulary_of, weights_of, words_of
from pipeline.corpus.texts import own_measures
from pipeline.corpus.vectors import unit_vectors
from pipeline.extract.keywords import Lexicon
from pipeline.reading.plan import Measure, PlanRead


def local_columns(reads: Sequence[PlanRead], lexicon: Lexicon) -> Mapping[str, Sequence[Any]]:
    """The table ``local_tasks`` column by column, without collection and year."""
    rows = [
        (read, measure, idea)
        for read in reads
        for measure in read.measures
        if not measure.match.task_ids and (idea := _idea(measure)) is not None
    ]
    vocabulary = vocabulary_of(_terms(reads), lexicon)
    answers = answers_of(reads, vocabulary)
    words = [words_of(idea.text, vocabulary) for *_, idea in rows]
    weights = weights_of(answers, words)
    vectors = unit_vectors(words, weights)
    groups = group_ideas([idea for *_, idea in rows], vectors)
    found = {
        member: (number, group, score, shared)
        for number, group in enumerate(groups, 1)
        for member, score, shared in zip(group.members, group.scores, group.shared, strict=True)
    }
    grouped = [found[row] for row in range(len(rows))]
    regions = [len({rows[member][0].job.plan.region_id for member in group.members}) for group in groups]
    known = unit_vectors([answer.words for answer in answers], weights)
    nearest = nearest_tasks(vectors, [read.job.plan.region_id for read, *_ in rows], known, answers)
    return {
        "measure_id": [measure.measure_id for _, measure, _ in rows],
        "plan_id": [measure.plan_id for _, measure, _ in rows],
        "region_id": [read.job.plan.region_id for read, *_ in rows],
        "area_id": [measure.area_id for _, measure, _ in rows],
        "kind": [idea.kind for *_, idea in rows],
        "name": [idea.name for *_, idea in rows],
        "group_id": [f"G{number:03d}" for number, *_ in grouped],
        "group_name": [rows[group.central][2].name for _, group, *_ in grouped],
        "group_regions": [regions[number - 1] for number, *_ in grouped],
        "score": [round(score, 3) for _, _, score, _ in grouped],
        "shared_words": [";".join(shared) for *_, shared in grouped],
        "nearest_task_id": [near.task_id for near in nearest],
        "nearest_score": [round(near.score, 3) for near in nearest],
        "nearest_words": [";".join(near.words) for near in nearest],
    }


def answers_of(reads: Sequence[PlanRead], vocabulary: frozenset[str]) -> list[Answer]:
    """The measures that answer exactly one standard task; the term weights are learnt from them."""
    return [
        Answer(
            read.job.plan.region_id,
            measure.match.task_ids[0],
            words_of(measure.row.measure.text, vocabulary),
        )
        for read in reads
        for measure in own_measures(read)
        if len(measure.match.task_ids) == 1 and measure.level not in ("blank", "none")
    ]


def _terms(reads: Sequence[PlanRead]) -> set[str]:
    return {term.term for read in reads for measure in read.measures for term in measure.facts.terms}


def _idea(measure: Measure) -> Idea | None:
    """The idea of a measure without a standard task; None where the open row is left empty."""
    idea = Idea(find_own_task(measure.row.task.text), measure.row.measure.text)
    return None if idea.kind == "other" and measure.level in ("blank", "none") else idea
