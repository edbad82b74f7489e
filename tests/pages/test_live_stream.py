"""What the server tells an open page, on both databases; another process may have written it."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from fastapi import FastAPI

from api import live
from cases.casefile.asker import Asker
from cases.clock import real_now
from cases.errors import Forbidden, NotFound
from cases.outbox.sequence import put_in_sequence
from cases.team.presence import HERE, WRITING, everybody, forget_who_left
from cases.verbs.be_present import be_gone, be_present
from tests.api.streams import Listening, Sent, listening
from tests.builders import Told, a_question
from tests.cast import BEN, JAN, MIA, NORD, ROOT, SPAET
from tests.pages.reader import Pages
from tests.pages.site import serving


@pytest.fixture
def case(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setattr(live, "LONGEST", 600.0)
    case = pages.desk.opens(a_question())
    put_in_sequence(pages.desk.database)
    return case


def served(pages: Pages) -> AbstractContextManager[str]:
    app = pages.client.app
    assert isinstance(app, FastAPI)
    return serving(app)


def hears(pages: Pages, address: str, who: Asker, query: str, **headers: str) -> AbstractContextManager[Listening]:
    """Somebody's page is open."""
    cookie = pages.as_(who).client.cookies["nazorg"]
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return listening(f"{address}/live?{query}", {"Cookie": f"nazorg={cookie}", **named})


def told(sent: Sent) -> dict[str, object]:
    found: dict[str, object] = json.loads(sent.data)
    return found


def test_it_tells_of_a_new_message_and_not_of_its_words(pages: Pages, case: Told) -> None:
    with served(pages) as address, hears(pages, address, JAN, f"case={case.id}&version=1") as heard:
        case.says(NORD, "It fits.")
        (sent,) = heard.wait_for(1)
    assert sent.event == "case"
    assert told(sent) == {"version": 2, "first": 2, "said": "1 new message"}


def test_it_tells_nothing_of_what_the_page_shows(pages: Pages, case: Told) -> None:
    case.says(NORD, "It fits.")
    with served(pages) as address, hears(pages, address, JAN, f"case={case.id}&version=2&after=0") as heard:
        case.says(NORD, "And it is blue.")
        (sent,) = heard.wait_for(1)
    assert told(sent) == {"version": 3, "first": 3, "said": "1 new message"}


def test_it_tells_what_came_while_the_page_was_drawn_or_away(pages: Pages, case: Told) -> None:
    with served(pages) as address:
        case.says(NORD, "It fits.")
        with hears(pages, address, JAN, f"case={case.id}&version=1&after=0") as heard:
            (first,) = heard.wait_for(1)
        case.says(NORD, "And it is blue.")
        query = f"case={case.id}&version=1&after=0"
        with hears(pages, address, JAN, query, Last_Event_ID=first.id) as heard:
            found = heard.wait_for(1)
    assert told(found[-1])["said"] == "2 new messages"


def test_it_tells_a_queue_how_many_cases_have_news(pages: Pages, case: Told) -> None:
    pages.desk.takes(number="7", seller="spaet", buyer="mia")
    with served(pages) as address, hears(pages, address, NORD, "after=2") as heard:
        pages.desk.opens(a_question("DE-7"), MIA)
        case.says(JAN, "And the lid?")
        (sent, *_) = heard.wait_for(1)
    assert (sent.event, told(sent)) == ("queue", {"said": "1 case has news: show"})


def test_it_lets_a_queue_look_again_at_what_was_done_just_now_and_tells_nobody(pages: Pages, case: Told) -> None:
    case.says(NORD, "It fits.")
    with served(pages) as address, hears(pages, address, NORD, "after=2") as heard:
        assert told(heard.wait_for(1)[0]) == {"said": ""}
        case.says(JAN, "And the lid?")
        assert told(heard.wait_for(2)[1]) == {"said": "1 case has news: show"}


@pytest.mark.parametrize("who", [MIA, SPAET])
def test_it_tells_nobody_of_anothers_case(pages: Pages, case: Told, who: Asker) -> None:
    for name in (case.id, "0198f3c2-7b1e-7000-8000-000000000000", "x"):
        assert pages.as_(who).get(f"/live?case={name}").status_code == 404


def test_it_tells_a_team_who_of_it_is_here(pages: Pages, case: Told) -> None:
    with served(pages) as address, hears(pages, address, NORD, f"case={case.id}&version=1") as anna:
        with hears(pages, address, BEN, f"case={case.id}&version=1") as ben:
            assert told(anna.wait_for(1)[-1]) == {"said": "ben has this case open too."}
            assert told(ben.wait_for(1)[-1]) == {"said": "anna has this case open too."}
            be_present(pages.desk.database, NORD, case.id, real_now(), writes=True)
            assert told(ben.wait_for(2)[-1]) == {"said": "anna is replying."}
        be_gone(pages.desk.database, BEN, case.id)
        assert told(anna.wait_for(2)[-1]) == {"said": ""}


def test_it_takes_it_from_the_composer_that_somebody_writes(pages: Pages, case: Told) -> None:
    anna = pages.as_(NORD)
    typed = {"pass": anna.forms("/")["/sign-out"]["pass"], "writes": "yes"}
    assert anna.post(f"/cases/{case.id}/presence", typed).status_code == 204
    assert "anna is replying." in pages.as_(BEN).get(f"/cases/{case.id}").text
    assert "anna" not in pages.as_(JAN).get(f"/cases/{case.id}").text
    assert anna.post(f"/cases/{case.id}/presence", typed | {"writes": "no"}).status_code == 204
    assert "anna has this case open too." in pages.as_(BEN).get(f"/cases/{case.id}").text
    assert anna.post(f"/cases/{case.id}/presence", typed | {"pass": "x"}).status_code == 403


def test_it_reads_itself_again_without_taking_what_is_said_once(pages: Pages, case: Told) -> None:
    anna = pages.as_(NORD)
    form = anna.forms(f"/cases/{case.id}")[f"/cases/{case.id}/messages#compose"]
    anna.post(f"/cases/{case.id}/messages", form | {"body": "Which one?"}, follow=False)
    again = anna.get(f"/cases/{case.id}", **{"X-Renewal": "yes"}).text
    assert 'class="flashes"' not in again
    assert 'class="flashes"' in anna.get(f"/cases/{case.id}").text


def test_it_forgets_who_says_nothing_more(pages: Pages) -> None:
    desk = pages.desk
    case, now = desk.opens(a_question()), real_now().replace(microsecond=0)
    be_present(desk.database, NORD, case.id, now, writes=True)
    be_present(desk.database, BEN, case.id, now)

    def there(later: timedelta) -> list[tuple[str, bool]]:
        with desk.database.read() as connection:
            found = everybody(connection, now + later)
        return [(one.sub, one.writes) for one in found.get(case.id, ())]

    assert there(timedelta(0)) == [("anna", True), ("ben", False)]
    assert there(WRITING) == [("anna", False), ("ben", False)]
    be_present(desk.database, NORD, case.id, now + WRITING)
    assert there(HERE) == [("anna", False)]
    assert there(HERE + WRITING) == []
    assert forget_who_left(desk.database, now + HERE + timedelta(seconds=1)) == 1


def test_it_lets_nobody_be_where_they_may_not(pages: Pages) -> None:
    desk = pages.desk
    case = desk.opens(a_question())
    with pytest.raises(NotFound):
        be_present(desk.database, SPAET, case.id, real_now())
    with pytest.raises(Forbidden):
        be_present(desk.database, JAN, case.id, real_now())
    be_present(desk.database, ROOT, case.id, real_now())
