"""Parts of Office files (ZIP packages of XML), read with limits on their unpacked size."""

import io
import re
import zipfile
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.schema.errors import SourceError

MAX_PART_BYTES: Final = 256 * 1024 * 1024
MAX_BYTES: Final = 512 * 1024 * 1024
"""Maximum unpacked size of all parts together. A workbook of a million rows is smaller."""
_MAX_PARTS: Final = 10_000
_STRICT: Final = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(main|relationships)")
_USUAL: Final = rb"http://schemas.openxmlformats.org/\1/2006/\2"
"""Namespaces of the strict standard, in which Office can save, and of the usual one; only names differ."""


class Package:
    """An Office file; parts are read by name.

    Raises SourceError if the archive is damaged, or is larger when unpacked than any document.
    """

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise damaged_error(path) from error
        parts = self._archive.infolist()
        if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_BYTES:
            raise _too_large_error(path)
        self.names = tuple(part.filename for part in parts)

    def read(self, name: str) -> bytes:
        """Return a part, unpacked up to the limit whatever size it declares."""
        try:
            with self._archive.open(name) as part:
                data = part.read(MAX_PART_BYTES + 1)
        except Exception as error:  # BadZipFile, zlib.error, KeyError and others have no common base
            raise damaged_error(self.path, name) from error
        if len(data) > MAX_PART_BYTES:
            raise _too_large_error(self.path)
        return data

    def read_xml(self, name: str) -> etree._Element:
        """Parse a part as XML, without resolving entities or loading external resources."""
        data = _STRICT.sub(_USUAL, self.read(name))
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise damaged_error(self.path, name) from error


def damaged_error(path: Path, part: str = "") -> SourceError:
    """Return the error for a file with an unreadable package or part."""
    where = (f"（{part}）", f" ({part})") if part else ""
    return SourceError.of("package_damaged", source=path, where=where)


def _too_large_error(path: Path) -> SourceError:
    megabytes = MAX_PART_BYTES // 1024 // 1024
    return SourceError.of("package_too_large", source=path, most=_MAX_PARTS, megabytes=megabytes)
