"""Read pages in separate processes (PDFium is not thread-safe), with limits on time, memory and pages."""

import os
import re
import zlib
from concurrent.futures import ProcessPoolExecutor, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path
from typing import Final

import pypdfium2.raw as pdfium

from pipeline.readers.limited import limit_memory
from pipeline.readers.pdf.extraction import PageError
from pipeline.readers.pdf.page import Page, PageState, read_page
from pipeline.schema.errors import SourceError
from pipeline.taxonomy.header_words import load_column_names

MAX_PAGES: Final = 3000
PAGES_PER_TASK: Final = 20
_MAX_SECONDS: Final = 30.0
"""Time limit for a task, which normally takes a fraction of a second."""
_STREAM: Final = re.compile(rb"stream\r?\n(?=[\x08\x38\x48\x58\x68\x78])")
"""Beginning of a compressed stream."""
_HEAD_BYTES: Final = 1_000
"""Length of the part of a stream that identifies it as a map, in bytes."""
_MAX_MAP_BYTES: Final = 1_000_000
"""Maximum size of a map, in bytes; larger ones are left unchanged, as few bytes can unpack to any size."""
_BLOCK: Final = re.compile(rb"\d+ beginbfrange\s(.*?)endbfrange", re.DOTALL)
_RANGE: Final = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*")


def read_pages(path: Path, size: int) -> list[Page]:
    """Read all pages of a PDF of ``size`` bytes, in parallel if there are many.

    Raises SourceError if the file is damaged, has a password, or exceeds a limit.
    """
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    executor = ProcessPoolExecutor(processors, initializer=limit_memory)
    try:
        pages, count, state = executor.submit(_read_task, path, 0, PageState()).result(_MAX_SECONDS)
        starts = range(PAGES_PER_TASK, count, PAGES_PER_TASK)
        for task in [executor.submit(_read_task, path, start, state) for start in starts]:
            pages += task.result(_MAX_SECONDS + size / 1e6)[0]
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


def _read_task(path: Path, first: int, state: PageState) -> tuple[list[Page], int, PageState]:
    """Return the pages of one task, how many the file has, and the state for those that follow."""
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
        return pages, count, state
    except PageError as error:
        raise _problem_error(path, error.problem) from error
    except MemoryError as error:
        raise _problem_error(path, "memory") from error
    finally:
        pdfium.FPDF_CloseDocument(document)


def _problem_error(path: Path, problem: str) -> SourceError:
    return SourceError.of(f"pdf_{problem}", source=path, most=MAX_PAGES)


def repair_unicode_maps(data: bytes) -> bytes:
    """Split ranges of codes over a change of their first byte, in the bytes of a PDF file.

    macOS writes ranges such as ``<19ff><1a00>``, which the format forbids; PDFium then ignores the whole
    block of ranges. The repaired maps replace the originals in place.
    """
    found = bytearray(data)
    for match in _STREAM.finditer(data):
        start = match.end()
        reader = zlib.decompressobj()
        try:
            if b"begincmap" not in zlib.decompressobj().decompress(
                data[start : start + _HEAD_BYTES], _HEAD_BYTES
            ):
                continue
            end = data.find(b"endstream", start)
            text = reader.decompress(data[start : max(start, end)], _MAX_MAP_BYTES)
        except zlib.error:
            continue
        if not reader.eof:
            continue
        repaired = _BLOCK.sub(_split_block, text)
        room = end - start - len(reader.unused_data)
        packed = zlib.compress(repaired, 9)
        if repaired != text and len(packed) <= room:
            found[start : start + room] = packed.ljust(room, b"\0")
    return bytes(found)


def _split_block(block: re.Match[bytes]) -> bytes:
    ranges = [tuple(int(one, 16) for one in found.groups()) for found in _RANGE.finditer(block[1])]
    if _RANGE.sub(b"", block[1]).strip() or all(first >> 8 == last >> 8 for first, last, _ in ranges):
        return block[0]
    pieces = []
    for first, last, meaning in ranges:
        for start in (first, *range((first | 0xFF) + 1, last + 1, 0x100)):
            end = min(last, start | 0xFF)
            pieces.append(b"<%04x><%04x><%04x>\n" % (start, end, meaning + start - first))
    return b"%d beginbfrange\n%bendbfrange" % (len(pieces), b"".join(pieces))
