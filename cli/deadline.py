"""``nazorg deadline``: work out a deadline and say what was counted, what was skipped and why."""

from __future__ import annotations

import argparse
import json
from datetime import UTC
from typing import Any

from cli.errors import BadInput
from cli.jsonl import each_line

MOST_HOURS = 10_000
DEFAULT_HOURS = 24


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("deadline", help="work out a deadline and explain it")
    parser.add_argument("--market", default="")
    parser.add_argument("--subdiv", default=None)
    parser.add_argument("--received", default="", help="a local time of the market, or one with an offset")
    parser.add_argument("--hours", type=int, default=DEFAULT_HOURS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line, in and out")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Answer once, or line by line."""
    if asked.jsonl:
        return each_line(work_out)
    line = {"market": asked.market, "subdiv": asked.subdiv, "received": asked.received, "hours": asked.hours}
    found = work_out(line)
    if asked.json:
        print(json.dumps(found))
        return 0
    print(f"due {found['due']}")
    for part in found["counted"]:
        print(f"  counted {part['from']} to {part['to']} ({part['seconds']} s)")
    for day in found["skipped"]:
        print(f"  skipped {day['date']} {day['why']}")
    return 0


def work_out(line: dict[str, Any]) -> dict[str, Any]:
    """The deadline of ``{"market","subdiv","received","hours"}``. Raises ``BadInput`` with one sentence."""
    from markets.business_time import explain, parse_received
    from markets.calendars import calendar_of
    from markets.durations import WorkingHours

    code, received, hours, subdivision = (line.get(name) for name in ("market", "received", "hours", "subdiv"))
    if not isinstance(code, str) or not isinstance(received, str) or not code or not received:
        raise BadInput("A deadline needs a market and the time of receipt.")
    if not (subdivision is None or isinstance(subdivision, str)):
        raise BadInput("A subdivision is written as a text, such as BY.")
    hours = DEFAULT_HOURS if hours is None else hours
    if isinstance(hours, bool) or not isinstance(hours, int) or not 1 <= hours <= MOST_HOURS:
        raise BadInput(f"Hours is a whole number from 1 to {MOST_HOURS}.")
    try:
        calendar = calendar_of(code, subdivision or None)
        how = explain(calendar, parse_received(received, calendar), WorkingHours(hours))
    except (ValueError, OverflowError) as error:
        raise BadInput(str(error)) from error
    return {
        "due": how.due.astimezone(calendar.zone).isoformat(),
        "due_utc": how.due.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "counted": [
            {"from": part.start.isoformat(), "to": part.end.isoformat(), "seconds": part.seconds}
            for part in how.counted
        ],
        "skipped": [{"date": day.day.isoformat(), "why": day.why} for day in how.skipped],
    }
