"""Which cases somebody could open on an order, and what stands against the others. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.casefile.asker import Asker
from cases.casefile.facts import facts_of
from cases.casefile.orders import OrderFile
from cases.casefile.view import View, form_of, local
from cases.db import Connection
from cases.verbs.openings import Opening
from cases.verbs.subject import file_about
from workflows.engine import decide
from workflows.grammar import BUYER, UNOPENED
from workflows.refusals import NotEligible
from workflows.registry import CURRENT


@dataclass(frozen=True, slots=True)
class Way:
    """One case that could be opened: until when returns are taken, and what must be said.

    ``against`` are the guards that do not hold; where there are any, there is no form.
    """

    kind: str
    reason: str
    returns_until: str | None
    form: View | None
    against: tuple[str, ...] = ()


def ways_to_open(
    connection: Connection, asker: Asker, order: OrderFile, openings: Sequence[Opening], now: datetime
) -> list[Way]:
    """How each of these would go for the buyer. Raises ``ShapeInvalid`` for what is not in the order."""
    return [_way(connection, asker, order, opening, now) for opening in openings]


def _way(connection: Connection, asker: Asker, order: OrderFile, opening: Opening, now: datetime) -> Way:
    workflow = CURRENT[opening.kind]
    row = next(row for row in workflow.openings if BUYER in row.who)
    file = file_about(connection, workflow, row, asker, opening, order, now)
    facts = facts_of(file, now, asker.actor)
    until = local(facts.returns_until, file.calendar)
    try:
        taken = decide(workflow, UNOPENED, BUYER, row.event, facts).row
    except NotEligible as error:
        against = tuple(answer.name for answer in error.guards if not answer.holds)
        return Way(opening.kind, opening.reason or "", until, None, against)
    return Way(opening.kind, opening.reason or "", until, form_of(taken, facts))
