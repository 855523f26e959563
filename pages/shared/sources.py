"""Where the numbers come from, said under figures and in workbooks."""

from __future__ import annotations

from pages.shared import data
from pages.shared.text import current_language, joined, t


def source_note() -> str:
    """The line under a figure: the sources and the build."""
    info = data.build_info()
    titles = joined(
        source.title_zh if current_language() == "zh" else source.title for source in info.sources
    )
    return t(f"来源：{titles}；Plan Atlas {info.version}", f"Source: {titles}; Plan Atlas {info.version}")


def workbook_notes() -> list[tuple[str, str]]:
    """The sheet of notes in a workbook: each source with its checksum, and the build."""
    info = data.build_info()
    zh = current_language() == "zh"
    found = [
        (
            t("来源", "Source"),
            f"{source.title_zh if zh else source.title} ({source.file}, SHA-256 {source.sha256})",
        )
        for source in info.sources
    ]
    return [*found, (t("版本", "Version"), f"Plan Atlas {info.version}, {info.built_at:%Y-%m-%d}")]
