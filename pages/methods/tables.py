"""Small tables of the page on data and methods, as HTML: definitions, codebook, provenance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from pages.ui.text import DEPTH_MEANINGS, DEPTHS, Language, Names, named, number
from pages.ui.theme import MARKS
from pipeline.schema.model import COVERED_DEPTHS, GAP_DEPTHS, Column, TableSchema

_WORDS: Final[dict[str, dict[Language, str]]] = {
    "depth": {"zh": "深度", "en": "Depth"},
    "meaning": {"zh": "含义", "en": "Meaning"},
    "covered": {"zh": "算覆盖", "en": "Covered"},
    "gap": {"zh": "算缺口", "en": "Gap"},
    "cells": {"zh": "格数", "en": "Cells"},
    "rows": {"zh": "行数", "en": "Rows"},
    "feature": {"zh": "特征", "en": "Feature"},
    "weight": {"zh": "权重", "en": "Weight"},
    "yes": {"zh": "是", "en": "yes"},
    "name": {"zh": "名称", "en": "Name"},
    "type": {"zh": "类型", "en": "Type"},
    "text": {"zh": "文本", "en": "text"},
    "whole": {"zh": "整数", "en": "whole number"},
    "real": {"zh": "小数", "en": "number"},
    "flag": {"zh": "是/否", "en": "true or false"},
}
_NUMBERS: Final = ("cells", "rows", "weight")
_TYPES: Final = {"string": "text", "int64": "whole", "float64": "real", "bool": "flag"}


def depth_table(counts: Mapping[str, int], language: Language) -> str:
    """Each depth: what it means, whether it is covered, whether it is a gap, and how many cells have it."""
    rows = [
        (
            f'<span class="chip depth-{code}">{MARKS[code]} {named(DEPTHS, code, language)}</span>'
            + _code(code, named(DEPTHS, code, language)),
            named(DEPTH_MEANINGS, code, language),
            _yes(code in COVERED_DEPTHS, language),
            _yes(code in GAP_DEPTHS, language),
            number(counts.get(code, 0)),
        )
        for code in DEPTHS
    ]
    return _table(("depth", "meaning", "covered", "gap", "cells"), rows, language)


def meaning_table(names: Names, meanings: Names, counts: Mapping[str, int], language: Language) -> str:
    """Codes with their names, their meanings, and the number of rows that carry them."""
    rows = [
        (
            named(names, code, language) + _code(code, named(names, code, language)),
            meanings[code][language],
            number(counts.get(code, 0)),
        )
        for code in meanings
    ]
    return _table(("name", "meaning", "rows"), rows, language)


def weight_table(weights: Iterable[Mapping[str, Any]], language: Language) -> str:
    """What tells a generic measure from a specific one: each feature with its weight."""
    rows = [
        (
            f"{escape(str(row[f'name_{language}']))} <code>{escape(str(row['feature']))}</code>",
            f"{row['weight']:+.2f}".replace("-", "−"),
        )
        for row in weights
    ]
    return _table(("feature", "weight"), rows, language)


def codebook_table(columns: Iterable[Column], language: Language) -> str:
    """The columns of a table: name, type, meaning."""
    head = _head(("name", "type", "meaning"), language)
    body = "".join(
        f'<tr><td class="name"><code>{escape(column.name)}</code></td>'
        f'<td class="type">{type_name(column.dtype, language)}</td>'
        f"<td>{escape(_meaning(column, language))}</td></tr>"
        for column in columns
    )
    return f'<table class="definitions"><thead>{head}</thead><tbody>{body}</tbody></table>'


def type_name(dtype: str, language: Language) -> str:
    """The type of a column in words, with the name that programs know it by."""
    return (
        f"{_WORDS[_TYPES[dtype]][language]} <code>{escape(dtype)}</code>"
        if dtype in _TYPES
        else escape(dtype)
    )


def found_columns(table: TableSchema, words: str) -> tuple[Column, ...]:
    """The columns of a table in which ``words`` stand, in either language; all if the table is meant."""
    wanted = words.strip().casefold()
    if not wanted or wanted in f"{table.name} {table.zh} {table.en}".casefold():
        return table.columns
    return tuple(
        column for column in table.columns if wanted in f"{column.name} {column.zh} {column.en}".casefold()
    )


def fact_list(facts: Iterable[tuple[str, str]]) -> str:
    """Names and what they stand for; both are text."""
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="fact">{escape(value)}</td></tr>'
        for name, value in facts
    )
    return f'<table class="definitions"><tbody>{rows}</tbody></table>'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], language: Language) -> str:
    body = "".join(_row(*row) for row in rows)
    return f'<table class="definitions"><thead>{_head(head, language)}</thead><tbody>{body}</tbody></table>'


def _row(first: str, *cells: str) -> str:
    *middle, last = cells
    between = "".join(f"<td>{cell}</td>" for cell in middle)
    return f'<tr><th scope="row">{first}</th>{between}<td class="number">{last}</td></tr>'


def _head(names: Sequence[str], language: Language) -> str:
    cells = "".join(
        f'<th scope="col" class="{"number" if name in _NUMBERS else "words"}">{_WORDS[name][language]}</th>'
        for name in names
    )
    return f"<tr>{cells}</tr>"


def _code(code: str, name: str) -> str:
    """A code beside its name, where it is not the name."""
    return "" if code == name else f" <code>{escape(code)}</code>"


def _yes(answer: bool, language: Language) -> str:
    return f"✓&nbsp;{_WORDS['yes'][language]}" if answer else "–"


def _meaning(column: Column, language: Language) -> str:
    return column.zh if language == "zh" else column.en
