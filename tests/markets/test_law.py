from __future__ import annotations

from datetime import date, datetime

import pytest

from markets.calendars import calendar_of
from markets.law import Rights, add_months, rights_of
from markets.moments import parse_received

EARLY = "2026-05-30T12:00"
DELIVERED = "2026-06-05T17:30"  # a Friday


def rights(
    market: str,
    *,
    placed: str = EARLY,
    delivered: str | None = DELIVERED,
    informed: str | None = EARLY,
    business: bool = False,
    repaired: bool = False,
) -> Rights:
    def moment(text: str) -> datetime:
        return parse_received(text, calendar_of(market))

    return rights_of(
        market,
        placed_at=moment(placed),
        delivered_at=None if delivered is None else moment(delivered),
        informed_at=None if informed is None else moment(informed),
        business_buyer=business,
        repaired=repaired,
    )


def ends(market: str, until: datetime | None) -> str | None:
    return None if until is None else f"{until.astimezone(calendar_of(market).zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("market", "delivered", "informed", "until"),
    [
        ("NL", DELIVERED, EARLY, "2026-06-20 00:00"),  # Friday 19 June, 24:00
        ("NL", DELIVERED, DELIVERED, "2026-06-20 00:00"),
        ("NL", "2026-06-06T10:00", EARLY, "2026-06-23 00:00"),  # the fourteenth day is a Saturday
        ("NL", "2026-03-20T10:00", "2026-03-18T10:00", "2026-04-08 00:00"),  # Good Friday: after Easter
        ("NL", DELIVERED, None, "2027-06-22 00:00"),  # never told: 19 June 2027 is a Saturday
        ("NL", DELIVERED, "2026-09-01T09:00", "2026-09-16 00:00"),  # told later: fourteen days from then
        ("NL", DELIVERED, "2026-06-06T09:00", "2026-06-23 00:00"),
        ("NL", DELIVERED, "2027-06-05T09:00", "2027-06-22 00:00"),  # on the last day of the twelve months
        ("NL", DELIVERED, "2027-06-06T09:00", "2027-06-22 00:00"),  # too late to shorten anything
        ("UA", DELIVERED, None, "2026-06-20 00:00"),  # no rule for the buyer who was not told
        ("CH", DELIVERED, EARLY, None),
        ("US", DELIVERED, EARLY, None),
        ("NL", None, EARLY, None),  # not running yet
        ("NL", None, None, None),
    ],
)
def test_it_lets_the_buyer_withdraw_until(
    market: str, delivered: str | None, informed: str | None, until: str | None
) -> None:
    assert ends(market, rights(market, delivered=delivered, informed=informed).withdrawal_until) == until


@pytest.mark.parametrize(
    ("market", "placed", "delivered", "guarantee", "burden"),
    [
        ("DE", EARLY, DELIVERED, "2028-06-07 00:00", "2027-06-08 00:00"),  # 5 June 2028 is Whit Monday, 2027 a Saturday
        ("PT", EARLY, DELIVERED, "2029-06-06 00:00", "2028-06-06 00:00"),
        ("FI", EARLY, DELIVERED, None, "2027-06-08 00:00"),
        ("NO", "2023-12-30T12:00", "2024-01-03T12:00", "2026-01-06 00:00", "2024-07-04 00:00"),  # law of the purchase
        ("NO", "2024-01-02T12:00", "2024-01-03T12:00", "2026-01-06 00:00", "2026-01-06 00:00"),
        ("DE", "2024-02-20T12:00", "2024-02-29T12:00", "2026-03-03 00:00", "2025-03-01 00:00"),
        ("CH", EARLY, DELIVERED, "2028-06-07 00:00", None),
        ("US", EARLY, DELIVERED, None, None),
        ("DE", EARLY, None, None, None),
    ],
)
def test_it_holds_the_seller_until(
    market: str, placed: str, delivered: str | None, guarantee: str | None, burden: str | None
) -> None:
    found = rights(market, placed=placed, delivered=delivered, informed=placed)
    assert ends(market, found.guarantee_until) == guarantee
    assert ends(market, found.burden_of_proof_until) == burden


@pytest.mark.parametrize(
    ("market", "placed", "delivered", "plain", "repaired"),
    [
        ("DE", "2026-07-31T09:00", "2026-08-05T12:00", "2028-08-08 00:00", "2029-08-07 00:00"),  # two Mondays
        ("DE", "2026-07-30T23:59", "2026-08-05T12:00", "2028-08-08 00:00", "2028-08-08 00:00"),  # bought too early
        ("PT", "2026-08-01T09:00", "2026-08-07T12:00", "2029-08-08 00:00", "2030-08-08 00:00"),  # three, four years
        ("FI", "2026-08-01T09:00", "2026-08-07T12:00", None, None),  # what has no end is not prolonged
        ("CH", "2026-08-01T09:00", "2026-08-07T12:00", "2028-08-08 00:00", "2028-08-08 00:00"),  # not law there
        ("DE", "2026-08-01T09:00", None, None, None),
    ],
)
def test_it_holds_the_seller_longer_for_what_was_repaired(
    market: str, placed: str, delivered: str | None, plain: str | None, repaired: str | None
) -> None:
    before = rights(market, placed=placed, delivered=delivered, informed=placed)
    after = rights(market, placed=placed, delivered=delivered, informed=placed, repaired=True)
    assert (ends(market, before.guarantee_until), ends(market, after.guarantee_until)) == (plain, repaired)
    assert after.burden_of_proof_until == before.burden_of_proof_until


def test_it_says_which_law_adds_to_a_repair() -> None:
    late = "2026-08-01T12:00"
    source = "Directive (EU) 2019/771 art. 10(2a)"
    assert source not in rights("LU", placed=late).source
    after = rights("LU", placed=late, repaired=True)
    assert source in after.source
    assert not after.verified, "from which day the market applies it was not read"
    assert source not in rights("FI", placed=late, repaired=True).source


def test_it_counts_from_the_markets_own_date() -> None:
    # 23:30 UTC on the 4th is the 5th in Amsterdam.
    late = datetime.fromisoformat("2026-06-04T23:30:00+00:00")
    found = rights_of("NL", placed_at=late, delivered_at=late, informed_at=late)
    assert ends("NL", found.withdrawal_until) == "2026-06-20 00:00"


def test_it_only_advises_beyond_the_years_of_the_calendar() -> None:
    """A guarantee of six years may end after them, and an old order was delivered before them."""
    late = rights("LU", delivered="2034-06-05T12:00")
    assert ends("LU", late.guarantee_until) == "2036-06-06 00:00"
    assert not late.verified
    old = rights("LU", placed="2019-05-30T12:00", delivered="2019-06-01T12:00", informed="2019-05-30T12:00")
    assert ends("LU", old.withdrawal_until) == "2019-06-16 00:00"
    assert not old.verified


def test_it_gives_a_business_none_of_this() -> None:
    found = rights("DE", business=True)
    assert (found.withdrawal_until, found.guarantee_until, found.burden_of_proof_until) == (None, None, None)


def test_it_says_whose_law_it_is_and_whether_it_was_read() -> None:
    luxembourg = rights("LU")
    assert luxembourg.verified
    assert "2011/83/EU" in luxembourg.source
    assert "2019/771" in luxembourg.source
    assert not rights("AT").verified
    nowhere = rights("US")
    assert not nowhere.verified
    assert nowhere.source == "No right by law is on record here."


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 24, date(2028, 11, 30)),
    ],
)
def test_it_ends_a_month_on_the_same_date_or_the_months_last(day: date, months: int, result: date) -> None:
    assert add_months(day, months) == result
