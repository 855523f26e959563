"""Plans in prose: numbered items under headings, with the bodies at the end of each."""

from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pytest

from pipeline.build.build import build
from pipeline.schema.errors import SourceError
from tests.pipeline.sample_plans import ROWS, gaps, read_one

ENDINGS = (
    *("（{}负责）", "〔责任单位：{}〕", "(牵头单位：{}；配合单位：各市人民政府)"),
    *("\n责任单位：{}", "\n部门分工：{}牵头。"),
)


def prose(ending: str, number: str = "{}．") -> str:
    lines = ["河北省2018年知识产权工作要点\n为做好工作，制定本要点。"]
    for place, (area, group) in enumerate(groupby(ROWS, key=attrgetter("area"))):
        lines.append(f"{'一二三四五六'[place]}、{area}")
        for count, row in enumerate(group, 1):
            lines.append(f"{number.format(count)}{row.task}。{row.measure}{ending.format(row.departments)}")
    return "\n".join([*lines, "河北省知识产权局", "2018年3月1日", ""])


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("number", ["{}．", "{}、", "（{}）", "——"])
def test_items_are_rows_with_the_heading_above_and_the_bodies_behind(ending: str, number: str) -> None:
    text = prose(ending, number)
    parsed = read_one(text)
    found = [(m.row.area.text, m.row.task.text, m.row.measure.text) for m in parsed.measures]
    assert found == [(row.area, row.task, row.measure) for row in ROWS]
    assert all(
        row.departments in measure.row.departments.text
        for row, measure in zip(ROWS, parsed.measures, strict=True)
    )
    assert not any(measure.row.doubts for measure in parsed.measures)
    assert gaps(text, [parsed]) == []


def test_the_only_page_number_is_in_no_item() -> None:
    text = prose("\n责任单位：{}").replace("\n责任单位", "\n- 1 -\n责任单位", 1)
    parsed = read_one(text)
    assert [measure.row.measure.text for measure in parsed.measures] == [row.measure for row in ROWS]
    assert gaps(text, [parsed]) == []


def test_another_label_of_bodies_behind_the_last_item_is_no_note() -> None:
    before, label, after = prose("\n责任单位：{}").rpartition("责任单位：")
    measures = read_one(f"{before}主办{label[2:]}{after}").measures
    assert len(measures) == len(ROWS)
    assert ROWS[-1].departments in measures[-1].row.departments.text


@pytest.mark.parametrize(("cut", "doubted"), [("（省公安厅、省检察院负责）", [5, 6]), ("2．", [2])])
def test_an_item_without_bodies_or_its_number_is_a_doubt(cut: str, doubted: list[int]) -> None:
    parsed = read_one(prose(ENDINGS[0]).replace(cut, "", 1))
    places = [place for place, one in enumerate(parsed.measures) if "item_unsure" in one.row.doubts]
    assert set(doubted) & set(places)


def test_prose_of_which_few_items_have_bodies_is_refused(tmp_path: Path) -> None:
    lines = enumerate(prose(ENDINGS[0]).splitlines())
    text = "\n".join(line if place % 4 == 0 else line.rpartition("（")[0] or line for place, line in lines)
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError):
        build([tmp_path / "a.txt"], tmp_path / "built")


def found(text: str) -> list[tuple[str, str, str]]:
    rows = [measure.row for measure in read_one(text).measures]
    return [(row.task.text, row.measure.text, row.departments.text) for row in rows]


WANTED = [(row.task, row.measure, row.departments) for row in ROWS]


@pytest.mark.parametrize("number", ["第{}，", "任务{}：", "{} "])
def test_numbers_of_other_kinds_are_no_text(number: str) -> None:
    text = prose(ENDINGS[1], number)
    if "第" in number:
        for count, sign in enumerate("一二三四五六", 1):
            text = text.replace(f"第{count}，", f"第{sign}，")
    assert found(text) == WANTED


@pytest.mark.parametrize(
    "ending",
    [
        "（责任单位：{}；完成时限：12月底前）",
        "（完成时限：12月底前；责任单位：{}）",
        "（牵头领导：王伟；责任单位：{}）",
        "\n责任单位：{}　完成时限：12月底前",
    ],
)
def test_deadlines_and_persons_beside_bodies_are_in_no_bodies(ending: str) -> None:
    assert [row[2].removeprefix("责任单位：") for row in found(prose(ending))] == [row[2] for row in WANTED]


def test_a_sentence_behind_bodies_is_a_row_of_its_own() -> None:
    text = prose("（{}负责）每季度通报进展。（省政府办公厅负责）")
    rows = found(text)
    assert [row[:2] for row in rows[::2]] == [row[:2] for row in WANTED]
    assert rows[1::2] == [(row[0], "每季度通报进展。", "省政府办公厅负责") for row in WANTED]


def test_brackets_about_the_text_name_no_bodies() -> None:
    text = prose(ENDINGS[1]).replace(f"〔责任单位：{ROWS[0].departments}〕", "（含省直管县）")
    row = read_one(text).measures[0].row
    assert row.departments.text == ""
    assert row.measure.text.endswith("（含省直管县）")
    assert "item_unsure" in row.doubts


def test_bodies_of_a_section_are_a_doubt() -> None:
    lines = [line.rpartition("〔")[0] or line for line in prose(ENDINGS[1]).splitlines()]
    text = "\n".join(f"{line}（省科技厅牵头）" if line[1:2] == "、" else line for line in lines)
    sections = [measure.row for measure in read_one(text).measures if "1．" in measure.row.measure.text]
    assert sections
    assert all("item_unsure" in row.doubts for row in sections if "2．" in row.measure.text)
