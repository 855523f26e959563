"""Terms: what holds for every text."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.keywords import find_terms, load_lexicon, normalise, tokenize

LEXICON = load_lexicon()

PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(sorted(LEXICON.words | LEXICON.stop_words)),
    st.text("专利导航知识产权保护中心PCTａｂｃ０１２·＋“”《》，。 \n", max_size=12),
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@given(TEXTS)
def test_spans_are_inside_the_text_in_order_and_disjoint(text: str) -> None:
    end = 0
    for term in find_terms(text, LEXICON):
        assert end <= term.start < term.end <= len(text)
        end = term.end


@given(TEXTS)
def test_a_term_is_the_text_between_its_offsets(text: str) -> None:
    for term in find_terms(text, LEXICON):
        assert term.term == normalise(text[term.start : term.end])


@given(TEXTS)
def test_no_term_is_on_the_stop_list_or_a_single_character(text: str) -> None:
    for term in find_terms(text, LEXICON):
        assert len(term.term) > 1
        assert term.term not in LEXICON.stop_words


@given(TEXTS)
def test_tokens_cover_the_text(text: str) -> None:
    assert "".join(tokenize(text, LEXICON)) == normalise(text)


@given(st.text())
def test_a_normalised_text_is_as_long_and_stays_as_it_is(text: str) -> None:
    once = normalise(text)
    assert len(once) == len(text)
    assert normalise(once) == once
