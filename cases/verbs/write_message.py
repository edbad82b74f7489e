"""Write a message to a case: the only way a case moves, for everybody but the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from cases.casefile.absence import tell_who_answers
from cases.casefile.advance import CHAT, STATUS, SYSTEM, Act, advance
from cases.casefile.asker import ADMIN, Asker
from cases.casefile.casefile import CaseFile, PersonRow
from cases.casefile.conduct import judge_for, judged, note, refuse, waits_for_a_person
from cases.casefile.draft import Draft
from cases.casefile.facts import facts_of, local_day
from cases.casefile.holding import hold
from cases.casefile.idempotency import Key, understood
from cases.casefile.queries import ToWrite, load_to_write
from cases.casefile.record import record
from cases.casefile.refuse import record_refusal
from cases.casefile.reply import Reply, Said, left_open, reply_of, says_why
from cases.casefile.reviews import CONTRADICTION
from cases.casefile.until_it_holds import until_it_holds
from cases.casefile.written import Written, from_kept, to_text, written
from cases.db import Connection, Database
from cases.errors import MessageRequired, NazorgError, NotFound, RateLimited, ShapeInvalid, VersionConflict
from cases.ids import question_id, seq_of
from cases.messages.attachments import AttachmentRef, find_attachments, find_photos
from cases.messages.judged import Found, Judge
from cases.messages.readings import reads_as_thanks
from cases.verbs.continue_elsewhere import continue_elsewhere, is_long_closed
from cases.verbs.linked.follow import follow
from cases.verbs.linked.split import set_rest_apart
from markets.translate import translate
from workflows import reports
from workflows.engine import Decision, decide, hear
from workflows.facts import Facts, GuardAnswer
from workflows.fields.base import FieldError
from workflows.grammar import BUYER, CARRIER, CLOCK, PAYMENTS, PLATFORM, SELLER, Role
from workflows.refusals import EventNotAllowed, FieldsInvalid, NotEligible, Refusal

A_DAY = 20
SYSTEMS = (CARRIER, PAYMENTS)
WITHOUT_REPLIES = ("claim", "sanction")
BESIDE_ANSWERS = ("promise_answer", "no_reply_needed")
"""What a seller says about answers, which is none itself."""


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody wants to say. ``answers`` None means all questions; ``version`` None means whatever it is."""

    body: str = ""
    lang: str = ""
    event: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    answers: Sequence[str] | None = None
    waives: Sequence[str] = ()
    reply_expected: bool | None = None
    attachments: Sequence[str] = ()
    corrects: str | None = None
    version: int | None = None


class Drafted(NamedTuple):
    """What a message would write: the draft of its case, its author, its place, and the other cases it moves.

    ``found`` is what the rules of conduct find in it, and ``reply`` what a seller's words answer.
    """

    draft: Draft
    author: PersonRow
    seq: int
    others: list[Draft]
    found: list[Found]
    reply: Reply


def write_message(
    database: Database, asker: Asker, case_id: str, message: Message, now: datetime, key: Key | None = None
) -> Written:
    """Write the message and take the event that it carries or implies, if the table lets it.

    Raises the refusals of ``workflows.refusals`` and ``cases.errors``; each leaves nothing behind but its record.
    Where no version was given and somebody else wrote first, the decision is taken again on what is true then.
    """

    def once(connection: Connection) -> Written:
        found = load_to_write(connection, case_id, asker.role, asker.sub, key.scope if key else "")
        if kept := understood(key, found.kept):
            return from_kept(connection, kept, asker)
        draft, author, seq, others, *_ = drafted(connection, asker, found, message, now, judge)
        elsewhere = _elsewhere(draft, seq, asker, message, now)
        answer = written(draft, author, seq)
        drafts = [draft, *others, *([elsewhere] if elsewhere else [])]
        record(connection, drafts, [key.row(201, to_text(answer))] if key else [])
        return answer

    try:
        judge = judge_for(database, asker, message.body, message.lang, message.attachments)
        return until_it_holds(database, case_id, once)
    except (Refusal, NazorgError) as error:
        record_refusal(database, asker, case_id, message.event or "", error, now, message)
        raise


def drafted(
    connection: Connection, asker: Asker, found: ToWrite, message: Message, now: datetime, judge: Judge
) -> Drafted:
    """Everything that the message would write, not yet written."""
    file = found.file
    if file is None or not asker.sees(file):
        raise NotFound
    if asker.role == "buyer":
        _count_for_today(file, now)  # before anything is judged: too much is too much, whatever it says
    attachments = find_attachments(connection, message.attachments, asker.role, asker.sub)
    draft = Draft.of(file, now)
    draft.actor = asker.actor
    person = draft.author(asker, found.person)
    act = act_of(file, asker, message, attachments, now)
    photos = find_photos(connection, act.fields, asker.role, asker.sub)
    act.photos = [photo.as_hashed for photo in photos]
    act.person = person.id
    found_in_it = judged(file, act, judge, [*attachments, *photos])
    if waits_for_a_person(found_in_it):
        seq = hold(draft, act, message.event or "")
        note(draft, found_in_it, judge, seq)
        return Drafted(draft, person, seq, [], found_in_it, act.reply)
    others = set_rest_apart(draft, act)
    contradicts = bool(act.reported) and reports.contradicts(act.reported, file.case.state, facts_of(file, now))
    seq = advance(draft, act)
    if contradicts:
        _put_before_platform(draft, seq)
    others += follow(connection, draft, act)
    refuse(file, found_in_it, now)  # last, because all other reasons why it is not possible come first
    note(draft, found_in_it, judge, seq)
    tell_what_stays_open(draft, act, seq)
    if act.role is BUYER and act.own_words:
        tell_who_answers(draft)
    return Drafted(draft, person, seq, others, found_in_it, act.reply)


def tell_what_stays_open(draft: Draft, act: Act, seq: int) -> None:
    """Say in the case why an automatic review of message ``seq`` lets the buyer go on waiting."""
    lang = draft.file.case.lang
    if text := says_why(act.reply, draft.file, seq):
        advance(draft, Act(CLOCK, text, lang, SYSTEM, own_words=False))


def _put_before_platform(draft: Draft, seq: int) -> None:
    lang = draft.file.case.lang
    text = translate("system.contradiction", lang)
    advance(draft, Act(CLOCK, text, lang, SYSTEM, own_words=False, review=CONTRADICTION, about=seq))


def _elsewhere(draft: Draft, seq: int, asker: Asker, message: Message, now: datetime) -> Draft | None:
    if not is_long_closed(draft.file, now) or draft.held_events:
        return None
    expected = _expects_reply(draft.file, message, asker.acts_as(draft.file.workflow, message.event))
    body = next(words["body"] for words in draft.contents if words["seq"] == seq)  # as it was delivered
    return continue_elsewhere(draft, seq, asker, body, now, reply_expected=expected)


def act_of(file: CaseFile, asker: Asker, message: Message, attachments: list[AttachmentRef], now: datetime) -> Act:
    """Decide, in the order in which refusals come: shape, version, row, guards, words, fields."""
    _check_references(file, message, asker)
    if message.version is not None and message.version != file.case.version:
        raise VersionConflict(file.case.state, file.case.version, message.version)
    role = asker.acts_in(file, message.event)
    facts = facts_of(file, now, asker.actor)
    waived = [seq for name in message.waives if (seq := seq_of(name, file.case.id))]
    _refuse_waiving_questions(file, waived)
    reply = _reply_of(file, asker, role, message, attachments)
    expected = _expects_reply(file, message, role) and not is_long_closed(file, now)
    body = message.body.strip()
    act = Act(
        role=role,
        body=message.body if body else "",
        lang=message.lang or asker.lang or file.case.lang,
        kind=STATUS if role in SYSTEMS else CHAT,
        shown_role=PLATFORM if asker.role == ADMIN else None,
        fields=message.fields,
        own_words=bool(body),
        reply_expected=expected,
        answers=message.answers,
        waives=waived,
        corrects=seq_of(message.corrects, file.case.id) if message.corrects else None,
        attachments=[ref.as_hashed for ref in attachments],
        reply=reply,
    )
    event = message.event or _implied(file, role, message, waived, reply, expected=expected)
    if event is None:
        if not body:
            raise MessageRequired
        if message.fields:
            raise FieldsInvalid([FieldError("/fields", "field.extra_forbidden")])
        return act
    try:
        act.decision = decide(file.workflow, file.case.state, role, event, facts)
    except (EventNotAllowed, NotEligible):
        return _report(file, act, event, facts, attachments)
    if event == "confirm_payment" and _is_paid_in_part(file):
        act.decision = None
        return _report(file, act, event, facts, attachments)
    _needs_words(file, act, event)
    try:
        _hear(act, act.decision, facts, attachments, len(reply.leaves))
    except FieldsInvalid as error:
        if role not in SYSTEMS or not _is_too_small_a_sum(error):
            raise
        act.decision = None
        return _report(file, act, event, facts, attachments)
    return act


def _reply_of(
    file: CaseFile, asker: Asker, role: Role, message: Message, attachments: Sequence[AttachmentRef]
) -> Reply:
    """What the message answers; the words of the platform and of systems are not reviewed."""
    if role is not SELLER or asker.role != "seller" or message.event in BESIDE_ANSWERS or message.waives:
        return Reply(left_open(file, message.answers))
    lang = message.lang or asker.lang or file.case.lang
    said = Said(message.event or "", message.body, lang, message.fields, len(attachments))
    return reply_of(file, said, message.answers)


def _report(file: CaseFile, act: Act, event: str, facts: Facts, attachments: list[AttachmentRef]) -> Act:
    """What carriers and payments report is never refused for state or facts: it becomes a status message."""
    rows = [row for row in file.workflow.all_rows if row.event == event and act.role in row.who]
    if act.role not in SYSTEMS or not rows:
        decide(file.workflow, file.case.state, act.role, event, facts)
    try:
        _hear(act, Decision(rows[0], act.role, file.case.state, file.case.state), facts, attachments, 0)
    except FieldsInvalid as error:
        if not _is_too_small_a_sum(error):
            raise
    if not act.body:
        act.body, act.lang = translate(f"system.status.{event}", file.case.lang), file.case.lang
        act.own_words = False
    act.reported = event
    return act


def _hear(act: Act, decision: Decision, facts: Facts, attachments: list[AttachmentRef], left: int) -> None:
    names = tuple(ref.id for ref in attachments)
    said = hear(decision.row, facts, dict(act.fields), names, left)
    act.fields = said.model_dump(mode="json", exclude_none=True)


def _is_paid_in_part(file: CaseFile) -> bool:
    """Whether what is under way was too small a sum: its arrival does not end the case."""
    progress = file.case.progress
    under_way = any(payment.state == "pending" for payment in progress.payments)
    due = progress.due
    return (
        file.case.state == "refund_due" and under_way and due is not None and due.goods + due.shipping > due.deduction
    )


def _is_too_small_a_sum(error: FieldsInvalid) -> bool:
    return all(fault.reason == "provided.at_least_the_amount_due" for fault in error.errors)


def _needs_words(file: CaseFile, act: Act, event: str) -> None:
    """Where words may be absent the event's stored text in the language of the case is the message."""
    if act.body:
        return
    if act.role in (SELLER, PLATFORM):
        raise MessageRequired
    act.body, act.lang = translate(f"event.{event}.text.{act.role}", file.case.lang), file.case.lang


def _implied(
    file: CaseFile, role: Role, message: Message, waived: list[int], reply: Reply, *, expected: bool
) -> str | None:
    """The event that a plain message counts as, if it does what that event says."""
    if file.case.held_by is not None or not message.body.strip():
        return None
    if role is SELLER and waived:
        rest = [owed for owed in file.case.progress.owed if owed.seq not in waived]
        return "no_reply_needed" if not rest and _has_row(file, role, "no_reply_needed") else None
    event = file.workflow.implied_event(file.case.state, role)
    if event is None or (role is BUYER and not expected) or (role is not BUYER and (reply.leaves or not reply.meets)):
        return None
    return event


def _has_row(file: CaseFile, role: Role, event: str) -> bool:
    return bool(file.workflow.rows_for(file.case.state, role, event))


def _expects_reply(file: CaseFile, message: Message, role: Role) -> bool:
    """Whether a buyer's words ask the seller for an answer; where the platform decides they never do."""
    if role is not BUYER or file.case.kind in WITHOUT_REPLIES:
        return False
    return not reads_as_thanks(message.body) if message.reply_expected is None else message.reply_expected


def _check_references(file: CaseFile, message: Message, asker: Asker) -> None:
    errors = [
        FieldError(f"/answers/{number}", "field.unknown_question")
        for number, name in enumerate(message.answers or ())
        if name not in {question_id(q.case_id, q.seq, q.number) for q in file.questions}
    ]
    known = {owed.seq for owed in file.case.progress.owed}
    errors += [
        FieldError(f"/waives/{number}", "field.unknown_message")
        for number, name in enumerate(message.waives)
        if asker.role != "seller" or seq_of(name, file.case.id) not in known
    ]
    if message.corrects and not 1 <= (seq_of(message.corrects, file.case.id) or 0) <= file.case.version:
        errors.append(FieldError("/corrects", "field.unknown_message"))
    if errors:
        raise ShapeInvalid(errors)


def _refuse_waiving_questions(file: CaseFile, waived: list[int]) -> None:
    if any(question.seq in waived for question in file.open_questions()):
        raise NotEligible("waive", [GuardAnswer("no_question_is_open", holds=False)])


def _count_for_today(file: CaseFile, now: datetime) -> None:
    """Twenty messages of the buyer a case and market day, so that nobody is flooded."""
    progress, today = file.case.progress, local_day(file, now).isoformat()
    if progress.buyer_day != today:
        progress.buyer_day, progress.buyer_messages = today, 0
    progress.buyer_messages += 1
    if progress.buyer_messages > A_DAY:
        zone = file.calendar.zone
        here = now.astimezone(zone)
        raise RateLimited(86_400 - (here.hour * 3600 + here.minute * 60 + here.second))
