"""The clock weighs sellers: what it tells, which measures it proposes, and which it does not."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from cases.clock import set_sandbox_clock
from cases.errors import OffPlatformContact
from cases.ledger.verify import verify
from cases.sellers.standing import standing_of
from cases.verbs.move_sandbox_clock import move_sandbox_clock
from cases.verbs.update_profile import update_profile
from cases.verbs.weigh_sellers import weigh_sellers
from tests.builders import A_SECOND, THURSDAY, Desk, Told, a_measure, a_question, at
from tests.cast import NORD, ROOT

pytestmark = pytest.mark.usefixtures("every_rule_applied")


def misses(desk: Desk, count: int, first: int = 1) -> None:
    """So many buyers ask, and nobody answers any of them in time."""
    for number in range(first, first + count):
        desk.opens(a_question(desk.takes(number=str(number))))
    desk.waits(days=6)


def shares_numbers(desk: Desk, count: int) -> None:
    """So many times a seller wants to be called, in a case of which every answer was given."""
    case = desk.opens(a_question(desk.takes(number=f"{desk.now:%m%d%H%M}"), reply_expected=False))
    for _ in range(count):
        with suppress(OffPlatformContact):
            case.says(NORD, "It fits. My number is +49 151 23456789.")


def measures(desk: Desk) -> list[Told]:
    rows = desk.rows("SELECT id FROM cases WHERE kind = 'sanction' ORDER BY opened_at, id")
    return [Told(desk, str(case)) for (case,) in rows]


def last(desk: Desk) -> Told:
    return measures(desk)[-1]


def weighed(desk: Desk) -> int:
    """After the clock has weighed again: how many measures there are about late answers."""
    desk.weighs()
    return len(about(desk, "on_time_rate"))


def about(desk: Desk, metric: str) -> list[Told]:
    return [case for case in measures(desk) if said(case)["metric"] == metric]


def said(case: Told) -> dict[str, Any]:
    return dict(json.loads(case.entries()[0].fields or "{}"))


def days(desk: Desk) -> list[tuple[object, ...]]:
    return desk.rows("SELECT seller_id, day, score FROM standing_day ORDER BY seller_id, day")


def test_it_proposes_a_warning_first(desk: Desk) -> None:
    misses(desk, 20)
    assert desk.weighs().proposed == 1
    case = last(desk)
    assert (case.state, said(case)["measure"], said(case)["metric"]) == ("proposed", "warning", "on_time_rate")
    assert [(entry.role, entry.event, entry.kind) for entry in case.entries()] == [("clock", "propose", "system")]


def test_it_names_the_breaches_and_the_rule(desk: Desk) -> None:
    misses(desk, 20)
    desk.weighs()
    counted = {str(name) for (name,) in desk.rows("SELECT id FROM breach WHERE counts = 1")}
    assert set(said(last(desk))["breaches"]) == counted
    assert said(last(desk))["rule"] == (
        "Veröffentlichte Schwellen des Marktes DE: „Pünktliche Antworten“ über 30 Tage, bei 90\xa0%"
        " oder schlechter: Verwarnung."
    )


def test_it_speaks_the_language_of_the_sellers_profile(desk: Desk) -> None:
    desk.takes()
    update_profile(desk.database, NORD, "nord", {"languages": ["nl", "de"]}, desk.now)
    misses(desk, 20)
    desk.weighs()
    assert last(desk).file.case.lang == "nl"
    assert "Antwoorden op tijd" in str(said(last(desk))["rule"])


def test_it_gives_a_small_seller_the_benefit_of_the_doubt(desk: Desk) -> None:
    misses(desk, 2)
    assert desk.weighs().proposed == 0


def test_it_proposes_none_where_few_were_missed(desk: Desk) -> None:
    for number in range(18):
        desk.opens(a_question(desk.takes(number=f"9{number}"))).says(NORD, "It fits the 18 cm pot.")
    misses(desk, 3)
    assert desk.weighs().proposed == 0, "3 of 21 may be one in twenty, and a bad week"


def test_it_proposes_nothing_twice(desk: Desk) -> None:
    misses(desk, 20)
    desk.weighs()
    misses(desk, 3, first=50)
    assert weighed(desk) == 1
    about(desk, "on_time_rate")[0].does(ROOT, "dismiss", "They were ill.")
    assert weighed(desk) == 2, "three are new"
    about(desk, "on_time_rate")[1].does(ROOT, "dismiss", "They were ill.")
    desk.now += timedelta(hours=1)
    assert weighed(desk) == 2, "nothing is new"


def test_it_takes_a_persons_measure_on_the_same_breaches_for_one_about_the_figure(desk: Desk) -> None:
    misses(desk, 20)
    names = [str(name) for (name,) in desk.rows("SELECT id FROM breach WHERE counts = 1")]
    desk.opens(a_measure("restriction", names[:3]), ROOT)
    assert desk.weighs().proposed == 0


def test_it_lets_the_rule_impose_a_warning_and_ends_it_by_time(desk: Desk) -> None:
    misses(desk, 20)
    desk.weighs()
    case = last(desk)
    imposed = case.waits_for("impose")
    assert imposed == at("2026-04-23 00:00") + A_SECOND, "ten working days after the 8th"
    assert (case.waits_for("expire"), case.outcome) == (at("2026-05-08 00:00") + A_SECOND, "expired")


def was_warned(desk: Desk) -> None:
    """Nord had a warning for late answers, which is over."""
    misses(desk, 20)
    desk.weighs()
    case = about(desk, "on_time_rate")[0]
    desk.waits(days=40)
    assert case.events == ["propose", "impose", "expire"]


def test_it_proposes_the_rows_measure_after_a_warning(desk: Desk) -> None:
    was_warned(desk)
    assert weighed(desk) == 1, "what is old has been weighed"
    misses(desk, 25, first=50)
    assert weighed(desk) == 2
    assert said(about(desk, "on_time_rate")[1])["measure"] == "restriction"


def test_it_lasts_as_long_as_the_row_says_from_the_day_it_is_imposed(desk: Desk) -> None:
    was_warned(desk)
    misses(desk, 25, first=50)
    desk.weighs()
    case = about(desk, "on_time_rate")[1]
    case.does(NORD, "respond")
    case.does(ROOT, "impose")
    assert case.due is not None
    assert (case.due - desk.now).days == 14


def test_it_counts_conduct(desk: Desk) -> None:
    shares_numbers(desk, 1)
    assert desk.weighs().proposed == 0
    shares_numbers(desk, 1)
    assert desk.weighs().proposed == 1
    assert said(last(desk))["metric"] == "conduct"


def test_it_imposes_nothing(desk: Desk) -> None:
    shares_numbers(desk, 20)
    desk.weighs()
    assert last(desk).events == ["propose"]
    assert "selling.changed" not in str(desk.told("selling.changed"))


def test_it_tells_when_the_standing_changed(desk: Desk) -> None:
    desk.takes()
    desk.weighs()
    assert desk.told("standing.changed") == [], "nobody was told of another one"
    misses(desk, 5)
    assert desk.weighs().told == 1
    (told,) = desk.told("standing.changed")
    ((_, _, score),) = desk.rows("SELECT seller_id, day, score FROM standing_day ORDER BY day DESC LIMIT 1")
    assert told["score"] == score
    assert desk.weighs().told == 0


def test_it_keeps_one_standing_a_day(desk: Desk) -> None:
    desk.takes()
    for _ in range(3):
        desk.weighs()
        desk.now += timedelta(hours=16)
    assert [day for _, day, _ in days(desk)] == ["2026-04-02", "2026-04-03"]


def test_it_weighs_whose_record_did_not_change_once_a_day(desk: Desk) -> None:
    desk.takes()
    assert desk.weighs().sellers == 1
    desk.now += timedelta(hours=1)
    assert desk.weighs().sellers == 0
    case = desk.opens(a_question())
    case.says(NORD, "It fits the 18 cm pot.")
    assert desk.weighs().sellers == 1
    desk.now += timedelta(days=1)
    assert desk.weighs().sellers == 1


def test_it_goes_on_where_one_seller_fails(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.takes()
    desk.takes(number="2", seller="spaet")

    def fails(connection: object, seller_id: str, *rest: object) -> object:
        if seller_id == "nord":
            raise RuntimeError
        return standing_of(connection, seller_id, *rest)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr("cases.verbs.weigh_sellers.standing_of", fails)
    weighed = weigh_sellers(desk.database, desk.now)
    assert weighed.failed == 1
    assert [seller for seller, _, _ in days(desk)] == ["spaet"]


def test_it_weighs_on_the_way_of_the_sandbox_clock(desk: Desk) -> None:
    set_sandbox_clock(desk.database, THURSDAY)
    for number in range(20):
        desk.opens(a_question(desk.takes(number=str(number))))
    move_sandbox_clock(desk.database, at("2026-06-01 12:00"))
    (case,) = about(desk, "on_time_rate")
    assert case.events == ["propose", "impose", "expire"]
    assert case.entries()[0].at == at("2026-04-08 02:00"), "at the end of the day of UTC"
    assert len(days(desk)) == 60
    assert verify(desk.database).holds
