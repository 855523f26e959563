"""The programs that turn a DOCX file into text, as users run them: LibreOffice and pdftotext."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

PROGRAMS: Final = ("soffice", "pdftotext")
PDF_MODES: Final = {"raw": ("-raw",), "layout": ("-layout",), "plain": ()}
"""How pdftotext is asked for each form of text."""

_SECONDS_TO_START: Final = 120
_SECONDS_A_FILE: Final = 60


def missing_programs() -> list[str]:
    """Those of the programs that are not on the path."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


def convert(files: Sequence[Path], form: str, folder: Path) -> None:
    """Convert office files in one run of LibreOffice, which is slow to start.

    Parameters
    ----------
    files
        What to convert; each result has the name of its file, with the ending of the form.
    form
        As ``soffice --convert-to`` takes it: ``pdf``, ``txt:Text (encoded):UTF8``.
    folder
        Where the results are written.
    """
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--convert-to",
                form,
                "--outdir",
                str(folder),
                *map(str, files),
            ],
            check=True,
            capture_output=True,
            timeout=_SECONDS_TO_START + _SECONDS_A_FILE * len(files),
        )


def pdf_text(pdf: Path, mode: str) -> str:
    """The text of a PDF in one of :data:`PDF_MODES`, form feeds between its pages."""
    command = ["pdftotext", *PDF_MODES[mode], "-enc", "UTF-8", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode("utf-8")
