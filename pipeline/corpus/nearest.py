"""Finds the standard task nearest to a local task, by the measures of other regions."""

from collections.abc import Sequence
from itertools import product
from typing import Final, NamedTuple

import numpy as np

from pipeline.corpus.term_weights import Answer, shared_words
from pipeline.corpus.vectors import Vectors

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


def nearest_tasks(
    ideas: Vectors,
    region_ids: Sequence[str],
    known: Vectors,
    answers: Sequence[Answer],
    least: float = NEAR,
) -> list[Near]:
    """Find the standard task with the most similar answers for each idea; :data:`NO_TASK` where none is near.

    A task's score is the mean cosine with its :data:`ANSWERS_AVERAGED` most similar answers of other regions.

    Parameters
    ----------
    ideas, known
        The vectors of the ideas, and of the answers by the same words.
    region_ids
        The regions of the ideas.
    answers
        The answers to standard tasks.
    least
        Minimum score of a near task.
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
