"""Reads files in a separate process with limits on CPU time and memory."""

import faulthandler
import multiprocessing
import multiprocessing.connection
import os
import threading
from functools import cache
from math import ceil
from multiprocessing.connection import Connection
from pathlib import Path
from pkgutil import resolve_name
from time import process_time
from traceback import format_exc
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
    libraries then abort the process. Raises SourceError if the reader refuses the file, or exceeds the limits
    on time or memory.
    """
    process, connection, lock = _start_process(os.getpid())
    answer = None
    with lock:
        if not process.is_alive():  # ended from outside, or by a file that another thread read
            _start_process.cache_clear()
            return read_limited(reader, path, data)
        try:
            connection.send((reader, path, data))
            multiprocessing.connection.wait([connection, process.sentinel])
            answer = connection.recv() if connection.poll() else None
        except (EOFError, OSError):
            pass
        finally:
            if answer is None:  # also if this is interrupted: the next file would get the answer
                _start_process.cache_clear()
                process.kill()
                process.join()
    if isinstance(answer, Document):
        return answer
    raise answer or SourceError.of(
        "reading_limit_exceeded", source=path, seconds=MAX_SECONDS, memory=MAX_MEMORY // 1024**3
    )


@cache
def _start_process(parent: int) -> tuple[multiprocessing.Process, Connection, threading.Lock]:
    """Return the process that reads for one process, the connection to it, and the lock on both.

    It is kept until a file exceeds the limits: starting it costs as much as reading a file. The process id is
    the cache key, as a fork has no such process yet.
    """
    own, other = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(other,), daemon=True)
    process.start()
    other.close()
    return process, own, threading.Lock()


def _serve(connection: Connection) -> None:
    """Answer requests until the parent exits; print no traceback when the process is killed."""
    exit_with_parent()
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    while True:
        connection.send(_read_or_error(*connection.recv()))


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


def _read_or_error(reader: str, path: Path, data: bytes) -> Document | Exception | None:
    """Return the document, the error if it is refused, or None if memory ran out."""
    _limit_process()
    try:
        with pause_collector():
            document: Document = resolve_name(reader)(path, data)
            return document
    except (MemoryError, RecursionError):
        return None
    except Exception as error:
        error.add_note(format_exc())  # a pipe takes no traceback
        return error
    except BaseException as error:
        # Libraries written in Rust raise their own BaseException if an allocation fails.
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return None
