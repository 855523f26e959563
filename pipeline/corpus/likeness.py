"""How alike plans are in their words: cosines, clusters, and a map in two dimensions."""

from __future__ import annotations

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
"""The fewest and the most clusters that are tried: two would hardly separate more than long plans from short.
"""
NEIGHBOURS: Final = 100
"""Similar plans kept per plan: thousands of dissimilar pairs are of no use."""


def cosines(vectors: Any) -> Reals:
    """Cosines between all rows, 0 to 1 where no weight is negative; a row of zeros is like itself only.

    Parameters
    ----------
    vectors
        A dense or a sparse array.
    """
    if not vectors.shape[1]:
        return np.eye(vectors.shape[0])
    alike = np.clip(cosine_similarity(vectors), 0.0, 1.0)
    np.fill_diagonal(alike, 1.0)
    return np.asarray((alike + alike.T) / 2)


def nearest_plans(alike: Reals, plan: int, most: int = NEIGHBOURS) -> list[int]:
    """The plans most similar to one, most similar first; ties in the given order."""
    order = np.argsort(-alike[plan], kind="stable")
    return [int(other) for other in order if other != plan][:most]


def distances_of(alike: Reals) -> Reals:
    """The distance between vectors of length 1 that have these cosines: the root of ``2 - 2 cosine``."""
    return np.asarray(np.sqrt(np.maximum(2 - 2 * alike, 0)))


def lay_out(alike: Reals) -> Reals:
    """A map in two dimensions by principal coordinates: near where cosines are high.

    Of all maps that are a projection, it keeps most of :func:`distances_of`. On each axis the plan farthest
    out has a positive coordinate.

    Returns
    -------
    ndarray
        plans x 2, without a unit; columns of zeros where there are fewer plans than axes.

    References
    ----------
    Gower (1966): Some distance properties of latent root and vector methods used in multivariate analysis.
    Biometrika 53(3/4), 325-338.
    """
    places = KernelPCA(n_components=2, kernel="precomputed", eigen_solver="dense").fit_transform(alike)
    return np.pad(places, ((0, 0), (0, 2 - places.shape[1])))


def find_clusters(alike: Reals) -> list[int]:
    """Which cluster each plan is in, from 1, the largest first.

    Ward's method over :func:`distances_of`; of the numbers of clusters that are tried (:data:`CLUSTERS`), the
    one with the highest mean silhouette, and the smallest such. All are in one cluster where there are too
    few to try.
    """
    tried = range(CLUSTERS[0], min(CLUSTERS[1] + 1, len(alike)))
    if not tried:
        return [1] * len(alike)
    tree = linkage(squareform(distances_of(alike), checks=False), method="ward")
    cuts = [fcluster(tree, number, criterion="maxclust").tolist() for number in tried]
    best = max(cuts, key=lambda labels: float(silhouettes(alike, labels).mean()))
    by_size = sorted(set(best), key=lambda label: (-best.count(label), best.index(label)))
    order = {label: place for place, label in enumerate(by_size, 1)}
    return [order[label] for label in best]


def silhouettes(alike: Reals, labels: Sequence[int]) -> Reals:
    """How much nearer each plan is to its own cluster than to the next, -1 to 1; 0 for one that is alone.

    References
    ----------
    Rousseeuw (1987): Silhouettes: a graphical aid to the interpretation and validation of cluster analysis.
    Journal of Computational and Applied Mathematics 20, 53-65.
    """
    if not 1 < len(set(labels)) < len(labels):
        return np.zeros(len(labels))
    return np.asarray(silhouette_samples(distances_of(alike), labels, metric="precomputed"))
