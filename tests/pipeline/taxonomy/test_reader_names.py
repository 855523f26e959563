"""Groups of regions and English names of metrics: the shipped files, and the errors in invalid ones."""

import re

import pytest

from pipeline.taxonomy.loading import load_metric_names, load_region_groups, load_taxonomy


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
