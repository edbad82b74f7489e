from __future__ import annotations

from markets.fingerprints import current, differences, recorded


def test_it_has_the_calendars_that_were_reviewed() -> None:
    """After an upgrade of `holidays` this prints what changed; `python -m markets.fingerprints --write` accepts it."""
    changed = differences(recorded(), current())
    assert not changed, "\n".join(changed)


def test_it_names_the_dates_that_changed() -> None:
    before = {"NL": {"version": "a", "2026": "0101 0403"}, "BE": {"version": "c", "2026": "0101"}}
    after = {"NL": {"version": "b", "2026": "0101 0505"}, "BE": {"version": "c", "2026": "0101"}}
    assert differences(before, after) == [
        "NL: version a became b",
        "NL: 2026-05-05 works no longer",
        "NL: 2026-04-03 works now",
    ]


def test_it_names_a_market_that_is_new() -> None:
    assert differences({}, {"NL": {"version": "b", "2026": "0101"}}) == [
        "NL: version None became b",
        "NL: 2026-01-01 works no longer",
    ]
