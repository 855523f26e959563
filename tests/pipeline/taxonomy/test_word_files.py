"""Mistakes in word files are reported with file and key."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.corpus.change.reversals import load_opposites
from pipeline.extract.levels.features import load_feature_names, load_level_words
from pipeline.extract.quantities.units import load_words
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import SHARED

QUANTITIES, OPPOSITES, LEVELS = "quantities.toml", "opposites.toml", "levels.toml"


@pytest.mark.parametrize(
    ("name", "load", "old", "new", "place"),
    [
        (QUANTITIES, load_words, "[units]", "[unit]", "[units]"),
        (QUANTITIES, load_words, "places_and_bodies = [", "places = [", "[units] lacks places_and_bodies"),
        (QUANTITIES, load_words, 'points = {', 'points = 3\nmore = {', "[sizes] points"),
        (QUANTITIES, load_words, '"%" = 1,', '"%" = "1",', "[sizes] shares: %"),
        (QUANTITIES, load_words, '"‰" = 0.1', '"‰" = 0', "[sizes] shares: ‰"),
        (QUANTITIES, load_words, "later_verbs = [", "verbs_later = [", "[counted] lacks later_verbs"),
        (QUANTITIES, load_words, '"进行", "建立",', '"进行(", "建立",', "[counted]: verbs"),
        (QUANTITIES, load_words, '"度" = "电|', '"度" = "电(|', "[only_before]: 度"),
        (OPPOSITES, load_opposites, "negation = [", "negations = [", "The file lacks negation"),
        (OPPOSITES, load_opposites, '"不再", ', "3, ", "negation should be"),
        (OPPOSITES, load_opposites, "down = [", "below = [", "[[pair]] 1 lacks down"),
        (OPPOSITES, load_opposites, "[[pair]]", "[pairs]", ""),
        (LEVELS, load_level_words, "[routine]", "[routines]", "[routine]"),
        (LEVELS, load_level_words, "\nverbs = [", "\nverb = [", "[routine] lacks verbs"),
        (LEVELS, load_level_words, "[things]\nwords = [", "[things]\nword = [", "[things] lacks words"),
        (LEVELS, load_feature_names, "[features.names]", "[features.name]", "[features]"),
        (LEVELS, load_feature_names, "acts]\nzh =", "acts]\nch =", "[features.acts] lacks zh"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(
    tmp_path: Path, name: str, load: Callable[[Path], object], old: str, new: str, place: str
) -> None:
    text = (SHARED / name).read_text(encoding="utf-8")
    assert old in text
    # A file has a folder of its own, as those of a collection extend those above them.
    source = tmp_path / "taxonomy" / name
    source.parent.mkdir()
    source.write_text(text, encoding="utf-8")
    load(source)
    source = tmp_path / "spoilt" / name
    source.parent.mkdir()
    source.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TaxonomyError) as caught:
        load(source)
    assert caught.value.source == source
    assert place in caught.value.message_en
    assert re.search(r"[\u4e00-\u9fff].*。$", caught.value.message_zh)


def test_a_mistake_found_on_import_is_reported_in_a_sentence(tmp_path: Path) -> None:
    project = SHARED.parent.parent
    shutil.copytree(project / "pipeline", tmp_path / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(SHARED, tmp_path / "data" / "taxonomy")
    (tmp_path / "data" / "taxonomy" / QUANTITIES).write_text("[units]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pipeline", "build", "--out", "built"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    english, chinese = answer.stderr.splitlines()
    assert english.endswith("quantities.toml: [units] lacks places_and_bodies; add what is missing.")
    assert chinese.endswith("[units] 缺少 places_and_bodies；请补上。")
    assert not (tmp_path / "built").exists()
