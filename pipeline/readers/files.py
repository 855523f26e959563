"""The content of a file, and its format, detected from the content and not the name."""

import io
import re
import zipfile
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Final

from pipeline.schema.codebook import MESSAGES
from pipeline.schema.errors import SourceError

MAX_BYTES: Final = 64 * 1024 * 1024

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_PARTS: Final = (
    (("EncryptedPackage",), "encrypted"),
    (("Workbook", "Book"), "xls"),
    (("WordDocument",), "doc"),
)
"""Names of parts of old Office documents, and the format of each."""
_OLE_ENTRY, _OLE_NAME = 128, 64
"""Bytes of an entry in the list of parts, and of the name at its start, in UTF-16. An entry is aligned."""
_ZIP_PARTS: Final = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
)
_MAGIC: Final = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "sqlite"),
)
_HEAD_BYTES: Final = 1024
"""Number of leading bytes searched for a format; some mail programs write other bytes before a PDF."""
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div)\b", re.IGNORECASE)
_MHTML: Final = re.compile(
    rb"^(?:MIME-Version:|Content-Type:\s*multipart/related)", re.IGNORECASE | re.MULTILINE
)
_OFFICE_XML: Final = re.compile(rb"<\?mso-application\s")
_XML: Final = re.compile(rb"<\?(?:xml|mso-application)\s")


def read_bytes(path: Path) -> bytes:
    """Read the content of a file.

    Raises
    ------
    SourceError
        The file is missing, a folder, a device, too large, or unreadable.
    """
    try:
        mode = path.stat().st_mode
        if S_ISDIR(mode):
            raise SourceError.of("source_is_folder", source=path)
        if not S_ISREG(mode):
            raise SourceError.of("source_is_device", source=path)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SourceError.of("no_such_file", source=path) from error
    except OSError as error:
        raise SourceError.of("file_not_readable", source=path, reason=error.strerror) from error
    if len(data) > MAX_BYTES:
        raise SourceError.of("file_too_large", source=path, megabytes=MAX_BYTES // 1024 // 1024)
    return data


def detect_format(path: Path, data: bytes) -> str:
    """Return the format of a file, a key of `pipeline.readers.READERS`; by default ``text``.

    Raises
    ------
    SourceError
        The format is known but not supported, or a ZIP archive is damaged.
    """
    found = _detect_by_content(path, data)
    if f"{found}_not_read" in MESSAGES:
        raise SourceError.of(f"{found}_not_read", source=path)
    return found


def _detect_by_content(path: Path, data: bytes) -> str:
    if data.startswith(_ZIP):
        return _detect_zip_format(path, data)
    if data.startswith(_OLE):
        entries = {data[at : at + _OLE_NAME] for at in range(0, len(data), _OLE_ENTRY)}
        names = {entry.decode("utf-16-le", "replace").rstrip("\0") for entry in entries}
        return next((kind for parts, kind in _OLE_PARTS if not names.isdisjoint(parts)), "ole")
    known = next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")
    head = data[:_HEAD_BYTES]
    if known or b"%PDF-" in head:
        return known or "pdf"
    head = head.replace(b"\x00", b"")
    if _MHTML.search(head):
        return "mhtml"
    if _HTML.search(head) and not _OFFICE_XML.search(head):
        return "html"
    return "xml" if _XML.search(head) else "text"


def _detect_zip_format(path: Path, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SourceError.of("zip_damaged", source=path) from error
    found = next((kind for part, kind in _ZIP_PARTS if part in names), "")
    if not found and any(name.startswith("word/document") for name in names):
        found = "docx"
    return found or ("odf" if {"mimetype", "content.xml"} <= names else "zip")
