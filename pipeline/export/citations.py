"""How the tables and their sources are cited in four styles, with version, day and checksum filled in."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from pipeline.store.store import BuildInfo, SourceInfo

_CHECKSUM_LENGTH: Final = 12
"""How many digits of a checksum are cited."""

NAME_ZH: Final = "省级政策对照数据表"
NAME_EN: Final = "Plan Atlas tables"

LICENCE: Final = "CC BY 4.0"
LICENCE_URL: Final = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of the tables: the canonical address of its deed."""

_BIBTEX_ESCAPES: Final = {sign: f"\\{sign}" for sign in "&%$#_{}"} | {"\\": r"\textbackslash{}"}


class Citations(NamedTuple):
    """The same work cited in four styles."""

    apa: str
    gb7714: str
    bibtex: str
    ris: str

    def by_style(self) -> tuple[tuple[str, str], ...]:
        """Each style by its name, with the citation."""
        return tuple(zip(("APA", "GB/T 7714-2015", "BibTeX", "RIS"), self, strict=True))


def cite_tables(info: BuildInfo, seen: date, *, page: str = "", link: str = "") -> Citations:
    """Citations of the built tables, or of a page that shows them.

    Parameters
    ----------
    info
        What is known of the build.
    seen
        The day of access.
    page, link
        The title of the page and its address.
    """
    built = info.built_at.date()
    check_zh, check_en = _format_checksum(info)
    what_zh, what_en = _describe_sources(info.sources)
    title_zh, title = (
        ". ".join(filter(None, (page, whole))) for whole in (f"{NAME_ZH}：{what_zh}", f"{NAME_EN}: {what_en}")
    )
    note = f"Data set built {built.isoformat()}, {check_en}"
    place = f" {link}" if link else ""
    return Citations(
        apa=f"Plan Atlas. ({built.year}). {title} (Version {info.version}; {check_en}) [Data set]. "
        f"Built {built.isoformat()}, accessed {seen.isoformat()}.{place}",
        gb7714=f"Plan Atlas. {title_zh}[DS]. {info.version} 版. "
        f"({built.isoformat()})[{seen.isoformat()}]. {check_zh}.{place}",
        bibtex=_format_bibtex(
            f"plan-atlas-{info.version}",
            {
                "title": f"{{{_escape_bibtex(title)}}}",
                "author": "{Plan Atlas}",
                "year": str(built.year),
                "version": info.version,
                "note": note,
                "url": link,
                "urldate": seen.isoformat(),
            },
        ),
        ris=_format_ris(
            "DATA",
            {
                "AU": "Plan Atlas",
                "TI": title,
                "PY": str(built.year),
                "DA": f"{built:%Y/%m/%d}",
                "ET": info.version,
                "UR": link,
                "Y2": f"{seen:%Y/%m/%d}",
                "N1": note,
            },
        ),
    )


def cite_source(source: SourceInfo) -> Citations:
    """Citation of a source itself; fields that its file does not state are given as unknown."""
    year = str(source.year or "")
    digits = source.sha256[:_CHECKSUM_LENGTH]
    file = f"{source.file}, SHA-256 {digits}"
    published = f"[出版地不详]：[出版者不详]，{year or '[出版年不详]'}"
    return Citations(
        apa=f"{source.title}. ({year or 'n.d.'}). [Text file {file}].",
        gb7714=f"{source.title_zh}[G]. {published}. 文本文件 {source.file}，SHA-256 {digits}.",
        bibtex=_format_bibtex(
            "-".join(filter(None, (source.collection, year))),
            {
                "title": f"{{{_escape_bibtex(source.title_zh)}}}",
                "year": year,
                "note": _escape_bibtex(source.title),
                "howpublished": f"{_escape_bibtex(source.file)}, SHA-256 {digits}",
            },
        ),
        ris=_format_ris(
            "GEN", {"TI": source.title_zh, "TT": source.title, "PY": year, "N1": f"Text file {file}"}
        ),
    )


def _format_checksum(info: BuildInfo) -> tuple[str, str]:
    """The identity of this build: its source, or for several of them the fingerprint of all."""
    if len(info.sources) == 1:
        digits = info.sources[0].sha256[:_CHECKSUM_LENGTH]
        return f"源文件 SHA-256 {digits}", f"source SHA-256 {digits}"
    digits = info.fingerprint[:_CHECKSUM_LENGTH]
    return f"构建指纹 {digits}", f"build fingerprint {digits}"


def _describe_sources(sources: tuple[SourceInfo, ...]) -> tuple[str, str]:
    """What the tables are made from: the title of the only source, else the years of all."""
    if len(sources) == 1:
        return sources[0].title_zh, sources[0].title
    years = sorted({source.year for source in sources if source.year})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    return (f"{span}年工作要点", f"work plans of {span}") if years else ("工作要点", "work plans")


def _escape_bibtex(words: str) -> str:
    """A text with the characters that are special in BibTeX escaped."""
    return "".join(_BIBTEX_ESCAPES.get(sign, sign) for sign in words)


def _format_bibtex(key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@misc{{{key},", *lines, "}"))


def _format_ris(kind: str, fields: dict[str, str]) -> str:
    """An entry as reference managers import it: a tag a line; line breaks would end a value."""
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields.items() if value]
    return "\n".join((f"TY  - {kind}", *lines, "ER  - "))
