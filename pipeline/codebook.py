"""The codebook: every table, every column, its type and its meaning in both languages."""

from __future__ import annotations

from typing import Final

from pipeline.codebook_facts import FACT_TABLES
from pipeline.model import Column, Table

_TEXT = "string"
_WHOLE = "int64"
_REAL = "float64"
_FLAG = "bool"

_PLAN_ID = Column(
    "plan_id", _TEXT, "工作要点编号：<集合>-<年份>-<地区代码>", "Plan: <collection>-<year>-<region_id>"
)
_REGION_ID = Column(
    "region_id",
    _TEXT,
    "地区代码（GB/T 2260 六位；兵团为 660000）",
    "Region: six-digit GB/T 2260 code; the Corps is 660000",
)
_YEAR = Column("year", _WHOLE, "年份", "Year of the plan")
_AREA_ID = Column("area_id", _TEXT, "工作重点编号（1–6）", "Key area, 1 to 6")
_FIRST = Column("first_line", _WHOLE, "源文件首行（从 1 起）", "First source line, counted from 1")
_LAST = Column("last_line", _WHOLE, "源文件末行（从 1 起）", "Last source line, counted from 1")
_MEASURE_ID = Column("measure_id", _TEXT, "举措编号：<plan_id>-<序号>", "Measure: <plan_id>-<running number>")

PLANS: Final = Table(
    "plans",
    "工作要点",
    "Plans: one region's document for one year",
    (
        _PLAN_ID,
        Column("collection", _TEXT, "文件集合", "Collection that the plan belongs to"),
        _YEAR,
        _REGION_ID,
        Column("title", _TEXT, "所印标题；缺失则为空", "Title as printed; empty where it is lost"),
        Column(
            "title_origin",
            _TEXT,
            "地区依据：printed 所印标题 / words 正文用语",
            "What tells the region: printed (title) or words (what the plan says)",
        ),
        Column("source_file", _TEXT, "源文件名", "Name of the source file"),
        Column("source_sha256", _TEXT, "源文件 SHA-256", "SHA-256 of the source file"),
        _FIRST,
        _LAST,
        Column("measures", _WHOLE, "举措数（行）", "Number of measures (rows)"),
        Column("standard_tasks", _WHOLE, "列出的标准任务数", "Number of different standard tasks listed"),
        Column("local_tasks", _WHOLE, "自设任务行数", "Number of rows with a local task"),
        Column("characters", _WHOLE, "非空白字符数", "Source characters that are not white space"),
    ),
)

REGIONS: Final = Table(
    "regions",
    "地区",
    "Regions: province-level units and the Corps",
    (
        _REGION_ID,
        Column("name_zh", _TEXT, "中文全称", "Full name in Chinese"),
        Column("name_en", _TEXT, "英文全称", "Full name in English"),
        Column("short_zh", _TEXT, "中文简称", "Short name in Chinese"),
        Column("short_en", _TEXT, "英文简称", "Short name in English"),
        Column("macro_id", _TEXT, "大区编号", "Macro-region"),
        Column("macro_zh", _TEXT, "大区中文名", "Macro-region in Chinese"),
        Column("macro_en", _TEXT, "大区英文名", "Macro-region in English"),
        Column("official_order", _WHOLE, "官方顺序", "Official order (GB/T 2260)"),
        Column("tile_column", _WHOLE, "方格地图列（从 0 起）", "Column on the tile-grid map, from 0"),
        Column("tile_row", _WHOLE, "方格地图行（从 0 起）", "Row on the tile-grid map, from 0"),
        Column(
            "status",
            _TEXT,
            "plan 有工作要点 / no_plan 未见工作要点 / outside 不在来源范围",
            "plan, no_plan (in the source's scope, but published none) or outside (not in its scope)",
        ),
        Column("plan_id", _TEXT, "工作要点编号；无则为空", "Plan; empty where there is none"),
    ),
)

AREAS: Final = Table(
    "areas",
    "工作重点",
    "Key areas of the national template",
    (
        _AREA_ID,
        Column("name_zh", _TEXT, "中文全称", "Full name in Chinese"),
        Column("name_en", _TEXT, "英文全称", "Full name in English"),
        Column("short_zh", _TEXT, "中文简称", "Short name in Chinese"),
        Column("short_en", _TEXT, "英文简称", "Short name in English"),
        Column("tasks", _WHOLE, "标准任务数", "Number of standard tasks"),
    ),
)

TASKS: Final = Table(
    "tasks",
    "标准任务",
    "Standard tasks of the national template",
    (
        Column("task_id", _TEXT, "标准任务编号，如 3.10", "Standard task, such as 3.10"),
        _AREA_ID,
        Column("name_zh", _TEXT, "中文全称", "Full name in Chinese"),
        Column("name_en", _TEXT, "英文全称", "Full name in English"),
        Column("short_zh", _TEXT, "中文简称", "Short name in Chinese"),
        Column("short_en", _TEXT, "英文简称", "Short name in English"),
        Column("official_order", _WHOLE, "模板顺序", "Order in the template"),
    ),
)

MEASURES: Final = Table(
    "measures",
    "举措",
    "Measures: one row of a plan each",
    (
        _MEASURE_ID,
        _PLAN_ID,
        _REGION_ID,
        _YEAR,
        _AREA_ID,
        Column(
            "task_id",
            _TEXT,
            "标准任务编号；一格两项以分号连接；自设任务为空",
            "Standard tasks, joined by ';' where one cell names two; empty for a local task",
        ),
        Column("task_text", _TEXT, "工作内容原文", "Task cell as printed, line breaks removed"),
        Column(
            "measure_text", _TEXT, "具体举措及成果形式原文", "Measure cell as printed, line breaks removed"
        ),
        Column("departments_text", _TEXT, "责任部门原文", "Department cell as printed, line breaks removed"),
        _FIRST,
        _LAST,
        Column(
            "level",
            _TEXT,
            "blank 空白 / none 声明暂无 / generic 原则性 / specific 具体",
            "blank, none, generic or specific",
        ),
        Column(
            "match_method",
            _TEXT,
            "任务匹配方法：exact / similar / joined / local",
            "How the task was matched: exact, similar, joined or local",
        ),
        Column("match_score", _REAL, "任务匹配得分（0–1）", "Score of the match, 0 to 1"),
        Column(
            "merged",
            _TEXT,
            "与上一行合并的单元格（task、measure、departments，以分号连接）",
            "Cells merged with the row above (task, measure, departments; joined by ';')",
        ),
        Column("characters", _WHOLE, "举措字符数", "Characters of measure_text"),
        Column("targets", _WHOLE, "量化目标数", "Targets that it commits to"),
    ),
)

COVERAGE: Final = Table(
    "coverage",
    "覆盖",
    "Coverage: regions with a plan x standard tasks",
    (
        _PLAN_ID,
        _REGION_ID,
        _YEAR,
        _AREA_ID,
        Column("task_id", _TEXT, "标准任务编号", "Standard task"),
        Column(
            "depth",
            _TEXT,
            "absent 未列 / blank 列而未填 / none 声明暂无 / generic 原则性 / specific 具体 / quantified 量化",
            "absent, blank, none, generic, specific or quantified",
        ),
        Column("measures", _WHOLE, "举措数", "Number of measures"),
        Column("characters", _WHOLE, "举措字符数合计", "Characters of their text"),
        Column("measure_ids", _TEXT, "举措编号，以分号连接", "Measures, joined by ';'"),
        Column("targets", _WHOLE, "量化目标数", "Targets that they commit to"),
    ),
)

LEDGER: Final = Table(
    "ledger",
    "字符台账",
    "Ledger: the fate of every source character that is not white space",
    (
        Column("source_file", _TEXT, "源文件名", "Name of the source file"),
        _PLAN_ID,
        Column("line", _WHOLE, "源文件行（从 1 起）", "Source line, counted from 1"),
        Column("char_start", _WHOLE, "行内起始偏移（从 0 起）", "Where the span starts in the line, from 0"),
        Column("char_end", _WHOLE, "行内结束偏移（不含）", "Where it ends, exclusive"),
        Column(
            "offset",
            _WHOLE,
            "文件内字符偏移（从 0 起）",
            "Where it starts in the decoded file, in characters from 0",
        ),
        Column(
            "fate",
            _TEXT,
            "去向：task、measure、departments 或版面元素名称",
            "task, measure, departments, or the kind of furniture",
        ),
        Column(
            "measure_id",
            _TEXT,
            "所属举措（合并单元格记首行；重复印刷记所在的行）；其他版面元素为空",
            "Measure whose cell it is (the first one of a merged cell; for overprint, the one it stands in); else empty",
        ),
        Column(
            "cell_start",
            _WHOLE,
            "单元格文本中的起始偏移；版面元素为 -1",
            "Where the span starts in the cell's text; -1 for furniture",
        ),
        Column("characters", _WHOLE, "非空白字符数", "Characters that are not white space"),
        Column("text", _TEXT, "原文", "The span as it stands in the source"),
    ),
)

FINDINGS: Final = Table(
    "findings",
    "存疑与说明",
    "Findings: what the pipeline was unsure of",
    (
        Column("finding_id", _TEXT, "编号", "Finding"),
        _PLAN_ID,
        _REGION_ID,
        _MEASURE_ID,
        Column("kind", _TEXT, "类别", "Kind of finding"),
        Column("severity", _TEXT, "note 说明 / doubt 存疑 / error 错误", "note, doubt or error"),
        _FIRST,
        _LAST,
        Column("message_zh", _TEXT, "中文说明", "What it is, in Chinese"),
        Column("message_en", _TEXT, "英文说明", "What it is, in English"),
    ),
)

TABLES: Final[dict[str, Table]] = {
    table.name: table for table in (PLANS, REGIONS, AREAS, TASKS, MEASURES, COVERAGE, *FACT_TABLES, LEDGER, FINDINGS)
}
"""All tables by name, in the order in which they are written, exported and explained."""
