"""Where the script of a page lies, by the page's name in its address."""

from __future__ import annotations


def script_of(page: str) -> str:
    """The path that `AppTest.switch_page` takes."""
    if page in ("region", "task"):
        return f"pages/profiles/{page}_page.py"
    return f"pages/{page}/page.py"
