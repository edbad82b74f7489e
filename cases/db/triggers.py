"""What the database itself holds, whoever writes to it: one list of triggers for each database.

The application only inserts messages. A trigger moves the case, and the others refuse every other way. SQLite's
foreign keys are off for a client that does not ask and REPLACE passes by a DELETE trigger, so there every rule is a
trigger of its own; PostgreSQL's are ENABLE ALWAYS, so ``session_replication_role`` does not pass them by either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from cases.db.search import postgresql, sqlite
from cases.db.trigger import Trigger, postgresql_trigger, sqlite_trigger


def _refuse(sentence: str) -> str:
    return f"SELECT RAISE(ABORT, '{sentence}')"


def _sqlite_keeps(table: str, what: str) -> tuple[Trigger, Trigger]:
    return (
        sqlite_trigger(f"{table}_never_changes", "BEFORE UPDATE", table, "", _refuse(f"{what} are never changed")),
        sqlite_trigger(f"{table}_never_goes", "BEFORE DELETE", table, "", _refuse(f"{what} are never deleted")),
    )


_AT_PREDECESSOR = (
    "SELECT 1 FROM cases WHERE id = NEW.case_id AND version = NEW.seq - 1 AND state = NEW.from_state"
    " AND head = NEW.prev_hash"
)
_LED_HERE = (
    "SELECT 1 FROM message WHERE case_id = NEW.id AND seq = NEW.version AND to_state = NEW.state AND hash = NEW.head"
)
_IDENTITY = ("number", "kind", "workflow", "market", "order_id", "order_revision", "seller_id", "buyer_id", "opened_at")

SQLITE: tuple[Trigger, ...] = (
    sqlite_trigger("message_never_changes", "BEFORE UPDATE", "message", "", _refuse("messages are never changed")),
    sqlite_trigger("message_never_goes", "BEFORE DELETE", "message", "", _refuse("messages are never deleted")),
    sqlite_trigger(
        "message_is_new",
        "BEFORE INSERT",
        "message",
        "EXISTS (SELECT 1 FROM message WHERE case_id = NEW.case_id AND seq = NEW.seq)",
        _refuse("this message exists"),
    ),
    sqlite_trigger(
        "message_is_whole",
        "BEFORE INSERT",
        "message",
        "NEW.seq < 1 OR (NEW.seq = 1 AND (NEW.prev_seq IS NOT NULL OR NEW.from_state IS NOT NULL OR NEW.event = ''"
        " OR EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id)))"
        " OR (NEW.seq > 1 AND (NEW.prev_seq IS NOT NEW.seq - 1 OR NEW.from_state IS NULL"
        " OR (NEW.event = '' AND NEW.from_state IS NOT NEW.to_state)))",
        _refuse("a message follows its predecessor"),
    ),
    sqlite_trigger(
        "message_follows",
        "BEFORE INSERT",
        "message",
        f"NEW.seq > 1 AND NOT EXISTS ({_AT_PREDECESSOR})",
        _refuse("the case is elsewhere"),
    ),
    sqlite_trigger(
        "message_moves_case",
        "AFTER INSERT",
        "message",
        "NEW.seq > 1",
        "UPDATE cases SET version = NEW.seq, state = NEW.to_state, head = NEW.hash, updated_at = NEW.at"
        " WHERE id = NEW.case_id",
    ),
    sqlite_trigger(
        "case_opens_with_its_message",
        "BEFORE INSERT",
        "cases",
        "NEW.version IS NOT 1 OR EXISTS (SELECT 1 FROM cases WHERE id = NEW.id OR number = NEW.number)"
        f" OR NOT EXISTS ({_LED_HERE})",
        _refuse("a case opens with its first message"),
    ),
    sqlite_trigger(
        "case_moves_by_message",
        "BEFORE UPDATE OF id, version, state, head",
        "cases",
        f"NEW.id IS NOT OLD.id OR NEW.version IS NOT OLD.version + 1 OR NOT EXISTS ({_LED_HERE})",
        _refuse("only a message moves a case"),
    ),
    sqlite_trigger(
        "case_keeps_its_identity",
        f"BEFORE UPDATE OF {', '.join(_IDENTITY)}",
        "cases",
        " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _IDENTITY),
        _refuse("what a case is never changes"),
    ),
    sqlite_trigger("case_never_goes", "BEFORE DELETE", "cases", "", _refuse("cases are never deleted")),
    sqlite_trigger(
        "content_comes_before_its_message",
        "BEFORE INSERT",
        "content",
        "EXISTS (SELECT 1 FROM message WHERE case_id = NEW.case_id AND seq = NEW.seq)"
        " OR EXISTS (SELECT 1 FROM content WHERE case_id = NEW.case_id AND seq = NEW.seq AND part = NEW.part)",
        _refuse("words are written with their message or never"),
    ),
    sqlite_trigger("content_never_changes", "BEFORE UPDATE", "content", "", _refuse("words are never changed")),
    sqlite_trigger(
        "content_goes_by_redaction",
        "BEFORE DELETE",
        "content",
        "NOT EXISTS (SELECT 1 FROM redaction WHERE case_id = OLD.case_id AND seq = OLD.seq AND part = OLD.part)",
        _refuse("words go only by a recorded redaction"),
    ),
    sqlite_trigger(
        "redaction_is_told",
        "BEFORE INSERT",
        "redaction",
        "EXISTS (SELECT 1 FROM redaction WHERE case_id = NEW.case_id AND seq = NEW.seq AND part = NEW.part)"
        " OR NOT EXISTS (SELECT 1 FROM message WHERE case_id = NEW.case_id AND seq = NEW.by_seq AND kind = 'system'"
        """ AND instr(canonical, '"redacts":[') > 0"""
        """ AND instr(canonical, '"' || NEW.seq || '.' || NEW.part || '"') > 0)""",
        _refuse("a redaction is told by a system message"),
    ),
    sqlite_trigger(
        "redaction_never_changes", "BEFORE UPDATE", "redaction", "", _refuse("redactions are never changed")
    ),
    sqlite_trigger("redaction_never_goes", "BEFORE DELETE", "redaction", "", _refuse("redactions are never deleted")),
    sqlite_trigger(
        "held_event_is_of_a_held_message",
        "BEFORE INSERT",
        "held_event",
        "EXISTS (SELECT 1 FROM held_event WHERE case_id = NEW.case_id AND seq = NEW.seq)"
        " OR NOT EXISTS (SELECT 1 FROM message WHERE case_id = NEW.case_id AND seq = NEW.seq"
        """ AND instr(canonical, '"delivery":"held"') > 0)""",
        _refuse("only a held message has an event beside it"),
    ),
    *_sqlite_keeps("held_event", "held events"),
    sqlite_trigger(
        "release_is_told",
        "BEFORE INSERT",
        "released",
        "EXISTS (SELECT 1 FROM released WHERE case_id = NEW.case_id AND seq = NEW.seq)"
        " OR NOT EXISTS (SELECT 1 FROM message WHERE case_id = NEW.case_id AND seq = NEW.by_seq AND kind = 'system'"
        """ AND instr(canonical, '"releases":"' || NEW.seq || '"') > 0)""",
        _refuse("a release is told by a system message"),
    ),
    *_sqlite_keeps("released", "releases"),
    sqlite_trigger("solved_never_changes", "BEFORE UPDATE", "solved", "", _refuse("answers stay"), "solved"),
    sqlite_trigger("solved_never_goes", "BEFORE DELETE", "solved", "", _refuse("answers stay"), "solved"),
    sqlite_trigger(
        "admin_view_is_new",
        "BEFORE INSERT",
        "admin_view",
        "EXISTS (SELECT 1 FROM admin_view WHERE id = NEW.id)",
        _refuse("this view exists"),
        "admin_view",
    ),
    sqlite_trigger(
        "policy_version_is_new",
        "BEFORE INSERT",
        "policy_version",
        "EXISTS (SELECT 1 FROM policy_version WHERE id = NEW.id)",
        _refuse("this policy is kept"),
        "policy_version",
    ),
    *(
        sqlite_trigger(
            f"{table}_never_{name}", f"BEFORE {moment}", table, "", _refuse(f"{what} are never {why}"), table
        )
        for table, what in (("admin_view", "views"), ("outage", "outage windows"), ("policy_version", "policies"))
        for name, moment, why in (("changes", "UPDATE", "changed"), ("goes", "DELETE", "deleted"))
    ),
    *(
        sqlite_trigger(
            f"calendar_override_{name}",
            f"BEFORE {moment}",
            "calendar_override",
            when,
            _refuse(why),
            "calendar_override",
        )
        for name, moment, when, why in (
            ("is_new", "INSERT", "EXISTS (SELECT 1 FROM calendar_override WHERE id = NEW.id)", "this day is set"),
            ("never_changes", "UPDATE", "", "what was set is never changed"),
            ("never_goes", "DELETE", "", "what was set is never deleted"),
        )
    ),
    *(
        sqlite_trigger(
            f"{table}_is_new", "BEFORE INSERT", table, f"EXISTS (SELECT 1 FROM {table} WHERE {same})", _refuse(why)
        )
        for table, same, why in (
            ("tree_leaf", "place = NEW.place OR (case_id = NEW.case_id AND seq = NEW.seq)", "this leaf exists"),
            ("tree_node", "level = NEW.level AND place = NEW.place", "this subtree exists"),
            ("checkpoint", "size = NEW.size AND signed_by = NEW.signed_by", "this checkpoint exists"),
        )
    ),
    *_sqlite_keeps("tree_leaf", "leaves"),
    *_sqlite_keeps("tree_node", "subtrees"),
    *_sqlite_keeps("checkpoint", "checkpoints"),
    *sqlite.TRIGGERS,
)

_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION nazorg_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING message = tg_table_name || ' is append-only', errcode = 'integrity_constraint_violation';
END $$;

CREATE OR REPLACE FUNCTION nazorg_message_moves_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM cases WHERE id = NEW.case_id AND version = NEW.seq AND state = NEW.to_state AND head = NEW.hash;
  IF FOUND THEN RETURN NULL; END IF;
  UPDATE cases SET version = NEW.seq, state = NEW.to_state, head = NEW.hash, updated_at = NEW.at
   WHERE id = NEW.case_id AND version = NEW.prev_seq AND state = NEW.from_state AND head = NEW.prev_hash;
  IF NOT FOUND THEN RAISE EXCEPTION 'the case is elsewhere' USING errcode = 'serialization_failure'; END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_case_opens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> 1 OR NOT EXISTS ({_LED_HERE}) THEN
    RAISE EXCEPTION 'a case opens with its first message' USING errcode = 'integrity_constraint_violation'; END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_message_has_a_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id) THEN
    RAISE EXCEPTION 'a first message opens a case' USING errcode = 'integrity_constraint_violation'; END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_case_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.version, NEW.state, NEW.head) = (OLD.id, OLD.version, OLD.state, OLD.head) THEN RETURN NULL; END IF;
  IF NEW.id <> OLD.id OR NEW.version <> OLD.version + 1 OR NOT EXISTS ({_LED_HERE}
     AND from_state = OLD.state AND prev_hash = OLD.head) THEN
    RAISE EXCEPTION 'only a message moves a case' USING errcode = 'integrity_constraint_violation'; END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_case_keeps_its_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {" OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _IDENTITY)} THEN
    RAISE EXCEPTION 'what a case is never changes' USING errcode = 'integrity_constraint_violation'; END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION nazorg_content_is_its_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM redaction WHERE case_id = NEW.case_id AND seq = NEW.seq AND part = NEW.part)
     OR NOT EXISTS (SELECT 1 FROM message WHERE case_id = NEW.case_id AND seq = NEW.seq AND position(
       '"' || NEW.part || '":"' || encode(sha256(decode(NEW.salt, 'hex') || convert_to(NEW.body, 'UTF8')
       || '\\x00'::bytea || convert_to(NEW.fields, 'UTF8')), 'hex') || '"' in canonical) > 0) THEN
    RAISE EXCEPTION 'words are written with their message or never' USING errcode = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_content_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM redaction WHERE case_id = OLD.case_id AND seq = OLD.seq AND part = OLD.part) THEN
    RAISE EXCEPTION 'words go only by a recorded redaction' USING errcode = 'integrity_constraint_violation'; END IF;
  RETURN OLD;
END $$;

CREATE OR REPLACE FUNCTION nazorg_redaction_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM message WHERE case_id = NEW.case_id AND seq = NEW.by_seq AND kind = 'system'
     AND position('"redacts":[' in canonical) > 0
     AND position('"' || NEW.seq || '.' || NEW.part || '"' in canonical) > 0) THEN
    RAISE EXCEPTION 'a redaction is told by a system message' USING errcode = 'integrity_constraint_violation'; END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_held_event_is_of_a_held_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM message WHERE case_id = NEW.case_id AND seq = NEW.seq
     AND position('"delivery":"held"' in canonical) > 0) THEN
    RAISE EXCEPTION 'only a held message has an event beside it' USING errcode = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_release_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM message WHERE case_id = NEW.case_id AND seq = NEW.by_seq AND kind = 'system'
     AND position('"releases":"' || NEW.seq || '"' in canonical) > 0) THEN
    RAISE EXCEPTION 'a release is told by a system message' USING errcode = 'integrity_constraint_violation'; END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_agrees(holds boolean) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF NOT holds THEN RAISE EXCEPTION 'somebody else wrote first' USING errcode = 'serialization_failure'; END IF;
  RETURN true;
END $$;
"""


POSTGRESQL: tuple[Trigger, ...] = (
    postgresql_trigger("message_never_changes", "BEFORE UPDATE OR DELETE", "message", "nazorg_keeps"),
    postgresql_trigger("message_moves_case", "AFTER INSERT", "message", "nazorg_message_moves_case", "NEW.seq > 1"),
    Trigger(
        "message_has_a_case",
        "message",
        "CREATE CONSTRAINT TRIGGER message_has_a_case AFTER INSERT ON message DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW WHEN (NEW.seq = 1) EXECUTE FUNCTION nazorg_message_has_a_case()",
    ),
    postgresql_trigger("case_opens_with_its_message", "AFTER INSERT", "cases", "nazorg_case_opens"),
    postgresql_trigger(
        "case_moves_by_message", "AFTER UPDATE OF id, version, state, head", "cases", "nazorg_case_moves"
    ),
    postgresql_trigger(
        "case_keeps_its_identity", f"BEFORE UPDATE OF {', '.join(_IDENTITY)}", "cases", "nazorg_case_keeps_its_identity"
    ),
    postgresql_trigger("case_never_goes", "BEFORE DELETE", "cases", "nazorg_keeps"),
    postgresql_trigger("content_is_its_messages", "AFTER INSERT", "content", "nazorg_content_is_its_messages"),
    postgresql_trigger("content_never_changes", "BEFORE UPDATE", "content", "nazorg_keeps"),
    postgresql_trigger("content_goes_by_redaction", "BEFORE DELETE", "content", "nazorg_content_goes"),
    postgresql_trigger("redaction_is_told", "AFTER INSERT", "redaction", "nazorg_redaction_is_told"),
    postgresql_trigger("redaction_never_changes", "BEFORE UPDATE OR DELETE", "redaction", "nazorg_keeps"),
    postgresql_trigger(
        "held_event_is_of_a_held_message", "AFTER INSERT", "held_event", "nazorg_held_event_is_of_a_held_message"
    ),
    postgresql_trigger("held_event_never_changes", "BEFORE UPDATE OR DELETE", "held_event", "nazorg_keeps"),
    postgresql_trigger("release_is_told", "AFTER INSERT", "released", "nazorg_release_is_told"),
    postgresql_trigger("released_never_changes", "BEFORE UPDATE OR DELETE", "released", "nazorg_keeps"),
    postgresql_trigger("solved_never_changes", "BEFORE UPDATE OR DELETE", "solved", "nazorg_keeps", needs="solved"),
    *(
        postgresql_trigger(f"{table}_{name}", moment, table, "nazorg_keeps", needs=table)
        for table in ("admin_view", "outage", "policy_version", "tree_leaf", "tree_node", "checkpoint")
        for name, moment in (("never_changes", "BEFORE UPDATE OR DELETE"), ("is_never_emptied", "BEFORE TRUNCATE"))
    ),
    *(
        postgresql_trigger(
            f"calendar_override_{name}", moment, "calendar_override", "nazorg_keeps", needs="calendar_override"
        )
        for name, moment in (("never_changes", "BEFORE UPDATE OR DELETE"), ("is_never_emptied", "BEFORE TRUNCATE"))
    ),
    *(
        postgresql_trigger(f"{table}_is_never_emptied", "BEFORE TRUNCATE", table, "nazorg_keeps")
        for table in ("message", "cases", "content", "redaction", "held_event", "released")
    ),
    *postgresql.TRIGGERS,
)


def install(connection: Connection) -> None:
    """Make every trigger anew from the list; migrations end with this, since a rebuilt table loses its own.

    A trigger waits for the migration that makes its table, and the table that it fills.
    """
    tables = set(inspect(connection).get_table_names())
    if connection.dialect.name == "sqlite":
        for trigger in _possible(SQLITE, tables):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger.name}")
            connection.exec_driver_sql(trigger.sql)
        return
    for function in (_FUNCTIONS + postgresql.FUNCTIONS).strip().split("\n\n"):
        connection.exec_driver_sql(function)
    for trigger in _possible(POSTGRESQL, tables):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}")
        connection.exec_driver_sql(trigger.sql)
        connection.exec_driver_sql(f"ALTER TABLE {trigger.table} ENABLE ALWAYS TRIGGER {trigger.name}")


def _possible(triggers: Iterable[Trigger], tables: Collection[str]) -> Iterator[Trigger]:
    return (
        trigger for trigger in triggers if trigger.table in tables and (not trigger.needs or trigger.needs in tables)
    )
