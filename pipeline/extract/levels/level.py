"""Classify the level of a measure (blank, none, generic or specific), with a confidence.

Blank and none are found by rules, generic and specific by a logistic regression over named features, fitted
by ``python -m pipeline.tools.learn_levels``.
"""

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from pipeline.extract.patterns import WordList, load_patterns
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import SHARED, load_regions
from pipeline.taxonomy.toml_files import read_toml, require_section

Level = Literal["blank", "none", "generic", "specific"]

MODEL_FILE: Final = Path(__file__).resolve().parents[3] / "data" / "model" / "level.json"

_NO_LETTER: Final = re.compile(r"[\W_]+")
_NOT_APPLICABLE: Final = re.compile(r"(?i:n[/.]?a|none|nil)|空白?|未填写?|无内容")
_MAX_LENGTH: Final = 120
_DENIAL_END: Final = re.compile(r"[,。;!:.|()\s—-]+")
_DENIALS: Final = load_patterns("denials")
_MAX_NAMED_LENGTH, _MAX_THING_LENGTH = 30, 14

WORDS_FILE: Final = SHARED / "levels.toml"

_FEATURES: Final = (
    *("new_letters", "own_clause", "routine_clauses"),
    *("acts", "things", "bodies", "places", "documents", "names", "numbers", "manner"),
)

_CLAUSE_END: Final = re.compile(r"[，。；：！？\n,;:!?]+")
_NUMERAL: Final = "〇零一二三四五六七八九十"
_PATTERNS: Final = load_patterns("level_features", {"numeral": _NUMERAL})
_MAX_COUNTED: Final = dict.fromkeys(_FEATURES[3:], 1) | {"acts": 3, "things": 3, "numbers": 3}
"""Maximum counts of the kinds of things that a measure names."""
_MIN_NEW_LETTERS: Final = 3
_MIN_NEW_RUN: Final = 7
"""From so many new letters in a row, a clause has content after a stock verb too: 推进靠港船舶使用岸电."""


@dataclass(frozen=True)
class LevelModel:
    """A logistic regression that classifies measures as generic or specific."""

    intercept: float
    """Log odds of generic for a measure with all features 0."""
    weights: Mapping[str, float]
    unsure_below: float
    """Levels with a lower probability are reported as unsure."""
    precision: float
    recall: float
    """Precision and recall of generic measures, cross-validated by plan."""

    def generic(self, features: Mapping[str, float]) -> float:
        """Probability that a measure with these features is generic."""
        log_odds = self.intercept + sum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-log_odds))


@dataclass(frozen=True)
class LevelFound:
    """The level of a measure, and its probability."""

    level: Level
    confidence: float = 1.0


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
def load_level_model(path: Path = MODEL_FILE) -> LevelModel:
    """Load the model written by ``python -m pipeline.tools.learn_levels``."""
    return LevelModel(**json.loads(path.read_text(encoding="utf-8")))


def find_level(
    measure: str, task: str, standard_names: tuple[str, ...] = (), *, quantified: bool = False
) -> LevelFound:
    """Classify a measure, given its task and the names of the matched standard tasks.

    ``blank``: nothing is written. ``none``: the region declares that it does not have or do this work.
    ``generic``: the measure only continues the work, or repeats the task. Else ``specific``, also if it is
    ``quantified`` (has a target). Levels found by rules have the confidence 1.
    """
    bare = unicodedata.normalize("NFKC", measure).strip(" 。.()")
    if not _letters(measure) or _NOT_APPLICABLE.fullmatch(bare):
        return LevelFound("blank")
    if is_denial(measure):
        return LevelFound("none")
    if quantified:
        return LevelFound("specific")
    generic = load_level_model().generic(level_features(measure, (task, *standard_names)))
    if generic > 0.5:
        return LevelFound("generic", round(generic, 3))
    return LevelFound("specific", round(1 - generic, 3))


def is_denial(measure: str) -> bool:
    """Whether a measure only declares that the region does not have or do this work, and why.

    All clauses have to be denials or reasons: neither 没有工作站的县区年底前全部补齐 nor
    我省尚未启动，将遴选3个县先行先试 is a denial.
    """
    if len(measure) > _MAX_LENGTH or not _DENIALS.negation.search(measure):
        return False
    clauses = [clause for clause in _DENIAL_END.split(unicodedata.normalize("NFKC", measure)) if clause]
    if any(_DENIALS.intention.search(clause) for clause in clauses):
        return False
    others = [clause for clause in clauses if not _denies_work(clause)]
    return len(others) < len(clauses) and all(
        _DENIALS.reason.fullmatch(clause) or _denies_thing(clause) for clause in others
    )


def _denies_work(clause: str) -> bool:
    for negation in _DENIALS.negation.finditer(clause):
        subject, negated = clause[: negation.start()], clause[negation.end() :]
        if not _is_subject(subject) or (negation[0] in ("不", "非") and not negated):
            continue
        is_named = len(negated) <= _MAX_NAMED_LENGTH and not _DENIALS.commitment.search(negated, 2)
        if not _DENIALS.work.sub("", negated) or (
            _DENIALS.strong_negation.fullmatch(negation[0]) and is_named
        ):
            return True
        if negation[0] == "无" and _DENIALS.region_itself.fullmatch(subject) and _is_thing(negated):
            return True
    return False


def _denies_thing(clause: str) -> bool:
    """Whether a clause denies something that the work needs: 也未设海关机构."""
    subject, *rest = re.split("[未无不没]", clause, maxsplit=1)
    return bool(rest) and _is_subject(subject) and _is_thing(rest[0])


def _is_thing(negated: str) -> bool:
    is_short = len(negated) <= _MAX_THING_LENGTH
    return is_short and not _DENIALS.commitment.search(negated) and not _DENIALS.part_of_word.match(negated)


def _is_subject(subject: str) -> bool:
    if not _DENIALS.subject.sub("", remove_words(subject, load_level_words().places)):
        return True
    return bool(_DENIALS.named_subject.fullmatch(subject)) and not _DENIALS.active.search(subject)


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
