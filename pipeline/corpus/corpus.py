"""Tables made from all plans together: keywords, similarity, reused text, shared local tasks.

Keyness is how much more a text uses a term than the rest of the corpus does: the weighted log-odds ratio with
an informative Dirichlet prior of Monroe, Colaresi and Quinn (2008).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.decomposition import KernelPCA
from sklearn.metrics import silhouette_samples
from sklearn.metrics.pairwise import cosine_similarity

from pipeline.corpus.local_tasks import local_columns
from pipeline.corpus.reuse import Reuse, find_reuse
from pipeline.corpus.texts import SCOPES, count_terms, own_measures, tf_idf
from pipeline.extract.keywords import Lexicon
from pipeline.reading.plan import ParsedPlan
from pipeline.schema.collector import pause_collector
from pipeline.taxonomy.loading import Taxonomy

Columns = Mapping[str, Sequence[Any] | NDArray[Any]]

Counts = NDArray[np.int64]

INTERVAL: Final = 1.96
"""Standard errors on either side of a keyness for a 95 % interval."""

PRIOR_SHARE: Final = 0.1
"""The weight of the prior, as a share of the corpus."""

LEAST_USES: Final = 3
"""Minimum uses of a distinctive term. The interval alone does not ensure this: for a term that is rare
elsewhere it lies above 0 for two uses, which one sentence can have."""

Reals = NDArray[np.float64]

CLUSTERS: Final = (3, 8)
"""The fewest and the most clusters to try: two would mostly separate long plans from short ones."""
NEIGHBOURS: Final = 100
"""Similar plans kept per plan: thousands of dissimilar pairs are useless."""


@pause_collector()
def corpus_tables(reads: Sequence[ParsedPlan], taxonomy: Taxonomy, lexicon: Lexicon) -> dict[str, Columns]:
    """Make the columns of these tables from the plans of an edition, except ``collection`` and ``year``."""
    terms = _term_table(reads)
    texts = count_terms(reads, terms[["measure_id", "term"]])
    regions = len({read.job.plan.region_id for read in reads if read.measures})
    keywords = pd.concat([_keyword_table(scope, texts, regions) for scope in SCOPES])
    alike = cosines(tf_idf(texts["plan"], [read.job.plan_id for read in reads]))
    return {
        "terms": _columns(terms),
        "keywords": _columns(keywords),
        "likeness": _likeness_columns(reads, alike),
        "plan_map": _map_columns(reads, alike),
        "reuse": _reuse_columns(reads, taxonomy),
        "local_tasks": local_columns(reads, lexicon),
    }


def _columns(frame: pd.DataFrame) -> Columns:
    return {str(name): values.to_numpy() for name, values in frame.items()}


def _term_table(reads: Sequence[ParsedPlan]) -> pd.DataFrame:
    rows = [
        (
            measure.measure_id,
            read.job.plan.region_id,
            measure.area_id,
            ";".join(measure.match.task_ids),
            term.term,
            term.start,
            term.end,
        )
        for read in reads
        for measure in read.measures
        for term in measure.facts.terms
    ]
    names = ["measure_id", "region_id", "area_id", "task_id", "term", "char_start", "char_end"]
    return pd.DataFrame(rows, columns=names)


def _keyword_table(scope: str, texts: Mapping[str, pd.DataFrame], regions: int) -> pd.DataFrame:
    """Calculate the keywords of the texts of a scope; ``texts`` are from `count_terms`."""
    corpus = texts["region"].groupby("term")["count"].sum().rename("corpus")
    uses = texts[scope].join(corpus, on="term")
    count = uses["count"].to_numpy()
    # For a region's text, `regions` counts the regions that use the term at all.
    using = uses.groupby("term")["term"].transform("size") if scope == "region" else uses["regions"]
    sizes = uses.groupby("scope_id")["count"].transform("sum").to_numpy()
    keyness = log_odds(count, uses["corpus"].to_numpy(), sizes, int(corpus.sum()))
    text_numbers, ids = pd.factorize(uses["scope_id"])
    weights = tf_idf(uses, ids.tolist())[text_numbers, pd.factorize(uses["term"])[0]] if len(uses) else []
    return pd.DataFrame(
        {
            "scope": scope,
            "scope_id": uses["scope_id"],
            "term": uses["term"],
            "count": count,
            "per_1000": 1000 * count / uses["characters"],
            "regions": using,
            "share_of_regions": using / regions,
            "tf_idf": np.asarray(weights, np.float64),
        }
    ).join(keyness)


def _likeness_columns(reads: Sequence[ParsedPlan], alike: NDArray[np.float64]) -> Columns:
    ids = [read.job.plan_id for read in reads]
    pairs = [(plan, other) for plan in range(len(ids)) for other in nearest_plans(alike, plan)]
    return {
        "plan_id": [ids[plan] for plan, _ in pairs],
        "other_id": [ids[other] for _, other in pairs],
        "cosine": [alike[pair] for pair in pairs],
    }


def _map_columns(reads: Sequence[ParsedPlan], alike: NDArray[np.float64]) -> Columns:
    points, clusters = project_plans(alike), find_clusters(alike)
    return {
        "plan_id": [read.job.plan_id for read in reads],
        "region_id": [read.job.plan.region_id for read in reads],
        "x": points[:, 0],
        "y": points[:, 1],
        "cluster": clusters,
        "silhouette": silhouettes(alike, clusters),
    }


def _reuse_columns(reads: Sequence[ParsedPlan], taxonomy: Taxonomy) -> Columns:
    rows = [(read.job.plan.region_id, measure) for read in reads for measure in own_measures(read)]
    texts = [measure.row.measure.text for _, measure in rows]
    found = pd.DataFrame(find_reuse(texts, [task.name_zh for task in taxonomy.tasks]), columns=Reuse._fields)
    first, second = ([rows[number] for number in found[name]] for name in ("first", "second"))
    spans = zip(found["first"], found["char_start"], found["char_end"], strict=True)
    return {
        **_columns(found),
        "measure_id": [measure.measure_id for _, measure in first],
        "other_id": [measure.measure_id for _, measure in second],
        "region_id": [region_id for region_id, _ in first],
        "other_region_id": [region_id for region_id, _ in second],
        "quote": [texts[number][start:end] for number, start, end in spans],
    }


def log_odds(
    here: Counts, corpus: Counts, size: Counts, total: int, share: float = PRIOR_SHARE
) -> pd.DataFrame:
    r"""Calculate the weighted log-odds ratio of terms between texts and the rest of the corpus.

    With :math:`y_i` uses among the :math:`n_i` terms of a text, :math:`y_j` and :math:`n_j` in the rest of
    the corpus (so :math:`y = y_i + y_j`, :math:`n = n_i + n_j`), and the prior
    :math:`\alpha = \alpha_0 y / n`, by which every text is a draw from the whole corpus:

    .. math::

        \delta = \log\frac{y_i + \alpha}{n_i + \alpha_0 - y_i - \alpha}
               - \log\frac{y_j + \alpha}{n_j + \alpha_0 - y_j - \alpha}, \qquad
        \sigma^2 = \frac{1}{y_i + \alpha} + \frac{1}{y_j + \alpha}

    The arrays have a value for each pair of a text and a term: ``here`` :math:`y_i`, ``corpus`` :math:`y`,
    ``size`` :math:`n_i`; ``total`` is :math:`n`, and ``share`` :math:`\alpha_0 / n`, the weight of the prior.

    Columns: keyness (:math:`\delta`), keyness_low and keyness_high, the bounds of its 95 % interval, z,
    keyness over its standard error, and error (:math:`\sigma`; all float64); distinctive (bool): used three
    times or more, with an interval above 0.

    After Monroe, Colaresi and Quinn (2008): Fightin' Words: Lexical Feature Selection and Evaluation for
    Identifying the Content of Political Conflict. Political Analysis 16(4), 372-403, equations 15 to 22.
    """
    prior = share * total
    alpha = share * corpus
    rest = corpus - here
    # The only term of a corpus has no odds.
    known = corpus < total
    inside = np.divide(here + alpha, size + prior - here - alpha, out=np.ones_like(alpha), where=known)
    outside = np.divide(
        rest + alpha, total - size + prior - rest - alpha, out=np.ones_like(alpha), where=known
    )
    delta = np.log(inside) - np.log(outside)
    error = np.sqrt(1 / (here + alpha) + 1 / (rest + alpha))
    low = delta - INTERVAL * error
    return pd.DataFrame(
        {
            "keyness": delta,
            "keyness_low": low,
            "keyness_high": delta + INTERVAL * error,
            "z": delta / error,
            "error": error,
            "distinctive": (here >= LEAST_USES) & (low > 0),
        }
    )


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
    positive coordinate. Returns plans x 2, without a unit; zeros where there are fewer plans than axes. After
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

    After Rousseeuw (1987): Silhouettes: a graphical aid to the interpretation and validation of cluster
    analysis. Journal of Computational and Applied Mathematics 20, 53-65.
    """
    if not 1 < len(set(labels)) < len(labels):
        return np.zeros(len(labels))
    return np.asarray(silhouette_samples(to_distances(alike), labels, metric="precomputed"))
