"""The README of exported tables: content, licence, list of tables, and citation."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from pipeline.export.citations import LICENCE, LICENCE_URL, NAME_EN, NAME_ZH, cite_tables
from pipeline.schema.codebook import TABLES
from pipeline.store.store import BuildInfo

README_FILE: Final = "README.md"

ABOUT_TABLES: Final = {
    "zh": "各省级地区的工作要点按同一份国家模板作答。这些数据表逐地区、逐任务记录谁写了什么、写得多深、"
    "由谁负责，每一条都可追溯到来源文件中的行。"
    "`codebook` 说明每一列，`build.json` 记录来源、版本和校验和。\n\n"
    f"数据表以 [{LICENCE}]({LICENCE_URL}) 许可使用（须署名），代码以 MIT 许可使用；工作要点的原文"
    "属于发布机关。",
    "en": "Provincial work plans answer one national template. These tables record, region by region and "
    "task by task, who wrote what, how deep it goes and who is in charge, each entry traceable to its lines "
    "in the source. `codebook` explains every column; `build.json` holds sources, version and checksums."
    f"\n\nThe tables are licensed under [{LICENCE}]({LICENCE_URL}) (give credit), the code under MIT; the "
    "wording of the plans belongs to the bodies that issued them.",
}
"""Description and licence of the tables, as Markdown, by language."""

_FILTERED: Final = (
    "A part of the rows only: `build.json` holds the filters. · 导出时作了筛选，条件见 `build.json`。"
)


def readme_text(info: BuildInfo, rows: Mapping[str, int], *, filtered: bool, today: date) -> str:
    """The README of exported tables as Markdown, in both languages; ``rows`` are row counts by table."""
    sources = [
        f"- {source.title} · {source.title_zh}: `{source.file}`, SHA-256 `{source.sha256}`"
        for source in info.sources
    ]
    tables = [
        f"- `{name}` ({count:,}): {TABLES[name].en} · {TABLES[name].zh}" for name, count in rows.items()
    ]
    citations = [f"{style}\n\n```\n{text}\n```" for style, text in cite_tables(info, today).by_style()]
    parts = [
        f"# {NAME_EN} · {NAME_ZH}",
        ABOUT_TABLES["en"],
        ABOUT_TABLES["zh"],
        *([_FILTERED] if filtered else []),
        "## Sources · 来源",
        "\n".join(sources),
        "## Tables, with their rows · 数据表及行数",
        "\n".join(tables),
        "## How to cite · 如何引用",
        *citations,
    ]
    return "\n\n".join(parts) + "\n"
