"""LibreOffice as the tests use it: files of Office as it draws them, without a screen."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

PROGRAMS: Final = ("soffice", "pdftoppm", "pdftotext")


def require_libreoffice() -> None:
    """Skip a test where LibreOffice or the tools for PDF are missing; fail it where REQUIRE_BROWSER=1."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if not missing:
        return
    reason = f"not on the path: {', '.join(missing)}"
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"{reason}, and REQUIRE_BROWSER=1", pytrace=False)
    pytest.skip(reason)


def to_pdf(file: Path) -> Path:
    """Convert a file beside itself, with a profile of its own so that nothing that runs is disturbed."""
    profile = file.parent / "profile"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(file.parent), str(file)], check=True, capture_output=True, timeout=240
    )
    return file.with_suffix(".pdf")


def page_texts(pdf: Path) -> list[str]:
    """The text of each page, its white space as single spaces."""
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(pdf), "-"], check=True, capture_output=True, timeout=60
    )
    return [" ".join(page.split()) for page in done.stdout.decode("utf-8").split("\f")[:-1]]


def page_pictures(pdf: Path, dots_per_inch: int = 60) -> list[Path]:
    """Each page as a PNG."""
    subprocess.run(
        ["pdftoppm", "-r", str(dots_per_inch), "-png", str(pdf), str(pdf.with_suffix(""))],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))
