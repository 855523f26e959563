"""Reads a file in a process of its own, with limits on processor time and memory."""

import faulthandler
import multiprocessing
import multiprocessing.connection
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from importlib import import_module
from math import ceil
from pathlib import Path
from time import process_time
from typing import Final

from pipeline.readers.document import Document
from pipeline.schema.collector import paused_collector
from pipeline.schema.errors import SourceError

MEMORY: Final = 1024**3
"""That a process may take beyond what it has when it starts, in bytes."""
SECONDS: Final = 60
"""Of processor time for a file; the largest workbook that is read takes a quarter of it."""


def read_limited(reader: str, path: Path, data: bytes) -> Document:
    """Read a file with a reader, named as in `pipeline.readers.READERS`.

    The libraries that readers rest on lay out what a file describes, and a small file can describe more than
    any machine holds; some end the process then.

    Raises
    ------
    SourceError
        The reader refuses the file, or takes more time or memory than the limits.
    """
    executor = _executor(os.getpid())
    try:
        answer = executor.submit(_read, reader, path, data).result()
    except BrokenProcessPool:
        answer = None
    if answer is None:
        _executor.cache_clear()
        executor.shutdown(wait=False, cancel_futures=True)
    if isinstance(answer, Document):
        return answer
    raise answer or SourceError(
        f"读取该文件所需的时间或内存超出限度（{SECONDS} 秒，{MEMORY // 1024**3} GB），工作要点不会这样大；"
        "请检查文件是否完好，用 Office 或浏览器打开后另存，或拆分成几个文件。",
        f"The file takes more time or memory to read than any plan ({SECONDS} seconds, "
        f"{MEMORY // 1024**3} GB); check it, open it in Office or a browser and save it again, or split it.",
        source=path,
    )


@cache
def _executor(process: int) -> ProcessPoolExecutor:
    """The process that reads for this one, until a file takes too much: to start it costs as much as a file.

    A fork has none of its own yet, so each process is told by its number.
    """
    return ProcessPoolExecutor(1, initializer=_prepare_process)


def end_with_parent() -> None:
    """Let this worker process end when the build that started it is killed; it would wait for work for ever.

    It also holds the lock on the built folder open, which no build could then take any more.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def limit_memory() -> None:
    """Limit the memory that this process takes from now on, where the system tells it (Linux)."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return
    import resource  # no other system has both

    taken = int(statm.read_text().split()[0]) * resource.getpagesize()
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, most))


def _prepare_process() -> None:
    """A process that is ended leaves no trace of it."""
    end_with_parent()
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _limit_file() -> None:
    """Limit the memory and the processor time that this process takes from now on."""
    limit_memory()
    try:
        import resource
    except ImportError:  # Windows
        return
    seconds = ceil(process_time()) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(reader: str, path: Path, data: bytes) -> Document | SourceError | None:
    """The document, why it can't be read, or None where there is no memory left."""
    _limit_file()
    module, name = reader.split(":")
    read: Callable[[Path, bytes], Document] = getattr(import_module(module), name)
    try:
        with paused_collector():
            return read(path, data)
    except SourceError as error:
        return error
    except (MemoryError, RecursionError):
        return None
    except BaseException as error:
        # Libraries written in Rust raise one of their own where they get no memory.
        if isinstance(error, Exception | KeyboardInterrupt | SystemExit):
            raise
        return None
