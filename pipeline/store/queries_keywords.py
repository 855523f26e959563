"""Queries over keywords, similarity and reused text; exposed by `pipeline.store.store`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, Unpack

import pandas as pd

from pipeline.store.queries_words import concordance
from pipeline.store.query import frame_of
from pipeline.store.selection import Filters, once

Scope = Literal["region", "area", "task"]
Naming = Literal["campaigns", "citations"]

_NAME: Final[dict[str, str]] = {"campaigns": "name", "citations": "title"}
"""The column that identifies what a row of the table is about."""

_SPANS: Final = "measure_id, region_id, char_start, char_end"


def keywords(built: Path, scope: Scope, scope_id: str) -> pd.DataFrame:
    """The terms of a region's, key area's or task's text, as the codebook's table `keywords`.

    Returns
    -------
    DataFrame
        Of the last year that there is, the highest z first: of a rare word little can be known, however high
        its keyness.
    """
    sql = """
        SELECT * EXCLUDE (file_row_number) FROM keywords
        WHERE scope = $scope AND scope_id = $scope_id AND year = (SELECT max(year) FROM keywords)
        ORDER BY z DESC, file_row_number
    """
    return frame_of(built, sql, scope=scope, scope_id=scope_id)


def vocabulary(built: Path, *, least: int = 2) -> pd.DataFrame:
    """The terms that are used at least so often.

    Returns
    -------
    DataFrame
        term (str); count, regions (int64): how often and by how many regions; the most used first.
    """
    sql = """
        SELECT term, count(*) AS count, count(DISTINCT region_id) AS regions FROM terms
        GROUP BY term HAVING count(*) >= $least ORDER BY count DESC, term
    """
    return frame_of(built, sql, least=least)


def term_spans(built: Path, term: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """The occurrences of a term as a separate word: measure_id, region_id, char_start, char_end."""
    where = f"term = $term AND {once(filters)}"
    sql = f"SELECT {_SPANS} FROM terms WHERE {where} ORDER BY file_row_number"
    return frame_of(built, sql, term=term, **filters)


def term_use(
    built: Path, terms: Sequence[str], *, anywhere: bool = False, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """Frequencies of terms in the measures of each region, found as by `concordance`.

    Returns
    -------
    DataFrame
        term, region_id (str); count, measures (int64): occurrences, and measures with any; characters
        (int64): of all selected measures; per_1000 (float64). One row for each term and each
        region with a selected measure, terms in the given order and regions in the official one.
    """
    looked_at = _looked_at(built, filters)
    asked = list(dict.fromkeys(terms))
    found = pd.concat(
        [
            concordance(built, term, width=0, anywhere=anywhere, **filters).assign(term=term)
            for term in asked or [""]
        ]
    )
    used = found.groupby(["term", "region_id"])
    counts = used["measure_id"].agg(count="size", measures="nunique")
    characters = looked_at.groupby("region_id", sort=False)["characters"].sum()
    every = pd.MultiIndex.from_product([asked, characters.index], names=["term", "region_id"])
    use = counts.reindex(every, fill_value=0).reset_index().astype({"term": "str", "region_id": "str"})
    use = use.astype({"count": "int64", "measures": "int64"})
    use["characters"] = use["region_id"].map(characters).astype("int64")
    use["per_1000"] = (1000 * use["count"] / use["characters"].where(use["characters"] > 0)).fillna(0.0)
    return use


def mentions(built: Path, what: Naming, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Which regions name which campaigns, or cite which documents, and how often.

    Returns
    -------
    DataFrame
        name, kind, region_id (str); mentions, measures (int64). Names that most regions have come first, then
        those that are named most; regions in the official order.
    """
    sql = f"""
        SELECT name, kind, named.region_id AS region_id, mentions, measures FROM (
            SELECT {_NAME[what]} AS name, first(kind ORDER BY file_row_number) AS kind, region_id,
                   count(*) AS mentions, count(DISTINCT measure_id) AS measures,
                   count(*) OVER (PARTITION BY {_NAME[what]}) AS regions,
                   sum(count(*)) OVER (PARTITION BY {_NAME[what]}) AS uses
            FROM {what} WHERE {once(filters)} GROUP BY {_NAME[what]}, region_id
        ) AS named JOIN regions ON regions.region_id = named.region_id
        ORDER BY regions DESC, uses DESC, name, official_order
    """
    return frame_of(built, sql, **filters)


def mention_spans(built: Path, what: Naming, name: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Where a campaign is named, or a document cited: measure_id, region_id, char_start, char_end."""
    where = f"{_NAME[what]} = $name AND {once(filters)}"
    sql = f"SELECT {_SPANS} FROM {what} WHERE {where} ORDER BY file_row_number"
    return frame_of(built, sql, name=name, **filters)


def nearest_plans(built: Path, plan_id: str) -> pd.DataFrame:
    """The other plans by textual similarity to one: plan_id, region_id, cosine; highest first."""
    sql = """
        SELECT other.plan_id AS plan_id, other.region_id AS region_id, max(cosine) AS cosine
        FROM likeness JOIN plans AS other
            ON other.plan_id = CASE WHEN likeness.plan_id = $plan_id THEN other_id ELSE likeness.plan_id END
        WHERE $plan_id IN (likeness.plan_id, other_id) AND other.plan_id <> $plan_id
        GROUP BY other.plan_id, other.region_id ORDER BY cosine DESC, plan_id
    """
    return frame_of(built, sql, plan_id=plan_id)


def alike_plans(built: Path) -> pd.DataFrame:
    """Every pair of plans once, with their textual similarity, highest first.

    Returns
    -------
    DataFrame
        region_id, other_region_id (str), in the official order; cosine (float64).
    """
    sql = """
        SELECT arg_min(region.region_id, official_order) AS region_id,
               arg_max(region.region_id, official_order) AS other_region_id, max(cosine) AS cosine
        FROM (
            SELECT least(plan_id, other_id) AS one, greatest(plan_id, other_id) AS other, cosine
            FROM likeness WHERE plan_id <> other_id
        ) AS pair
        JOIN plans AS plan ON plan.plan_id IN (one, other)
        JOIN regions AS region ON region.region_id = plan.region_id
        GROUP BY one, other ORDER BY cosine DESC, one, other
    """
    return frame_of(built, sql)


def shared_terms(built: Path, region_id: str, other_region_id: str) -> pd.DataFrame:
    """The terms that two regions' plans share, by their contribution to the similarity.

    Returns
    -------
    DataFrame
        term (str); count, other_count (int64); tf_idf, other_tf_idf (float64). In the order of the product of
        the two weights, which is what a term adds to the cosine.
    """
    sql = """
        SELECT one.term AS term, one.count AS count, other.count AS other_count,
               one.tf_idf AS tf_idf, other.tf_idf AS other_tf_idf
        FROM keywords AS one JOIN keywords AS other ON other.term = one.term AND other.year = one.year
        WHERE one.scope = 'region' AND other.scope = 'region' AND one.scope_id = $region_id
          AND other.scope_id = $other_region_id AND one.year = (SELECT max(year) FROM keywords)
        ORDER BY one.tf_idf * other.tf_idf DESC, one.term
    """
    return frame_of(built, sql, region_id=region_id, other_region_id=other_region_id)


def reused(built: Path) -> pd.DataFrame:
    """Every pair of measures with nearly the same text or a long passage in common once, most of it first.

    Returns
    -------
    DataFrame
        As the codebook's table `reuse`, with area_id, other_area_id, task_id and other_task_id (str) of the
        two measures and within (bool), true where both are of one plan.
    """
    sql = """
        SELECT pair.* EXCLUDE (file_row_number, time),
               one.area_id AS area_id, two.area_id AS other_area_id,
               one.task_id AS task_id, two.task_id AS other_task_id, one.plan_id = two.plan_id AS within
        FROM (
            SELECT *, row_number() OVER (
                PARTITION BY least(measure_id, other_id), greatest(measure_id, other_id)
                ORDER BY file_row_number
            ) AS time FROM reuse
        ) AS pair
        JOIN measures AS one ON one.measure_id = pair.measure_id
        JOIN measures AS two ON two.measure_id = pair.other_id
        WHERE time = 1 ORDER BY same_characters DESC, score DESC, pair.file_row_number
    """
    return frame_of(built, sql)


def _looked_at(built: Path, filters: Filters) -> pd.DataFrame:
    """The measures of a selection: measure_id, region_id, characters; regions in the official order."""
    sql = f"""
        SELECT measure_id, looked.region_id AS region_id, characters
        FROM (SELECT *, file_row_number AS place FROM measures WHERE {once(filters)}) AS looked
        JOIN regions ON regions.region_id = looked.region_id ORDER BY official_order, place
    """
    return frame_of(built, sql, **filters)
