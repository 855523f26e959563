"""Which standard task a local task is nearest to, by what other regions wrote for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.corpus.term_weights import Answer, shared_words
from pipeline.corpus.vectors import Vectors

NEAR: Final = 0.52
"""The score from which a standard task is near. Of the measures of 2018, each compared as if its own task
were not in the template, one in twenty comes this near to another task, a wrong hint.
"""
ANSWERS_AVERAGED: Final = 3
"""The number of most similar answers per task that are averaged: a task is answered in many ways."""
_ROWS: Final = 1_000
"""Of ideas whose cosines are computed at once."""


class Near(NamedTuple):
    """A standard task, its similarity, and the words that contribute most to it."""

    task_id: str
    score: float
    words: tuple[str, ...]


NOTHING: Final = Near("", 0.0, ())


def nearest_tasks(
    ideas: Vectors,
    region_ids: Sequence[str],
    known: Vectors,
    answers: Sequence[Answer],
    least: float = NEAR,
) -> list[Near]:
    """For each idea the standard task with the most similar answers; :data:`NOTHING` where none is near.

    A task's score is the mean cosine with its :data:`ANSWERS_AVERAGED` most similar answers of other regions.

    Parameters
    ----------
    ideas, known
        The vectors of the ideas, and of the answers by the same words.
    region_ids
        Of the ideas.
    answers
        The answers to standard tasks.
    least
        The score from which a task is near.
    """
    regions = np.array(region_ids)
    return [
        near
        for start in range(0, len(region_ids), _ROWS)
        for near in _nearest_of(
            Vectors(ideas.values[start : start + _ROWS], ideas.words),
            regions[start : start + _ROWS],
            known,
            answers,
            least,
        )
    ]


def _nearest_of(
    ideas: Vectors, region_ids: NDArray[np.str_], known: Vectors, answers: Sequence[Answer], least: float
) -> list[Near]:
    """The nearest tasks of some ideas; all their cosines with the answers of a task are in memory at once."""
    found = [NOTHING] * len(region_ids)
    task_of = np.array([answer.task_id for answer in answers])
    region_of = np.array([answer.region_id for answer in answers])
    for task_id in np.unique(task_of):
        own = np.flatnonzero(task_of == task_id)
        cosines = (ideas.values @ known.values[own].T).toarray()
        cosines[region_ids[:, None] == region_of[own]] = 0
        # A mean can't reach what its highest cosine does not, so most ideas need no look at the others.
        for row in np.flatnonzero(cosines.max(axis=1, initial=0) >= least).tolist():
            likest = np.argsort(-cosines[row], kind="stable")[:ANSWERS_AVERAGED]
            score = float(cosines[row, likest].sum() / ANSWERS_AVERAGED)
            if score >= max(least, found[row].score):
                words = [known.weights(answer) for answer in own[likest].tolist()]
                found[row] = Near(str(task_id), score, shared_words(ideas.weights(row), words))
    return found
