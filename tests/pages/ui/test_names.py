"""Labels of options."""

import pandas as pd
import pytest

from pages.ui import data
from pages.ui.names import region_labels
from pages.ui.text import in_language


def test_the_first_region_of_a_list_has_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = ["region_id", "short_en", "status"]
    rows = [("11", "Beijing", "no_plan"), ("13", "Hebei", "plan"), ("33", "Zhejiang", "plan")]
    monkeypatch.setattr(data, "regions", lambda: pd.DataFrame(rows, columns=columns))
    with in_language("en"):
        assert list(region_labels().items()) == [
            ("13", "Hebei"),
            ("33", "Zhejiang"),
            ("11", "Beijing (no plan found)"),
        ]
