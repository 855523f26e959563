"""The table of local tasks: their names, groups of similar ones, and the nearest standard task."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Final, NamedTuple

import numpy as np

from pipeline.corpus.local_tasks import Idea, find_own_task, group_ideas
from pipeline.corpus.term_weights import Answer, build_vocabulary, find_words, learn_weights, shared_words
from pipeline.corpus.texts import own_measures
from pipeline.corpus.vectors import Vectors, unit_vectors
from pipeline.extract.keywords import Lexicon
from pipeline.reading.plan import Measure, ParsedPlan

NEAR: Final = 0.52
"""Minimum score of a near task. Of the measures of 2018, compared as if their own task were not in the
template, one in twenty reaches it for another task, a wrong hint.
"""
ANSWERS_AVERAGED: Final = 3
"""The number of most similar answers per task that are averaged: a task is answered in many ways."""
_ROWS: Final = 1_000
"""The ideas whose cosines are in memory at once."""


class Near(NamedTuple):
    """A standard task, its similarity, and the words that contribute most to it."""

    task_id: str
    score: float
    words: tuple[str, ...]


NO_TASK: Final = Near("", 0.0, ())


def local_columns(reads: Sequence[ParsedPlan], lexicon: Lexicon) -> Mapping[str, Sequence[Any]]:
    """Make the columns of the table ``local_tasks``, except ``collection`` and ``year``."""
    rows = [
        (read, measure, idea)
        for read in reads
        for measure in read.measures
        if not measure.match.task_ids and (idea := _find_idea(measure)) is not None
    ]
    terms = (term.term for read in reads for measure in read.measures for term in measure.facts.terms)
    vocabulary = build_vocabulary(terms, lexicon)
    answers = find_answers(reads, vocabulary)
    words = [find_words(idea.text, vocabulary) for *_, idea in rows]
    weights = learn_weights(answers, words)
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


def find_answers(reads: Sequence[ParsedPlan], vocabulary: frozenset[str]) -> list[Answer]:
    """Return the measures that answer exactly one standard task; the term weights are learnt from them."""
    return [
        Answer(
            read.job.plan.region_id,
            measure.match.task_ids[0],
            find_words(measure.row.measure.text, vocabulary),
        )
        for read in reads
        for measure in own_measures(read)
        if len(measure.match.task_ids) == 1 and measure.level not in ("blank", "none")
    ]


def _find_idea(measure: Measure) -> Idea | None:
    """Return the idea of a measure without a standard task; None for an empty open row."""
    idea = Idea(find_own_task(measure.row.task.text), measure.row.measure.text)
    return None if idea.kind == "other" and measure.level in ("blank", "none") else idea


def nearest_tasks(
    ideas: Vectors,
    region_ids: Sequence[str],
    known: Vectors,
    answers: Sequence[Answer],
    least: float = NEAR,
) -> list[Near]:
    """Find the standard task with the most similar answers for each idea; :data:`NO_TASK` where none is near.

    A task's score, at least ``least``, is the mean cosine with its :data:`ANSWERS_AVERAGED` most similar
    answers of other regions than the idea's. ``known`` are the vectors of the answers, by the same words as
    the ideas.
    """
    found = [NO_TASK] * len(region_ids)
    regions = np.array(region_ids)
    task_of = np.array([answer.task_id for answer in answers])
    region_of = np.array([answer.region_id for answer in answers])
    for start, task_id in product(range(0, len(regions), _ROWS), np.unique(task_of)):
        rows, own = slice(start, start + _ROWS), np.flatnonzero(task_of == task_id)
        cosines = (ideas.values[rows] @ known.values[own].T).toarray()
        cosines[regions[rows, None] == region_of[own]] = 0
        # A mean is at most its highest cosine, so most ideas can be skipped.
        for row in np.flatnonzero(cosines.max(axis=1, initial=0) >= least).tolist():
            best = np.argsort(-cosines[row], kind="stable")[:ANSWERS_AVERAGED]
            score, idea = float(cosines[row, best].sum() / ANSWERS_AVERAGED), start + row
            if score >= max(least, found[idea].score):
                words = [known.weights(answer) for answer in own[best].tolist()]
                found[idea] = Near(str(task_id), score, shared_words(ideas.weights(idea), words))
    return found
