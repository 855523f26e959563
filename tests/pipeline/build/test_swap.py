"""A built folder is replaced in one step: killed at any file operation, it leaves complete tables."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pytest

from pipeline.build import swap
from pipeline.build.built import lock_output, remove_leftovers, write_built
from pipeline.schema.codebook import TABLES
from pipeline.schema.errors import SourceError
from pipeline.schema.manifest import INFO_FILE, find_differences, read_manifest
from tests.pipeline.built_fixture import content

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills what it has forked")

CHANGES: Final = frozenset({"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.truncate"})
SOME: Final = list(TABLES)[:4]
OLD: Final = {name: pa.table({"number": [1]}) for name in SOME}
NEW: Final = {name: pa.table({"number": [2]}) for name in SOME}


def built_at(out: Path, tables: dict[str, Any], version: str) -> dict[str, bytes]:
    with lock_output(out):
        write_built(out, tables, {"version": version, "clean": True})
    return content(out)


def _is_change(event: str, details: tuple[Any, ...]) -> bool:
    if event == "open":
        return bool(details[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in CHANGES


def _build_until(out: Path, step: int, *, exchange: bool) -> None:
    """Build, and be killed just before a file operation; steps count from 0."""
    left = iter(range(step))

    def killed() -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    call = swap._exchange_call() if exchange else None

    def swapped(one: bytes, other: bytes) -> int:
        killed()
        assert call is not None
        return call(one, other)

    setattr(swap, "_exchange_call", lambda: swapped if call else None)  # noqa: B010
    sys.addaudithook(lambda event, details: killed() if _is_change(event, details) else None)
    built_at(out, NEW, "2")


def kill_at(out: Path, step: int, *, exchange: bool = True) -> bool:
    """Whether a build was killed at a step; False where it ended before."""
    child = multiprocessing.get_context("fork").Process(
        target=_build_until, args=(out, step), kwargs={"exchange": exchange}
    )
    child.start()
    child.join()
    assert child.exitcode in (0, -signal.SIGKILL)
    return child.exitcode != 0


def every_kill(out: Path, *, exchange: bool = True) -> Iterator[int]:
    """Build repeatedly, killed one step later each time, until a build is not killed."""
    step = 0
    while kill_at(out, step, exchange=exchange):
        yield step
        step += 1
    assert step > 2 * len(SOME), "each file is written, and each old one removed"


def test_killed_at_any_change_a_build_leaves_the_last_tables_or_its_own(tmp_path: Path) -> None:
    out = tmp_path / "built"
    old = built_at(out, OLD, "1")
    seen = set()
    for _ in every_kill(out):
        now = content(out)
        assert find_differences(out) == []
        seen.add(now == old)
        assert built_at(out, OLD, "1") == old
        assert list(tmp_path.iterdir()) == [out], "what was left is removed"
    assert seen == {True, False}, "kills before the exchange and after it"


def test_serving_after_any_kill_changes_no_tables_and_removes_what_was_left(tmp_path: Path) -> None:
    out = tmp_path / "built"
    built_at(out, OLD, "1")
    for _ in every_kill(out):
        now = content(out)
        remove_leftovers(out)
        assert content(out) == now
        assert list(tmp_path.iterdir()) == [out]
        built_at(out, OLD, "1")


@pytest.mark.parametrize("empty", [False, True])
def test_a_first_build_that_is_killed_leaves_no_tables_or_all_of_them(tmp_path: Path, empty: bool) -> None:
    out = tmp_path / "new" / "built"
    if empty:
        out.mkdir(parents=True)
    for _ in every_kill(out):
        assert not out.exists() or content(out) == {} or find_differences(out) == []
        remove_leftovers(out)
        tidied = list(out.parent.iterdir()) if out.parent.exists() else []
        assert tidied in ([], [out])
        built_at(out, OLD, "1")
        assert list(out.parent.iterdir()) == [out]
        for path in out.iterdir():
            path.unlink()
        if not empty:
            out.rmdir()


def test_without_atomic_exchange_the_last_tables_are_restored(tmp_path: Path) -> None:
    out = tmp_path / "built"
    old = built_at(out, OLD, "1")
    gone = 0
    for _ in every_kill(out, exchange=False):
        gone += not out.exists()
        remove_leftovers(out)
        assert find_differences(out) == []
        assert list(tmp_path.iterdir()) == [out]
        assert built_at(out, OLD, "1") == old
    assert gone, "a kill between the renames is among them"


def test_readers_always_see_complete_tables(tmp_path: Path) -> None:
    out = tmp_path / "built"
    built_at(out, OLD, "1")
    child = multiprocessing.get_context("fork").Process(
        target=_build_until, args=(out, 10**6), kwargs={"exchange": True}
    )
    child.start()
    while child.is_alive():
        assert read_manifest(out) is not None
    child.join()
    assert child.exitcode == 0


def _hold(out: Path, message: Any) -> None:
    with lock_output(out):
        message.send("held")
        time.sleep(60)


def test_a_second_build_at_once_is_refused_and_a_killed_one_frees_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "LOCK_SECONDS", 0.1)
    out = tmp_path / "built"
    heard, message = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_hold, args=(out, message))
    child.start()
    assert heard.recv() == "held"
    with pytest.raises(SourceError) as caught, lock_output(out):
        pass
    assert "Another plan-atlas build is writing" in caught.value.message_en
    assert "另一个" in caught.value.message_zh
    assert caught.value.source == out
    built_at(tmp_path / "other", NEW, "1")
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    built_at(out, NEW, "2")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["built", "other"]


def test_a_file_that_is_added_while_a_build_is_at_work_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "built"
    old = built_at(out, OLD, "1")
    exchange = swap._exchange

    def late(one: Path, other: Path) -> None:
        (out / "notes.txt").write_text("mine", encoding="utf-8")
        monkeypatch.setattr(swap, "_exchange", exchange)
        exchange(one, other)

    monkeypatch.setattr(swap, "_exchange", late)
    with pytest.raises(SourceError, match=r"notes\.txt"):
        built_at(out, NEW, "2")
    assert content(out) == {**old, "notes.txt": b"mine"}
    assert list(tmp_path.iterdir()) == [out]


def test_leftovers_are_removed_except_foreign_files(tmp_path: Path) -> None:
    out = tmp_path / "built"
    assert kill_at(out, 5)
    (left,) = (path for path in tmp_path.iterdir() if path.is_dir())
    (left / "notes.txt").write_text("mine", encoding="utf-8")
    built_at(out, NEW, "2")
    assert content(left) == {"notes.txt": b"mine"}


def test_the_manifest_names_every_file(tmp_path: Path) -> None:
    out = tmp_path / "built"
    files = set(built_at(out, OLD, "1")) - {INFO_FILE}
    assert set(read_manifest(out) or ()) == files
