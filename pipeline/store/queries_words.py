"""Queries over words in context; exposed by `pipeline.store.store`, which documents the filters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Unpack

import pandas as pd

from pipeline.extract.keywords import normalise
from pipeline.store.query import frame_of
from pipeline.store.selection import Filters, once

WIDTH: Final = 24
"""Characters on either side of a term that fit a line beside it."""

_PLACE: Final = ("measure_id", "region_id", "area_id", "task_id")
_LINE: Final = {
    **dict.fromkeys(("left", "term", "right", *_PLACE), "str"),
    **dict.fromkeys(("char_start", "char_end"), "int64"),
}


def concordance(
    built: Path, term: str, *, width: int = WIDTH, anywhere: bool = False, **filters: Unpack[Filters]
) -> pd.DataFrame:
    """A concordance (KWIC) of a text, in document order; a merged cell counts once.

    Where the text is a term of the table `terms`, these are its uses as a separate word; any other text is
    found anywhere, regardless of case and width, without overlaps.

    Parameters
    ----------
    built
        Folder of the built tables.
    term
        The text to find; white space finds nothing.
    region_ids, area_ids, task_ids
        The measures to search, as for `measures`.
    width
        Characters on either side; there are fewer where the measure begins or ends.
    anywhere
        Finds a term inside longer ones too, as any other text is found.

    Returns
    -------
    DataFrame
        left, term, right (str): the measure around the term, and the term as it is written there;
        measure_id, region_id, area_id, task_id (str); char_start, char_end (int64), in measure_text.
    """
    sought = normalise(term.strip())
    as_term = not anywhere and _is_term(built, sought)
    spans = (_term_spans if as_term else _text_spans)(built, sought, filters)
    lines = [
        (text[max(start - width, 0) : start], text[start:end], text[end : end + width], *place, start, end)
        for text, start, end, *place in spans.itertuples(index=False)
    ]
    frame = pd.DataFrame(lines, columns=list(_LINE))
    return frame.astype(_LINE)


def terms_in(built: Path, measure_ids: Sequence[str]) -> pd.DataFrame:
    """The terms in some measures, and how many regions use each of them anywhere.

    Returns
    -------
    DataFrame
        measure_id, region_id, term (str); char_start, char_end, regions (int64), in the order of the
        documents.
    """
    sql = """
        SELECT uses.measure_id, uses.region_id, uses.term, char_start, char_end, known.regions
        FROM terms AS uses
        JOIN (SELECT term, count(DISTINCT region_id) AS regions FROM terms GROUP BY term) AS known
          ON known.term = uses.term
        WHERE measure_id IN (SELECT unnest($measure_ids::VARCHAR[]))
        ORDER BY uses.file_row_number
    """
    return frame_of(built, sql, measure_ids=measure_ids)


def _is_term(built: Path, sought: str) -> bool:
    sql = "SELECT term FROM terms WHERE term = $sought LIMIT 1"
    return not frame_of(built, sql, sought=sought).empty


def _term_spans(built: Path, sought: str, filters: Filters) -> pd.DataFrame:
    places = ", ".join(f"measures.{name} AS {name}" for name in _PLACE)
    where = f"term = $sought AND {once(filters)}"
    sql = f"""
        SELECT measure_text, char_start, char_end, {places} FROM (
            SELECT measure_id, char_start, char_end, file_row_number AS place FROM terms WHERE {where}
        ) AS used
        JOIN measures ON measures.measure_id = used.measure_id ORDER BY used.place
    """
    return frame_of(built, sql, sought=sought, **filters)


def _text_spans(built: Path, sought: str, filters: Filters) -> pd.DataFrame:
    sql = f"""
        SELECT measure_text, {", ".join(_PLACE)} FROM measures WHERE {once(filters)}
        ORDER BY file_row_number
    """
    measures = frame_of(built, sql, **filters)
    found = [
        (text, start, end, *place)
        for text, *place in measures.itertuples(index=False)
        for start, end in _found(sought, text)
    ]
    return pd.DataFrame(found, columns=["measure_text", "char_start", "char_end", *_PLACE])


def _found(sought: str, text: str) -> Iterator[tuple[int, int]]:
    if sought:
        yield from (match.span() for match in re.finditer(re.escape(sought), normalise(text)))
