"""Search by name: each name of the taxonomy finds itself first, in any spelling variant."""

from collections.abc import Callable
from pathlib import Path

import pytest
from opencc import OpenCC

from pipeline.search.fields import MOST, Entity, find_names, list_entities
from tests.pipeline.search_corpus import write_corpus


@pytest.fixture(scope="module")
def shipped(corpus: Path) -> tuple[Entity, ...]:
    return list_entities(corpus)


def full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@pytest.mark.parametrize("write", [str, str.upper, full_width, OpenCC("s2t").convert])
def test_each_name_finds_itself_first(shipped: tuple[Entity, ...], write: Callable[[str], str]) -> None:
    """Each name, and a spelling variant of it."""
    kinds = {"region", "task", "area", "indicator", "department", "group", "macro"}
    assert {one.kind for one in shipped} == kinds
    names = [(one, name) for one in shipped for name in one.names if write is str or write(name) != name]
    assert names
    assert [name for one, name in names if find_names(shipped, write(name))[:1] != [one]] == []


def test_each_id_finds_itself_first(shipped: tuple[Entity, ...]) -> None:
    numbered = [one for one in shipped if one.kind in ("region", "task", "area")]
    assert [one.code for one in numbered if find_names(shipped, one.code)[:1] != [one]] == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("patent nav", "4.2"),
        ("navigation patent", "4.2"),
        ("yangtze delta", "yangtze-delta"),
        ("region:江苏 专利导航", "4.2"),
        ("“patent navigation”", "4.2"),
        ("pledged", "pledge-financing"),
    ],
)
def test_words_and_their_beginnings_find_a_name(shipped: tuple[Entity, ...], text: str, first: str) -> None:
    assert find_names(shipped, text)[0].code == first


@pytest.mark.parametrize("text", ["", "-专利", "x", "avigation", "region:江苏", "、，（", "patent unheard"])
def test_what_names_nothing_finds_nothing(shipped: tuple[Entity, ...], text: str) -> None:
    assert find_names(shipped, text) == []


def test_few_are_found(shipped: tuple[Entity, ...]) -> None:
    assert len(find_names(shipped, "ip")) == MOST


def test_only_what_the_tables_hold_is_found(tmp_path: Path) -> None:
    named = list_entities(write_corpus(tmp_path / "built"))
    assert [one.code for one in find_names(named, "commerce")] == ["commerce"]
    assert find_names(named, "patent navigation") == []
    assert {one.code for one in named if one.kind == "group"} == {
        *("jing-jin-ji", "yangtze-delta", "yangtze-belt", "bohai-rim", "eastern"),
    }
