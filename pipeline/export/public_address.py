"""The address at which readers find the dashboard; links in files begin with it."""

from __future__ import annotations

import ipaddress
import os
from typing import Final
from urllib.parse import urlsplit

from pipeline.schema.errors import PlanAtlasError

VARIABLE: Final = "PLAN_ATLAS_PUBLIC_ADDRESS"
"""The environment variable through which `plan-atlas serve` passes it to the dashboard."""


def public_address() -> str:
    """The public address, without a slash at its end; empty where none is set."""
    return os.environ.get(VARIABLE, "").rstrip("/")


def validate_address(address: str) -> str:
    """Validate a public address; returns it without a trailing slash.

    Raises
    ------
    PlanAtlasError
        It isn't the address of a web server, or holds more than host, port and path.
    """
    try:
        parts = urlsplit(address)
        valid = (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.port != 0
            and not (parts.query or parts.fragment or parts.username or parts.password)
            and address.isascii()
            and not any(sign.isspace() or sign in "\"'<>\\" for sign in address)
        )
    except ValueError:  # no port, or a bracket that is not closed
        valid = False
    if not valid:
        raise PlanAtlasError(
            f"公开地址“{address}”不是网址；请写成 https://atlas.example.org 或 https://example.org/atlas。",
            f"The public address {address!r} is no web address; write it as https://atlas.example.org or"
            " https://example.org/atlas.",
        )
    return address.rstrip("/")


def streamlit_settings(address: str) -> dict[str, str]:
    """Streamlit's settings for a checked public address: where browsers connect, and at which path."""
    if not address:
        return {}
    parts = urlsplit(address)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    path = {"server.baseUrlPath": parts.path.strip("/")} if parts.path.strip("/") else {}
    return {"browser.serverAddress": str(parts.hostname), "browser.serverPort": str(port), **path}


def is_local(address: str) -> bool:
    """Whether an address means the machine of whoever opens it, or is none."""
    host = urlsplit(address).hostname or ""
    if not host or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified
