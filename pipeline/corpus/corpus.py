"""Tables that need all plans together: keywords, similarity, reused text, shared local tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pipeline.corpus.keyness import log_odds, tf_idf
from pipeline.corpus.likeness import cosines, find_clusters, lay_out, nearest_plans, silhouettes
from pipeline.corpus.local_table import local_columns
from pipeline.corpus.reuse import find_reuse
from pipeline.corpus.texts import SCOPES, Texts, own_measures, texts_of
from pipeline.extract.keywords import Lexicon
from pipeline.reading.plan import PlanRead
from pipeline.schema.codebook import TABLES
from pipeline.taxonomy.loading import Taxonomy

Columns = Mapping[str, Sequence[Any] | NDArray[Any]]

CORPUS_TABLES: Final = tuple(
    TABLES[name] for name in ("terms", "keywords", "likeness", "plan_map", "reuse", "local_tasks")
)


def corpus_tables(reads: Sequence[PlanRead], taxonomy: Taxonomy, lexicon: Lexicon) -> dict[str, Columns]:
    """The tables of :data:`CORPUS_TABLES` by name, column by column, from the plans of one edition.

    Their columns ``collection`` and ``year`` are left to the caller.
    """
    terms, texts = texts_of(reads)
    alike = cosines(plan_vectors(texts["plan"], len(terms))[_places(reads, texts["plan"])])
    return {
        "terms": _terms(reads),
        "keywords": _joined([_keywords(scope, terms, texts) for scope in SCOPES]),
        "likeness": _likeness(reads, alike),
        "plan_map": _plan_map(reads, alike),
        "reuse": _reuse(reads, taxonomy),
        "local_tasks": local_columns(reads, lexicon),
    }


def _terms(reads: Sequence[PlanRead]) -> Columns:
    uses = [
        (read, measure, term) for read in reads for measure in read.measures for term in measure.facts.terms
    ]
    return {
        "measure_id": [measure.measure_id for _, measure, _ in uses],
        "region_id": [read.job.plan.region_id for read, _, _ in uses],
        "area_id": [measure.area_id for _, measure, _ in uses],
        "task_id": [";".join(measure.match.task_ids) for _, measure, _ in uses],
        "term": [term.term for _, _, term in uses],
        "char_start": [term.start for _, _, term in uses],
        "char_end": [term.end for _, _, term in uses],
    }


def _keywords(scope: str, terms: Sequence[str], texts: Mapping[str, Texts]) -> Columns:
    held, of_regions = texts[scope], texts["region"]
    corpus = np.bincount(of_regions.term, of_regions.times, len(terms)).astype(np.int64)
    text, term, here = held.text, held.term, held.times
    # For a region's text, `regions` counts the regions that use the term at all.
    using = np.bincount(term)[term] if scope == "region" else held.regions
    sizes = np.bincount(text, here).astype(np.int64)
    keyness = log_odds(here, corpus[term], sizes[text], int(corpus.sum()))
    return {
        "scope": [scope] * len(term),
        "scope_id": [held.ids[number] for number in text],
        "term": [terms[number] for number in term],
        "count": here,
        "per_1000": 1000 * here / held.characters[text],
        "regions": using,
        "share_of_regions": using / len(of_regions.ids),
        "keyness": keyness.delta,
        "keyness_low": keyness.low,
        "keyness_high": keyness.high,
        "z": keyness.z,
        "distinctive": keyness.distinctive(here),
        "tf_idf": tf_idf(here, text, np.bincount(term)[term], len(np.unique(text))),
    }


def plan_vectors(plans: Texts, terms: int) -> NDArray[np.float64]:
    """TF-IDF of each plan, as in the table ``keywords``: plans x terms."""
    vectors = np.zeros((len(plans.ids), terms))
    plans_with_term = np.bincount(plans.term, minlength=terms)
    vectors[plans.text, plans.term] = tf_idf(
        plans.times, plans.text, plans_with_term[plans.term], len(plans.ids)
    )
    return vectors


def _places(reads: Sequence[PlanRead], plans: Texts) -> list[int]:
    return [plans.ids.index(read.job.plan_id) for read in reads]


def _likeness(reads: Sequence[PlanRead], alike: NDArray[np.float64]) -> Columns:
    ids = [read.job.plan_id for read in reads]
    pairs = [(plan, other) for plan in range(len(ids)) for other in nearest_plans(alike, plan)]
    return {
        "plan_id": [ids[plan] for plan, _ in pairs],
        "other_id": [ids[other] for _, other in pairs],
        "cosine": [alike[pair] for pair in pairs],
    }


def _plan_map(reads: Sequence[PlanRead], alike: NDArray[np.float64]) -> Columns:
    places, clusters = lay_out(alike), find_clusters(alike)
    return {
        "plan_id": [read.job.plan_id for read in reads],
        "region_id": [read.job.plan.region_id for read in reads],
        "x": places[:, 0],
        "y": places[:, 1],
        "cluster": clusters,
        "silhouette": silhouettes(alike, clusters),
    }


def _reuse(reads: Sequence[PlanRead], taxonomy: Taxonomy) -> Columns:
    rows = [(read.job.plan.region_id, measure) for read in reads for measure in own_measures(read)]
    texts = [measure.row.measure.text for _, measure in rows]
    found = list(find_reuse(texts, [task.name_zh for task in taxonomy.tasks]))
    return {
        "measure_id": [rows[pair.first][1].measure_id for pair in found],
        "other_id": [rows[pair.second][1].measure_id for pair in found],
        "region_id": [rows[pair.first][0] for pair in found],
        "other_region_id": [rows[pair.second][0] for pair in found],
        "score": [pair.score for pair in found],
        "share_of_shorter": [pair.share_of_shorter for pair in found],
        "same_characters": [pair.same for pair in found],
        "longest": [pair.longest for pair in found],
        "quote": [texts[pair.first][slice(*pair.span)] for pair in found],
        "char_start": [pair.span[0] for pair in found],
        "char_end": [pair.span[1] for pair in found],
        "other_start": [pair.other_span[0] for pair in found],
        "other_end": [pair.other_span[1] for pair in found],
    }


def _joined(parts: Sequence[Columns]) -> Columns:
    return {name: _end_to_end([part[name] for part in parts]) for name in parts[0]}


def _end_to_end(columns: Sequence[Sequence[Any] | NDArray[Any]]) -> Sequence[Any] | NDArray[Any]:
    if isinstance(columns[0], np.ndarray):
        return np.concatenate(columns)
    return list(chain.from_iterable(columns))
