"""Web pages: cells that span, blocks as lines, and what is not shown."""

from pathlib import Path

import pytest

from pipeline.readers import read_document
from pipeline.readers.document import Document
from pipeline.schema.errors import SourceError


def page(tmp_path: Path, body: str, encoding: str = "utf-8", head: str = "") -> Document:
    path = tmp_path / "plan.html"
    path.write_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    return read_document(path)


def test_spans_shift_the_cells_beside_them(tmp_path: Path) -> None:
    rows = "<tr><td rowspan=2>合<td colspan=2>宽<tr><td>左<td>右"
    (table,) = page(tmp_path, f"<table>{rows}</table>").tables
    places = [(one.row, one.column, one.row_span, one.column_span) for one in table.cells]
    assert places == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]


@pytest.mark.parametrize("height", [0, 9])
def test_cells_span_no_rows_of_the_next_group(tmp_path: Path, height: int) -> None:
    groups = [f"<tbody><tr><td rowspan={height}>{name}<td>一<tr><td>二</tbody>" for name in "甲乙"]
    (table,) = page(tmp_path, f"<table><tr><th>子<th>丑{''.join(groups)}</table>").tables
    places = [(one.row, one.column, one.row_span) for one in table.cells]
    assert places[2:] == [(1, 0, 2), (1, 1, 1), (2, 1, 1), (3, 0, 2), (3, 1, 1), (4, 1, 1)]


@pytest.mark.parametrize(
    "body", ["甲<br>乙", "<p>甲</p><p>乙</p>", "<div>甲<div>乙</div></div>", "<ul><li>甲<li>乙</ul>"]
)
def test_blocks_and_breaks_end_lines(tmp_path: Path, body: str) -> None:
    assert page(tmp_path, body).lines == ("甲", "乙")


def test_inline_elements_do_not(tmp_path: Path) -> None:
    assert page(tmp_path, "<p>完成<b>20</b><span>件</span>\n以上</p>").lines == ("完成20件 以上",)


def test_a_table_that_only_places_another_is_none(tmp_path: Path) -> None:
    inner = "<table>" + "<tr><td>一<td>二<td>三" * 3 + "</table>"
    document = page(tmp_path, f"<table><tr><td>侧栏<td>{inner}</table>")
    assert len(document.tables) == 1
    assert document.lines[0] == "侧栏"


def test_what_is_not_shown_is_reported(tmp_path: Path) -> None:
    document = page(tmp_path, '<p>明<span style="display:none">密</span><del>删</del></p><script>x</script>')
    assert document.lines == ("明", "密", "删")
    assert document.classes == {2: "hidden", 3: "deleted"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_are_recognised_by_the_bytes(tmp_path: Path, encoding: str) -> None:
    text = "推进知识产权保护的工作，国家和地方。" * 5
    assert page(tmp_path, text, encoding, "<meta charset=gb2312>").lines == (text,)


@pytest.mark.parametrize(
    "body, lines", [("<p>正文</p>", ("甲省要点", "正文")), ("<h1>甲省 要点</h1>", ("甲省 要点",))]
)
def test_the_title_of_a_page_is_read_where_its_text_lacks_it(
    tmp_path: Path, body: str, lines: tuple[str, ...]
) -> None:
    assert page(tmp_path, body, head="<title>甲省要点-知识产权局</title>").lines == lines


def test_characters_without_width_are_no_text(tmp_path: Path) -> None:
    assert page(tmp_path, "<p>\u200b序\ufeff号\u00ad\x04</p>").lines == ("序号",)


def test_a_page_that_a_script_fills_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no text"):
        page(tmp_path, "<div id=app></div><script>load()</script>")


def test_rows_and_cells_that_are_not_shown_are_no_rows(tmp_path: Path) -> None:
    rows = '<tr><td>甲<td>乙<tr style="visibility:collapse"><td>藏<tr><td hidden>密<td>丙'
    document = page(tmp_path, f"<table>{rows}</table>")
    assert [document.lines[one.first_line - 1] for one in document.tables[0].cells] == ["甲", "乙", "丙"]
    assert document.classes == {4: "hidden", 5: "hidden"}


def test_rows_that_a_style_sheet_hides_are_no_rows(tmp_path: Path) -> None:
    style = "<style>@media print{.b{display:none}} tr.a, .c{display:none} .c.on{display:table-row}</style>"
    rows = "".join(f"<tr class={name}><td>{name}" for name in ("a", "b", "c"))
    document = page(tmp_path, f"<table>{rows}</table>", head=style)
    assert (document.lines, document.classes) == (("b", "c", "a"), {3: "hidden"})


@pytest.mark.parametrize("selector", [".a", "span.a.b", "#c", "table .a", "td > span", "i, table td .b"])
@pytest.mark.parametrize(
    "rule, character_class", [("display:none", "hidden"), ("text-decoration:line-through", "deleted")]
)
def test_style_sheets_hide_text_in_cells_and_strike_it_through(
    tmp_path: Path, selector: str, rule: str, character_class: str
) -> None:
    style = f"<style>{selector} {{{rule}}} p .b, span:hover, , .x .a {{display:none}}</style>"
    span = "<span class='a b' id=c>旧</span>"
    document = page(tmp_path, f"<table><tr><td>新{span}</table><p><span class=a>页</span></p>", head=style)
    assert (document.lines, document.classes) == (("新", "旧", "页"), {2: character_class})


@pytest.mark.parametrize("mark", ["s", "strike", "del", 'span style="text-decoration: line-through"'])
def test_text_struck_through_in_a_cell_is_left_out_and_reported(tmp_path: Path, mark: str) -> None:
    document = page(tmp_path, f"<table><tr><td><{mark}>旧</{mark.split()[0]}>新<button>编辑</button></table>")
    assert (document.lines, document.classes) == (("新", "旧"), {2: "deleted"})
    assert [loss.kind for loss in document.losses] == ["struck_left_out"]


def test_a_table_with_rows_of_its_own_is_no_layout(tmp_path: Path) -> None:
    row = "<tr><td>一<td>二<td>三</tr>"
    document = page(tmp_path, f"<table>{row}<tr><td>甲<td>乙<td>丙<table>{row * 4}</table></tr>{row}</table>")
    assert [len(table.cells) for table in document.tables] == [9]


def test_a_table_of_too_many_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Table 1 of the page has more than 1000 columns"):
        page(tmp_path, "<table>" + "<tr><td rowspan=1000 colspan=1000>字</tr>" * 300 + "</table>")


def test_a_guessed_encoding_is_reported(tmp_path: Path) -> None:
    text = "推動智慧財產權保護的工作，國家與地方共同辦理。" * 5
    assert [loss.kind for loss in page(tmp_path, text, "big5").losses] == ["encoding_guessed"]


@pytest.mark.parametrize("mark", ["1", "[2]", "<a href=#n>③</a>", "*", "注1"])
def test_marks_of_footnotes_are_apart_from_the_text(tmp_path: Path, mark: str) -> None:
    document = page(tmp_path, f"<p>甲<sup>{mark}</sup>乙，10km<sup>2</sup>，第<sup>甲</sup></p>")
    assert document.lines[1] == "甲乙，10km2，第甲"
    assert document.classes == {1: "footnote"}


@pytest.mark.parametrize("before", ["<span>10km</span>", "<b><span>1</span>0</b><i></i>", "<a>10km</a><b>"])
def test_an_exponent_behind_its_unit_in_an_element_of_its_own_is_text(tmp_path: Path, before: str) -> None:
    document = page(tmp_path, f"<p>建设{before}<sup>2</sup></b>的平台<sup>1</sup><sup>2</sup></p>")
    assert document.lines[2] in ("建设10km2的平台", "建设102的平台")
    assert document.classes == {1: "footnote", 2: "footnote"}


def test_the_reading_of_a_word_is_no_text(tmp_path: Path) -> None:
    document = page(tmp_path, "<p><ruby>推进<rp>(</rp><rt>tuijin</rt><rp>)</rp></ruby>工作</p>")
    assert document.lines == ("推进工作",)
