"""Object to a verdict about one's own words: once, within six months; a person of the platform decides."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.asker import Asker
from cases.casefile.casefile import PersonRow
from cases.casefile.draft import Draft
from cases.casefile.queries import find_person, load
from cases.casefile.record import record
from cases.casefile.reviews import OBJECTION, ReviewRow, find_review, review_row
from cases.casefile.until_it_holds import until_it_holds
from cases.casefile.verdicts import OPEN, Verdict, count, on_message, on_refusal
from cases.db import Connection, Database, insert_sql, moment_text, run
from cases.errors import Forbidden, ShapeInvalid
from cases.ids import is_id, seq_of
from markets.translate import say_moment, translate
from workflows.facts import GuardAnswer
from workflows.fields.base import FieldError
from workflows.grammar import BUYER, SELLER
from workflows.refusals import NotEligible


def object_to_verdict(
    database: Database, asker: Asker, *, refusal: str | None, message: str | None, body: str, now: datetime
) -> ReviewRow:
    """Open a review of a refusal, or of what was done with a message; while it is open nothing counts.

    Raises ``Forbidden`` for anybody but a buyer and a seller's people, ``ShapeInvalid`` for what is not theirs or no
    verdict, and ``NotEligible`` where it is too late or was objected to before.
    """
    if asker.role not in ("buyer", "seller"):
        raise Forbidden

    def once(connection: Connection) -> ReviewRow:
        person = find_person(connection, asker.role, asker.sub)
        verdict = _verdict(connection, refusal, message)
        if person is None or verdict is None or verdict.person != person.id:
            named = ("/refusal", "field.unknown_refusal") if message is None else ("/message", "field.unknown_message")
            raise ShapeInvalid([FieldError(*named)])
        answers = [
            GuardAnswer("objection_is_in_time", holds=now <= verdict.until),
            GuardAnswer("nobody_objected_before", holds=not verdict.objected),
        ]
        if not all(answer.holds for answer in answers):
            raise NotEligible("object", answers)
        return _objected(connection, asker, person, verdict, body, now)

    return until_it_holds(database, None, once, whole=True)


def _verdict(connection: Connection, refusal: str | None, message: str | None) -> Verdict | None:
    if message is not None:
        case_id = message.partition(".")[0]
        seq = seq_of(message, case_id)
        return on_message(connection, case_id, seq) if is_id(case_id) and seq is not None else None
    return on_refusal(connection, refusal) if refusal is not None and is_id(refusal) else None


def _objected(
    connection: Connection, asker: Asker, person: PersonRow, verdict: Verdict, body: str, now: datetime
) -> ReviewRow:
    if verdict.case_id is None:
        row = review_row(OBJECTION, None, None, now)
        stored = row | {"opened_at": moment_text(now)}
        run(connection, insert_sql(connection.dialect, "review", stored), stored)
    else:
        row = _told(connection, asker, person, verdict, now)
    said = {"review": row["id"], "refusal": verdict.refusal, "person": person.id, "body": body}
    run(connection, insert_sql(connection.dialect, "objection", said), said)
    count(connection, verdict, OPEN, counts=False)
    found = find_review(connection, row["id"])
    assert found is not None
    return found


def _told(
    connection: Connection, asker: Asker, person: PersonRow, verdict: Verdict, now: datetime
) -> dict[str, object]:
    """Say in the case that there is an objection, without its words, which are for the platform alone."""
    assert verdict.case_id is not None
    file = load(connection, verdict.case_id)
    assert file is not None
    draft, lang = Draft.of(file, now), file.case.lang
    key = "system.objected.refusal" if verdict.refusal is not None else "system.objected.message"
    role = BUYER if asker.role == "buyer" else SELLER
    text = translate(
        key,
        lang,
        role=translate(f"role.{role}", lang),
        number=verdict.seq,
        moment=say_moment(verdict.at, file.calendar.zone, lang),
    )
    act = Act(role, text, lang, SYSTEM, own_words=False, person=person.id, review=OBJECTION, about=verdict.seq)
    advance(draft, act)
    record(connection, [draft])
    return draft.reviews[-1]
