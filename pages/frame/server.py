"""Start Streamlit with the dashboard: ``python -m pages.frame.server run dashboard.py [flags]``."""

from time import monotonic
from typing import Any, Final

from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.cli import main
from streamlit.web.server import server

KEPT_SECONDS: Final = 60.0
"""How long a deleted file can still be fetched; longer than the slowest browser takes to ask for it."""


class RetainedFiles(MemoryMediaFileStorage):
    """Files in memory, deleted with the first deletion after `KEPT_SECONDS`. The caller holds a lock.

    Streamlit deletes a file that no session refers to when any session's script has run twice since. Files
    that a download button makes are such files: on a server with several readers they can be deleted before
    the browser of the one who pressed has fetched them.
    """

    def __init__(self, media_endpoint: str) -> None:
        super().__init__(media_endpoint)
        self._deleted: dict[str, float] = {}

    def load_and_get_id(self, *file: Any, **more: Any) -> str:
        """Add a file and return its id, which is the same for the same content."""
        file_id = super().load_and_get_id(*file, **more)
        self._deleted.pop(file_id, None)
        return file_id

    def delete_file(self, file_id: str) -> None:
        """Delete a file some time from now, unless it is added again before."""
        now = monotonic()
        self._deleted[file_id] = now + KEPT_SECONDS
        for old in [one for one, end in self._deleted.items() if end <= now]:
            super().delete_file(old)
            del self._deleted[old]


def retain_files() -> None:
    """Let Streamlit's server store files in `RetainedFiles`; it has no option for that."""
    vars(server)["MemoryMediaFileStorage"] = RetainedFiles


if __name__ == "__main__":
    # Until the first session has run st.navigation, Streamlit treats the scripts in a folder "pages" as
    # the pages, and shows "page not found" to whoever opens any other address first.
    PagesManager.uses_pages_directory = False
    retain_files()
    main(prog_name="streamlit")
