"""Whatever is allowed, in whatever order and at whatever pace: the laws of a case hold after every step."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.casefile.asker import Asker
from cases.casefile.reviews import HELD, list_reviews
from cases.casefile.units import WITHOUT_UNITS
from cases.db import Database
from cases.errors import ConductRefused, RateLimited
from cases.ids import message_id
from cases.ledger.verify import verify
from cases.sellers.recount import differences
from cases.verbs.assign import assign
from cases.verbs.decide_review import decide_review
from cases.verbs.openings import Opening
from cases.verbs.write_note import write_note
from tests.builders import Desk, Told, a_line, a_question, a_return, a_withdrawal
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from tests.used_again import Shelf
from workflows.grammar import CLOSED
from workflows.refusals import NotEligible

PARTIES = (JAN, NORD, ROOT, SYSTEMS)
ADMINS = (ROOT, Asker("admin", "ada", lang="en"))
OWN = ("available_actions", "deadlines", "assignee")
SYSTEMS_EVENTS = (
    "ship",
    "arrive",
    "collect",
    "deliver",
    "return_to_sender",
    "prove_delivery",
    "declare_lost",
    "confirm_payment",
    "fail_payment",
    "carry_out",
)
MAY_WAIT_FOR_EVER = {"awaiting_platform", "refund_unclear", "deciding", "appealed", CLOSED}
OPENS_ANOTHER = ("convert", "report_damage")
LINES = [a_line(quantity=2, discount="0.05"), a_line("2", title="Milk jug", unit_price="19.95")]
pytestmark = pytest.mark.usefixtures("every_rule_applied")
MODERATE = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


class Life:
    """One order and its cases, as somebody lives with them."""

    def __init__(self, desk: Desk, data: st.DataObject) -> None:
        self.desk, self.data = desk, data
        self.cases: list[Told] = []
        self.order = desk.takes(lines=LINES, **data.draw(st.sampled_from(ORDERS), label="order"))

    def step(self) -> None:
        """Somebody does something, or time passes."""
        acts = (self.acts, self.acts, self.acts, self.writes, self.slips, self.reports, self.assigns, self.waits)
        steps = (self.opens, *acts)
        self.data.draw(st.sampled_from(steps if self.cases else (self.opens,)), label="step")()
        known = {case.id for case in self.cases}
        self.cases += [Told(self.desk, case) for case in self.of_the_order() if case not in known]

    def of_the_order(self) -> list[str]:
        """Every case of the order, also those that other cases opened."""
        return [str(case) for (case,) in self.desk.rows("SELECT id FROM cases ORDER BY kind, id")]

    def opens(self) -> None:
        """The buyer opens a case on some of the order, where its pieces are free."""
        try:
            self.desk.opens(self.data.draw(st.sampled_from(OPENINGS), label="opening"))
        except NotEligible as refused:
            check_refusal(refused)

    def acts(self) -> None:
        """A party takes one of the actions that it is shown, with the form's own example: that is never refused."""
        case, who = self.a_case(), self.data.draw(st.sampled_from((*PARTIES, *ADMINS)), label="who")
        actions = case.view(who)["available_actions"]
        if actions:
            event = self.data.draw(st.sampled_from([action["event"] for action in actions]), label="event")
            self.within_the_day(case, who, event=event)

    def writes(self) -> None:
        """A party writes a plain message; a seller may say that one needs no answer."""
        case, who = self.a_case(), self.data.draw(st.sampled_from(PARTIES[:3]), label="who")
        open_seqs = {question.seq for question in case.file.open_questions()}
        waivable = [owed.seq for owed in case.file.case.progress.owed if owed.seq not in open_seqs]
        body = self.data.draw(st.sampled_from(("It is blue.", "Is it blue? Does it fit?", "Thank you!")), label="body")
        waives = [message_id(case.id, waivable[0])] if who is NORD and waivable and body == "It is blue." else []
        self.within_the_day(case, who, body=body, waives=waives)

    def slips(self) -> None:
        """Somebody writes what must not be said, which is refused, covered or held; an admin may decide about it."""
        case, who = self.a_case(), self.data.draw(st.sampled_from((JAN, NORD)), label="who")
        with suppress(ConductRefused):
            self.within_the_day(case, who, body=self.data.draw(st.sampled_from(UNCLEAN), label="unclean"))
        if self.data.draw(st.booleans(), label="decides"):
            with self.desk.database.read() as connection:
                reviews = list_reviews(connection, ROOT, is_open=True, after=None, limit=5)
            for review in [review for review in reviews if review.kind == HELD]:
                decision = self.data.draw(st.sampled_from(("release", "refuse")), label="decision")
                decide_review(self.desk.database, ROOT, review.id, decision, "As it reads.", self.desk.now)

    def reports(self) -> None:
        """Carriers and payments report what they see, whatever the state is; they are never refused."""
        case = self.a_case()
        event = self.data.draw(st.sampled_from(SYSTEMS_EVENTS), label="report")
        if event in case.file.workflow.speakers:
            case.does(SYSTEMS, event)

    def assigns(self) -> None:
        """A team says who of it has the case, and notes why; to the case that is nothing."""
        case, who = self.a_case(), self.data.draw(st.sampled_from((NORD, ROOT)), label="team")
        before = case.file.case
        assign(self.desk.database, who, case.id, who.sub, self.desk.now)
        write_note(self.desk.database, who, case.id, "It is the usual sieve.", self.desk.now)
        assert case.file.case == before
        assert case.view(who)["assignee"] == who.sub

    def waits(self) -> None:
        """Hours or weeks go by."""
        self.desk.waits(hours=self.data.draw(st.sampled_from((1, 7, 30, 80, 200, 500)), label="hours"))

    def a_case(self) -> Told:
        """One of the cases."""
        return self.cases[self.data.draw(st.integers(0, len(self.cases) - 1), label="case")]

    def within_the_day(self, case: Told, who: Asker, *, event: str = "", **message: Any) -> None:
        """Do it, unless the buyer has written too much today."""
        try:
            if event:
                case.does(who, event)
            else:
                case.says(who, **message)
        except RateLimited:
            assert who is JAN
            assert case.file.case.progress.buyer_messages == 20
        except NotEligible as refused:
            assert event in OPENS_ANOTHER  # what it would go on as cannot be opened
            check_refusal(refused)


UNCLEAN = ("It is blue, you idiot.", "Is it blue, you idiot?", "It is blue. Call me on +49 151 23456789.")
FOUND = {"found_on": "2026-04-01", "wished_remedy": "refund"}
CLAIMED = {"serial_number": "EN500-1", "proof_of_purchase": "the order", "defect": "No pressure."}
ORDERS: tuple[dict[str, Any], ...] = (
    {},
    {"delivered_at": None},
    {"shipping": "9.90"},
    {"withdrawal_informed_at": None},
    {"delivered_at": None, "promised_at": "2026-04-08T12:00:00+02:00"},
)
OPENINGS: tuple[Opening, ...] = (
    a_question(),
    a_question(body="I want to change it.", reason="change"),
    a_return(),
    a_return(units=[("1", 1), ("2", 1)], body="Can I send it back?", reply_expected=True),
    a_withdrawal(units=[("1", 2)]),
    a_withdrawal(),
    a_withdrawal(units=[("2", 1)], body="I withdraw from the contract. Where do I send it?"),
    Opening("complaint", "DE-1042", units=[("1", 2)], reason="defective", body="It leaks.", fields=FOUND),
    Opening("complaint", "DE-1042", units=[("2", 1)], reason="wrong_item", body="Is that the jug?", fields=FOUND),
    Opening("delivery", "DE-1042", reason="not_received", body="Where is it?"),
    Opening("warranty", "DE-1042", units=[("1", 1)], body="The pump is dead.", fields=CLAIMED),
)


def check_refusal(refused: NotEligible) -> None:
    """A case is refused where its pieces are in another one, or where returns are no longer taken."""
    failed = {answer.name for answer in refused.guards if not answer.holds}
    assert failed <= {"no_twin_is_open", "returns_are_taken", "promised_date_is_ahead"}


def check(life: Life) -> None:
    """Every law, over every case of the order."""
    given_back, order = Decimal(0), None
    for case in life.cases:
        file = case.file
        order = file.order or order
        given_back += sum((pay.total for pay in file.case.progress.payments if pay.state != "failed"), Decimal(0))
        check_log(case)
        check_views(case)
        check_waits(case)
    if order is not None:
        assert order.refunded == given_back <= order.terms.paid
        held: dict[tuple[str, str], int] = {}
        for case in life.cases:
            opened = case.file.case
            for unit in opened.units if opened.state != CLOSED and opened.kind not in WITHOUT_UNITS else ():
                key = (opened.kind, unit.line)
                held[key] = held.get(key, 0) + unit.quantity
        assert all(
            pieces <= next(n["quantity"] for n in LINES if n["line"] == line) for (_, line), pieces in held.items()
        )


def check_log(case: Told) -> None:
    """No gap, no fork, no jump, and the case stands where its log ends."""
    entries, row = case.entries(), case.file.case
    assert [entry.seq for entry in entries] == list(range(1, row.version + 1))
    assert all(before.to_state == after.from_state for before, after in pairwise(entries))
    assert all(before.hash == after.prev_hash for before, after in pairwise(entries))
    assert (entries[-1].to_state, entries[-1].hash) == (row.state, row.head)
    assert (row.closed_at is None) == (row.state != CLOSED) == (row.outcome == "")


def check_views(case: Told) -> None:
    """No two parties see different facts, and everybody knows for whom the case waits."""
    first, *others = [case.view(who) for who in PARTIES]
    for view in others:
        assert {key: value for key, value in view.items() if key not in OWN} == {
            key: value for key, value in first.items() if key not in OWN
        }
        assert view["deadlines"] == first["deadlines"]
    assert [view["assignee"] for view in (first, *others)][::3] == [None, None]
    assert bool(first["waits_on"]) == (first["state"] != CLOSED)


def check_waits(case: Told) -> None:
    """Every open state waits on somebody with a limit, or says why it may wait for ever; nothing is forgotten."""
    file = case.file
    waits = [deadline for deadline in file.deadlines if deadline.kind == "state"]
    if file.case.state == CLOSED:
        assert {deadline.kind for deadline in file.deadlines} <= {"reply", "promise", "review"}
        return
    wait = file.workflow.wait_of(file.case.state)
    assert wait is not None
    assert {deadline.name for deadline in waits} == {file.case.state}
    assert {deadline.waits_on for deadline in waits} <= set(wait.on)
    deadline = waits[0]
    if file.case.held_by is not None:
        assert all(deadline.paused_at is not None for deadline in waits)
    elif not wait.then:
        assert wait.because
        assert deadline.next_at is not None
    elif deadline.paused_at is None:
        assert deadline.due_at is not None
        assert deadline.next_at is not None
    else:
        assert any(running.kind == "reply" for running in file.deadlines) or file.case.progress.held
    for owed in file.case.progress.owed:
        assert owed.missed != any(
            running.name == str(owed.seq) for running in file.deadlines if running.kind == "reply"
        )


def live(desk: Desk, data: st.DataObject) -> None:
    """Some steps of a life, and then a long silence, in which everything comes to its end."""
    life = Life(desk, data)
    for _ in range(data.draw(st.integers(2, 18), label="steps")):
        life.step()
        check(life)
    desk.waits(days=200)
    check(life)
    assert {case.state for case in life.cases if case.file.case.held_by is None} <= MAY_WAIT_FOR_EVER
    assert verify(desk.database).holds
    with desk.database.read() as connection:
        assert differences(connection, "nord") == []


@MODERATE
@given(data=st.data())
def test_it_holds_on_sqlite_whatever_happens(migrated_sqlite: Path, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "nazorg.sqlite"
        shutil.copyfile(migrated_sqlite, file)
        database = Database(f"sqlite:///{file}")
        try:
            live(Desk(database, Path(folder)), data)
        finally:
            database.close()


@settings(MODERATE, max_examples=8)
@given(data=st.data())
def test_it_holds_on_postgresql_whatever_happens(
    postgresql_server: str, postgresql_shelf: Shelf, tmp_path: Path, data: st.DataObject
) -> None:
    with a_database(postgresql_server, postgresql_shelf) as database:
        live(Desk(database, tmp_path), data)


@contextmanager
def a_database(server: str, shelf: Shelf) -> Iterator[Database]:
    """A database of PostgreSQL for one life."""
    name = shelf.take()
    database = Database(f"{server}/{name}")
    try:
        yield database
    finally:
        database.close()
        shelf.give_back(name)
