"""The shipped taxonomy, and the errors in an invalid one."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import DEFAULT, SHARED, Region, load_taxonomy, template_folder

PROVENANCE: Final = SHARED.parent / "raw" / "ip-work-plans" / "2018" / "source.toml"
TAXONOMY: Final = load_taxonomy()
REGION: Final = {region.short_zh: region for region in TAXONOMY.regions}


def test_counts() -> None:
    assert len(TAXONOMY.regions) == 35
    assert len(TAXONOMY.macro_regions) == 8
    assert len(TAXONOMY.areas) == 6
    assert len(TAXONOMY.tasks) == 57
    assert Counter(region.kind for region in TAXONOMY.regions) == {
        "municipality": 4,
        "province": 23,
        "autonomous_region": 5,
        "special_administrative_region": 2,
        "corps": 1,
    }


def test_reading_it_loads_no_heavy_library() -> None:
    code = "import sys, pipeline.taxonomy.loading as t; t.load_taxonomy(); print('pandas' in sys.modules)"
    root = SHARED.parent.parent
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"


def test_regions_are_in_code_order() -> None:
    ids = [region.id for region in TAXONOMY.regions]
    assert ids == sorted(ids)
    assert all(re.fullmatch(r"\d{4}00", region_id) for region_id in ids)
    assert [region.official_order for region in TAXONOMY.regions] == list(range(1, 36))
    assert (REGION["兵团"].id, REGION["西藏"].id, REGION["台湾"].id) == ("660000", "540000", "710000")


def test_region_names() -> None:
    for region in TAXONOMY.regions:
        assert region.name_zh.startswith(region.short_zh) or region.kind == "corps"
        assert len(region.short_zh) <= 3
        assert len(region.short_en) <= 14


def test_template_was_addressed_to_all_but_taiwan_hong_kong_and_macao() -> None:
    outside = {region.short_zh for region in TAXONOMY.regions if not region.in_scope}
    assert outside == {"台湾", "香港", "澳门"}


def test_macro_regions() -> None:
    assert [macro.order for macro in TAXONOMY.macro_regions] == list(range(1, 9))
    members = Counter(region.macro_id for region in TAXONOMY.regions)
    assert members == {
        "north": 5,
        "northeast": 3,
        "east": 7,
        "central": 3,
        "south": 3,
        "southwest": 5,
        "northwest": 6,
        "hmt": 3,
    }


def test_tiles_match_a_map() -> None:
    def column(short_zh: str) -> int:
        return REGION[short_zh].tile_column

    def row(short_zh: str) -> int:
        return REGION[short_zh].tile_row

    tiles = {(region.tile_column, region.tile_row) for region in TAXONOMY.regions}
    assert len(tiles) == 35
    assert max(x for x, _ in tiles) == 8
    assert max(y for _, y in tiles) == 8
    assert (column("黑龙江"), row("黑龙江")) == (8, 0)
    assert column("新疆") == 0
    assert (column("兵团"), row("兵团")) == (column("新疆") + 1, row("新疆"))
    assert column("西藏") < column("四川") < column("湖北") < column("上海")
    assert row("北京") < row("山东") < row("江苏") < row("浙江") < row("福建") < row("海南")
    assert row("海南") == 8
    assert column("台湾") > column("福建")
    for neighbour in ("香港", "澳门"):
        assert abs(column(neighbour) - column("广东")) <= 1
        assert row(neighbour) == row("广东") + 1


def test_words_point_to_one_region() -> None:
    for region in TAXONOMY.regions:
        assert region.words
        assert len(set(region.identifying_words)) == len(region.identifying_words)
        for other in TAXONOMY.regions:
            if other is not region:
                overlaps = [
                    (a, b) for a in region.identifying_words for b in other.identifying_words if a in b
                ]
                assert not overlaps


def test_words_identify_the_region_of_a_plan() -> None:
    source = PROVENANCE.with_name(_provenance()["file"])
    plans = re.split(r"(?m)^ ?(\S+) 2018年工作要点 *$", source.read_text(encoding="utf-8"))[1:]
    titles, texts = plans[::2], plans[1::2]
    assert len(titles) == 30
    for title, text in zip(titles, texts, strict=True):
        # A plan that has lost its title hangs on to the one before it, so only the opening is this plan's.
        opening = "".join(text[:9000].split())
        counts = {region.name_zh: _occurrences(region, opening) for region in TAXONOMY.regions}
        assert max(counts, key=lambda name: counts[name]) == title


def _occurrences(region: Region, text: str) -> int:
    return sum(text.count(word) for word in region.identifying_words)


def test_areas() -> None:
    assert [area.id for area in TAXONOMY.areas] == ["1", "2", "3", "4", "5", "6"]
    for area in TAXONOMY.areas:
        assert len(area.short_zh) <= 6
        assert len(area.short_en) <= 18


def test_tasks() -> None:
    assert [task.order for task in TAXONOMY.tasks] == list(range(1, 58))
    numbers = [tuple(int(part) for part in task.id.split(".")) for task in TAXONOMY.tasks]
    assert numbers == sorted(numbers)
    per_area = Counter(task.area_id for task in TAXONOMY.tasks)
    assert per_area == {"1": 6, "2": 11, "3": 17, "4": 7, "5": 4, "6": 12}
    for task in TAXONOMY.tasks:
        assert task.id.startswith(f"{task.area_id}.")
        assert len(task.short_zh) <= 8
        assert len(task.short_en) <= 24


def test_names_have_no_stray_space() -> None:
    for entry in (*TAXONOMY.regions, *TAXONOMY.macro_regions, *TAXONOMY.areas, *TAXONOMY.tasks):
        for value in vars(entry).values():
            for text in value if isinstance(value, tuple) else (value,):
                assert not isinstance(text, str) or text == " ".join(text.split())


def test_source_is_the_one_described() -> None:
    provenance = _provenance()
    source = PROVENANCE.with_name(provenance["file"])
    assert sha256(source.read_bytes()).hexdigest() == provenance["sha256"]
    assert source.parent.parent.name == provenance["collection"]
    assert source.parent.name == str(provenance["year"])
    assert source.read_bytes().decode(provenance["encoding"])
    for key in ("title", "title_zh", "publisher", "publisher_zh", "obtained", "obtained_zh", "notes"):
        assert provenance[key].strip()


def _provenance() -> dict[str, str]:
    with PROVENANCE.open("rb") as file:
        return tomllib.load(file)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the taxonomy that a test may change."""
    shutil.copy(SHARED / "regions.toml", tmp_path)
    for name in ("areas.toml", "tasks.toml"):
        shutil.copy(template_folder(DEFAULT) / name, tmp_path)
    return tmp_path


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "advice"),
    [
        ("tasks.toml", 'short_en = "IP awards"\n', "", "[[task]] 1.6", "add what is missing"),
        ("tasks.toml", 'id = "1.1"\n', "", "[[task]] #1", "add what is missing"),
        ("tasks.toml", 'id = "1.2"', 'id = "1.1"', "[[task]] 1.1", "change one"),
        ("tasks.toml", "order = 2\n", "order = 1\n", "[[task]] 1.1 and 1.2", "change one"),
        ("tasks.toml", '"区域布局试点"', '"综合管理改革试点"', "[[task]] 1.1 and 1.2", "change one"),
        ("tasks.toml", 'area_id = "6"', 'area_id = "7"', "[[task]] 6.1", "use one of 1, 2, 3, 4, 5, 6"),
        ("tasks.toml", "order = 2\n", 'order = "2"\n', "[[task]] 1.2: order", "without quotes"),
        ("tasks.toml", "order = 2\n", "order = true\n", "[[task]] 1.2: order", "without quotes"),
        ("tasks.toml", "order = 2\n", "order = 2\nshort = 3\n", "[[task]] 1.2", "correct the spelling"),
        ("areas.toml", 'id = "2"', 'id = "1"', "[[area]] 1 and 1", "change one"),
        ("areas.toml", '"对外合作"', '""', "[[area]] 5: short_zh", "not empty"),
        ("regions.toml", 'id = "120000"', 'id = "110000"', "[[region]] 110000", "change one"),
        ("regions.toml", 'id = "120000"', 'id = "TJ"', "[[region]] TJ", "six digits"),
        ("regions.toml", 'id = "east"', 'id = "north"', "[[macro_region]] north", "change one"),
        ("regions.toml", 'macro_id = "hmt"', 'macro_id = "sea"', "[[region]] 710000", "use one of north,"),
        ("regions.toml", 'kind = "corps"', 'kind = "army"', "[[region]] 660000", "use one of municipality,"),
        ("regions.toml", "in_scope = true", "in_scope = 1", "[[region]] 110000: in_scope", "true or false"),
        ("regions.toml", '"拉萨"', '"拉"', "[[region]] 540000: words", "two characters"),
        ("regions.toml", '"拉萨"', '"西宁"', "[[region]] 540000 and 630000", "change one"),
        (
            "regions.toml",
            "1\ntile_row = 1\n",
            "0\ntile_row = 1\n",
            "[[region]] 650000 and 660000",
            "tile (0, 1)",
        ),
    ],
)
def test_invalid_entry_is_named(folder: Path, name: str, old: str, new: str, place: str, advice: str) -> None:
    _replace(folder / name, old, new)
    with pytest.raises(TaxonomyError) as caught:
        load_taxonomy(folder)
    assert caught.value.source == folder / name
    assert place in caught.value.message_en
    assert advice in caught.value.message_en
    assert re.search(r"[\u4e00-\u9fff].*。$", caught.value.message_zh)
    assert place.split(":", maxsplit=1)[0].split(" and ", maxsplit=1)[0] in caught.value.message_zh


def test_a_city_that_is_a_region_has_its_name_for_itself(folder: Path) -> None:
    collection = folder / "plans"
    collection.mkdir()
    for name in ("areas.toml", "tasks.toml"):
        shutil.copy(folder / name, collection)
    city = {
        "id": "370200", "name_zh": "青岛市", "short_zh": "青岛",
        "name_en": "Qingdao", "short_en": "Qingdao", "kind": "prefecture", "macro_id": "east",
    }  # fmt: skip
    lines = ["[[region]]", *(f'{key} = "{value}"' for key, value in city.items())]
    lines += ["official_order = 90", "tile_column = 20", "tile_row = 0", "in_scope = false", "words = []"]
    (collection / "regions.toml").write_text("\n".join(lines), encoding="utf-8")
    regions = {region.short_zh: region for region in load_taxonomy(collection).regions}
    assert regions["青岛"].identifying_words == ("青岛",)
    assert set(REGION["山东"].words) - set(regions["山东"].words) == {"青岛"}


@pytest.fixture(params=["regions.toml", "areas.toml", "tasks.toml"])
def spoilt(request: pytest.FixtureRequest, folder: Path) -> Path:
    """Each file of the taxonomy in turn, to replace."""
    return folder / str(request.param)


def test_missing_file(spoilt: Path) -> None:
    spoilt.unlink()
    assert "missing" in _complaint(spoilt).message_en


def test_unreadable_file(spoilt: Path) -> None:
    spoilt.unlink()
    spoilt.mkdir()
    assert "can't be read" in _complaint(spoilt).message_en


def test_bad_toml_names_the_line(spoilt: Path) -> None:
    lines = spoilt.read_text(encoding="utf-8").split("\n")
    lines[4] = "id = unquoted"
    spoilt.write_text("\n".join(lines), encoding="utf-8")
    complaint = _complaint(spoilt)
    assert complaint.line == 5
    assert str(complaint).startswith(f"{spoilt}:5: ")


def test_other_encoding(spoilt: Path) -> None:
    spoilt.write_bytes(spoilt.read_text(encoding="utf-8").encode("gb18030"))
    assert "save it as UTF-8" in _complaint(spoilt).message_en


def test_byte_order_mark_is_no_matter(spoilt: Path) -> None:
    spoilt.write_text(spoilt.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert load_taxonomy(spoilt.parent) == TAXONOMY


@pytest.mark.parametrize("text", ["", "task = 1\narea = 1\nregion = 1\n", "task = [1]\narea = [1]\n"])
def test_no_entries(spoilt: Path, text: str) -> None:
    spoilt.write_text(text, encoding="utf-8")
    assert "There is no [[" in _complaint(spoilt).message_en


def _complaint(spoilt: Path) -> TaxonomyError:
    with pytest.raises(TaxonomyError) as caught:
        load_taxonomy(spoilt.parent)
    assert caught.value.source == spoilt
    assert caught.value.sentence("zh") != caught.value.sentence("en")
    return caught.value
