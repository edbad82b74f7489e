"""Broken tables: each proof finds the fault that it is there for, and nothing in a sound table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import BaseModel, ConfigDict

from markets.durations import CalendarDays, WorkingDays
from markets.translate import languages
from workflows import check
from workflows.check import UnsoundWorkflow, every_fault, faults_between, faults_of, prove
from workflows.facts import Facts
from workflows.fields.base import JsonObject, Nothing, Saying
from workflows.fields.conversation import Ground
from workflows.grammar import (
    BUYER,
    CLOCK,
    CLOSED,
    PLATFORM,
    SELLER,
    Row,
    Statutory,
    UpdatesOwed,
    Wait,
    Workflow,
    always,
    closed,
    once,
    opens,
    row,
    stays,
    wait,
    wait_forever,
    wait_until,
    workflow,
)
from workflows.guards.goods import goods_are_back, goods_must_come_back_first
from workflows.moments import the_promised_date_is_over, whom_evidence_was_asked_of
from workflows.registry import WORKFLOWS

ASK = opens(BUYER, "ask", always, Nothing, "asked")
AGREE = row("asked", SELLER, "agree", always, Nothing, closed("agreed"))
LAPSE = row("asked", CLOCK, "lapse", always, Nothing, closed("late"))
ROWS = (ASK, AGREE, LAPSE)
ASKED = wait("asked", SELLER, WorkingDays(2), then="lapse")
OUTCOMES = ("agreed", "late")
NEXT = (
    row("asked", SELLER, "hand_on", always, Nothing, "handed_on"),
    row("handed_on", SELLER, "hand_back", always, Nothing, "asked"),
    row("handed_on", CLOCK, "lapse", always, Nothing, closed("late")),
)
HANDED_ON = wait("handed_on", SELLER, WorkingDays(2), then="lapse")


class Open(Saying):
    """What may hold more than it says."""

    model_config = ConfigDict(extra="allow")


class Inner(BaseModel):
    """An object that is not closed."""

    name: str


class OpenInside(Saying):
    """A closed object that holds one that is not."""

    inner: Inner

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Passes as it stands."""
        return {"inner": {"name": "x"}}


class BadExample(Ground):
    """A ground whose example and whose silence say nothing."""

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Nothing at all."""
        return {}

    @classmethod
    def by_clock(cls, facts: Facts) -> JsonObject:
        """Too little."""
        return {"ground": ""}


def tiny(
    *rows: Row,
    waits: tuple[Wait, ...] = (ASKED,),
    outcomes: tuple[str, ...] = OUTCOMES,
    reopens_in: str = "asked",
    statutory: tuple[Statutory, ...] = (),
    updates: UpdatesOwed | None = None,
) -> Workflow:
    """A question that is agreed to or lapses, with more rows where a test needs them."""
    return workflow(
        "tiny", version=1, prefix="T", reopens_in=reopens_in, rows=rows or ROWS, waits=waits, outcomes=outcomes,
        statutory=statutory, updates=updates,
    )  # fmt: skip


def law(*, then: tuple[str, ...] = ("lapse",), met_by: tuple[str, ...] = ("agree",)) -> Statutory:
    """A deadline of the law."""
    return Statutory("refund", SELLER, CalendarDays(14), then, met_by, goods_must_come_back_first, WorkingDays(3))


def test_it_finds_nothing_in_a_sound_table() -> None:
    assert list(faults_of(tiny())) == []
    assert list(faults_of(tiny(*ROWS, *NEXT[:1], NEXT[2], waits=(ASKED, HANDED_ON), statutory=(law(),)))) == []


def test_it_finds_nothing_in_waits_that_the_case_itself_ends() -> None:
    until_then = wait_until("asked", (BUYER, SELLER), the_promised_date_is_over, then="lapse")
    for sound in (
        until_then,
        replace(until_then, whom=whom_evidence_was_asked_of),
        replace(ASKED, until=the_promised_date_is_over),
    ):
        assert list(faults_of(tiny(waits=(sound,), updates=UpdatesOwed(("asked",), WorkingDays(5))))) == []


@pytest.mark.parametrize("sound", WORKFLOWS.values(), ids=WORKFLOWS)
def test_it_finds_nothing_in_our_tables(sound: Workflow) -> None:
    assert list(faults_of(sound)) == []


def test_it_finds_every_text_of_our_tables() -> None:
    assert list(every_fault(WORKFLOWS.values())) == []


BROKEN = {
    "a state that nothing leads to": (
        tiny(*ROWS, *NEXT[1:], waits=(ASKED, HANDED_ON)),
        "handed_on is never reached",
    ),
    "a state that leads nowhere": (
        tiny(*ROWS, NEXT[0], waits=(ASKED, wait_forever("handed_on", SELLER, alert_every=WorkingDays(1), because="x"))),
        "handed_on never leads to closed",
    ),
    "reopening in a state that does not exist": (tiny(reopens_in="nowhere"), "reopens in nowhere, which is no state"),
    "an open state without a wait": (tiny(waits=()), "asked has 0 waits instead of one"),
    "an open state with two waits": (tiny(waits=(ASKED, ASKED)), "asked has 2 waits instead of one"),
    "a wait for a state that does not exist": (
        tiny(waits=(ASKED, HANDED_ON)),
        "a wait names handed_on, which is no open state",
    ),
    "a wait for ever without a reason": (
        tiny(ASK, AGREE, waits=(Wait("asked", (SELLER,), None),), outcomes=("agreed",)),
        "asked waits for ever without a reason or an alert",
    ),
    "a limit after which nothing happens": (
        tiny(ASK, AGREE, waits=(Wait("asked", (SELLER,), WorkingDays(1)),), outcomes=("agreed",)),
        "asked has a limit after which nothing happens",
    ),
    "a wait that leads to a row that is not there": (
        tiny(ASK, AGREE, waits=(ASKED,), outcomes=("agreed",)),
        "asked waits and then lapse, but the clock has no such row there",
    ),
    "a clock that may find no row": (
        tiny(ASK, AGREE, row("asked", CLOCK, "lapse", goods_are_back, Nothing, closed("late"))),
        "asked waits and then lapse, but only if goods_are_back",
    ),
    "a clock that stays": (
        tiny(*ROWS, row("asked", CLOCK, "nag", always, Nothing, stays), waits=(replace(ASKED, then=("nag", "lapse")),)),
        "asked waits and then nag, which leaves it where it is",
    ),
    "a wait until a moment after which nothing happens": (
        tiny(
            ASK, AGREE, waits=(wait_until("asked", SELLER, the_promised_date_is_over, then=()),), outcomes=("agreed",)
        ),
        "asked has a limit after which nothing happens",
    ),
    "a wait until a moment that leads to a row that is not there": (
        tiny(
            ASK,
            AGREE,
            waits=(wait_until("asked", SELLER, the_promised_date_is_over, then="lapse"),),
            outcomes=("agreed",),
        ),
        "asked waits and then lapse, but the clock has no such row there",
    ),
    "a choice between one": (
        tiny(waits=(replace(ASKED, whom=whom_evidence_was_asked_of),)),
        "asked asks whom to wait for, but can only wait for the seller",
    ),
    "news in a state that does not exist": (
        tiny(updates=UpdatesOwed(("asked", "nowhere"), WorkingDays(5))),
        "the seller owes news in nowhere, which is no open state",
    ),
    "news after the end": (
        tiny(updates=UpdatesOwed((CLOSED,), WorkingDays(5))),
        "the seller owes news in closed, which is no open state",
    ),
    "a clock without a cause": (
        tiny(*ROWS, row("asked", CLOCK, "nag", always, Nothing, stays)),
        "nothing makes the clock nag in asked",
    ),
    "a law whose deadline does nothing": (
        tiny(statutory=(law(then=("release",)),)),
        "the law's refund leads to release, but the clock has no such row",
    ),
    "a law that nobody can meet": (
        tiny(statutory=(law(met_by=("pay",)),)),
        "the law's refund is met by pay, which nobody does",
    ),
    "a clock that runs in a circle": (
        tiny(
            ASK,
            AGREE,
            row("asked", CLOCK, "hand_on", always, Nothing, "handed_on"),
            row("handed_on", CLOCK, "hand_back", once, Nothing, "asked"),
            row("handed_on", CLOCK, "lapse", always, Nothing, closed("late")),
            waits=(replace(ASKED, then=("hand_on",)), replace(HANDED_ON, then=("hand_back", "lapse"))),
        ),
        "the clock alone runs in a circle: asked",
    ),
    "a seller who runs in a circle": (
        tiny(*ROWS, *NEXT, waits=(ASKED, HANDED_ON)),
        "a circle without a buyer's act, a fact that happens once or a bound: asked",
    ),
    "a circle that the platform closes where a buyer could": (
        tiny(
            *ROWS,
            NEXT[0],
            row("handed_on", (BUYER, PLATFORM), "hand_back", always, Nothing, "asked"),
            NEXT[2],
            waits=(ASKED, HANDED_ON),
        ),
        "a circle without a buyer's act, a fact that happens once or a bound: asked",
    ),
    "a wait that is begun anew without end": (
        tiny(*ROWS, row("asked", SELLER, "ask_for_time", always, Nothing, stays, restarts=True)),
        "a circle without a buyer's act, a fact that happens once or a bound: asked",
    ),
    "a row without an if before another": (
        tiny(*ROWS, row("asked", SELLER, "agree", goods_are_back, Nothing, closed("agreed"))),
        "seller agree in asked: a row without an if hides the rows after it",
    ),
    "a name that is a state and an event": (
        tiny(*ROWS, row("asked", SELLER, "asked", once, Nothing, stays)),
        "asked is both a state and an event",
    ),
    "an event that opens and moves": (
        tiny(*ROWS, row("asked", BUYER, "ask", always, Nothing, stays)),
        "ask opens a case and also moves one",
    ),
    "an outcome that is not declared": (tiny(outcomes=("agreed",)), "outcome late is not declared"),
    "an outcome that is never given": (tiny(outcomes=(*OUTCOMES, "lost")), "outcome lost is never given"),
    "a form that is not closed": (
        tiny(*ROWS, row("asked", SELLER, "tell", always, Open, stays)),
        "what tell must say has no closed schema with an example",
    ),
    "a form that is not closed inside": (
        tiny(*ROWS, row("asked", SELLER, "tell", always, OpenInside, stays)),
        "what tell must say has no closed schema with an example",
    ),
    "an example that does not pass": (
        tiny(*ROWS, row("asked", SELLER, "tell", always, BadExample, stays)),
        "the example of what tell must say does not pass: /ground field.missing",
    ),
    "a clock that says too little": (
        tiny(ASK, AGREE, row("asked", CLOCK, "lapse", always, BadExample, closed("late"))),
        "what the clock says when it does lapse does not pass: /ground field.string_too_short",
    ),
}


@pytest.mark.parametrize(("broken", "fault"), BROKEN.values(), ids=BROKEN.keys())
def test_it_finds_each_fault(broken: Workflow, fault: str) -> None:
    assert fault in list(faults_of(broken))


def test_it_raises_every_fault_at_once() -> None:
    with pytest.raises(UnsoundWorkflow) as unsound:
        prove(tiny(waits=(), outcomes=("agreed",)))

    assert str(unsound.value) == (
        "tiny@1: asked has 0 waits instead of one; nothing makes the clock lapse in asked; outcome late is not declared"
    )


def test_it_lets_a_buyer_a_bound_and_a_fact_end_a_circle() -> None:
    for back in (
        row("handed_on", BUYER, "hand_back", always, Nothing, "asked"),
        row("handed_on", SELLER, "hand_back", once, Nothing, "asked"),
        row("handed_on", SELLER, "arrive", always, Nothing, "asked"),
    ):
        assert list(faults_of(tiny(*ROWS, NEXT[0], back, NEXT[2], waits=(ASKED, HANDED_ON)))) == []


def test_it_finds_one_event_that_means_two_things() -> None:
    other = replace(tiny(), kind="other")
    moved = replace(
        tiny(opens(BUYER, "begin", always, Nothing, "asked"), row("asked", BUYER, "ask", once, Nothing, stays)),
        kind="m",
    )

    assert "ask opens a tiny and a other" in list(faults_between([tiny(), other]))
    assert "ask opens a tiny and moves a m" in list(faults_between([tiny(), moved]))


def test_it_lets_a_linked_opening_share_the_event_that_takes_it() -> None:
    told = row("asked", SELLER, "tell", once, Nothing, stays)
    of_its_own = opens(SELLER, "tell", always, Nothing, "asked")
    source = tiny(*ROWS, told)

    for opening, faults in (
        (replace(of_its_own, linked=True), []),
        (of_its_own, ["tell opens a linked and moves a tiny"]),
    ):
        opened = replace(tiny(opening, AGREE, LAPSE), kind="linked")
        found = list(faults_between([source, opened]))
        assert [fault for fault in found if "an effect hangs on" not in fault] == faults


def test_it_finds_an_effect_of_an_event_that_nobody_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "MOVES_MONEY", frozenset({"pay_twice"}))

    assert "an effect hangs on pay_twice, which nobody does" in list(faults_between(WORKFLOWS.values()))


def test_it_finds_a_text_that_nobody_wrote() -> None:
    faults = list(every_fault([tiny()]))

    for language in languages():
        assert f"tiny@1: there is no text state.asked.acts in {language}" in faults
        assert f"tiny@1: there is no text event.lapse.text.clock in {language}" in faults
        assert f"tiny@1: there is no text outcome.agreed in {language}" in faults
