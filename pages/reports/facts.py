"""Sections that the profiles of regions and of tasks have in common: targets, words, campaigns, documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pages.reports.book import SHOWN, Book
from pages.ui.evidence.evidence import records
from pages.ui.target_values import value_text
from pages.ui.text import document_title, plural
from pipeline.export.reports.document import (
    Paragraph,
    Run,
    Section,
    Table,
    TableCell,
    TableColumn,
    cell,
    joined_runs,
    runs,
)
from pipeline.store import store

WORDS: Final = 15
"""How many distinctive words a profile names."""

NAMES: Final = 12
"""How many campaigns and how many documents a page names before it counts the others."""

_AROUND: Final = 150
_OPENING: Final = 48


def pairs(rows: Sequence[tuple[str, Sequence[Run]]]) -> Table:
    """Facts one under the other, each led by what it is."""
    made = tuple((cell(Run(name, quiet=True)), TableCell(tuple(told))) for name, told in rows if told)
    return Table((TableColumn("", 1.0), TableColumn("", 3.2)), made)


def quiet(text: str) -> Paragraph:
    """A paragraph in small letters."""
    return Paragraph(runs(text), "quiet")


def more_rows(book: Book, count: int, shown: int = SHOWN) -> str:
    """What stands over the rows that a page folds away."""
    left = count - shown
    return book.say(f"其余 {left} 行", plural(left, "further row", "further rows")) if left > 0 else ""


def targets_section(book: Book, targets: pd.DataFrame, link: str, *, of_region: bool) -> Section:
    """Targets with their values and sentences; those that several regions set come first.

    Parameters
    ----------
    targets
        As `pipeline.store.store.targets` gives them out; those that a plan repeats are left out.
    of_region
        Whether they are all of one region, so that their task is told and not their region.
    """
    counted = targets[targets["counted"]]
    rows = sorted(records(counted), key=lambda row: _usual_first(book, row))
    title = book.say(f"量化目标（{len(rows)} 个）", f"Quantified targets ({len(rows)})")
    if not rows:
        none = book.say(
            "这份工作要点没有量化目标。" if of_region else "没有地区在这项任务下写出量化目标。",
            "The plan sets no target in numbers."
            if of_region
            else "No region sets a target under this task.",
        )
        return Section("targets", title, (Paragraph(runs(none)),), link)
    columns = (
        TableColumn(book.say("指标", "Indicator"), 2.0),
        TableColumn(book.say("目标", "Target"), 1.3),
        TableColumn(book.say("标准任务", "Task") if of_region else book.say("地区", "Region"), 1.7),
        TableColumn(book.say("原句", "Sentence"), 4.4),
        TableColumn(book.say("出处", "Lines"), 1.2),
    )
    made = tuple(_target_row(book, same, of_region=of_region) for same in _together(rows))
    table = Table(columns, made, SHOWN, more_rows(book, len(made)))
    return Section("targets", title, (table,), link, wide=True)


def words_section(book: Book, scope: str, scope_id: str) -> Section:
    """The words that this text uses clearly more than the rest."""
    found = store.keywords(book.built, scope, scope_id)  # type: ignore[arg-type]
    telling = found[found["distinctive"]].head(WORDS)
    title = book.say("与众不同的用词", "Distinctive words")
    link = book.link("keywords", see="distinct", of=scope, **{f"of_{scope}": scope_id})
    if telling.empty:
        none = book.say("没有一个词用得明显比其余部分多。", "No word is clearly used more than elsewhere.")
        return Section("words", title, (Paragraph(runs(none)),), link)
    listed = [
        Run(f"{row['term']}\u00a0{row['count']}", _word_link(book, scope, scope_id, row), quoted=True)
        for row in records(telling)
    ]
    told = book.say(
        "用得明显比其余多的词及次数，按 z 排列。",
        "Words used clearly more than elsewhere, with how often, by z.",
    )
    return Section("words", title, (Paragraph(joined_runs(listed, " · ")), quiet(told)), link)


def named_section(book: Book, campaigns: pd.DataFrame, documents: pd.DataFrame) -> Section | None:
    """Campaigns and projects named, and documents cited; None where there are neither.

    Parameters
    ----------
    campaigns, documents
        As `pipeline.store.store.mentions` gives them out.
    """
    parts: list[Paragraph] = []
    for what, found, title in (
        ("campaigns", campaigns, book.say("行动与项目", "Campaigns and projects")),
        ("citations", documents, book.say("引用文件", "Documents cited")),
    ):
        names = list(dict.fromkeys(found.loc[found["kind"] != "strategy", "name"]))
        if not names:
            continue
        listed = [_naming(book, what, name, int(book.naming[what].get(name, 0))) for name in names[:NAMES]]
        left = len(names) - len(listed)
        ending = book.say(f"，另 {left} 个", f", and {left} more") if left else ""
        head = Run(f"{title} {len(names)}{book.say('：', ': ')}", bold=True)
        parts.append(Paragraph(runs(head, *joined_runs(listed, book.say("；", "; ")), ending)))
    if not parts:
        return None
    told = book.say("括号中是提到它的地区数。", "In brackets: how many regions name it.")
    title = book.say("行动、项目与引用文件", "Campaigns, projects and documents")
    link = book.link("keywords", see="named")
    return Section("named", title, (*parts, quiet(told)), link)


def said_runs(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Run, ...]:
    """A document's own words, with some stretches of them in bold."""
    found: list[Run] = []
    reached = 0
    for start, end in sorted(spans):
        if start < reached:
            continue
        found += [Run(text[reached:start], quoted=True), Run(text[start:end], bold=True, quoted=True)]
        reached = end
    found.append(Run(text[reached:], quoted=True))
    return tuple(run for run in found if run.text)


def target_spans(book: Book, measure_ids: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """Where the targets stand in measures."""
    targets = store.targets_in(book.built, measure_ids)
    found: dict[str, list[tuple[int, int]]] = {}
    for row in records(targets[targets["kind"] == "target"]):
        found.setdefault(str(row["measure_id"]), []).append((int(row["char_start"]), int(row["char_end"])))
    return found


def opening(text: str, most: int = _OPENING) -> str:
    """The beginning of a text."""
    return text if len(text) <= most else f"{text[:most]}…"


def value_of(book: Book, target: Mapping[str, Any]) -> str:
    """A target's value with its unit."""
    indicator = book.indicators.get(str(target["indicator_id"]))
    unit = str(indicator[f"unit_{book.language}"]) if indicator else str(target["unit"])
    return value_text(target, unit, book.language)


def _usual_first(book: Book, target: Mapping[str, Any]) -> tuple[int, str]:
    """Targets of indicators that many regions have come first, those of one indicator together."""
    indicator = book.indicators.get(str(target["indicator_id"]))
    return (-int(indicator["regions"]), str(target["indicator_id"])) if indicator else (0, "")


def _together(rows: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Targets parted by what they count and by the sentence that they stand in."""
    found: dict[tuple[str, str, str, int], list[dict[str, Any]]] = {}
    for row in rows:
        what = str(row["indicator_id"] or row["metric"])
        key = (what, str(row["measure_id"]), str(row["sentence"]), int(row["sentence_start"]))
        found.setdefault(key, []).append(row)
    return list(found.values())


def _target_row(book: Book, same: Sequence[dict[str, Any]], *, of_region: bool) -> tuple[TableCell, ...]:
    """One row for the targets that count the same in one sentence."""
    row = same[0]
    indicator = book.indicators.get(str(row["indicator_id"]))
    if indicator:
        way = book.link("targets", indicator=str(row["indicator_id"]))
        what = Run(str(indicator[f"name_{book.language}"]), way)
    else:
        named = book.metric_names.get(str(row["metric"]))
        what = Run(named or str(row["metric"]), quoted=not named)
    region_id = str(row["region_id"])
    values = [
        Run(
            value_of(book, one),
            book.link("targets", see="region", of=region_id, open=str(one["target_id"])),
            True,
        )
        for one in same
    ]
    where = (
        book.task_cells(str(row["task_id"]), str(row["task_text"]))
        if of_region
        else (book.region(region_id),)
    )
    return (
        cell(what),
        TableCell(joined_runs(values, book.say("、\n", ",\n"))),
        TableCell(where),
        TableCell(_sentence(same)),
        cell(book.lines(row)),
    )


def _sentence(same: Sequence[Mapping[str, Any]]) -> tuple[Run, ...]:
    """The sentence of some targets, which stand in bold; cut to what is around them where it is long."""
    text, first = str(same[0]["sentence"]), int(same[0]["sentence_start"])
    spans = sorted((int(one["char_start"]) - first, int(one["char_end"]) - first) for one in same)
    if len(text) <= _AROUND:
        return said_runs(text, spans)
    begin, end = max(0, spans[0][0] - _AROUND // 2), min(len(text), spans[-1][1] + _AROUND // 2)
    cut = said_runs(text[begin:end], [(start - begin, stop - begin) for start, stop in spans])
    return (*runs("…" if begin else ""), *cut, *runs("…" if end < len(text) else ""))


def _word_link(book: Book, scope: str, scope_id: str, row: Mapping[str, Any]) -> str:
    code = f"word:{scope}:{scope_id}:{row['term']}"
    return book.link("keywords", see="distinct", of=scope, **{f"of_{scope}": scope_id}, open=code)


def _naming(book: Book, what: str, name: str, regions: int) -> Run:
    title = name if what == "campaigns" else document_title(name)
    way = book.link("keywords", see="named", **{f"name_{what}": name, "what": what})
    return Run(f"{title}\u00a0({regions})", way, quoted=True)
