"""What can be asked: one case with everything about it, in one statement and one value.

The same text serves both databases but for the words that make JSON, so a case is read without an object in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from cases.casefile.casefile import CaseFile, PersonRow
from cases.casefile.tables import Case, Person
from cases.db import Connection, placeholder, run
from cases.db.prepared import run_prepared
from cases.ids import NO_ID, is_id
from cases.ledger.leaf import DELIVERED
from cases.messages.tables import Question
from cases.timers.deadline import Ended
from cases.timers.tables import EndedDeadline, OpenDeadline

_read_file = msgspec.json.Decoder(CaseFile, strict=False).decode
_read_person = msgspec.json.Decoder(PersonRow).decode
_read_ended = msgspec.json.Decoder(list[Ended], strict=False).decode


def load(connection: Connection, case_id: str) -> CaseFile | None:
    """The case with its order, deadlines, questions and siblings; None where there is no such case."""
    files = load_all(connection, (case_id,))
    return files[0] if files else None


def load_all(connection: Connection, case_ids: Sequence[str]) -> list[CaseFile]:
    """Several cases at once, by id; a text that is no id names no case."""
    case_ids = [case_id for case_id in case_ids if is_id(case_id)]
    ids: Any = msgspec.json.encode(case_ids).decode() if connection.dialect == "sqlite" else list(case_ids)
    return [_read_file(row[0]) for row in run(connection, _file_sql(connection.dialect), {"ids": ids})]


class ToWrite(NamedTuple):
    """What a write begins with: the case, who writes (None for somebody new), and the answer kept under the key."""

    file: CaseFile | None
    person: PersonRow | None
    kept: list[Any] | None


def load_to_write(connection: Connection, case_id: str, realm: str, external_id: str, scope: str) -> ToWrite:
    """The case, its writer and the key's answer, all as they were in one moment, in one round trip."""
    values = {"id": case_id if is_id(case_id) else NO_ID, "realm": realm, "external_id": external_id, "scope": scope}
    sql = _to_write_sql(connection.dialect)
    if connection.dialect == "sqlite":
        file, person, kept = run(connection, sql, values)[0]
    else:
        file, person, kept = run_prepared(connection, sql, [value.encode() for value in values.values()])[0]
    return ToWrite(
        _read_file(file) if file else None,
        _read_person(person) if person else None,
        msgspec.json.decode(kept) if kept else None,
    )


def lock(connection: Connection, case_id: str) -> None:
    """Hold the case until the transaction ends, with its order and every other case of it, so that what is read next
    is fresh: a message may move more cases than its own.
    """
    if connection.dialect == "sqlite":
        return
    found = run(connection, "SELECT order_id FROM cases WHERE id = %(id)s", {"id": case_id})
    if found and found[0][0] is not None:
        lock_order(connection, found[0][0])
    else:
        run(connection, "SELECT 1 FROM cases WHERE id = %(id)s FOR NO KEY UPDATE", {"id": case_id})


def lock_order(connection: Connection, order_id: str) -> None:
    """Hold the order's row and its cases' until the transaction ends.

    Each in a statement of its own, the order first and the cases by id as everywhere. On SQLite a writing transaction
    holds the whole database already.
    """
    if connection.dialect != "sqlite":
        run(connection, "SELECT 1 FROM orders WHERE id = %(id)s FOR NO KEY UPDATE", {"id": order_id})
        of_order = "SELECT 1 FROM cases WHERE order_id = %(id)s ORDER BY id FOR NO KEY UPDATE"
        run(connection, of_order, {"id": order_id})


def ended_deadlines(connection: Connection, case_id: str) -> list[Ended]:
    """The deadlines of the case that are over, in the order in which they were started."""
    dialect = connection.dialect
    rows = rows_of(dialect, EndedDeadline, "d", f"d.case_id = {placeholder(dialect, 'id')}", "d.seq, d.number")
    text = rows if dialect == "sqlite" else f"{rows}::text"
    return _read_ended(run(connection, f"SELECT {text}", {"id": case_id})[0][0])


def find_person(connection: Connection, realm: str, external_id: str) -> PersonRow | None:
    """Somebody by the market place's id."""
    dialect = connection.dialect
    where = f"p.realm = {placeholder(dialect, 'realm')} AND p.external_id = {placeholder(dialect, 'external_id')}"
    person = object_of(dialect, Person, "p") + ("" if dialect == "sqlite" else "::text")
    sql = f"SELECT {person} FROM person p WHERE {where}"
    rows = run(connection, sql, {"realm": realm, "external_id": external_id})
    return _read_person(rows[0][0]) if rows else None


@cache
def _to_write_sql(dialect: str) -> str:
    names = ("id", "realm", "external_id", "scope")
    mark = {name: f":{name}" if dialect == "sqlite" else f"${place}" for place, name in enumerate(names, start=1)}
    as_text = "" if dialect == "sqlite" else "::text"
    person = f"SELECT {object_of(dialect, Person, 'p')}{as_text} FROM person p"
    array = "json_array" if dialect == "sqlite" else "json_build_array"
    kept = f"SELECT {array}(i.request, i.status, i.answer){as_text} FROM idempotency i WHERE i.scope = {mark['scope']}"
    return (
        f"SELECT (SELECT {_whole(dialect)}{as_text} {_FROM} WHERE c.id = {mark['id']}),"
        f" ({person} WHERE p.realm = {mark['realm']} AND p.external_id = {mark['external_id']}), ({kept})"
    )


@cache
def _file_sql(dialect: str) -> str:
    if dialect == "sqlite":
        return f"SELECT {_whole(dialect)} {_FROM} WHERE c.id IN (SELECT value FROM json_each(:ids))"
    return f"SELECT {_whole(dialect)}::text {_FROM} WHERE c.id = ANY(%(ids)s::uuid[])"


def _whole(dialect: str) -> str:
    """A case ``c`` with everything about it as a JSON object."""
    waiting = json_object(dialect, {"seq": "q.seq", "number": "q.number", "text": _ASKED, "lang": "m.lang"})
    return json_object(
        dialect,
        {
            "case": object_of(dialect, Case, "c"),
            "order": f"CASE WHEN o.id IS NULL THEN NULL ELSE {order_head(dialect)} END",
            "deadlines": rows_of(dialect, OpenDeadline, "d", "d.case_id = c.id", "d.seq, d.number"),
            "questions": rows_of(dialect, Question, "q", "q.case_id = c.id", "q.seq, q.number"),
            "siblings": json_list(
                dialect, sibling(dialect), "cases s", "s.order_id = c.order_id AND s.id <> c.id", "s.opened_at"
            ),
            "buyer": f"CASE WHEN b.id IS NULL THEN NULL ELSE {object_of(dialect, Person, 'b')} END",
            "seller_name": "l.name",
            "seller_is_legal_person": _legal(dialect),
            "return_address": return_address(dialect, "c.market"),
            **away_of(dialect),
            "asking": json_list(dialect, waiting, _WAITING, "q.case_id = c.id", "q.seq, q.number"),
        },
    )


_ASKED = "substr(t.body, q.start + 1, q.stop - q.start)"
# A held message asks nothing before it is set free; from then on its questions are in what was written.
_WAITING = (
    "question q JOIN message m ON m.case_id = q.case_id AND m.seq = q.seq"
    " JOIN content t ON t.case_id = q.case_id AND t.seq = q.seq AND q.state IN ('open', 'promised') AND (t.part ="
    f" '{DELIVERED}' OR EXISTS (SELECT 1 FROM held_event h WHERE h.case_id = q.case_id AND h.seq = q.seq))"
)

_FROM = (
    "FROM cases c LEFT JOIN person b ON b.id = c.buyer_id JOIN seller l ON l.id = c.seller_id"
    " LEFT JOIN orders o ON o.id = c.order_id"
    " LEFT JOIN order_revision r ON r.order_id = c.order_id AND r.revision = c.order_revision"
)


def order_head(dialect: str) -> str:
    """An order ``o`` in its revision ``r`` as a JSON object."""
    columns = {"id": "o.id", "version": "o.version", "revision": "o.revision", "refunded": "o.refunded"}
    return json_object(dialect, columns | {"terms": json_of(dialect, "r.terms")})


def sibling(dialect: str) -> str:
    """A case ``s`` as another case of its order sees it, as a JSON object."""
    columns = {name: f"s.{name}" for name in ("id", "kind", "state", "outcome", "opened_at", "reason")}
    columns |= {
        "source": f"coalesce({member_of(dialect, 's.progress', 'claim', 'source')}, '')",
        "asks_for": f"coalesce({member_of(dialect, 's.progress', 'claim', 'asks_for')}, '')",
        "repaired": f"{member_of(dialect, 's.progress', 'repaired')} IS NOT NULL",
        "price": f"coalesce({member_of(dialect, 's.progress', 'price')}, '0')",
        "payments": _PAYMENTS[dialect],
        "goods_back": f"{member_of(dialect, 's.progress', 'goods_back_at')} IS NOT NULL",
    }
    return json_object(dialect, columns | {"units": json_of(dialect, "s.units")})


_PAYMENTS = {
    "sqlite": "json(coalesce(json_extract(s.progress, '$.payments'), '[]'))",
    "postgresql": "coalesce(s.progress -> 'payments', '[]')",
}


def member_of(dialect: str, column: str, *path: str) -> str:
    """A member of a stored JSON object as text; NULL where it is missing."""
    if dialect == "sqlite":
        return f"json_extract({column}, '$.{'.'.join(path)}')"
    return f"{column} #>> '{{{','.join(path)}}}'"


def away_of(dialect: str) -> dict[str, str]:
    """The days off of a seller ``l``, and whether somebody stands in."""
    true = "json('true')" if dialect == "sqlite" else "true"
    false = "json('false')" if dialect == "sqlite" else "false"
    stands_in = f"CASE WHEN l.deputy IS NULL THEN {false} ELSE {true} END"
    return {"absences": json_of(dialect, "l.absences"), "has_deputy": stands_in}


def _legal(dialect: str) -> str:
    """Whether a seller ``l`` is a legal person."""
    true, false = ("json('true')", "json('false')") if dialect == "sqlite" else ("true", "false")
    return f"CASE WHEN l.legal_person THEN {true} ELSE {false} END"


def return_address(dialect: str, market: str) -> str:
    """The address of a seller ``l`` in a market, as a JSON object or null."""
    if dialect == "sqlite":
        return f"json(json_extract(l.return_addresses, '$.' || {market}))"
    return f"l.return_addresses -> {market}"


def object_of(dialect: str, table: type[Any], alias: str) -> str:
    """One row of a table as a JSON object."""
    if dialect != "sqlite":
        return f"row_to_json({alias})"
    columns = table.__table__.columns
    return json_object(
        dialect,
        {
            column.name: json_of(dialect, f"{alias}.{column.name}")
            if isinstance(column.type, sa.JSON)
            else f"{alias}.{column.name}"
            for column in columns
        },
    )


def json_object(dialect: str, members: dict[str, str]) -> str:
    """A JSON object of SQL expressions."""
    listed = ", ".join(f"'{name}', {value}" for name, value in members.items())
    return f"json_object({listed})" if dialect == "sqlite" else f"json_build_object({listed})"


def json_of(dialect: str, column: str) -> str:
    """A stored JSON column, not wrapped as text."""
    return f"json({column})" if dialect == "sqlite" else column


def rows_of(dialect: str, table: type[Any], alias: str, where: str, order: str) -> str:
    """Rows of a table as a JSON list."""
    return json_list(dialect, object_of(dialect, table, alias), f"{table.__tablename__} {alias}", where, order)


def json_list(dialect: str, member: str, source: str, where: str, order: str) -> str:
    """A JSON list over a query, in order."""
    if dialect == "sqlite":
        ordered = f"SELECT {member} AS member FROM {source} WHERE {where} ORDER BY {order}"
        return f"(SELECT json_group_array(json(member)) FROM ({ordered}))"
    return f"(SELECT coalesce(json_agg({member} ORDER BY {order}), '[]') FROM {source} WHERE {where})"
