"""The ledger on the page on data and methods: whether it holds, and its charts."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.charts.parts import Heading, fill_heading, make_chart, number_duplicates
from pages.charts.show import show_chart
from pages.ui import data, filters
from pages.ui.codes import CLASS_NAMES, CLASS_ROWS, name_of
from pages.ui.html import answer_html
from pages.ui.text import fill_text, localized, number, percent, t
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Bars, Chart, Series
from pipeline.schema.model import CELL_CLASSES, CHARACTER_CLASSES, LAYOUT_CLASSES

FILE: Final = "plan-atlas-ledger"
MOST_BARS: Final = 80
"""The number of plans that fit in a chart."""

LAYOUT: Final = "layout"
"""The code of all classes of layout text together."""

_NARROWEST_LABEL: Final = 0.08
_PATTERNS: Final = {row["code"]: row["pattern"] for row in CLASS_ROWS}


def show_summary() -> None:
    """Say whether every character of the sources is accounted for."""
    info = data.build_info()
    shares = data.query("ledger_shares")
    counted = sum(source.characters for source in info.sources)
    booked = int(shares["characters"].sum())
    cells = int(shares.loc[shares["character_class"].isin(CELL_CLASSES), "characters"].sum())
    if not data.ledger_holds() or booked != counted:
        text = fill_text("methods", "broken", counted=number(counted), booked=number(booked))
        st.error(text, icon=":material/error:")
        return
    if not info.clean:
        unread = number(shares.loc[shares["character_class"] == "unread", "characters"].sum())
        st.warning(fill_text("methods", "incomplete", unread=unread), icon=":material/warning:")
    shares_of = {"cells": percent(cells / counted, 1), "rest": percent(1 - cells / counted, 1)}
    plans = {"plans": len(data.plans()), "rows": int(data.plans()["measures"].sum())}
    values = {"counted": number(counted), "clean": info.clean, **shares_of, **plans}
    st.html(answer_html(fill_text("methods", "accounted", **values)))
    st.markdown(fill_text("methods", "proven", built=info.built_at))


def show_ledger(regions: pd.DataFrame) -> None:
    """Draw the charts of the share of each class in each plan."""
    accounts = class_shares(regions)
    if accounts.empty:
        filters.show_no_results()
        return
    plan = accounts.iloc[int(accounts[LAYOUT].argmax())]
    kind = name_of(CLASS_NAMES, str(plan[list(LAYOUT_CLASSES)].astype("float64").idxmax()))
    share = percent(plan[LAYOUT], 1)
    most = fill_text("methods", "most_layout", label=plan["label"], share=share, kind=kind)
    st.write(t("", " ").join((fill_text("methods", "ledger"), most)))
    for column, draw in zip(st.columns(2, gap="large"), (cells_chart, layout_chart), strict=True):
        with column:
            show_chart(draw(accounts.head(MOST_BARS)))


def cells_chart(accounts: pd.DataFrame) -> Chart:
    """Draw the shares of the classes of cells, and of all layout text, in each plan.

    ``accounts`` is the result of `class_shares`, here and below.
    """
    shares = accounts.set_index("label")["measure"]
    ends = {"lowest": shares.idxmin(), "highest": shares.idxmax(), "several": len(shares) > 1}
    ends |= {"least": percent(shares.min()), "most": percent(shares.max())}
    heading = fill_heading("methods", "measure_shares", **ends)
    details = tuple(f"{count:,}" for count in accounts["characters"])
    codes = [code for code in (*CELL_CLASSES, LAYOUT) if accounts[code].any()]
    return _stacked_bars(accounts, codes, heading, FILE, details=details)


def layout_chart(accounts: pd.DataFrame) -> Chart:
    """Draw the shares of the classes of layout text in each plan, the largest first."""
    sizes = accounts[list(LAYOUT_CLASSES)].mul(accounts["characters"], axis="index").sum()
    codes = list(sizes[sizes > 0].sort_values(ascending=False, kind="stable").index)
    notes = tuple(percent(share, 1) for share in accounts[LAYOUT])
    heading = fill_heading("methods", "layout_shares")
    return _stacked_bars(accounts, codes, heading, f"{FILE}-layout", notes=notes)


def _class_name(code: str) -> str:
    return t("版面文字", "layout text") if code == LAYOUT else name_of(CLASS_NAMES, code)


def _stacked_bars(
    accounts: pd.DataFrame, codes: Sequence[str], heading: Heading, file_name: str, **texts: Any
) -> Chart:
    shares = accounts[list(codes)]
    counts = shares.mul(accounts["characters"], axis="index").round().astype("int64")
    labels = tuple(accounts["label"])
    narrowest, series = _NARROWEST_LABEL * shares.sum(axis=1).max(), []
    for code in codes:
        name, colour = _class_name(code), LIGHT.outside if code == LAYOUT else LIGHT.classes[code]
        parts = list(zip(labels, shares[code].tolist(), counts[code], strict=True))
        texts_in = tuple(percent(share) if share >= narrowest else "" for _, share, _ in parts)
        hints = tuple(f"{label}\n{name} {percent(share, 2)} · {count:,}" for label, share, count in parts)
        lengths, pattern = tuple(shares[code].tolist()), _PATTERNS.get(code, "")
        series.append(Series(name, lengths, colour, texts=texts_in, hints=hints, pattern=pattern))
    frame = counts.rename(columns=_class_name)
    frame.insert(0, t("工作要点", "Plan"), labels)
    frame.insert(1, t("非空白字符", "Characters"), accounts["characters"])
    body = Bars(labels, tuple(series), stacked=True, number_format="0%", **texts)
    return make_chart(heading, body, frame, file_name=file_name)


def class_shares(regions: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of character classes in the plans of these regions, in official order and by year.

    The columns are label (str), characters (int64), and for each of `CHARACTER_CLASSES` and for `LAYOUT` its
    share of the characters (float64, 0 to 1).
    """
    plans = label_plans(regions)
    shares = data.query("ledger_shares").pivot(index="plan_id", columns="character_class", values="share")
    shares = shares.reindex(columns=list(CHARACTER_CLASSES)).fillna(0.0)
    shares[LAYOUT] = shares[list(LAYOUT_CLASSES)].sum(axis=1)
    return plans[["plan_id", "label", "characters"]].merge(shares, on="plan_id")


def label_plans(regions: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``plans`` for these regions in official order, with a column label (str).

    The label is the region's short name, with a number if it is not the region's first plan.
    """
    plans = data.plans().merge(regions[["region_id", "official_order", localized("short")]], on="region_id")
    plans = plans.sort_values("official_order", kind="stable", ignore_index=True)
    plans["label"] = pd.Series(number_duplicates(plans[localized("short")].tolist()), dtype="str")
    return plans.drop(columns=["official_order", localized("short")])
