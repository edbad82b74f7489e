"""Standing and outages over HTTP."""

from __future__ import annotations

from dataclasses import replace

from tests.api.web import Web, refusal
from tests.builders import a_question
from tests.cast import JAN, NORD, ROOT, SPAET, SYSTEMS

WINDOW = {
    "scope": "platform",
    "since": "2026-04-07T09:00:00+02:00",
    "until": "2026-04-07T13:00:00+02:00",
    "reason": "The platform was not to be reached.",
}


def asked(web: Web) -> None:
    """Jan asks Nord something, on Thursday 2 April at 15:00."""
    web.desk.opens(a_question(web.desk.takes()))


def test_it_shows_the_figures_with_their_reasons(web: Web) -> None:
    asked(web)
    web.post(ROOT, "/sandbox/clock", {"now": "2026-04-07T16:00:00+02:00"})
    found = web.get(NORD, "/sellers/nord/standing?window=7").json()
    assert (found["metrics"]["missed"], found["metrics"]["on_time_rate"], found["window_days"]) == (1, 0.0, 7)
    assert (found["selling"], found["since"]) == ("allowed", None)
    assert {"score", "on_time_rate"} <= {one["figure"] for one in found["because"]}


def test_it_speaks_the_readers_language(web: Web) -> None:
    asked(web)
    found = web.get(replace(NORD, lang="pl"), "/sellers/nord/standing").json()
    assert "Żaden środek nie ogranicza sprzedaży." in [one["because"] for one in found["because"]]


def test_it_is_nobody_elses(web: Web) -> None:
    asked(web)
    assert refusal(web.get(SPAET, "/sellers/nord/standing")) == (404, "not_found")
    assert refusal(web.get(JAN, "/sellers/nord/standing")) == (403, "forbidden")
    assert web.get(SYSTEMS, "/sellers/nord/standing").status_code == 200


def test_it_knows_three_windows(web: Web) -> None:
    asked(web)
    assert refusal(web.get(NORD, "/sellers/nord/standing?window=14")) == (422, "fields_invalid")


def test_it_takes_an_outage_out_of_what_runs(web: Web) -> None:
    asked(web)
    answer = web.post(ROOT, "/outages", WINDOW)
    assert (answer.status_code, answer.json()["extended"], answer.json()["struck"]) == (201, 2, 0)
    (listed,) = web.get(NORD, "/outages").json()["items"]
    assert listed["since"] == "2026-04-07T07:00:00Z"


def test_it_lets_only_an_admin_declare_one(web: Web) -> None:
    assert refusal(web.post(NORD, "/outages", WINDOW)) == (403, "forbidden")
    assert refusal(web.get(JAN, "/outages")) == (403, "forbidden")


def test_it_says_what_is_wrong_with_a_window(web: Web) -> None:
    assert refusal(web.post(ROOT, "/outages", WINDOW | {"until": "2026-04-07T08:00:00+02:00"})) == (
        422,
        "fields_invalid",
    )
    assert refusal(web.post(ROOT, "/outages", WINDOW | {"since": "2026-04-07T08:00:00"})) == (422, "fields_invalid")
