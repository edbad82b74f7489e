"""An admin declares that the platform or a carrier failed for a while: what ran in that time is due later.

Every deadline is extended by a logged line of its own, never shortened; what was missed meanwhile counts no more.
Periods of the law are not moved, because nobody may move them.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from cases.casefile import waits
from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.asker import ADMIN, Asker
from cases.casefile.draft import Draft
from cases.casefile.extending import extend_and_tell
from cases.casefile.people import person_named
from cases.casefile.queries import ended_deadlines, load
from cases.casefile.record import record
from cases.casefile.until_it_holds import until_it_holds
from cases.db import Connection, Database, placeholder, run
from cases.errors import Busy, Forbidden, ShapeInvalid
from cases.ids import new_id
from cases.timers.deadline import Deadline
from cases.timers.outages import CARRIER, Outage, due_after, is_taken_out, keep, outages, take_out, touched
from markets.catalogue import MARKETS
from markets.translate import say_deadline, translate
from workflows import grammar
from workflows.fields.base import FieldError
from workflows.grammar import BUYER, CLOCK, SELLER

log = logging.getLogger(__name__)

KINDS = ("reply", "promise", "status_update", waits.STATE)
IN_TRANSIT = ("awaiting_parcel", "awaiting_collection", "in_transit", "tracing")
"""The states that wait for a carrier's work, whoever of the parties is waited for."""

LONGEST, OLDEST = timedelta(days=31), timedelta(days=90)
STILL_FRESH = timedelta(days=1)
"""How long after its end a window is still looked at: nothing new can begin in it, but a case may have been busy."""


@dataclass(slots=True)
class TakenOut:
    """How many deadlines are later for the window, and how many breaches count no more."""

    extended: int = 0
    struck: int = 0


def declare_outage(
    database: Database,
    asker: Asker,
    *,
    scope: str,
    carrier: str | None,
    market: str | None,
    since: datetime,
    until: datetime,
    reason: str,
    now: datetime,
) -> tuple[Outage, TakenOut]:
    """Write the window down and take it out of every deadline in scope. Raises ``Forbidden`` and ``ShapeInvalid``."""
    if asker.role != ADMIN:
        raise Forbidden
    outage = Outage(new_id(), scope, carrier, market, since, until, reason, now)
    if faults := list(_faults(outage)):
        raise ShapeInvalid(faults)
    with database.write() as connection:
        keep(connection, outage, person_named(connection, ADMIN, asker.sub, asker.lang))
    return outage, take_out_of_all(database, outage, now)


def take_out_outages(database: Database, now: datetime) -> TakenOut:
    """What began in a window after it was declared, or was busy then, has its turn here."""
    done = TakenOut()
    with database.read() as connection:
        recent = [outage for outage in outages(connection) if outage.until > now - STILL_FRESH]
    for outage in recent:
        more = take_out_of_all(database, outage, now)
        done.extended, done.struck = done.extended + more.extended, done.struck + more.struck
    return done


def take_out_of_all(database: Database, outage: Outage, now: datetime) -> TakenOut:
    """Take the window out of every deadline that it touches, each once. A case that is busy waits for the next time."""
    done = TakenOut()
    with database.read() as connection:
        cases = touched(connection, outage)
    for case_id in cases:
        try:
            until_it_holds(
                database, case_id, partial(_take_out, case_id=case_id, outage=outage, now=now, done=done), whole=True
            )
        except Busy:
            log.warning("case %s is busy; the outage is taken out of its deadlines the next time", case_id)
    return done


def _faults(outage: Outage) -> list[FieldError]:
    faults = []
    if (outage.scope == CARRIER) != bool(outage.carrier):
        faults.append(FieldError("/carrier", "outage.names_its_carrier"))
    if outage.market is not None and outage.market not in MARKETS:
        faults.append(FieldError("/market", "field.unknown_market"))
    if outage.until <= outage.since:
        faults.append(FieldError("/until", "outage.ends_after_it_begins"))
    elif outage.until - outage.since > LONGEST or outage.since < outage.declared_at - OLDEST:
        faults.append(FieldError("/since", "outage.is_within_bounds", {"days": LONGEST.days, "ago": OLDEST.days}))
    return faults


def _take_out(connection: Connection, case_id: str, outage: Outage, now: datetime, done: TakenOut) -> None:
    file = load(connection, case_id)
    assert file is not None
    draft, seen = Draft.of(file, now), TakenOut()
    if outage.scope == CARRIER and not _is_with(draft, outage.carrier or ""):
        return
    for deadline in [running for running in file.deadlines if _is_in_scope(outage, running)]:
        after = due_after(outage, deadline, file.calendar)
        if after is None or is_taken_out(connection, outage, deadline):
            continue
        take_out(connection, outage, deadline)
        seen.extended += _extend(draft, deadline, after, outage)
    for deadline in [over for over in ended_deadlines(connection, case_id) if over.state == "missed"]:
        if _is_in_scope(outage, deadline) and due_after(outage, deadline, file.calendar) is not None:
            seen.struck += _strike(connection, draft, deadline, outage)
    if draft.messages:
        record(connection, [draft])
    done.extended, done.struck = done.extended + seen.extended, done.struck + seen.struck


def _is_in_scope(outage: Outage, deadline: Deadline) -> bool:
    """The platform's failure stops both sides; a carrier's stops who waits for the carrier."""
    if deadline.kind not in KINDS or deadline.due_at is None:
        return False
    if outage.scope == CARRIER:
        return deadline.waits_on == grammar.CARRIER or deadline.name in IN_TRANSIT
    return deadline.waits_on in (BUYER, SELLER)


def _is_with(draft: Draft, carrier: str) -> bool:
    """Whether a parcel of the case, or of its order, is with that carrier."""
    named = {parcel.carrier for parcel in draft.file.case.progress.parcels}
    if draft.file.order is not None:
        named |= {parcel.carrier for parcel in draft.file.order.terms.parcels}
    return carrier.casefold() in {name.casefold() for name in named}


def _extend(draft: Draft, deadline: Deadline, after: datetime, outage: Outage) -> int:
    assert deadline.due_at is not None
    if deadline.kind == waits.STATE:
        after = waits.no_later_than_the_law(draft, after)
    if after <= deadline.due_at:
        return 0
    extend_and_tell(draft, deadline, after, "system.outage", **_window(draft, outage))
    return 1


def _strike(connection: Connection, draft: Draft, deadline: Deadline, outage: Outage) -> int:
    """What the seller missed in the window counts no more; the case says so, once for each deadline."""
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "seq", "number")}
    sql = (
        f"SELECT id FROM breach WHERE case_id = {mark['case']} AND seq = {mark['seq']} AND number = {mark['number']}"
        " AND counts = 1"
    )
    if is_taken_out(connection, outage, deadline):
        return 0
    take_out(connection, outage, deadline)
    found = run(connection, sql, {"case": deadline.case_id, "seq": deadline.seq, "number": deadline.number})
    if not found:
        return 0
    draft.struck.append({"id": str(found[0][0]), "counts": 0, "because": "outage"})
    case = draft.file.case
    text = translate("system.outage_excuses", case.lang, **_window(draft, outage))
    advance(draft, Act(CLOCK, text, case.lang, SYSTEM, own_words=False))
    return 1


def _window(draft: Draft, outage: Outage) -> dict[str, str]:
    zone, lang = draft.file.calendar.zone, draft.file.case.lang
    return {"since": say_deadline(outage.since, zone, lang), "until": say_deadline(outage.until, zone, lang)}
