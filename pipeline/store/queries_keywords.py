"""Queries over keywords, words in context, similarity and reused text; exposed by `pipeline.store.store`."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, Unpack

import pandas as pd

from pipeline.extract.keywords import normalise
from pipeline.store.query import query_frame
from pipeline.store.selection import Filters, distinct_condition

Scope = Literal["region", "area", "task"]
Naming = Literal["campaigns", "citations"]

_NAME: Final[dict[str, str]] = {"campaigns": "name", "citations": "title"}
"""The column with the name of the campaign or document."""

WIDTH: Final = 24
"""Characters of context on either side of a term."""

_IDS: Final = ("measure_id", "region_id", "area_id", "task_id")
_LINE_DTYPES: Final = {
    **dict.fromkeys(("left", "term", "right", *_IDS), "str"),
    **dict.fromkeys(("char_start", "char_end"), "int64"),
}


def keywords(built: Path, scope: Scope, scope_id: str) -> pd.DataFrame:
    """Return the rows of `keywords` for a region, key area or task in the last year, the highest z first.

    The order is by z because the keyness of a rare word is uncertain, however high.
    """
    sql = """
        SELECT * EXCLUDE (file_row_number) FROM keywords
        WHERE scope = $scope AND scope_id = $scope_id AND year = (SELECT max(year) FROM keywords)
        ORDER BY z DESC, file_row_number
    """
    return query_frame(built, sql, scope=scope, scope_id=scope_id)


def vocabulary(built: Path, *, least: int = 2) -> pd.DataFrame:
    """Return the terms used at least ``least`` times, the most used first.

    Columns: term (str); count, regions (int64): the uses, and the regions that use it.
    """
    sql = """
        SELECT term, count(*) AS count, count(DISTINCT region_id) AS regions FROM terms
        GROUP BY term HAVING count(*) >= $least ORDER BY count DESC, term
    """
    return query_frame(built, sql, least=least)


def concordance(
    built: Path, term: str, *, width: int = WIDTH, anywhere: bool = False, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """Make a concordance (KWIC) of a text in the measures that filters select; a merged cell counts once.

    A term of the table `terms` is found as a separate word, or with ``anywhere`` inside longer ones too; any
    other text is found anywhere, ignoring case and width, without overlaps. White space finds nothing.
    ``width`` are the characters of context on either side, fewer where the measure begins or ends.

    Columns: left, term, right (str): the context, and the term as printed; measure_id, region_id, area_id,
    task_id (str); char_start, char_end (int64), in measure_text.
    """
    text = normalise(term.strip())
    columns = ", ".join((*_IDS, "measure_text"))
    sql = f"SELECT {columns} FROM measures WHERE {distinct_condition(filters)} ORDER BY file_row_number"
    measures = query_frame(built, sql, **filters)
    uses = "SELECT measure_id, char_start, char_end FROM terms WHERE term = $text ORDER BY file_row_number"
    spans = query_frame(built, uses, text=text)
    if anywhere or spans.empty:
        found = [
            (measure_id, *match.span())
            for measure_id, cell in zip(measures["measure_id"], measures["measure_text"], strict=True)
            for match in (re.finditer(re.escape(text), normalise(cell)) if text else ())
        ]
        spans = pd.DataFrame(found, columns=spans.columns)
    lines = [
        (cell[max(start - width, 0) : start], cell[start:end], cell[end : end + width], id, *ids, start, end)
        for id, start, end, *ids, cell in spans.merge(measures, on="measure_id").itertuples(index=False)
    ]
    return pd.DataFrame(lines, columns=list(_LINE_DTYPES)).astype(_LINE_DTYPES)


def find_measure_terms(built: Path, measure_ids: Sequence[str]) -> pd.DataFrame:
    """Return the terms in measures, and the number of regions that use each anywhere.

    Columns: measure_id, region_id, term (str); char_start, char_end, regions (int64).
    """
    sql = """
        SELECT uses.measure_id, uses.region_id, uses.term, char_start, char_end, known.regions
        FROM terms AS uses
        JOIN (SELECT term, count(DISTINCT region_id) AS regions FROM terms GROUP BY term) AS known
          ON known.term = uses.term
        WHERE measure_id IN (SELECT unnest($measure_ids::VARCHAR[]))
        ORDER BY uses.file_row_number
    """
    return query_frame(built, sql, measure_ids=measure_ids)


def term_use(
    built: Path, terms: Sequence[str], *, anywhere: bool = False, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """Count the uses of terms in the measures of each region, found as by `concordance`.

    Columns: term, region_id (str); count, measures (int64): uses, and measures with any; characters (int64):
    of all selected measures; per_1000 (float64). One row per term and region with a selected measure, terms
    in the given order and regions in the official one.
    """
    characters = _count_characters(built, filters)
    distinct = list(dict.fromkeys(terms))
    lines = pd.concat(
        concordance(built, term, width=0, anywhere=anywhere, **filters).assign(term=term)
        for term in distinct or [""]
    )
    counts = lines.groupby(["term", "region_id"])["measure_id"].agg(count="size", measures="nunique")
    keys = pd.MultiIndex.from_product([distinct, characters.index], names=["term", "region_id"])
    use = counts.reindex(keys, fill_value=0).reset_index()
    use = use.astype({"term": "str", "region_id": "str", "count": "int64", "measures": "int64"})
    use["characters"] = use["region_id"].map(characters).astype("int64")
    use["per_1000"] = (1000 * use["count"] / use["characters"].where(use["characters"] > 0)).fillna(0.0)
    return use


def mentions(built: Path, what: Naming, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Count how often each region names each campaign, or cites each document.

    Columns: name, kind, region_id (str); mentions, measures (int64). Names used by most regions come first,
    then those with most mentions; regions in the official order.
    """
    sql = f"""
        SELECT name, kind, named.region_id AS region_id, mentions, measures FROM (
            SELECT {_NAME[what]} AS name, first(kind ORDER BY file_row_number) AS kind, region_id,
                   count(*) AS mentions, count(DISTINCT measure_id) AS measures,
                   count(*) OVER (PARTITION BY {_NAME[what]}) AS regions,
                   sum(count(*)) OVER (PARTITION BY {_NAME[what]}) AS uses
            FROM {what} WHERE {distinct_condition(filters)} GROUP BY {_NAME[what]}, region_id
        ) AS named JOIN regions ON regions.region_id = named.region_id
        ORDER BY regions DESC, uses DESC, name, official_order
    """
    return query_frame(built, sql, **filters)


def mention_spans(built: Path, what: Naming, name: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Return the mentions of a campaign or document: measure_id, region_id, char_start, char_end."""
    sql = f"""
        SELECT measure_id, region_id, char_start, char_end FROM {what}
        WHERE {_NAME[what]} = $name AND {distinct_condition(filters)} ORDER BY file_row_number
    """
    return query_frame(built, sql, name=name, **filters)


def nearest_plans(built: Path, plan_id: str) -> pd.DataFrame:
    """Return the other plans by textual similarity to one, highest first: plan_id, region_id, cosine."""
    sql = """
        SELECT other.plan_id AS plan_id, other.region_id AS region_id, max(cosine) AS cosine
        FROM likeness JOIN plans AS other
            ON other.plan_id = CASE WHEN likeness.plan_id = $plan_id THEN other_id ELSE likeness.plan_id END
        WHERE $plan_id IN (likeness.plan_id, other_id) AND other.plan_id <> $plan_id
        GROUP BY other.plan_id, other.region_id ORDER BY cosine DESC, plan_id
    """
    return query_frame(built, sql, plan_id=plan_id)


def rank_plan_pairs(built: Path) -> pd.DataFrame:
    """Return each pair of plans once, with their textual similarity, highest first.

    Columns: region_id, other_region_id (str), in the official order; cosine (float64).
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
    return query_frame(built, sql)


def shared_terms(built: Path, region_id: str, other_region_id: str) -> pd.DataFrame:
    """Return the terms that two regions' plans share, by their contribution to the cosine.

    That is the product of the two weights. Columns: term (str); count, other_count (int64); tf_idf,
    other_tf_idf (float64).
    """
    sql = """
        SELECT one.term AS term, one.count AS count, other.count AS other_count,
               one.tf_idf AS tf_idf, other.tf_idf AS other_tf_idf
        FROM keywords AS one JOIN keywords AS other ON other.term = one.term AND other.year = one.year
        WHERE one.scope = 'region' AND other.scope = 'region' AND one.scope_id = $region_id
          AND other.scope_id = $other_region_id AND one.year = (SELECT max(year) FROM keywords)
        ORDER BY one.tf_idf * other.tf_idf DESC, one.term
    """
    return query_frame(built, sql, region_id=region_id, other_region_id=other_region_id)


def find_reused_texts(built: Path) -> pd.DataFrame:
    """Return each pair of the table `reuse` once, those with most common characters first.

    Further columns: area_id, other_area_id, task_id, other_task_id (str) of the two measures; within (bool),
    whether both are of one plan.
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
    return query_frame(built, sql)


def _count_characters(built: Path, filters: Filters) -> pd.Series:
    """Count the characters of the selected measures by region_id, in the official order."""
    sql = f"""
        SELECT selected.region_id AS region_id, sum(characters) AS characters
        FROM (SELECT * FROM measures WHERE {distinct_condition(filters)}) AS selected
        JOIN regions ON regions.region_id = selected.region_id
        GROUP BY selected.region_id ORDER BY min(official_order)
    """
    return query_frame(built, sql, **filters).set_index("region_id")["characters"]
