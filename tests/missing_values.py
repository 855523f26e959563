"""What a value looks like that nobody thought of: missing, or without an end."""

import re
from typing import Final

NOT_WRITTEN: Final = re.compile(r"(?<![\w.-])(?:nan|NaN|NaT|<NA>|None(?! of)|-?inf|-?Infinity)(?![\w-])")
"""Such a value where it is shown as if it were a word; “none of” is English."""
