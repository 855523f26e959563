"""Finds regions, tasks, bodies and others by name, and resolves the fields of a query to their codes.

A name matches where it equals the query or starts with it, or where each word of the query equals or starts a
word of the name. A Chinese word may occur anywhere in a name, as Chinese has no spaces between words. Values
of fields that match nothing are explained.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

import pandas as pd

from pipeline.search.fold import fold_text
from pipeline.search.query import COMPARED_FIELDS, Condition, Doubt, parse
from pipeline.store import store
from pipeline.store.query import query_frame

LOCAL: Final = "local"
"""The value for all tasks outside the template."""

DEPTH_NAMES: Final[Mapping[str, tuple[str, str, tuple[str, ...]]]] = {
    "absent": ("未列", "absent", ()),
    "blank": ("列而未填", "blank", ("空白",)),
    "none": ("声明暂无", "declared none", ("暂无", "none")),
    "generic": ("原则性", "generic", ()),
    "specific": ("具体", "specific", ()),
    "quantified": ("量化", "quantified", ()),
}
"""By depth, its Chinese name, its English name, and aliases."""
LOCAL_NAMES: Final = ("自设任务", "local task", ("自设", "local"))

_MOST_NAMES: Final = 6
_SIMILAR: Final = 0.5
_SUBSTRING_FIELDS: Final = ("task", "department")
_FIELDS: Final = {
    "region": (
        *("地区", "region", "可用全称、简称、大区名、区域分组名或六位代码"),
        "names, macro-regions, groups of regions and codes can be used",
    ),
    "area": ("工作重点", "key area", "可用名称或编号", "names and numbers can be used"),
    "task": (
        *("任务", "task", "可用编号、名称中的词，或“自设”"),
        "numbers, words of a name and “local” can be used",
    ),
    "department": ("部门", "department", "可用名称或其中的字", "names and parts of them can be used"),
    "depth": ("深度", "depth", "中英文名称都可用", "names in both languages can be used"),
    "doubt": (
        *("存疑选项", "value of doubt", "“是”为读取存疑的行，“否”为其余"),
        "yes: rows whose reading is doubtful; no: the others",
    ),
}
"""The name of each field and a hint at its values, in Chinese and English."""
_BOUND: Final = re.compile(r"(<=|>=|<|>|≤|≥)([0-9]{1,3}(?:\.[0-9]*)?|\.[0-9]+)(%?)")
_OPERATORS: Final = {"≤": "<=", "≥": ">="}

MOST: Final = 6
"""The most names to return."""

_SHORTEST: Final = 2
"""Fewest characters of a word that is searched inside names; shorter ones occur in too many."""

_EXACT, _PREFIX, _WORDS, _WORD_PARTS = range(4)
_WORD: Final = re.compile(r"[^\W_]+")

Kind = Literal["region", "task", "area", "indicator", "department", "group", "macro", "depth", "doubt"]


class Bound(NamedTuple):
    """A comparison: ``<``, ``<=``, ``>`` or ``>=``, and a share from 0 to 1."""

    operator: str
    value: float


@dataclass(frozen=True)
class FieldFilter:
    """A field resolved to codes of the tables; ``unwanted`` excludes them.

    For departments, ``texts`` may also occur in the printed cell. A numeric field has a ``bound`` instead.
    """

    field: str
    codes: tuple[str, ...]
    texts: tuple[str, ...] = ()
    unwanted: bool = False
    bound: Bound | None = None


@dataclass(frozen=True)
class Entity:
    """An entity: its kind, its id, its two display names, and further names."""

    kind: Kind
    code: str
    zh: str
    en: str
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names, short and in full, in both languages."""
        return (self.zh, self.en, *self.others)


def resolve_fields(
    built: Path, conditions: Sequence[Condition]
) -> tuple[tuple[FieldFilter, ...], tuple[Doubt, ...]]:
    """Resolve the fields of a query; unknown values are ignored and explained."""
    filters: dict[tuple[str, bool], FieldFilter] = {}
    bounds: list[FieldFilter] = []
    doubts: list[Doubt] = []
    for condition in conditions:
        field, unwanted = condition.field, condition.unwanted
        if field in COMPARED_FIELDS:
            for value in condition.values:
                if bound := parse_bound(value):
                    bounds.append(FieldFilter(field, (), (), unwanted, bound))
                else:
                    doubts.append(Doubt.of("query_bound_invalid", value=value))
            continue
        names = _load_names(built, field)
        codes: list[str] = []
        texts: list[str] = []
        for value in condition.values:
            matches = find_codes(names, value, substring=field in _SUBSTRING_FIELDS)
            codes += matches
            if field == "department" and (matches or _is_printed(built, value)):
                texts.append(fold_text(value))
            elif not matches:
                doubts.append(_explain_unknown(field, value, names))
        if "absent" in codes:
            doubts.append(Doubt.of("query_depth_absent"))
        if field == "region" and not unwanted:
            doubts += _explain_missing_plans(built, codes)
        if codes or texts:
            if earlier := filters.get((field, unwanted)):
                codes, texts = [*earlier.codes, *codes], [*earlier.texts, *texts]
            codes, texts = list(dict.fromkeys(codes)), list(dict.fromkeys(texts))
            filters[field, unwanted] = FieldFilter(field, tuple(codes), tuple(texts), unwanted)
    return (*filters.values(), *bounds), tuple(dict.fromkeys(doubts))


def parse_bound(value: str) -> Bound | None:
    """Parse a comparison such as ``<0.9``, ``≥90%`` or ``>.5``; None if it is invalid."""
    match = _BOUND.fullmatch(fold_text(value))
    if not match:
        return None
    share = float(match[2]) / (100 if match[3] else 1)
    return Bound(_OPERATORS.get(match[1], match[1]), share) if share <= 1 else None


def find_codes(names: Iterable[Entity], value: str, *, substring: bool = False) -> list[str]:
    """Return the codes with exactly this name, or else the only one whose name starts with it.

    With ``substring``, those whose names contain it, unless a name is exactly the value.
    """
    sought = fold_text(value)
    folded = [(name.code, [fold_text(one) for one in (name.code, *name.names) if one]) for name in names]
    if exact := dict.fromkeys(code for code, aliases in folded if sought in aliases):
        return list(exact)
    if substring:
        return [code for code, aliases in folded if any(sought in alias for alias in aliases)]
    prefixed = {code for code, aliases in folded if any(alias.startswith(sought) for alias in aliases)}
    return list(prefixed) if len(prefixed) == 1 else []


def _explain_unknown(field: str, value: str, names: Sequence[Entity]) -> Doubt:
    zh, en, *hint = _FIELDS[field]
    near = "、".join(closest_names(names, value, 0)), ", ".join(closest_names(names, value, 1))
    return Doubt.of("query_value_unknown", value=value, what=(zh, en), near=near, hint=tuple(hint))


def find_fields(built: Path, value: str) -> list[str]:
    """Return the fields that have a value of this name, those with exact or unique names first."""
    names = {field: _load_names(built, field) for field in _FIELDS}
    exact = [field for field in names if find_codes(names[field], value)]
    others = [field for field in _SUBSTRING_FIELDS if field not in exact]
    return exact + [field for field in others if find_codes(names[field], value, substring=True)]


def closest_names(names: Sequence[Entity], value: str, language: int) -> list[str]:
    """Return the names most similar to a value, or else the first ones, in Chinese (0) or English (1)."""
    sought = fold_text(value)
    display: dict[str, str] = {}
    for name in names:
        if label := (name.zh, name.en)[language]:
            for alias in (name.code, *name.names):
                display.setdefault(fold_text(alias), label)
    containing = [alias for alias in display if sought and sought in alias]
    similar = get_close_matches(sought, list(display), n=_MOST_NAMES, cutoff=_SIMILAR)
    similar.sort(key=lambda alias: not alias.startswith(sought[:1]))
    chosen = dict.fromkeys(display[alias] for alias in (*containing, *similar))
    return list(chosen or dict.fromkeys(display.values()))[:_MOST_NAMES]


def _explain_missing_plans(built: Path, codes: Sequence[str]) -> list[Doubt]:
    """Explain that nothing can be found in regions without a plan."""
    regions = store.table(built, "regions").sort_values("official_order")
    missing = regions[(regions["status"] != "plan") & regions["region_id"].isin(codes)]
    names = make_entities("region", missing, "region_id")
    if not names:
        return []
    joined = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    return [Doubt.of("query_regions_without_plan", names=joined)]


def _load_names(built: Path, field: str) -> list[Entity]:
    """Return the names of the values of a field."""
    if field == "region":
        regions, groups = (
            store.table(built, "regions").sort_values("official_order"),
            store.region_groups(built),
        )
        # A region also has the names of its macro-region and its groups, after all regions' own names.
        wider = (
            *zip(regions["region_id"], regions["macro_zh"], regions["macro_en"], strict=True),
            *zip(groups["region_id"], groups["name_zh"], groups["name_en"], strict=True),
        )
        aliases = [Entity("region", code, "", "", (zh, en)) for code, zh, en in wider]
        return make_entities("region", regions, "region_id") + aliases
    if field == "area":
        return make_entities("area", store.table(built, "areas"), "area_id")
    if field == "task":
        tasks = store.table(built, "tasks").sort_values("official_order")
        return [*make_entities("task", tasks, "task_id"), Entity("task", LOCAL, *LOCAL_NAMES)]
    if field == "department":
        by = ["mentions", "department_id"]
        bodies = store.table(built, "bodies").sort_values(by, ascending=[False, True])
        return make_entities("department", bodies, "department_id")
    if field == "depth":
        return [Entity("depth", code, *names) for code, names in DEPTH_NAMES.items()]
    return [Entity("doubt", "yes", "是", "yes"), Entity("doubt", "no", "否", "no")]


def _is_printed(built: Path, value: str) -> bool:
    """Whether a department cell contains a value in any spelling variant."""
    cells = query_frame(built, "SELECT DISTINCT departments_text FROM measures")
    sought = fold_text(value)
    return any(sought in fold_text(cell) for cell in cells["departments_text"])


def list_entities(built: Path) -> tuple[Entity, ...]:
    """Return all entities with names, the preferred ones first.

    Indicators and bodies are those in the plans, groups of regions those with a plan.
    """
    regions, indicators = store.table(built, "regions"), store.indicators(built)
    macros = regions[["macro_id", "macro_zh", "macro_en"]].set_axis(
        ["macro_id", "name_zh", "name_en"], axis=1
    )
    return (
        *make_entities("region", regions.sort_values("official_order"), "region_id"),
        *make_entities("task", store.table(built, "tasks").sort_values("official_order"), "task_id"),
        *make_entities("area", store.table(built, "areas"), "area_id"),
        *make_entities("group", store.region_groups(built), "group_id"),
        *make_entities("macro", macros, "macro_id"),
        *make_entities("indicator", indicators[indicators["targets"] > 0], "indicator_id"),
        *make_entities("department", store.bodies(built), "department_id"),
    )


def find_names(named: Iterable[Entity], text: str) -> list[Entity]:
    """Return the `MOST` best matches of a query among entities, the best first; fields are ignored."""
    query = parse(text)
    is_plain = not query.conditions and not query.unwanted
    words = _split_words(query.text if is_plain else " ".join(word.text for word in query.wanted))
    if not words:
        return []
    ranked = [(rank, entity) for entity in named if (rank := _rank(entity, words)) is not None]
    return [entity for _, entity in sorted(ranked, key=lambda pair: pair[0])[:MOST]]


def make_entities(kind: Kind, frame: pd.DataFrame, key: str) -> list[Entity]:
    """Make the names of the rows of a table, each id once, with the short names for display if any."""
    found = []
    for row in frame.drop_duplicates(key).to_dict("records"):
        full = row["name_zh"], row["name_en"]
        short = row.get("short_zh") or full[0], row.get("short_en") or full[1]
        found.append(Entity(kind, row[key], *short, () if short == full else full))
    return found


def _rank(entity: Entity, words: Sequence[str]) -> tuple[int, int] | None:
    """Return the kind of match and the length of the unmatched rest, lower is better."""
    if words == _split_words(entity.code):
        return _EXACT, 0
    ranks = [rank for name in entity.names if (rank := _rank_name(_split_words(name), words)) is not None]
    return min(ranks, default=None)


def _rank_name(name: Sequence[str], words: Sequence[str]) -> tuple[int, int] | None:
    joined, sought = "".join(name), "".join(words)
    rest = len(joined) - len(sought)
    if joined == sought:
        return _EXACT, 0
    # Most names have nothing of the query.
    if len(sought) < _SHORTEST or words[0] not in joined:
        return None
    if joined.startswith(sought):
        return _PREFIX, rest
    if all(word in name for word in words):
        return _WORDS, rest
    if all(any(_matches_part(part, word) for part in name) for word in words):
        return _WORD_PARTS, rest
    return None


def _matches_part(part: str, word: str) -> bool:
    return part.startswith(word) or (len(word) >= _SHORTEST and not word.isascii() and word in part)


# The names are the same for every query.
@lru_cache(maxsize=8192)
def _split_words(text: str) -> tuple[str, ...]:
    """Split a text at punctuation and spaces into folded words."""
    return tuple(fold_text(word) for word in _WORD.findall(text))
