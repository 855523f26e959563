"""How alike plans are in their words: cosines, clusters, and a map in two dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

Reals = NDArray[np.float64]

CLUSTERS: Final = (3, 8)
"""The fewest and the most clusters that are tried: two would hardly separate more than long plans from short.
"""
NEIGHBOURS: Final = 100
"""Similar plans kept per plan: thousands of dissimilar pairs are of no use."""


def cosines(vectors: Reals) -> Reals:
    """Cosines between all rows, 0 to 1 where no weight is negative; a row of zeros is like itself only."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    alike = np.clip(unit @ unit.T, 0.0, 1.0)
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

    Of all maps that are a projection, it keeps most of :func:`distances_of`. Each axis is turned so that the
    plan farthest out on it has a positive coordinate.

    Returns
    -------
    ndarray
        plans x 2, without a unit; columns of zeros where there are fewer plans than axes.

    References
    ----------
    Gower (1966): Some distance properties of latent root and vector methods used in multivariate analysis.
    Biometrika 53(3/4), 325-338.
    """
    centred = alike - alike.mean(axis=0) - alike.mean(axis=1)[:, None] + alike.mean()
    values, axes = np.linalg.eigh(centred)
    places = np.zeros((len(alike), 2))
    kept = min(2, len(alike))
    places[:, :kept] = (axes * np.sqrt(np.maximum(values, 0)))[:, ::-1][:, :kept]
    farthest = np.abs(places).argmax(axis=0)
    return np.asarray(places * np.where(places[farthest, [0, 1]] < 0, -1.0, 1.0))


def find_clusters(alike: Reals, tried: tuple[int, int] = CLUSTERS) -> list[int]:
    """Which cluster each plan is in, from 1, the largest first.

    Ward's method over :func:`distances_of`; of the numbers of clusters that are tried, the one with the
    highest mean silhouette, and the smallest such. All are in one cluster where there are too few to try.
    """
    fewest, most = tried[0], min(tried[1], len(alike) - 1)
    if most < fewest:
        return [1] * len(alike)
    tree = linkage(squareform(distances_of(alike), checks=False), method="ward")
    cuts = [fcluster(tree, number, criterion="maxclust").tolist() for number in range(fewest, most + 1)]
    best = max(cuts, key=lambda labels: float(silhouettes(alike, labels).mean()))
    by_size = sorted(set(best), key=lambda label: (-best.count(label), best.index(label)))
    order = {label: place for place, label in enumerate(by_size, 1)}
    return [order[label] for label in best]


def silhouettes(alike: Reals, labels: Sequence[int]) -> Reals:
    r"""How much nearer each plan is to its own cluster than to the next, -1 to 1; 0 for one that is alone.

    With :math:`a` the mean distance to the rest of its cluster and :math:`b` the least mean distance to
    another, the silhouette is :math:`(b - a) / \max(a, b)`.

    References
    ----------
    Rousseeuw (1987): Silhouettes: a graphical aid to the interpretation and validation of cluster analysis.
    Journal of Computational and Applied Mathematics 20, 53-65.
    """
    kinds = np.unique(labels)
    if len(kinds) < 2:
        return np.zeros(len(labels))
    own = np.asarray(labels)[:, None] == kinds
    sizes = own.sum(axis=0)
    sums = distances_of(alike) @ own
    mine = sizes[own.argmax(axis=1)]
    inside = sums[own] / np.maximum(mine - 1, 1)
    outside = np.where(own, np.inf, sums / sizes).min(axis=1)
    farther = np.maximum(inside, outside)
    known = (mine > 1) & (farther > 0)
    return np.asarray(np.divide(outside - inside, farther, out=np.zeros(len(labels)), where=known))
