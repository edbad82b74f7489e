"""The demo market place: five weeks of orders and cases that end now, made by the verbs that everybody uses.

The same seed makes the same people, orders, words and plots; ids and case numbers are new each time.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any, NamedTuple

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.facts import facts_of
from cases.casefile.queries import find_person, load
from cases.db import Database
from cases.ids import message_id
from cases.messages.attachments import store
from cases.messages.cleaning import Clean
from cases.messages.files import Files
from cases.verbs.expire_deadline import expire_all, next_due
from cases.verbs.import_orders import import_order
from cases.verbs.open_case import open_case
from cases.verbs.openings import Opening
from cases.verbs.write_message import Message, write_message
from cli.demo.fields import Told, fields_of, photo
from cli.demo.orders import Bought, an_order, buyer_id_of
from cli.demo.plots import (
    ANSWER,
    ASK,
    DELIVERED,
    NO_ORDER,
    ON_ITS_WAY,
    PLOTS,
    QUESTIONS,
    RETURNS,
    WITHDRAWALS,
    Plot,
    Step,
)
from cli.demo.scenery import Scenery, Seller, load_scenery
from markets.business_time import due
from markets.calendars import Calendar, calendar_of
from markets.durations import CalendarDays
from workflows.engine import offered
from workflows.grammar import BUYER, CLOSED, PLATFORM, SELLER, Role

STAGED = (*QUESTIONS[:3], *RETURNS[:3], *WITHDRAWALS[:2])  # the newest of each is between the two stars
SEED = 1042
ORDERS = 300
DAYS = 34.0
STAR_SELLER, STAR_BUYER = "harbour-home", "Aoife Byrne"
ADMIN = "platform-desk"
IS_THE_STAR, STILL_ON_ITS_WAY = 0.4, 0.15
DENSER = 2.2  # above 1 because a market place grows, and because open cases are what there is to see
ONE_SECOND = timedelta(seconds=1)
WITH_PHOTOS = ("reject_units", "claim_value_loss")


@dataclass(slots=True)
class Scene:
    """One case of the demo: its plot, its people, and how far it has come."""

    plot: Plot
    seller: Seller
    buyer: str
    opens_at: datetime
    bought: Bought | None
    case: str = ""
    ask: tuple[int, str, str] = (0, "", "")
    rng: Random = field(default_factory=Random)


class Due(NamedTuple):
    """What happens next in a scene; ``step`` -1 opens the case, None lets the parcel be delivered."""

    at: datetime
    place: int
    scene: Scene
    step: int | None


def build(database: Database, files: Files, now: datetime) -> int:
    """Make the market place in a database without orders, as a history that ends at ``now``; returns its cases."""
    rng = Random(SEED)  # noqa: S311  # scenery, no secret
    scenery = load_scenery()
    scenes = _scenes(rng, scenery, now)
    asked_about = [scene.bought for scene in scenes if scene.bought]
    for bought in asked_about + _more_orders(rng, scenery, len(scenes), ORDERS - len(asked_about), now):
        order = bought.as_imported()
        import_order(database, order, min(now, order.placed_at))
    _play(_Stage(database, files, scenery), scenes, now)
    return sum(1 for scene in scenes if scene.case)


def _scenes(rng: Random, scenery: Scenery, now: datetime) -> list[Scene]:
    """Each plot as often as it is told, begun at moments that are spread over the weeks, the last ones denser."""
    scenes: list[Scene] = []
    star = next(seller for seller in scenery.sellers if seller.id == STAR_SELLER)
    for plot in PLOTS:
        sellers = [seller for seller in scenery.sellers if not plot.languages or seller.lang in plot.languages]
        weights = [4 if seller.id == STAR_SELLER else 1 for seller in sellers]
        for place in range(plot.times):
            is_staged = plot in STAGED and place == 0
            seller = star if is_staged else rng.choices(sellers, weights)[0]
            age = DAYS * ((place + rng.random()) / plot.times) ** DENSER + 0.05
            opens = _human(now - timedelta(days=age), calendar_of(seller.market), plot.opened_by, rng)
            opens = min(opens, now - timedelta(minutes=rng.randrange(5, 90)))
            buyer = STAR_BUYER if is_staged else _buyer(rng, seller)
            ask, bought = rng.choice(seller.asks), None
            if plot.order != NO_ORDER:
                first = ask[0] if plot.words == ASK else None
                bought = an_order(rng, seller, buyer, len(scenes), opens, plot.order, first)
            own = Random(rng.random())  # noqa: S311  # scenery, no secret
            scenes.append(Scene(plot, seller, buyer, opens, bought, ask=ask, rng=own))
    return scenes


def _more_orders(rng: Random, scenery: Scenery, first: int, most: int, now: datetime) -> list[Bought]:
    """So many orders with which nothing is wrong, of all sellers alike."""
    more = []
    for number in range(first, first + most):
        seller = scenery.sellers[number % len(scenery.sellers)]
        condition = ON_ITS_WAY if rng.random() < STILL_ON_ITS_WAY else DELIVERED
        wanted_at = now - timedelta(days=0 if condition == ON_ITS_WAY else rng.uniform(0, DAYS))
        more.append(an_order(rng, seller, _buyer(rng, seller), number, wanted_at, condition))
    return more


def _buyer(rng: Random, seller: Seller) -> str:
    names = seller.buyers.names
    return STAR_BUYER if STAR_BUYER in names and rng.random() < IS_THE_STAR else rng.choice(names)


@dataclass(frozen=True, slots=True)
class _Stage:
    """Where the scenes are played."""

    database: Database
    files: Files
    scenery: Scenery


def _play(stage: _Stage, scenes: list[Scene], now: datetime) -> None:
    """Everything in order of time, and between two acts everything that the clock does."""
    places = count()
    coming = [Due(scene.opens_at, next(places), scene, -1) for scene in scenes]
    coming += [
        Due(scene.opens_at + timedelta(days=scene.plot.brings.n), next(places), scene, None)
        for scene in scenes
        if scene.plot.brings
    ]
    heapq.heapify(coming)
    while coming and coming[0].at <= now:
        at, _, scene, step = heapq.heappop(coming)
        _let_time_pass(stage.database, at)
        if step is None:
            if scene.bought is not None:
                import_order(stage.database, scene.bought.brought(at), at)
            continue
        if not (_open(stage, scene, at) if step < 0 else _act(stage, scene, scene.plot.steps[step], at)):
            continue
        if step + 1 < len(scene.plot.steps):
            then = _when(at, scene.plot.steps[step + 1], scene)
            heapq.heappush(coming, Due(then, next(places), scene, step + 1))
    _let_time_pass(stage.database, now)


def _let_time_pass(database: Database, until: datetime) -> None:
    while True:
        with database.read() as connection:
            moment = next_due(connection)
        if moment is None or moment + ONE_SECOND > until:
            return
        if not expire_all(database, moment + ONE_SECOND).cases:
            return  # somebody else's, or parked; the scheduler sees to it


def _open(stage: _Stage, scene: Scene, at: datetime) -> bool:
    plot, seller = scene.plot, scene.seller
    about = None
    if scene.bought is None:
        title = seller.goods[scene.ask[0]][0]
        about = {"market": seller.market, "seller": seller.id, "sku": f"{seller.id[:3].upper()}-1", "title": title}
    fields: dict[str, Any] = {"wished_remedy": "refund"} if plot.kind == "return" else {}
    photos = _photos(stage, scene, BUYER, at) if plot.reason == "damaged" else []
    opening = Opening(
        kind=plot.kind,
        order=scene.bought.id if scene.bought else None,
        about=about,
        units=[("1", 1)] if plot.kind == "return" else None,
        reason=plot.reason or None,
        body=_words(stage, scene, plot.words),
        lang=seller.lang,
        fields=fields | ({"photos": photos} if photos else {}),
        attachments=photos,
        reply_expected=plot.opened_by is BUYER,
    )
    scene.case = open_case(stage.database, _asker(scene, plot.opened_by), opening, at).file.case.id
    return True


def _act(stage: _Stage, scene: Scene, step: Step, at: datetime) -> bool:
    """Take the step if it can still be taken; False where the clock was faster."""
    with stage.database.read() as connection:
        file = load(connection, scene.case)
    assert file is not None
    words = _words(stage, scene, step.words) if step.words else ""
    fields, photos = {}, []
    if step.event:
        facts = facts_of(file, at)
        rows = [row for row in offered(file.workflow, file.case.state, step.who, facts) if row.event == step.event]
        if not rows:
            return False
        told = Told(words, stage.scenery, scene.seller, scene.buyer, file.case.number)
        fields = fields_of(step.event, rows[0].saying.example(facts), told)
        if step.event in WITH_PHOTOS:
            photos = _photos(stage, scene, step.who, at)
            fields["photos"] = photos
    elif file.case.state == CLOSED:
        return False
    message = Message(
        body=words,
        lang=scene.seller.lang,
        event=step.event or None,
        fields=fields,
        answers=_answers(file, step),
        waives=[message_id(file.case.id, owed.seq) for owed in file.case.progress.owed] if step.waives else (),
        reply_expected=not step.quiet and not step.event if step.who is BUYER else None,
        attachments=photos,
    )
    write_message(stage.database, _asker(scene, step.who), scene.case, message, at)
    return True


def _answers(file: CaseFile, step: Step) -> list[str] | None:
    if step.answers != "first":
        return None
    question = file.open_questions()[0]
    return [f"{question.case_id}.{question.seq}.q{question.number}"]


def _words(stage: _Stage, scene: Scene, name: str) -> str:
    if name == ASK:
        return scene.ask[1]
    if name == ANSWER:
        return scene.ask[2]
    return stage.scenery.line(scene.seller.lang, name, scene.rng, order=scene.bought.id if scene.bought else "")


def _photos(stage: _Stage, scene: Scene, who: Role, at: datetime) -> list[str]:
    asker = _asker(scene, who)
    with stage.database.read() as connection:
        person = find_person(connection, asker.role, asker.sub)
    assert person is not None
    return [
        store(
            stage.database,
            stage.files,
            Clean(photo(scene.rng), "image/png"),
            name=f"photo-{number}.png",
            document="photo",
            person=person.id,
            real_now=at,
        ).id
        for number in (1, 2)
    ]


def _asker(scene: Scene, who: Role) -> Asker:
    lang = scene.seller.lang
    if who is BUYER:
        return Asker("buyer", buyer_id_of(scene.buyer), lang=lang)
    if who is SELLER:
        return Asker("seller", f"{scene.seller.id}-desk", scene.seller.id, lang)
    return Asker("admin", ADMIN, lang=lang) if who is PLATFORM else Asker("integration", "market-systems", lang=lang)


def _when(at: datetime, step: Step, scene: Scene) -> datetime:
    calendar = calendar_of(scene.seller.market)
    if isinstance(step.after, CalendarDays):
        moment = at + timedelta(days=step.after.n, minutes=scene.rng.randrange(-180, 180))
    else:
        moment = due(calendar, at, step.after) + timedelta(minutes=scene.rng.randrange(2, 50))
    return _human(max(moment, at + timedelta(minutes=20)), calendar, step.who, scene.rng)


def _human(moment: datetime, calendar: Calendar, who: Role, rng: Random) -> datetime:
    """The moment, or the next one at which such a person is awake or at work in the market."""
    local = moment.astimezone(calendar.zone).replace(microsecond=0)
    works = who in (SELLER, PLATFORM)
    opens, closes = (8, 18) if works else (7, 23)
    if local.hour >= closes:
        local = (local + timedelta(days=1)).replace(hour=opens, minute=rng.randrange(60))
    elif local.hour < opens:
        local = local.replace(hour=opens, minute=rng.randrange(60))
    while works and not calendar.works(local.date()):
        local += timedelta(days=1)
    return local.astimezone(moment.tzinfo)
