"""Similarity of plans in their words: cosines, clusters, and a map in two dimensions."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.decomposition import KernelPCA
from sklearn.metrics import silhouette_samples
from sklearn.metrics.pairwise import cosine_similarity

Reals = NDArray[np.float64]

CLUSTERS: Final = (3, 8)
"""The fewest and the most clusters to try: two would mostly separate long plans from short ones."""
NEIGHBOURS: Final = 100
"""Similar plans kept per plan: thousands of dissimilar pairs are useless."""


def cosines(vectors: Any) -> Reals:
    """Return the cosines (0 to 1) between all rows of an array; a row of zeros is similar to itself only."""
    if not vectors.shape[1]:
        return np.eye(vectors.shape[0])
    alike = np.clip(cosine_similarity(vectors), 0.0, 1.0)
    np.fill_diagonal(alike, 1.0)
    return np.asarray((alike + alike.T) / 2)


def nearest_plans(alike: Reals, plan: int, most: int = NEIGHBOURS) -> list[int]:
    """Return the numbers of the most similar plans, the most similar first."""
    order = np.argsort(-alike[plan], kind="stable")
    return [int(other) for other in order if other != plan][:most]


def to_distances(alike: Reals) -> Reals:
    """Convert cosines to the Euclidean distances of unit vectors: the root of ``2 - 2 cosine``."""
    return np.asarray(np.sqrt(np.maximum(2 - 2 * alike, 0)))


def project_plans(alike: Reals) -> Reals:
    """Project plans to two dimensions by principal coordinates; similar plans are near each other.

    Of all projections, it preserves most of :func:`to_distances`. On each axis the plan farthest out has a
    positive coordinate. Returns plans x 2, without a unit; zeros where there are fewer plans than axes.

    References
    ----------
    Gower (1966): Some distance properties of latent root and vector methods used in multivariate analysis.
    Biometrika 53(3/4), 325-338.
    """
    points = KernelPCA(n_components=2, kernel="precomputed", eigen_solver="dense").fit_transform(alike)
    return np.pad(points, ((0, 0), (0, 2 - points.shape[1])))


def find_clusters(alike: Reals) -> list[int]:
    """Return the cluster of each plan, from 1, the largest first.

    Ward's method over :func:`to_distances`, with the number of clusters (:data:`CLUSTERS`) of the highest
    mean silhouette, the smallest of ties. Too few plans are one cluster.
    """
    tried = range(CLUSTERS[0], min(CLUSTERS[1] + 1, len(alike)))
    if not tried:
        return [1] * len(alike)
    tree = linkage(squareform(to_distances(alike), checks=False), method="ward")
    cuts = [fcluster(tree, number, criterion="maxclust").tolist() for number in tried]
    best = max(cuts, key=lambda labels: float(silhouettes(alike, labels).mean()))
    by_size = sorted(set(best), key=lambda label: (-best.count(label), best.index(label)))
    order = {label: number for number, label in enumerate(by_size, 1)}
    return [order[label] for label in best]


def silhouettes(alike: Reals, labels: Sequence[int]) -> Reals:
    """Return how much nearer each plan is to its own cluster than to the next, -1 to 1; 0 for one alone.

    References
    ----------
    Rousseeuw (1987): Silhouettes: a graphical aid to the interpretation and validation of cluster analysis.
    Journal of Computational and Applied Mathematics 20, 53-65.
    """
    if not 1 < len(set(labels)) < len(labels):
        return np.zeros(len(labels))
    return np.asarray(silhouette_samples(to_distances(alike), labels, metric="precomputed"))
