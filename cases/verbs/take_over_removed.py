"""The platform goes on with the open cases of a removed seller, the same day, in the name of who consented to it."""

from __future__ import annotations

import logging
from datetime import datetime

from cases.casefile.asker import ADMIN, Asker
from cases.casefile.facts import facts_of
from cases.casefile.queries import load
from cases.db import Connection, Database, placeholder, run
from cases.errors import NazorgError
from cases.sellers.selling import IN_FORCE, measures_in_force, selling_of
from cases.verbs.write_message import Message, write_message
from markets.translate import translate
from workflows.engine import offered
from workflows.grammar import CLOSED, PLATFORM
from workflows.refusals import Refusal

log = logging.getLogger(__name__)


def take_over_removed(database: Database, now: datetime) -> int:
    """Take over every open case of every removed seller that is not taken over yet; how many it were.

    Cases that are opened later, about what was sold before, follow. Each is an act of its own in the case's log.
    """
    taken = 0
    with database.read() as connection:
        removed = [(seller, case) for seller in _limited(connection) if (case := _removal(connection, seller))]
        found = [(case, _who_consented(connection, by)) for seller, by in removed for case in _open(connection, seller)]
    for case_id, admin in found:
        taken += admin is not None and _take_over(database, admin, case_id, now)
    return taken


def _limited(connection: Connection) -> list[str]:
    """The sellers with a measure in force; few, and an index knows them."""
    states = ", ".join(f"'{state}'" for state in IN_FORCE)
    sql = f"SELECT DISTINCT seller_id FROM cases WHERE kind = 'sanction' AND state IN ({states}) ORDER BY seller_id"
    return [str(row[0]) for row in run(connection, sql)]


def _removal(connection: Connection, seller_id: str) -> str | None:
    """The case of the removal that is in force, if one is."""
    selling = selling_of(measures_in_force(connection, seller_id))
    return selling.by.case if selling.status == "removed" and selling.by is not None else None


def _open(connection: Connection, seller_id: str) -> list[str]:
    """The seller's open cases with buyers that the platform has not taken over."""
    taken = "json_extract(progress, '$.taken_over')" if connection.dialect == "sqlite" else "progress->>'taken_over'"
    sql = (
        f"SELECT id FROM cases WHERE seller_id = {placeholder(connection.dialect, 'seller')} AND state <> '{CLOSED}'"
        f" AND kind NOT IN ('sanction', 'claim') AND {taken} IS NULL ORDER BY id"
    )
    return [str(row[0]) for row in run(connection, sql, {"seller": seller_id})]


def _who_consented(connection: Connection, case_id: str) -> Asker | None:
    """The admin by whose consent the removal took effect; None once they were erased."""
    sql = (
        "SELECT p.external_id, p.lang FROM message m JOIN person p ON p.id = m.author"
        f" WHERE m.case_id = {placeholder(connection.dialect, 'case')} AND m.event = 'consent' AND p.realm = '{ADMIN}'"
        " AND p.external_id IS NOT NULL ORDER BY m.seq DESC LIMIT 1"
    )
    rows = run(connection, sql, {"case": case_id})
    if not rows:
        log.error("nobody is left who consented to the removal %s, so its cases wait for an admin", case_id)
        return None
    return Asker(ADMIN, rows[0][0], lang=rows[0][1])


def _take_over(database: Database, admin: Asker, case_id: str, now: datetime) -> bool:
    with database.read() as connection:
        file = load(connection, case_id)
    assert file is not None
    facts = facts_of(file, now, admin.actor)
    if all(row.event != "take_over" for row in offered(file.workflow, file.case.state, PLATFORM, facts)):
        return False
    lang = file.case.lang
    words = translate("system.taken_over_from_removed", lang)
    try:
        write_message(database, admin, case_id, Message(words, lang, event="take_over", reply_expected=False), now)
    except (Refusal, NazorgError):
        log.exception("case %s could not be taken over", case_id)
        return False
    return True
