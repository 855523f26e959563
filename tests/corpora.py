"""Small corpora as text, built through the whole pipeline: named ones, and a strategy that draws others."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

from pipeline.build.build import build
from pipeline.build.built import RAW
from pipeline.taxonomy.loading import DEFAULT, load_taxonomy

SHIPPED: Final = RAW / DEFAULT.name
"""The shipped plans; collections of the user's own may lie beside them."""

HEADER: Final = "序号 工作重点 工作内容 具体举措及成果形式 责任部门"
TAXONOMY: Final = load_taxonomy()
TASKS: Final = tuple(task.name_zh for task in TAXONOMY.tasks)
REGIONS: Final = tuple(region.name_zh for region in TAXONOMY.regions)

LONG: Final = "推动专利导航与高价值专利培育" * 15
"""A cell of some 200 characters."""

LOCAL_TASKS: Final = ("开展宠物登记", "建设海洋牧场示范区", f"其他：{LONG}")
MEASURES: Final = (
    "",
    "无",
    "暂无此项工作",
    "按要求推进。",
    "指导高新区建设知识产权服务业集聚区，出台管理办法。",
    "开展“雷霆”专项行动，查处案件100件以上。",
    "落实《国务院关于新形势下加快知识产权强国建设的若干意见》（国发〔2015〕71号）。",
    "发明专利授权量增长8%—10%，每万人口发明专利拥有量达到12.5件，质押融资额不低于3亿元。",
    "已有示范企业2家，力争新增不超过5家。",
    "甲乙丙丁。",
    f"{LONG}，完成3项。",
)
DEPARTMENTS: Final = (
    "",
    "省知识产权局",
    "海关",
    "牵头：省知识产权局；配合：省财政厅、省公安厅",
    "各有关部门",
    "某某办",
)


@dataclass(frozen=True)
class Row:
    """A row of a plan: its three cells."""

    task: str
    measure: str
    departments: str = "省知识产权局"


@dataclass(frozen=True)
class Plan:
    """One region's plan of one year."""

    region: str
    rows: tuple[Row, ...]
    year: int = 2018


Corpus = tuple[Plan, ...]


class InThisProcess(Executor):
    """Runs each task when it is submitted: small plans are read sooner than a process is started."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def corpus_text(plans: Sequence[Plan]) -> str:
    """The plans as the dump of their tables, a cell to a line; an empty cell leaves no line."""
    lines = []
    for plan in plans:
        lines += [f"{plan.region} {plan.year}年工作要点", HEADER]
        lines += [
            f"{cell} " for row in plan.rows for cell in (row.task, row.measure, row.departments) if cell
        ]
    return "\n\n".join(lines) + "\n"


def build_corpus(plans: Sequence[Plan], folder: Path) -> Path:
    """The built tables of some plans, in a folder that is their own."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "plans.txt"
    source.write_text(corpus_text(plans), encoding="utf-8")
    build([source], folder / "built", executor=InThisProcess())
    return folder / "built"


def _answers(measure: str, *task_numbers: int, departments: str = "省知识产权局") -> tuple[Row, ...]:
    return tuple(Row(TASKS[number], measure, departments) for number in task_numbers)


_QUANTIFIED: Final = "开展行动，达到10件。"
_CUSTOMS: Final = (Row("加强海关知识产权保护", _QUANTIFIED, "海关"),)

CORPORA: Final[dict[str, Corpus]] = {
    "Hong Kong alone": (Plan("香港特别行政区", _CUSTOMS),),
    "the Corps and Tibet": (
        Plan("新疆生产建设兵团", _CUSTOMS),
        Plan("西藏自治区", _answers(MEASURES[5], 3, 8)),
    ),
    "only local tasks": (Plan("北京市", (Row("开展宠物登记", "建立宠物登记制度，完成登记100件。", ""),)),),
    "no targets": (
        Plan("河北省", _answers(MEASURES[4], *range(6))),
        Plan("山西省", _answers(MEASURES[3], *range(4))),
    ),
    "no departments": tuple(
        Plan(region, _answers(MEASURES[5], *range(5), departments="")) for region in ("河北省", "山西省")
    ),
    "all none": (Plan("河北省", _answers("无", *range(8))), Plan("山西省", _answers("暂无", 2))),
    "blank cells": (
        Plan("河北省", _answers("", *range(5), departments="")),
        Plan("山西省", _answers("", 1, 2)),
    ),
    "a year apart": (
        Plan("北京市", _answers("开展行动。", 7), 2018),
        Plan("北京市", _CUSTOMS, 2019),
        Plan("江苏省", _CUSTOMS, 2019),
    ),
    "three years of one region": tuple(
        Plan("广东省", _answers(MEASURES[5], *range(4)), year) for year in (2017, 2018, 2019)
    ),
    "two years of three regions": tuple(
        Plan(region, (*_answers(MEASURES[place + 4], 1, 2, 9, 30), Row(LOCAL_TASKS[0], MEASURES[5])), year)
        for year in (2018, 2020)
        for place, region in enumerate(("北京市", "上海市", "重庆市"))
    ),
    "two plans of one region beside long names": (
        Plan("广东省", _answers(MEASURES[5], *range(4))),
        Plan("内蒙古自治区", (Row(LONG, LONG, "、".join(["省知识产权局"] * 20)), *_answers(LONG, 4, 5))),
        Plan("广东省", (*_answers(_QUANTIFIED, 2, 9, 30), Row(LOCAL_TASKS[0], MEASURES[6]))),
    ),
    "the same text twice": tuple(
        Plan(region, _answers(LONG + "。", *range(6))) for region in ("湖南省", "湖北省")
    ),
    "one row beside a whole plan": (
        Plan("天津市", _CUSTOMS),
        Plan("安徽省", tuple(Row(task, MEASURES[4 + number % 5]) for number, task in enumerate(TASKS))),
    ),
    "all regions": tuple(
        Plan(region, _answers(MEASURES[3 + number % 6], number % 50, (number + 3) % 50))
        for number, region in enumerate(REGIONS)
    ),
}
"""Corpora at the edges of what is valid, by what is particular about them."""


def rows() -> st.SearchStrategy[Row]:
    """Rows that answer a standard or a local task, with and without each kind of fact."""
    return st.builds(
        Row,
        st.one_of(st.sampled_from(TASKS), st.sampled_from(LOCAL_TASKS)),
        st.sampled_from(MEASURES),
        st.sampled_from(DEPARTMENTS),
    )


def corpora(most_plans: int = 4, most_rows: int = 6) -> st.SearchStrategy[Corpus]:
    """Small valid corpora: any regions, up to three years, any rows, no plan twice."""
    plans = st.builds(
        Plan,
        st.sampled_from(REGIONS),
        st.lists(rows(), min_size=1, max_size=most_rows).map(tuple),
        st.sampled_from((2017, 2018, 2019)),
    )
    return st.lists(
        plans, min_size=1, max_size=most_plans, unique_by=lambda plan: (plan.region, plan.year)
    ).map(tuple)
