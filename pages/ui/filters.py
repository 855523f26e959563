"""What a page shows of the corpus: choices in the sidebar, held in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.ui import address, data
from pages.ui.names import area_names, region_names, task_names
from pages.ui.text import DEPTHS, DOUBTS, Language, current_language, localized, name_of, t
from pages.ui.theme import DOUBT_MARK, MARKS

ALL: Final = ("macro", "group", "region", "area", "task", "depth", "doubt")
"""The names of the filters, in the order in which they stand in the sidebar and in the address."""

_GROUPS_HELP: Final[dict[Language, str]] = {
    "zh": "按省级地区计：只有部分城市属于该区域的，整省计入。分组见 `data/taxonomy/region_groups.toml`，"
    "可以修改；在下面选两个以上地区，可存为自己的分组，写在链接里。",
    "en": "A group takes in whole province-level units, also where only some of their cities belong to it. "
    "The groups are in `data/taxonomy/region_groups.toml` and can be edited; two or more regions "
    "chosen below can be saved as a group of your own, which is part of the link.",
}
_OWN: Final = "own_groups"
_OWN_NAME: Final = "own_group_name"
_LONGEST_NAME: Final = 24


@dataclass(frozen=True)
class Filters:
    """What is chosen, as codes; an empty choice means all."""

    macro: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    task: tuple[str, ...] = ()
    depth: tuple[str, ...] = ()
    doubt: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return self.of_regions or any((self.area, self.task, self.depth, self.doubt))

    @property
    def of_regions(self) -> bool:
        """Whether any region is left out."""
        return any((self.macro, self.group, self.region))

    def arguments(self) -> dict[str, tuple[str, ...] | None]:
        """Regions and key areas as functions of the store take them."""
        region_ids = tuple(chosen_regions(data.regions(), self)["region_id"])
        return {"region_ids": region_ids if self.of_regions else None, "area_ids": self.area or None}


def sidebar(names: Sequence[str] = ALL) -> Filters:
    """Draw the filters called ``names`` in the sidebar and say what is chosen.

    Inside a fragment this redraws with the fragment, so that a choice costs no run of the whole page.
    """
    options = dict(_options(data.built_key(), current_language()))
    if "group" in names:
        options["group"] = group_names()
    labels = {
        "macro": t("大区", "Macro-regions"),
        "group": t("区域分组", "Groups of regions"),
        "region": t("地区", "Regions"),
        "area": t("工作重点", "Key areas"),
        "task": t("标准任务", "Standard tasks"),
        "depth": t("深度", "Depth"),
        "doubt": t("读取置信度", "Confidence of the reading"),
    }
    chosen = {}
    with st.sidebar.container(key="filters"):
        for name in names:
            chosen[name] = address.choose_many(
                labels[name],
                name,
                list(options[name]),
                options[name].__getitem__,
                placeholder=t("全部", "All"),
                help=_GROUPS_HELP[current_language()] if name == "group" else None,
            )
        if "group" in names and len(chosen.get("region", ())) > 1:
            _offer_group(chosen["region"])
        offer_reset(names, "reset_filters", disabled=not any(chosen.values()), width="stretch")
    return Filters(**chosen)


def reset(names: Sequence[str] = ALL) -> None:
    """Choose all again; also a callback."""
    for name in names:
        address.reset_state(name)


def chosen_regions(regions: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """The rows of ``regions`` that macro-regions, groups and regions leave; all of these have to hold."""
    kept = regions
    if filters.macro:
        kept = kept[kept["macro_id"].isin(filters.macro)]
    if filters.group:
        groups = data.query("region_groups")
        members = groups.loc[groups["group_id"].isin(filters.group), "region_id"]
        own = [region_id for code in filters.group for region_id in code.split("~")[1:]]
        kept = kept[kept["region_id"].isin([*members, *own])]
    if filters.region:
        kept = kept[kept["region_id"].isin(filters.region)]
    return kept


def group_names() -> dict[str, str]:
    """The groups of regions by code: those of the taxonomy, then the reader's own.

    A reader's group has its name and its regions in its code, and so in a link: ``Coast~310000~330000``.
    """
    groups = data.query("region_groups").drop_duplicates("group_id")
    names = dict(zip(groups["group_id"], groups[localized("name")], strict=True))
    asked = address.read_state("group", lambda code: code in names or _is_own_group(code))
    own = [*st.session_state.get(_OWN, ()), *(code for code in asked if code not in names)]
    return names | {code: code.partition("~")[0] for code in own}


def _is_own_group(code: str) -> bool:
    name, *region_ids = code.split("~")
    return (
        0 < len(name) <= _LONGEST_NAME
        and bool(region_ids)
        and set(region_ids) <= set(data.regions()["region_id"])
    )


def _offer_group(region_ids: Sequence[str]) -> None:
    """Offer to keep the chosen regions as a group under a name."""
    menu = st.popover(t("存为分组", "Save as a group"), icon=":material/bookmark_add:", width="stretch")
    with menu, st.form("own_group", border=False):
        st.text_input(t("分组名称", "Name of the group"), key=_OWN_NAME, max_chars=_LONGEST_NAME)
        st.form_submit_button(t("保存", "Save"), on_click=_save_group, args=(region_ids,))


def _save_group(region_ids: Sequence[str]) -> None:
    """Choose the group instead of its regions."""
    if name := " ".join(st.session_state[_OWN_NAME].replace("~", " ").split()):
        code = "~".join((name, *region_ids))
        st.session_state.setdefault(_OWN, []).append(code)
        st.session_state["group"] = [*st.session_state["group"], code]
        address.reset_state("region")


def chosen_tasks(tasks: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """The rows of ``tasks`` that key areas and tasks leave."""
    kept = tasks
    if filters.area:
        kept = kept[kept["area_id"].isin(filters.area)]
    if filters.task:
        kept = kept[kept["task_id"].isin(filters.task)]
    return kept


def explain(zh: str, en: str, icon: str = "search_off") -> None:
    """Say in a box what to do where there is nothing to show; ``icon`` names a Material symbol."""
    st.info(t(zh, en), icon=f":material/{icon}:")


def explain_nothing() -> None:
    """Say what to do where the filters leave nothing."""
    explain(
        "当前筛选没有留下任何内容。请在筛选中放宽条件，或点击“重置筛选”。",
        "The filters leave nothing to show. Widen them, or press Reset filters.",
        "filter_alt_off",
    )
    offer_reset()


def offer_reset(names: Sequence[str] = ALL, key: str = "reset_filters_here", **settings: Any) -> None:
    """A button that chooses all again in the filters called ``names``; ``settings`` are the widget's."""
    st.button(
        t("重置筛选", "Reset filters"),
        icon=":material/restart_alt:",
        key=key,
        on_click=reset,
        args=(tuple(names),),
        **settings,
    )


@st.cache_resource(show_spinner=False, max_entries=8)
def _options(key: data.BuiltKey, language: Language) -> dict[str, dict[str, str]]:
    """What can be chosen by each filter, by code and name; every change asks for it."""
    regions = data.regions()
    doubts = {code: name_of(DOUBTS, code, language) for code in DOUBTS}
    return {
        "macro": dict(zip(regions["macro_id"], regions[localized("macro", language)], strict=True)),
        "region": region_names(),
        "area": area_names(),
        "task": task_names(),
        "depth": {code: f"{MARKS[code]} {name_of(DEPTHS, code, language)}" for code in DEPTHS},
        "doubt": {**doubts, "yes": f"{DOUBT_MARK} {doubts['yes']}"},
    }
