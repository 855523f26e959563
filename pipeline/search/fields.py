"""Translates query fields into codes of the built tables, or a sentence where no value fits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NamedTuple

from pipeline.search.fold import fold_text
from pipeline.search.names import Named, named_rows
from pipeline.search.query import COMPARED_FIELDS, Condition, Doubt
from pipeline.store import store
from pipeline.store.query import query_frame

LOCAL: Final = "local"
"""The value that denotes all tasks outside the template."""

DEPTH_NAMES: Final[Mapping[str, tuple[str, str, tuple[str, ...]]]] = {
    "absent": ("未列", "absent", ()),
    "blank": ("列而未填", "blank", ("空白",)),
    "none": ("声明暂无", "declared none", ("暂无", "none")),
    "generic": ("原则性", "generic", ()),
    "specific": ("具体", "specific", ()),
    "quantified": ("量化", "quantified", ()),
}
"""By depth, its Chinese name, its English name, and others."""
LOCAL_NAMES: Final = ("自设任务", "local task", ("自设", "local"))

_SHOWN: Final = 6
_ALIKE: Final = 0.5
_FIELD_NAMES: Final = {
    "region": ("地区", "region"),
    "area": ("工作重点", "key area"),
    "task": ("任务", "task"),
    "department": ("部门", "department"),
    "depth": ("深度", "depth"),
    "doubt": ("存疑选项", "value of doubt"),
}
_HINTS: Final = {
    "region": (
        "可用全称、简称、大区名、区域分组名或六位代码",
        "names, macro-regions, groups of regions and codes can be used",
    ),
    "area": ("可用名称或编号", "names and numbers can be used"),
    "task": ("可用编号、名称中的词，或“自设”", "numbers, words of a name and “local” can be used"),
    "department": ("可用名称或其中的字", "names and parts of them can be used"),
    "depth": ("中英文名称都可用", "names in both languages can be used"),
    "doubt": ("“是”为读取存疑的行，“否”为其余", "yes: rows whose reading is doubtful; no: the others"),
}
_BOUND: Final = re.compile(r"(<=|>=|<|>|≤|≥)([0-9]{1,3}(?:\.[0-9]*)?|\.[0-9]+)(%?)")
_OPERATORS: Final = {"≤": "<=", "≥": ">="}


class Bound(NamedTuple):
    """A comparison: ``<``, ``<=``, ``>`` or ``>=``, and a share from 0 to 1."""

    operator: str
    value: float


@dataclass(frozen=True)
class Narrowing:
    """One field in terms of the tables.

    ``codes`` are of the field's kind; for departments, ``texts`` may also occur in the printed cell. A
    numeric field has a ``bound`` instead.
    """

    field: str
    codes: tuple[str, ...]
    texts: tuple[str, ...] = ()
    unwanted: bool = False
    bound: Bound | None = None


def narrowings(
    built: Path, conditions: Sequence[Condition]
) -> tuple[tuple[Narrowing, ...], tuple[Doubt, ...]]:
    """The fields of a query by the names in the tables, and what could not be understood.

    Values that mean nothing are left out, and so is a field that has no other.
    """
    found: dict[tuple[str, bool], Narrowing] = {}
    bounds: list[Narrowing] = []
    doubts: list[Doubt] = []
    for condition in conditions:
        if condition.field in COMPARED_FIELDS:
            for value in condition.values:
                if bound := bound_of(value):
                    bounds.append(Narrowing(condition.field, (), (), condition.unwanted, bound))
                else:
                    doubts.append(_unbounded(value))
            continue
        names = _NAMES[condition.field](built)
        codes: list[str] = []
        texts: list[str] = []
        for value in condition.values:
            meant = codes_of(names, value, inside=condition.field in ("task", "department"))
            codes += meant
            if condition.field == "department" and (meant or _is_printed(built, value)):
                texts.append(fold_text(value))
            elif not meant:
                doubts.append(_unknown(condition.field, value, names))
        if "absent" in codes:
            doubts.append(_ABSENT)
        if condition.field == "region" and not condition.unwanted:
            doubts += _planless(built, codes)
        if codes or texts:
            key = (condition.field, condition.unwanted)
            before = found.get(key, Narrowing(condition.field, (), (), condition.unwanted))
            found[key] = Narrowing(
                condition.field,
                tuple(dict.fromkeys((*before.codes, *codes))),
                tuple(dict.fromkeys((*before.texts, *texts))),
                condition.unwanted,
            )
    return (*found.values(), *bounds), tuple(dict.fromkeys(doubts))


def bound_of(value: str) -> Bound | None:
    """The comparison in a value such as ``<0.9``, ``≥90%`` or ``>.5``; None if it is none."""
    read = _BOUND.fullmatch(fold_text(value))
    if not read:
        return None
    share = float(read[2]) / (100 if read[3] else 1)
    return Bound(_OPERATORS.get(read[1], read[1]), share) if share <= 1 else None


def _unbounded(value: str) -> Doubt:
    return Doubt(
        f"“{value}”不是置信度的界限，这一条件没有用上；请写成 置信度<0.9 或 置信度>=90%（0 到 1 之间）。",
        f"“{value}” is no bound for the confidence, so this was left out; write confidence<0.9 or "
        "confidence>=90% (from 0 to 1).",
    )


def codes_of(names: Iterable[Named], value: str, *, inside: bool = False) -> list[str]:
    """The codes that a value means.

    The first rule with a result applies: codes with exactly this name, the only one whose name starts so,
    and with ``inside``, all whose names contain it.
    """
    sought = fold_text(value)
    called = [(name.code, [fold_text(one) for one in (name.code, *name.names) if one]) for name in names]
    exact = [code for code, ways in called if sought in ways]
    if exact:
        return list(dict.fromkeys(exact))
    begun = list(dict.fromkeys(code for code, ways in called if any(way.startswith(sought) for way in ways)))
    if len(begun) == 1 and not inside:
        return begun
    return [code for code, ways in called if inside and any(sought in way for way in ways)]


def _unknown(field: str, value: str, names: Sequence[Named]) -> Doubt:
    zh, en = _FIELD_NAMES[field]
    hint_zh, hint_en = _HINTS[field]
    near_zh, near_en = nearest_names(names, value, 0), nearest_names(names, value, 1)
    return Doubt(
        f"没有叫“{value}”的{zh}，这一条件没有用上。相近的有：{'、'.join(near_zh)}（{hint_zh}）。",
        f"No {en} is called “{value}”, so this was left out. Nearest: {', '.join(near_en)} ({hint_en}).",
    )


def fields_naming(built: Path, value: str) -> list[str]:
    """The fields in which a value means something, those first that mean it exactly."""
    exact = [field for field, names in _NAMES.items() if codes_of(names(built), value)]
    inside = ("task", "department")
    return [
        *exact,
        *(name for name in inside if name not in exact and codes_of(_NAMES[name](built), value, inside=True)),
    ]


def nearest_names(names: Sequence[Named], value: str, language: int) -> list[str]:
    """The names most like a value, the first ones where none is; ``language`` 0 is Chinese, 1 English."""
    sought = fold_text(value)
    shown: dict[str, str] = {}
    for name in names:
        if called := (name.zh, name.en)[language]:
            for way in (name.code, *name.names):
                shown.setdefault(fold_text(way), called)
    holding = [way for way in shown if sought and sought in way]
    close = get_close_matches(sought, list(shown), n=_SHOWN, cutoff=_ALIKE)
    close.sort(key=lambda way: not way.startswith(sought[:1]))
    chosen = dict.fromkeys(shown[way] for way in (*holding, *close))
    return list(chosen or dict.fromkeys(shown.values()))[:_SHOWN]


_ABSENT: Final = Doubt(
    "“未列”的任务在工作要点里没有文字，检索不到；请看缺口清单。",
    "A task that is absent has no text that could be found; see the page of gaps.",
)


def _planless(built: Path, codes: Sequence[str]) -> list[Doubt]:
    """What to know of regions that have no plan, in which nothing can be found: that is no zero."""
    regions = store.regions(built).sort_values("official_order")
    asked = regions[(regions["status"] != "plan") & regions["region_id"].isin(codes)]
    names = named_rows("region", asked, "region_id")
    if not names:
        return []
    return [
        Doubt(
            f"数据里没有{'、'.join(name.zh for name in names)}的工作要点，因此没有文字可以检索；这不等于零。",
            f"There is no plan of {', '.join(name.en for name in names)} in the data, so there is no text to "
            "search; that is not a zero.",
        )
    ]


def _region_names(built: Path) -> list[Named]:
    regions, groups = store.regions(built).sort_values("official_order"), store.region_groups(built)
    # Every region answers to the names of its macro-region and its groups, after all names of their own.
    wider = (
        *zip(regions["region_id"], regions["macro_zh"], regions["macro_en"], strict=True),
        *zip(groups["region_id"], groups["name_zh"], groups["name_en"], strict=True),
    )
    return [
        *named_rows("region", regions, "region_id"),
        *(Named("region", code, "", "", (zh, en)) for code, zh, en in wider),
    ]


def _area_names(built: Path) -> list[Named]:
    return named_rows("area", store.areas(built), "area_id")


def _task_names(built: Path) -> list[Named]:
    tasks = store.tasks(built).sort_values("official_order")
    return [*named_rows("task", tasks, "task_id"), Named("task", LOCAL, *LOCAL_NAMES)]


def _department_names(built: Path) -> list[Named]:
    bodies = store.table(built, "bodies").sort_values(["mentions", "department_id"], ascending=[False, True])
    return named_rows("department", bodies, "department_id")


def _depth_names(_built: Path) -> list[Named]:
    return [Named("depth", code, *names) for code, names in DEPTH_NAMES.items()]


def _doubt_names(_built: Path) -> list[Named]:
    return [Named("doubt", "yes", "是", "yes"), Named("doubt", "no", "否", "no")]


_NAMES: Final = {
    "region": _region_names,
    "area": _area_names,
    "task": _task_names,
    "department": _department_names,
    "depth": _depth_names,
    "doubt": _doubt_names,
}


def _is_printed(built: Path, value: str) -> bool:
    """Whether a department cell holds a value, however it is written."""
    cells = query_frame(built, "SELECT DISTINCT departments_text FROM measures")
    sought = fold_text(value)
    return any(sought in fold_text(cell) for cell in cells["departments_text"])
