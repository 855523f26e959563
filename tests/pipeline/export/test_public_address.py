"""The public address: what is taken for one, what is refused, and what means this machine only."""

import pytest

from pipeline.export.public_address import (
    VARIABLE,
    is_local,
    public_address,
    streamlit_settings,
    validate_address,
)
from pipeline.schema.errors import PlanAtlasError


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("https://atlas.example.org", "https://atlas.example.org"),
        ("https://example.org/atlas/", "https://example.org/atlas"),
        ("http://10.0.0.7:8501", "http://10.0.0.7:8501"),
        ("http://[2001:db8::1]:8501/x", "http://[2001:db8::1]:8501/x"),
    ],
)
def test_a_web_address_is_taken_without_its_last_slash(given: str, taken: str) -> None:
    assert validate_address(given) == taken


@pytest.mark.parametrize(
    "given",
    [
        *(
            "",
            "atlas.example.org",
            "ftp://example.org",
            "https://",
            "https:///x",
            "http://h:port",
            "http://h:99999",
        ),
        *(
            "https://h/?q=1",
            "https://h/#x",
            "https://u:p@h",
            "https://h/a b",
            "http://[::1",
            "javascript:alert(1)",
        ),
        *('https://h/"><script>', "https://例.cn", "http://h:0", "https://h/\n"),
    ],
)
def test_anything_else_is_refused_with_what_to_write(given: str) -> None:
    with pytest.raises(PlanAtlasError) as caught:
        validate_address(given)
    assert "https://atlas.example.org" in caught.value.sentence("en")
    assert "https://atlas.example.org" in caught.value.sentence("zh")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://localhost:8501/x",
        "http://127.0.0.1",
        "http://127.8.0.1:1",
        "http://[::1]:80",
        "http://0.0.0.0",
    ],
)
def test_local_addresses(address: str) -> None:
    assert is_local(address)


@pytest.mark.parametrize("address", ["https://atlas.example.org", "http://10.0.0.7:8501", "http://server/x"])
def test_public_addresses(address: str) -> None:
    assert not is_local(address)


def test_streamlit_gets_the_address_that_browsers_use() -> None:
    assert streamlit_settings("") == {}
    assert streamlit_settings("https://example.org/a/b") == {
        "browser.serverAddress": "example.org",
        "browser.serverPort": "443",
        "server.baseUrlPath": "a/b",
    }
    assert streamlit_settings("http://h:81") == {"browser.serverAddress": "h", "browser.serverPort": "81"}


def test_the_variable_may_end_with_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "https://example.org/")
    assert public_address() == "https://example.org"
