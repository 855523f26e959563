"""Import: the answer, the rows and the doubts are those of a build; refusals are sentences with the file."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from pages.ui.text import LANGUAGES
from pipeline.build import preview
from pipeline.build.build import build
from pipeline.build.preview import Preview
from pipeline.schema.codebook import TABLES
from pipeline.store import store
from tests.conftest import SmallCorpus
from tests.documents.drawing import Contents
from tests.documents.forms import write_documents
from tests.pages.charts.exported_files import menus_open
from tests.pages.conftest import OpenOver
from tests.pages.elements import answer_of, html_of, table
from tests.pages.scripts import sound, switch_to
from tests.pipeline.readers.test_pdf import scan
from tests.pipeline.sample_plans import ROWS, annotated_workbook, small_plan

FORMS: Final = {
    "docx": "docx", "printed": "pdf", "xlsx": "xlsx", "html": "html", "csv": "txt", "tsv": "txt",
}  # fmt: skip

pytestmark = [pytest.mark.page, pytest.mark.usefixtures("_previews_here")]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan in each form, of different regions or years."""
    folder = tmp_path_factory.mktemp("documents")
    for number, form in enumerate(FORMS):
        write_documents([f"{number}"], [form], folder, Contents())
    return folder


@pytest.fixture(scope="module")
def built(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables that a build makes of them."""
    out = tmp_path_factory.mktemp("built") / "built"
    build(files_in(documents), out)
    return out


def files_in(documents: Path) -> list[Path]:
    return sorted(path for path in documents.rglob("*") if path.suffix.lstrip(".") in FORMS.values())


def give(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Upload files in place of those before."""
    app.file_uploader[0].set_value([(name, data, "application/octet-stream") for name, data in files])
    return app.run(timeout=120)


def errors(app: AppTest) -> list[str]:
    return [error.value.replace("\\", "") for error in app.error]


def test_documents_of_every_format_are_shown_as_a_build_reads_them(
    open_over: OpenOver, corpus: Path, documents: Path, built: Path
) -> None:
    app = open_over("import", corpus, lang="en")
    files = files_in(documents)
    sound(give(app, *((path.name, path.read_bytes()) for path in files)))
    measures = store.measures(built)
    shown = table(app)
    assert list(shown["measure"]) == list(measures["measure_text"])
    assert list(shown["departments"]) == list(measures["departments_text"])
    assert list(shown["place"]) == list(measures["place_en"])
    characters = sum(source.characters for source in store.build_info(built).sources)
    assert f"{len(measures)} rows read" in answer_of(app)
    assert f"All {characters:,} characters are accounted for" in answer_of(app)
    # Another language shows the same reading without reading again.
    before = app.session_state["import_read"]
    sound(app.segmented_control(key="lang").set_value("zh").run())
    assert app.session_state["import_read"] is before
    assert f"读到 {len(measures)} 行" in answer_of(app)
    assert list(table(app)["place"]) == list(measures["place_zh"])


def test_doubtful_rows_can_be_shown_alone(open_over: OpenOver, corpus: Path) -> None:
    app = open_over("import", corpus, lang="en")
    plan = small_plan()
    rows = len(table(sound(give(app, ("plan.txt", plan.encode())))))
    app.segmented_control(key="rows").set_value("Doubtful only").run()
    assert "No row is doubtful" in app.info[0].value
    lost = plan.replace("。", "\ufffd。", 1)
    give(app, ("plan.txt", lost.encode()))
    assert f"{rows - 1} without a doubt and 1 doubtful" in answer_of(app)
    assert len(table(app)) == 1
    assert "\ufffd" in table(app)["measure"][0]
    assert table(app)["confidence"][0].startswith("?")
    [doubt] = [row for _, row in table(app, 0).iterrows() if "doubt" in row["severity"]]
    assert doubt["place"] == table(app)["place"][0]
    app.segmented_control(key="lang").set_value("zh").run()
    assert "1 行存疑" in answer_of(app)


REFUSED: Final = (
    ("empty.docx", b"", "文件是空的", "The file is empty"),
    ("picture.pdf", b"\x89PNG\r\n\x1a\n", "PNG 图片", "a PNG picture"),
    ("prose.txt", "今年的工作要抓紧。\n".encode(), "工作要点", "plan"),
    ("large.csv", b"a,b,c,d,e\n" * 2_000_000, "拆分", "split"),
)
"""Name and content of files, and a word of the sentence that refuses each."""


def test_refusals_are_sentences_with_the_file(open_over: OpenOver, corpus: Path, tmp_path: Path) -> None:
    cases = [*REFUSED, ("scan.pdf", scan(tmp_path).read_bytes(), "扫描", "scanned")]
    app = give(open_over("import", corpus, lang="en"), *((name, data) for name, data, _, _ in cases))
    for language in LANGUAGES:
        app.segmented_control(key="lang").set_value(language).run()
        assert not app.exception
        assert not app.dataframe
        for error, (name, _, zh, en) in zip(errors(app), cases, strict=True):
            assert error.startswith(name)
            assert {"zh": zh, "en": en}[language] in error


def test_a_plan_and_its_copy_and_then_another_plan(open_over: OpenOver, corpus: Path) -> None:
    app = open_over("import", corpus, lang="en")
    plan = small_plan().encode()
    give(app, ("a.txt", plan), ("a.txt", plan))
    [error] = errors(app)
    assert "a (2).txt:1" in error
    assert "a.txt:1 already" in error
    rows = len(table(app))
    give(app, ("b.txt", small_plan().replace("2018年", "2019年").encode()))
    assert errors(app) == []
    assert "2019" in answer_of(app)
    assert len(table(app)) == rows
    sound(give(app))
    assert not app.dataframe


def test_several_plans_in_a_file_are_told_apart(open_over: OpenOver, corpus: Path) -> None:
    two = small_plan() + small_plan().replace("2018年", "2019年")
    app = sound(give(open_over("import", corpus, lang="en"), ("two.txt", two.encode())))
    assert table(app)["plan"].nunique() == 2
    assert all(name in answer_of(app) for name in table(app)["plan"])


def test_hostile_text_stays_text(open_over: OpenOver, corpus: Path) -> None:
    hostile = "<script>alert(1)</script>"
    name = "[x](http://y.z) `a` **b**.txt"
    plan = small_plan().replace("。", f"{hostile}。", 1)
    app = sound(give(open_over("import", corpus, lang="en"), (name, plan.encode())))
    assert hostile not in html_of(app)
    give(app, (name, b""))
    assert app.error[0].value.startswith(r"\[x\]")


def test_the_built_tables_are_not_touched(open_over: OpenOver, corpus: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {file.name: (file.stat().st_mtime_ns, file.stat().st_ino) for file in corpus.iterdir()}

    before = state()
    app = sound(give(open_over("import", corpus, lang="en"), ("plan.txt", small_plan().encode())))
    assert state() == before
    assert "data/raw/ip-work-plans" in "".join(element.value for element in app.markdown)


def test_collection_and_year_are_those_chosen(
    open_over: OpenOver, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int | None]] = []

    def note(_documents: Any, collection: str, year: int | None) -> Preview:
        asked.append((collection, year))
        return Preview(None, ())

    names = {"health-plans": ("健康", "Health"), "ip-work-plans": ("知识产权", "IP")}
    monkeypatch.setattr(preview, "collection_names", lambda: names)
    monkeypatch.setattr(preview, "preview_documents", note)
    app = open_over("import", corpus, lang="en", into_collection="health-plans", into_year="2020")
    assert app.selectbox(key="into_collection").options == ["IP", "Health"]  # first those of the tables
    give(app, ("plan.txt", b"plan"))
    app.selectbox(key="into_collection").set_value("IP").run()
    app.selectbox(key="into_year").set_value("").run()
    assert asked == [("health-plans", 2020), ("ip-work-plans", 2020), ("ip-work-plans", None)]


@pytest.mark.parametrize(("language", "words"), [("zh", "不留存任何内容"), ("en", "Nothing is kept")])
def test_the_page_says_that_nothing_is_kept(
    open_over: OpenOver, corpus: Path, language: str, words: str
) -> None:
    app = open_over("import", corpus, lang=language)
    assert words in app.markdown[0].value
    assert "64 MB" in app.file_uploader[0].label
    assert app.file_uploader[0].proto.max_upload_size_mb == 64


def test_files_hold_the_shown_rows_and_name_the_document(
    open_over: OpenOver, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = small_plan().replace("。", "\ufffd。", 1).encode()
    with menus_open(monkeypatch) as made:
        sound(give(open_over("import", corpus, lang="en", rows="doubtful"), ("plan.txt", plan)))
        told = json.loads(made["plan-atlas-import.csv-metadata.json"]())
        header, row = csv.reader(io.StringIO(made["plan-atlas-import.csv"]().decode("utf-8-sig")))
        workbook = load_workbook(io.BytesIO(made["plan-atlas-import.xlsx"]()))
        findings = made["plan-atlas-import-findings.csv"]().decode("utf-8-sig")
    assert header == list(TABLES["measures"].column_names)
    assert "\ufffd" in row[header.index("measure_text")]
    assert told["plan_atlas"]["filters"] == {"rows": ["doubtful"]}
    assert "plan.txt" in told["plan_atlas"]["cite"]
    assert hashlib.sha256(plan).hexdigest()[:12] in told["plan_atlas"]["cite"]
    assert row[0] in {cell.value for sheet in workbook for line in sheet.iter_rows() for cell in line}
    assert "characters_lost" in findings


def test_an_import_belongs_to_no_year_of_the_dashboard(
    open_over: OpenOver, small_corpus: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    with menus_open(monkeypatch) as made:
        app = open_over("import", small_corpus("a year apart"), lang="en", year="2018")
        assert not app.sidebar.selectbox
        sound(give(app, ("plan.txt", small_plan().encode())))
        told = json.loads(made["plan-atlas-import.csv-metadata.json"]())
    assert told["plan_atlas"]["filters"] == {}
    sound(switch_to(app, "coverage").run())
    assert app.sidebar.selectbox[0].value == "2018"


def test_a_message_of_several_rows_is_shown_once_with_their_places(
    open_over: OpenOver, corpus: Path, tmp_path: Path
) -> None:
    file = annotated_workbook(tmp_path)
    app = give(open_over("import", corpus, lang="en"), (file.name, file.read_bytes()))
    shown = table(app, 0)
    assert not shown["message"].duplicated().any()
    [repeated] = shown[shown["message"].str.startswith("“x”")].to_dict("records")
    assert repeated["count"] == str(len(ROWS))
    assert repeated["place"] == f"sheet 山东 · F3, sheet 山东 · F4, sheet 山东 · F5 and {len(ROWS) - 3} more"
    assert not shown["place"].str.contains("line").any()
    [error] = errors(app)
    assert "plan.xlsx (sheet 四川 · A1): " in error
    assert "plan.xlsx (sheet 山东 · A1) already" in error
