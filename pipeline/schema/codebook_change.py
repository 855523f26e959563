"""The codebook's tables of what changed between two consecutive years of a collection."""

from __future__ import annotations

from typing import Final

from pipeline.schema.codebook_columns import AREA_ID, COLLECTION, FLAG, OF_REGION, REAL, TEXT, WHOLE
from pipeline.schema.model import Column, TableSchema

COVERAGE_CHANGES: Final = (
    "same", "gained", "lost", "deepened", "thinned",
    "new_task", "dropped_task", "no_plan_before", "no_plan", "unread_before", "unread",
)
"""Values of ``task_changes.change``; the last six compare nothing, since one of the two cells does not exist."""

MEASURE_CHANGES: Final = ("unchanged", "reworded", "new", "dropped")
TARGET_CHANGES: Final = ("raised", "kept", "lowered", "reworded", "new", "dropped")

_YEARS: Final = (
    COLLECTION,
    Column("year_before", WHOLE, "前一年份", "Earlier year"),
    Column("year", WHOLE, "后一年份", "Later year"),
    OF_REGION,
)
_CERTAIN: Final = Column("certain", FLAG, "是否确定；存疑的（配对，或可能并入、拆自另一条）应核对原文", "Whether the change is certain; check in the source what is not: pairs, figures counted in other ways, and measures that may have been merged or split")

TASK_CHANGES_TABLE: Final = TableSchema(
    "task_changes",
    "覆盖变化",
    "Task changes: how the depth of each region's answer to each standard task changed between two years",
    (
        *_YEARS,
        AREA_ID,
        Column("task_id_before", TEXT, "前一年模板中的标准任务；以分号连接；无则为空", "Standard tasks of the earlier template, joined by ';'; empty where it had none"),
        Column("task_id", TEXT, "后一年模板中的标准任务；已取消则为空", "Standard task of the later template; empty where it was dropped"),
        Column("depth_before", TEXT, "前一年的深度；无单元格则为空", "Depth in the earlier year; empty where there is no cell"),
        Column("depth", TEXT, "后一年的深度；无单元格则为空", "Depth in the later year; empty where there is no cell"),
        Column("change", TEXT, "same 不变（深度相同，或举措原文沿用） / gained 新覆盖 / lost 不再覆盖 / deepened 加深 / thinned 变浅 / new_task 模板新增 / dropped_task 模板取消 / no_plan_before 前一年无工作要点 / no_plan 后一年无工作要点 / unread_before 前一年文件未能读取 / unread 后一年文件未能读取", "same (the depth, or every text word for word), gained, lost, deepened, thinned; or why there is nothing to compare: new_task and dropped_task (of the template), no_plan_before, no_plan, unread_before and unread (a document that could not be read)"),
    ),
)

MEASURE_CHANGES_TABLE: Final = TableSchema(
    "measure_changes",
    "举措变化",
    "Measure changes: the measures of a region in two years, paired",
    (
        *_YEARS,
        Column("task_id", TEXT, "标准任务（后一年；已取消的为前一年）；自设任务为空", "Standard task, of the later year or, where dropped, of the earlier; empty for a local task"),
        Column("measure_id_before", TEXT, "前一年的举措；新增的为空", "Measure of the earlier year; empty for a new one"),
        Column("measure_id", TEXT, "后一年的举措；取消的为空", "Measure of the later year; empty for a dropped one"),
        Column("change", TEXT, "unchanged 原文沿用（标点、各自的年份及随之推移的以往年份不计） / reworded 改写 / new 新增 / dropped 取消", "unchanged (but for punctuation, each plan's own year, and years before it that moved on with it), reworded, new or dropped"),
        Column("similarity", REAL, "两条文本的相似度（0–1）；未配对为 0", "Similarity of the two texts, 0 to 1; 0 where there is one only"),
        _CERTAIN,
        Column("first_measure_id", TEXT, "含有本地区前一年所无的句子、而别的地区前一年已写的那条举措；无则为空", "Measure of another region that had one of its sentences in the earlier year, while this region did not; empty where there is none"),
    ),
)

TARGET_CHANGES_TABLE: Final = TableSchema(
    "target_changes",
    "目标变化",
    "Target changes: what became of each target of a region from one year to the next",
    (
        *_YEARS,
        Column("task_id", TEXT, "标准任务（后一年；已取消的为前一年）；自设任务为空", "Standard task, of the later year or, where dropped, of the earlier; empty for a local task"),
        Column("indicator_id", TEXT, "归入的指标；未归入为空", "Indicator; empty where none"),
        Column("target_id_before", TEXT, "前一年的目标；新增的为空", "Target of the earlier year; empty for a new one"),
        Column("target_id", TEXT, "后一年的目标；取消的为空", "Target of the later year; empty for a dropped one"),
        Column("value_before", REAL, "前一年的数值（区间取中点，单侧取界值）；无则为空", "Value in the earlier year (midpoint of a range, bound of an open one); missing where there is none"),
        Column("value", REAL, "后一年的数值；无则为空", "Value in the later year; missing where there is none"),
        Column("change", TEXT, "kept 保持 / raised 提高 / lowered 降低 / reworded 改写（计量对象、口径或区间变了，高低不可比） / new 新增 / dropped 取消", "kept, raised, lowered, reworded (other unit, comparator or thing counted, or bounds that do not agree), new or dropped"),
        _CERTAIN,
    ),
)

CHANGE_TABLES: Final = (TASK_CHANGES_TABLE, MEASURE_CHANGES_TABLE, TARGET_CHANGES_TABLE)
