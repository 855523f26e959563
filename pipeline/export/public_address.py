"""The public address of the dashboard, with which links in exported files start."""

import ipaddress
import os
from typing import Final
from urllib.parse import urlsplit

from pipeline.schema.errors import PlanAtlasError

VARIABLE: Final = "PLAN_ATLAS_PUBLIC_ADDRESS"
"""Environment variable by which `plan-atlas serve` passes the address to the dashboard."""


def public_address() -> str:
    """The public address without a trailing slash; empty if unset."""
    return os.environ.get(VARIABLE, "").rstrip("/")


def validate_address(address: str) -> str:
    """Return a web address (host, port, path) without a trailing slash; raises PlanAtlasError for others."""
    try:
        parts = urlsplit(address)
        valid = (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.port != 0
            and not (parts.query or parts.fragment or parts.username or parts.password)
            and address.isascii()
            and not any(char.isspace() or char in "\"'<>\\" for char in address)
        )
    except ValueError:  # an invalid port or an unclosed bracket
        valid = False
    if not valid:
        raise PlanAtlasError.of("public_address_invalid", address=address)
    return address.rstrip("/")


def streamlit_settings(address: str) -> dict[str, str]:
    """Streamlit's server address, port and base path for a validated public address."""
    if not address:
        return {}
    parts = urlsplit(address)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    path = {"server.baseUrlPath": parts.path.strip("/")} if parts.path.strip("/") else {}
    return {"browser.serverAddress": str(parts.hostname), "browser.serverPort": str(port), **path}


def is_local(address: str) -> bool:
    """Whether an address has no host, or its host is the machine of whoever opens it."""
    host = urlsplit(address).hostname or ""
    if not host or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified
