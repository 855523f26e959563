"""Every page in Chromium, held against the rules of axe-core: WCAG 2.2 and what its makers know beside."""

from typing import Any, Final, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from pages.ui.text import LANGUAGES
from tests.pages.conftest import Windows
from tests.settling import moved, settled

pytestmark = pytest.mark.browser

SCHEMES: Final[dict[Literal["light", "dark"], dict[str, list[str]]]] = {
    "light": {},
    "dark": {"runOnly": ["color-contrast", "link-in-text-block"]},
}
"""The colour schemes, each with the rules that are tried in it: names and roles have no colours."""

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
    "search?q=专利",
    "import",
    "methods",
    "region?region=320000",
    "task?task=3.4",
)

# Contrast is that of the end of a transition; what runs for ever (a spinner) has no end to wait for.
_FINISHED: Final = """() => Promise.all([document.fonts.ready, ...document.getAnimations()
    .filter(animation => animation.effect.getComputedTiming().iterations !== Infinity)
    .map(animation => animation.finished.catch(() => null))]).then(() => true)"""


def told(violations: list[dict[str, Any]]) -> list[str]:
    """What is broken, and where."""
    return [
        f"{rule['id']}: {node['target']} {node['html'][:120]}"
        for rule in violations
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rule_of_accessibility_is_broken(windows: Windows, language: str) -> None:
    page = windows(f"?lang={language}", "h1")
    broken = {}
    # Names and roles are made alike in both languages: each of them has every second page.
    for address in PAGES[LANGUAGES.index(language) :: len(LANGUAGES)]:
        moved(page, f"{address}{'&' if '?' in address else '?'}lang={language}")
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            settled(page).evaluate(_FINISHED)
            broken[address, scheme] = told(
                Axe().run(page, options={"resultTypes": ["violations"], **rules}).response["violations"]
            )
    assert {place: nodes for place, nodes in broken.items() if nodes} == {}
