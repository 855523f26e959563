"""Some of the random walk over the shipped corpus, and a dashboard that must not pass it."""

import os
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.monkey import Step, WalkError, walk
from tests.serving import dashboard_command, serving, streamlit_command

pytestmark = pytest.mark.browser

STEPS: Final = 20
SEED: Final = int(os.environ.get("MONKEY_SEED", "2018"))

FAILING: Final = """
import streamlit as st
st.title("Fine so far")
if st.button("Do not press"):
    st.error("It was pressed")
if st.button("Nor this one"):
    st.write(f"{float('nan')} of them")
if st.button("Nor that"):
    raise ValueError("pressed")
"""


def test_twenty_steps_of_it(browser: Browser, corpus: Path, tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    with serving(partial(dashboard_command, built=corpus), output=log) as url, log.open() as printed:
        gone = walk(browser, url, printed, seed=SEED, steps=STEPS)
    assert len(gone.tried) > 5


def test_it_fails_where_the_page_does(browser: Browser, tmp_path: Path) -> None:
    script, log = tmp_path / "failing.py", tmp_path / "server.log"
    script.write_text(FAILING, encoding="utf-8")
    with serving(partial(streamlit_command, script), output=log) as url, log.open() as printed:
        for button, fault in ((0, "error box"), (1, "'nan' in the text"), (2, "error box")):
            with pytest.raises(WalkError, match=fault) as failure:
                walk(browser, url, printed, seed=7, trail=[Step("button", button)])
            assert '"number": ' in str(failure.value)
            assert str(failure.value).startswith("seed 7, step 1")
