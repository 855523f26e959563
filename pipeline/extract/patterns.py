"""The patterns and word lists of ``patterns.toml``, by which facts are found in texts."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import SHARED
from pipeline.taxonomy.toml_files import read_toml, require_section

PATTERNS_FILE: Final = SHARED / "patterns.toml"

_REFERENCE: Final = re.compile(r"\{([a-z_]+)\}")
_LINE_BREAK: Final = re.compile(r"(?:\A|\n) *")


class Patterns:
    """The patterns of a section, as attributes; each is compiled when it is first used."""

    def __init__(self, section: str, source: Path, texts: Mapping[str, str]) -> None:
        self._section, self._source, self._texts = section, source, texts

    def __getattr__(self, name: str) -> re.Pattern[str]:
        """Compile a pattern; raises :class:`TaxonomyError` where it is missing or no regular expression."""
        text = {name: self._texts[name]} if name in self._texts else {}
        require_section(self._source, f"[{self._section}]", text, "pattern", [name])
        pattern = re.compile(text[name])
        setattr(self, name, pattern)
        return pattern


def load_lists(section: str, source: Path = PATTERNS_FILE) -> dict[str, list[str]]:
    """Read the lists of a section; a text is a list of one. Raises :class:`TaxonomyError`."""
    content = _read_sections(source).get(section)
    if isinstance(content, dict):
        content = {name: [value] if isinstance(value, str) else value for name, value in content.items()}
    return require_section(source, f"[{section}]", content, "texts")


def load_patterns(
    section: str, parts: Mapping[str, str] = MappingProxyType({}), source: Path = PATTERNS_FILE
) -> Patterns:
    """Read the patterns of a section: a list has alternatives, and line breaks are ignored.

    ``{name}`` stands for a pattern above it in its section, or for one of ``parts``. Raises
    :class:`TaxonomyError` where it is neither.
    """
    known, texts = dict(parts), {}
    for name, alternatives in load_lists(section, source).items():
        text = _LINE_BREAK.sub("", "|".join(alternatives))
        if unknown := [reference for reference in _REFERENCE.findall(text) if reference not in known]:
            raise TaxonomyError.of(
                "pattern_reference_unknown", source=source, section=section, name=name, unknown=unknown[0]
            )
        texts[name] = _REFERENCE.sub(lambda reference: known[reference[1]], text)
        known[name] = f"(?:{texts[name]})" if len(alternatives) > 1 else texts[name]
    return Patterns(section, source, texts)


@cache
def _read_sections(source: Path) -> dict[str, Any]:
    return read_toml(source)
