"""A chart as one HTML file that needs nothing else: the drawing, its hints, its data, where it comes from."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from pathlib import Path
from typing import Any, Final

import pandas as pd

from pipeline.export.office.printable import one_line, printable
from pipeline.schema.chart import Chart

_HERE: Final = Path(__file__).parent
SCRIPT: Final = (_HERE / "web.js").read_text(encoding="utf-8")
"""The script of every page; it asks nothing of the network."""

_STYLE: Final = (_HERE / "web.css").read_text(encoding="utf-8")
_LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}
_DATA: Final = {"zh": "数据", "en": "Data"}
_HOW: Final = {
    "zh": "点击列名排序；图中各部分可用鼠标或 Tab 键与方向键查看说明。",
    "en": "Click a column's name to sort. Parts of the picture tell more under the pointer, or when they are"
    " reached by Tab and the arrow keys.",
}
_ENDS_SCRIPT: Final = re.compile(r"</(?=script)|<!--", re.IGNORECASE)


def page(
    exhibit: Chart,
    svg_layouts: Sequence[tuple[str, float]],
    script: str = SCRIPT,
    *,
    language: str = "zh",
) -> bytes:
    """Return a chart as an interactive page that works without a network.

    Parameters
    ----------
    exhibit
        What the chart shows; its ``frame`` becomes the table, as it stands.
    svg_layouts
        The drawing as SVG, once for each width that it is made for, with that width in pixels. It is put into
        the page as it is: whoever draws it has escaped its texts. No script in it runs.
    script
        The only script that the page lets run.
    language
        ``zh`` or ``en``: of the few words that are added here.

    Returns
    -------
    bytes
        The HTML file, in UTF-8.
    """
    script = _ENDS_SCRIPT.sub(lambda found: found[0].replace("<", r"\x3c"), script)
    drawn = _squeezed(unescape(re.sub(r"<[^>]*>", "", svg_layouts[0][0]))) if svg_layouts else ""

    def kind(text: str, otherwise: str = "quiet") -> str:
        """What the drawing says itself is written for those who have the page read aloud."""
        return "unseen" if _squeezed(text) in drawn else otherwise

    parts = (
        f'<!doctype html>\n<html lang="{_LANGUAGES[language]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_policy(script))}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(exhibit.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n",
        f'<h1 class="{kind(exhibit.title, "title")}">{_text(exhibit.title)}</h1>\n',
        f'<p class="{kind(exhibit.subtitle)}">{_text(exhibit.subtitle)}</p>\n' if exhibit.subtitle else "",
        f'<div class="picture">{"".join(_layouts(svg_layouts))}<div class="hint" hidden></div></div>\n',
        f'<p class="{kind(exhibit.source)}">{_text(exhibit.source)}</p>\n',
        f'<p class="quiet">{_text(exhibit.cite)}</p>\n' if exhibit.cite else "",
        _link(exhibit.link),
        "".join(_table(exhibit, language)),
        f"</main>\n<script>{script}</script>\n</body>\n</html>\n",
    )
    return "".join(parts).encode("utf-8")


def _squeezed(text: str) -> str:
    """Without white space: a drawing breaks its lines where they are full."""
    return "".join(text.split())


def _policy(script: str) -> str:
    """Nothing is loaded from anywhere, and no script runs but this one."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )


def _layouts(svg_layouts: Sequence[tuple[str, float]]) -> Iterator[str]:
    """All layouts, the first one shown until the script knows how much room there is."""
    for number, (svg, width) in enumerate(svg_layouts):
        hidden = " hidden" if number else ""
        limit = f"max-width:{round(width * 1.15)}px"
        yield f'<div class="layout" data-width="{width:g}" style="{limit}"{hidden}>{svg}</div>'


def _link(address: str) -> str:
    # An address of another kind could be a script.
    if not re.match(r"https?://", address):
        return f'<p class="quiet">{_text(address)}</p>\n' if address else ""
    return f'<p class="quiet"><a href="{_text(address)}" rel="noreferrer">{_text(address)}</a></p>\n'


def _table(exhibit: Chart, language: str) -> Iterator[str]:
    frame = exhibit.frame
    if frame.columns.empty:
        return
    numeric = [pd.api.types.is_numeric_dtype(dtype) for dtype in frame.dtypes]
    yield f'<h2 id="data">{_DATA[language]}</h2>\n<p class="quiet">{_HOW[language]}</p>\n'
    yield '<div class="scroll" tabindex="0" role="region" aria-labelledby="data"><table><thead><tr>'
    for name, number in zip(frame.columns, numeric, strict=True):
        kind = ' class="number"' if number else ""
        yield f'<th scope="col"{kind}><button type="button">{_text(str(name))}</button></th>'
    yield "</tr></thead><tbody>\n"
    for values in frame.itertuples(index=False, name=None):
        cells = (_cell(value, number=number) for value, number in zip(values, numeric, strict=True))
        yield f"<tr>{''.join(cells)}</tr>\n"
    yield "</tbody></table></div>\n"


def _cell(value: Any, *, number: bool) -> str:
    known = value is not None and value is not pd.NA and value == value
    if not number:
        return f"<td>{escape(printable(str(value))) if known else ''}</td>"
    if not known:
        return '<td class="number"></td>'
    shown = f"{value:.10g}" if isinstance(value, float) else str(value)
    return f'<td class="number" data-value="{float(value)!r}">{escape(shown)}</td>'


def _text(text: str) -> str:
    return escape(one_line(text))
