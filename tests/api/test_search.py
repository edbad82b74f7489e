"""Search over HTTP: whose messages, with which excerpt, what is refused, a page at a time."""

from __future__ import annotations

import base64

import pytest
from httpx2 import Response

from api.listing import cursor_after
from cases.casefile.asker import Asker
from tests.api.web import Web, pointers, refusal
from tests.builders import Told, a_question
from tests.cast import JAN, MIA, NORD, ROOT, SPAET, SYSTEMS
from tests.strange_files import a_pdf, as_bytes

WORDS = "Passt das Sieb der Müller-Maschine?"


def seek(web: Web, who: Asker, query: str, **more: str | list[str]) -> Response:
    """What somebody is answered who looks for something."""
    answer: Response = web.client.get("/v1/search", params={"q": query, **more}, headers=web.signed(who, {}))
    return answer


@pytest.fixture
def asked(web: Web) -> Told:
    return web.desk.opens(a_question(body=WORDS))


def test_it_answers_with_message_case_and_excerpt(web: Web, asked: Told) -> None:
    answer = seek(web, NORD, "muller")
    assert answer.status_code == 200, answer.text
    (hit,) = answer.json()["items"]
    case = web.get(NORD, f"/cases/{asked.id}").json()
    (message,) = web.get(NORD, f"/cases/{asked.id}/messages").json()["items"]
    assert hit["message"] == message
    assert hit["case"] == {name: case[name] for name in ("id", "number", "kind", "state", "order")}
    assert hit["excerpt"] == {"text": WORDS, "spans": [[19, 25]]}
    assert hit["attachment"] is None
    assert answer.json()["next"] is None


def test_it_tells_in_which_file_it_found_it(web: Web, asked: Told) -> None:
    sent = {"file": ("Rechnung.pdf", as_bytes(a_pdf("Invoice 4711")), "application/pdf")}
    kept = web.client.post(
        "/v1/attachments", data={"document": "invoice"}, files=sent, headers=web.signed(JAN, {})
    ).json()
    message = {"body": "Hier ist sie.", "attachments": [kept["id"]]}
    said = web.post(JAN, f"/cases/{asked.id}/messages", message).json()["message"]
    for query, text in (("4711", "Invoice 4711"), ("rechnung", "Rechnung.pdf")):
        (hit,) = seek(web, NORD, query).json()["items"]
        assert hit["message"]["id"] == said["id"]
        assert hit["excerpt"]["text"] == text
        assert hit["attachment"] == {"id": kept["id"], "name": "Rechnung.pdf"}
    assert seek(web, SPAET, "4711").json()["items"] == []


def test_it_shows_everybody_their_own(web: Web, asked: Told) -> None:
    for who in (JAN, NORD, ROOT, SYSTEMS):
        assert [hit["case"]["id"] for hit in seek(web, who, "sieb").json()["items"]] == [asked.id]
    for who in (MIA, SPAET, Asker("seller", "jan", "jan")):
        assert seek(web, who, "sieb").json() == {"items": [], "next": None}


def test_it_finds_a_case_by_its_number(web: Web, asked: Told) -> None:
    (hit,) = seek(web, JAN, asked.file.case.number).json()["items"]
    start, end = hit["excerpt"]["spans"][0]
    assert hit["excerpt"]["text"][start:end] == asked.file.case.number


@pytest.mark.parametrize("query", ["", " ", "*", "-", '"', '""', "?!", "-sieb", "👍", "x" * 201, "sieb\x00"])
def test_it_refuses_what_names_no_word(web: Web, asked: Told, query: str) -> None:
    assert pointers(seek(web, JAN, query)) == ["/query/q"]


def test_it_asks_for_a_query(web: Web) -> None:
    assert pointers(web.get(JAN, "/search")) == ["/query/q"]


@pytest.mark.parametrize(
    "query", ['" OR 1=1 --', "NEAR(", "sieb NEAR(", "'", "sieb'", 'sieb"', "words:sieb", "a" * 200]
)
def test_it_never_tells_of_a_syntax(web: Web, asked: Told, query: str) -> None:
    assert seek(web, JAN, query).status_code in (200, 422)


@pytest.mark.parametrize(
    ("more", "finds"),
    [
        ({"kind": "question"}, True),
        ({"kind": "return"}, False),
        ({"kind": ["return", "question"]}, True),
        ({"state": "awaiting_seller"}, True),
        ({"order": "DE-1042"}, True),
        ({"order": "DE-1"}, False),
        ({"seller": "nord"}, True),
        ({"seller": "spaet"}, False),
        ({"market": "NL"}, False),
        ({"buyer": "jan"}, True),
        ({"from": "2026-04-02T15:00:00+02:00"}, True),
        ({"from": "2026-04-02T15:00:01+02:00"}, False),
        ({"until": "2026-04-02T15:00:00+02:00"}, False),
        ({"until": "2026-04-02T15:00:01+02:00", "from": "2026-04-02T12:00:00Z"}, True),
    ],
)
def test_it_filters(web: Web, asked: Told, more: dict[str, str], finds: bool) -> None:
    assert bool(seek(web, ROOT, "sieb", **more).json()["items"]) is finds


@pytest.mark.parametrize("name", ["from", "until"])
@pytest.mark.parametrize("value", ["", "yesterday", "2026-04-02", "2026-04-02T15:00:00"])
def test_it_takes_moments_with_an_offset_alone(web: Web, name: str, value: str) -> None:
    assert pointers(seek(web, JAN, "sieb", **{name: value})) == [f"/query/{name}"]


@pytest.mark.parametrize("limit", ["1", "2", "3", "5"])
def test_it_loses_and_repeats_none(web: Web, asked: Told, limit: str) -> None:
    for number in range(4):
        asked.says(NORD, f"Das Sieb, Antwort {number}.", answers=[])
    whole = [hit["message"]["id"] for hit in seek(web, JAN, "sieb").json()["items"]]
    found: list[str] = []
    more: dict[str, str] = {}
    while True:
        page = seek(web, JAN, "sieb", limit=limit, **more).json()
        found += [hit["message"]["id"] for hit in page["items"]]
        if page["next"] is None:
            break
        more = {"cursor": page["next"]}
    assert found == whole
    assert len(set(whole)) == 5


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "WyJzZWFyY2giXQ==",
        '["search","2026-W14-4T10:00:00Z","019ddf2c-6c1e-7a40-9d3f-2f6f6d0c51aa","x"]',
        '["search","now","019ddf2c-6c1e-7a40-9d3f-2f6f6d0c51aa","1"]',
        '["search","2026-04-02T13:00:00+00:00","x","1"]',
        '["search","2026-04-02T13:00:00+00:00","019ddf2c-6c1e-7a40-9d3f-2f6f6d0c51aa"]',
    ],
)
def test_it_refuses_a_cursor_of_somebodys_own_making(web: Web, asked: Told, cursor: str) -> None:
    said = base64.urlsafe_b64encode(cursor.encode()).decode() if cursor.startswith("[") else cursor
    assert refusal(seek(web, JAN, "sieb", cursor=said)) == (422, "cursor_invalid")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-W14-4T10:00:00Z"])
def test_it_takes_any_moment_in_a_cursor(web: Web, asked: Told, moment: str) -> None:
    cursor = cursor_after("search", moment, asked.id, "1")
    assert seek(web, JAN, "sieb", cursor=cursor).status_code == 200
    assert seek(web, ROOT, "sieb", **{"from": moment}).status_code == 200


def test_it_needs_a_token(web: Web) -> None:
    assert refusal(web.client.get("/v1/search?q=sieb")) == (401, "unauthenticated")
