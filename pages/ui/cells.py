"""The cells of the matrix as tables, in the order in which the matrix shows them."""

from __future__ import annotations

import pandas as pd

from pages.ui.arrange import Matrix
from pages.ui.text import DEPTHS, STATUSES, Language, named
from pipeline.schema.model import COVERED_DEPTHS
from pipeline.schema.model import DEPTHS as DEPTH_ORDER


def long_cells(matrix: Matrix, language: Language) -> pd.DataFrame:
    """One row per shown cell.

    Returns
    -------
    DataFrame
        region_id, region, area_id, task_id, task, depth, depth_name (all str). Regions without a plan have no
        cells; cells of depths that are not shown are left out.
    """
    names = {depth: named(DEPTHS, depth, language) for depth in DEPTHS}
    return pd.DataFrame(
        [
            (row.region_id, row.name, column.area_id, column.task_id, column.name, depth, names[depth])
            for row in matrix.planned
            for column in matrix.columns
            if (depth := matrix.depths[row.region_id, column.task_id]) in matrix.shown
        ],
        columns=["region_id", "region", "area_id", "task_id", "task", "depth", "depth_name"],
        dtype="str",
    )


def with_counts(cells: pd.DataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """The cells with measures, characters (int64) and measure_ids (str) of the table `coverage`."""
    counts = coverage[["region_id", "task_id", "measures", "characters", "measure_ids"]]
    return cells.merge(counts, on=["region_id", "task_id"], how="left", validate="one_to_one")


def with_texts(cells: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """The cells of `with_counts` with measure_text (str): that of their measures, a line for each.

    It is left out where no cell has a measure.
    """
    texts = dict(zip(measures["measure_id"], measures["measure_text"], strict=True))
    joined = ["\n".join(texts[code] for code in ids.split(";") if code) for ids in cells["measure_ids"]]
    return cells.assign(measure_text=joined) if cells["measure_ids"].any() else cells


def wide_cells(matrix: Matrix, language: Language) -> pd.DataFrame:
    """One row per region and one column per task, as the matrix stands, with its totals.

    Returns
    -------
    DataFrame
        region_id, region (str); one column per task (its id and name) with the depth's name, empty where the
        depth is not shown, or why there is no plan; a column and a row of totals.
    """
    total = {"zh": "计数", "en": "Count"}[language]
    names = [f"{column.task_id} {column.name}" for column in matrix.columns]
    rows: list[list[object]] = []
    for row in matrix.rows:
        if row.status != "plan":
            status = named(STATUSES, row.status, language)
            rows.append([row.region_id, row.name, *[status] * len(names), ""])
            continue
        depths = [matrix.depths[row.region_id, column.task_id] for column in matrix.columns]
        shown = [named(DEPTHS, depth, language) if depth in matrix.shown else "" for depth in depths]
        rows.append([row.region_id, row.name, *shown, row.counted])
    rows.append(
        [
            "",
            total,
            *(column.counted for column in matrix.columns),
            sum(row.counted for row in matrix.planned),
        ]
    )
    return pd.DataFrame(rows, columns=["region_id", "region", *names, total])


def deepest_first(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells that cover their task, the deepest first, of equally deep ones the longest.

    Parameters
    ----------
    cells
        Columns depth and characters, as in the codebook's table `coverage`.
    """
    answers = cells[cells["depth"].isin(COVERED_DEPTHS)]
    ranks = answers["depth"].map(DEPTH_ORDER.index)
    order = answers.assign(rank=ranks).sort_values(["rank", "characters"], ascending=False, kind="stable")
    return order.drop(columns="rank")
