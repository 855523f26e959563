"""Full-text search over tasks, measures, departments and cited documents.

A measure is found where all words of a query occur in any of its fields, in any order and inside longer
words too, so no word segmentation is needed. DuckDB selects the rows; only these are searched again for the
places of the words.

Relevance is BM25F (Robertson and Zaragoza 2009, *The Probabilistic Relevance Framework: BM25 and Beyond*,
https://doi.org/10.1561/1500000019), counted over places instead of words::

    score = sum over words of  idf * f / (K1 + f),       idf = ln(1 + (N - n + 0.5) / (n + 0.5))
    f     = sum over fields of weight * places / (1 - B + B * length / mean length)

where ``N`` is the number of measures, ``n`` that of measures with the word, and the weights are `WEIGHTS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any, Final, NamedTuple, TypedDict, Unpack

import pandas as pd

from pipeline.search.fields import LOCAL, Narrowing, narrowings
from pipeline.search.fold import pattern_of
from pipeline.search.query import Doubt, Query, Word, parse, syntax_hints
from pipeline.store.query import query_frame
from pipeline.store.selection import DOUBTFUL, cell_number, in_list

WEIGHTS: Final = {"task": 4.0, "citation": 2.0, "measure": 1.0, "departments": 0.5}
"""How much a place in each field weighs: in the task's name, a cited title, the measure, its departments."""

K1: Final = 1.2
B: Final = 0.5

SEARCHED: Final = {
    "task": "task_text",
    "citation": "citations_text",
    "measure": "measure_text",
    "departments": "departments_text",
}
"""The column of a hit that holds each field."""

_ORDER: Final = {field: place for place, field in enumerate(SEARCHED)}

_BREAK: Final = "\x01"
"""Between the fields of a measure; in no text, and in no word that `parse` reads."""

_HIT: Final = (
    *("measure_id", "plan_id", "region_id", "area_id", "task_id"),
    *("task_text", "measure_text", "departments_text", "citations_text", "depth"),
    *("doubt", "place_zh", "place_en", "confidence", "first_line", "last_line", "targets"),
    *("task_cell", "measure_cell", "departments_cell"),
)
_CELLS: Final = ", ".join(
    f"{cell_number(name)} AS {name}_cell" for name in ("task", "measure", "departments")
)

_FOUND_IN: Final = f"""(
    SELECT measures.*, coalesce(titles, '') AS citations_text,
           CASE WHEN level = 'specific' AND targets > 0 THEN 'quantified' ELSE level END AS depth,
           CASE WHEN measures.{DOUBTFUL} THEN 'yes' ELSE 'no' END AS doubt,
           concat_ws('{_BREAK}', task_text, coalesce(titles, ''), measure_text, departments_text) AS found_in
    FROM (SELECT *, {_CELLS} FROM measures) AS measures LEFT JOIN (
        SELECT measure_id, string_agg(title, '；' ORDER BY place) AS titles FROM (
            SELECT measure_id, title, min(file_row_number) AS place FROM citations GROUP BY measure_id, title
        ) GROUP BY measure_id
    ) AS cited ON cited.measure_id = measures.measure_id
)"""


class HitSpan(NamedTuple):
    """The place of a word in a field of a hit, as offsets into the printed text."""

    field: str
    start: int
    end: int
    word: str


@dataclass(frozen=True)
class Found:
    """The result of a query.

    Parameters
    ----------
    query
        The query as it was understood.
    hits
        measure_id, plan_id, region_id, area_id, task_id, task_text, measure_text, departments_text,
        citations_text (the cited titles, joined by ``；``), depth (of the measure itself, never absent),
        doubt (``yes`` or ``no``: whether its reading is doubtful), place_zh, place_en (str); first_line,
        last_line, targets (int64); task_cell, measure_cell, departments_cell (int64: rows that share a cell
        merged over them have the same number); confidence, score (float64); spans (tuples of `Place`, in
        the order of the text).
    doubts
        What was not understood, of the words and of the fields.
    """

    query: Query
    hits: pd.DataFrame
    doubts: tuple[Doubt, ...]

    @property
    def measures(self) -> int:
        """How many measures are found; one that is merged over several rows counts once."""
        return int(self.hits["measure_cell"].nunique())


@dataclass(frozen=True)
class Counted:
    """How many measures a corpus has, how many of them hold each word, and the mean length of each field."""

    measures: int
    lengths: Mapping[str, float]
    rows: Mapping[str, int]

    def weight(self, word: str) -> float:
        """The inverse document frequency of a word."""
        return log(1 + (self.measures - self.rows[word] + 0.5) / (self.rows[word] + 0.5))


class Narrowed(TypedDict, total=False):
    """The filters of a page, by the names of the fields that they are like; None keeps all."""

    region_ids: Sequence[str] | None
    area_ids: Sequence[str] | None
    depths: Sequence[str] | None
    doubts: Sequence[str] | None


def search(built: Path, text: str, *, sort: str = "relevance", **narrowed: Unpack[Narrowed]) -> Found:
    """Find the measures that contain all words of a query.

    Parameters
    ----------
    built
        Folder of the built tables.
    text
        A query in the language of `pipeline.search.query`; an empty one finds nothing.
    region_ids, area_ids
        Compared with the columns of the same name; None keeps all.
    depths
        Compared with the depth of the measure itself, so that those of local tasks have one too.
    doubts
        ``yes`` for measures whose reading is doubtful, ``no`` for the others.
    sort
        ``relevance``: the highest score first; ``region``: the official order. Ties stay in the order of the
        source.

    Raises
    ------
    BuiltError
        Where the folder has no tables, or tables of another version.
    """
    query = parse(text)
    fields, not_understood = narrowings(built, query.conditions)
    notes = (*query.doubts, *not_understood)
    if query.words or fields:
        given = {
            "region": narrowed.get("region_ids"),
            "area": narrowed.get("area_ids"),
            "depth": narrowed.get("depths"),
            "doubt": narrowed.get("doubts"),
        }
        chosen = [Narrowing(name, tuple(codes)) for name, codes in given.items() if codes is not None]
        fields = (*fields, *chosen)
    rows, corpus = _picked(built, query, fields)
    if rows.empty:
        notes = (*notes, *syntax_hints(query))
    sought = {word.folded: re.compile(pattern_of(word.folded, looks_back=True)) for word in query.wanted}
    texts = [
        dict(zip(SEARCHED, row, strict=True))
        for row in zip(*(rows[name] for name in SEARCHED.values()), strict=True)
    ]
    spans = [find_places(row, sought) for row in texts]
    scores = [score(row, found, corpus) for row, found in zip(texts, spans, strict=True)]
    hits = rows.assign(
        score=pd.Series(scores, index=rows.index, dtype="float64"),
        spans=pd.Series(spans, index=rows.index, dtype="object"),
    )
    return Found(query, _sorted(built, hits, sort), notes)


def find_places(texts: Mapping[str, str], sought: Mapping[str, re.Pattern[str]]) -> tuple[HitSpan, ...]:
    """The places of words in the texts of the fields, each by its pattern, in text order."""
    found = [
        HitSpan(field, *match.span(), word)
        for field, text in texts.items()
        for word, pattern in sought.items()
        for match in pattern.finditer(text)
    ]
    return tuple(sorted(found, key=lambda place: (_ORDER[place.field], place.start, place.end)))


def score(texts: Mapping[str, str], spans: Iterable[HitSpan], corpus: Counted) -> float:
    """How relevant a row is, by the formula at the head of this module; 0 where no word was asked for."""
    often: dict[str, float] = {}
    for place in spans:
        relative = len(texts[place.field]) / max(corpus.lengths[place.field], 1.0)
        often[place.word] = often.get(place.word, 0.0) + WEIGHTS[place.field] / (1 - B + B * relative)
    # In one order, so that the order of the words makes no difference, not even the smallest.
    return sum(corpus.weight(word) * often[word] / (K1 + often[word]) for word in sorted(often))


def count_words(built: Path, words: Sequence[Word]) -> Counted:
    """The statistics of these words over the whole corpus, regardless of filters, for the score."""
    holding, patterns = _holding(words)
    totals = ", ".join(f"{sql} AS {name}" for name, sql in _totals(words).items())
    return _counted(words, query_frame(built, f"SELECT {totals} FROM {holding}", **patterns).iloc[0])


def _picked(built: Path, query: Query, fields: Sequence[Narrowing]) -> tuple[pd.DataFrame, Counted]:
    """The matching rows in source order, none where nothing is asked, and totals over the whole corpus.

    Both in one statement, because this runs on every change of the query.
    """
    holding, values = _holding(query.words)
    where = [f"NOT holds_{at}" if word.unwanted else f"holds_{at}" for at, word in enumerate(query.words)]
    for number, field in enumerate(fields):
        condition = _condition(field, f"field_{number}", values)
        where.append(f"NOT ({condition})" if field.unwanted else condition)
    whole = _totals(query.words)
    totals = ", ".join(f"{sql} OVER () AS {name}" for name, sql in whole.items())
    sql = f"""
        SELECT {", ".join((*_HIT, *whole))} FROM (SELECT *, {totals} FROM {holding})
        WHERE {" AND ".join(where) or "false"} ORDER BY file_row_number
    """
    rows = query_frame(built, sql, **values)
    corpus = Counted(0, {}, {}) if rows.empty else _counted(query.words, rows.iloc[0])
    return rows[list(_HIT)], corpus


def _holding(words: Sequence[Word]) -> tuple[str, dict[str, Any]]:
    """All measures with a column ``holds_<number>`` for each word, and the parameters of this table."""
    holds = [f", regexp_matches(found_in, $word_{number}) AS holds_{number}" for number in range(len(words))]
    patterns = {f"word_{number}": pattern_of(word.folded) for number, word in enumerate(words)}
    return f"(SELECT *{''.join(holds)} FROM {_FOUND_IN})", patterns


def _totals(words: Sequence[Word]) -> dict[str, str]:
    """The totals over the corpus in SQL, by name, as `_counted` reads them."""
    return {
        "of_all": "count(*)",
        **{f"mean_{field}": f"avg(length({column}))" for field, column in SEARCHED.items()},
        **{f"rows_{number}": f"count(*) FILTER (holds_{number})" for number in range(len(words))},
    }


def _counted(words: Sequence[Word], totals: pd.Series) -> Counted:
    return Counted(
        int(totals["of_all"]),
        {field: float(totals[f"mean_{field}"]) for field in SEARCHED},
        {word.folded: int(totals[f"rows_{number}"]) for number, word in enumerate(words)},
    )


def _condition(field: Narrowing, name: str, values: dict[str, Any]) -> str:
    """The condition in SQL that a row meets a field; its values are added to ``values``."""
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


def _sorted(built: Path, hits: pd.DataFrame, sort: str) -> pd.DataFrame:
    if sort == "relevance":
        return hits.sort_values("score", ascending=False, kind="stable", ignore_index=True)
    sql = "SELECT region_id FROM regions ORDER BY official_order"
    order = {code: place for place, code in enumerate(query_frame(built, sql)["region_id"])}
    places = hits["region_id"].map(lambda code: order.get(code, len(order)))
    return hits.iloc[places.argsort(kind="stable")].reset_index(drop=True)
