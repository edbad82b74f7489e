"""Notes and assignees over HTTP: for the own team alone, and apart from everything that others see."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.web import Web, pointers, refusal
from tests.builders import Told, a_question, a_return
from tests.cast import BEN, JAN, MIA, NORD, ROOT, SPAET, SYSTEMS

SECRET = "Jan calls every day."


@pytest.fixture
def case(web: Web) -> Told:
    """A question of Jan's to Werkstatt Nord."""
    return web.desk.opens(a_question())


def bodies(web: Web, who: Any, case: Told) -> list[str]:
    return [note["body"] for note in web.get(who, f"/cases/{case.id}/notes").json()["items"]]


def test_it_writes_a_note_that_the_team_reads(web: Web, case: Told) -> None:
    answer = web.post(NORD, f"/cases/{case.id}/notes", {"body": f"  {SECRET}\n"})
    assert answer.status_code == 201
    note = answer.json()
    assert (note["case"], note["body"], note["created_at"]) == (case.id, SECRET, "2026-04-02T15:00:00+02:00")
    assert note["author"] == {"role": "seller", "id": "anna", "name": "Werkstatt Nord"}
    assert web.get(BEN, f"/cases/{case.id}/notes").json() == {"items": [note], "next": None}


def test_it_shows_a_note_to_nobody_else(web: Web, case: Told) -> None:
    web.post(NORD, f"/cases/{case.id}/notes", {"body": SECRET})
    assert bodies(web, ROOT, case) == []
    for who in (JAN, SYSTEMS, ROOT):
        for path in ("", "/messages", "/transitions"):
            assert SECRET not in web.get(who, f"/cases/{case.id}{path}").text
    for who, expected in ((JAN, (403, "forbidden")), (SYSTEMS, (403, "forbidden")), (MIA, (404, "not_found"))):
        assert refusal(web.get(who, f"/cases/{case.id}/notes")) == expected
        assert refusal(web.post(who, f"/cases/{case.id}/notes", {"colour": 1}, "k")) == expected
        assert refusal(web.put(who, f"/cases/{case.id}/assignee", {"colour": 1})) == expected
    assert refusal(web.get(SPAET, f"/cases/{case.id}/notes")) == (404, "not_found")


def test_it_keeps_the_admins_notes_from_the_seller(web: Web, case: Told) -> None:
    answer = web.post(ROOT, f"/cases/{case.id}/notes", {"body": "Watch them."})
    assert answer.json()["author"]["role"] == "platform"
    assert bodies(web, ROOT, case) == ["Watch them."]
    assert bodies(web, NORD, case) == []


@pytest.mark.parametrize("body", [{}, {"body": " "}, {"body": "x" * 5001}, {"body": None}, {"body": 7}])
def test_it_refuses_what_is_no_note(web: Web, case: Told, body: Any) -> None:
    assert pointers(web.post(NORD, f"/cases/{case.id}/notes", body)) == ["/body"]
    assert bodies(web, NORD, case) == []


def test_it_writes_a_note_once(web: Web, case: Told) -> None:
    path = f"/cases/{case.id}/notes"
    first, again = (web.post(NORD, path, {"body": SECRET}, "k") for _ in range(2))
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert refusal(web.post(NORD, path, {"body": "Else."}, "k")) == (409, "idempotency_conflict")
    assert bodies(web, NORD, case) == [SECRET]


def test_it_writes_one_note_where_two_come_at_once(web: Web, case: Told) -> None:
    with ThreadPoolExecutor(4) as many:
        answers = list(many.map(lambda _: web.post(NORD, f"/cases/{case.id}/notes", {"body": SECRET}, "k"), range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert bodies(web, NORD, case) == [SECRET]


def test_it_gives_a_case_to_one_where_two_are_named_at_once(web: Web, case: Told) -> None:
    path = f"/cases/{case.id}/assignee"
    with ThreadPoolExecutor(6) as many:
        answers = list(many.map(lambda n: web.put(NORD, path, {"assignee": f"new-{n % 2}"}), range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert web.desk.rows("SELECT count(*) FROM assignment") == [(1,)]
    assert web.desk.rows("SELECT count(*) FROM person WHERE external_id IN ('new-0', 'new-1')") == [(2,)]


def test_it_keeps_the_words_of_a_note_in_one_place(web: Web, case: Told) -> None:
    web.post(NORD, f"/cases/{case.id}/notes", {"body": SECRET}, "k")
    kept = [answer for (answer,) in web.desk.rows("SELECT answer FROM idempotency")]
    assert len(kept) == 1
    assert SECRET not in kept[0]


def test_it_reads_notes_page_by_page(web: Web, case: Told) -> None:
    path = f"/cases/{case.id}/notes"
    written = {web.post(NORD, path, {"body": str(number)}).json()["id"] for number in range(3)}
    first = web.get(NORD, f"{path}?limit=2").json()
    last = web.get(NORD, f"{path}?limit=2&cursor={first['next']}").json()
    assert [note["id"] for note in first["items"] + last["items"]] == sorted(written)
    assert (len(first["items"]), last["next"]) == (2, None)
    assert refusal(web.get(NORD, f"{path}?cursor=x")) == (422, "cursor_invalid")


def test_it_says_who_has_a_case(web: Web, case: Told) -> None:
    path = f"/cases/{case.id}"
    answer = web.put(NORD, f"{path}/assignee", {"assignee": "ben"})
    assert answer.status_code == 200
    assert answer.json() == web.get(BEN, path).json()
    assert (answer.json()["assignee"], answer.headers["etag"], case.version) == ("ben", '"1"', 1)
    assert [web.get(who, path).json()["assignee"] for who in (JAN, ROOT, SYSTEMS)] == [None] * 3
    assert web.put(BEN, f"{path}/assignee", {"assignee": None}).json()["assignee"] is None


@pytest.mark.parametrize("body", [{}, {"assignee": ""}, {"assignee": 7}, {"assignee": "x" * 201}, {"assignee": "a\nb"}])
def test_it_refuses_what_is_no_assignee(web: Web, case: Told, body: Any) -> None:
    assert pointers(web.put(NORD, f"/cases/{case.id}/assignee", body)) == ["/assignee"]


def test_it_filters_by_who_has_a_case(web: Web, case: Told) -> None:
    free = web.desk.opens(a_return())
    web.put(NORD, f"/cases/{case.id}/assignee", {"assignee": "ben"})
    for who, query, expected in (
        (NORD, "ben", [case.id]),
        (BEN, "me", [case.id]),
        (NORD, "me", []),
        (NORD, "none", [free.id]),
        (ROOT, "ben", []),
        (JAN, "ben", []),
    ):
        assert [found["id"] for found in web.get(who, f"/cases?assignee={query}").json()["items"]] == expected


def test_it_answers_the_same_again_whoever_has_the_case_now(web: Web, case: Told) -> None:
    path = f"/cases/{case.id}"
    first = web.post(NORD, f"{path}/messages", {"body": "It fits."}, "k")
    web.put(NORD, f"{path}/assignee", {"assignee": "ben"})
    assert web.post(NORD, f"{path}/messages", {"body": "It fits."}, "k").content == first.content


def test_it_shows_the_whole_case_although_the_version_is_known(web: Web, case: Told) -> None:
    seen = web.get(NORD, f"/cases/{case.id}")
    web.put(NORD, f"/cases/{case.id}/assignee", {"assignee": "ben"})
    answer = web.get(NORD, f"/cases/{case.id}", **{"If-None-Match": seen.headers["etag"]})
    assert (answer.status_code, answer.json()["assignee"]) == (200, "ben")
