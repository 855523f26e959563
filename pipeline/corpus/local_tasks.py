"""Local tasks: additions of regions to the template, grouped by similar ideas, with the nearest task.

A local task is mostly in the open row of the template, whose task cell is just 其他: such a row has no task
of its own, so its measure names it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from pipeline.corpus.term_weights import Answer, build_vocabulary, find_words, learn_weights, shared_words
from pipeline.corpus.texts import Vectors, own_measures, unit_vectors
from pipeline.extract.keywords import Lexicon
from pipeline.reading.plan import Measure, ParsedPlan
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

NEAR: Final = 0.52
"""Minimum score of a near task. Of the measures of 2018, compared as if their own task were not in the
template, one in twenty reaches it for another task, a wrong hint.
"""
ANSWERS_AVERAGED: Final = 3
"""The number of most similar answers per task that are averaged: a task is answered in many ways."""
_IDEAS_AT_ONCE: Final = 1_000
"""The ideas whose cosines are in memory at once."""


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


class Near(NamedTuple):
    """A standard task, its similarity, and the words that contribute most to it."""

    task_id: str
    score: float
    words: tuple[str, ...]


NO_TASK: Final = Near("", 0.0, ())


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
    the order of their first members. After Sokal and Michener (1958): A statistical method for evaluating
    systematic relationships. University of Kansas Science Bulletin 38, 1409-1438 (average linkage).
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
    for start, task_id in product(range(0, len(regions), _IDEAS_AT_ONCE), np.unique(task_of)):
        rows, own = slice(start, start + _IDEAS_AT_ONCE), np.flatnonzero(task_of == task_id)
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
