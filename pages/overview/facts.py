"""What the overview counts: coverage by region, by key area and by task, and an example of each depth."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

import pandas as pd

from pages.ui.evidence.evidence import records
from pipeline.schema.model import COVERED_DEPTHS, DEPTHS, GAP_DEPTHS, SPECIFIC_DEPTHS

_EXAMPLE_LENGTH: Final = 45
"""Characters of a measure that is long enough to say something and short enough to be read at a glance."""


@dataclass(frozen=True)
class Corpus:
    """What is chosen of the corpus, as the codebook's tables.

    ``regions`` holds all that the macro-regions leave, with a plan or without; ``elsewhere`` the others.
    """

    regions: pd.DataFrame
    elsewhere: pd.DataFrame
    areas: pd.DataFrame
    tasks: pd.DataFrame
    cells: pd.DataFrame
    measures: pd.DataFrame

    def names(self, status: str, column: str) -> list[str]:
        """The regions of a status, by their names in ``column``."""
        return [str(name) for name in self.regions.loc[self.regions["status"] == status, column]]

    @property
    def plans(self) -> int:
        return int((self.regions["status"] == "plan").sum())

    @property
    def covered(self) -> int:
        return int(self.cells["depth"].isin(COVERED_DEPTHS).sum())

    @property
    def gaps(self) -> int:
        return int(self.cells["depth"].isin(GAP_DEPTHS).sum())

    @property
    def specific_measures(self) -> int:
        return int((self.measures["level"] == "specific").sum())


@dataclass(frozen=True)
class Example:
    """A depth with the number and share of its cells, and one of them with its measure, if any."""

    depth: str
    cells: int
    share: float
    cell: dict[str, Any] | None
    measure: dict[str, Any] | None


def region_counts(corpus: Corpus) -> pd.DataFrame:
    """All regions, chosen or not, with their counts.

    Returns
    -------
    DataFrame
        The columns of the codebook's table `regions`; one column of counts for each depth; cells, covered,
        specific_cells (Int64) and share (Float64, 0 to 1). The counts are missing where a region has no plan,
        or is not chosen.
    """
    everywhere = pd.concat([corpus.regions, corpus.elsewhere])
    return _add_counts(everywhere, corpus.cells, "region_id").sort_values("official_order", ignore_index=True)


def area_counts(corpus: Corpus) -> pd.DataFrame:
    """The chosen key areas with their counts, as in `region_counts`."""
    return _add_counts(corpus.areas, corpus.cells, "area_id").dropna(subset="share").reset_index(drop=True)


def task_counts(corpus: Corpus) -> pd.DataFrame:
    """The chosen tasks with their counts, as in `region_counts`."""
    return _add_counts(corpus.tasks, corpus.cells, "task_id").dropna(subset="share").reset_index(drop=True)


def rank_tasks(tasks: pd.DataFrame, most: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The least and the best covered of the tasks that `task_counts` counted, no task among both.

    Of tasks covered by as many regions, the one with fewer specific cells counts as less covered; then the
    order of the template decides.
    """
    keys = ["covered", "specific_cells", "official_order"]
    few = min(most, max(1, len(tasks) // 2))
    least = tasks.sort_values(keys, ascending=[True, True, True]).head(few)
    others = tasks[~tasks["task_id"].isin(least["task_id"])]
    best = others.sort_values(keys, ascending=[False, False, True]).head(few)
    return least.reset_index(drop=True), best.reset_index(drop=True)


def group_answers(corpus: Corpus, name: str) -> dict[tuple[str, str], list[str]]:
    """The regions, by their names in the column ``name``, that answer a task at a depth."""
    names = corpus.regions.set_index("region_id")[name]
    found: dict[tuple[str, str], list[str]] = {}
    for region_id, task_id, depth in corpus.cells[["region_id", "task_id", "depth"]].itertuples(index=False):
        found.setdefault((task_id, depth), []).append(str(names[region_id]))
    return found


def choose_examples(corpus: Corpus) -> list[Example]:
    """One cell for each depth, from the least to the most, of the same task as far as possible.

    The task is the one whose cells differ most. Of the cells of a depth, the one whose text is about as long
    as a sentence; of generic ones, the one that comes nearest to saying the task over again.
    """
    cells, measures = corpus.cells, corpus.measures.set_index("measure_id", drop=False)
    # Two cells of it that are drawn by chance differ most often in depth (Gini-Simpson index).
    shares = pd.crosstab(cells["task_id"], cells["depth"], normalize="index")
    task_id = (1 - (shares**2).sum(axis=1)).idxmax()
    found = []
    for depth in DEPTHS:
        of_depth = cells[cells["depth"] == depth]
        same = of_depth[of_depth["task_id"] == task_id]
        cell, measure = _choose_cell(same if len(same) else of_depth, depth, measures)
        found.append(Example(depth, len(of_depth), len(of_depth) / max(len(cells), 1), cell, measure))
    return found


def _add_counts(frame: pd.DataFrame, cells: pd.DataFrame, key: str) -> pd.DataFrame:
    counts = pd.crosstab(cells[key], cells["depth"]).reindex(columns=list(DEPTHS), fill_value=0)
    counts = counts.assign(
        cells=counts.sum(axis=1),
        covered=counts[list(COVERED_DEPTHS)].sum(axis=1),
        specific_cells=counts[list(SPECIFIC_DEPTHS)].sum(axis=1),
    ).astype("Int64")
    counts["share"] = (counts["covered"] / counts["cells"]).astype("Float64")
    return frame.merge(counts, how="left", left_on=key, right_index=True)


def _choose_cell(
    cells: pd.DataFrame, depth: str, measures: pd.DataFrame
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """A cell, of a single measure if there is one, and its first measure."""
    if cells.empty:
        return None, None
    single = cells[cells["measures"] <= 1]
    pool = (single if len(single) else cells).reset_index(drop=True)
    first = [ids.split(";")[0] for ids in pool["measure_ids"]]
    if depth == "generic":
        rows = measures.loc[first]
        # How much of a measure repeats its task (Ratcliff-Obershelp).
        scores = [
            SequenceMatcher(None, task, measure, autojunk=False).ratio()
            for task, measure in zip(rows["task_text"], rows["measure_text"], strict=True)
        ]
    else:
        scores = [-abs(length - _EXAMPLE_LENGTH) for length in pool["characters"]]
    best = scores.index(max(scores))
    measure = records(measures.loc[[first[best]]])[0] if first[best] else None
    return records(pool)[best], measure
