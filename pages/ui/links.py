"""Links: to the current view, for the user, for files and for slides; to other pages, and to profiles."""

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote, urlencode

import streamlit as st

from pages.ui import address, conditions, data
from pages.ui.text import current_language
from pipeline.export.public_address import is_local, public_address


def link(**more: str) -> str:
    """Return the URL of the current view, with the query parameters ``more`` at its end.

    The same choices give the same link in every build: it leaves out what is open in the drawer.
    """
    return f"{st.context.url or ''}{_query(more)}"


def file_link(**more: str) -> str:
    """As `link`, for a file that others may open.

    It starts with the dashboard's public address, or else the one that the user has opened. If that is a
    local one, it starts with the page: ``/coverage?area=3``.
    """
    base, page = file_base(), address.current_page()
    return f"{base or ('/' if page else '')}{page}{_query(more)}"


def file_base() -> str:
    """Return the base URL of links in files, with a slash at its end; empty if there is no public one."""
    if public := public_address():
        return f"{public}/"
    url = st.context.url or ""
    return "" if is_local(url) else url.removesuffix(address.current_page())


def draw_page_link(page: str, label: str, icon: str | None = None, **codes: str) -> None:
    """Draw a link to a page in the current language; ``codes`` are query parameters, ``icon`` a symbol."""
    icon, query = icon and f":material/{icon}:", {**codes, "lang": current_language()}
    st.page_link(f"pages/{page}/page.py", label=label, icon=icon, query_params=query)


def region_address(region_id: str) -> str:
    """Return the URL of a region's profile."""
    return page_address("region", region=region_id)


def task_address(task_id: str) -> str:
    """Return the URL of a standard task's profile."""
    return page_address("task", task=task_id)


def page_address(page: str, **codes: str | Sequence[str]) -> str:
    """Return the URL of a view, relative to any page.

    It has the language and the edition of the current page, unless ``codes``, its query parameters, have
    others, since a link that is followed starts a new session. Empty parameters are left out.
    """
    query = {**codes, "lang": current_language(), **data.build_info().edition, **codes}
    return f"{page}?{urlencode({name: value for name, value in query.items() if value}, doseq=True)}"


def link_html(address: str, words: str) -> str:
    """Return a link as HTML, its text escaped."""
    return f'<a class="profile-way" href="{escape(address)}">{escape(words)}</a>'


def _query(more: Mapping[str, str]) -> str:
    names, choices = conditions.read_names() - {*address.DISPLAY_ONLY}, address.current_choices()
    chosen = sorted((name, code) for name in names for code in choices.get(name, ()))
    query = urlencode([*chosen, *more.items()], quote_via=quote, safe=":")
    return f"{'?' if query else ''}{query}"
