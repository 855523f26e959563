"""An empty 16:9 deck from `template.pptx`, whose only layout has a title and can be edited in PowerPoint."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pptx
from pptx.presentation import Presentation

WIDTH: Final = 960.0
HEIGHT: Final = 540.0
"""Size of the template's slides in points."""

PROGRAM: Final = "Plan Atlas"

_TEMPLATE: Final = Path(__file__).with_name("template.pptx")
_LANGUAGES: Final = {"zh": "zh-CN", "en": "en-US"}


def empty_deck(title: str, language: str) -> tuple[Presentation, Any]:
    """A presentation without slides, and its layout."""
    presentation = pptx.Presentation(str(_TEMPLATE))
    set_properties(presentation.core_properties, title, language)
    return presentation, presentation.slide_layouts[0]


def set_properties(core: Any, title: str, language: str) -> None:
    """Set the core properties of a PPTX or DOCX file: title and language, but no personal author."""
    core.title, core.subject, core.language = title[:255], "", _LANGUAGES[language]
    core.author = core.last_modified_by = PROGRAM
    core.comments = core.keywords = core.category = ""
    core.created = core.modified = datetime.now(UTC).replace(tzinfo=None)
    core.revision = 1
