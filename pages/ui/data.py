"""The built tables as the pages read them: each answer of the store is kept until the next build."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pandas as pd
import streamlit as st

from pipeline import search as text_search
from pipeline.schema.errors import BuiltError
from pipeline.store import store

YEAR_STATE: Final = "page_year"
"""Where the session keeps the year that is shown; nothing is kept where there is one only."""

_OF_SEARCH: Final = frozenset(("search", "suggest_queries"))
_ROOT: Final = Path(__file__).resolve().parents[2]

BuiltKey = store.BuiltKey
_SHOWN: Final = "build_shown"


def all_years_folder() -> Path:
    """Where the built tables lie: ``PLAN_ATLAS_BUILT``, or ``data/built`` of the project."""
    return Path(os.environ.get("PLAN_ATLAS_BUILT") or _ROOT / "data" / "built")


def built_folder() -> Path:
    """The folder of the tables that the page shows: those of one year, where there are several."""
    whole, year = all_years_folder(), shown_year()
    return whole if year is None else Path(_year_tables(store.built_key(whole), whole, year).name)


def shown_year() -> int | None:
    """The year of the plans that the page shows, where there are plans of several years."""
    year: int | None = st.session_state.get(YEAR_STATE)
    return year


def years() -> list[int]:
    """The years of the built plans, the last one first; none where there are no tables."""
    try:
        whole = all_years_folder()
        return _years(store.built_key(whole), whole)
    except BuiltError:
        return []


def built_key() -> BuiltKey:
    """What changes when the tables do; part of the key of everything that a page keeps.

    Raises
    ------
    BuiltError
        If there are no built tables, or not all of them.
    """
    return store.built_key(built_folder())


@contextmanager
def one_build(*, newest: bool = False) -> Iterator[None]:
    """Within, everything is answered from one build, whatever lands in the meantime.

    Parameters
    ----------
    newest
        From the newest build, as a page that is shown as a whole is; else from the one that the rest of the
        page was shown from.
    """
    built = all_years_folder()
    shown: store.Snapshot | None = st.session_state.get(_SHOWN)
    if store.is_pinned(built):
        yield
        return
    if newest or shown is None or shown.built != built:
        try:
            shown = store.snapshot(built)
        except BuiltError:  # the page says so when it asks for anything
            shown = None
        st.session_state[_SHOWN] = shown
    with store.pinned(shown) if shown is not None else nullcontext():
        yield


def ledger_holds() -> bool:
    """Whether every character of the sources is accounted for, read or not."""
    return bool(ask("findings", kinds=("unaccounted",)).empty)


def ask(query: str, **arguments: Any) -> Any:
    """The answer of a function of the store or the search, by its name, kept until the tables change.

    Lists among ``arguments`` may be tuples, so that what is asked can be remembered.
    """
    return _answer(built_key(), query, arguments)


def regions() -> pd.DataFrame:
    """All regions in official order, with or without a plan."""
    return ask("regions").sort_values("official_order", ignore_index=True)


def areas() -> pd.DataFrame:
    """The key areas."""
    return ask("areas")


def tasks() -> pd.DataFrame:
    """The standard tasks in the order of the template."""
    return ask("tasks").sort_values("official_order", ignore_index=True)


def region(region_id: str) -> pd.Series:
    """One row of `regions`."""
    return _row(regions(), "region_id", region_id)


def task(task_id: str) -> pd.Series:
    """One row of `tasks`."""
    return _row(tasks(), "task_id", task_id)


def plans() -> pd.DataFrame:
    """One row per plan."""
    return ask("plans")


def coverage() -> pd.DataFrame:
    """One row per region with a plan and standard task."""
    return ask("coverage")


def depths() -> dict[tuple[str, str], str]:
    """The depth of every cell by (region_id, task_id); shared, so not to be changed."""
    return _depths(built_key())


def measures(*measure_ids: str) -> pd.DataFrame:
    """The measures of these ids, in the order of the source.

    Their column `doubtful` (bool) tells whether it is doubtful that they were read rightly.
    """
    found: pd.DataFrame = ask("measures", measure_ids=measure_ids)
    return found.assign(doubtful=found["measure_id"].isin(doubtful_measures()))


def doubtful_measures() -> frozenset[str]:
    """The ids of the measures whose reading is doubtful."""
    return frozenset(ask("doubtful_measures"))


def doubtful_cells() -> frozenset[tuple[str, str]]:
    """The coverage cells (region_id, task_id) that have measures, and of these only doubtful ones."""
    return _doubtful_cells(built_key())


def build_info() -> store.BuildInfo:
    """When and from what the tables were built."""
    return ask("build_info")


def _row(frame: pd.DataFrame, key: str, code: str) -> pd.Series:
    return frame[frame[key] == code].iloc[0]


@st.cache_data(show_spinner=False, max_entries=4)
def _years(key: BuiltKey, whole: Path) -> list[int]:
    return store.years(whole)


# The folder is removed with the object, when it is kept no longer and when the server ends.
@st.cache_resource(show_spinner=False, max_entries=32)
def _year_tables(key: BuiltKey, whole: Path, year: int) -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="plan-atlas-year-", ignore_cleanup_errors=True)
    store.write_year(whole, year, Path(folder.name))
    return folder


@st.cache_resource(show_spinner=False, max_entries=4)
def _depths(key: BuiltKey) -> dict[tuple[str, str], str]:
    cells = store.coverage(built_folder())
    return dict(zip(zip(cells["region_id"], cells["task_id"], strict=True), cells["depth"], strict=True))


@st.cache_resource(show_spinner=False, max_entries=4)
def _doubtful_cells(key: BuiltKey) -> frozenset[tuple[str, str]]:
    doubtful, cells = doubtful_measures(), store.coverage(built_folder())
    return frozenset(
        (region_id, task_id)
        for region_id, task_id, ids in zip(
            cells["region_id"], cells["task_id"], cells["measure_ids"], strict=True
        )
        if ids and doubtful.issuperset(ids.split(";"))
    )


@st.cache_data(show_spinner=False, max_entries=512)
def _answer(key: BuiltKey, query: str, arguments: dict[str, Any]) -> Any:
    source = text_search if query in _OF_SEARCH else store
    return getattr(source, query)(built_folder(), **arguments)
