"""The one statement by which PostgreSQL takes a whole draft, or many.

Its parts run in lock order: orders first, then cases, then the messages that lead them there. Only the sets that hold
rows are part of it, and each combination is prepared once a connection. One or two rows of a set are parameters of
their own, because reading them out of JSON costs more than writing them; more rows are one JSON text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect

from cases.db import Connection
from cases.db.prepared import run_prepared
from cases.tables import METADATA

FEW = 2
KNOWN = " ON CONFLICT (id) DO NOTHING"  # under another id somebody else was first, and that id must not be used
MOVED = " ON CONFLICT (case_id) DO UPDATE SET folder = excluded.folder, due_at = excluded.due_at"
DERIVED = ("units", "closed_at", "outcome", "held_by", "reply_due_at", "overdue", "progress")
CHANGED = (
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
INSERTED = {
    "persons": "person",
    "opened": "cases",
    "contents": "content",
    "messages": "message",
    "redactions": "redaction",
    "reviews": "review",
    "findings": "finding",
    "held_events": "held_event",
    "released": "released",
    "started": "deadline",
    "ended": "deadline_history",
    "asked": "question",
    "breaches": "breach",
    "merits": "merit",
    "links": "link",
    "used": "attachment_use",
    "outbox": "outbox",
    "placed": "queue",
    "answers": "idempotency",
}
_KEY = ("case_id", "seq", "number")
_STANDS = ("version", "state", "head", "updated_at", *DERIVED)
_SETTLED = ("state", "by_seq", "at")
_UPDATED = {
    "orders": ("orders", ("id", "version", "refunded")),
    "moved": ("cases", ("id", "before", *_STANDS)),
    "changed": ("deadline", (*_KEY, *CHANGED)),
    "settled": ("question", (*_KEY, *_SETTLED)),
    "struck": ("breach", ("id", "counts", "because")),
    "untrue": ("merit", ("case_id", "kind", "name", "counts")),
}
_ROWS = {
    **_UPDATED,
    **{name: (table, tuple(c.name for c in METADATA.tables[table].columns)) for name, table in INSERTED.items()},
}
_ORDER = (
    "orders",
    "moved",
    "persons",
    "opened",
    "messages",
    "contents",
    "redactions",
    "reviews",
    "findings",
    "held_events",
    "released",
    "ended",
    "started",
    "changed",
    "asked",
    "settled",
    "breaches",
    "struck",
    "untrue",
    "merits",
    "links",
    "used",
    "outbox",
    "placed",
    "answers",
)
_POSTGRESQL: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
_encode = msgspec.json.Encoder().encode


def in_one_statement(connection: Connection, sets: Mapping[str, list[Any]]) -> None:
    """Write every row of the sets, or raise ``Moved`` and write none."""
    shape = tuple((name, len(sets[name]) if len(sets[name]) <= FEW else 0) for name in _ORDER if sets[name])
    values: list[bytes | None] = []
    for name, few in shape:
        if not few:
            values.append(_encode(sets[name]))
            continue
        for row in sets[name]:
            known = msgspec.to_builtins(row)  # moments and sums become text there, at a tenth of the price
            values += [_text(known[column]) for column in _ROWS[name][1]]
    run_prepared(connection, _statement(shape), values)


def _text(value: Any) -> bytes | None:
    """A value in PostgreSQL's own text form."""
    if type(value) is str:
        return value.encode()
    return None if value is None else _encode(value)


@cache
def _statement(shape: tuple[tuple[str, int], ...]) -> str:
    """The statement for sets of these sizes; 0 stands for more rows than a few."""
    rows, place = {}, 1
    for name, few in shape:
        table, columns = _ROWS[name]
        rows[name] = _values(table, columns, few, place) if few else _recordset(table, columns, place)
        place += few * len(columns) or 1
    counts = dict(shape)
    agree = _agreement("orders", counts, rows)
    moved = _agreement("moved", counts, rows) or agree
    # PostgreSQL runs the parts of a statement last first, but what another part counts it runs before that part. So
    # no key is taken before the order's and the case's row are held; else two writers wait for each other.
    held = next((_all_held(name, counts[name]) for name in ("moved", "orders") if name in rows), "true")
    where = {"moved": agree, "opened": agree, "messages": moved}
    parts = []
    for name, source in rows.items():
        condition = where.get(name, held) or "true"
        if name == "ended":
            gone = f"DELETE FROM deadline USING {source} WHERE {_same('deadline')} AND {condition}"
            parts.append(f"gone_written AS ({gone})")
        part = _UPDATES[name] if name in _UPDATES else _insertion(name)
        parts.append(f"{name}_written AS ({part.format(rows=source, condition=condition)})")
    return "WITH " + ",\n".join(parts) + "\nSELECT 1"


def _insertion(name: str) -> str:
    table, columns = _ROWS[name]
    inserted = f"INSERT INTO {table} ({', '.join(columns)}) SELECT x.* FROM {{rows}} WHERE {{condition}}"
    return inserted + {"persons": KNOWN, "placed": MOVED}.get(name, "")


def _all_held(name: str, few: int) -> str:
    """True once every row of the set was looked for; one row needs no counting, which costs more than looking."""
    if few == 1:
        return f"EXISTS (SELECT 1 FROM {name}_written)"
    return f"(SELECT count(*) FROM {name}_written) >= 0"


def _agreement(name: str, counts: Mapping[str, int], rows: Mapping[str, str]) -> str:
    """Every row of the set found its version unchanged, or the whole statement is undone."""
    if name not in counts:
        return ""
    if counts[name] == 1:
        return f"nazorg_agrees({_all_held(name, 1)})"
    expected = counts[name] or f"(SELECT count(*) FROM {rows[name]})"
    return f"nazorg_agrees((SELECT count(*) FROM {name}_written) = {expected})"


def _values(table: str, columns: tuple[str, ...], few: int, place: int) -> str:
    types = [_type(table, column) for column in columns]
    rows = []
    for number in range(few):
        first = place + number * len(columns)
        rows.append(f"({', '.join(f'${first + index}::{of}' for index, of in enumerate(types))})")
    return f"(VALUES {', '.join(rows)}) x({', '.join(columns)})"


def _recordset(table: str, columns: tuple[str, ...], place: int) -> str:
    return f"json_to_recordset(${place}::json) AS x({', '.join(f'{c} {_type(table, c)}' for c in columns)})"


def _type(table: str, column: str) -> str:
    known = METADATA.tables[table].columns
    return known["version" if column == "before" else column].type.compile(_POSTGRESQL)


def _assigned(columns: tuple[str, ...]) -> str:
    return ", ".join(f"{name} = x.{name}" for name in columns)


def _same(table: str) -> str:
    return " AND ".join(f"{table}.{name} = x.{name}" for name in _KEY)


_UPDATES = {
    "orders": "UPDATE orders SET version = orders.version + 1, refunded = x.refunded FROM {rows}"
    " WHERE orders.id = x.id AND orders.version = x.version RETURNING 1",
    "moved": f"UPDATE cases SET {_assigned(_STANDS)} FROM {{rows}}"
    " WHERE cases.id = x.id AND cases.version = x.before AND {condition} RETURNING 1",
    "changed": f"UPDATE deadline SET {_assigned(CHANGED)} FROM {{rows}} WHERE {_same('deadline')} AND {{condition}}",
    "struck": "UPDATE breach SET counts = x.counts, because = x.because FROM {rows}"
    " WHERE breach.id = x.id AND {condition}",
    "untrue": "UPDATE merit SET counts = x.counts FROM {rows} WHERE merit.case_id = x.case_id AND merit.kind = x.kind"
    " AND merit.name = x.name AND {condition}",
    "settled": f"UPDATE question SET {_assigned(_SETTLED)} FROM {{rows}} WHERE {_same('question')} AND {{condition}}",
}
