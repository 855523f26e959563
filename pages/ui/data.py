"""Cached access to the built tables: results of store queries are kept until the next build."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.ui.text import set_for
from pipeline import search as text_search
from pipeline.schema.errors import BuiltError
from pipeline.schema.model import Edition
from pipeline.store import store

EDITION_STATE: Final = "page_edition"
"""Session key of the current `Edition`; unset if the build has one only."""
COMPARED_STATE: Final = "page_compared_edition"
"""Session key of the `Edition` that the page compares with the current one, if it does."""

BuiltKey = store.BuiltKey

_SEARCH_FUNCTIONS: Final = frozenset(("list_entities", "suggest_queries"))
_SNAPSHOT_STATE: Final = "build_shown"
_OTHER_BUILD: Final[ContextVar[Path | None]] = ContextVar("other_build", default=None)


def build_folder() -> Path:
    """Return the folder of the whole build: ``PLAN_ATLAS_BUILT``, or the project's ``data/built``."""
    return Path(os.environ.get("PLAN_ATLAS_BUILT") or Path(__file__).resolve().parents[2] / "data" / "built")


def built_folder(edition: Edition | None = None) -> Path:
    """Return the folder of the tables of an edition, by default of the current one."""
    if other := _OTHER_BUILD.get():
        return other
    build, edition = build_folder(), edition or st.session_state.get(EDITION_STATE)
    return build if edition is None else Path(_edition_tables(store.built_key(build), build, edition).name)


def previous_edition(edition: Edition | None = None) -> Edition | None:
    """Return the last earlier edition of the same collection, by default before the current one."""
    edition = edition or st.session_state.get(EDITION_STATE)
    if edition is None:
        return None
    earlier = editions().query("collection == @edition.collection and year < @edition.year")["year"]
    return None if earlier.empty else Edition(edition.collection, int(earlier.max()))


def editions() -> pd.DataFrame:
    """Return `store.editions`, or an empty frame if there are no tables."""
    try:
        return query_build("editions")
    except BuiltError:
        return pd.DataFrame({name: [] for name in ("collection", "year", "plans", "name_zh", "name_en")})


def built_key() -> BuiltKey:
    """Return the cache key of the built tables; raises `BuiltError` if they are missing or incomplete."""
    return store.built_key(built_folder())


@contextmanager
def pin_build(*, newest: bool = False) -> Iterator[None]:
    """Answer all queries inside from one build, even if a new one replaces it meanwhile.

    A full run takes the ``newest`` build; a fragment takes that of the rest of the page.
    """
    built = build_folder()
    snapshot: store.Snapshot | None = st.session_state.get(_SNAPSHOT_STATE)
    if store.is_pinned(built):
        yield
        return
    if newest or snapshot is None or snapshot.built != built:
        try:
            snapshot = store.snapshot(built)
        except BuiltError:  # reported by the page's first query
            snapshot = None
        st.session_state[_SNAPSHOT_STATE] = snapshot
    with store.pin_snapshot(snapshot) if snapshot is not None else nullcontext():
        yield


@contextmanager
def query_snapshot(snapshot: store.Snapshot) -> Iterator[None]:
    """Answer all queries inside from this snapshot, whole, without access to the session."""
    with set_for(_OTHER_BUILD, snapshot.built), store.pin_snapshot(snapshot):
        yield


def is_other_build() -> bool:
    """Whether queries are answered from another build than that of the pages, to which no link leads."""
    return _OTHER_BUILD.get() is not None


def ledger_holds() -> bool:
    """Whether every character of the sources is accounted for, read or not."""
    return bool(query("findings", kinds=("unaccounted",)).empty)


def query(name: str, /, **arguments: Any) -> Any:
    """Return the cached result of a function of the store or the search, called by its name.

    ``arguments`` are part of the cache key, so they are hashable: tuples in place of lists.
    """
    return _run_query(built_folder(), name, arguments)


def query_edition(edition: Edition, name: str, /, **arguments: Any) -> Any:
    """As `query`, on another edition than the current one."""
    return _run_query(built_folder(edition), name, arguments)


def query_build(name: str, /, **arguments: Any) -> Any:
    """As `query`, on the whole build, whose tables hold all editions."""
    return _run_query(build_folder(), name, arguments)


def regions() -> pd.DataFrame:
    """Return all regions, with or without a plan, in official order."""
    return query("table", name="regions").sort_values("official_order", ignore_index=True)


def areas() -> pd.DataFrame:
    """Return the key areas."""
    return query("table", name="areas")


def tasks() -> pd.DataFrame:
    """Return the standard tasks in template order."""
    return query("table", name="tasks").sort_values("official_order", ignore_index=True)


def region(region_id: str) -> pd.Series:
    """Return one row of `regions`."""
    return regions().loc[lambda found: found["region_id"] == region_id].iloc[0]


def task(task_id: str) -> pd.Series:
    """Return one row of `tasks`."""
    return tasks().loc[lambda found: found["task_id"] == task_id].iloc[0]


def plans() -> pd.DataFrame:
    """Return one row per plan."""
    return query("table", name="plans")


def coverage() -> pd.DataFrame:
    """Return one row per region with a plan and standard task."""
    return query("coverage")


def measures(*measure_ids: str) -> pd.DataFrame:
    """Return measures by id, in source order, with ``doubtful`` (bool): whether the reading is doubtful."""
    found: pd.DataFrame = query("measures", measure_ids=measure_ids)
    return found.assign(doubtful=found["measure_id"].isin(query("doubtful_measures")))


def build_info() -> store.BuildInfo:
    """Return time and sources of the build, with the sources of the edition that the page compares with."""
    info: store.BuildInfo = query("build_info")
    compared: Edition | None = None if _OTHER_BUILD.get() else st.session_state.get(COMPARED_STATE)
    before = query_edition(compared, "build_info").sources if compared else ()
    return replace(info, sources=tuple(dict.fromkeys((*before, *info.sources))))


# The folder is removed with the object, when the cache evicts it and when the server stops.
@st.cache_resource(show_spinner=False, max_entries=32)
def _edition_tables(key: BuiltKey, build: Path, edition: Edition) -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="plan-atlas-edition-", ignore_cleanup_errors=True)
    store.write_edition(build, edition, Path(folder.name))
    return folder


def _run_query(folder: Path, name: str, arguments: dict[str, Any]) -> Any:
    found = _shared_result(store.built_key(folder), folder, name, arguments)
    # pandas copies on write: a shallow copy costs nothing, and a page that changes it changes no other page.
    return found.copy(deep=False) if isinstance(found, (pd.DataFrame, pd.Series)) else found


@st.cache_resource(show_spinner=False, max_entries=512)
def _shared_result(key: BuiltKey, _folder: Path, name: str, arguments: dict[str, Any]) -> Any:
    # `key` includes the folder: the underscore keeps Streamlit from hashing a path, which is slow.
    source = text_search if name in _SEARCH_FUNCTIONS else store
    return getattr(source, name)(_folder, **arguments)
