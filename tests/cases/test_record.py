"""The one write: two bodies under one contract. Same drafts, same rows; whatever fails, nothing is half done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cases.casefile import record as door
from cases.casefile.advance import CHAT, SYSTEM, Act, Freed, advance
from cases.casefile.casefile import CaseRow, PersonRow, QuestionRow
from cases.casefile.conduct import finding_row
from cases.casefile.draft import Draft
from cases.casefile.holding import hold
from cases.casefile.idempotency import Key
from cases.casefile.one_statement import INSERTED
from cases.casefile.opening import link, new_file
from cases.casefile.queries import load
from cases.db import Connection, Database, Rows, run
from cases.errors import BrokenRule, Moved, OffPlatformContact
from cases.ledger.verify import verify
from cases.tables import METADATA
from cases.timers.deadline import Deadline, Ended
from cases.verbs.assign import assign
from cases.verbs.expire_deadline import expire_all
from cases.verbs.redact import redact
from cases.verbs.write_note import write_note
from tests.builders import THURSDAY, Desk, Told, a_question, a_return, a_withdrawal, at
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from workflows.engine import decide
from workflows.facts import Facts
from workflows.grammar import BUYER, PLATFORM, SELLER

TABLES = tuple(METADATA.tables)
NOT_IN_THE_STORY = {
    "admin_view",
    "calendar_override",
    "checkpoint",
    "erasure",
    "feed",
    "feed_head",
    "heartbeat",
    "idempotency",
    "legal_hold",
    "link",
    "objection",
    "outage",
    "outage_taken_out",
    "parked_firing",
    "policy_version",
    "presence",
    "sandbox_clock",
    "saved_view",
    "seller_standing",
    "solved",
    "standing_day",
    "tree_leaf",
    "tree_node",
    "unsent",
    "webhook",
    "webhook_delivery",
}
COLUMNS = {"orders": "id, market, seller_id, buyer_id, version, revision, refunded + 0, placed_at"}
KEY = Key.of(sub="anna", role="seller", method="POST", path="/", key="k", body=b"1", real_now=THURSDAY)
NAMED = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\b[0-9a-f]{32}\b|\b[QRW]-[0-9A-Z]{7}\b")


def whole(database: Database) -> dict[str, list[str]]:
    """Every row of every table as text, sorted."""
    with database.read() as connection:
        return {table: sorted(map(str, run(connection, f"SELECT * FROM {table}"))) for table in TABLES}


def story(desk: Desk) -> None:
    """Something of everything: orders, three kinds, money, questions, photos, deadlines, a note, unfit words."""
    desk.takes(shipping="0.00", shipping_standard="0.00")
    question = desk.opens(a_question(body="Does it fit? Is it blue?"))
    question.says(NORD, "It fits.", answers=question.questions[:1], attachments=desk.photos_of(NORD))
    question.does(NORD, "promise_answer", date="2026-04-08")
    assign(desk.database, NORD, question.id, "anna", desk.now)
    write_note(desk.database, NORD, question.id, "Ask the maker.", desk.now)
    question.says(JAN, "My number is +49 151 23456789.")
    with pytest.raises(OffPlatformContact):
        question.says(NORD, "My number is +49 151 23456789.")
    question.says(NORD, "It is blue, you idiot.")
    returned = desk.opens(a_return())
    returned.does(SYSTEMS, "arrive")
    returned.does(NORD, "accept")
    returned.does(SYSTEMS, "refund", goods={"amount": "10.00", "currency": "EUR"})
    returned.does(NORD, "refund")
    desk.takes(number="1043")
    withdrawn = desk.opens(a_withdrawal("DE-1043", body="I withdraw."))
    withdrawn.does(SYSTEMS, "fail_payment")
    redact(desk.database, ROOT, withdrawn.id, 1, "a name", desk.now)
    expire_all(desk.database, at("2026-04-20 12:00"))


def nameless(rows: dict[str, list[Any]]) -> dict[str, list[str]]:
    """The rows without what is random: ids, numbers, salts and hashes."""
    return {table: sorted(NAMED.sub("*", said(row)) for row in listed) for table, listed in rows.items()}


def said(row: tuple[Any, ...]) -> str:
    """A row as both databases would say it."""
    return " | ".join(_plain(value) for value in row)


def _plain(value: Any) -> str:
    if isinstance(value, str) and value[:1] in ("{", "[") and value[-1:] in ("}", "]"):
        value = msgspec.json.decode(value)
    if isinstance(value, dict | list):
        return msgspec.json.encode(value, order="sorted").decode()
    if isinstance(value, int | float | Decimal):
        return f"{float(value):g}"
    return door._text(value) if hasattr(value, "tzinfo") else str(value)


def rows_of(database: Database) -> dict[str, list[Any]]:
    with database.read() as connection:
        return {table: run(connection, f"SELECT {COLUMNS.get(table, '*')} FROM {table}") for table in TABLES}


@pytest.mark.usefixtures("every_rule_applied")
def test_it_writes_the_same_rows_on_both(sqlite_url: str, postgresql_url: str, tmp_path: Path) -> None:
    found = []
    for url in (sqlite_url, postgresql_url):
        database = Database(url)
        story(Desk(database, tmp_path))
        found.append(nameless(rows_of(database)))
        database.close()
    first, second = found
    assert {table for table in TABLES if not first[table]} == NOT_IN_THE_STORY
    for table in TABLES:
        assert first[table] == second[table], table


def crowded(desk: Desk, case: Told) -> list[Draft]:
    """Two drafts that between them have a row in every set of the write."""
    file = load_now(desk, case)
    draft = Draft.of(file, desk.now)
    person = PersonRow("01890000-0000-7000-8000-000000000001", "admin", "eve", "Eve", "en")
    draft.persons.append(msgspec.structs.asdict(person))
    draft.touch_order()
    advance(draft, Act(SELLER, "It fits.", "en", CHAT, attachments=[{"id": desk.photos_of(NORD)[0], "sha256": ""}]))
    advance(draft, Act(BUYER, "And is it loud?", "en", CHAT, reply_expected=True))
    advance(
        draft, Act(PLATFORM, "Removed.", "en", SYSTEM, own_words=False, redacts=["1.delivered"], review="contradiction")
    )
    for deadline in draft.file.deadlines:
        if deadline.kind == "state":
            draft.change(deadline)
    draft.breaches.append(
        {
            "id": "01890000-0000-7000-8000-000000000002",
            "seller_id": file.case.seller_id,
            "market": "DE",
            "kind": "reply",
            "case_id": file.case.id,
            "seq": 1,
            "number": 9,
            "by_seq": draft.seq,
            "at": desk.now,
            "counts": 1,
            "because": "deadline_missed",
            "refusal": None,
        }
    )
    draft.untrue.append({"case_id": file.case.id, "kind": "reply", "name": "1", "counts": 0})
    draft.struck.append({"id": "01890000-0000-7000-8000-000000000002", "counts": 0, "because": "appeal_won"})
    seq = hold(draft, Act(SELLER, "It fits, you idiot.", "en", CHAT), "answer")
    freed = Freed(seq, "It fits, you idiot.", "en")
    advance(draft, Act(SELLER, "It is free.", "en", SYSTEM, shown_role=PLATFORM, own_words=False, frees=freed))
    rule = BrokenRule("/body", "insult", 13, 18, "insult", "conduct.insult")
    draft.findings.append(finding_row(rule, "hold", "seller", "nord", desk.now))
    other = opening(desk, file)
    link(draft, other, relation="later", back="earlier")
    return [draft, other]


def opening(desk: Desk, file: Any) -> Draft:
    """A second question on the same order, not yet written."""
    new = new_file(
        file.workflow,
        market="DE",
        lang="en",
        seller_id=file.case.seller_id,
        seller_name=file.seller_name,
        buyer=file.buyer,
        order=file.order,
        siblings=(),
        units=(),
        reason="other",
        about=None,
        now=desk.now,
    )
    draft = Draft.of(new, desk.now, opens=True)
    facts = Facts(now=desk.now, zone="Europe/Berlin", market="DE", language="en", country="DE", currency="EUR")
    decision = decide(file.workflow, "unopened", BUYER, "ask", facts)
    advance(draft, Act(BUYER, "And this?", "en", CHAT, decision, person=file.buyer.id, reply_expected=True))
    draft.order_version = None
    return draft


def load_now(desk: Desk, case: Told) -> Any:
    with desk.database.read() as connection:
        return load(connection, case.id)


def answers() -> list[dict[str, Any]]:
    return [KEY.row(201, "{}")]


def ready(desk: Desk) -> tuple[list[Draft], dict[str, list[str]]]:
    desk.takes()
    case = desk.opens(a_question(body="Does it fit? Is it blue?"))
    desk.photos_of(NORD)
    before = whole(desk.database)
    return crowded(desk, case), before


def write(desk: Desk, drafts: list[Draft]) -> None:
    with desk.database.write() as connection:
        door.record(connection, drafts, answers())


def test_it_has_a_row_in_every_set(desk: Desk) -> None:
    drafts, _ = ready(desk)
    sets = door._sets(drafts, answers())
    assert [name for name, rows in sets.items() if not rows] == []
    write(desk, drafts)
    assert verify(desk.database).messages == 7


class Undone(Exception):
    """The transaction ends here."""


@contextmanager
def failing_at(monkeypatch: pytest.MonkeyPatch, place: int) -> Iterator[list[str]]:
    """Every statement is run, but the one at ``place`` fails."""
    ran: list[str] = []

    def counted(connection: Connection, sql: str, values: Any = None) -> Rows:
        ran.append(sql)
        if len(ran) == place:
            raise RuntimeError("the disk is gone")
        return run(connection, sql, values)

    with monkeypatch.context() as patch:
        patch.setattr(door, "run", counted)
        yield ran


def test_it_leaves_nothing_half_done_whichever_statement_fails(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(Database(sqlite_url), tmp_path)
    drafts, before = ready(desk)
    with failing_at(monkeypatch, 0) as ran, suppress(Undone), desk.database.write() as connection:
        door.record(connection, drafts, answers())
        raise Undone
    assert whole(desk.database) == before
    assert len(ran) > len(SETS)
    for place in range(1, len(ran) + 1):
        with failing_at(monkeypatch, place), pytest.raises(RuntimeError):
            write(desk, drafts)
        assert whole(desk.database) == before, place
    write(desk, drafts)
    assert whole(desk.database) != before
    desk.database.close()


SETS = ("orders", "moved", *INSERTED, "changed", "settled")


@pytest.mark.parametrize("name", SETS)
def test_it_leaves_nothing_half_done_whichever_row_fails(
    name: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts, before = ready(desk)
    sound = door._sets

    def spoilt(asked: list[Draft], kept: list[dict[str, Any]]) -> dict[str, list[Any]]:
        sets = sound(asked, kept)
        row = sets[name][-1]
        values = dict(row) if isinstance(row, dict) else msgspec.structs.asdict(row)
        sets[name] = [*sets[name][:-1], values | SPOILT[name]]
        return sets

    monkeypatch.setattr(door, "_sets", spoilt)
    with pytest.raises(Exception):  # noqa: B017, PT011  # each database has its own for each
        write(desk, drafts)
    assert whole(desk.database) == before


SPOILT: dict[str, dict[str, Any]] = {
    "orders": {"version": 99},
    "moved": {"before": 99},
    "persons": {"realm": None},
    "opened": {"number": None},
    "contents": {"salt": None},
    "messages": {"hash": "0" * 64},
    "redactions": {"part": "original"},
    "started": {"kind": None},
    "ended": {"state": None},
    "asked": {"state": None},
    "breaches": {"because": None},
    "links": {"relation": None},
    "outbox": {"events": None},
    "answers": {"request": None},
    "changed": {"within": None},
    "settled": {"state": None},
}


@pytest.mark.parametrize(
    ("struct", "table"),
    [
        (CaseRow, "cases"),
        (QuestionRow, "question"),
        (PersonRow, "person"),
        (Deadline, "deadline"),
        (Ended, "deadline_history"),
    ],
)
def test_it_has_a_field_for_every_column(struct: type[msgspec.Struct], table: str) -> None:
    fields = set(struct.__struct_fields__) - ({"mark", "next_at"} if struct is Ended else set())
    assert fields == {column.name for column in METADATA.tables[table].columns}


def test_it_takes_the_second_of_two_new_people_of_one_name_for_a_conflict(desk: Desk) -> None:
    desk.takes()
    first, second = desk.opens(a_question()), desk.opens(a_question())
    drafts = []
    for number, case in enumerate((first, second), start=1):
        draft = Draft.of(load_now(desk, case), desk.now)
        person = PersonRow(f"01890000-0000-7000-8000-00000000000{number}", "seller", "bob", "Bob", "en")
        draft.persons.append(msgspec.structs.asdict(person))
        advance(draft, Act(SELLER, "It fits.", "en", CHAT, person=person.id))
        drafts.append(draft)
    write(desk, drafts[:1])
    with desk.database.write() as connection, pytest.raises(Moved):
        door.record(connection, drafts[1:])
    assert second.version == 1
