"""How the tables and their source are cited, with the version, the day and the checksum filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from pipeline.store.store import BuildInfo, SourceInfo

SHORT: Final = 12
"""How many digits of a checksum are cited."""

NAME_ZH: Final = "省级政策对照数据表"
NAME_EN: Final = "Plan Atlas tables"

_SIGNS: Final = {sign: f"\\{sign}" for sign in "&%$#_{}"} | {"\\": r"\textbackslash{}"}


@dataclass(frozen=True)
class Citations:
    """The same work cited in two styles, and in English prose."""

    bibtex: str
    gb7714: str
    english: str


def cite_tables(info: BuildInfo, seen: date) -> Citations:
    """How to cite the built tables, looked at on the day ``seen``."""
    built = info.built_at.date()
    check_zh, check_en = _checksum(info)
    what_zh, what_en = _what(info.sources)
    bibtex = _entry(
        f"plan-atlas-{info.version}",
        {
            "title": f"{{{_escaped(f'{NAME_EN}: {what_en}')}}}",
            "author": "{Plan Atlas}",
            "year": str(built.year),
            "version": info.version,
            "note": f"Data set built {built.isoformat()}, {check_en}",
            "urldate": seen.isoformat(),
        },
    )
    title = f"{NAME_ZH}：{what_zh}[DS]. {info.version} 版"
    days = f"({built.isoformat()})[{seen.isoformat()}]"
    gb7714 = f"Plan Atlas. {title}. {days}. {check_zh}."
    days_en = f"Version {info.version}, built {built.isoformat()}, accessed {seen.isoformat()}"
    english = f"Plan Atlas. {NAME_EN}: {what_en} [Data set]. {days_en}. {check_en[:1].upper()}{check_en[1:]}."
    return Citations(bibtex, gb7714, english)


def cite_source(source: SourceInfo) -> Citations:
    """How to cite a source itself; what its file does not tell stands as unknown."""
    year = str(source.year or "")
    digits = source.sha256[:SHORT]
    bibtex = _entry(
        "-".join(filter(None, (source.collection, year))),
        {
            "title": f"{{{_escaped(source.title_zh)}}}",
            "year": year,
            "note": _escaped(source.title),
            "howpublished": f"{_escaped(source.file)}, SHA-256 {digits}",
        },
    )
    published = f"[出版地不详]：[出版者不详]，{year or '[出版年不详]'}"
    gb7714 = f"{source.title_zh}[G]. {published}. 文本文件 {source.file}，SHA-256 {digits}."
    english = f"{source.title}{f', {year}' if year else ''}. Text file {source.file}, SHA-256 {digits}."
    return Citations(bibtex, gb7714, english)


def _checksum(info: BuildInfo) -> tuple[str, str]:
    """What tells this build from others: its source, or for several of them the fingerprint of all."""
    if len(info.sources) == 1:
        digits = info.sources[0].sha256[:SHORT]
        return f"源文件 SHA-256 {digits}", f"source SHA-256 {digits}"
    digits = info.fingerprint[:SHORT]
    return f"构建指纹 {digits}", f"build fingerprint {digits}"


def _what(sources: tuple[SourceInfo, ...]) -> tuple[str, str]:
    """What the tables are made from: the title of the only source, else the years of all."""
    if len(sources) == 1:
        return sources[0].title_zh, sources[0].title
    years = sorted({source.year for source in sources if source.year})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    return (f"{span}年工作要点", f"work plans of {span}") if years else ("工作要点", "work plans")


def _escaped(words: str) -> str:
    """Words in which BibTeX finds no signs of its own."""
    return "".join(_SIGNS.get(sign, sign) for sign in words)


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@misc{{{key},", *lines, "}"))
