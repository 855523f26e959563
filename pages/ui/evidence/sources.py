"""Where the numbers come from, said under figures and in the files that are taken away."""

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
class Teller:
    """What the files of a view say of themselves, but for their titles; asks for nothing of the session."""

    page: str
    untitled: Origin
    cite: Callable[[str], str]
    """From a title to how to cite what it is the title of."""

    def origin(self, title: str) -> Origin:
        """What a file of the table called ``title`` says of itself."""
        whole = " · ".join(filter(None, (self.page, title)))
        return replace(self.untitled, title=whole, cite=self.cite(whole))


def source_note() -> str:
    """The line under a figure: the sources and the build."""
    info = data.build_info()
    titles = joined(
        source.title_zh if current_language() == "zh" else source.title for source in info.sources
    )
    return t(f"来源：{titles}；Plan Atlas {info.version}", f"Source: {titles}; Plan Atlas {info.version}")


def teller(in_force: Sequence[Condition]) -> Teller:
    """What files say of themselves, on the page as it is drawn now.

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
    return Teller(address.page_title(), untitled, citing.citing(links.file_link()))
