"""Full-text search over tasks, measures, departments and cited documents.

A measure is found where all words of a query occur in any of its fields, in any order and inside longer
words too, so no word segmentation is needed. DuckDB selects the rows; Python then locates the words in them.

Relevance is BM25F (Robertson and Zaragoza 2009, *The Probabilistic Relevance Framework: BM25 and Beyond*,
https://doi.org/10.1561/1500000019), counted over occurrences instead of words::

    score = sum over words of  idf * f / (K1 + f),       idf = ln(1 + (N - n + 0.5) / (n + 0.5))
    f     = sum over fields of weight * occurrences / (1 - B + B * length / mean length)

where ``N`` is the number of measures, ``n`` that of measures with the word, and the weights are `WEIGHTS`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any, Final, NamedTuple, TypedDict, Unpack

import pandas as pd

from pipeline.search.fields import LOCAL, FieldFilter, resolve_fields
from pipeline.search.fold import pattern_of
from pipeline.search.query import Doubt, Query, Word, parse, syntax_hints
from pipeline.store.query import query_frame
from pipeline.store.selection import DOUBTFUL, cell_number, in_list

WEIGHTS: Final = {"task": 4.0, "citation": 2.0, "measure": 1.0, "departments": 0.5}
"""The weight of an occurrence in the task's name, a cited title, the measure, its departments."""

K1: Final = 1.2
B: Final = 0.5

SEARCHED: Final = {
    "task": "task_text",
    "citation": "citations_text",
    "measure": "measure_text",
    "departments": "departments_text",
}
"""The column of a hit that holds each field."""

_ORDER: Final = tuple(SEARCHED)

_SEPARATOR: Final = "\x01"
"""Between the fields of a measure; never in a text, nor in a word from `parse`."""

_HIT_COLUMNS: Final = (
    *("measure_id", "plan_id", "region_id", "area_id", "task_id"),
    *("task_text", "measure_text", "departments_text", "citations_text", "depth"),
    *("doubt", "place_zh", "place_en", "confidence", "first_line", "last_line", "targets"),
    *("task_cell", "measure_cell", "departments_cell"),
)
_CELLS: Final = ", ".join(
    f"{cell_number(name)} AS {name}_cell" for name in ("task", "measure", "departments")
)

_SEARCHED_TABLE: Final = f"""(
    SELECT measures.*, coalesce(titles, '') AS citations_text,
           CASE WHEN level = 'specific' AND targets > 0 THEN 'quantified' ELSE level END AS depth,
           CASE WHEN measures.{DOUBTFUL} THEN 'yes' ELSE 'no' END AS doubt,
           concat_ws('{_SEPARATOR}', task_text, coalesce(titles, ''), measure_text, departments_text)
               AS searched
    FROM (SELECT *, {_CELLS} FROM measures) AS measures LEFT JOIN (
        SELECT measure_id, string_agg(title, '；' ORDER BY place) AS titles FROM (
            SELECT measure_id, title, min(file_row_number) AS place FROM citations GROUP BY measure_id, title
        ) GROUP BY measure_id
    ) AS cited ON cited.measure_id = measures.measure_id
)"""


class HitSpan(NamedTuple):
    """The offsets of a word in the printed text of a field of a hit."""

    field: str
    start: int
    end: int
    word: str


@dataclass(frozen=True)
class Found:
    """The result of a query: the query as understood, its hits, and ``doubts``, what was not understood.

    Columns of ``hits``: measure_id, plan_id, region_id, area_id, task_id, task_text, measure_text,
    departments_text, citations_text (the cited titles, joined by ``；``), depth (of the measure itself, never
    absent), doubt (``yes`` or ``no``: whether its reading is doubtful), place_zh, place_en (str); first_line,
    last_line, targets (int64); task_cell, measure_cell, departments_cell (int64, the same for rows that share
    a merged cell); confidence, score (float64); spans (tuples of `HitSpan`, in text order).
    """

    query: Query
    hits: pd.DataFrame
    doubts: tuple[Doubt, ...]

    @property
    def measures(self) -> int:
        """The number of measures found; one that is merged over several rows counts once."""
        return int(self.hits["measure_cell"].nunique())


@dataclass(frozen=True)
class CorpusStatistics:
    """The number of measures, the mean length of each field, and the number of measures with each word."""

    measures: int
    lengths: Mapping[str, float]
    rows: Mapping[str, int]

    def idf(self, word: str) -> float:
        """Return the inverse document frequency of a word."""
        return log(1 + (self.measures - self.rows[word] + 0.5) / (self.rows[word] + 0.5))


class PageFilters(TypedDict, total=False):
    """The filters of a page; None selects all.

    ``depths`` are those of the measures themselves, so that local tasks have one too; ``doubts`` is ``yes``
    for measures whose reading is doubtful, ``no`` for the others.
    """

    region_ids: Sequence[str] | None
    area_ids: Sequence[str] | None
    depths: Sequence[str] | None
    doubts: Sequence[str] | None


def search(built: Path, text: str, *, sort: str = "relevance", **filters: Unpack[PageFilters]) -> Found:
    """Find the measures that contain all words of a query; raises BuiltError.

    ``text`` is a query in the language of `pipeline.search.query`; an empty one finds nothing. ``sort`` is
    ``relevance`` for the highest score first, or ``region`` for the official order; ties stay in source
    order.
    """
    query = parse(text)
    fields, field_doubts = resolve_fields(built, query.conditions)
    doubts = (*query.doubts, *field_doubts)
    if query.words or fields:
        given = {
            "region": filters.get("region_ids"),
            "area": filters.get("area_ids"),
            "depth": filters.get("depths"),
            "doubt": filters.get("doubts"),
        }
        chosen = [FieldFilter(name, tuple(codes)) for name, codes in given.items() if codes is not None]
        fields = (*fields, *chosen)
    rows, corpus = _select_rows(built, query, fields)
    if rows.empty:
        doubts = (*doubts, *syntax_hints(query))
    patterns = {word.folded: re.compile(pattern_of(word.folded, looks_back=True)) for word in query.wanted}
    columns = [rows[name] for name in SEARCHED.values()]
    texts = [dict(zip(SEARCHED, row, strict=True)) for row in zip(*columns, strict=True)]
    spans = [find_spans(row, patterns) for row in texts]
    scores = [score(row, found, corpus) for row, found in zip(texts, spans, strict=True)]
    hits = rows.assign(
        score=pd.Series(scores, index=rows.index, dtype="float64"),
        spans=pd.Series(spans, index=rows.index, dtype="object"),
    )
    return Found(query, _sort_hits(built, hits, sort), doubts)


def find_spans(texts: Mapping[str, str], patterns: Mapping[str, re.Pattern[str]]) -> tuple[HitSpan, ...]:
    """Find words by their patterns in the texts of the fields, in text order."""
    found = [
        HitSpan(field, *match.span(), word)
        for field, text in texts.items()
        for word, pattern in patterns.items()
        for match in pattern.finditer(text)
    ]
    return tuple(sorted(found, key=lambda span: (_ORDER.index(span.field), span.start, span.end)))


def score(texts: Mapping[str, str], spans: Iterable[HitSpan], corpus: CorpusStatistics) -> float:
    """Calculate the relevance of a row by the formula at the top of this module; 0 without words."""
    frequencies: dict[str, float] = {}
    for span in spans:
        length = len(texts[span.field]) / max(corpus.lengths[span.field], 1.0)
        frequencies[span.word] = frequencies.get(span.word, 0.0) + WEIGHTS[span.field] / (1 - B + B * length)
    # Sorted, so that rounding does not depend on the order of the words.
    return sum(corpus.idf(word) * f / (K1 + f) for word, f in sorted(frequencies.items()))


def count_words(built: Path, words: Sequence[Word]) -> CorpusStatistics:
    """Count words over the whole corpus, regardless of filters."""
    table, patterns = _matches_sql(words)
    totals = ", ".join(f"{sql} AS {name}" for name, sql in _statistics_sql(words).items())
    return _read_statistics(words, query_frame(built, f"SELECT {totals} FROM {table}", **patterns).iloc[0])


def _select_rows(
    built: Path, query: Query, fields: Sequence[FieldFilter]
) -> tuple[pd.DataFrame, CorpusStatistics]:
    """Select the matching rows in source order, none for an empty query, and the corpus statistics.

    Both in one statement, because this runs on every change of the query.
    """
    table, values = _matches_sql(query.words)
    where = [f"{'NOT ' * word.unwanted}matches_{number}" for number, word in enumerate(query.words)]
    for number, field in enumerate(fields):
        condition = _field_condition(field, f"field_{number}", values)
        where.append(f"NOT ({condition})" if field.unwanted else condition)
    statistics = _statistics_sql(query.words)
    totals = ", ".join(f"{sql} OVER () AS {name}" for name, sql in statistics.items())
    sql = f"""
        SELECT {", ".join((*_HIT_COLUMNS, *statistics))} FROM (SELECT *, {totals} FROM {table})
        WHERE {" AND ".join(where) or "false"} ORDER BY file_row_number
    """
    rows = query_frame(built, sql, **values)
    corpus = CorpusStatistics(0, {}, {}) if rows.empty else _read_statistics(query.words, rows.iloc[0])
    return rows[list(_HIT_COLUMNS)], corpus


def _matches_sql(words: Sequence[Word]) -> tuple[str, dict[str, Any]]:
    """Return SQL for all measures with a column ``matches_<number>`` per word, and its parameters."""
    patterns = {f"word_{number}": pattern_of(word.folded) for number, word in enumerate(words)}
    matches = [f", regexp_matches(searched, $word_{i}) AS matches_{i}" for i in range(len(words))]
    return f"(SELECT *{''.join(matches)} FROM {_SEARCHED_TABLE})", patterns


def _statistics_sql(words: Sequence[Word]) -> dict[str, str]:
    """Return SQL expressions by name, as `_read_statistics` reads them."""
    return {
        "all_rows": "count(*)",
        **{f"mean_{field}": f"avg(length({column}))" for field, column in SEARCHED.items()},
        **{f"rows_{number}": f"count(*) FILTER (matches_{number})" for number in range(len(words))},
    }


def _read_statistics(words: Sequence[Word], row: pd.Series) -> CorpusStatistics:
    return CorpusStatistics(
        int(row["all_rows"]),
        {field: float(row[f"mean_{field}"]) for field in SEARCHED},
        {word.folded: int(row[f"rows_{number}"]) for number, word in enumerate(words)},
    )


def _field_condition(field: FieldFilter, name: str, values: dict[str, Any]) -> str:
    """Return the condition in SQL that a row meets a field; its parameters are added to ``values``."""
    if field.bound:
        values[name] = field.bound.value
        return f"{field.field} {field.bound.operator} ${name}"
    values[name] = list(field.codes)
    if field.field == "task":
        local = "task_id = ''" if LOCAL in field.codes else "false"
        return f"(list_has_any(string_split(task_id, ';'), ${name}::VARCHAR[]) OR {local})"
    if field.field == "department":
        values[f"{name}_texts"] = "|".join(map(pattern_of, field.texts))
        charged = f"{in_list('department_id', name)} OR {in_list('host_id', name)}"
        return (
            f"(regexp_matches(departments_text, ${name}_texts) OR measure_id IN "
            f"(SELECT measure_id FROM departments WHERE {charged}))"
        )
    return in_list({"region": "region_id", "area": "area_id"}.get(field.field, field.field), name)


def _sort_hits(built: Path, hits: pd.DataFrame, sort: str) -> pd.DataFrame:
    if sort == "relevance":
        return hits.sort_values("score", ascending=False, kind="stable", ignore_index=True)
    regions = query_frame(built, "SELECT region_id FROM regions ORDER BY official_order")["region_id"]
    order = {region_id: position for position, region_id in enumerate(regions)}
    positions = hits["region_id"].map(lambda region_id: order.get(region_id, len(order)))
    return hits.iloc[positions.argsort(kind="stable")].reset_index(drop=True)
