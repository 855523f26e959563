"""Relative URLs of pages and profiles, and links to them as HTML."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from pages.ui import data
from pages.ui.text import current_language


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
