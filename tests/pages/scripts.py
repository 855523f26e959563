"""Opens a page of the dashboard in Streamlit's test driver."""

from collections.abc import Mapping, Sequence

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.serving import ROOT

Address = Mapping[str, str | Sequence[str]]

URL_PATHS = {"overview": "default-page"}
"""Pages whose address is not their name."""


def open_page(page: str, address: Address) -> AppTest:
    """Run a page at an address, over the tables that ``PLAN_ATLAS_BUILT`` names."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    for name, codes in address.items():
        app.query_params[name] = codes if isinstance(codes, str) else list(codes)
    return switch_to(app, page).run()


def sound(app: AppTest) -> AppTest:
    """The page, on which nothing went wrong."""
    assert [error.value for error in app.error] == []
    assert not app.exception
    return app


def switch_to(app: AppTest, page: str) -> AppTest:
    """The app at a page by its name; run it to see it.

    ``AppTest.switch_page`` looks a script up by its file's name before the first run, and every page's is
    ``page.py``: a run of the first page for each test would double the time that tests of pages take.
    """
    app._page_hash = calc_hash(URL_PATHS.get(page, page))
    return app
