"""The demo market place: seven weeks of orders and cases that end now, made by the verbs that everybody uses.

The same seed makes the same people, orders, words and plots; ids and case numbers are new each time.
"""

from __future__ import annotations

import heapq
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import NamedTuple

from cases.db import Database, run
from cases.messages.files import Files
from cases.verbs.expire_deadline import expire_all, next_due
from cases.verbs.import_orders import import_order
from cli.demo.acts import act
from cli.demo.desk_work import introduce
from cli.demo.openings import open_scene
from cli.demo.scenery import load_scenery
from cli.demo.scenes import Scene, more_orders, scenes_until, when
from cli.demo.stage import Stage

SEED = 1042
ORDERS = 300
ONE_SECOND = timedelta(seconds=1)


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
    scenes = scenes_until(now, rng, scenery)
    asked_about = [scene.bought for scene in scenes if scene.bought]
    for bought in asked_about + more_orders(rng, scenery, len(scenes), ORDERS - len(asked_about), now):
        order = bought.as_imported()
        import_order(database, order, min(now, order.placed_at))
    for seller in scenery.sellers:
        if seller.deputy:
            introduce(database, seller, now)
    _play(Stage(database, files, scenery), scenes, now)
    with database.read() as connection:
        return int(run(connection, "SELECT count(*) FROM cases")[0][0])


def _play(stage: Stage, scenes: list[Scene], now: datetime) -> None:
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
        if not (open_scene(stage, scene, at) if step < 0 else act(stage, scene, scene.plot.steps[step], at)):
            continue
        if step + 1 < len(scene.plot.steps):
            then = when(at, scene.plot.steps[step + 1], scene, now)
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
