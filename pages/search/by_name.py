"""What a query names, each with the way to its page: region, task, body, indicator and the like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from pages.ui import data
from pages.ui.profile_links import anchor, region_address, task_address, view_address
from pages.ui.text import Names, current_language, named, t
from pipeline.search import Named

_KINDS: Final[Names] = {
    "region": {"zh": "地区", "en": "Region"},
    "task": {"zh": "标准任务", "en": "Standard task"},
    "area": {"zh": "工作重点", "en": "Key area"},
    "group": {"zh": "区域分组", "en": "Group of regions"},
    "macro": {"zh": "大区", "en": "Macro-region"},
    "indicator": {"zh": "指标", "en": "Indicator"},
    "department": {"zh": "责任部门", "en": "Department"},
}
_ADDRESSES: Final[dict[str, Callable[[str], str]]] = {
    "region": region_address,
    "task": task_address,
    "area": lambda code: _view("coverage", area=code),
    "group": lambda code: _view("coverage", group=code),
    "macro": lambda code: _view("coverage", macro=code),
    "indicator": lambda code: _view("targets", indicator=code),
    "department": lambda code: _view("departments", duty="body", body=code),
}


def found_by_name(found: Sequence[Named]) -> str:
    """What a query names as HTML: a list of links, each led by what it leads to."""
    links = "".join(
        f"<li>{escape(named(_KINDS, one.kind))} {anchor(_ADDRESSES[one.kind](one.code), _called(one))}</li>"
        for one in found
    )
    title = escape(t("按名称找到：", "Found by name:"))
    listed = f'<ul role="list" aria-labelledby="by-name">{links}</ul>'
    return f'<div class="by-name"><p id="by-name">{title}</p>{listed}</div>'


def _called(one: Named) -> str:
    name = t(one.zh, one.en)
    return f"{one.code} {name}" if one.kind in ("task", "area") else name


def _view(page: str, **codes: str) -> str:
    return view_address(page, current_language(), data.edition_query(), **codes)
