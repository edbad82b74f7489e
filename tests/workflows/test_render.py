"""What is printed from a table holds the whole table, and the pages in docs are what would be printed now."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path

import pytest

from markets.translate import translate
from tests.workflows.situations import every_arrow
from workflows.fields.base import schema_of
from workflows.grammar import CLOCK, CLOSED, UNOPENED, Workflow
from workflows.page import as_markdown
from workflows.registry import CURRENT, WORKFLOWS
from workflows.render import as_json, as_mermaid, as_table

PAGES = Path(__file__).parents[2] / "docs" / "workflows"
LONGER = ("complaint", "warranty")
A_SCREEN, A_SCREEN_WITH_REMEDIES = 60, 85
WORKFLOW = pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)


@WORKFLOW
def test_it_fits_a_screen(workflow: Workflow) -> None:
    lines = as_table(workflow).splitlines()

    assert len(lines) <= (A_SCREEN if workflow.kind not in LONGER else A_SCREEN_WITH_REMEDIES)
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
        told = _told_of(wait.state, lines)
        assert all(role in told for role in wait.on)
        assert all(event in told for event in wait.then)
        assert str(wait.within or ("until" if wait.until else "for ever")) in told
        assert not wait.because or translate(f"because.{wait.because}", "en") in told


def _told_of(state: str, lines: list[str]) -> str:
    """The line of the state with what goes on below it."""
    first = next(number for number, line in enumerate(lines) if line.startswith(f"{state} "))
    below = takewhile(lambda line: line.startswith(" " * 20), lines[first + 1 :])
    return " ".join([lines[first], *map(str.strip, below)])


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
        assert state["final"] or state["within"] == "until" or bool(state["within"]) != bool(state["because"])
        assert state["within"] != "until" or (state["until"] and state["then"])
    for row in printed["rows"]:
        assert {"from", "event", "by", "if", "provided", "to", "outcome", "fields"} <= row.keys()
        assert (row["from"] is None) == ("reasons" in row)
        assert row["to"] == CLOSED if row["outcome"] else row["to"] != CLOSED or row["from"] == CLOSED
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


@pytest.mark.parametrize(
    ("kind", "state", "within", "until"),
    [
        ("complaint", "lodged", "until", "the_answer_is_due"),
        ("delivery", "awaiting_date", "until", "the_promised_date_is_over"),
        ("delivery", "promised", "until", "the_agreed_date_is_over"),
        ("warranty", "covered", "WorkingDays(3)", "the_buyer_waits_longer"),
        ("sanction", "in_force", "until", "the_measure_ends"),
        ("claim", "hearing", "WorkingDays(2)", None),
    ],
)
def test_it_names_the_moment_at_which_a_wait_ends(kind: str, state: str, within: str, until: str | None) -> None:
    printed = next(found for found in as_json(CURRENT[kind])["states"] if found["name"] == state)

    assert (printed["within"], printed["until"]) == (within, until)


def test_it_says_when_a_measure_ends_and_why_a_removal_never_does() -> None:
    for state in as_json(CURRENT["sanction"], "de")["states"]:
        if state["name"] in ("in_force", "appealed"):
            assert (state["within"], state["then"]) == ("until", ["expire"])
            assert state["because"] == "Einen Ausschluss kann nur ein Mensch beenden."


def test_it_names_the_states_in_which_the_law_still_runs() -> None:
    by_law = as_table(CURRENT["complaint"]).split("by law: ")[1].split("the seller owes")[0]

    assert "alert_platform → awaiting_platform (in lodged, inspecting)" in " ".join(by_law.split())
    assert "refund_unclear" not in by_law  # whoever pays has answered


def test_it_tells_in_which_states_news_is_owed() -> None:
    assert "the seller owes: a status every WorkingDays(5) in with_guarantor, in_service" in as_table(
        CURRENT["warranty"]
    )


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
