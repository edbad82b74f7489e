"""A seller's profile over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from api.models import A_PROFILE
from tests.api.web import Web, pointers, refusal
from tests.builders import a_return
from tests.cast import JAN, NORD, ROOT, SPAET, SYSTEMS

NORDS = "/sellers/nord"


def test_it_reads_what_was_written(web: Web) -> None:
    empty: dict[str, Any] = {"return_addresses": {}, "languages": [], "absences": [], "deputy": None}
    empty["legal_person"] = False
    assert web.get(NORD, NORDS).json() == {"id": "nord", "name": "Werkstatt Nord"} | empty
    answer = web.put(NORD, NORDS, A_PROFILE)
    assert answer.status_code == 200
    assert answer.json() == {"id": "nord", "name": "Werkstatt Nord", "legal_person": False} | A_PROFILE
    assert [web.get(who, NORDS).json() for who in (NORD, ROOT, SYSTEMS)] == [answer.json()] * 3


def test_it_takes_back_what_was_read(web: Web) -> None:
    web.put(NORD, NORDS, A_PROFILE)
    whole = web.get(NORD, NORDS).json()
    assert web.put(ROOT, NORDS, whole).json() == whole
    assert web.put(ROOT, NORDS, {}).json() == whole
    assert web.put(ROOT, NORDS, {"deputy": None}).json() == whole | {"deputy": None}


def test_it_lets_nobody_else_read_or_write(web: Web) -> None:
    for path in (NORDS, "/sellers/nobody"):
        assert refusal(web.get(JAN, path)) == refusal(web.put(JAN, path, {"colour": 1})) == (403, "forbidden")
        assert refusal(web.get(SPAET, path)) == refusal(web.put(SPAET, path, {"colour": 1})) == (404, "not_found")
    assert refusal(web.put(SYSTEMS, NORDS, {"colour": 1})) == (403, "forbidden")
    assert refusal(web.get(ROOT, "/sellers/nobody")) == (404, "not_found")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"colour": 1}, "/colour"),
        ({"id": "spaet"}, "/id"),
        ({"name": "Nord & Co"}, "/name"),
        ({"languages": None}, "/languages"),
        ({"languages": ["deutsch"]}, "/languages/0"),
        ({"return_addresses": {"DE": {}}}, "/return_addresses/DE/name"),
        ({"return_addresses": {"NL": A_PROFILE["return_addresses"]["DE"]}}, "/return_addresses/NL/country"),
        ({"absences": [{"from": "2026-05-01"}]}, "/absences/0/until"),
        ({"absences": [{"from": 7, "until": "2026-05-01"}]}, "/absences/0/from"),
        ({"absences": [{"from": "20260501", "until": "2026-05-01"}]}, "/absences/0/from"),
        ({"absences": [{"from": "2026-02-30", "until": "2026-05-01"}]}, "/absences/0/from"),
        ({"absences": [{"from": "2026-04-15", "until": "2026-05-01"}]}, "/absences/0/from"),
        (
            {"absences": [{"from": f"20{year}-05-01", "until": f"20{year}-05-02"} for year in range(30, 51)]},
            "/absences",
        ),
        ({"deputy": {"sub": "ben"}}, "/deputy/name"),
    ],
)
def test_it_points_at_what_is_wrong(web: Web, body: Any, expected: str) -> None:
    before = web.get(NORD, NORDS).json()
    assert expected in pointers(web.put(NORD, NORDS, body))
    assert web.get(NORD, NORDS).json() == before


def test_it_fills_the_sellers_form(web: Web) -> None:
    web.put(NORD, NORDS, A_PROFILE)
    case = web.desk.opens(a_return())
    actions = {action["event"]: action for action in web.get(NORD, f"/cases/{case.id}").json()["available_actions"]}
    given = actions["approve"]["fields"]["examples"][0]
    assert given["return_address"] == A_PROFILE["return_addresses"]["DE"]
    sent = web.post(NORD, f"/cases/{case.id}/messages", {"event": "approve", "body": "Please do.", "fields": given})
    assert sent.status_code == 201


def test_it_lets_admins_alone_say_who_is_a_legal_person(web: Web) -> None:
    assert pointers(web.put(NORD, NORDS, {"legal_person": True})) == ["/legal_person"]
    assert web.put(ROOT, NORDS, {"legal_person": True}).json()["legal_person"]
    assert web.put(NORD, NORDS, {"legal_person": True, "languages": ["de"]}).json()["legal_person"]
