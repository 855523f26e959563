"""Replaces a folder in one step: written beside it, synced to disk, exchanged with it, under a lock.

These can be beside a folder ``out`` while it is being replaced, or after such a process was killed:

- ``.plan-atlas-<key>.lock``, the lock of the process that replaces the folder;
- ``.plan-atlas-<key>-<number>``, the new folder until it is complete, and after the exchange the old one;
- ``.plan-atlas-<key>-last``, the old folder between two renames, where the system has no atomic exchange.

The key is a hash of the folder's name. The next holder of the lock restores the folder and removes the rest.
"""

import ctypes
import os
import secrets
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from pipeline.schema.manifest import read_manifest

LOCK_SECONDS: Final = 2.0
"""The timeout of the lock: the workers of a killed build need a moment to end."""

_AT_CURRENT_FOLDER: Final = -100
_EXCHANGE: Final = 2


class FolderBusyError(OSError):
    """Another process is replacing the folder."""


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the lock of a folder; the system frees it when the process ends, however it ends.

    Raises FolderBusyError where another process holds it, OSError where the parent folder can't be written.
    """
    path = _beside(out, ".lock")
    handle = _acquire(path, time.monotonic() + LOCK_SECONDS)
    try:
        yield
    finally:
        if os.name == "nt":  # an open file can't be removed there
            os.close(handle)
            with suppress(OSError):
                path.unlink()
        else:
            path.unlink(missing_ok=True)
            os.close(handle)


def replace_folder(out: Path, files: Mapping[str, bytes], verify_old: Callable[[Path], None]) -> None:
    """Create or replace ``out`` with the contents of files by name, completely or not at all.

    ``verify_old`` is called with the path of the old folder after the exchange; if it raises, the exchange is
    undone.
    """
    fresh = _beside(out, f"-{secrets.token_hex(4)}")
    fresh.mkdir()
    try:
        for name, data in files.items():
            with (fresh / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        if out.exists():
            fresh.chmod(out.stat().st_mode & 0o7777)
        _sync_folder(fresh)
        if not out.exists():
            fresh.rename(out)
        else:
            _exchange(fresh, out)
            try:
                verify_old(fresh)
            except BaseException:
                _exchange(fresh, out)
                raise
        _sync_folder(out.parent)
    finally:
        remove_files(fresh, files)


def recover(out: Path, names: Collection[str]) -> None:
    """Restore the old folder where a process was killed between two renames, and remove its leftovers.

    Must be called under the lock. Leftover folders keep files other than these, which a user may have added.
    """
    last = _beside(out, "-last")
    if last.exists() and not out.exists():
        last.rename(out)
    prefix = _beside(out, "-").name
    for path in list(out.parent.iterdir()):
        if path.name.startswith(prefix) and path.is_dir() and not path.is_symlink():
            remove_files(path, names)


def remove_files(folder: Path, names: Collection[str]) -> None:
    """Remove the files of these names and those of the folder's manifest, then the folder if it is empty."""
    ours = {*names, *(read_manifest(folder) or ())}
    with suppress(OSError):
        for path in list(folder.iterdir()):
            if path.name in ours:
                path.unlink()
        folder.rmdir()


def _beside(out: Path, ending: str) -> Path:
    # A hash, because a name of maximum length leaves no room for an ending.
    key = sha256(os.fsencode(out.name)).hexdigest()[:12]
    return out.with_name(f".plan-atlas-{key}{ending}")


def _acquire(path: Path, deadline: float) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        if not _try_lock(handle):
            os.close(handle)
            if time.monotonic() > deadline:
                raise FolderBusyError
            time.sleep(0.05)
        else:
            # The previous holder may have removed the file, and another one may exist by now.
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(handle), path.stat()):
                    return handle
            os.close(handle)


if sys.platform == "win32":

    def _try_lock(handle: int) -> bool:
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _try_lock(handle: int) -> bool:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # folders can't be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exchange(one: Path, other: Path) -> None:
    """Exchange two folders, atomically where the system can, else by three renames."""
    call = _exchange_call()
    if call is not None and call(os.fsencode(one), os.fsencode(other)) == 0:
        return
    last = _beside(other, "-last")
    other.rename(last)
    try:
        one.rename(other)
    except OSError:
        last.rename(other)
        raise
    last.rename(one)


@cache
def _exchange_call() -> Callable[[bytes, bytes], int] | None:
    """Return the system's atomic exchange of two paths, which returns 0 on success; None if it has none."""
    try:
        library = ctypes.CDLL(None)
        if sys.platform == "darwin":
            swap = library.renamex_np
            return lambda one, other: int(swap(one, other, ctypes.c_uint(_EXCHANGE)))
        exchange = library.renameat2
    except (OSError, AttributeError, TypeError):
        return None
    here = _AT_CURRENT_FOLDER
    return lambda one, other: int(exchange(here, one, here, other, ctypes.c_uint(_EXCHANGE)))
