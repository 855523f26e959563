"""The texts of a comparison: which tasks are read, and the tables to take along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from pages.compare import texts as compare_texts
from pages.compare import words as compare_words
from pages.compare.choice import NAMES, Choice
from pages.compare.data import Depths, answers_of
from pages.compare.summary import FILE
from pages.reports.comparison import group_of
from pages.ui import address, data
from pages.ui.cards.cards import show_cards
from pages.ui.names import region_names, task_names
from pages.ui.page_columns import labels
from pages.ui.tables import downloads, show_table
from pages.ui.text import DEPTHS, column, named, t
from pages.ui.theme import MARKS

ONLY: Final = "only"
"""The name in the address of which tasks are read, by how they are answered; beside it the key area."""
PART: Final = "part"
KINDS: Final = ("all", "differ", "everyone", "some", "one", "nobody")
AT_ONCE: Final = 8
"""Up to so many tasks are read on one page; of more, one key area at a time."""


def read(choice: Choice, depths: Depths) -> str | None:
    """The texts of the tasks that are asked for; returns what the reader opens in them."""
    kind = choose_kind(depths, len(choice.regions))
    tasks = kept(depths, kind)
    if not tasks:
        st.info(
            t("没有这样的任务。请在上面选“全部”。", "There is no such task. Choose All above."),
            icon=":material/filter_alt_off:",
        )
        return None
    shown = part_of(tasks)
    st.html(f'<p class="quiet">{compare_words.how_marked()}</p>')
    opened = show_cards(compare_texts.texts_html(choice.regions, shown), "compare_texts")
    downloads(text_frame(choice.regions, tasks), f"{FILE}-texts", t("比较的文字", "The texts compared"))
    return opened


def read_kind(regions: int) -> str:
    """Which tasks are asked for, without anything drawn."""
    return address.read_state(ONLY, kinds_among(regions), ("all",))[0]


def kinds_among(regions: int) -> tuple[str, ...]:
    """The kinds of tasks there can be: of two regions, none is covered by several but not all."""
    return tuple(kind for kind in KINDS if kind != "some" or regions > 2)


def choose_kind(depths: Depths, regions: int) -> str:
    """Which tasks are read, by how they are answered, each with its count."""
    labels = {
        "all": t("全部", "All"),
        "differ": t("深度不同", "Depth differs"),
        **{group: named(compare_words.GROUP_NAMES, group) for group in compare_words.GROUP_NAMES},
    }
    return address.choose_segment(
        t("读哪些任务", "Which tasks"),
        ONLY,
        kinds_among(regions),
        lambda kind: f"{labels[kind][:1].upper()}{labels[kind][1:]} {len(kept(depths, kind))}",
        decides=True,
    )


def kept(depths: Depths, kind: str) -> list[str]:
    """The tasks of a kind, in their order."""
    if kind == "all":
        return list(depths)
    if kind == "differ":
        return [task for task, by_region in depths.items() if len(set(by_region.values())) > 1]
    return [task for task, by_region in depths.items() if group_of(by_region) == kind]


def part_of(tasks: Sequence[str]) -> list[str]:
    """The tasks that are read at once: all where they are few, else those of one key area."""
    if len(tasks) <= AT_ONCE:
        return list(tasks)
    areas = data.tasks().set_index("task_id")["area_id"]
    counts = areas[list(tasks)].value_counts(sort=False)
    present = [code for code in data.areas()["area_id"] if code in counts.index]
    if len(present) < 2:
        return list(tasks)
    names = data.areas().set_index("area_id")[column("short")]
    part = address.choose_segment(
        t("一次读一个工作重点", "One key area at a time"),
        PART,
        present,
        lambda code: f"{code} {names[code]} {counts[code]}",
    )
    return [task for task in tasks if areas[task] == part]


def task_table(choice: Choice, depths: Depths) -> None:
    """All tasks with the depth of each region, to be looked over and taken along."""
    tasks = data.tasks().set_index("task_id").loc[list(depths)]
    names = region_names()
    listed = pd.DataFrame(
        {"area_id": tasks["area_id"], "task_id": tasks.index, "task": tasks[column("short")]}
    )
    for code in choice.regions:
        answers = [by_region[code] for by_region in depths.values()]
        listed[names[code]] = [f"{MARKS[depth]} {named(DEPTHS, depth)}" for depth in answers]
    listed["covered_by"] = list(map(compare_words.group_line, depths.values()))
    shown = labels(area_id="area", task_id="task_no", task="standard_task", covered_by="covered_by")
    high = 360 if len(depths) > 9 else None
    show_table(listed, f"{FILE}-tasks", labels=shown, height=high, decided_by=NAMES)


def text_frame(regions: Sequence[str], tasks: Sequence[str]) -> pd.DataFrame:
    """What the regions wrote, one row for each measure and one for each answer without any.

    Returns
    -------
    DataFrame
        task_id, task, region_id, region, depth, measure_id, measure_text, departments_text (str);
        first_line, last_line (int64, 0 where there is no measure).
    """
    full = task_names("name", numbered=False)
    nothing = {"measure_id": "", "measure_text": "", "departments_text": "", "first_line": 0, "last_line": 0}
    return pd.DataFrame(
        [
            {
                "task_id": task,
                "task": full[task],
                "region_id": answer.region_id,
                "region": answer.region,
                "depth": answer.depth,
                **{name: measure[name] for name in nothing},
            }
            for task, answers in answers_of(regions, tasks).items()
            for answer in answers
            for measure in (answer.measures or (nothing,))
        ]
    )
