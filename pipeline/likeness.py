"""How alike plans are in their words: cosines, clusters, and a map in two dimensions."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

Reals = NDArray[np.float64]

MOST_CLUSTERS: Final = 8


def cosines(vectors: Reals) -> Reals:
    """Cosines between all rows, 0 to 1 where no weight is negative; a row of zeros is like nothing."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    alike = np.clip(unit @ unit.T, 0.0, 1.0)
    np.fill_diagonal(alike, 1.0)
    return np.asarray((alike + alike.T) / 2)


def lay_out(alike: Reals) -> Reals:
    """A map in two dimensions by principal coordinates: near where cosines are high.

    The distance of two plans is taken as the square root of ``2 - 2 cosine``, which is the distance of their
    vectors when both have length 1, so principal coordinates keep as much of it as two dimensions can. Each
    axis is turned so that the plan farthest out on it has a positive coordinate.

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


def find_clusters(alike: Reals, most: int = MOST_CLUSTERS) -> list[int]:
    """Which cluster each plan is in, from 1, the largest first.

    Ward's method over the same distances as the map's; of 2 to ``most`` clusters, as many as have the
    highest mean silhouette.
    """
    if len(alike) < 3:
        return [1] * len(alike)
    distances = np.sqrt(np.maximum(2 - 2 * alike, 0))
    tree = linkage(squareform(distances, checks=False), method="ward")
    cuts = [
        fcluster(tree, number, criterion="maxclust") for number in range(2, min(most, len(alike) - 1) + 1)
    ]
    best = max(cuts, key=lambda labels: silhouette(distances, labels))
    sizes = {label: -int((best == label).sum()) for label in best}
    order = {
        label: place for place, label in enumerate(sorted(sizes, key=lambda label: (sizes[label], label)), 1)
    }
    return [order[label] for label in best]


def silhouette(distances: Reals, labels: NDArray[np.int64]) -> float:
    """The mean silhouette of a clustering: how much nearer plans are to their own cluster than to the next.

    References
    ----------
    Rousseeuw (1987): Silhouettes: a graphical aid to the interpretation and validation of cluster analysis.
    Journal of Computational and Applied Mathematics 20, 53-65.
    """
    members = (labels[:, None] == np.unique(labels)[None]).astype(np.float64)
    sizes = members.sum(axis=0)
    own = members.astype(bool)
    sums = distances @ members
    inside = sums[own] / np.maximum(sizes[own.argmax(axis=1)] - 1, 1)
    outside = np.where(own, np.inf, sums / sizes).min(axis=1)
    widths = np.where(sizes[own.argmax(axis=1)] > 1, (outside - inside) / np.maximum(inside, outside), 0.0)
    return float(widths.mean())
