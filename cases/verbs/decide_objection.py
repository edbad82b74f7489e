"""An objection is decided: the verdict stands, or it is struck and what it kept from being read is written now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from cases.casefile.advance import SYSTEM, Act, Freed, advance
from cases.casefile.asker import Asker
from cases.casefile.casefile import PersonRow
from cases.casefile.draft import Draft
from cases.casefile.reviews import ReviewRow
from cases.casefile.verdicts import Verdict, count, excuse, on_breach, on_message, on_refusal, strike
from cases.db import Connection, placeholder, run
from cases.errors import NazorgError
from cases.messages.judged import Judge
from cases.verbs import open_case
from cases.verbs.free_message import IMPOSSIBLE, act_again, held_at, set_free
from cases.verbs.linked.follow import follow
from cases.verbs.linked.split import set_rest_apart
from cases.verbs.openings import Opening
from cases.verbs.write_message import Message, tell_what_stays_open
from markets.translate import say_moment, translate
from workflows.grammar import PLATFORM
from workflows.refusals import Refusal


def decide_objection(
    connection: Connection, draft: Draft, review: ReviewRow, decision: str, reason: str, admin: PersonRow
) -> list[Draft]:
    """Draft what follows in the case; what the records say follows at once. Returns the drafts of other cases."""
    verdict = _verdict(connection, review)
    if verdict is None or decision == "uphold":
        _tell(draft, "system.objection_upheld", reason, admin, review.id)
        if verdict is not None:
            count(connection, verdict, verdict.counts_as, counts=True)
        return []
    strike(connection, verdict)
    if verdict.breach is not None:
        moment = say_moment(verdict.at, draft.file.calendar.zone, draft.file.case.lang)
        _tell(draft, "system.breach_struck", reason, admin, review.id, moment=moment)
        return []
    owed = {owed.seq for owed in draft.file.case.progress.owed if owed.missed}
    others = _write(connection, draft, verdict, review, reason, admin)
    still = {owed.seq for owed in draft.file.case.progress.owed}
    said_at = _said_at(connection, verdict)
    excuse(connection, draft.file.case.id, owed - still, said_at)
    return others


def decide_opening(connection: Connection, review: ReviewRow, decision: str, now: datetime) -> list[Draft]:
    """What was refused would have opened a case: once the verdict is struck it does, where that is still possible."""
    verdict = _verdict(connection, review)
    if verdict is None:
        return []
    if decision == "uphold":
        count(connection, verdict, verdict.counts_as, counts=True)
        return []
    strike(connection, verdict)
    author, asked = _asked(connection, verdict)
    opening = msgspec.convert(asked["opening"], Opening)
    try:
        draft, _, others, _ = open_case.drafted(
            connection, _asker_of(connection, author, verdict), opening, now, Judge(None, "")
        )
    except (Refusal, NazorgError):
        return []
    return [draft, *others]


def _verdict(connection: Connection, review: ReviewRow) -> Verdict | None:
    if review.breach is not None:
        return on_breach(connection, review.breach)
    if review.refusal is not None:
        return on_refusal(connection, review.refusal)
    if review.case_id is None or review.seq is None:
        return None
    return on_message(connection, review.case_id, review.seq)


def _write(
    connection: Connection, draft: Draft, verdict: Verdict, review: ReviewRow, reason: str, admin: PersonRow
) -> list[Draft]:
    if verdict.refusal is not None:
        return _write_refused(connection, draft, verdict, review, reason, admin)
    assert verdict.seq is not None
    held = held_at(connection, draft.file.case.id, verdict.seq)
    if held is not None:
        return set_free(connection, draft, held, admin, reason, review.id)
    words = Freed(verdict.seq, "", "")  # nothing follows from them anew
    _tell(draft, "system.uncovered", reason, admin, review.id, number=verdict.seq, frees=words)
    return []


def _write_refused(
    connection: Connection, draft: Draft, verdict: Verdict, review: ReviewRow, reason: str, admin: PersonRow
) -> list[Draft]:
    """The message is written as its author wrote it; its event is taken if a row still holds."""
    moment = say_moment(verdict.at, draft.file.calendar.zone, draft.file.case.lang)
    _tell(draft, "system.written_after_all", reason, admin, review.id, moment=moment)
    author, asked = _asked(connection, verdict)
    message = msgspec.convert(asked["message"], Message)
    for wanted in (message, Message(message.body, message.lang)):
        try:
            act = act_again(connection, draft.file, author, wanted, draft.now)
        except IMPOSSIBLE:
            continue
        act.person, act.said_at = author.id, verdict.at
        others = set_rest_apart(draft, act)
        seq = advance(draft, act)
        tell_what_stays_open(draft, act, seq)
        return [*others, *follow(connection, draft, act)]
    return []


def _asker_of(connection: Connection, author: PersonRow, verdict: Verdict) -> Asker:
    mark = placeholder(connection.dialect, "refusal")
    sql = f"SELECT seller_id FROM finding WHERE refusal = {mark} LIMIT 1"
    seller = run(connection, sql, {"refusal": verdict.refusal})[0][0] if author.realm == "seller" else ""
    return Asker(author.realm, author.external_id or "", seller, author.lang)


def _asked(connection: Connection, verdict: Verdict) -> tuple[PersonRow, dict[str, Any]]:
    mark = placeholder(connection.dialect, "refusal")
    sql = (
        "SELECT m.request, CAST(p.id AS text), p.realm, p.external_id, p.name, p.lang FROM refused_message m"
        f" JOIN person p ON p.id = m.person WHERE m.refusal = {mark}"
    )
    request, *person = run(connection, sql, {"refusal": verdict.refusal})[0]
    return PersonRow(*person), msgspec.json.decode(request)


def _said_at(connection: Connection, verdict: Verdict) -> datetime:
    """When the words were said: a refused message at its refusal, a held one when it was written."""
    if verdict.refusal is not None or verdict.case_id is None or verdict.seq is None:
        return verdict.at
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "seq")}
    sql = f"SELECT at FROM message WHERE case_id = {mark['case']} AND seq = {mark['seq']}"
    at = run(connection, sql, {"case": verdict.case_id, "seq": verdict.seq})[0][0]
    return datetime.fromisoformat(at) if isinstance(at, str) else at


def _tell(
    draft: Draft, key: str, reason: str, admin: PersonRow, review: str, *, frees: Freed | None = None, **values: object
) -> None:
    lang = draft.file.case.lang
    text = translate(key, lang, reason=reason, **values)
    act = Act(PLATFORM, text, lang, SYSTEM, own_words=False, person=admin.id, decides=review, frees=frees)
    advance(draft, act)
