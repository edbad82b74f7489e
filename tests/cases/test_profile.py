"""What a seller says of themselves, and what of it a form shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases.casefile.asker import Asker
from cases.errors import Forbidden, NotFound, ShapeInvalid
from cases.sellers.profile import Profile
from cases.verbs.open_case import open_case
from cases.verbs.update_profile import find_profile, update_profile
from tests.builders import Desk, a_return, a_withdrawal
from tests.cast import JAN, NORD, ROOT, SPAET, SYSTEMS

HERE = {"name": "Nord", "street": "Kai 3", "postal_code": "24103", "city": "Kiel", "country": "DE"}
OUT_OF_ORDER = {"/absences/1/from": "profile.absences_are_in_order"}
THERE = HERE | {"city": "Utrecht", "postal_code": "3511 AB", "country": "NL"}


def says(desk: Desk, who: Asker = NORD, **said: Any) -> Profile:
    """Somebody says something of Werkstatt Nord."""
    return update_profile(desk.database, who, "nord", said, desk.now)


def away(*days: tuple[str, str]) -> list[dict[str, str]]:
    return [{"from": since, "until": until} for since, until in days]


def faults(desk: Desk, **said: Any) -> dict[str, str]:
    """What is wrong with it, by place."""
    before = found(desk)
    with pytest.raises(ShapeInvalid) as refused:
        says(desk, **said)
    assert found(desk) == before
    return {error.pointer: error.reason for error in refused.value.errors}


def found(desk: Desk, who: Asker = NORD) -> Profile:
    with desk.database.read() as connection:
        return find_profile(connection, who, "nord")


@pytest.fixture
def nord(desk: Desk) -> Desk:
    """A desk at which Werkstatt Nord has sold something."""
    desk.takes()
    return desk


def test_it_is_empty_at_first(nord: Desk) -> None:
    assert found(nord) == Profile("nord", "Werkstatt Nord", {}, [], [], None)


def test_it_replaces_what_is_said_and_leaves_the_rest(nord: Desk) -> None:
    says(nord, languages=["de", "en"], deputy={"sub": "ben", "name": "Ben Holm"}, return_addresses={"DE": HERE})
    says(nord, return_addresses={"NL": THERE})
    after = found(nord)
    assert (after.languages, after.deputy and after.deputy.sub) == (["de", "en"], "ben")
    assert after.return_addresses == {"NL": THERE}
    assert says(nord, deputy=None) == found(nord)
    assert found(nord).deputy is None


def test_it_survives_a_new_order(nord: Desk) -> None:
    says(nord, languages=["de"])
    nord.takes(number="7")
    assert found(nord).languages == ["de"]


@pytest.mark.parametrize(("who", "refusal"), [(JAN, Forbidden), (SYSTEMS, Forbidden), (SPAET, NotFound)])
def test_it_is_changed_by_the_sellers_people_and_admins_alone(nord: Desk, who: Asker, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        says(nord, who, languages=["de"])
    assert says(nord, ROOT, languages=["de"]) == found(nord, SYSTEMS)


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        ({"XX": HERE}, {"/return_addresses/XX": "field.unknown_market"}),
        ({"NL": HERE}, {"/return_addresses/NL/country": "provided.address_is_in_the_market"}),
    ],
)
def test_it_takes_addresses_in_their_market(nord: Desk, addresses: Any, expected: dict[str, str]) -> None:
    assert faults(nord, return_addresses=addresses) == expected


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        (["de", "deutsch"], {"/languages/1": "profile.language_is_unknown"}),
        (["de", "DE"], {"/languages/1": "profile.language_is_unknown"}),
        (["de-XX"], {"/languages/0": "profile.language_is_unknown"}),
        (["nl-BE", "nl-BE"], {"/languages/1": "profile.language_is_named_twice"}),
    ],
)
def test_it_takes_languages_that_there_are(nord: Desk, languages: list[str], expected: dict[str, str]) -> None:
    assert faults(nord, languages=languages) == expected
    assert says(nord, languages=["de", "nl-BE", "zh-Hant-TW"]).languages == ["de", "nl-BE", "zh-Hant-TW"]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([("2026-04-15", "2026-04-20")], {"/absences/0/from": "profile.absence_is_announced_ahead"}),
        ([("2026-03-01", "2026-03-02")], {"/absences/0/from": "profile.absence_is_announced_ahead"}),
        ([("2026-05-02", "2026-05-01")], {"/absences/0/until": "profile.absence_ends_before_it_begins"}),
        ([("2026-05-01", "2026-06-30")], {"/absences/0/until": "profile.absence_is_too_long"}),
        ([("2026-05-01", "2026-05-04"), ("2026-05-04", "2026-05-05")], OUT_OF_ORDER),
        ([("2026-06-01", "2026-06-04"), ("2026-05-04", "2026-05-05")], OUT_OF_ORDER),
    ],
)  # fmt: skip
def test_it_takes_days_off_that_are_announced_in_time_and_in_order(
    nord: Desk, days: list[tuple[str, str]], expected: dict[str, str]
) -> None:
    assert faults(nord, absences=away(*days)) == expected


def test_it_takes_days_off_from_the_fourteenth_day_on(nord: Desk) -> None:
    assert len(says(nord, absences=away(("2026-04-16", "2026-06-14"), ("2026-06-15", "2026-06-15"))).absences) == 2


def test_it_lets_announced_days_stay_or_be_given_up_but_adds_none_late(nord: Desk) -> None:
    says(nord, absences=away(("2026-04-16", "2026-04-20")))
    nord.now += timedelta(days=15)
    assert faults(nord, absences=away(("2026-04-16", "2026-04-21"))) == {
        "/absences/0/from": "profile.absence_is_announced_ahead"
    }
    says(nord, absences=away(("2026-04-16", "2026-04-20"), ("2026-05-01", "2026-05-02")))
    says(nord, absences=away(("2026-04-16", "2026-04-18")))
    assert faults(nord, absences=away(("2026-04-16", "2026-04-20")))
    says(nord, absences=[])


def test_it_moves_no_promise(nord: Desk) -> None:
    case = nord.opens(a_return(body="Where do I send it?", reply_expected=True))
    due = [(deadline.kind, deadline.due_at) for deadline in case.file.deadlines]
    says(nord, absences=away(("2026-04-16", "2026-04-20")))
    assert [(deadline.kind, deadline.due_at) for deadline in case.file.deadlines] == due


@pytest.mark.parametrize(("opening", "event"), [(a_return(), "approve"), (a_withdrawal(), "give_instructions")])
def test_it_fills_the_form_with_the_sellers_own_address_in_the_market(nord: Desk, opening: Any, event: str) -> None:
    case = nord.opens(opening)
    assert case.example(NORD, event)["return_address"]["city"] == "Hamburg"
    says(nord, return_addresses={"NL": THERE})
    assert case.example(NORD, event)["return_address"]["city"] == "Hamburg"
    says(nord, return_addresses={"NL": THERE, "DE": HERE})
    assert case.example(NORD, event)["return_address"] == HERE
    assert case.does(NORD, event).entry.fields is not None
    assert case.state == "awaiting_parcel"


def test_it_fills_the_form_also_of_a_case_that_is_just_opened(nord: Desk) -> None:
    says(nord, return_addresses={"DE": HERE})
    written = open_case(nord.database, JAN, a_return(), nord.now)
    assert written.file.return_address == HERE
