"""Word documents as they look with all changes accepted; what the page does not show is told."""

import io
import zipfile
from pathlib import Path
from typing import Final

import pytest

from pipeline.readers import read_document
from pipeline.readers.document import Document
from pipeline.readers.records import list_records
from pipeline.schema.errors import SourceError

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DELETED: Final = '<w:del w:id="1" w:author="a"><w:r><w:delText>两年</w:delText></w:r></w:del>'
INSERTED: Final = '<w:ins w:id="2" w:author="a"><w:r><w:t>一年</w:t></w:r></w:ins>'


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def word(tmp_path: Path, body: str, parts: dict[str, str] | None = None) -> Document:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>'
        )
        for name, text in (parts or {}).items():
            archive.writestr(name, text)
    path = tmp_path / "plan.docx"
    path.write_bytes(stream.getvalue())
    return read_document(path)


def losses(document: Document) -> dict[str, int]:
    return {loss.kind: loss.number for loss in document.losses}


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    document = word(tmp_path, f"<w:p><w:r><w:t>为期</w:t></w:r>{DELETED}{INSERTED}</w:p>")
    assert document.lines == ("为期一年", "两年")
    assert document.classes == {2: "deleted"}
    assert losses(document) == {"revisions_accepted": 2}


@pytest.mark.parametrize("code", ["D83D", "F0B7", "", "x", "110000"])
def test_symbols_without_a_meaning_are_reported(tmp_path: Path, code: str) -> None:
    symbols = f'<w:sym w:font="S" w:char="2022"/><w:sym w:font="S" w:char="{code}"/>'
    document = word(tmp_path, f"<w:p><w:r>{symbols}<w:t>甲</w:t></w:r></w:p>")
    assert document.lines == ("•甲",)
    assert losses(document) == {"characters_unmapped": 1}


def test_a_deleted_row_is_no_row(tmp_path: Path) -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell(paragraph('甲'))}</w:tr>"
    document = word(tmp_path, f"<w:tbl>{gone}<w:tr>{cell(paragraph('乙'))}</w:tr></w:tbl>")
    (table,) = document.tables
    assert [document.lines[one.first_line - 1] for one in table.cells] == ["乙"]
    assert document.classes == {2: "deleted"}


def test_merged_cells_span_rows_and_columns(tmp_path: Path) -> None:
    merged = cell(paragraph("合"), '<w:vMerge w:val="restart"/>')
    below = cell("<w:p/>", "<w:vMerge/>")
    wide = cell(paragraph("宽"), '<w:gridSpan w:val="2"/>')
    rows = (
        f"<w:tr>{merged}{wide}</w:tr>"
        f"<w:tr>{below}{cell(paragraph('左'))}{cell(paragraph('右'))}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell(paragraph("后"))}</w:tr>'
    )
    (table,) = word(tmp_path, f"<w:tbl>{rows}</w:tbl>").tables
    places = [(one.row, one.column, one.row_span, one.column_span) for one in table.cells]
    assert places == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1)]


def test_a_table_within_a_cell_is_joined_to_it(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr>{cell(paragraph('内'))}</w:tr></w:tbl>"
    document = word(tmp_path, f"<w:tbl><w:tr>{cell(paragraph('外') + inner + '<w:p/>')}</w:tr></w:tbl>")
    assert (document.lines, len(document.tables)) == (("外", "内"), 1)
    assert losses(document) == {"nested_tables_joined": 1}


def test_a_text_box_with_two_copies_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('框')}</w:txbxContent>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    document = word(tmp_path, f"<w:p><w:r>{both}</w:r></w:p>")
    assert document.lines == ("框",)


@pytest.mark.parametrize(
    "part, root, character_class, kind",
    [
        ("word/header1.xml", "hdr", "running_head", "running_heads_left_out"),
        ("word/footnotes.xml", "footnotes", "footnote", "footnotes_left_out"),
        ("word/comments.xml", "comments", "comment", "comments_left_out"),
    ],
)
def test_parts_beside_the_text_are_in_the_ledger(
    tmp_path: Path, part: str, root: str, character_class: str, kind: str
) -> None:
    inner = paragraph("旁注") if root == "hdr" else f"<w:note>{paragraph('旁注')}</w:note>"
    text = f'<w:{root} xmlns:w="{NAMESPACE}">{inner}</w:{root}>'
    document = word(tmp_path, paragraph("正文"), {part: text})
    assert document.lines == ("正文", "旁注")
    assert document.classes == {2: character_class}
    assert losses(document) == {kind: 1}


def test_hidden_text_is_left_out_and_reported(tmp_path: Path) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>"
    document = word(tmp_path, f"<w:p><w:r><w:t>明</w:t></w:r>{hidden}</w:p>")
    assert (document.lines, document.classes) == (("明", "密"), {2: "hidden"})
    assert losses(document) == {"hidden_left_out": 1}


@pytest.mark.parametrize("where", ["rStyle", "pStyle"])
@pytest.mark.parametrize("rule", ["<w:rPr><w:{}/></w:rPr>", '<w:basedOn w:val="a"/>'])
@pytest.mark.parametrize(
    "name, character_class, kind",
    [("vanish", "hidden", "hidden_left_out"), ("strike", "deleted", "struck_left_out")],
)
def test_styles_hide_text_and_strike_it_through(
    tmp_path: Path, name: str, character_class: str, kind: str, rule: str, where: str
) -> None:
    rules = {
        "a": f"<w:rPr><w:{name}/></w:rPr>",
        "b": rule.format(name),
        "c": f'<w:basedOn w:val="b"/><w:rPr><w:{name} w:val="false"/></w:rPr>',
    }
    found = "".join(f'<w:style w:styleId="{style}">{text}</w:style>' for style, text in rules.items())
    styles = f'<w:styles xmlns:w="{NAMESPACE}">{found}</w:styles>'
    own = f'<w:r><w:rPr><w:{name} w:val="0"/></w:rPr><w:t>明</w:t></w:r>'
    texts = [
        f"<w:{part}><w:{where} w:val='{style}'/></w:{part}>"
        for part in ("pPr", "rPr")
        for style in ("b", "c")
    ]
    first, second, third, fourth = (text if where[0] == text[3] else "" for text in texts)
    body = f"<w:p>{first}{own}<w:r>{third}<w:t>密</w:t></w:r></w:p>"
    plain = f"<w:p>{second}<w:r>{fourth}<w:t>乙</w:t></w:r></w:p>"
    document = word(tmp_path, body + plain, {"word/styles.xml": styles})
    assert (document.lines, document.classes) == (("明", "乙", "密"), {3: character_class})
    assert losses(document) == {kind: 1}


def test_a_table_in_a_text_box_is_a_table(tmp_path: Path) -> None:
    table = f"<w:tbl><w:tr>{cell(paragraph('甲'))}{cell(paragraph('乙'))}</w:tr></w:tbl>"
    box = f"<w:r><w:pict><w:txbxContent>{table}{paragraph('注')}</w:txbxContent></w:pict></w:r>"
    document = word(tmp_path, f"<w:p><w:r><w:t>标题</w:t></w:r>{box}</w:p>")
    assert [record.texts for record in list_records(document)] == [("标题",), ("甲", "乙"), ("注",)]
    assert losses(document) == {"text_boxes_read": 1}


def test_documents_within_a_document_are_a_doubt(tmp_path: Path) -> None:
    document = word(tmp_path, paragraph("甲") + '<w:altChunk xmlns:r="r" r:id="1"/>')
    assert losses(document) == {"parts_left_out": 1}


def test_text_struck_through_is_left_out_and_reported(tmp_path: Path) -> None:
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>旧</w:t></w:r>"
    kept = '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>新</w:t></w:r>'
    document = word(tmp_path, f"<w:p>{struck}{kept}</w:p>")
    assert (document.lines, document.classes) == (("新", "旧"), {2: "deleted"})
    assert losses(document) == {"struck_left_out": 1}


def test_a_hidden_row_is_no_row(tmp_path: Path) -> None:
    hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell(paragraph('藏'))}</w:tr>"
    document = word(tmp_path, f"<w:tbl><w:tr>{cell(paragraph('明'))}</w:tr>{hidden}</w:tbl>")
    assert (document.lines, document.classes) == (("明", "藏"), {2: "hidden"})
    assert losses(document) == {"hidden_left_out": 1}


def test_cells_whose_borders_were_moved_stand_in_the_usual_columns(tmp_path: Path) -> None:
    def row(*spans: int) -> str:
        cells = (cell(paragraph(f"列{n}"), f'<w:gridSpan w:val="{span}"/>') for n, span in enumerate(spans))
        return f"<w:tr>{''.join(cells)}</w:tr>"

    document = word(tmp_path, f"<w:tbl>{row(1, 2, 2, 1) * 2}{row(1, 1, 3, 1)}{row(2, 3, 1)}</w:tbl>")
    *usual, wide = [[cell.text for cell in record.cells] for record in list_records(document)]
    assert usual == [["列0", "列1", "", "列2", "", "列3"]] * 3
    assert wide == ["列0", "", "列1", "", "", "列2"]


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY a0 "x">{bomb}]><w:document xmlns:w="{NAMESPACE}"><w:body>'
            f"<w:p><w:r><w:t>&a8;</w:t></w:r></w:p></w:body></w:document>",
        )
    with pytest.raises(SourceError, match="damaged"):
        read_document(path)


def test_a_zip_bomb_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(600):
            part.write(b" " * 1024 * 1024)
    with pytest.raises(SourceError, match="unpacks to more than"):
        read_document(path)


@pytest.mark.parametrize("kept", [0.4, 0.9])
def test_a_file_that_is_cut_short_is_named(tmp_path: Path, kept: float) -> None:
    word(tmp_path, paragraph("正文" * 500))
    path = tmp_path / "plan.docx"
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(SourceError, match="cut short") as caught:
        read_document(path)
    assert caught.value.source == path


def test_pictures_in_place_of_tables_are_refused(tmp_path: Path) -> None:
    picture = (
        '<w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:drawing>'
    )
    with pytest.raises(SourceError, match="OCR"):
        word(tmp_path, f"<w:p><w:r><w:t>附件</w:t>{picture}</w:r></w:p>")


def test_a_deleted_cell_is_no_cell(tmp_path: Path) -> None:
    gone = cell(paragraph("删"), "<w:cellDel/>")
    document = word(tmp_path, f"<w:tbl><w:tr>{gone}{cell(paragraph('乙'))}</w:tr></w:tbl>")
    assert [one.column for one in document.tables[0].cells] == [0]
    assert (document.lines, document.classes) == (("乙", "删"), {2: "deleted"})


def test_spans_end_at_the_last_column_that_word_has(tmp_path: Path) -> None:
    wide = cell(paragraph("宽"), '<w:gridSpan w:val="2000000000"/>')
    (table,) = word(tmp_path, f"<w:tbl><w:tr>{wide}</w:tr></w:tbl>").tables
    assert table.cells[0].column_span == 63


def test_a_table_with_rows_of_its_own_is_no_layout(tmp_path: Path) -> None:
    row = f"<w:tr>{cell(paragraph('一')) * 3}</w:tr>"
    inner = f"<w:tbl>{row * 4}</w:tbl><w:p/>"
    outer = f"<w:tr>{cell(paragraph('甲')) * 2}{cell(paragraph('乙') + inner)}</w:tr>"
    assert [len(table.cells) for table in word(tmp_path, f"<w:tbl>{row}{outer}{row}</w:tbl>").tables] == [9]


def test_marks_of_footnotes_typed_by_hand_are_apart_from_the_text(tmp_path: Path) -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
    text = "".join(
        f"<w:r><w:t>{before}</w:t></w:r>{raised.format(mark)}"
        for before, mark in (("甲", "1"), ("乙，10km", "2"), ("，丙", "［3］"), ("第", "丁"))
    )
    document = word(tmp_path, f"<w:p>{text}</w:p>")
    assert (document.lines, document.classes) == (("甲乙，10km2，丙第丁", "1［3］"), {2: "footnote"})
    assert losses(document) == {"footnotes_left_out": 2}
