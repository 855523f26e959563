"""Mistakes in word files are reported with file and key."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from pipeline.corpus.change.measures import load_opposites
from pipeline.extract.departments.directory import BODIES_FILE, load_directory
from pipeline.extract.levels.level import load_feature_names, load_level_words
from pipeline.extract.quantities.units import load_words
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.header_words import load_column_names
from pipeline.taxonomy.loading import (
    GROUPS_FILE,
    METRICS_FILE,
    SHARED,
    TITLES_FILE,
    load_metric_names,
    load_region_groups,
    load_title_nouns,
)

QUANTITIES, LEVELS = "quantities.toml", "levels.toml"


LOADERS: Final[dict[str, tuple[str, Callable[[Path], object]]]] = {
    "bodies": (BODIES_FILE, load_directory),
    "columns": ("columns.toml", load_column_names),
    "groups": (GROUPS_FILE, load_region_groups),
    "metrics": (METRICS_FILE, load_metric_names),
    "titles": (TITLES_FILE, load_title_nouns),
    "words": (QUANTITIES, lambda folder: load_words(folder / QUANTITIES)),
    "opposites": ("opposites.toml", lambda folder: load_opposites(folder / "opposites.toml")),
    "levels": (LEVELS, lambda folder: load_level_words(folder / LEVELS)),
    "features": (LEVELS, lambda folder: load_feature_names(folder / LEVELS)),
}
"""The file that is spoilt, and what loads it from a folder."""


@pytest.mark.parametrize(
    ("what", "old", "new", "place"),
    [
        ("bodies", 'name_zh = "工商局"', 'name_zh = "质监局"', "“质监局”"),
        ("bodies", '["工商行政管理局"', '["知识产权局"', "“知识产权局”"),
        ("bodies", 'kind = "court"', 'kind = "palace"', "there is no kind palace"),
        ("bodies", 'level = "city"', 'level = "lunar"', "there is no level lunar"),
        ("bodies", 'division = "ip-office"', 'division = "nobody"', "part_of: “nobody”"),
        ("bodies", '_id = "pbc"', '_id = "moon-bank"', "place_pattern: “moon-bank”"),
        ("bodies", 'ahead = ["会同"', "ahead = [1", "role_words.ahead should be"),
        ("bodies", 'ends = ["单位"', "ends = [1", "role_labels.ends should be"),
        ("bodies", "since = 2023", 'since = "2023"', "since should be"),
        ("bodies", "separators = [", "separated = [", "separators should be"),
        ("bodies", 'name_en = "High', "name = [", "no valid TOML"),
        ("columns", 'id = "measure"', 'id = "means"', "[[column]] means: there is no column"),
        ("columns", 'also = ["task"]', 'also = ["chore"]', "no column chore; use one of serial"),
        ("columns", 'name_en = "task"\n', "", "[[column]] task lacks name_en"),
        ("columns", '"主要任务"', '"主要措施"', "[[column]] task and measure both have"),
        ("columns", '["备注", "领导"]', '["内容"]', "[[column]] task and note both have"),
        ("columns", "[other]", "[others]", "other.words should be a list of words"),
        ("columns", "[[column]]", "[[column", "no valid TOML"),
        ("groups", '"110000", ', '"119999", ', "jing-jin-ji: there is no regions 119999"),
        ("groups", '["500000", "510000"]', "[]", "chengdu-chongqing: regions is empty"),
        ("groups", 'id = "central"', 'id = "western"', "western and western both have"),
        ("metrics", "[names]", "[other]", "There is no section [names]"),
        ("metrics", '= "companies"', '= " "', "[names]: 企业 should be text"),
        ("titles", '"要点"', '" "', "nouns should be a list of words"),
        ("titles", "nouns =", "noun =", "nouns should be a list of words"),
        ("words", "[units]", "[unit]", "[units]"),
        ("words", "places_and_bodies = [", "places = [", "[units] lacks places_and_bodies"),
        ("words", 'points = {', 'points = 3\nmore = {', "[sizes] points"),
        ("words", '"%" = 1,', '"%" = "1",', "[sizes] shares: %"),
        ("words", '"‰" = 0.1', '"‰" = 0', "[sizes] shares: ‰"),
        ("words", "later_verbs = [", "verbs_later = [", "[counted] lacks later_verbs"),
        ("words", '"进行", "建立",', '"进行(", "建立",', "[counted]: verbs"),
        ("words", '"度" = "电|', '"度" = "电(|', "[only_before]: 度"),
        ("opposites", "negation = [", "negations = [", "The file lacks negation"),
        ("opposites", '"不再", ', "3, ", "negation should be"),
        ("opposites", "down = [", "below = [", "[[pair]] 1 lacks down"),
        ("opposites", "[[pair]]", "[pairs]", ""),
        ("levels", "[routine]", "[routines]", "[routine]"),
        ("levels", "\nverbs = [", "\nverb = [", "[routine] lacks verbs"),
        ("levels", "[things]\nwords = [", "[things]\nword = [", "[things] lacks words"),
        ("features", "[features.names]", "[features.name]", "[features]"),
        ("features", "acts]\nzh =", "acts]\nch =", "[features.acts] lacks zh"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(tmp_path: Path, what: str, old: str, new: str, place: str) -> None:
    (name, load), folder = LOADERS[what], tmp_path / "taxonomy"
    shutil.copytree(SHARED, folder)
    load(folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    # What is loaded once is not loaded again from the same folder.
    folder = folder.rename(tmp_path / "spoilt")
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TaxonomyError) as caught:
        load(folder)
    assert caught.value.source == folder / name
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
