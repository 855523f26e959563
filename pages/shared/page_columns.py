"""What the columns mean that pages make themselves, for the codebook of a table that is taken away."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from pages.shared.text import DEPTH_MEANINGS

_TASK: Final = re.compile(r"\d+\.\d+ ")

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


def meanings(frame: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """What the columns of a table mean that are no column of a built table, in Chinese and English.

    A column named by a standard task holds how deeply each region answers it, if it holds words.
    """
    known = {name: (f"这样的格数：{zh}", f"Cells of which {en}") for name, (zh, en) in _depths().items()}
    found = {**known, **_MEANINGS}
    for place, name in enumerate(map(str, frame.columns)):
        if _TASK.match(name) and not pd.api.types.is_numeric_dtype(frame.iloc[:, place].dtype):
            found[name] = ("各地区对该任务的回答深度", "How deeply each region answers the task")
    return {name: found[name] for name in map(str, frame.columns) if name in found}


def _depths() -> dict[str, tuple[str, str]]:
    return {code: (entry["zh"], entry["en"]) for code, entry in DEPTH_MEANINGS.items()}
