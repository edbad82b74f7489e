"""A person of the platform has looked at what was put before it, and says how it is."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.asker import ADMIN, Asker
from cases.casefile.draft import Draft
from cases.casefile.queries import find_person, load
from cases.casefile.record import record
from cases.casefile.reviews import CONTRADICTION, ReviewRow, find_review
from cases.casefile.until_it_holds import until_it_holds
from cases.db import Connection, Database, moment_text, placeholder, run
from cases.errors import Forbidden, NotFound, ShapeInvalid
from markets.translate import translate
from workflows.facts import GuardAnswer
from workflows.fields.base import FieldError
from workflows.grammar import PLATFORM
from workflows.refusals import NotEligible

DECISIONS = {CONTRADICTION: ("uphold", "strike")}
"""What may be decided of each kind: a report stands, or was wrong."""


def decide_review(
    database: Database, asker: Asker, review: str, decision: str, reason: str, now: datetime
) -> ReviewRow:
    """Decide by a system message that tells both parties; the alerts end.

    Raises ``Forbidden`` for anybody but an admin, ``NotFound``, ``ShapeInvalid`` for a decision that its kind does not
    have, and ``NotEligible`` where it was decided before.
    """
    if asker.role != ADMIN:
        raise Forbidden

    def once(connection: Connection) -> ReviewRow:
        found = find_review(connection, review)
        if found is None:
            raise NotFound
        if decision not in DECISIONS[found.kind]:
            raise ShapeInvalid([FieldError("/decision", "field.enum", {"expected": ", ".join(DECISIONS[found.kind])})])
        if found.decision:
            raise NotEligible("decide", [GuardAnswer("review_is_open", holds=False)])
        return _decided(connection, asker, found, decision, reason, now)

    return until_it_holds(database, None, once, whole=True)


def _decided(
    connection: Connection, asker: Asker, found: ReviewRow, decision: str, reason: str, now: datetime
) -> ReviewRow:
    file = load(connection, found.case_id)
    assert file is not None
    draft = Draft.of(file, now)
    author = draft.author(asker, find_person(connection, asker.role, asker.sub))
    text = translate("system.review_decided", file.case.lang, reason=reason)
    act = Act(PLATFORM, text, file.case.lang, SYSTEM, own_words=False, person=author.id, decides=found.id)
    found.decision, found.decided_at, found.decided_by = decision, now, advance(draft, act)
    record(connection, [draft])
    mark = {name: placeholder(connection.dialect, name) for name in ("id", "decision", "at", "by")}
    sql = (
        f"UPDATE review SET decision = {mark['decision']}, decided_at = {mark['at']}, decided_by = {mark['by']}"
        f" WHERE id = {mark['id']} AND decision = ''"
    )
    run(connection, sql, {"id": found.id, "decision": decision, "at": moment_text(now), "by": found.decided_by})
    return found
