"""The calendars as they were when somebody last looked: what an upgrade of `holidays` changed can be read off.

    python -m markets.fingerprints            # print what differs from the file; exit code 1 if anything does
    python -m markets.fingerprints --write    # accept it

The file holds, for each market, the calendar's version and the weekdays that do not work, a line a year. It is the
record of a review and is never read by a running desk.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from markets.calendars import calendar_of
from markets.catalogue import MARKETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markets.calendars import Calendar

RECORD = Path(__file__).with_name("calendar_fingerprints.json")
_WEEKEND = 5


def fingerprint(calendar: Calendar) -> dict[str, str]:
    """The version, and by year the weekdays that do not work (`0101 0403 …`)."""
    closed = [day for day in calendar.holidays if day.weekday() < _WEEKEND]
    years = range(calendar.first.year, calendar.last.year + 1)
    by_year = {str(year): " ".join(f"{day:%m%d}" for day in closed if day.year == year) for year in years}
    return {"version": calendar.version, **by_year}


def differences(recorded: Mapping[str, Mapping[str, str]], found: Mapping[str, Mapping[str, str]]) -> list[str]:
    """What changed, a sentence each: which date of which market no longer works, or now does."""
    return [said for code in sorted(recorded.keys() | found.keys()) for said in _differences(code, recorded, found)]


def _differences(
    code: str, recorded: Mapping[str, Mapping[str, str]], found: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    before, after = recorded.get(code, {}), found.get(code, {})
    if before.get("version") == after.get("version"):
        return
    yield f"{code}: version {before.get('version')} became {after.get('version')}"
    for year in sorted((before.keys() | after.keys()) - {"version"}):
        was, now = set(before.get(year, "").split()), set(after.get(year, "").split())
        yield from (f"{code}: {_date(year, day)} works no longer" for day in sorted(now - was))
        yield from (f"{code}: {_date(year, day)} works now" for day in sorted(was - now))


def _date(year: str, day: str) -> date:
    return date(int(year), int(day[:2]), int(day[2:]))


def current() -> dict[str, dict[str, str]]:
    """The fingerprints of all markets, as they are built now."""
    return {code: fingerprint(calendar_of(code)) for code in MARKETS}


def recorded() -> dict[str, dict[str, str]]:
    """The fingerprints in the file."""
    kept: dict[str, dict[str, str]] = json.loads(RECORD.read_text(encoding="utf-8"))
    return kept


def main(arguments: list[str]) -> int:
    """Print the differences, or write them; the exit code."""
    found = current()
    if arguments == ["--write"]:
        RECORD.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        return 0
    changed = differences(recorded(), found)
    sys.stdout.writelines(f"{line}\n" for line in changed)
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
