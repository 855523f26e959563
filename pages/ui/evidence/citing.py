"""How a view is cited: what it shows, version, source, day of the build, and where it is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pages.ui import data
from pages.ui.text import PRODUCT, joined, t

DIGITS: Final = 12
"""How much of a source's checksum a citation holds: enough to tell any two sources apart."""


def citation(title: str, link: str) -> str:
    """One line that says where something shown under ``title`` comes from; see `citing`."""
    return citing(link)(title)


def citing(link: str) -> Callable[[str], str]:
    """How to cite what this view shows, from a title: of a chart, or of a page.

    Parameters
    ----------
    link
        The address that shows it again, as `pages.ui.links.link` gives it.

    Returns
    -------
    callable
        It asks for nothing of the session, so that it can be called outside of it.
    """
    info = data.build_info()
    sources = joined(
        t(
            f"《{source.title_zh}》（SHA-256 {source.sha256[:DIGITS]}）",
            f"{source.title} (SHA-256 {source.sha256[:DIGITS]})",
        )
        for source in info.sources
    )
    built = f"{info.built_at:%Y-%m-%d}"
    told = t(
        f"。{PRODUCT['zh']} {PRODUCT['en']} {info.version}，{built} 构建。来源：{sources}。{link}",
        f". {PRODUCT['en']} {info.version}, built {built}. Source: {sources}. {link}",
    )
    return lambda title: f"{title.rstrip('。.')}{told}".rstrip()
