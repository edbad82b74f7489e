"""What follows from words that may not be said: a seller's are refused, a buyer's are covered, and both can object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from cases.casefile.asker import Asker
from cases.casefile.entries import Entry, entries_of
from cases.casefile.search import search
from cases.casefile.search_indexes import Search
from cases.db import Database
from cases.errors import ConductRefused, Marketing, OffPlatformContact, ShapeInvalid
from cases.ledger.verify import verify
from cases.messages.search.query import sought_in
from cases.sellers.breaches import breaches_of
from cases.verbs.open_case import open_case
from cases.verbs.openings import Opening
from cases.verbs.preview import preview_message, preview_opening
from cases.verbs.redact import redact
from cases.verbs.upload_attachment import upload_attachment
from cases.verbs.write_message import Message
from tests.builders import Desk, Told, a_measure, a_png, a_question, a_return, a_warranty
from tests.cast import JAN, NORD, ROOT, SPAET, SYSTEMS
from workflows.refusals import EventNotAllowed, FieldsInvalid

pytestmark = pytest.mark.usefixtures("every_rule_applied")

NUMBER = "+49 151 23456789"
CALL = f"It fits. My number is {NUMBER}."
ADVERT = "It fits. Subscribe to our newsletter and get 10% off with code SAVE10!"
MINE = f"Is it blue? My number is {NUMBER}."


@pytest.fixture
def case(desk: Desk) -> Told:
    desk.takes()
    return desk.opens(a_question())


@contextmanager
def refused_as(error: type[ConductRefused]) -> Iterator[pytest.ExceptionInfo[ConductRefused]]:
    with pytest.raises(error) as refused:
        yield refused


def read_by(case: Told, who: Asker, seq: int) -> Entry:
    with case.desk.database.read() as connection:
        return entries_of(connection, case.id, who, after=seq - 1, limit=1)[0]


def findings(desk: Desk) -> list[tuple[object, ...]]:
    return desk.rows("SELECT label, action, seq, stands FROM finding ORDER BY id")


def found_by(database: Database, who: Asker, words: str) -> int:
    with database.read() as connection:
        return len(search(connection, who, Search(sought_in(words), limit=10))[0])


def test_it_refuses_contact_of_a_seller(case: Told) -> None:
    with refused_as(OffPlatformContact) as refused:
        case.says(NORD, CALL)
    where = [CALL[one.start : one.end] for one in refused.value.broken if one.label == "phone"]
    assert NUMBER in where
    assert (case.version, len(case.running("reply"))) == (1, 1)


def test_it_refuses_advertising_of_a_seller(case: Told) -> None:
    with refused_as(Marketing) as refused:
        case.says(NORD, ADVERT)
    assert {one.label for one in refused.value.broken} == {"marketing"}


def test_it_names_contact_before_advertising(case: Told) -> None:
    with refused_as(OffPlatformContact) as refused:
        case.says(NORD, f"{ADVERT} {CALL}")
    labels = [one.label for one in refused.value.broken]
    assert labels[0] == "phone"
    assert labels[-1] == "marketing"


def test_it_refuses_what_a_seller_says_in_a_field(desk: Desk) -> None:
    desk.takes()
    returned = desk.opens(a_return())
    with refused_as(OffPlatformContact) as refused:
        returned.does(NORD, "decline", why=CALL)
    assert {one.pointer for one in refused.value.broken} == {"/fields/why"}


def test_it_refuses_every_other_fault_first(desk: Desk) -> None:
    desk.takes()
    returned = desk.opens(a_return())
    with pytest.raises(FieldsInvalid):
        returned.says(NORD, CALL, event="decline")
    with pytest.raises(EventNotAllowed):
        returned.says(NORD, CALL, event="refund")
    with pytest.raises(ShapeInvalid):
        returned.says(NORD, CALL, attachments=["att_of_nobody"])


def test_it_refuses_a_seller_to_open_a_case_with_contact(desk: Desk) -> None:
    desk.takes()
    with refused_as(OffPlatformContact):
        open_case(desk.database, NORD, Opening("question", "DE-1042", reason="other", body=CALL), desk.now)
    assert desk.rows("SELECT id FROM cases") == []
    ((asked,),) = desk.rows("SELECT request FROM refused_message")
    assert json.loads(asked)["opening"]["body"] == CALL


def test_it_refuses_a_file_whose_name_says_it(case: Told) -> None:
    desk = case.desk
    names = (desk.database, desk.files, NORD, a_png())
    file = upload_attachment(*names, name="call +49 151 23456789.png", document="photo", real_now=desk.now)
    with refused_as(OffPlatformContact) as refused:
        case.says(NORD, "It fits, see the photo.", attachments=[file.id])
    assert {one.pointer for one in refused.value.broken} == {"/attachments/0/name"}


def test_it_only_notes_contact_in_a_document_that_must_show_it(case: Told) -> None:
    desk = case.desk
    names = (desk.database, desk.files, NORD, a_png())
    file = upload_attachment(*names, name="call +49 151 23456789.png", document="invoice", real_now=desk.now)
    seq = case.says(NORD, "It fits, the invoice is here.", attachments=[file.id]).entry.seq
    assert findings(desk) == [("phone", "note", seq, 1)]


def test_it_keeps_what_it_refused_and_counts_it(case: Told) -> None:
    with refused_as(OffPlatformContact) as refused:
        case.says(NORD, CALL)
    desk, refusal = case.desk, refused.value.refusal
    assert [str(name) for (name,) in desk.rows("SELECT id FROM refusal")] == [refusal]
    ((of, asked),) = desk.rows("SELECT refusal, request FROM refused_message")
    assert (str(of), json.loads(asked)["message"]["body"]) == (refusal, CALL)
    assert {row[:2] for row in findings(desk)} == {("phone", "refuse")}
    with desk.database.read() as connection:
        (breach,) = breaches_of(connection, "nord", before=None, limit=10)
    assert (breach["kind"], breach["case"], breach["message"], breach["deadline"]) == ("conduct", case.id, None, None)
    assert (breach["counts"], breach["because"]) == (True, "conduct_refused")


def test_it_can_be_objected_to_for_six_months(case: Told) -> None:
    with refused_as(OffPlatformContact) as refused:
        case.says(NORD, CALL)
    assert refused.value.object_until == datetime(2026, 10, 2, 13, tzinfo=UTC)


def test_it_covers_contact_of_a_buyer(case: Told) -> None:
    entry = case.says(JAN, MINE).entry
    assert json.loads(entry.canonical)["delivery"] == "masked"
    for who in (JAN, NORD, SYSTEMS):
        body = read_by(case, who, entry.seq).body
        assert body is not None
        assert body.startswith("Is it blue? My number is ")
        assert "23456789" not in body
    assert read_by(case, ROOT, entry.seq).body == MINE
    assert findings(case.desk) == [("phone", "mask", entry.seq, 1)]


def test_it_tells_a_buyer_what_was_covered(case: Told) -> None:
    seq = case.says(JAN, MINE).entry.seq
    told = read_by(case, JAN, seq + 1)
    assert told.kind == "system"
    assert told.body is not None
    assert f"message {seq}" in told.body
    assert "telephone number" in told.body
    assert "23456789" not in told.body


def test_it_covers_what_a_buyer_says_in_a_field(desk: Desk) -> None:
    desk.takes()
    fields = {"serial_number": "EN500-2214", "proof_of_purchase": "The order", "defect": f"Dead. Call {NUMBER}."}
    case = desk.opens(a_warranty(fields=fields))
    assert "23456789" not in (read_by(case, NORD, 1).fields or "")
    assert json.loads(read_by(case, ROOT, 1).fields or "{}")["defect"] == fields["defect"]


def test_it_asks_for_an_answer_to_what_it_delivers(case: Told) -> None:
    seq = case.says(JAN, MINE).entry.seq
    question = next(one for one in case.view(NORD)["questions"] if one["message"] == case.message(seq))
    assert question["text"].startswith("Is it blue?")


def test_it_opens_a_case_with_what_it_delivers(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question(body=MINE))
    assert "23456789" not in (read_by(case, NORD, 1).body or "")
    assert read_by(case, ROOT, 1).body == MINE
    assert case.version == 2


def test_it_does_not_find_what_is_covered(case: Told) -> None:
    case.says(JAN, MINE)
    for who in (JAN, NORD, ROOT):
        assert found_by(case.desk.database, who, "blue") == 1
        assert found_by(case.desk.database, who, "23456789") == 0


def test_it_goes_on_elsewhere_with_what_it_delivers(case: Told) -> None:
    case.says(NORD, "It fits.")
    case.waits_for("close")
    case.desk.waits(days=20)
    case.says(JAN, MINE)
    (later,) = case.linked("later")
    assert "23456789" not in (read_by(later, ROOT, 1).body or "")


def test_it_verifies_words_that_are_covered(case: Told) -> None:
    case.says(JAN, MINE)
    assert verify(case.desk.database).holds


def test_it_redacts_the_original_too(case: Told) -> None:
    seq = case.says(JAN, MINE).entry.seq
    redact(case.desk.database, ROOT, case.id, seq, "Asked for by the buyer.", case.desk.now)
    assert case.desk.rows(f"SELECT part FROM content WHERE seq = {seq}") == []
    assert read_by(case, ROOT, seq).body is None
    assert verify(case.desk.database).holds


def test_it_judges_neither_the_platform_nor_its_systems(case: Told) -> None:
    assert case.says(ROOT, CALL).entry.body == CALL
    assert findings(case.desk) == []


def test_it_lets_a_seller_give_the_platform_a_number(desk: Desk) -> None:
    desk.takes(seller="spaet", number="7")
    desk.opens(a_question("DE-7"))
    desk.waits(days=10)
    named = [str(name) for (name,) in desk.rows("SELECT id FROM breach")]
    measure = Told(
        desk, open_case(desk.database, ROOT, a_measure("restriction", named, seller="spaet"), desk.now).file.case.id
    )
    assert measure.says(SPAET, CALL).entry.body == CALL


def test_it_previews_what_it_would_refuse_and_records_nothing(case: Told) -> None:
    seen = preview_message(case.desk.database, NORD, case.id, Message(CALL), case.desk.now)
    assert {(one["label"], one["action"]) for one in seen["findings"]} == {("phone", "refuse")}
    assert (seen["state"], seen["transition"]) == (case.state, None)
    assert case.desk.rows("SELECT id FROM refusal") == []


def test_it_previews_what_it_would_cover(case: Told) -> None:
    seen = preview_message(case.desk.database, JAN, case.id, Message(MINE), case.desk.now)
    assert [(one["label"], one["action"]) for one in seen["findings"]] == [("phone", "mask")]
    assert MINE[slice(*seen["findings"][0]["span"])] == NUMBER


def test_it_previews_an_opening_that_it_would_refuse(desk: Desk) -> None:
    desk.takes()
    opening = Opening("question", "DE-1042", reason="other", body=CALL)
    seen = preview_opening(desk.database, NORD, opening, desk.now)
    assert {one["action"] for one in seen["findings"]} == {"refuse"}
    assert desk.rows("SELECT id FROM refusal") == []
