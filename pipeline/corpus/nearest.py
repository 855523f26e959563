"""Which standard task a local task is nearest to, by what other regions wrote for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipeline.corpus.term_weights import Answer, shared_words
from pipeline.corpus.vectors import Vectors

NEAR: Final = 0.52
"""The score from which a standard task is near. Of the measures of 2018, each compared as if its own task
were not in the template, one in twenty comes this near to another task, a wrong hint.
"""
ANSWERS_AVERAGED: Final = 3
"""The number of most similar answers per task that are averaged: a task is answered in many ways."""
_ROWS: Final = 100
"""Ideas that are compared at a time, so that memory holds a part of the cosines only."""


@dataclass(frozen=True)
class Near:
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
    if not answers:
        return [NOTHING] * len(region_ids)
    task_ids, task = np.unique([answer.task_id for answer in answers], return_inverse=True)
    order = np.argsort(task, kind="stable")
    starts = np.searchsorted(task[order], np.arange(len(task_ids)))
    ends = [*starts[1:], len(order)]
    by_task = known.values[order].T
    answering = np.array([answers[number].region_id for number in order])
    found = []
    for start in range(0, len(region_ids), _ROWS):
        cosines = (ideas.values[start : start + _ROWS] @ by_task).toarray()
        cosines[np.array(region_ids[start : start + _ROWS])[:, None] == answering] = 0
        # A mean can't reach what its highest cosine does not, so most tasks need no look at the others.
        highest = np.maximum.reduceat(cosines, starts, axis=1)
        for row, cosine in enumerate(cosines):
            near = NOTHING
            for number in np.flatnonzero(highest[row] >= least):
                here = cosine[starts[number] : ends[number]]
                likest = np.argsort(-here, kind="stable")[:ANSWERS_AVERAGED]
                score = float(here[likest].sum() / ANSWERS_AVERAGED)
                if score >= max(least, near.score):
                    words = [known.weights(answer) for answer in order[starts[number] + likest]]
                    near = Near(str(task_ids[number]), score, shared_words(ideas.weights(start + row), words))
            found.append(near)
    return found
