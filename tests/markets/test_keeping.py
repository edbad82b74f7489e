"""For how long words are kept: by market and class, to the end of a year on the market's wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markets.keeping import Keeping, keeping_in, kept_until, over_before
from markets.policy import Policy, PolicyError, read_policy

BERLIN = ZoneInfo("Europe/Berlin")


def test_it_keeps_what_the_law_of_the_market_asks_for() -> None:
    years = {code: Policy().keeping(code).correspondence for code in ("DE", "NL", "FR", "PL", "GR")}
    assert years == {"DE": 6, "NL": 7, "FR": 10, "PL": 5, "GR": 6}


def test_it_keeps_what_the_policy_says() -> None:
    policy = read_policy({"markets": {"NL": {"keeping": {"correspondence": 2, "drafts": 1}}}})
    assert policy.keeping("NL") == Keeping(correspondence=2, photos=2, notes=2, drafts=1)
    assert policy.keeping("DE") == Keeping()
    assert policy.of("NL").version != Policy().of("NL").version


@pytest.mark.parametrize(
    "keeping", [{"letters": 3}, {"photos": "3"}, {"photos": -1}, {"photos": 31}, {"photos": True}, {"photos": 8}, 3]
)
def test_it_refuses_a_policy_that_cannot_be(keeping: object) -> None:
    with pytest.raises(PolicyError, match=r"markets\.NL\.keeping"):
        read_policy({"markets": {"NL": {"keeping": keeping}}})


def test_it_counts_from_the_end_of_the_year_on_the_markets_wall() -> None:
    new_year_in_berlin = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert kept_until(BERLIN, new_year_in_berlin, 6) == date(2033, 12, 31)
    assert kept_until(ZoneInfo("Europe/Lisbon"), new_year_in_berlin, 6) == date(2032, 12, 31)


@given(closed=st.integers(0, 4000), later=st.integers(0, 15_000), years=st.integers(0, 30))
def test_it_is_over_exactly_when_its_last_day_has_passed(closed: int, later: int, years: int) -> None:
    closed_at = datetime(2020, 1, 1, 22, 30, tzinfo=UTC) + timedelta(days=closed)
    now = closed_at + timedelta(days=later, hours=1)
    today = now.astimezone(BERLIN).date()
    assert (closed_at < over_before(BERLIN, now, years)) == (today > kept_until(BERLIN, closed_at, years))


def test_it_keeps_nothing_of_a_case_longer_than_its_words() -> None:
    assert keeping_in("DE", {"correspondence": 1}) == Keeping(correspondence=1, photos=1, notes=1)
