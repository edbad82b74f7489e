"""The floors: raw drivers, plain SQL, one durable transaction for each advance, no decisions.

``plain`` is the least a case could be: read it, insert a message and a transition, update it with a version check,
set a deadline, insert a chained audit row; on PostgreSQL eight round trips. ``SameRows`` reads what the verb reads
and writes the very rows that it writes, into the same tables with the same triggers, statement by statement.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import psycopg

from benchmarks.market_place import BODY, MarketPlace
from cases.casefile import record as door
from cases.casefile.one_statement import DERIVED
from cases.db import moment_text
from cases.ids import new_id
from cases.ledger.leaf import canonical_text, leaf_hash, new_salt, words_hash
from cases.tables import METADATA

PLAIN_DDL = """
create table plain_case(id bigint primary key, state text not null, version int not null, head bytea not null,
  updated_at timestamptz not null);
create table plain_message(id bigserial primary key, case_id bigint not null references plain_case, body text not null,
  created_at timestamptz not null);
create table plain_transition(id bigserial primary key, case_id bigint not null references plain_case,
  event text not null, from_state text not null, to_state text not null,
  message_id bigint not null references plain_message, at timestamptz not null);
create table plain_deadline(id bigserial primary key, case_id bigint not null references plain_case, kind text not null,
  due_at timestamptz, state text not null, unique(case_id, kind));
create index plain_deadline_due on plain_deadline(due_at) where state = 'pending';
create table plain_audit(id bigserial primary key, case_id bigint not null references plain_case, seq int not null,
  previous bytea not null, hash bytea not null, payload text not null, unique(case_id, seq));
create index plain_message_case on plain_message(case_id);
create index plain_transition_case on plain_transition(case_id);
"""
STEPS = {"asked": ("answer", "answered"), "answered": ("ask", "asked")}


def make_plain(url: str, count: int) -> None:
    """The plain tables with ``count`` cases."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(PLAIN_DDL)
        connection.execute(
            "insert into plain_case select g, 'asked', 0, '\\x00', now() from generate_series(0, %s) g", (count - 1,)
        )
        connection.execute("analyze")


def plain(url: str, first: int, count: int) -> Callable[[], int]:
    """One plain advance after the other over the cases from ``first`` on."""
    connection = psycopg.connect(url)
    cursor = connection.cursor()
    step = 0

    def advance() -> int:
        nonlocal step
        case, now = first + step % count, datetime.now(UTC)
        step += 1
        with connection.transaction():
            row = cursor.execute("select state, version, head from plain_case where id = %s", (case,)).fetchone()
            assert row is not None
            state, version, head = row
            event, to_state = STEPS[state]
            payload = json.dumps({"case": case, "event": event, "seq": version + 1, "at": now.isoformat()})
            digest = hashlib.sha256(bytes(head) + payload.encode()).digest()
            message = cursor.execute(
                "insert into plain_message(case_id, body, created_at) values (%s, %s, %s) returning id",
                (case, BODY, now),
            ).fetchone()
            assert message is not None
            cursor.execute(
                "insert into plain_transition(case_id, event, from_state, to_state, message_id, at)"
                " values (%s, %s, %s, %s, %s, %s)",
                (case, event, state, to_state, message[0], now),
            )
            cursor.execute(
                "update plain_case set state = %s, version = version + 1, head = %s, updated_at = %s"
                " where id = %s and version = %s",
                (to_state, digest, now, case, version),
            )
            assert cursor.rowcount == 1
            cursor.execute(
                "insert into plain_deadline(case_id, kind, due_at, state) values (%s, 'reply', %s, 'pending')"
                " on conflict (case_id, kind) do update set due_at = excluded.due_at, state = excluded.state",
                (case, now + timedelta(hours=24)),
            )
            cursor.execute(
                "insert into plain_audit(case_id, seq, previous, hash, payload) values (%s, %s, %s, %s, %s)",
                (case, version + 1, head, digest, payload),
            )
        return 1

    return advance


class SameRows:
    """The rows of the verb through a raw driver, one statement each.

    The first advances are made by the verb and their rows kept as patterns; what then differs from step to step
    (ids, places, hashes, moments) is filled in.
    """

    def __init__(self, market_place: MarketPlace, execute: Callable[[str, Any], list[Any]], *, sqlite: bool) -> None:
        self.market_place, self.execute, self.sqlite = market_place, execute, sqlite
        self.patterns = self._patterns()

    def _patterns(self) -> list[dict[str, list[dict[str, Any]]]]:
        """What the verb writes for an answer and for a follow-up, as plain rows by set."""
        kept: list[dict[str, list[dict[str, Any]]]] = []
        original = door._sets  # the rows themselves are what is compared

        def keep(*arguments: Any) -> Any:
            sets = original(*arguments)
            kept.append({name: [_plain(row) for row in rows] for name, rows in sets.items() if rows})
            return sets

        door._sets = keep  # type: ignore[assignment]  # it only listens and is put back below
        for _ in range(2 * len(self.market_place.cases)):
            self.market_place.advance()
        door._sets = original
        return [kept[0], kept[len(self.market_place.cases)]]

    def advance(self) -> int:
        """Read what the verb reads, write what the verb writes."""
        place = self.market_place
        buyer, case_id = place.cases[place.step % len(place.cases)]
        turn = place.step // len(place.cases)
        place.step += 1
        now = moment_text(datetime(2026, 4, 3, tzinfo=UTC) + timedelta(hours=turn))
        scope = hashlib.sha256(f"{case_id}{place.step}".encode()).hexdigest()
        self._read(case_id, buyer.sub, scope)
        version, state, head = self.execute(
            f"SELECT version, state, head FROM cases WHERE id = {self._mark('id')}", {"id": case_id}
        )[0]
        self._write(self.patterns[turn % 2], case_id, version, state, head, now, scope)
        return 1

    def _read(self, case_id: str, sub: str, scope: str) -> None:
        for sql, values in (
            ("SELECT request, status, answer FROM idempotency WHERE scope = {}", {"v": scope}),
            ("SELECT * FROM deadline WHERE case_id = {} ORDER BY seq, number", {"v": case_id}),
            ("SELECT * FROM question WHERE case_id = {} ORDER BY seq, number", {"v": case_id}),
            (
                (
                    "SELECT o.*, r.* FROM cases c JOIN orders o ON o.id = c.order_id JOIN order_revision r"
                    " ON r.order_id = o.id AND r.revision = c.order_revision WHERE c.id = {}"
                ),
                {"v": case_id},
            ),
            ("SELECT * FROM person WHERE external_id = {}", {"v": sub}),
        ):
            self.execute(sql.format(self._mark("v")), values)

    def _write(
        self,
        pattern: dict[str, list[dict[str, Any]]],
        case_id: str,
        version: int,
        state: str,
        head: str,
        now: str,
        scope: str,
    ) -> None:
        seq = version + 1
        moved = dict(pattern["moved"][0])
        self.execute(
            f"UPDATE cases SET {', '.join(f'{n} = {self._mark(n)}' for n in DERIVED)}"
            f" WHERE id = {self._mark('id')} AND version = {self._mark('before')}",
            {**moved, "id": case_id, "before": version},
        )
        for words, message in zip(pattern["contents"], pattern["messages"], strict=True):
            salt = new_salt()
            said = {
                "content": {"delivered": words_hash(salt, words["body"], words["fields"])},
                **{k: v for k, v in json.loads(message["canonical"]).items() if k != "content"},
            }
            canonical = canonical_text(said)
            row = {
                **message,
                "case_id": case_id,
                "seq": seq,
                "prev_seq": version,
                "from_state": state,
                "at": now,
                "prev_hash": head,
                "hash": leaf_hash(case_id, seq, head, canonical),
                "canonical": canonical,
            }
            rows = [("content", {**words, "case_id": case_id, "seq": seq, "salt": salt}), ("message", row)]
            for table, values in rows if self.sqlite else reversed(rows):
                self._insert(table, values)
        open_now = self.execute(f"SELECT seq, number FROM deadline WHERE case_id = {self._mark('id')}", {"id": case_id})
        for (old_seq, number), ended in zip(open_now, pattern.get("ended", []), strict=False):
            key = {"case_id": case_id, "seq": old_seq, "number": number}
            self.execute(
                f"DELETE FROM deadline WHERE case_id = {self._mark('case_id')} AND seq = {self._mark('seq')}"
                f" AND number = {self._mark('number')}",
                key,
            )
            self._insert("deadline_history", {**ended, **key, "ended_seq": seq})
        for number, started in enumerate(pattern.get("started", []), start=1):
            self._insert("deadline", {**started, "case_id": case_id, "seq": seq, "number": number})
        for number, asked in enumerate(pattern.get("asked", []), start=1):
            self._insert("question", {**asked, "case_id": case_id, "seq": seq, "number": number})
        for told in pattern["outbox"]:
            self._insert("outbox", {**told, "case_id": case_id, "seq": seq, "id": new_id()})
        self._insert("idempotency", {**pattern["answers"][0], "scope": scope})

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        columns = [column.name for column in METADATA.tables[table].columns]
        places = ", ".join(self._mark(column) for column in columns)
        self.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", {c: row[c] for c in columns})

    def _mark(self, name: str) -> str:
        return f":{name}" if self.sqlite else f"%({name})s"


def same_rows_postgresql(market_place: MarketPlace, url: str) -> Callable[[], int]:
    """The same rows through psycopg, BEGIN and COMMIT around."""
    connection = psycopg.connect(url)

    def execute(sql: str, values: Any) -> list[Any]:
        cursor = connection.execute(sql, values)
        return cursor.fetchall() if cursor.description else []

    rows = SameRows(market_place, execute, sqlite=False)

    def advance() -> int:
        with connection.transaction():
            return rows.advance()

    return advance


def same_rows_sqlite(market_place: MarketPlace, path: str) -> Callable[[], int]:
    """The same rows through sqlite3: WAL, synchronous FULL, BEGIN IMMEDIATE."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        connection.execute(f"PRAGMA {setting}")

    def execute(sql: str, values: Any) -> list[Any]:
        return connection.execute(sql, values).fetchall()

    rows = SameRows(market_place, execute, sqlite=True)

    def advance() -> int:
        connection.execute("BEGIN IMMEDIATE")
        rows.advance()
        connection.execute("COMMIT")
        return 1

    return advance


def _plain(row: Any) -> dict[str, Any]:
    values = row if isinstance(row, dict) else msgspec.structs.asdict(row)
    return {name: _text(value) for name, value in values.items()}


def _text(value: Any) -> Any:
    if value is None or isinstance(value, int | str):
        return value if not isinstance(value, str) else str(value)
    return moment_text(value) if isinstance(value, datetime) else msgspec.json.encode(value).decode()
