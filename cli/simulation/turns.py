"""Whose turn it is in a case, and when they take it: by their temperament, on the calendar of their market."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from cases.casefile.casefile import CaseFile
from cli.simulation import people
from cli.simulation.market_place import Place
from cli.simulation.people import Temperament
from markets.business_time import due
from markets.calendars import Calendar
from markets.durations import WorkingHours
from workflows.grammar import BUYER, CARRIER, CLOCK, CLOSED, PAYMENTS, PLATFORM, SELLER, Role

AT_WORK, AWAKE = (8, 19), (7, 23)
A_LITTLE, A_WHILE = timedelta(minutes=20), timedelta(days=2)


class Turn(NamedTuple):
    """Somebody will act in the case; ``serial`` tells turns of one moment apart. A turn without ``case`` opens one."""

    at: datetime
    serial: int
    place: int
    case: str = ""
    role: Role = BUYER
    asks: bool = False


class Run(NamedTuple):
    """From when to when the run goes."""

    start: datetime
    end: datetime


def whose_turn(file: CaseFile, dice: Random) -> Role:
    """For whom the case waits; the clock's where nobody can do anything now."""
    case = file.case
    wait = file.workflow.wait_of(case.state)
    waited = wait.on if wait is not None else ()
    if SELLER in waited and len(waited) == 1:
        return SELLER
    if PLATFORM in waited:
        return PLATFORM
    if case.progress.owed:  # also of a case that is closed or held: words wait for their answer
        return SELLER
    if case.state == CLOSED or case.held_by is not None or not waited:
        return CLOCK
    return dice.choice(waited)


def next_turn(
    file: CaseFile, place: Place, dice: Random, now: datetime, run: Run, serial: int, *, nudged: bool = False
) -> Turn | None:
    """The next turn in the case; None once nothing more will be done in it.

    Whoever was only nudged acts when they would have acted without it.
    """
    role = whose_turn(file, dice)
    if role is CLOCK:
        wakes = now + A_WHILE
        return Turn(wakes, serial, place.number, file.case.id, role) if file.case.state != CLOSED else None
    if role is SELLER and file.case.state != CLOSED and not nudged and dice.random() < place.buyer.asks:
        at = _awake(now + timedelta(hours=dice.randrange(2, 30)), file.calendar, AWAKE, works=False)
        return Turn(at, serial, place.number, file.case.id, BUYER, asks=True)
    who = temperament_of(role, place)
    forgot = _runs_out_at(file, role) if dice.random() < who.forgets else None
    since = _waits_since(file, role) if nudged else None
    at = forgot + A_LITTLE if forgot is not None else _acts_at(file, role, who, dice, since or now, run)
    return Turn(max(at, now + A_LITTLE), serial, place.number, file.case.id, role)


def temperament_of(role: Role, place: Place) -> Temperament:
    """How whoever acts in this role behaves in the case."""
    others = {PLATFORM: people.PLATFORM, CARRIER: people.CARRIERS, PAYMENTS: people.PAYMENTS, BUYER: place.buyer}
    return others.get(role, place.seller.temperament)


def _runs_out_at(file: CaseFile, role: Role) -> datetime | None:
    """When the first of what is waited for from this role is over; None where nothing ends."""
    return min((d.due_at for d in file.deadlines if d.waits_on == role and d.due_at is not None), default=None)


def _waits_since(file: CaseFile, role: Role) -> datetime | None:
    return min((d.started_at for d in file.deadlines if d.waits_on == role and d.due_at is not None), default=None)


def _acts_at(file: CaseFile, role: Role, who: Temperament, dice: Random, now: datetime, run: Run) -> datetime:
    hours = dice.randint(*who.hours)
    if role in (SELLER, PLATFORM):
        at = due(file.calendar, now, WorkingHours(hours)) + timedelta(minutes=dice.randrange(60))
        return _awake(_back_from_holiday(at, who, run), file.calendar, AT_WORK, works=True)
    at = now + timedelta(hours=hours, minutes=dice.randrange(60))
    return _awake(at, file.calendar, AWAKE, works=False) if role is BUYER else at


def _back_from_holiday(at: datetime, who: Temperament, run: Run) -> datetime:
    if who.away is None:
        return at
    leaves, returns = (run.start + share * (run.end - run.start) for share in who.away)
    return returns + (at - leaves) / 4 if leaves <= at < returns else at


def _awake(moment: datetime, calendar: Calendar, hours: tuple[int, int], *, works: bool) -> datetime:
    """The moment, or the next one at which such a person is awake or at work in the market."""
    local = moment.astimezone(calendar.zone)
    opens, closes = hours
    if local.hour >= closes:
        local = (local + timedelta(days=1)).replace(hour=opens)
    elif local.hour < opens:
        local = local.replace(hour=opens)
    while works and not calendar.works(local.date()):
        local += timedelta(days=1)
    return local.astimezone(moment.tzinfo)
