"""How a department cell is read: which bodies it names, in which roles, and whose they are."""

from typing import Final

import pytest

from pipeline.extract.departments.mentions import Mention, find_departments, load_directory
from tests.pipeline.sample_plans import TAXONOMY

DIRECTORY: Final = load_directory()
REGIONS: Final = {region.short_zh: region for region in TAXONOMY.regions}


def read(cell: str, region: str = "河北") -> tuple[Mention, ...]:
    return find_departments(cell, REGIONS[region], DIRECTORY)


def ids(cell: str, region: str = "河北") -> list[str]:
    return [mention.department_id for mention in read(cell, region)]


def full_names(cell: str, region: str = "河北") -> list[str]:
    return [mention.full_name for mention in read(cell, region)]


def roles(cell: str, region: str = "河北") -> list[str]:
    return [mention.role for mention in read(cell, region)]


def levels(cell: str, region: str = "河北") -> list[str]:
    return [mention.level for mention in read(cell, region)]


def test_a_list_is_split_at_its_separators() -> None:
    assert ids("省知识产权局、省工商局，省高院等。") == ["ip-office", "industry-commerce", "high-court"]


@pytest.mark.parametrize(
    "cell", ["省知识产权局省工商局", "市科协工信委", "省农业厅省林业厅", "知识产权局工商局版权局"]
)
def test_names_without_a_separator_are_split(cell: str) -> None:
    assert all(ids(cell))
    assert len(ids(cell)) == 2 + cell.count("局版权局")
    assert "".join(mention.quote for mention in read(cell)) == cell


def test_the_longer_of_two_names_counts() -> None:
    assert ids("市场监管委、市场和质量监督管理委员会", "天津") == ["market-regulation"] * 2
    assert ids("省发展和改革委员会、省委宣传部") == ["development-reform", "publicity-department"]
    assert ids("两江新区管委会、中关村管委会", "北京") == ["new-area", "zhongguancun"]


@pytest.mark.parametrize(
    ("region", "expected"),
    [("河北", "省工商局"), ("北京", "市工商局"), ("广西", "自治区工商局"), ("兵团", "兵团工商局")],
)
def test_an_omitted_prefix_is_added(region: str, expected: str) -> None:
    assert full_names(f"{expected[:-3]}知识产权局、工商局", region)[1] == expected
    assert levels("知识产权局、工商局", region) == ["provincial", "provincial"]


def test_party_departments_take_their_own_prefix() -> None:
    assert full_names("宣传部、编办") == ["省委宣传部", "省编办"]
    assert full_names("宣传部", "广西") == ["自治区党委宣传部"]


def test_independent_bodies_take_no_prefix() -> None:
    cell = "石家庄海关、人民银行石家庄中心支行、各有关部门、河北省知识产权局"
    assert full_names(cell) == cell.split("、")
    assert full_names("贸促会云南省分会、兰州大学", "云南") == ["贸促会云南省分会", "兰州大学"]


def test_places_in_a_list_share_what_follows_the_last() -> None:
    cell = "石家庄、保定、廊坊市政府"
    assert full_names(cell) == ["石家庄市政府", "保定市政府", "廊坊市政府"]
    assert set(levels(cell)) == {"city"}
    assert full_names("杭州市、滨江区知识产权局", "浙江") == ["杭州市知识产权局", "滨江区知识产权局"]
    assert ids("福州、厦门海关", "福建") == ["customs-fuzhou", "customs-xiamen"]


def test_a_zone_name_is_not_shared() -> None:
    cell = "省知识产权局、宝鸡市、西安市、西咸新区"
    assert ids(cell, "陕西") == ["ip-office", "peoples-government", "peoples-government", "new-area"]
    assert full_names(cell, "陕西") == cell.split("、")


def test_divisions_take_the_parent_of_the_preceding_one() -> None:
    cell = "省知识产权局管理处、执法处（维权信息中心）、代办处"
    assert full_names(cell, "江西")[1:] == ["省知识产权局执法处（维权信息中心）", "省知识产权局代办处"]


def test_a_division_that_is_not_known_counts_for_its_body() -> None:
    (division, other) = read("省知识产权局规划财务处、省工商局")
    assert (division.quote, division.department_id) == ("省知识产权局规划财务处", "ip-office")
    assert other.department_id == "industry-commerce"


def test_a_second_plate_is_merged_with_its_host() -> None:
    assert ids("新闻出版广电局（版权局）、教育厅") == ["press-copyright", "education-department"]
    (mention,) = read("兵团科技局（知识产权局）", "兵团")
    assert (mention.department_id, mention.quote) == ("ip-office", "兵团科技局（知识产权局）")
    assert mention.host_id == "science-technology"
    assert not read("新闻出版广电局（版权局）")[0].host_id


def test_brackets_hold_a_short_form_a_role_or_a_list() -> None:
    assert ids("省知识产权工作领导小组办公室（下简称“省知强办”）、省发改委") == [
        "ip-leading-group-office",
        "development-reform",
    ]
    assert roles("省知识产权局（牵头）、省工商局（配合）、省高院") == ["lead", "support", "support"]
    assert ids("省有关部门（省工商局、省版权局）") == [
        "relevant-departments",
        "industry-commerce",
        "press-copyright",
    ]
    assert ids("省有关部门（省工商局") == ["relevant-departments", "industry-commerce"]


def test_collective_bodies_are_kept_as_such() -> None:
    cell = "各有关部门、联席会议成员单位、各市知识产权局、各成员单位"
    bodies = [DIRECTORY.by_id[body_id] for body_id in ids(cell)]
    assert [body.id for body in bodies] == [
        "relevant-departments",
        "ip-joint-conference-members",
        "city-ip-offices",
        "member-units",
    ]
    assert all(body.collective for body in bodies)
    assert levels(cell) == ["other", "provincial", "city", "other"]
    assert levels("省有关部门、省直各有关部门、各级人民政府") == ["provincial", "provincial", "other"]


def test_duties_are_not_bodies() -> None:
    cell = "质监局提供标准化的知识和指导，农业部门负责监测落实，农科所负责技术标准的推广、培训及落实。"
    assert [mention.quote for mention in read(cell, "北京")] == ["质监局", "农业部门", "农科所"]
    assert roles(cell, "北京") == ["named"] * 3


def test_an_unknown_name_is_kept_as_printed() -> None:
    (unknown, known) = read("省玄黄宇宙司、省工商局")
    assert (unknown.department_id, unknown.quote, unknown.level) == ("", "省玄黄宇宙司", "provincial")
    assert known.department_id == "industry-commerce"


@pytest.mark.parametrize("cell", ["", "、", "12345", "“”“”", "（（（", "牵头", "会同", "省", "１０－２０家"])
def test_cells_without_a_known_body_name_none(cell: str) -> None:
    assert not any(ids(cell))
