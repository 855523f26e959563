"""The margin of a label is what the best reading with another label there is worse by."""

from pipeline.reading.columns.margins import MAX_MARGIN, Arc, label_margins


def test_the_best_path_with_another_label() -> None:
    steps = [
        [Arc(0, 1, "a", -1.0), Arc(0, 2, "b", -3.0)],
        [Arc(1, 3, "c", -1.0), Arc(2, 3, "c", 0.0), Arc(1, 4, "d", -4.0)],
    ]
    assert label_margins(steps, ["a", "c"], {3: 0.0, 4: 0.0}) == [1.0, 3.0]


def test_what_an_end_adds_counts() -> None:
    steps = [[Arc(0, 1, "a", 0.0), Arc(0, 2, "b", 0.0)]]
    assert label_margins(steps, ["a"], {1: 0.0, 2: -5.0}) == [5.0]


def test_a_label_without_a_rival_is_sure_and_dead_ends_are_none() -> None:
    steps = [[Arc(0, 1, "a", 0.0), Arc(0, 2, "b", 9.0)], [Arc(1, 3, "c", 0.0)]]
    assert label_margins(steps, ["a", "c"], {3: 0.0}) == [MAX_MARGIN, MAX_MARGIN]
