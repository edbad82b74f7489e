"""Object to a verdict about one's own words or a breach: once, within six months; a person of the platform decides."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.asker import Asker
from cases.casefile.casefile import PersonRow
from cases.casefile.draft import Draft
from cases.casefile.people import person_named
from cases.casefile.queries import find_person, load
from cases.casefile.record import record
from cases.casefile.reviews import OBJECTION, ReviewRow, find_review, review_row
from cases.casefile.until_it_holds import until_it_holds
from cases.casefile.verdicts import OPEN, Verdict, count, on_breach, on_message, on_refusal
from cases.db import Connection, Database, insert_sql, moment_text, run
from cases.errors import Forbidden, ShapeInvalid
from cases.ids import is_id, seq_of
from markets.translate import say_moment, translate
from workflows.facts import GuardAnswer
from workflows.fields.base import FieldError
from workflows.grammar import BUYER, SELLER
from workflows.refusals import NotEligible


def object_to_verdict(
    database: Database,
    asker: Asker,
    *,
    refusal: str | None = None,
    message: str | None = None,
    breach: str | None = None,
    body: str,
    now: datetime,
) -> ReviewRow:
    """Open a review of a refusal, of what was done with a message, or of a breach; while it is open nothing counts.

    Raises ``Forbidden`` for anybody but a buyer and a seller's people, ``ShapeInvalid`` for what is not theirs or no
    verdict, and ``NotEligible`` where it is too late, was objected to before, or does not count.
    """
    if asker.role not in ("buyer", "seller"):
        raise Forbidden

    def once(connection: Connection) -> ReviewRow:
        person = find_person(connection, asker.role, asker.sub)
        verdict = _verdict(connection, refusal, message, breach)
        if verdict is None or not _is_theirs(verdict, asker, person):
            raise ShapeInvalid([_unknown(message, breach)])
        answers = [
            GuardAnswer("objection_is_in_time", holds=now <= verdict.until),
            GuardAnswer("nobody_objected_before", holds=not verdict.objected),
            GuardAnswer("the_breach_counts", holds=verdict.counts),
        ]
        if not all(answer.holds for answer in answers):
            raise NotEligible("object", answers)
        who = person_named(connection, asker.role, asker.sub, asker.lang)
        return _objected(connection, asker, who, verdict, body, now)

    return until_it_holds(database, None, once, whole=True)


def _unknown(message: str | None, breach: str | None) -> FieldError:
    if breach is not None:
        return FieldError("/breach", "field.unknown_breach")
    if message is not None:
        return FieldError("/message", "field.unknown_message")
    return FieldError("/refusal", "field.unknown_refusal")


def _is_theirs(verdict: Verdict, asker: Asker, person: PersonRow | None) -> bool:
    if verdict.seller:
        return asker.role == "seller" and asker.seller == verdict.seller
    return person is not None and verdict.person == person.id


def _verdict(connection: Connection, refusal: str | None, message: str | None, breach: str | None) -> Verdict | None:
    if breach is not None:
        return on_breach(connection, breach) if is_id(breach) else None
    if message is not None:
        case_id = message.partition(".")[0]
        seq = seq_of(message, case_id)
        return on_message(connection, case_id, seq) if is_id(case_id) and seq is not None else None
    return on_refusal(connection, refusal) if refusal is not None and is_id(refusal) else None


def _objected(
    connection: Connection, asker: Asker, person: str, verdict: Verdict, body: str, now: datetime
) -> ReviewRow:
    if verdict.case_id is None:
        row = review_row(OBJECTION, None, None, now)
        stored = row | {"opened_at": moment_text(now)}
        run(connection, insert_sql(connection.dialect, "review", stored), stored)
    else:
        row = _told(connection, asker, person, verdict, now)
    said = {"review": row["id"], "refusal": verdict.refusal, "breach": verdict.breach}
    said |= {"person": person, "body": body}
    run(connection, insert_sql(connection.dialect, "objection", said), said)
    count(connection, verdict, OPEN, counts=False)
    found = find_review(connection, row["id"])
    assert found is not None
    return found


def _told(connection: Connection, asker: Asker, person: str, verdict: Verdict, now: datetime) -> dict[str, object]:
    """Say in the case that there is an objection, without its words, which are for the platform alone."""
    assert verdict.case_id is not None
    file = load(connection, verdict.case_id)
    assert file is not None
    draft, lang = Draft.of(file, now), file.case.lang
    key = "system.objected.refusal" if verdict.refusal is not None else "system.objected.message"
    key = "system.objected.breach" if verdict.breach is not None else key
    role = BUYER if asker.role == "buyer" else SELLER
    text = translate(
        key,
        lang,
        role=translate(f"role.{role}", lang),
        number=verdict.seq,
        moment=say_moment(verdict.at, file.calendar.zone, lang),
    )
    act = Act(role, text, lang, SYSTEM, own_words=False, person=person, review=OBJECTION, about=verdict.seq)
    advance(draft, act)
    record(connection, [draft])
    return draft.reviews[-1]
