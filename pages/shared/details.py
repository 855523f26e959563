"""What opens beside the matrix: a cell with its measures, a region's profile, a task's profile."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.shared import address, data, evidence
from pages.shared.guard import guarded
from pages.shared.text import (
    DEPTH_MEANINGS,
    DEPTHS,
    STATUSES,
    column,
    joined,
    named,
    number,
    percent,
    plural,
    source_lines,
    t,
)
from pages.shared.theme import MARKS
from pipeline.model import COVERED_DEPTHS, GAP_DEPTHS

OPEN: Final = "open"
"""The name in the address: ``320000:3.4`` a cell, ``320000`` a region, ``3.4`` a task."""

_TURNED: Final = "details_turned"
_BEST: Final = 3


def opened() -> str | None:
    """What the address says is open, if it is something."""
    found = address.recall(OPEN)
    return found[0] if found and _known(found[0]) else None


def open_code(code: str) -> None:
    """Open a cell, a region or a task; also a callback."""
    address.keep(OPEN, (code,))
    address.touched()
    st.session_state[_TURNED] = True


def show_details(code: str) -> None:
    """Draw the drawer with what ``code`` stands for."""
    st.session_state.pop(_TURNED, None)
    drawer = st.dialog(t("详情", "Details"), width="medium", position="right", on_dismiss=_close)
    drawer(_fill)(code)


def _fill(code: str) -> None:
    with address.followed(), guarded():
        if st.session_state.pop(_TURNED, False):
            address.start_again()
        region_id, _, task_id = code.partition(":")
        if task_id:
            _cell(region_id, task_id)
        elif "." in code:
            _task(code)
        else:
            _region(code)


def _title(words: str) -> None:
    st.html(f'<h3 class="opened">{escape(words)}</h3>')


def _close() -> None:
    address.keep(OPEN, ())
    address.touched()


def _cell(region_id: str, task_id: str) -> None:
    region, task = _region_row(region_id), _task_row(task_id)
    cell = _cells(region_id=region_id, task_id=task_id).iloc[0]
    _title(f"{region[column('short')]} · {task_id} {task[column('short')]}")
    meaning = named(DEPTH_MEANINGS, cell["depth"])
    st.html(
        f'<p class="quiet" lang="zh">{escape(str(task["name_zh"]))}</p>'
        f"<p>{evidence.depth_chip(cell['depth'])} {escape(meaning)}</p>"
    )
    if cell["measure_ids"]:
        evidence.show_measures(data.measures(*cell["measure_ids"].split(";")))
    else:
        others = _cells(task_id=task_id)
        covered = others[others["depth"].isin(COVERED_DEPTHS)]
        st.write(
            t(
                f"另有 {len(covered)} 个地区覆盖了这项任务；打开任务概况可以看它们怎么写。",
                f"{plural(len(covered), 'other region covers', 'other regions cover')} this task; "
                "its profile shows what they wrote.",
            )
        )
    _ways((t(f"{region[column('short')]}概况", f"Profile of {region[column('short')]}"), region_id), (_about(task_id), task_id))


def _region(region_id: str) -> None:
    region = _region_row(region_id)
    _title(region[column("name")])
    if region["status"] != "plan":
        _explain_status(region)
        return
    plan = data.plans().set_index("plan_id").loc[region["plan_id"]]
    cells = _cells(region_id=region_id)
    covered = int(cells["depth"].isin(COVERED_DEPTHS).sum())
    st.html(
        f"<p>{t(f'覆盖 {covered} 项标准任务，共 {len(cells)} 项（{percent(covered / len(cells))}）。', f'Covers {covered} of {len(cells)} standard tasks ({percent(covered / len(cells))}).')}</p>"
        f"<p>{evidence.depth_counts_html(_counts(cells))}</p>"
    )
    _facts(plan, region)
    _by_area(cells)
    gaps = cells[cells["depth"].isin(GAP_DEPTHS)]
    st.markdown(t(f"**缺口 {len(gaps)} 项**（未列、列而未填或原则性）", f"**{plural(len(gaps), 'gap', 'gaps')}** (absent, blank or generic)"))
    _pick_list(gaps.assign(code=region_id + ":" + gaps["task_id"], label=_task_labels(gaps)), t("任务", "Task"), f"gaps_{region_id}")


def _task(task_id: str) -> None:
    task = _task_row(task_id)
    _title(f"{task_id} {task[column('short')]}")
    cells = _cells(task_id=task_id)
    covered = cells[cells["depth"].isin(COVERED_DEPTHS)]
    lacking = cells[~cells["depth"].isin(COVERED_DEPTHS)]
    names = data.regions().set_index("region_id")[column("short")]
    st.html(
        f'<p class="quiet">{escape(str(task[column("name")]))}</p>'
        f"<p>{t(f'{len(covered)} 个地区覆盖，{len(lacking)} 个没有。', f'{len(covered)} of {len(cells)} regions cover it, {len(lacking)} do not.')}</p>"
        f"<p>{evidence.depth_counts_html(_counts(cells))}</p>"
    )
    if len(lacking):
        missing = joined(names[code] for code in lacking["region_id"])
        st.html(f"<p><strong>{t('未覆盖：', 'Not covered by: ')}</strong>{escape(missing)}</p>")
    st.markdown(t("**各地区**（选一行看举措）", "**By region** (choose a row to see its measures)"))
    _pick_list(
        cells.assign(code=cells["region_id"] + ":" + task_id, label=cells["region_id"].map(names)),
        t("地区", "Region"),
        f"regions_{task_id}",
    )
    _best_measures(covered)


def _best_measures(cells: pd.DataFrame) -> None:
    order = cells.assign(rank=cells["depth"].map(list(DEPTHS).index)).sort_values(
        ["rank", "characters"], ascending=False, kind="stable"
    )
    ids = [code for joined_ids in order["measure_ids"].head(_BEST) for code in joined_ids.split(";")[:1]]
    if not ids:
        return
    st.markdown(t("**写得最具体的举措**", "**The most specific measures**"))
    found = data.measures(*ids).set_index("measure_id", drop=False).loc[ids]
    evidence.show_measures(found, with_region=True)


def _facts(plan: pd.Series, region: pd.Series) -> None:
    title = plan["title"] or t("（标题缺失，由正文推知）", "(title lost; told from the text)")
    place = source_lines(int(plan["first_line"]), int(plan["last_line"]))
    facts = [
        (t("工作要点", "Plan"), title),
        (t("大区", "Macro-region"), region[column("macro")]),
        (t("举措", "Measures"), number(plan["measures"])),
        (t("自设任务", "Local tasks"), number(plan["local_tasks"])),
        (t("字符", "Characters"), number(plan["characters"])),
        (t("来源", "Source"), f"{plan['source_file']}, {place}"),
    ]
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in facts)
    st.html(f'<dl class="facts">{rows}</dl>')


def _by_area(cells: pd.DataFrame) -> None:
    areas = data.areas().set_index("area_id")[column("short")]
    rows = []
    for area_id, group in cells.groupby("area_id", sort=True):
        covered, total = int(group["depth"].isin(COVERED_DEPTHS).sum()), len(group)
        rows.append(
            f'<tr><th scope="row">{escape(f"{area_id} {areas[area_id]}")}</th>'
            f'<td class="bar"><span style="width:{covered / total:.0%}"></span></td><td>{covered}/{total}</td></tr>'
        )
    st.html(f'<table class="areas"><caption>{t("各工作重点的覆盖", "Coverage by key area")}</caption>{"".join(rows)}</table>')


def _pick_list(cells: pd.DataFrame, heading: str, key: str) -> None:
    """A list in which a row opens its cell."""
    if cells.empty:
        st.write(t("无。", "None."))
        return
    shown = pd.DataFrame(
        {
            "label": cells["label"],
            "depth": [f"{MARKS[depth]} {named(DEPTHS, depth)}" for depth in cells["depth"]],
            "measures": cells["measures"],
        }
    )
    codes = cells["code"].tolist()

    def follow() -> None:
        rows = st.session_state[key].selection.rows
        if rows:
            open_code(codes[rows[0]])

    st.dataframe(
        shown,
        hide_index=True,
        key=key,
        on_select=follow,
        selection_mode="single-row",
        height=min(38 + 35 * len(shown), 320),
        column_config={"label": heading, "depth": t("深度", "Depth"), "measures": t("举措数", "Measures")},
    )


def _ways(*ways: tuple[str, str]) -> None:
    with st.container(horizontal=True):
        for label, code in ways:
            st.button(label, key=f"way_{code}", icon=":material/arrow_forward:", on_click=open_code, args=(code,))


def _explain_status(region: pd.Series) -> None:
    st.info(
        t(
            f"{region['short_zh']}：{named(STATUSES, region['status'])}。这不是零覆盖，而是没有可读的文件。",
            f"{region['short_en']}: {named(STATUSES, region['status'])}. "
            "This is not a coverage of zero; there is no document to read.",
        ),
        icon=":material/info:",
    )


def _about(task_id: str) -> str:
    return t(f"任务 {task_id} 概况", f"Profile of task {task_id}")


def _counts(cells: pd.DataFrame) -> list[tuple[str, int]]:
    counts = cells["depth"].value_counts()
    return [(depth, int(counts[depth])) for depth in reversed(DEPTHS) if depth in counts]


def _task_labels(cells: pd.DataFrame) -> pd.Series:
    names = data.tasks().set_index("task_id")[column("short")]
    return cells["task_id"] + " " + cells["task_id"].map(names)


def _cells(*, region_id: str | None = None, task_id: str | None = None) -> pd.DataFrame:
    cells = data.coverage()
    if region_id is not None:
        cells = cells[cells["region_id"] == region_id]
    if task_id is not None:
        cells = cells[cells["task_id"] == task_id]
    return cells


def _region_row(region_id: str) -> pd.Series:
    return data.regions().set_index("region_id", drop=False).loc[region_id]


def _task_row(task_id: str) -> pd.Series:
    return data.tasks().set_index("task_id", drop=False).loc[task_id]


def _known(code: str) -> bool:
    region_id, _, task_id = code.partition(":")
    regions, tasks = data.regions().set_index("region_id")["status"], set(data.tasks()["task_id"])
    if task_id:
        return regions.get(region_id) == "plan" and task_id in tasks
    return code in regions.index or code in tasks

