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
