"""The content of a file, and its format, detected from the content and not the name."""

import io
import re
import zipfile
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Final

from pipeline.schema.errors import SourceError

MAX_BYTES: Final = 64 * 1024 * 1024

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_PARTS: Final = (
    (("EncryptedPackage",), "encrypted"),
    (("Workbook", "Book"), "xls"),
    (("WordDocument",), "doc"),
)
"""Names of parts of old Office documents, stored in UTF-16, and the format of each."""
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

_UNPACK: Final = ("请先解压。", "unpack it first.")
_SAVE_AS_CSV: Final = ("请另存为 CSV。", "save it as CSV.")
_USE_OCR: Final = (
    "请用文字识别（OCR）转成带文字的 PDF 或 .docx，并校对。",
    "turn it into text (OCR) and proofread it.",
)
_REFUSED: Final = {
    "encrypted": (
        ("加密的 Office 文档", "an Office document with a password"),
        ("请先去除密码再另存。", "take the password off and save it again."),
    ),
    "doc": (
        ("旧版 Word 文档（.doc）", "an old Word document (.doc)"),
        ("请另存为 .docx。", "save it as .docx."),
    ),
    "ole": (
        ("旧版 Office 或 WPS 文档", "an old Office or WPS document"),
        ("请另存为 .docx 或 .xlsx。", "save it as .docx or .xlsx."),
    ),
    "xlsb": (
        ("二进制 Excel 工作簿（.xlsb）", "a binary Excel workbook (.xlsb)"),
        ("请另存为 .xlsx。", "save it as .xlsx."),
    ),
    "pptx": (
        ("PowerPoint 演示文稿", "a PowerPoint presentation"),
        ("请把其中的表格另存为 .docx 或 .xlsx。", "save its tables as .docx or .xlsx."),
    ),
    "odf": (
        ("OpenDocument 文档", "an OpenDocument document"),
        ("请另存为 .docx 或 .xlsx。", "save it as .docx or .xlsx."),
    ),
    "ofd": (
        ("OFD 版式文档", "an OFD document"),
        ("请另存为 PDF 或 .docx。", "save it as PDF or .docx."),
    ),
    "mhtml": (
        ("单一文件网页（.mht）", "a web page in a single file (.mht)"),
        ("请用浏览器或 Word 打开后另存为 .html 或 .docx。", "open it and save it as .html or .docx."),
    ),
    "xml": (
        ("Office 2003 或其他程序的 XML 文档", "an XML document of Office 2003 or another program"),
        ("请用 Office 打开后另存为 .docx 或 .xlsx。", "open it in Office and save it as .docx or .xlsx."),
    ),
    "rtf": (("RTF 文档", "an RTF document"), ("请另存为 .docx。", "save it as .docx.")),
    "png": (("PNG 图片", "a PNG picture"), _USE_OCR),
    "jpeg": (("JPEG 图片", "a JPEG picture"), _USE_OCR),
    "gif": (("GIF 图片", "a GIF picture"), _USE_OCR),
    "tiff": (("TIFF 图片", "a TIFF picture"), _USE_OCR),
    "gzip": (("gzip 压缩文件", "a gzip archive"), _UNPACK),
    "7z": (("7z 压缩文件", "a 7z archive"), _UNPACK),
    "rar": (("RAR 压缩文件", "a RAR archive"), _UNPACK),
    "zip": (("ZIP 压缩文件", "a ZIP archive"), _UNPACK),
    "parquet": (("Parquet 表", "a Parquet table"), _SAVE_AS_CSV),
    "sqlite": (("SQLite 数据库", "an SQLite database"), _SAVE_AS_CSV),
}
"""Known formats that are not supported: what each is, and what to do instead, in Chinese and English."""


def read_bytes(path: Path) -> bytes:
    """Read the content of a file.

    Raises
    ------
    SourceError
        The file is missing, a folder, a device, too large, or unreadable.
    """
    try:
        status = path.stat()
        if S_ISDIR(status.st_mode):
            raise SourceError(
                "这是文件夹，不是文件；请指定其中的文件。",
                "This is a folder, not a file; name a file in it.",
                source=path,
            )
        if not S_ISREG(status.st_mode):
            raise SourceError(
                "这不是普通文件（而是设备或管道）；请先把内容存为文件。",
                "This is a device or a pipe, not a file; save what it holds as a file first.",
                source=path,
            )
        if status.st_size > MAX_BYTES:
            raise _too_large_error(path)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SourceError(
            "找不到该文件；请检查路径。", "There is no such file; check the path.", source=path
        ) from error
    except OSError as error:
        raise SourceError(
            f"无法读取该文件（{error.strerror}）；请检查其权限和所在磁盘。",
            f"The file can't be read ({error.strerror}); check its permissions and the disk that it is on.",
            source=path,
        ) from error
    if len(data) > MAX_BYTES:
        raise _too_large_error(path)
    return data


def detect_format(path: Path, data: bytes) -> str:
    """Return the format of a file, a key of `pipeline.readers.READERS`; by default ``text``.

    Raises
    ------
    SourceError
        The format is known but not supported, or a ZIP archive is damaged.
    """
    found = _detect_by_content(path, data)
    if found not in _REFUSED:
        return found
    (zh, en), (what_zh, what_en) = _REFUSED[found]
    space = " " if zh[0].isascii() else ""
    raise SourceError(
        f"这是{space}{zh}，不能读取；{what_zh}", f"This is {en}, which is not read; {what_en}", source=path
    )


def _detect_by_content(path: Path, data: bytes) -> str:
    if data.startswith(_ZIP):
        return _detect_zip_format(path, data)
    if data.startswith(_OLE):
        parts = (kind for names, kind in _OLE_PARTS if any(n.encode("utf-16-le") in data for n in names))
        return next(parts, "ole")
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
        raise SourceError(
            "文件已损坏或不完整（ZIP 结构无法读取）；请重新获取。",
            "The file is damaged or cut short (its ZIP structure can't be read); get it again, whole.",
            source=path,
        ) from error
    found = next((kind for part, kind in _ZIP_PARTS if part in names), "")
    if not found and any(name.startswith("word/document") for name in names):
        found = "docx"
    return found or ("odf" if {"mimetype", "content.xml"} <= names else "zip")


def _too_large_error(path: Path) -> SourceError:
    megabytes = MAX_BYTES // 1024 // 1024
    return SourceError(
        f"文件超过 {megabytes} MB；请拆分成几个文件，例如每年一个。",
        f"The file is larger than {megabytes} MB; split it into several files, such as one a year.",
        source=path,
    )
