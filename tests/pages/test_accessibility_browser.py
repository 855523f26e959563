"""Every page in Chromium, held against the rules of axe-core: WCAG 2.2 and what its makers know beside."""

from __future__ import annotations

from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pages.conftest import Windows

pytestmark = pytest.mark.browser

PAGES: Final = (
    "",
    "coverage",
    "coverage?open=320000:3.4",
    "gaps",
    "gaps?view=task&for_task=3.4",
    "compare",
    "targets",
    "targets?see=region&of=320000",
    "keywords",
    "keywords?see=alike",
    "departments",
    "local",
    "region?region=320000",
    "task?task=3.4",
    "search?q=专利",
    "methods",
)


def told(violations: list[dict[str, Any]]) -> list[str]:
    """What is broken, and where."""
    return [
        f"{rule['id']}: {node['target']} {node['html'][:120]}"
        for rule in violations
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_no_rule_of_accessibility_is_broken(windows: Windows, address: str, scheme: str) -> None:
    language = "en" if scheme == "light" else "zh"
    page = windows(f"{address}{'&' if '?' in address else '?'}lang={language}", "h1", scheme=scheme)
    page.wait_for_timeout(1500)
    assert told(Axe().run(page).response["violations"]) == []
