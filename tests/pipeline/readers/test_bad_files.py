"""Files that no plan comes in are refused in a sentence that names them, within limits of time and memory."""

import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
import xlsxwriter
from reportlab.pdfgen.canvas import Canvas

from pipeline.cli import main
from pipeline.readers import read_document
from pipeline.schema.errors import SourceError

HEADER: Final = ("序号", "工作重点", "工作内容", "具体举措及成果形式", "责任部门")
TITLE: Final = "北京市2018年工作要点"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def pdf_with_password(path: Path) -> None:
    canvas = Canvas(str(path), encrypt="secret")
    canvas.drawString(72, 720, "plan")
    canvas.save()


def pdf_of(path: Path, content: bytes, resources: bytes = b"") -> None:
    """A PDF of one page, without a table of its objects' places, which readers make anew."""
    packed = zlib.compress(content, 9)
    path.write_bytes(
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<"
        + resources
        + b">>>>endobj\n4 0 obj<</Length %d/Filter/FlateDecode>>stream\n" % len(packed)
        + packed
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def pdf_bomb(path: Path) -> None:
    """Rules without end on one page: small in the file, and more than any page holds."""
    pdf_of(path, b"0 0 m 9 9 l S\n" * 3_000_000)


def pdf_without_meanings(path: Path) -> None:
    """Text in a font that tells shapes alone."""
    font = (
        b"/Font<</F<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Song/Encoding/Identity-H/DescendantFonts[<<"
        b"/Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Song"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>>>"
    )
    pdf_of(path, b"BT /F 12 Tf 72 700 Td <" + b"12341235" * 40 + b"> Tj ET", font)


def encrypted_office(path: Path) -> None:
    path.write_bytes(_OLE + bytes(1016) + "EncryptedPackage".encode("utf-16-le") + bytes(1024))


def old_word(path: Path) -> None:
    words, part = "The style Book Title".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
    path.write_bytes(_OLE + bytes(1016) + part.ljust(1024, b"\0") + words + bytes(1024))


def workbook_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(600):
                part.write(b" " * 1024 * 1024)


def workbook_of(path: Path, rows: list[tuple[object, ...]]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("计划")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def empty_table(path: Path) -> None:
    workbook_of(path, [(TITLE,), HEADER])


def picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))


@pytest.mark.parametrize(
    "write, name, words",
    [
        (pdf_with_password, "plan.pdf", "has a password; take it off"),
        (pdf_bomb, "plan.pdf", "holds more than any printed one|take too long"),
        (pdf_without_meanings, "plan.pdf", "does not state which characters"),
        (encrypted_office, "plan.docx", "Office document with a password"),
        (old_word, "plan.doc", "an old Word document"),
        (workbook_bomb, "plan.xlsx", "unpacks to more than"),
        (picture, "plan.pdf", "a PNG picture"),
    ],
)
def test_a_file_is_refused_in_a_sentence(
    tmp_path: Path, write: Callable[[Path], None], name: str, words: str
) -> None:
    path = tmp_path / name
    write(path)
    with pytest.raises(SourceError, match=words) as caught:
        read_document(path)
    assert caught.value.source == path
    assert caught.value.message_zh
    assert not re.search(r"是[A-Za-z0-9]", caught.value.message_zh)


@pytest.mark.parametrize("write, name", [(empty_table, "plan.xlsx"), (pdf_with_password, "plan.pdf")])
def test_a_build_of_it_keeps_nothing(
    tmp_path: Path, write: Callable[[Path], None], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / name)
    out = tmp_path / "built"
    assert main(["build", str(tmp_path / name), "--out", str(out)]) == 2
    assert name in capsys.readouterr().err
    assert not out.exists()


def test_a_workbook_of_fifty_thousand_rows_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    row = ("推进知识产权领域改革", "加强海关知识产权保护", "开展专项行动，办理案件20件。", "北京海关")
    workbook_of(path, [(TITLE,), HEADER, *((number, *row) for number in range(1, 50_001))])
    (table,) = read_document(path).tables
    assert max(cell.row for cell in table.cells) == 50_001
