"""Local tasks: what regions added to the template, in which words, and which of it is the same idea.

A local task mostly stands in the row that the template keeps open for it, whose task cell says 其他 and no
more: such a row has no task of its own, and its measure tells what it is about.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pipeline.corpus.telling import Vector, cosine, shared_words
from pipeline.taxonomy.match import normalise

Kind = Literal["local", "other"]

ALIKE: Final = 0.36
"""The mean cosine from which groups are one idea: of pairs of measures of 2018 that answer different standard
tasks, one in a thousand is as much alike, by weights that were learnt from other tasks than theirs."""
COMMON: Final = 50
"""A word that more local tasks than this hold leads to no pair."""
LONGEST_NAME: Final = 48

_OTHER: Final = re.compile(r"\s*其[他它](?:\s*[：:、，,.．—–\-（(]+\s*|\s*$|(?=未列|工作|任务|事项))")
_NO_TASK: Final = re.compile(r"未列.*|自[选定].*|(?:其[他它])?(?:创新性?)?(?:工作|任务|事项|内容|举措|项目)*")
_SENTENCE_END: Final = re.compile(r"[。；;！!？?]")
_CLAUSE: Final = re.compile(r"[^，,]+[，,]?")
_MARKS_AROUND: Final = " \t，,。．；;：:、"


@dataclass(frozen=True)
class Idea:
    """A local task as it is compared; ``task`` is empty where the cell says no more than 其他."""

    task: str
    measure: str

    @property
    def kind(self) -> Kind:
        """Whether it has a task of its own, or stands in the open row without one."""
        return "local" if self.task else "other"

    @property
    def text(self) -> str:
        """All that it says."""
        return f"{self.task}。{self.measure}"

    @property
    def name(self) -> str:
        """Its task, or what its measure begins with."""
        return self.task or opening(self.measure)


@dataclass(frozen=True)
class Group:
    """Ideas that are the same, by their numbers, the earliest first.

    ``central`` is the one that gives the group its name; ``scores`` tell how like each is to the others, and
    ``shared`` by which words, the most telling first.
    """

    members: tuple[int, ...]
    central: int
    scores: tuple[float, ...]
    shared: tuple[tuple[str, ...], ...]


def own_task(cell: str) -> str:
    """The task that a cell names, without the 其他 of the open row before it; '' where it names none."""
    task = _OTHER.sub("", cell, count=1).rstrip("）)" if _OTHER.match(cell) else "").strip(_MARKS_AROUND)
    return "" if _NO_TASK.fullmatch(normalise(task)) else task


def opening(text: str) -> str:
    """The first sentence of a measure; of a long one, as many whole clauses as make a name."""
    sentence = _SENTENCE_END.split(text.strip(_MARKS_AROUND), maxsplit=1)[0]
    name = ""
    for clause in _CLAUSE.findall(sentence):
        if name and len(name + clause) > LONGEST_NAME:
            break
        name += clause
    return name.strip(_MARKS_AROUND)


def group_ideas(ideas: Sequence[Idea], vectors: Sequence[Vector]) -> list[Group]:
    """The groups of ideas that are the same, in the order of their first members; most have one.

    Ideas are joined by average linkage as long as the mean cosine between two groups is :data:`ALIKE` or
    more. Only pairs that share a word that few of them hold are looked at, so that the work grows with the
    ideas and not with their pairs; all others count as not alike.

    Parameters
    ----------
    ideas
        In document order.
    vectors
        What each says, by :func:`pipeline.corpus.telling.vector_of`.

    References
    ----------
    Sokal and Michener (1958): A statistical method for evaluating systematic relationships. University of
    Kansas Science Bulletin 38, 1409-1438 (average linkage).
    """
    alike = dict(pairs_alike(vectors))
    return [_group(members, ideas, vectors, alike) for members in join_alike(len(ideas), alike)]


def pairs_alike(vectors: Sequence[Vector], common: int = COMMON) -> Iterator[tuple[tuple[int, int], float]]:
    """The cosine of each pair of vectors, the earlier first, that share what few of them hold."""
    held = Counter(word for vector in vectors for word in vector)
    holders: dict[str, list[int]] = defaultdict(list)
    for second, vector in enumerate(vectors):
        telling = [word for word in vector if 1 < held[word] <= common]
        for first in sorted({first for word in telling for first in holders[word]}):
            yield (first, second), cosine(vectors[first], vector)
        for word in telling:
            holders[word].append(second)


def join_alike(
    count: int, alike: Mapping[tuple[int, int], float], least: float = ALIKE
) -> list[tuple[int, ...]]:
    """Average linkage over the pairs that are known; a pair that isn't known is not alike.

    Returns
    -------
    list of tuple of int
        Every number below ``count`` in one group, the groups in the order of their first members.
    """
    groups: dict[int, tuple[int, ...]] = {number: (number,) for number in range(count)}
    sums: dict[int, dict[int, float]] = {number: {} for number in range(count)}
    for (first, second), score in alike.items():
        sums[first][second] = sums[second][first] = score
    nearest = [(-score, *pair) for pair, score in alike.items() if score >= least]
    heapq.heapify(nearest)
    made = count
    while nearest:
        _, first, second = heapq.heappop(nearest)
        if first not in groups or second not in groups:
            continue
        groups[made] = tuple(sorted(groups.pop(first) + groups.pop(second)))
        sums[made] = _added(sums.pop(first), sums.pop(second), leave={first, second})
        for other, total in sums[made].items():
            sums[other].pop(first, None)
            sums[other].pop(second, None)
            sums[other][made] = total
            mean = total / (len(groups[made]) * len(groups[other]))
            if mean >= least:
                heapq.heappush(nearest, (-mean, other, made))
        made += 1
    return sorted(groups.values())


def _added(one: Mapping[int, float], two: Mapping[int, float], *, leave: set[int]) -> dict[int, float]:
    """The sums over both; in the order of the numbers, so that the same build comes out again."""
    return {other: one.get(other, 0.0) + two.get(other, 0.0) for other in sorted((one.keys() | two) - leave)}


def _group(
    members: tuple[int, ...],
    ideas: Sequence[Idea],
    vectors: Sequence[Vector],
    alike: Mapping[tuple[int, int], float],
) -> Group:
    others = len(members) - 1
    scores = [
        sum(alike.get((min(one, other), max(one, other)), 0.0) for other in members if other != one)
        / (others or 1)
        for one in members
    ]
    # A task cell names an idea better than the beginning of a measure does, and of two that are as central
    # as each other, the shorter one.
    ranks = [
        (not ideas[one].task, -round(score, 6), len(ideas[one].name), one)
        for one, score in zip(members, scores, strict=True)
    ]
    shared = tuple(
        shared_words(vectors[one], [vectors[other] for other in members if other != one]) for one in members
    )
    return Group(members, min(ranks)[-1], tuple(scores), shared)
