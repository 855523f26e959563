"""Matches task cells to standard tasks, tolerating rewording, truncation and misspelling."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import digits
from typing import Final, Literal

from pipeline.schema.folding import fold_compatibility
from pipeline.taxonomy.loading import Task

Method = Literal["exact", "similar", "joined", "local"]

_NO_WORD: Final = re.compile(r"[\W_]+")
_AND: Final = re.compile("^(?:以及|和|与|及|并)")
_CLAUSE_END: Final = re.compile(r"[，。；：！？,;:!?]+")

ACCEPT: Final = 0.66
"""Minimum score (0 to 1) of a match; like those below, chosen on the ten plans read by hand."""
ACCEPT_IN_AREA: Final = 0.5
"""Minimum score of a match with a task of the row's key area."""
SURE: Final = 0.72
"""Minimum score that needs no review."""
_MIN_TASK_SHARE: Final = 0.75
_MIN_CELL_SHARE: Final = 0.25
"""For a cell that names two tasks: the share of each task that must be in the cell, and the share of the cell
that each of them must fill.
"""
_ACCEPT_MEASURE: Final = 0.4
_MIN_LEAD: Final = 0.15
_MIN_PART: Final = 4
_AREA_BONUS: Final = 0.16
"""For a measure without a task cell: the minimum score, its minimum lead over the next task, and what is
added for tasks of its key area. Of the measures of 2018 without their task cells, which is harder, 48 % are
matched, and 89 % of these to the right one of 57.
"""


@dataclass(frozen=True)
class Match:
    """The standard tasks that a cell names (up to two), the match method, and the score."""

    task_ids: tuple[str, ...]
    method: Method
    score: float


@dataclass(frozen=True)
class _Ngrams:
    bigrams: frozenset[str]
    letters: frozenset[str]


@dataclass(frozen=True)
class _MeasureWords:
    """The clauses of a measure, the n-grams of each clause and of each two adjacent ones, and all bigrams."""

    clauses: tuple[str, ...]
    windows: tuple[_Ngrams, ...]
    bigrams: frozenset[str]


class TaskMatcher:
    """Compares task cells with the standard tasks by character bigrams and single characters.

    Each is weighted by its inverse document frequency over the standard tasks (Spaerck Jones 1972): 知识产权
    is in most tasks and weighs little.
    """

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._ids = {normalise(task.name_zh): task.id for task in tasks}
        self._ngrams = {task.id: _make_ngrams(normalise(task.name_zh)) for task in tasks}
        self._order = {task.id: position for position, task in enumerate(tasks)}
        counts: Counter[str] = Counter()
        for ngrams in self._ngrams.values():
            counts.update(ngrams.bigrams | ngrams.letters)
        self._weights = {ngram: math.log((len(tasks) + 1) / (n + 0.5)) for ngram, n in counts.items()}
        self._unknown = 0.6 * math.log((len(tasks) + 1) / 0.5)
        self._totals = {task_id: self._weight(ngrams.bigrams) for task_id, ngrams in self._ngrams.items()}
        self._areas = {task.id: task.area_id for task in tasks}
        self._words = {task.id: tuple(map(normalise, task.words)) for task in tasks}
        self._cache: dict[tuple[str, str], Match] = {}

    def match(self, text: str, area_id: str = "") -> Match:
        """Match a task cell; ``area_id`` is the key area of the row, if known."""
        key = normalise(text), area_id
        if key not in self._cache:
            self._cache[key] = self._match(*key)
        return self._cache[key]

    def is_name(self, text: str) -> bool:
        """Whether a text is the name of a standard task, but for marks and spaces."""
        return normalise(text) in self._ids

    def is_two_names(self, text: str) -> bool:
        """Whether a text is the names of two standard tasks without a mark between them."""
        cell = normalise(text)
        if not any(cell.startswith(name) and cell[len(name) :] in self._ids for name in self._ids):
            return False
        cuts = (cut for cut in range(1, len(text)) if text[cut - 1 : cut + 1].isalnum())
        return any(self.is_name(text[:cut]) and self.is_name(text[cut:]) for cut in cuts)

    def has_part_of_another(self, text: str) -> bool:
        """Whether a text is the name of a standard task with a part of another's before or after it."""
        cell = normalise(text)
        for name in self._ids:
            before, after = (one.strip(digits) for one in (cell.removesuffix(name), cell.removeprefix(name)))
            if _MIN_PART <= len(before) < len(cell) and self._is_part(before, "startswith"):
                return True
            if _MIN_PART <= len(after) < len(cell) and self._is_part(after, "endswith"):
                return True
        return False

    def _is_part(self, text: str, method: Literal["startswith", "endswith"]) -> bool:
        return text not in self._ids and any(getattr(name, method)(text) for name in self._ids)

    def match_measure(self, text: str, area_id: str = "") -> Match:
        """Match a measure of a table without task cells to at most one standard task.

        A task's score is the mean of two values: how well a clause, or two adjacent ones, agree with its
        name, and the share of its name found anywhere in the measure. It is 1 where one of the task's
        ``words`` occurs.
        """
        words = _read_measure(text)
        scores = {i: self._score_measure(words, ngrams, self._words[i]) for i, ngrams in self._ngrams.items()}
        ranks = {i: score + _AREA_BONUS * (self._areas[i] == area_id) for i, score in scores.items()}
        best, *others = sorted(ranks, key=ranks.__getitem__, reverse=True)
        lead = ranks[best] - max((ranks[other] for other in others), default=0.0)
        score = round(scores[best], 3)
        if ranks[best] >= _ACCEPT_MEASURE and lead >= _MIN_LEAD:
            return Match((best,), "similar", score)
        return Match((), "local", score)

    def rate_measure(self, text: str, task: str) -> float:
        """Return how well a measure agrees with a task cell (0 to 1), as `match_measure` does."""
        return self._score_measure(_read_measure(text), _make_ngrams(normalise(task)))

    def _score_measure(self, measure: _MeasureWords, task: _Ngrams, words: Sequence[str] = ()) -> float:
        if any(word in clause for word in words for clause in measure.clauses):
            return 1.0
        scores = (self._score(window, task) for window in measure.windows if window.bigrams & task.bigrams)
        share = self._weight(measure.bigrams & task.bigrams) / (self._weight(task.bigrams) or 1.0)
        # Sums in another order may differ in the last digit.
        return min(1.0, 0.5 * max(scores, default=0.0) + 0.5 * share)

    def _match(self, text: str, area_id: str) -> Match:
        if text in self._ids:
            return Match((self._ids[text],), "exact", 1.0)
        ngrams = _make_ngrams(text)
        if not ngrams.bigrams:
            return Match((), "local", 0.0)
        pair = self._match_two_names(text) or self._match_two_tasks(ngrams)
        if pair is not None:
            return pair
        score, best = max((self._score(ngrams, task), i) for i, task in self._ngrams.items())
        if score >= (ACCEPT_IN_AREA if self._areas[best] == area_id else ACCEPT):
            return Match((best,), "similar", round(score, 3))
        return Match((), "local", round(score, 3))

    def _match_two_names(self, text: str) -> Match | None:
        """Match a cell that consists of two complete task names, joined by at most an "and"."""
        for name, task_id in self._ids.items():
            if text.startswith(name):
                other = self._ids.get(_AND.sub("", text[len(name) :]))
                if other is not None and other != task_id:
                    return self._join_tasks((task_id, other), 1.0)
        return None

    def _match_two_tasks(self, ngrams: _Ngrams) -> Match | None:
        """Match a cell that contains two tasks almost completely and little else."""
        total = self._weight(ngrams.bigrams)
        parts = []
        for task_id, task in self._ngrams.items():
            shared = self._weight(ngrams.bigrams & task.bigrams)
            if shared >= _MIN_TASK_SHARE * self._totals[task_id]:
                parts.append((shared / total, task_id))
        parts = sorted(parts, reverse=True)[:2]
        if len(parts) < 2 or parts[1][0] < _MIN_CELL_SHARE:
            return None
        both = frozenset[str]().union(*(self._ngrams[task_id].bigrams for _, task_id in parts))
        share = self._weight(ngrams.bigrams & both) / total
        return self._join_tasks((parts[0][1], parts[1][1]), share) if share >= _MIN_TASK_SHARE else None

    def _join_tasks(self, task_ids: Sequence[str], score: float) -> Match:
        return Match(tuple(sorted(task_ids, key=self._order.__getitem__)), "joined", round(score, 3))

    def _score(self, text: _Ngrams, task: _Ngrams) -> float:
        """Return the mean agreement of bigrams and of single characters.

        Each is the mean of the share of the cell that is in the task, which tolerates truncation, and the
        cosine of both, which does not.
        """
        scores = []
        for ours, theirs in ((text.bigrams, task.bigrams), (text.letters, task.letters)):
            shared = self._weight(ours & theirs)
            precision = shared / (self._weight(ours) or 1.0)
            recall = shared / (self._weight(theirs) or 1.0)
            scores.append(0.5 * precision + 0.5 * math.sqrt(precision * recall))
        return sum(scores) / 2

    def _weight(self, ngrams: frozenset[str]) -> float:
        known, unknown = self._weights.get, self._unknown
        return sum([known(ngram, unknown) for ngram in ngrams])


def normalise(text: str) -> str:
    """Return the letters and digits of a text, in half width."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", fold_compatibility(text)))


def _make_ngrams(text: str) -> _Ngrams:
    return _Ngrams(frozenset(a + b for a, b in pairwise(text)), frozenset(text))


def _read_measure(text: str) -> _MeasureWords:
    clauses = tuple(clause for piece in _CLAUSE_END.split(text) if (clause := normalise(piece)))
    windows = tuple(_make_ngrams(window) for window in (*clauses, *map("".join, pairwise(clauses))))
    return _MeasureWords(clauses, windows, frozenset[str]().union(*(window.bigrams for window in windows)))
