"""Matches task cells to standard tasks, through rewording, truncation and misspelling."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from pipeline.schema.folding import fold_compatibility
from pipeline.taxonomy.loading import Task

Method = Literal["exact", "similar", "joined", "local"]

_NO_WORD: Final = re.compile(r"[\W_]+")
_AND: Final = re.compile("^(?:以及|和|与|及|并)")
_CLAUSE_END: Final = re.compile(r"[，。；：！？,;:!?]+")

ACCEPT: Final = 0.66
"""The score (0 to 1) from which a task cell matches a standard task; like those below, it was chosen on the
ten plans read by hand.
"""
ACCEPT_IN_AREA: Final = 0.5
"""The same for rows under that task's key area."""
SURE: Final = 0.72
"""The score from which no review is needed."""
_WHOLE: Final = 0.75
_PART: Final = 0.25
"""Of a cell that names two tasks: the share of each task that must be in the cell, and the share of the cell
that must be one of them.
"""
_ACCEPT_MEASURE: Final = 0.4
_LEAD: Final = 0.15
_AT_HOME: Final = 0.16
"""A measure that names its task itself matches from this score on, by this lead over the next task; tasks of
its key area have the last added. Of the measures of 2018 without their task cells, which is harder, 47 % are
matched, and 88 % of these to the right one of 57.
"""


@dataclass(frozen=True)
class Match:
    """The standard tasks that a cell names (none, one or two), the match method, and the score."""

    task_ids: tuple[str, ...]
    method: Method
    score: float


@dataclass(frozen=True)
class _Profile:
    pairs: frozenset[str]
    letters: frozenset[str]


class TaskMatcher:
    """Compares task cells with the standard tasks by distinctive words.

    Words are pairs of adjacent characters, and single characters, each weighted by its inverse document
    frequency over the standard tasks (Spaerck Jones 1972): 知识产权 is in most tasks and weighs little.
    """

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._ids = {normalise(task.name_zh): task.id for task in tasks}
        self._profiles = {task.id: _profile(normalise(task.name_zh)) for task in tasks}
        self._order = {task.id: position for position, task in enumerate(tasks)}
        counts: Counter[str] = Counter()
        for profile in self._profiles.values():
            counts.update(profile.pairs | profile.letters)
        self._weights = {word: math.log((len(tasks) + 1) / (n + 0.5)) for word, n in counts.items()}
        self._unknown = 0.6 * math.log((len(tasks) + 1) / 0.5)
        self._totals = {task_id: self._weight(profile.pairs) for task_id, profile in self._profiles.items()}
        self._areas = {task.id: task.area_id for task in tasks}
        self._words = {task.id: tuple(map(normalise, task.words)) for task in tasks}
        self._cache: dict[tuple[str, str], Match] = {}

    def match(self, text: str, area_id: str = "") -> Match:
        """The standard tasks that a task cell names; ``area_id`` is the key area of the row, if known."""
        key = normalise(text), area_id
        if key not in self._cache:
            self._cache[key] = self._match(*key)
        return self._cache[key]

    def match_measure(self, text: str, area_id: str = "") -> Match:
        """The standard task that a measure answers, of a table that has no task cells: one or none.

        A task's score is the mean of how well a clause, or two in succession, agree with its name, and of
        the share of its name that is anywhere in the measure; it is 1 where one of its ``words`` is in it.
        """
        clauses = [clause for piece in _CLAUSE_END.split(text) if (clause := normalise(piece))]
        windows = [_profile(window) for window in (*clauses, *map("".join, pairwise(clauses)))]
        pairs = frozenset[str]().union(*(window.pairs for window in windows))
        scores = {i: self._score_in_measure(i, clauses, windows, pairs) for i in self._profiles}
        at_home = {i: _AT_HOME * (self._areas[i] == area_id) for i in scores}
        ranked = sorted(scores, key=lambda i: scores[i] + at_home[i], reverse=True)
        best, *others = (scores[i] + at_home[i] for i in ranked[:2])
        ahead = best - max(others, default=0.0)
        score = round(scores[ranked[0]], 3)
        if best >= _ACCEPT_MEASURE and ahead >= _LEAD:
            return Match((ranked[0],), "similar", score)
        return Match((), "local", score)

    def _score_in_measure(
        self, task_id: str, clauses: Sequence[str], windows: Sequence[_Profile], pairs: frozenset[str]
    ) -> float:
        task = self._profiles[task_id]
        if any(word in clause for word in self._words[task_id] for clause in clauses):
            return 1.0
        alike = (self._score(window, task) for window in windows if window.pairs & task.pairs)
        share = self._weight(pairs & task.pairs) / (self._totals[task_id] or 1.0)
        return 0.5 * max(alike, default=0.0) + 0.5 * share

    def nearest(self, text: str) -> tuple[str, float]:
        """The standard task most like a text, whether or not it is a match, and its score; '' if none is."""
        key = normalise(text)
        if key in self._ids:
            return self._ids[key], 1.0
        profile = _profile(key)
        score, best = max((self._score(profile, self._profiles[i]), i) for i in self._profiles)
        return (best, round(score, 3)) if score else ("", 0.0)

    def _match(self, text: str, area_id: str) -> Match:
        if text in self._ids:
            return Match((self._ids[text],), "exact", 1.0)
        profile = _profile(text)
        if not profile.pairs:
            return Match((), "local", 0.0)
        pair = self._named_one_after_the_other(text) or self._joined(profile)
        if pair is not None:
            return pair
        score, best = max((self._score(profile, self._profiles[i]), i) for i in self._profiles)
        at_home = self._areas[best] == area_id and score >= ACCEPT_IN_AREA
        if at_home or score >= ACCEPT:
            return Match((best,), "similar", round(score, 3))
        return Match((), "local", round(score, 3))

    def _named_one_after_the_other(self, text: str) -> Match | None:
        """Two tasks in one cell, each in its own words, joined by at most an "and"."""
        for name, task_id in self._ids.items():
            if text.startswith(name):
                other = self._ids.get(_AND.sub("", text[len(name) :]))
                if other is not None and other != task_id:
                    ids = sorted((task_id, other), key=self._order.__getitem__)
                    return Match(tuple(ids), "joined", 1.0)
        return None

    def _joined(self, profile: _Profile) -> Match | None:
        """Two tasks in one cell: each is in it almost completely, and together they fill it."""
        total = self._weight(profile.pairs)
        parts = []
        for task_id, task in self._profiles.items():
            shared = self._weight(profile.pairs & task.pairs)
            if shared >= _WHOLE * self._totals[task_id]:
                parts.append((shared / total, task_id))
        parts = sorted(parts, reverse=True)[:2]
        if len(parts) < 2 or parts[1][0] < _PART:
            return None
        both = self._profiles[parts[0][1]].pairs | self._profiles[parts[1][1]].pairs
        filled = self._weight(profile.pairs & both) / total
        if filled < _WHOLE:
            return None
        ids = sorted((parts[0][1], parts[1][1]), key=self._order.__getitem__)
        return Match(tuple(ids), "joined", round(filled, 3))

    def _score(self, text: _Profile, task: _Profile) -> float:
        """Mean of the agreement of pairs and of single characters.

        Each is the mean of the share of the cell that is in the task, which tolerates truncation, and the
        cosine of both, which does not.
        """
        scores = []
        for ours, theirs in ((text.pairs, task.pairs), (text.letters, task.letters)):
            shared = self._weight(ours & theirs)
            contained = shared / (self._weight(ours) or 1.0)
            recalled = shared / (self._weight(theirs) or 1.0)
            scores.append(0.5 * contained + 0.5 * math.sqrt(contained * recalled))
        return sum(scores) / 2

    def _weight(self, words: frozenset[str]) -> float:
        known, unknown = self._weights.get, self._unknown
        return sum([known(word, unknown) for word in words])


def normalise(text: str) -> str:
    """The letters of a text alone: no marks, no white space, full-width forms made half-width."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", fold_compatibility(text)))


def _profile(text: str) -> _Profile:
    return _Profile(frozenset(a + b for a, b in pairwise(text)), frozenset(text))
