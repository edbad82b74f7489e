"""The rights that still run for one order, in the law of its market as it stood on the day of purchase.

Withdrawal: Directive 2011/83/EU art. 9 and 10. Guarantee and burden of proof: Directive (EU) 2019/771 art. 10 and 11,
the first with what a repair adds (paragraph 2a, by Directive (EU) 2024/1799).
Periods are counted after Regulation 1182/71: the day of the event is not counted, a month ends on the same date
(or the month's last), and a last day that does not work rolls forward.
"""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markets.business_time import due_on
from markets.calendars import Calendar, calendar_of
from markets.catalogue import LawRow, law_row
from markets.moments import wall_of


@dataclass(frozen=True, slots=True)
class Rights:
    """Until when a right may be used (the end of the day, UTC); None where it does not run yet, has no end or is none.

    `verified` is false as soon as one of the law rows used has not been confirmed, or an end lies outside the years
    that the calendar knows and so is not rolled forward: then the dates are advice.
    """

    withdrawal_until: datetime | None
    guarantee_until: datetime | None
    burden_of_proof_until: datetime | None
    source: str
    verified: bool


def rights_of(
    market_code: str,
    *,
    placed_at: datetime,
    delivered_at: datetime | None,
    informed_at: datetime | None,
    business_buyer: bool = False,
    repaired: bool = False,
) -> Rights:
    """The buyer's rights from an order placed, delivered and informed about withdrawal at these moments.

    `delivered_at` is the last unit's; `informed_at` None means that the buyer was never told of the right. What was
    `repaired`, however often, is guaranteed longer once, where that was law on the day of purchase.
    """
    if business_buyer:
        return Rights(None, None, None, "Consumer law gives a business buyer none of these rights.", True)
    calendar = calendar_of(market_code)
    placed = wall_of(calendar.zone, placed_at).date()
    delivered = wall_of(calendar.zone, delivered_at).date() if delivered_at else None
    informed = wall_of(calendar.zone, informed_at).date() if informed_at else None

    withdrawal = law_row(market_code, "withdrawal", placed)
    uninformed = law_row(market_code, "withdrawal_uninformed", placed)
    guarantee = law_row(market_code, "guarantee", placed)
    burden = law_row(market_code, "burden_of_proof", placed)
    has_an_end = guarantee is not None and guarantee.value is not None
    extension = law_row(market_code, "repair_extension", placed) if repaired and has_an_end else None

    used = [row for row in (withdrawal, guarantee, extension, burden) if row is not None]
    if uninformed is not None and (informed is None or (delivered is not None and informed > delivered)):
        used.append(uninformed)
    ends = (
        _withdrawal_ends(calendar, withdrawal, uninformed, delivered, informed),
        _after_months(calendar, delivered, guarantee, extension),
        _after_months(calendar, delivered, burden),
    )
    known = all(day is None or calendar.first <= day <= calendar.last for day in ends)
    withdrawal_until, guarantee_until, burden_until = (None if day is None else due_on(calendar, day) for day in ends)
    return Rights(
        withdrawal_until=withdrawal_until,
        guarantee_until=guarantee_until,
        burden_of_proof_until=burden_until,
        source="; ".join(dict.fromkeys(row.source for row in used)) or "No right by law is on record here.",
        verified=known and bool(used) and all(row.verified for row in used),
    )


def _withdrawal_ends(
    calendar: Calendar, row: LawRow | None, uninformed: LawRow | None, delivered: date | None, informed: date | None
) -> date | None:
    if row is None or row.value is None or delivered is None:
        return None
    ends = _rolled(calendar, delivered + timedelta(days=row.value))
    if uninformed is None or uninformed.value is None or (informed is not None and informed <= delivered):
        return ends
    # Art. 10(2): told within those twelve months, the buyer has the full period from that day on.
    if informed is not None and informed <= add_months(delivered, uninformed.value):
        return max(ends, _rolled(calendar, informed + timedelta(days=row.value)))
    return _rolled(calendar, add_months(ends, uninformed.value))


def _after_months(
    calendar: Calendar, delivered: date | None, row: LawRow | None, longer: LawRow | None = None
) -> date | None:
    if row is None or row.value is None or delivered is None:
        return None
    # The period itself is longer, so its last day rolls forward once and not before it is prolonged.
    more = longer.value if longer is not None and longer.value is not None else 0
    return _rolled(calendar, add_months(delivered, row.value + more))


def add_months(day: date, count: int) -> date:
    """The same date `count` months later, or that month's last day (Regulation 1182/71 art. 3(2)(c))."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _rolled(calendar: Calendar, day: date) -> date:
    """The first day from `day` on that works; `day` itself outside the calendar, where nothing is promised."""
    while calendar.first <= day <= calendar.last and not calendar.works(day):
        day += timedelta(days=1)
    return day
