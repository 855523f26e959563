"""Score the pipeline's rows against gold rows, which were read by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Any, Final

from rapidfuzz import fuzz

from pipeline.readers import Document
from pipeline.readers.provenance import Provenance
from pipeline.reading.jobs import iter_jobs
from pipeline.reading.plan import Measure
from pipeline.reading.plan_job import PlanJob
from pipeline.schema.errors import SourceError
from pipeline.taxonomy.loading import DEFAULT, load_taxonomy
from tests.documents.document import squeeze

TAXONOMY: Final = load_taxonomy()

GOLD_REGIONS: Final = {
    "anhui": "340000",
    "beijing": "110000",
    "fujian": "350000",
    "gansu": "620000",
    "guangdong": "440000",
    "hebei": "130000",
    "heilongjiang": "230000",
    "jiangsu": "320000",
    "neimenggu": "150000",
    "shanghai": "310000",
}
"""Region of each gold file."""

_MIN_SIMILARITY: Final = 0.5
_MAX_COMPARED: Final = 120


@dataclass(frozen=True)
class Figures:
    """Counts of a comparison, which can be summed over plans.

    ``tasks``, ``measures`` and ``departments`` count gold rows whose cell was read exactly, ``cells_right``
    coverage cells (listed or not) that agree, ``levels_right`` rows whose level agrees. The last two exclude
    disputable cases.
    """

    rows: int = 0
    missed: int = 0
    invented: int = 0
    tasks: int = 0
    measures: int = 0
    departments: int = 0
    cells: int = 0
    cells_right: int = 0
    levels: int = 0
    levels_right: int = 0

    def __add__(self, other: Figures) -> Figures:
        sums = {f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        return Figures(**sums)

    def share(self, part: str, whole: str = "rows") -> float:
        """The ratio of ``part`` to ``whole``; 1 if ``whole`` is 0."""
        total: int = getattr(self, whole)
        return getattr(self, part) / total if total else 1.0


def list_jobs(source: Document, provenance: Provenance) -> list[PlanJob]:
    """The plans of a source; raises SourceError where one of them can't be read."""
    jobs = []
    for _, answer in iter_jobs(source, provenance, TAXONOMY, DEFAULT):
        if isinstance(answer, SourceError):
            raise answer
        jobs.append(answer)
    return jobs


def compare(gold: Sequence[Mapping[str, Any]], found: Sequence[Measure]) -> Figures:
    """Score one plan.

    Gold rows have the keys ``task``, ``measure``, ``depts``, ``std``, ``std_sure``, ``level`` and
    ``level_sure``.
    """
    pairs = align(gold, found)
    figures = Figures(rows=len(gold), missed=len(gold) - len(pairs), invented=len(found) - len(pairs))
    for ours, theirs in pairs:
        wrong = differences(ours, theirs)
        is_sure = ours["level"] != "none" and ours["level_sure"]
        figures += Figures(
            tasks="task" not in wrong,
            measures="measure" not in wrong,
            departments="depts" not in wrong,
            levels=is_sure,
            levels_right=is_sure and ours["level"] == theirs.level,
        )
    return figures + _compare_coverage(gold, found)


def differences(ours: Mapping[str, Any], theirs: Measure) -> dict[str, tuple[str, str]]:
    """The cells that are not as they should be: what they should be, what they are."""
    cells = {
        key: (squeeze(ours[key]), squeeze(getattr(theirs.row, column).text))
        for key, column in (("task", "task"), ("measure", "measure"), ("depts", "departments"))
    }
    return {key: texts for key, texts in cells.items() if texts[0] != texts[1]}


def align(
    gold: Sequence[Mapping[str, Any]], found: Sequence[Measure]
) -> list[tuple[Mapping[str, Any], Measure]]:
    """Pairs of the best order-preserving alignment (Needleman and Wunsch 1970)."""
    scores = [[_similarity(ours, theirs) for theirs in found] for ours in gold]
    best = [[0.0] * (len(found) + 1) for _ in range(len(gold) + 1)]
    for i in reversed(range(len(gold))):
        for j in reversed(range(len(found))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], scores[i][j] + best[i + 1][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(gold) and j < len(found):
        if scores[i][j] > 0 and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            pairs.append((gold[i], found[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _similarity(ours: Mapping[str, Any], theirs: Measure) -> float:
    # Never less than that of difflib, and a hundred times as soon found.
    if fuzz.ratio(ours["task"], theirs.row.task.text) < 100 * _MIN_SIMILARITY:
        return 0.0
    task = _ratio(ours["task"], theirs.row.task.text)
    if task < _MIN_SIMILARITY:
        return 0.0
    return task + _ratio(ours["measure"][:_MAX_COMPARED], theirs.row.measure.text[:_MAX_COMPARED]) / 2


def _ratio(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def _compare_coverage(gold: Sequence[Mapping[str, Any]], found: Sequence[Measure]) -> Figures:
    sure = {task_id for row in gold if row["std_sure"] for task_id in row["std"]}
    unsure = {task_id for row in gold if not row["std_sure"] for task_id in row["std"]} - sure
    listed = {task_id for measure in found for task_id in measure.match.task_ids}
    judged = [task.id for task in TAXONOMY.tasks if task.id not in unsure]
    right = sum((task_id in sure) == (task_id in listed) for task_id in judged)
    return Figures(cells=len(judged), cells_right=right)
