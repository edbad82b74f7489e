"""The scenes of the demo: each plot with its people, its order, and the moments at which they act."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from cli.demo.orders import Bought, an_order
from cli.demo.plots.steps import ASK, DELIVERED, FAULT, NO_ORDER, ON_ITS_WAY, Ago, Plot, Step
from cli.demo.plots.told import PLOTS, STAGED
from cli.demo.scenery import Fault, Scenery, Seller
from markets.business_time import due
from markets.calendars import Calendar, calendar_of
from markets.durations import CalendarDays
from workflows.grammar import PLATFORM, SELLER, Role

STAR_SELLER, STAR_BUYER = "harbour-home", "Aoife Byrne"
LATE_SELLER = "gartengut"
DAYS = 34.0
IS_THE_STAR, STILL_ON_ITS_WAY = 0.4, 0.15
AWAKE, AT_WORK = (7, 23), (8, 18)  # from which hour to which, on the wall of the market
DENSER = 2.2  # above 1 because a market place grows, and because open cases are what there is to see


@dataclass(slots=True)
class Scene:
    """One case of the demo: its plot, its people, and how far it has come."""

    plot: Plot
    seller: Seller
    buyer: str
    opens_at: datetime
    bought: Bought | None
    ask: tuple[int, str, str]
    fault: Fault
    case: str = ""
    rng: Random = field(default_factory=Random)

    @property
    def order_id(self) -> str:
        """The order that it is about; empty where it is about none."""
        return self.bought.id if self.bought else ""


def scenes_until(now: datetime, rng: Random, scenery: Scenery) -> list[Scene]:
    """Each plot as often as it is told, begun when it says or spread over the weeks, the last ones denser."""
    scenes: list[Scene] = []
    for plot in PLOTS:
        for place in range(plot.times):
            seller, buyer = _people(plot, rng, scenery, staged=plot in STAGED and place == 0)
            opens = _opens_at(plot, place, seller, rng, now)
            ask, fault, bought = rng.choice(seller.asks), rng.choice(seller.faults), None
            if plot.order != NO_ORDER and plot.opened_by is not PLATFORM:
                first = {ASK: ask[0], FAULT: fault.place}.get(plot.words)
                bought = an_order(rng, seller, buyer, len(scenes), opens, plot.order, first, plot.pieces)
            own = Random(rng.random())  # noqa: S311  # scenery, no secret
            scenes.append(Scene(plot, seller, buyer, opens, bought, ask, fault, rng=own))
    return scenes


def more_orders(rng: Random, scenery: Scenery, first: int, most: int, now: datetime) -> list[Bought]:
    """So many orders with which nothing is wrong, of all sellers alike."""
    more = []
    for number in range(first, first + most):
        seller = scenery.sellers[number % len(scenery.sellers)]
        condition = ON_ITS_WAY if rng.random() < STILL_ON_ITS_WAY else DELIVERED
        wanted_at = now - timedelta(days=0 if condition == ON_ITS_WAY else rng.uniform(0, DAYS))
        more.append(an_order(rng, seller, _buyer(rng, seller), number, wanted_at, condition))
    return more


def when(at: datetime, step: Step, scene: Scene, now: datetime) -> datetime:
    """The moment of a step that follows on what happened ``at``."""
    calendar = calendar_of(scene.seller.market)
    soon = at + timedelta(minutes=20)
    if isinstance(step.after, Ago):
        return max(_awake(now - timedelta(hours=step.after.n), calendar, scene.rng), soon)
    if isinstance(step.after, CalendarDays):
        moment = at + timedelta(days=step.after.n, minutes=scene.rng.randrange(-180, 180))
    else:
        moment = due(calendar, at, step.after) + timedelta(minutes=scene.rng.randrange(2, 50))
    return _human(max(moment, soon), calendar, step.who, scene.rng)


def _people(plot: Plot, rng: Random, scenery: Scenery, *, staged: bool) -> tuple[Seller, str]:
    """Who sells and who buys; the two stars where the newest of a plot is theirs."""
    sellers = [seller for seller in scenery.sellers if not plot.languages or seller.lang in plot.languages]
    if staged:
        return next(seller for seller in sellers if seller.id == STAR_SELLER), STAR_BUYER
    if plot.late:
        seller = next(seller for seller in sellers if seller.id == LATE_SELLER)
        return seller, _buyer(rng, seller)
    seller = rng.choices(sellers, [4 if seller.id == STAR_SELLER else 1 for seller in sellers])[0]
    return seller, _buyer(rng, seller)


def _opens_at(plot: Plot, place: int, seller: Seller, rng: Random, now: datetime) -> datetime:
    age = DAYS * ((place + rng.random()) / plot.times) ** DENSER + 0.05
    opens = now - timedelta(days=plot.ago.n if plot.ago else age)
    opens = _human(opens, calendar_of(seller.market), plot.opened_by, rng)
    return min(opens, now - timedelta(minutes=rng.randrange(5, 90)))


def _buyer(rng: Random, seller: Seller) -> str:
    names = seller.buyers.names
    return STAR_BUYER if STAR_BUYER in names and rng.random() < IS_THE_STAR else rng.choice(names)


def _human(moment: datetime, calendar: Calendar, who: Role, rng: Random) -> datetime:
    """The moment, or the next one at which such a person is awake or at work in the market."""
    local = moment.astimezone(calendar.zone).replace(microsecond=0)
    works = who in (SELLER, PLATFORM)
    opens, closes = AT_WORK if works else AWAKE
    if local.hour >= closes:
        local = (local + timedelta(days=1)).replace(hour=opens, minute=rng.randrange(60))
    elif local.hour < opens:
        local = local.replace(hour=opens, minute=rng.randrange(60))
    while works and not calendar.works(local.date()):
        local += timedelta(days=1)
    return local.astimezone(moment.tzinfo)


def _awake(moment: datetime, calendar: Calendar, rng: Random) -> datetime:
    """The moment, or the last one before it at which anybody is awake."""
    local = moment.astimezone(calendar.zone).replace(microsecond=0)
    if local.hour < AWAKE[0]:
        local = (local - timedelta(days=1)).replace(hour=AWAKE[1] - 1, minute=rng.randrange(60))
    return local.astimezone(moment.tzinfo)
