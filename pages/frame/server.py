"""Starts Streamlit with the dashboard: ``python -m pages.frame.server run dashboard.py``, with its flags."""

from __future__ import annotations

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.cli import main

if __name__ == "__main__":
    # Until the first session has run st.navigation, Streamlit takes the scripts in a folder called pages for
    # the pages, and tells whoever opens another address first that there is no such page.
    PagesManager.uses_pages_directory = False
    main(prog_name="streamlit")
