"""How fast due deadlines fire in batches, beside plain advances in the same run, and how that grows with what waits.

Each firing is a whole advance: a system message, a breach, the deadline's history, the world told. Pending ones are
copies of real rows whose moment lies far ahead.
    python benchmarks/deadlines.py [--sizes 10000,1000000] [--due 500] [--rounds 5]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psycopg

from benchmarks import floors, servers
from benchmarks.market_place import START, MarketPlace, build
from benchmarks.side_by_side import measure
from cases.verbs.expire_deadline import expire_due

CASES = 200
AHEAD = (
    "INSERT INTO deadline (case_id, seq, number, kind, name, waits_on, within, started_at, due_at, used_seconds,"
    " paused_at, calendar, extended_from, mark, next_at)"
    " SELECT gen_random_uuid(), seq, number, kind, name, waits_on, within, started_at, due_at + interval '9 years',"
    " used_seconds, paused_at, calendar, extended_from, mark, next_at + interval '9 years' + g * interval '1 second'"
    " FROM (SELECT * FROM deadline LIMIT 1) one, generate_series(1, %s) g"
)


def main() -> None:
    """Measure and print ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", default="10000,1000000")
    arguments.add_argument("--due", type=int, default=500)
    arguments.add_argument("--rounds", type=int, default=5)
    asked = arguments.parse_args()
    sizes = [int(size) for size in asked.sizes.split(",")]
    with servers.session() as folder:
        url = servers.new_postgresql(folder)
        build(url, 1)
        floors.make_plain(url, CASES)
        plain = floors.plain(url, 0, CASES)
        places = {}
        for size in sizes:
            places[size] = servers.new_postgresql(folder)
            build(places[size], 1)
            with psycopg.connect(places[size], autocommit=True) as connection:
                connection.execute(AHEAD, (size,))
                connection.execute("ANALYZE")
        fired: dict[int, list[float]] = {size: [] for size in sizes}
        ratios: dict[int, list[float]] = {size: [] for size in sizes}
        for number in range(asked.rounds):
            for size in sizes:
                floor = measure(plain, 0.6)
                rate = _fire(places[size], asked.due, 1 + number * asked.due)
                fired[size].append(rate)
                ratios[size].append(rate / floor)
    for size in sizes:
        middle = statistics.median(ratios[size])
        print(
            f"{size:9} pending: {statistics.median(fired[size]):7.0f} fired/s, {middle:.2f} x plain (must 2.5, aim 4)"
        )
    growth = statistics.median(fired[sizes[0]]) / statistics.median(fired[sizes[-1]])
    print(f"growth from {sizes[0]} to {sizes[-1]} pending: {growth:.2f} (must 1.4)")


def _fire(url: str, due: int, first: int) -> float:
    """Open questions, let a day pass, and fire their missed answers in batches; how many a second."""
    place: MarketPlace = build(url, due, first=first, migrate=False)
    now, done, start = START + timedelta(hours=24, seconds=1), 0, time.perf_counter()
    while done < due:
        done += expire_due(place.database, now).by_kind["reply"]
    spent = time.perf_counter() - start
    place.database.close()
    return done / spent


if __name__ == "__main__":
    main()
