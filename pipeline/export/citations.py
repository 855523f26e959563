"""Citations of the tables and their sources in four styles, with version, date and checksum."""

from datetime import date
from typing import Final, NamedTuple

from pipeline.store.store import BuildInfo, SourceInfo

_CHECKSUM_LENGTH: Final = 12
NAME_ZH: Final = "省级政策对照数据表"
NAME_EN: Final = "Plan Atlas tables"

LICENCE: Final = "CC BY 4.0"
LICENCE_URL: Final = "https://creativecommons.org/licenses/by/4.0/"
_BIBTEX_ESCAPES: Final = str.maketrans(
    {char: f"\\{char}" for char in "&%$#_{}"} | {"\\": r"\textbackslash{}"}
)


class Citations(NamedTuple):
    """The same work cited in four styles."""

    apa: str
    gb7714: str
    bibtex: str
    ris: str

    def by_style(self) -> tuple[tuple[str, str], ...]:
        """Pairs of the style's name and the citation."""
        return tuple(zip(("APA", "GB/T 7714-2015", "BibTeX", "RIS"), self, strict=True))


def cite_tables(info: BuildInfo, seen: date, *, page: str = "", link: str = "") -> Citations:
    """Citations of the built tables, or of a page with title and address; ``seen`` is the access date."""
    built = info.built_at.date()
    checksum_zh, checksum = _format_checksum(info)
    sources_zh, sources = _describe_sources(info.sources)
    prefix, suffix = f"{page}. " if page else "", f" {link}" if link else ""
    title_zh, title = f"{prefix}{NAME_ZH}：{sources_zh}", f"{prefix}{NAME_EN}: {sources}"
    note = f"Data set built {built}, {checksum}"
    return Citations(
        apa=f"Plan Atlas. ({built.year}). {title} (Version {info.version}; {checksum}) [Data set]. "
        f"Built {built}, accessed {seen}.{suffix}",
        gb7714=f"Plan Atlas. {title_zh}[DS]. {info.version} 版. ({built})[{seen}]. {checksum_zh}.{suffix}",
        bibtex=_format_bibtex(
            f"plan-atlas-{info.version}",
            {
                "title": f"{{{title.translate(_BIBTEX_ESCAPES)}}}",
                "author": "{Plan Atlas}",
                "year": str(built.year),
                "version": info.version,
                "note": note,
                "url": link,
                "urldate": str(seen),
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
    """Citation of a source file; fields that its metadata lacks are cited as unknown."""
    year = str(source.year or "")
    checksum = source.sha256[:_CHECKSUM_LENGTH]
    file = f"{source.file}, SHA-256 {checksum}"
    published = f"[出版地不详]：[出版者不详]，{year or '[出版年不详]'}"
    return Citations(
        apa=f"{source.title}. ({year or 'n.d.'}). [Text file {file}].",
        gb7714=f"{source.title_zh}[G]. {published}. 文本文件 {source.file}，SHA-256 {checksum}.",
        bibtex=_format_bibtex(
            "-".join(filter(None, (source.collection, year))),
            {
                "title": f"{{{source.title_zh.translate(_BIBTEX_ESCAPES)}}}",
                "year": year,
                "note": source.title.translate(_BIBTEX_ESCAPES),
                "howpublished": f"{source.file.translate(_BIBTEX_ESCAPES)}, SHA-256 {checksum}",
            },
        ),
        ris=_format_ris(
            "GEN", {"TI": source.title_zh, "TT": source.title, "PY": year, "N1": "Text file " + file}
        ),
    )


def _format_checksum(info: BuildInfo) -> tuple[str, str]:
    """Checksum of the only source, else the build's fingerprint, in Chinese and English."""
    if len(info.sources) == 1:
        checksum = info.sources[0].sha256[:_CHECKSUM_LENGTH]
        return f"源文件 SHA-256 {checksum}", f"source SHA-256 {checksum}"
    fingerprint = info.fingerprint[:_CHECKSUM_LENGTH]
    return f"构建指纹 {fingerprint}", f"build fingerprint {fingerprint}"


def _describe_sources(sources: tuple[SourceInfo, ...]) -> tuple[str, str]:
    """Title of the only source, else the range of years, in Chinese and English."""
    if len(sources) == 1:
        return sources[0].title_zh, sources[0].title
    years = sorted({source.year for source in sources if source.year})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    return (f"{span}年工作要点", f"work plans of {span}") if years else ("工作要点", "work plans")


def _format_bibtex(key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@misc{{{key},", *lines, "}"))


def _format_ris(kind: str, fields: dict[str, str]) -> str:
    """A RIS record, one tag per line; values must not contain line breaks."""
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields.items() if value]
    return "\n".join((f"TY  - {kind}", *lines, "ER  - "))
