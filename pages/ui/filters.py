"""The filters in the sidebar, bound to the URL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.ui import address, data
from pages.ui.codes import CODE_NAMES, DOUBTS, name_of
from pages.ui.names import area_names, depth_labels, region_names, task_names
from pages.ui.text import current_language, fill_text, localized, t
from pages.ui.theme import DOUBT_MARK

_LABELS: Final = CODE_NAMES["filter"]
ALL: Final = tuple(_LABELS)
"""Names of the filters, in the order of the sidebar and the URL."""

_CUSTOM_GROUPS: Final = "own_groups"
_GROUP_NAME: Final = "own_group_name"
_MAX_GROUP_NAME: Final = 24


@dataclass(frozen=True)
class Filters:
    """The chosen codes of each filter; none means all."""

    macro: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    task: tuple[str, ...] = ()
    depth: tuple[str, ...] = ()
    doubt: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether any filter is set."""
        return any(vars(self).values())

    @property
    def of_regions(self) -> bool:
        """Whether any filter of regions is set."""
        return any((self.macro, self.group, self.region))

    def arguments(self) -> dict[str, tuple[str, ...] | None]:
        """Return regions and key areas as arguments of store queries."""
        chosen = filter_regions(data.regions(), self)["region_id"] if self.of_regions else None
        return {"region_ids": None if chosen is None else tuple(chosen), "area_ids": self.area or None}


def draw_filters(names: Sequence[str] = ALL) -> Filters:
    """Draw the filters called ``names`` in the sidebar, and return the choices.

    Within a fragment they rerun with it, so that a choice does not rerun the whole page.
    """
    groups = {"group": group_names()} if "group" in names else {}
    options, chosen = _options(data.built_key(), current_language()) | groups, {}
    with st.sidebar.container(key="filters"):
        for name in names:
            about = fill_text("ui", "groups") if name == "group" else None
            label = name_of(_LABELS, name)
            chosen[name] = address.choose_many(label, name, options[name], help=about)
        if "group" in names and len(chosen.get("region", ())) > 1:
            label, icon = t("存为分组", "Save as a group"), ":material/bookmark_add:"
            with st.popover(label, icon=icon, width="stretch"), st.form("own_group", border=False):
                st.text_input(t("分组名称", "Name of the group"), key=_GROUP_NAME, max_chars=_MAX_GROUP_NAME)
                st.form_submit_button(t("保存", "Save"), on_click=_save_group, args=(chosen["region"],))
        draw_reset_button(names, "reset_filters", disabled=not any(chosen.values()), width="stretch")
    return Filters(**chosen)


def reset_filters(names: Sequence[str] = ALL) -> None:
    """Reset the filters called ``names``; also a callback."""
    address.set_choices(dict.fromkeys(names, ()))


def filter_regions(regions: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Return the rows of ``regions`` that match all of the filters macro, group and region."""
    kept = select_rows(regions, macro_id=filters.macro, region_id=filters.region)
    if filters.group:
        groups = data.query("region_groups")
        members = groups.loc[groups["group_id"].isin(filters.group), "region_id"]
        custom = [region_id for code in filters.group for region_id in code.split("~")[1:]]
        kept = kept[kept["region_id"].isin([*members, *custom])]
    return kept


def filter_tasks(tasks: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Return the rows of ``tasks`` that match the filters area and task."""
    return select_rows(tasks, area_id=filters.area, task_id=filters.task)


def select_rows(frame: pd.DataFrame, **codes: Sequence[str]) -> pd.DataFrame:
    """Return the rows with one of the codes in each column; no codes mean all."""
    for column, chosen in codes.items():
        frame = frame[frame[column].isin(chosen)] if chosen else frame
    return frame


def group_names() -> dict[str, str]:
    """Return the names of region groups by code: those of the taxonomy, then the user's own.

    The code of a user's group holds its name and regions, so that links keep it: ``Coast~310000~330000``.
    """
    names = _options(data.built_key(), current_language())["group"]
    asked = address.read_state("group", lambda code: code in names or _is_custom_group(code))
    custom = [*st.session_state.get(_CUSTOM_GROUPS, ()), *(code for code in asked if code not in names)]
    return names | {code: code.partition("~")[0] for code in custom}


def _is_custom_group(code: str) -> bool:
    name, *region_ids = code.split("~")
    known = set(data.regions()["region_id"])
    return 0 < len(name) <= _MAX_GROUP_NAME and bool(region_ids) and known.issuperset(region_ids)


def _save_group(region_ids: Sequence[str]) -> None:
    """Save the group, and choose it in place of its regions; a callback."""
    if name := " ".join(st.session_state[_GROUP_NAME].replace("~", " ").split()):
        code = "~".join((name, *region_ids))
        st.session_state.setdefault(_CUSTOM_GROUPS, []).append(code)
        st.session_state["group"] = list(dict.fromkeys((*st.session_state["group"], code)))
        address.set_choices({"region": ()})


def show_hint(topic: str, name: str, icon: str = "search_off", /, **values: object) -> str | None:
    """Show a text of `fill_text` that says what to do where a view is empty; ``icon``: a Material symbol.

    As other views it returns the code that the reader opened: none.
    """
    st.info(fill_text(topic, name, **values), icon=f":material/{icon}:")
    return None


def show_no_results() -> str | None:
    """As `show_hint`, where the filters match nothing, with a button that resets them."""
    opened = show_hint("ui", "no_results", "filter_alt_off")
    draw_reset_button()
    return opened


def draw_reset_button(names: Sequence[str] = ALL, key: str = "reset_filters_here", **settings: Any) -> None:
    """Draw a button that resets the filters called ``names``; ``settings`` are arguments of the widget."""
    label, icon = t("重置筛选", "Reset filters"), ":material/restart_alt:"
    st.button(label, key, on_click=reset_filters, args=(tuple(names),), icon=icon, **settings)


@st.cache_resource(show_spinner=False, max_entries=8)
def _options(key: data.BuiltKey, language: str) -> dict[str, dict[str, str]]:
    """Return the options of each filter, without own groups: labels by code; every run needs them."""
    regions, groups = data.regions(), data.query("region_groups")
    doubts = {code: name_of(DOUBTS, code) for code in DOUBTS}
    return {
        "macro": dict(zip(regions["macro_id"], regions[localized("macro")], strict=True)),
        "group": dict(zip(groups["group_id"], groups[localized("name")], strict=True)),
        "region": region_names(),
        "area": area_names(),
        "task": task_names(),
        "depth": depth_labels(),
        "doubt": {**doubts, "yes": f"{DOUBT_MARK} {doubts['yes']}"},
    }
