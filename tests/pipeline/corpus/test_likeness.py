"""Similarity, clusters and the map of plans, compared with planted structure and a library."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.corpus.corpus import (
    cosines,
    find_clusters,
    nearest_plans,
    project_plans,
    silhouettes,
    to_distances,
)

WEIGHTS = arrays(np.float64, st.tuples(st.integers(1, 8), st.integers(1, 6)), elements=st.floats(0, 100))


def planted(groups: int, plans: int, seed: int = 5) -> np.ndarray:
    """Plans that share most words within their group: groups x plans rows."""
    noise = np.random.default_rng(seed).random((groups * plans, groups * 4)) * 0.2
    return noise + np.kron(np.eye(groups), np.ones((plans, 4)))


@given(WEIGHTS)
def test_similarity_is_symmetric_and_1_with_itself(vectors: np.ndarray) -> None:
    alike = cosines(vectors)
    assert np.array_equal(alike, alike.T)
    assert np.diag(alike) == pytest.approx(1)
    assert alike.min() >= 0
    assert alike.max() <= 1


def test_cosines_by_hand() -> None:
    alike = cosines(np.array([[3.0, 4.0, 0.0], [6.0, 8.0, 0.0], [0.0, 3.0, 4.0], [0.0, 0.0, 0.0]]))
    assert alike[0] == pytest.approx([1, 1, 12 / 25, 0])


def test_nearest_come_first_and_a_plan_is_not_its_own_neighbour() -> None:
    alike = cosines(np.array([[1.0, 0.0], [1.0, 1.0], [9.0, 1.0], [1.0, 1.0]]))
    assert nearest_plans(alike, 0) == [2, 1, 3]
    assert nearest_plans(alike, 0, most=1) == [2]


def test_a_map_of_vectors_that_lie_in_a_plane_keeps_all_distances() -> None:
    angles = np.array([0.1, 0.3, 0.8, 1.2, 1.5])
    alike = cosines(np.column_stack([np.cos(angles), np.sin(angles)]))
    places = project_plans(alike)
    between = np.linalg.norm(places[:, None] - places, axis=2)
    assert between == pytest.approx(to_distances(alike), abs=1e-7)
    assert places.mean(axis=0) == pytest.approx([0, 0])


@given(WEIGHTS)
def test_a_map_is_always_the_same_and_its_farthest_plan_has_positive_coordinates(vectors: np.ndarray) -> None:
    alike = cosines(vectors)
    places = project_plans(alike)
    assert places.shape == (len(vectors), 2)
    assert np.isfinite(places).all()
    assert np.array_equal(places, project_plans(alike.copy()))
    assert (places.max(axis=0) >= -places.min(axis=0) - 1e-9).all()


@pytest.mark.parametrize("groups", [3, 4, 5])
def test_planted_groups_are_found(groups: int) -> None:
    labels = find_clusters(cosines(planted(groups, 6)))
    assert labels == [group + 1 for group in range(groups) for _ in range(6)]


def test_the_largest_cluster_comes_first() -> None:
    vectors = planted(3, 6)[[0, 1, 2, 6, 7, 8, 9, 10, 11, 12, 13]]
    assert find_clusters(cosines(vectors)) == [2, 2, 2, 1, 1, 1, 1, 1, 1, 3, 3]


@pytest.mark.parametrize("plans", [1, 2, 3])
def test_few_plans_are_one_cluster(plans: int) -> None:
    alike = cosines(planted(3, 6)[:plans])
    assert find_clusters(alike) == [1] * plans
    assert silhouettes(alike, [1] * plans).tolist() == [0.0] * plans


def test_silhouettes_by_hand() -> None:
    # 1 and 2 are alike to 0.5, so 1 apart; both are the root of 2 away from 3, which is alone.
    alike = np.array([[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]])
    assert silhouettes(alike, [1, 1, 2]) == pytest.approx([1 - 1 / 2**0.5] * 2 + [0])
