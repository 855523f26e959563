"""Citations of any text: spans that are inside it, in order, apart, and say what stands there."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.documents.citations import find_citations
from pipeline.extract.documents.names import load_documents
from pipeline.extract.documents.titles import MAX_TITLE_LENGTH
from pipeline.schema.model import DOCUMENT_KINDS
from tests.pipeline.sample_plans import TAXONOMY

NAMES = load_documents()
PIECES = (
    "《",
    "》",
    "《",
    "》",
    "〈",
    "〉",
    "“",
    "”",
    "。",
    "，",
    "、",
    "省",
    "专利",
    "条例",
    "办法",
    "法",
    "的通知",
)
NUMBERS = ("（国发〔2015〕71号）", "GB/T 29490-2013", "2018年", "１２３", "第", "号", " ", "\n", "a")
TEXTS = st.lists(st.sampled_from(PIECES + NUMBERS), max_size=40).map("".join)


@given(TEXTS | st.text(), st.sampled_from(TAXONOMY.regions))
def test_spans_are_in_the_text_and_disjoint(text: str, region: object) -> None:
    found = find_citations(text, region, NAMES)  # type: ignore[arg-type]
    end = 0
    for citation in found:
        assert end <= citation.start < citation.end <= len(text)
        assert citation.quote == text[citation.start : citation.end]
        assert citation.end - citation.start <= MAX_TITLE_LENGTH
        assert citation.title
        assert citation.kind in DOCUMENT_KINDS
        end = citation.end


@given(st.text("《》〈〉“”‘’「」\"' 　、。"))
def test_marks_alone_cite_nothing(text: str) -> None:
    assert find_citations(text, TAXONOMY.regions[0], NAMES) == ()


@given(st.lists(st.sampled_from(["甲乙办法", "省专利条例", "2018年工作要点"]), min_size=1, max_size=9))
def test_what_is_cited_is_found(names: list[str]) -> None:
    text = "落实" + "、".join(f"《{name}》" for name in names) + "。"
    found = find_citations(text, TAXONOMY.regions[0], NAMES)
    assert [citation.quote for citation in found] == [f"《{name}》" for name in names]
