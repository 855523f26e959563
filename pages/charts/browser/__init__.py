"""The scripts and rules of style that run in the reader's browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

BROWSER: Final = Path(__file__).parent


def read_assets(*names: str) -> str:
    """Some of the files, one after the other."""
    return "\n".join((BROWSER / name).read_text(encoding="utf-8") for name in names)


def json_in_script(value: Any) -> str:
    """A value as JSON in which nothing ends or begins a script."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
