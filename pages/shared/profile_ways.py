"""The ways to the profiles: the addresses that every mention of a region or of a task can lead to."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from pages.shared.text import current_language


def region_address(region_id: str) -> str:
    """Where a region's profile is found, from any page."""
    return f"region?{urlencode({'region': region_id, 'lang': current_language()})}"


def task_address(task_id: str) -> str:
    """Where a standard task's profile is found, from any page."""
    return f"task?{urlencode({'task': task_id, 'lang': current_language()})}"


def anchor(address: str, words: str) -> str:
    """A link as HTML; the words are text."""
    return f'<a class="profile-way" href="{escape(address)}">{escape(words)}</a>'
