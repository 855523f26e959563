"""The directory of bodies: its content, and the errors in an invalid one."""

import shutil
from pathlib import Path

from pipeline.extract.departments.directory import BODIES_FILE, load_directory
from pipeline.taxonomy.loading import SHARED

ENTRY = '[[department]]\nid = "x"\nname_zh = "甲局"\nname_en = "X"\nkind = "government"\naliases_zh = []\n'


def test_no_two_bodies_share_a_name() -> None:
    bodies = load_directory().bodies
    for name in ("id", "name_zh", "name_en", "short_zh", "short_en"):
        values = [getattr(body, name) for body in bodies]
        assert len(values) == len(set(values)), name


def test_short_names_fit_a_chart() -> None:
    for body in load_directory().bodies:
        assert len(body.short_zh) <= 8
        assert len(body.short_en) <= 24


def test_names_that_a_reform_brought_show_its_year() -> None:
    directory = load_directory()
    found = {name: directory.by_id[directory.names.values[name]].since for name in (
        "市场监管局", "数据局", "文化和旅游厅", "林草局", "国家金融监管总局", "财政厅"
    )}  # fmt: skip
    assert found == {
        "市场监管局": 2018,
        "数据局": 2023,
        "文化和旅游厅": 2018,
        "林草局": 2018,
        "国家金融监管总局": 2023,
        "财政厅": 0,
    }


def test_a_part_is_part_of_a_whole_that_is_no_part() -> None:
    directory = load_directory()
    wholes = {body.part_of for body in directory.bodies if body.part_of}
    assert {"ip-office", "customs"} <= wholes
    assert not any(directory.by_id[whole].part_of for whole in wholes)


def test_a_body_of_another_file_is_found_without_any_code(tmp_path: Path) -> None:
    folder = tmp_path / "taxonomy"
    shutil.copytree(SHARED, folder)
    with (folder / BODIES_FILE).open("a", encoding="utf-8") as file:
        file.write(ENTRY)
    assert load_directory(folder).by_id["x"].name_zh == "甲局"
