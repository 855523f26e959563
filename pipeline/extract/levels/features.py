"""Named numeric features of a measure, for the classifier of generic and specific measures."""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.extract.patterns import load_patterns
from pipeline.extract.wordings import WordList
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import SHARED, load_regions
from pipeline.taxonomy.toml_files import read_toml, require_section

WORDS_FILE: Final = SHARED / "levels.toml"

_FEATURES: Final = (
    *("new_letters", "own_clause", "routine_clauses"),
    *("acts", "things", "bodies", "places", "documents", "names", "numbers", "manner"),
)


def load_feature_names(source: Path) -> dict[str, dict[str, str]]:
    """Chinese and English names of all features; raises TaxonomyError where others or none are given."""
    names = read_toml(source).get("features")
    if not isinstance(names, dict) or names.keys() != set(_FEATURES):
        raise TaxonomyError.of("features_differ", source=source, features=[*_FEATURES])
    return {
        name: require_section(source, f"[features.{name}]", names[name], "text", ("zh", "en"))
        for name in _FEATURES
    }


LEVEL_FEATURES: Final[dict[str, tuple[str, str]]] = {
    name: (names["zh"], names["en"]) for name, names in load_feature_names(WORDS_FILE).items()
}
"""Chinese and English name of each feature."""

_NO_LETTER: Final = re.compile(r"[\W_]+")
_CLAUSE_END: Final = re.compile(r"[，。；：！？\n,;:!?]+")
_NUMERAL: Final = "〇零一二三四五六七八九十"
_PATTERNS: Final = load_patterns("level_features", {"numeral": _NUMERAL})
_MAX_COUNTED: Final = dict.fromkeys(_FEATURES[3:], 1) | {"acts": 3, "things": 3, "numbers": 3}
"""Maximum counts of the kinds of things that a measure names."""
_MIN_NEW_LETTERS: Final = 3
_MIN_NEW_RUN: Final = 7
"""From so many new letters in a row, a clause has content after a stock verb too: 推进靠港船舶使用岸电."""


@dataclass(frozen=True)
class LevelWords:
    """Word lists of stock phrases (``routine``), acts, deliverables (``things``), bodies and places.

    ``stock`` are stock phrases that contain a listed name: 会议精神, 农产品, 围绕中心. ``sayings`` are quoted
    but not names. ``verbs`` are stock verbs, ``before`` words that may precede them in a clause.
    """

    routine: WordList
    stock: WordList
    sayings: frozenset[str]
    verbs: WordList
    before: WordList
    acts: WordList
    things: WordList
    bodies: WordList
    places: WordList


@cache
def load_level_words(path: Path = WORDS_FILE) -> LevelWords:
    """Read ``levels.toml`` and the regions' place names."""
    content = read_toml(path)
    require_section(path, "[routine]", content.get("routine"), "texts", ("verbs", "sayings"))
    for name in ("acts", "things", "bodies", "places"):
        require_section(path, f"[{name}]", content.get(name), "texts", ("words",))
    routine = [word for words in content["routine"].values() for word in words]
    verbs = content["routine"]["verbs"]
    before = (word for name, words in content["routine"].items() if name != "verbs" for word in words)
    # 各师市 identifies the plan's region, but is not a place.
    places = [word for region in load_regions()[1] for word in region.identifying_words if word[0] != "各"]
    lists = [content[name]["words"] for name in ("acts", "things", "bodies")]
    names = [WordList.of(words) for words in (*lists, content["places"]["words"] + places)]
    stock = [word for word in routine if any(set(words.words(word)) - {word} for words in names)]
    return LevelWords(
        WordList.of(routine),
        WordList.of(stock),
        frozenset(content["routine"]["sayings"]),
        WordList.of(verbs),
        WordList.of(word for word in before if len(word) > 1),
        *names,
    )


def remove_words(text: str, words: WordList) -> str:
    """Remove the words of a list from a text."""
    for start, end in reversed(words.spans(text)):
        text = text[:start] + text[end:]
    return text


def level_features(measure: str, known: tuple[str, ...]) -> dict[str, float]:
    """Features of a measure by name, each 0 for a measure without content of its own.

    ``known`` are the task cell and the names of the matched standard tasks.
    """
    words = load_level_words()
    text = remove_words(strip_boilerplate(measure), words.stock)
    pairs = {name[i : i + 2] for name in map(_letters, known) for i in range(len(name) - 1)}
    clauses = [
        _read_clause(clause, pairs, words, known) for clause in _CLAUSE_END.split(text) if _letters(clause)
    ]
    return {
        "new_letters": math.log2(1 + sum(new for new, _, _ in clauses)),
        "own_clause": float(any(new and not is_routine for new, _, is_routine in clauses)),
        "routine_clauses": sum(routine for *_, routine in clauses) / len(clauses) if clauses else 1.0,
        **{
            kind: float(min(len(set().union(*(named[kind] for _, named, _ in clauses))), maximum))
            for kind, maximum in _MAX_COUNTED.items()
        },
    }


def _read_clause(
    clause: str, pairs: set[str], words: LevelWords, known: tuple[str, ...]
) -> tuple[int, dict[str, set[str]], bool]:
    """Number of new letters, named things by kind, and whether the clause only continues the work."""
    letters = _letters(clause)
    lists = {"acts": words.acts, "things": words.things, "bodies": words.bodies, "places": words.places}
    named = {kind: _not_in_task(listed.words(letters), known) for kind, listed in lists.items()}
    named["places"] |= set(_PATTERNS.place_end.findall(clause))
    named["manner"] = _not_in_task(_PATTERNS.manner.findall(letters), known)
    named["documents"] = set(_PATTERNS.document.findall(clause))
    named["names"] = set(_PATTERNS.name.findall(clause))
    named["numbers"] = set(_PATTERNS.count.findall(clause))
    new, run = _count_new_letters(letters, pairs, words, named["things"])
    # A verb that only means continuing the work, after any adverbs.
    start = 0
    while word := words.before.longest(letters, start):
        start += len(word)
    is_stock = bool(words.verbs.longest(letters, start)) and run < _MIN_NEW_RUN
    return new, named, not any(named.values()) and (new < _MIN_NEW_LETTERS or is_stock)


def strip_boilerplate(measure: str) -> str:
    """Remove list markers, dates, the basis of a measure, and quotation marks of sayings (“一盘棋”思想)."""
    sayings = load_level_words().sayings
    text = _PATTERNS.quoted.sub(
        lambda match: match[match[1] in sayings], unicodedata.normalize("NFKC", measure)
    )
    return _PATTERNS.basis.sub("", _PATTERNS.date.sub("", _PATTERNS.marker.sub("", text)))


def _not_in_task(words: Iterable[str], known: tuple[str, ...]) -> set[str]:
    return {word for word in words if not any(word in name for name in known)}


def _count_new_letters(letters: str, pairs: set[str], words: LevelWords, things: set[str]) -> tuple[int, int]:
    """Count letters that are neither in the task nor in stock phrases, and the most of them in a row.

    Deliverables are always new.
    """
    repeated = bytearray(len(letters))
    for i in range(len(letters) - 1):
        if letters[i : i + 2] in pairs:
            repeated[i : i + 2] = b"\1\1"
    for start, end in words.routine.spans(letters):
        repeated[start:end] = b"\1" * (end - start)
    if things:
        for start, end in words.things.spans(letters):
            if letters[start:end] in things:
                repeated[start:end] = bytes(end - start)
    return repeated.count(0), max(map(len, repeated.split(b"\1")))


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)
