"""What a page shows of the corpus: choices in the sidebar, held in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from pages.shared import address, data
from pages.shared.text import DEPTHS, column, named, t
from pages.shared.theme import MARKS

ALL: Final = ("macro", "region", "area", "task", "depth")
"""The names of the filters, in the order in which they stand in the sidebar and in the address."""


@dataclass(frozen=True)
class Filters:
    """What is chosen, as codes; an empty choice means all."""

    macro: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    task: tuple[str, ...] = ()
    depth: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return any((self.macro, self.region, self.area, self.task, self.depth))


def sidebar(names: Sequence[str] = ALL) -> Filters:
    """Draw the filters called ``names`` in the sidebar and say what is chosen.

    Inside a fragment this redraws with the fragment, so that a choice costs no run of the whole page.
    """
    with st.sidebar.container(key="filters"):
        chosen = {name: _DRAW[name]() for name in names}
        st.button(
            t("重置筛选", "Reset filters"),
            icon=":material/restart_alt:",
            key="reset_filters",
            on_click=reset,
            args=(tuple(names),),
            disabled=not any(chosen.values()),
            width="stretch",
        )
    return Filters(**chosen)


def reset(names: Sequence[str] = ALL) -> None:
    """Choose all again; also a callback."""
    for name in names:
        address.forget(name)


def chosen_regions(regions: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """The rows of ``regions`` that macro-regions and regions leave."""
    kept = regions
    if filters.macro:
        kept = kept[kept["macro_id"].isin(filters.macro)]
    if filters.region:
        kept = kept[kept["region_id"].isin(filters.region)]
    return kept


def chosen_tasks(tasks: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """The rows of ``tasks`` that key areas and tasks leave."""
    kept = tasks
    if filters.area:
        kept = kept[kept["area_id"].isin(filters.area)]
    if filters.task:
        kept = kept[kept["task_id"].isin(filters.task)]
    return kept


def explain_nothing() -> None:
    """Say what to do where the filters leave nothing."""
    st.info(
        t(
            "当前筛选没有留下任何内容。请在左侧放宽条件，或点击“重置筛选”。",
            "The filters leave nothing to show. Widen them on the left, or press Reset filters.",
        ),
        icon=":material/filter_alt_off:",
    )


def _macro() -> tuple[str, ...]:
    regions = data.regions().drop_duplicates("macro_id")
    names = dict(zip(regions["macro_id"], regions[column("macro")], strict=True))
    return _many(t("大区", "Macro-regions"), "macro", names)


def _region() -> tuple[str, ...]:
    regions = data.regions()
    names = dict(zip(regions["region_id"], regions[column("short")], strict=True))
    return _many(t("地区", "Regions"), "region", names)


def _area() -> tuple[str, ...]:
    areas = data.areas()
    names = {
        code: f"{code} {name}" for code, name in zip(areas["area_id"], areas[column("short")], strict=True)
    }
    return _many(t("工作重点", "Key areas"), "area", names)


def _task() -> tuple[str, ...]:
    tasks = data.tasks()
    names = {
        code: f"{code} {name}" for code, name in zip(tasks["task_id"], tasks[column("short")], strict=True)
    }
    return _many(t("标准任务", "Standard tasks"), "task", names)


def _depth() -> tuple[str, ...]:
    names = {code: f"{MARKS[code]} {named(DEPTHS, code)}" for code in DEPTHS}
    return _many(t("深度", "Depth"), "depth", names)


def _many(label: str, name: str, names: dict[str, str]) -> tuple[str, ...]:
    return address.choose_many(label, name, list(names), names.__getitem__, placeholder=t("全部", "All"))


_DRAW: Final = {"macro": _macro, "region": _region, "area": _area, "task": _task, "depth": _depth}
