"""The table of targets: selecting a row opens its sentence; downloads have all columns."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.targets.data import FILE, add_names, find_targets
from pages.ui import address, data
from pages.ui.evidence import details
from pages.ui.evidence.evidence import task_names
from pages.ui.filters import Filters
from pages.ui.page_columns import labels
from pages.ui.tables import downloads
from pages.ui.text import CODE_NAMES, LANGUAGES, fill_text, name_of, t

KINDS: Final = CODE_NAMES["target_kind"]
_EXPORTED: Final = (
    "target_id", "measure_id", "region_id", "region_zh", "region_en", "year", "area_id", "task_id",
    "indicator_id", "indicator_zh", "indicator_en", "metric", "metric_en", "quote", "comparator", "value_min",
    "value_max", "unit", "kind", "repeat_of", "sentence", "task_text", "first_line", "last_line", "counted",
)  # fmt: skip


def show_targets(
    chosen: Filters, name: str, indicators: Sequence[str] | None = None, *, without: str = ""
) -> None:
    """Draw the table of `pages.targets.data.find_targets`, ``without`` a column.

    The reader decides whether stated facts are included. ``name`` is unique on the page.
    """
    asked = address.choose_listed("quantities", decides=True, help=fill_text("targets", "facts"))
    targets = find_targets(chosen, indicators, facts=asked == "all")
    if targets.empty:
        st.html(f'<p class="quiet">{t("没有可以列出的数量。", "There is no quantity to list.")}</p>')
        return
    to_do = t("选中一行，看举措与原文。", "Select a row for the measure and its source.")
    st.html(f'<p class="quiet">{to_do}</p>')
    found = add_names(targets).assign(
        again=targets["counted"].map({True: "", False: t("重复", "repeat")}),
        kind=[name_of(KINDS, kind) for kind in targets["kind"]],
        task=[task_names(ids) or t("自设任务", "local task") for ids in targets["task_id"]],
    )
    columns = _column_config()
    same = {"kind": name_of(KINDS, "target"), "again": ""}
    unneeded = [without, *(column for column, value in same.items() if (found[column] == value).all())]
    shown = found[list(columns)].drop(columns=unneeded, errors="ignore")
    details.show_list(shown, targets["target_id"], f"table_{FILE}-{name}", column_config=columns)
    downloads(export_table(targets), f"{FILE}-{name}")


def export_table(targets: pd.DataFrame) -> pd.DataFrame:
    """Return the table for downloads: the codebook's columns, and names in both languages."""
    regions = data.regions().set_index("region_id")
    known = data.query("indicators").set_index("indicator_id")
    english = data.query("metric_names")
    names: dict[str, Any] = {"metric_en": [english.get(metric, "") for metric in targets["metric"]]}
    for language in LANGUAGES:
        names[f"region_{language}"] = targets["region_id"].map(regions[f"short_{language}"])
        names[f"indicator_{language}"] = targets["indicator_id"].map(known[f"name_{language}"]).fillna("")
    return targets.assign(**names)[list(_EXPORTED)]


def _column_config() -> dict[str, Any]:
    text = st.column_config.TextColumn
    return {
        **labels("region", "value"),
        "again": text(t("重复", "Repeat"), help=fill_text("targets", "repeats")),
        "kind": t("性质", "Kind"),
        "quote": t("原文片段", "Quote"),
        **labels(comparator_name="comparator", indicator="indicator"),
        "metric_name": text(t("计量对象", "What is counted"), width="medium"),
        "sentence": text(t("原句", "Sentence"), width="large"),
        "task": text(t("标准任务", "Standard task"), width="medium"),
        **labels(lines="source_lines"),
    }
