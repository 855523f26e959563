"""Named numeric features of a measure, for the classifier of generic and specific measures."""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

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
        raise TaxonomyError(
            f"[features] 之下应有且只有 {'、'.join(_FEATURES)}；请改正。",
            f"Under [features] there should be {', '.join(_FEATURES)} and no others; correct it.",
            source=source,
        )
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
# NFKC maps ⒈ to 1. and ⑴ to (1), but ① to 1, so a single digit before a word is a list marker too.
_MARKER: Final = re.compile(
    rf"(?:^|(?<=[\s，。；：,;:、]))(?:\(?(?:\d{{1,2}}|[{_NUMERAL}]{{1,3}})[)）.、]|\d(?=[^\W\d年月日个家件项次])"
    rf"|第[{_NUMERAL}]{{1,2}}(?=[，,、])|[{_NUMERAL}](?:是|要|个?方面)|\(?(?:[IVX]{{1,4}}|[A-Fa-f甲乙丙丁])[)）.、])"
)
_DATE: Final = re.compile(
    rf"(?:到|至|在|于|自|每年)?(?:(?:20)?\d\d年度?|[今明当]年)?"
    rf"(?:20\d\d年?|[今明当]年|第?[{_NUMERAL}\d]季度|\d{{1,2}}月(?:\d{{1,2}}日|份)?|[上下]半年|年[底末初中内])"
    r"(?:[底末初中]|[上中下]旬)?(?:之前|之后|以前|以后|前后|[前后起内])?"
)
# The basis of a measure is not its own content, unless it is a named document.
_BASIS: Final = re.compile(
    r"(?:严格|认真)?(?:按照|根据|依据|参照|遵照|依照|按|照)[^，,。；;《“]{1,20}?"
    r"(?:要求|部署|规定|安排|精神|方案|计划|规划|分工|步骤|时间表|路线图|做法|程序|制度|文件|法规|意见|进度|进展情况)(?:和|、|的)?"
    r"|(?:请|具体|内容|任务|措施|目标)*(?:详见|参见|另见|见)[^，,。；;《“]{0,6}(?:附件|附表|附录|附后|方案|文件|后)[\d一二三四五六]*"
)
_COUNT: Final = re.compile(
    r"\d|百分之|一[批系]|第[一二三四五六七八九十]+[批届期]|(?<![统同第])[两二三四五六七八九十百千](?:余|多)?"
    r"(?:个|家|件|项|次|场|期|名|人|座|所|处|条|辆|亩|吨|万|亿|天|批|册|部|份|支|套|类|张|种|倍|成|篇|堂)"
    r"|(?<![统同第])一(?:个|家|件|项|次|场|期|名|座|所|册|部|份|支|套|篇|堂)"
)
_NAME: Final = re.compile(r"[“”\"《》〈〉「」A-Za-z]")
_QUOTED: Final = re.compile(r"[“\"]([^“”\"]{2,12})[”\"]")
_DOCUMENT: Final = re.compile(
    r"《|〔\d{4}〕|\[\d{4}\]\d|(?<!相关)(?<!有关)(?<!配套)(?:实施意见|若干措施|暂行办法|工作要点)"
)
_PLACE_END: Final = re.compile(
    r"(?<![全我各本市省县自设辖城社地部])[\u4e00-\u9fff](?<![全我各本市省县自设辖城社的地等上超股楼都入困范强大业师在两三几某多点优])"
    r"(?:高新区|经开区|新区|自贸区|自贸试验区|综改区|流域|湖|河流?域|[市县州旗](?![场区级属委政长民域州县]))"
)
_MANNER: Final = re.compile(
    "依托|借助|会同|联合|委托|纳入|列入|针对|参照|将[^，。；]{2,30}(?:至|到|为)|与[^，。；]{2,20}(?:合作|对接|共|联)"
)
_MAX_COUNTED: Final = dict.fromkeys(_FEATURES[3:], 1) | {"acts": 3, "things": 3, "numbers": 3}
"""Maximum counts of the kinds of things that a measure names."""
_MIN_NEW_LETTERS: Final = 3


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
    named["places"] |= set(_PLACE_END.findall(clause))
    named["manner"] = _not_in_task(_MANNER.findall(letters), known)
    named["documents"] = set(_DOCUMENT.findall(clause))
    named["names"] = set(_NAME.findall(clause))
    named["numbers"] = set(_COUNT.findall(clause))
    new = _count_new_letters(letters, pairs, words, named["things"])
    # A verb that only means continuing the work, after any adverbs.
    start = 0
    while word := words.before.longest(letters, start):
        start += len(word)
    has_stock_verb = bool(words.verbs.longest(letters, start))
    return new, named, not any(named.values()) and (new < _MIN_NEW_LETTERS or has_stock_verb)


def strip_boilerplate(measure: str) -> str:
    """Remove list markers, dates, the basis of a measure, and quotation marks of sayings (“一盘棋”思想)."""
    sayings = load_level_words().sayings
    text = _QUOTED.sub(lambda match: match[match[1] in sayings], unicodedata.normalize("NFKC", measure))
    return _BASIS.sub("", _DATE.sub("", _MARKER.sub("", text)))


def _not_in_task(words: Iterable[str], known: tuple[str, ...]) -> set[str]:
    return {word for word in words if not any(word in name for name in known)}


def _count_new_letters(letters: str, pairs: set[str], words: LevelWords, things: set[str]) -> int:
    """Count letters that are neither in the task nor in stock phrases; deliverables are always new."""
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
    return repeated.count(0)


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)
