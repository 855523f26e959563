"""How the page on data and methods is drawn: its style sheet, with the colours of light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pages.ui.text import FATES
from pages.ui.theme import DARK, LIGHT

_SHEET: Final = Path(__file__).with_name("methods.css").read_text(encoding="utf-8")
_COLOURS: Final = {
    "paper": (LIGHT.paper, DARK.paper),
    "panel": (LIGHT.panel, DARK.panel),
    "quiet": (LIGHT.quiet, DARK.quiet),
    "rule": (LIGHT.rule, DARK.rule),
    "accent": (LIGHT.accent, DARK.accent),
    "alarm": (LIGHT.fates["overprint"], DARK.fates["overprint"]),
}


def style() -> str:
    """The rules, for `st.html`."""
    colours = "".join(
        f"--methods-{name}: light-dark({light}, {dark}); " for name, (light, dark) in _COLOURS.items()
    )
    fates = "".join(
        f".f-{fate} {{ --fate: light-dark({LIGHT.fates[fate]}, {DARK.fates[fate]}); }}\n" for fate in FATES
    )
    return f"<style>.stApp {{ {colours}}}\n{fates}{_SHEET}</style>"
