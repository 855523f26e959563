"""The ledger on the page on data and methods: whether it holds, and its picture."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.parts import Heading
from pages.charts.show import show_chart
from pages.methods.charts import LAYOUT, cells_chart, layout_chart
from pages.methods.data import labelled_plans
from pages.ui import data, filters
from pages.ui.text import CLASS_NAMES, named, number, percent, plural, prose, t
from pipeline.schema.model import CELL_CLASSES, CHARACTER_CLASSES, LAYOUT_CLASSES

FILE: Final = "plan-atlas-ledger"
MOST_BARS: Final = 80
"""As many plans as one picture can show; the table has them all."""


def answer() -> None:
    """Whether every character has its place, in a sentence or two."""
    info = data.build_info()
    shares = data.ask("ledger_shares")
    counted = sum(source.characters for source in info.sources)
    booked = int(shares["characters"].sum())
    cells = int(shares.loc[shares["character_class"].isin(CELL_CLASSES), "characters"].sum())
    if not data.ledger_holds() or booked != counted:
        broken = t(
            f"字符台账不符：来源有 {number(counted)} 个非空白字符，台账记了 {number(booked)} 个，"
            f"或有字符被记了两次。请看下面“存疑与说明”中的错误，修正后重新构建。",
            f"The ledger does not hold: the source has {number(counted)} characters, the ledger has "
            f"{number(booked)}, or some are counted twice. See the errors among the findings below, then "
            "build again.",
        )
        st.error(broken, icon=":material/error:")
        return
    if not info.clean:
        unread = number(shares.loc[shares["character_class"] == "unread", "characters"].sum())
        incomplete = t(
            f"有工作要点或文件未能读取，数据表不完整（未读取 {unread} 个字符）。"
            "请看下面“存疑与说明”中的错误，修正后重新构建。",
            f"The tables are not complete: a plan or a file could not be read ({unread} characters were "
            "not read). See the errors among the findings below, then build again.",
        )
        st.warning(incomplete, icon=":material/warning:")
    measures, plans = int(data.plans()["measures"].sum()), len(data.plans())
    in_cells, outside = percent(cells / counted, 1), percent(1 - cells / counted, 1)
    sentence = t(
        f"来源中的 <b>{number(counted)}</b> 个非空白字符，每一个都有且只有一个去向：<b>{in_cells}</b> 在 "
        f"{plans} 份工作要点、{number(measures)} 行举措的单元格里（工作内容、举措、责任部门），"
        f"其余 {outside} 是叫得出名称的版面文字{'或未读取的文字' if not info.clean else ''}。",
        f"Every one of the <b>{number(counted)}</b> characters of the source has one place, and only one: "
        f"<b>{in_cells}</b> stand in the cells of {plural(measures, 'row')} of "
        f"{plural(plans, 'plan')} (task, measure, departments), and the other {outside} are "
        f"layout text (headers, page numbers and the like){'' if info.clean else ', or were not read'}. "
        "White space is not counted.",
    )
    st.html(f'<p class="answer">{sentence}</p>')
    day, hour = f"{info.built_at:%Y-%m-%d}", f"{info.built_at:%H:%M}"
    st.markdown(
        t(
            f":green-badge[:material/check: 每个字符都有归类] 每次构建都逐字验证，最近一次是 {day} "
            f"{hour}（UTC）。运行 `plan-atlas check` 可重新验证。",
            ":green-badge[:material/check: Every character accounted for] Every build proves it, the "
            f"last one on {day} at {hour} (UTC). `plan-atlas check` proves it again.",
        )
    )


def show_ledger(regions: pd.DataFrame) -> None:
    """The share of each class in each plan, as charts and as tables."""
    accounts = accounts_of(regions)
    if accounts.empty:
        filters.explain_nothing()
        return
    st.write(prose("methods", "ledger") + _most_layout_text(accounts))
    shown = accounts.head(MOST_BARS)
    cells = Heading(t("每份工作要点的文字分类", "How each plan's text was classified"), _subtitle(shown))
    layout = Heading(
        t("其中的版面文字，按种类", "Its layout text, by kind"),
        t(
            "页眉、页码等占全部字符的百分比",
            "Headers, page numbers and other layout text, per cent of all characters",
        ),
    )
    left, right = st.columns(2, gap="large")
    with left:
        show_chart(cells_chart(shown, cells, file_name=FILE))
    with right:
        show_chart(layout_chart(shown, layout, file_name=f"{FILE}-layout"))


def accounts_of(regions: pd.DataFrame) -> pd.DataFrame:
    """The account of each plan of these regions, in official order and by year.

    Returns
    -------
    DataFrame
        label (str); characters (int64); for each of `CHARACTER_CLASSES` and for `LAYOUT` the share of the
        characters (float64, 0 to 1).
    """
    plans = labelled_plans(regions)
    shares = data.ask("ledger_shares").pivot(index="plan_id", columns="character_class", values="share")
    shares = shares.reindex(columns=list(CHARACTER_CLASSES)).fillna(0.0)
    shares[LAYOUT] = shares[list(LAYOUT_CLASSES)].sum(axis=1)
    return plans[["plan_id", "label", "characters"]].merge(shares, on="plan_id")


def _subtitle(accounts: pd.DataFrame) -> str:
    shares = accounts.set_index("label")["measure"]
    least, most = percent(shares.min()), percent(shares.max())
    if len(accounts) == 1:
        return t(f"举措占 {most}；名称下为字符数", f"Measures: {most}; characters under the name")
    lowest, highest = shares.idxmin(), shares.idxmax()
    return t(
        f"举措占 {least}（{lowest}）至 {most}（{highest}）；名称下为字符数",
        f"Measures: {least} ({lowest}) to {most} ({highest}); characters under the names",
    )


def _most_layout_text(accounts: pd.DataFrame) -> str:
    """Which plan has the most layout text, and of which kind."""
    plan = accounts.iloc[int(accounts[LAYOUT].argmax())]
    kind = named(CLASS_NAMES, str(plan[list(LAYOUT_CLASSES)].astype("float64").idxmax()))
    label, share = plan["label"], percent(plan[LAYOUT], 1)
    return t(
        f"版面文字最多的是{label}：{share}，主要是{kind}。",
        f" {label} has the most layout text: {share}, above all {kind}.",
    )
