"""The counts of the overview: coverage by region, key area and task, and an example of each depth."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

import pandas as pd

from pages.ui.evidence.evidence import records
from pipeline.schema.model import COVERED_DEPTHS, DEPTHS, SPECIFIC_DEPTHS

_EXAMPLE_LENGTH: Final = 45
"""The best length (characters) of an example: it says something, and is read at a glance."""


@dataclass(frozen=True)
class Example:
    """A depth with the number and share of its cells, and one of them with its measure, if there is any."""

    depth: str
    cells: int
    share: float
    cell: dict[str, Any] | None
    measure: dict[str, Any] | None


def count_depths(frame: pd.DataFrame, cells: pd.DataFrame, key: str) -> pd.DataFrame:
    """Add counts of ``cells``, rows of `coverage`, to regions, key areas or tasks; missing without any.

    ``key`` is the column of their id. The new columns are the number of cells of each depth; cells, covered,
    specific_cells (Int64) and share (Float64, 0 to 1).
    """
    counts = pd.crosstab(cells[key], cells["depth"]).reindex(columns=list(DEPTHS), fill_value=0)
    counts = counts.assign(
        cells=counts.sum(axis=1),
        covered=counts[list(COVERED_DEPTHS)].sum(axis=1),
        specific_cells=counts[list(SPECIFIC_DEPTHS)].sum(axis=1),
    ).astype("Int64")
    counts["share"] = (counts["covered"] / counts["cells"]).astype("Float64")
    return frame.merge(counts, how="left", left_on=key, right_index=True)


def rank_tasks(tasks: pd.DataFrame, most: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the least and the most covered of the tasks of `count_depths`, without overlap.

    Ties are broken by the number of specific cells, then by the order of the template.
    """
    keys = ["covered", "specific_cells", "official_order"]
    most = min(most, max(1, len(tasks) // 2))
    least = tasks.sort_values(keys, ignore_index=True).head(most)
    others = tasks[~tasks["task_id"].isin(least["task_id"])]
    return least, others.sort_values(keys, ascending=[False, False, True], ignore_index=True).head(most)


def group_answers(cells: pd.DataFrame, names: Mapping[str, str]) -> dict[tuple[str, str], list[str]]:
    """Return the names of the regions that answer a task at a depth, from cells of `coverage`."""
    answers = cells["region_id"].map(names).groupby([cells["task_id"], cells["depth"]]).agg(list)
    return dict(zip(answers.index, answers, strict=True))


def choose_examples(cells: pd.DataFrame, measures: pd.DataFrame) -> list[Example]:
    """Choose a cell for each depth, from the lowest, of one task as far as possible.

    ``cells`` and ``measures`` are rows of `coverage` and `measures`. The task is the one whose cells differ
    most in depth (Gini-Simpson index). Of the cells of a depth, the one of about the length of a sentence is
    chosen; of generic ones, the one that repeats its task most.
    """
    measures = measures.set_index("measure_id", drop=False)
    shares = pd.crosstab(cells["task_id"], cells["depth"], normalize="index")
    task_id = (1 - (shares**2).sum(axis=1)).idxmax()
    examples = []
    for depth in DEPTHS:
        of_depth = cells[cells["depth"] == depth]
        same = of_depth[of_depth["task_id"] == task_id]
        cell, measure = _choose_cell(same if len(same) else of_depth, depth, measures)
        examples.append(Example(depth, len(of_depth), len(of_depth) / max(len(cells), 1), cell, measure))
    return examples


def _choose_cell(
    cells: pd.DataFrame, depth: str, measures: pd.DataFrame
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Choose a cell, with a single measure if possible; return it with its first measure."""
    if cells.empty:
        return None, None
    single = cells[cells["measures"] <= 1]
    pool = (single if len(single) else cells).reset_index(drop=True)
    first = [ids.split(";")[0] for ids in pool["measure_ids"]]
    if depth == "generic":
        rows = measures.loc[first]
        # The similarity of task and measure (Ratcliff-Obershelp).
        scores = [
            SequenceMatcher(None, task, measure, autojunk=False).ratio()
            for task, measure in zip(rows["task_text"], rows["measure_text"], strict=True)
        ]
    else:
        scores = [-abs(length - _EXAMPLE_LENGTH) for length in pool["characters"]]
    best = scores.index(max(scores))
    measure = records(measures.loc[[first[best]]])[0] if first[best] else None
    return records(pool)[best], measure
