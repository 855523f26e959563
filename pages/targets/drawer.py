"""The drawer of a target: its value, its metric, and its sentence with the source."""

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from pages.targets.data import add_names
from pages.ui import data
from pages.ui.evidence import details, evidence
from pages.ui.evidence.marks import Mark
from pages.ui.html import escape_text
from pages.ui.text import current_language, join_words, source_lines, t


def fill_drawer(target_id: str) -> None:
    """Draw a target."""
    [row] = evidence.records(add_names(data.query("targets", target_ids=(target_id,))))
    details.show_title(f"{row['region']}{t('：', ': ')}{row['value']}")
    facts = []
    if row["kind"] != "target":
        stated = t("仅陈述的数量，不是承诺，不计数", "only stated: it commits to nothing and is not counted")
        facts.append((t("性质", "Kind"), stated))
    if row["metric"]:
        printed, name = f'<span lang="zh">{escape_text(row["metric"])}</span>', row["metric_name"]
        counted = printed if name == row["metric"] else f"{escape(name)} · {printed}"
        facts.append((t("计量对象", "What is counted"), counted))
    if row["indicator"]:
        facts.append((t("指标", "Indicator"), escape(row["indicator"])))
    facts.append((t("任务", "Task"), escape(row["task"])))
    if again := _note_repeats(row):
        facts.append((t("重复", "Repeated"), escape(again)))
    st.html(details.facts_html(facts))
    [measure] = evidence.records(data.measures(row["measure_id"]))
    # Only this target is highlighted, none of the other facts of the measure.
    own = Mark(row["char_start"], row["char_end"], "target", row["value"])
    st.html(evidence.measure_html(measure, with_level=False, found=(own,)))
    if row["task_id"]:
        code = f"{row['region_id']}:{row['task_id'].split(';')[0]}"
        st.page_link(
            "pages/coverage/page.py",
            label=t("这一格的全部举措", "All measures of this cell"),
            icon=":material/grid_on:",
            query_params={"open": code, "lang": current_language()},
        )


def _note_repeats(row: Mapping[str, Any]) -> str:
    """Return where the plan sets the same target again; empty if it does not."""
    first = row["repeat_of"] or row["target_id"]
    targets = data.query("targets", region_ids=(row["region_id"],), kinds=(row["kind"],))
    same = targets[targets[["target_id", "repeat_of"]].eq(first).any(axis=1)]
    others = same[same["target_id"] != row["target_id"]]
    places = join_words(map(source_lines, others["first_line"], others["last_line"]))
    note = t(f"同一目标还写在{places}；只计一次", f"the same target is also in {places}; it counts once")
    return note if places else ""
