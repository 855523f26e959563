"""Differences between regions in the bodies for a task."""

from math import isnan

import pandas as pd
import pytest

from pipeline.store.queries_departments import charge_matrix, mean_distances, task_differences


def assigned(*rows: str) -> pd.DataFrame:
    """From rows such as ``1.1 A ip,court``: a task, a region and the bodies that it charges."""
    found = [
        (task_id, region_id, body)
        for task_id, region_id, bodies in (row.split() for row in rows)
        for body in bodies.split(",")
    ]
    return pd.DataFrame(found, columns=["task_id", "region_id", "department_id"], dtype="str")


def test_a_tasks_difference_is_the_mean_over_all_pairs() -> None:
    table = task_differences(
        assigned("1.1 A ip", "1.1 B ip", "1.1 C ip,court", "1.2 A ip", "1.2 B court", "1.2 C tax")
    )
    assert table["task_id"].tolist() == ["1.2", "1.1"]
    assert table["difference"].tolist() == pytest.approx([1.0, (0 + 0.5 + 0.5) / 3])
    assert table["usual"].tolist() == [0, 1]
    assert table["bodies"].tolist() == [3, 2]


def test_two_regions_have_no_difference() -> None:
    table = task_differences(assigned("1.1 A ip", "1.1 B court", "2.1 A x", "2.1 B x", "2.1 C x"))
    assert table["task_id"].tolist() == ["2.1", "1.1"]
    assert isnan(table["difference"].iloc[1])


def test_no_tasks_give_an_empty_table_of_the_same_types() -> None:
    table = task_differences(assigned())
    assert table.empty
    assert table["difference"].dtype == "float64"


def test_mean_distances_of_regions() -> None:
    charged = charge_matrix(assigned("1.1 C court", "1.1 A ip", "1.1 B ip,tax")).droplevel("task_id")
    assert charged.index.tolist() == ["C", "A", "B"]
    distances = {"C": (1 + 1) / 2, "A": (1 + 0.5) / 2, "B": (1 + 0.5) / 2}
    assert mean_distances(charged).to_dict() == pytest.approx(distances)
    assert mean_distances(charged.head(1)).to_dict() == {"C": 0.0}
