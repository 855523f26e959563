"""Tables without ruling lines by the order in which their cells are printed."""

from itertools import chain

import pytest

from pipeline.readers.pdf.extraction import Character, PageContent
from pipeline.readers.pdf.lines import TextLine, find_column_edges, group_lines, split_banners
from pipeline.readers.pdf.merged_cells import Block, Level, assign_merged_cells
from pipeline.readers.pdf.printed_cells import find_blocks, group_rows, split_tails
from pipeline.readers.pdf.unruled import Columns, find_unruled
from pipeline.taxonomy.header_words import load_column_names

SIZE, PITCH = 10.0, 12.0


def characters(text: str, x: float, y: float, piece: int) -> list[Character]:
    return [
        Character(one, x + SIZE * place, y - SIZE, x + SIZE * (place + 1), y, y, piece=piece)
        for place, one in enumerate(text)
    ]


def line(text: str, x: float, y: float, piece: int) -> TextLine:
    return TextLine(tuple(characters(text, x, y, piece)))


def block(column: int, texts: str, y: float, piece: int) -> Block:
    lines = [
        line(text, 100.0 * column, y + PITCH * place, piece + place)
        for place, text in enumerate(texts.split())
    ]
    return Block(column, tuple(lines))


def texts_of(rows: list[list[Block]]) -> list[dict[int, str]]:
    return [{one.column: "".join(line.text for line in one.lines) for one in row} for row in rows]


def test_cells_without_room_between_them_are_parted_by_the_order_of_printing() -> None:
    cells = {
        0: [line("任务甲", 0, 10, 0), line("任务乙", 0, 34, 4)],
        1: [line("举措一", 100, 10, 2), line("续", 100, 22, 3), line("举措二", 100, 34, 6)],
    }
    blocks = find_blocks(cells)
    assert blocks is not None
    rows = texts_of(group_rows(blocks, range(2), PITCH, 0)[0])
    assert rows == [{0: "任务甲", 1: "举措一续"}, {0: "任务乙", 1: "举措二"}]


def test_a_page_that_prints_line_by_line_tells_no_cells() -> None:
    cells = {
        0: [line("任务甲乙", 0, 10 + PITCH * place, 2 * place) for place in range(6)],
        1: [line("举措甲乙", 100, 10 + PITCH * place, 2 * place + 1) for place in range(6)],
    }
    assert find_blocks(cells) is None


def test_a_cell_that_is_centred_over_several_rows_is_in_the_first() -> None:
    measures = [block(1, "举措 续行", 10 + 30.0 * place, 10 * place) for place in range(4)]
    others = [block(2, "单位 续行", 10 + 30.0 * place, 10 * place + 4) for place in range(4)]
    tasks = [block(0, "任务甲", 46.0, 2), block(0, "任务乙", 106.0, 32)]
    rows = texts_of(group_rows([*measures, *others, *tasks], [1], PITCH, 0)[0])
    assert [row.get(0, "") for row in rows] == ["任务甲", "", "", "任务乙"]


@pytest.mark.parametrize("below", [28, 34])
def test_a_paragraph_further_down_is_no_row(below: int) -> None:
    blocks = [
        block(0, "任务", 10, 0),
        block(1, "第一段", 10, 2),
        block(1, "第二段", below, 3),
        block(0, "任务二", 58, 5),
        block(1, "举措二", 58, 7),
    ]
    rows = texts_of(group_rows(blocks, range(2), PITCH, 0)[0])
    assert rows == [{0: "任务", 1: "第一段第二段"}, {0: "任务二", 1: "举措二"}]


def test_the_name_of_a_key_area_over_the_columns_parts_none_and_numbers_stand_under_their_header() -> None:
    page = [
        *characters("序号", 0, 10, 0),
        *characters("任务", 60, 10, 1),
        *characters("举措", 160, 10, 2),
        *characters("一、加强知识产权保护和运用工作", 0, 30, 3),
        *characters("1", 45, 50, 4),
        *characters("任务任务任务任务", 60, 50, 5),
        *characters("举措举措举措", 160, 50, 6),
    ]
    lines = group_lines(page)
    edges = find_column_edges(lines, 2.5)
    assert len(edges) == 4
    assert 55 < edges[1] < 60
    banners, _ = split_banners(lines, edges)
    assert [one.text for one in banners] == ["一、加强知识产权保护和运用工作"]


def test_centred_cells_are_put_into_the_rows_whose_middle_they_stand_in() -> None:
    heights = [2, 5, 1, 1, 4]
    tops = [10.0 + 15 * sum(heights[:place]) for place in range(5)]
    rows = [
        [block(1, " ".join(["举措"] * height), top, 10 * place)]
        for place, (height, top) in enumerate(zip(heights, tops, strict=True))
    ]
    spans = [(0, 1), (2, 4)]
    middles = [(tops[first] + rows[last][0].bottom) / 2 for first, last in spans]
    for place, middle in enumerate(middles):
        rows[2 * place + 1].append(block(0, f"任务{place}", middle, 100 + 10 * place))
    assert assign_merged_cells(0, rows, (), PITCH, "middle")[0] == set()
    assert [row.get(0, "") for row in texts_of(rows)] == ["任务0", "", "任务1", "", ""]


def test_a_cell_that_stands_in_the_middle_of_no_rows_is_not_sure() -> None:
    rows = [[block(1, "举措 续行", 10 + 60.0 * place, 10 * place)] for place in range(4)]
    rows[1].append(block(0, "任务", 91.0, 5))
    assert assign_merged_cells(0, rows, (), PITCH, "middle")[0] == {0, 1, 2, 3}


def test_a_cell_in_the_middle_of_three_rows_is_not_sure_to_be_merged() -> None:
    rows = [[block(1, "举措 续行", 10 + 60.0 * place, 10 * place)] for place in range(3)]
    rows[1].append(block(0, "任务", (rows[1][0].top + rows[1][0].bottom) / 2, 5))
    assert assign_merged_cells(0, rows, (), PITCH, "middle")[0] == {0, 1, 2}


@pytest.mark.parametrize(("lines", "unsure"), [(3, {1}), (6, set[int]())])
def test_a_cell_level_with_a_row_and_centred_over_two_is_not_sure(lines: int, unsure: set[int]) -> None:
    tops = [10.0, 34.0, 58.0]
    rows = [[block(1, "举措 " * n, top, 10)] for n, top in zip((2, 2, lines), tops, strict=True)]
    for place, name in ((0, "任务甲"), (2, "任务乙")):
        rows[place].append(block(0, name, tops[place], 5 + place))
    assert assign_merged_cells(0, rows, (), PITCH, "top")[0] == unsure


@pytest.mark.parametrize(("level", "row"), [("top", 0), ("middle", 1), ("bottom", 2)])
@pytest.mark.parametrize("is_filled", [True, False])
def test_the_rows_of_a_merged_cell_are_known_by_how_the_column_is_aligned(
    level: Level, row: int, is_filled: bool
) -> None:
    heights = [2, 4, 3]
    tops = [10.0 + 20 * sum(heights[:place]) for place in range(3)]
    rows = [[block(1, "举措 " * height, top, 0)] for height, top in zip(heights, tops, strict=True)]
    rows = [[*cells, block(2, "单位", cells[0].top, 50)] for cells in rows]
    bottom = rows[-1][0].bottom
    own = block(0, "任务", {"top": tops[0], "middle": (tops[0] + bottom) / 2, "bottom": bottom}[level], 0)
    rows[row].append(own)
    unsure, merged = assign_merged_cells(0, rows, (), PITCH, level, is_filled=is_filled)
    # At the top or bottom, a merged cell looks like one beside blank cells.
    is_merged = is_filled or level == "middle"
    assert merged == ({0: 2} if is_merged else {})
    assert bool(unsure) == (level != "middle")
    assert [one for one, cells in enumerate(rows) if own in cells] == [0 if is_merged else row]


def test_text_above_all_rows_of_a_page_is_the_rest_of_one_that_a_page_break_cut() -> None:
    """The row below it has a blank measure."""
    blocks = [block(1, "举措续", 10, 0), block(0, "任务甲", 34, 5), block(2, "单位甲", 34, 7)]
    blocks += [block(column, "下一行", 70, 9 + 2 * column) for column in range(3)]
    rows = texts_of(group_rows(blocks, [2], PITCH, 0)[0])
    assert rows == [{1: "举措续"}, {0: "任务甲", 2: "单位甲"}, dict.fromkeys(range(3), "下一行")]


def test_a_cell_beside_one_of_the_first_row_is_in_that_row() -> None:
    """Of centred departments, the first row has one; cells of other columns begin far above it."""
    blocks = [block(0, "任务甲", 10, 0), block(1, "举措 " * 7, 10, 3), block(2, "单位甲", 46, 20)]
    blocks += [block(1, "举措 续行", top, 30 + top) for top in (120, 160)]
    blocks += [block(column, "下一行", top, 40 + top + column) for top in (120, 160) for column in (0, 2)]
    rows = texts_of(group_rows(blocks, [2], PITCH, 0)[0])
    assert rows[0] == {0: "任务甲", 1: "举措" * 7, 2: "单位甲"}


@pytest.mark.parametrize("others", [("工作内容", "具体举措", "责任部门"), ("重点领域", "完成时限", "备注")])
def test_a_page_may_have_no_text_in_columns_of_rows(others: tuple[str, ...]) -> None:
    content = PageContent(500, 800)
    texts = [(20.0 + 80 * place, 100.0, name) for place, name in enumerate(("序号", *others))]
    texts += [(20.0, 120.0 + 20 * place, "合计") for place in range(4)]
    for piece, (x, y, text) in enumerate(texts):
        content.characters += characters(text, x, y, piece)
    assert find_unruled(content, load_column_names(), None)[0] is not None


@pytest.mark.parametrize("paragraphs", [1, 2])
def test_the_rest_of_a_row_at_the_top_of_a_page_is_apart_from_the_next_row(paragraphs: int) -> None:
    task = block(0, "任务任务任务任务 甲 任务乙", 10, 0)
    measure = block(1, " ".join(["举措举措举措举措", *["举措"] * paragraphs]), 34, 3)
    others = [
        block(column, "任务丙丙丙丙丙丙 续", 34 + 12 * (1 + paragraphs), 10 * column) for column in (0, 1)
    ]
    found = split_tails([task, measure, *others], [0, 1], PITCH)
    assert [one.top for one in found if one.column == 0][:2] == [10, 34]
    assert [one for one in found if one.column == 1] == [measure, others[1]]


def test_cells_printed_in_a_row_are_parted_where_others_are_centred_beside_them() -> None:
    """The rest of a cut row, a row without departments, and a row whose task is merged with that above."""
    tall = block(1, "续。 举措举措 举措。 措施措施 措施措施 措施措施 措施。", 10, 0)
    beside = [block(0, "任务", 28, 20), block(2, "单位 单位", 58, 22)]
    below = [
        block(column, "一 二 三"[: 2 * column + 1], 118 - 6 * column, 30 + column) for column in range(3)
    ]
    found = split_tails([tall, *beside, *below], [0, 1, 2], PITCH)
    assert [one.top for one in found if one.column == 1] == [10, 22, 46, 112]


def test_tasks_centred_over_rows_show_that_none_is_at_the_top_of_several() -> None:
    tops = [10.0 + 40 * place for place in range(5)]
    rows = [[block(1, "举措 续行 续行", top, 10)] for top in tops]
    for row, top in ((1, (tops[0] + rows[1][0].bottom) / 2), (2, tops[2]), (4, tops[4])):
        rows[row].append(block(0, "任务", top, 5))
    rows[4][1] = block(0, "任务", (tops[3] + rows[4][0].bottom) / 2, 5)
    assert assign_merged_cells(0, rows, (), PITCH, "top", is_filled=True)[1] == {0: 1, 3: 4}


def test_letters_of_justified_text_are_no_columns() -> None:
    """All lines of a narrow column have their letters in the same places, one beyond the header."""
    page = [*characters("领域", 0, 10, 0), *characters("任务", 70, 10, 1)]
    for row in range(3):
        for place, letter in enumerate("加强保护"):
            page += characters(letter, 12.0 * place, 30 + 30.0 * row, 10 * row + place + 2)
        page += characters("任务任务", 70, 36 + 30.0 * row, 10 * row + 8)
    assert len(find_column_edges(group_lines(page), 1.2)) == 3


def test_a_line_at_the_top_of_an_inner_column_is_no_running_head() -> None:
    content = PageContent(500, 800)
    for row in range(4):
        for column, text in enumerate(("一", "任务任务", "举措举措", "单位单位")):
            content.characters += characters(
                text, 20.0 + 90 * column, 100.0 + 30 * row, 10 * row + column + 1
            )
    content.characters += characters("续文", 110, 60, 0)
    before = Columns((19, 80, 170, 260, 400), ("serial", "task", "measure", "departments"), 2.5)
    table, _, outside = find_unruled(content, load_column_names(), before)
    assert table is not None
    assert not outside


@pytest.mark.parametrize("number", ["—4—", "- 4 -", "第 4 页", "第四页 共九页", "4/9", "14"])
@pytest.mark.parametrize(("top", "place"), [(640.0, 20 + PITCH * 9), (30.0, -PITCH)])
def test_a_page_number_beside_the_table_is_not_in_it(number: str, top: float, place: float) -> None:
    content = PageContent(500, 800)
    texts = [(20.0, top, "序号"), (60.0, top, "工作内容"), (160.0, top, "具体举措")]
    texts += [(300.0, top, "责任部门")]
    for row in range(3):
        for line in range(2):
            y = top + 20 + PITCH * (3 * row + line)
            texts += [(60.0, y, f"完善机制{row}{line}"), (160.0, y, "举办论坛推广专利制度")]
            texts += [(300.0, y, "市知识产权局配合")]
    texts += [(240.0, top + place, number)]
    for piece, (x, y, text) in enumerate(texts):
        content.characters += characters(text, x, y, piece)
    table, _, outside = find_unruled(content, load_column_names(), None)
    assert table is not None
    assert "".join(one.text for one in outside) == number


def test_a_row_of_one_line_far_below_the_others_is_in_the_table() -> None:
    content = PageContent(500, 800)
    columns = {60.0: "工作内容", 160.0: "具体举措", 300.0: "责任部门"}
    texts = [(x, 600.0, name) for x, name in columns.items()]
    texts += [(x, 620.0 + PITCH * place, "完善机制举办论坛") for place in range(9) for x in columns]
    texts += [(x, 620.0 + PITCH * 11, "开展试点") for x in columns]
    for piece, (x, y, text) in enumerate(texts):
        content.characters += characters(text, x, y, piece)
    _, _, outside = find_unruled(content, load_column_names(), None)
    assert outside == []


def test_a_name_over_the_columns_can_be_in_two_fonts() -> None:
    name = [*characters("实施严格的", 60, 100, 0), *characters("知识产权", 110, 100, 1)]
    banners, others = split_banners([TextLine(tuple(name))], [50.0, 112.0, 300.0])
    assert (len(banners), others) == (1, [])


def test_the_header_ends_above_the_cell_right_below_it() -> None:
    content = PageContent(500, 800)
    names = ((20.0, "序号"), (60.0, "工作内容"), (160.0, "具体举措"), (300.0, "责任部门"))
    texts = [(x, 100.0, name) for x, name in names]
    for row in range(4):
        top = 100 + PITCH * (4 * row + 1)
        texts += [(20.0, top + PITCH, str(row))]
        texts += [(60.0, top + PITCH, f"完善机制{row}"), (160.0, top + PITCH, f"建设中心{row}个")]
        texts += [(300.0, top + PITCH * place, "市知识产权局配合") for place in range(3)]
    for piece, (x, y, text) in enumerate(texts):
        content.characters += characters(text, x, y, piece)
    _, columns, _ = find_unruled(content, load_column_names(), None)
    assert columns is not None
    assert columns.header_lines == 1


def test_a_name_over_two_roles_moves_no_column() -> None:
    content = PageContent(600, 800)
    names = ((20.0, "工作内容"), (120.0, "具体举措"), (340.0, "责任单位"))
    texts = [(x, 100.0, name) for x, name in names]
    texts += [(300.0, 114.0, "牵头单位"), (410.0, 114.0, "配合单位")]
    for row in range(4):
        for line in range(2):
            y = 130 + PITCH * (3 * row + line)
            texts += [(20.0, y, f"完善机制{row}{line}"), (120.0, y, "举办论坛推广专利制度交流")]
            texts += [(300.0, y, "省知识产权局和"), (410.0, y, "省市场监管局和")]
    for piece, (x, y, text) in enumerate(texts):
        content.characters += characters(text, x, y, piece)
    _, columns, _ = find_unruled(content, load_column_names(), None)
    assert columns is not None
    assert columns.names == ("task", "measure", "lead", "support")
    assert 370 <= columns.edges[3] <= 410


def test_an_edge_is_not_between_letters_of_a_name_that_several_fonts_print() -> None:
    lines = []
    for place in range(4):
        pieces = [("自", 100.0), ("治区科技厅", 111.0), ("自", 171.0), ("治区财政厅", 182.0)]
        signs = [characters(text, x, 20.0 * place, 4 * place + n) for n, (text, x) in enumerate(pieces)]
        lines.append(TextLine(tuple(chain(*signs))))
    edges = find_column_edges(lines, 0.5)
    assert len(edges) == 3
    assert 161 <= edges[1] <= 171
