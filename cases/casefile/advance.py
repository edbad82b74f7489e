"""The one way a case moves: a message, what it starts and ends, and the leaf that chains it to the log.

People, carriers, payments and the clock all come through here. Nothing is written yet: a ``Draft`` is filled, and
``record`` writes it whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from cases.casefile import conversation, waits
from cases.casefile.draft import Draft
from cases.casefile.effects.carry_out import carry_out
from cases.casefile.reply import ANSWERS_ALL, Reply
from cases.casefile.reviews import close_review, open_review
from cases.db import moment_text
from cases.ids import deadline_id, message_id
from cases.ledger.leaf import DELIVERED, ORIGINAL, canonical_text, fields_text, leaf_hash, new_salt, words_hash
from cases.messages.attachments import used_rows
from cases.outbox.events import Event
from cases.sellers.merits import unasked
from cases.sellers.selling import changes_selling
from cases.timers.deadline import Deadline
from workflows.effects import MOVES_MONEY, ON_ENTERING, ON_EVENT
from workflows.engine import Decision
from workflows.grammar import BUYER, CLOSED, PLATFORM, SELLER, UNOPENED, Role

CHAT, STATUS, SYSTEM = "chat", "status", "system"
MASKED, HELD = "masked", "held"
Words = tuple[str, Mapping[str, Any]]
"""What was said: the body, and the fields of the event."""


class Freed(NamedTuple):
    """Words that are read by everybody from now on: where they lie, how they read, and in which language."""

    seq: int
    body: str
    lang: str


@dataclass(slots=True)
class Act:
    """A message about to be written: who speaks, in which words, which row it takes, and what it refers to.

    ``role`` decides (the row's actor), ``shown_role`` is who the log says it was. ``own_words`` is false where the
    event's stored text is the message. ``reported`` names a carrier's or payments' event that no row took, and
    ``misses`` the deadline that passed without what it waited for. ``review`` says why a person of the platform must
    look, and ``about`` at which message; ``decides`` is the review that this message ends. ``goes_on`` is the clock of
    an answer that was owed in the case that this one goes on from. ``original`` is what was written where something of
    it is covered in ``body`` and ``fields``. One that is ``held`` waits for a person: nobody else reads it, and nothing
    follows from its words. ``frees`` are the words of an earlier message that everybody may read now; what they were
    said for follows from this one. ``said_at`` is when they were said, where that was not now. ``reply`` is what the
    words answer. ``photos`` are the files that the fields name, so that the log holds their hashes too.
    """

    role: Role
    body: str
    lang: str
    kind: str
    decision: Decision | None = None
    reported: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    person: str | None = None
    shown_role: Role | None = None
    own_words: bool = True
    reply_expected: bool = False
    answers: Sequence[str] | None = None
    waives: Sequence[int] = ()
    corrects: int | None = None
    attachments: Sequence[Mapping[str, str]] = ()
    photos: Sequence[Mapping[str, str]] = ()
    redacts: Sequence[str] = ()
    misses: Deadline | None = None
    review: str = ""
    about: int | None = None
    decides: str = ""
    goes_on: Deadline | None = None
    original: Words | None = None
    held: bool = False
    frees: Freed | None = None
    said_at: datetime | None = None
    reply: Reply = ANSWERS_ALL

    @property
    def delivery(self) -> str:
        """How the words reach their readers."""
        if self.held:
            return HELD
        return DELIVERED if self.original is None else MASKED

    @property
    def parts(self) -> dict[str, Words]:
        """The words by their parts, each kept and hashed on its own."""
        if self.held:
            return {ORIGINAL: self.original or (self.body, self.fields)}
        parts: dict[str, Words] = {DELIVERED: (self.body, self.fields)}
        return parts if self.original is None else parts | {ORIGINAL: self.original}

    @property
    def event(self) -> str:
        """The event that the message carries, none for a plain one."""
        return self.decision.event if self.decision else ""


def advance(draft: Draft, act: Act) -> int:
    """Write the act into the draft and return its place in the log."""
    case = draft.file.case
    from_state, to_state = case.state, act.decision.to_state if act.decision else case.state
    draft.seq, draft.speaker = draft.seq + 1, act.role
    draft.said_in, draft.said_at = act.frees.seq if act.frees else draft.seq, act.said_at
    draft.started_now, draft.ended_now = [], []
    _count(draft, act)
    if act.misses is not None:
        _miss(draft, act.misses)
    _speak(draft, act)
    if act.review:
        open_review(draft, act.review, act.about)
    if act.decides:
        close_review(draft, act.decides)
    for effect in ON_EVENT.get(act.event or act.reported, ()):
        carry_out(effect, draft, act.fields, act.event or act.reported)
    if act.reported in MOVES_MONEY:  # without a row the state stays, and what it fixed on being entered is fixed anew
        for effect in ON_ENTERING.get(from_state, ()):
            carry_out(effect, draft, act.fields, act.reported)
    _move(draft, act, from_state, to_state)
    waits.keep_the_law(draft, act.event, act.role)
    waits.keep_telling(draft, act.role, act.event)
    waits.resume_suspended(draft)
    _derive(draft)
    _write(draft, act, from_state, to_state)
    _tell(draft, act, from_state, to_state)
    return draft.seq


def _miss(draft: Draft, deadline: Deadline) -> None:
    if deadline.kind == waits.STATUTORY:
        waits.end_law(draft, deadline, "missed")
    else:
        draft.end(deadline, "missed")


def _count(draft: Draft, act: Act) -> None:
    if act.event:
        tallies, key = draft.file.case.progress.tallies, f"{act.event}.{act.role}.{draft.file.case.state}"
        tallies[key] = tallies.get(key, 0) + 1
    if act.event == "update_status" and act.role is SELLER and act.shown_role is not PLATFORM:
        case = draft.file.case
        draft.merits.append(unasked(case.id, draft.seq, case.seller_id, case.market, draft.now))


def _speak(draft: Draft, act: Act) -> None:
    """What the words do to the reply clocks."""
    if act.goes_on is not None:
        conversation.ask(draft, act.body if act.own_words else "", act.lang, act.goes_on)
        return
    if not act.own_words or act.held:
        return
    by_platform = act.shown_role is PLATFORM and act.frees is None
    body, lang = (act.frees.body, act.frees.lang) if act.frees is not None else (act.body, act.lang)
    if act.role is SELLER and not by_platform and act.reply.speaks:
        draft.file.case.progress.silence_counted = False
    if act.role is BUYER and act.reply_expected:
        conversation.ask(draft, body, lang)
    elif act.role is SELLER and act.waives:
        conversation.waive(draft, act.waives)
    elif act.role is SELLER and act.event not in ("promise_answer", "no_reply_needed"):
        conversation.answer(draft, act.reply, by_platform=by_platform)
    elif act.role is PLATFORM and (act.event == "answer" or draft.file.case.progress.taken_over):
        conversation.answer(draft, ANSWERS_ALL, by_platform=True)


def _move(draft: Draft, act: Act, from_state: str, to_state: str) -> None:
    case = draft.file.case
    if act.decision is None:
        return
    if to_state == from_state and from_state != UNOPENED:
        if act.decision.row.restarts:
            waits.restart(draft, from_state)
        if to_state == CLOSED and act.decision.row.outcomes:  # it stays closed, and its end is another now
            case.outcome = _outcome(draft, act.decision.row.outcomes)
        return
    if act.decision.row.restarts:
        waits.forget(draft, to_state)
    if from_state != UNOPENED:
        waits.leave(draft, from_state, act.role)
    case.state = to_state
    for effect in ON_ENTERING.get(to_state, ()):
        carry_out(effect, draft, act.fields, act.event)
    if to_state == CLOSED:
        case.closed_at, case.outcome = draft.now, _outcome(draft, act.decision.row.outcomes)
        conversation.close_clocks(draft, cancels=act.role is BUYER or act.event == "convert")
    else:
        case.closed_at, case.outcome = None, ""
        waits.enter(draft, to_state)
    if from_state == UNOPENED or CLOSED in (from_state, to_state):
        draft.touch_order()


def _outcome(draft: Draft, outcomes: tuple[str, ...]) -> str:
    """The outcome of a closing row; where it has several the case says which.

    A decision that was applied, else the remedy, else the money: whole when nothing was deducted and all was paid.
    """
    if len(outcomes) == 1:
        return outcomes[0]
    progress = draft.file.case.progress
    if progress.claim is not None:
        return f"decided_{progress.claim.in_favour_of}"
    if "repaired" in outcomes:
        return "replaced" if progress.remedy == "replacement" else "repaired"
    if progress.ruling is not None and progress.ruling.in_favour_of != SELLER:
        return f"decided_{progress.ruling.in_favour_of}"
    paid = [payment for payment in progress.payments if payment.state != "failed"]
    whole = sum(payment.goods for payment in paid) == progress.price and not any(payment.deduction for payment in paid)
    return "refunded" if whole else "partially_refunded"


def _derive(draft: Draft) -> None:
    """What lists ask for: the oldest answer owed, and whether something missed is still owed."""
    case = draft.file.case
    owed = case.progress.owed
    case.reply_due_at = owed[0].due_at if owed else None
    case.overdue = int(any(message.missed for message in owed) or bool(case.progress.broken_promises))


def _write(draft: Draft, act: Act, from_state: str, to_state: str) -> None:
    case = draft.file.case
    opening = from_state == UNOPENED
    parts = {part: (new_salt(), body, fields_text(fields)) for part, (body, fields) in act.parts.items()}
    content = {part: words_hash(*words) for part, words in parts.items()}
    canonical = canonical_text(_facts_of_message(draft, act, from_state, to_state) | {"content": content})
    previous, case.head = case.head, leaf_hash(case.id, draft.seq, case.head, canonical)
    case.version, case.updated_at = draft.seq, draft.now
    draft.contents += [
        {"case_id": case.id, "seq": draft.seq, "part": part, "salt": salt, "body": body, "fields": fields}
        for part, (salt, body, fields) in parts.items()
    ]
    draft.messages.append(
        {
            "case_id": case.id,
            "seq": draft.seq,
            "prev_seq": None if opening else draft.seq - 1,
            "event": act.event,
            "from_state": None if opening else from_state,
            "to_state": to_state,
            "role": act.shown_role or act.role,
            "author": act.person,
            "at": draft.now,
            "kind": act.kind,
            "lang": act.lang,
            "prev_hash": previous,
            "hash": case.head,
            "canonical": canonical,
        }
    )
    draft.used.extend(used_rows(case.id, draft.seq, act.attachments, act.fields))
    if act.frees is not None:
        draft.released.append({"case_id": case.id, "seq": act.frees.seq, "by_seq": draft.seq})
    draft.redactions.extend(_redaction_row(case.id, named, draft.seq) for named in act.redacts)
    if opening:
        draft.opened_row = {"version": draft.seq, "state": to_state, "head": case.head}


def _facts_of_message(draft: Draft, act: Act, from_state: str, to_state: str) -> dict[str, Any]:
    case = draft.file.case
    facts: dict[str, Any] = {
        "at": moment_text(draft.now),
        "author": act.person,
        "delivery": act.delivery,
        "ended": draft.ended_now,
        "event": act.event,
        "from": None if from_state == UNOPENED else from_state,
        "kind": act.kind,
        "lang": act.lang,
        "role": act.shown_role or act.role,
        "started": [
            f"{deadline_id(d.case_id, d.seq, d.number)}={moment_text(d.due_at) if d.due_at else d.kind}"
            for d in draft.started_now
        ],
        "to": to_state,
    }
    if from_state == UNOPENED:
        facts["policy"] = case.progress.policy
    if case.outcome and to_state == CLOSED:
        facts["outcome"] = case.outcome
    reviewed = act.reply.counts and not act.held
    more = {
        "answers": list(act.answers) if act.answers is not None else None,
        "reviewed": act.reply.verdict if reviewed else "",
        "leaves_open": list(act.reply.leaves) if reviewed else [],
        "waives": [message_id(case.id, seq) for seq in act.waives],
        "corrects": message_id(case.id, act.corrects) if act.corrects else None,
        "attachments": [dict(attachment) for attachment in act.attachments],
        "photos": [dict(photo) for photo in act.photos],
        "redacts": list(act.redacts),
        "reported": act.reported,
        "releases": str(act.frees.seq) if act.frees is not None else "",
    }
    return facts | {name: value for name, value in more.items() if value not in (None, [], "")}


def _redaction_row(case_id: str, named: str, by_seq: int) -> dict[str, Any]:
    seq, _, part = named.partition(".")
    return {"case_id": case_id, "seq": int(seq), "part": part, "by_seq": by_seq}


def _tell(draft: Draft, act: Act, from_state: str, to_state: str) -> None:
    if from_state == UNOPENED:
        draft.tell(Event.CASE_OPENED)
    elif act.event:
        draft.tell(Event.CASE_CLOSED if to_state == CLOSED and from_state != CLOSED else Event.CASE_MOVED)
    draft.tell(Event.MESSAGE_WRITTEN)
    measure = draft.file.case.progress.measure
    if measure is not None and changes_selling(measure.measure, from_state, to_state):
        draft.tell(Event.SELLING_CHANGED, seller=draft.file.case.seller_id)
    if act.event in MOVES_MONEY:
        draft.touch_order()
