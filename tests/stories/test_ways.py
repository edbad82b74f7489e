"""Every way through the three kinds is walked through the real verbs; every row and every outcome is met on one."""

from __future__ import annotations

from typing import Any

import pytest

from cases.casefile import rules
from cases.casefile.asker import Asker
from cases.ids import message_id
from cases.ledger.verify import verify
from cases.verbs import expire_deadline, open_case, write_message
from cases.verbs.openings import Opening
from markets.policy import MarketPolicy, Policy
from tests.builders import Desk, Told, a_question, a_return, a_withdrawal, at
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from tests.stories.ways import WAYS, Way
from workflows.engine import Decision, decide
from workflows.grammar import Role, Row
from workflows.registry import CURRENT

WHO = {"buyer": JAN, "seller": NORD, "platform": ROOT, "carrier": SYSTEMS, "payments": SYSTEMS}
PRE_SALE = {"market": "DE", "seller": "nord", "sku": "S-1", "title": "Sieve"}
ASKING = {"body": "How do I pack it?", "reply_expected": True}
UNSENT: dict[str, Any] = {"delivered_at": None}
IN_SILENCE = Policy({"NL": MarketPolicy(returns_approved_by_silence=True)})

Taken = set[tuple[Row, Role]]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    """The rows that the verbs take, each with who took it."""
    rows: Taken = set()

    def watched(*asked: Any) -> Decision:
        decision = decide(*asked)
        rows.add((decision.row, decision.role))
        return decision

    for verb in (open_case, write_message, expire_deadline):
        monkeypatch.setattr(verb, "decide", watched)
    monkeypatch.setattr(rules, "_policy", IN_SILENCE)
    return rows


@pytest.mark.parametrize("kind", CURRENT)
def test_it_walks_every_way_and_takes_every_row(kind: str, desk: Desk, taken: Taken) -> None:
    for number, way in enumerate(way for way in WAYS if way.kind == kind):
        desk.now = at("2026-04-02 15:00")
        case = walk(desk, way, str(number))
        assert case.outcome == way.outcome, way.title
        assert case.file.deadlines == [] or case.state != "closed", way.title
    assert verify(desk.database).holds

    workflow = CURRENT[kind]
    assert [said(row, role) for row in workflow.all_rows for role in row.who if (row, role) not in taken] == []
    assert {way.outcome for way in WAYS if way.kind == kind} == set(workflow.outcomes)


def walk(desk: Desk, way: Way, number: str) -> Told:
    """Open a case on an order of its own and take every step of the way."""
    (who, _, how), *steps = way.steps
    case = desk.opens(opened(desk, way.kind, who, how, number), WHO[who])
    for who, event, how in steps:
        try:
            step(case, who, event, how)
        except Exception as error:
            error.add_note(f"at {who} {event} of {way.title}")
            raise
    return case


def step(case: Told, who: str, event: str, how: str) -> None:
    """One step of a way."""
    if who == "clock":
        case.waits_for(event)
    elif event == "says":
        case.says(WHO[who], "What I have to say about it.")
    elif event == "waives":
        case.says(WHO[who], "You told me, thank you.", waives=[message_id(case.id, 1)])
    else:
        does(case, WHO[who], event, how)


def does(case: Told, who: Asker, event: str, how: str) -> None:
    fields: dict[str, Any] = {}
    if event == "offer" and how:
        fields["offer"] = how
    if how == "refund_keep":
        fields["amount"] = {"amount": "129.00", "currency": "EUR"}
    if how == "posted":
        fields["parcels"] = [{"proof_of_posting": "receipt of post office 20095"}]
    case.does(who, event, **fields)


def opened(desk: Desk, kind: str, who: str, how: str, number: str) -> Opening:
    """What the first step opens, on an order that fits."""
    market = "NL" if how == "silence_approves" else "DE"
    order = desk.takes(market, number=number, **(UNSENT if how in ("unsent", "change", "stop") else {}))
    if kind == "return":
        return a_return(order, **(ASKING if how == "asking" else {}))
    if kind == "withdrawal":
        return a_withdrawal(order, **(ASKING if how == "asking" else {}))
    if how == "pre_sale":
        return Opening("question", about=PRE_SALE, reason="product", body="Does the sieve fit?")
    if how == "wordy":
        return a_question(order, "The sieve that you sent fits.")
    return a_question(order, reason="delay" if who == "seller" else how or "product")


def said(row: Row, role: Role) -> str:
    """A row as a sentence, for what was never taken."""
    return f"{role} {row.event} in {', '.join(row.states)} if {', '.join(guard.name for guard in row.guards)}"
