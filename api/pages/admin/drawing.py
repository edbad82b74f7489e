"""A workflow drawn: its states one below the other in the order of a case's life, and an arrow for each way on.

Ways forward run on the right and ways back on the left. All ways into one state share a lane, so that a table of
forty rows stays a picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workflows.grammar import CLOSED, UNOPENED, Workflow

WIDE, HIGH, PITCH = 240, 44, 64
LANE, MARGIN, APART = 12, 24, 7


@dataclass(frozen=True, slots=True)
class Box:
    """A state: where its box stands, whom it waits for, and whether a case begins in it."""

    state: str
    x: int
    y: int
    roles: tuple[str, ...]
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from one state to another, with every event that leads there."""

    source: str
    target: str
    events: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws."""

    width: int
    height: int
    boxes: Sequence[Box]
    arrows: Sequence[Arrow]


class _Way(NamedTuple):
    source: int
    target: int


def draw_workflow(workflow: Workflow) -> Drawing:
    """Lay a workflow out."""
    ways = _ways(workflow)
    forward = _lanes(way for way in ways if way.target > way.source + 1)
    back = _lanes(way for way in ways if way.target < way.source)
    left = MARGIN + LANE * _count(back)
    states = workflow.life
    arrows = [
        Arrow(states[way.source], states[way.target], events, _path(way, left, forward, back))
        for way, events in ways.items()
    ]
    width = left + WIDE + MARGIN + LANE * _count(forward)
    return Drawing(width, PITCH * len(states), _boxes(workflow, left), arrows)


def _ways(workflow: Workflow) -> dict[_Way, tuple[str, ...]]:
    """Each pair of states with a way between them, and its events; what every kind has in every state is left out."""
    place = {state: number for number, state in enumerate(workflow.life)}
    found: dict[_Way, dict[str, None]] = {}
    for row in workflow.rows:
        for state in row.states:
            target = row.target(state)
            if state in place and target in place and target != state:
                found.setdefault(_Way(place[state], place[target]), {})[row.event] = None
    return {way: tuple(events) for way, events in sorted(found.items())}


def _lanes(ways: Iterable[_Way]) -> dict[int, int]:
    """The lane of each state that ways lead to: the shortest stretch the nearest, and no two over each other."""
    stretches: dict[int, tuple[int, int]] = {}
    for source, target in ways:
        low, high = stretches.get(target, (target, target))
        stretches[target] = min(low, source), max(high, source)
    taken: list[list[tuple[int, int]]] = []
    lanes: dict[int, int] = {}
    for target, (low, high) in sorted(stretches.items(), key=lambda one: (one[1][1] - one[1][0], one[0])):
        lane = next((n for n, others in enumerate(taken) if all(high < a or b < low for a, b in others)), len(taken))
        taken[lane:] = taken[lane:] or [[]]
        taken[lane].append((low, high))
        lanes[target] = lane
    return lanes


def _count(lanes: dict[int, int]) -> int:
    return max(lanes.values(), default=-1) + 1


def _path(way: _Way, left: int, forward: dict[int, int], back: dict[int, int]) -> str:
    """The line of a way: straight down to the next state, else out to the lane of its target and in again."""
    out, into = _middle(way.source) + APART, _middle(way.target) - APART
    if way.target == way.source + 1:
        x = left + WIDE // 2
        return f"M{x} {_top(way.source) + HIGH}V{_top(way.target)}"
    if way.target > way.source:
        edge, lane = left + WIDE, left + WIDE + MARGIN // 2 + LANE * forward[way.target]
    else:
        edge, lane = left, left - MARGIN // 2 - LANE * back[way.target]
    return f"M{edge} {out}H{lane}V{into}H{edge}"


def _boxes(workflow: Workflow, left: int) -> list[Box]:
    begins = {row.target(UNOPENED) for row in workflow.openings}
    boxes = []
    for number, state in enumerate(workflow.life):
        wait = workflow.wait_of(state)
        roles = tuple(str(role) for role in wait.on) if wait else ()
        boxes.append(Box(state, left, _top(number), roles, state in begins, state == CLOSED))
    return boxes


def _top(number: int) -> int:
    return PITCH * number + (PITCH - HIGH) // 2


def _middle(number: int) -> int:
    return _top(number) + HIGH // 2
