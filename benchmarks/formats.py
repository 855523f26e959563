"""Reading files of each format beside the bare library for it, and a PDF of a thousand pages."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import docx
import pdfplumber
import pypdfium2
from python_calamine import CalamineWorkbook

from benchmarks.measure import MEGABYTE, ROOT, Ratio, Report, bar_line
from pipeline.readers import read_document
from tests.documents.conversion import missing_programs
from tests.documents.drawing import draw_document
from tests.documents.forms import write_documents
from tests.documents.grid_files import GridStyle, workbook_of

PAIRS: Final = 5
LIBRARY_BAR: Final = 2.0
PDF_BAR: Final = 1.0
PAGES: Final = 1000
MEMORY_BAR: Final = 600
NAMES: Final = [f"bench{number}" for number in range(8)]
_READ_ALONE: Final = """
import resource, sys, time
from pathlib import Path
from pipeline.readers import read_document
begun = time.perf_counter()
read_document(Path(sys.argv[1]))
print(time.perf_counter() - begun)
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(own.split()[1]) + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Prints the seconds and the peak in kilobytes: in a process of its own, which no other library has grown.

Its own peak is not `ru_maxrss`, which Linux starts at the peak of the process that started it.
"""


def report() -> Report:
    """Ratios of whole readings, and the peak memory of a long PDF."""
    if missing := missing_programs():
        return Report((f"formats: not on the path: {', '.join(missing)}",), holds=False)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_documents(NAMES, ["docx", "pdf"], folder)
        words, pdfs = sorted(folder.glob("docx/*.docx")), sorted(folder.glob("pdf/*.pdf"))
        books = [folder / f"{name}.xlsx" for name in NAMES]
        for path in books:
            path.write_bytes(workbook_of(draw_document(path.stem), GridStyle()))
        ratios = [
            _ratio("DOCX against python-docx", words, _read_word, LIBRARY_BAR),
            _ratio("XLSX against calamine", books, _read_workbook, LIBRARY_BAR),
            _ratio("PDF against pdfplumber", pdfs, _read_tables, PDF_BAR),
        ]
        long = _long_pdf(pdfs, folder / "long.pdf")
        command = [sys.executable, "-c", _READ_ALONE, str(long)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    seconds, kilobytes = map(float, done.stdout.split())
    megabytes = kilobytes * 1024 / MEGABYTE
    holds = all(ratio.holds for ratio in ratios) and megabytes <= MEMORY_BAR
    return Report(
        (
            "",
            "Files of each format",
            *(ratio.line() for ratio in ratios),
            bar_line(
                f"PDF of {PAGES} pages, peak MB", f"{megabytes:.0f}", f"{MEMORY_BAR}", megabytes <= MEMORY_BAR
            )
            + f"  {PAGES / seconds:.0f} pages a second",
        ),
        holds,
    )


def _ratio(name: str, paths: list[Path], bare: Callable[[Path], object], bar: float) -> Ratio:
    read_document(paths[0])
    bare(paths[0])
    pairs = [(_seconds(read_document, paths), _seconds(bare, paths)) for _ in range(PAIRS)]
    return Ratio(name, tuple(ours for ours, _ in pairs), tuple(theirs for _, theirs in pairs), bar)


def _seconds(read: Callable[[Path], object], paths: list[Path]) -> float:
    begun = time.perf_counter()
    for path in paths:
        read(path)
    return time.perf_counter() - begun


def _read_word(path: Path) -> object:
    return [
        cell.text for table in docx.Document(str(path)).tables for row in table.rows for cell in row.cells
    ]


def _read_workbook(path: Path) -> object:
    workbook = CalamineWorkbook.from_path(path)
    return [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]


def _read_tables(path: Path) -> object:
    with pdfplumber.open(path) as pdf:
        return [page.extract_tables() for page in pdf.pages]


def _long_pdf(paths: list[Path], path: Path) -> Path:
    long = pypdfium2.PdfDocument.new()
    while len(long) < PAGES:
        for part in paths:
            long.import_pages(pypdfium2.PdfDocument(part))
    long.save(path)
    return path
