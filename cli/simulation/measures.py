"""What becomes of the measures that the clock proposes: sellers respond and appeal, two admins decide."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.casefile import CaseFile
from cases.casefile.facts import facts_of
from cases.db import run
from cases.verbs.weigh_sellers import weigh_sellers
from cli.simulation import acts, people
from cli.simulation.acts import Stage
from cli.simulation.market_place import Place
from workflows.grammar import PLATFORM, SELLER, Role

# fmt: off
MAY_ACT: dict[str, tuple[tuple[Role, float], ...]] = {
    # in which state           who may act of an evening, and how likely
    "proposed":               ((SELLER, 0.25), (PLATFORM, 0.30)),
    "awaiting_consent":       ((PLATFORM, 0.50),),
    "announced":              ((SELLER, 0.05),),
    "in_force":               ((SELLER, 0.03),),
    "appealed_before_effect": ((PLATFORM, 0.20),),
    "appealed":               ((PLATFORM, 0.20),),
    "appealed_after":         ((PLATFORM, 0.20),),
}
# fmt: on


def weigh_and_decide(stage: Stage, now: datetime) -> None:
    """The day is over: the clock weighs every seller, and somebody may act in what it proposed."""
    weighed = weigh_sellers(stage.database, now)
    stage.done.acts["weighings"] += weighed.sellers
    stage.done.refused["weigh"] += weighed.failed
    for place, case_id in enumerate(_open_measures(stage)):
        file = acts.as_it_is(stage, case_id)
        measure = file.case.progress.measure
        assert measure is not None
        for role, likely in MAY_ACT.get(file.case.state, ()):
            about = (file.case.opened_at, file.case.market, measure.crossed and measure.crossed.metric)
            dice = stage.market_place.chance(file.case.seller_id, *about, file.case.version, now, role)
            if dice.random() < likely and _can_act(file, role, now):
                acts.acts(stage, _place(stage, file, place), file, role, dice, now)
                break


def _open_measures(stage: Stage) -> list[str]:
    """In an order that every run has."""
    order = "seller_id, market, opened_at, state, version"
    sql = f"SELECT id FROM cases WHERE kind = 'sanction' AND state <> 'closed' ORDER BY {order}"
    with stage.database.read() as connection:
        return [str(case_id) for (case_id,) in run(connection, sql)]


def _can_act(file: CaseFile, role: Role, now: datetime) -> bool:
    """Sellers respond once; the platform decides once they could."""
    sanction = facts_of(file, now).sanction
    if file.case.state != "proposed":
        return True
    if role is SELLER:
        return not sanction.seller_has_responded
    could = sanction.may_respond_until is None or sanction.may_respond_until < now
    return sanction.seller_has_responded or could


def _place(stage: Stage, file: CaseFile, number: int) -> Place:
    """The seller alone; no buyer has a part in it."""
    seller = stage.market_place.seller_named(file.case.seller_id)
    return Place(number, seller, people.BUYERS[0], "", seller.shop.asks[0], seller.shop.faults[0])
