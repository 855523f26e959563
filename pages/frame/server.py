"""Start Streamlit with the dashboard: ``python -m pages.frame.server run dashboard.py [flags]``."""

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.cli import main
from streamlit.web.server import server

from pages.frame.media import RetainedFiles


def retain_files() -> None:
    """Let Streamlit's server store files in `RetainedFiles`; it has no option for that."""
    vars(server)["MemoryMediaFileStorage"] = RetainedFiles


if __name__ == "__main__":
    # Until the first session has run st.navigation, Streamlit treats the scripts in a folder "pages" as
    # the pages, and shows "page not found" to whoever opens any other address first.
    PagesManager.uses_pages_directory = False
    retain_files()
    main(prog_name="streamlit")
