"""The way of a case as a picture: where it has been, where it is, and what usually lies ahead.

The picture is drawn here, so it needs no script; the same stations stand beside it as a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import NamedTuple

from api.pages.path import path_of
from cases.casefile.view import View
from workflows.grammar import CLOSED

BEEN, NOW, AHEAD = "been", "now", "ahead"
LATEST = 4
APART, TOP, LINE, LETTERS, LINES = 136, 12, 15, 19, 3


class Station(NamedTuple):
    """One station: its words, when the case came there, and whether it has been, is, or may be there.

    ``skipped`` is how many stations before it are left out.
    """

    words: str
    at: str | None
    mark: str
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A station in the picture: where its mark is, and its words in lines."""

    station: Station
    x: int
    lines: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Route:
    """The picture; ``stations`` are the same as a list."""

    width: int
    height: int
    drawn: Sequence[Drawn]

    @property
    def stations(self) -> Sequence[Station]:
        """Every station in order."""
        return [one.station for one in self.drawn]


class Words(NamedTuple):
    """How stations are called: by a state that was passed, the one that is, and a step ahead."""

    states: dict[str, str]
    now: str
    steps: dict[str, str]


def names_in(view: View, changes: Sequence[View]) -> tuple[list[str], list[str]]:
    """The states and the steps that ``Words`` must name for the route of a case."""
    states = [change["to"] for change in moves(changes)]
    return states, [step.name for step in path_of(view["kind"], view["state"], states)]


def moves(changes: Sequence[View]) -> list[View]:
    """The transitions that led to another state."""
    return [change for change in changes if change["from"] != change["to"]]


def route_of(view: View, changes: Sequence[View], words: Words) -> Route:
    """The route of a case through its states, and the steps that usually follow."""
    moved = moves(changes)
    been = [Station(words.states[one["to"]], one["at"], BEEN) for one in moved[:-1]]
    here = Station(words.now, moved[-1]["at"] if moved else None, NOW)
    return drawn_of([*_shortened(been), here, *_ahead(view, [one["to"] for one in moved], words)])


def _shortened(been: Sequence[Station]) -> list[Station]:
    """The first station and the latest, where there are many."""
    if len(been) <= LATEST + 1:
        return list(been)
    latest = been[-LATEST:]
    return [been[0], latest[0]._replace(skipped=len(been) - 1 - LATEST), *latest[1:]]


def _ahead(view: View, been: Sequence[str], words: Words) -> Iterator[Station]:
    if view["state"] == CLOSED:
        return
    steps = path_of(view["kind"], view["state"], been)
    here = next((number for number, step in enumerate(steps) if step.now), len(steps))
    yield from (Station(words.steps[step.name], None, AHEAD) for step in steps[here + 1 :])


def steps_route(view: View, changes: Sequence[View], words: Words) -> Route:
    """The same in the few steps that a buyer thinks in."""
    states = [change["to"] for change in moves(changes)]
    steps = path_of(view["kind"], view["state"], states)
    marks = (NOW if step.now else BEEN if step.reached else AHEAD for step in steps)
    return drawn_of([Station(words.steps[step.name], None, mark) for step, mark in zip(steps, marks, strict=True)])


def drawn_of(stations: Sequence[Station]) -> Route:
    """Lay the stations out from left to right."""
    drawn = [Drawn(one, APART * place + APART // 2, _lines(one.words)) for place, one in enumerate(stations)]
    most = max((len(one.lines) for one in drawn), default=0)
    dates = any(one.at for one in stations)
    return Route(APART * len(stations), 2 * TOP + LINE * (most + dates) + 4, drawn)


def _lines(words: str) -> list[tuple[int, str]]:
    found = wrap(words, LETTERS, max_lines=LINES, placeholder=" …")
    return [(2 * TOP + LINE * (number + 1) - 3, line) for number, line in enumerate(found)]
