"""Groups of regions and names of metrics, restricted to the tables."""

from pathlib import Path

from pipeline.store import store
from tests.pipeline.built_fixture import JIANGSU, SMALL, write_built


def test_groups_are_those_of_which_any_region_has_a_plan(tmp_path: Path) -> None:
    groups = store.region_groups(write_built(tmp_path / "built"))
    members = groups.groupby("group_id")["region_id"].agg(set)
    assert "320000" in members["yangtze-delta"]
    assert members["yangtze-delta"] <= {row["region_id"] for row in SMALL["regions"]}
    assert "chengdu-chongqing" not in members.index


def test_without_any_plan_there_is_no_group(tmp_path: Path) -> None:
    regions = [{**row, "status": "no_plan"} for row in SMALL["regions"]]
    groups = store.region_groups(write_built(tmp_path / "built", {"regions": regions}))
    assert groups.empty
    assert list(groups.columns) == ["group_id", "name_zh", "name_en", "region_id"]


def test_metrics_of_the_tables_have_names_where_the_file_has_one(tmp_path: Path) -> None:
    targets = [
        {"target_id": f"{JIANGSU}-1-T{n}", "metric": metric} for n, metric in enumerate(("企业", "没有", ""))
    ]
    built = write_built(tmp_path / "built", {"targets": targets})
    assert store.metric_names(built) == {"企业": "companies"}
