"""Every way through every kind is walked through the real verbs; every row and every outcome is met on one."""

from __future__ import annotations

from typing import Any

import pytest

from cases.casefile import rules
from cases.ledger.verify import verify
from cases.verbs import expire_deadline, open_case, write_message
from cases.verbs.linked import convert, escalate, rule, split
from markets.policy import MarketPolicy, Policy
from tests.builders import Desk, at
from tests.stories.walk import walk
from tests.stories.ways import Way, common_ways_of, ways_of
from workflows.engine import Decision, decide
from workflows.grammar import CLOCK, Role, Row
from workflows.registry import CURRENT

IN_SILENCE = Policy({"NL": MarketPolicy(returns_approved_by_silence=True)})
ABOUT_AN_ORDER = [kind for kind, workflow in CURRENT.items() if workflow.everywhere]
NOT_YET = {
    ("sanction", CLOCK, "propose"): "what the thresholds propose comes with the standing of sellers",
}
NEVER = {"warranty": {"refunded", "partially_refunded"}}
"""A guarantee pays back by a decision alone, and the decision is then the outcome."""

Taken = set[tuple[Row, Role]]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    """The rows that the verbs take, each with who took it."""
    rows: Taken = set()

    def watched(*asked: Any) -> Decision:
        decision = decide(*asked)
        rows.add((decision.row, decision.role))
        return decision

    for verb in (open_case, write_message, expire_deadline, convert, escalate, rule, split):
        monkeypatch.setattr(verb, "decide", watched)
    monkeypatch.setattr(rules, "_known", rules.alone(IN_SILENCE))
    return rows


@pytest.mark.parametrize("kind", CURRENT)
def test_it_walks_every_way_and_takes_every_row(kind: str, desk: Desk, taken: Taken) -> None:
    walk_all(desk, ways_of(kind))
    assert missing(kind, CURRENT[kind].rows, taken) == []


@pytest.mark.parametrize("kind", ABOUT_AN_ORDER)
def test_it_takes_every_row_that_is_common(kind: str, desk: Desk, taken: Taken) -> None:
    walk_all(desk, common_ways_of(kind))
    assert missing(kind, CURRENT[kind].everywhere, taken) == []


@pytest.mark.parametrize("kind", CURRENT)
def test_it_leaves_no_row_and_no_outcome_out(kind: str) -> None:
    workflow = CURRENT[kind]
    assert workflow.all_rows == (*workflow.rows, *workflow.everywhere)  # both are walked above
    ways = (*ways_of(kind), *(common_ways_of(kind) if workflow.everywhere else ()))
    assert {way.outcome for way in ways} - {"open"} == set(workflow.outcomes) - NEVER.get(kind, set())


def walk_all(desk: Desk, ways: tuple[Way, ...]) -> None:
    for number, way in enumerate(ways):
        desk.now = at("2026-04-02 15:00")
        case = walk(desk, way, str(number))
        assert (case.outcome or "open") == way.outcome, way.title
        assert case.file.deadlines == [] or case.state != "closed", way.title
    assert verify(desk.database).holds


def missing(kind: str, rows: tuple[Row, ...], taken: Taken) -> list[str]:
    """The arrows that nobody took, each as a sentence."""
    return [
        f"{role} {row.event} in {', '.join(row.states)} if {', '.join(guard.name for guard in row.guards)}"
        for row in rows
        for role in row.who
        if (row, role) not in taken and (kind, role, row.event) not in NOT_YET
    ]
