"""The one write. PostgreSQL takes a whole draft, or many, in one statement; SQLite takes the same rows one by one.

On PostgreSQL the parts of the statement run in lock order: orders first, then cases, then the messages whose
trigger moves them. Whatever was read must still hold: an order's version and a case's version are compared, and a
difference raises ``Moved``, so that the decision is taken again on what is true now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect

from cases.casefile.draft import Draft
from cases.db import Connection, insert_sql, moment_text, run
from cases.errors import Moved
from cases.tables import METADATA

Row = dict[str, Any]
Sets = dict[str, list[Any]]

_encode = msgspec.json.Encoder().encode
_KNOWN = " ON CONFLICT (id) DO NOTHING"  # under another id somebody else was first, and that id must not be used
_DERIVED = ("units", "closed_at", "outcome", "held_by", "reply_due_at", "overdue", "progress")
_INSERTED = {
    "persons": "person",
    "opened": "cases",
    "contents": "content",
    "messages": "message",
    "redactions": "redaction",
    "reviews": "review",
    "started": "deadline",
    "ended": "deadline_history",
    "asked": "question",
    "breaches": "breach",
    "links": "link",
    "outbox": "outbox",
    "answers": "idempotency",
}


def record(connection: Connection, drafts: Sequence[Draft], answers: Sequence[Row] = ()) -> None:
    """Write the drafts and the kept answers, all or nothing. Raises ``Moved`` where somebody else wrote first."""
    sets = _sets(drafts, answers)
    if connection.dialect == "sqlite":
        _one_by_one(connection, sets)
    else:
        _in_one_statement(connection, sets)


def _sets(drafts: Sequence[Draft], answers: Sequence[Row]) -> Sets:
    """The rows of all drafts by what is done with them."""
    sets: Sets = {name: [] for name in (*_INSERTED, "moved", "orders", "changed", "settled")}
    sets["answers"] = list(answers)
    for draft in drafts:
        case = draft.file.case
        if draft.opens:
            assert draft.opened_row is not None
            sets["opened"].append({**msgspec.structs.asdict(case), **draft.opened_row})
        else:
            derived = {name: getattr(case, name) for name in _DERIVED}
            sets["moved"].append({"id": case.id, "version": draft.version_before, **derived})
        if draft.order_version is not None:
            assert draft.file.order is not None
            order = draft.file.order
            sets["orders"].append({"id": order.id, "version": draft.order_version, "refunded": order.refunded})
        sets["persons"] += draft.persons
        sets["contents"] += draft.contents
        sets["messages"] += draft.messages
        sets["redactions"] += draft.redactions
        sets["reviews"] += draft.reviews
        sets["started"] += draft.started
        sets["ended"] += draft.ended
        sets["changed"] += draft.changed
        sets["asked"] += draft.asked
        sets["settled"] += draft.settled_questions
        sets["breaches"] += draft.breaches
        sets["links"] += draft.links
        sets["outbox"] += draft.outbox
    return sets


def _in_one_statement(connection: Connection, sets: Sets) -> None:
    """Only the sets that hold rows are part of the statement; each combination is prepared once a connection."""
    values = {name: _encode(rows).decode() for name, rows in sets.items() if rows}
    single = frozenset(name for name, rows in sets.items() if len(rows) == 1)
    run(connection, _statement(tuple(values), single), values)


@cache
def _statement(names: tuple[str, ...], single: frozenset[str]) -> str:
    """The statement for these sets.

    PostgreSQL expects a hundred rows of any recordset and would read a whole small table to meet them; a set of one
    row says so by a limit, and is met by the key.
    """

    def rowset(name: str, table: str, columns: tuple[str, ...]) -> str:
        recordset = _recordset(name, table, columns)
        return f"(SELECT * FROM {recordset} LIMIT 1) x" if name in single else recordset

    agree = _agreement("orders") if "orders" in names else ""
    moved = _agreement("moved") if "moved" in names else agree
    # PostgreSQL runs the parts of a statement last first, but what another part counts it runs before that part. So
    # no key is taken before the order's and the case's row are held; else two writers wait for each other.
    held = next(
        (f"(SELECT count(*) FROM {name}_written) >= 0" for name in ("moved", "orders") if name in names), "true"
    )
    parts = {
        "orders": "UPDATE orders SET version = orders.version + 1, refunded = x.refunded"
        f" FROM {rowset('orders', 'orders', ('id', 'version', 'refunded'))}"
        " WHERE orders.id = x.id AND orders.version = x.version RETURNING 1",
        "moved": f"UPDATE cases SET {_assigned(_DERIVED)}"
        f" FROM {rowset('moved', 'cases', ('id', 'version', *_DERIVED))}"
        f" WHERE cases.id = x.id AND cases.version = x.version{' AND ' + agree if agree else ''} RETURNING 1",
        "gone": f"DELETE FROM deadline USING {rowset('ended', 'deadline', _DEADLINE_KEY)}"
        f" WHERE {_same('deadline')} AND {held}",
        "changed": f"UPDATE deadline SET {_assigned(_CHANGED)}"
        f" FROM {rowset('changed', 'deadline', (*_DEADLINE_KEY, *_CHANGED))} WHERE {_same('deadline')} AND {held}",
        "settled": "UPDATE question SET state = x.state, by_seq = x.by_seq, at = x.at"
        f" FROM {rowset('settled', 'question', (*_DEADLINE_KEY, 'state', 'by_seq', 'at'))}"
        f" WHERE {_same('question')} AND {held}",
    }
    for name, table in _INSERTED.items():
        columns = tuple(column.name for column in METADATA.tables[table].columns)
        where = {"opened": agree, "messages": moved}.get(name) or held
        rows = f"SELECT x.* FROM {rowset(name, table, columns)} WHERE {where}"
        parts[name] = f"INSERT INTO {table} ({', '.join(columns)}) {rows}{_KNOWN if name == 'persons' else ''}"
    order: tuple[str, ...] = (
        "orders",
        "moved",
        "persons",
        "opened",
        "messages",
        "contents",
        "redactions",
        "ended",
        "started",
    )
    order = (*order, "reviews", "changed", "asked", "settled", "breaches", "links", "outbox", "answers")
    wanted = [name for name in order if name in names]
    if "ended" in wanted:
        wanted.insert(wanted.index("ended"), "gone")
    return "WITH " + ",\n".join(f"{name}_written AS ({parts[name]})" for name in wanted) + "\nSELECT 1"


def _agreement(name: str) -> str:
    """Every row of the set found its version unchanged, or the whole statement is undone."""
    return f"nazorg_agrees((SELECT count(*) FROM {name}_written) = json_array_length(%({name})s::json))"


def _recordset(name: str, table: str, columns: tuple[str, ...]) -> str:
    types = METADATA.tables[table].columns
    listed = ", ".join(f"{column} {types[column].type.compile(_POSTGRESQL)}" for column in columns)
    return f"json_to_recordset(%({name})s::json) AS x({listed})"


def _assigned(columns: tuple[str, ...]) -> str:
    return ", ".join(f"{name} = x.{name}" for name in columns)


def _same(table: str) -> str:
    return " AND ".join(f"{table}.{name} = x.{name}" for name in _DEADLINE_KEY)


_POSTGRESQL: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
_DEADLINE_KEY = ("case_id", "seq", "number")
_CHANGED = (
    "waits_on",
    "within",
    "started_at",
    "due_at",
    "used_seconds",
    "paused_at",
    "calendar",
    "extended_from",
    "mark",
    "next_at",
)


def _one_by_one(connection: Connection, sets: Sets) -> None:
    """The same rows in an order in which every trigger finds what it needs; the caller holds BEGIN IMMEDIATE."""
    for order in sets["orders"]:
        _must_change(connection, _UPDATE_ORDER, order)
    for case in sets["moved"]:
        _must_change(connection, _UPDATE_CASE, case)
    _insert(connection, "persons", sets, _KNOWN)
    contents = {(row["case_id"], row["seq"]): row for row in sets["contents"]}
    opened = {row["id"]: row for row in sets["opened"]}
    for message in sets["messages"]:
        words = contents[message["case_id"], message["seq"]]
        run(connection, _insert_sql("contents"), _plain(words))
        run(connection, _insert_sql("messages"), _plain(message))
        if message["seq"] == 1:
            run(connection, _insert_sql("opened"), _plain(opened[message["case_id"]]))
    _insert(connection, "redactions", sets)
    for deadline in sets["ended"]:
        run(connection, _DELETE_DEADLINE, _plain(deadline))
    for name in ("ended", "started"):
        _insert(connection, name, sets)
    for deadline in sets["changed"]:
        run(connection, _UPDATE_DEADLINE, _plain(deadline))
    for question in sets["settled"]:
        run(connection, _UPDATE_QUESTION, _plain(question))
    for name in ("asked", "reviews", "breaches", "links", "outbox", "answers"):
        _insert(connection, name, sets)


_UPDATE_ORDER = (
    "UPDATE orders SET version = version + 1, refunded = :refunded WHERE id = :id AND version = :version RETURNING 1"
)
_UPDATE_CASE = (
    f"UPDATE cases SET {', '.join(f'{name} = :{name}' for name in _DERIVED)}"
    " WHERE id = :id AND version = :version RETURNING 1"
)
_DELETE_DEADLINE = "DELETE FROM deadline WHERE case_id = :case_id AND seq = :seq AND number = :number"
_UPDATE_DEADLINE = (
    f"UPDATE deadline SET {', '.join(f'{name} = :{name}' for name in _CHANGED)}"
    " WHERE case_id = :case_id AND seq = :seq AND number = :number"
)
_UPDATE_QUESTION = (
    "UPDATE question SET state = :state, by_seq = :by_seq, at = :at"
    " WHERE case_id = :case_id AND seq = :seq AND number = :number"
)


def _must_change(connection: Connection, sql: str, row: Row) -> None:
    if not run(connection, sql, _plain(row)):
        raise Moved


def _insert(connection: Connection, name: str, sets: Sets, conflict: str = "") -> None:
    for row in sets[name]:
        run(connection, _insert_sql(name) + conflict, _plain(row))


@cache
def _insert_sql(name: str) -> str:
    columns = [column.name for column in METADATA.tables[_INSERTED[name]].columns]
    return insert_sql("sqlite", _INSERTED[name], columns)


def _plain(row: Any) -> Row:
    """A row with SQLite's own kinds of value: text for moments and sums, JSON text for what is nested."""
    values = row if isinstance(row, dict) else msgspec.structs.asdict(row)
    return {name: value if type(value) in _AS_IS else _text(value) for name, value in values.items()}


_AS_IS: tuple[type, ...] = (str, int, type(None))


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return moment_text(value)
    return str(value) if isinstance(value, Decimal) else _encode(value).decode()
