"""A held message is decided about: it is set free, with its place and its moment, or it stays held for ever."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from cases.casefile.advance import CHAT, SYSTEM, Act, Freed, advance
from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile, PersonRow
from cases.casefile.conduct import object_until
from cases.casefile.draft import Draft
from cases.casefile.holding import let_run
from cases.casefile.refuse import conduct_breach
from cases.casefile.reply import Said, reply_of
from cases.db import Connection, placeholder, run
from cases.errors import MessageRequired, ShapeInvalid
from cases.ledger.leaf import ORIGINAL
from cases.messages.attachments import find_attachments
from cases.verbs.linked.follow import follow
from cases.verbs.linked.split import set_rest_apart
from cases.verbs.write_message import Message, act_of, tell_what_stays_open
from markets.translate import say_moment, translate
from workflows.grammar import CLOCK, PLATFORM, SELLER, Role
from workflows.refusals import Refusal

IMPOSSIBLE = (Refusal, ShapeInvalid, MessageRequired)


class Held(NamedTuple):
    """A message that waits: its place, moment and author, whose role it speaks in, and what it says and asks for."""

    seq: int
    at: datetime
    role: Role
    author: PersonRow
    message: Message

    @property
    def opened(self) -> bool:
        """Whether the case was opened with it."""
        return self.seq == 1


def held_at(connection: Connection, case_id: str, seq: int) -> Held | None:
    """The held message at this place, with its words; None where its words were destroyed."""
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "seq")}
    sql = (
        "SELECT m.at, m.lang, m.canonical, h.event, h.role, h.reply_expected, o.body, o.fields,"
        " CAST(p.id AS text), p.realm, p.external_id, p.name, p.lang"
        " FROM message m JOIN held_event h ON h.case_id = m.case_id AND h.seq = m.seq"
        f" JOIN content o ON o.case_id = m.case_id AND o.seq = m.seq AND o.part = '{ORIGINAL}'"
        " JOIN person p ON p.id = m.author"
        f" WHERE m.case_id = {mark['case']} AND m.seq = {mark['seq']}"
    )
    rows = run(connection, sql, {"case": case_id, "seq": seq})
    if not rows:
        return None
    at, lang, canonical, event, role, expected, body, fields, *person = rows[0]
    said = msgspec.json.decode(canonical)
    message = Message(
        body,
        lang,
        event or None,
        msgspec.json.decode(fields),
        said.get("answers"),
        said.get("waives", ()),
        bool(expected),
        [attachment["id"] for attachment in said.get("attachments", ())],
    )
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return Held(seq, moment, Role(role), PersonRow(*person), message)


def set_free(
    connection: Connection, draft: Draft, held: Held, admin: PersonRow | None, reason: str, review: str
) -> list[Draft]:
    """Let everybody read the message, and let follow from it what would have followed at its moment.

    Its event is taken against the state as it is now; where no row holds any more it is delivered as a plain message.
    Without an admin it is the clock that sets it free. Returns the drafts of other cases that move with it.
    """
    let_run(draft, held.seq)
    act = _act_of(connection, draft, held)
    act.frees = Freed(held.seq, held.message.body, held.message.lang)
    act.said_at, act.kind, act.corrects, act.decides = held.at, SYSTEM, None, review
    act.person, act.shown_role = (admin.id, PLATFORM) if admin is not None else (None, CLOCK)
    act.body, act.lang = _said(draft, held, admin, reason, act), draft.file.case.lang
    others = set_rest_apart(draft, act)
    advance(draft, act)
    tell_what_stays_open(draft, act, held.seq)
    return [*others, *follow(connection, draft, act)]


def _said(draft: Draft, held: Held, admin: PersonRow | None, reason: str, act: Act) -> str:
    key = "system.released" if admin is not None else "system.released_by_clock"
    text = _told(draft, held, key, reason=reason)
    if held.message.event and act.decision is None:
        text += " " + translate("system.released_plain", draft.file.case.lang)
    return text


def _act_of(connection: Connection, draft: Draft, held: Held) -> Act:
    """What the message would do now, or as much of it as is still possible."""
    file, message = draft.file, held.message
    plain = Act(
        held.role,
        message.body,
        message.lang,
        CHAT,
        own_words=bool(message.body.strip()),
        reply_expected=bool(message.reply_expected),
    )
    if held.role is SELLER:
        plain.reply = reply_of(
            file, Said("", message.body, message.lang, {}, len(message.attachments)), message.answers
        )
    if held.opened or held.author.external_id is None:
        return plain
    for wanted in (message, replace(message, event=None, fields={})):
        try:
            act = act_again(connection, file, held.author, wanted, draft.now)
            _try(connection, draft, act)
        except IMPOSSIBLE:
            continue
        return act
    return plain


def act_again(connection: Connection, file: CaseFile, author: PersonRow, message: Message, now: datetime) -> Act:
    """The message as if its author wrote it now. Raises what writing it would raise."""
    seller = file.case.seller_id if author.realm == "seller" else ""
    assert author.external_id is not None
    asker = Asker(author.realm, author.external_id, seller, author.lang)
    files = find_attachments(connection, message.attachments, asker.role, asker.sub)
    return act_of(file, asker, message, files, now)


def _try(connection: Connection, draft: Draft, act: Act) -> None:
    """Raise what moving other cases with it raises, on copies."""
    trial, tried = deepcopy(draft), replace(act)
    set_rest_apart(trial, tried)
    advance(trial, tried)
    follow(connection, trial, tried)


def keep_held(draft: Draft, held: Held, admin: PersonRow, reason: str, review: str) -> None:
    """The message stays held: what stood still is due when it was due first, and a seller has broken a rule."""
    let_run(draft, held.seq)
    until = say_moment(object_until(draft.now), draft.file.calendar.zone, draft.file.case.lang)
    text = _told(draft, held, "system.held_refused", reason=reason, until=until)
    lang = draft.file.case.lang
    seq = advance(draft, Act(PLATFORM, text, lang, SYSTEM, own_words=False, person=admin.id, decides=review))
    if held.role is SELLER:
        case = draft.file.case
        places = {"case_id": case.id, "seq": held.seq, "by_seq": seq}
        draft.breaches.append(conduct_breach(case.seller_id, case.market, draft.now, "conduct_held_refused") | places)


def let_go(draft: Draft, seq: int, admin: PersonRow | None, reason: str, review: str) -> None:
    """The words of a held message were destroyed, so that there is nothing left to decide."""
    let_run(draft, seq)
    lang = draft.file.case.lang
    text = translate("system.review_decided", lang, reason=reason)
    role, person = (PLATFORM, admin.id) if admin is not None else (CLOCK, None)
    advance(draft, Act(role, text, lang, SYSTEM, own_words=False, person=person, decides=review))


def _told(draft: Draft, held: Held, key: str, **more: str) -> str:
    """A text that names the message by its place, its side and its moment; never by a name, which can be erased."""
    file = draft.file
    lang = file.case.lang
    moment = say_moment(held.at, file.calendar.zone, lang)
    values: Mapping[str, Any] = {"number": held.seq, "role": translate(f"role.{held.role}", lang), "moment": moment}
    return translate(key, lang, **values, **more)
