"""The run itself: day by day, ten minutes at a time, first what the clock does and then what people do.

Nothing of a case is kept here but its next turn; who is in it is worked out again from its place and the seed.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from cases.casefile.asker import Asker
from cases.casefile.reviews import list_reviews
from cases.verbs.decide_review import DECISIONS, decide_review
from cases.verbs.expire_deadline import Fired, expire_all, next_due
from cli.simulation import acts
from cli.simulation.acts import Stage
from cli.simulation.measures import weigh_and_decide
from cli.simulation.turns import Run, Turn, next_turn, whose_turn
from workflows.grammar import CLOSED, SELLER

FIRST_DAY = date(2026, 3, 2)
"""A Monday; sixty days from here have Easter, a change of clocks and days off of many markets in them."""

TICK = timedelta(minutes=10)
OPENS_FROM, OPENS_TO = timedelta(hours=6), timedelta(hours=21)
QUIET_SHARE, MOST_QUIET_DAYS = 4, 14
ADMIN = Asker("admin", "desk")
AT_ONCE = 100


def run_of(days: int) -> Run:
    """From when to when so many days are."""
    start = datetime.combine(FIRST_DAY, time(), UTC)
    return Run(start, start + timedelta(days=days))


def play(stage: Stage, days: int, tell: Callable[[int, int], None]) -> Fired:
    """Play all days. ``tell`` hears the day and how many cases there are so far."""
    run, fired, serials = run_of(days), Fired(), count()
    coming: list[Turn] = []
    for day in range(days):
        tell(day, stage.done.acts["opened"])
        for turn in _new(stage, day, days, run, serials):
            heapq.heappush(coming, turn)
        _play_a_day(stage, run, run.start + timedelta(days=day), coming, serials, fired)
        evening = run.start + timedelta(days=day + 1)
        fired.add(_let_time_pass(stage, evening))
        _platform_looks(stage, evening)
        weigh_and_decide(stage, evening)
    fired.add(expire_all(stage.database, run.end))
    tell(days, stage.done.acts["opened"])
    return fired


def _new(stage: Stage, day: int, days: int, run: Run, serials: Iterator[int]) -> Iterator[Turn]:
    """The cases that are opened on a day; none on the last ones, so that most come to their end."""
    opening_days = max(1, days - min(MOST_QUIET_DAYS, days // QUIET_SHARE))
    cases = stage.market_place.cases
    for number in range(cases * day // opening_days, min(cases, cases * (day + 1) // opening_days)):
        if not stage.market_place.is_here(stage.market_place.place(number)):
            continue
        into_the_day = OPENS_FROM + _when(stage, number) * (OPENS_TO - OPENS_FROM)
        yield Turn(run.start + timedelta(days=day) + into_the_day, next(serials), number)


def _when(stage: Stage, number: int) -> float:
    """At which share of the day a case is opened; one on the order of another case after that one."""
    share = stage.market_place.chance(number, "when").random()
    if not stage.market_place.shares_its_order(number):
        return share
    before = _when(stage, number - 1)
    return before + share * (1 - before)


def _play_a_day(
    stage: Stage, run: Run, day: datetime, coming: list[Turn], serials: Iterator[int], fired: Fired
) -> None:
    now = day
    while now < day + timedelta(days=1):
        fired.add(_let_time_pass(stage, now))
        while coming and coming[0].at <= now:
            turn = heapq.heappop(coming)
            for then in _take(stage, turn, now.replace(microsecond=0), run, serials):
                heapq.heappush(coming, then)
        now += TICK


def _let_time_pass(stage: Stage, now: datetime) -> Fired:
    """Everything that is due fires, so that nobody acts before the clock has."""
    with stage.database.read() as connection:
        due = next_due(connection)
    return expire_all(stage.database, now) if due is not None and due < now else Fired()


def _take(stage: Stage, turn: Turn, now: datetime, run: Run, serials: Iterator[int]) -> Iterator[Turn]:
    """Take the turn, and name the next ones: in the case, and in the claims that came of it."""
    place = stage.market_place.place(turn.place)
    if not turn.case:
        opened = acts.opens(stage, place, now)
        if opened is not None:
            dice = stage.market_place.chance(turn.place, "opened")
            then = next_turn(opened, place, dice, now, run, next(serials))
            yield from [then] if then else []
        return
    file = acts.as_it_is(stage, turn.case)
    dice = stage.market_place.chance(turn.place, file.case.kind, file.case.version, now)
    held = file.case.held_by
    if turn.asks:
        file = acts.asks(stage, place, file, dice, now)
    elif whose_turn(file, dice) == turn.role:
        file = acts.acts(stage, place, file, turn.role, dice, now)
        if turn.role is not SELLER and dice.random() < place.seller.temperament.tells:
            file = acts.tells(stage, place, file, dice, now)
    if file.case.held_by is not None and held is None:
        for claim in acts.linked_claims(stage, file, now):
            yield from _followed(stage, claim, turn, now, run, serials)
    if file.case.state != CLOSED or file.case.progress.owed:
        then = next_turn(file, place, dice, now, run, next(serials), nudged=turn.asks)
        yield from [then] if then else []


def _followed(stage: Stage, claim: str, turn: Turn, now: datetime, run: Run, serials: Iterator[int]) -> Iterator[Turn]:
    file, place = acts.as_it_is(stage, claim), stage.market_place.place(turn.place)
    if file.case.state != CLOSED:
        then = next_turn(file, place, stage.market_place.chance(turn.place, "claim"), now, run, next(serials))
        yield from [then] if then else []


def _platform_looks(stage: Stage, now: datetime) -> None:
    """In the evening the platform's people decide about what was put before them."""
    while True:
        with stage.database.read() as connection:
            waiting = list_reviews(connection, ADMIN, is_open=True, after=None, limit=AT_ONCE)
        for review in waiting:
            decide_review(stage.database, ADMIN, review.id, DECISIONS[review.kind][0], "As it reads.", now)
            stage.done.acts["reviews"] += 1
        if len(waiting) < AT_ONCE:
            return
