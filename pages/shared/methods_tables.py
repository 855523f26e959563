"""Small tables of the page on data and methods, as HTML: definitions, the codebook, what is known of a source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

from pages.shared.methods_style import both
from pages.shared.text import DEPTH_MEANINGS, DEPTHS, Language, Names, named, number
from pages.shared.theme import DARK, LIGHT, MARKS
from pipeline.model import COVERED_DEPTHS, GAP_DEPTHS, Column, Table

_WORDS: Final[dict[str, dict[Language, str]]] = {
    "depth": {"zh": "深度", "en": "Depth"},
    "meaning": {"zh": "含义", "en": "Meaning"},
    "covered": {"zh": "算覆盖", "en": "Covered"},
    "gap": {"zh": "算缺口", "en": "Gap"},
    "cells": {"zh": "格数", "en": "Cells"},
    "rows": {"zh": "行数", "en": "Rows"},
    "yes": {"zh": "是", "en": "yes"},
    "name": {"zh": "名称", "en": "Name"},
    "type": {"zh": "类型", "en": "Type"},
    "text": {"zh": "文本", "en": "text"},
    "whole": {"zh": "整数", "en": "whole number"},
    "real": {"zh": "小数", "en": "number"},
    "flag": {"zh": "是/否", "en": "true or false"},
}
_RULES: Final = f"""
.definitions {{ border-collapse: collapse; width: 100%; margin: .25rem 0 .75rem; font-size: .93rem; }}
.definitions :is(th, td) {{ border: 0; border-bottom: 1px solid {both(LIGHT.rule, DARK.rule)};
  padding: .4rem .9rem .4rem 0; text-align: left; vertical-align: top; line-height: 1.55; }}
.definitions thead th {{ font-weight: 500; font-size: .82rem; color: {both(LIGHT.quiet, DARK.quiet)}; white-space: nowrap; }}
.definitions tbody th {{ font-weight: 600; width: 15rem; }}
.definitions .chip + code {{ margin-left: .35rem; }}
.definitions .fact {{ overflow-wrap: anywhere; }}
.definitions :is(th, td).number {{ text-align: right; padding-right: 0; white-space: nowrap;
  font-variant-numeric: tabular-nums; }}
.definitions code {{ font-size: .85em; color: {both(LIGHT.quiet, DARK.quiet)}; background: none; padding: 0; }}
.definitions td:is(.name, .type) {{ white-space: nowrap; }}
.definitions td.name {{ width: 12rem; }}
.definitions td.type {{ width: 9rem; color: {both(LIGHT.quiet, DARK.quiet)}; }}
[class*="st-key-section_"] {{ border-top: 1px solid {both(LIGHT.rule, DARK.rule)}; margin-top: 1rem; padding-top: .5rem; }}
.contents {{ display: flex; flex-direction: column; gap: .1rem; margin-bottom: .75rem; padding-left: .6rem;
  border-left: 2px solid {both(LIGHT.rule, DARK.rule)}; }}
.contents a {{ color: inherit; text-decoration: none; padding: .15rem .3rem; font-size: .9rem; }}
.contents a:is(:hover, :focus-visible) {{ text-decoration: underline; }}
.definitions .name code {{ color: inherit; font-size: .9em; }}
"""
_TYPES: Final = {"string": "text", "int64": "whole", "float64": "real", "bool": "flag"}


def definition_style() -> str:
    """The rules by which these tables are drawn, in light and in dark."""
    return f"<style>{_RULES}</style>"


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


def codebook_table(columns: Iterable[Column], language: Language) -> str:
    """The columns of a table: name, type, meaning."""
    head = _head(("name", "type", "meaning"), language)
    body = "".join(
        f'<tr><td class="name"><code>{escape(column.name)}</code></td>'
        f'<td class="type">{type_name(column.dtype, language)}</td><td>{escape(_meaning(column, language))}</td></tr>'
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


def found_columns(table: Table, words: str) -> tuple[Column, ...]:
    """The columns of a table in which ``words`` stand, in either language; all of them if the table is meant."""
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
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in middle)}<td class="number">{last}</td></tr>'
        for first, *middle, last in rows
    )
    return f'<table class="definitions"><thead>{_head(head, language)}</thead><tbody>{body}</tbody></table>'


def _head(names: Sequence[str], language: Language) -> str:
    cells = "".join(
        f'<th scope="col"{" class=number" if name in ("cells", "rows") else ""}>{_WORDS[name][language] if name else ""}</th>'
        for name in names
    )
    return f"<tr>{cells}</tr>"


def _code(code: str, name: str) -> str:
    """A code beside its name, where it is not the name."""
    return "" if code == name else f" <code>{escape(code)}</code>"


def _yes(answer: bool, language: Language) -> str:
    return f"✓ {_WORDS['yes'][language]}" if answer else "–"


def _meaning(column: Column, language: Language) -> str:
    return column.zh if language == "zh" else column.en
