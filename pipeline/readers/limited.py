"""Reads files in a separate process with limits on CPU time and memory."""

import faulthandler
import multiprocessing
import multiprocessing.connection
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from math import ceil
from pathlib import Path
from pkgutil import resolve_name
from time import process_time
from typing import Final

from pipeline.readers.document import Document
from pipeline.schema.collector import pause_collector
from pipeline.schema.errors import SourceError

MAX_MEMORY: Final = 1024**3
"""Maximum memory of a process beyond what it uses when it starts, in bytes."""
MAX_SECONDS: Final = 60
"""Maximum CPU time for a file, in seconds; the largest workbook that is read takes a quarter of it."""


def read_limited(reader: str, path: Path, data: bytes) -> Document:
    """Read a file with a reader, named as in `pipeline.readers.READERS`.

    Parsers allocate what a file describes, and a small file can describe more than any machine can hold; some
    libraries then abort the process.

    Raises
    ------
    SourceError
        The reader refuses the file, or exceeds the limits on time or memory.
    """
    executor = _executor(os.getpid())
    try:
        answer = executor.submit(_read_or_error, reader, path, data).result()
    except BrokenProcessPool:
        answer = None
    if answer is None:
        _executor.cache_clear()
        executor.shutdown(wait=False, cancel_futures=True)
    if isinstance(answer, Document):
        return answer
    raise answer or SourceError.of(
        "reading_limit_exceeded", source=path, seconds=MAX_SECONDS, memory=MAX_MEMORY // 1024**3
    )


@cache
def _executor(process: int) -> ProcessPoolExecutor:
    """Return the pool of one process that reads for this one; starting it costs as much as reading a file.

    It is kept until a file exceeds the limits. The process id is the cache key, as a fork has no pool yet.
    """
    return ProcessPoolExecutor(1, initializer=_prepare_process)


def exit_with_parent() -> None:
    """Exit this worker process when the build that started it is killed.

    It would wait for work forever, and keep the lock on the built folder, so that no other build could run.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def limit_memory() -> None:
    """Limit the memory that this process can still allocate, if the system reports its use (Linux)."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return
    import resource  # only Linux has both

    used = int(statm.read_text().split()[0]) * resource.getpagesize()
    hard_limit = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (used + MAX_MEMORY, hard_limit))


def _prepare_process() -> None:
    """Exit with the parent, and print no traceback when the process is killed."""
    exit_with_parent()
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _limit_process() -> None:
    """Limit the memory and CPU time that this process can still use."""
    limit_memory()
    try:
        import resource
    except ImportError:  # Windows
        return
    seconds = ceil(process_time()) + MAX_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read_or_error(reader: str, path: Path, data: bytes) -> Document | SourceError | None:
    """Return the document, the error if it is refused, or None if memory ran out."""
    _limit_process()
    read = resolve_name(reader)
    try:
        with pause_collector():
            document: Document = read(path, data)
            return document
    except SourceError as error:
        return error
    except (MemoryError, RecursionError):
        return None
    except BaseException as error:
        # Libraries written in Rust raise their own BaseException if an allocation fails.
        if isinstance(error, Exception | KeyboardInterrupt | SystemExit):
            raise
        return None
