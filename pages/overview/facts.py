"""The counts of the overview: coverage by region, key area and task, and an example of each depth."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

import pandas as pd

from pages.ui.evidence.evidence import records
from pipeline.schema.model import COVERED_DEPTHS, DEPTHS, SPECIFIC_DEPTHS

_EXAMPLE_LENGTH: Final = 45
"""The best length (characters) of an example: it says something, and is read at a glance."""


@dataclass(frozen=True)
class Corpus:
    """The selected part of the corpus, as tables of the codebook.

    ``regions`` are those that pass the filters, with a plan or without, ``other_regions`` the rest.
    """

    regions: pd.DataFrame
    other_regions: pd.DataFrame
    areas: pd.DataFrame
    tasks: pd.DataFrame
    cells: pd.DataFrame
    measures: pd.DataFrame


@dataclass(frozen=True)
class Example:
    """A depth with the number and share of its cells, and one of them with its measure, if there is any."""

    depth: str
    cells: int
    share: float
    cell: dict[str, Any] | None
    measure: dict[str, Any] | None


def region_counts(corpus: Corpus) -> pd.DataFrame:
    """Return all regions, selected or not, with counts; these are missing without a plan or a selection.

    The columns are those of the codebook's table `regions`; the number of cells of each depth; cells,
    covered, specific_cells (Int64) and share (Float64, 0 to 1).
    """
    regions = pd.concat([corpus.regions, corpus.other_regions])
    return _add_counts(regions, corpus.cells, "region_id").sort_values("official_order", ignore_index=True)


def area_counts(corpus: Corpus) -> pd.DataFrame:
    """Return the selected key areas with the counts of `region_counts`."""
    return _add_counts(corpus.areas, corpus.cells, "area_id").dropna(subset="share", ignore_index=True)


def task_counts(corpus: Corpus) -> pd.DataFrame:
    """Return the selected tasks with the counts of `region_counts`."""
    return _add_counts(corpus.tasks, corpus.cells, "task_id").dropna(subset="share", ignore_index=True)


def rank_tasks(tasks: pd.DataFrame, most: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the least and the most covered of the tasks of `task_counts`, without overlap.

    Ties are broken by the number of specific cells, then by the order of the template.
    """
    keys = ["covered", "specific_cells", "official_order"]
    most = min(most, max(1, len(tasks) // 2))
    least = tasks.sort_values(keys, ignore_index=True).head(most)
    others = tasks[~tasks["task_id"].isin(least["task_id"])]
    return least, others.sort_values(keys, ascending=[False, False, True], ignore_index=True).head(most)


def group_answers(corpus: Corpus, name: str) -> dict[tuple[str, str], list[str]]:
    """Return the regions that answer a task at a depth, by their names in the column ``name``."""
    names = corpus.regions.set_index("region_id")[name]
    answers: dict[tuple[str, str], list[str]] = {}
    for region_id, task_id, depth in corpus.cells[["region_id", "task_id", "depth"]].itertuples(index=False):
        answers.setdefault((task_id, depth), []).append(str(names[region_id]))
    return answers


def choose_examples(corpus: Corpus) -> list[Example]:
    """Choose a cell for each depth, from the lowest, of one task as far as possible.

    The task is the one whose cells differ most in depth (Gini-Simpson index). Of the cells of a depth, the
    one of about the length of a sentence is chosen; of generic ones, the one that repeats its task most.
    """
    cells, measures = corpus.cells, corpus.measures.set_index("measure_id", drop=False)
    shares = pd.crosstab(cells["task_id"], cells["depth"], normalize="index")
    task_id = (1 - (shares**2).sum(axis=1)).idxmax()
    examples = []
    for depth in DEPTHS:
        of_depth = cells[cells["depth"] == depth]
        same = of_depth[of_depth["task_id"] == task_id]
        cell, measure = _choose_cell(same if len(same) else of_depth, depth, measures)
        examples.append(Example(depth, len(of_depth), len(of_depth) / max(len(cells), 1), cell, measure))
    return examples


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
