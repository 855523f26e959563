"""The floor under a search as it is typed: one box, and what stands in it."""

import html

import streamlit as st


@st.fragment
def show() -> None:
    """The box and its words."""
    typed = st.text_input("Words", key="q", type="search", live="150ms")
    st.html(f'<p class="answer">{html.escape(typed)}</p>')


show()
