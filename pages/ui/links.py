"""Links to the view as it is now: for the reader, for files, and for slides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

import streamlit as st

from pages.ui import address, conditions
from pipeline.export.public_address import is_local, public_address

_PASSING: Final = ("open", "present", "embed", "embed_options")
"""Names in the address that say how a view is looked at, and not which view it is."""


def link(**more: str) -> str:
    """The whole address of the view as it is now, with ``more`` names and values behind it.

    The same choices make the same link in every build. What is open beside the view is no part of it, nor
    is what only another view was asked.
    """
    return f"{st.context.url or ''}{_query(more)}"


def file_link(**more: str) -> str:
    """As `link`, for a file that leaves this machine.

    It begins with the dashboard's public address, or with the one that the reader has opened. Where the
    latter means this machine only, it begins with the page: ``/coverage?area=3``.
    """
    base, page = file_base(), address.current_page()
    return f"{base or ('/' if page else '')}{page}{_query(more)}"


def file_base() -> str:
    """What a link to a page of this dashboard begins with in a file; nothing where that isn't known."""
    if public := public_address():
        return f"{public}/"
    opened = st.context.url or ""
    return "" if is_local(opened) else opened[: len(opened) - len(address.current_page())]


def _query(more: Mapping[str, str]) -> str:
    asked = conditions.read_names() - set(_PASSING)
    chosen = sorted(
        (name, code) for name, codes in address.current_choices().items() if name in asked for code in codes
    )
    query = urlencode([*chosen, *more.items()], quote_via=quote, safe=":")
    return f"{'?' if query else ''}{query}"
