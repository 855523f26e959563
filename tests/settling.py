"""Leads a window to addresses, and waits until its page has come to rest: a click before then can miss."""

from typing import Final

from playwright.sync_api import Page

PATIENCE: Final = 60_000
"""For how many milliseconds a busy machine is waited for, in every `expect` of Playwright too."""

QUIET: Final = 600
"""For how many milliseconds nothing may run and nothing may change."""

_AT_REST: Final = """quiet => new Promise(resolve => {
    const resting = () => document.querySelector('[data-test-script-state="notRunning"]')
        && !document.querySelector('[data-stale="true"]');
    let timer;
    const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => resting() ? (watch.disconnect(), resolve(true)) : wait(), quiet);
    };
    const watch = new MutationObserver(wait);
    watch.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
    wait();
})"""

_GO: Final = "to => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')) }"


def settled(page: Page) -> Page:
    """The page, once it is at rest."""
    page.wait_for_selector('[data-testid="stApp"]')
    page.evaluate(_AT_REST, QUIET)
    return page


def moved(page: Page, address: str) -> Page:
    """The same window at another address of its dashboard, at rest: as Back would lead it there.

    A third of the work of opening the address anew, when the browser reads all scripts again.
    """
    page.evaluate(_GO, f"/{address}")
    return settled(page)
