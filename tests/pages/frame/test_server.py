"""Files that a download makes can be fetched for a while, whatever other sessions do meanwhile."""

import pytest
from streamlit.runtime import Runtime
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.web.server import server

from pages.frame import server as frame_server


def _make_file(manager: MediaFileManager) -> str:
    """Press a download button; return the name of the file that the browser will ask for."""
    pressed = manager.add_deferred(lambda: b"a file", "session", "text/csv", "a.csv")
    return manager.execute_deferred(pressed).rsplit("/", 1)[-1]


def _rerun_twice(manager: MediaFileManager) -> None:
    """What each run of any session's script ends with; the second deletes what the first has marked."""
    manager.remove_orphaned_files()
    manager.remove_orphaned_files()


def test_a_made_file_outlives_reruns_of_others_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(frame_server, "monotonic", lambda: now)
    storage = frame_server.RetainedFiles("/media")
    manager = MediaFileManager(storage)
    name = _make_file(manager)
    _rerun_twice(manager)
    assert storage.get_file(name).content == b"a file"
    now += frame_server.KEPT_SECONDS / 2
    assert _make_file(manager) == name
    now += frame_server.KEPT_SECONDS
    _rerun_twice(manager)
    assert storage.get_file(name).content == b"a file"
    now += frame_server.KEPT_SECONDS
    storage.delete_file("another")
    with pytest.raises(MediaFileStorageError):
        storage.get_file(name)


def test_without_it_the_file_is_gone() -> None:
    storage = MemoryMediaFileStorage("/media")
    manager = MediaFileManager(storage)
    name = _make_file(manager)
    _rerun_twice(manager)
    with pytest.raises(MediaFileStorageError):
        storage.get_file(name)


def test_the_server_stores_files_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MemoryMediaFileStorage", MemoryMediaFileStorage)
    monkeypatch.setattr(Runtime, "_instance", None)  # a process has one at most
    frame_server.retain_files()
    run = server.Server("dashboard.py", is_hello=False)
    assert isinstance(run._runtime.media_file_mgr._storage, frame_server.RetainedFiles)
