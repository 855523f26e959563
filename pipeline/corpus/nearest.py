"""Which standard task a local task is nearest to, by what other regions wrote for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.corpus.telling import Answer, Vector, Weights, shared_words, vector_of

NEAR: Final = 0.52
"""The score from which a standard task is near. Of the measures of 2018, each looked at as if its own task
were not in the template, one in twenty comes as near to another task, and would be given a wrong hint."""
LIKEST: Final = 3
"""So many answers to a task are looked at, the likest ones: a task is answered in many ways."""


@dataclass(frozen=True)
class Near:
    """A standard task, how near it is, and the words that say so, the most telling first."""

    task_id: str
    score: float
    words: tuple[str, ...]


NOTHING: Final = Near("", 0.0, ())


class Answers:
    """The answers to standard tasks, looked up by their words."""

    def __init__(self, answers: Sequence[Answer], weights: Weights) -> None:
        self._answers = answers
        self._holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._vectors = [vector_of(answer.words, weights) for answer in answers]
        for number, vector in enumerate(self._vectors):
            for word, weight in vector.items():
                self._holders[word].append((number, weight))

    def nearest(self, idea: Vector, region_id: str, least: float = NEAR) -> Near:
        """The task whose answers are likest to an idea; :data:`NOTHING` where none is near.

        A task is as near as the mean cosine with the likest answers of other regions, :data:`LIKEST` of them.
        """
        cosines: dict[int, float] = defaultdict(float)
        for word, weight in idea.items():
            for number, other in self._holders.get(word, ()):
                cosines[number] += weight * other
        best = self._by_task(cosines, region_id)
        scores = {task_id: sum(cosines[number] for number in held) / LIKEST for task_id, held in best.items()}
        if not scores:
            return NOTHING
        task_id = max(scores, key=lambda code: (scores[code], code))
        if scores[task_id] < least:
            return NOTHING
        likest = [self._vectors[number] for number in best[task_id]]
        return Near(task_id, scores[task_id], shared_words(idea, likest))

    def _by_task(self, cosines: Mapping[int, float], region_id: str) -> dict[str, list[int]]:
        best: dict[str, list[int]] = defaultdict(list)
        for number in sorted(cosines, key=lambda number: (-cosines[number], number)):
            answer = self._answers[number]
            if answer.region_id != region_id and len(best[answer.task_id]) < LIKEST:
                best[answer.task_id].append(number)
        return best


def nearest_tasks(
    answers: Sequence[Answer], weights: Weights, ideas: Sequence[Vector], region_ids: Sequence[str]
) -> list[Near]:
    """The nearest standard task of each idea, given the region that it is of."""
    known = Answers(answers, weights)
    return [known.nearest(idea, region_id) for idea, region_id in zip(ideas, region_ids, strict=True)]
