"""What the processes of the tests share: folders that one makes and all read, and a server that one runs."""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.serving import serving


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that all processes of a run read, made by the first that asks for it; not to be changed.

    Parameters
    ----------
    factory
        Knows where this run of the tests may write.
    name
        The name of the folder, unlike all others of the run.
    make
        Fills the folder, which exists and is empty. Where it fails, the next process that waits tries itself.
    """
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared" / name
    claim, made = folder.with_suffix(".claim"), folder.with_suffix(".made")
    folder.parent.mkdir(exist_ok=True)
    while not made.exists():
        try:
            claim.mkdir()
        except FileExistsError:
            time.sleep(0.1)
            continue
        try:
            if not made.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                made.touch()
        finally:
            claim.rmdir()
    return folder


@contextmanager
def served_once(
    factory: pytest.TempPathFactory, name: str, command: Callable[[int], Sequence[str]]
) -> Iterator[str]:
    """The address of a server that all processes of a run look at: the first starts it, the last ends it."""
    users = made_once(factory, f"users of {name}", lambda folder: (folder / "lock").touch()) / "lock"
    with users.open() as lock, ExitStack() as running:
        fcntl.flock(lock, fcntl.LOCK_SH)

        def start(folder: Path) -> None:
            (folder / "address").write_text(running.enter_context(serving(command)))

        yield (made_once(factory, name, start) / "address").read_text()
        fcntl.flock(lock, fcntl.LOCK_EX)
