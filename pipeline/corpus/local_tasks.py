"""Local tasks: additions of regions to the template, grouped by similar ideas.

A local task is mostly in the open row of the template, whose task cell is just 其他: such a row has no task
of its own, so its measure names it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from pipeline.corpus.term_weights import shared_words
from pipeline.corpus.vectors import Vectors
from pipeline.taxonomy.match import normalise

Reals = NDArray[np.float64]
Kind = Literal["local", "other"]

ALIKE: Final = 0.36
"""Minimum mean cosine of two groups to join them: of pairs of measures of 2018 that answer different standard
tasks, one in a thousand is as similar, by weights learnt from other tasks."""
LONGEST_NAME: Final = 48

_ROWS: Final = 256
_ROUNDING: Final = 1e-9
_LARGEST_PART: Final = 4_000
"""The most ideas that are compared with one another; all regions together add a few hundred in a year."""

_OTHER: Final = re.compile(r"\s*其[他它](?:\s*[：:、，,.．—–\-（(]+\s*|\s*$|(?=未列|工作|任务|事项))")
_NO_TASK: Final = re.compile(r"未列.*|自[选定].*|(?:其[他它])?(?:创新性?)?(?:工作|任务|事项|内容|举措|项目)*")
_SENTENCE_END: Final = re.compile(r"[。；;！!？?]")
_CLAUSE: Final = re.compile(r"[^，,]+[，,]?")
_MARKS_AROUND: Final = " \t，,。．；;：:、"


@dataclass(frozen=True)
class Idea:
    """A local task for comparison; ``task`` is empty where the cell is just 其他."""

    task: str
    measure: str

    @property
    def kind(self) -> Kind:
        """``local`` with a task of its own, ``other`` for the open row without one."""
        return "local" if self.task else "other"

    @property
    def text(self) -> str:
        """Task and measure."""
        return f"{self.task}。{self.measure}"

    @property
    def name(self) -> str:
        """Its task, or the beginning of its measure."""
        return self.task or first_clauses(self.measure)


@dataclass(frozen=True)
class Group:
    """A group of similar ideas, by their numbers in ascending order.

    ``central`` is the medoid, which names the group; ``scores`` are each member's similarity to the others,
    and ``shared`` the words that contribute most to it.
    """

    members: tuple[int, ...]
    central: int
    scores: tuple[float, ...]
    shared: tuple[tuple[str, ...], ...]


def find_own_task(cell: str) -> str:
    """Return the task in a cell, without the leading 其他 of the open row; '' if there is none."""
    task = _OTHER.sub("", cell, count=1).rstrip("）)" if _OTHER.match(cell) else "").strip(_MARKS_AROUND)
    return "" if _NO_TASK.fullmatch(normalise(task)) else task


def first_clauses(text: str) -> str:
    """Return the first sentence of a measure, cut to as many whole clauses as fit a name."""
    sentence = _SENTENCE_END.split(text.strip(_MARKS_AROUND), maxsplit=1)[0]
    name = ""
    for clause in _CLAUSE.findall(sentence):
        if name and len(name + clause) > LONGEST_NAME:
            break
        name += clause
    return name.strip(_MARKS_AROUND)


def group_ideas(ideas: Sequence[Idea], vectors: Vectors) -> list[Group]:
    """Group ideas in document order by their unit vectors; most groups have one member.

    The groups are in the order of their first members.
    """
    groups = []
    for part in _split_components(vectors.values):
        alike = (vectors.values[part] @ vectors.values[part].T).toarray()
        for indexes in cluster_ideas(alike):
            members = tuple(part[np.array(indexes)].tolist())
            groups.append(_make_group(members, ideas, vectors, alike[np.ix_(indexes, indexes)]))
    return sorted(groups, key=lambda group: group.members[0])


def _split_components(values: Any) -> list[NDArray[np.int64]]:
    """Split the numbers of the ideas such that no group spans two parts.

    Two groups whose mean cosine is :data:`ALIKE` have a pair with that cosine, so a group lies within the
    ideas that such pairs connect. Components larger than :data:`_LARGEST_PART` are cut, since time and memory
    grow with their square.
    """
    numbers = np.arange(values.shape[0])
    first = numbers
    """The first idea of each idea's component so far."""
    for start in range(0, len(numbers), _ROWS):
        cosines = (values[start : start + _ROWS] @ values.T).tocoo()
        near = cosines.data >= ALIKE - _ROUNDING
        rows = np.concatenate([cosines.row[near] + start, numbers])
        columns = np.concatenate([cosines.col[near], first])
        pairs = sparse.csr_array((np.ones(len(rows), bool), (rows, columns)), shape=(len(numbers),) * 2)
        _, labels = connected_components(pairs, directed=False)
        first = np.unique(labels, return_index=True)[1][labels]
    parts = (np.flatnonzero(first == number) for number in np.unique(first))
    return [part[at : at + _LARGEST_PART] for part in parts for at in range(0, len(part), _LARGEST_PART)]


def cluster_ideas(alike: Reals, least: float = ALIKE) -> list[tuple[int, ...]]:
    """Cluster ideas by average linkage while the mean cosine between two groups is ``least`` or more.

    ``alike`` are the cosines, ideas x ideas. Returns the numbers of the ideas of each group, the groups in
    the order of their first members.

    References
    ----------
    Sokal and Michener (1958): A statistical method for evaluating systematic relationships. University of
    Kansas Science Bulletin 38, 1409-1438 (average linkage).
    """
    if len(alike) < 2:
        return [(number,) for number in range(len(alike))]
    distances = squareform(np.maximum(1 - alike, 0), checks=False)
    labels = fcluster(linkage(distances, method="average"), 1 - least, criterion="distance")
    members: dict[int, list[int]] = {}
    for number, label in enumerate(labels.tolist()):
        members.setdefault(label, []).append(number)
    return [tuple(group) for group in members.values()]


def _make_group(members: tuple[int, ...], ideas: Sequence[Idea], vectors: Vectors, alike: Reals) -> Group:
    """Make a group; ``alike`` are the cosines, members x members."""
    if len(members) == 1:
        return Group(members, members[0], (0.0,), ((),))
    scores = tuple(((alike.sum(axis=1) - alike.diagonal()) / (len(members) - 1)).tolist())
    # A task cell names an idea better than the beginning of a measure; of equally central ones, the shorter.
    ranks = [
        (not ideas[one].task, -round(score, 6), len(ideas[one].name), one)
        for one, score in zip(members, scores, strict=True)
    ]
    weights = {member: vectors.weights(member) for member in members}
    shared = tuple(
        shared_words(weights[one], [weights[other] for other in members if other != one]) for one in members
    )
    return Group(members, min(ranks)[-1], scores, shared)
