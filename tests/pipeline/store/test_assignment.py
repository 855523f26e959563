"""How differently regions assign the same task."""

from __future__ import annotations

from math import isnan

import pandas as pd
import pytest

from pipeline.store.assignment import bodies_by_region, distance, mean_distances, shares, task_differences


def assigned(*rows: str) -> pd.DataFrame:
    """From rows such as ``1.1 A ip,court``: a task, a region and the bodies that it charges."""
    found = [
        (task_id, region_id, body)
        for task_id, region_id, bodies in (row.split() for row in rows)
        for body in bodies.split(",")
    ]
    return pd.DataFrame(found, columns=["task_id", "region_id", "department_id"], dtype="str")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ab", "ab", 0.0),
        ("ab", "cd", 1.0),
        ("ab", "bc", 2 / 3),
        ("a", "ab", 0.5),
        ("", "", 0.0),
        ("", "a", 1.0),
    ],
)
def test_distance_is_jaccards(one: str, other: str, expected: float) -> None:
    assert distance(frozenset(one), frozenset(other)) == pytest.approx(expected)


def test_a_tasks_difference_is_the_mean_over_all_pairs() -> None:
    table = task_differences(
        assigned("1.1 A ip", "1.1 B ip", "1.1 C ip,court", "1.2 A ip", "1.2 B court", "1.2 C tax")
    )
    assert table["task_id"].tolist() == ["1.2", "1.1"]
    assert table["difference"].tolist() == pytest.approx([1.0, (0 + 0.5 + 0.5) / 3])
    assert table["usual"].tolist() == [0, 1]
    assert table["bodies"].tolist() == [3, 2]


def test_with_two_regions_nothing_is_usual_enough_to_differ_from() -> None:
    table = task_differences(assigned("1.1 A ip", "1.1 B court", "2.1 A x", "2.1 B x", "2.1 C x"))
    assert table["task_id"].tolist() == ["2.1", "1.1"]
    assert isnan(table["difference"].iloc[1])


def test_no_tasks_give_an_empty_table_of_the_same_types() -> None:
    table = task_differences(assigned())
    assert table.empty
    assert table["difference"].dtype == "float64"


def test_who_is_far_from_the_others_and_what_is_usual() -> None:
    bodies = bodies_by_region(assigned("1.1 A ip", "1.1 B ip", "1.1 C court"))
    assert shares(bodies) == pytest.approx({"ip": 2 / 3, "court": 1 / 3})
    assert mean_distances(bodies) == pytest.approx({"A": 0.5, "B": 0.5, "C": 1.0})
    assert mean_distances({"A": frozenset("x")}) == {"A": 0.0}
