"""Local tasks as HTML cards: ideas of several regions, and the rest by key area; all text is escaped."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any, Final

import pandas as pd

from pages.charts.parts import label_columns
from pages.ui import names
from pages.ui.cards.cards import fold_card, measure_card, titled_group
from pages.ui.codes import CODE_NAMES, name_of
from pages.ui.evidence.evidence import records
from pages.ui.evidence.marks import Mark, mark_text
from pages.ui.html import escape_text
from pages.ui.names import region_names, task_names
from pages.ui.page_columns import labels
from pages.ui.text import add_brackets, fill_text, join_words, number, t

KINDS: Final = CODE_NAMES["local_kind"]

NO_AREA: Final = "none"
"""The code, in an address, of local tasks without a key area."""

_COLUMNS: Final = (
    "region", "area", "task_kind", "task", "measure_text", "departments_text", "group_id", "group_name",
    "group_regions", "shared_words", "nearest_task", "nearest_score", "nearest_words", "first_line",
    "last_line", "measure_id",
)  # fmt: skip


def area_names() -> dict[str, str]:
    """Return the names of key areas by id; the id "" is that of tasks without a key area."""
    return {**names.area_names(), "": t("未归入工作重点", "Under no key area")}


def split_words(words: str) -> list[str]:
    return words.split(";") if words else []


def task_table(tasks: pd.DataFrame) -> pd.DataFrame:
    shown = tasks.assign(
        region=tasks["region_id"].map(names.region_names()),
        area=tasks["area_id"].map(area_names()),
        task_kind=[name_of(KINDS, kind) for kind in tasks["kind"]],
        task=tasks["name"].where(tasks["kind"] == "local", ""),
        shared_words=tasks["shared_words"].str.replace(";", "、"),
        nearest_task=tasks["nearest_task_id"].map(names.task_names()).fillna(""),
        nearest_score=tasks["nearest_score"].where(tasks["nearest_score"] > 0),
        nearest_words=tasks["nearest_words"].str.replace(";", "、"),
    )
    return label_columns(shown, labels(*_COLUMNS))


STYLE: Final = (
    "<style>.own-task{font-weight:600;overflow-wrap:anywhere}.near .lines{font-weight:600}"
    ".gap>summary.plain .who-has{font-size:.87rem;opacity:.85}"
    ".inside>.aside{padding:0 0 .5rem}.where{font-size:.84rem;opacity:.85}.kind{border-style:dashed}</style>"
)

LocalTask = Mapping[str, Any]
"""A row of `pipeline.store.store.local_tasks`; ``name`` is its task, or the beginning of its measure."""


def idea_card(members: pd.DataFrame) -> str:
    """Return the card of an idea: the words that its members share, and what each region wrote."""
    first = members.iloc[0]
    # Shared words by weight, those of the first member first.
    words = dict.fromkeys(word for words in members["shared_words"] for word in split_words(words))
    shared = t("归为一组，因为共有这些词：", "One idea, because they share: ")
    alike = t("", " ") + fill_text("local", "alike", score=f"{members['score'].min():.2f}")
    why = f'<p class="aside">{escape(shared)}{_words_html(list(words))}{escape(alike)}</p>'
    name = f'<b lang="zh">{escape_text(first["group_name"])}</b>'
    names = [region_names()[code] for code in members["region_id"].unique()]
    regions = fill_text("local", "regions", count=len(names), listed=join_words(names))
    body = why + "".join(map(task_card, records(members)))
    return _card(first["group_id"], name, regions, body, opened=True)


def area_card(area_id: str, tasks: pd.DataFrame, total: int, *, opened: bool) -> str:
    """Return the card of a key area: local tasks with a name of their own, then those without.

    ``total`` is the number of its local tasks, of which ``tasks`` may be a part.
    """
    titles = {"local": t("有自己的名称", "With a task of their own")}
    titles |= {"other": t("没有自己的名称，由举措说明", "Unnamed: described by the measure")}
    body = ""
    for kind, title in titles.items():
        if same := [task_card(task, with_place=False) for task in records(tasks[tasks["kind"] == kind])]:
            body += titled_group(add_brackets(title, len(same)), "".join(same))
    about = fill_text("local", "listed", total=total, shown=len(tasks) if len(tasks) < total else 0)
    name = f"<b>{escape(area_names()[area_id])}</b>"
    return _card(f"area-{area_id}", name, about, body, opened=opened)


def task_card(task: LocalTask, *, with_place: bool = True) -> str:
    """Return what one region wrote, with departments, source lines and the most similar standard task.

    ``with_place`` adds its key area, and a chip if it has no name of its own.
    """
    place = ""
    if with_place:
        place = f'<span class="where">{escape(area_names()[task["area_id"]])}</span>'
        if task["kind"] == "other":
            place += f'<span class="chip kind">{escape(name_of(KINDS, "other"))}</span>'
    words = split_words(task["shared_words"]) if task["group_regions"] > 1 else []
    name, text = (mark_text(text, mark_words(text, words)) for text in (task["name"], task["measure_text"]))
    opens = f"said~{task['measure_id']}"
    own = f'<p class="own-task said" lang="zh">{name}</p>' if task["kind"] == "local" else ""
    # The same region has another, similar local task.
    is_repeated = task["group_regions"] == 1 and task["score"]
    repeat = f'<p class="meta">{escape(fill_text("local", "repeat", **task))}</p>' if is_repeated else ""
    return (
        f'<section class="answer"><div class="who"><b>{escape(region_names()[task["region_id"]])}</b>{place}'
        f'</div><div class="what">{own}{measure_card(task, opens, text)}'
        f"{repeat}{nearest_task_html(task)}</div></section>"
    )


def nearest_task_html(task: LocalTask) -> str:
    """Return a note on the most similar standard task; empty if none is similar."""
    task_id = task["nearest_task_id"]
    if not task_id:
        return ""
    name = task_names().get(task_id, str(task_id))
    link = f'<button class="lines" data-open="{escape(task_id)}">{escape(name)}</button>'
    words = fill_text("local", "nearest") + t("", " ")
    shared = escape(number(task["nearest_score"], 2) + t("；共有：", "; shared: "))
    common = _words_html(split_words(task["nearest_words"]))
    return f'<p class="meta near">{escape(words)}{add_brackets(link, shared + common)}</p>'


def mark_words(text: str, words: Sequence[str]) -> list[Mark]:
    """Return the occurrences of words in a text as marks; adjacent and overlapping ones are merged."""
    spans = sorted(
        match.span() for word in words for match in re.finditer(re.escape(word), text, flags=re.IGNORECASE)
    )
    marks: list[Mark] = []
    for start, end in spans:
        if marks and start <= marks[-1].end:
            marks[-1] = replace(marks[-1], end=max(end, marks[-1].end))
        else:
            marks.append(Mark(start, end, "term"))
    return marks


def _card(key: str, name: str, about: str, body: str, *, opened: bool) -> str:
    summary = f'<summary class="plain">{name}<span class="who-has">{escape(about)}</span></summary>'
    return fold_card(key, summary, body, opened=opened)


def _words_html(words: Sequence[str]) -> str:
    return f'<span lang="zh">{escape_text("、".join(words))}</span>'
