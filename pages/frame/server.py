"""Start Streamlit with the dashboard: ``python -m pages.frame.server run dashboard.py [flags]``."""

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.cli import main

if __name__ == "__main__":
    # Until the first session has run st.navigation, Streamlit treats the scripts in a folder "pages" as
    # the pages, and shows "page not found" to whoever opens any other address first.
    PagesManager.uses_pages_directory = False
    main(prog_name="streamlit")
