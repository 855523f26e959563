"""Where the numbers come from: under charts and in exported files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pages.ui import address, data, links
from pages.ui.conditions import Condition
from pages.ui.evidence import citing
from pages.ui.text import current_language, joined, t
from pipeline.export.export import Origin, SourceFile


@dataclass(frozen=True)
class ViewOrigin:
    """The origin that the files of a view name, but for their titles; asks for nothing of the session."""

    page: str
    untitled: Origin
    cite: Callable[[str], str]
    """From a title to how to cite what it is the title of."""

    def titled(self, title: str) -> Origin:
        """The origin of a file of the table called ``title``."""
        whole = " · ".join(filter(None, (self.page, title)))
        return replace(self.untitled, title=whole, cite=self.cite(whole))


def source_note() -> str:
    """The line under a figure: the sources and the build."""
    info = data.build_info()
    titles = joined(
        source.title_zh if current_language() == "zh" else source.title for source in info.sources
    )
    return t(f"来源：{titles}；Plan Atlas {info.version}", f"Source: {titles}; Plan Atlas {info.version}")


def view_origin(in_force: Sequence[Condition]) -> ViewOrigin:
    """The origin of the files of the page as it is drawn now.

    Parameters
    ----------
    in_force
        The conditions that decide which rows there are, as `pages.ui.conditions.in_force` gives them.
    """
    info, zh = data.build_info(), current_language() == "zh"
    labels = Counter(condition.label for condition in in_force)
    untitled = Origin(
        link=links.file_link(),
        version=info.version,
        built_at=info.built_at.isoformat(),
        fingerprint=info.fingerprint,
        sources=tuple(
            SourceFile(source.title_zh if zh else source.title, source.file, source.sha256)
            for source in info.sources
        ),
        filters={condition.name: condition.codes for condition in in_force},
        filter_labels=tuple(
            (f"{one.label} ({one.name})" if labels[one.label] > 1 else one.label, joined(one.words))
            for one in in_force
        ),
    )
    return ViewOrigin(address.page_title(), untitled, citing.citing(links.file_link()))
