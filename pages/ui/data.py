"""The built tables as the pages read them: each answer of the store is kept until the next build."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pandas as pd
import streamlit as st

from pipeline import search as text_search
from pipeline.schema.errors import BuiltError
from pipeline.schema.model import Edition
from pipeline.store import store

EDITION_STATE: Final = "page_edition"
"""Where the session keeps the `Edition` that is shown; nothing is kept where there is one only."""
COMPARED_STATE: Final = "page_compared_edition"
"""Where the session keeps the `Edition` that a page compares with the one that is shown, if it does."""

_OF_SEARCH: Final = frozenset(("all_named", "suggest_queries"))
_ROOT: Final = Path(__file__).resolve().parents[2]

BuiltKey = store.BuiltKey
_SHOWN: Final = "build_shown"


def whole_folder() -> Path:
    """Where the built tables lie: ``PLAN_ATLAS_BUILT``, or ``data/built`` of the project."""
    return Path(os.environ.get("PLAN_ATLAS_BUILT") or _ROOT / "data" / "built")


def built_folder(edition: Edition | None = None) -> Path:
    """The folder of the tables of an edition; by default of the one that the page shows."""
    whole, edition = whole_folder(), edition or st.session_state.get(EDITION_STATE)
    return whole if edition is None else Path(_edition_tables(store.built_key(whole), whole, edition).name)


def edition_query() -> Mapping[str, str]:
    """The choices of an address that name the edition that the page shows; none where there is one only."""
    return build_info().edition if st.session_state.get(EDITION_STATE) else {}


def previous_edition(edition: Edition | None = None) -> Edition | None:
    """The edition of the year before in the same collection, by default before the one that is shown."""
    edition = edition or st.session_state.get(EDITION_STATE)
    if edition is None:
        return None
    found = editions()
    years = found.loc[found["collection"] == edition.collection, "year"]
    earlier = years[years < edition.year]
    return None if earlier.empty else Edition(edition.collection, int(earlier.max()))


def editions() -> pd.DataFrame:
    """As `store.editions`; no rows where there are no tables."""
    try:
        return query_build("editions")
    except BuiltError:
        return pd.DataFrame({name: [] for name in ("collection", "year", "plans", "name_zh", "name_en")})


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

    It is the ``newest``, as for a page that is shown as a whole, or the one that the rest of the page was
    shown from.
    """
    built = whole_folder()
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
    return bool(query("findings", kinds=("unaccounted",)).empty)


def query(name: str, /, **arguments: Any) -> Any:
    """The answer of a function of the store or the search, by its name, kept until the tables change.

    Lists among ``arguments`` may be tuples, so that what is asked can be remembered.
    """
    return _answer(built_key(), built_folder(), name, arguments)


def query_edition(edition: Edition, name: str, /, **arguments: Any) -> Any:
    """As `query`, of another edition than the one that the page shows."""
    folder = built_folder(edition)
    return _answer(store.built_key(folder), folder, name, arguments)


def query_build(name: str, /, **arguments: Any) -> Any:
    """As `query`, of the whole build, whose tables hold all editions."""
    folder = whole_folder()
    return _answer(store.built_key(folder), folder, name, arguments)


def regions() -> pd.DataFrame:
    """All regions in official order, with or without a plan."""
    return query("regions").sort_values("official_order", ignore_index=True)


def areas() -> pd.DataFrame:
    """The key areas."""
    return query("areas")


def tasks() -> pd.DataFrame:
    """The standard tasks in the order of the template."""
    return query("tasks").sort_values("official_order", ignore_index=True)


def region(region_id: str) -> pd.Series:
    """One row of `regions`."""
    return _row(regions(), "region_id", region_id)


def task(task_id: str) -> pd.Series:
    """One row of `tasks`."""
    return _row(tasks(), "task_id", task_id)


def plans() -> pd.DataFrame:
    """One row per plan."""
    return query("plans")


def coverage() -> pd.DataFrame:
    """One row per region with a plan and standard task."""
    return query("coverage")


def depths() -> dict[tuple[str, str], str]:
    """The depth of every cell by (region_id, task_id); shared, so not to be changed."""
    return _depths(built_key())


def measures(*measure_ids: str) -> pd.DataFrame:
    """The measures of these ids, in the order of the source.

    Their column `doubtful` (bool) tells whether it is doubtful that they were read rightly.
    """
    found: pd.DataFrame = query("measures", measure_ids=measure_ids)
    return found.assign(doubtful=found["measure_id"].isin(doubtful_measures()))


def doubtful_measures() -> frozenset[str]:
    """The ids of the measures whose reading is doubtful."""
    return frozenset(query("doubtful_measures"))


def doubtful_cells() -> frozenset[tuple[str, str]]:
    """The coverage cells (region_id, task_id) that have measures, and of these only doubtful ones."""
    return _doubtful_cells(built_key())


def build_info() -> store.BuildInfo:
    """When and from what the tables were built, those that the page compares with among the sources."""
    info: store.BuildInfo = query("build_info")
    compared: Edition | None = st.session_state.get(COMPARED_STATE)
    if compared is None:
        return info
    before = query_edition(compared, "build_info").sources
    return replace(info, sources=(*before, *(source for source in info.sources if source not in before)))


def _row(frame: pd.DataFrame, key: str, code: str) -> pd.Series:
    return frame[frame[key] == code].iloc[0]


# The folder is removed with the object, when it is kept no longer and when the server ends.
@st.cache_resource(show_spinner=False, max_entries=32)
def _edition_tables(key: BuiltKey, whole: Path, edition: Edition) -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="plan-atlas-edition-", ignore_cleanup_errors=True)
    store.write_edition(whole, edition, Path(folder.name))
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
def _answer(key: BuiltKey, _folder: Path, name: str, arguments: dict[str, Any]) -> Any:
    # The folder is part of the key: Streamlit leaves `_folder` out, since a path takes it long to hash.
    source = text_search if name in _OF_SEARCH else store
    return getattr(source, name)(_folder, **arguments)
