"""The ways to the profiles: the addresses that every mention of a region or of a task can lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from pages.ui import data
from pages.ui.text import Language, current_language


def region_address(region_id: str) -> str:
    """Where a region's profile is found, from any page."""
    return page_address("region", region=region_id)


def task_address(task_id: str) -> str:
    """Where a standard task's profile is found, from any page."""
    return page_address("task", task=task_id)


def page_address(page: str, **codes: str | Sequence[str]) -> str:
    """Where a view of a page is found, in the language and the edition of this one; see `view_address`."""
    return view_address(page, current_language(), data.edition_query(), **codes)


def view_address(
    page: str, language: Language, edition: Mapping[str, str], **codes: str | Sequence[str]
) -> str:
    """Where a view of a page is found, from any page; a link that is followed knows nothing of the session.

    Parameters
    ----------
    page
        As its address names it.
    language, edition
        Those of the page that the link stands on; see `data.edition_query`.
    codes
        Choices by their names in the address; what is empty is left out.
    """
    asked = {**codes, "lang": language, **edition}
    return f"{page}?{urlencode({name: value for name, value in asked.items() if value}, doseq=True)}"


def anchor(address: str, words: str) -> str:
    """A link as HTML; the words are text."""
    return f'<a class="profile-way" href="{escape(address)}">{escape(words)}</a>'
