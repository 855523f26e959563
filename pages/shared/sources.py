"""Where the numbers come from, said under figures and in the files that are taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pages.shared import address, citing, data
from pages.shared.text import DEPTHS, column, current_language, joined, named, t
from pages.shared.theme import MARKS
from pipeline.export import Origin, Part

_NO_FILTERS: Final = ("lang", "open", "present", "page", "by", "print", "embed", "embed_options")
"""Names in the address that choose nothing of what a table holds."""


def source_note() -> str:
    """The line under a figure: the sources and the build."""
    info = data.build_info()
    titles = joined(
        source.title_zh if current_language() == "zh" else source.title for source in info.sources
    )
    return t(f"来源：{titles}；Plan Atlas {info.version}", f"Source: {titles}; Plan Atlas {info.version}")


def told_here(title: str) -> Origin:
    """What a file of the table called ``title`` says of itself, on the page as it is drawn now."""
    info = data.build_info()
    zh = current_language() == "zh"
    whole = " · ".join(filter(None, (address.page_title(), title)))
    link = address.link()
    sources = tuple(
        Part(source.title_zh if zh else source.title, source.file, source.sha256) for source in info.sources
    )
    filters = {name: codes for name, codes in address.view().items() if name not in _NO_FILTERS}
    return Origin(
        title=whole,
        cite=citing.citation(whole, link),
        link=link,
        version=info.version,
        built_at=info.built_at.isoformat(),
        fingerprint=info.fingerprint,
        sources=sources,
        filters=filters,
        filters_told=[(_name(name), joined(map(_names(name), codes))) for name, codes in filters.items()],
    )


def _name(name: str) -> str:
    labels = {
        "macro": t("大区", "macro-regions"),
        "region": t("地区", "regions"),
        "area": t("工作重点", "key areas"),
        "task": t("标准任务", "standard tasks"),
        "depth": t("深度", "depth"),
        "year": t("年份", "year"),
        "q": t("检索词", "words searched for"),
    }
    known = labels.get(_kind(name))
    return known if known and known == labels.get(name) else f"{known} ({name})" if known else name


def _kind(name: str) -> str:
    """What a choice is a choice of: the name ends with it (``for_region``)."""
    return name.rpartition("_")[2]


def _names(name: str) -> Callable[[str], str]:
    """What a code of a choice is called; a code that nothing is known of stands for itself."""
    if _kind(name) == "depth":
        return lambda code: f"{MARKS[code]} {named(DEPTHS, code)}" if code in MARKS else code
    known = _known(_kind(name))
    return lambda code: known.get(code, code)


def _known(kind: str) -> dict[str, str]:
    if kind == "macro":
        rows = data.regions()
        return dict(zip(rows["macro_id"], rows[column("macro")], strict=True))
    if kind == "region":
        rows = data.regions()
        return dict(zip(rows["region_id"], rows[column("short")], strict=True))
    if kind not in ("area", "task"):
        return {}
    rows = data.areas() if kind == "area" else data.tasks()
    names = zip(rows[f"{kind}_id"], rows[column("short")], strict=True)
    return {code: f"{code} {name}" for code, name in names}
