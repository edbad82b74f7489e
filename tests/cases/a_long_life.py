"""A buyer who left a word of their own in every place that there is, and whose cases are all closed."""

from __future__ import annotations

from typing import Any

import pytest

from cases.casefile.asker import Asker
from cases.casefile.idempotency import Key
from cases.casefile.order_shape import OrderIn
from cases.errors import NazorgError
from cases.verbs.assign import assign
from cases.verbs.import_orders import import_order
from cases.verbs.openings import Opening
from cases.verbs.upload_attachment import upload_attachment
from cases.verbs.write_message import Message, write_message
from cases.verbs.write_note import write_note
from tests.builders import THURSDAY, Desk, Told, a_delivery_problem, a_line, a_png, a_return, an_order
from tests.cast import NORD, ROOT, SYSTEMS
from tests.strange_files import a_pdf, as_bytes
from workflows.refusals import Refusal

KIM = Asker("buyer", "wallaby-7731", lang="en")
"""A buyer whose every word is one that nobody else uses."""

THEIRS = (
    "wallaby", "Okapinsky", "quokka", "bilby", "numbat", "potoroo", "dunnart", "kookaburra", "echidna", "cassowary",
    "taipan", "goanna", "lorikeet", "galah", "brolga", "jabiru", "bandicoot", "pademelon", "thylacine", "wombat",
    "platypus", "currawong", "drongo", "emuwren",
)  # fmt: skip
OTHERS = ("mistletoe", "hawthorn", "blackthorn", "juniper", "rowanberry")


def takes_their_order(desk: Desk, number: str, **more: Any) -> str:
    """The market place sends an order of Kim's; its id."""
    buyer = {"id": KIM.sub, "name": "Kim Okapinsky", "lang": "en"}
    said = an_order(number=number).model_dump(mode="json", exclude_unset=True) | {"buyer": buyer} | more
    return import_order(desk.database, OrderIn.model_validate(said), desk.now).order


def uploaded(desk: Desk, who: Asker, name: str, data: bytes) -> str:
    """A file that somebody uploaded; its id."""
    return upload_attachment(desk.database, desk.files, who, data, name=name, document="photo", real_now=desk.now).id


def a_long_life(desk: Desk) -> list[Told]:
    """Every place in which a word of a buyer's can come to lie, and every case of it closed."""
    for number in range(6):
        takes_their_order(desk, str(number), lines=[a_line(quantity=3)])
    told = [
        a_return_to_the_end(desk, "DE-0"),
        a_delivery_to_the_end(desk, "DE-1"),
        *a_split_and_a_claim(desk, "DE-2"),
        *a_conversion(desk, "DE-3"),
        a_question_with_everything(desk),
        opened_for_them(desk, "DE-4"),
    ]
    assert {case.state for case in told} == {"closed"}
    return told


def a_return_to_the_end(desk: Desk, order: str) -> Told:
    photo = uploaded(desk, KIM, "bilby.png", a_png(1))
    paper = uploaded(desk, KIM, "numbat.pdf", as_bytes(a_pdf("dunnart")))
    key = Key.of(sub=KIM.sub, role="buyer", method="POST", path="/", key="k", body=b"1", real_now=THURSDAY)
    case = desk.opens(a_return(order, body="It is a quokka.", units=[("1", 3)], attachments=[photo]), KIM)
    write_message(desk.database, KIM, case.id, Message("A potoroo?", attachments=[paper]), desk.now, key)
    write_note(desk.database, NORD, case.id, "Blackthorn: a difficult buyer.", desk.now)
    case.does(NORD, "approve", "Mistletoe, send it here.")
    case.does(KIM, "ship", parcels=[{"proof_of_posting": "receipt kookaburra"}])
    case.does(NORD, "arrive")
    case.does(NORD, "accept")
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    return case


def a_delivery_to_the_end(desk: Desk, order: str) -> Told:
    case = desk.opens(a_delivery_problem(order), KIM)
    case.does(NORD, "prove_delivery", "Hawthorn, look at this.", name="J. Echidna", address="Cassowary Road 3")
    case.does(KIM, "dispute_proof", statement="No taipan lives here.")
    case.waits_for("let_buyer_choose")
    address = case.example(KIM, "choose_resend")["address"] | {"street": "Goanna Lane 9", "name": "M. Lorikeet"}
    case.does(KIM, "choose_resend", address=address)
    case.does(NORD, "ship_again")
    case.does(KIM, "report_found", "The galah has it.")
    return case


def a_split_and_a_claim(desk: Desk, order: str) -> list[Told]:
    case = desk.opens(a_return(order, body="The brolga is broken.", units=[("1", 3)], reply_expected=True), KIM)
    while not case.file.case.overdue:
        desk.waits_for_the_next_mark()
    case.does(NORD, "split", "Juniper: one goes on alone.", units=[{"line": "1", "quantity": 1}])
    (other,) = case.linked("split")
    case.does(KIM, "escalate", "Decide about the jabiru, please.")
    (claim,) = case.linked("claim")
    claim.does(KIM, "withdraw_claim", "The bandicoot is fine.")
    for one in (case, other):
        one.does(KIM, "cancel", "Never mind the pademelon.")
    return [case, other, claim]


def a_conversion(desk: Desk, order: str) -> list[Told]:
    case = desk.opens(a_return(order, body="A thylacine.", units=[("1", 1)]), KIM)
    to = {"kind": "complaint", "reason": "defective", "found_on": "2026-04-01", "wished_remedy": "repair"}
    case.does(KIM, "convert", "It is a defective wombat.", goes_on_as=to)
    (complaint,) = case.linked("converted")
    complaint.does(KIM, "cancel")
    return [case, complaint]


def a_question_with_everything(desk: Desk) -> Told:
    about = {"market": "DE", "seller": "nord", "sku": "drongo-1", "title": "Currawong stand"}
    case = desk.opens(Opening("question", about=about, reason="product", body="Does the platypus fit?"), KIM)
    with pytest.raises((Refusal, NazorgError)):
        case.says(KIM, "Please.", event="emuwren")
    assign(desk.database, NORD, case.id, "ben", desk.now)
    case.says(NORD, "Rowanberry: it fits.")
    case.does(KIM, "close")
    return case


def opened_for_them(desk: Desk, order: str) -> Told:
    """An admin wrote it down; the words are Kim's."""
    case = desk.opens(a_return(order, body="A wallaby on the phone.", units=[("1", 1)], on_behalf_of=KIM.sub), ROOT)
    case.does(KIM, "cancel")
    return case
