"""Everything of and about somebody, for them to read and to take along (Regulation (EU) 2016/679, art. 15 and 20).

Of a buyer: their cases whole, as they see them, and their orders. Of somebody in a team: what they wrote. The inside
notes of the other party are not theirs, and so are not in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import orjson

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.entries import Entry, entries_of
from cases.casefile.order_view import order_views
from cases.casefile.queries import load
from cases.casefile.reading import view_for
from cases.casefile.view import View, message_view
from cases.db import Connection, Database, placeholder, run
from cases.privacy.people import Known

_PAGE = 500


def export_person(database: Database, known: Known, now: datetime) -> View:
    """One JSON object: person, orders, cases, messages, attachments, notes, refusals, reviews, assignments, looks."""
    with database.read() as connection:
        is_buyer = known.realm == "buyer"
        cases = list(_cases(connection, known, now)) if is_buyer else []
        return {
            "person": known._asdict(),
            "exported_at": now.isoformat(),
            "orders": _orders(connection, known, now) if is_buyer else [],
            "cases": cases,
            "messages": [] if is_buyer else list(_written(connection, known)),
            "attachments": _rows(connection, _ATTACHMENTS, known.id),
            "notes": _rows(connection, _NOTES, known.id),
            "drafts": _rows(connection, _DRAFTS, known.id),
            "views": _rows(connection, _VIEWS, known.id),
            "reviews": _rows(connection, _REVIEWS, known.id) if is_buyer else [],
            "refusals": _refusals(connection, known),
            "refused_messages": _rows(connection, _REFUSED, known.id),
            "objections": _rows(connection, _OBJECTIONS, known.id),
            "assignments": _rows(connection, _ASSIGNMENTS, known.id),
            "looks": _rows(connection, _LOOKS, known.id),
            "deputy_of": _rows(connection, _DEPUTY, known.id),
            "erasure": _rows(connection, _ERASURE, known.id),
        }


_ATTACHMENTS = (
    "SELECT id, name, document, content_type, size, sha256, uploaded_at, destroyed_at FROM attachment"
    " WHERE person = {} ORDER BY uploaded_at, id"
)
_NOTES = "SELECT id, case_id, body, created_at FROM note WHERE author = {} ORDER BY id"
_DRAFTS = "SELECT case_id, CAST(said AS text) AS said, saved_at FROM unsent WHERE person = {} ORDER BY case_id"
_VIEWS = "SELECT name, asked FROM saved_view WHERE person = {} ORDER BY name"
_REVIEWS = (
    "SELECT r.id, r.case_id, r.seq, r.kind, r.opened_at, r.decision, r.decided_at FROM review r"
    " JOIN cases c ON c.id = r.case_id WHERE c.buyer_id = {} ORDER BY r.id"
)
_REFUSED = "SELECT refusal, case_id, at, object_until, request FROM refused_message WHERE person = {} ORDER BY refusal"
_OBJECTIONS = "SELECT review, refusal, body FROM objection WHERE person = {} ORDER BY review"
_ASSIGNMENTS = "SELECT case_id, since, at FROM assignment WHERE assignee = {} ORDER BY case_id, since"
_LOOKS = "SELECT case_id, at, reason FROM admin_view WHERE who = {} ORDER BY id"
_DEPUTY = "SELECT id, deputy_name FROM seller WHERE deputy = {} ORDER BY id"
_ERASURE = "SELECT asked_at, done_at FROM erasure WHERE person = {}"
_REFUSALS = "SELECT id, at, case_id, event, code, CAST(guards AS text) AS guards FROM refusal"


def _cases(connection: Connection, known: Known, now: datetime) -> Iterator[View]:
    """Each case as its buyer sees it, with every message, and the fields that its event carried."""
    asker = Asker("buyer", known.external_id or "", lang=known.lang or "en")
    sql = "SELECT id FROM cases WHERE buyer_id = {} ORDER BY opened_at, id"
    for row in _rows(connection, sql, known.id):
        file = load(connection, row["id"])
        assert file is not None
        messages = [_message(file, entry) for entry in _entries(connection, file, known)]
        yield view_for(connection, file, asker, now) | {"messages": messages}


def _message(file: CaseFile, entry: Entry) -> View:
    fields = orjson.loads(entry.fields) if entry.fields is not None else None
    return message_view(entry, file.seller_name, file.calendar) | {"fields": fields}


def _entries(connection: Connection, file: CaseFile, known: Known) -> Iterator[Entry]:
    """Every message; their own as they wrote it, also where others read it covered or not at all."""
    after = 0
    while page := entries_of(connection, file.case.id, after=after, limit=_PAGE, own=known.id):
        yield from page
        after = page[-1].seq


def _orders(connection: Connection, known: Known, now: datetime) -> list[View]:
    """The orders; their cases stand beside them, so only by id."""
    asker = Asker("buyer", known.external_id or "", lang=known.lang or "en")
    sql = "SELECT id FROM orders WHERE buyer_id = {} ORDER BY placed_at, id"
    names = [row["id"] for row in _rows(connection, sql, known.id)]
    return [
        view | {"cases": [case["id"] for case in view["cases"]]} for view in order_views(connection, names, asker, now)
    ]


def _written(connection: Connection, known: Known) -> Iterator[View]:
    """What somebody of a team wrote, in whatever cases."""
    sql = "SELECT DISTINCT case_id FROM message WHERE author = {} ORDER BY case_id"
    for row in _rows(connection, sql, known.id):
        file = load(connection, row["case_id"])
        assert file is not None
        yield from (
            _message(file, entry)
            for entry in _entries(connection, file, known)
            if entry.author is not None and entry.author.id == known.id
        )


def _refusals(connection: Connection, known: Known) -> list[View]:
    """What they were refused. It is kept under the market place's id, so an erased person has none."""
    mark = {name: placeholder(connection.dialect, name) for name in ("role", "sub")}
    sql = f"{_REFUSALS} WHERE role = {mark['role']} AND sub = {mark['sub']} ORDER BY id"
    rows = _named(connection, sql, {"role": known.realm, "sub": known.external_id})
    return [row | {"guards": msgspec.json.decode(row["guards"])} for row in rows]


def _rows(connection: Connection, sql: str, person: str) -> list[View]:
    return _named(connection, sql.format(placeholder(connection.dialect, "person")), {"person": person})


def _named(connection: Connection, sql: str, values: dict[str, Any]) -> list[View]:
    """Rows as JSON objects by the names of their columns, moments in UTC."""
    return [
        {name: _plain(value) for name, value in zip(_columns(sql), row, strict=True)}
        for row in run(connection, sql, values)
    ]


def _columns(sql: str) -> list[str]:
    listed = sql.removeprefix("SELECT ").removeprefix("DISTINCT ").partition(" FROM ")[0]
    return [name.rpartition(" ")[2].rpartition(".")[2] for name in listed.split(", ")]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if value is None or isinstance(value, str | int) else str(value)
