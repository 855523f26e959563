"""Where a source comes from: the file beside it or its folders, and the errors in an invalid one."""

from pathlib import Path
from typing import Final

import pytest

from pipeline.readers import find_sources
from pipeline.readers.provenance import Provenance, find_provenance
from pipeline.schema.errors import SourceError
from pipeline.taxonomy.collection import load_collections
from tests.corpora import SHIPPED

ONE: Final = ("health-plans",)
TWO: Final = ("health-plans", "ip-work-plans")


def described(folder: Path, content: str, name: str = "plans.txt") -> Path:
    (folder / "source.toml").write_text(content, encoding="utf-8")
    return folder / name


def test_a_source_with_nothing_beside_it_belongs_to_the_only_collection(tmp_path: Path) -> None:
    expected = Provenance("health-plans", None, "plans.txt", "plans.txt")
    assert find_provenance(tmp_path / "plans.txt", ONE) == expected


def test_what_stands_beside_a_source(tmp_path: Path) -> None:
    source = described(
        tmp_path, 'collection = "health-plans"\nyear = 2021\ntitle = "Plans"\ntitle_zh = "工作要点"\n'
    )
    assert find_provenance(source, TWO) == Provenance("health-plans", 2021, "Plans", "工作要点")


def test_a_title_in_one_language_serves_for_both(tmp_path: Path) -> None:
    assert find_provenance(described(tmp_path, 'title = "Plans"\n'), ONE).title_zh == "Plans"


@pytest.mark.parametrize("folders", ["ip-work-plans/2019", "ip-work-plans/2019/docx"])
def test_folders_show_the_collection_and_the_year(tmp_path: Path, folders: str) -> None:
    provenance = find_provenance(tmp_path / folders / "plan.docx", TWO)
    assert (provenance.collection, provenance.year) == ("ip-work-plans", 2019)


def test_what_is_written_beside_a_source_outweighs_its_folders(tmp_path: Path) -> None:
    folder = tmp_path / "ip-work-plans" / "2019"
    folder.mkdir(parents=True)
    source = described(folder, 'collection = "health-plans"\nyear = 2020\n')
    provenance = find_provenance(source, TWO)
    assert (provenance.collection, provenance.year) == ("health-plans", 2020)


@pytest.mark.parametrize(
    "content, words",
    [
        ('colection = "health-plans"', "no key colection; if collection is meant"),
        ("yaer = 2018", "no key yaer; if year is meant"),
        ('year = "2018"', "without quotes"),
        ("year = 2018.5", "four digits"),
        ("year = true", "four digits"),
        ("year = 18", "four digits"),
        ("year = -2018", "four digits"),
        ("title = 3", "title should be text in quotes"),
        ('collection = ["health-plans"]', "collection should be text in quotes"),
        ('file = ["plans.txt"]', "file should be text in quotes"),
        ('file = "plnas.txt"', "plnas.txt, is not beside it"),
        ('file = "."', "is not beside it"),
        ('file = ""', "is not beside it"),
        ('file = "../plans.txt"', "is not beside it"),
        (f'file = "{"a" * 5000}"', "is not beside it"),
        (f"year = {'1' * 5000}", "can't be read"),
        (f"x = {'[' * 3000}", "can't be read"),
    ],
)
def test_a_mistake_in_the_provenance_is_named(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        find_provenance(described(tmp_path, f"{content}\n"), ONE)
    assert caught.value.source == tmp_path / "source.toml"


def test_links_that_lead_to_one_another_are_no_fault_of_the_provenance(tmp_path: Path) -> None:
    (tmp_path / "one.txt").symlink_to("other.txt")
    (tmp_path / "other.txt").symlink_to("one.txt")
    assert find_provenance(tmp_path / "one.txt", ONE).title == "one.txt"


def test_the_provenance_can_say_more(tmp_path: Path) -> None:
    source = described(tmp_path, 'publisher = "x"\ntitle_en = "y"\nnotes = "z"\nsha256 = "0"\n')
    assert find_provenance(source, ONE).title == "plans.txt"


@pytest.mark.parametrize("stated", ["IP Work Plans", "../a", "工作要点"])
def test_an_unknown_collection_is_refused_with_the_known_ones(tmp_path: Path, stated: str) -> None:
    source = described(tmp_path, f'collection = "{stated}"\n')
    with pytest.raises(SourceError) as caught:
        find_provenance(source, TWO)
    assert caught.value.source == tmp_path / "source.toml"
    for message in (caught.value.message_en, caught.value.message_zh):
        assert stated in message
        assert all(name in message for name in TWO)


def test_of_several_collections_one_must_be_stated(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        find_provenance(tmp_path / "plans.txt", TWO)
    assert all(name in caught.value.message_en for name in (*TWO, "source.toml"))


def test_what_describes_another_file_says_nothing_of_this_one(tmp_path: Path) -> None:
    (tmp_path / "other.txt").touch()
    source = described(tmp_path, 'file = "other.txt"\nyear = 2018\ncollection = "others"\n')
    assert find_provenance(source, ONE) == Provenance("health-plans", None, "plans.txt", "plans.txt")


@pytest.mark.parametrize(
    "content", [b"year = ", b"\xff\xfe\x00", "标题 = 无".encode("gb18030")], ids=["toml", "bytes", "gb18030"]
)
def test_a_description_that_can_not_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "source.toml").write_bytes(content)
    with pytest.raises(SourceError) as caught:
        find_provenance(tmp_path / "plans.txt", ONE)
    assert caught.value.source == tmp_path / "source.toml"
    assert caught.value.message_zh.endswith("。")
    assert caught.value.message_en.endswith(".")


def test_a_description_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "source.toml").write_bytes(b"\xef\xbb\xbfyear = 2018\n")
    assert find_provenance(tmp_path / "plans.txt", ONE).year == 2018


def test_every_source_that_is_shipped_says_where_it_comes_from() -> None:
    for source in find_sources([SHIPPED]):
        provenance = find_provenance(source, load_collections())
        assert provenance.year is not None
        assert provenance.title != source.name
        assert source.parent.name == str(provenance.year)
        assert source.parent.parent.name == provenance.collection
