"""What several tables of the codebook have in common: the types of columns, and the columns that recur."""

from __future__ import annotations

from typing import Final

from pipeline.schema.model import Column

TEXT: Final = "string"
WHOLE: Final = "int64"
REAL: Final = "float64"
FLAG: Final = "bool"

PLAN_ID: Final = Column("plan_id", TEXT, "工作要点编号：<集合>-<年份>-<地区代码>", "Plan: <collection>-<year>-<region_id>")
REGION_ID: Final = Column("region_id", TEXT, "地区代码（GB/T 2260 六位；兵团为 660000）", "Region: six-digit GB/T 2260 code; the Corps is 660000")
MEASURE_ID: Final = Column("measure_id", TEXT, "举措编号：<plan_id>-<序号>", "Measure: <plan_id>-<running number>")
AREA_ID: Final = Column("area_id", TEXT, "工作重点编号（1–6）", "Key area, 1 to 6")
YEAR: Final = Column("year", WHOLE, "年份", "Year of the plan")
FIRST_LINE: Final = Column("first_line", WHOLE, "源文件首行（从 1 起）", "First source line, counted from 1")
LAST_LINE: Final = Column("last_line", WHOLE, "源文件末行（从 1 起）", "Last source line, counted from 1")

OF_PLAN: Final = Column("plan_id", TEXT, "工作要点编号", "Plan")
OF_REGION: Final = Column("region_id", TEXT, "地区代码", "Region")
OF_MEASURE: Final = Column("measure_id", TEXT, "举措编号", "Measure")

NAMES: Final = (
    Column("name_zh", TEXT, "中文全称", "Full name in Chinese"),
    Column("name_en", TEXT, "英文全称", "Full name in English"),
    Column("short_zh", TEXT, "中文简称", "Short name in Chinese"),
    Column("short_en", TEXT, "英文简称", "Short name in English"),
)
"""The names of what the template and the map know by a code."""

CODES: Final = frozenset(
    (
        *("collection", "comparator", "depth", "fate", "kind", "level", "maker", "match_method", "merged"),
        *("role", "scope", "severity", "source_sha256", "status", "title_origin"),
    )
)
"""Text columns that hold words of a closed list, or what the pipeline has made, and no text of a source."""


def is_code(name: str) -> bool:
    """Whether a column of this name holds codes: ids, or words of a closed list. No export changes them."""
    return name in CODES or name.endswith(("_id", "_ids"))
