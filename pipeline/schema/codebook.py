"""The codebook: every table, every column, its type and its meaning in both languages."""

from __future__ import annotations

from typing import Final

from pipeline.schema.codebook_change import CHANGE_TABLES
from pipeline.schema.codebook_columns import (
    AREA_ID,
    EDITION,
    FIRST_LINE,
    LAST_LINE,
    MEASURE_ID,
    NAMES,
    PLAN_ID,
    REAL,
    REGION_ID,
    TEXT,
    WHOLE,
)
from pipeline.schema.codebook_facts import FACT_TABLES
from pipeline.schema.model import Column, TableSchema

PLANS: Final = TableSchema(
    "plans",
    "工作要点",
    "Plans: one region's document for one year",
    (
        PLAN_ID,
        *EDITION,
        REGION_ID,
        Column("title", TEXT, "所印标题；缺失则为空", "Title as printed; empty where it is lost"),
        Column("title_origin", TEXT, "地区依据：printed 所印标题 / words 正文用语", "What tells the region: printed (title) or words (what the plan says)"),
        Column("source_file", TEXT, "源文件名", "Name of the source file"),
        Column("source_sha256", TEXT, "源文件 SHA-256", "SHA-256 of the source file"),
        FIRST_LINE,
        LAST_LINE,
        Column("measures", WHOLE, "举措数（行）", "Number of measures (rows)"),
        Column("standard_tasks", WHOLE, "列出的标准任务数", "Number of different standard tasks listed"),
        Column("local_tasks", WHOLE, "自设任务行数", "Number of rows with a local task"),
        Column("characters", WHOLE, "非空白字符数", "Source characters that are not white space"),
    ),
)

REGIONS: Final = TableSchema(
    "regions",
    "地区",
    "Regions: province-level units and the Corps",
    (
        *EDITION,
        REGION_ID,
        *NAMES,
        Column("macro_id", TEXT, "大区编号", "Macro-region"),
        Column("macro_zh", TEXT, "大区中文名", "Macro-region in Chinese"),
        Column("macro_en", TEXT, "大区英文名", "Macro-region in English"),
        Column("official_order", WHOLE, "官方顺序", "Official order (GB/T 2260)"),
        Column("tile_column", WHOLE, "方格地图列（从 0 起）", "Column on the tile-grid map, from 0"),
        Column("tile_row", WHOLE, "方格地图行（从 0 起）", "Row on the tile-grid map, from 0"),
        Column("status", TEXT, "plan 有工作要点 / unread 文件未能读取 / no_plan 未见工作要点 / outside 不在来源范围", "plan, unread (there is a document, which could not be read), no_plan (in the source's scope, but published none) or outside (not in its scope)"),
        Column("plan_id", TEXT, "工作要点编号；无则为空", "Plan; empty where there is none"),
    ),
)

AREAS: Final = TableSchema(
    "areas",
    "工作重点",
    "Key areas of the national template",
    (
        *EDITION,
        AREA_ID,
        *NAMES,
        Column("tasks", WHOLE, "标准任务数", "Number of standard tasks"),
    ),
)

TASKS: Final = TableSchema(
    "tasks",
    "标准任务",
    "Standard tasks of the national template",
    (
        *EDITION,
        Column("task_id", TEXT, "标准任务编号，如 3.10", "Standard task, such as 3.10"),
        AREA_ID,
        *NAMES,
        Column("official_order", WHOLE, "模板顺序", "Order in the template"),
        Column("replaces", TEXT, "所替代的上一模板的标准任务，以分号连接；编号沿用的为空", "Tasks of the template before that it replaces, joined by ';'; empty where it keeps its id"),
    ),
)

MEASURES: Final = TableSchema(
    "measures",
    "举措",
    "Measures: one row of a plan each",
    (
        MEASURE_ID,
        PLAN_ID,
        REGION_ID,
        *EDITION,
        AREA_ID,
        Column("task_id", TEXT, "标准任务编号；一格两项以分号连接；自设任务为空", "Standard tasks, joined by ';' where one cell names two; empty for a local task"),
        Column("task_text", TEXT, "工作内容原文", "Task cell as printed, line breaks removed"),
        Column("measure_text", TEXT, "具体举措及成果形式原文；成果形式单列时接在“｜”之后", "Measure cell as printed, line breaks removed; a deliverable from a column of its own follows after ｜"),
        Column("departments_text", TEXT, "责任部门原文；牵头、配合单位分列时合并，并冠以“牵头单位：”“；配合单位：”", "Department cell as printed, line breaks removed; several columns are joined, each led by its role (牵头单位：, ；配合单位：)"),
        Column("deadline_text", TEXT, "完成时限原文（单列时）", "Deadline cell as printed, where the table has a column of them"),
        FIRST_LINE,
        LAST_LINE,
        Column("place_zh", TEXT, "在来源中的位置（中文）", "Place in the source in words, in Chinese: page, table and row, sheet and cell, or line"),
        Column("place_en", TEXT, "在来源中的位置（英文）", "Place in the source in words, in English"),
        Column("level", TEXT, "blank 空白（含“/”“N/A”） / none 声明暂无（通篇只说没有、不涉及或暂不开展及其原因） / generic 原则性（只重复任务、泛泛表态，或只有日期、“详见附件”） / specific 具体（其余，凡有量化目标者在内）", "blank (also / and N/A), none (all that it says is that the region does not have or do this work, and why), generic (restates the task, says that work goes on, or has but a date or a reference to an annex) or specific (all else, and whatever has a target)"),
        Column("level_confidence", REAL, "层级置信度：所判层级正确的概率（0–1）；由规则判定（空白、声明暂无、有量化目标）的为 1", "Confidence of the level: the probability that it is the right one, 0 to 1; 1 where a rule tells it (blank, none, has a target)"),
        Column("match_method", TEXT, "任务匹配方法：exact / similar / joined / local", "How the task was matched: exact, similar, joined or local"),
        Column("match_score", REAL, "任务匹配得分（0–1）", "Score of the match, 0 to 1"),
        Column("confidence", REAL, "置信度：该行与原文一字不差的概率（0–1）", "Confidence: the probability that the row was read to the last character, 0 to 1"),
        Column("merged", TEXT, "与上一行合并的单元格（task、measure、departments，以分号连接）", "Cells merged with the row above (task, measure, departments; joined by ';')"),
        Column("characters", WHOLE, "举措字符数", "Characters of measure_text"),
        Column("targets", WHOLE, "量化目标数", "Targets that it commits to"),
    ),
)

COVERAGE: Final = TableSchema(
    "coverage",
    "覆盖",
    "Coverage: regions with a plan x standard tasks",
    (
        PLAN_ID,
        REGION_ID,
        *EDITION,
        AREA_ID,
        Column("task_id", TEXT, "标准任务编号", "Standard task"),
        Column("depth", TEXT, "absent 未列 / blank 列而未填 / none 声明暂无 / generic 原则性 / specific 具体 / quantified 量化", "absent, blank, none, generic, specific or quantified"),
        Column("measures", WHOLE, "举措数", "Number of measures"),
        Column("characters", WHOLE, "举措字符数合计", "Characters of their text"),
        Column("measure_ids", TEXT, "举措编号，以分号连接", "Measures, joined by ';'"),
        Column("targets", WHOLE, "量化目标数", "Targets that they commit to"),
    ),
)

LEVEL_WEIGHTS: Final = TableSchema(
    "level_weights",
    "层级判定的权重",
    "Level weights: what tells a generic measure from a specific one",
    (
        Column("feature", TEXT, "特征；intercept 为截距", "Feature, or intercept"),
        Column("name_zh", TEXT, "特征的含义（中文）", "What it is, in Chinese"),
        Column("name_en", TEXT, "特征的含义（英文）", "What it is, in English"),
        Column("weight", REAL, "逻辑回归的系数：特征每增加 1，“原则性”的对数几率的增量；负值指向“具体”", "Coefficient of the logistic regression: what one more of the feature adds to the log odds of generic; negative speaks for specific"),
    ),
)

LEDGER: Final = TableSchema(
    "ledger",
    "字符台账",
    "Ledger: the fate of every source character that is not white space",
    (
        Column("source_file", TEXT, "源文件名", "Name of the source file"),
        PLAN_ID,
        *EDITION,
        Column("line", WHOLE, "源文件行（从 1 起）", "Source line, counted from 1"),
        Column("char_start", WHOLE, "行内起始偏移（从 0 起）", "Where the span starts in the line, from 0"),
        Column("char_end", WHOLE, "行内结束偏移（不含）", "Where it ends, exclusive"),
        Column("offset", WHOLE, "文件内字符偏移（从 0 起）", "Where it starts in the decoded file, in characters from 0"),
        Column("fate", TEXT, "去向：task、measure、deliverable（单列的成果形式）、departments 或版面元素名称", "task, measure, deliverable (in a column of its own), departments, or the kind of furniture"),
        Column("measure_id", TEXT, "所属举措（合并单元格记首行；重复印刷记所在的行）；其他版面元素为空", "Measure whose cell it is (the first one of a merged cell; for overprint, the one it stands in); else empty"),
        Column("cell_start", WHOLE, "单元格文本中的起始偏移（deliverable 在举措文本中计）；版面元素为 -1", "Where the span starts in the cell's text (a deliverable: in its measure's); -1 for furniture"),
        Column("characters", WHOLE, "非空白字符数", "Characters that are not white space"),
        Column("text", TEXT, "原文", "The span as it stands in the source"),
    ),
)

FINDINGS: Final = TableSchema(
    "findings",
    "存疑与说明",
    "Findings: what the pipeline was unsure of",
    (
        Column("finding_id", TEXT, "编号", "Finding"),
        PLAN_ID,
        REGION_ID,
        *EDITION,
        MEASURE_ID,
        Column("kind", TEXT, "类别", "Kind of finding"),
        Column("severity", TEXT, "note 说明 / doubt 存疑 / error 错误", "note, doubt or error"),
        FIRST_LINE,
        LAST_LINE,
        Column("message_zh", TEXT, "中文说明", "What it is, in Chinese"),
        Column("message_en", TEXT, "英文说明", "What it is, in English"),
    ),
)

TABLES: Final[dict[str, TableSchema]] = {
    table.name: table for table in (PLANS, REGIONS, AREAS, TASKS, MEASURES, COVERAGE, LEVEL_WEIGHTS, *FACT_TABLES, *CHANGE_TABLES, LEDGER, FINDINGS)
}
"""All tables by name, in the order in which they are written, exported and explained."""
