"""What the columns mean that pages make themselves, for the codebook of a table that is taken away."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

import pandas as pd

from pages.ui import data
from pages.ui.headings import meaning_of
from pages.ui.text import DEPTH_MEANINGS, DEPTHS, LANGUAGES, column, named
from pipeline.schema.model import CHARACTER_CLASSES

_TASK: Final = re.compile(r"\d+\.\d+ ")
_AREA: Final = re.compile(r"\d+ ")

_MEANINGS: Final[dict[str, tuple[str, str]]] = {
    "region": ("地区简称", "Short name of the region"),
    "other_region": ("另一地区的简称", "Short name of the other region"),
    "area": ("工作重点名称", "Name of the key area"),
    "task": ("标准任务名称", "Name of the standard task"),
    "depth_name": ("深度名称", "Name of the depth"),
    "department": ("部门的规范名称", "Canonical name of the body"),
    "region_zh": ("地区简称（中文）", "Short name of the region in Chinese"),
    "region_en": ("地区简称（英文）", "Short name of the region in English"),
    "indicator_zh": ("指标名称（中文）", "Name of the indicator in Chinese"),
    "indicator_en": ("指标名称（英文）", "Name of the indicator in English"),
    "metric_en": (
        "计量对象的英文名；没有则为空",
        "Name in English of what is counted; empty where it has none",
    ),
    "sentence": ("所在的整句", "The sentence that it stands in"),
    "counted": ("是否计数：同一目标只计一次", "Whether it counts: one target counts once"),
    "cells": ("格数：地区与标准任务的组合", "Cells: pairs of a region and a standard task"),
    "covered": (
        "覆盖的格数：深度为原则性、具体或量化",
        "Cells that are covered: generic, specific or quantified",
    ),
    "gaps": ("缺口数：深度为未列、空白或原则性", "Gaps: cells that are absent, blank or generic"),
    "places": ("检索词在该条中的出现处数", "Places in the measure where the words stand"),
    "score": ("相关度得分或相同程度", "Score of relevance, or how much is the same"),
    "citations_text": ("引用文件的名称", "Titles of the documents cited"),
    "link": ("该条的链接", "Link to it"),
    "share": ("比例（0–1）", "Share, 0 to 1"),
    "share_of_regions": ("用过该词的地区所占比例（0–1）", "Share of the regions that use the term, 0 to 1"),
    "specific": ("深度为“具体”的格数", "Cells that are specific"),
    "quantified": ("深度为“量化”的格数", "Cells that are quantified"),
    "repeats": ("重复而不计的目标数", "Targets that repeat an earlier one and are not counted"),
    "cosine": ("用词的余弦相似度（0–1）", "Cosine of the words of two plans, 0 to 1"),
    "count": ("出现次数", "Number of occurrences"),
    "other_count": ("在其他文本中的出现次数", "Number of occurrences in the other texts"),
    "mentions": ("提到的次数", "Number of places that name it"),
    "plan": ("工作要点所属地区", "The region whose plan it is"),
}


_DEPTH_OF_TASK: Final = ("各地区对该任务的回答深度", "How deeply each region answers the task")
_DEPTH_OF_REGION: Final = ("该地区对各任务的回答深度", "How deeply the region answers each task")


def region_names() -> frozenset[str]:
    """What regions are called in either language, by which columns can be named."""
    regions = data.regions()
    return frozenset(name for language in LANGUAGES for name in regions[column("short", language)])


def meanings(frame: pd.DataFrame, regions: Container[str]) -> dict[str, tuple[str, str]]:
    """What the columns of a table mean that are no column of a built table, in Chinese and English.

    It asks for nothing of the session; ``regions`` is what `region_names` tells there.
    """
    known = {**_depths(), **_MEANINGS, **_of_codebook()}
    found = {}
    for place, name in enumerate(map(str, frame.columns)):
        numeric = pd.api.types.is_numeric_dtype(frame.iloc[:, place].dtype)
        meaning = known.get(name) or meaning_of(name, numeric=numeric) or _of_value(name, regions, numeric)
        if meaning:
            found[name] = meaning
    return found


def _of_value(name: str, regions: Container[str], numeric: bool) -> tuple[str, str] | None:
    """What a column means that is named by a region, a standard task, a key area or a class of characters."""
    if name in CHARACTER_CLASSES:
        return "该类字符数", "Characters of this class"
    if name in regions:
        return ("该地区的数", "The number for this region") if numeric else _DEPTH_OF_REGION
    if _TASK.match(name):
        return ("该标准任务的数", "The number for this standard task") if numeric else _DEPTH_OF_TASK
    return ("该工作重点的数", "The number for this key area") if _AREA.match(name) and numeric else None


def _depths() -> dict[str, tuple[str, str]]:
    """Columns that are named by a depth, by its code or its name, and hold how many cells have it."""
    return {
        heading: (f"这样的格数：{entry['zh']}", f"Cells of which {entry['en']}")
        for code, entry in DEPTH_MEANINGS.items()
        for heading in (code, *(named(DEPTHS, code, language) for language in LANGUAGES))
    }


def _of_codebook() -> dict[str, tuple[str, str]]:
    """The columns of the codebook itself."""
    return {
        "table": ("数据表", "Name of the table"),
        "table_zh": ("数据表中文名", "What the table holds, in Chinese"),
        "table_en": ("数据表英文名", "What the table holds, in English"),
        "column": ("列名", "Name of the column"),
        "dtype": ("类型", "Type of the column"),
        "zh": ("中文含义", "What the column means, in Chinese"),
        "en": ("英文含义", "What the column means, in English"),
        "csv_guarded": (
            "CSV 中，会被电子表格当作公式的文字是否加撇号",
            "Whether a CSV has an apostrophe before texts that a spreadsheet would run",
        ),
    }
