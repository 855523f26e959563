"""Small tables of the page on data and methods, as HTML: definitions, codebook, provenance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

import pandas as pd

from pages.ui.text import DEPTH_MEANINGS, DEPTHS, Names, column, current_language, named, number, t
from pages.ui.theme import MARKS
from pipeline.schema.model import COVERED_DEPTHS, GAP_DEPTHS, Column, TableSchema

_TYPES: Final[Names] = {
    "string": {"zh": "文本", "en": "text"},
    "int64": {"zh": "整数", "en": "whole number"},
    "float64": {"zh": "小数", "en": "number"},
    "bool": {"zh": "是/否", "en": "true or false"},
}


def depth_table(counts: pd.Series) -> str:
    """Each depth: what it means, whether it is covered, whether it is a gap, and how many cells have it."""
    yes = f"✓&nbsp;{t('是', 'yes')}"
    rows = [
        (
            f'<span class="chip depth-{code}">{MARKS[code]} {named(DEPTHS, code)}</span>'
            + _code(code, named(DEPTHS, code)),
            named(DEPTH_MEANINGS, code),
            yes if code in COVERED_DEPTHS else "–",
            yes if code in GAP_DEPTHS else "–",
            number(counts.get(code, 0)),
        )
        for code in DEPTHS
    ]
    covered, gap = t("算覆盖", "Covered"), t("算缺口", "Gap")
    return _table((t("深度", "Depth"), t("含义", "Meaning"), covered, gap, t("格数", "Cells")), rows)


def meaning_table(names: Names, meanings: Names, counts: pd.Series) -> str:
    """Codes with their names, their meanings, and the number of rows that have them."""
    rows = [
        (
            named(names, code) + _code(code, named(names, code)),
            named(meanings, code),
            number(counts.get(code, 0)),
        )
        for code in meanings
    ]
    return _table((t("名称", "Name"), t("含义", "Meaning"), t("行数", "Rows")), rows)


def weight_table(weights: Iterable[Mapping[str, Any]]) -> str:
    """The features by which a measure is classified as generic or specific, with their weights."""
    rows = [
        (
            f"{escape(row[column('name')])} <code>{escape(row['feature'])}</code>",
            f"{row['weight']:+.2f}".replace("-", "−"),
        )
        for row in weights
    ]
    return _table((t("特征", "Feature"), t("权重", "Weight")), rows)


def codebook_table(columns: Iterable[Column]) -> str:
    """The columns of a table: name, type, meaning."""
    titles = (t("名称", "Name"), t("类型", "Type"), t("含义", "Meaning"))
    head = "".join(f'<th scope="col" class="words">{title}</th>' for title in titles)
    body = "".join(
        f'<tr><td class="name"><code>{escape(one.name)}</code></td>'
        f'<td class="type">{named(_TYPES, one.dtype)} <code>{escape(one.dtype)}</code></td>'
        f"<td>{escape(getattr(one, current_language()))}</td></tr>"
        for one in columns
    )
    return _definitions(body, head)


def found_columns(table: TableSchema, words: str) -> tuple[Column, ...]:
    """The columns of a table that contain ``words``, in either language; all if the table is meant."""
    wanted = words.strip().casefold()
    if wanted in f"{table.name} {table.zh} {table.en}".casefold():
        return table.columns
    return tuple(one for one in table.columns if wanted in f"{one.name} {one.zh} {one.en}".casefold())


def fact_list(facts: Iterable[tuple[str, str]]) -> str:
    """Names and what they stand for; both are text."""
    return _definitions(
        "".join(
            f'<tr><th scope="row">{escape(name)}</th><td class="fact">{escape(value)}</td></tr>'
            for name, value in facts
        )
    )


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column names the rows, and whose last one holds numbers."""
    classes = ["words"] * (len(titles) - 1) + ["number"]
    head = "".join(
        f'<th scope="col" class="{kind}">{title}</th>' for kind, title in zip(classes, titles, strict=True)
    )
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in middle)}'
        f'<td class="number">{last}</td></tr>'
        for first, *middle, last in rows
    )
    return _definitions(body, head)


def _definitions(body: str, head: str = "") -> str:
    header = f"<thead><tr>{head}</tr></thead>" if head else ""
    return f'<table class="definitions">{header}<tbody>{body}</tbody></table>'


def _code(code: str, name: str) -> str:
    """A code beside its name, where it is not the name."""
    return "" if code == name else f" <code>{escape(code)}</code>"
