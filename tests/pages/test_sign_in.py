"""Who may come in, as whom, and that no form but ours does anything."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from api.pages.own_address import own_address
from api.pages.rendering import POLICY
from tests.api.web import token
from tests.builders import a_question
from tests.cast import JAN, MIA, NORD, ROOT, SPAET, SYSTEMS
from tests.pages.reader import Pages, title


@pytest.mark.parametrize(("who", "heading"), [(JAN, "My cases"), (NORD, "Queue"), (ROOT, "All cases")])
def test_it_shows_each_role_its_own_first_page(pages: Pages, who: object, heading: str) -> None:
    answer = pages.as_(who).get("/")  # type: ignore[arg-type]  # the cast's type is lost in the parameters
    assert title(answer) == f"{heading} · Nazorg"


def test_it_sends_a_stranger_to_sign_in_and_back(pages: Pages) -> None:
    stranger = pages.stranger()
    answer = stranger.client.get("/search?q=a", headers={"Accept": "text/html"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?then=%2Fsearch%3Fq%3Da")
    answer = stranger.get(f"/sign-in?then=/search?q=a&token={token(JAN)}")
    assert str(answer.url) == "http://testserver/search?q=a"


@pytest.mark.parametrize("bad", ["", "x", token(JAN, secret="another secret that is long enough"), token(SYSTEMS)])
def test_it_lets_nobody_in_by_a_link_that_is_not_ours(pages: Pages, bad: str) -> None:
    stranger = pages.stranger()
    answer = stranger.get(f"/sign-in?token={bad}")
    assert title(answer).startswith("Sign in")
    assert str(stranger.get("/").url).endswith("/sign-in")


def test_it_takes_no_cookie_for_a_token_nor_a_token_for_a_cookie(pages: Pages) -> None:
    cookie = pages.as_(JAN).client.cookies["nazorg"]
    answer = pages.client.get("/v1/cases", headers={"Authorization": f"Bearer {cookie}"})
    assert answer.status_code == 401
    stranger = pages.stranger()
    stranger.client.cookies.set("nazorg", token(JAN))
    assert str(stranger.get("/").url).endswith("/sign-in")


def test_it_writes_a_cookie_that_scripts_and_strangers_cannot_use(pages: Pages) -> None:
    answer = pages.stranger().client.get(f"/sign-in?token={token(JAN)}", follow_redirects=False)
    assert re.search(r"; HttpOnly; Max-Age=43200; Path=/; SameSite=lax$", answer.headers["set-cookie"])


def test_it_marks_the_cookie_secure_wherever_there_is_a_network_between(pages: Pages) -> None:
    answer = pages.stranger().client.get(f"http://shop.example/sign-in?token={token(JAN)}", follow_redirects=False)
    assert "; Secure" in answer.headers["set-cookie"]


def test_it_signs_out(pages: Pages) -> None:
    reader = pages.as_(JAN)
    reader.fills("/", "/sign-out", {})
    assert str(reader.get("/").url).endswith("/sign-in")


def test_it_does_nothing_for_a_form_that_it_did_not_draw(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    version = case.version
    reader = pages.as_(NORD)
    for given in ({}, {"pass": ""}, {"pass": "x"}, {"pass": "é"}):
        answer = reader.post(f"/cases/{case.id}/messages", {"body": "Yes, it <b>fits</b>.", **given})
        assert (answer.status_code, title(answer)) == (403, "This form is no longer valid · Nazorg")
        assert "Yes, it &lt;b&gt;fits&lt;/b&gt;." in answer.text
    assert case.version == version


def test_it_takes_no_form_drawn_for_somebody_else(pages: Pages) -> None:
    key = pages.as_(SPAET).forms("/")["/sign-out"]["pass"]
    assert pages.as_(NORD).post("/sign-out", {"pass": key}).status_code == 403


def test_it_hides_what_belongs_to_another_party(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    for who in (MIA, SPAET):
        for path in (f"/cases/{case.id}", f"/cases/{case.id}?do=answer", "/cases/x", "/nothing", "/attachments/att_1"):
            answer = pages.as_(who).get(path)
            assert (answer.status_code, title(answer)) == (404, "Not found · Nazorg"), path


def test_it_guards_every_page(pages: Pages) -> None:
    for path in ("/", "/sign-in", "/nothing", "/search?q=a"):
        answer = pages.as_(JAN).get(path)
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "private, no-store"
        assert not re.search(r"<[^>]* (style|on[a-z]+)=", answer.text), path


def test_it_speaks_the_readers_language(pages: Pages) -> None:
    stranger = pages.stranger()
    assert title(stranger.get("/sign-in", **{"Accept-Language": "nl"})).startswith("Aanmelden")
    answer = stranger.fills("/sign-in", "/choices", {"lang": "de", "back": "/sign-in"})
    assert title(answer).startswith("Anmelden")
    assert '<html lang="de"' in answer.text


@pytest.mark.parametrize(("language", "country"), [("sv", "SE"), ("cs", "CZ"), ("nl", "NL"), ("ro", "RO")])
def test_it_begins_in_a_market_of_the_language(pages: Pages, language: str, country: str) -> None:
    html = pages.as_(replace(JAN, lang=language)).get("/").text
    assert f'<option value="{country}" selected>' in html


def test_it_keeps_the_chosen_market_and_colours(pages: Pages) -> None:
    reader = pages.as_(JAN)
    reader.fills("/", "/choices", {"market": "PL", "theme": "dark", "back": "/"})
    html = reader.get("/").text
    assert '<option value="PL" selected>Poland</option>' in html
    assert 'data-theme="dark"' in html


def test_it_turns_single_keys_off(pages: Pages) -> None:
    reader = pages.as_(JAN)
    assert "/keys.js" in reader.get("/").text
    form = reader.forms("/")["/choices"]
    reader.post("/choices", {"pass": form["pass"], "keys": "off", "back": "/"})
    assert "/keys.js" not in reader.get("/").text


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "https://evil.example", "", "x", "/\n/x"])
def test_it_leads_nobody_away(address: str) -> None:
    assert own_address(address) == "/"


def test_it_serves_files_for_ever_at_the_address_of_their_bytes(pages: Pages) -> None:
    html = pages.stranger().get("/sign-in").text
    addresses = re.findall(r'(?:href|src)="(/static/[^"#]+)"', html)
    assert len(addresses) >= 4
    for address in addresses:
        answer = pages.client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    old = pages.client.get(f"/static/old/{addresses[0].rsplit('/', 1)[1]}")
    assert (old.status_code, old.headers["cache-control"]) == (200, "no-cache")
    again = pages.client.get(addresses[0], headers={"If-None-Match": old.headers["etag"]})
    assert pages.client.get("/static/old/../../app.py").status_code == 404
    assert again.status_code in (200, 304)
