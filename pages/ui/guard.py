"""Error messages for the user (a sentence and what to do, never a traceback), and guarded fragments."""

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import streamlit as st

from pages.ui import address, conditions, data
from pages.ui.text import current_language, escape_markdown, fill_text, t
from pipeline.schema.errors import BuiltError, PlanAtlasError

_LOGGER: Final = logging.getLogger(__name__)
_Function = TypeVar("_Function", bound=Callable[..., Any])


@contextmanager
def show_errors() -> Iterator[None]:
    """Show exceptions raised inside as messages."""
    try:
        yield
    except BuiltError as problem:
        st.subheader(t("还没有可以显示的数据", "There is nothing to show yet"))
        st.info(escape_markdown(problem.sentence(current_language())), icon=":material/database:")
        run = "Run this in the project's folder, then reload this page:"
        st.write(t("在项目目录下运行下面的命令，完成后刷新本页：", run))
        st.code("plan-atlas build", language="bash")
    except PlanAtlasError as problem:
        st.error(escape_markdown(problem.sentence(current_language())), icon=":material/error:")
    except Exception:
        _LOGGER.exception("a page could not be shown")
        st.error(fill_text("ui", "failed"), icon=":material/error:")


def fragment(show: _Function) -> _Function:
    """Decorate a part of a page: `st.fragment` with error messages, URL state and one build per run."""

    @st.fragment
    def guarded(part: conditions.Part, /, *arguments: Any, **keywords: Any) -> Any:
        with conditions.track_part(part), address.sync_address(), data.pin_build(), show_errors():
            return show(*arguments, **keywords)

    @functools.wraps(show)
    def wrapper(*arguments: Any, **keywords: Any) -> Any:
        return guarded((*conditions.current_part(), show.__qualname__), *arguments, **keywords)

    return wrapper  # type: ignore[return-value]


def page_fragment(show: _Function) -> _Function:
    """As `fragment`, for a whole page: it may draw into the sidebar, and reports what its URL has in vain.

    Streamlit reserves a place in the sidebar only for a fragment that draws there in a full run of the app;
    a page whose first view has no filters, and whose second one has, would fail.
    """

    @functools.wraps(show)
    def wrapper(*arguments: Any, **keywords: Any) -> Any:
        st.sidebar.container()
        top = st.empty()
        try:
            shown = show(*arguments, **keywords)
            address.drop_unread()
            return shown
        finally:
            with top:
                conditions.show_problems()

    return fragment(wrapper)  # type: ignore[return-value]
