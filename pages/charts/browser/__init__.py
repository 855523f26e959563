"""JavaScript and CSS of the charts."""

import json
from pathlib import Path
from typing import Any, Final

import streamlit as st

_FOLDER: Final = Path(__file__).parent


def component(name: str, html: str, scripts: str, styles: str, *, isolated: bool = True) -> Any:
    """Return the component ``plan_atlas_<name>`` of HTML and of files in this folder; see `read_assets`."""
    assets = {"js": read_assets(scripts), "css": read_assets(styles)}
    return st.components.v2.component(f"plan_atlas_{name}", html=html, isolate_styles=isolated, **assets)


def read_assets(names: str) -> str:
    """Return the concatenated text of files in this folder, whose names are separated by spaces."""
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names.split())


def json_in_script(value: Any) -> str:
    """Return JSON that can be embedded in a `<script>` element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
