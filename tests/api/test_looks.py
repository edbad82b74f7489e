"""What an admin is shown of a case by the API is remembered like a look at its page, with the reason that was said."""

from __future__ import annotations

import pytest

from cases.verbs.upload_attachment import upload_attachment
from tests.api.web import Web
from tests.builders import Told, a_png, a_question
from tests.cast import JAN, NORD, ROOT, SYSTEMS

SHOWN = (
    "/cases/{case}",
    "/cases/{case}/messages",
    "/cases/{case}/transitions",
    "/cases/{case}/evidence",
    "/orders/DE-1042",
    "/attachments/{file}",
)


def a_case(web: Web) -> tuple[Told, str]:
    """A question with a photo, and the photo."""
    desk = web.desk
    name = upload_attachment(
        desk.database, desk.files, JAN, a_png(), name="a.png", document="photo", real_now=desk.now
    ).id
    return desk.opens(a_question(attachments=[name])), name


def looks(web: Web) -> list[tuple[str, str]]:
    """The looks that are remembered: at which case, and why."""
    rows = web.desk.rows("SELECT case_id, reason FROM admin_view ORDER BY id")
    return [(str(case), str(reason)) for case, reason in rows]


@pytest.mark.parametrize("path", SHOWN)
def test_it_remembers_the_look_and_its_reason(web: Web, path: str) -> None:
    case, file = a_case(web)
    where = path.format(case=case.id, file=file)
    assert web.get(ROOT, where, **{"Nazorg-Reason": "The seller called: %C5%BC"}).status_code == 200
    assert (case.id, "The seller called: \u017c") in looks(web)


@pytest.mark.parametrize("path", SHOWN)
def test_it_answers_without_a_reason_too(web: Web, path: str) -> None:
    case, file = a_case(web)
    assert web.get(ROOT, path.format(case=case.id, file=file)).status_code == 200
    assert looks(web) == [(case.id, "")]


@pytest.mark.parametrize("path", SHOWN)
def test_it_remembers_nothing_of_the_parties(web: Web, path: str) -> None:
    case, file = a_case(web)
    for who in (JAN, NORD):
        assert web.get(who, path.format(case=case.id, file=file), **{"Nazorg-Reason": "I may."}).status_code == 200
    web.get(SYSTEMS, f"/cases/{case.id}")
    assert looks(web) == []


def test_it_keeps_a_reason_that_is_no_text_as_far_as_it_can(web: Web) -> None:
    case, _ = a_case(web)
    for said in ("%00%0A", "%FF%FE", "x" * 2_000, "   ", "%"):
        assert web.get(ROOT, f"/cases/{case.id}", **{"Nazorg-Reason": said}).status_code == 200
    assert [len(reason) for _, reason in looks(web)] == [0, 2, 500, 0, 1]


def test_it_remembers_nothing_of_a_case_that_there_is_not(web: Web) -> None:
    assert web.get(ROOT, "/cases/0198f3c2-7b1e-7000-8000-000000000000").status_code == 404
    assert looks(web) == []


def test_it_remembers_no_list(web: Web) -> None:
    a_case(web)
    for path in ("/cases", "/orders", "/search?q=sieve"):
        assert web.get(ROOT, path).status_code == 200
    assert looks(web) == []
