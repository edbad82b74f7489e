"""A case as its buyer sees it: who must act and by when, the path, the rights, and what can be done."""

from __future__ import annotations

import re

import pytest

from api.pages.buyer.who_acts import by_when
from api.pages.path import STEPS
from cases.clock import set_sandbox_clock
from cases.verbs.update_profile import update_profile
from tests.builders import a_question, a_return, a_withdrawal, at
from tests.cast import JAN, MIA, NORD, ROOT
from tests.pages.reader import Pages, forms_in
from workflows.registry import CURRENT


@pytest.mark.parametrize("kind", [kind for kind in CURRENT if kind != "sanction"])
def test_it_has_each_state_in_one_step_of_the_path(kind: str) -> None:
    drawn = [state for _, states in STEPS[kind] for state in states]
    assert sorted(drawn) == sorted(CURRENT[kind].states)


def test_it_says_who_must_act_and_by_when(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    html = pages.as_(JAN).get(f"/cases/{case.id}").text
    assert "The seller must answer by Tuesday 7 April, 15:00." in html
    assert "Good Friday, the weekend and Easter Monday do not count." in html


def test_it_says_the_end_of_a_day_on_that_day() -> None:
    assert by_when("2026-04-08T00:00:00+02:00", "nl") == "dinsdag 7 april, 24:00"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("cs", "úterý 7. dubna, 15:00"),
        ("de", "Dienstag, 7. April, 15:00"),
        ("es", "martes, 7 de abril, 15:00"),
        ("fr", "mardi 7 avril, 15:00"),
        ("it", "martedì 7 aprile, 15:00"),
        ("pl", "wtorek, 7 kwietnia, 15:00"),
        ("ro", "marți, 7 aprilie, 15:00"),
        ("sv", "tisdag 7 april, 15:00"),
    ],
)
def test_it_spells_out_the_day_as_the_language_does(language: str, said: str) -> None:
    assert by_when("2026-04-07T15:00:00+02:00", language) == said


def test_it_shows_the_rights_and_the_withdrawal_function(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    html = pages.as_(JAN).get(f"/cases/{case.id}").text
    assert "until Tuesday, 28 March 2028" in html
    assert 'href="/orders/DE-1042/withdraw">Withdraw from contract here</a>' in html


def test_it_offers_the_acknowledgement_of_a_withdrawal(pages: Pages) -> None:
    case = pages.desk.opens(a_withdrawal())
    html = pages.as_(JAN).get(f"/cases/{case.id}").text
    assert f'href="/cases/{case.id}/acknowledgement.pdf"' in html


def test_it_goes_on_as_a_withdrawal_where_the_words_read_as_one(pages: Pages) -> None:
    case = pages.desk.opens(a_question(body="I withdraw from the contract."))
    answer = pages.as_(JAN).get(f"/cases/{case.id}")
    form = re.search(r'<form method="post"[^>]*class="notice">.*?</form>', answer.text, re.DOTALL)
    assert form
    ((where, typed),) = forms_in(form[0]).items()
    assert pages.as_(JAN).post(where, typed).status_code == 200
    assert case.outcome == "converted"
    assert [told.file.case.kind for told in case.linked("converted")] == ["withdrawal"]


def test_it_shows_no_such_button_for_other_words(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    assert "Yes, I withdraw" not in pages.as_(JAN).get(f"/cases/{case.id}").text


def closed(pages: Pages) -> str:
    """A return that its buyer cancelled."""
    case = pages.desk.opens(a_return())
    case.does(JAN, "cancel")
    return case.id


def test_it_asks_at_the_end_whether_it_was_solved(pages: Pages) -> None:
    case = closed(pages)
    assert "Was this solved?" in pages.as_(JAN).get(f"/cases/{case}").text
    answer = pages.as_(JAN).fills(f"/cases/{case}", f"/cases/{case}/solved", {"solved": "no"})
    assert "You said that this was not solved." in answer.text
    assert [bool(row[0]) for row in pages.desk.rows("SELECT solved FROM solved")] == [False]
    assert "The buyer says that this was not solved." in pages.as_(ROOT).looks(case).text


def test_it_keeps_the_first_answer(pages: Pages) -> None:
    case = closed(pages)
    form = pages.as_(JAN).forms(f"/cases/{case}")[f"/cases/{case}/solved"]
    for said in ("yes", "no"):
        pages.as_(JAN).post(f"/cases/{case}/solved", {**form, "solved": said})
    assert [bool(row[0]) for row in pages.desk.rows("SELECT solved FROM solved")] == [True]


def test_it_asks_nothing_while_the_case_is_open(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    reader = pages.as_(JAN)
    assert "Was this solved?" not in reader.get(f"/cases/{case.id}").text
    key = reader.forms("/")["/sign-out"]["pass"]
    assert reader.post(f"/cases/{case.id}/solved", {"pass": key, "solved": "yes"}).status_code == 403


@pytest.mark.parametrize(("who", "status"), [(MIA, 404), (NORD, 403), (ROOT, 403)])
def test_it_asks_nobody_but_the_buyer(pages: Pages, who: object, status: int) -> None:
    case = closed(pages)
    reader = pages.as_(who)  # type: ignore[arg-type]  # the cast's type is lost in the parameters
    key = reader.forms("/")["/sign-out"]["pass"]
    assert reader.post(f"/cases/{case}/solved", {"pass": key, "solved": "yes"}).status_code == status
    assert pages.desk.rows("SELECT 1 FROM solved") == []


def goes_away(pages: Pages, **more: object) -> None:
    """Nord is away from 20 to 24 April, announced in time."""
    days = [{"from": "2026-04-20", "until": "2026-04-24"}]
    update_profile(pages.desk.database, NORD, "nord", {"absences": days, **more}, pages.desk.now)


def shown_at(pages: Pages, case: str, wall: str) -> str:
    pages.desk.waits_until(at(wall))
    set_sandbox_clock(pages.desk.database, pages.desk.now)
    return pages.as_(JAN).get(f"/cases/{case}").text


def test_it_says_until_when_the_seller_is_away_and_who_answers(pages: Pages) -> None:
    goes_away(pages, deputy={"sub": "ben", "name": "Ben Holm"})
    case = pages.desk.opens(a_question())
    away = "The seller is away until"
    assert away not in shown_at(pages, case.id, "2026-04-17 10:00")
    html = shown_at(pages, case.id, "2026-04-20 10:00")
    assert re.search(rf"{away} Friday,? 24 April 2026\. .* Ben Holm answers meanwhile\.", html)
    assert 'id="away"' not in shown_at(pages, case.id, "2026-04-27 10:00")


def test_it_names_nobody_where_the_seller_named_nobody(pages: Pages) -> None:
    goes_away(pages)
    case = pages.desk.opens(a_question())
    html = shown_at(pages, case.id, "2026-04-20 10:00")
    assert 'id="away"' in html
    assert "answers meanwhile" not in html
