"""Builds of the corpus are complete, and the same with any executor."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.build.build import build, source_names
from pipeline.reading import jobs
from pipeline.schema.codebook import TABLES
from pipeline.schema.errors import SourceError
from pipeline.schema.manifest import INFO_FILE
from pipeline.schema.model import CHARACTER_CLASSES, DEPTHS
from tests.corpora import InThisProcess
from tests.pipeline.layouts import Habit
from tests.pipeline.sample_plans import cells, read_plans, small_plan

REGIONS = ("河北省", "四川省", "新疆生产建设兵团")
TEXT = "".join(small_plan(Habit(region=region)) for region in REGIONS)


def written(folder: Path, text: str = TEXT, name: str = "plans.txt", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def tables_in(built: Path) -> dict[str, pa.Table]:
    return {name: pq.read_table(built / f"{name}.parquet") for name in TABLES}


def frame(built: Path, name: str) -> pd.DataFrame:
    found: pd.DataFrame = pq.read_table(built / f"{name}.parquet").to_pandas()
    return found


def info_of(built: Path) -> dict[str, Any]:
    info: dict[str, Any] = json.loads((built / INFO_FILE).read_text(encoding="utf-8"))
    return info


def refusal(*paths: Path, out: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        build(paths, out)
    assert not out.exists()
    return caught.value


def test_the_corpus_has_31_plans_and_one_region_without(corpus_built: Path) -> None:
    plans, regions = frame(corpus_built, "plans"), frame(corpus_built, "regions")
    assert len(plans) == plans["region_id"].nunique() == 31
    without = regions[regions["status"] == "no_plan"]
    assert list(without["region_id"]) == ["540000"]
    outside = regions[regions["status"] == "outside"]
    assert sorted(outside["short_zh"]) == ["台湾", "澳门", "香港"]
    assert (regions["status"] == "plan").sum() == 31


def test_a_plan_without_a_title_in_the_corpus_is_identified_by_its_words(corpus_built: Path) -> None:
    plans = frame(corpus_built, "plans")
    guessed = plans[plans["title_origin"] == "words"]
    assert list(guessed["region_id"]) == ["620000"]
    findings = frame(corpus_built, "findings")
    assert list(findings[findings["kind"] == "region_guessed"]["plan_id"]) == list(guessed["plan_id"])


def test_tables_of_the_corpus_are_those_of_the_codebook(corpus_built: Path) -> None:
    assert sorted(path.name for path in corpus_built.iterdir()) == sorted(
        [INFO_FILE, *(f"{name}.parquet" for name in TABLES)]
    )
    for name, table in tables_in(corpus_built).items():
        expected = [(c.name, c.dtype.replace("float64", "double")) for c in TABLES[name].columns]
        assert [(field.name, str(field.type)) for field in table.schema] == expected
        open_bounds = {"value_min", "value_max"} if name == "targets" else set()
        assert {c for c in table.column_names if table[c].null_count} == open_bounds


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("plans", ["plan_id"]),
        ("regions", ["region_id"]),
        ("areas", ["area_id"]),
        ("tasks", ["task_id"]),
        ("measures", ["measure_id"]),
        ("coverage", ["plan_id", "task_id"]),
        ("targets", ["target_id"]),
        ("targets", ["measure_id", "char_start"]),
        ("indicators", ["indicator_id"]),
        ("departments", ["measure_id", "position"]),
        ("departments", ["measure_id", "char_start"]),
        ("bodies", ["department_id"]),
        ("bodies", ["name_zh"]),
        ("citations", ["citation_id"]),
        ("documents", ["title"]),
        ("campaigns", ["measure_id", "char_start"]),
        ("terms", ["measure_id", "char_start"]),
        ("keywords", ["year", "scope", "scope_id", "term"]),
        ("likeness", ["plan_id", "other_id"]),
        ("plan_map", ["plan_id"]),
        ("reuse", ["measure_id", "other_id"]),
        ("local_tasks", ["measure_id"]),
        ("ledger", ["source_file", "offset"]),
        ("findings", ["finding_id"]),
    ],
)
def test_keys_of_the_corpus_are_unique(corpus_built: Path, table: str, key: list[str]) -> None:
    rows = frame(corpus_built, table)
    assert len(rows)
    assert not rows.duplicated(key).any()


def test_ids_of_the_corpus_are_made_as_the_design_says(corpus_built: Path) -> None:
    plans, measures = frame(corpus_built, "plans"), frame(corpus_built, "measures")
    made = plans["collection"] + "-" + plans["year"].astype(str) + "-" + plans["region_id"]
    assert list(plans["plan_id"]) == list(made)
    numbers = measures.groupby("plan_id").cumcount() + 1
    assert list(measures["measure_id"]) == [
        f"{plan}-{number:03d}" for plan, number in zip(measures["plan_id"], numbers, strict=True)
    ]
    assert set(measures["plan_id"]) == set(plans["plan_id"])
    assert plans.set_index("plan_id")["measures"].to_dict() == measures["plan_id"].value_counts().to_dict()


def test_coverage_of_the_corpus_is_plans_by_tasks_and_agrees_with_measures(corpus_built: Path) -> None:
    coverage, measures = frame(corpus_built, "coverage"), frame(corpus_built, "measures")
    assert len(coverage) == 31 * 57
    assert coverage["task_id"].nunique() == 57
    listed = measures.assign(task_id=measures["task_id"].str.split(";")).explode("task_id")
    listed = listed[listed["task_id"] != ""]
    quantified = (listed["level"] == "specific") & (listed["targets"] > 0)
    listed["rank"] = listed["level"].mask(quantified, "quantified").map(DEPTHS.index)
    answers = listed.groupby(["plan_id", "task_id"])
    deepest = answers["rank"].max().map(lambda rank: DEPTHS[rank])
    found = coverage.set_index(["plan_id", "task_id"])
    assert found["depth"].to_dict() == {**dict.fromkeys(found.index, "absent"), **deepest.to_dict()}
    assert found["measures"].to_dict() == {**dict.fromkeys(found.index, 0), **answers.size().to_dict()}
    assert found["measure_ids"].to_dict() == {
        **dict.fromkeys(found.index, ""),
        **answers["measure_id"].agg(";".join).to_dict(),
    }


def test_ids_in_the_corpus_exist(corpus_built: Path) -> None:
    measures, tasks = frame(corpus_built, "measures"), frame(corpus_built, "tasks")
    named = measures["task_id"].str.split(";").explode()
    assert set(named) - {""} <= set(tasks["task_id"])
    assert set(measures["level"]) <= set(DEPTHS) - {"absent", "quantified"}
    assert set(measures["area_id"]) == set(frame(corpus_built, "areas")["area_id"])
    ledger = frame(corpus_built, "ledger")
    assert set(ledger["character_class"]) <= set(CHARACTER_CLASSES)
    assert set(ledger["measure_id"]) - {""} <= set(measures["measure_id"])


def test_every_character_of_the_corpus_is_accounted_for(corpus_built: Path) -> None:
    info = info_of(corpus_built)
    assert info["clean"] is True
    (source,) = info["sources"]
    assert frame(corpus_built, "ledger")["characters"].sum() == source["characters"]
    assert source["collection"] == "ip-work-plans"
    assert not Path(source["path"]).is_absolute()
    assert "error" not in set(frame(corpus_built, "findings")["severity"])


def test_any_executor_gives_the_same_tables(tmp_path: Path) -> None:
    source = written(tmp_path)
    build([source], tmp_path / "processes")
    expected = tables_in(tmp_path / "processes")
    assert expected["measures"].num_rows == 3 * 8
    with ThreadPoolExecutor(2) as threads:
        build([source], tmp_path / "threads", executor=threads)
        assert threads.submit(int, "1").result() == 1, "an executor that was lent is not shut down"
    build([source], tmp_path / "one", executor=InThisProcess())
    for folder in ("threads", "one"):
        assert all(table.equals(expected[name]) for name, table in tables_in(tmp_path / folder).items())


def test_the_same_sources_give_the_same_tables_again(tmp_path: Path) -> None:
    source = written(tmp_path)
    for folder in ("first", "again"):
        build([source], tmp_path / folder)
    first, again = ({p.name: p.read_bytes() for p in (tmp_path / f).iterdir()} for f in ("first", "again"))
    assert info_of(tmp_path / "first")["fingerprint"] == info_of(tmp_path / "again")["fingerprint"]
    del first[INFO_FILE], again[INFO_FILE]
    assert first == again


def test_each_plan_is_read_on_its_own(tmp_path: Path) -> None:
    alone = [cells(plan) for region in REGIONS for plan in read_plans(small_plan(Habit(region=region)))]
    assert [cells(plan) for plan in read_plans(TEXT)] == alone


def test_a_build_reports_its_steps_in_both_languages(tmp_path: Path) -> None:
    message: list[tuple[str, str]] = []
    build([written(tmp_path)], tmp_path / "built", progress=lambda zh, en: message.append((zh, en)))
    assert message[0] == ("读取 plans.txt", "Reading plans.txt")
    assert any("3" in zh and "3 plans" in en for zh, en in message)


def test_a_report_counts_plans_and_measures(tmp_path: Path) -> None:
    report = build([written(tmp_path)], tmp_path / "built")
    assert (report.out, report.plans, report.measures, report.clean) == (tmp_path / "built", 3, 24, True)
    assert {finding.kind for finding in report.findings} == {"plan_absent"}


def test_several_files_are_one_corpus(tmp_path: Path) -> None:
    for number, region in enumerate(REGIONS):
        written(tmp_path / "raw", small_plan(Habit(region=region)), f"{number}.txt")
    report = build([tmp_path / "raw"], tmp_path / "built")
    assert (report.plans, report.clean) == (3, True)
    plans = frame(tmp_path / "built", "plans")
    assert list(plans["source_file"]) == ["0.txt", "1.txt", "2.txt"]
    assert list(plans["first_line"]) == [1, 1, 1]


def test_one_region_can_have_plans_for_two_years(tmp_path: Path) -> None:
    sources = [written(tmp_path, small_plan(Habit(year=year)), f"{year}.txt") for year in (2018, 2019)]
    build(sources, tmp_path / "built")
    assert list(frame(tmp_path / "built", "plans")["year"]) == [2018, 2019]
    assert len(frame(tmp_path / "built", "coverage")) == 2 * 57


def test_files_with_the_same_name_are_distinguished_by_folder(tmp_path: Path) -> None:
    one = written(tmp_path / "2018", small_plan(), "plans.txt")
    two = written(tmp_path / "2019", small_plan(Habit(year=2019)), "plans.txt")
    assert source_names([one, two]) == [str(one.resolve()), str(two.resolve())]
    report = build([one, two], tmp_path / "built")
    assert report.clean
    ledger = frame(tmp_path / "built", "ledger")
    assert set(ledger["source_file"]) == set(source_names([one, two]))


@pytest.mark.parametrize(("stated", "doubts"), [(2018, 1), (2021, 0)])
def test_the_year_of_a_plan_is_in_its_title(tmp_path: Path, stated: int, doubts: int) -> None:
    written(tmp_path / "raw", small_plan(Habit(year=2021)))
    (tmp_path / "raw" / "source.toml").write_text(
        f'year = {stated}\ncollection = "ip-work-plans"\n', encoding="utf-8"
    )
    report = build([tmp_path / "raw"], tmp_path / "built")
    assert list(frame(tmp_path / "built", "plans")["plan_id"]) == ["ip-work-plans-2021-130000"]
    found = [finding for finding in report.findings if finding.kind == "year_disagrees"]
    assert [(f.severity, f.region_id, f.first_line) for f in found] == [("doubt", "130000", 1)] * doubts
    assert all("2018" in f.message_en and "2021" in f.message_en for f in found)


def test_without_a_year_in_the_title_the_collection_gives_it(tmp_path: Path) -> None:
    source = written(
        tmp_path / "raw", small_plan().replace("河北省 2018年工作要点", "河北省知识产权工作要点")
    )
    refused = refusal(source, out=tmp_path / "built")
    assert (refused.source, refused.line) == (source, 1)
    assert "source.toml" in refused.message_en
    assert "source.toml" in refused.message_zh
    (tmp_path / "raw" / "source.toml").write_text("year = 2020\n", encoding="utf-8")
    build([source], tmp_path / "built")
    assert list(frame(tmp_path / "built", "plans")["year"]) == [2020]


def test_characters_in_no_class_make_the_build_unclean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "preface_spans", lambda *_: [])
    source = written(tmp_path, "知识产权工作资料汇编\n\n" + TEXT)
    report = build([source], tmp_path / "built")
    assert not report.clean
    assert info_of(tmp_path / "built")["clean"] is False
    (error,) = [finding for finding in report.findings if finding.severity == "error"]
    assert (error.kind, error.first_line) == ("unaccounted", 1)
    assert "plans.txt" in error.message_zh
    assert "plans.txt" in error.message_en


@pytest.mark.parametrize(
    ("encoding", "reported"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
def test_encodings_make_no_difference(tmp_path: Path, encoding: str, reported: str) -> None:
    build([written(tmp_path)], tmp_path / "plain", executor=InThisProcess())
    build([written(tmp_path, encoding=encoding)], tmp_path / "encoded", executor=InThisProcess())
    assert info_of(tmp_path / "encoded")["sources"][0]["encoding"] == reported
    plain, encoded = tables_in(tmp_path / "plain"), tables_in(tmp_path / "encoded")
    for name, table in plain.items():
        unlike = ["source_sha256"] if name == "plans" else []
        assert encoded[name].drop_columns(unlike).equals(table.drop_columns(unlike))


@pytest.mark.parametrize("terminator", ["\r\n", "\r"])
def test_line_endings_make_no_difference(tmp_path: Path, terminator: str) -> None:
    build([written(tmp_path)], tmp_path / "plain", executor=InThisProcess())
    source = written(tmp_path, TEXT.replace("\n", terminator))
    build([source], tmp_path / "other", executor=InThisProcess())
    for name in ("measures", "coverage", "findings"):
        assert tables_in(tmp_path / "plain")[name].equals(tables_in(tmp_path / "other")[name])
