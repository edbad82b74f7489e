"""The one write. PostgreSQL takes a whole draft, or many, in one statement; SQLite takes the same rows one by one.

Whatever was read must still hold: an order's version and a case's version are compared, and a difference raises
``Moved``, so that the decision is taken again on what is true now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from cases.casefile.draft import Draft
from cases.casefile.one_statement import CHANGED, DERIVED, INSERTED, KNOWN, MOVED, in_one_statement
from cases.db import Connection, insert_sql, moment_text, run
from cases.errors import Moved
from cases.tables import METADATA

Row = dict[str, Any]
Sets = dict[str, list[Any]]

_encode = msgspec.json.Encoder().encode


def record(connection: Connection, drafts: Sequence[Draft], answers: Sequence[Row] = ()) -> None:
    """Write the drafts and the kept answers, all or nothing. Raises ``Moved`` where somebody else wrote first."""
    sets = _sets(drafts, answers)
    if connection.dialect == "sqlite":
        _one_by_one(connection, sets)
    else:
        in_one_statement(connection, sets)


def _sets(drafts: Sequence[Draft], answers: Sequence[Row]) -> Sets:
    """The rows of all drafts by what is done with them."""
    sets: Sets = {name: [] for name in (*INSERTED, "moved", "orders", "changed", "settled", "untrue", "struck")}
    sets["answers"] = list(answers)
    for draft in drafts:
        case = draft.file.case
        if draft.opens:
            assert draft.opened_row is not None
            sets["opened"].append({**msgspec.structs.asdict(case), **draft.opened_row})
        else:
            sets["moved"].append(_moved_row(draft))
        if draft.order_version is not None:
            assert draft.file.order is not None
            order = draft.file.order
            sets["orders"].append({"id": order.id, "version": draft.order_version, "refunded": order.refunded})
        sets["persons"] += draft.persons
        sets["contents"] += draft.contents
        sets["messages"] += draft.messages
        sets["redactions"] += draft.redactions
        sets["reviews"] += draft.reviews
        sets["findings"] += draft.findings
        sets["held_events"] += draft.held_events
        sets["released"] += draft.released
        sets["started"] += draft.started
        sets["ended"] += draft.ended
        sets["changed"] += draft.changed
        sets["asked"] += draft.asked
        sets["settled"] += draft.settled_questions
        sets["breaches"] += draft.breaches
        sets["merits"] += draft.merits
        sets["untrue"] += draft.untrue
        sets["struck"] += draft.struck
        sets["links"] += draft.links
        sets["used"] += draft.used
        sets["outbox"] += draft.outbox
        sets["placed"] += draft.placed
    return sets


def _moved_row(draft: Draft) -> Row:
    """The case as the draft leaves it, at its first message: where there are more, their trigger moves it on."""
    case = draft.file.case
    row: Row = {"id": case.id, "before": draft.version_before, **{name: getattr(case, name) for name in DERIVED}}
    if not draft.messages:
        return row | {"version": case.version, "state": case.state, "head": case.head, "updated_at": case.updated_at}
    first = draft.messages[0]
    stands = {"version": first["seq"], "state": first["to_state"], "head": first["hash"], "updated_at": first["at"]}
    return row | stands


def _one_by_one(connection: Connection, sets: Sets) -> None:
    """The same rows in an order in which every trigger finds what it needs; the caller holds BEGIN IMMEDIATE."""
    for order in sets["orders"]:
        _must_change(connection, _UPDATE_ORDER, order)
    for case in sets["moved"]:
        _must_change(connection, _UPDATE_CASE, case)
    _insert(connection, "persons", sets, KNOWN)
    _insert_messages(connection, sets)
    _insert(connection, "redactions", sets)
    for deadline in sets["ended"]:
        run(connection, _DELETE_DEADLINE, _plain(deadline))
    for name in ("ended", "started"):
        _insert(connection, name, sets)
    for deadline in sets["changed"]:
        run(connection, _UPDATE_DEADLINE, _plain(deadline))
    for question in sets["settled"]:
        run(connection, _UPDATE_QUESTION, _plain(question))
    for answer in sets["untrue"]:
        run(connection, _UPDATE_MERIT, answer)
    for breach in sets["struck"]:
        run(connection, _UPDATE_BREACH, breach)
    _insert(connection, "placed", sets, MOVED)
    for name in (
        "asked",
        "reviews",
        "findings",
        "held_events",
        "released",
        "breaches",
        "merits",
        "links",
        "used",
        "outbox",
        "answers",
    ):
        _insert(connection, name, sets)


def _insert_messages(connection: Connection, sets: Sets) -> None:
    """Each message after its words, and a first one before the case that it opens."""
    contents: dict[tuple[str, int], list[Row]] = {}
    for words in sets["contents"]:
        contents.setdefault((words["case_id"], words["seq"]), []).append(words)
    opened = {row["id"]: row for row in sets["opened"]}
    for message in sets["messages"]:
        for words in contents[message["case_id"], message["seq"]]:
            run(connection, _insert_sql("contents"), _plain(words))
        run(connection, _insert_sql("messages"), _plain(message))
        if message["seq"] == 1:
            run(connection, _insert_sql("opened"), _plain(opened[message["case_id"]]))


_UPDATE_ORDER = (
    "UPDATE orders SET version = version + 1, refunded = :refunded WHERE id = :id AND version = :version RETURNING 1"
)
_UPDATE_CASE = (
    f"UPDATE cases SET {', '.join(f'{name} = :{name}' for name in DERIVED)}"
    " WHERE id = :id AND version = :before RETURNING 1"
)
_DELETE_DEADLINE = "DELETE FROM deadline WHERE case_id = :case_id AND seq = :seq AND number = :number"
_UPDATE_DEADLINE = (
    f"UPDATE deadline SET {', '.join(f'{name} = :{name}' for name in CHANGED)}"
    " WHERE case_id = :case_id AND seq = :seq AND number = :number"
)
_UPDATE_QUESTION = (
    "UPDATE question SET state = :state, by_seq = :by_seq, at = :at"
    " WHERE case_id = :case_id AND seq = :seq AND number = :number"
)

_UPDATE_BREACH = "UPDATE breach SET counts = :counts, because = :because WHERE id = :id"
_UPDATE_MERIT = "UPDATE merit SET counts = :counts WHERE case_id = :case_id AND kind = :kind AND name = :name"


def _must_change(connection: Connection, sql: str, row: Row) -> None:
    if not run(connection, sql, _plain(row)):
        raise Moved


def _insert(connection: Connection, name: str, sets: Sets, conflict: str = "") -> None:
    for row in sets[name]:
        run(connection, _insert_sql(name) + conflict, _plain(row))


@cache
def _insert_sql(name: str) -> str:
    columns = [column.name for column in METADATA.tables[INSERTED[name]].columns]
    return insert_sql("sqlite", INSERTED[name], columns)


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
