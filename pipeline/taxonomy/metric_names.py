"""English names of what targets count, read from ``metrics.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import DEFAULT
from pipeline.taxonomy.toml_files import find_file, read_toml

METRICS_FILE: Final = "metrics.toml"


def load_metric_names(folder: Path = DEFAULT) -> dict[str, str]:
    """Read the English name of each metric, by its Chinese wording; raises TaxonomyError."""
    source = find_file(folder, METRICS_FILE)
    names = read_toml(source).get("names")
    if not isinstance(names, dict):
        raise TaxonomyError(
            "没有 [names] 段；请在其下逐行写“中文 = 英文”。",
            'There is no [names]; write "Chinese" = "English" under it, one a line.',
            source=source,
        )
    for metric, name in names.items():
        if not isinstance(name, str) or not name.strip():
            raise TaxonomyError(
                f"[names] 中“{metric}”的英文名应为带引号的非空文本；请改正。",
                f"[names]: the English name of “{metric}” should be text in quotes, not empty; mend it.",
                source=source,
            )
    return names
