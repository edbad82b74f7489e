"""Thresholds: when figures ask for a measure, and when there is too little to judge by."""

from __future__ import annotations

import pytest

from cases.sellers.crossing import crossed, measure_due, value_of, volume_of, warned
from cases.sellers.figures import Figures
from cases.sellers.scale import METRICS, Threshold

ON_TIME = Threshold("on_time_rate", 30, 20, 0.90, 0.80, "restriction", 14)
CONDUCT = Threshold("conduct", 90, 1, 2, 4, "restriction", 14)


@pytest.mark.parametrize(
    ("on_time", "missed", "measure"),
    [
        (18, 2, None),
        (16, 4, None),  # 80 % of 20 may be 91 % of many
        (15, 5, "warning"),
        (13, 7, "warning"),
        (12, 8, "restriction"),
        (177, 23, None),
        (170, 30, "warning"),  # the more there is to judge by, the nearer the line
        (0, 19, None),  # too few to judge by
        (0, 0, None),
    ],
)
def test_it_asks_for_a_measure_below_a_rate(on_time: int, missed: int, measure: str | None) -> None:
    assert measure_due(ON_TIME, Figures(on_time=on_time, missed=missed)) == measure


@pytest.mark.parametrize(
    ("found", "measure"), [(0, None), (1, None), (2, "warning"), (3, "warning"), (4, "restriction")]
)
def test_it_asks_for_a_measure_from_a_count_on(found: int, measure: str | None) -> None:
    assert measure_due(CONDUCT, Figures(conduct=found)) == measure


def test_it_tells_the_warning_from_the_limit() -> None:
    figures = Figures(on_time=15, missed=5)
    assert (warned(ON_TIME, figures), crossed(ON_TIME, figures)) == (True, False)


@pytest.mark.parametrize("metric", METRICS)
def test_it_knows_every_metric_and_what_it_rests_on(metric: str) -> None:
    figures = Figures(on_time=1, promises_kept=1, steps_in_time=1, cases=1, conduct=1, missed=1)
    assert value_of(metric, figures) is not None
    assert volume_of(metric, figures) >= 1
