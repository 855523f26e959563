"""A random walk over a dashboard in Chromium, as ``make monkey`` runs it: whatever can be clicked is clicked.

The walk goes wherever a reader could: pages, tabs, choices, marks in pictures, cards, tables, links, Back and
the language. It ends as a failure at an error box, an exception in the server's log or in the browser's
console, a value that is no word (``nan``), or a blank page; then it prints its seed and its trail, a step a
line, and ``--replay`` walks such a trail again.

Controls that were tried least are tried first, so that a longer walk reaches more of them.
"""

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlparse

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page
from playwright.sync_api import Error as BrowserError

from tests.chromium import MISSING, find_chromium, launched_chromium
from tests.missing_values import NOT_WRITTEN
from tests.serving import dashboard_command, serving
from tests.settling import settled

CONTROLS: Final = {
    "page": '[data-testid="stSidebarNavLink"]',
    "link": '[data-testid="stMain"] a[href]:not([target="_blank"]):not([download])',
    "mark": "[data-open]",
    "cell": '[data-testid="stDataFrame"] canvas >> nth=0',
    "unfold": '[data-testid="stMain"] summary, [role="dialog"] summary',
    "choice": ':is([data-testid="stSelectbox"], [data-testid="stMultiSelect"]) [role="combobox"]',
    "text": '[data-testid="stTextInput"] input',
    "button": '[data-testid="stApp"] button:not([disabled]):not([data-open])',
}
"""What can be used, by kind: a selector of Playwright's, which looks into open shadow roots too."""

NOT_OURS: Final = (
    '[data-testid="stDownloadButton"], [data-testid="stToolbar"], [data-testid="stElementToolbar"]'
)
"""Buttons that are the framework's own, or that fill the disk."""

WEIGHTS: Final = {"back": 1, "escape": 1, "page": 2, "text": 1, "choice": 4, "link": 2, "mark": 4, "cell": 1}
TYPED: Final = ("专利", "知识产权 -培训", "depth:quantified", "无处可寻", "<b>$x$", "")
ERROR_BOXES: Final = '[data-testid="stException"], [data-testid="stAlertContentError"]'
LOGGED: Final = re.compile(r"Traceback|Uncaught app|could not be shown|Exception")
PROBED: Final = "/_stcore/"
"""Where Streamlit's own front end looks for its server, at first in vain where a page is not at the root."""

PATIENCE: Final = 5_000
"""For how many milliseconds a control is waited for that another one may just have taken away."""

RESTART: Final = 60
"""After how many steps a new window begins, so that what a session holds is forgotten."""


@dataclass(frozen=True)
class Step:
    """What was done: a kind of control, which of those in sight, and what was chosen or typed in it."""

    kind: str
    number: int = 0
    value: str = ""
    seen: str = ""


class WalkError(AssertionError):
    """The dashboard failed on the walk; says how and by which trail."""


@dataclass
class Walk:
    """A walk as it goes on."""

    url: str
    log: IO[str]
    chance: random.Random
    trail: list[Step] = field(default_factory=list)
    tried: Counter[str] = field(default_factory=Counter)
    console: list[str] = field(default_factory=list)


def walk(
    browser: Browser,
    url: str,
    log: IO[str],
    *,
    seed: int,
    seconds: float = 0,
    steps: int = 0,
    trail: Sequence[Step] = (),
) -> Walk:
    """Walk over the dashboard at ``url`` for some time, for some steps, or along a trail.

    Parameters
    ----------
    log
        What the server prints, opened for reading.
    seed
        Decides every step, as far as the pages take no different time.
    steps
        How many steps to take in one window, however long that takes.
    trail
        The steps to take instead; nothing else then says any.

    Raises
    ------
    WalkError
        Where the dashboard fails.
    """
    going = Walk(url, log, random.Random(seed))
    ends, replayed = time.monotonic() + seconds, iter(trail)
    count = len(trail) or steps
    while count or time.monotonic() < ends:
        page = _window(browser, going)
        for _ in range(count or RESTART):
            step = next(replayed, None) if trail else _chosen(page, going)
            if step is None or (not count and time.monotonic() > ends):
                break
            _take(page, step)
            going.trail.append(step)
            if fault := _fault(page, going):
                raise WalkError(told(seed, going.trail, f"{fault} at {page.url}"))
        page.context.close()
        if count:
            break
        going.trail.clear()
    return going


def told(seed: int, trail: Sequence[Step], fault: str) -> str:
    """The failure with all that it takes to walk there again."""
    steps = "\n".join(json.dumps(asdict(step), ensure_ascii=False) for step in trail)
    return f"seed {seed}, step {len(trail)}: {fault}\ntrail:\n{steps}"


def _window(browser: Browser, going: Walk) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("console", partial(_noted, going))
    page.on("pageerror", lambda error: going.console.append(str(error)))
    page.goto(going.url)
    return settled(page)


def _noted(going: Walk, message: ConsoleMessage) -> None:
    place = str(message.location.get("url", ""))
    if message.type == "error" and PROBED not in place:
        going.console.append(f"{message.text} {place}")


def _chosen(page: Page, going: Walk) -> Step:
    """The next step: of a kind drawn at random, one of the controls that were tried least."""
    kinds = [*CONTROLS, "back", "escape"]
    weights = [WEIGHTS.get(kind, 3) for kind in kinds]
    for _ in range(20):
        kind = going.chance.choices(kinds, weights)[0]
        if kind in ("back", "escape"):
            return Step(kind)
        found = list(_in_sight(page, kind))
        if found:
            place = urlparse(page.url).path
            names = [f"{place} {kind} {name}" for _, name in found]
            least = min(going.tried[name] for name in names)
            at = going.chance.choice([at for at, name in enumerate(names) if going.tried[name] == least])
            going.tried[names[at]] += 1
            number, seen = found[at]
            value = going.chance.choice(TYPED) if kind == "text" else str(going.chance.randrange(1000))
            return Step(kind, number, value, seen)
    return Step("escape")


def _in_sight(page: Page, kind: str) -> Iterator[tuple[int, str]]:
    """The number and the words of each control of a kind that could be used now."""
    over = page.locator('[role="dialog"]')
    found: list[str] = page.locator(CONTROLS[kind]).evaluate_all(
        """(elements, [not_ours, inside]) => elements.map(element => {
            const box = element.getBoundingClientRect();
            const host = element.getRootNode().host ?? element;
            const shown = box.width && box.height && getComputedStyle(element).visibility !== 'hidden';
            const reached = !inside || host.closest('[role="dialog"]');
            const ours = !host.closest(not_ours);
            const words = element.getAttribute('data-open') ?? element.textContent ?? '';
            return shown && reached && ours ? words.trim().slice(0, 40) || '-' : '';
        })""",
        [NOT_OURS, over.count() > 0],
    )
    yield from ((number, words) for number, words in enumerate(found) if words)


def _take(page: Page, step: Step) -> None:
    """Do what a step says; a control that has just gone is no fault."""
    try:
        if step.kind == "back":
            page.go_back()
        elif step.kind == "escape":
            page.keyboard.press("Escape")
        else:
            _use(page, page.locator(CONTROLS[step.kind]).nth(step.number), step)
    except BrowserError:
        page.keyboard.press("Escape")
    if page.url == "about:blank":
        page.go_forward()
    settled(page)


def _use(page: Page, control: Locator, step: Step) -> None:
    if step.kind == "text":
        control.fill(step.value)
        control.press("Enter")
    elif step.kind == "choice":
        control.click()
        options = page.locator('[role="option"]')
        options.first.wait_for()
        options.nth(int(step.value) % options.count()).click()
        page.keyboard.press("Escape")
    elif step.kind == "cell":
        box = control.bounding_box() or {"width": 0.0, "height": 0.0}
        share = int(step.value) / 1000
        control.click(position={"x": box["width"] * share * 0.9, "y": 40 + (box["height"] - 45) * share})
    elif step.kind == "mark":
        control.dispatch_event("click")
    else:
        control.click()


def _fault(page: Page, going: Walk) -> str:
    """What is wrong now, in words; nothing where nothing is."""
    boxes = page.locator(ERROR_BOXES).all_inner_texts()
    main = page.locator('[data-testid="stMain"]')
    text = main.inner_text()
    logged = [line for line in going.log.read().splitlines() if LOGGED.search(line)]
    drawn = main.locator("svg, canvas, img").count()
    faults = [
        *(f"error box {box!r}" for box in boxes),
        *(f"in the server's log {line!r}" for line in logged),
        *(f"in the console {line!r}" for line in going.console),
        *(f"{found[0]!r} in the text" for found in NOT_WRITTEN.finditer(text)),
        *([] if text.strip() or drawn else ["a blank page"]),
    ]
    return "; ".join(faults[:3])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the walk; exit code 1 where the dashboard fails."""
    parser = argparse.ArgumentParser(description="A random walk over the dashboard in Chromium.")
    parser.add_argument(
        "--seed", type=int, default=time.time_ns() % 1_000_000, help="default: another one each time"
    )
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--built", type=Path, help="folder of built tables; default: those of the project")
    parser.add_argument(
        "--replay", type=Path, help="a file with a trail, a step a line as a failure prints it"
    )
    asked = parser.parse_args(arguments)
    chromium = find_chromium()
    if chromium is None:
        print(MISSING, file=sys.stderr)
        return 2
    trail: list[Step] = []
    if asked.replay:
        lines = asked.replay.read_text(encoding="utf-8").splitlines()
        trail = [Step(**json.loads(line)) for line in lines if line.startswith("{")]
    print(f"seed {asked.seed}", flush=True)
    with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace") as log:
        command = partial(dashboard_command, built=asked.built)
        with serving(command, output=Path(log.name)) as url, launched_chromium(chromium) as browser:
            try:
                gone = walk(browser, url, log, seed=asked.seed, seconds=60 * asked.minutes, trail=trail)
            except WalkError as failure:
                print(failure)
                return 1
    steps = sum(gone.tried.values())
    print(f"{steps} steps over {len(gone.tried)} controls, no fault")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
