"""PDF: turned pages, pictures, passwords and damage; rows over page breaks are in the tests of formats."""

import ctypes
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from pipeline.readers import read_document
from pipeline.readers.document import Place
from pipeline.schema.errors import SourceError
from tests.documents.forms import write_documents
from tests.libreoffice import require_libreoffice


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of ruled tables over several pages."""
    require_libreoffice()
    folder = tmp_path_factory.mktemp("pdf")
    write_documents(["turned"], ["pdf"], folder)
    return folder / "pdf" / "turned.pdf"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_are_read_however_they_are_turned(plan: Path, tmp_path: Path, turn: int) -> None:
    pdf = pypdfium2.PdfDocument(plan)
    for page in pdf:
        page.set_rotation(turn)
    pdf.save(tmp_path / "turned.pdf")
    assert read_document(tmp_path / "turned.pdf").lines == read_document(plan).lines


def test_page_numbers_are_distinguished_from_text(plan: Path) -> None:
    document = read_document(plan)
    assert set(document.classes.values()) <= {"page_number", "running_head", "header"}


def scan(tmp_path: Path) -> Path:
    """A page that a picture covers."""
    pdf = pypdfium2.PdfDocument.new()
    page = pdf.new_page(595, 842)
    picture = pypdfium2.PdfImage.new(pdf)
    bitmap = pypdfium2.PdfBitmap.new_native(60, 84, pdfium.FPDFBitmap_BGR)
    bitmap.fill_rect((200, 200, 200, 255), 0, 0, 60, 84)
    picture.set_bitmap(bitmap)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
    page.insert_obj(picture)
    page.gen_content()
    path = tmp_path / "scan.pdf"
    pdf.save(path)
    return path


def test_a_scan_is_known_by_its_pictures(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"Pages 1 are scanned pictures.*OCR"):
        read_document(scan(tmp_path))


def test_a_scan_with_invisible_text_is_a_scan(plan: Path, tmp_path: Path) -> None:
    pdf = pypdfium2.PdfDocument(scan(tmp_path))
    page = pdf[0]
    font = pdfium.FPDFText_LoadStandardFont(pdf.raw, b"Helvetica")
    text = pdfium.FPDFPageObj_CreateTextObj(pdf.raw, font, ctypes.c_float(12))
    words = "recognised text " * 10
    pdfium.FPDFText_SetText(
        text,
        ctypes.cast(ctypes.create_string_buffer(words.encode("utf-16-le") + b"\0\0"), pdfium.FPDF_WIDESTRING),
    )
    pdfium.FPDFTextObj_SetTextRenderMode(text, 3)
    pdfium.FPDFPage_InsertObject(page.raw, text)
    page.gen_content()
    path = tmp_path / "recognised.pdf"
    pdf.save(path)
    with pytest.raises(SourceError, match="scanned pictures"):
        read_document(path)


def with_pictures(plan: Path, tmp_path: Path, places: Sequence[int]) -> Path:
    """The plan with pages that a picture covers at these places."""
    pdf = pypdfium2.PdfDocument(plan)
    picture = pypdfium2.PdfDocument(scan(tmp_path))
    for place in places:
        pdf.import_pages(picture, index=place)
    path = tmp_path / "with_pictures.pdf"
    pdf.save(path)
    return path


@pytest.mark.parametrize("at_end", [False, True])
def test_a_picture_beside_the_pages_of_the_table_is_a_finding(
    plan: Path, tmp_path: Path, *, at_end: bool
) -> None:
    count = len(pypdfium2.PdfDocument(plan))
    read = read_document(with_pictures(plan, tmp_path, [count if at_end else 0]))
    alone = read_document(plan)
    assert read.lines == alone.lines
    (loss,) = [loss for loss in read.losses if loss.kind == "images_left_out"]
    assert loss.place == Place((("page", count + 1 if at_end else 1),))


def test_pictures_within_a_table_or_most_pages_are_refused(plan: Path, tmp_path: Path) -> None:
    count = len(pypdfium2.PdfDocument(plan))
    assert count > 1
    for places in ([1], [0] * (count + 1)):
        with pytest.raises(SourceError, match="scanned pictures"):
            read_document(with_pictures(plan, tmp_path, places))


@pytest.mark.parametrize("kept", [0.05, 0.5])
def test_a_file_that_is_cut_short_is_refused(plan: Path, tmp_path: Path, kept: float) -> None:
    data = plan.read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(SourceError) as caught:
        read_document(path)
    assert caught.value.source == path


def test_an_empty_page_is_a_doubt(plan: Path, tmp_path: Path) -> None:
    pdf = pypdfium2.PdfDocument(plan)
    pdf.new_page(595, 842, 1)
    pdf.save(tmp_path / "blank.pdf")
    (loss,) = (one for one in read_document(tmp_path / "blank.pdf").losses if one.kind == "page_empty")
    assert loss.place is not None
    assert loss.place.format("en") == "page 2"


def test_a_page_of_text_among_tables_is_a_doubt(plan: Path, tmp_path: Path) -> None:
    pdf = pypdfium2.PdfDocument(plan)
    page = pdf.new_page(595, 842, 1)
    font = pdfium.FPDFText_LoadStandardFont(pdf.raw, b"Helvetica")
    text = pdfium.FPDFPageObj_CreateTextObj(pdf.raw, font, ctypes.c_float(12))
    words = ctypes.create_string_buffer("no table here".encode("utf-16-le") + b"\0\0")
    pdfium.FPDFText_SetText(text, ctypes.cast(words, pdfium.FPDF_WIDESTRING))
    pdfium.FPDFPage_InsertObject(page.raw, text)
    page.gen_content()
    pdf.save(tmp_path / "among.pdf")
    losses = [one for one in read_document(tmp_path / "among.pdf").losses if one.kind == "page_without_table"]
    assert [one.place.format("en") for one in losses if one.place is not None] == ["page 2"]


def test_a_page_that_can_not_be_loaded_is_not_left_out(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = pdfium.FPDF_LoadPage
    monkeypatch.setattr(pdfium, "FPDF_LoadPage", lambda pdf, n: load(pdf, n) if n != 1 else None)
    with pytest.raises(SourceError, match="damaged or cut short"):
        read_document(plan)


def test_a_text_that_only_begins_like_a_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    with pytest.raises(SourceError, match="damaged or cut short"):
        read_document(path)
