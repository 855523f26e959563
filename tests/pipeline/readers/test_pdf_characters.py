"""PDF: fonts whose codes have a meaning that PDFium does not tell as it is."""

import io
import zlib
from collections import defaultdict
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.readers import read_document
from pipeline.readers.pdf.extraction import extract_page
from pipeline.readers.pdf.processes import repair_unicode_maps
from pipeline.schema.errors import SourceError

_FONT: Final = (
    "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType2/BaseFont/Song"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    "/W[32[200]]"
    "/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4/Ascent 800/Descent -200/CapHeight 700"
    "/ItalicAngle 0/StemV 80/FontBBox[0 -200 1000 800]>>>>]/ToUnicode 5 0 R>>"
)
_GRID: Final = " ".join(f"70 {y} m 400 {y} l S" for y in (640, 680, 720)) + " ".join(
    f" {x} 640 m {x} 720 l S" for x in (70, 300, 400)
)


def write_page(path: Path, ranges: str, codes: str, font: str = "/F 12 Tf 1 0 0 1") -> Path:
    """A page with a table of one line of text: codes of a font, and what ranges of them mean."""
    unicode_map = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n{ranges}\nendcmap\nend\nend\n"
    ).encode()
    packed = zlib.compress(unicode_map, 0)
    text = f"{_GRID} BT {font} 80 700 Tm <{codes}> Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F %b>>>>>>" % _FONT.encode(),
        b"<</Length %d>>stream\n%b\nendstream" % (len(text), text),
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed),
    ]
    body = b"".join(b"%d 0 obj%b\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    path.write_bytes(b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF")
    return path


def test_ranges_of_codes_over_a_change_of_the_first_byte_are_read(tmp_path: Path) -> None:
    ranges = "3 beginbfrange\n<0003><0003><8ba1>\n<19ff><1a00><63cf>\n<1b00><1b00><5212>\nendbfrange"
    document = read_document(write_page(tmp_path / "mac.pdf", ranges, "000319ff1a001b00"))
    assert document.lines == ("计描提划",)
    assert not document.losses


def test_characters_beyond_the_first_plane_are_one(tmp_path: Path) -> None:
    ranges = "2 beginbfchar\n<0001> <d869ded6>\n<0002> <5dde>\nendbfchar"
    document = read_document(write_page(tmp_path / "rare.pdf", ranges, "00010002"))
    assert document.lines == ("𪛖州",)


def test_letters_of_a_ligature_are_all_kept(tmp_path: Path) -> None:
    ranges = "2 beginbfchar\n<0001> <006f>\n<0002> <006600660069>\nendbfchar"
    document = read_document(write_page(tmp_path / "ligature.pdf", ranges, "00010002"))
    assert document.lines == ("offi",)


def test_a_space_between_words_is_kept_however_narrow(tmp_path: Path) -> None:
    ranges = "1 beginbfrange\n<0020><007e><0020>\nendbfrange"
    document = read_document(write_page(tmp_path / "words.pdf", ranges, "0041004200200043"))
    assert document.lines == ("AB C",)


def test_text_of_negative_size_that_is_turned_by_half_is_upright(tmp_path: Path) -> None:
    ranges = "1 beginbfrange\n<0001><0003><4e00>\nendbfrange"
    document = read_document(
        write_page(tmp_path / "wps.pdf", ranges, "000100020003", font="/F -12 Tf -1 0 0 -1")
    )
    assert document.lines == ("一丁丂",)


def test_radicals_that_a_font_gives_for_ideographs_are_read_as_these(tmp_path: Path) -> None:
    ranges = "3 beginbfchar\n<0001> <2f2f>\n<0002> <2ea0>\n<0003> <f9da>\nendbfchar"
    document = read_document(write_page(tmp_path / "radicals.pdf", ranges, "000100020003"))
    assert document.lines == ("工民栗",)


def test_a_map_that_unpacks_to_too_much_is_left_as_it_is() -> None:
    broken = b"begincmap\n1 beginbfrange\n<19fe><1a01><4e00>\nendbfrange\n"
    for filling, level, is_kept in ((2_000, 0, False), (50_000_000, 1, True)):
        data = b"stream\n" + zlib.compress(broken + b" " * filling, level) + b"\nendstream"
        assert (repair_unicode_maps(data) == data) is is_kept


def test_text_of_no_height_is_invisible(tmp_path: Path) -> None:
    ranges = "1 beginbfrange\n<0001><0003><4e00>\nendbfrange"
    seen = "000100020003> Tj 1 0 0 0 80 660 Tm <00010002"
    document = read_document(write_page(tmp_path / "flat.pdf", ranges, seen))
    assert document.lines == ("一丁丂", "一丁")
    assert document.classes == {2: "invisible"}
    assert [(loss.kind, loss.number) for loss in document.losses] == [("invisible_left_out", 2)]
    with pytest.raises(SourceError):
        read_document(write_page(tmp_path / "all_flat.pdf", ranges, "00010002", font="/F 12 Tf 1 0 0 0"))


def test_pieces_are_in_the_order_in_which_the_page_prints_them() -> None:
    texts = [("cell", 200, 700), ("goes on", 200, 686), ("3", 80, 686), ("other", 320, 700)]
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for text, x, y in texts:
        canvas.drawString(x, y, text)
    canvas.save()
    document = pdfium.PdfDocument(stream.getvalue())
    pieces = defaultdict[int, str](str)
    for one in sorted(extract_page(document, 0).characters, key=lambda one: one.piece):
        pieces[one.piece] += one.text
    assert list(pieces.values()) == [text.replace(" ", "") for text, *_ in texts]
