"""The floor under a filter change: one filter and one empty chart."""

import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
st.selectbox("Filter", ["one", "two", "three"], key="filter")
st.plotly_chart(go.Figure(), key="chart")
