"""What the drawn parts of the page on data and methods have in common."""

from __future__ import annotations


def both(light: str, dark: str) -> str:
    """A colour for style sheets that is one in light and another in dark."""
    return f"light-dark({light}, {dark})"
