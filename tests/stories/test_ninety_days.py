"""Ninety days of four sellers: what good and bad conduct leads to, told as it happens.

Werkstatt Nord answers at once. Spaet und Sohn are too late with two of five, until they are limited for it. Laut und
Lampe want to be called. Kleine Kanne are asked twice, and miss one of the two.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cases.casefile.asker import Asker
from cases.errors import OffPlatformContact
from cases.ledger.verify import verify
from cases.sellers.recount import differences
from cases.sellers.standing import Standing
from cases.verbs.read_standing import read_standing
from markets.calendars import calendar_of
from tests.builders import Desk, Told, a_question
from tests.cast import IDA, KLEIN, LAUT, NORD, ROOT, SPAET

BERLIN = ZoneInfo("Europe/Berlin")
A_CALL = "It fits. My number is +49 151 23456789."
FIRST, LAST = date(2026, 4, 7), date(2026, 7, 6)
"""From the Tuesday after Easter on, for ninety days."""

MONDAY, WEDNESDAY = 0, 2


class Market:
    """A market place at which one looks every day."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.open: dict[str, list[Told]] = {"nord": [], "spaet": [], "laut": [], "klein": []}
        self.asked = 0
        self.spaet_hurry = False

    def days_until(self, last: date) -> None:
        """Day after day: buyers ask at ten, sellers answer as they do, and at the end of the day the clock weighs."""
        day = self.today
        while day <= last:
            if calendar_of("DE").works(day):
                self.a_working_day(day)
            day += timedelta(days=1)
            self.waits_until(day, 2)  # the end of the day of UTC
            self.desk.weighs()

    def another_day(self) -> None:
        """The rest of today."""
        self.days_until(self.today)

    @property
    def today(self) -> date:
        """The date in Berlin."""
        return self.desk.now.astimezone(BERLIN).date()

    def a_working_day(self, day: date) -> None:
        self.waits_until(day, 10)
        for seller in ("nord", "spaet", "spaet"):
            self.asks(seller)
        self.waits_until(day, 11)
        self.answers(NORD)
        if self.spaet_hurry or day.weekday() not in (MONDAY, WEDNESDAY):
            self.answers(SPAET)  # what was asked the day before was due an hour ago

    def asks(self, seller: str) -> Told:
        self.asked += 1
        case = self.desk.opens(a_question(self.desk.takes(number=str(self.asked), seller=seller)))
        self.open[seller].append(case)
        return case

    def answers(self, who: Asker) -> None:
        cases = self.open[who.seller]
        while cases:
            cases.pop(0).says(who, "It fits the 18 cm pot.")

    def shares_numbers(self, count: int) -> None:
        case = self.open["laut"][0]
        for _ in range(count):
            with suppress(OffPlatformContact):
                case.says(LAUT, A_CALL)

    def waits_until(self, day: date, hour: int) -> None:
        moment = datetime.combine(day, time(hour), BERLIN)
        if moment > self.desk.now:
            self.desk.waits_until(moment.astimezone(self.desk.now.tzinfo))

    def measures(self, seller: str) -> list[Told]:
        sql = f"SELECT id FROM cases WHERE kind = 'sanction' AND seller_id = '{seller}' ORDER BY opened_at"
        return [Told(self.desk, str(case)) for (case,) in self.desk.rows(sql)]

    def standing(self, seller: str, days: int = 30) -> Standing:
        with self.desk.database.read() as connection:
            return read_standing(connection, ROOT, seller, self.desk.now, days)


def said(case: Told, event: str) -> dict[str, Any]:
    """What the message with an event says in its fields."""
    entry = next(entry for entry in case.entries() if entry.event == event)
    return dict(json.loads(entry.fields or "{}"))


def day_of(case: Told, event: str) -> date:
    """On which day of Berlin the event was."""
    return next(entry for entry in case.entries() if entry.event == event).at.astimezone(BERLIN).date()


@pytest.mark.usefixtures("every_rule_applied")
def test_it_is_fair_for_ninety_days(desk: Desk) -> None:
    market = Market(desk)
    the_first_weeks(market)
    warning, restriction = spaet_are_as_late_as_before(market, laut_are_suspended(market))
    spaet_improve_and_are_freed_by_time(market, warning, restriction)
    market.days_until(LAST)
    how_it_ended(market)


def the_first_weeks(market: Market) -> None:
    """Laut share a number three times, Kleine Kanne answer one of two, Spaet are late with two of five."""
    market.waits_until(FIRST, 8)
    first, second, heard = market.asks("klein"), market.asks("klein"), market.asks("laut")
    market.desk.takes(number="fresh")
    fresh = market.standing("nord").score
    market.waits_until(FIRST, 9)
    first.says(KLEIN, "It fits the 18 cm pot.")
    market.shares_numbers(3)
    heard.says(LAUT, "It fits the 18 cm pot.")
    market.days_until(date(2026, 4, 30))
    second.says(KLEIN, "It fits, and sorry for the wait.")

    assert market.standing("klein").figures.missed == 1
    assert market.measures("klein") == [], "one late reply of two says little"
    assert market.standing("nord").score > fresh > market.standing("spaet").score
    (warning,) = market.measures("spaet")
    assert (said(warning, "propose")["measure"], warning.state) == ("warning", "proposed")
    assert market.standing("spaet").selling.status == "allowed", "a warning limits nothing"


def laut_are_suspended(market: Market) -> Told:
    """The market's rule warned them, they went on, the clock proposed, and a person decided."""
    (warned,) = market.measures("laut")
    assert (warned.events, warned.state) == (["propose", "impose"], "in_force")
    assert said(warned, "impose")["decided_automatically"]
    market.shares_numbers(4)
    market.days_until(date(2026, 5, 5))
    market.shares_numbers(1)
    while len(market.measures("laut")) == 1:
        market.another_day()

    warned, case = market.measures("laut")
    assert warned.outcome == "expired"
    proposed = said(case, "propose")
    assert (proposed["measure"], case.state, len(proposed["breaches"])) == ("suspension", "proposed", 8)
    assert market.standing("laut").selling.status == "allowed", "a proposal limits nothing"
    case.does(LAUT, "respond", "We thought that a call is kinder.")
    case.does(ROOT, "impose", "You are suspended.")
    found = market.standing("laut", 90)
    assert (found.selling.status, found.visibility, found.figures.conduct) == ("suspended", 0.0, 8)
    stated = said(case, "impose")
    assert (stated["found_automatically"], stated["decided_automatically"]) == (True, False)
    laut_win_one_of_two(market, case, proposed["breaches"][:2])
    return case


def laut_win_one_of_two(market: Market, case: Told, appealed: list[str]) -> None:
    """They appeal two breaches; another admin strikes one. Every figure follows, and the rest stands."""
    before = market.standing("laut", 90)
    case.does(LAUT, "appeal", "Two of these were article numbers.", breaches=appealed)
    case.does(IDA, "uphold", "One of them was.", struck=appealed[:1])
    after = market.standing("laut", 90)
    assert (after.selling.status, after.figures.conduct, after.figures.excused) == ("suspended", 7, 1)
    assert after.score >= before.score
    assert market.desk.rows(f"SELECT counts, because FROM breach WHERE id = '{appealed[0]}'") == [(0, "appeal_won")]
    assert market.desk.weighs().proposed == 0


def spaet_are_as_late_as_before(market: Market, suspension: Told) -> list[Told]:
    """Their warning ends and did not help: a restriction is proposed, they respond, and Root imposes it."""
    while len(market.measures("spaet")) == 1:
        market.another_day()
    warning, restriction = market.measures("spaet")
    assert warning.events == ["propose", "impose", "expire"]
    assert said(restriction, "propose")["measure"] == "restriction"
    market.spaet_hurry = True
    market.waits_until(market.today, 8)
    market.answers(SPAET)
    restriction.does(SPAET, "respond", "We have two more people now.")
    restriction.does(ROOT, "impose", "You are restricted for two weeks.")
    limited = market.standing("spaet")
    assert (limited.selling.status, limited.visibility <= 0.5) == ("restricted", True)
    told = [(one["case"], one["seller"]) for one in market.desk.told("selling.changed")]
    assert told == [(suspension.id, "laut"), (restriction.id, "spaet")]
    return [warning, restriction]


def spaet_improve_and_are_freed_by_time(market: Market, warning: Told, restriction: Told) -> None:
    """They answer in time, their score rises week by week, and time sets them free."""
    weeks = [market.standing("spaet").score]
    while restriction.state == "in_force":
        market.days_until(market.today + timedelta(days=6))
        weeks.append(market.standing("spaet").score)
    assert weeks == sorted(weeks)
    assert weeks[-1] > weeks[0]
    assert [case.outcome for case in (warning, restriction)] == ["expired", "expired"]
    assert day_of(restriction, "expire") - day_of(restriction, "impose") == timedelta(days=15)
    assert market.standing("spaet").selling.status == "allowed"


def how_it_ended(market: Market) -> None:
    """Who answers at once has nothing to fear, who is rarely asked neither; and all of it is in the log."""
    assert market.standing("spaet").figures.on_time_rate == 1.0
    assert market.standing("laut").selling.status == "allowed", "theirs ended by time, too"
    assert [market.measures(seller) for seller in ("nord", "klein")] == [[], []]
    assert market.standing("nord").score > market.standing("klein", 90).score
    sellers = {str(seller) for seller, _ in market.desk.rows("SELECT DISTINCT seller_id, 1 FROM standing_day")}
    assert sellers == set(market.open)
    with market.desk.database.read() as connection:
        assert [differences(connection, seller) for seller in market.open] == [[], [], [], []]
    assert verify(market.desk.database).holds
