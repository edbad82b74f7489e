"""What one deadline costs, against asking the `holidays` library each time, in the same run.

    python benchmarks/business_time.py [--rounds 7] [--seconds 0.3] [--market NL] [--json FILE]

One unit is a reply clock of 24 working hours, a UTC instant in and a UTC instant out. Each round measures every
contestant once, in rotated order; what counts is the median of the ratios within a round, because the rounds of a
busy machine differ more than the contestants do. All contestants must agree first. Exit code 1 when ours is less
than ten times as fast as the naive way.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import sys
import time
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from holidays import country_holidays

from markets.business_time import due, explain
from markets.calendars import calendar_of
from markets.catalogue import market
from markets.durations import CalendarDays, WorkingDays, WorkingHours

if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from zoneinfo import ZoneInfo

NEEDED = 10.0
HOURS = 24


def walk(holidays: Container[date], zone: ZoneInfo, received: datetime) -> datetime:
    """What one writes first: from day to day, asking `date in holidays` for each."""
    here, left = received.astimezone(zone).replace(tzinfo=None, microsecond=0), timedelta(hours=HOURS)
    while True:
        midnight = here.replace(hour=0, minute=0, second=0) + timedelta(days=1)
        if here.weekday() < 5 and here.date() not in holidays:
            if left <= midnight - here:
                return (here + left).replace(tzinfo=zone, fold=1).astimezone(UTC)
            left -= midnight - here
        here = midnight


def contestants(code: str) -> dict[str, Callable[[datetime], datetime]]:
    """Every way to the same moment, by name; `ours` is the base of the table."""
    calendar, region = calendar_of(code), market(code).subdivision
    zone, day_and_night = calendar.zone, WorkingHours(HOURS)

    @lru_cache
    def kept_object() -> Container[date]:
        return country_holidays(code, subdiv=region)

    @lru_cache
    def kept_set() -> frozenset[date]:
        return frozenset(country_holidays(code, subdiv=region, years=range(2025, 2029)))

    return {
        "ours": lambda received: due(calendar, received, day_and_night),
        "naive: country_holidays() each call": lambda received: walk(
            country_holidays(code, subdiv=region), zone, received
        ),
        "one object kept, day by day": lambda received: walk(kept_object(), zone, received),
        "one frozen set kept, day by day": lambda received: walk(kept_set(), zone, received),
    }


def others(code: str) -> dict[str, Callable[[datetime], object]]:
    """What else the room does with one deadline, for the table only."""
    calendar = calendar_of(code)
    return {
        "ours: WorkingDays(2)": lambda received: due(calendar, received, WorkingDays(2)),
        "ours: CalendarDays(14)": lambda received: due(calendar, received, CalendarDays(14)),
        "ours: with its explanation": lambda received: explain(calendar, received, WorkingHours(HOURS)),
    }


def receipts() -> list[datetime]:
    """997 instants of 2026 with a fixed seed."""
    chance = random.Random(7)
    return [datetime(2026, 1, 2, tzinfo=UTC) + timedelta(seconds=chance.randrange(340 * 86_400)) for _ in range(997)]


def rate(act: Callable[[datetime], object], moments: list[datetime], seconds: float) -> float:
    """Deadlines a second, measured for about `seconds`."""
    gc.collect()
    done, started = 0, time.perf_counter()
    while True:
        for moment in moments[:50]:
            act(moment)
        done += 50
        moments = moments[50:] + moments[:50]
        elapsed = time.perf_counter() - started
        if elapsed >= seconds:
            return done / elapsed


def measure(code: str, rounds: int, seconds: float) -> dict[str, list[float]]:
    """The rates of every contestant, a number a round."""
    moments = receipts()
    ways = contestants(code)
    expected = [ways["ours"](moment) for moment in moments]
    for name, act in ways.items():
        differ = sum(act(moment) != moment_due for moment, moment_due in zip(moments, expected, strict=True))
        if differ:
            sys.exit(f"{name} differs from ours for {differ} of {len(moments)} receipts")
    every: dict[str, Callable[[datetime], object]] = {**ways, **others(code)}
    names = list(every)
    rates: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            rates[name].append(rate(every[name], moments, seconds))
    return rates


def main() -> int:
    """Measure, print the table, answer with the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.3)
    parser.add_argument("--market", default="NL")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rates = measure(options.market, options.rounds, options.seconds)
    print(f"{'one deadline in ' + options.market:38}{'a second':>11}{'µs each':>10}{'ours is … times as fast':>25}")
    ratios: dict[str, float] = {}
    for name, found in rates.items():
        ratios[name] = statistics.median(own / other for own, other in zip(rates["ours"], found, strict=True))
        middle = statistics.median(found)
        print(f"{name:38}{middle:11,.0f}{1e6 / middle:10.2f}{ratios[name]:25.2f}")
    if options.json:
        options.json.write_text(json.dumps({"rates": rates, "ratios": ratios}, indent=1) + "\n", encoding="utf-8")
    reached = ratios["naive: country_holidays() each call"]
    print(f"ratio to naive holidays: {reached:.1f} (needed: {NEEDED:.0f})")
    return 0 if reached >= NEEDED else 1


if __name__ == "__main__":
    sys.exit(main())
