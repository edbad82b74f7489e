"""Files that go along with messages: whose they are, what they may be, where they lie."""

from __future__ import annotations

import hashlib

import pytest

from cases.casefile.asker import Asker
from cases.errors import ShapeInvalid
from cases.messages.attachments import AttachmentRef
from cases.messages.cleaning import LARGEST, TooLarge, UnsupportedType, clean
from cases.verbs.upload_attachment import upload_attachment
from tests.builders import Desk, a_png, a_question
from tests.cast import JAN, NORD
from tests.strange_files import a_pdf, a_photo, a_picture, as_bytes

PNG = a_png()
STRANGER = Asker("buyer", "somebody-new", lang="en")


def upload(
    desk: Desk, who: Asker, data: bytes = PNG, document: str | None = "photo", name: str = "a.png"
) -> AttachmentRef:
    return upload_attachment(desk.database, desk.files, who, data, name=name, document=document, real_now=desk.now)


def test_it_keeps_the_bytes_under_their_hash(desk: Desk) -> None:
    kept = upload(desk, JAN)
    made = clean(PNG).data
    digest = hashlib.sha256(made).hexdigest()
    assert (kept.sha256, kept.content_type, kept.size) == (digest, "image/png", len(made))
    assert (desk.folder / "files" / digest[:2] / digest).read_bytes() == made


def test_it_keeps_the_hash_of_what_is_kept_and_not_of_what_came(desk: Desk) -> None:
    photo = a_photo()
    kept = upload(desk, JAN, photo, name="photo.jpg")
    stored = desk.files.get(kept.sha256)
    assert stored is not None
    assert (hashlib.sha256(stored).hexdigest(), len(stored)) == (kept.sha256, kept.size)
    assert kept.sha256 != hashlib.sha256(photo).hexdigest()


def test_it_keeps_the_words_of_a_pdf_for_search(desk: Desk) -> None:
    upload(desk, JAN, as_bytes(a_pdf("Invoice 4711")), document="invoice", name="invoice.pdf")
    upload(desk, JAN)
    assert sorted(desk.rows("SELECT document, text FROM attachment")) == [("invoice", "Invoice 4711"), ("photo", "")]


def test_it_takes_a_file_of_somebody_who_comes_for_the_first_time(desk: Desk) -> None:
    first, second = upload(desk, STRANGER), upload(desk, STRANGER, a_png(2))
    assert first.id != second.id
    assert desk.rows("SELECT count(*) FROM person WHERE external_id = 'somebody-new'") == [(1,)]


def test_it_lets_whoever_uploaded_it_name_it(desk: Desk) -> None:
    desk.takes()
    kept = upload(desk, JAN)
    case = desk.opens(a_question())
    said = case.says(JAN, "Here is a photo of it.", attachments=[kept.id])
    assert kept.id in said.entry.canonical
    assert kept.sha256 in said.entry.canonical


def test_it_lets_nobody_else_name_it(desk: Desk) -> None:
    desk.takes()
    kept = upload(desk, JAN)
    case = desk.opens(a_question())
    with pytest.raises(ShapeInvalid) as refused:
        case.says(NORD, "It fits.", attachments=[kept.id])
    assert [fault.pointer for fault in refused.value.errors] == ["/attachments/0"]


@pytest.mark.parametrize(("document", "reason"), [(None, "field.missing"), ("selfie", "field.enum")])
def test_it_refuses_a_document_that_is_none(desk: Desk, document: str | None, reason: str) -> None:
    with pytest.raises(ShapeInvalid) as refused:
        upload(desk, JAN, document=document)
    assert [(fault.pointer, fault.reason) for fault in refused.value.errors] == [("/document", reason)]
    assert desk.rows("SELECT count(*) FROM attachment") == [(0,)]


def test_it_goes_by_what_the_bytes_are_and_not_by_their_name(desk: Desk) -> None:
    with pytest.raises(UnsupportedType):
        upload(desk, JAN, b"#!/bin/sh\n", name="invoice.pdf")


def test_it_refuses_more_than_ten_megabytes(desk: Desk) -> None:
    with pytest.raises(TooLarge):
        upload(desk, JAN, PNG + bytes(LARGEST))


def test_it_keeps_a_name_that_is_safe(desk: Desk) -> None:
    upload(desk, JAN, name="../a\x00b\ud800c\u202e.html")
    assert desk.rows("SELECT name FROM attachment") == [("abc.png",)]


def test_it_keeps_nothing_of_a_file_that_cannot_be_made_harmless(desk: Desk) -> None:
    with pytest.raises(ShapeInvalid):
        upload(desk, JAN, a_picture(size=(300, 300))[:900])
    assert desk.rows("SELECT count(*) FROM attachment") == [(0,)]
    assert not list(desk.folder.glob("files/*/*"))
