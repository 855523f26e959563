"""What can only be told of all plans together: keywords, likeness, the map of plans, text that is reused."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.keyness import log_odds, tf_idf
from pipeline.likeness import cosines, find_clusters, lay_out
from pipeline.plan import Measure, PlanRead
from pipeline.reuse import find_reuse
from pipeline.taxonomy import Taxonomy

Columns = Mapping[str, Sequence[Any] | NDArray[Any]]


@dataclass
class Text:
    """All measures of a region, a key area or a task: how often each term is used, and by which regions."""

    characters: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    regions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, measure: Measure, region_id: str) -> None:
        """Add the text of a measure."""
        self.characters += len(measure.row.measure.text)
        terms = [term.term for term in measure.facts.terms]
        self.counts.update(terms)
        for term in terms:
            self.regions[term].add(region_id)


def corpus_tables(reads: Sequence[PlanRead], taxonomy: Taxonomy) -> dict[str, Columns]:
    """The tables ``terms``, ``keywords``, ``likeness``, ``plan_map`` and ``reuse``, column by column."""
    years = sorted({read.job.year for read in reads})
    parts = [keywords_of(year, [read for read in reads if read.job.year == year]) for year in years]
    alike = cosines(plan_vectors(reads))
    return {
        "terms": _terms(reads),
        "keywords": _joined(parts),
        "likeness": _likeness(reads, alike),
        "plan_map": _plan_map(reads, alike),
        "reuse": _reuse(reads, taxonomy),
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


def own_text(measure: Measure) -> bool:
    """Whether a row has a measure of its own, and none merged with the row above."""
    return "measure" not in measure.row.merged


def keywords_of(year: int, reads: Sequence[PlanRead]) -> Columns:
    """The table ``keywords`` of the plans of a year."""
    texts: dict[str, dict[str, Text]] = {
        "region": defaultdict(Text),
        "area": defaultdict(Text),
        "task": defaultdict(Text),
    }
    corpus = Text()
    for read in reads:
        region_id = read.job.plan.region_id
        for measure in read.measures:
            for task_id in measure.match.task_ids:
                texts["task"][task_id].add(measure, region_id)
            if own_text(measure):
                corpus.add(measure, region_id)
                texts["region"][region_id].add(measure, region_id)
                texts["area"][measure.area_id].add(measure, region_id)
    regions = len({read.job.plan.region_id for read in reads})
    return _joined(
        [
            {"year": [year] * len(part["term"]), **part}
            for scope, held in texts.items()
            for part in [_scope_keywords(scope, held, corpus, regions)]
        ]
    )


def _scope_keywords(scope: str, texts: Mapping[str, Text], corpus: Text, regions: int) -> Columns:
    ids = [i for i in sorted(texts) if texts[i].counts]
    uses = [(n, term) for n, i in enumerate(ids) for term in texts[i].counts]
    text = np.array([n for n, _ in uses], dtype=np.int64)
    terms = [term for _, term in uses]
    here = np.array([texts[ids[n]].counts[term] for n, term in uses], dtype=np.int64)
    everywhere = np.array([corpus.counts[term] for term in terms], dtype=np.int64)
    sizes = np.array([texts[i].counts.total() for i in ids], dtype=np.int64)
    characters = np.array([texts[i].characters for i in ids], dtype=np.int64)
    with_term = Counter(terms)
    using = np.array(
        [len((corpus if scope == "region" else texts[ids[n]]).regions[term]) for n, term in uses],
        dtype=np.int64,
    )
    total = corpus.counts.total()
    keyness = log_odds(here, everywhere, sizes[text], total)
    return {
        "scope": [scope] * len(uses),
        "scope_id": [ids[n] for n, _ in uses],
        "term": terms,
        "count": here,
        "per_1000": 1000 * here / characters[text],
        "regions": using,
        "share_of_regions": using / regions,
        "keyness": keyness.delta,
        "keyness_low": keyness.low,
        "keyness_high": keyness.high,
        "z": keyness.z,
        "tf_idf": tf_idf(here, text, np.array([with_term[term] for term in terms], dtype=np.int64), len(ids)),
    }


def _joined(parts: Sequence[Columns]) -> Columns:
    return {name: np.concatenate([np.asarray(part[name]) for part in parts]) for name in parts[0]}


def plan_vectors(reads: Sequence[PlanRead]) -> NDArray[np.float64]:
    """TF-IDF of each plan over the terms that at least two plans use."""
    counts = [Counter(t.term for m in read.measures if own_text(m) for t in m.facts.terms) for read in reads]
    plans = Counter(term for count in counts for term in count)
    places = {term: place for place, term in enumerate(t for t in plans if plans[t] > 1)}
    vectors = np.zeros((len(reads), len(places)))
    for vector, count in zip(vectors, counts, strict=True):
        for term, times in count.items():
            if term in places:
                vector[places[term]] = times * (1 + np.log((1 + len(reads)) / (1 + plans[term])))
    return vectors


def _likeness(reads: Sequence[PlanRead], alike: NDArray[np.float64]) -> Columns:
    ids = [read.job.plan_id for read in reads]
    pairs = [(a, b) for a in range(len(ids)) for b in range(len(ids)) if a != b]
    return {
        "plan_id": [ids[a] for a, _ in pairs],
        "other_id": [ids[b] for _, b in pairs],
        "cosine": [alike[pair] for pair in pairs],
    }


def _plan_map(reads: Sequence[PlanRead], alike: NDArray[np.float64]) -> Columns:
    places = lay_out(alike)
    return {
        "plan_id": [read.job.plan_id for read in reads],
        "region_id": [read.job.plan.region_id for read in reads],
        "x": places[:, 0],
        "y": places[:, 1],
        "cluster": find_clusters(alike),
    }


def _reuse(reads: Sequence[PlanRead], taxonomy: Taxonomy) -> Columns:
    rows = [(read.job.plan.region_id, m) for read in reads for m in read.measures if own_text(m)]
    found = list(find_reuse([m.row.measure.text for _, m in rows], [task.name_zh for task in taxonomy.tasks]))
    return {
        "measure_id": [rows[pair.first][1].measure_id for pair in found],
        "other_id": [rows[pair.second][1].measure_id for pair in found],
        "region_id": [rows[pair.first][0] for pair in found],
        "other_region_id": [rows[pair.second][0] for pair in found],
        "score": [pair.score for pair in found],
        "same_characters": [pair.same for pair in found],
    }
