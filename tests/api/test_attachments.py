"""Files over HTTP: a form with the file and what kind of document it is."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from httpx import Response

from cases.casefile.asker import Asker
from cases.messages.attachments import LARGEST
from tests.api.web import Web, pointers, refusal
from tests.builders import PNG, a_question
from tests.cast import JAN, NORD, SYSTEMS

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


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
    assert (kept["sha256"], kept["content_type"], kept["size"]) == (
        hashlib.sha256(PNG).hexdigest(), "image/png", len(PNG),
    )  # fmt: skip


def test_it_goes_along_with_a_message(web: Web) -> None:
    case = web.desk.opens(a_question())
    name = upload(web, NORD, PDF, document="manual").json()["id"]
    message = {"body": "The manual is attached.", "attachments": [name]}
    assert web.post(NORD, f"/cases/{case.id}/messages", message).json()["message"]["attachments"] == [name]
    assert pointers(web.post(JAN, f"/cases/{case.id}/messages", message)) == ["/attachments/0"]


@pytest.mark.parametrize("data", [b"", b"#!/bin/sh\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"MZ"])
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
