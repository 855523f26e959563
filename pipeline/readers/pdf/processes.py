"""Read pages in separate processes (PDFium is not thread-safe), with limits on time, memory and pages."""

import os
from concurrent.futures import ProcessPoolExecutor, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
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
    """Pages of a file, its page count and the state for the pages that follow."""

    pages: tuple[Page, ...]
    count: int
    state: PageState


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
        first = executor.submit(_read_task, path, 0, PageState()).result(_MAX_SECONDS)
        starts = range(PAGES_PER_TASK, first.count, PAGES_PER_TASK)
        tasks = [executor.submit(_read_task, path, start, first.state) for start in starts]
        pages = list(first.pages)
        for task in tasks:
            pages += task.result(_MAX_SECONDS + size / 1e6).pages
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
def _load_file(path: Path) -> bytes:
    """Return the bytes of a file with repaired font maps; loaded once per process."""
    return repair_unicode_maps(path.read_bytes())


def _read_task(path: Path, first: int, state: PageState) -> PageBatch:
    """Read the pages of one task; raise SourceError if the file can't be read."""
    import pypdfium2.raw as pdfium

    from pipeline.readers.pdf.extraction import DamagedPageError, PageTooLargeError

    pdfium.FPDF_InitLibrary()
    try:
        data = _load_file(path)
    except MemoryError as error:
        raise _problem_error(path, "memory") from error
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        is_locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
        raise _problem_error(path, "password" if is_locked else "damaged")
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if not 0 < count <= MAX_PAGES:
            raise _problem_error(path, "pages" if count else "damaged")
        pages: list[Page] = []
        names = load_column_names()
        for number in range(first, min(first + PAGES_PER_TASK, count)):
            read, state = read_page(document, number, names, state)
            pages += read
        return PageBatch(tuple(pages), count, state)
    except DamagedPageError as error:
        raise _problem_error(path, "damaged") from error
    except (PageTooLargeError, MemoryError) as error:
        raise _problem_error(path, "memory") from error
    finally:
        pdfium.FPDF_CloseDocument(document)


def _problem_error(path: Path, problem: str) -> SourceError:
    return SourceError.of(f"pdf_{problem}", source=path, most=MAX_PAGES)
