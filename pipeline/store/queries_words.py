"""Queries over words in context; exposed by `pipeline.store.store`, which documents the filters."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Unpack

import pandas as pd

from pipeline.extract.keywords import normalise
from pipeline.store.query import query_frame
from pipeline.store.selection import Filters, distinct_condition

WIDTH: Final = 24
"""Characters of context on either side of a term."""

_IDS: Final = ("measure_id", "region_id", "area_id", "task_id")
_LINE_DTYPES: Final = {
    **dict.fromkeys(("left", "term", "right", *_IDS), "str"),
    **dict.fromkeys(("char_start", "char_end"), "int64"),
}


def concordance(
    built: Path, term: str, *, width: int = WIDTH, anywhere: bool = False, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """Make a concordance (KWIC) of a text; a merged cell counts once.

    A term of the table `terms` is found as a separate word, or ``anywhere``; any other text is found
    anywhere, ignoring case and width, without overlaps. White space finds nothing.

    Parameters
    ----------
    built
        Folder of the built tables.
    term
        The text to find.
    width
        Characters of context on either side, fewer where the measure begins or ends.
    anywhere
        Whether to find a term inside longer ones too.
    region_ids, area_ids, task_ids
        The measures to search, as for `measures`.

    Returns
    -------
    DataFrame
        left, term, right (str): the context, and the term as printed; measure_id, region_id, area_id, task_id
        (str); char_start, char_end (int64), in measure_text.
    """
    text = normalise(term.strip())
    as_term = not anywhere and _is_term(built, text)
    spans = (_term_spans if as_term else _text_spans)(built, text, filters)
    lines = [
        (text[max(start - width, 0) : start], text[start:end], text[end : end + width], *ids, start, end)
        for text, start, end, *ids in spans.itertuples(index=False)
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


def _is_term(built: Path, text: str) -> bool:
    return not query_frame(built, "SELECT term FROM terms WHERE term = $text LIMIT 1", text=text).empty


def _term_spans(built: Path, term: str, filters: Filters) -> pd.DataFrame:
    ids = ", ".join(f"measures.{name} AS {name}" for name in _IDS)
    where = f"term = $term AND {distinct_condition(filters)}"
    sql = f"""
        SELECT measure_text, char_start, char_end, {ids} FROM (
            SELECT measure_id, char_start, char_end, file_row_number AS place FROM terms WHERE {where}
        ) AS used
        JOIN measures ON measures.measure_id = used.measure_id ORDER BY used.place
    """
    return query_frame(built, sql, term=term, **filters)


def _text_spans(built: Path, text: str, filters: Filters) -> pd.DataFrame:
    columns = ", ".join(("measure_text", *_IDS))
    sql = f"SELECT {columns} FROM measures WHERE {distinct_condition(filters)} ORDER BY file_row_number"
    rows = query_frame(built, sql, **filters).itertuples(index=False)
    spans = [
        (measure, *match.span(), *ids)
        for measure, *ids in (rows if text else ())
        for match in re.finditer(re.escape(text), normalise(measure))
    ]
    return pd.DataFrame(spans, columns=["measure_text", "char_start", "char_end", *_IDS])
