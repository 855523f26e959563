"""缺口清单 · Gaps."""

from __future__ import annotations

import streamlit as st

from pages.shared import data, filters
from pages.shared.guard import fragment
from pages.shared.shell import present
from pages.shared.text import t


@fragment
def show() -> None:
    """The page, from top to bottom."""
    chosen = filters.sidebar()
    regions = filters.chosen_regions(data.regions(), chosen)
    st.title(t("缺口清单", "Gaps"))
    if regions.empty:
        filters.explain_nothing()
        return
    st.write(t(f"{len(regions)} 个地区。", f"{len(regions)} regions."))


present(show)
