"""JavaScript and CSS of the charts."""

import json
from pathlib import Path
from typing import Any, Final

_FOLDER: Final = Path(__file__).parent


def read_assets(*names: str) -> str:
    """Return the concatenated text of files in this folder."""
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)


def json_in_script(value: Any) -> str:
    """Return JSON that can be embedded in a `<script>` element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
