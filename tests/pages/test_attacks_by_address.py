"""Somebody tries addresses that are not theirs: whatever they name, it does not exist for them."""

from __future__ import annotations

import re

import pytest

from cases.casefile.asker import Asker
from cases.verbs.upload_attachment import upload_attachment
from tests.builders import a_png, a_question, a_return, a_withdrawal
from tests.cast import JAN, MIA, NORD, ROOT, SPAET
from tests.pages.reader import Pages, title
from tests.pages.routes import naming, paths

STRANGERS = (MIA, SPAET)
NO_ONE = "0198f3c2-7b1e-7000-8000-000000000000"
THINGS = ("case", "order", "attachment", "review")
GUESSED = {"seller": "nobody", "token": "eyJhIjoxfQ.x.y", "link": "bm9yZA.x", "kind": "dance", "code": "XX"}


def gone(pages: Pages, who: Asker, method: str, path: str) -> str:
    """The page that says that there is no such thing, without what differs each time."""
    reader = pages.as_(who)
    typed = {"pass": reader.forms("/")["/sign-out"]["pass"], "body": "Let me in.", "reason": "Let me in."}
    typed |= {"decision": "release"}
    answer = reader.get(path) if method == "GET" else reader.post(path, typed, follow=False)
    assert (answer.status_code, title(answer)) == (404, "Not found · Nazorg"), f"{who.sub} {method} {path}"
    return re.sub(r'name="pass" value="[^"]+"', "", answer.text).replace(path, "")


def jans(pages: Pages) -> dict[str, str]:
    """A case, an order and a file of Jan's at Werkstatt Nord."""
    desk = pages.desk
    file = upload_attachment(
        desk.database, desk.files, JAN, a_png(), name="a.png", document="photo", real_now=desk.now
    ).id
    return {"case": desk.opens(a_question(attachments=[file])).id, "order": "DE-1042", "attachment": file}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_it_hides_what_is_anothers_on_every_page_of_every_face(pages: Pages, method: str) -> None:
    known = jans(pages)
    for thing, name in known.items():
        for path in naming(method, thing):
            for who in STRANGERS:
                address = path.replace(f"{{{thing}}}", name)
                unknown = path.replace(f"{{{thing}}}", NO_ONE)
                assert gone(pages, who, method, address) == gone(pages, who, method, unknown), address


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_it_says_of_what_never_was_that_it_is_not_there(pages: Pages, method: str) -> None:
    for thing in THINGS:
        for path in naming(method, thing):
            for who in (JAN, NORD, ROOT):
                gone(pages, who, method, path.replace(f"{{{thing}}}", NO_ONE))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_it_takes_no_guessed_token_kind_or_market(pages: Pages, method: str) -> None:
    for thing, name in GUESSED.items():
        for path in naming(method, thing):
            gone(pages, ROOT, method, path.replace(f"{{{thing}}}", name))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_it_has_no_page_of_the_platform_for_anybody_else(pages: Pages, method: str) -> None:
    case = pages.desk.opens(a_return())
    own = {"case": case.id, "review": NO_ONE, "kind": "return", "code": "DE", "seller": "nord"}
    for path in paths(method):
        if path.startswith("/admin/") or path in ("/cases/{case}/look", "/cases/{case}/verify"):
            for who in (JAN, NORD):
                gone(pages, who, method, path.format_map(_Named(own)))


class _Named(dict[str, str]):
    def __missing__(self, key: str) -> str:
        raise AssertionError(f"nobody told this test what {key} is")


def test_it_names_nothing_that_this_test_does_not_try() -> None:
    parts = {part for method in ("GET", "POST") for path in paths(method) for part in re.findall(r"{(\w+)}", path)}
    assert parts == {*THINGS, *GUESSED, "digest", "name"}


def test_it_takes_a_link_for_nothing_but_what_it_was_made_for(pages: Pages) -> None:
    html = pages.as_(JAN).get("/orders/DE-1042").text
    found = re.search(r'value="http://testserver/withdraw/([^"]+)"', html)
    assert found
    assert pages.stranger().get(f"/withdraw/{found[1]}").status_code == 200
    for path in (f"/acknowledgements/{found[1]}", f"/acknowledgements/{found[1]}/pdf", f"/deadlines/{found[1]}.ics"):
        assert pages.stranger().get(path).status_code == 404, path
    assert pages.stranger().get(f"/withdraw/{found[1][:-2]}xx").status_code == 404


def test_it_shows_a_stranger_nothing_but_the_way_in(pages: Pages) -> None:
    known = jans(pages) | {"review": NO_ONE, "kind": "return", "code": "DE", "seller": "nord"}
    for path in paths("GET"):
        if not re.search(r"{(token|link|digest)}", path) and not path.startswith("/sign-"):
            answer = pages.stranger().get(path.format_map(_Named(known)))
            assert answer.url.path == "/sign-in", path


def test_it_lets_nobody_write_in_the_name_of_a_case_that_is_anothers(pages: Pages) -> None:
    case, own = pages.desk.opens(a_question()), _of_mia(pages)
    form = pages.as_(MIA).forms(f"/cases/{own}")[f"/cases/{own}/messages#compose"]
    answer = pages.as_(MIA).post(f"/cases/{case.id}/messages", {**form, "body": "It was me."})
    assert answer.status_code == 404
    assert case.version == 1


def test_it_attaches_nobody_elses_file(pages: Pages) -> None:
    file, own = jans(pages)["attachment"], _of_mia(pages)
    where = f"/cases/{own}/messages"
    answer = pages.as_(MIA).fills(f"/cases/{own}", where, {"body": "See this.", "attachments": [file]})
    assert answer.status_code == 422
    assert pages.as_(MIA).get(f"/attachments/{file}").status_code == 404


def test_it_withdraws_from_nobody_elses_order(pages: Pages) -> None:
    _of_mia(pages)
    form = pages.as_(MIA).forms("/orders/DE-9/withdraw")["/orders/DE-9/withdraw"]
    answer = pages.as_(MIA).post("/orders/DE-1042/withdraw", {**form, "contact": "mia@example.com"})
    assert answer.status_code == 404
    assert pages.desk.rows("SELECT id FROM cases WHERE kind = 'withdrawal'") == []


def _of_mia(pages: Pages) -> str:
    """A case of Mia's on an order of hers."""
    return pages.desk.opens(a_question(pages.desk.takes(number="9", buyer="mia")), MIA).id


def test_it_selects_no_case_of_another_seller(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    reader = pages.as_(SPAET)
    typed = {"pass": reader.forms("/")["/sign-out"]["pass"], "case": [case.id], "body": "Hello.", "send": "yes"}
    assert reader.post("/many", typed).status_code == 404
    assert case.version == 1


def test_it_finds_nothing_of_anothers(pages: Pages) -> None:
    case = pages.desk.opens(a_question(body="Does the colander fit?"))
    for who in STRANGERS:
        assert case.id not in pages.as_(who).get("/search?q=colander").text
    assert case.id in pages.as_(NORD).get("/search?q=colander").text


def test_it_gives_nobody_else_the_acknowledgement(pages: Pages) -> None:
    case = pages.desk.opens(a_withdrawal())
    assert pages.as_(JAN).get(f"/cases/{case.id}/acknowledgement.pdf").status_code == 200
    for who in STRANGERS:
        assert pages.as_(who).get(f"/cases/{case.id}/acknowledgement.pdf").status_code == 404
