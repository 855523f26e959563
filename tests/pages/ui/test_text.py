"""Texts in files: their placeholders, and that both languages state the same values."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from pages.ui.codes import read_rows
from pages.ui.text import read_long_texts
from pipeline.schema.errors import TEXT_FORMATTER
from tests.pages.conftest import HOSTILE
from tests.serving import ROOT

pytestmark = pytest.mark.unit

TEXTS: Final = sorted((ROOT / "pages").glob("*/*_zh.md"))
"""The Chinese texts of each topic; the English ones are next to them."""


@dataclass(frozen=True)
class Stated:
    """A value that is written as its name in any format, and counts as some or none."""

    name: str
    some: bool = True

    def __format__(self, _: str) -> str:
        return f"⟦{self.name}⟧"

    def __bool__(self) -> bool:
        return self.some


def names_in(text: str) -> set[str]:
    """The names of all placeholders, also of those in optional words."""
    return set(re.findall(r"\{(\w+)", text))


def count_stated(text: str, names: set[str], missing: str) -> Counter[str]:
    """How often a text states each value but the one that is missing."""
    values = {name: Stated(name, name != missing) for name in names}
    found = re.findall("⟦(.+?)⟧", TEXT_FORMATTER.vformat(text, (), values))
    return Counter(name for name in found if name != missing)


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_both_languages_state_the_same_values_equally_often(file: Path) -> None:
    zh, en = (
        {name: "\n".join(text) for name, text in read_long_texts(one).items()}
        for one in (file, file.with_name(file.name.replace("_zh", "_en")))
    )
    assert zh
    assert {name: names_in(text) for name, text in zh.items()} == {
        name: names_in(text) for name, text in en.items()
    }
    for section in zh:
        names = names_in(zh[section])
        # Without a value, one language may state 0 and the other “none”; all others agree.
        for missing in ("", *names):
            counts = [count_stated(text[section], names, missing) for text in (zh, en)]
            assert counts[0] == counts[1], (section, missing)


def test_listed_choices_have_a_label_and_several_options_in_both_languages() -> None:
    rows = read_rows(ROOT / "pages" / "ui" / "codes" / "choices.csv")
    assert all(row["zh"] and row["en"] for row in rows)
    codes: dict[str, list[str]] = {}
    for row in rows:
        codes.setdefault(row["name"], []).append(row["code"])
    assert all(own[0] == "" and len(set(own)) == len(own) > 2 for own in codes.values())


@pytest.mark.parametrize(
    ("text", "values", "filled"),
    [
        ("{count:region}", {"count": 1}, "1 region"),
        ("{count:body|bodies}", {"count": 1200}, "1,200 bodies"),
        ("{count} {count:=is|are}", {"count": np.int64(1)}, "1 is"),
        ("{count:?, {count:,} of them}{count:!, none}", {"count": 1200}, ", 1,200 of them"),
        ("{count:?, {count:,} of them}{count:!, none}", {"count": 0}, ", none"),
        ("{names:? ({names})}", {"names": ""}, ""),
        ("{names:? ({names})}", {"names": HOSTILE + "{x:?} | :!"}, f" ({HOSTILE}{{x:?}} | :!)"),
        ("{share:.0%} {value:g} {name}", {"share": 0.256, "value": 3.0, "name": "{x}"}, "26% 3 {x}"),
    ],
)
def test_placeholders_state_counts_and_optional_words(text: str, values: dict, filled: str) -> None:
    assert TEXT_FORMATTER.vformat(text, (), values) == filled


@pytest.mark.parametrize("file", sorted((ROOT / "pages").glob("*/*_en.md")), ids=lambda file: file.stem)
def test_verbs_and_nouns_agree_with_counts(file: Path) -> None:
    """A count that can be one chooses its verb, ``{count:=is|are}``, and its noun, ``{count:region}``."""
    written = file.read_text(encoding="utf-8")
    assert not re.findall(r"\{\w+(?::,)?\}(?:</b>|\*\*)? (?:are|were|have|do|say|cover|assign)\b", written)
    nouns = "regions|tasks|measures|targets|plans|cells|words|documents|rows"
    assert not re.findall(rf"\{{\w+(?::,)?\}} (?:standard )?(?:{nouns})\b", written)


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_chinese_texts_have_chinese_punctuation(file: Path) -> None:
    sections = read_long_texts(file).values()
    assert not [text for _, text in sections if re.search(r"[\u4e00-\u9fff](?: ?\((?!\w+=)|[;:,] )", text)]
