"""What is printed from a table holds the whole table, and the pages in docs are what would be printed now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.workflows.situations import every_arrow
from workflows.fields.base import schema_of
from workflows.grammar import CLOCK, CLOSED, UNOPENED, Workflow
from workflows.page import as_markdown
from workflows.registry import CURRENT, WORKFLOWS
from workflows.render import as_json, as_mermaid, as_table

PAGES = Path(__file__).parents[2] / "docs" / "workflows"
WORKFLOW = pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)


@WORKFLOW
def test_it_fits_a_screen(workflow: Workflow) -> None:
    lines = as_table(workflow).splitlines()

    assert len(lines) <= 60
    assert max(map(len, lines)) <= 152


@WORKFLOW
def test_it_names_every_state_event_and_outcome_on_the_screen(workflow: Workflow) -> None:
    named = set(re.findall(r"\w+", as_table(workflow)))

    assert set(workflow.states) <= named
    assert {row.event for row in workflow.all_rows} <= named
    assert set(workflow.outcomes) <= named


@WORKFLOW
def test_it_says_what_silence_does_beside_each_state(workflow: Workflow) -> None:
    lines = as_table(workflow).splitlines()

    for wait in workflow.waits:
        line = next(line for line in lines if line.startswith(f"{wait.state} "))
        assert all(role in line for role in wait.on)
        assert all(event in line for event in wait.then)
        assert str(wait.within or ("until" if wait.until else "for ever")) in line


def test_it_tells_the_start_of_a_return() -> None:
    table = as_table(CURRENT["return"])

    assert (
        "requested            seller    WorkingDays(2)    approve (if policy approves by silence) → awaiting_parcel,"
        " else alert_platform → awaiting_platform" in table
    )
    assert "buyer: give_information → requested" in table
    assert "decline by seller: policy_code, why, alternative" in table


@WORKFLOW
def test_it_draws_every_arrow_that_is_the_kinds_own(workflow: Workflow) -> None:
    drawn = as_mermaid(workflow)

    assert drawn.startswith("stateDiagram-v2\n")
    for row in workflow.rows:
        for state in row.states:
            begins = "[*]" if state == UNOPENED else state
            arrow = next(
                line for line in drawn.splitlines() if line.strip().startswith(f"{begins} --> {row.target(state)} :")
            )
            assert f"{' or '.join(row.who)} {row.event}" in arrow


@WORKFLOW
def test_it_prints_one_json_row_for_each_state_of_a_row(workflow: Workflow) -> None:
    printed = [(row["from"], row["event"], tuple(row["by"]), row["to"]) for row in as_json(workflow)["rows"]]
    arrows = {(state, row) for row, state, _ in every_arrow(workflow)}
    expected = [(None if row.opens else state, row.event, row.who, row.target(state)) for state, row in arrows]

    assert sorted(map(str, printed)) == sorted(map(str, expected))


@WORKFLOW
def test_it_keeps_the_shape_that_is_promised(workflow: Workflow) -> None:
    printed = as_json(workflow)

    assert (printed["kind"], printed["version"]) == (workflow.kind, workflow.version)
    for state in printed["states"]:
        assert {"name", "final", "waits_on", "within", "then", "because"} <= state.keys()
        assert state["final"] == (state["name"] == CLOSED)
        assert bool(state["waits_on"]) != state["final"]
        assert state["final"] or bool(state["within"]) != bool(state["because"])
    for row in printed["rows"]:
        assert {"from", "event", "by", "if", "provided", "to", "outcome", "fields"} <= row.keys()
        assert (row["from"] is None) == ("reasons" in row)
        assert bool(row["outcome"]) == (row["to"] == CLOSED and row["from"] != CLOSED)
        assert row["fields"]["additionalProperties"] is False
        assert row["fields"]["examples"]


@WORKFLOW
def test_it_keeps_the_order_in_which_rows_are_tried(workflow: Workflow) -> None:
    printed = as_json(workflow)["rows"]

    for state in workflow.states:
        for role in {role for row in workflow.all_rows for role in row.who}:
            for event in workflow.events_of(state, role):
                tried = [
                    row["if"] for row in printed if (row["from"], row["event"]) == (state, event) and role in row["by"]
                ]
                assert tried == [[guard.name for guard in row.guards] for row in workflow.rows_for(state, role, event)]


def test_it_prints_the_laws_deadline() -> None:
    assert as_json(CURRENT["withdrawal"])["statutory"] == [
        {
            "name": "refund",
            "on": "seller",
            "within": "CalendarDays(14)",
            "then": ["release_refund", "refund_undisputed", "refund"],
            "met_by": ["refund", "refund_undisputed"],
            "held_while": "goods_must_come_back_first",
            "after_release": "WorkingDays(3)",
        }
    ]


def test_it_says_why_a_wait_has_no_end_in_the_readers_language() -> None:
    unclear = next(state for state in as_json(CURRENT["return"], "nl")["states"] if state["name"] == "refund_unclear")

    assert unclear["within"] is None
    assert unclear["because"] == "Alleen de betaalgegevens kunnen uitwijzen of het geld is aangekomen."


def test_it_prints_the_schema_that_messages_are_read_by() -> None:
    row = next(row for row in CURRENT["return"].rows if row.event == "approve" and CLOCK not in row.who)
    printed = next(
        row for row in as_json(CURRENT["return"])["rows"] if row["from"] == "declined" and row["event"] == "approve"
    )

    assert printed["fields"] == schema_of(row.saying)


@WORKFLOW
def test_it_has_the_page_that_would_be_printed_now(workflow: Workflow) -> None:
    page = (PAGES / f"{workflow.kind}.md").read_text(encoding="utf-8")

    assert page == as_markdown(workflow), f"print it again: nazorg workflow show {workflow.kind} --as markdown"


def test_it_has_no_page_without_a_workflow() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} == set(CURRENT)
