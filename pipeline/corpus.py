"""What can only be told of all plans together: keywords, likeness, the map of plans, text that is reused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.plan import PlanRead
from pipeline.taxonomy import Taxonomy

Columns = dict[str, Sequence[Any]]


def corpus_tables(reads: Sequence[PlanRead], taxonomy: Taxonomy) -> dict[str, Columns]:
    """The tables ``terms``, ``keywords``, ``likeness``, ``plan_map`` and ``reuse``, column by column."""
    return {
        "terms": {
            n: [] for n in ("measure_id", "region_id", "area_id", "task_id", "term", "char_start", "char_end")
        },
        "keywords": {
            n: []
            for n in (
                "year",
                "scope",
                "scope_id",
                "term",
                "count",
                "per_1000",
                "regions",
                "share_of_regions",
                "keyness",
                "keyness_low",
                "keyness_high",
                "z",
                "tf_idf",
            )
        },
        "likeness": {n: [] for n in ("plan_id", "other_id", "cosine")},
        "plan_map": {n: [] for n in ("plan_id", "region_id", "x", "y", "cluster")},
        "reuse": {
            n: []
            for n in ("measure_id", "other_id", "region_id", "other_region_id", "score", "same_characters")
        },
    }
