"""An empty deck: 16:9, one layout with a title, fonts for both languages, and no author.

Its look is that of `template.pptx`, which PowerPoint can edit.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pptx
from pptx.presentation import Presentation

WIDTH: Final = 960.0
HEIGHT: Final = 540.0
"""Of the template's slides, in points."""

PROGRAM: Final = "Plan Atlas"

_TEMPLATE: Final = Path(__file__).with_name("template.pptx")
_LANGUAGES: Final = {"zh": "zh-CN", "en": "en-US"}


def empty_deck(title: str, language: str) -> tuple[Presentation, Any]:
    """Return a presentation without slides, and its layout."""
    presentation = pptx.Presentation(str(_TEMPLATE))
    set_properties(presentation.core_properties, title, language)
    return presentation, presentation.slide_layouts[0]


def set_properties(core: Any, title: str, language: str) -> None:
    """Set the properties of a presentation or a text document: its title and language, and no person."""
    core.title, core.subject, core.language = title[:255], "", _LANGUAGES[language]
    core.author = core.last_modified_by = PROGRAM
    core.comments = core.keywords = core.category = ""
    core.created = core.modified = datetime.now(UTC).replace(tzinfo=None)
    core.revision = 1
