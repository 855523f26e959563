"""Which standard tasks are near each other, by the words that regions answer them with."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline.store import store


def nearest_tasks(built: Path, task_id: str) -> pd.DataFrame:
    """The other standard tasks by how like one they are in the words of their measures.

    Returns
    -------
    DataFrame
        task_id (str); cosine (float64, 0 to 1), of their TF-IDF vectors of words; nearest first. Tasks that
        have no word in common with it are left out.
    """
    found = store.table(built, "keywords")
    found = found[(found["scope"] == "task") & (found["year"] == found["year"].max())]
    weights = found.set_index("term")["tf_idf"]
    one = weights[(found["scope_id"] == task_id).to_numpy()]
    shared = weights.index.map(one).fillna(0.0).to_numpy() * weights.to_numpy()
    by_task = (
        pd.DataFrame(
            {
                "task_id": found["scope_id"].to_numpy(),
                "shared": shared,
                "own": weights.to_numpy() ** 2,
            }
        )
        .groupby("task_id", as_index=False)[["shared", "own"]]
        .sum()
    )
    length = float((one**2).sum())
    by_task["cosine"] = by_task["shared"] / (by_task["own"] * length) ** 0.5 if length else 0.0
    near = by_task[(by_task["task_id"] != task_id) & (by_task["cosine"] > 0)]
    return near.sort_values("cosine", ascending=False, kind="stable", ignore_index=True)[
        ["task_id", "cosine"]
    ]
