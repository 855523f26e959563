"""Every data file that a page offers: its metadata and rows."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from tests.pages.scripts import Address, open_page, sound


@dataclass(frozen=True)
class Offer:
    """The data file of a table or chart."""

    filters: dict[str, list[str]]
    told: dict[str, str]
    link: str
    cite: str
    header: list[str]
    rows: list[list[str]]
    columns: list[dict[str, Any]]


@contextmanager
def menus_open(patch: pytest.MonkeyPatch) -> Iterator[dict[str, Callable[[], bytes]]]:
    """Draw every menu as open, and collect the functions of its buttons by file name."""
    made: dict[str, Callable[[], bytes]] = {}

    def pressed(label: str, data: Any, file_name: str, **_: Any) -> bool:
        made[file_name] = data
        return False

    with patch.context() as patched:
        opened = property(lambda self: True, lambda self, value: None)
        patched.setattr(PopoverContainer, "open", opened, raising=False)
        patched.setattr(st, "download_button", pressed)
        yield made


def offers(patch: pytest.MonkeyPatch, built: Path, page: str, address: Address) -> dict[str, Offer]:
    """What a page offers at an address, by the file's name without its ending."""
    patch.setenv("PLAN_ATLAS_BUILT", str(built))
    with menus_open(patch) as made:
        sound(open_page(page, address))
        ending = ".csv-metadata.json"
        names = [name.removesuffix(ending) for name in made if name.endswith(ending)]
        return {name: _offer(made[f"{name}.csv"](), made[f"{name}{ending}"]()) for name in names}


def _offer(table: bytes, metadata: bytes) -> Offer:
    told = json.loads(metadata)
    about = told["plan_atlas"]
    header, *rows = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""), strict=True)
    return Offer(
        about["filters"],
        about["filter_labels"],
        about["link"],
        about["cite"],
        header,
        rows,
        told["tableSchema"]["columns"],
    )
