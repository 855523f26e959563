"""The details drawer: a cell with its measures, a region's profile, a task's profile.

The URL parameter ``open`` holds the code of its content: ``320000:3.4`` for a cell, ``320000:3.4:source`` for
a cell with its source text unfolded, ``320000`` for a region, ``3.4`` for a task.
"""

from collections.abc import Callable, Iterable
from functools import partial
from html import escape
from typing import Any, Final
from urllib.parse import parse_qs

import pandas as pd
import streamlit as st

from pages.ui import address, data
from pages.ui.address import Rows
from pages.ui.arrange import deepest_first
from pages.ui.codes import DEPTH_MEANINGS, DEPTHS, STATUSES, name_of
from pages.ui.evidence import evidence
from pages.ui.filters import show_hint
from pages.ui.guard import show_errors
from pages.ui.html import show_unseen, table_html
from pages.ui.links import link_html, page_address, region_address, task_address
from pages.ui.names import area_names, depth_label, describe_leaders, region_names, task_names
from pages.ui.tables import open_selected
from pages.ui.text import fill_text, join_words, localized, number, percent, shorten, source_lines, t
from pipeline.schema.model import COVERED_DEPTHS, GAP_DEPTHS

OPEN: Final = "open"
"""The URL parameter."""

SOURCE: Final = "source"
"""Suffix of a cell's code that unfolds its source text."""

_MOST_SPECIFIC: Final = 3
_EXCERPT_LENGTH: Final = 60
_LIST_ROWS: Final = 10
"""A list with more rows scrolls."""


def opened_code(known: Callable[[str], bool] | None = None) -> str | None:
    """Return the code that the URL opens, if it is valid, and keep it, so that Back finds it there.

    ``known`` is the predicate of valid codes; by default those of cells, regions and tasks.
    """
    found = address.read_state(OPEN, known or is_known)
    address.write_state(OPEN, found)
    return found[0] if found else None


def open_code(code: str) -> None:
    """Open the drawer with a code's content; also a callback."""
    address.write_state(OPEN, (code,))
    address.record_input()


def show_drawer(
    picked: str | None,
    is_own: Callable[[str], bool] = lambda code: False,
    fill: Callable[[str], None] = lambda code: None,
) -> None:
    """Draw the drawer with the code just picked, or the one in the URL.

    ``is_own`` is the predicate of a page's own codes, which ``fill`` draws. What was picked can also be
    choices of the page (`pages.ui.address.choices_code`), which are made instead.
    """
    if picked and picked.startswith("?"):
        address.set_choices(parse_qs(picked[1:]))
        address.rerun("fragment")
    if picked:
        open_code(picked)
    if code := picked or opened_code(lambda code: is_own(code) or is_known(code)):
        close = partial(address.set_choices, {OPEN: ()})

        @st.dialog(t("详情", "Details"), width="medium", position="right", on_dismiss=close)
        def drawer() -> None:
            with address.sync_address(), show_errors():
                # A click inside opened something else, or another view.
                if code not in address.read_state(OPEN):
                    address.rerun()
                (fill if is_own(code) else _draw_details)(code)

        drawer()


def is_known(code: str) -> bool:
    """Whether a code is that of a cell, a region or a task."""
    first, *cell = code.split(":")
    regions, tasks = set(data.regions()["region_id"]), set(data.tasks()["task_id"])
    in_grid = first in regions and bool(cell) and cell[0] in tasks and cell[1:] in ([], [SOURCE])
    return in_grid or (not cell and first in regions | tasks)


def _draw_details(code: str) -> None:
    first, *cell = code.split(":")
    if "." in first:
        _show_task(data.task(first))
    elif cell and data.region(first)["status"] == "plan":
        _show_cell(first, *cell)
    else:
        _show_region(data.region(first))


def _show_cell(region_id: str, task_id: str, source: str = "") -> None:
    region, task = data.region(region_id), data.task(task_id)
    name = region[localized("short")]
    answers = data.coverage().query("task_id == @task_id")
    cell = answers[answers["region_id"] == region_id].iloc[0]
    show_title(f"{name} · {task_id} {task[localized('short')]}")
    st.html(
        f'<p class="quiet">{escape(str(task[localized("name")]))}</p>'
        f"<p>{evidence.depth_chip(cell['depth'])} {escape(name_of(DEPTH_MEANINGS, cell['depth']))}</p>"
    )
    _show_cell_buttons(region_id, task_id)
    with st.container(horizontal=True):
        draw_open_button(t(f"{name}概况", f"Profile of {name}"), region_id)
        draw_open_button(t(f"任务 {task_id} 概况", f"Profile of task {task_id}"), task_id)
    if before := data.previous_edition():
        words = t(f"与 {before.year} 年相比的变化", f"What changed since {before.year}")
        st.html(f"<p>{link_html(page_address('change', open=f'{region_id}:{task_id}'), words)}</p>")
    if leaders := describe_leaders([task_id], region_id)[task_id]:
        st.html(f'<p class="quiet">{escape(leaders)}</p>')
    if cell["measure_ids"]:
        measures, printed = data.measures(*cell["measure_ids"].split(";")), str(task["name_zh"])
        several = len(measures) > 1
        evidence.show_measures(measures, template=printed, with_chip=several, unfolded=bool(source))
        return
    near = answers["region_id"].isin(data.regions().query("macro_id == @region.macro_id")["region_id"])
    macro = region[localized("macro")]
    title = t(f"**{macro}其他地区如何落实**", f"**What others in {macro} wrote**")
    if not _show_most_specific(answers[near], title, task):
        _show_most_specific(answers, t("**其他地区如何落实**", "**What other regions wrote**"), task)


def _show_cell_buttons(region_id: str, task_id: str) -> None:
    tasks = data.tasks()["task_id"].tolist()
    place = tasks.index(task_id)
    with st.container(horizontal=True):
        for key, words, icon, near in (
            ("previous", t("上一格", "Previous cell"), "left", tasks[:place][-1:]),
            ("next", t("下一格", "Next cell"), "right", tasks[place + 1 :][:1]),
        ):
            st.button(
                " ".join([words, *near]),
                key=f"{key}_cell",
                icon=f":material/chevron_{icon}:",
                disabled=not near,
                on_click=open_code,
                args=(f"{region_id}:{''.join(near)}",),
            )


def draw_open_button(label: str, code: str) -> None:
    """Draw a button that opens a cell, a region or a task."""
    icon = ":material/arrow_forward:"
    st.button(label, key=f"way_{code}", icon=icon, on_click=open_code, args=(code,))


def show_title(words: str, address: str = "") -> None:
    """Draw the drawer's heading, with a link to the whole profile if there is an ``address``."""
    link = link_html(address, t("完整概况 →", "Whole profile →")) if address else ""
    st.html(f'<h3 class="opened">{escape(words)}</h3>{link}')


def _show_region(region: pd.Series) -> None:
    """Show a region's coverage by key area, depth counts, facts of its plan, and gaps."""
    region_id, status = str(region["region_id"]), name_of(STATUSES, region["status"])
    show_title(region[localized("name")], region_address(region_id))
    if region["status"] != "plan":
        show_hint("ui", "no_document", "info", region=region[localized("short")], status=status)
        return
    cells = data.coverage().query("region_id == @region_id")
    covered = int(cells["depth"].isin(COVERED_DEPTHS).sum())
    share = percent(covered / len(cells))
    sentence = fill_text("ui", "covered", covered=covered, tasks=len(cells), share=share)
    counts = " ".join(evidence.depth_chip(depth, count) for depth, count in _depth_counts(cells))
    of_area = cells["depth"].isin(COVERED_DEPTHS).groupby(cells["area_id"].map(area_names()))
    areas = (
        (escape(str(area)), f'<span style="width:{share:.0%}"></span>', f"{count}/{total}")
        for area, count, total, share in of_area.agg(["sum", "size", "mean"]).itertuples()
    )
    areas_html = table_html(areas, "areas", caption=t("各工作重点的覆盖", "Coverage by key area"))
    st.html(f"<p>{sentence}</p><p>{counts}</p>{areas_html}{_facts_html(region)}")
    gaps = cells[cells["depth"].isin(GAP_DEPTHS)]
    st.markdown(fill_text("ui", "gaps", gaps=len(gaps)))
    listed = pd.DataFrame({"label": gaps["task_id"].map(task_names()), "depth": gaps["depth"]})
    _show_cell_list(listed, region_id + ":" + gaps["task_id"], t("任务", "Task"), f"gaps_{region_id}")


def _show_task(task: pd.Series) -> None:
    """Show the regions by depth of a task, an excerpt of each, and the most specific measures."""
    task_id = str(task["task_id"])
    cells = data.coverage().query("task_id == @task_id")
    covered = int(cells["depth"].isin(COVERED_DEPTHS).sum())
    show_title(f"{task_id} {task[localized('short')]}", task_address(task_id))
    counts = {"regions": len(cells), "covered": covered, "others": len(cells) - covered}
    sentence = fill_text("ui", "task_covered", **counts)
    name, regions = escape(str(task[localized("name")])), cells["region_id"].map(region_names())
    names = regions.groupby(cells["depth"]).agg(join_words)
    depths = facts_html(
        (evidence.depth_chip(depth), f"{count} · {escape(names[depth])}")
        for depth, count in _depth_counts(cells)
    )
    st.html(f'<p class="quiet">{name}</p><p><strong>{sentence}</strong></p>{depths}')
    st.markdown(fill_text("ui", "answers"))
    ids = cells["measure_ids"].str.split(";").str[0]
    texts = data.measures(*filter(None, ids)).set_index("measure_id")["measure_text"].to_dict()
    excerpts = [shorten(show_unseen(texts.get(code, "")), _EXCERPT_LENGTH) for code in ids]
    listed = pd.DataFrame({"label": regions, "depth": cells["depth"], "excerpt": excerpts})
    _show_cell_list(listed, cells["region_id"] + ":" + task_id, t("地区", "Region"), f"regions_{task_id}")
    _show_most_specific(cells, t("**写得最具体的举措**", "**The most specific measures**"), task)


def _show_most_specific(cells: pd.DataFrame, title: str, task: pd.Series) -> bool:
    ids = [ids.split(";")[0] for ids in deepest_first(cells)["measure_ids"].head(_MOST_SPECIFIC)]
    if ids:
        st.markdown(title)
        found = data.measures(*ids).set_index("measure_id", drop=False).loc[ids]
        evidence.show_measures(found, with_region=True, template=str(task["name_zh"]))
    return bool(ids)


def _depth_counts(cells: pd.DataFrame) -> list[tuple[str, int]]:
    """Return the number of cells by depth, the deepest first, without depths that do not occur."""
    counts = cells["depth"].value_counts()
    return [(depth, int(counts[depth])) for depth in reversed(DEPTHS) if depth in counts]


def _facts_html(region: pd.Series) -> str:
    plans = data.plans().query("region_id == @region.region_id")
    lost = t("（标题缺失，由正文推知）", "(title lost; inferred from the text)")
    semicolon, lines = t("；", "; "), map(source_lines, plans["first_line"], plans["last_line"])
    sources = map(t("，", ", ").join, zip(plans["source_file"], lines, strict=True))
    facts = {
        t("工作要点", "Plan"): semicolon.join(plans["title"].replace("", lost)),
        t("大区", "Macro-region"): region[localized("macro")],
        t("举措", "Measures"): number(plans["measures"].sum()),
        t("其中自设任务", "Local tasks among them"): number(plans["local_tasks"].sum()),
        t("字符", "Characters"): number(plans["characters"].sum()),
        t("来源", "Source"): semicolon.join(sources),
    }
    return facts_html((escape(name), escape(str(value))) for name, value in facts.items())


def facts_html(rows: Iterable[tuple[str, str]]) -> str:
    """Return a table of names and values, both HTML."""
    return table_html(((f'<span class="quiet">{name}</span>', value) for name, value in rows), "facts")


def choose_drawer_page(rows: Rows, size: int, key: str) -> Rows:
    """Return the rows of one page of a list in the drawer, with a pagination if there are more."""
    pages = -(-len(rows) // size)
    page = min(st.pagination(pages, key=key), pages) if pages > 1 else 1
    return rows[size * (page - 1) : size * page]


def show_list(frame: pd.DataFrame, codes: Iterable[str], key: str, **settings: Any) -> None:
    """Draw a table whose selected row opens its code; ``settings`` are arguments of the widget."""
    st.dataframe(
        frame,
        hide_index=True,
        key=key,
        on_select=partial(open_selected, key, list(codes), open_code),
        selection_mode="single-row",
        height="auto" if len(frame) <= _LIST_ROWS else 420,
        **settings,
    )


def _show_cell_list(listed: pd.DataFrame, codes: pd.Series, heading: str, key: str) -> None:
    if listed.empty:
        st.write(t("无。", "Nothing to list."))
        return
    text = st.column_config.TextColumn
    config = {
        "label": text(heading, width="small" if "excerpt" in listed else "medium"),
        "depth": text(t("深度", "Depth"), width="small"),
        "excerpt": text(t("举措", "Measure"), width="large"),
    }
    show_list(listed.assign(depth=listed["depth"].map(depth_label)), codes, key, column_config=config)
