"""What would raise a score: by the formula itself, one thing changed and all else as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.sellers.figures import Figures
from cases.sellers.raising import BAD, GOOD, Step, as_they_fall, steps_to_raise
from cases.sellers.scale import WEIGHTS
from cases.sellers.score import parts_of, score_of
from tests.builders import THURSDAY

COUNTS = st.integers(0, 60)
FIGURES = st.builds(
    Figures,
    on_time=COUNTS,
    missed=COUNTS,
    median=st.one_of(st.none(), st.integers(60, 86_400)),
    promises_kept=COUNTS,
    promises_broken=COUNTS,
    steps_in_time=COUNTS,
    steps_missed=COUNTS,
    conduct=COUNTS,
    claims_lost=COUNTS,
    cases=st.integers(1, 60),
)
LATE = Figures(on_time=2, missed=8, median=86_400, p90=86_400, cases=10)


def score(figures: Figures) -> float:
    return score_of(parts_of(figures, WEIGHTS))


def step(figures: Figures, part: str) -> Step:
    return next(one for one in steps_to_raise(figures, WEIGHTS) if one.part == part)


def test_it_tells_how_many_answers_bring_a_point() -> None:
    found = step(LATE, "on_time")
    fewer = replace(LATE, on_time=LATE.on_time + found.count - 1)
    assert found.then - found.now >= 1 > parts_of(fewer, WEIGHTS)[0].points - found.now


def test_it_tells_what_faster_answers_bring() -> None:
    found = step(LATE, "speed")
    assert (found.within, found.count) == (14_400, 0)
    assert found.then == parts_of(replace(LATE, median=14_400), WEIGHTS)[1].points > found.now


def test_it_begins_with_what_raises_the_score_most() -> None:
    gains = [one.then - one.now for one in steps_to_raise(LATE, WEIGHTS)]
    assert gains == sorted(gains, reverse=True)


def test_it_asks_for_nothing_where_nothing_is_missing() -> None:
    assert "updates" not in {one.part for one in steps_to_raise(Figures(updated=60, cases=60), WEIGHTS)}


@given(FIGURES)
def test_it_only_names_what_raises_the_score(figures: Figures) -> None:
    for one in steps_to_raise(figures, WEIGHTS):
        assert one.now < one.then <= one.of
        assert one.score >= score(figures)


@given(FIGURES)
def test_it_keeps_its_word_about_the_part(figures: Figures) -> None:
    for one in steps_to_raise(figures, WEIGHTS):
        if one.part in GOOD and one.part != "updates":
            done = replace(figures, **{GOOD[one.part]: getattr(figures, GOOD[one.part]) + one.count})
            (part,) = [part for part in parts_of(done, WEIGHTS) if part.name == one.part]
            assert part.points == one.then


def test_it_tells_the_score_after_each_breach_that_falls_out() -> None:
    first, second = THURSDAY, datetime(2026, 5, 1, tzinfo=UTC)
    falls = as_they_fall(LATE, WEIGHTS, [(first, "reply"), (second, "reply")])
    assert [fall.at for fall in falls] == [first, second]
    assert [fall.score for fall in falls] == [score(replace(LATE, missed=missed)) for missed in (7, 6)]


@pytest.mark.parametrize("kind", BAD)
def test_it_raises_the_score_when_a_breach_falls_out(kind: str) -> None:
    figures = replace(LATE, **{BAD[kind]: 3})
    (fall,) = as_they_fall(figures, WEIGHTS, [(THURSDAY, kind)])
    assert fall.score > score(figures)
