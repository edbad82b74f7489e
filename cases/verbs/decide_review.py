"""A person of the platform has looked at what was put before it, and says how it is."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.asker import ADMIN, Asker
from cases.casefile.casefile import PersonRow
from cases.casefile.draft import Draft
from cases.casefile.queries import find_person, load
from cases.casefile.record import record
from cases.casefile.reviews import CONTRADICTION, HELD, OBJECTION, ReviewRow, decided, find_review
from cases.casefile.until_it_holds import until_it_holds
from cases.db import Connection, Database
from cases.errors import Forbidden, NotFound, ShapeInvalid
from cases.verbs.decide_objection import decide_objection, decide_opening
from cases.verbs.free_message import held_at, keep_held, let_go, set_free
from markets.translate import translate
from workflows.facts import GuardAnswer
from workflows.fields.base import FieldError
from workflows.grammar import PLATFORM
from workflows.refusals import NotEligible

DECISIONS = {CONTRADICTION: ("uphold", "strike"), HELD: ("release", "refuse"), OBJECTION: ("uphold", "strike")}
"""What may be decided of each kind.

A report stands, or was wrong; a message is delivered, or stays held; a verdict stands, or is struck.
"""


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
    if found.case_id is None:
        drafts = decide_opening(connection, found, decision, now)
        by_seq = None
    else:
        file = load(connection, found.case_id)
        assert file is not None
        draft = Draft.of(file, now)
        author = draft.author(asker, find_person(connection, asker.role, asker.sub))
        drafts = [draft, *_carried_out(connection, draft, found, decision, reason, author)]
        by_seq = draft.messages[0]["seq"]
    if drafts:
        record(connection, drafts)
    decided(connection, found.id, decision, now, by_seq)
    found.decision, found.decided_at, found.decided_by = decision, now, by_seq
    return found


def _carried_out(
    connection: Connection, draft: Draft, found: ReviewRow, decision: str, reason: str, author: PersonRow
) -> list[Draft]:
    if found.kind == OBJECTION:
        return decide_objection(connection, draft, found, decision, reason, author)
    if found.kind == HELD:
        assert found.seq is not None
        held = held_at(connection, draft.file.case.id, found.seq)
        if held is not None and decision == "release":
            return set_free(connection, draft, held, author, reason, found.id)
        if held is not None:
            keep_held(draft, held, author, reason, found.id)
        else:
            let_go(draft, found.seq, author, reason, found.id)
        return []
    lang = draft.file.case.lang
    text = translate("system.review_decided", lang, reason=reason)
    advance(draft, Act(PLATFORM, text, lang, SYSTEM, own_words=False, person=author.id, decides=found.id))
    return []
