"""What a run says at its end: for people as a table, for machines as one object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cli.simulation.figures import Figures
from cli.simulation.parts import Asked, Played
from cli.simulation.people import SELLERS


def as_json(asked: Asked, played: Played, workers: int) -> dict[str, Any]:
    """Everything; what two runs of one seed do not share is in ``speed``."""
    figures = played.figures
    return {
        "asked": {"cases": asked.cases, "days": asked.days, "seed": asked.seed, "markets": list(asked.markets)},
        "cases": figures["cases"],
        "messages": figures["messages"],
        "open": figures["open"],
        "by_kind": _parts(figures, "cases"),
        "ended": _parts(figures, "ended"),
        "on_time": {"rate": _rate(figures), "of": _of(figures), "by_temperament": _by_temperament(figures)},
        "breaches": {"counted": _parts(figures, "breaches"), "excused": _parts(figures, "excused")},
        "sanctions": {"proposed": _parts(figures, "proposed"), "imposed": _parts(figures, "imposed")},
        "refused": _parts(figures, "refused"),
        "warnings": figures["warnings"],
        "holds": not played.violation,
        "violation": played.violation or None,
        "speed": {
            "seconds": round(played.seconds, 1),
            "cases_per_second": round(figures["cases"] / played.seconds, 1),
            "messages_per_second": round(figures["messages"] / played.seconds, 1),
            "processes": workers,
            "processor_seconds": round(played.busy, 1),
            "megabytes_each": played.megabytes,
        },
    }


def as_text(asked: Asked, played: Played, workers: int) -> Iterator[str]:
    """The same in lines."""
    figures, seconds = played.figures, played.seconds
    cases, messages = figures["cases"], figures["messages"]
    where = ", ".join(asked.markets)
    yield f"{cases:,} cases and {messages:,} messages in {where}; {asked.days} days, seed {asked.seed}"
    yield (
        f"in {seconds:,.1f} s: {cases / seconds:,.1f} cases/s, {messages / seconds:,.1f} messages/s"
        f" ({workers} {'process' if workers == 1 else 'processes'}, {played.busy:,.1f} s of processor,"
        f" {played.megabytes:,} MB each)"
    )
    yield from _table("cases", _parts(figures, "cases"), cases)
    yield from _table("ended", _parts(figures, "ended"), figures["closed"])
    yield f"answered in time  {_percent(_rate(figures))} of {_of(figures):,}"
    for name, said in _by_temperament(figures).items():
        yield f"  {name:<24} {_percent(said['rate'])} of {said['of']:,}"
    yield from _table("breaches", _parts(figures, "breaches"), figures["breaches"])
    yield f"  not counted              {figures['excused']:,}"
    proposed, imposed = _parts(figures, "proposed"), _parts(figures, "imposed")
    yield f"sanctions  {figures['proposed']:,} proposed, {figures['imposed']:,} imposed"
    for measure, number in proposed.items():
        yield f"  {measure:<24} {number:,} proposed, {imposed.get(measure, 0):,} imposed"
    if not played.violation:
        yield "every invariant holds: ledger, money, waits, deadlines fired once, records, counted messages"


def _table(title: str, parts: dict[str, int], whole: int) -> Iterator[str]:
    yield f"{title}  {whole:,}"
    for name, number in parts.items():
        yield f"  {name:<24} {number:,}"


def _parts(figures: Figures, name: str) -> dict[str, int]:
    """The parts of a figure, the largest first."""
    found = {key.partition("/")[2]: number for key, number in figures.items() if key.startswith(f"{name}/")}
    return dict(sorted(found.items(), key=lambda part: (-part[1], part[0])))


def _by_temperament(figures: Figures) -> dict[str, dict[str, Any]]:
    return {
        kind.name: {"rate": _rate(figures, f"/{kind.name}"), "of": _of(figures, f"/{kind.name}")} for kind in SELLERS
    }


def _of(figures: Figures, of: str = "") -> int:
    return figures[f"on time{of}"] + figures[f"missed{of}"]


def _rate(figures: Figures, of: str = "") -> float | None:
    whole = _of(figures, of)
    return round(figures[f"on time{of}"] / whole, 4) if whole else None


def _percent(rate: float | None) -> str:
    return "   none" if rate is None else f"{100 * rate:5.1f} %"
