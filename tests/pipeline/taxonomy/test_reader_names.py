"""Groups of regions and English names of metrics: the shipped files, and the errors in invalid ones."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import SHARED, load_taxonomy
from pipeline.taxonomy.names import (
    GROUPS_FILE,
    METRICS_FILE,
    TITLES_FILE,
    load_metric_names,
    load_region_groups,
    load_title_nouns,
)


@pytest.mark.parametrize(
    ("group_id", "members"),
    [
        ("jing-jin-ji", "北京 天津 河北"),
        ("yangtze-delta", "上海 江苏 浙江 安徽"),
        ("greater-bay-area", "广东 香港 澳门"),
        ("yangtze-belt", "上海 江苏 浙江 安徽 江西 湖北 湖南 重庆 四川 贵州 云南"),
        ("yellow-river", "山西 内蒙古 山东 河南 四川 陕西 甘肃 青海 宁夏"),
        ("western", "内蒙古 广西 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 兵团"),
        ("central", "山西 安徽 江西 河南 湖北 湖南"),
    ],
)
def test_groups_have_their_official_members(group_id: str, members: str) -> None:
    short = {region.id: region.short_zh for region in load_taxonomy().regions}
    (group,) = (group for group in load_region_groups() if group.id == group_id)
    assert " ".join(short[region_id] for region_id in group.regions) == members


def test_members_are_unique_and_in_code_order() -> None:
    for group in load_region_groups():
        assert list(group.regions) == sorted(set(group.regions))


def test_east_centre_west_and_northeast_are_all_of_the_mainland() -> None:
    groups = {group.id: set(group.regions) for group in load_region_groups()}
    regions = load_taxonomy().regions
    northeast = {region.id for region in regions if region.macro_id == "northeast"}
    parts = (groups["eastern"], groups["central"], groups["western"], northeast)
    assert sorted(code for part in parts for code in part) == [
        region.id for region in regions if region.macro_id != "hmt"
    ]


def test_metrics_are_chinese_and_their_names_english() -> None:
    for metric, name in load_metric_names().items():
        assert re.search(r"[\u4e00-\u9fff]", metric)
        assert name.isascii()


LOADERS: Final[dict[str, Callable[[Path], object]]] = {
    GROUPS_FILE: load_region_groups,
    METRICS_FILE: load_metric_names,
    TITLES_FILE: load_title_nouns,
}


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (GROUPS_FILE, '"110000", ', '"119999", ', "jing-jin-ji: there is no regions 119999"),
        (GROUPS_FILE, '["500000", "510000"]', "[]", "chengdu-chongqing: regions is empty"),
        (GROUPS_FILE, 'id = "central"', 'id = "western"', "western and western both have “id = western”"),
        (METRICS_FILE, "[names]", "[other]", "There is no section [names]"),
        (METRICS_FILE, '= "companies"', '= " "', "[names]: 企业 should be text"),
        (TITLES_FILE, '"要点"', '" "', "nouns should be a list of words"),
        (TITLES_FILE, "nouns =", "noun =", "nouns should be a list of words"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    folder = tmp_path / "taxonomy"
    shutil.copytree(SHARED, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(TaxonomyError, match=re.escape(message)) as raised:
        LOADERS[file](folder)
    assert file in str(raised.value)
