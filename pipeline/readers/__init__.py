"""Readers of documents, one for each format; `read_document` chooses between them."""

import io
import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from pkgutil import resolve_name
from stat import S_ISDIR, S_ISREG
from typing import Final

from pipeline.readers.document import Document
from pipeline.readers.limited import read_limited
from pipeline.schema.codebook import MESSAGES
from pipeline.schema.collector import pause_collector
from pipeline.schema.errors import SourceError

__all__ = ["MAX_BYTES", "Document", "detect_format", "find_sources", "read_bytes", "read_document"]

READERS: Final = {
    "text": "pipeline.readers.text:read_text",
    "pdf": "pipeline.readers.pdf.reader:read_pdf",
    "docx": "pipeline.readers.word:read_docx",
    "xlsx": "pipeline.readers.excel:read_xlsx",
    "xls": "pipeline.readers.excel:read_xls",
    "html": "pipeline.readers.html:read_html",
}
"""The function that reads each format, ``(path, data) -> Document``. Imported when needed: the library of a
format takes longer to import than most documents take to read."""
_LIMITED: Final = frozenset(("docx", "xlsx", "xls", "html"))
"""Formats in which a small file can describe a huge document. PDF has limits of its own; text has no need."""
SUFFIXES: Final = (".txt", ".csv", ".tsv", ".pdf", ".docx", ".xlsx", ".xls", ".html", ".htm")
"""File extensions, in lower case, that are read from folders."""
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


def read_document(path: Path) -> Document:
    """Read a file with the reader for its format, which is detected from its content.

    Raises SourceError if the file can't be read; see the reader.
    """
    if str(path) != str(path).encode(errors="replace").decode():
        raise SourceError.of("file_name_undecodable", source=path)
    data = read_bytes(path)
    format = detect_format(path, data)
    with pause_collector():
        if format in _LIMITED:
            return read_limited(READERS[format], path, data)
        document: Document = resolve_name(READERS[format])(path, data)
        return document


def find_sources(paths: Sequence[Path]) -> list[Path]:
    """Return the source files in a list of files and folders, in its order and without duplicates.

    Files can have any extension. Folders are searched recursively and sorted by path; names that start with a
    dot, or with ``~$`` (lock files of Office), are ignored.

    Raises SourceError if a file or folder does not exist, or a folder can't be listed or contains no source.
    """
    found: dict[str, Path] = {}
    for path in paths:
        try:
            sources = _list_sources(path) if path.is_dir() else [path]
            missing = not path.exists()
        except OSError as error:  # the name is too long, or a parent folder is not accessible
            raise SourceError.of("path_not_readable", source=path, reason=error.strerror) from error
        if missing:
            raise SourceError.of("no_such_path", source=path)
        for source in sources:
            found.setdefault(os.path.realpath(source), source)
    return list(found.values())


def _list_sources(folder: Path) -> list[Path]:
    try:
        sources = sorted(_walk_sources(folder))
    except OSError as error:
        raise SourceError.of(
            "folder_not_listed", source=Path(error.filename or folder), reason=error.strerror
        ) from error
    if not sources:
        raise SourceError.of("no_sources", source=folder, endings=list(SUFFIXES))
    return sources


def _walk_sources(folder: Path) -> Iterator[Path]:
    def stop(error: OSError) -> None:
        raise error

    for parent, folders, names in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith((".", "~$")) and Path(name).suffix.lower() in SUFFIXES:
                yield Path(parent, name)


def read_bytes(path: Path) -> bytes:
    """Read the content of a file.

    Raises SourceError if the file is missing, a folder, a device, too large, or unreadable.
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
    """Return the format of a file by its content, a key of :data:`READERS`; by default ``text``.

    Raises SourceError if the format is known but not supported, or a ZIP archive is damaged.
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
