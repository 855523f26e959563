"""Read pages in separate processes (PDFium is not thread-safe), with limits on time, memory and pages."""

import os
from concurrent.futures import ProcessPoolExecutor, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.readers.limited import limit_memory
from pipeline.readers.pdf.page import Page, PageState, read_page
from pipeline.readers.pdf.unicode_maps import repair_unicode_maps
from pipeline.schema.errors import SourceError
from pipeline.taxonomy.header_words import load_column_names

MAX_PAGES: Final = 3000
PAGES_PER_TASK: Final = 20
_MAX_SECONDS: Final = 30.0
"""Time limit for a task, which normally takes a fraction of a second."""


@dataclass(frozen=True)
class PageBatch:
    """Pages of a file, its page count and the state for the pages that follow; or why it can't be read."""

    pages: tuple[Page, ...] = ()
    count: int = 0
    state: PageState = field(default_factory=PageState)
    problem: str = ""


def read_pages(path: Path, size: int) -> list[Page]:
    """Read all pages of a PDF of ``size`` bytes, in parallel if there are many.

    Raises
    ------
    SourceError
        The file is damaged, has a password, or exceeds a limit.
    """
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    executor = ProcessPoolExecutor(processors, initializer=limit_memory)
    try:
        first = executor.submit(_read_task, str(path), 0, PAGES_PER_TASK, PageState()).result(_MAX_SECONDS)
        if first.problem:
            raise _problem_error(path, first.problem)
        starts = range(PAGES_PER_TASK, first.count, PAGES_PER_TASK)
        tasks = [
            executor.submit(_read_task, str(path), start, start + PAGES_PER_TASK, first.state)
            for start in starts
        ]
        pages = list(first.pages)
        for task in tasks:
            read = task.result(_MAX_SECONDS + size / 1e6)
            if read.problem:
                raise _problem_error(path, read.problem)
            pages += read.pages
    except TimeoutError as error:
        raise _problem_error(path, "time") from error
    except BrokenProcessPool as error:
        raise _problem_error(path, "crash") from error
    finally:
        for process in (executor._processes or {}).values():
            process.terminate()
        executor.shutdown(wait=False, cancel_futures=True)
    return pages


@cache
def _load_file(path: str) -> bytes:
    """Return the bytes of a file with repaired font maps; loaded once per process."""
    return repair_unicode_maps(Path(path).read_bytes())


def _read_task(path: str, first: int, stop: int, state: PageState) -> PageBatch:
    import pypdfium2.raw as pdfium

    from pipeline.readers.pdf.extraction import DamagedPageError, PageTooLargeError

    pdfium.FPDF_InitLibrary()
    try:
        data = _load_file(path)
    except MemoryError:
        return PageBatch(problem="memory")
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        error = pdfium.FPDF_GetLastError()
        return PageBatch(problem="password" if error == pdfium.FPDF_ERR_PASSWORD else "damaged")
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count > MAX_PAGES:
            return PageBatch(problem="pages")
        if not count:
            return PageBatch(problem="damaged")
        pages: list[Page] = []
        names = load_column_names()
        for number in range(first, min(stop, count)):
            read, state = read_page(document, number, names, state)
            pages += read
        return PageBatch(tuple(pages), count, state)
    except DamagedPageError:
        return PageBatch(problem="damaged")
    except (PageTooLargeError, MemoryError):
        return PageBatch(problem="memory")
    finally:
        pdfium.FPDF_CloseDocument(document)


def _problem_error(path: Path, problem: str) -> SourceError:
    return SourceError.of(f"pdf_{problem}", source=path, most=MAX_PAGES)
