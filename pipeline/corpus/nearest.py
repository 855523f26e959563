"""Which standard task a local task is nearest to, by what other regions wrote for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

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
    blocks = np.split(order, np.searchsorted(task[order], np.arange(1, len(task_ids))))
    answering = np.array([answer.region_id for answer in answers])
    found = []
    for start in range(0, len(region_ids), _ROWS):
        cosines = (ideas.values[start : start + _ROWS] @ known.values.T).toarray()
        cosines[np.array(region_ids[start : start + _ROWS])[:, None] == answering] = 0
        scores = np.column_stack([_mean_of_likest(cosines[:, block]) for block in blocks])
        for row, cosine in enumerate(cosines):
            # Of tasks that are as near as each other, the last one.
            best = len(blocks) - 1 - int(scores[row, ::-1].argmax())
            if scores[row, best] < least:
                found.append(NOTHING)
                continue
            block = blocks[best]
            most_similar = block[np.argsort(-cosine[block], kind="stable")[:ANSWERS_AVERAGED]]
            words = shared_words(
                ideas.weights(start + row), [known.weights(number) for number in most_similar]
            )
            found.append(Near(str(task_ids[best]), float(scores[row, best]), words))
    return found


def _mean_of_likest(cosines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each row the mean of the highest cosines; where there are fewer, the rest count as 0."""
    most = min(ANSWERS_AVERAGED, cosines.shape[1])
    return np.asarray(np.partition(cosines, -most, axis=1)[:, -most:].sum(axis=1) / ANSWERS_AVERAGED)
