"""The patterns of ``patterns.toml`` are all valid and used, and mistakes in them are reported."""

import importlib
import re
from pathlib import Path

import pytest

from pipeline.extract.patterns import PATTERNS_FILE, Patterns, load_lists, load_patterns
from pipeline.schema.errors import TaxonomyError

FOLDER = PATTERNS_FILE.parents[2] / "pipeline" / "extract"
LOADED = [
    (path, *found)
    for path in FOLDER.rglob("*.py")
    for found in re.findall(r'(\w+): Final = load_patterns\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("path", "name", "section"), LOADED, ids=[section for *_, section in LOADED])
def test_all_patterns_are_valid_and_used(path: Path, name: str, section: str) -> None:
    module = ".".join(path.relative_to(FOLDER.parents[1]).with_suffix("").parts)
    patterns: Patterns = getattr(importlib.import_module(module), name)
    source = path.read_text(encoding="utf-8")
    lists = load_lists(section)
    used = set(re.findall(rf"{name}\.(\w+)", source)) | set(re.findall(r"\{([a-z_]+)\}", str(lists)))
    assert lists.keys() <= used
    for pattern in lists:
        assert getattr(patterns, pattern)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('[words]\nname = "a"', "[verbs]"),
        ('[verbs]\nother = "a"', "[verbs] lacks name"),
        ('[verbs]\nname = "a("', "[verbs]: name should be a regular expression"),
        ("[verbs]\nname = 1", "[verbs]: name should be a list of texts"),
        ('[verbs]\nname = "{later}"\nlater = "a"', "name refers to {later}, which is not above it"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, content: str, place: str) -> None:
    (tmp_path / "patterns.toml").write_text(content, encoding="utf-8")
    with pytest.raises(TaxonomyError) as caught:
        _ = load_patterns("verbs", source=tmp_path / "patterns.toml").name
    assert place in caught.value.message_en
    assert caught.value.source == tmp_path / "patterns.toml"


def test_a_list_has_alternatives_and_names_stand_for_patterns(tmp_path: Path) -> None:
    source = tmp_path / "patterns.toml"
    text = "[verbs]\nverb = [\"印发\", \"出台{many}\"]\nnew = '''\n    新\n    {verb}{1,2}'''\n"
    source.write_text(text, encoding="utf-8")
    patterns = load_patterns("verbs", {"many": "[一些]"}, source)
    assert patterns.new.fullmatch("新印发出台些")
    assert not patterns.new.fullmatch("新印发出台")
