"""Controlled vocabularies (depths, levels, character classes) and the columns of every table."""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple


class Edition(NamedTuple):
    """The plans of a collection for one year. Pages show one edition; counts never add up two."""

    collection: str
    year: int


DEPTHS: Final = ("absent", "blank", "none", "generic", "specific", "quantified")
"""How deeply a region answers a standard task, from least to most."""

GAP_DEPTHS: Final = ("absent", "blank", "generic")
"""The depths that make a coverage cell a gap."""

COVERED_DEPTHS: Final = ("generic", "specific", "quantified")
"""The depths at which a region covers a task: it states that it will act."""

CELL_CLASSES: Final = ("task", "measure", "deliverable", "departments", "deadline")
LAYOUT_CLASSES: Final = (
    *("title", "header", "serial", "area", "page_number", "overprint", "preface", "delimiter"),
    *("other_column", "running_head", "comment", "footnote", "hidden", "deleted", "invisible", "unread"),
)
CHARACTER_CLASSES: Final = CELL_CLASSES + LAYOUT_CLASSES
"""The character classes of the ledger: a cell of a row, or a kind of layout text."""

DELIVERABLE_MARK: Final = "｜"
"""Separates a measure's action from its deliverable, where a table has a column for each."""

ROLE_WORDS: Final = {"departments": "责任单位：", "lead": "牵头单位：", "support": "配合单位："}
"""Labels inserted before the bodies of each column, where a table has several columns of bodies."""

LIST_MARK: Final = "、"
"""Inserted between the bodies of several columns or cells of one role."""

ROLE_MARK: Final = "；"
"""Inserted between the bodies of columns of different roles."""

SPECIFIC_DEPTHS: Final = ("specific", "quantified")
"""The depths at which a region states specific actions."""

EXPORT_FORMATS: Final = ("csv", "xlsx", "parquet", "json")

MEASURE_CHANGES: Final = ("unchanged", "reworded", "reversed", "new", "dropped")
TARGET_CHANGES: Final = ("raised", "kept", "lowered", "reworded", "reversed", "new", "dropped")

SEVERITIES: Final = ("note", "doubt", "error")
"""note: an automatic decision; doubt: needs review; error: the build is not clean."""


CELL_NAMES: Final = {
    "task": ("工作内容", "task"),
    "measure": ("举措", "measure"),
    "departments": ("责任部门", "departments"),
    "deadline": ("完成时限", "deadline"),
}
"""The cells of a row, in both languages."""

SENTENCE_END: Final = re.compile("[。；！？][”’）)》]*$")
"""The end of a sentence; a closing mark alone may close a name (“信用河北”) within a cut measure."""
MEASURE_END: Final = re.compile(r"[。；！？.”）)》]$")
"""The end of a complete measure."""

DOCUMENT_KINDS: Final = {
    "law": ("法律", "law"),
    "regulation": ("条例", "regulation"),
    "rules": ("规定、细则与制度", "rules"),
    "measures": ("办法", "administrative measures"),
    "opinion": ("意见", "opinion"),
    "policy": ("政策措施", "policy measures"),
    "plan": ("规划、纲要、计划与要点", "plan"),
    "scheme": ("方案", "scheme"),
    "notice": ("通知与公告", "notice"),
    "guide": ("指南、导则与大纲", "guide"),
    "standard": ("标准与规范", "standard"),
    "agreement": ("协议与备忘录", "agreement"),
    "report": ("报告、白皮书与案例", "report"),
    "list": ("目录与指标", "list"),
    "publication": ("手册与其他印刷品", "publication"),
    "other": ("其他", "other"),
}
"""Kinds of cited documents, in Chinese and English."""

CAMPAIGN_KINDS: Final = {
    "action": ("行动", "action"),
    "project": ("工程项目", "project"),
    "platform": ("平台", "platform"),
    "event": ("活动", "event"),
    "other": ("其他", "other"),
    "strategy": ("战略与机制", "strategy or mechanism"),
}
"""Kinds of named campaigns, in Chinese and English."""


@dataclass(frozen=True)
class Column:
    """A column of a table in the codebook."""

    name: str
    dtype: str
    zh: str
    en: str


@dataclass(frozen=True)
class TableSchema:
    """A table of the codebook, with its columns in export order."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)
