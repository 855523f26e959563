"""Opens a page of the dashboard in Streamlit's test driver."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

URL_PATHS = {"overview": "home"}
"""Pages whose address is not their name."""


def switch_to(app: AppTest, page: str) -> AppTest:
    """The app at a page by its name; run it to see it.

    ``AppTest.switch_page`` looks a script up by its file's name before the first run, and every page's is
    ``page.py``: a run of the first page for each test would double the time that tests of pages take.
    """
    app._page_hash = calc_hash(URL_PATHS.get(page, page))
    return app
