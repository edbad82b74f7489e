"""The words in which a case kind is written: rows, waits, statutory deadlines.

A row reads: in this state, this actor, does this event, *if* these facts hold, *saying* this beside its words,
and the case becomes that. Everything else (actions offered, forms, checks, diagrams, tests) is derived from rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from markets.durations import Duration
from workflows.facts import Facts, Guard
from workflows.fields.base import Saying

T = TypeVar("T")

CLOSED = "closed"
UNOPENED = "unopened"


class Role(StrEnum):
    """Who may act. An admin is the platform; the market place's systems speak as carrier or payments."""

    BUYER = "buyer"
    SELLER = "seller"
    PLATFORM = "platform"
    CARRIER = "carrier"
    PAYMENTS = "payments"
    CLOCK = "clock"


BUYER, SELLER, PLATFORM = Role.BUYER, Role.SELLER, Role.PLATFORM
CARRIER, PAYMENTS, CLOCK = Role.CARRIER, Role.PAYMENTS, Role.CLOCK

Who = Role | tuple[Role, ...]
Condition = Guard | tuple[Guard, ...]
always: tuple[Guard, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound(Guard):
    """A guard that bounds a row within one case: *once*, *twice*, *three times*, counted for each side.

    What counts is how often the side took the event in the states of the row: another row of the event has its own.
    """

    limit: int = 1


once = Bound("once", None, 1)
twice = Bound("twice", None, 2)
three_times = Bound("three_times", None, 3)


@dataclass(frozen=True, slots=True)
class Ending:
    """The final state together with the outcomes it may have."""

    outcomes: tuple[str, ...]


def closed(*outcomes: str) -> Ending:
    """The case ends with this outcome; where several are named, the facts of the money choose."""
    return Ending(outcomes)


@dataclass(frozen=True, slots=True)
class Stays:
    """The case stays where it is."""


stays = Stays()
Becomes = str | Ending | Stays


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One arrow (or a bundle of equal arrows from several states) of a workflow."""

    states: tuple[str, ...]
    who: tuple[Role, ...]
    event: str
    guards: tuple[Guard, ...]
    saying: type[Saying]
    becomes: Becomes
    implied: bool = False
    restarts: bool = False
    reasons: tuple[str, ...] = ()
    linked: bool = False

    @property
    def opens(self) -> bool:
        """Whether this row opens a case."""
        return self.states == (UNOPENED,)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that the row can give, none unless it closes the case."""
        return self.becomes.outcomes if isinstance(self.becomes, Ending) else ()

    def target(self, state: str) -> str:
        """The state that the case has after this row was taken in ``state``."""
        if isinstance(self.becomes, Ending):
            return CLOSED
        return state if isinstance(self.becomes, Stays) else self.becomes


@dataclass(frozen=True, slots=True)
class Until:
    """The moment that a case itself names for the end of a wait: a promised date, the law's last day.

    ``moment`` is None where the case names none; its name reads after *until*.
    """

    name: str
    moment: Callable[[Facts], datetime | None]


def until(moment: Callable[[Facts], datetime | None]) -> Until:
    """Make such a moment of a function over the facts."""
    return Until(moment.__name__, moment)


@dataclass(frozen=True, slots=True)
class Wait:
    """Whom an open state waits for, how long, and which of the clock's events then follow (the first that holds).

    The end is the moment that ``until`` finds in the case, else ``within`` from now. Where there is neither, the wait
    has no end, names its ``because``, and alerts admins after ``target`` (``alert_every``, where none is given) and
    then every ``alert_every``. Of several in ``on`` those that ``whom`` finds in the case are waited for.
    """

    state: str
    on: tuple[Role, ...]
    within: Duration | None
    then: tuple[str, ...] = ()
    remind_days_before: int = 0
    until: Until | None = None
    whom: Callable[[Facts], tuple[str, ...]] | None = None
    target: Duration | None = None
    alert_every: Duration | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Statutory:
    """A deadline of the law that runs over several states.

    It is paused while ``held_while`` holds, and once freed it is due at the later of its first date and
    ``after_release`` counted from the moment of freeing. Any event of ``met_by`` meets it. ``law`` is the subject of
    the market's law row that says how long, where it has one. One that ``fires_once`` is over when the clock has
    acted; another goes on until the clock has done what it asks for.
    """

    name: str
    on: Role
    within: Duration
    then: tuple[str, ...]
    met_by: tuple[str, ...]
    held_while: Guard | None = None
    after_release: Duration | None = None
    law: str = ""
    fires_once: bool = False


@dataclass(frozen=True, slots=True)
class UpdatesOwed:
    """In these states the seller tells the buyer every so often how it stands."""

    states: tuple[str, ...]
    every: Duration


@dataclass(frozen=True, eq=False)
class Workflow:
    """One version of one case kind: pure data. A case keeps the version that it was opened under."""

    kind: str
    version: int
    prefix: str
    reopens_in: str
    rows: tuple[Row, ...]
    waits: tuple[Wait, ...]
    statutory: tuple[Statutory, ...]
    outcomes: tuple[str, ...]
    everywhere: tuple[Row, ...] = field(default=())
    updates: UpdatesOwed | None = None

    @property
    def name(self) -> str:
        """The name under which a case remembers its workflow, such as ``return@1``."""
        return f"{self.kind}@{self.version}"

    @cached_property
    def all_rows(self) -> tuple[Row, ...]:
        """The rows of the kind, then those that every kind has."""
        return self.rows + self.everywhere

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Every state in the order in which the table first names it, ``closed`` last."""
        named = [s for row in self.rows for s in (*row.states, row.becomes if isinstance(row.becomes, str) else "")]
        seen = dict.fromkeys(s for s in named if s and s not in (UNOPENED, CLOSED))
        return (*seen, CLOSED)

    @cached_property
    def life(self) -> tuple[str, ...]:
        """Every state in the order of a case's life, which is the order of the waits, ``closed`` last."""
        return (*dict.fromkeys(wait.state for wait in self.waits), CLOSED)

    @cached_property
    def _index(self) -> dict[tuple[str, Role, str], tuple[Row, ...]]:
        index: dict[tuple[str, Role, str], tuple[Row, ...]] = {}
        for row in self.all_rows:
            for state in row.states:
                for role in row.who:
                    key = (state, role, row.event)
                    index[key] = (*index.get(key, ()), row)
        return index

    def rows_for(self, state: str, role: Role, event: str) -> tuple[Row, ...]:
        """The rows for one event of one actor in one state, in the order in which they are tried."""
        return self._index.get((state, role, event), ())

    @cached_property
    def _events(self) -> dict[tuple[str, Role], tuple[str, ...]]:
        events: dict[tuple[str, Role], dict[str, None]] = {}
        for state, role, event in self._index:
            events.setdefault((state, role), {})[event] = None
        return {key: tuple(names) for key, names in events.items()}

    def events_of(self, state: str, role: Role) -> tuple[str, ...]:
        """The names of the events that the actor has rows for in the state, in table order."""
        return self._events.get((state, role), ())

    @cached_property
    def openings(self) -> tuple[Row, ...]:
        """The rows that open a case of this kind."""
        return tuple(row for row in self.rows if row.opens)

    @cached_property
    def _waits(self) -> dict[str, Wait]:
        return {wait.state: wait for wait in self.waits}

    def wait_of(self, state: str) -> Wait | None:
        """The wait of an open state; None for ``closed``."""
        return self._waits.get(state)

    @cached_property
    def speakers(self) -> dict[str, frozenset[Role]]:
        """For each event the actors that have a row for it in some state."""
        found: dict[str, set[Role]] = {}
        for row in self.all_rows:
            found.setdefault(row.event, set()).update(row.who)
        return {event: frozenset(roles) for event, roles in found.items()}

    def implied_event(self, state: str, role: Role) -> str | None:
        """The event that a plain message of this actor counts as in this state, if any."""
        for event in self.events_of(state, role):
            if event not in _IMPLIED_BY_WAIVING and any(row.implied for row in self.rows_for(state, role, event)):
                return event
        return None


_IMPLIED_BY_WAIVING = frozenset({"no_reply_needed"})


def row(
    state: str | tuple[str, ...],
    who: Who,
    event: str,
    when: Condition,
    saying: type[Saying],
    becomes: Becomes,
    *,
    implied: bool = False,
    restarts: bool = False,
) -> Row:
    """An arrow: in ``state``, ``who`` does ``event`` if ``when`` holds, saying ``saying``; the case ``becomes`` that.

    ``implied``: a plain message that does this counts as this event. ``restarts``: the wait begins anew.
    """
    return Row(_tuple(state), _tuple(who), event, _guards(when), saying, becomes, implied, restarts)


def opens(
    who: Who,
    event: str,
    when: Condition,
    saying: type[Saying],
    becomes: str,
    *,
    reasons: tuple[str, ...] = (),
    linked: bool = False,
) -> Row:
    """The row that opens a case; ``reasons`` are its codes (topic, reason or problem), none where none is asked.

    A ``linked`` one is taken by the same event in another case, never by itself.
    """
    return Row((UNOPENED,), _tuple(who), event, _guards(when), saying, becomes, reasons=reasons, linked=linked)


def wait(
    state: str,
    on: Who,
    within: Duration,
    *,
    then: str | tuple[str, ...],
    remind_days_before: int = 0,
    unless: Until | None = None,
    whom: Callable[[Facts], tuple[str, ...]] | None = None,
) -> Wait:
    """An open state waits on an actor for so long; then the clock does the first of ``then`` whose *if* holds.

    The moment of ``unless``, where the case names one, takes the place of ``within``.
    """
    return Wait(state, _tuple(on), within, _tuple(then), remind_days_before, unless, whom)


def wait_until(state: str, on: Who, moment: Until, *, then: str | tuple[str, ...], because: str = "") -> Wait:
    """An open state waits until a moment that the case names; ``because`` says why it may name none, ever."""
    return Wait(state, _tuple(on), None, _tuple(then), until=moment, because=because)


def wait_forever(state: str, on: Who, *, target: Duration | None = None, alert_every: Duration, because: str) -> Wait:
    """An open state that only a person can leave; admins are alerted again and again."""
    return Wait(state, _tuple(on), None, target=target, alert_every=alert_every, because=because)


def workflow(
    kind: str,
    *,
    version: int,
    prefix: str,
    reopens_in: str,
    rows: Iterable[Row],
    waits: Iterable[Wait],
    outcomes: tuple[str, ...],
    statutory: tuple[Statutory, ...] = (),
    everywhere: Iterable[Row] = (),
    updates: UpdatesOwed | None = None,
) -> Workflow:
    """One case kind: its rows in order, its waits in the order of life, and what every kind has (``everywhere``)."""
    return Workflow(
        kind, version, prefix, reopens_in, tuple(rows), tuple(waits), statutory, outcomes, tuple(everywhere), updates
    )


def guard_holds(row: Row, guard: Guard, role: Role, facts: Facts) -> bool:
    """Whether one *if* of the row holds: a bound counts what this side did before, all else asks the facts."""
    if isinstance(guard, Bound):
        return facts.taken(row.event, role, row.states) < guard.limit
    assert guard.holds is not None, guard.name
    return guard.holds(facts)


def _tuple(value: T | tuple[T, ...]) -> tuple[T, ...]:
    return value if isinstance(value, tuple) else (value,)


def _guards(when: Condition) -> tuple[Guard, ...]:
    return when if isinstance(when, tuple) else (when,)
