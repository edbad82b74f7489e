"""Files over HTTP: a form with the file and what kind of document it is."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from httpx2 import Response

from cases.casefile.asker import Asker
from cases.messages.cleaning import LARGEST, clean
from tests.api.web import Web, pointers, refusal
from tests.builders import a_png, a_question
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from tests.strange_files import HTML, SVG, a_header, a_pdf, a_picture, as_bytes

PNG = a_png()
PDF = as_bytes(a_pdf())


def upload(
    web: Web, who: Asker, data: bytes = PNG, key: str | None = None, document: str | None = "photo", **more: Any
) -> Response:
    named = {} if key is None else {"Idempotency-Key": key}
    said = {} if document is None else {"document": document}
    files = more.pop("files", {"file": ("photo.png", data, "image/png")})
    answer: Response = web.client.post("/v1/attachments", data=said | more, files=files, headers=web.signed(who, named))
    return answer


def test_it_keeps_a_file(web: Web) -> None:
    answer = upload(web, JAN)
    assert answer.status_code == 201, answer.text
    kept = answer.json()
    assert set(kept) == {"id", "sha256", "content_type", "size"}
    made = clean(PNG).data
    digest = hashlib.sha256(made).hexdigest()
    assert (kept["sha256"], kept["content_type"], kept["size"]) == (digest, "image/png", len(made))


def test_it_goes_along_with_a_message(web: Web) -> None:
    case = web.desk.opens(a_question())
    name = upload(web, NORD, PDF, document="manual").json()["id"]
    message = {"body": "The manual is attached.", "attachments": [name]}
    assert web.post(NORD, f"/cases/{case.id}/messages", message).json()["message"]["attachments"] == [name]
    assert pointers(web.post(JAN, f"/cases/{case.id}/messages", message)) == ["/attachments/0"]


@pytest.mark.parametrize("data", [b"", b"#!/bin/sh\n", SVG, HTML, b"MZ", b"PK\x03\x04"])
def test_it_takes_only_images_and_pdf(web: Web, data: bytes) -> None:
    assert refusal(upload(web, JAN, data)) == (415, "unsupported_media_type")


def test_it_takes_ten_megabytes_and_no_more(web: Web) -> None:
    assert upload(web, JAN, PNG + bytes(LARGEST - len(PNG))).status_code == 201
    assert refusal(upload(web, JAN, PNG + bytes(LARGEST))) == (413, "too_large")
    assert refusal(upload(web, JAN, PNG + bytes(2 * LARGEST))) == (413, "too_large")


def test_it_needs_the_kind_of_document(web: Web) -> None:
    assert pointers(upload(web, JAN, document=None)) == ["/document"]
    assert pointers(upload(web, JAN, document="selfie")) == ["/document"]


def test_it_needs_one_file(web: Web) -> None:
    none = {"document": (None, "photo")}
    assert pointers(upload(web, JAN, document=None, files=none)) == ["/file"]


def test_it_refuses_what_is_no_form(web: Web) -> None:
    answer = web.post(JAN, "/attachments", {"document": "photo"})
    assert refusal(answer) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--y\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\n\x00\x00\r\n\r\n--x--"),
    ],
)
def test_it_refuses_a_form_that_cannot_be_read(web: Web, kind: str, raw: bytes) -> None:
    answer = web.send(JAN, "/attachments", raw, Content_Type=kind)
    assert refusal(answer) in ((400, "bad_json"), (422, "fields_invalid"))


def test_it_knows_nobody_before_it_reads_a_file(web: Web) -> None:
    answer = web.client.post("/v1/attachments", content=bytes(2 * LARGEST))
    assert refusal(answer) == (401, "unauthenticated")


def test_it_keeps_a_file_that_is_sent_twice_once(web: Web) -> None:
    first, again = upload(web, SYSTEMS, key="k"), upload(web, SYSTEMS, key="k")
    assert first.status_code == 201, first.text
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert refusal(upload(web, SYSTEMS, PDF, key="k")) == (409, "idempotency_conflict")
    assert web.desk.rows("SELECT count(*) FROM attachment") == [(1,)]


def test_it_asks_the_systems_for_a_key(web: Web) -> None:
    assert "Idempotency-Key" in " ".join(pointers(upload(web, SYSTEMS)))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (a_header(20_000, 20_000), "A picture may have at most 12000 pixels a side and 50 megapixels in all."),
        (
            a_picture(size=(300, 300))[:900],
            "This file is damaged or too complicated to be opened; save it again and try once more.",
        ),
    ],
    ids=["a picture", "half a file"],
)
def test_it_refuses_in_one_sentence_what_cannot_be_made_harmless(web: Web, data: bytes, said: str) -> None:
    answer = upload(web, JAN, data)
    assert refusal(answer) == (422, "fields_invalid")
    assert answer.json()["errors"] == [{"pointer": "/file", "reason": said}]


def test_it_gives_a_file_back_as_something_to_be_saved(web: Web) -> None:
    sent = {"file": ('Kühl "schrank"\r\n.html', PNG, "text/html")}
    kept = upload(web, JAN, files=sent).json()
    answer = web.get(JAN, f"/attachments/{kept['id']}")
    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() == kept["sha256"]
    assert {name: answer.headers[name] for name in SAFE} == SAFE
    said = answer.headers["content-disposition"]
    assert said.startswith('attachment; filename="K_hl _')
    assert "filename*=UTF-8''K%C3%BChl%20" in said
    assert said.endswith(".png")


SAFE = {
    "content-type": "image/png",
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-store",
}


def test_it_gives_a_file_to_the_other_party_once_it_was_named(web: Web) -> None:
    case, name = web.desk.opens(a_question()), upload(web, JAN).json()["id"]
    assert refusal(web.get(NORD, f"/attachments/{name}")) == (404, "not_found")
    web.post(JAN, f"/cases/{case.id}/messages", {"body": "Here it is.", "attachments": [name]})
    assert web.get(NORD, f"/attachments/{name}").status_code == 200
    assert web.get(ROOT, f"/attachments/{name}").status_code == 200


@pytest.mark.parametrize("name", ["att_none", "att_%00", "%F0%9F%A6%8A", "..%2F..%2Fsecret"])
def test_it_knows_no_file_that_is_none(web: Web, name: str) -> None:
    assert refusal(web.get(ROOT, f"/attachments/{name}")) == (404, "not_found")


def test_it_gives_no_file_to_somebody_without_a_token(web: Web) -> None:
    name = upload(web, JAN).json()["id"]
    assert refusal(web.client.get(f"/v1/attachments/{name}")) == (401, "unauthenticated")
