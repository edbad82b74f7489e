"""The days that admins set, on the page of their market."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from markets.calendars import calendar_of, use_decrees
from tests.cast import NORD, ROOT
from tests.pages.reader import Pages

FORM = "/admin/markets/DE"
TYPED: dict[str, Any] = {"day": "2026-04-08", "what": "off", "holiday": "Day of the <b>Desk</b>", "reason": "Decreed."}


def sets(pages: Pages, **typed: Any) -> str:
    """What an admin sees who filled the form."""
    reader = pages.as_(ROOT)
    key = reader.forms("/")["/sign-out"]["pass"]
    return reader.post(FORM, {"pass": key, **TYPED, **typed}).text


def test_it_sets_a_day_and_names_who_and_why(pages: Pages) -> None:
    html = sets(pages)
    assert "The day is set." in html
    assert "<strong>Day of the &lt;b&gt;Desk&lt;/b&gt;</strong>" in html
    assert "Decreed." in html
    assert "root" in html
    assert not calendar_of("DE").works(date(2026, 4, 8))
    assert "Decreed." in pages.as_(ROOT).get("/admin/markets").text


def test_it_takes_a_day_back_by_its_own_form(pages: Pages) -> None:
    sets(pages)
    ((name,),) = pages.desk.rows("SELECT id FROM calendar_override")
    html = sets(pages, withdraw=str(name), reason="It was a mistake.")
    assert "It is taken back." in html
    assert "<s>Day of the &lt;b&gt;Desk&lt;/b&gt;</s>" in html
    assert "It was a mistake." in html
    assert calendar_of("DE").works(date(2026, 4, 8))


def test_it_makes_a_working_day(pages: Pages) -> None:
    sets(pages, day="2026-04-06", what="works", holiday="")
    assert calendar_of("DE").works(date(2026, 4, 6))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "2026-04-02"}, "Choose a day from tomorrow on"),
        ({"day": "x"}, "Choose a day from tomorrow on"),
        ({"day": "2026-04-11"}, "Saturdays and Sundays never count"),
        ({"day": "2026-04-06"}, "This day is so already."),
        ({"holiday": " "}, "Say what the day off is called."),
        ({"reason": ""}, "Say in a few words why."),
    ],
)
def test_it_says_what_cannot_be_and_keeps_what_was_typed(pages: Pages, typed: dict[str, str], said: str) -> None:
    html = sets(pages, **typed)
    assert said in html
    assert ('value="Day of the &lt;b&gt;Desk&lt;/b&gt;"' in html) == ("holiday" not in typed)
    assert pages.desk.rows("SELECT id FROM calendar_override") == []


def test_it_has_every_day_again_after_a_start(pages: Pages) -> None:
    sets(pages)
    use_decrees({})
    settings = pages.client.app.state.door.settings  # type: ignore[attr-defined]  # Starlette's, behind the client
    with TestClient(create_app(settings, pages.desk.database)):
        assert not calendar_of("DE").works(date(2026, 4, 8))


def test_it_lets_nobody_else_set_a_day(pages: Pages) -> None:
    key = pages.as_(NORD).forms("/")["/sign-out"]["pass"]
    assert pages.as_(NORD).post(FORM, {"pass": key, **TYPED}).status_code == 404
    assert pages.desk.rows("SELECT id FROM calendar_override") == []
