"""Reports read again by python-docx: headings, tables, charts, links, fonts, and text that stays text."""

import io
from typing import Any, Final

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from pipeline.export.exported_values import office_text, one_line
from pipeline.export.office.colours import EAST_ASIAN
from pipeline.export.reports.document import Document, Table, TableColumn, make_cell
from pipeline.export.reports.report import write_document
from tests.pipeline.export.office.exhibit_samples import SMALL_GRID, STACKED, exhibit
from tests.pipeline.export.office.report_samples import ROWS, sample
from tests.pipeline.export.office.test_slides_hostile import HOSTILE

BASE: Final = "http://example.org/atlas/"


def opened(text: str = "句子", *, language: str = "zh", base: str = "") -> Any:
    """The sample report, as python-docx reads it."""
    return docx.Document(io.BytesIO(write_document(sample(text, language), base)))


def parts_named(read: Any, start: str) -> list[Any]:
    return [part for part in read.part.package.iter_parts() if str(part.partname).startswith(start)]


def headings(read: Any) -> list[tuple[str, str]]:
    """Each heading with its style."""
    named = ((paragraph.style.name, paragraph.text) for paragraph in read.paragraphs)
    return [(style, text) for style, text in named if style.startswith(("Heading", "Title"))]


def test_headings_are_headings() -> None:
    assert headings(opened()) == [
        ("Title", "句子"),
        ("Heading 1", "文字 句子"),
        ("Heading 2", "小节 句子"),
        ("Heading 3", "细目"),
        ("Heading 1", "表格"),
        ("Heading 1", "图"),
    ]


def test_a_table_has_all_its_rows_and_a_header_that_repeats() -> None:
    table = opened().tables[0]
    assert [one.text for one in table.rows[0].cells] == ["任务 句子", "数"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None for row in table.rows[1:])
    assert [row.cells[1].text for row in table.rows[1:]] == [str(row) for row in range(1, ROWS + 1)]


def test_a_coloured_cell_keeps_its_colours() -> None:
    coloured = opened().tables[0].rows[1].cells[1]
    assert coloured._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "123A66"
    assert str(coloured.paragraphs[0].runs[0].font.color.rgb) == "FFFFFF"


def test_bars_become_a_native_chart_with_its_numbers() -> None:
    read = opened()
    [chart] = parts_named(read, "/word/charts/")
    space = docx.oxml.parse_xml(chart.blob)
    assert [one.text for one in space.findall(".//{*}ser/{*}tx//{*}v")] == ["◆ 量化", "● 具体", "◐ 原则性"]
    [sheet] = parts_named(read, "/word/embeddings/")
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.blob)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == list(STACKED.categories)
    assert [row[1] for row in rows[1:]] == list(STACKED.series[0].values)
    relation = space.find(".//{*}externalData").get(qn("r:id"))
    assert chart.rels[relation].target_part is sheet
    assert read.element.body.xpath(".//wp:docPr/@descr") == [exhibit("stacked").alt]


def test_a_matrix_becomes_a_coloured_table_and_other_charts_their_data() -> None:
    _, matrix, data = opened().tables
    assert [row.cells[0].text for row in matrix.rows[1:]] == list(SMALL_GRID.rows)
    shades = [one._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) for one in matrix.rows[1].cells[1:]]
    assert shades == [one.fill.lstrip("#").upper() for one in SMALL_GRID.cells[0]]
    assert [[one.text for one in row.cells] for row in data.rows[:3]] == [
        ["region", "tasks", "share"],
        ["北京", "43", "0.75"],
        ["天津", "42", ""],
    ]


def test_links_lead_to_the_dashboard_where_it_is_known() -> None:
    outside = [one.target_ref for one in opened(base=BASE).part.rels.values() if one.is_external]
    assert set(outside) == {f"{BASE}gaps?view=task", f"{BASE}coverage?lang=zh"}
    assert [one for one in opened().part.rels.values() if one.is_external] == []


@pytest.mark.parametrize(("language", "page"), [("zh", "第 1 页，共 1 页"), ("en", "Page 1 of 1")])
def test_pages_are_numbered_in_the_language(language: str, page: str) -> None:
    read = opened(language=language)
    footer = read.sections[0].footer.paragraphs[0]
    assert "".join(text.text for text in footer._p.iter(qn("w:t"))) == f"句子 · {page}"
    assert [one.get(qn("w:instr")) for one in footer._p.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert read.core_properties.language == {"zh": "zh-CN", "en": "en-US"}[language]


def test_every_style_names_an_east_asian_font() -> None:
    styles = opened().styles
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Footer"):
        fonts = styles[name].element.rPr.find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) == EAST_ASIAN
        assert fonts.get(qn("w:asciiTheme")) is None


def test_no_person_is_named() -> None:
    core = opened().core_properties
    assert (core.author, core.last_modified_by, core.comments) == ("Plan Atlas", "Plan Atlas", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_special_characters_are_kept(text: str) -> None:
    read = opened(text, base=BASE)
    assert read.core_properties.title == one_line(text)
    assert headings(read)[0] == ("Title", one_line(text))
    assert read.paragraphs[1].text == office_text(text)
    assert read.tables[0].rows[1].cells[0].text == office_text(f"第1项 {text}")
    outside = [one.target_ref for one in read.part.rels.values() if one.is_external]
    assert [address for address in outside if not address.startswith(BASE)] == []


def test_source_and_citation_end_a_document() -> None:
    written = write_document(Document("题", (), (), "来源：甲", "引用：乙", "file", "zh"))
    assert [one.text for one in docx.Document(io.BytesIO(written)).paragraphs[-3:]] == [
        "来源与引用",
        "来源：甲",
        "引用：乙",
    ]


def test_a_short_row_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells"):
        Table((TableColumn("一"), TableColumn("二")), ((make_cell("甲"),),))


@pytest.mark.parametrize(("language", "first"), [("zh", "图 1　"), ("en", "Figure 1. ")])
def test_charts_have_captions_that_are_counted(language: str, first: str) -> None:
    captions = [one for one in opened(language=language).paragraphs if one.style.name == "Caption"]
    message = ["".join(text.text for text in one._p.iter(qn("w:t"))) for one in captions]
    assert message[0] == f"{first}{exhibit('stacked').title.strip()}"
    assert [one.find(qn("w:fldSimple")).get(qn("w:instr")) for one in (one._p for one in captions)] == [
        r"SEQ Figure \* ARABIC"
    ] * 3
    assert [text[: len(first)].strip(" .　图Figure") for text in message] == ["1", "2", "3"]
    assert all(one.paragraph_format.keep_with_next for one in captions)


def test_tables_have_alt_texts() -> None:
    reported = [table._tbl.tblPr[-1] for table in opened().tables]
    assert [one.tag for one in reported] == [qn("w:tblDescription")] * 3
    assert [one.get(qn("w:val")) for one in reported] == [
        "表格",
        exhibit("small_grid").alt,
        exhibit("dots").alt,
    ]
